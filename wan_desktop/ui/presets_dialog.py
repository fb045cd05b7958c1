"""All presets in a list: to rename, delete, hand on and take in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.ui.announce import SpokenRow, announce
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import inline_button, wrapping_label
from wan_desktop.ui.sentence import SentenceLabel
from wan_desktop.ui.theme import SPACING, set_look

WIDTH = 460
LIST_HEIGHT = 220


class PresetsDialog(Dialog):
    """Stays open while its owner does what is asked for, and shows what became of it.

    Signals:
        rename_requested(str, str): a preset's name, and the one typed over it.
        delete_requested(str): a preset's name.
        undo_requested(): the deletion said last shall not have been.
        import_requested(), export_requested(): a file is to be chosen.
    """

    rename_requested = Signal(str, str)
    delete_requested = Signal(str)
    undo_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self.list = QListWidget(self)
        SpokenRow(self.list)
        self.list.setObjectName("presetList")
        self.list.setFixedHeight(LIST_HEIGHT)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.empty = wrapping_label("muted")
        self.outcome = SentenceLabel(self)
        self.undo_button = inline_button(self._undo)
        self.rename_button, self.delete_button, self.import_button, self.export_button, self.close_button = (
            QPushButton(self, autoDefault=False) for _ in range(5)
        )
        self._lay_out()
        self._connect()
        self._retranslate()
        self.undo_button.hide()

    def show_presets(self, names: Sequence[str]) -> None:
        """The names in their order; what was selected stays so where it is still there."""
        row, selected = self.list.currentRow(), self._selected()
        self.list.blockSignals(True)
        self.list.clear()
        for name in names:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        if names:
            known = names.index(selected) if selected in names else min(max(row, 0), len(names) - 1)
            self.list.setCurrentRow(known)
        self.list.blockSignals(False)
        self._check()

    def say(self, words: str, *, undo: bool = False) -> None:
        """What became of the last wish; ``undo`` offers to take it back."""
        self.outcome.setText(words)
        self.undo_button.setVisible(undo)
        if words:
            announce(self, words)

    def ask(self, names: Sequence[str]) -> None:
        """Opens it."""
        self.show_presets(names)
        self.say("")
        self.open()
        self.list.setFocus()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(SPACING)
        for button in (self.rename_button, self.delete_button):
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(self.list, 1)
        row.addLayout(side)
        said = QHBoxLayout()
        said.setSpacing(SPACING)
        set_look(self.outcome, "muted")
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        said.addWidget(self.outcome, 1)
        said.addWidget(self.undo_button)
        self.body.addWidget(self.empty)
        self.body.addLayout(row)
        self.body.addLayout(said)
        self.buttons.addWidget(self.import_button)
        self.buttons.addWidget(self.export_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)

    def _connect(self) -> None:
        self.list.itemChanged.connect(self._renamed)
        self.list.currentRowChanged.connect(self._check)
        self.rename_button.clicked.connect(self._edit)
        self.delete_button.clicked.connect(self._delete)
        self.import_button.clicked.connect(self.import_requested)
        self.export_button.clicked.connect(self.export_requested)
        self.close_button.clicked.connect(self.accept)

    def _selected(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _check(self, _row: int = 0) -> None:
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(self.list.currentItem() is not None)
        self.export_button.setEnabled(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)

    def _edit(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        old = str(item.data(Qt.ItemDataRole.UserRole))
        if item.text() != old:
            self.rename_requested.emit(old, item.text())

    def _delete(self) -> None:
        if name := self._selected():
            self.delete_requested.emit(name)

    def _undo(self) -> None:
        self.say("")
        self.undo_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Presets"))
        self.title.setText(self.tr("Presets"))
        self.list.setAccessibleName(self.tr("Presets"))
        self.empty.setText(self.tr("None yet. “Save as a preset…” beside the prompt makes one."))
        self.rename_button.setText(self.tr("Rename"))
        self.delete_button.setText(self.tr("Delete"))
        self.undo_button.setText(self.tr("Undo"))
        self.import_button.setText(self.tr("Import…"))
        self.export_button.setText(self.tr("Export…"))
        self.close_button.setText(self.tr("Close"))
