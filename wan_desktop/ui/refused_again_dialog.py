"""The very request about to be sent was refused before by the content check: whether to send it again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wan_desktop.core.params import Request
from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.prompt_text import PromptText
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, set_look
from wan_desktop.ui.thumbnails import read_filling, rounded
from wan_desktop.ui.words import moment_words_long, number_words

WIDTH = 520
PICTURE = QSize(152, 96)


class RefusedAgainDialog(Dialog):
    """Shows what would go again and what was said of it. Enter goes to the change, Esc sends nothing.

    Signals:
        agreed(): send it all the same.
        change_requested(): back to the form.
    """

    agreed = Signal()
    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._times, self._when, self._said = 1, "", ""
        self.words, self.advice, self.said_head = QLabel(self), QLabel(self), QLabel(self)
        self.picture = QLabel(self)
        self.prompt = PromptText(self, lines_at_most=5)
        self.said = PromptText(self, lines_at_most=4)
        self.send_button, self.change_button = ConsentButton(self), QPushButton(self)
        self._dress()
        self._lay_out()
        self.send_button.clicked.connect(self._send)
        self.change_button.clicked.connect(self._change)
        self._retranslate()

    def ask(self, request: Request, picture: str, times: int, last_at: float, now: float, said: str) -> None:
        """Opens the question, "Change it" in reach of Enter.

        ``picture`` is a file that shows the image, ``times`` how often the request was refused, ``last_at``
        and ``now`` seconds since 1970, ``said`` the service's own words, "" where they are not known.
        """
        self._times, self._said = times, said
        self._when = moment_words_long(last_at, now)
        self._show_picture(picture)
        self.prompt.show_text(request.prompt)
        self.prompt.setVisible(bool(request.prompt))
        self.said.show_text(said)
        for widget in (self.said_head, self.said):
            widget.setVisible(bool(said))
        self._retranslate()
        self.open()
        self.change_button.setFocus()

    def _show_picture(self, picture: str) -> None:
        pixmap = read_filling(picture, PICTURE, self.devicePixelRatioF())
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
        self.change_button.setObjectName("changeRefused")
        self.send_button.setAutoDefault(False)
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
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.change_button)

    def _send(self) -> None:
        self.accept()
        self.agreed.emit()

    def _change(self) -> None:
        self.accept()
        self.change_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
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
        self.prompt.setAccessibleName(self.tr("The prompt that was sent"))
        self.said_head.setText(self.tr("The service’s own words"))
        self.said.setAccessibleName(self.tr("The service’s own words"))
        self.send_button.setText(self.tr("Send it all the same"))
        self.send_button.setToolTip(
            self.tr("Sends the same request once more. It is charged like a new one.")
        )
        self.change_button.setText(self.tr("Change it"))

    def _refusal_words(self) -> str:
        if self._times == 1:
            words = self.tr("The content check refused this very request: {when}.")
        else:
            words = self.tr(
                "The content check refused this very request {times} times, the last time: {when}."
            )
        return words.format(when=self._when, times=number_words(self._times))
