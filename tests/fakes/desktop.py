"""A desktop's session bus of the test's own, and programs on it that answer as the test says: real D-Bus."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from wan_desktop.core.session_bus import Peer

if sys.platform == "linux":  # elsewhere it is not installed, and nothing below is used
    from jeepney import (
        DBusAddress,
        HeaderFields,
        Message,
        MessageType,
        message_bus,
        new_error,
        new_method_return,
        new_signal,
    )
    from jeepney.io.blocking import open_dbus_connection

needs_a_bus = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None,
    reason="a desktop's bus is Linux's, and wants dbus-daemon: see packaging/linux/system-packages.txt",
)

#: Programs that the system installed are not started: the test's own alone.
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
PATIENCE = 10.0

Answer = Callable[..., tuple[str, tuple[Any, ...]]]
"""From the values of a call to the signature and the values of its answer."""


class Bus:
    """One dbus-daemon, which can be killed. ``services``: commands of programs that it starts, by name."""

    def __init__(self, folder: Path, services: Mapping[str, Sequence[str]] | None = None) -> None:
        (folder / "services").mkdir(parents=True, exist_ok=True)
        for name, service in (services or {}).items():
            words = f"[D-BUS Service]\nName={name}\nExec={shlex.join(service)}\n"
            (folder / "services" / f"{name}.service").write_text(words, encoding="utf-8")
        configuration = folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
        command = ["dbus-daemon", f"--config-file={configuration}", "--print-address", "--nofork"]
        self._daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        assert self.address, "dbus-daemon did not start"

    def close(self) -> None:
        self._daemon.kill()
        self._daemon.wait(PATIENCE)
        if self._daemon.stdout is not None:
            self._daemon.stdout.close()


@contextmanager
def running_bus(
    folder: Path, monkeypatch: pytest.MonkeyPatch, services: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Bus]:
    """A bus that this process, and those that it starts, find as their session's."""
    with closing(Bus(folder, services)) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


class Program:
    """Owns ``peer`` on a bus and answers its calls, in a thread, until closed.

    ``calls`` are the methods called so far with their values; those without an answer are refused.
    """

    def __init__(self, bus: Bus, peer: Peer, answers: dict[str, Answer]) -> None:
        self._peer, self._answers = peer, answers
        self._connection = open_dbus_connection(bus.address)
        self._connection.send_and_get_reply(message_bus.RequestName(peer.name), timeout=PATIENCE)
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._over, self._answering = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def tell(self, signal: str, signature: str, *values: object) -> None:
        """Sends a signal to whoever listens; one about a call goes after its answer."""
        peer = self._peer
        sender = DBusAddress(peer.path, bus_name=peer.name, interface=peer.interface)
        with self._answering:
            self._connection.send(new_signal(sender, signal, signature, values))

    def values(self, method: str) -> list[tuple[Any, ...]]:
        """Of each call of a method."""
        return [values for name, values in list(self.calls) if name == method]

    def called(self, method: str, times: int = 1) -> tuple[Any, ...]:
        """Waits until a method has been called so often; its last values."""
        deadline = time.monotonic() + PATIENCE
        while len(self.values(method)) < times:
            assert time.monotonic() < deadline, f"{method} not called {times} times: {self.calls}"
            time.sleep(0.005)
        return self.values(method)[times - 1]

    def close(self) -> None:
        self._over.set()
        self._thread.join(PATIENCE)
        self._connection.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:
                return
            if message.header.message_type is MessageType.method_call:
                with self._answering:
                    self._connection.send(self._reply(message))

    def _reply(self, call: Message) -> Message:
        method = call.header.fields[HeaderFields.member]
        self.calls.append((method, call.body))
        if method not in self._answers:
            return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
        signature, values = self._answers[method](*call.body)
        return new_method_return(call, signature, values)
