"""A restore killed with SIGKILL at each of its steps: ``python -m tests.crash.restoring TEMPLATE FOLDER``.

The steps are all calls that change what is on the disk, in the order in which they happen. Each try works on
a copy of the home TEMPLATE, FOLDER/1 and so on, in a process of its own; the last one was left to its end.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wan_desktop.core.paths import Paths
from wan_desktop.core.restore import restore
from wan_desktop.core.store import Store


class Steps:
    """Counts calls, and dies at one of them."""

    def __init__(self, number: int) -> None:
        self._left = number

    def counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **names: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **names)

        return counting


def restore_and_die(home: Path, number: int) -> None:
    paths = Paths.under(home)
    steps = Steps(number)
    for owner, name in (
        (os, "replace"),
        (os, "fsync"),
        (os, "mkdir"),
        (os, "unlink"),
        (shutil, "copyfile"),
        (Store, "save"),
        (Store, "_write_down"),
        (Store, "close"),
    ):
        setattr(owner, name, steps.counted(getattr(owner, name)))
    restore(paths, paths.library)


def main(template: Path, folder: Path) -> None:
    number, ended = 0, -1
    while ended != 0:
        number += 1
        home = folder / str(number)
        shutil.copytree(template, home)
        child = os.fork()
        if child == 0:
            restore_and_die(home, number)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        assert ended in (0, signal.SIGKILL), ended


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
