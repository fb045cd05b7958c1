"""Draws a waveform: bars, the window that is cut out, its fades, the silence or the rest unheard."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from wan_desktop.core.sound_cut import SoundCut, cut_off, silent_tail
from wan_desktop.core.waveform import Waveform
from wan_desktop.ui.theme import RADIUS, Role, Theme
from wan_desktop.ui.waveform_scale import Scale

BAR, GAP = 3.0, 2.0
QUIETEST = 2.0
"""Pixels that silence is high: a line that says that there is a sound."""
WINDOW_RADIUS = 4.0
GRIP_HEIGHT = 18.0
BESIDE = 110
"""Of 255: how much of the words' colour the bars beside the window have."""


class Shown(Protocol):
    """What is drawn, all times in seconds."""

    waveform: Waveform
    cut: SoundCut
    video: float
    playhead: float | None

    def scale(self) -> Scale: ...
    def hasFocus(self) -> bool: ...


def paint_waveform(painter: QPainter, area: QRectF, shown: Shown, theme: Theme) -> None:
    """The large picture, with everything."""
    frame = area.adjusted(0.5, 0.5, -0.5, -0.5)
    outline = QPainterPath()
    outline.addRoundedRect(frame, RADIUS, RADIUS)
    painter.fillPath(outline, theme.colour(Role.RAISED))
    painter.setClipPath(outline)
    if shown.waveform.seconds:
        _paint_sound(painter, frame, shown, theme)
    painter.setClipping(False)
    painter.setPen(QPen(theme.colour(Role.ACCENT if shown.hasFocus() else Role.LINE), 1.0))
    painter.drawPath(outline)


def paint_bars(
    painter: QPainter,
    area: QRectF,
    waveform: Waveform,
    span: tuple[float, float],
    cut: SoundCut,
    colours: tuple[QColor, QColor],
) -> None:
    """Bars over ``area`` for the seconds of ``span``: in the first colour inside the cut, else the second."""
    count = max(1, int((area.width() + GAP) // (BAR + GAP)))
    start, end = span
    step = (end - start) / count
    painter.setPen(Qt.PenStyle.NoPen)
    for index, (peak, _) in enumerate(waveform.columns(start, end, count)):
        middle = start + step * (index + 0.5)
        if middle > waveform.seconds:
            break
        height = max(QUIETEST, peak * area.height())
        bar = QRectF(area.left() + index * (BAR + GAP), area.center().y() - height / 2, BAR, height)
        painter.setBrush(colours[0] if cut.start <= middle < cut.end else colours[1])
        painter.drawRoundedRect(bar, 1.0, 1.0)


def bar_colours(theme: Theme) -> tuple[QColor, QColor]:
    """Of the bars inside the window and beside it."""
    beside = theme.colour(Role.MUTED)
    beside.setAlpha(BESIDE)
    return theme.colour(Role.ACCENT), beside


def _paint_sound(painter: QPainter, frame: QRectF, shown: Shown, theme: Theme) -> None:
    scale, cut = shown.scale(), shown.cut
    window = QRectF(scale.x_of(cut.start), frame.top() + 1, 0, frame.height() - 2)
    window.setRight(scale.x_of(cut.end))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(Role.SELECTED))
    painter.drawRoundedRect(window, WINDOW_RADIUS, WINDOW_RADIUS)
    bars = QRectF(scale.left, frame.top() + 12, scale.width, frame.height() - 24)
    paint_bars(painter, bars, shown.waveform, (scale.start, scale.end), cut, bar_colours(theme))
    _paint_fades(painter, window, scale, cut, theme)
    if silence := silent_tail(cut, shown.video):
        _paint_unheard(painter, window, scale.x_of(cut.end), scale.x_of(cut.end + silence), theme)
    if cut_off(cut, shown.video):
        _paint_unheard(painter, window, scale.x_of(cut.start + shown.video), window.right(), theme)
    _paint_window(painter, window, theme)
    if shown.playhead is not None:
        painter.setPen(QPen(theme.colour(Role.TEXT), 1.5))
        x = scale.x_of(shown.playhead)
        painter.drawLine(QLineF(x, window.top(), x, window.bottom()))


def _paint_fades(painter: QPainter, window: QRectF, scale: Scale, cut: SoundCut, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour(Role.ACCENT), 1.5))
    if cut.fade_in:
        risen = QPointF(scale.x_of(cut.start + cut.fade_in), window.top())
        painter.drawLine(QLineF(window.bottomLeft(), risen))
    if cut.fade_out:
        begun = QPointF(scale.x_of(cut.end - cut.fade_out), window.top())
        painter.drawLine(QLineF(begun, window.bottomRight()))


def _paint_unheard(painter: QPainter, window: QRectF, left: float, right: float, theme: Theme) -> None:
    """Hatched: the video goes on in silence, or is over."""
    place = QRectF(QPointF(left, window.top()), QPointF(right, window.bottom()))
    painter.setPen(QPen(theme.colour(Role.MUTED), 1.0, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(theme.colour(Role.LINE), Qt.BrushStyle.BDiagPattern))
    painter.drawRect(place)


def _paint_window(painter: QPainter, window: QRectF, theme: Theme) -> None:
    accent = theme.colour(Role.ACCENT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 2.0))
    painter.drawRoundedRect(window, WINDOW_RADIUS, WINDOW_RADIUS)
    painter.setPen(QPen(accent, 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    middle = window.center().y()
    for x in (window.left(), window.right()):
        painter.drawLine(QLineF(x, middle - GRIP_HEIGHT / 2, x, middle + GRIP_HEIGHT / 2))
