"""Many videos by one click: their images, their prompts, what all of it costs, and the consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from wan_desktop.core.batch_draft import OpenBatch
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.ui.announce import announce
from wan_desktop.ui.batch_grid import PREVIEW, BatchGrid
from wan_desktop.ui.batch_images import IMAGE_ROLE, BatchImage, BatchImages
from wan_desktop.ui.batch_words import cost_words, settings_words, title_words
from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import inline_button, show_words, wrapping_label
from wan_desktop.ui.money_words import Quote
from wan_desktop.ui.picture_view import PictureView
from wan_desktop.ui.prompt_edit import PromptEdit
from wan_desktop.ui.prompt_table import PromptTable
from wan_desktop.ui.sentence import Sentence, again
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, SPACING_SMALL, Theme, set_look

WIDTH = 800
LINES_MAX = 3
PROMPT_HEIGHT, TABLE_HEIGHT, PROBLEMS_HEIGHT = 58, 120, 42
SHOWN_AGAIN_MS = 60
"""Words follow the images at most so often: two hundred of them come to be known within seconds."""


@dataclass(frozen=True, slots=True)
class WantedVideo:
    """An image of the batch and the prompt that goes with it."""

    image: BatchImage
    prompt: str


class BatchDialog(Dialog):
    """``images`` is filled by :meth:`start` and by whoever reads the files.

    Signals:
        generate_requested(object): the user's consent to a video of each; a tuple of WantedVideo.
        chosen(object BatchImage | None): the picture of this one is wanted, see :meth:`show_picture`.
        counted(int): there are so many images now, so what they cost is another sum.
        edited(): what :meth:`as_it_is` gives may be another now.
    """

    generate_requested = Signal(object)
    chosen = Signal(object)
    counted = Signal(int)
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._request, self._variations, self._quote = Request(), 1, Quote()
        self._refused: dict[str, str] = {}
        self._problem = ""
        self._each = self._locked = self._others_sent = False
        self._count = -1
        self._pasted = ""
        self.images = BatchImages(self)
        self.grid = BatchGrid(theme, self.images, self)
        self.preview = PictureView(theme, self)
        self.prompt, self.table = PromptEdit(PROMPT_HEIGHT), PromptTable(self.images, self)
        self.generate_button, self.cancel_button = ConsentButton(self), QPushButton(self)
        self._make_words()
        self._dress()
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=SHOWN_AGAIN_MS)
        self._connect()
        self._retranslate()

    # What the program tells

    def start(self, sources: Sequence[Path], request: Request, variations: int) -> None:
        """Opens with these files, and the settings of the form."""
        self._request, self._variations = request, variations
        self._refused.clear()
        self._each = self._locked = self._others_sent = False
        self.prompt.setPlainText(request.prompt)
        self.images.start(sources)
        self._pasted = ""
        self._show_all()
        self.grid.choose(0)
        self.open()
        self.grid.setFocus()

    def show_settings(self, request: Request, problem: str) -> None:
        """The settings of the form by now; ``problem`` says why they can't be sent, "" where they can."""
        self._request, self._problem = request, problem
        self._show_facts()

    def as_it_is(self) -> OpenBatch:
        """What the user has put together so far."""
        images = tuple((image.source, image.prompt) for image in self.images.images())
        return OpenBatch(images, self.prompt.toPlainText(), self._each)

    def go_on(self, batch: OpenBatch, request: Request, variations: int) -> None:
        """As :meth:`start`, with the prompts of a batch that was put together before."""
        prompts = dict(batch.images)
        self.start(list(prompts), request, variations)
        self.images.set_prompts(dict(enumerate(prompts.values())))
        self.prompt.setPlainText(batch.prompt)
        self._each = batch.each
        self._show_prompts()
        self._show_facts()

    def show_quote(self, quote: Quote) -> None:
        """What the videos cost, as far as it is known now."""
        self._quote = quote
        self._show_facts()

    def refuse(self, source: Path, reason: str) -> None:
        """An image can't be used: it is listed with the reason."""
        self._refused[source.name] = reason
        self.images.drop(source)
        self._later.start()

    def show_picture(self, picture: QImage) -> None:
        """The image that was ``chosen``, as it is sent."""
        self.preview.show_picture(picture)

    def unlock(self) -> None:
        """Nothing came of the click: it can be made again."""
        self._locked = False
        self._show_facts()

    def keep_left_out(self, sources: set[Path]) -> None:
        """The others were sent; these were not, and can be changed."""
        self._others_sent = True
        self.images.keep(sources)
        self.unlock()
        announce(self, self._progress.text())

    @property
    def video_count(self) -> int:
        return self.images.rowCount() * self._variations

    def wanted(self) -> tuple[WantedVideo, ...]:
        """The images in their order, each with its prompt."""
        shared = self.prompt.toPlainText()
        return tuple(
            WantedVideo(image, image.prompt if self._each else shared) for image in self.images.images()
        )

    # Building

    def _make_words(self) -> None:
        self._facts, self._progress = wrapping_label("muted"), wrapping_label("label")
        self._forbidden = wrapping_label("warn")
        self._chip, self._name = wrapping_label("label"), QLabel(self)
        self._problems_title, self._problems = wrapping_label("warn title"), wrapping_label("muted")
        self._prompt_title, self._prompt_kind = QLabel(self), QLabel(self)
        self._prompt_switch = inline_button(self._switch)
        self._hint = wrapping_label("label")
        self._remove = inline_button(self.grid.remove_current)

    def _dress(self) -> None:
        for name, widget in (
            ("batchPrompt", self.prompt),
            ("batchPreview", self.preview),
            ("promptSwitch", self._prompt_switch),
            ("removeFromBatch", self._remove),
            ("generateBatch", self.generate_button),
            ("cancelBatch", self.cancel_button),
        ):
            widget.setObjectName(name)
        set_look(self.generate_button, "primary")
        set_look(self._prompt_title, "strong")
        set_look(self._prompt_kind, "muted")
        self.preview.setFixedSize(PREVIEW)
        self.cancel_button.setAutoDefault(False)
        self.table.setFixedHeight(TABLE_HEIGHT)

    def _lay_out(self) -> None:
        seen = QVBoxLayout()
        seen.setSpacing(SPACING_SMALL)
        seen.addWidget(self.preview)
        name = QHBoxLayout()
        name.addWidget(self._name, 1)
        name.addWidget(self._remove)
        seen.addLayout(name)
        seen.addWidget(self._chip)
        seen.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(SPACING_LARGE)
        top.addWidget(self.grid, 1)
        top.addLayout(seen)
        self._name.setFixedWidth(PREVIEW.width() - 70)
        self._chip.setFixedWidth(PREVIEW.width())
        self.body.addLayout(top)
        self.body.addWidget(self._problem_list())
        self.body.addWidget(self._facts)
        self.body.addWidget(self._prompt_card())
        self.body.addWidget(self._forbidden)
        self.buttons.addWidget(self._progress, 1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.generate_button)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """The Tab key goes as the eye does, not in the order of making."""
        prompts = (self._prompt_switch, self.prompt, self.table)
        stops = (self.grid, self.preview, self._remove, *prompts, self.cancel_button, self.generate_button)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _problem_list(self) -> QWidget:
        self._refusals = QScrollArea(widgetResizable=True)
        self._refusals.setFrameShape(QFrame.Shape.NoFrame)
        self._refusals.setMaximumHeight(PROBLEMS_HEIGHT)
        inner = QWidget()
        set_look(inner, "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._problems_title)
        column.addWidget(self._problems)
        column.addStretch(1)
        self._refusals.setWidget(inner)
        return self._refusals

    def _prompt_card(self) -> QFrame:
        card = QFrame(self)
        set_look(card, "card")
        head = QHBoxLayout()
        head.setSpacing(SPACING_SMALL)
        for widget in (self._prompt_title, self._prompt_kind, self._prompt_switch):
            head.addWidget(widget)
        head.addStretch(1)
        column = QVBoxLayout(card)
        column.setSpacing(SPACING)
        column.addLayout(head)
        for part in (self.prompt, self.table, self._hint):
            column.addWidget(part)
        return card

    def _connect(self) -> None:
        self._later.timeout.connect(self._show_all)
        self.images.rowsInserted.connect(self._others_joined)
        self.images.changed.connect(self._images_changed)
        self.grid.chosen.connect(self._chosen)
        self.prompt.textChanged.connect(self._show_facts)
        self.prompt.textChanged.connect(self.edited)
        self.prompt.other_pasted.connect(self._other_pasted)
        self.table.pasted.connect(self._prompts_pasted)
        self.cancel_button.clicked.connect(self.reject)
        self.generate_button.clicked.connect(self._generate)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._generate)

    # Reacting

    def _images_changed(self) -> None:
        self.edited.emit()
        if self.images.rowCount() != self._count:
            self._count = self.images.rowCount()
            self.counted.emit(self.video_count)
        if not self._later.isActive():
            self._later.start()

    def _others_joined(self) -> None:
        """Not all that is here was refused before any more."""
        self._others_sent = False

    def _chosen(self, image: BatchImage | None) -> None:
        self._show_chosen(image)
        self.chosen.emit(image)

    def _switch(self) -> None:
        self._each = not self._each
        if self._each:
            shared = self.prompt.toPlainText()
            rows = enumerate(self.images.images())
            self.images.set_prompts({row: shared for row, image in rows if not image.prompt})
        self._show_prompts()
        self._show_facts()
        self.edited.emit()
        (self.table if self._each else self.prompt).setFocus()

    def _other_pasted(self, _mime: object) -> None:
        """Only words belong here; what a batch is made of is chosen before."""

    def _prompts_pasted(self, prompts: int, unused: int) -> None:
        self._pasted = Sentence(partial(self._pasted_words, prompts, unused))
        self._show_prompts()

    def _pasted_words(self, prompts: int, unused: int) -> str:
        words = self.tr("%n prompts came.", "", prompts)
        if unused:
            words += " " + self.tr("%n rows belong to no image here.", "", unused)
        return words

    def _generate(self) -> None:
        if self.generate_button.isEnabled() and not self.prompt.composing():
            self._locked = True
            self._show_facts()
            self.generate_requested.emit(self.wanted())

    # Showing

    def _show_all(self) -> None:
        self._fit_grid()
        refused = self._refused
        self._refusals.setVisible(bool(refused))
        self._problems_title.setText(self.tr("%n images can’t be used:", "", len(refused)))
        self._problems.setText("\n".join(f"{name}: {again(reason)}" for name, reason in refused.items()))
        self._refusals.setAccessibleName(self._problems_title.text())
        self._refusals.setAccessibleDescription(self._problems.text())
        self._show_chosen(self.grid.currentIndex().data(IMAGE_ROLE))
        self._show_prompts()
        self._show_facts()

    def _fit_grid(self) -> None:
        width = WIDTH - PREVIEW.width() - 3 * SPACING_LARGE - 24
        wanted = self.grid.height_for(max(1, self.images.rowCount()), width, LINES_MAX)
        self.grid.setMinimumHeight(wanted)

    def _show_chosen(self, image: BatchImage | None) -> None:
        name = image.name if image is not None else ""
        metrics = self._name.fontMetrics()
        self._name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, self._name.width()))
        self._name.setToolTip(name)
        self._chip.setText(again(image.chip) if image is not None else "")
        self._remove.setVisible(image is not None)

    def _show_prompts(self) -> None:
        self.prompt.setVisible(not self._each)
        self.table.setVisible(self._each)
        self._hint.setVisible(self._each)
        how = self.tr("Paste two columns from a spreadsheet, image and prompt; or one, in the order shown.")
        self._hint.setText(again(self._pasted) or how)
        kind = self.tr("one for each ·") if self._each else self.tr("the same for all ·")
        self._prompt_kind.setText(kind)
        switch = self.tr("the same for all") if self._each else self.tr("one for each…")
        self._prompt_switch.setText(switch)
        self._prompt_switch.setAccessibleName(f"{self._prompt_title.text()}: {switch}")

    def _show_facts(self) -> None:
        count = self.video_count
        self.title.setText(title_words(count, self._quote))
        facts = (settings_words(self._request, self._variations), cost_words(self._quote))
        self._facts.setText(" ".join(filter(None, facts)))
        reason = again(self._problem) or self._too_long() or again(self._quote.forbidden)
        if reason and reason != self._forbidden.text() and self.isVisible():
            announce(self, reason)
        show_words(self._forbidden, reason)
        unprepared = sum(not image.file_name for image in self.images.images())
        preparing = self.tr("Preparing the images: %n to go…", "", unprepared)
        left_out = self.tr("The others are sent. What is here was refused before: change it, or close this.")
        self._progress.setText(preparing if unprepared else left_out if self._others_sent else "")
        self.generate_button.setText(self.tr("Generate %n videos", "", count))
        self.generate_button.setEnabled(bool(count) and not (unprepared or reason or self._locked))
        tip = self.tr("Ctrl+Enter. Enter alone never pays.")
        self.generate_button.setToolTip(tip)
        spoken = (reason, self._progress.text(), self._facts.text(), tip)
        self.generate_button.setAccessibleDescription(" ".join(filter(None, spoken)))

    def _too_long(self) -> str:
        most = BY_NAME["prompt"].maximum
        long = next((video for video in self.wanted() if len(video.prompt) > most), None)
        if long is None:
            return ""
        text = self.tr("The prompt of “{name}” is longer than {most} characters.")
        return text.format(name=long.image.name, most=most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_chosen(self.grid.currentIndex().data(IMAGE_ROLE))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Many videos at once"))
        self.grid.setAccessibleName(self.tr("Images, in the order of their videos"))
        self.grid.setToolTip(self.tr("Drag to change the order; Alt and an arrow key do it too."))
        self.preview.setAccessibleName(self.tr("The image as it is sent"))
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.table.setAccessibleName(self.tr("Prompts"))
        self._prompt_title.setText(self.tr("Prompt"))
        self._remove.setText(self.tr("Remove"))
        self._remove.setAccessibleName(self.tr("Remove this image"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._show_all()
