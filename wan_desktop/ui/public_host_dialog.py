"""Before a sound goes to a public host: where that is, who can listen to it there, and for how long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import wrapping_label

WIDTH = 460


class PublicHostDialog(Dialog):
    """Asks each time, and remembers nothing. Enter and Esc send nothing.

    Signals:
        agreed(): this sound may go there.
    """

    agreed = Signal()

    def __init__(self, host_name: str, hours: int, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._host_name, self._hours = host_name, hours
        self.words, self.advice = wrapping_label("muted"), wrapping_label("label")
        self.send_button, self.cancel_button = ConsentButton(self), QPushButton(self)
        self.send_button.setObjectName("uploadPublicly")
        self.send_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.body.addWidget(self.words)
        self.body.addWidget(self.advice)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.send_button)
        self.buttons.addWidget(self.cancel_button)
        self.send_button.clicked.connect(self._send)
        self.cancel_button.clicked.connect(self.reject)
        self._retranslate()

    def ask(self) -> None:
        self.open()
        self.cancel_button.setFocus()

    def _send(self) -> None:
        self.accept()
        self.agreed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Public host"))
        self.title.setText(self.tr("Put this sound on a public host?"))
        words = self.tr(
            "The sound goes to {host}, which keeps it for {hours} hours and cannot be asked to remove it. "
            "The host can listen to it, and so can anyone who has its link. The link goes to the service."
        )
        self.words.setText(words.format(host=self._host_name, hours=self._hours))
        self.advice.setText(
            self.tr(
                "Use only sound that others may hear. You are asked each time; other ways are chosen "
                "under “Sound”."
            )
        )
        self.send_button.setText(self.tr("Upload and send"))
        self.cancel_button.setText(self.tr("Cancel"))
