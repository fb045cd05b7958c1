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
    QLineEdit,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import drops
from tests.ui.widgets import find, heard
from wan_desktop.ui.drop_area import DropArea
from wan_desktop.ui.drop_frame import DropFrame, shown_size
from wan_desktop.ui.dropped import DropKind, Dropped
from wan_desktop.ui.image_view import EarlyView, ImageView, chip_words
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
    assert spy[0] == Dropped(DropKind.FILES, paths=(picture,))


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


def link(address: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(address)])
    return mime


def words(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def test_a_field_takes_the_words_dropped_on_it_and_nothing_else(
    area: DropArea, picture: Path, qtbot: QtBot
) -> None:
    field = QLineEdit(area)
    field.show()
    area.target.watch_field(field)
    spy = heard(area.dropped)
    drops.drop(field, words("https://example.com/a.mp3"))
    assert field.text() == "https://example.com/a.mp3"
    with_its_path = drops.files([picture])
    with_its_path.setText(str(picture))
    drops.enter(field, with_its_path)
    assert area.hovered()
    drops.leave(field)
    assert not area.hovered()
    drops.drop(field, with_its_path)
    assert spy == [Dropped(DropKind.FILES, paths=(picture,))]
    assert field.text() == "https://example.com/a.mp3"


@pytest.mark.parametrize(
    ("mime", "said"),
    [
        (link("https://example.com/a.jpg"), "Drop to fetch the image behind this link"),
        (words("slow pan"), "Drop to add this text to the prompt"),
        (
            link("smb://nas/a.jpg"),
            "This file is not on this computer. Copy it to a folder here, then drop it.",
        ),
        (QMimeData(), "This can’t be used. Drop images, a video, a sound or text."),
    ],
)
def test_a_hover_says_what_will_happen_and_leaves_no_trace(
    area: DropArea, picture: Path, mime: QMimeData, said: str
) -> None:
    area.show_image(view(picture))
    drops.enter(area, mime)
    assert said in shown_text(area)
    drops.leave(area)
    assert said not in shown_text(area)
    assert "HEIC" in shown_text(area)


def test_files_that_are_held_over_it_are_for_others_to_judge(area: DropArea, picture: Path) -> None:
    spy = heard(area.files_hovered)
    drops.enter(area, drops.files([picture]))
    assert spy == [(picture,)]
    area.show_hover("Drop to use this image")
    assert "Drop to use this image" in shown_text(area)
    drops.leave(area)
    assert not area.hovered()


def test_what_cannot_be_used_is_refused_in_words_and_the_image_stays(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    spy = heard(area.dropped)
    drops.drop(area, link("mtp://phone/a.jpg"))
    assert spy == []
    assert "This file is not on this computer" in shown_text(area)
    assert "HEIC" in shown_text(area)
    assert area.view() is not None


def test_files_and_links_are_handed_on_unopened(area: DropArea, tmp_path: Path) -> None:
    spy = heard(area.dropped)
    gone = tmp_path / "gone.jpg"
    drops.drop(area, drops.files([gone, tmp_path]))
    drops.drop(area, link("https://example.com/a.jpg"))
    assert spy == [
        Dropped(DropKind.FILES, paths=(gone, tmp_path)),
        Dropped(DropKind.LINK, links=("https://example.com/a.jpg",)),
    ]


def test_an_image_is_seen_before_it_is_ready(area: DropArea, picture: Path) -> None:
    area.show_loading("large.jpg")
    area.show_early(EarlyView(picture.read_bytes(), 8064, 6048, "JPEG"))
    assert "8,064\u00a0×\u00a06,048 JPEG, being prepared…" in shown_text(
        area
    ) or "8064\u00a0×\u00a06048" in shown_text(area)
    assert not button(area, "What is sent").isEnabled()
    assert area.view() is None
    area.show_image(view(picture))
    assert "HEIC" in shown_text(area)
    assert button(area, "What is sent").isEnabled()


def test_an_image_seen_early_that_fails_gives_way_to_the_one_before(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    area.show_early(EarlyView(picture.read_bytes(), 8064, 6048, "JPEG"))
    area.show_problem("This file is broken.")
    assert "HEIC" in shown_text(area)


def test_a_fetch_names_its_host_and_can_be_stopped(area: DropArea, qtbot: QtBot) -> None:
    spy = heard(area.stop_requested)
    area.show_fetching("pictures.example")
    qtbot.waitUntil(lambda: "Fetching the image from pictures.example…" in shown_text(area))
    QTest.mouseClick(button(area, "Stop waiting"), Qt.MouseButton.LeftButton)
    assert len(spy) == 1
    area.stop_waiting()
    assert "Fetching" not in shown_text(area)
    assert "Drop an image" in shown_text(area)


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
    assert chip.text().replace("\n", " ") == "4032\u00a0×\u00a03024 HEIC → 2000\u00a0×\u00a01500 JPEG, 1.1 MB"
    assert "Turned upright" in chip.toolTip()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "• Turned upright\n• Made smaller" in shown_text(area)


def test_the_chip_breaks_at_its_arrow_where_it_is_narrow(area: DropArea, picture: Path) -> None:
    area.show_image(view(picture))
    area.resize(150, 180)
    assert button(area, "What is sent").text().startswith("4032\u00a0×\u00a03024 HEIC →\n")


def test_an_unchanged_image_has_one_half_and_figures_are_the_locales(qapp: object) -> None:
    same = ImageView(QImage(), 1600, 900, "PNG", 1600, 900, "PNG", 1_100_000)
    assert chip_words(same) == "1600\u00a0×\u00a0900 PNG, 1.1 MB"
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    try:
        assert chip_words(same) == "1600\u00a0×\u00a0900 PNG, 1,1 MB"
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


def test_the_image_can_be_framed_from_its_preview(area: DropArea, picture: Path) -> None:
    asked = heard(area.frame_requested)
    area.show_image(view(picture))
    button(area, "Frame the image").click()
    frame = find(area, DropFrame)
    QTest.mouseDClick(frame, Qt.MouseButton.LeftButton, pos=QPoint(120, 60))
    assert len(asked) == 2


def test_a_double_click_where_there_is_no_image_frames_nothing(area: DropArea) -> None:
    asked = heard(area.frame_requested)
    QTest.mouseDClick(find(area, DropFrame), Qt.MouseButton.LeftButton, pos=QPoint(120, 60))
    assert asked == []


def test_details_lead_to_the_request_and_to_the_framing(area: DropArea, picture: Path) -> None:
    requests, frames = heard(area.request_requested), heard(area.frame_requested)
    area.show_image(view(picture))
    assert "Show the request" not in shown_text(area)
    area.show_details()
    find(area, QPushButton, "showRequest").click()
    details = find(area, QWidget, "imageDetails")
    next(link for link in details.findChildren(QPushButton) if link.text() == "Frame…").click()
    assert len(requests) == len(frames) == 1


def test_framing_is_offered_beside_a_problem_until_the_next_one(area: DropArea) -> None:
    asked = heard(area.frame_refused_requested)
    offer = find(area, QPushButton, "frameRefused")
    area.show_problem("The image is too long and narrow.")
    assert not offer.isVisible()
    area.offer_framing()
    offer.click()
    assert len(asked) == 1
    area.show_problem("This is not an image.")
    assert not offer.isVisible()


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
