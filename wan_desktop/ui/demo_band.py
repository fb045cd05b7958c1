"""The band above the panes: that this is demo mode, or that a key is missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from wan_desktop.ui.theme import set_look


class DemoBand(QWidget):
    """Says that this is demo mode, or that a key is missing, and offers the way out.

    Signals:
        key_requested: the user wants to enter a key.
    """

    key_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "band")
        self._name = QLabel()
        set_look(self._name, "strong")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._button = QPushButton()
        set_look(self._button, "link")
        self._button.clicked.connect(self.key_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._key_missing = False
        self._retranslate()

    def set_key_missing(self, missing: bool) -> None:
        """A service is chosen but there is no key for it."""
        self._key_missing = missing
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        if self._key_missing:
            self._name.setText(self.tr("No API key"))
            self._words.setText(self.tr("The chosen service needs a key before a video can be made."))
        else:
            self._name.setText(self.tr("Demo mode"))
            self._words.setText(
                self.tr("Videos are rendered on this computer. Nothing is sent and nothing is charged.")
            )
        self._button.setText(self.tr("Add API key…"))
