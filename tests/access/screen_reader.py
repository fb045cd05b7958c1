"""What a screen reader hears: the accessibility bus of a session of its own, listened to and asked.

Nothing of Qt here: the program is another process, and everything comes over AT-SPI as it comes to Orca.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.fakes.desktop import CONFIGURATION

if sys.platform == "linux":  # elsewhere it is not installed, and is_there() says that nothing is
    from jeepney import (
        DBusAddress,
        HeaderFields,
        Message,
        MessageType,
        Properties,
        message_bus,
        new_method_call,
    )
    from jeepney.io.blocking import DBusConnection, open_dbus_connection

PATIENCE = 10.0
"""Seconds until something that is not heard is missing."""
QUIET = 0.04
"""Seconds without a word after which a key has had its effect."""
NOWHERE = ("", "/org/a11y/atspi/null")
_BUS_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_STATES = {
    1: "active", 4: "checked", 7: "editable", 8: "enabled", 10: "expanded", 11: "focusable", 12: "focused",
    16: "modal", 17: "multi-line", 20: "pressed", 23: "selected", 24: "sensitive", 25: "showing",
    30: "visible", 36: "invalid", 41: "checkable", 43: "read-only",
}  # fmt: skip
"""Numbers of ATSPI_STATE_* that are worth a word."""
_CHANGES = frozenset({"PropertyChange", "StateChanged", "TextChanged", "TextSelectionChanged"})
_LABELLED_BY = 2
_ENDS = ("/root", "/null")
_SAID_STATES = ("checked", "expanded", "pressed", "selected", "invalid", "read-only")

Place = tuple[str, str]
"""A program's name on the bus, and the path of its object."""


def is_there() -> bool:
    """Whether this system has what a session with a screen reader is made of."""
    if sys.platform != "linux":
        return False
    return bool(shutil.which("dbus-daemon") and shutil.which("openbox") and _BUS_SERVICE.exists())


@dataclass(frozen=True)
class Heard:
    """One object as it is read out."""

    role: str = ""
    name: str = ""
    description: str = ""
    value: str = ""
    states: frozenset[str] = frozenset()
    place: Place = NOWHERE

    def sentence(self) -> str:
        """Name, role, value, states, description, in the order in which screen readers say them."""
        said = [f"“{self.name}”", self.role, self.value, *(s for s in _SAID_STATES if s in self.states)]
        if "enabled" not in self.states:
            said.append("unavailable")
        return ", ".join(filter(None, said)) + (f" – {self.description}" if self.description else "")


class ScreenReader:
    """Listens on the bus.

    ``focus`` is what has the keys, ``moves`` how often that changed; ``announced`` grows by what is said
    unasked, ``changes`` by the kinds of changes to what has the keys.
    """

    def __init__(self, session: str) -> None:
        self._session = open_dbus_connection(session)
        self._bus = self._turned_on()
        self.focus: Place = NOWHERE
        self.moves = 0
        self.announced: list[str] = []
        self.changes: list[str] = []
        self._listen()

    def close(self) -> None:
        self._bus.close()
        self._session.close()

    def _turned_on(self) -> DBusConnection:
        """What Orca does first: programs show themselves on the bus only where somebody listens."""
        bus, path = "org.a11y.Bus", "/org/a11y/bus"
        status = Properties(DBusAddress(path, bus_name=bus, interface="org.a11y.Status"))
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            self._session.send_and_get_reply(status.set(name, "b", True), timeout=PATIENCE)
        address = DBusAddress(path, bus_name=bus, interface="org.a11y.Bus")
        reply = self._session.send_and_get_reply(new_method_call(address, "GetAddress"), timeout=PATIENCE)
        return open_dbus_connection(reply.body[0])

    def _listen(self) -> None:
        rule = "type='signal',interface='org.a11y.atspi.Event.Object'"
        self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=PATIENCE)
        bus, path = "org.a11y.atspi.Registry", "/org/a11y/atspi/registry"
        registry = DBusAddress(path, bus_name=bus, interface=bus)
        for event in ("object:", "focus:", "window:"):
            register = new_method_call(registry, "RegisterEvent", "s", (event,))
            self._bus.send_and_get_reply(register, timeout=PATIENCE)

    # Listening

    def hear(self, patience: float = 0.0) -> bool:
        """Takes in what was said until now, waiting for the first of it; whether there was anything."""
        heard = False
        while True:
            try:
                message = self._bus.receive(timeout=0.0 if heard else patience)
            except TimeoutError:
                return heard
            heard = True
            self._take(message)

    def settle(self) -> None:
        """Listens until it is quiet: one key may be heard of several times (a list, then its row)."""
        while self.hear(QUIET):
            pass

    def until(self, condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Listens until something is so."""
        deadline = time.monotonic() + patience
        while not condition():
            if time.monotonic() > deadline:
                here = self.focused().sentence()
                raise AssertionError(f"never: {what}. In focus: {here}; said: {self.announced[-5:]}")
            self.hear(0.05)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal:
            return
        place = (fields[HeaderFields.sender], fields[HeaderFields.path])
        kind, detail, _, (_, content), *_ = message.body
        match fields[HeaderFields.member]:
            case "StateChanged" if kind == "focused" and detail:
                self.focus = place
                self.moves += 1
            case "Announcement":
                self.announced.append(str(content))
            case "PropertyChange" | "StateChanged" | "TextChanged" | "TextSelectionChanged" if (
                place == self.focus
            ):
                self.changes.append(str(kind))

    # Asking

    def focused(self) -> Heard:
        """What has the keys now, asked anew."""
        return self.read(self.focus) if self.focus != NOWHERE else Heard()

    def window(self) -> str:
        """The role of the window that has the keys: "frame", "dialog", "popup menu"; "" while it goes."""
        place, inner = self.focus, NOWHERE
        try:
            while not place[1].endswith(_ENDS):
                inner, place = place, tuple(self._property(place, _ACCESSIBLE, "Parent"))
            return self.read(inner).role
        except LookupError:
            return ""

    def read(self, place: Place) -> Heard:
        """An object; an empty one where it has gone."""
        try:
            return self._read(place)
        except LookupError:
            return Heard()

    def _read(self, place: Place) -> Heard:
        low, high = self._ask(place, _ACCESSIBLE, "GetState")[0]
        bits = low | high << 32
        states = frozenset(name for number, name in _STATES.items() if bits >> number & 1)
        heard = Heard(
            self._ask(place, _ACCESSIBLE, "GetRoleName")[0],
            self._property(place, _ACCESSIBLE, "Name"),
            self._property(place, _ACCESSIBLE, "Description"),
            states=states,
            place=place,
        )
        if heard.role == "combo box":
            # Qt gives what is chosen as its name; what it is for, a label says.
            return replace(heard, name=self._label(place), value=heard.name)
        return replace(heard, value=self._value(place))

    def _label(self, place: Place) -> str:
        """The words of the label that is a control's own."""
        for relation, targets in self._ask(place, _ACCESSIBLE, "GetRelationSet")[0]:
            if relation == _LABELLED_BY and targets:
                return str(self._property(targets[0], _ACCESSIBLE, "Name"))
        return ""

    def _value(self, place: Place) -> str:
        """A number or a text that can be read."""
        interfaces = self._ask(place, _ACCESSIBLE, "GetInterfaces")[0]
        if "org.a11y.atspi.Value" in interfaces:
            return f"{self._property(place, 'org.a11y.atspi.Value', 'CurrentValue'):g}"
        if "org.a11y.atspi.Text" in interfaces:
            return str(self._ask(place, "org.a11y.atspi.Text", "GetText", 0, -1)[0])
        return ""

    def _property(self, place: Place, interface: str, name: str) -> Any:
        address = DBusAddress(place[1], bus_name=place[0], interface=interface)
        return self._answer(Properties(address).get(name))[0][1]

    def _ask(self, place: Place, interface: str, method: str, *numbers: int) -> Any:
        address = DBusAddress(place[1], bus_name=place[0], interface=interface)
        return self._answer(new_method_call(address, method, "i" * len(numbers) or None, numbers))

    def _answer(self, call: Message) -> Any:
        """The reply's body; what is said meanwhile is kept. LookupError where the object has gone."""
        serial = next(self._bus.outgoing_serial)
        self._bus.send_message(call, serial=serial)
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self._bus.receive(timeout=max(0.0, deadline - time.monotonic()))
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                self._take(message)
            elif message.header.message_type is MessageType.error:
                raise LookupError(message.body)
            else:
                return message.body


def _configuration(folder: Path) -> Path:
    """A bus that starts the accessibility bus alone: a portal would bring the desktop’s own dialogs."""
    (folder / "services").mkdir()
    shutil.copy(_BUS_SERVICE, folder / "services")
    written = folder / "bus.conf"
    written.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
    return written


@contextmanager
def running_session(display: str) -> Iterator[dict[str, str]]:
    """A session bus of the test's own, with the accessibility bus behind it: its variables for a program."""
    # Not below a test's folder: a socket's path may have no more than 107 letters.
    with tempfile.TemporaryDirectory(prefix="wan-") as folder:
        variables = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "DISPLAY": display}
        daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={_configuration(Path(folder))}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **variables},
            encoding="utf-8",
        )
        try:
            assert daemon.stdout is not None
            address = daemon.stdout.readline().strip()
            assert address, "dbus-daemon did not start"
            yield {"DBUS_SESSION_BUS_ADDRESS": address}
        finally:
            daemon.terminate()
            daemon.communicate(timeout=PATIENCE)
