"""The choice of sound: the service's own, one from a file or link, or none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wan_desktop.core.params import (
    AUDIO_BYTES_MAX,
    AUDIO_SECONDS_MAX,
    AUDIO_SECONDS_MIN,
    BY_NAME,
    Problem,
    ProblemKind,
    SoundWay,
)
from wan_desktop.ui.announce import announce
from wan_desktop.ui.field import Field, show_words, wrapping_label
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.sentence import again
from wan_desktop.ui.sound_card import SoundCard
from wan_desktop.ui.sound_view import PreparedView, SoundView, prepared_words, tail_words
from wan_desktop.ui.sound_way_words import way_name
from wan_desktop.ui.theme import SPACING, Theme, set_look
from wan_desktop.ui.words import number_words
from wan_desktop.ui.wrapping_button import WrappingButton


class Sound(StrEnum):
    """Where the video's sound comes from."""

    AUTOMATIC = "automatic"
    FILE = "file"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class SoundValues:
    """What the choice means for a request, by the names of its fields."""

    audio_url: str = ""
    audio: bool = True
    sound: str = ""
    sound_way: str = ""


class SoundField(QWidget):
    """The choice, and the file or link where that is chosen. Both are kept while another is chosen.

    The field knows a file by its name in the inputs folder; whoever reads files shows it with
    :meth:`show_reading`, :meth:`show_sound` and :meth:`set_prepared`.

    Signals:
        changed(): another choice, another sound or link.
        choose_requested(): a file is to be chosen.
        edit_requested(): another part of the sound shown is to be chosen.
        removed(): the sound was taken away, one that is still being prepared too.
        view_wanted(str, str): a request brought this sound of the inputs folder, which the user calls so
            ("" where nobody knows); its picture is not there yet.
    """

    changed = Signal()
    choose_requested = Signal()
    edit_requested = Signal()
    removed = Signal()
    view_wanted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sound = ""
        self._view: SoundView | None = None
        self._prepared: PreparedView | None = None
        self._video = 0.0
        self._way: SoundWay | None = None
        self._busy = False
        self._beside_link = bool(BY_NAME["audio"].default)
        self._make_controls(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        for part in (self._choice_field, self.card, self._note, self.offer, self._link_field, self._problem):
            column.addWidget(part)
        self.choice.value_changed.connect(self._chosen)
        self.link.textChanged.connect(self._link_changed)
        self.offer.clicked.connect(self.choose_requested)
        self.card.clicked.connect(self._card_clicked)
        self.card.removed.connect(self._removed)
        self._retranslate()

    @property
    def busy(self) -> bool:
        """Whether a sound is being read or cut, so that what would be sent is not known yet."""
        return self._busy

    @property
    def has_file(self) -> bool:
        """Whether a sound of the user's own goes with the video, or will once it is prepared."""
        return self.choice.value() is Sound.FILE and bool(self._sound or self._busy)

    def values(self) -> SoundValues:
        """What goes into the request."""
        match self.choice.value():
            case Sound.FILE if self._sound:
                return SoundValues("", self._beside_link, self._sound, self._way or "")
            case Sound.FILE:
                return SoundValues(self.link.text().strip(), self._beside_link)
            case Sound.SILENT:
                return SoundValues(audio=False)
            case _:
                return SoundValues()

    def set_values(
        self, audio_url: str, audio: bool, sound: str = "", sound_way: str = "", sound_name: str = ""
    ) -> None:
        """Shows what a request asked for. Beside a link ``audio`` has no effect; it is kept as it was."""
        given = bool(audio_url or sound)
        self._beside_link = audio if given else True
        if given:
            self._way = SoundWay(sound_way) if sound_way else self._way
            self._take(sound, sound_name)
        self.link.setText(audio_url)
        self.link.setCursorPosition(0)  # of a link too long for the field, its host is what tells most
        self.choice.set_value(Sound.FILE if given else Sound.AUTOMATIC if audio else Sound.SILENT)
        self._show()

    def choose_file(self) -> None:
        """A file was given: it is what the user wants, whatever was chosen before."""
        self.link.clear()
        self.choice.set_value(Sound.FILE)

    def show_reading(self, name: str, share: float = 0.0) -> None:
        """A file is being read, ``share`` of it (0 to 1); until it is prepared, nothing can be sent."""
        self._view = self._prepared = None
        self.card.show_reading(name, share)
        if not self._busy or self._sound:
            self._sound, self._busy = "", True
            self._show()
            self.changed.emit()

    def show_sound(self, view: SoundView, video: float) -> None:
        """The sound and its part beside a video of so many seconds."""
        self._view, self._video = view, video
        self.card.show_sound(view, video)
        self._show()

    def set_preparing(self) -> None:
        """Another part is being cut: the one before must not be sent any more."""
        self._busy, self._prepared = True, None
        self._show()
        self.changed.emit()

    def set_prepared(self, sound: str, way: SoundWay, prepared: PreparedView | None = None) -> None:
        """The part lies in the inputs folder under this name, is what ``prepared`` says, goes this way."""
        self._sound, self._way, self._busy, self._prepared = sound, way, False, prepared
        self._show()
        announce(self, self.card.picture.accessibleName())
        self.changed.emit()

    def show_problem(self, words: str) -> None:
        """The file cannot be used; it is let go, and the field says why until the next act."""
        self._sound, self._busy = "", False
        self._show()
        show_words(self._problem, words)
        announce(self, words)
        self.changed.emit()

    def way(self) -> SoundWay | None:
        """The way that was chosen; None while none was."""
        return self._way

    def set_way(self, way: SoundWay) -> None:
        self._way = way
        self._show()
        self.changed.emit()

    def problems(self) -> tuple[Problem, ...]:
        """What ``params.validate`` can't know of: nothing given where a file was chosen, or not ready yet."""
        if self.choice.value() is not Sound.FILE:
            return ()
        if self._busy:
            return (Problem("sound", ProblemKind.NOT_READY),)
        given = self._sound or self.link.text().strip()
        return () if given else (Problem("sound", ProblemKind.MISSING),)

    def link_field(self) -> Field:
        """Where the link's problems are shown."""
        return self._link_field

    def target(self) -> QWidget:
        """Where the keys go to give what is missing."""
        return self.card if self._busy or self._sound else self.offer

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _make_controls(self, theme: Theme) -> None:
        self.choice = Segmented(tuple(Sound))
        self.choice.setObjectName("soundControl")
        self.card = SoundCard(theme)
        self.offer = WrappingButton()
        self.offer.setObjectName("chooseSoundButton")
        set_look(self.offer, "offer")
        self.link = QLineEdit()
        self.link.setObjectName("soundLinkEdit")
        self.link.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.link.setAcceptDrops(False)
        self._choice_field, self._link_field = Field(self.choice), Field(self.link)
        self._note, self._problem = wrapping_label("label"), wrapping_label("error")

    def _take(self, sound: str, name: str) -> None:
        """A request's sound, "" for none; one that is shown already stays."""
        if sound == self._sound and not self._busy:
            return
        self._sound, self._busy, self._view, self._prepared = sound, False, None, None
        if sound:
            self.card.show_reading("…", 0.0)
            self.view_wanted.emit(sound, name)
        else:
            self.removed.emit()  # one that is being cut must not come after all

    def _card_clicked(self) -> None:
        if self._sound:
            self.edit_requested.emit()

    def _removed(self) -> None:
        self._sound, self._view, self._prepared, self._busy = "", None, None, False
        self._show()
        self.offer.setFocus()
        self.removed.emit()
        self.changed.emit()

    def _link_changed(self) -> None:
        self._show()
        self.changed.emit()

    def _chosen(self, _value: object) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        value = self.choice.value()
        asked, there, linked = value is Sound.FILE, bool(self._sound or self._busy), bool(self.link.text())
        focus = self.window().focusWidget()
        offered, held = focus is self.offer, focus is not None and self.card.isAncestorOf(focus)
        self.card.setVisible(asked and there)
        self.offer.setVisible(asked and not there and not linked)
        self._link_field.setVisible(asked and not there)
        if offered and self.card.isVisible():
            # Hiding the offer sends the keys on to the next field; what was just given is here.
            self.card.setFocus()
        elif held and self.offer.isVisible():
            self.offer.setFocus()
        alone = self.tr("Link of the sound")
        self._link_field.set_label(alone if linked else self.tr("Or the link of a sound"))
        self._link_field.set_note(self._limits() if linked else "")
        show_words(self._note, self._note_words() if asked and self._sound else "")
        show_words(self._problem, "")
        silent = self.tr("The service is asked for a silent video; it may still add sound.")
        self._choice_field.set_note(silent if value is Sound.SILENT else "")

    def _note_words(self) -> str:
        """The user's name of the file, the way it goes, what it became and what it lacks."""
        facts = (
            self._view.name if self._view else "",
            way_name(self._way) if self._way else "",
            prepared_words(self._prepared) if self._prepared else "",
        )
        lacks = tail_words(self._view.cut, self._video, self._prepared) if self._view else ""
        return "\n".join(filter(None, (" · ".join(filter(None, facts)), lacks)))

    def _limits(self) -> str:
        words = self.tr(
            "MP3 or WAV, {least} to {most} seconds, {megabytes} MB at most. "
            "Anyone must be able to open the link."
        )
        return words.format(
            least=number_words(int(AUDIO_SECONDS_MIN)),
            most=number_words(int(AUDIO_SECONDS_MAX)),
            megabytes=number_words(AUDIO_BYTES_MAX // 1_000_000),
        )

    def _retranslate(self) -> None:
        self._choice_field.set_label(self.tr("Sound"))
        self.choice.set_words(
            self.tr("Sound"),
            (self.tr("Automatic"), self.tr("From file"), self.tr("Silent")),
            (
                self.tr("The service makes sound that fits the video."),
                self.tr("A part of a sound or video file, or a sound from a link."),
                self.tr("A video without sound."),
            ),
        )
        self.offer.set_words(self.tr("Drop a sound or choose a file…"))
        self.link.setPlaceholderText("https://…/sound.mp3")
        problem = again(self._problem.said())
        self._show()
        show_words(self._problem, problem)
