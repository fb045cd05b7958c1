"""The panel that shows what is sent: whole, copyable, the picture at each size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow

from tests.ui.test_automation_names import unnamed
from wan_desktop.core.params import SoundWay
from wan_desktop.ui.request_dialog import EVERY_PIXEL, RequestDialog, SentRequest, sound_change
from wan_desktop.ui.theme import Theme


def picture(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


SHOWN = SentRequest(
    address="POST https://api.example.com/v3/async/wan2.6-i2v",
    body='{\n  "input": {\n    "prompt": "夕阳"\n  }\n}',
    picture=picture(2000, 1125),
    facts="2000 × 1125 JPEG, 0.9 MB",
    changes=("turned upright", "place, date and other notes removed"),
)


@pytest.fixture
def dialog(light_theme: Theme, window: QMainWindow) -> RequestDialog:
    return RequestDialog(light_theme, window)


def words(dialog: RequestDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_all_of_it_is_there_and_is_copied(dialog: RequestDialog) -> None:
    dialog.show_request(SHOWN)
    assert dialog.text.toPlainText() == SHOWN.body
    for part in (SHOWN.address, SHOWN.facts, *SHOWN.changes, "is not shown"):
        assert part in words(dialog)
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"{SHOWN.address}\n\n{SHOWN.body}\n"


def test_what_keeps_it_from_going_is_said(dialog: RequestDialog) -> None:
    dialog.show_request(
        SentRequest("POST /", "{}", QImage(), "", problems=("Shorten this text.",), demo=True)
    )
    assert "Shorten this text." in words(dialog)
    assert "nothing leaves this computer" in words(dialog)
    assert "Nothing was changed" in words(dialog)


def test_the_picture_is_seen_whole_and_pixel_by_pixel(dialog: RequestDialog) -> None:
    dialog.show_request(SHOWN)
    view = dialog.picture
    room = view.viewport().size()
    assert view.picture_rect().width() == pytest.approx(room.width(), abs=1)
    assert view.picture_rect().height() <= room.height()
    dialog.zoom.set_value(EVERY_PIXEL)
    assert view.picture_rect().size().toSize() == SHOWN.picture.size() / view.devicePixelRatio()
    before = view.picture_rect().left()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.picture_rect().left() < before
    assert view.grab().toImage().pixelColor(20, 20) == QColor("teal")


def test_it_lies_in_the_smallest_window(dialog: RequestDialog) -> None:
    dialog.show_request(SHOWN)
    assert dialog.height() <= 600
    assert dialog.width() <= 940


def test_each_control_has_a_name(dialog: RequestDialog) -> None:
    assert unnamed(dialog) == []


def test_each_way_of_a_sound_is_told() -> None:
    told = {sound_change(way) for way in SoundWay}
    assert len(told) == len(SoundWay)
    assert all(told)
    assert sound_change("") == ""
