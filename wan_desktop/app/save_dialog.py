"""Where to save a file: the system's dialog, and no other file overwritten unasked.

Linux's portal neither completes a name nor asks about the name as Qt would complete it: "lake" became
"lake.mp4" over the one that was there. macOS' panel completes and asks where the filter has an ending; for
all files Qt completes after the panel has asked (``selectedFiles`` in qcocoafiledialoghelper.mm). On both a
name that comes without an ending is completed here, and the question asked here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_COMPLETES_NAMES = ("win32",)
"""Systems whose dialog completes a name with Qt's default ending and asks about it then."""


def ask_where(
    parent: QWidget | None,
    title: str,
    filters: Sequence[str],
    proposed: Path,
    chosen: Callable[[str], object],
) -> None:
    """Opens the dialog with ``proposed``; ``chosen`` gets the file's path. Nothing is called for a cancel.

    A name without an ending gets that of ``proposed``.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(filters)
    if sys.platform in _COMPLETES_NAMES:
        dialog.setDefaultSuffix(proposed.suffix)
    dialog.setDirectory(str(proposed.parent))
    dialog.selectFile(proposed.name)
    completion = _Completion(dialog, proposed.suffix, chosen)
    dialog.fileSelected.connect(completion.file_selected)
    dialog.rejected.connect(dialog.deleteLater)
    dialog.open()


class _Completion(QObject):
    """Completes the name that was given, and asks where that is another file's."""

    def __init__(self, dialog: QFileDialog, suffix: str, chosen: Callable[[str], object]) -> None:
        super().__init__(dialog)
        self._dialog, self._suffix, self._chosen = dialog, suffix, chosen
        self._whole = ""

    def file_selected(self, file: str) -> None:
        self._whole = file if Path(file).suffix else file + self._suffix
        if self._whole != file and Path(self._whole).exists():
            self._ask()
        else:
            self._take()

    def _ask(self) -> None:
        question = QMessageBox(self._dialog.parentWidget())
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self._dialog.windowTitle())
        words = self.tr("{name} is in this folder already. Replace it?")
        question.setText(words.format(name=Path(self._whole).name))
        question.addButton(QMessageBox.StandardButton.Cancel)
        replace = question.addButton(self.tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        replace.clicked.connect(self._take)
        question.rejected.connect(self._dialog.open)
        question.open()

    def _take(self) -> None:
        self._dialog.deleteLater()
        self._chosen(self._whole)
