"""The folded part of the form: what most videos leave alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRandomGenerator, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from wan_desktop.core.batches import VARIATIONS_MAX, Variations
from wan_desktop.core.params import BY_NAME
from wan_desktop.ui.field import Field
from wan_desktop.ui.prompt_edit import PromptEdit
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.theme import SPACING_LARGE, SPACING_SMALL, Role, Theme

NEGATIVE_HEIGHT = 64


class Advanced(QWidget):
    """Negative prompt, seed, variations, effect, rewriting and watermark.

    Signals:
        changed(): one of the values did.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.negative = PromptEdit(NEGATIVE_HEIGHT)
        self.seed = SeedControl(theme)
        self.variations = Segmented(range(1, VARIATIONS_MAX + 1))
        self.keep_seeds = QCheckBox()
        self.effect = QLineEdit()
        self.effect.setAcceptDrops(False)
        self.rewrite, self.watermark = QCheckBox(), QCheckBox()
        self.keep_seeds.setChecked(True)
        self._name_controls()
        self.fields = {
            "negative_prompt": Field(self.negative),
            "seed": Field(self.seed),
            "variations": Field(self.variations),
            "effect": Field(self.effect),
        }
        """The fields whose problems are shown here, by parameter."""
        self._arrange()
        self._connect()
        self._retranslate()

    def variation_values(self) -> Variations:
        """How many videos of each image, and whether their seeds are drawn here."""
        count = self.variations.value()
        assert isinstance(count, int)
        return Variations(count, self.keep_seeds.isChecked())

    def set_variations(self, variations: Variations) -> None:
        """The reverse of :meth:`variation_values`."""
        self.variations.set_value(variations.count)
        self.keep_seeds.setChecked(variations.keep_seeds)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _name_controls(self) -> None:
        self.negative.setObjectName("negativeEdit")
        self.effect.setObjectName("effectControl")
        self.rewrite.setObjectName("rewriteToggle")
        self.watermark.setObjectName("watermarkToggle")
        self.variations.setObjectName("variationsControl")
        self.keep_seeds.setObjectName("keepSeedsToggle")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_LARGE)
        for name, field in self.fields.items():
            column.addWidget(field)
            if name == "variations":
                column.addWidget(self.keep_seeds)
        switches = QVBoxLayout()
        switches.setSpacing(SPACING_SMALL)
        switches.addWidget(self.rewrite)
        switches.addWidget(self.watermark)
        column.addLayout(switches)

    def _connect(self) -> None:
        self.negative.textChanged.connect(self._changed)
        self.seed.value_changed.connect(self._changed)
        self.effect.textChanged.connect(self._changed)
        self.rewrite.toggled.connect(self._changed)
        self.watermark.toggled.connect(self._changed)
        self.variations.value_changed.connect(self._changed)
        self.keep_seeds.toggled.connect(self._changed)

    def _changed(self, _value: object = None) -> None:
        self._show_facts()
        self.changed.emit()

    def _show_facts(self) -> None:
        count = len(self.negative.toPlainText())
        self.fields["negative_prompt"].set_count(count, BY_NAME["negative_prompt"].maximum)
        several, seed = self.variation_values().count > 1, self.seed.value()
        self.keep_seeds.setVisible(several and seed is None)
        counted = self.tr("Their seeds count on from {seed}.").format(seed=seed)
        self.fields["variations"].set_note(counted if several and seed is not None else "")
        ignored = self.tr("With an effect the service ignores the prompt.")
        self.fields["effect"].set_note(ignored if self.effect.text().strip() else "")

    def _retranslate(self) -> None:
        self.fields["negative_prompt"].set_label(self.tr("Negative prompt"))
        self.negative.setPlaceholderText(self.tr("What should not appear? e.g. text, blur"))
        self.fields["seed"].set_label(self.tr("Seed"))
        self.fields["effect"].set_label(self.tr("Effect"))
        self.fields["variations"].set_label(self.tr("Variations"))
        self.variations.set_words(self.tr("Variations"), [str(count) for count in self.variations.values()])
        self.variations.setToolTip(self.tr("How many videos are made of each image. Each is charged."))
        self._name_switch(
            self.keep_seeds,
            self.tr("Keep their seeds"),
            self.tr("Each seed is drawn here and kept with its video, so that it can be used again."),
        )
        name = self.tr("Name of an effect of the service")
        self.effect.setPlaceholderText(name)
        self.effect.setToolTip(name)
        self._name_switch(
            self.rewrite,
            self.tr("Improve the prompt"),
            self.tr("The service rewrites the prompt: better for short ones, a little slower."),
        )
        self._name_switch(
            self.watermark, self.tr("Watermark"), self.tr("The service writes “AI 生成” at the bottom right.")
        )
        self._show_facts()

    def _name_switch(self, switch: QCheckBox, words: str, tip: str) -> None:
        switch.setText(words)
        switch.setAccessibleName(words)
        switch.setAccessibleDescription(tip)
        switch.setToolTip(tip)


class SeedControl(QWidget):
    """A seed kept for the next videos, or none: then the service draws one each time.

    Signals:
        value_changed(object int | None): another seed, or none.
    """

    value_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seedControl")
        self._theme = theme
        self._edit = QLineEdit()
        self._edit.setAcceptDrops(False)
        self._edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._edit.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,10}"), self))
        self._dice, self._clear = QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING_SMALL)
        row.addWidget(self._edit, 1)
        row.addWidget(self._dice)
        row.addWidget(self._clear)
        self.setFocusProxy(self._edit)
        self._connect()
        self._paint_icons()
        self._retranslate()

    def value(self) -> int | None:
        return int(text) if (text := self._edit.text()) else None

    def set_value(self, seed: int | None) -> None:
        self._edit.setText("" if seed is None else str(seed))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _connect(self) -> None:
        self._edit.textChanged.connect(self._edited)
        self._dice.clicked.connect(self._draw)
        self._clear.clicked.connect(self._edit.clear)
        self._theme.changed.connect(self._paint_icons)

    def _edited(self, text: str) -> None:
        self._clear.setEnabled(bool(text))
        self.value_changed.emit(self.value())

    def _draw(self) -> None:
        # bounded() leaves its upper end out, and takes 32 bits: the greatest seed is never drawn.
        self.set_value(QRandomGenerator.global_().bounded(BY_NAME["seed"].maximum))

    def _paint_icons(self) -> None:
        for button, name in ((self._dice, "dice"), (self._clear, "close")):
            button.setIcon(self._theme.icon(name, Role.MUTED, 16))
            button.setIconSize(QSize(16, 16))

    def _retranslate(self) -> None:
        self._edit.setAccessibleName(self.tr("Seed"))
        self._edit.setPlaceholderText(self.tr("Random"))
        self._clear.setEnabled(self.value() is not None)
        for button, words in (
            (self._dice, self.tr("Draw a seed and keep it")),
            (self._clear, self.tr("A random seed for every video")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
