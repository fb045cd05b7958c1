"""The real programs, killed: ``wan-desktop generate`` and the window, each a process as a user starts it.

Each tells by its own lines how far it is; the line at which it is killed, and how long after it, are chosen
by ``chance``.
"""

from __future__ import annotations

import random
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from tests.crash import life
from tests.crash.life import Ground
from tests.crash.points import COMMAND_LINE, WINDOW
from wan_desktop.core import settings as settings_file
from wan_desktop.core.paths import HOME_VARIABLE
from wan_desktop.core.secrets import Keys

ROOT = Path(__file__).resolve().parents[2]
LINES = {COMMAND_LINE: 7, WINDOW: 14}
"""About so many lines come of each before it ends."""
LATER = 0.05
"""Seconds after a line within which the next step is begun."""
PATIENCE = 60.0


class Program:
    """One of the two, on one ground."""

    def __init__(self, name: str, ground: Ground, url: str, environment: Mapping[str, str]) -> None:
        self._name, self._ground, self._url = name, ground, url
        self._environment = {**environment, HOME_VARIABLE: str(ground.paths.data), "PYTHONUNBUFFERED": "1"}

    def kill(self, chance: random.Random) -> int:
        """Starts it with all it needs, and kills it; its exit status, negative for the signal."""
        settings = replace(life.OLD_SETTINGS, service=self._url)
        settings_file.save(self._ground.paths.settings, settings)
        Keys(self._ground.paths.key_file).set(self._url, self._ground.account, allow_file=True)
        last, later = chance.randint(0, LINES[self._name]), chance.uniform(0.0, LATER)
        if self._name == COMMAND_LINE:
            self._ground.say("consent", self._ground.prompt)
            given = ("-p", self._ground.prompt, "--resolution", "720P", "--poll", "0.01")
            process = self._started("wan_desktop", "generate", str(self._ground.picture), *given)
        else:
            process = self._started(
                "tests.crash.window", "first", str(self._ground.folder), self._ground.account
            )
        return _killed_after(process, last, later)

    def again(self) -> str:
        """Starts it once more and lets it end; what it said where it did not end as it should, else ""."""
        if self._name == COMMAND_LINE:
            process = self._started("wan_desktop", "resume")
            # 4: unconfirmed. 5: not sent yet, and never sent by this command.
            good: tuple[int, ...] = (0, 4, 5)
        else:
            began = time.monotonic()
            process = self._started(
                "tests.crash.window", "again", str(self._ground.folder), self._ground.account, str(began)
            )
            good = (0,)
        with process:
            said = process.communicate(timeout=PATIENCE)[0]
        return "" if process.returncode in good else f"status {process.returncode}: {said}"

    def _started(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", module, *arguments]
        out, put_out = subprocess.PIPE, subprocess.STDOUT
        return subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=out, stderr=put_out, encoding="utf-8"
        )


def _killed_after(process: subprocess.Popen[str], lines: int, later: float) -> int:
    with process:
        assert process.stdout is not None
        for _ in range(lines):
            if not process.stdout.readline():
                break
        _until_more(process.stdout, later)
        process.kill()
        process.stdout.read()
    return process.returncode


def _until_more(said: IO[str], seconds: float) -> None:
    """Waits so long, and not longer than until the process says something or ends."""
    select.select([said], [], [], seconds)
