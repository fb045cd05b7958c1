"""The spend window: every video, day and month in its place, with no more certainty than there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW
from tests.ui.widgets import heard
from wan_desktop.core.ledger import Entry, Fate
from wan_desktop.core.limits import start_of_day
from wan_desktop.core.money import Money
from wan_desktop.ui.spend_dialog import SpendDialog
from wan_desktop.ui.spend_model import Grouping

DAY = 86_400.0
NOON = start_of_day(NOW) + DAY / 2


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


PAID = Entry(
    "job-1",
    NOON,
    "https://api.jiekou.ai",
    "1080P 5 s",
    Fate.MAY_BE_BILLED,
    sent=NOON,
    title="A lake",
    estimate=dollars("0.75"),
)
ENTRIES = [
    PAID,
    replace(PAID, charged=dollars("0.80")),
    replace(PAID, estimate=None),
    replace(PAID, fate=Fate.NOT_BILLED),
    replace(PAID, fate=Fate.UNSENT, sent=0.0),
    replace(PAID, time=NOON - DAY, sent=NOON - DAY, title="", charged=Money(Decimal(5), "¥")),
    replace(PAID, time=NOON - 400 * DAY, sent=NOON - 400 * DAY, charged=dollars("2")),
]


@pytest.fixture
def dialog(qtbot: QtBot) -> SpendDialog:
    dialog = SpendDialog(clock=lambda: NOON + 60)
    qtbot.addWidget(dialog)
    dialog.show_ledger(ENTRIES, Decimal(20))
    dialog.open()
    return dialog


def column(dialog: SpendDialog, head: str) -> list[str]:
    model = dialog.model
    heads = [
        model.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for number in range(model.columnCount())
    ]
    place = heads.index(head)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def test_a_line_a_day(dialog: SpendDialog) -> None:
    assert column(dialog, "Cost") == ["≈ $1.55", "¥5.00", "$2.00"]
    assert column(dialog, "Videos") == ["3", "1", "1"]
    assert column(dialog, "Price unknown") == ["1", "", ""]


def test_a_line_a_month(dialog: SpendDialog) -> None:
    dialog.grouping.set_value(Grouping.MONTH)
    assert column(dialog, "Cost") == ["≈ $1.55 + ¥5.00", "$2.00"]
    name = QLocale().standaloneMonthName(11)
    assert column(dialog, "Month")[0] == f"{name} 2026"


def test_a_line_a_video(dialog: SpendDialog) -> None:
    dialog.grouping.set_value(Grouping.JOB)
    assert column(dialog, "Cost") == [
        *("≈ $0.75", "$0.80", "unknown", "not billed", "not sent yet", "¥5.00", "$2.00")
    ]
    # The words of a removed job went with it.
    assert column(dialog, "Video")[-2:] == ["1080P 5 s", "A lake · 1080P 5 s"]


def test_the_sums_stand_beside_the_limit(dialog: SpendDialog) -> None:
    assert dialog.today.text() == "Today: ≈ $1.55 of $20.00 a day"
    assert dialog.month.text() == "This month: ≈ $1.55 + ¥5.00"
    dialog.show_ledger([replace(PAID, time=NOON + 3 * DAY, sent=NOON + 3 * DAY)], None)
    # Dated in the future, as after a clock was set back: the limit counts it as today's.
    assert dialog.today.text() == "Today: ≈ $0.75"


def test_an_empty_ledger_says_so_and_has_nothing_to_export(dialog: SpendDialog) -> None:
    dialog.show_ledger([], Decimal(20))
    assert dialog.empty.isVisible()
    assert not dialog.table.isVisible()
    assert not dialog.export_button.isEnabled()
    assert dialog.today.text() == "Today: nothing of 20.00 a day"


@pytest.mark.parametrize("grouping", Grouping)
def test_what_is_shown_is_what_is_exported(dialog: SpendDialog, grouping: Grouping) -> None:
    asked = heard(dialog.export_requested)
    dialog.grouping.set_value(grouping)
    dialog.export_button.click()
    assert asked == [grouping]


def test_new_entries_leave_the_grouping_as_it_was_chosen(dialog: SpendDialog) -> None:
    dialog.grouping.set_value(Grouping.JOB)
    dialog.show_ledger(ENTRIES[:1], None)
    assert column(dialog, "Cost") == ["≈ $0.75"]


def test_the_keyboard_walks_through_the_lines_and_on_to_the_buttons(dialog: SpendDialog) -> None:
    dialog.table.setFocus()
    dialog.table.selectRow(0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.table.currentIndex().row() == 1
    QTest.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.export_button


def test_a_screen_reader_hears_each_cell_with_its_column(dialog: SpendDialog) -> None:
    assert dialog.table.accessibleName() == "Spending"
    cell = dialog.model.index(0, 3)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Cost: ≈ $1.55"


def test_it_fits_the_smallest_window(dialog: SpendDialog) -> None:
    assert dialog.width() <= 960
    assert dialog.height() <= 600
