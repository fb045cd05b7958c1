"""The spend window, joined: the ledger read for it, and its table written as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.file_manager import usual_folder
from wan_desktop.app.save_dialog import ask_where
from wan_desktop.backend import Backend
from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import replace_file
from wan_desktop.core.ledger import Entry, day_of, entries_csv, month_of, periods, periods_csv
from wan_desktop.core.limits import Limits
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.spend_dialog import SpendDialog
from wan_desktop.ui.spend_model import Grouping


class Spending(QObject):
    """Opens the window, keeps it up to date while it is open, exports what it shows.

    Signals:
        failed: a Failure of reading the ledger.
    """

    failed = Signal(object)

    def __init__(self, backend: Backend, limits: Callable[[], Limits], window: QWidget) -> None:
        super().__init__(window)
        self._backend, self._limits, self._window = backend, limits, window
        self._dialog: SpendDialog | None = None
        self._folder = usual_folder(QStandardPaths.StandardLocation.DocumentsLocation)

    def open(self) -> None:
        if self._dialog is None:
            self._dialog = SpendDialog(self._window)
            self._dialog.export_requested.connect(self._choose_file)
        self._dialog.show_outcome("", "ok")
        self._dialog.open()
        self.refresh()

    def refresh(self) -> None:
        """Something may have been spent: an open window shows it."""
        if self._dialog is not None and self._dialog.isVisible():
            self._backend.tasks.spawn(self._read(), name="read ledger")

    async def _read(self) -> None:
        soon = asyncio.get_running_loop().call_soon
        try:
            entries = await self._backend.runner.ledger()
        except DiskError as error:
            soon(self.failed.emit, error.failure)
        else:
            soon(self._show, entries)

    def _show(self, entries: list[Entry]) -> None:
        if self._dialog is not None:
            self._dialog.show_ledger(entries, self._limits().per_day)

    def _choose_file(self, grouping: Grouping) -> None:
        ask_where(
            self._dialog,
            self.tr("Export spending"),
            [self.tr("Tables (*.csv)")],
            Path(self._folder, f"wan-desktop-{grouping}.csv"),
            partial(self._file_chosen, grouping),
        )

    def _file_chosen(self, grouping: Grouping, target: str) -> None:
        self._folder = str(Path(target).parent)
        self._backend.tasks.spawn(self._export(Path(target), grouping), name="export spending")

    async def _export(self, target: Path, grouping: Grouping) -> None:
        try:
            table = table_of(await self._backend.runner.ledger(), grouping)
            await asyncio.to_thread(replace_file, target, table.encode())
        except DiskError as error:
            words, look = failure_sentence(error.failure), "error"
        else:
            words, look = Sentence(lambda: self.tr("Saved as {file}").format(file=target)), "ok"
        if self._dialog is not None:
            asyncio.get_running_loop().call_soon(self._dialog.show_outcome, words, look)


def table_of(entries: list[Entry], grouping: Grouping) -> str:
    """The ledger as CSV, in the grouping shown."""
    if grouping is Grouping.JOB:
        return entries_csv(entries)
    return periods_csv(periods(entries, month_of if grouping is Grouping.MONTH else day_of))
