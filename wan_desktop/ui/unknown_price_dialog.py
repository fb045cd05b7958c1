"""A limit is set and the service names no price: whether to send all the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from wan_desktop.ui.question_dialog import QuestionDialog
from wan_desktop.ui.theme import set_look

WIDTH = 440


class UnknownPriceDialog(QuestionDialog):
    """Asks once for each click. Enter and Esc send nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, "sendAnyway", parent)
        self._videos = 1
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        set_look(self.words, "muted")
        self.body.addWidget(self.words)
        self._retranslate()

    def ask(self, videos: int = 1) -> None:
        self._videos = videos
        self._retranslate()
        super().ask()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Price unknown"))
        one = self._videos == 1
        many = self.tr("Send %n videos without knowing their price?", "", self._videos)
        self.title.setText(self.tr("Send it without knowing its price?") if one else many)
        self.words.setText(
            self.tr(
                "You have set a limit, but the service does not say what this video costs, so nobody can "
                "tell whether it stays within it."
            )
            if one
            else self.tr(
                "You have set a limit, but the service does not say what these videos cost, so nobody can "
                "tell whether they stay within it."
            )
        )
        self.send_button.setText(self.tr("Send anyway"))
        self.cancel_button.setText(self.tr("Cancel"))
