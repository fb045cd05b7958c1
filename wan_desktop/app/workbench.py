"""What a video is made from: the form's tools, made once and joined."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from wan_desktop.app.composer import Composer
from wan_desktop.app.framing_tool import FramingTool
from wan_desktop.app.link_tool import LinkTool
from wan_desktop.app.request_tool import RequestTool
from wan_desktop.core.paths import Paths
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome


class Workbench(QObject):
    """``composer`` takes what is dropped, pasted or chosen and turns a press of Generate into a wish.

    ``framing`` crops and turns its image; ``requests`` shows what a press would send; ``links`` looks
    whether a pasted link leads to a sound. ``service`` is asked
    anew for each: a base URL, or "demo".
    """

    def __init__(
        self,
        paths: Paths,
        tasks: Tasks,
        theme: Theme,
        form: ParamsForm,
        welcome: Welcome,
        window: MainWindow,
        *,
        service: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self.composer = Composer(paths, tasks, form, welcome, window)
        self.requests = RequestTool(paths, tasks, theme, form, window, service)
        self.framing = FramingTool(self.composer, self.requests, tasks, theme, form, window)
        self.links = LinkTool(form, tasks, service, window)
        window.open_image_requested.connect(self.composer.choose_image)
        window.paste_requested.connect(form.drop_area.paste)
        window.remove_image_requested.connect(self.composer.clear_image)
