"""Which service the next video goes to, and what the window says of it: band, status bar, costs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wan_desktop.app.connection_status import ConnectionStatus
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.preferences import Preferences
from wan_desktop.core.errors import ErrorKind, Failure, WanError
from wan_desktop.core.params import Request
from wan_desktop.core.settings import DEMO, service_in_force
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm

if TYPE_CHECKING:
    from wan_desktop.app.purse import Purse
    from wan_desktop.backend import Backend


class ServiceInForce(QObject):
    """Connects to the service that is chosen, anew with each choice, from :meth:`use` on.

    ``status`` is what the status bar says of the way there.
    """

    _backend: Backend
    _purse: Purse

    def __init__(self, preferences: Preferences, window: MainWindow, form: ParamsForm, tasks: Tasks) -> None:
        super().__init__(window)
        self._preferences, self._window, self._form, self._tasks = preferences, window, form, tasks
        self.status = ConnectionStatus(window.set_connection, window)

    def address(self) -> str:
        """As ``Job.service``."""
        return service_in_force(self._preferences.settings)

    def show_unasked(self) -> None:
        """Before the backend is there, the demo's promise that nothing is charged is for the demo alone."""
        self._window.show_band(demo=self.address() == DEMO, key_missing=False)

    def use(self, backend: Backend, purse: Purse) -> None:
        """Connects for the first time."""
        self._backend, self._purse = backend, purse
        self._tasks.spawn(self._connect(), name="learn service")

    def connect_anew(self) -> None:
        """Another service or key was chosen."""
        self._tasks.spawn(self._connect(anew=True), name="learn service")

    def say_anew(self) -> None:
        """The language may be another."""
        self.status.refresh()
        self.show_costs(self._form.request())

    def show_costs(self, request: Request) -> None:
        self._purse.costs.show_for(self.address(), request)

    async def _connect(self, *, anew: bool = False) -> None:
        service, trouble = self.address(), None
        try:
            if anew:
                await self._backend.reconnect()
            await self._backend.connect(service)
        except WanError as error:
            trouble = error.failure
        asyncio.get_running_loop().call_soon(self._show, service, trouble)

    def _show(self, service: str, trouble: Failure | None) -> None:
        key_missing = trouble is not None and trouble.kind is ErrorKind.KEY_MISSING
        if trouble is not None and not key_missing:
            self._window.say(failure_sentence(trouble))
        self._window.show_band(demo=service == DEMO, key_missing=key_missing)
        self.status.set_service(service, key_missing)
        self._purse.costs.look_again()
        self._purse.costs.show_for(service, self._form.request())
