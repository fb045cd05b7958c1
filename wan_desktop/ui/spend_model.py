"""The ledger as a table: a line a video, a day or a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from wan_desktop.core.ledger import Entry, Fate, Period, day_of, month_of, periods
from wan_desktop.core.money import Money
from wan_desktop.ui.messages import service_words
from wan_desktop.ui.money_words import estimate_words
from wan_desktop.ui.words import in_own_direction, moment_words_long, month_words

translate = QCoreApplication.translate

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Grouping(StrEnum):
    """What a line of the table stands for."""

    DAY = "day"
    MONTH = "month"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    words: Callable[[int], str]
    is_figure: bool = False


class SpendModel(QAbstractTableModel):
    """Holds all entries, shows them grouped. ``clock`` is the moment that "today" is seen from."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._grouping = Grouping.DAY
        self._entries: Sequence[Entry] = ()
        self._periods: Sequence[Period] = ()

    @property
    def grouping(self) -> Grouping:
        return self._grouping

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    @property
    def periods(self) -> Sequence[Period]:
        """The days or months shown."""
        return self._periods

    def show_entries(self, entries: Sequence[Entry], grouping: Grouping) -> None:
        """Takes all entries, newest first, and shows them in that grouping."""
        self.beginResetModel()
        self._entries, self._grouping = entries, grouping
        name_of = month_of if grouping is Grouping.MONTH else day_of
        self._periods = () if grouping is Grouping.JOB else periods(entries, name_of)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self._entries if self._grouping is Grouping.JOB else self._periods)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return column.head if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> object:
        column = self._columns()[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return in_own_direction(column.words(index.row()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.head}: {column.words(index.row())}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
        return None

    def _columns(self) -> tuple[_Column, ...]:
        if self._grouping is Grouping.JOB:
            return (
                _Column(translate("Spending", "When"), self._moment),
                _Column(translate("Spending", "Video"), self._title),
                _Column(translate("Spending", "Service"), self._service),
                _Column(translate("Spending", "Cost"), self._entry_cost, is_figure=True),
            )
        by_month = self._grouping is Grouping.MONTH
        head = translate("Spending", "Month") if by_month else translate("Spending", "Day")
        return (
            _Column(head, self._month if by_month else self._day),
            _Column(translate("Spending", "Videos"), self._videos, is_figure=True),
            _Column(translate("Spending", "Price unknown"), self._unknown, is_figure=True),
            _Column(translate("Spending", "Cost"), self._period_cost, is_figure=True),
        )

    def _moment(self, row: int) -> str:
        return moment_words_long(self._entries[row].moment, self._clock())

    def _title(self, row: int) -> str:
        entry = self._entries[row]
        return " · ".join(filter(None, (entry.title, entry.what)))

    def _service(self, row: int) -> str:
        return service_words(self._entries[row].service)

    def _entry_cost(self, row: int) -> str:
        return entry_cost_words(self._entries[row])

    def _day(self, row: int) -> str:
        day = QDate.fromString(self._periods[row].name, Qt.DateFormat.ISODate)
        return QLocale().toString(day, QLocale.FormatType.ShortFormat)

    def _month(self, row: int) -> str:
        return month_words(QDate.fromString(self._periods[row].name, "yyyy-MM"))

    def _videos(self, row: int) -> str:
        return QLocale().toString(self._periods[row].videos)

    def _unknown(self, row: int) -> str:
        unknown = self._periods[row].unknown
        return QLocale().toString(unknown) if unknown else ""

    def _period_cost(self, row: int) -> str:
        return sum_words(self._periods[row])


def entry_cost_words(entry: Entry) -> str:
    """What one video cost, or why it cost nothing; "≈" marks an estimate."""
    match entry.fate:
        case Fate.UNSENT:
            return translate("Spending", "not sent yet")
        case Fate.NOT_BILLED:
            return translate("Spending", "not billed")
    if entry.charged is not None:
        return str(entry.charged)
    return translate("Spending", "unknown") if entry.estimate is None else estimate_words(entry.estimate)


def sum_words(period: Period) -> str:
    """The sums of a period, one a unit; "≈" marks that estimates are in them."""
    if not period.sums:
        return translate("Spending", "unknown") if period.unknown else translate("Spending", "nothing")
    first, *others = period.sums
    return " + ".join([_first_words(first, period), *map(str, others)])


def _first_words(first: Money, period: Period) -> str:
    return estimate_words(first) if period.estimated else str(first)


def _alignment(column: _Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
