"""What to do with a video that was sent and never answered for: it may be running, and may be billed."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from wan_desktop.core.job import Job
from wan_desktop.core.money import Money
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.balance_card import BalanceCard
from wan_desktop.ui.choice_card import ChoiceCard
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.theme import set_look

WIDTH = 560


class UnconfirmedDialog(Dialog):
    """Says what is known and asks. Nothing is sent again without a tick of its own.

    Signals:
        follow_requested(str, str): job id, the task id that the user pasted.
        send_again_requested(str): job id; the user agreed that it may cost a second time.
        forget_requested(str): job id.
    """

    follow_requested = Signal(str, str)
    send_again_requested = Signal(str)
    forget_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._job: Job | None = None
        self._price: Money | None = None
        self.balance = BalanceCard(self)
        self.words, self.detail = QLabel(self), QLabel(self)
        self.have_id, self.again = ChoiceCard(self), ChoiceCard(self)
        self.task_id = QLineEdit(self)
        self.consent = QCheckBox(self)
        self.consent.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.forget_button = QPushButton(self)
        self.later_button = QPushButton(self)
        self.continue_button = QPushButton(self)
        self._cards = QButtonGroup(self)
        self._dress()
        self._lay_out()
        self._connect()
        self._retranslate()

    def ask(self, job: Job, price: Money | None = None) -> None:
        """Opens the question about one unconfirmed job, with nothing chosen.

        ``price`` is what sending it again would cost, where known. ``balance`` asks for what it shows.
        """
        self._job, self._price = job, price
        self._cards.setExclusive(False)
        for card in (self.have_id, self.again):
            card.radio.setChecked(False)
        self._cards.setExclusive(True)
        self.task_id.clear()
        self.consent.setChecked(False)
        self._retranslate()
        self._check()
        self.balance.setVisible(job.service != DEMO)
        self.open()
        if job.service != DEMO:
            self.balance.ask(price)
        self.have_id.radio.setFocus()

    def _dress(self) -> None:
        set_look(self.words, "muted")
        set_look(self.detail, "label")
        set_look(self.continue_button, "primary")
        self.words.setWordWrap(True)
        self.detail.setWordWrap(True)
        # The other side's words: never read as markup.
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.task_id.setObjectName("taskIdEdit")
        self.consent.setObjectName("sendAgainConsent")
        for button in (self.forget_button, self.later_button, self.continue_button):
            button.setAutoDefault(False)
        for card in (self.have_id, self.again):
            self._cards.addButton(card.radio)
        self.have_id.add(self.task_id)
        self.again.add(self.consent)

    def _lay_out(self) -> None:
        for widget in (self.words, self.detail, self.balance, self.have_id, self.again):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.buttons.addWidget(self.forget_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.later_button)
        self.buttons.addWidget(self.continue_button)

    def _connect(self) -> None:
        self.have_id.chosen_changed.connect(self._chosen)
        self.again.chosen_changed.connect(self._chosen)
        self.task_id.textChanged.connect(self._check)
        self.consent.toggled.connect(self._check)
        self.forget_button.clicked.connect(self._forget)
        self.later_button.clicked.connect(self.reject)
        self.continue_button.clicked.connect(self._continue)

    def _chosen(self, _chosen: bool) -> None:
        self.consent.setChecked(False)
        self._check()

    def _check(self) -> None:
        named = self.have_id.chosen and bool(self._pasted_id())
        agreed = self.again.chosen and self.consent.isChecked()
        self.continue_button.setEnabled(named or agreed)
        # Enter follows a pasted id; it never pays.
        self.continue_button.setDefault(self.have_id.chosen)

    def _pasted_id(self) -> str:
        """The task id, "" unless it is one word: ids have no spaces, a pasted sentence has."""
        words = self.task_id.text().split()
        return words[0] if len(words) == 1 else ""

    def _continue(self) -> None:
        if self._job is None:
            return
        self.accept()
        if self.have_id.chosen:
            self.follow_requested.emit(self._job.id, self._pasted_id())
        elif self.consent.isChecked():
            self.send_again_requested.emit(self._job.id)

    def _forget(self) -> None:
        if self._job is not None:
            self.accept()
            self.forget_requested.emit(self._job.id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sent, but no answer arrived"))
        self.title.setText(self.tr("Was this video accepted?"))
        self.have_id.set_words(
            self.tr("I have its task id"),
            self.tr("Paste it from the service’s usage page, and the video is followed as usual."),
        )
        self.task_id.setPlaceholderText(self.tr("Task id"))
        self.task_id.setAccessibleName(self.tr("Task id"))
        self.again.set_words(self.tr("Send it again"), self._price_words())
        if self._price is None:
            self.consent.setText(self.tr("Send it again; I accept a possible second charge."))
        else:
            agreement = self.tr("Send it again; I accept a possible second charge of {amount}.")
            self.consent.setText(agreement.format(amount=self._price))
        self.forget_button.setText(self.tr("Forget this video"))
        self.forget_button.setToolTip(
            self.tr("It is not watched any more. The service may still finish it and bill it.")
        )
        self.later_button.setText(self.tr("Decide later"))
        self.continue_button.setText(self.tr("Continue"))
        if self._job is not None:
            self._tell(self._job)

    def _price_words(self) -> str:
        if self._price is None:
            return self.tr("If the first one was accepted after all, you pay for both.")
        words = self.tr(
            "May cost a second {amount}: if the first one was accepted after all, you pay for both."
        )
        return words.format(amount=self._price)

    def _tell(self, job: Job) -> None:
        self.words.setText(
            self.tr(
                "“%1” was sent at %2, but no usable answer came back. It may have been accepted, and then it "
                "is billed. Nothing is sent again unless you say so."
            )
            # The time first: a title may hold anything, even "%2".
            .replace("%2", moment(job.submitted_at or job.updated_at))
            .replace("%1", job.title or self.tr("Your video"))
        )
        failure = job.error or job.trouble
        detail = failure.detail if failure is not None else ""
        # The detail last, as above.
        self.detail.setText(self.tr("Details: %1").replace("%1", detail))
        self.detail.setVisible(bool(detail))


def moment(seconds: float) -> str:
    """A time as people say it: the time alone for today, with the date before."""
    when = QDateTime.fromSecsSinceEpoch(round(seconds))
    time = when.toString("HH:mm:ss")
    if when.date() == QDateTime.currentDateTime().date():
        return time
    return f"{QLocale().toString(when.date(), QLocale.FormatType.ShortFormat)} {time}"
