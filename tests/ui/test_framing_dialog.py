"""Framing: what the dialog shows is the framing it hands out."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_automation_names import unnamed
from tests.ui.widgets import find, heard
from wan_desktop.core.framing import BLUR, Crop, Fit, Framing
from wan_desktop.media.images import prepare
from wan_desktop.ui.background_field import BLACK, COLOUR
from wan_desktop.ui.crop_box import Box
from wan_desktop.ui.framing_dialog import FramingDialog, PictureToFrame
from wan_desktop.ui.image_view import ImageView
from wan_desktop.ui.theme import Theme

SENT = ImageView(QImage(), 4032, 3024, "HEIC", 2000, 1125, "JPEG", 900_000, ("turned upright", "cropped"))


def picture(
    width: int, height: int, *, alpha: bool = False, frames: int = 1, rate: float = 0.0
) -> PictureToFrame:
    kind = QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32
    image = QImage(400, max(round(400 * height / width), 1), kind)
    image.fill(QColor("teal"))
    # A mark at the upper left corner, to see how it is turned.
    for x in range(40):
        for y in range(min(40, image.height())):
            image.setPixelColor(x, y, QColor("red"))
    return PictureToFrame(image, width, height, frames, rate)


@pytest.fixture
def dialog(light_theme: Theme, window: QMainWindow) -> FramingDialog:
    return FramingDialog(light_theme, window)


def opened(dialog: FramingDialog, shown: PictureToFrame, framing: Framing = Framing()) -> FramingDialog:  # noqa: B008
    dialog.start(framing)
    dialog.show_picture(shown)
    return dialog


def words(dialog: FramingDialog) -> str:
    return " | ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_nothing_done_is_no_framing(dialog: FramingDialog) -> None:
    assert opened(dialog, picture(4032, 3024)).framing() == Framing()


def test_a_framing_comes_back_as_it_was(dialog: FramingDialog) -> None:
    wish = Framing(
        frame=3,
        mirrored=True,
        quarter_turns=3,
        crop=Crop(0.25, 0.25, 0.75, 0.5),
        background=BLUR,
    )
    assert opened(dialog, picture(4000, 3200, frames=9), wish).framing() == wish


def test_a_ratio_keeps_the_largest_part_and_says_what_is_sent(dialog: FramingDialog) -> None:
    opened(dialog, picture(4032, 3024)).ratios.set_value((16, 9))
    assert dialog.framing().crop == Crop(0, 0.125, 1, 0.875)
    assert "2000\u00a0×\u00a01125 px" in words(dialog)
    dialog.show_sent(SENT)
    sizes = "4032\u00a0×\u00a02268 → 2000\u00a0×\u00a01125"
    changed = f"Changed for the service: turned upright · cropped · {sizes} · JPEG, 900.0 kB"
    assert changed in words(dialog)


def test_what_is_said_of_one_framing_is_not_said_of_the_next(dialog: FramingDialog) -> None:
    opened(dialog, picture(4032, 3024)).show_sent(SENT)
    QTest.keyClick(dialog.view, Qt.Key.Key_Plus)
    assert "kB" not in words(dialog)
    assert "→" in words(dialog)


def test_a_turned_picture_is_seen_turned_and_its_crop_with_it(dialog: FramingDialog) -> None:
    opened(dialog, picture(4000, 2000), Framing(crop=Crop(0, 0, 0.5, 0.5)))
    dialog.right_button.click()
    assert dialog.view.box == Box(1000, 0, 1000, 2000)
    assert dialog.framing() == Framing(quarter_turns=1, crop=Crop(0.5, 0, 1, 0.5))
    dialog.flip_button.click()
    assert dialog.framing() == Framing(mirrored=True, quarter_turns=3, crop=Crop(0, 0, 0.5, 0.5))
    dialog.left_button.click()
    assert dialog.framing() == Framing(mirrored=True, quarter_turns=2, crop=Crop(0, 0.5, 0.5, 1))
    # The mark came from the upper left: right, flipped, left is the lower left.
    shown = dialog.view.grab().toImage()
    corner = dialog.view.picture_rect().bottomLeft().toPoint()
    assert shown.pixelColor(corner.x() + 12, corner.y() - 12).red() > 80


def test_a_locked_shape_outlasts_a_turn(dialog: FramingDialog) -> None:
    opened(dialog, picture(4000, 3000)).ratios.set_value((16, 9))
    dialog.right_button.click()
    assert (dialog.view.box.width, dialog.view.box.height) == (3000, 1688)


@pytest.mark.parametrize("size", [(3000, 500), (500, 3000)])
def test_a_shape_that_cannot_be_sent_is_filled_up_or_cut(
    dialog: FramingDialog, size: tuple[int, int]
) -> None:
    opened(dialog, picture(*size))
    assert dialog.framing().fit is Fit.EXTEND
    assert "no shape longer than 2000:360" in words(dialog)
    assert dialog.background.isVisible()
    dialog.fit_choice.set_value(Fit.CROP)
    assert dialog.framing().fit is Fit.CROP
    assert not dialog.background.isVisible()
    dialog.ratios.set_value((1, 1))
    assert dialog.framing().fit is Fit.REFUSE
    assert "no shape longer" not in words(dialog)


def test_a_small_part_is_warned_of(dialog: FramingDialog) -> None:
    opened(dialog, picture(4000, 3000), Framing(crop=Crop(0, 0, 0.05, 0.05)))
    assert "Enlarged from 200\u00a0×\u00a0150 px" in words(dialog)
    assert "480\u00a0×\u00a0360 px" in words(dialog)


def test_the_ground_is_asked_for_where_it_is_seen(dialog: FramingDialog) -> None:
    assert not opened(dialog, picture(400, 300)).background.isVisible()
    opened(dialog, picture(400, 300, alpha=True))
    assert dialog.background.isVisible()
    dialog.background.choice.set_value(BLACK)
    assert dialog.framing().background == BLACK
    dialog.background.choice.set_value(BLUR)
    assert dialog.framing().background == BLUR


def test_a_colour_is_seen_while_it_is_chosen_and_taken_back(dialog: FramingDialog) -> None:
    opened(dialog, picture(400, 300, alpha=True), Framing(background="#123456"))
    assert dialog.background.choice.value() == COLOUR
    dialog.background.ask_colour()
    colours = find(dialog, QColorDialog)
    assert colours.isVisible()
    colours.setCurrentColor(QColor("#c02030"))
    assert dialog.framing().background == "#c02030"
    colours.reject()
    assert dialog.framing().background == "#123456"
    dialog.background.ask_colour()
    colours.setCurrentColor(QColor("#00ff80"))
    colours.accept()
    assert dialog.framing().background == "#00ff80"


def test_another_frame_is_waited_for_before_it_can_be_used(dialog: FramingDialog) -> None:
    opened(dialog, picture(4000, 3000, frames=24), Framing(crop=Crop(0, 0, 0.5, 0.5)))
    wanted = heard(dialog.frame_wanted)
    assert dialog.frames.isVisible()
    QTest.keyClick(dialog.frames.slider, Qt.Key.Key_Right)
    dialog.frames.number.setValue(8)
    assert wanted == [1, 7]
    assert not dialog.use_button.isEnabled()
    dialog.show_picture(picture(4000, 3000, frames=24))
    assert dialog.use_button.isEnabled()
    assert dialog.framing() == Framing(frame=7, crop=Crop(0, 0, 0.5, 0.5))


def test_a_film_says_the_time_of_its_frame(dialog: FramingDialog) -> None:
    opened(dialog, picture(1920, 1080, frames=250, rate=25.0))
    dialog.frames.number.setValue(76)
    assert "of 250 · 0:03.0" in words(dialog)


def test_only_what_is_seen_is_used(dialog: FramingDialog) -> None:
    framed = heard(dialog.framed)
    dialog.start(Framing())
    assert not dialog.use_button.isEnabled()
    dialog.show_picture(picture(4032, 3024))
    dialog.ratios.set_value((1, 1))
    dialog.use_button.click()
    assert framed == [replace(Framing(), crop=Crop(504 / 4032, 0, 3528 / 4032, 1))]
    assert not dialog.isVisible()


def test_an_image_that_cannot_be_used_says_why(dialog: FramingDialog) -> None:
    dialog.start(Framing())
    dialog.show_problem("The file is gone.")
    assert "The file is gone." in words(dialog)
    assert "Reading" not in words(dialog)
    assert not dialog.use_button.isEnabled()


@pytest.mark.parametrize("size", [(4032, 3024), (500, 3000)])
def test_it_lies_in_the_smallest_window(dialog: FramingDialog, size: tuple[int, int]) -> None:
    opened(dialog, picture(*size, alpha=True, frames=24), Framing(crop=Crop(0, 0, 0.05, 1)))
    assert dialog.height() <= 600
    assert dialog.width() <= 800


def test_each_control_has_a_name(dialog: FramingDialog) -> None:
    assert unnamed(opened(dialog, picture(500, 3000, alpha=True, frames=24))) == []


def test_tab_goes_as_the_eye_does(dialog: FramingDialog, qtbot: QtBot) -> None:
    opened(dialog, picture(500, 3000, alpha=True, frames=24), Framing(frame=3))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.view.hasFocus)
    met: list[QWidget] = []
    while (focus := dialog.focusWidget()) is not None and focus not in met:
        met.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    names = [stop.objectName() or stop.accessibleName() for stop in met]
    assert names == [
        *("cropView", "One frame back", "frameSlider", "One frame on", "frameNumber", "Shape: Free"),
        *("turnLeft", "turnRight", "flip", "What is done with the shape: Fill up", "Background: White"),
        *("framingRequest", "framingCancel", "framingUse"),
    ]


@pytest.mark.parametrize("presses", ["", "r", "f", "rf", "rrf", "lf"])
def test_what_the_frame_shows_is_what_is_made(dialog: FramingDialog, presses: str) -> None:
    """Each corner of the picture that goes has the colour that is seen in that corner of the frame."""
    dialog.resize(900, 700)
    source = _two_gradients(1000, 800)
    image = QImage.fromData(source)
    opened(dialog, PictureToFrame(image, 1000, 800), Framing(crop=Crop(0.1, 0.2, 0.6, 0.9)))
    buttons = {"r": dialog.right_button, "l": dialog.left_button, "f": dialog.flip_button}
    for press in presses:
        buttons[press].click()
    made = QImage.fromData(prepare(source, dialog.framing()).data)
    seen, frame = dialog.view.grab().toImage(), dialog.view.box_rect()
    for across in (0.15, 0.85):
        for down in (0.15, 0.85):
            place = frame.topLeft() + QPointF(frame.width() * across, frame.height() * down)
            there = seen.pixelColor(place.toPoint())
            here = made.pixelColor(int(made.width() * across), int(made.height() * down))
            assert abs(there.red() - here.red()) + abs(there.green() - here.green()) < 12


def _two_gradients(width: int, height: int) -> bytes:
    """A PNG whose red tells how far to the right, and whose green tells how far down."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    buffer = io.BytesIO()
    Image.merge("RGB", (across, down, Image.new("L", (width, height)))).save(buffer, "PNG")
    return buffer.getvalue()
