"""Runs the renderer: one process at a time, fed by one thread, ended with the service.

asyncio's own subprocesses are not dependable under every loop that the program runs on, so a plain thread
waits for a plain process.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from wan_desktop.core.paths import own_command, own_folder
from wan_desktop.demo.order import FAILURE, ORDER, VIDEO, write
from wan_desktop.demo.tasks import Task

log = logging.getLogger(__name__)

ATTEMPTS = 2
"""A renderer that dies (killed, out of memory) gets one more try."""


class Renderer:
    """Renders tasks in the order they came. Safe to call from any thread."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._known: set[str] = set()
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def want(self, task: Task) -> None:
        """Sees to it that the task's video comes: does nothing where it is there or on its way."""
        if not task.renders or _settled(task.folder):
            return
        with self._guard:
            if self._closed or task.id in self._known:
                return
            self._known.add(task.id)
            self._waiting.put(task)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="demo renderer", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Kills the process under way and waits for the thread. What was not finished starts anew later."""
        with self._guard:
            self._closed = True
            if self._process is not None:
                self._process.kill()
            self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed and (task := self._waiting.get()) is not None:
            try:
                self._render(task.folder)
            except Timeout:
                pass  # Another process renders it; asked again, this one looks again.
            except OSError as error:
                log.warning("demo task %s was not rendered: %s", task.id, error)
            with self._guard:
                self._known.discard(task.id)

    def _render(self, folder: Path) -> None:
        """Raises filelock.Timeout where another process is at it, OSError where the disk refuses."""
        with FileLock(folder / "render.lock", timeout=0):
            for _ in range(ATTEMPTS):
                if self._closed or _settled(folder):
                    return
                ended = self._run_process(own_command("demo-render", str(folder / ORDER)))
            if not self._closed and not _settled(folder):
                reason = f"InternalError: the renderer ended with {ended}"
                write(folder / FAILURE, reason)

    def _run_process(self, command: Sequence[str]) -> str:
        """Waits for the renderer; its exit code and last words."""
        with self._guard:
            if self._closed:
                return "closed"
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=own_folder(),
                creationflags=_creation_flags(),
            )
            self._process = process
        # Not communicate(): it would close standard input, whose end tells the renderer that we are gone.
        with process:
            assert process.stderr is not None
            words = process.stderr.read().decode("utf-8", "replace").strip()
            code = process.wait()
        with self._guard:
            self._process = None
        return f"{code} {words[-300:]}".strip()


def _settled(folder: Path) -> bool:
    return (folder / VIDEO).exists() or (folder / FAILURE).exists()


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return 0
