"""Second starts, as the first window hears them: it comes to the front and takes their files."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from wan_desktop.app.composer import Composer
from wan_desktop.app.front import bring_to_front
from wan_desktop.app.single_instance import LINE_BYTES_MAX, SecondStart, answer_line
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.sentence import Sentence

log = logging.getLogger(__name__)

SILENT_MS = 5_000
"""After so long without a message a connection is cut."""


class SecondStarts(QObject):
    """Listens from its making to :meth:`close`. Made by the holder of the window's lock alone."""

    def __init__(self, address: str, window: MainWindow, composer: Composer) -> None:
        super().__init__(window)
        self._window, self._composer = window, composer
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        # Left by a window that was killed: the lock says that nobody listens there.
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            log.info("second starts cannot be heard: %s", self._server.errorString())

    def close(self) -> None:
        """Hears no more; a second start from now on waits for the lock."""
        self._server.close()

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Conversation(socket, self).came.connect(self._take)

    def _take(self, start: SecondStart) -> None:
        bring_to_front(self._window, start.token)
        if not start.files:
            self._window.say(Sentence(lambda: self.tr("Wan Desktop was already open: this is its window.")))
            return
        self._composer.take_files(start.files, start.count)
        if start.count == 1:
            self._window.say(Sentence(partial(self._handed_over, start.files[0].name)))

    def _handed_over(self, name: str) -> str:
        words = self.tr("“{name}” was handed over by a second start of the program.")
        return words.format(name=name)


class _Conversation(QObject):
    """One line in, one line out; anything else is cut off.

    Signals:
        came: a SecondStart, answered once every listener has it.
    """

    came = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket, self._line = socket, b""
        socket.setParent(self)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(SILENT_MS, self, socket.abort)
        # What came before there was a listener, once the caller has connected to ``came``.
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        if not self._socket.isOpen():
            return  # cut off before its turn came
        self._line += self._socket.read(LINE_BYTES_MAX + 1 - len(self._line)).data()
        if self._line.endswith(b"\n"):
            self._answer()
        elif len(self._line) > LINE_BYTES_MAX:
            self._socket.abort()

    def _answer(self) -> None:
        taken = self._hand_on(self._line)
        self._line = b""
        self._socket.write(answer_line(taken=taken))
        self._socket.disconnectFromServer()

    def _hand_on(self, line: bytes) -> bool:
        try:
            start = SecondStart.from_line(line)
        except ValueError as error:
            log.info("a second start was not understood: %s", error)
            return False
        self.came.emit(start)
        return True
