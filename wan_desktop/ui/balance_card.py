"""A card that says what the account's balance suggests about a video in doubt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wan_desktop.core.money import Money
from wan_desktop.ui.field import wrapping_label
from wan_desktop.ui.money_words import balance_words
from wan_desktop.ui.theme import SPACING_SMALL, set_look


class BalanceCard(QFrame):
    """Before, now, and what follows from them.

    Signals:
        look_requested(): read the balance anew; answer with :meth:`show_balance`.
    """

    look_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        self._seen: tuple[Money | None, Money | None, bool] | None = None
        self._price: Money | None = None
        self._title = QLabel(self)
        set_look(self._title, "strong")
        self.words = wrapping_label("muted")
        self.look_button = QPushButton(self)
        self.look_button.setObjectName("readBalance")
        set_look(self.look_button, "link")
        self.look_button.setAutoDefault(False)
        self.look_button.clicked.connect(self._look)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.look_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(SPACING_SMALL)
        column.addLayout(head)
        column.addWidget(self.words)
        self._retranslate()

    def ask(self, price: Money | None) -> None:
        """Asks for the balance; ``price`` is what the video in doubt costs, where known."""
        self._price = price
        self._look()

    def show_balance(self, before: Money | None, now: Money | None, *, others: bool) -> None:
        """As ``ui.money_words.balance_words`` has it."""
        self._seen = before, now, others
        self._retranslate()

    def _look(self) -> None:
        self._seen = None
        self._retranslate()
        self.look_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Look at the balance"))
        self.look_button.setText(self.tr("Read it again"))
        self.look_button.setEnabled(self._seen is not None)
        if self._seen is None:
            self.words.setText(self.tr("Reading the balance…"))
        else:
            before, now, others = self._seen
            self.words.setText(balance_words(before, now, others=others, price=self._price))
