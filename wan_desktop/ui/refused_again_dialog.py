"""What is about to be sent was refused before, as it stands, by the content check: whether it goes again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.prompt_text import PromptText
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, set_look
from wan_desktop.ui.thumbnails import read_filling, rounded
from wan_desktop.ui.words import moment_words_long, number_words

WIDTH = 520
PICTURE = QSize(152, 96)


@dataclass(frozen=True, slots=True)
class RefusedVideo:
    """One that was refused: ``picture`` is a file that shows its image, ``times`` how often it was refused,
    ``last_at`` the last time, in seconds since 1970, ``said`` the service's own words, "" where they are not
    known."""

    source_name: str
    prompt: str
    picture: str
    times: int
    last_at: float
    said: str

    @property
    def line(self) -> str:
        """What tells it from the others."""
        prompt = " ".join(self.prompt.split())
        return ": ".join(words for words in (self.source_name, prompt) if words)


class RefusedAgainDialog(Dialog):
    """Shows what would go again and what was said of it. Enter goes to the change, Esc sends nothing.

    Signals:
        agreed(): send it all the same.
        others_agreed(): send those alone that were not refused.
        change_requested(): back to where it can be changed.
    """

    agreed = Signal()
    others_agreed = Signal()
    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._refused: Sequence[RefusedVideo] = ()
        self._of, self._asked_at = 1, 0.0
        self.words, self.advice, self.said_head = QLabel(self), QLabel(self), QLabel(self)
        self.picture = QLabel(self)
        self.prompt = PromptText(self, lines_at_most=5)
        self.said = PromptText(self, lines_at_most=4)
        self.send_button, self.others_button = ConsentButton(self), ConsentButton(self)
        self.change_button = QPushButton(self)
        self._dress()
        self._lay_out()
        self.send_button.clicked.connect(self._send)
        self.others_button.clicked.connect(self._send_others)
        self.change_button.clicked.connect(self._change)
        self._retranslate()

    def ask(self, refused: Sequence[RefusedVideo], of: int, now: float) -> None:
        """Opens the question, "Change it" in reach of Enter.

        ``refused`` are those of ``of`` videos of one click that were refused before, at least one; ``now`` is
        in seconds since 1970.
        """
        self._refused, self._of, self._asked_at = refused, of, now
        last = max(refused, key=_last_at)
        self._show_picture(refused[0].picture if len(refused) == 1 else "")
        words = refused[0].prompt if of == 1 else "\n".join(dict.fromkeys(video.line for video in refused))
        self.prompt.show_text(words)
        self.prompt.setVisible(bool(words))
        self.said.show_text(last.said)
        for widget in (self.said_head, self.said):
            widget.setVisible(bool(last.said))
        self.others_button.setVisible(len(refused) < of)
        self._retranslate()
        self.open()
        self.change_button.setFocus()

    def _show_picture(self, picture: str) -> None:
        pixmap = read_filling(picture, PICTURE, self.devicePixelRatioF()) if picture else QPixmap()
        self.picture.setVisible(not pixmap.isNull())
        self.picture.setPixmap(rounded(pixmap, 7) if not pixmap.isNull() else pixmap)

    def _dress(self) -> None:
        for label in (self.words, self.advice):
            label.setWordWrap(True)
        set_look(self.advice, "muted")
        set_look(self.said_head, "label")
        set_look(self.change_button, "primary")
        self.picture.setFixedSize(PICTURE)
        self.said.setObjectName("refusalWords")
        self.send_button.setObjectName("sendRefusedAgain")
        self.others_button.setObjectName("sendOthers")
        self.change_button.setObjectName("changeRefused")
        for button in (self.send_button, self.others_button):
            button.setAutoDefault(False)
        self.change_button.setDefault(True)

    def _lay_out(self) -> None:
        sent = QFrame(self)
        set_look(sent, "card")
        row = QHBoxLayout(sent)
        row.setContentsMargins(12, 10, 12, 12)
        row.setSpacing(SPACING_LARGE)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        for widget in (self.prompt, self.said_head, self.said):
            column.addWidget(widget)
        column.addStretch(1)
        row.addLayout(column, 1)
        for part in (self.words, sent, self.advice):
            self.body.addWidget(part)
        self.buttons.addWidget(self.send_button)
        self.buttons.addWidget(self.others_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.change_button)

    def _send(self) -> None:
        self.accept()
        self.agreed.emit()

    def _send_others(self) -> None:
        self.accept()
        self.others_agreed.emit()

    def _change(self) -> None:
        self.accept()
        self.change_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        many = len(self._refused) > 1
        self.setWindowTitle(self.tr("Refused before"))
        self.title.setText(self.tr("Send what was refused before?"))
        self.words.setText(self._refusal_words())
        self.advice.setText(
            self.tr(
                "The service did not tell whether it was the image, the prompt or the finished video. Other "
                "words, another image or another setting make it a new request."
            )
        )
        self.picture.setAccessibleName(self.tr("The image that was sent"))
        sent = self.tr("The videos that were refused") if many else self.tr("The prompt that was sent")
        self.prompt.setAccessibleName(sent)
        self.said_head.setText(self.tr("The service’s own words"))
        self.said.setAccessibleName(self.tr("The service’s own words"))
        self._name_buttons(many)

    def _name_buttons(self, many: bool) -> None:
        send = self.tr("Send it all the same") if self._of == 1 else self.tr("Send all {count}")
        self.send_button.setText(send.format(count=number_words(self._of)))
        self.send_button.setToolTip(
            self.tr("Sends the same requests once more. They are charged like new ones.")
            if many
            else self.tr("Sends the same request once more. It is charged like a new one.")
        )
        others = number_words(self._of - len(self._refused))
        self.others_button.setText(self.tr("Send the other {count}").format(count=others))
        self.change_button.setText(self.tr("Change it"))

    def _refusal_words(self) -> str:
        if self._of > 1:
            words = self.tr("The content check has refused {count} of these {of} videos before, unchanged.")
            return words.format(count=number_words(len(self._refused)), of=number_words(self._of))
        times = sum(video.times for video in self._refused)
        if times == 1:
            words = self.tr("The content check refused this very request: {when}.")
        else:
            words = self.tr(
                "The content check refused this very request {times} times, the last time: {when}."
            )
        when = moment_words_long(max(map(_last_at, self._refused), default=0.0), self._asked_at)
        return words.format(when=when, times=number_words(times))


def _last_at(video: RefusedVideo) -> float:
    return video.last_at
