"""What is sent: the request in the words of the wire, the picture that goes, and each change to it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.core.params import SoundWay
from wan_desktop.ui.announce import announce
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import show_words, wrapping_label
from wan_desktop.ui.picture_view import PictureView
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.sentence import again, sentence
from wan_desktop.ui.theme import SPACING, Theme, set_look

WIDTH, TEXT_WIDTH, TEXT_HEIGHT = 880, 420, 190
ABOVE_AND_BELOW = 60
"""Left free of the window's height, in pixels."""
WHOLE, EVERY_PIXEL = "whole", "every pixel"


@dataclass(frozen=True, slots=True)
class SentRequest:
    """``address`` is "POST https://…", ``body`` JSON with its files elided, ``picture`` the image among them.

    ``facts`` is about the picture in short; ``changes`` say what was done to what the user gave, ``problems``
    what keeps the request from going.
    """

    address: str
    body: str
    picture: QImage
    facts: str
    changes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    demo: bool = False


class RequestDialog(Dialog):
    """Shows one request, read-only; it sends nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._shown: SentRequest | None = None
        self.picture = PictureView(theme, self)
        self.zoom = Segmented((WHOLE, EVERY_PIXEL), self)
        self.text = QPlainTextEdit(self)
        self._facts, self._address = QLabel(self), wrapping_label("strong")
        self._note, self._changes, self._problems = (
            wrapping_label("label"),
            wrapping_label("muted"),
            wrapping_label("warn"),
        )
        self.copy_button, self.close_button = QPushButton(self), QPushButton(self)
        self._dress()
        self._lay_out()
        self.zoom.value_changed.connect(self._zoom)
        self.copy_button.clicked.connect(self.copy)
        self.close_button.clicked.connect(self.accept)
        self._retranslate()

    def show_request(self, shown: SentRequest) -> None:
        """Opens with a request."""
        self._shown = shown
        self.picture.show_picture(shown.picture)
        self.zoom.set_value(WHOLE)
        self.text.setPlainText(shown.body)
        self._show_words()
        self.open()
        self.resize(self.preferred_size())
        self.text.setFocus()

    def copy(self) -> None:
        """Address and body, as shown."""
        if self._shown is not None:
            QGuiApplication.clipboard().setText(f"{self._shown.address}\n\n{self._shown.body}\n")
            announce(self, self.tr("Copied"))

    def preferred_size(self) -> QSize:
        """As large as it likes to be, but within the window it belongs to where that is possible."""
        wanted = self.needed_size()
        window = self.parentWidget()
        room = window.window().height() - ABOVE_AND_BELOW if window else wanted.height()
        return QSize(wanted.width(), max(self._least_height(), min(wanted.height() + 120, room)))

    def fit(self) -> None:
        # It may be drawn larger, to see more of the picture and of the text.
        least = self._least_height()
        self.setMinimumHeight(least)
        if self.height() < least:
            self.resize(self.width(), least)

    def _least_height(self) -> int:
        return self.needed_size().height() - self.picture.sizeHint().height() + TEXT_HEIGHT

    def _zoom(self, _value: object) -> None:
        self.picture.set_whole(self.zoom.value() == WHOLE)

    def _show_words(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._address.setText(shown.address)
        here = self.tr(
            "In demo mode it goes to the service inside this program; nothing leaves this computer."
        )
        key = self.tr("Your API key goes beside it, in a header, and is not shown.")
        self._note.setText(here if shown.demo else key)
        self._facts.setText(again(shown.facts))
        show_words(self._problems, "\n".join(map(again, shown.problems)))
        none = self.tr("Nothing was changed: image and texts go as you gave them.")
        self._changes.setText("\n".join(f"• {again(change)}" for change in shown.changes) or none)

    def _dress(self) -> None:
        self.setObjectName("requestDialog")
        self.text.setObjectName("requestText")
        self.picture.setObjectName("requestPicture")
        self.zoom.setObjectName("requestZoom")
        self.copy_button.setObjectName("requestCopy")
        self.close_button.setObjectName("requestClose")
        set_look(self.text, "code")
        set_look(self._facts, "label")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumSize(TEXT_WIDTH, TEXT_HEIGHT)
        self.zoom.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.copy_button.setAutoDefault(False)
        self.close_button.setDefault(True)

    def _lay_out(self) -> None:
        beneath = QHBoxLayout()
        beneath.addWidget(self.zoom)
        beneath.addStretch(1)
        beneath.addWidget(self._facts)
        left = QVBoxLayout()
        left.setSpacing(SPACING)
        left.addWidget(self.picture, 1)
        left.addLayout(beneath)
        right = QVBoxLayout()
        right.setSpacing(SPACING)
        for widget in (self._address, self._note):
            right.addWidget(widget)
        right.addWidget(self.text, 1)
        columns = QHBoxLayout()
        columns.setSpacing(SPACING * 2)
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        self.body.addLayout(columns, 1)
        self.body.addWidget(self._problems)
        self.body.addWidget(self._changes)
        self.buttons.addWidget(self.copy_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("What is sent"))
        self.title.setText(self.tr("What is sent"))
        self.picture.setAccessibleName(self.tr("The picture that is sent"))
        self.zoom.set_words(
            self.tr("Size of the picture"),
            (self.tr("Fit"), self.tr("100%")),
            (self.tr("The whole picture"), self.tr("Each pixel of it as one of the screen")),
        )
        self.text.setAccessibleName(self.tr("The request"))
        self.copy_button.setText(self.tr("Copy"))
        self.close_button.setText(self.tr("Close"))
        self._show_words()


@sentence
def sound_change(way: str) -> str:
    """What becomes of a sound file of this computer (a SoundWay); "" where there is none."""
    translate = QCoreApplication.translate
    known = {
        SoundWay.STORE: translate(
            "RequestDialog", "the sound is cut, put into your own storage, and its link is added (audio_url)"
        ),
        SoundWay.TEMPORARY: translate(
            "RequestDialog", "the sound is cut, put on a public host, and its link is added (audio_url)"
        ),
        SoundWay.INLINE: translate("RequestDialog", "the sound is cut and goes inside the request"),
        SoundWay.SOUNDTRACK: translate(
            "RequestDialog",
            "the sound is cut and laid under the finished video here: the service hears nothing of it",
        ),
    }
    return known.get(SoundWay(way), "") if way else ""
