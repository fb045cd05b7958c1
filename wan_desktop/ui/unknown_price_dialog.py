"""A limit is set and the service names no price: whether to send all the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.theme import set_look

WIDTH = 440


class UnknownPriceDialog(Dialog):
    """Asks once for each click. Enter and Esc send nothing.

    Signals:
        agreed(): send it at whatever it costs.
    """

    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._videos = 1
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        set_look(self.words, "muted")
        self.send_button, self.cancel_button = ConsentButton(self), QPushButton(self)
        self.send_button.setObjectName("sendAnyway")
        self.send_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.body.addWidget(self.words)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.send_button)
        self.buttons.addWidget(self.cancel_button)
        self.send_button.clicked.connect(self._send)
        self.cancel_button.clicked.connect(self.reject)
        self._retranslate()

    def ask(self, videos: int = 1) -> None:
        self._videos = videos
        self._retranslate()
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
