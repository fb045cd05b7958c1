"""The chosen sound in the form: a small picture of it with the part that is used, and its times."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.ui.sound_view import SoundView, part_words, whole_words
from wan_desktop.ui.theme import RADIUS, SPACING, SPACING_SMALL, Role, Theme
from wan_desktop.ui.waveform_painting import bar_colours, paint_bars
from wan_desktop.ui.words import clock_words, in_own_direction, percent_words

HEIGHT = 48
TIMES_WIDTH = 76
SMALL_PIXELS = 12


class SoundCard(QWidget):
    """Shows that a sound is being read, then the sound.

    Signals:
        clicked(): its part is to be chosen.
        removed(): it is not wanted, or no longer waited for.
    """

    clicked = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.picture = SoundPicture(theme)
        self.picture.setObjectName("soundPicture")
        self.remove_button = QToolButton()
        self.remove_button.setObjectName("removeSoundButton")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_SMALL)
        row.addWidget(self.picture, 1)
        row.addWidget(self.remove_button)
        self.picture.clicked.connect(self.clicked)
        self.remove_button.clicked.connect(self.removed)
        self.setFocusProxy(self.picture)
        theme.changed.connect(self._colour)
        self._colour()
        self._retranslate()

    def show_reading(self, name: str, share: float) -> None:
        """Says how much of a file is read, 0 to 1."""
        self.picture.show_reading(name, share)

    def show_sound(self, view: SoundView, video: float) -> None:
        self.picture.show_sound(view, video)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _colour(self) -> None:
        self.remove_button.setIcon(self._theme.icon("close", Role.MUTED, 16))

    def _retranslate(self) -> None:
        self.remove_button.setToolTip(self.tr("Remove the sound"))
        self.remove_button.setAccessibleName(self.tr("Remove the sound"))


class SoundPicture(QAbstractButton):
    """The card's face; a press opens the sound."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: SoundView | None = None
        self._video = 0.0
        self._name, self._share = "", 0.0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._say()

    def show_reading(self, name: str, share: float) -> None:
        self._view, self._name, self._share = None, name, share
        self._say()

    def show_sound(self, view: SoundView, video: float) -> None:
        self._view, self._video, self._name = view, video, view.name
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.fillPath(outline, self._theme.colour(Role.HOVER if self.underMouse() else Role.RAISED))
        painter.setPen(QPen(self._theme.colour(Role.ACCENT if self.hasFocus() else Role.LINE), 1.0))
        painter.drawPath(outline)
        inside = QRectF(self.rect()).adjusted(SPACING + 2, SPACING, -SPACING - 2, -SPACING)
        font = painter.font()
        font.setPixelSize(SMALL_PIXELS)
        painter.setFont(font)
        if self._view is None:
            self._paint_reading(painter, inside)
        else:
            self._paint_sound(painter, inside, self._view)

    def _paint_sound(self, painter: QPainter, inside: QRectF, view: SoundView) -> None:
        whole, cut = view.waveform.seconds, view.cut
        bars = inside.adjusted(0, 0, -TIMES_WIDTH - SPACING, 0)
        paint_bars(painter, bars, view.waveform, (0.0, whole), cut, bar_colours(self._theme))
        times = QRectF(inside)
        times.setLeft(inside.right() - TIMES_WIDTH)
        painter.setPen(self._theme.colour(Role.MUTED))
        words = self.times_words(cut, whole)
        painter.drawText(times, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _paint_reading(self, painter: QPainter, inside: QRectF) -> None:
        painter.setPen(self._theme.colour(Role.MUTED))
        words = painter.fontMetrics().elidedText(
            self._reading_words(), Qt.TextElideMode.ElideMiddle, int(inside.width())
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        done = QRectF(inside.left(), inside.bottom() - 1, inside.width() * self._share, 2)
        painter.fillRect(done, self._theme.colour(Role.ACCENT))

    def times_words(self, cut: SoundCut, whole: float) -> str:
        """Where the part lies, in full seconds, in a sound of ``whole`` seconds."""
        # The end follows from the length: rounded alone, three seconds from 0:02.5 would read as four.
        start, end = clock_words(cut.start), clock_words(int(cut.start) + round(cut.seconds))
        words = self.tr("{start}–{end}\nof {whole}").format(
            start=start, end=end, whole=clock_words(round(whole))
        )
        return in_own_direction(words)

    def _reading_words(self) -> str:
        words = self.tr("Reading “{name}”… {percent}") if self._share else self.tr("Reading “{name}”…")
        return words.format(name=self._name, percent=percent_words(self._share))

    def _say(self) -> None:
        self.update()
        if self._view is None:
            self.setAccessibleName(self._reading_words())
            self.setToolTip("")
            return
        times = f"{part_words(self._view.cut)} {whole_words(self._view.waveform.seconds, self._video)}"
        self.setAccessibleName(self.tr("Sound “{name}”, {times}").format(name=self._name, times=times))
        self.setToolTip(self.tr("Choose another part of “{name}”").format(name=self._name))
