"""Cropping by pointer, wheel, pinch and keys: what is drawn is what is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.core.framing import BLUR, WHITE, Fit
from wan_desktop.ui.crop_box import HANDLES, Box, Handle, whole
from wan_desktop.ui.crop_view import CropView
from wan_desktop.ui.theme import Role, Theme

SIZE = (3200, 2000)
BOX = Box(800, 500, 1600, 900)
LEFT = Qt.MouseButton.LeftButton


def picture(width: int, height: int, colour: str = "#3060a0") -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def view(light_theme: Theme, qtbot: QtBot) -> CropView:
    view = CropView(light_theme)
    qtbot.addWidget(view)
    view.resize(828, 528)
    view.show_picture(picture(800, 500).convertToFormat(QImage.Format.Format_RGB32), SIZE, BOX)
    view.show()
    view.setFocus()
    return view


def at(view: CropView, across: float, down: float) -> QPoint:
    """A point of the picture, in the widget."""
    rect = view.picture_rect()
    point = QPointF(across / SIZE[0] * rect.width(), down / SIZE[1] * rect.height())
    return (rect.topLeft() + point).toPoint()


def drag(view: CropView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, pos=end)


def turn_wheel(view: CropView, point: QPoint, notches: float) -> None:
    position = QPointF(point)
    event = QWheelEvent(
        position,
        position,
        QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
        device=QPointingDevice.primaryPointingDevice(),
    )
    QApplication.sendEvent(view, event)


def test_dragging_the_inside_moves_the_box(view: CropView) -> None:
    changes = heard(view.box_changed)
    drag(view, at(view, 1600, 950), at(view, 1800, 1150))
    assert view.box == Box(1000, 700, 1600, 900)
    assert changes


def test_dragging_outside_does_nothing(view: CropView) -> None:
    drag(view, at(view, 100, 100), at(view, 900, 900))
    assert view.box == BOX


@pytest.mark.parametrize("handle", HANDLES)
def test_each_side_and_corner_is_held_where_it_is_drawn(view: CropView, handle: Handle) -> None:
    rect = view.box_rect()
    across = {-1: rect.left(), 0: rect.center().x(), 1: rect.right()}[handle.across]
    down = {-1: rect.top(), 0: rect.center().y(), 1: rect.bottom()}[handle.down]
    assert view.handle_at(QPointF(across, down)) == handle
    start = QPointF(across, down).toPoint()
    drag(view, start, start + QPoint(20 * handle.across, 20 * handle.down))
    grown = 20 * 4
    assert view.box.width == BOX.width + grown * abs(handle.across)
    assert view.box.height == BOX.height + grown * abs(handle.down)


def test_a_locked_shape_stays_whatever_is_dragged(view: CropView) -> None:
    view.set_ratio((16, 9))
    assert view.box == Box(0, 50, 3200, 1800)
    corner = view.box_rect().bottomRight().toPoint()
    drag(view, corner, corner - QPoint(200, 7))
    assert (view.box.width, view.box.height) == (2400, 1350)


def test_the_wheel_zooms_about_the_point_under_it(view: CropView) -> None:
    turn_wheel(view, view.box_rect().topLeft().toPoint() + QPoint(1, 1), 1)
    assert (view.box.width, view.box.height) == (1455, 818)
    assert (view.box.left, view.box.top) == pytest.approx((800, 500), abs=2)
    turn_wheel(view, view.box_rect().center().toPoint(), -1)
    assert (view.box.width, view.box.height) == pytest.approx((1600, 900), abs=2)


@pytest.mark.parametrize(("spread", "width"), [(0.25, 1280), (-0.2, 2000)])
def test_a_pinch_zooms(view: CropView, spread: float, width: int) -> None:
    """Fingers that go apart show less of the picture, larger."""
    middle = view.box_rect().center()
    kind, touchpad = Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, touchpad, 2, middle, middle, middle, spread, QPointF())
    QApplication.sendEvent(view, event)
    assert view.box.width == width


@pytest.mark.parametrize(
    ("key", "held", "expected"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, Box(804, 500, 1600, 900)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, Box(800, 460, 1600, 900)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, Box(800, 500, 1604, 900)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, Box(800, 500, 1600, 896)),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, Box(872, 541, 1455, 818)),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier, Box(720, 455, 1760, 990)),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, whole(SIZE)),
    ],
)
def test_keys_do_all_that_the_pointer_does(
    view: CropView, key: Qt.Key, held: Qt.KeyboardModifier, expected: Box
) -> None:
    QTest.keyClick(view, key, held)
    assert view.box == expected


def test_a_double_click_takes_the_whole_picture(view: CropView) -> None:
    QTest.mouseDClick(view, LEFT, pos=at(view, 1600, 950))
    assert view.box == whole(SIZE)


def test_a_screen_reader_hears_where_the_box_is(view: CropView) -> None:
    assert view.accessibleName() == "Part of the picture that is used"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == "1600 × 900 pixels, 804 from the left, 500 from the top"


def test_the_frame_shows_who_has_the_keys(view: CropView, light_theme: Theme, qtbot: QtBot) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.hasFocus)
    ring = view.box_rect().topLeft() + QPointF(view.box_rect().width() / 4, -4)
    accent = light_theme.colour(Role.ACCENT)
    assert view.grab().toImage().pixelColor(ring.toPoint()) == accent
    view.clearFocus()
    assert view.grab().toImage().pixelColor(ring.toPoint()) != accent


@pytest.mark.parametrize("background", [WHITE, "#000000", "#c02030"])
def test_transparent_parts_show_the_ground_they_go_on(view: CropView, background: str) -> None:
    view.show_picture(picture(800, 500, "#00000000"), SIZE, BOX)
    view.set_ground(background, Fit.REFUSE)
    middle = view.box_rect().center() + QPointF(20, 20)
    assert view.grab().toImage().pixelColor(middle.toPoint()).name() == background


@pytest.mark.parametrize(("background", "beside"), [("#c02030", "#c02030"), (BLUR, "#3060a0")])
def test_an_extended_picture_shows_what_is_beside_it(view: CropView, background: str, beside: str) -> None:
    size = (6000, 300)
    view.show_picture(picture(1600, 80), size, whole(size))
    view.set_ground(background, Fit.EXTEND)
    rect = view.box_rect()
    grabbed = view.grab().toImage()
    below = QPointF(rect.left() + 100, rect.bottom() + rect.height() * 0.5)
    assert grabbed.pixelColor(below.toPoint()).name() == beside
    assert grabbed.pixelColor((rect.center() + QPointF(20, 4)).toPoint()).name() == "#3060a0"


def test_where_the_middle_is_kept_the_ends_are_dimmed(view: CropView) -> None:
    size = (6000, 300)
    view.show_picture(picture(1600, 80), size, whole(size))
    view.set_ground(WHITE, Fit.CROP)
    rect = view.box_rect()
    grabbed = view.grab().toImage()
    assert grabbed.pixelColor((rect.center() + QPointF(20, 4)).toPoint()).name() == "#3060a0"
    assert grabbed.pixelColor(QPointF(rect.left() + 40, rect.center().y() + 4).toPoint()).name() != "#3060a0"


@pytest.mark.parametrize("size", [(3200, 2000), (40, 3000), (6000, 300), (32, 32)])
def test_the_picture_lies_in_the_view_whatever_its_shape(view: CropView, size: tuple[int, int]) -> None:
    view.show_picture(picture(200, 200), size, whole(size))
    view.set_ground(WHITE, Fit.EXTEND)
    assert QRectF(view.rect()).contains(view.picture_rect())
    view.grab()
