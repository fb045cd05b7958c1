"""What a video is made from: the form's tools, made once and joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextCursor

from wan_desktop.app.composer import Composer
from wan_desktop.app.drafts import Drafts
from wan_desktop.app.preset_shelf import PresetShelf
from wan_desktop.app.prompt_memory import PromptMemory
from wan_desktop.core.job import Job
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.welcome import Welcome


class Workbench(QObject):
    """``composer`` takes what is dropped, pasted or chosen and turns a press of Generate into a wish.

    ``drafts`` keeps the form over a restart.
    """

    def __init__(
        self, paths: Paths, tasks: Tasks, form: ParamsForm, welcome: Welcome, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._form, self._window = form, window
        self.composer = Composer(paths, tasks, form, welcome, window)
        self.drafts = Drafts(paths, tasks, form, self.composer, window)
        self._presets = PresetShelf(paths, tasks, form, window)
        self._memory = PromptMemory(tasks, form)
        window.open_image_requested.connect(self.composer.choose_image)
        window.paste_requested.connect(form.drop_area.paste)
        window.remove_image_requested.connect(self.composer.clear_image)

    def bring_back(self, last_request: Mapping[str, Any]) -> None:
        """The form as the last start left it; see :meth:`Drafts.bring_back`."""
        self.drafts.bring_back(last_request)

    def start(self) -> None:
        """What waits for the first paint, on the running loop."""
        self.drafts.start()
        self._presets.start()

    def join(self, runner: Runner) -> None:
        """What needs the job list, once that is there."""
        self._memory.start(runner)

    def close(self) -> None:
        """Keeps what the user has not sent yet."""
        self.drafts.close()
        self._presets.close()

    def edit(self, job: Job) -> None:
        """Puts a job's settings and its image back into the form, for the user to change them."""
        self.composer.reuse(job)
        self.edit_prompt()

    def edit_prompt(self) -> None:
        """The keyboard goes to the prompt, its pane unfolded."""
        _, right = self._window.menus.panes_shown
        self._window.menus.set_panes_shown(True, right)
        self._form.prompt.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.prompt.moveCursor(QTextCursor.MoveOperation.End)
