"""One question that a click has to pass before anything is sent; Enter and Esc alone say no."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.dialog import Dialog


class QuestionDialog(Dialog):
    """Asks each time, and remembers nothing.

    Signals:
        agreed(): the user said yes.
    """

    agreed = Signal()

    def __init__(self, width: int, send_name: str, parent: QWidget | None = None) -> None:
        super().__init__(width, parent)
        self.send_button, self.cancel_button = ConsentButton(self), QPushButton(self)
        self.send_button.setObjectName(send_name)
        self.send_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.send_button)
        self.buttons.addWidget(self.cancel_button)
        self.send_button.clicked.connect(self._send)
        self.cancel_button.clicked.connect(self.reject)

    def ask(self) -> None:
        """Opens; the keys are on the button that sends nothing."""
        self.open()
        self.cancel_button.setFocus()

    def _send(self) -> None:
        self.accept()
        self.agreed.emit()
