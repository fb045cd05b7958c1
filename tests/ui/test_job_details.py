"""The details of a job: facts, acts, and an explanation where something went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QRegularExpression, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from tests.ui.widgets import heard
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import JobState
from wan_desktop.core.money import Money
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.prompt_text import PromptText

LEFT = Qt.MouseButton.LeftButton
#: Qt's offscreen platform says of every menu that it can neither raise it nor give it the keyboard.
POPS_UP = pytest.mark.qt_log_ignore("^This plugin does not support")


@pytest.fixture
def details(qtbot: QtBot) -> Iterator[JobDetails]:
    window = QWidget()
    qtbot.addWidget(window)
    made = JobDetails(window, clock=lambda: NOW)
    made.resize(700, 300)
    window.resize(700, 300)
    window.show()
    yield made
    window.hide()


def button(details: JobDetails, name: str) -> QPushButton:
    found = details.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def click(details: JobDetails, name: str) -> None:
    QTest.mouseClick(button(details, name), LEFT)


def shown_buttons(details: JobDetails) -> list[str]:
    return [made.text() for made in details._buttons.values() if made.isVisible()]


def tags(details: JobDetails) -> list[str]:
    return [label.text() for label in details._facts.findChildren(QLabel) if label.isVisible()]


def words(details: JobDetails) -> str:
    return "\n".join(label.text() for label in details._card.findChildren(QLabel) if label.isVisible())


def test_facts_are_tags(details: JobDetails) -> None:
    details.show_job(make_job(seed=12345, watermark=True, shots="multi", audio=False))
    assert tags(details)[:7] == [
        "1080P", "5 s", "Multi shot", "seed 12345", "silent", "watermark", "api.example.com",
    ]  # fmt: skip


def test_a_sound_of_the_users_own_is_named(details: JobDetails) -> None:
    job = make_job(sound="a.mp3", sound_way="soundtrack")
    details.show_job(replace(job, extra={"sound_name": "bells.flac"}))
    [label] = [label for label in details._facts.findChildren(QLabel) if label.text() == "sound from a file"]
    assert label.toolTip() == "bells.flac"


def test_the_cost_is_a_tag_that_changes_once_it_is_known(details: JobDetails) -> None:
    job = make_job(estimate=Money(Decimal("0.75"), "$"))
    details.show_job(job)
    assert "≈ $0.75" in tags(details)
    details.show_job(replace(job, charged=Money(Decimal("0.80"), "$")))
    assert "$0.80" in tags(details)
    assert "≈ $0.75" not in tags(details)


def test_a_seed_that_the_service_chose_is_told(details: JobDetails) -> None:
    details.show_job(make_job(extra={"seed": 77}))
    assert "seed 77" in tags(details)


def test_a_finished_video_offers_its_acts(details: JobDetails, qtbot: QtBot) -> None:
    details.show_job(make_job("a"))
    assert shown_buttons(details) == [
        "Continue from last frame", "Reuse settings", "Save as…", "Show in folder",
    ]  # fmt: skip
    with qtbot.waitSignal(details.action_requested) as signal:
        click(details, "save_as")
    assert signal.args == ["a", "save_as"]


@POPS_UP
def test_the_menu_has_what_no_button_has(details: JobDetails, qtbot: QtBot) -> None:
    details.show_job(make_job("a"))
    click(details, "moreActions")
    (menu,) = details.findChildren(QMenu)
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names == ["Play", "Add star", "Copy details", "Delete"]
    menu.close()


@POPS_UP
def test_acts_without_room_are_in_the_menu(qtbot: QtBot) -> None:
    window, details = in_a_column(qtbot)
    details.show_job(make_job("a"))
    window.show()
    counts = []
    for width in (1000, 500, 360, 290, 1000):
        window.resize(width, 700)
        qtbot.waitUntil(partial(every_act_is_in_sight, details))
        counts.append(len(shown_buttons(details)))
        assert len({act.geometry().top() for act in details._buttons.values() if act.isVisible()}) == 1
    assert counts == [4, counts[1], counts[2], 1, 4]
    assert 4 > counts[1] >= counts[2] >= 1
    window.resize(290, 700)
    qtbot.waitUntil(lambda: len(shown_buttons(details)) == 1)
    click(details, "moreActions")
    (menu,) = details.findChildren(QMenu)
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names[:4] == ["Play", "Reuse settings", "Save as…", "Show in folder"]
    menu.close()


def links(details: JobDetails) -> list[QPushButton]:
    found = details.findChildren(QPushButton, QRegularExpression("^kin_"))
    return [link for link in found if link.isVisible()]


def test_what_a_video_continues_and_what_continues_it_is_led_to(details: JobDetails, qtbot: QtBot) -> None:
    details.show_job(make_job("a"))
    assert links(details) == []
    before, after = make_job("b", prompt="A & B"), make_job("c", prompt="a very long prompt " * 20)
    details.show_lineage("another", before, [after])
    assert links(details) == []
    details.show_lineage("a", before, [after])
    to_before, to_after = links(details)
    assert to_before.text() == "Continues “A && B”"
    assert to_after.text().startswith("Continued by “a very long")
    assert len(to_after.text()) < 60
    for link, job_id in ((to_before, "b"), (to_after, "c")):
        with qtbot.waitSignal(details.job_requested) as signal:
            QTest.mouseClick(link, LEFT)
        assert signal.args == [job_id]
    to_before.setFocus()
    details.show_job(make_job("a", starred=True))
    QApplication.sendEvent(details, QEvent(QEvent.Type.LanguageChange))
    assert len(links(details)) == 2
    details.show_job(make_job("d"))
    assert links(details) == []


def test_a_failure_is_explained_with_money_and_the_words_of_the_service(
    details: JobDetails, qtbot: QtBot
) -> None:
    error = Failure(ErrorKind.CONTENT_REFUSED, "DataInspectionFailed: <b>no</b>", may_be_billed=True)
    details.show_job(make_job("f", JobState.FAILED, error=error))
    assert "Refused by the content check" in words(details)
    assert "may have been charged" in words(details)
    assert shown_buttons(details)[0] == "Edit and retry"
    own_words = details._card._detail
    assert not own_words.isVisible()
    click(details, "failureDetails")
    assert own_words.isVisible()
    assert own_words.toPlainText() == "DataInspectionFailed: <b>no</b>"
    with qtbot.waitSignal(details.action_requested) as signal:
        QTest.mouseClick(details._card._copy, LEFT)
    assert signal.args == ["f", "copy_details"]


def test_another_language_leaves_the_words_of_the_service_their_name(details: JobDetails) -> None:
    error = Failure(ErrorKind.TASK_FAILED, "out of memory")
    details.show_job(make_job("f", JobState.FAILED, error=error))
    QApplication.sendEvent(details, QEvent(QEvent.Type.LanguageChange))
    assert details._card._detail.accessibleName() == "The service’s own words"
    assert details._prompt.accessibleName() == "Prompt of this video"


def test_the_next_job_does_not_inherit_the_explanation(details: JobDetails) -> None:
    details.show_job(make_job("u", JobState.UNCONFIRMED))
    assert details._card.isVisible()
    details.show_job(make_job("a"))
    assert not details._card.isVisible()
    details.show_job(None)
    assert shown_buttons(details) == []
    assert tags(details) == []


def test_a_live_job_tells_how_far_it_is_and_its_focus_survives_news(details: JobDetails) -> None:
    details.show_job(make_job("r", JobState.RUNNING, submitted_at=NOW - 5))
    assert details._state.text() == "Generating · 0:05"
    stop = button(details, "stop")
    stop.setFocus()
    details.show_job(make_job("r", JobState.RUNNING, submitted_at=NOW - 5, progress=0.5))
    assert details._state.text() == "Generating · 0:05 · 50%"
    assert stop.hasFocus()
    assert details._tick.isActive()
    details.hide()
    assert not details._tick.isActive()


def test_the_second_half_of_a_double_click_on_stop_does_not_pay(details: JobDetails) -> None:
    asked = heard(details.action_requested)
    details.show_job(make_job("w", JobState.WAITING))
    click(details, "stop")
    details.show_job(make_job("w", JobState.STOPPED))
    retry = button(details, "retry")
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        at = retry.rect().center().toPointF()
        event = QMouseEvent(kind, at, retry.mapToGlobal(at), LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(retry, event)
    assert len(asked) == 1
    click(details, "retry")
    assert len(asked) == 2


def test_a_long_prompt_scrolls_instead_of_pushing_the_rest_away(details: JobDetails) -> None:
    details.show_job(make_job(prompt="one line"))
    low = details._prompt.height()
    details.show_job(make_job(prompt="a very long line of a prompt " * 60))
    assert low * 2 < details._prompt.height() < low * 4
    assert details._prompt.verticalScrollBar().maximum() > 0


def test_it_asks_for_no_more_height_than_it_needs(details: JobDetails) -> None:
    details.show_job(make_job())
    plain = details.sizeHint().height()
    details.show_job(make_job(state=JobState.UNCONFIRMED))
    assert details.sizeHint().height() > plain
    assert details.maximumHeight() == details.sizeHint().height()


def test_every_act_is_still_in_sight_after_the_window_was_narrow_and_is_wide_again(qtbot: QtBot) -> None:
    window, made = in_a_column(qtbot)
    made.show_job(make_job(state=JobState.DONE, video="/videos/lake.mp4"))
    window.resize(744, 700)
    window.show()
    for width in (256, 744):
        window.resize(width, 700)
        qtbot.waitUntil(partial(every_act_is_in_sight, made))


def in_a_column(qtbot: QtBot) -> tuple[QWidget, JobDetails]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addStretch(1)
    details = JobDetails(window, clock=lambda: NOW)
    column.addWidget(details)
    return window, details


def every_act_is_in_sight(details: JobDetails) -> bool:
    shown = [act for act in details._buttons.values() if act.isVisible()]
    return bool(shown) and all(act.visibleRegion().boundingRect() == act.rect() for act in shown)


def test_a_flow_wraps_where_the_width_ends(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    inner = QWidget()
    flow = FlowLayout(inner, spacing=10, line_spacing=5)
    boxes = [QWidget() for _ in range(4)]
    for box in boxes:
        box.setFixedSize(50, 20)
        flow.addWidget(box)
    QVBoxLayout(window).addWidget(inner)
    assert flow.heightForWidth(230) == 20
    assert flow.heightForWidth(229) == 45
    assert flow.heightForWidth(50) == 95
    boxes[0].hide()
    assert flow.heightForWidth(170) == 20


def test_a_prompt_is_as_high_as_its_words_before_it_is_seen(qtbot: QtBot) -> None:
    prompt = PromptText()
    qtbot.addWidget(prompt)
    for text in ("", "one line"):
        prompt.show_text(text)
        assert prompt.fontMetrics().height() <= prompt.height() <= 2 * prompt.fontMetrics().height()


def test_a_scroll_bar_goes_once_there_is_room_though_it_made_the_page_longer(details: JobDetails) -> None:
    details.show_job(make_job(extra={"seed": "12345"}))
    page = details.widget()
    assert page is not None
    just = next(w for w in range(300, 700) if page.heightForWidth(w) == page.heightForWidth(700))
    details.resize(just, 60)
    QApplication.sendPostedEvents()
    assert details.verticalScrollBar().isVisible()
    details.resize(just, details.sizeHint().height())
    QApplication.sendPostedEvents()
    assert not details.verticalScrollBar().isVisible()
    assert every_act_is_in_sight(details)
