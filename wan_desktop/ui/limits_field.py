"""The two limits of the settings: what one click and one day may cost at most, empty for none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from wan_desktop.core.money import amount_of
from wan_desktop.ui.field import mark_wrong, wrapping_label
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, set_look

EDIT_WIDTH = 90


class LimitsField(QWidget):
    """Two amounts side by side; the words below say what they mean, or what is wrong.

    Signals:
        edited(): an amount is another.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.per_click, self.per_day = QLineEdit(self), QLineEdit(self)
        self._click_words, self._day_words = QLabel(self), QLabel(self)
        self._words, self._problem = wrapping_label("label"), wrapping_label("error")
        self.per_click.setObjectName("limitPerClick")
        self.per_day.setObjectName("limitPerDay")
        self._lay_out()
        for edit in (self.per_click, self.per_day):
            edit.textChanged.connect(self._edited)
        self._retranslate()
        self._show_problem()

    def set_values(self, per_click: str, per_day: str) -> None:
        self.per_click.setText(per_click)
        self.per_day.setText(per_day)

    def values(self) -> tuple[str, str]:
        """As ``core.settings`` keeps them; to be used where :attr:`good`."""
        return self.per_click.text().strip(), self.per_day.text().strip()

    @property
    def good(self) -> bool:
        return all(map(_is_good, self.values()))

    def tab_stops(self) -> tuple[QWidget, ...]:
        return self.per_click, self.per_day

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        for edit, words in ((self.per_click, self._click_words), (self.per_day, self._day_words)):
            edit.setFixedWidth(EDIT_WIDTH)
            set_look(words, "muted")
            row.addWidget(edit)
            row.addWidget(words)
            row.addSpacing(SPACING_LARGE)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._words)

    def _edited(self) -> None:
        self._show_problem()
        self.edited.emit()

    def _show_problem(self) -> None:
        self._problem.setVisible(not self.good)
        self._words.setVisible(self.good)
        for edit in (self.per_click, self.per_day):
            mark_wrong(edit, "" if _is_good(edit.text().strip()) else self._problem.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._click_words.setText(self.tr("per click"))
        self._day_words.setText(self.tr("per day"))
        self.per_click.setAccessibleName(self.tr("Limit per click"))
        self.per_day.setAccessibleName(self.tr("Limit per day"))
        for edit in (self.per_click, self.per_day):
            edit.setPlaceholderText(self.tr("none"))
        self._words.setText(
            self.tr("In the unit of the service’s prices. What would pass a limit is not sent.")
        )
        self._problem.setText(self.tr("Write a plain amount such as 20 or 0.75, or leave it empty."))


def _is_good(text: str) -> bool:
    amount = amount_of(text)
    return not text or (amount is not None and amount >= 0)
