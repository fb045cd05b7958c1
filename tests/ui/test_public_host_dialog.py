"""A sound goes to a public host by a click on the button that says so, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.app.public_consent import PublicConsent
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.public_host import LITTERBOX
from wan_desktop.core.settings import DEMO
from wan_desktop.core.submission import Submission
from wan_desktop.ui.public_host_dialog import PublicHostDialog

SERVICE = "https://api.example"
OPEN = Request(sound="a.mp3", sound_way=SoundWay.TEMPORARY)


@pytest.fixture
def dialog(qtbot: QtBot) -> PublicHostDialog:
    dialog = PublicHostDialog("files.example", 24)
    qtbot.addWidget(dialog)
    dialog.ask()
    return dialog


def test_host_and_time_are_named(dialog: PublicHostDialog) -> None:
    assert "files.example" in dialog.words.text()
    assert "24 hours" in dialog.words.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
@pytest.mark.parametrize("on_send", [False, True])
def test_enter_and_esc_send_nothing(dialog: PublicHostDialog, key: Qt.Key, on_send: bool) -> None:
    agreed, rejected = heard(dialog.agreed), heard(dialog.rejected)
    if on_send:
        dialog.send_button.setFocus()
    QTest.keyClick(dialog.send_button if on_send else dialog.cancel_button, key)
    assert (agreed, len(rejected)) == ([], 1)
    assert not dialog.isVisible()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def shown(window: QWidget) -> PublicHostDialog:
    (dialog,) = window.findChildren(PublicHostDialog)
    assert dialog.isVisible()
    return dialog


Said = list[tuple[list[Request], tuple[Consent, ...]]]


def ask(public: PublicConsent, service: str, requests: list[Request], consents: tuple[Consent, ...]) -> Said:
    """One click for these; what is said about it later."""
    said: Said = []

    def then(wanted: Sequence[Submission], allowed: tuple[Consent, ...]) -> None:
        said.append(([one.request for one in wanted], allowed))

    public.asking(service, then)([Submission(request) for request in requests], consents)
    return said


def test_a_yes_goes_with_this_click_and_the_next_is_asked_again(window: QWidget) -> None:
    public = PublicConsent(LITTERBOX, window)
    declined = heard(public.declined)
    for _ in range(2):
        said = ask(public, SERVICE, [OPEN], (Consent(unknown_accepted=True),))
        assert said == []
        QTest.mouseClick(shown(window).send_button, Qt.MouseButton.LeftButton)
        assert said == [([OPEN], (Consent(unknown_accepted=True, public_host=LITTERBOX.name),))]
    assert declined == []


def test_one_yes_is_for_all_videos_of_a_click_whose_sound_goes_there(window: QWidget) -> None:
    wanted = [OPEN, Request(), OPEN]
    said = ask(PublicConsent(LITTERBOX, window), SERVICE, wanted, (Consent(),) * 3)
    QTest.mouseClick(shown(window).send_button, Qt.MouseButton.LeftButton)
    allowed = Consent(public_host=LITTERBOX.name)
    assert said == [(wanted, (allowed, Consent(), allowed))]


def test_a_no_is_no_consent_at_all(window: QWidget) -> None:
    public = PublicConsent(LITTERBOX, window)
    declined = heard(public.declined)
    said = ask(public, SERVICE, [OPEN], (Consent(),))
    QTest.mouseClick(shown(window).cancel_button, Qt.MouseButton.LeftButton)
    assert (said, len(declined)) == ([], 1)


@pytest.mark.parametrize(
    ("service", "request_"),
    [
        (DEMO, OPEN),
        (SERVICE, Request()),
        (SERVICE, Request(sound="a.mp3", sound_way=SoundWay.STORE)),
        (SERVICE, Request(sound_way=SoundWay.TEMPORARY)),
    ],
)
def test_nobody_is_asked_where_nothing_goes_there(window: QWidget, service: str, request_: Request) -> None:
    said = ask(PublicConsent(LITTERBOX, window), service, [request_], (Consent(),))
    assert said == [([request_], (Consent(),))]
    assert window.findChildren(PublicHostDialog) == []
