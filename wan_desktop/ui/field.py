"""A named control with its counter above and its problem beneath, and the small parts that forms share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wan_desktop.ui.announce import announce
from wan_desktop.ui.sentence import SentenceLabel
from wan_desktop.ui.theme import SPACING_SMALL, set_look
from wan_desktop.ui.turning_layout import TurningLayout
from wan_desktop.ui.words import number_words


class Field(QWidget):
    """``control`` under its label. The label's mnemonic and a screen reader lead to the control."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._label = QLabel()
        set_look(self._label, "label")
        self._label.setBuddy(control)
        self._counter = QLabel()
        set_look(self._counter, "label")
        self._note = wrapping_label("label")
        self._problem = wrapping_label("error")
        # Kept apart from the label's words, which follow the language by themselves.
        self._problem_said = ""
        self._note.hide()
        self._problem.hide()
        self._arrange()

    def set_label(self, text: str) -> None:
        self._label.setText(text)
        self._control.setAccessibleName(text)

    def label(self) -> str:
        return self._label.text()

    def set_count(self, count: int, limit: int) -> None:
        """Shows "64 / 2000": a warning from nine tenths of the limit on, an error beyond it."""
        self._counter.setText(f"{number_words(count)} / {number_words(limit)}")
        look = "count_error" if count > limit else "count_warn" if count > limit * 0.9 else "label"
        if self._counter.property("look") != look:
            set_look(self._counter, look)

    def set_note(self, text: str) -> None:
        """What there is to know about the value; "" hides it."""
        show_words(self._note, text)

    def set_problem(self, text: str) -> None:
        """What is wrong with the value and how to mend it; "" where nothing is."""
        if text == self._problem_said:
            return
        self._problem_said = text
        show_words(self._problem, text)
        mark_wrong(self._control.focusProxy() or self._control, text)
        self._control.setAccessibleDescription(text)

    def add_to_head(self, widget: QWidget) -> None:
        """Puts a small control beside the counter."""
        self._beside.insertWidget(self._beside.count() - 1, widget)

    def control(self) -> QWidget:
        return self._control

    def _arrange(self) -> None:
        self._beside = QHBoxLayout()
        self._beside.addStretch()
        self._beside.addWidget(self._counter)
        head = TurningLayout(spacing=SPACING_SMALL, spacing_down=SPACING_SMALL)
        head.addWidget(self._label)
        head.addLayout(self._beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_SMALL + 1)
        column.addLayout(head)
        column.addWidget(self._control)
        column.addWidget(self._note)
        column.addWidget(self._problem)
        column.addStretch()


def mark_wrong(control: QWidget, problem: str) -> None:
    """Frames the control that takes the keys in the colour of errors, and tells screen readers why, once."""
    if problem and problem != control.accessibleDescription() and control.isVisible():
        announce(control, problem)
    control.setAccessibleDescription(problem)
    control.setProperty("wrong", bool(problem))
    control.style().unpolish(control)
    control.style().polish(control)


def show_words(label: QLabel, text: str) -> None:
    """Shows ``text``, or takes the label out of the layout where there is none."""
    label.setText(text)
    label.setVisible(bool(text))


def wrapping_label(look: str, alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> SentenceLabel:
    """Words that take as many lines as they need in the width there is."""
    label = SentenceLabel(wordWrap=True, alignment=alignment, textFormat=Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    set_look(label, look)
    return label


def inline_button(pressed: Callable[[], object]) -> QPushButton:
    """A button that reads as part of a sentence."""
    button = QPushButton(autoDefault=False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    set_look(button, "inline")
    button.clicked.connect(pressed)
    return button
