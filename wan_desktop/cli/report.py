"""``wan-desktop report``: a zip for whoever mends the program."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from wan_desktop import __version__
from wan_desktop.cli.output import absolute, check_output
from wan_desktop.cli.statuses import EXIT_DONE
from wan_desktop.core.errors import DiskError
from wan_desktop.core.files import replace_file
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("report", help="write a report for whoever mends the program")
    parser.description = "Writes a zip to read and to hand on yourself. Nothing is sent anywhere."
    parser.add_argument("file", metavar="FILE", type=Path, help="the zip")
    parser.add_argument("--job", default="", metavar="ID", help="the job that it is about")
    parser.add_argument(
        "--prompts", action="store_true", help="with your prompts and the names of your files"
    )
    parser.set_defaults(command=_report, json=False)


async def _report(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.core.report import Subject, pack, report_files
    from wan_desktop.core.store import Store

    check_output("FILE", options.file)
    store, trouble = None, None
    try:
        store = Store(paths.database, paths.locks)
    except DiskError as error:
        trouble = error.failure  # A report is wanted most when the database cannot be read.
    subject = Subject(__version__, paths, settings, store, trouble, options.job)
    files = report_files(subject, with_words=options.prompts)
    if store is not None:
        store.close()
    replace_file(absolute(options.file), pack(files), private=True)
    print(f"wan-desktop: {options.file} holds, and nothing was sent anywhere:", file=sys.stderr)
    for name, text in files:
        print(f"  {name}  {len(text.splitlines())} lines", file=sys.stderr)
    return EXIT_DONE
