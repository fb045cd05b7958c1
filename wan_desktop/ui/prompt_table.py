"""A prompt for each image of a batch: a table that takes what was copied from a spreadsheet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from wan_desktop.core.params import BY_NAME
from wan_desktop.core.prompt_sheet import assign
from wan_desktop.ui.announce import SpokenRow
from wan_desktop.ui.batch_images import IMAGE_ROLE, BatchImages, Index
from wan_desktop.ui.words import in_own_direction

NAME, PROMPT = range(2)
ROW_HEIGHT = 30
NAME_WIDTH = 170


class PromptTable(QTableView):
    """Image | prompt. A double click, F2 or typing edits; a paste fills many at once.

    Signals:
        pasted(int, int): so many prompts came, and so many rows belonged to no image.
    """

    pasted = Signal(int, int)

    def __init__(self, images: BatchImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        SpokenRow(self)
        self._images = images
        self.setObjectName("promptTable")
        self.setModel(PromptColumns(images, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        # The arrow keys move in it; the Tab key goes on to the buttons.
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(PROMPT, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(NAME, NAME_WIDTH)

    def paste(self, text: str) -> None:
        """Two columns by file name, one in order from the current row on; see ``core.prompt_sheet``."""
        first = max(0, self.currentIndex().row())
        assignment = assign(text, [image.name for image in self._images.images()], first)
        self._images.set_prompts(assignment.prompts)
        self.pasted.emit(len(assignment.prompts), assignment.unused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self._images.set_prompts({self.currentIndex().row(): ""})
        else:
            super().keyPressEvent(event)


class PromptColumns(QAbstractTableModel):
    """The images' names and prompts, side by side."""

    def __init__(self, images: BatchImages, parent: QObject) -> None:
        super().__init__(parent)
        self._images = images
        images.dataChanged.connect(self._row_changed)
        # Few rows: whatever moved, the table is read anew.
        for signal in (images.modelReset, images.rowsInserted, images.rowsRemoved, images.rowsMoved):
            signal.connect(self._all_changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._images.rowCount()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid):
            return None
        image = self._images.index(index.row()).data(IMAGE_ROLE)
        shown = image.name if index.column() == NAME else image.prompt
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return in_own_direction(" ".join(shown.split()))
            case Qt.ItemDataRole.EditRole:
                return shown
            case Qt.ItemDataRole.ToolTipRole:
                return shown
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != PROMPT:
            return False
        self._images.set_prompts({index.row(): str(value)[: BY_NAME["prompt"].maximum]})
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == PROMPT else usual

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Image") if section == NAME else self.tr("Prompt")
        return None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, PROMPT)
        return super().event(event)

    def _row_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.dataChanged.emit(self.index(first.row(), NAME), self.index(last.row(), PROMPT))

    def _all_changed(self) -> None:
        self.beginResetModel()
        self.endResetModel()
