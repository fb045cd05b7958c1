"""A row that becomes a column: what it says of its size, and that it comes to rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.turning_layout import TurningLayout

GAP, GAP_DOWN = 10, 4


class Part(QWidget):
    """Wants 80 × 20, can do with 50 × 20."""

    def sizeHint(self) -> QSize:
        return QSize(80, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(50, 20)


class Requests(QObject):
    """Counts how often a window is asked to lay itself out."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


def two(qtbot: QtBot, *, equal: bool = False) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = TurningLayout(widget, spacing=GAP, spacing_down=GAP_DOWN, equal=equal)
    layout.addWidget(Part())
    layout.addWidget(Part())
    return widget


def laid_out(widget: QWidget, width: int) -> tuple[QWidget, ...]:
    widget.resize(width, widget.heightForWidth(width))
    widget.show()
    QApplication.processEvents()
    return tuple(widget.findChildren(Part))


@pytest.mark.parametrize(
    ("equal", "width", "is_row", "height"),
    [
        (False, 50 + GAP + 50, True, 20),
        (False, 50 + GAP + 49, False, 20 + GAP_DOWN + 20),
        (True, 80 + GAP + 80, True, 20),
        (True, 80 + GAP + 79, False, 20 + GAP_DOWN + 20),
    ],
)
def test_it_turns_where_the_row_has_no_room(
    qtbot: QtBot, equal: bool, width: int, is_row: bool, height: int
) -> None:
    widget = two(qtbot, equal=equal)
    assert widget.heightForWidth(width) == height
    first, second = laid_out(widget, width)
    assert (first.y() == second.y()) is is_row
    assert (first.x() == second.x()) is not is_row


def test_it_may_be_as_narrow_as_its_widest_part_and_wants_the_row(qtbot: QtBot) -> None:
    widget = two(qtbot)
    for width in (200, 60):
        laid_out(widget, width)
        assert widget.minimumSizeHint() == QSize(50, 20)
        assert widget.sizeHint() == QSize(80 + GAP + 80, 20)


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    widget = two(qtbot)
    widget.findChildren(Part)[1].hide()
    assert widget.sizeHint() == QSize(80, 20)
    assert widget.heightForWidth(50) == 20


def choices() -> Iterator[QWidget]:
    yield Segmented(("one", "another choice", "a third"))
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.addWidget(QLabel("words"))
    layout.addWidget(Segmented(("one", "another choice", "a third")))
    yield column


@pytest.mark.parametrize("width", [100, 500])
def test_a_choice_comes_to_rest_as_a_row_and_as_a_column(qtbot: QtBot, width: int) -> None:
    for widget in choices():
        qtbot.addWidget(widget)
        assert requests_at_rest(widget, width) == 0


@pytest.mark.parametrize("width", [260, 300, 420])
def test_the_form_comes_to_rest(light_theme: Theme, qtbot: QtBot, width: int) -> None:
    """It once was laid out anew for ever, with half a core's work while nobody did anything."""
    form = ParamsForm(light_theme)
    qtbot.addWidget(form)
    assert requests_at_rest(form, width) == 0


def requests_at_rest(widget: QWidget, width: int) -> int:
    widget.resize(width, 800)
    widget.show()
    for _ in range(20):
        QApplication.processEvents()
    watch = [Requests(part) for part in (widget, *widget.findChildren(QWidget))]
    for _ in range(5):
        QApplication.processEvents()
    return sum(one.count for one in watch)
