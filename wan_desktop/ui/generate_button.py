"""Generate: a click is one consent, and can't become two by accident."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.theme import Role, Theme, set_look

LOCK_MS = 1000
"""After a click the button stays locked this long, unless it is unlocked before."""
GAP = 10


class GenerateButton(ConsentButton):
    """The word, and its shortcut in a smaller hand. Locked after each pressing of it.

    Signals:
        pressed_once(): pressed, by mouse, Space or :meth:`press`, while it was open.
    """

    pressed_once = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("generateButton")
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_look(self, "primary")
        self._theme = theme
        self._ready, self._reason = False, ""
        self._videos = 1
        self._closing = False
        self._money = ""
        self._lock = QTimer(self, singleShot=True, interval=LOCK_MS)
        self._lock.timeout.connect(self._show_state)
        self.clicked.connect(self.press)
        theme.changed.connect(self.update)
        self._retranslate()
        self._show_state()

    def press(self) -> None:
        """Presses the button where it is open, else does nothing."""
        if self._ready and not self.locked():
            self._lock.start()
            self._show_state()
            self.pressed_once.emit()

    def locked(self) -> bool:
        return self._lock.isActive()

    def unlock(self) -> None:
        """Opens the button at once: for a request that went nowhere."""
        self._lock.stop()
        self._show_state()

    def set_videos(self, videos: int) -> None:
        """How many videos a press asks for: its words say so."""
        self._videos = videos
        self._retranslate()
        self.updateGeometry()

    def set_ready(self, ready: bool, reason: str) -> None:
        """Whether there is something to send; ``reason`` says why not."""
        self._ready = ready
        self._reason = reason
        self._show_state()

    def set_money(self, words: str) -> None:
        """What a press costs and what is left, for those who do not see it beside the button."""
        self._money = words
        self._show_state()

    def sizeHint(self) -> QSize:
        words, hint = self._widths()
        return QSize(round(words + hint) + GAP + 32, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._widths()[0]) + 32, 40)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        words, hint = self._widths()
        roomy = words + GAP + hint + 16 <= self.width()
        left = (self.width() - (words + GAP + hint if roomy else words)) / 2
        painter.setPen(self._theme.colour(Role.ON_ACCENT if self.isEnabled() else Role.ON_ACCENT_OFF))
        self._draw(painter, self._word_font(), QRectF(left, 0, words + 1, self.height()), self.text())
        if roomy:
            painter.setOpacity(0.75)
            place = QRectF(left + words + GAP, 0, hint + 1, self.height())
            self._draw(painter, self._hint_font(), place, self._hint)

    def _draw(self, painter: QStylePainter, font: QFont, place: QRectF, text: str) -> None:
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _widths(self) -> tuple[float, float]:
        word = QFontMetricsF(self._word_font()).horizontalAdvance(self.text())
        return word, QFontMetricsF(self._hint_font()).horizontalAdvance(self._hint)

    def _word_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(15)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _hint_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Normal)
        return font

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Qt has a button that closes give the focus away: pressed by Space, it would go to whatever is next.
        return self._closing or super().focusNextPrevChild(forward)

    def _show_state(self) -> None:
        self._closing = True
        self.setEnabled(self._ready and not self.locked())
        self._closing = False
        self.setToolTip(
            self._reason or self.tr("Generate the video ({shortcut})").format(shortcut=self._hint)
        )
        self.setAccessibleDescription(" ".join(filter(None, (self.toolTip(), self._money))))

    def _retranslate(self) -> None:
        self._hint = "⌘ ⏎" if sys.platform == "darwin" else self.tr("Ctrl ⏎")
        many = self.tr("Generate %n videos", "", self._videos)
        words = self.tr("Generate") if self._videos == 1 else many
        self.setText(words)
        self.setAccessibleName(words)
        self._show_state()
