"""The choice of sound: the service's own, one from a link, or none."""

from __future__ import annotations

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
)
from wan_desktop.ui.field import Field
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.words import number_words


class Sound(StrEnum):
    """Where the video's sound comes from."""

    AUTOMATIC = "automatic"
    LINK = "link"
    SILENT = "silent"


class SoundField(QWidget):
    """The choice, and the link where that is chosen. A link typed once is kept while another is chosen.

    Signals:
        changed(): another choice, or another link.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Segmented(tuple(Sound))
        self.choice.setObjectName("soundControl")
        self.link = QLineEdit()
        self.link.setObjectName("soundLinkEdit")
        self.link.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.link.setAcceptDrops(False)
        self._choice_field, self._link_field = Field(self.choice), Field(self.link)
        self._beside_link = bool(BY_NAME["audio"].default)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._choice_field)
        column.addWidget(self._link_field)
        self.choice.value_changed.connect(self._chosen)
        self.link.textChanged.connect(self.changed)
        self._retranslate()

    def values(self) -> tuple[str, bool]:
        """``audio_url`` and ``audio`` of the request."""
        match self.choice.value():
            case Sound.LINK:
                return self.link.text().strip(), self._beside_link
            case Sound.SILENT:
                return "", False
            case _:
                return "", True

    def set_values(self, audio_url: str, audio: bool) -> None:
        """Shows what a request asked for. With a link the service ignores ``audio``; it is kept as it was."""
        self._beside_link = audio if audio_url else True
        self.link.setText(audio_url)
        self.choice.set_value(Sound.LINK if audio_url else Sound.AUTOMATIC if audio else Sound.SILENT)

    def problems(self) -> tuple[Problem, ...]:
        """A link chosen and not given: ``params.validate`` can't know of the choice."""
        empty = self.choice.value() is Sound.LINK and not self.link.text().strip()
        return (Problem("audio_url", ProblemKind.MISSING),) if empty else ()

    def link_field(self) -> Field:
        """Where the link's problems are shown."""
        return self._link_field

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _chosen(self, _value: object) -> None:
        self._show_choice()
        self.changed.emit()

    def _show_choice(self) -> None:
        value = self.choice.value()
        self._link_field.setVisible(value is Sound.LINK)
        silent = self.tr("The service is asked for a silent video; it may still add sound.")
        self._choice_field.set_note(silent if value is Sound.SILENT else "")

    def _retranslate(self) -> None:
        self._choice_field.set_label(self.tr("Sound"))
        self.choice.set_words(
            self.tr("Sound"),
            (self.tr("Automatic"), self.tr("From link"), self.tr("Silent")),
            (
                self.tr("The service makes sound that fits the video."),
                self.tr("The service fetches a sound from a link."),
                self.tr("A video without sound."),
            ),
        )
        self._link_field.set_label(self.tr("Link of the sound"))
        self.link.setPlaceholderText("https://…/sound.mp3")
        limits = self.tr(
            "MP3 or WAV, {least} to {most} seconds, {megabytes} MB at most. "
            "Anyone must be able to open the link."
        )
        self._link_field.set_note(
            limits.format(
                least=number_words(int(AUDIO_SECONDS_MIN)),
                most=number_words(int(AUDIO_SECONDS_MAX)),
                megabytes=number_words(AUDIO_BYTES_MAX // 1_000_000),
            )
        )
        self._show_choice()
