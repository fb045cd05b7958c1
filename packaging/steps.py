"""How set-up speaks, runs a tool and fails; used by dev.py and its parts only.

Everything goes to the standard error: the standard output belongs to the program that is started.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
    import time
else:
    import fcntl

#: What tools write when they fail, and the sentence for it; the first that matches counts.
CAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("No space left on device", "not enough free disk space"),
        "The disk is full: free some space and start again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package is not the one that was locked, so it was not installed: "
        "start again, and if it happens again, ask who runs your package mirror.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "The package index shows a certificate that this computer does not trust: "
        "check the date, and the certificate that your network asks you to install.",
    ),
    (
        (
            "Failed to establish a new connection",
            "NewConnectionError",
            "NameResolutionError",
            "ConnectTimeout",
            "ReadTimeout",
            "ProxyError",
            "Temporary failure resolving",
            "Could not connect to",
        ),
        "The package index cannot be reached: check the network (or the proxy) and start again.",
    ),
    (
        ("No matching distribution found",),
        "The package index has no build for this Python and system of the package named above.",
    ),
)


class SetupFailed(Exception):
    """Set-up cannot go on. The message is one sentence for the person at the terminal."""


def say(sentence: str) -> None:
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)


def clean_environment() -> dict[str, str]:
    """This process's variables without those that would mix another Python's packages into ours."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def cause_of(words: str) -> str | None:
    """The sentence for what a failed tool wrote; None where its words are not known."""
    for marks, sentence in CAUSES:
        if any(mark in words for mark in marks):
            return sentence
    return None


def run_tool(
    command: Sequence[str | Path],
    *,
    failure: str,
    environment: dict[str, str] | None = None,
    holds_lock: bool = False,
) -> None:
    """Runs a tool whose words are shown as they come. Raises SetupFailed, with its cause where we know it.

    With ``holds_lock`` the lock of ``one_at_a_time`` stays held while the tool lives, even if dev.py is
    killed: the next one must not remove a folder in which a pip left alone still writes. Not on Windows:
    no process inherits a lock there ("LockFileEx function"), and an open file cannot be removed anyway.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=2,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=environment or clean_environment(),
        close_fds=not holds_lock,
    ) as process:
        assert process.stderr is not None
        words = []
        for line in process.stderr:
            sys.stderr.write(line)
            words.append(line)
    if process.returncode:
        raise SetupFailed(cause_of("".join(words)) or failure)


@contextmanager
def one_at_a_time(lock_file: Path) -> Iterator[None]:
    """Holds the lock file: a second dev.py in the same checkout waits here. The system frees it if we die."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("a") as held:  # never "w": another one may hold it just now
        if not _try_lock(held.fileno()):
            say("Another dev.py is setting up this checkout; waiting for it.")
            _wait_for_lock(held.fileno())
        os.set_inheritable(held.fileno(), True)  # for run_tool's holds_lock
        yield


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for_lock(descriptor: int) -> None:
        # LK_LOCK itself gives up after ten seconds, so it is asked again here
        while not _try_lock(descriptor):
            time.sleep(0.2)

else:

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_for_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
