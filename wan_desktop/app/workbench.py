"""What a video is made from: the form's tools, made once and joined."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from wan_desktop.app.composer import Composer
from wan_desktop.app.continuing import Continuing
from wan_desktop.app.video_return import VideoReturn
from wan_desktop.core.paths import Paths
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.welcome import Welcome


class Workbench(QObject):
    """``composer`` takes what is dropped, pasted or chosen and turns a press of Generate into a wish.

    ``continuing`` fills the form from a video's last frame, ``video_return`` from a video's file.
    """

    def __init__(
        self, paths: Paths, tasks: Tasks, form: ParamsForm, welcome: Welcome, window: MainWindow
    ) -> None:
        super().__init__(window)
        self.composer = Composer(paths, tasks, form, welcome, window)
        self.continuing = Continuing(tasks, form, self.composer)
        self.video_return = VideoReturn(paths, tasks, form, self.composer)
        self._form = form
        self.composer.video_given.connect(self.video_return.take)
        self.video_return.foreign_video.connect(self._refuse_video)
        window.open_image_requested.connect(self.composer.choose_image)
        window.paste_requested.connect(form.drop_area.paste)
        window.remove_image_requested.connect(self.composer.clear_image)

    def _refuse_video(self, _video: Path) -> None:
        words = self.tr("This video does not say how it was made. Drop an image, or a video made here.")
        self._form.drop_area.show_problem(words)
