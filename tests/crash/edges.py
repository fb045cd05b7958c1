"""The system's edges in a process that is to die: where the program meets disk, database and network.

:func:`watch` wraps them from outside (``os``, ``sqlite3``, sockets, and the two classes that write by
themselves); the program knows nothing of it. Each edge has a name, and :class:`Death` decides there.
"""

from __future__ import annotations

import builtins
import errno
import io
import logging
import os
import re
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from wan_desktop.app import job_actions
from wan_desktop.core.job import Job
from wan_desktop.core.kept_paths import PLACING
from wan_desktop.core.part_file import PartFile
from wan_desktop.core.service import RESULT_PATH, SUBMIT_PATH
from wan_desktop.core.store import Store

_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.IGNORECASE)
#: What a connection carries, by how its request begins; a question for the balance stands aside.
_REQUESTS = {
    f"POST {SUBMIT_PATH}".encode(): "request",
    f"GET {RESULT_PATH}".encode(): "question",
    b"GET /videos/": "link",
}


class Death:
    """SIGKILL at the named edge, or at the ``after``-th edge whatever it is: no handler, no ``finally``."""

    def __init__(self, point: str = "", after: int = 0) -> None:
        self._point, self._after = point, after
        self.met: list[str] = []
        """Every edge that was passed, in order."""

    def at(self, edge: str) -> None:
        self.met.append(edge)
        if edge == self._point or len(self.met) == self._after:
            os.kill(os.getpid(), signal.SIGKILL)


def watch(death: Death, witness: Callable[[str, str], None], *, links: bool = True) -> None:
    """Wraps every edge of this process. ``witness`` hears (fact, detail) of what is safe by then.

    ``links`` False: a file system without hard links, as FAT.
    """
    _Files(death, links=links).wrap()
    _Parts(death).wrap()
    _Database(death, witness).wrap()
    _Sockets(death).wrap()
    _wrap_log(death)
    _wrap_trash(death)


def kind_of(path: str | bytes | os.PathLike[Any] | int) -> str:
    """What a file is to its user; "" for one that no point is about."""
    if isinstance(path, int):
        return ""
    folder, name = os.path.split(os.fsdecode(path))
    if "api-keys.json" in name:
        return "key file"
    if "settings.json" in name:
        return "settings"
    if ".part.json" in name:
        return "promise"
    if name.startswith("wan-desktop.log"):
        return "log"
    if os.path.basename(folder) == "backups":
        return "copy" if ".sqlite3" in name else "journal"
    kinds = {"inputs": "image", "posters": "poster", "videos": "video"}
    return kinds.get(os.path.basename(folder), "")


def _put(owner: Any, **wrapped: Callable[..., Any]) -> None:
    """Puts functions in the place of a module's or a class's own."""
    for name, function in wrapped.items():
        setattr(owner, name, function)


class _Halves(io.BufferedRandom):
    """A file whose first write is seen half done. It has no number, so that nobody writes past it."""

    def __init__(self, raw: io.FileIO, at_half: Callable[[], None]) -> None:
        super().__init__(raw)
        self._at_half = at_half

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")

    def write(self, data: Any) -> int:
        whole = memoryview(data)
        half = len(whole) // 2
        super().write(whole[:half])
        super().flush()
        self._at_half()
        super().write(whole[half:])
        return len(whole)


class _Files:
    """Creating, writing, syncing, renaming, linking and removing."""

    def __init__(self, death: Death, *, links: bool) -> None:
        self._death, self._links = death, links
        self._open: dict[int, str] = {}

    def _at(self, path: Any, moment: str) -> None:
        kind = kind_of(path)
        if kind:
            self._death.at(f"{kind} {moment}")

    def wrap(self) -> None:
        self._wrap_writing()
        self._wrap_names()

    def _wrap_writing(self) -> None:
        os_open, fdopen, fsync, plain_open = os.open, os.fdopen, os.fsync, builtins.open
        plain_write = os.write

        def opened(path: Any, flags: int, *rest: Any, **names: Any) -> int:
            number = os_open(path, flags, *rest, **names)
            self._open[number] = kind_of(path) if flags & (os.O_CREAT | os.O_APPEND) else ""
            if flags & os.O_CREAT:
                self._at(path, "made, empty")
            return number

        def as_file(number: int, mode: str = "r", *rest: Any, **names: Any) -> Any:
            kind = self._open.get(number, "")
            if kind and mode == "wb":
                return _Written(number, lambda: self._death.at(f"{kind} half written"))
            return fdopen(number, mode, *rest, **names)

        def written(number: int, data: bytes) -> int:
            if self._open.get(number) != "journal":
                return plain_write(number, data)
            half = plain_write(number, data[: len(data) // 2])
            self._death.at("journal half a line")
            return half + plain_write(number, data[half:])

        def synced(number: int) -> None:
            kind = self._open.pop(number, "")
            if kind:
                self._death.at(f"{kind} whole, not synced")
            fsync(number)

        def file_opened(path: Any, mode: str = "r", *rest: Any, **names: Any) -> Any:
            if mode == "w+b" and kind_of(path) == "poster":
                return _Halves(io.FileIO(path, "w+"), lambda: self._at(path, "half written"))
            return plain_open(path, mode, *rest, **names)

        _put(os, open=opened, fdopen=as_file, fsync=synced, write=written)
        _put(builtins, open=file_opened)

    def _wrap_names(self) -> None:
        replace, rename, link, unlink = os.replace, os.rename, os.link, os.unlink

        def replaced(source: Any, target: Any, **names: Any) -> None:
            self._at(target, "before its rename")
            replace(source, target, **names)
            self._at(target, "renamed")

        def renamed(source: Any, target: Any, **names: Any) -> None:
            self._at(target, "before its rename")
            rename(source, target, **names)
            self._at(target, "renamed")

        def linked(source: Any, target: Any, **names: Any) -> None:
            if not self._links:
                raise OSError(errno.EPERM, os.strerror(errno.EPERM))
            self._at(target, "before its name")
            link(source, target, **names)
            self._at(target, "under two names")

        def unlinked(path: Any, **names: Any) -> None:
            unlink(path, **names)
            self._at(path, "under its one name" if kind_of(path) == "video" else "removed")

        _put(os, replace=replaced, rename=renamed, link=linked, unlink=unlinked)


class _Written(io.BufferedWriter):
    """As _Halves, with its number: for files written through Python alone."""

    def __init__(self, number: int, at_half: Callable[[], None]) -> None:
        super().__init__(io.FileIO(number, "wb"))
        self._at_half = at_half

    def write(self, data: Any) -> int:
        whole = memoryview(data)
        half = len(whole) // 2
        super().write(whole[:half])
        self.flush()
        self._at_half()
        super().write(whole[half:])
        return len(whole)


class _Parts:
    """A video that grows: begun, torn inside a piece, synced."""

    def __init__(self, death: Death) -> None:
        self._death = death

    def wrap(self) -> None:
        start, write, sync = PartFile.start, PartFile.write, PartFile.sync
        death = self._death

        def started(part: PartFile, promise: Any) -> None:
            start(part, promise)
            death.at("video begun")

        def written(part: PartFile, data: bytearray) -> None:
            half = len(data) // 2
            write(part, data[:half])
            if part._file is not None:
                part._file.flush()
            death.at("video torn inside a piece")
            write(part, data[half:])
            death.at("video piece written")

        def synced(part: PartFile) -> None:
            death.at("video whole, not synced")
            sync(part)
            death.at("video whole, not placed")

        _put(PartFile, start=started, write=written, sync=synced)


class _Database:
    """Inside and around the transactions, named by what is being written."""

    def __init__(self, death: Death, witness: Callable[[str, str], None]) -> None:
        self._death, self._witness = death, witness
        self._writing = "tables"
        self._safe_by_then: list[tuple[str, str]] = []

    def executed(self, sql: str) -> None:
        """Before a statement."""
        if sql.startswith(("INSERT INTO events", "PRAGMA user_version =")):
            self._death.at(f"{self._writing} half in the database")
        elif sql == "COMMIT":
            self._death.at(f"{self._writing} before the commit")

    def committed(self) -> None:
        facts, self._safe_by_then = self._safe_by_then, []
        for fact in facts:
            self._witness(*fact)
        self._death.at(f"{self._writing} in the database")

    def wrap(self) -> None:
        connect, database, death = sqlite3.connect, self, self._death

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                database.executed(sql)
                cursor = super().execute(sql, *values)
                if sql == "COMMIT":
                    database.committed()
                return cursor

            def backup(self, target: sqlite3.Connection, **names: Any) -> None:
                def half(*_: int) -> None:
                    death.at("copy half made")

                super().backup(target, pages=5, progress=half, **names)

        def connected(path: Any, **names: Any) -> sqlite3.Connection:
            made: sqlite3.Connection = connect(path, factory=Connection, **names)
            death.at("database opened")
            return made

        _put(sqlite3, connect=connected)
        self._wrap_store()

    def _wrap_store(self) -> None:
        save, delete = Store.save, Store.delete

        def saved(store: Store, job: Job) -> None:
            name = "stamp" if PLACING in job.extra else str(job.state)
            self._death.at(f"{name} before it is written")
            self._writing = name
            self._safe_by_then = [("written", job.id)]
            if job.task_id:
                self._safe_by_then.append(("id written", job.task_id))
            save(store, job)
            self._death.at(f"{name} written")

        def deleted(store: Store, job_id: str) -> None:
            self._death.at("removal before it is written")
            self._writing = "removal"
            delete(store, job_id)
            self._death.at("removal written")

        _put(Store, save=saved, delete=deleted)


class _Sockets:
    """What leaves and what comes, by the request that a connection carries."""

    def __init__(self, death: Death) -> None:
        self._death = death
        self._carries: dict[int, str] = {}
        self._unsent: dict[int, int] = {}

    def wrap(self) -> None:
        send, recv = socket.socket.send, socket.socket.recv

        def sent(sock: socket.socket, data: Any, *flags: int) -> int:
            return self._sent(sock.fileno(), bytes(data), lambda piece: send(sock, piece, *flags))

        def sent_together(sock: socket.socket, pieces: Iterable[Any], *rest: Any) -> int:
            whole = b"".join(map(bytes, pieces))
            return self._sent(sock.fileno(), whole, lambda piece: send(sock, piece))

        def received(sock: socket.socket, *rest: int) -> bytes:
            data = recv(sock, *rest)
            if data and sock.fileno() in self._carries:
                self._death.at(f"{self._carries[sock.fileno()]} answered")
            return data

        _put(socket.socket, send=sent, recv=received)
        if hasattr(socket.socket, "sendmsg"):  # asyncio sends by it what was left over, from 3.12 on
            _put(socket.socket, sendmsg=sent_together)

    def _sent(self, number: int, data: bytes, send: Callable[[bytes], int]) -> int:
        if data.startswith((b"POST ", b"GET ")):
            return self._head_sent(number, data, send)
        if self._unsent.get(number, 0) > 0:
            return self._body_sent(number, data, send)
        return send(data)

    def _head_sent(self, number: int, head: bytes, send: Callable[[bytes], int]) -> int:
        name = next((name for start, name in _REQUESTS.items() if head.startswith(start)), "aside")
        self._carries[number] = name
        length = _LENGTH.search(head)
        self._unsent[number] = int(length[1]) if length else 0
        self._death.at(f"{name} before its first byte")
        count = send(head)
        self._death.at(f"{name} head sent")
        return count

    def _body_sent(self, number: int, data: bytes, send: Callable[[bytes], int]) -> int:
        """Half of what was given: the caller sends the rest, as after any partial send."""
        name = self._carries[number]
        count = send(data[: max(len(data) // 2, 1)])
        self._unsent[number] -= count
        self._death.at(f"{name} {'half' if self._unsent[number] else 'whole'} sent")
        return count


def _wrap_log(death: Death) -> None:
    """Half a line is in the file, the other half is not."""

    def emit(handler: logging.StreamHandler[Any], record: logging.LogRecord) -> None:
        line = handler.format(record) + handler.terminator
        half = len(line) // 2
        handler.stream.write(line[:half])
        handler.flush()
        death.at("log half a line")
        handler.stream.write(line[half:])
        handler.flush()

    _put(logging.StreamHandler, emit=emit)


def _wrap_trash(death: Death) -> None:
    move = job_actions.move_to_trash

    def moved(file: Path) -> bool:
        death.at("video before the trash")
        in_trash = move(file)
        death.at("video in the trash")
        return in_trash

    _put(job_actions, move_to_trash=moved)
