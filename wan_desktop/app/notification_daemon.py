"""Notifications by the Linux desktop's own daemon (org.freedesktop.Notifications, over the session bus).

The specification: https://specifications.freedesktop.org/notification-spec/latest/. The connection is made at
the first notification and then stays: a daemon takes a notification away with the one that sent it, and a
click is told to the sender alone.
"""

from __future__ import annotations

import asyncio
import html
import logging
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from wan_desktop.core.session_bus import Conversation, NoAnswer, Peer
from wan_desktop.core.tasks import Tasks

log = logging.getLogger(__name__)

_PATH = "/org/freedesktop/Notifications"
_DAEMON = Peer("org.freedesktop.Notifications", _PATH, "org.freedesktop.Notifications")
_CLICK = "default"
"""The action that a click on the notification itself means."""
_BY_USER = 2
"""Why a notification was closed: the user has seen it."""
_DAEMONS_OWN_TIME = -1


class NotificationDaemon(QObject):
    """Shows one notification at a time; the next one takes its place.

    Signals:
        clicked: the daemon's leave to come to the front (a token of Wayland or X11), or "".
        dismissed: the user took the notification away.
        unheard: there is nobody to show it.
    """

    clicked = Signal(str)
    dismissed = Signal()
    unheard = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._one_by_one = asyncio.Lock()
        self._bus: Conversation | None = None
        self._able: frozenset[str] = frozenset()
        self._shown, self._token = 0, ""

    def show(self, title: str, text: str) -> None:
        """Shows a notification soon; never blocks, never raises."""
        self._tasks.spawn(self._show(title, text), name="notify")

    def withdraw(self) -> None:
        """Takes away what is shown: it has been seen."""
        if self._shown:
            self._tasks.spawn(self._withdraw(), name="withdraw a notification")

    async def _show(self, title: str, text: str) -> None:
        async with self._one_by_one:
            try:
                bus = await self._conversation()
                actions = [_CLICK, self.tr("Show")] if "actions" in self._able else []
                body, name = self._without_markup(text), QGuiApplication.desktopFileName()
                message = (QGuiApplication.applicationDisplayName(), self._shown, name, title, body, actions)
                hints = {"desktop-entry": ("s", name)}
                values = (*message, hints, _DAEMONS_OWN_TIME)
                (self._shown,) = await bus.ask(_DAEMON, "Notify", "susssasa{sv}i", *values)
            except NoAnswer as error:
                log.info("nobody shows notifications: %s", error)
                asyncio.get_running_loop().call_soon(self.unheard.emit)

    def _without_markup(self, text: str) -> str:
        """Text in which nothing is a tag, as this daemon reads it."""
        if "body-markup" in self._able:
            return html.escape(text, quote=False)
        # dunst 1.9 reads tags without saying that it does; what cannot read them would show "&lt;".
        return text.replace("<", "‹").replace(">", "›")

    async def _withdraw(self) -> None:
        async with self._one_by_one:
            shown, self._shown = self._shown, 0
            if shown and self._bus is not None:
                try:
                    await self._bus.ask(_DAEMON, "CloseNotification", "u", shown)
                except NoAnswer as error:
                    log.info("a notification stays: %s", error)

    async def _conversation(self) -> Conversation:
        """The connection; anew where the bus has gone since."""
        if self._bus is None or not self._bus.open:
            self._bus, self._shown = await Conversation.begin(), 0
            self._tasks.spawn(self._bus.hear(self._told), name="hear of notifications")
            await self._bus.listen_to(_DAEMON)
            (able,) = await self._bus.ask(_DAEMON, "GetCapabilities")
            self._able = frozenset(able)
        return self._bus

    def _told(self, signal: str, values: tuple[Any, ...]) -> None:
        if values[:1] != (self._shown,):
            return
        soon = asyncio.get_running_loop().call_soon
        match signal, values[1:]:
            case "ActivationToken", (str(token),):
                self._token = token
            case "ActionInvoked", (str(action),) if action == _CLICK:
                soon(self.clicked.emit, self._token)
                self._token = ""
            case "NotificationClosed", (int(why),):
                self._shown = 0
                if why == _BY_USER:
                    soon(self.dismissed.emit)
