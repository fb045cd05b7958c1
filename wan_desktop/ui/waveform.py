"""A sound as a picture, and the window in it that is cut out: moved and trimmed by hand or keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from wan_desktop.core.sound_cut import SoundCut, ended_at, moved, started_at
from wan_desktop.core.waveform import Waveform
from wan_desktop.ui.accessible_roles import set_role
from wan_desktop.ui.sound_view import part_words, whole_words
from wan_desktop.ui.theme import SPACING_LARGE, Theme
from wan_desktop.ui.waveform_painting import paint_waveform
from wan_desktop.ui.waveform_scale import Part, Scale, first_view, placed, reach, showing, zoomed

HEIGHT = 92
STEP, LONG_STEP = 0.1, 1.0
"""Seconds that a key moves, and with Shift."""
ZOOM = 1.25
_EMPTY = Waveform(0.0, (), ())
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class WaveformView(QWidget):
    """Keys: arrows move the window, with Shift by a whole second; with Ctrl they move its end, with Alt its
    start; Home and End; Space listens; plus and minus, or the wheel with Ctrl, come closer.

    Signals:
        cut_changed(object SoundCut): at each step of the hand or key.
        cut_settled(object SoundCut): once the hand lets go; after a key at once.
        view_changed(): another stretch of the sound is shown.
        listen_requested().
    """

    cut_changed = Signal(object)
    cut_settled = Signal(object)
    view_changed = Signal()
    listen_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.waveform, self.cut, self.video = _EMPTY, SoundCut(), 5.0
        self.playhead: float | None = None
        self._view = (0.0, 1.0)
        self._held = Part.OUTSIDE
        self._grip = 0.0
        set_role(self, QAccessible.Role.Graphic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._retranslate()

    @property
    def view(self) -> tuple[float, float]:
        """First second and seconds shown."""
        return self._view

    @property
    def there(self) -> float:
        """Seconds that can be shown: the sound, and the silence after it that the video has."""
        return reach(self.cut, self.waveform.seconds, self.video)

    def show_sound(self, waveform: Waveform, cut: SoundCut, video: float) -> None:
        self.waveform, self.cut, self.video, self.playhead = waveform, cut, video, None
        self._set_view(first_view(cut, waveform.seconds, video))
        self._say()

    def set_cut(self, cut: SoundCut) -> None:
        """Shows another part, without a signal."""
        self.cut = cut
        self._set_view(showing(self._view, cut, self.there))
        self._say()

    def set_playhead(self, second: float | None) -> None:
        """Where the sound is heard now; None where nothing is."""
        self.playhead = second
        self.update()

    def scroll_to(self, start: float) -> None:
        """Shows the sound from ``start`` on."""
        self._set_view(placed(start, self._view[1], self.there))

    def scale(self) -> Scale:
        return Scale(*self._view, SPACING_LARGE, max(1.0, self.width() - 2 * SPACING_LARGE))

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_waveform(painter, QRectF(self.rect()), self, self._theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self.waveform.seconds:
            return
        x, scale = event.position().x(), self.scale()
        self._held = scale.part_at(x, self.cut)
        if self._held is Part.OUTSIDE:
            # A click beside the window brings it there, and it can be dragged on at once.
            self._change(moved(self.cut, scale.second_at(x) - self.cut.seconds / 2, self.waveform.seconds))
            self._held = Part.INSIDE
        edge = self.cut.end if self._held is Part.END else self.cut.start
        self._grip = scale.second_at(x) - edge
        self.setCursor(_cursor(self._held, held=True))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self.setCursor(_cursor(self.scale().part_at(event.position().x(), self.cut)))
            return
        second = self.scale().second_at(event.position().x()) - self._grip
        match self._held:
            case Part.INSIDE:
                self._change(moved(self.cut, second, self.waveform.seconds))
            case Part.START:
                self._change(started_at(self.cut, second, self.waveform.seconds))
            case Part.END:
                self._change(ended_at(self.cut, second, self.waveform.seconds))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._held is not Part.OUTSIDE:
            self._held = Part.OUTSIDE
            self.setCursor(_cursor(self.scale().part_at(event.position().x(), self.cut)))
            # What there is to show may have grown by a silence, or lost one; under the hand it stood still.
            self._set_view(showing(self._view, self.cut, self.there))
            self.cut_settled.emit(self.cut)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at = self.scale().second_at(event.position().x())
            self._set_view(zoomed(self._view, ZOOM ** (turn.y() / 120), at, self.there))
        else:
            steps = (turn.x() or turn.y()) / 120
            self.scroll_to(self._view[0] - steps * self._view[1] / 10)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            return partial(self._arrow, _ARROWS[key], event.modifiers())
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Home: partial(self._step, moved, 0.0),
            Qt.Key.Key_End: partial(self._step, moved, self.waveform.seconds),
            Qt.Key.Key_Space: self._listen,
            Qt.Key.Key_Plus: partial(self._zoom, ZOOM),
            Qt.Key.Key_Equal: partial(self._zoom, ZOOM),
            Qt.Key.Key_Minus: partial(self._zoom, 1 / ZOOM),
        }
        return acts.get(key)

    def _arrow(self, direction: int, modifiers: Qt.KeyboardModifier) -> None:
        long = modifiers & Qt.KeyboardModifier.ShiftModifier
        change = direction * (LONG_STEP if long else STEP)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._step(ended_at, self.cut.end + change)
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            self._step(started_at, self.cut.start + change)
        else:
            self._step(moved, self.cut.start + change)

    def _step(self, change: Callable[[SoundCut, float, float], SoundCut], second: float) -> None:
        self._change(change(self.cut, second, self.waveform.seconds))
        self._set_view(showing(self._view, self.cut, self.there))
        self.cut_settled.emit(self.cut)

    def _zoom(self, factor: float) -> None:
        self._set_view(zoomed(self._view, factor, (self.cut.start + self.cut.end) / 2, self.there))

    def _listen(self) -> None:
        self.listen_requested.emit()

    def _change(self, cut: SoundCut) -> None:
        self.cut = cut
        self._say()
        self.cut_changed.emit(cut)

    def _set_view(self, view: tuple[float, float]) -> None:
        self._view = view
        self.update()
        self.view_changed.emit()

    def _say(self) -> None:
        self.update()
        words = f"{part_words(self.cut)} {whole_words(self.waveform.seconds, self.video)}"
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Part of the sound"))
        self.setToolTip(
            self.tr(
                "Drag the window, or trim it at its edges. Arrow keys move it, with Shift faster; "
                "with Ctrl they move its end, with Alt its start. Space listens."
            )
        )
        self._say()


def _cursor(part: Part, *, held: bool = False) -> Qt.CursorShape:
    if part in (Part.START, Part.END):
        return Qt.CursorShape.SizeHorCursor
    if part is Part.INSIDE:
        return Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor
    return Qt.CursorShape.ArrowCursor
