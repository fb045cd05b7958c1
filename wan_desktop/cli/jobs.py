"""``wan-desktop jobs``: the list of all jobs."""

from __future__ import annotations

import argparse
from typing import Any

from wan_desktop.cli.statuses import EXIT_DONE
from wan_desktop.cli.words import print_jobs
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("jobs", help="list all jobs")
    parser.add_argument("--json", action="store_true", help="one JSON object a job")
    parser.set_defaults(command=_jobs)


async def _jobs(options: argparse.Namespace, paths: Paths, _settings: Settings) -> int:
    from wan_desktop.core.store import Store

    store = Store(paths.database, paths.locks)
    try:
        print_jobs(store.find(limit=-1), as_json=options.json)
    finally:
        store.close()
    return EXIT_DONE
