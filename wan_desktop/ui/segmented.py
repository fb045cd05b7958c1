"""One choice out of a few, all in sight: exclusive buttons in one raised frame, a row or a column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QGroupBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from wan_desktop.ui.theme import set_look
from wan_desktop.ui.turning_layout import TurningLayout

INSET = 2
"""Between the frame and its buttons, in pixels."""


class Segmented(QGroupBox):
    """A choice among ``values``; their words come by :meth:`set_words`, again at each change of language.

    Tab enters at the chosen button, the arrow keys move and choose.

    Signals:
        value_changed(object): the user, or :meth:`set_value`, chose another value.
    """

    value_changed = Signal(object)

    def __init__(self, values: Sequence[object], parent: QWidget | None = None, *, wanted: int = 0) -> None:
        """``wanted`` is how wide each button is where there is room, in pixels; its word may need more."""
        super().__init__(parent)
        self._wanted = wanted
        if not values:
            raise ValueError("a choice needs values")
        set_look(self, "segments")
        # A group box measures its frame where its style changes; this one began as a plain one.
        QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        self._values = tuple(values)
        self._group = QButtonGroup(self)
        row = TurningLayout(self, spacing=0, spacing_down=0)
        row.setContentsMargins(INSET, INSET, INSET, INSET)
        for index, value in enumerate(self._values):
            row.addWidget(self._button(index, str(value)), 1)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._toggled)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pass_focus_on()

    def value(self) -> object:
        """The chosen value: always one of those given."""
        return self._values[self._group.checkedId()]

    def values(self) -> tuple[object, ...]:
        """All choices, in the order shown."""
        return self._values

    def set_value(self, value: object) -> None:
        """Chooses ``value``; ValueError where it is none of the choices."""
        self._group.button(self._values.index(value)).setChecked(True)

    def set_words(self, name: str, words: Sequence[str], tips: Sequence[str] = ()) -> None:
        """What the choice is called by screen readers, and the words (and tooltips) of its values."""
        self.setAccessibleName(name)
        for index, word in enumerate(words):
            button = self._group.button(index)
            button.setText(word)
            button.setAccessibleName(self.tr("{name}: {choice}").format(name=name, choice=word))
            button.setToolTip(tips[index] if tips else "")

    def sizeHint(self) -> QSize:
        # Its height is fixed by this hint, and is another one where it is a column.
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def buttons(self) -> list[QAbstractButton]:
        """The buttons in the order of the values."""
        return self._group.buttons()

    def _button(self, index: int, word: str) -> QPushButton:
        button = Segment(word, self, self._wanted)
        self._group.addButton(button, index)
        return button

    def _toggled(self, index: int, on: bool) -> None:
        if on:
            self._pass_focus_on()
            self.value_changed.emit(self._values[index])

    def _pass_focus_on(self) -> None:
        if button := self._group.checkedButton():
            self.setFocusProxy(button)


class Segment(QPushButton):
    """One value's button, never narrower than its word."""

    def __init__(self, word: str, parent: QWidget, wanted: int) -> None:
        super().__init__(word, parent)
        self._wanted = wanted
        self.setCheckable(True)
        # The group excludes by itself; this tells screen readers that it does.
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_look(self, "segment")

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self._wanted, 0))

    def minimumSizeHint(self) -> QSize:
        return super().sizeHint()
