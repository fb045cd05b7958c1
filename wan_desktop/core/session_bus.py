"""The desktop's session bus (D-Bus): questions to its programs, and what they tell by themselves.

Linux alone has one. jeepney is imported at the first need of it. A desktop
without a bus, without the program asked for, or with one that does not answer is no trouble of the user's:
all of that is :class:`NoAnswer`, and whoever asked goes another way.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.asyncio import DBusConnection

PATIENCE = 5.0
"""Seconds for an answer. The bus may have to start the program first."""


class NoAnswer(Exception):
    """Nobody answered, or with a refusal; its text is for the log."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Whom to ask: a name on the bus, an object behind it and one of the object's interfaces."""

    name: str
    path: str
    interface: str


def ask(
    peer: Peer,
    method: str,
    signature: str = "",
    *values: object,
    patience: float = PATIENCE,
) -> tuple[Any, ...]:
    """What ``method`` answers, over a connection of its own. ``signature`` is D-Bus's, of ``values``.

    A program that is not running is started by the bus, where it can. Blocks: in a thread. Raises NoAnswer.
    """
    with _nobody_there():
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection(_address(), auth_timeout=patience) as connection:
            call = _call(peer, method, signature, values)
            return _body(connection.send_and_get_reply(call, timeout=patience))


class Conversation:
    """A connection that stays, for whoever wants to hear what others tell. Use it on one loop.

    Nothing is heard, answers neither, unless :meth:`hear` runs beside.
    """

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._asked: dict[int, asyncio.Future[Message]] = {}
        self.open = True

    @classmethod
    async def begin(cls) -> Conversation:
        """Raises NoAnswer where there is no bus."""
        await asyncio.to_thread(_load)
        with _nobody_there():
            from jeepney.io.asyncio import open_dbus_connection

            async with asyncio.timeout(PATIENCE):
                return cls(await open_dbus_connection(_address()))

    async def hear(self, told: Callable[[str, tuple[Any, ...]], None]) -> None:
        """Calls ``told`` with the name and the values of each signal, until the bus is gone or cancelled."""
        from jeepney import HeaderFields, MessageType

        try:
            with suppress(NoAnswer), _nobody_there():
                while True:
                    message = await self._connection.receive()
                    fields = message.header.fields
                    if message.header.message_type is MessageType.signal:
                        told(fields[HeaderFields.member], message.body)
                    elif (asked := self._asked.get(fields.get(HeaderFields.reply_serial, 0))) is not None:
                        asked.set_result(message)
        finally:
            await self._end()

    async def listen_to(self, peer: Peer) -> None:
        """From now on what ``peer`` tells is heard. Raises NoAnswer."""
        from jeepney import MatchRule, message_bus

        rule = MatchRule(type="signal", sender=peer.name, path=peer.path, interface=peer.interface)
        await self._exchange(message_bus.AddMatch(rule))

    async def ask(self, peer: Peer, method: str, signature: str = "", *values: object) -> tuple[Any, ...]:
        """As :func:`ask`, without a thread."""
        return await self._exchange(_call(peer, method, signature, values))

    async def _exchange(self, call: Message) -> tuple[Any, ...]:
        serial = next(self._connection.outgoing_serial)
        with _nobody_there():
            if not self.open:
                raise EOFError("the bus is gone")
            self._asked[serial] = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._connection.send(call, serial=serial)
                    return _body(await self._asked[serial])
            finally:
                del self._asked[serial]

    async def _end(self) -> None:
        self.open = False
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(EOFError("the bus is gone"))
        with suppress(OSError):
            await self._connection.close()


def _load() -> None:
    """Imports, 50 ms of it, which would hold up the loop."""
    with _nobody_there():
        importlib.import_module("jeepney.io.asyncio")


def _address() -> str:
    """Where the bus listens: as the session says, else where systemd puts it. NoAnswer for nowhere usable."""
    from jeepney.bus import get_bus

    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS") or f"unix:path={runtime}/bus"
    try:
        get_bus(address)
    except (ValueError, RuntimeError) as error:
        raise NoAnswer(f"no address of a bus: {error}") from error
    return address


def _call(peer: Peer, method: str, signature: str, values: tuple[object, ...]) -> Message:
    from jeepney import DBusAddress, new_method_call

    address = DBusAddress(peer.path, bus_name=peer.name, interface=peer.interface)
    return new_method_call(address, method, signature, values)


def _body(reply: Message) -> tuple[Any, ...]:
    from jeepney.wrappers import unwrap_msg

    body: tuple[Any, ...] = unwrap_msg(reply)
    return body


@contextmanager
def _nobody_there() -> Iterator[None]:
    try:
        from jeepney.wrappers import DBusErrorResponse
    except ImportError as error:
        raise NoAnswer("no D-Bus on this system") from error
    try:
        yield
    except DBusErrorResponse as error:
        raise NoAnswer(error.name) from error
    except (OSError, EOFError, ValueError) as error:  # ValueError: refused at the door, or no D-Bus at all.
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
