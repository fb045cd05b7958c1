"""Parts of a form's layout: a fold under a title that wraps, and widgets side by side while they fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.ui.field import wrapping_label
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, set_look
from wan_desktop.ui.turning_layout import TurningLayout


class Fold(QWidget):
    """``content`` under a title that opens and closes it."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._plain, self._words = "", ""
        self._button = FoldButton()
        self._sign = QLabel()
        self._title = wrapping_label("muted")
        for label in (self._sign, self._title):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_look(self._sign, "muted")
        self._arrange()
        self._button.toggled.connect(self._toggled)
        self._toggled(False)

    def set_title(self, title: str, contents: str) -> None:
        """``title`` names the fold; ``contents`` tells what is in it, while it is closed."""
        self._words = self.tr("{title} — {contents}").format(title=title, contents=contents)
        self._plain = title
        self._button.setAccessibleName(title)
        self._button.setAccessibleDescription(contents)
        self._show_title()

    def set_open(self, opened: bool) -> None:
        self._button.setChecked(opened)

    def is_open(self) -> bool:
        return self._button.isChecked()

    def button(self) -> QPushButton:
        return self._button

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._show_title()
        super().changeEvent(event)

    def _arrange(self) -> None:
        row = QHBoxLayout(self._button)
        row.setContentsMargins(1, 4, 1, 4)
        row.setSpacing(5)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self._button)
        column.addWidget(self._content)

    def _toggled(self, opened: bool) -> None:
        self._content.setVisible(opened)
        self._show_title()

    def _show_title(self) -> None:
        opened = self.is_open()
        self._sign.setText(fold_sign(opened, self))
        self._title.setText(self._plain if opened else self._words)


def fold_sign(opened: bool, widget: QWidget) -> str:
    """The triangle before what opens: it points down, or on in the direction of reading."""
    if opened:
        return "▾"
    return "◂" if widget.isRightToLeft() else "▸"


class FoldButton(QPushButton):
    """A button as high as the words laid out in it: a plain one counts its own text alone, of one line."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoDefault(False)
        # A button's own policy holds it at its hint, which is that of two lines; a narrow one needs three.
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        set_look(self, "fold")

    def sizeHint(self) -> QSize:
        return self._size(self.layout())

    def minimumSizeHint(self) -> QSize:
        return self._size(self.layout())

    def _size(self, layout: QLayout | None) -> QSize:
        return layout.sizeHint() if layout else super().sizeHint()


class SideBySide(QWidget):
    """Widgets in one row, or one above the other where that is too narrow for them: a TurningLayout's."""

    def __init__(
        self,
        widgets: Sequence[QWidget],
        spacing: int,
        spacing_down: int = SPACING_LARGE,
        *,
        equal: bool = False,
    ) -> None:
        super().__init__()
        self._widgets = tuple(widgets)
        self._box = TurningLayout(self, spacing=spacing, spacing_down=spacing_down, equal=equal)
        for widget in self._widgets:
            self._box.addWidget(widget, 1)

    def centre(self) -> None:
        """Where they are narrower than their part, they stand in its middle; where lower, at the top."""
        for widget in self._widgets:
            self._box.setAlignment(widget, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
