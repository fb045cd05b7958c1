"""Nothing is sent again without an agreement of its own; a pasted task id is followed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.unconfirmed_dialog import UnconfirmedDialog

FAILURE = Failure(ErrorKind.UNCONFIRMED, "<b>Server</b> disconnected", may_be_billed=True)
JOB = Job(
    id="job-1", created_at=1.0, state=JobState.UNCONFIRMED, request=Request(prompt="Canyon 100%2 at dusk"),
    service="https://api.jiekou.ai", submitted_at=1_700_000_000.0, error=FAILURE,
)  # fmt: skip


@pytest.fixture
def dialog(qtbot: QtBot) -> UnconfirmedDialog:
    dialog = UnconfirmedDialog()
    qtbot.addWidget(dialog)
    dialog.ask(JOB)
    return dialog


def test_what_is_known_is_told_word_for_word(dialog: UnconfirmedDialog) -> None:
    assert "“Canyon 100%2 at dusk”" in dialog.words.text()
    assert dialog.detail.text() == "Details: <b>Server</b> disconnected"
    assert dialog.detail.textFormat() is Qt.TextFormat.PlainText


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


def test_the_balance_is_asked_for_and_told(qtbot: QtBot) -> None:
    dialog = UnconfirmedDialog()
    qtbot.addWidget(dialog)
    asked = heard(dialog.balance.look_requested)
    dialog.ask(JOB, dollars("0.75"))
    assert len(asked) == 1
    assert dialog.balance.words.text() == "Reading the balance…"
    dialog.balance.show_balance(dollars("12.30"), dollars("11.55"), others=False)
    assert dialog.balance.words.text() == (
        "Before: $12.30 · now: $11.55. $0.75 less, which suggests that it was accepted and billed."
    )
    dialog.balance.look_button.click()
    assert len(asked) == 2
    assert dialog.balance.words.text() == "Reading the balance…"


def test_the_demo_has_no_balance(qtbot: QtBot) -> None:
    dialog = UnconfirmedDialog()
    qtbot.addWidget(dialog)
    asked = heard(dialog.balance.look_requested)
    dialog.ask(replace(JOB, service=DEMO))
    assert asked == []
    assert not dialog.balance.isVisible()


def test_the_second_charge_is_named_in_money_where_it_is_known(dialog: UnconfirmedDialog) -> None:
    assert "$" not in dialog.again.words.text() + dialog.consent.text()
    dialog.ask(JOB, dollars("0.75"))
    assert "May cost a second $0.75" in dialog.again.words.text()
    assert dialog.consent.text().endswith("second charge of $0.75.")


def test_nothing_is_chosen_at_first(dialog: UnconfirmedDialog) -> None:
    assert not dialog.continue_button.isEnabled()


def test_a_pasted_task_id_is_followed(dialog: UnconfirmedDialog, qtbot: QtBot) -> None:
    dialog.have_id.radio.click()
    QTest.keyClicks(dialog.task_id, "two words")
    assert not dialog.continue_button.isEnabled()
    dialog.task_id.setText("  task-42\n")
    with qtbot.waitSignal(dialog.follow_requested) as signal:
        dialog.continue_button.click()
    assert signal.args == ["job-1", "task-42"]
    assert not dialog.isVisible()


def test_sending_again_needs_an_agreement_of_its_own(dialog: UnconfirmedDialog, qtbot: QtBot) -> None:
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.again.chosen
    assert not dialog.continue_button.isEnabled()
    dialog.consent.click()
    with qtbot.waitSignal(dialog.send_again_requested) as signal:
        dialog.continue_button.click()
    assert signal.args == ["job-1"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_never_sends_again_but_follows_a_pasted_id(dialog: UnconfirmedDialog, key: Qt.Key) -> None:
    paid, followed = heard(dialog.send_again_requested), heard(dialog.follow_requested)
    forgotten = heard(dialog.forget_requested)
    dialog.again.radio.click()
    dialog.consent.click()
    QTest.keyClick(dialog.consent, key)
    assert (paid, forgotten) == ([], [])
    assert dialog.isVisible()
    dialog.have_id.radio.click()
    dialog.task_id.setText("task-42")
    QTest.keyClick(dialog.task_id, key)
    assert followed == ["job-1"]


def test_an_agreement_does_not_outlive_another_choice(dialog: UnconfirmedDialog) -> None:
    dialog.again.radio.click()
    dialog.consent.click()
    dialog.have_id.radio.click()
    dialog.again.radio.click()
    assert not dialog.consent.isChecked()
    dialog.consent.click()
    dialog.ask(JOB)
    assert not dialog.consent.isChecked()
    assert not dialog.continue_button.isEnabled()


def test_forgetting_is_told(dialog: UnconfirmedDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.forget_requested) as signal:
        dialog.forget_button.click()
    assert signal.args == ["job-1"]


def test_deciding_later_does_nothing(dialog: UnconfirmedDialog) -> None:
    dialog.again.radio.click()
    dialog.consent.click()
    told = [
        QSignalSpy(dialog.follow_requested),
        QSignalSpy(dialog.send_again_requested),
        QSignalSpy(dialog.forget_requested),
    ]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert [spy.count() for spy in told] == [0, 0, 0]
    assert not dialog.isVisible()
