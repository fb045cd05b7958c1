"""The images of a batch as a Qt model: their order, their prompts, and what is known of each so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage

from wan_desktop.ui.sentence import again

Index = QModelIndex | QPersistentModelIndex

IMAGE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The :class:`BatchImage` itself."""
ROWS = "application/x-wan-desktop-batch-rows"


@dataclass(frozen=True, slots=True)
class BatchImage:
    """One of them. ``file_name`` is what is sent, in the inputs folder, "" while it is not prepared yet;
    ``chip`` says what was done to it; ``problem`` why it can't be used."""

    source: Path
    thumbnail: QImage | None = None
    file_name: str = ""
    chip: str = ""
    prompt: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        return self.source.name


class BatchImages(QAbstractListModel):
    """The images that can be used, or may be, in the order in which their videos are made.

    Signals:
        changed(): an image was added, moved, removed, or is known better now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: list[BatchImage] = []

    def images(self) -> tuple[BatchImage, ...]:
        return tuple(self._images)

    def start(self, sources: Sequence[Path]) -> None:
        """Begins anew with these files, each once."""
        self.beginResetModel()
        self._images = [BatchImage(source) for source in dict.fromkeys(sources)]
        self.endResetModel()
        self.changed.emit()

    def add(self, sources: Sequence[Path]) -> None:
        """Adds files at the end, but for those that are there."""
        there = {image.source for image in self._images}
        added = [BatchImage(source) for source in dict.fromkeys(sources) if source not in there]
        if added:
            count = len(self._images)
            self.beginInsertRows(QModelIndex(), count, count + len(added) - 1)
            self._images += added
            self.endInsertRows()
            self.changed.emit()

    def learn(self, source: Path, **facts: Any) -> None:
        """What is known now of an image (fields of BatchImage); one that is gone is no error."""
        row = next((row for row, image in enumerate(self._images) if image.source == source), -1)
        if row >= 0:
            self._images[row] = replace(self._images[row], **facts)
            self.dataChanged.emit(self.index(row), self.index(row))
            self.changed.emit()

    def set_prompts(self, prompts: Mapping[int, str]) -> None:
        """Prompts by row."""
        for row, prompt in prompts.items():
            self._images[row] = replace(self._images[row], prompt=prompt)
        if prompts:
            self.dataChanged.emit(self.index(min(prompts)), self.index(max(prompts)))
            self.changed.emit()

    def remove(self, row: int) -> None:
        if 0 <= row < len(self._images):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._images[row]
            self.endRemoveRows()
            self.changed.emit()

    def drop(self, source: Path) -> None:
        """Takes an image that can't be used out."""
        self.remove(next((row for row, image in enumerate(self._images) if image.source == source), -1))

    def keep(self, sources: set[Path]) -> None:
        """Takes all others out, told as one change."""
        kept = [image.source in sources for image in self._images]
        # Run by run, for a reset would lose which one is chosen; from the end, for no row before it moves.
        end = len(kept)
        for stays, run in groupby(reversed(kept)):
            first = end - len(list(run))
            if not stays:
                self.beginRemoveRows(QModelIndex(), first, end - 1)
                del self._images[first:end]
                self.endRemoveRows()
            end = first
        if not all(kept):
            self.changed.emit()

    def move(self, row: int, before: int) -> int:
        """Moves an image before the one at ``before``; its new row."""
        if row == before or row + 1 == before or not 0 <= before <= len(self._images):
            return row
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), before)
        target = before - 1 if before > row else before
        self._images.insert(target, self._images.pop(row))
        self.endMoveRows()
        self.changed.emit()
        return target

    # What views ask.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._images)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid):
            return None
        image = self._images[index.row()]
        match role:
            case _ if role == IMAGE_ROLE:
                return image
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{index.row() + 1}. {image.name}"
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (image.name, again(image.chip))))
        return None

    # Dragged within its view.

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        mime.setData(ROWS, str(indexes[0].row()).encode())
        return mime

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Moves the row itself, and says False: the view would remove what it takes for a copy."""
        if action == Qt.DropAction.MoveAction and data.hasFormat(ROWS):
            where = row if row >= 0 else parent.row() if parent.isValid() else len(self._images)
            self.move(int(bytes(data.data(ROWS).data())), where)
        return False
