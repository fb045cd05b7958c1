"""A pasted link of a sound, looked at in the background before it is paid for; the field says what was found.

It keeps nobody from sending: what was found from here is not what the service will find.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from wan_desktop.core.addresses import is_loopback
from wan_desktop.core.link_finding import LinkLook
from wan_desktop.core.params import Request, validate
from wan_desktop.core.settings import DEMO
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.announce import announce
from wan_desktop.ui.link_words import link_words, looking_words
from wan_desktop.ui.params_form import ParamsForm

TYPED_MS = 900
"""A link is looked at once nobody types any more, not at each letter."""


class LinkTool(QObject):
    """``service`` is asked anew each time: one on this computer may fetch from this computer."""

    def __init__(self, form: ParamsForm, tasks: Tasks, service: Callable[[], str], window: QWidget) -> None:
        super().__init__(window)
        self._form, self._tasks, self._service = form, tasks, service
        self._turn = 0
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self.look)
        form.sound.link.textChanged.connect(self._changed)
        # By the user's own hand alone: a link that a start or an old job brings into the field is not opened.
        form.sound.link.textEdited.connect(self._edited)
        form.sound.link.editingFinished.connect(self._finished)

    def look(self) -> None:
        """Looks at the link that is in the field now, where it is one."""
        self._typed.stop()
        link = self._form.sound.link.text().strip()
        if not link or any(problem.parameter == "audio_url" for problem in validate(Request(audio_url=link))):
            return
        self._form.sound.link_field().set_note(looking_words())
        self._tasks.spawn(self._look(link, self._turn), name="look at link")

    def _changed(self) -> None:
        self._turn += 1

    def _edited(self) -> None:
        self._typed.start()

    def _finished(self) -> None:
        if self._typed.isActive():
            self.look()

    async def _look(self, link: str, turn: int) -> None:
        from wan_desktop.core.link_check import look_at_link
        from wan_desktop.core.system_proxy import system_proxy

        service = self._service()
        near = service == DEMO or is_loopback(urlsplit(service).hostname or "")
        look = await look_at_link(link, find_proxy=system_proxy, allow_loopback=near)
        asyncio.get_running_loop().call_soon(self._show, look, turn)

    def _show(self, look: LinkLook, turn: int) -> None:
        if turn == self._turn:
            words = link_words(look)
            self._form.sound.link_field().set_note(words)
            announce(self._form.sound.link, words)
