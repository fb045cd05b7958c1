"""The settings of the form under a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import Field, wrapping_label
from wan_desktop.ui.theme import set_look

WIDTH = 420


class SavePresetDialog(Dialog):
    """Asks for the name, and whether the prompts belong to it.

    Signals:
        save_requested(str, bool): the name as typed; whether the prompts are kept too.
    """

    save_requested = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._names: frozenset[str] = frozenset()
        self.words = wrapping_label("muted")
        self.name = QLineEdit(self)
        self.name.setObjectName("presetName")
        self.field = Field(self.name)
        self.prompts = QCheckBox(self)
        self.prompts.setObjectName("presetPrompts")
        self.save_button, self.cancel_button = QPushButton(self), QPushButton(self)
        set_look(self.save_button, "primary")
        self.save_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)
        for widget in (self.words, self.field, self.prompts):
            self.body.addWidget(widget)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.save_button)
        self.name.textChanged.connect(self._check)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.reject)
        self._retranslate()

    def ask(self, names: Sequence[str], suggested: str = "") -> None:
        """``names`` are taken; ``suggested`` stands there, ready to be typed over."""
        self._names = frozenset(name.casefold() for name in names)
        self.name.setText(suggested)
        self.name.selectAll()
        self.prompts.setChecked(False)
        self._check()
        self.open()
        self.name.setFocus()

    def _check(self, _text: str = "") -> None:
        name = " ".join(self.name.text().split())
        taken = name.casefold() in self._names
        self.field.set_note(self.tr("There is a preset of this name. It is replaced.") if taken else "")
        self.save_button.setText(self.tr("Replace") if taken else self.tr("Save"))
        self.save_button.setEnabled(bool(name))

    def _save(self) -> None:
        self.accept()
        self.save_requested.emit(self.name.text(), self.prompts.isChecked())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Save as a preset"))
        self.title.setText(self.tr("Save as a preset"))
        self.words.setText(
            self.tr("Keeps the settings of the form as they are now, without the image and sound files.")
        )
        self.field.set_label(self.tr("Name"))
        self.prompts.setText(self.tr("Keep the prompts too"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._check()
