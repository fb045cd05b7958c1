"""SIGTERM and SIGINT as a Qt signal: Qt's loop, which Python's handlers cannot interrupt, is woken for it.

Windows has SIGINT for Ctrl+C, and SIGBREAK for Ctrl+Break. One that comes because its console is closed ends
the process with its handler (Microsoft Learn, "HandlerRoutine"), as a kill would: nothing waits for the loop.
The end of a session comes by Qt there (app.system_requests).
"""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class StopSignals(QObject):
    """Watches from the start to :meth:`close`; the main thread's only.

    Signals:
        came: the system or a terminal wants the program to end.
    """

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in stopping_signals():
            signal.signal(number, _do_nothing)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def close(self) -> None:
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _read(self) -> None:
        if self._reader.recv(64):
            self.came.emit()


def stopping_signals() -> list[signal.Signals]:
    """Those by which this system asks a program to end."""
    return [number for number in signal.Signals if number.name in ("SIGINT", "SIGTERM", "SIGBREAK")]


def _do_nothing(_number: int, _frame: object) -> None:
    """A signal only has to arrive; the wake-up socket tells the loop."""
