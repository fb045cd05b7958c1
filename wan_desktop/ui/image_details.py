"""Beneath the drop area once its chip is pressed: each change to the image, and ways to see and alter it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wan_desktop.ui.field import inline_button, wrapping_label
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.theme import SPACING


class ImageDetails(QWidget):
    """Says what was done to the image that is sent.

    Signals:
        request_requested(): the user wants to see the request as it will go.
        frame_requested(): the user wants to frame the image.
    """

    request_requested = Signal()
    frame_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageDetails")
        self._words = wrapping_label("muted")
        self._request = inline_button(self.request_requested.emit)
        self._request.setObjectName("showRequest")
        self._frame = inline_button(self.frame_requested.emit)
        links = FlowLayout(spacing=SPACING, line_spacing=2)
        links.addWidget(self._request)
        links.addWidget(self._frame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._words)
        column.addLayout(links)
        self._retranslate()

    def set_words(self, words: str) -> None:
        """The changes, a line each, or that there is none."""
        self._words.setText(words)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._request.setText(self.tr("Show the request"))
        self._frame.setText(self.tr("Frame…"))
