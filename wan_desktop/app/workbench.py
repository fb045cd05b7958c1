"""What a video is made from: the form's tools, made once and joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor

from wan_desktop.app.batch_tool import BatchTool
from wan_desktop.app.composer import Composer
from wan_desktop.app.continuing import Continuing
from wan_desktop.app.drafts import Drafts
from wan_desktop.app.framing_tool import FramingTool
from wan_desktop.app.link_tool import LinkTool
from wan_desktop.app.preset_shelf import PresetShelf
from wan_desktop.app.prompt_memory import PromptMemory
from wan_desktop.app.request_tool import RequestTool
from wan_desktop.app.sound_tool import SoundTool
from wan_desktop.app.video_return import VideoReturn
from wan_desktop.core.job import Job
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.settings import Settings
from wan_desktop.core.sound_ways import usable_ways
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

if TYPE_CHECKING:
    from wan_desktop.app.purse import Purse


class Workbench(QObject):
    """``composer`` takes what is dropped, pasted or chosen and turns a press of Generate into a wish.

    ``framing`` crops and turns its image; ``requests`` shows what a press would send; ``batches`` makes many
    videos of one click; ``continuing`` fills the form from a video's last frame, ``video_return`` from a
    video's file; ``sound`` takes a sound file from it, or its own, and cuts it to the video; ``links`` looks
    whether a pasted link leads to one. ``service`` and ``settings`` are asked anew each time; the service is
    a base URL, or "demo". ``drafts`` keeps all of it over a restart.

    Signals:
        submit_requested: the Submissions of one click, a tuple.
    """

    submit_requested = Signal(object)

    def __init__(
        self,
        paths: Paths,
        tasks: Tasks,
        theme: Theme,
        form: ParamsForm,
        welcome: Welcome,
        window: MainWindow,
        player: Player,
        *,
        service: Callable[[], str],
        settings: Callable[[], Settings],
    ) -> None:
        super().__init__(window)
        self._form, self._window = form, window
        self.composer = Composer(paths, tasks, form, welcome, window)
        self.requests = RequestTool(paths, tasks, theme, form, window, service)
        self.batches = BatchTool(paths, tasks, theme, form, window)
        self.framing = FramingTool(self.composer, self.requests, tasks, theme, form, window)
        self.links = LinkTool(form, tasks, service, window)
        self.sound = SoundTool(
            paths,
            tasks,
            form,
            theme,
            window,
            usable_ways=lambda: usable_ways(settings()),
            pause_video=player.pause,
        )
        self.composer.sound_given.connect(self.sound.take)
        window.open_image_requested.connect(self.composer.choose_image)
        window.paste_requested.connect(form.drop_area.paste)
        window.remove_image_requested.connect(self.composer.clear_image)
        self.composer.images_given.connect(self.batches.open)
        self.composer.submit_requested.connect(self.batches.submit)
        self.batches.submit_requested.connect(self._submit)
        self.continuing = Continuing(tasks, form, self.composer)
        self.video_return = VideoReturn(paths, tasks, form, self.composer)
        self.composer.video_given.connect(self.video_return.take)
        self.video_return.foreign_video.connect(self.framing.frame_film)
        self.drafts = Drafts(paths, tasks, form, self.composer, window)
        self.drafts.add_part("batch", self.batches.keep, self.batches.bring_back)
        self.drafts.add_part("sound", self.sound.keep, self.sound.bring_back)
        self.batches.edited.connect(self.drafts.touch)
        self._presets = PresetShelf(paths, tasks, form, window)
        self._memory = PromptMemory(tasks, form)
        self.submit_requested.connect(self._memory.remember)

    def bring_back(self, last_request: Mapping[str, Any]) -> None:
        """The form as the last start left it; see :meth:`Drafts.bring_back`."""
        self.drafts.bring_back(last_request)

    def start(self) -> None:
        """What waits for the first paint, on the running loop."""
        self.drafts.start()
        self._presets.start()

    def keep(self) -> None:
        """Puts on the disk what the user has not sent yet. Blocks for a moment."""
        self.drafts.keep()
        self._presets.keep()

    def leave_alone(self) -> None:
        """From now on the files of a newer program stay as they are."""
        self.drafts.leave_alone()

    def close(self) -> None:
        """As :meth:`keep`; from now on nothing is kept any more."""
        self.drafts.close()
        self._presets.keep()

    def use(self, purse: Purse, runner: Runner) -> None:
        """From now on the program can pay, and knows its jobs."""
        self.batches.use(purse)
        self._memory.start(runner)

    def sent(self, submissions: Sequence[Submission]) -> None:
        """A click was taken up, for these videos."""
        self.batches.sent(submissions)

    def unlock(self) -> None:
        """Nothing came of a click: it can be made again."""
        self._form.unlock()
        self.batches.unlock()

    def edit(self, job: Job) -> None:
        """Puts a job's settings and its image back into the form, for the user to change them."""
        self.video_return.reuse(job)
        self.edit_prompt()

    def change(self, refused: Submission) -> None:
        """Leads to where the user can change a video that was about to be asked for."""
        if not self.batches.lead_to(refused):
            self.edit_prompt()

    def edit_prompt(self) -> None:
        """The keyboard goes to the prompt, its pane unfolded."""
        _, right = self._window.menus.panes_shown
        self._window.menus.set_panes_shown(True, right)
        self._form.prompt.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.prompt.moveCursor(QTextCursor.MoveOperation.End)

    def _submit(self, submissions: tuple[Submission, ...]) -> None:
        self.submit_requested.emit(tuple(map(self.sound.named, submissions)))
