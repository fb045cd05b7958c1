"""Before a sound goes to a public host: where that is, who can listen to it there, and for how long."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from wan_desktop.ui.field import wrapping_label
from wan_desktop.ui.question_dialog import QuestionDialog

WIDTH = 460


class PublicHostDialog(QuestionDialog):
    """Asks each time, and remembers nothing. Enter and Esc send nothing."""

    def __init__(self, host_name: str, hours: int, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, "uploadPublicly", parent)
        self._host_name, self._hours = host_name, hours
        self.words, self.advice = wrapping_label("muted"), wrapping_label("label")
        self.body.addWidget(self.words)
        self.body.addWidget(self.advice)
        self._retranslate()

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
