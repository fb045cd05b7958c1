"""The drop area takes real drops and pastes, says what will happen, and never forgets the image before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QMimeData, QPoint, QSizeF, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import drops
from tests.ui.widgets import find, heard
from wan_desktop.ui.drop_area import DropArea, ImageView, chip_words
from wan_desktop.ui.drop_frame import DropFrame, shown_size
from wan_desktop.ui.dropped import DropKind, Dropped
from wan_desktop.ui.theme import Theme


@pytest.fixture
def area(light_theme: Theme, qtbot: QtBot) -> DropArea:
    area = DropArea(light_theme)
    qtbot.addWidget(area)
    area.resize(319, 180)
    area.show()
    return area


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "夕阳 1.jpg"
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path))
    return path


def view(picture: Path) -> ImageView:
    return ImageView(
        picture.read_bytes(),
        4032,
        3024,
        "HEIC",
        2000,
        1500,
        "JPEG",
        1_100_000,
        ("Turned upright", "Made smaller"),
    )


def shown_text(area: DropArea) -> str:
    labels = [label.text() for label in area.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in area.findChildren(QPushButton) if button.isVisible()]
    return " | ".join(labels + buttons)


def button(area: DropArea, name: str) -> QAbstractButton:
    found = area.findChildren(QAbstractButton)
    return next(button for button in found if button.accessibleName().startswith(name))


def test_a_dropped_file_is_handed_on_as_a_copy(area: DropArea, picture: Path) -> None:
    spy = heard(area.dropped)
    mime = drops.files([picture])
    for event in (drops.enter(area, mime), drops.move(area, mime), drops.drop(area, mime)):
        assert event.isAccepted()
        assert event.dropAction() is Qt.DropAction.CopyAction
    assert len(spy) == 1
    assert spy[0] == Dropped(DropKind.IMAGE, paths=(picture,))


def test_the_whole_window_takes_drops(light_theme: Theme, picture: Path, qtbot: QtBot) -> None:
    window, inner, area = QMainWindow(), QWidget(), DropArea(light_theme)
    qtbot.addWidget(window)
    QVBoxLayout(inner).addWidget(area)
    window.setCentralWidget(inner)
    area.target.watch(window)
    spy = heard(area.dropped)
    mime = drops.files([picture])
    drops.enter(window, mime)
    drops.drop(window, mime)
    assert len(spy) == 1


def test_a_hover_says_what_will_happen_and_leaves_no_trace(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    drops.enter(area, drops.files([picture]))
    assert "Drop to use this image" in shown_text(area)
    drops.leave(area)
    assert "Drop to use" not in shown_text(area)
    assert "HEIC" in shown_text(area)


def test_a_folder_is_refused_in_words_and_the_image_stays(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    spy = heard(area.dropped)
    mime = drops.files([picture.parent])
    drops.enter(area, mime)
    assert "This is a folder" in shown_text(area)
    drops.drop(area, mime)
    assert spy == []
    assert "This is a folder" in shown_text(area)
    assert "HEIC" in shown_text(area)
    assert area.view() is not None


def test_a_file_of_unknown_content_is_handed_on_to_be_judged(area: DropArea, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()
    spy = heard(area.dropped)
    drops.drop(area, drops.files([empty]))
    assert spy[0] == Dropped(DropKind.UNKNOWN, paths=(empty,))


def test_several_files_without_an_image_are_refused(area: DropArea, tmp_path: Path) -> None:
    spy = heard(area.dropped)
    drops.drop(area, drops.files([tmp_path, tmp_path / "gone"]))
    assert spy == []
    assert "None of these files is an image." in shown_text(area)


def test_a_bare_link_is_refused(area: DropArea) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.com/a.jpg")])
    spy = heard(area.dropped)
    drops.drop(area, mime)
    assert spy == []
    assert "This is only a link" in shown_text(area)


def test_paste_is_a_drop(area: DropArea, picture: Path) -> None:
    spy = heard(area.dropped)
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    area.paste()
    dropped = spy[0]
    assert QImage.fromData(dropped.image_bytes).width() == 400


def test_an_empty_clipboard_says_so_and_breaks_nothing(area: DropArea) -> None:
    QGuiApplication.clipboard().clear()
    spy = heard(area.dropped)
    area.paste()
    assert spy == []


def test_a_problem_keeps_the_image_and_offers_another(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    area.show_loading("broken.jpg")
    area.show_problem("This file is broken.")
    assert "This file is broken." in shown_text(area)
    assert area.accessibleDescription() == "This file is broken."
    spy = heard(area.choose_requested)
    again = next(b for b in area.findChildren(QPushButton) if b.text() == "Choose another file")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert len(spy) == 1
    area.show_image(view(picture))
    assert "This file is broken." not in shown_text(area)


def test_a_short_wait_shows_nothing_and_a_long_one_goes_on_in_sight(area: DropArea, qtbot: QtBot) -> None:
    bar = find(area, QProgressBar)
    area.show_loading("夕阳.jpg")
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible)
    assert "夕阳.jpg" in shown_text(area)
    area.clear()
    assert not bar.isVisible()


def test_removing_the_image_empties_the_area_and_says_so(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    spy = heard(area.cleared)
    QTest.mouseClick(button(area, "Remove the image"), Qt.MouseButton.LeftButton)
    assert len(spy) == 1
    assert area.view() is None
    assert "Drop an image" in shown_text(area)


def test_the_chip_says_what_is_sent_and_lists_every_change(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    chip = button(area, "What is sent")
    assert chip.text().replace("\n", " ") == "4032 × 3024 HEIC → 2000 × 1500 JPEG, 1.1 MB"
    assert "Turned upright" in chip.toolTip()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "• Turned upright\n• Made smaller" in shown_text(area)


def test_the_chip_breaks_at_its_arrow_where_it_is_narrow(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    area.resize(150, 180)
    assert button(area, "What is sent").text().startswith("4032 × 3024 HEIC →\n")


def test_an_unchanged_image_has_one_half_and_figures_are_the_locales(qapp: object) -> None:
    same = ImageView(QImage(), 1600, 900, "PNG", 1600, 900, "PNG", 1_100_000)
    assert chip_words(same) == "1600 × 900 PNG, 1.1 MB"
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    try:
        assert chip_words(same) == "1600 × 900 PNG, 1,1 MB"
    finally:
        QLocale.setDefault(before)


def test_a_click_on_the_empty_frame_asks_for_a_file_and_on_an_image_does_not(
    area: DropArea, picture: Path
) -> None:
    spy = heard(area.choose_requested)
    frame = find(area, DropFrame)
    corner = QPoint(20, 90)
    QTest.mouseClick(frame, Qt.MouseButton.LeftButton, pos=corner)
    assert len(spy) == 1
    area.show_image(view(picture))
    QTest.mouseClick(frame, Qt.MouseButton.LeftButton, pos=corner)
    assert len(spy) == 1


def test_the_preview_fills_the_frame_by_the_image(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    shown = area.grab().toImage()
    seen = shown.pixelColor(shown.width() // 2, shown.height() // 2)
    assert abs(seen.green() - QColor("teal").green()) < 4


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        (QSizeF(1600, 900), QSizeF(320, 180)),
        (QSizeF(1600, 1200), QSizeF(320, 240)),
        (QSizeF(900, 1600), QSizeF(101.25, 180)),
        (QSizeF(4000, 400), QSizeF(320, 32)),
    ],
)
def test_images_near_the_frames_shape_are_cropped_and_others_seen_whole(image: QSizeF, shown: QSizeF) -> None:
    assert shown_size(image, QSizeF(320, 180)) == shown


def test_a_video_is_handed_on_as_a_file(area: DropArea, tmp_path: Path) -> None:
    video = tmp_path / "视频.mp4"
    video.write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(64))
    spy = heard(area.dropped)
    mime = drops.files([video])
    drops.enter(area, mime)
    assert "Drop to use this video" in shown_text(area)
    drops.drop(area, mime)
    assert spy == [Dropped(DropKind.VIDEO, paths=(video,))]


def test_a_note_stays_with_the_image_and_is_no_error(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    area.show_note("a small copy")
    assert area.note() == "a small copy"
    assert "a small copy" in area.accessibleDescription()
    words = next(label for label in area.findChildren(QLabel) if label.text() == "a small copy")
    assert words.property("look") == "warn"
    area.show_problem("broken")
    assert words.property("look") == "error"
    area.show_image(view(picture))
    assert area.note() == ""
