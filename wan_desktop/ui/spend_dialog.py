"""What was spent: today and this month, a table by day, month or video, and its export."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from wan_desktop.core.ledger import Entry, Period, day_of, month_of, period_of
from wan_desktop.core.money import Money
from wan_desktop.ui.announce import SpokenRow
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import show_words, wrapping_label
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.spend_model import Grouping, SpendModel, sum_words
from wan_desktop.ui.theme import SPACING_LARGE, set_look

WIDTH = 680
TABLE_HEIGHT = 300
ROW_HEIGHT = 30


class SpendDialog(Dialog):
    """Shows the ledger it is given; it reads and writes nothing itself.

    Signals:
        export_requested(object): a Grouping: what is shown is wanted as a file.
    """

    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(WIDTH, parent)
        self._clock = clock
        self._per_day: Decimal | None = None
        self.model = SpendModel(clock)
        self.today, self.month = QLabel(self), QLabel(self)
        self.grouping = Segmented(tuple(Grouping), self)
        self.table = QTableView(self)
        SpokenRow(self.table)
        self.empty = wrapping_label("muted", Qt.AlignmentFlag.AlignCenter)
        self._note, self.outcome = wrapping_label("label"), wrapping_label("ok")
        self.export_button, self.close_button = QPushButton(self), QPushButton(self)
        self._dress()
        self._lay_out()
        self.grouping.value_changed.connect(self._regroup)
        self.export_button.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)
        self._retranslate()

    def show_ledger(self, entries: Sequence[Entry], per_day: Decimal | None) -> None:
        """All entries, newest first, and the limit for a day, None for none."""
        self._per_day = per_day
        self.model.show_entries(entries, self._chosen())
        self._show_all()

    def show_outcome(self, words: str, look: str) -> None:
        """What became of the export: "ok" or "error"; "" says nothing any more."""
        set_look(self.outcome, look)
        show_words(self.outcome, words)

    def _chosen(self) -> Grouping:
        return Grouping(str(self.grouping.value()))

    def _regroup(self, _grouping: object) -> None:
        self.model.show_entries(self.model.entries, self._chosen())
        self._show_all()

    def _export(self) -> None:
        self.show_outcome("", "ok")
        self.export_requested.emit(self._chosen())

    def _dress(self) -> None:
        self.grouping.setObjectName("spendGrouping")
        self.table.setObjectName("spendTable")
        self.export_button.setObjectName("exportSpending")
        self.table.setModel(self.model)
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        # The arrow keys move in it; the Tab key goes on to the buttons.
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setHighlightSections(False)
        self.empty.setFixedHeight(TABLE_HEIGHT)
        self.outcome.hide()
        self.export_button.setAutoDefault(False)
        self.close_button.setDefault(True)

    def _lay_out(self) -> None:
        sums = QHBoxLayout()
        sums.setSpacing(SPACING_LARGE * 2)
        sums.addWidget(self.today)
        sums.addWidget(self.month)
        sums.addStretch(1)
        self.body.addLayout(sums)
        for widget in (self.grouping, self.table, self.empty, self._note, self.outcome):
            self.body.addWidget(widget)
        self.buttons.addWidget(self.export_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)

    def _show_all(self) -> None:
        rows = self.model.rowCount()
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.export_button.setEnabled(bool(rows))
        header = self.table.horizontalHeader()
        wide = 1 if self.model.grouping is Grouping.JOB else 0
        for column in range(self.model.columnCount()):
            fits = QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch if column == wide else fits)
        self._show_sums()

    def _show_sums(self) -> None:
        now = self._clock()
        # What is dated in the future counts as today's, as it does for the limit.
        today = period_of("", [e for e in self.model.entries if day_of(e.moment) >= day_of(now)])
        month = period_of("", [e for e in self.model.entries if month_of(e.moment) == month_of(now)])
        self.today.setText(self.tr("Today: {sum}").format(sum=self._limited(today)))
        self.month.setText(self.tr("This month: {sum}").format(sum=sum_words(month)))

    def _limited(self, today: Period) -> str:
        words = sum_words(today)
        if self._per_day is None:
            return words
        unit = today.sums[0].unit if today.sums else ""
        limit = str(Money(self._per_day, unit))
        return self.tr("{sum} of {limit} a day").format(sum=words, limit=limit)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Spending"))
        self.title.setText(self.tr("Spending"))
        words = {
            Grouping.DAY: self.tr("By day"),
            Grouping.MONTH: self.tr("By month"),
            Grouping.JOB: self.tr("By video"),
        }
        self.grouping.set_words(self.tr("Lines of the table"), [words[one] for one in Grouping])
        self.table.setAccessibleName(self.tr("Spending"))
        self.empty.setText(self.tr("Nothing was spent yet. Demo videos cost nothing and are not listed."))
        self._note.setText(
            self.tr(
                "≈ is from the service’s price list when you agreed; without ≈, it is what your balance "
                "really lost. Videos in doubt and removed videos are counted, too."
            )
        )
        self.export_button.setText(self.tr("Export CSV…"))
        self.close_button.setText(self.tr("Close"))
        for label in (self.today, self.month):
            set_look(label, "strong")
        self._regroup(None)
