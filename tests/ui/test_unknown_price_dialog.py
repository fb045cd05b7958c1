"""A video of unknown price is sent by a click on its button, and by nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.ui.unknown_price_dialog import UnknownPriceDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> UnknownPriceDialog:
    dialog = UnknownPriceDialog()
    qtbot.addWidget(dialog)
    dialog.ask()
    return dialog


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
@pytest.mark.parametrize("on_send", [False, True])
def test_enter_and_esc_send_nothing(dialog: UnknownPriceDialog, key: Qt.Key, on_send: bool) -> None:
    agreed, rejected = heard(dialog.agreed), heard(dialog.rejected)
    if on_send:
        dialog.send_button.setFocus()
    QTest.keyClick(dialog.send_button if on_send else dialog.cancel_button, key)
    assert (agreed, len(rejected)) == ([], 1)
    assert not dialog.isVisible()


def test_a_click_sends_and_closes(dialog: UnknownPriceDialog) -> None:
    agreed, rejected = heard(dialog.agreed), heard(dialog.rejected)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    assert (len(agreed), rejected) == (1, [])
    assert not dialog.isVisible()
