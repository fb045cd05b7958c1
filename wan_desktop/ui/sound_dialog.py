"""Which part of a sound goes with the video, seen and heard before it is used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollBar, QWidget

from wan_desktop.core.params import SoundWay
from wan_desktop.core.sound_cut import FADES, SoundCut, within
from wan_desktop.ui.announce import announce
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import show_words, wrapping_label
from wan_desktop.ui.sound_view import (
    PreparedView,
    SoundView,
    length_words,
    part_words,
    prepared_words,
    tail_words,
    whole_words,
)
from wan_desktop.ui.sound_way_words import way_explanation, way_name
from wan_desktop.ui.theme import SPACING, Role, Theme, set_look
from wan_desktop.ui.waveform import WaveformView

WIDTH = 720
MILLISECONDS = 1000


class SoundDialog(Dialog):
    """Shown by :meth:`ask`. It cuts and plays nothing itself.

    Signals:
        cut_settled(object SoundCut): another part; what it becomes is wanted by :meth:`show_prepared`.
        listen_requested(object SoundCut), stop_requested().
        chosen(object SoundCut, object SoundWay): this part is to be used.
    """

    cut_settled = Signal(object)
    listen_requested = Signal(object)
    stop_requested = Signal()
    chosen = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._theme = theme
        self._name = ""
        self._prepared: PreparedView | None = None
        self._listening = False
        self._make_controls()
        self._arrange()
        self._connect()
        self._retranslate()
        self._colour()

    def ask(
        self,
        view: SoundView,
        video: float,
        ways: Sequence[SoundWay],
        way: SoundWay,
        prepared: PreparedView | None,
    ) -> None:
        """Opens for a sound beside a video of so many seconds. ``ways`` are those usable, the best first."""
        self._name, self._prepared = view.name, prepared
        self.wave.show_sound(view.waveform, view.cut, video)
        self._fill_ways(ways, way)
        self._fill_fades()
        self.show_trouble("")
        self.set_playhead(None)
        self._retranslate()
        self._show_view()
        self.open()
        self.wave.setFocus()

    def show_prepared(self, prepared: PreparedView | None) -> None:
        """What the part shown became; None while it is being made."""
        self._prepared = prepared
        self._show_words()

    def set_playhead(self, second: float | None) -> None:
        """Where the sound is heard now, None where it is not."""
        self.wave.set_playhead(second)
        if self._listening != (second is not None):
            self._listening = second is not None
            self._show_listen()

    def show_trouble(self, words: str) -> None:
        """Why something was not done; "" takes it away."""
        show_words(self._trouble, words)
        if words:
            announce(self, words)

    def done(self, result: int) -> None:
        self.stop_requested.emit()
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _make_controls(self) -> None:
        self.wave = WaveformView(self._theme)
        self.wave.setObjectName("waveform")
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.scroll_bar.setObjectName("waveformScroll")
        # Time goes to the right, in the waveform above it too.
        self.scroll_bar.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.listen_button = QPushButton(autoDefault=False)
        self.listen_button.setObjectName("listenButton")
        self.times, self.whole, self.outcome = QLabel(), QLabel(), QLabel()
        self.fade_in, self.fade_out, self.way = QComboBox(), QComboBox(), QComboBox()
        for name, box in (("fadeIn", self.fade_in), ("fadeOut", self.fade_out), ("soundWay", self.way)):
            box.setObjectName(name)
        self._fade_in_label, self._fade_out_label, self._way_label = QLabel(), QLabel(), QLabel()
        self._fade_in_label.setBuddy(self.fade_in)
        self._fade_out_label.setBuddy(self.fade_out)
        self._way_label.setBuddy(self.way)
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._tail, self._way_words = wrapping_label("muted", beside), wrapping_label("muted", beside)
        self._trouble = wrapping_label("error")
        self._trouble.setObjectName("soundTrouble")
        self.cancel_button, self.use_button = QPushButton(autoDefault=False), QPushButton()
        self.use_button.setObjectName("usePartButton")
        set_look(self.use_button, "primary")
        for label in (self.whole, self.outcome, self._fade_in_label, self._fade_out_label, self._way_label):
            set_look(label, "muted")

    def _arrange(self) -> None:
        self.body.addWidget(self.wave)
        self.body.addWidget(self.scroll_bar)
        self.body.addLayout(_row(self.listen_button, self.times, self.whole, None, self.outcome))
        fades = (self._fade_in_label, self.fade_in, self._fade_out_label, self.fade_out)
        row = _row(*fades)
        row.addWidget(self._tail, 1)
        self.body.addLayout(row)
        row = _row(self._way_label, self.way)
        row.addWidget(self._way_words, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._trouble)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.use_button)

    def _connect(self) -> None:
        self.wave.cut_changed.connect(self._cut_changed)
        self.wave.cut_settled.connect(self._settled)
        self.wave.view_changed.connect(self._show_view)
        self.wave.listen_requested.connect(self._listen)
        self.scroll_bar.valueChanged.connect(self._scrolled)
        self.listen_button.clicked.connect(self._listen)
        self.fade_in.activated.connect(self._faded)
        self.fade_out.activated.connect(self._faded)
        self.way.currentIndexChanged.connect(self._show_words)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._use)
        self._theme.changed.connect(self._colour)

    def _fill_ways(self, ways: Sequence[SoundWay], way: SoundWay) -> None:
        self.way.clear()
        for usable in ways:
            self.way.addItem(way_name(usable), usable)
        self.way.setCurrentIndex(max(0, self.way.findData(way)))

    def _fill_fades(self) -> None:
        cut = self.wave.cut
        for box, length in ((self.fade_in, cut.fade_in), (self.fade_out, cut.fade_out)):
            box.clear()
            for choice in FADES:
                box.addItem(length_words(choice) if choice else self.tr("none"), choice)
            box.setCurrentIndex(_nearest(length))

    def _cut_changed(self) -> None:
        self.stop_requested.emit()
        self.show_prepared(None)

    def _settled(self, cut: SoundCut) -> None:
        self.show_trouble("")
        self.show_prepared(None)
        self.cut_settled.emit(cut)

    def _faded(self) -> None:
        cut = self.wave.cut
        wish = SoundCut(cut.start, cut.seconds, self.fade_in.currentData(), self.fade_out.currentData())
        self.wave.set_cut(within(wish, self.wave.waveform.seconds))
        self.stop_requested.emit()
        self._settled(self.wave.cut)

    def _listen(self) -> None:
        self.show_trouble("")
        if self._listening:
            self.stop_requested.emit()
        else:
            self.listen_requested.emit(self.wave.cut)

    def _use(self) -> None:
        self.accept()
        self.chosen.emit(self.wave.cut, SoundWay(self.way.currentData()))

    def _scrolled(self, value: int) -> None:
        if abs(value / MILLISECONDS - self.wave.view[0]) > 1 / MILLISECONDS:
            self.wave.scroll_to(value / MILLISECONDS)

    def _show_view(self) -> None:
        start, seconds = self.wave.view
        hidden = self.wave.there - seconds
        self.scroll_bar.setVisible(hidden > 1 / MILLISECONDS)
        self.scroll_bar.setRange(0, max(0, round(hidden * MILLISECONDS)))
        self.scroll_bar.setPageStep(round(seconds * MILLISECONDS))
        self.scroll_bar.setSingleStep(round(seconds * MILLISECONDS / 10))
        self.scroll_bar.setValue(round(start * MILLISECONDS))

    def _show_words(self) -> None:
        cut, video = self.wave.cut, self.wave.video
        self.times.setText(part_words(cut))
        self.whole.setText(whole_words(self.wave.waveform.seconds, video))
        self.outcome.setText(prepared_words(self._prepared) if self._prepared else self.tr("Cutting…"))
        self._tail.setText(tail_words(cut, video, self._prepared))
        way = self.way.currentData()
        self._way_words.setText(way_explanation(SoundWay(way)) if way else "")

    def _show_listen(self) -> None:
        self.listen_button.setText(self.tr("Stop") if self._listening else self.tr("Listen"))
        self._colour()

    def _colour(self) -> None:
        self.listen_button.setIcon(self._theme.icon("stop" if self._listening else "play", Role.TEXT, 16))

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Sound from “{name}”").format(name=self._name))
        self.setWindowTitle(self.title.text())
        self._show_listen()
        self._fade_in_label.setText(self.tr("Fade in"))
        self._fade_out_label.setText(self.tr("Fade out"))
        self._way_label.setText(self.tr("Reaches the video by"))
        for box, label in (
            (self.fade_in, self._fade_in_label),
            (self.fade_out, self._fade_out_label),
            (self.way, self._way_label),
        ):
            box.setAccessibleName(label.text())
        self.scroll_bar.setAccessibleName(self.tr("Stretch of the sound that is shown"))
        for index in range(self.way.count()):
            self.way.setItemText(index, way_name(SoundWay(self.way.itemData(index))))
        self._fill_fades()
        self.cancel_button.setText(self.tr("Cancel"))
        self.use_button.setText(self.tr("Use this part"))
        self._show_words()


def _nearest(length: float) -> int:
    """Which of the fades to choose from is nearest to a length."""
    return min(range(len(FADES)), key=lambda index: abs(FADES[index] - length))


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """The parts beside each other; None is the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(SPACING + 2)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
