"""The left pane: all that a request holds, from the table of parameters, and the button that sends it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from wan_desktop.core.batches import Variations
from wan_desktop.core.params import (
    BY_NAME,
    LOCAL_PARAMETERS,
    PARAMETERS,
    Kind,
    Problem,
    ProblemKind,
    Request,
    validate,
)
from wan_desktop.ui.advanced import Advanced
from wan_desktop.ui.drop_area import SILENT_MS, DropArea
from wan_desktop.ui.dropped import DropKind, Dropped
from wan_desktop.ui.field import Field
from wan_desktop.ui.fold import Fold, SideBySide
from wan_desktop.ui.foot import Foot
from wan_desktop.ui.image_view import ImageView
from wan_desktop.ui.preset_menu import PresetMenu
from wan_desktop.ui.problem_words import problem_words
from wan_desktop.ui.prompt_edit import PromptEdit
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.sentence import again
from wan_desktop.ui.sound_field import SoundField
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, Theme, set_look
from wan_desktop.ui.words import duration_words

WIDTH_MIN = 260
PROMPT_HEIGHT = 76
SAID_BELOW = frozenset({ProblemKind.MISSING, ProblemKind.NOT_READY})
"""Nothing wrong was entered: these are said beside Generate alone, not at the field."""


class ParamsForm(QWidget):
    """The form. ``generate_action`` is Ctrl+Enter for the whole window; a menu may show it too.

    Text dropped on ``drop_area`` goes to the prompt by itself; images are for whoever can open them.

    Signals:
        generate_requested(object Request): the user's consent to send this one request, once.
        changed(): any value did, or the image.
    """

    generate_requested = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self.setMinimumWidth(WIDTH_MIN)
        self._image = ""
        self._filling = False
        self._forbidden = ""
        self._reading = False
        self._patience = QTimer(self, singleShot=True, interval=SILENT_MS)
        self._patience.timeout.connect(self._show_problems)
        self._make_controls(theme)
        self._arrange()
        self._connect()
        self._retranslate()
        self.set_request(Request())

    def request(self) -> Request:
        """The values as they stand, right or wrong."""
        sound = self.sound.values()
        return Request(
            image=self._image,
            prompt=self.prompt.toPlainText(),
            negative_prompt=self.advanced.negative.toPlainText(),
            effect=self.advanced.effect.text().strip(),
            audio_url=sound.audio_url,
            duration=_number(self.duration.value()),
            resolution=str(self.resolution.value()),
            shots=str(self.shots.value()),
            rewrite=self.advanced.rewrite.isChecked(),
            audio=sound.audio,
            watermark=self.advanced.watermark.isChecked(),
            seed=self.advanced.seed.value(),
            sound=sound.sound,
            sound_way=sound.sound_way,
        )

    def variations(self) -> Variations:
        """How many videos of each image are wanted."""
        return self.advanced.variation_values()

    def set_variations(self, variations: Variations) -> None:
        """The reverse of :meth:`variations`."""
        self.advanced.set_variations(variations)

    def video_count(self) -> int:
        """How many videos a press of Generate asks for."""
        return self.variations().count

    def set_request(self, request: Request, sound_name: str = "", *, keep_sound: bool = False) -> None:
        """Shows all values of ``request`` but its image, which :meth:`set_image` brings with its preview.

        ``sound_name`` is what the user calls the request's sound, "" where nobody knows; ``keep_sound``
        leaves the sound as it is, one that is still being prepared too.
        Values that are no choice any more become the default.
        """
        request = _with_known_choices(request)
        self._filling = True
        self.prompt.setPlainText(request.prompt)
        self.duration.set_value(request.duration)
        self.resolution.set_value(request.resolution)
        self.shots.set_value(request.shots)
        if not keep_sound:
            sound = (request.sound, request.sound_way, sound_name)
            self.sound.set_values(request.audio_url, request.audio, *sound)
        self._set_advanced(request)
        self._filling = False
        self._check()

    def set_image(self, file_name: str, view: ImageView | None) -> None:
        """The image to send, by its name in the inputs folder, and how it looks; ("", None) takes it away."""
        self._image = file_name
        if view is None:
            self.drop_area.clear()
        else:
            self.drop_area.show_image(view)
        self._check()

    def set_cost(self, cost: str, balance: str) -> None:
        """Two short sentences as HTML, their figures in ``<b>``; "" for what is not known."""
        self._foot.set_cost(cost, balance)

    def set_forbidden(self, reason: str) -> None:
        """Why a request that is whole may not be sent all the same (a limit); "" where it may."""
        self._forbidden = reason
        self._show_reason(self.problems())

    def set_reading(self, reading: bool) -> None:
        """Whether another image than the one to be sent is on its way: nothing is sent meanwhile.

        Said in words only where that takes its time.
        """
        if reading is not self._reading:
            self._reading = reading
            self._patience.start()
            self._show_reason(self.problems())

    def set_prompt_note(self, words: str) -> None:
        """What there is to know about the prompt, beneath it; "" where there is nothing."""
        self._fields["prompt"].set_note(words)

    def add_to_prompt(self, text: str) -> None:
        """Words that came from elsewhere, at the place of the cursor."""
        self.prompt.insertPlainText(text)
        self.prompt.setFocus()

    def unlock(self) -> None:
        """Opens Generate before its lock runs out: for a request that was not taken up."""
        self._foot.button.unlock()

    def reveal(self, part: QWidget) -> None:
        """Brings a part of the form into sight, where the pane is too low for all of it."""
        self._scroll.ensureWidgetVisible(part)

    def generate(self) -> None:
        """As if Generate were pressed; where something is missing, leads to it instead."""
        if self.prompt.composing() or self.advanced.negative.composing():
            return  # This Return was the input method's.
        if problems := self.problems():
            self._lead_to(problems[0])
        else:
            self._foot.button.press()

    def problems(self) -> tuple[Problem, ...]:
        """All that keeps the request from being sent."""
        return (*validate(self.request()), *self.sound.problems())

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LanguageChange:
            # Not in changeEvent: by now the parts have their new words, which the form's own quote.
            self._retranslate()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.drop_area.paste()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll.verticalScrollBar() and event.type() in (
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._set_margins()
        return super().eventFilter(watched, event)

    def _make_controls(self, theme: Theme) -> None:
        self.drop_area = DropArea(theme)
        self.prompt = PromptEdit(PROMPT_HEIGHT)
        self.preset_menu = PresetMenu(self)
        self._preset_button = QToolButton()
        self._preset_button.setMenu(self.preset_menu)
        self._preset_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_look(self._preset_button, "head")
        self.duration = Segmented(BY_NAME["duration"].choices)
        self.resolution = Segmented(BY_NAME["resolution"].choices)
        self.shots = Segmented(BY_NAME["shots"].choices)
        self.sound = SoundField(theme)
        self.advanced = Advanced(theme)
        self.fold = Fold(self.advanced)
        self._foot = Foot(theme)
        for name, control in (
            ("promptEdit", self.prompt),
            ("presetButton", self._preset_button),
            ("durationControl", self.duration),
            ("resolutionControl", self.resolution),
            ("shotControl", self.shots),
            ("advancedFold", self.fold.button()),
        ):
            control.setObjectName(name)
        self._fields = {
            "prompt": Field(self.prompt),
            "duration": Field(self.duration),
            "resolution": Field(self.resolution),
            "shots": Field(self.shots),
            "audio_url": self.sound.link_field(),
            **self.advanced.fields,
        }

    def _arrange(self) -> None:
        self._fields["prompt"].add_to_head(self._preset_button)
        content = QWidget()
        set_look(content, "panel")
        self._column = QVBoxLayout(content)
        self._column.setSpacing(SPACING_LARGE)
        pair = SideBySide((self._fields["duration"], self._fields["resolution"]), SPACING + 2, equal=True)
        for part in (
            self.drop_area,
            self._fields["prompt"],
            pair,
            self._fields["shots"],
            self.sound,
            self.fold,
        ):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().installEventFilter(self)
        self._set_margins()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._foot)
        self.setTabOrder(self._preset_button, self.prompt)

    def _set_margins(self) -> None:
        """A scroll bar lies in the margin at the line's end: nothing moves or wraps anew when it comes."""
        bar = self._scroll.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.isVisibleTo(self._scroll) else 0
        begin, end = SPACING_LARGE, max(0, SPACING_LARGE - taken)
        left, right = (end, begin) if self.isRightToLeft() else (begin, end)
        self._column.setContentsMargins(left, SPACING_LARGE, right, SPACING_LARGE)

    def _connect(self) -> None:
        for choice in (self.duration, self.resolution, self.shots):
            choice.value_changed.connect(self._changed)
        for part in (self.sound, self.advanced):
            part.changed.connect(self._changed)
        self.prompt.textChanged.connect(self._changed)
        for edit in (self.prompt, self.advanced.negative):
            edit.other_pasted.connect(self._other_pasted)
        self.drop_area.cleared.connect(self._image_cleared)
        self.drop_area.dropped.connect(self._dropped)
        self._foot.button.pressed_once.connect(self._send)
        # Held down, it is still one consent.
        self.generate_action = QAction(self, autoRepeat=False)
        self.generate_action.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self.generate_action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.generate_action.triggered.connect(self.generate)
        self.addAction(self.generate_action)

    def _set_advanced(self, request: Request) -> None:
        self.advanced.negative.setPlainText(request.negative_prompt)
        self.advanced.effect.setText(request.effect)
        self.advanced.seed.set_value(request.seed)
        self.advanced.rewrite.setChecked(request.rewrite)
        self.advanced.watermark.setChecked(request.watermark)
        names = ("negative_prompt", "effect", "seed", "rewrite", "watermark")
        if any(getattr(request, name) != BY_NAME[name].default for name in names):
            self.fold.set_open(True)

    def _changed(self, _value: object = None) -> None:
        self._check()

    def _check(self) -> None:
        if self._filling:
            return
        self._show_problems()
        self._foot.set_videos(self.video_count())
        self.changed.emit()

    def _show_problems(self) -> None:
        problems = self.problems()
        wrong = {p.parameter: p for p in reversed(problems) if p.kind not in SAID_BELOW}
        for name, field in self._fields.items():
            field.set_problem(problem_words(wrong[name]) if name in wrong else "")
        self._show_notes()
        self._show_reason(problems)

    def _show_reason(self, problems: tuple[Problem, ...]) -> None:
        if self._reading:
            say = self._foot.hold if self._patience.isActive() else self._foot.set_reason
            say(self.tr("The image is being prepared."))
        else:
            self._foot.set_reason(self._reason(problems[0]) if problems else again(self._forbidden))

    def _show_notes(self) -> None:
        self._fields["prompt"].set_count(len(self.prompt.toPlainText()), BY_NAME["prompt"].maximum)
        idle = self.shots.value() == "multi" and not self.advanced.rewrite.isChecked()
        note = self.tr("Multi shot may have no effect while “{name}” is off.")
        name = self.advanced.rewrite.text()
        self._fields["shots"].set_note(note.format(name=name) if idle else "")

    def _reason(self, problem: Problem) -> str:
        if problem.kind in SAID_BELOW or problem.parameter not in self._fields:
            return problem_words(problem)
        return self.tr("Mend “{field}” first.").format(field=self._fields[problem.parameter].label())

    def _lead_to(self, problem: Problem) -> None:
        if problem.parameter in self.advanced.fields:
            self.fold.set_open(True)
        field = self._fields.get(problem.parameter)
        others = {"sound": self.sound.target()}
        target = field.control() if field else others.get(problem.parameter, self.drop_area)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(target)

    def _send(self) -> None:
        self.generate_requested.emit(self.request())

    def _image_cleared(self) -> None:
        self._image = ""
        self._check()

    def _dropped(self, dropped: object) -> None:
        if isinstance(dropped, Dropped) and dropped.kind is DropKind.TEXT:
            self.add_to_prompt(dropped.text)

    def _other_pasted(self, mime: object) -> None:
        if isinstance(mime, QMimeData):
            self.drop_area.take(mime)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Settings of the video"))
        self._fields["prompt"].set_label(self.tr("Prompt"))
        self._preset_button.setText(self.tr("Presets") + " ▾")
        self._preset_button.setAccessibleName(self.tr("Presets"))
        self._preset_button.setToolTip(self.tr("Settings under a name: to use, to save, to share"))
        self.prompt.setPlaceholderText(self.tr("What should happen? e.g. slow push-in, leaves drifting"))
        self._name_choice(
            "duration", self.tr("Duration"), [duration_words(_number(s)) for s in self.duration.values()]
        )
        self._name_choice("resolution", self.tr("Resolution"), [str(v) for v in self.resolution.values()])
        self._name_choice("shots", self.tr("Shots"), [self._shot_words(v) for v in self.shots.values()])
        self.fold.set_title(
            self.tr("Advanced"), self.tr("negative prompt, seed, variations, effect, rewriting, watermark")
        )
        self.generate_action.setText(self.tr("Generate"))
        self._show_problems()

    def _name_choice(self, name: str, label: str, words: list[str]) -> None:
        field = self._fields[name]
        field.set_label(label)
        control = field.control()
        assert isinstance(control, Segmented)
        control.set_words(label, words)

    def _shot_words(self, value: object) -> str:
        """Words for a choice of shots; one that has none yet shows its own name."""
        known = {"single": self.tr("Single shot"), "multi": self.tr("Multi shot")}
        return known.get(str(value), str(value))


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _with_known_choices(request: Request) -> Request:
    unknown = {
        row.name: row.default
        for row in (*PARAMETERS, *LOCAL_PARAMETERS)
        if row.kind is Kind.CHOICE and getattr(request, row.name) not in row.choices
    }
    return replace(request, **unknown)
