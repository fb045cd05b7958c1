"""What a video is made from: the form's tools, made once and joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wan_desktop.app.batch_tool import BatchTool
from wan_desktop.app.composer import Composer
from wan_desktop.app.continuing import Continuing
from wan_desktop.app.framing_tool import FramingTool
from wan_desktop.app.link_tool import LinkTool
from wan_desktop.app.request_tool import RequestTool
from wan_desktop.app.sound_tool import SoundTool
from wan_desktop.app.video_return import VideoReturn
from wan_desktop.core.paths import Paths
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
    a base URL, or "demo".

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
        self._form = form
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

    def use(self, purse: Purse) -> None:
        """From now on the program can pay."""
        self.batches.use(purse)

    def sent(self) -> None:
        """A click was taken up."""
        self.batches.sent()

    def unlock(self) -> None:
        """Nothing came of a click: it can be made again."""
        self._form.unlock()
        self.batches.unlock()

    def _submit(self, submissions: tuple[Submission, ...]) -> None:
        self.submit_requested.emit(tuple(map(self.sound.named, submissions)))
