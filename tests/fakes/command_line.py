"""The program as people start it, in processes of its own, on one home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.fakes.demo_server import SCALE
from wan_desktop.core.job import Job
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Event, Store
from wan_desktop.demo.app import KEY

__all__ = ["ROOT", "SCALE", "Home"]

ROOT = Path(__file__).resolve().parents[2]
FROZEN = os.environ.get("WAN_DESKTOP_FROZEN", "")
"""The executable that ``dev.py build`` made, where it is to be tested in the place of the sources."""
PATIENCE = 90.0
"""Seconds until a process that hangs fails its test: just before pytest ends it without a word."""


class Home:
    """One WAN_DESKTOP_HOME. ``key`` is given to each process; "" gives none."""

    def __init__(self, folder: Path, key: str = KEY) -> None:
        self.folder = folder
        self.paths = Paths.under(folder)
        self._started: list[subprocess.Popen[str]] = []
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WAN_DESKTOP_")}
        self.environment = kept | {
            "WAN_DESKTOP_HOME": str(folder),
            "HOME": str(folder / "user"),
            "XDG_DATA_HOME": str(folder / "user" / "share"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "NO_PROXY": "*",
        }
        if key:
            self.environment["WAN_DESKTOP_API_KEY"] = key

    def start(self, *arguments: str | Path, module: str = "wan_desktop") -> subprocess.Popen[str]:
        """Starts a command and goes on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        program = [FROZEN] if FROZEN and module == "wan_desktop" else [sys.executable, "-m", module]
        process = subprocess.Popen(
            [*program, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self._started.append(process)
        return process

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return ended(self.start(*arguments))

    def close(self) -> None:
        """Kills what a failed test left running."""
        for process in self._started:
            if process.returncode is None:
                process.kill()
                process.communicate()

    def jobs(self) -> list[dict[str, Any]]:
        """What ``jobs --json`` prints."""
        return objects(self.run("jobs", "--json"))

    def stored(self) -> list[Job]:
        """Every job as the store has it, oldest first."""
        store = Store(self.paths.database, self.paths.locks)
        try:
            return store.find(limit=-1)[::-1]
        finally:
            store.close()

    def events(self, job_id: str) -> list[Event]:
        store = Store(self.paths.database, self.paths.locks)
        try:
            return store.events(job_id)
        finally:
            store.close()


def ended(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Waits for a process; one that hangs is killed and fails the test."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_for_line(process: subprocess.Popen[str], words: str) -> str:
    """Reads standard error until a line with ``words``; everything read so far."""
    assert process.stderr is not None
    read = ""
    for line in process.stderr:
        read += line
        if words in line:
            return read
    raise AssertionError(f"no “{words}” in: {read}")


def objects(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The JSON objects on standard output, one a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]
