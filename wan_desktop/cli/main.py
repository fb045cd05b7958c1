"""Which command is meant, and how it ends where no job was made."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from io import TextIOWrapper
from typing import Any, NoReturn

from wan_desktop import __version__
from wan_desktop.cli import generate, jobs, report, restore, resume, spend
from wan_desktop.cli.statuses import EXIT_BAD_INPUT, EXIT_UNFINISHED
from wan_desktop.cli.words import complain, sentence
from wan_desktop.core import settings as settings_file
from wan_desktop.core.errors import DiskError, WanError
from wan_desktop.core.paths import Paths
from wan_desktop.core.redaction import redact
from wan_desktop.core.settings import Settings


class _Parser(argparse.ArgumentParser):
    """Names what it does not understand without secrets: where this runs by itself, its output is a log."""

    def error(self, message: str) -> NoReturn:
        super().error(redact(message))


Command = Callable[[argparse.Namespace, Paths, Settings], Coroutine[Any, Any, int]]


def main(arguments: list[str]) -> int:
    """Runs one command; the result is the exit status."""
    _prepare_streams()
    options = _parser().parse_args(arguments)
    paths = Paths.of_user()
    try:
        paths.create()
        command: Command = options.command
        return asyncio.run(command(options, paths, settings_file.load(paths.settings)))
    except WanError as error:
        # What goes wrong after a job was made is in the job: here nothing was sent.
        complain(error.kind, sentence(error.failure), as_json=options.json)
        return EXIT_BAD_INPUT
    except OSError as error:
        complain(DiskError.from_os_error(error).kind, str(error), as_json=options.json)
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        return EXIT_UNFINISHED


def _prepare_streams() -> None:
    """Closed ones lead nowhere: else a file opened later has their number, and what is said goes there.

    A sign that the others' encoding has not (a pipe's on Windows) is written as its number: no command that
    has been paid for fails over words.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
        elif isinstance(stream, TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="wan-desktop",
        description="Turn an image into a video with Wan 2.6. Without a command: opens the window.",
        epilog="Also: wan-desktop --selftest [DIR] · wan-desktop demo-service --port N",
    )
    parser.add_argument("--version", action="version", version=f"wan-desktop {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (generate, jobs, resume, restore, spend, report):
        module.add_to(commands)
    return parser
