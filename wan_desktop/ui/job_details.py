"""Below the player: a job's prompt, its facts as tags, what can be done with it, and what went wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.core.job import Job
from wan_desktop.ui.action_words import action_hint, action_words
from wan_desktop.ui.actions import Action, actions_for
from wan_desktop.ui.consent_button import ConsentButton
from wan_desktop.ui.failure_card import FailureCard
from wan_desktop.ui.field import inline_button
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.job_menu import job_menu
from wan_desktop.ui.job_model import no_expectation
from wan_desktop.ui.messages import explanation, service_words, state_words, title_words
from wan_desktop.ui.money_words import cost_tag
from wan_desktop.ui.prompt_text import PromptText
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, set_look
from wan_desktop.ui.words import Span, duration_words, moment_words_long, pixel_words, size_words

#: Acts that deserve a button where they can be done and there is room; the others are in the menu.
_BUTTONS = (
    Action.DECIDE,
    Action.LOOK_AGAIN,
    Action.FOLLOW,
    Action.EDIT_AND_RETRY,
    Action.RETRY,
    Action.STOP,
    Action.CONTINUE,
    Action.REUSE,
    Action.SAVE_AS,
    Action.SHOW_IN_FOLDER,
)
_BUTTONS_AT_MOST = 4
_KIN_AT_MOST = 3
_TITLE_AT_MOST = 36
#: Where the window is low, this much stays in sight (in pixels), and the rest scrolls.
_HEIGHT_AT_LEAST = 110
#: First acts that settle something get the accent; "Stop" is offered, not recommended.
_RECOMMENDED = frozenset(
    {
        Action.DECIDE,
        Action.LOOK_AGAIN,
        Action.FOLLOW,
        Action.EDIT_AND_RETRY,
        Action.RETRY,
        Action.CONTINUE,
    }
)


class JobDetails(QScrollArea):
    """Shows one job, or nothing. ``expected`` and ``clock`` as in :class:`JobModel`.

    As high as what it shows; where the window is too low for that, it scrolls.

    Signals:
        action_requested(str, str): an act (``Action``) is wanted for the job of an id.
        job_requested(str): the user wants to see another job, by its id.
    """

    action_requested = Signal(str, str)
    job_requested = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        expected: Callable[[Job], Span | None] = no_expectation,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("jobDetails")
        self._expected = expected
        self._clock = clock
        self._job: Job | None = None
        self._buttons: dict[Action, QPushButton] = {}
        self._page = QWidget(self)
        self._prompt = PromptText(self._page)
        self._state = QLabel(self._page)
        self._card = FailureCard(self._page)
        self._facts = QWidget(self._page)
        self._fact_flow = FlowLayout(self._facts, spacing=6, line_spacing=5)
        self._kin = QWidget(self._page)
        self._kin_flow = FlowLayout(self._kin, spacing=SPACING, line_spacing=2)
        self._lineage: tuple[Job | None, Sequence[Job]] = (None, ())
        self._acts = QWidget(self._page)
        self._act_flow = FlowLayout(self._acts, spacing=SPACING, line_spacing=SPACING)
        self._more = QPushButton("⋯", self._page)
        self._tick = QTimer(self, interval=1000)
        self._lay_out()
        self._tick.timeout.connect(self._show_state)
        self._more.clicked.connect(self._open_menu)
        self._card.copy_requested.connect(partial(self._ask, Action.COPY_DETAILS))
        self.show_job(None)

    def show_job(self, job: Job | None) -> None:
        """Shows a job, or its new standing; None clears."""
        if job == self._job and job is not None:
            return
        if job is None or self._job is None or job.id != self._job.id:
            self._lineage = (None, ())
        self._job = job
        self._show_all()

    def show_lineage(self, job_id: str, before: Job | None, after: Sequence[Job]) -> None:
        """What the job shown continues, and what continues it; another job's is ignored."""
        if self._job is not None and self._job.id == job_id:
            self._lineage = (before, after)
            self._show_kin()
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height_wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(_HEIGHT_AT_LEAST, self._height_wanted()))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # Not in resizeEvent: a scroll area lays nothing out when it is resized from there.
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        elif watched is self._page and event.type() == QEvent.Type.Resize:
            self._show_what_fits()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        wanted = self._height_wanted()
        if self.maximumHeight() != wanted:
            self.setMaximumHeight(wanted)
            self.updateGeometry()
        # A bar that came while room was being made would narrow the page, and so be needed for ever.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if self.height() >= wanted else policy.ScrollBarAsNeeded
        )

    def _height_wanted(self) -> int:
        layout = self._page.layout()
        if layout is None or self._job is None:
            return 0
        return layout.totalHeightForWidth(self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_all()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_or_rest()

    def _lay_out(self) -> None:
        set_look(self._page, "panel")
        set_look(self._state, "muted")
        self._more.setObjectName("moreActions")
        foot = QHBoxLayout()
        foot.setSpacing(SPACING)
        foot.addWidget(self._acts, 1)
        foot.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(SPACING_LARGE, 12, SPACING_LARGE, SPACING_LARGE)
        column.setSpacing(10)
        for widget in (self._prompt, self._state, self._card, self._facts, self._kin):
            column.addWidget(widget)
        column.addLayout(foot)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWidgetResizable(True)
        # What is in it has the keyboard; a stop at the frame would show nothing.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._page)
        self._page.installEventFilter(self)

    # Showing.

    def _show_all(self) -> None:
        self.setAccessibleName(self.tr("Details of the video"))
        self._prompt.setAccessibleName(self.tr("Prompt of this video"))
        self._more.setAccessibleName(self.tr("More actions"))
        self._more.setToolTip(self.tr("More actions"))
        job = self._job
        for widget in (self._prompt, self._facts, self._acts, self._more):
            widget.setVisible(job is not None)
        self._card.show_job(job)
        self._show_state()
        self._run_or_rest()
        if job is not None:
            self._prompt.show_text(job.request.prompt.strip() or title_words(job))
            self._show_facts(job)
            self._show_buttons(job)
            self._prompt.setAccessibleDescription(self._spoken(job))
        self._show_kin()
        self._fit()

    def _show_state(self) -> None:
        job = self._job
        shown = job is not None and job.unfinished and job.trouble is None
        self._state.setVisible(shown)
        if job is not None and shown:
            words = state_words(job, self._clock(), self._expected(job))
            self._state.setText(" · ".join(filter(None, (words.text, words.percent))))

    def _run_or_rest(self) -> None:
        if self._job is not None and self._job.unfinished and self.isVisible():
            self._tick.start()
        else:
            self._tick.stop()

    def _show_facts(self, job: Job) -> None:
        _clear(self._fact_flow)
        for text, hint in self._fact_texts(job):
            tag = QLabel(text, self._facts, textFormat=Qt.TextFormat.PlainText)
            set_look(tag, "tag")
            tag.setToolTip(hint)
            self._fact_flow.addWidget(tag)
            tag.show()

    def _spoken(self, job: Job) -> str:
        """All that is shown of a job beside its prompt: labels, which the Tab key passes by."""
        words = explanation(job)
        said = [state_words(job, self._clock(), self._expected(job)).text]
        said += [words.title, words.meaning, words.money, words.advice] if words is not None else []
        said += [f"{text} ({hint})" if hint else text for text, hint in self._fact_texts(job)]
        return " · ".join(filter(None, said))

    def _fact_texts(self, job: Job) -> list[tuple[str, str]]:
        """Words and tooltip of each tag."""
        request = job.request
        shots = self.tr("Multi shot") if request.shots == "multi" else self.tr("Single shot")
        facts = [(request.resolution, self._size_words(job)), (duration_words(request.duration), "")]
        facts += [(shots, ""), *self._seed_facts(job), self._sound_fact(job)]
        if request.effect:
            facts.append((self.tr("effect {name}").format(name=request.effect), ""))
        if request.negative_prompt:
            facts.append((self.tr("negative prompt"), request.negative_prompt))
        if request.watermark:
            facts.append((self.tr("watermark"), ""))
        if not request.rewrite:
            facts.append((self.tr("no rewriting"), self.tr("The prompt was used word for word.")))
        cost = cost_tag(job)
        if cost is not None:
            facts.append(cost)
        facts.append((service_words(job.service), job.task_id))
        facts.append((moment_words_long(job.finished_at or job.created_at, self._clock()), ""))
        return facts

    def _show_kin(self) -> None:
        _clear(self._kin_flow)
        before, after = self._lineage
        if before is not None:
            self._add_kin(self.tr("Continues “{title}”"), before)
        for job in after[:_KIN_AT_MOST]:
            self._add_kin(self.tr("Continued by “{title}”"), job)
        self._kin.setVisible(before is not None or bool(after))
        self._order_tabs()

    def _add_kin(self, words: str, job: Job) -> None:
        title = title_words(job)
        short = title if len(title) <= _TITLE_AT_MOST else f"{title[:_TITLE_AT_MOST]}…"
        link = inline_button(partial(self._lead_to, job.id))
        link.setObjectName(f"kin_{job.id}")
        link.setText(words.format(title=short).replace("&", "&&"))
        link.setToolTip(self.tr("Show that video"))
        self._kin_flow.addWidget(link)
        link.show()

    def _seed_facts(self, job: Job) -> list[tuple[str, str]]:
        if job.request.seed is not None:
            return [(self.tr("seed {number}").format(number=job.request.seed), "")]
        chosen = job.extra.get("seed")
        if chosen is None:
            return []
        text = self.tr("seed {number}").format(number=chosen)
        return [(text, self.tr("Chosen by the service. Keep it to come close to this video again."))]

    def _sound_fact(self, job: Job) -> tuple[str, str]:
        if job.request.audio_url or job.request.sound:
            told = job.request.audio_url or str(job.extra.get("sound_name", ""))
            return self.tr("sound from a file"), told
        return self.tr("automatic sound") if job.request.audio else self.tr("silent"), ""

    def _size_words(self, job: Job) -> str:
        if not job.video_width:
            return ""
        return f"{pixel_words(job.video_width, job.video_height)}, {size_words(job.video_bytes)}"

    # Acting.

    def _show_buttons(self, job: Job) -> None:
        actions = actions_for(job)
        chosen = tuple(action for action in _BUTTONS if action in actions)[:_BUTTONS_AT_MOST]
        if tuple(self._buttons) != chosen:
            self._make_buttons(chosen)
        for action, button in self._buttons.items():
            button.setText(action_words(action))
            button.setToolTip(action_hint(action))
        self._show_what_fits()
        self._acts.updateGeometry()

    def _show_what_fits(self) -> None:
        """Buttons in one line, the first in any case; the menu has the others."""
        used = 2 * SPACING_LARGE + self._more.sizeHint().width()
        for action, button in self._buttons.items():
            used += SPACING + button.sizeHint().width()
            button.setVisible(used <= self._page.width() or action is next(iter(self._buttons)))

    def _make_buttons(self, actions: tuple[Action, ...]) -> None:
        """New buttons only where other acts are offered: the focus survives a mere change of the job."""
        _clear(self._act_flow)
        self._buttons = {}
        for action in actions:
            # Another act takes the place of one just clicked: "Stop" may become "Retry", which costs.
            button = ConsentButton(self._acts)
            button.setObjectName(str(action))
            button.clicked.connect(partial(self._ask, action))
            if action is actions[0] and action in _RECOMMENDED:
                set_look(button, "outline")
            self._buttons[action] = button
            self._act_flow.addWidget(button)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """What is made later comes behind all the window; here it goes where it is seen."""
        kin, buttons = self._kin.findChildren(QPushButton), self._buttons.values()
        stops = (self._prompt, *self._card.tab_stops(), *kin, *buttons, self._more)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _ask(self, action: Action, _checked: bool = False) -> None:
        if self._job is not None:
            self.action_requested.emit(self._job.id, str(action))

    def _lead_to(self, job_id: str, _checked: bool = False) -> None:
        self.job_requested.emit(job_id)

    def _open_menu(self) -> None:
        if self._job is None:
            return
        shown = {action for action, button in self._buttons.items() if not button.isHidden()}
        rest = [action for action in actions_for(self._job) if action not in shown]
        menu = job_menu(self, self._job.id, rest, self.action_requested.emit)
        corner = QPoint(self._more.width() - menu.sizeHint().width(), -menu.sizeHint().height() - 4)
        menu.popup(self._more.mapToGlobal(corner))


def _clear(flow: FlowLayout) -> None:
    while (item := flow.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
