"""What a video would cost and what is left on the account, as far as the service says."""

from __future__ import annotations

import asyncio
from html import escape

from PySide6.QtCore import QCoreApplication, QObject, Signal

from wan_desktop.backend import Backend
from wan_desktop.core.errors import WanError
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.settings import DEMO


class Costs(QObject):
    """Asks for prices once for each duration and resolution of a service; unknown stays unknown.

    Signals:
        changed: words for the cost of one video, words for the balance (empty where not readable).
    """

    changed = Signal(str, str)

    def __init__(self, backend: Backend, parent: QObject) -> None:
        super().__init__(parent)
        self._backend = backend
        self._prices: dict[tuple[str, int, str], Money | None] = {}
        self._balance: dict[str, Money | None] = {}
        self._asked: set[tuple[str, int, str]] = set()
        self._service = DEMO
        self._request = Request()

    def show_for(self, service: str, request: Request) -> None:
        """The cost of this request at this service, now from memory, and asked for where it is not known."""
        self._service, self._request = service, request
        key = self._key()
        if service != DEMO and key not in self._asked:
            self._asked.add(key)
            self._backend.tasks.spawn(self._ask(service, request, key), name="ask price")
        self._emit()

    def forget_balance(self) -> None:
        """A video was made or a key changed: what was known of the account is old."""
        self._balance.clear()
        self._asked.clear()

    def _key(self) -> tuple[str, int, str]:
        return self._service, self._request.duration, self._request.resolution

    async def _ask(self, service: str, request: Request, key: tuple[str, int, str]) -> None:
        try:
            client = await self._backend.service(service)
        except WanError:
            return
        self._prices[key] = await client.price(request)
        self._balance[service] = await client.balance()
        asyncio.get_running_loop().call_soon(self._emit)

    def _emit(self) -> None:
        translate = QCoreApplication.translate
        if self._service == DEMO:
            self.changed.emit(translate("Costs", "Cost <b>none</b>"), translate("Costs", "demo mode"))
            return
        price = self._prices.get(self._key())
        balance = self._balance.get(self._service)
        if price is None:
            cost = translate("Costs", "Estimated cost <b>unknown</b>")
        else:
            cost = translate("Costs", "Estimated cost <b>{amount}</b>").format(amount=escape(str(price)))
        left = "" if balance is None else escape(str(balance))
        self.changed.emit(
            cost, translate("Costs", "Balance <b>{amount}</b>").format(amount=left) if left else ""
        )
