"""``wan-desktop restore``: a damaged or lost job list brought back."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from typing import Any

from wan_desktop.cli.statuses import EXIT_DONE
from wan_desktop.cli.words import title_of_failure
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.paths import Paths
from wan_desktop.core.restored import Restored
from wan_desktop.core.settings import Settings


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser(
        "restore", help="bring back a damaged or lost job list; sends nothing, pays nothing"
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help="only say what would be brought back")
    parser.add_argument("--json", action="store_true", help="one JSON object in all")
    parser.set_defaults(command=_restore)


async def _restore(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.core.library_scan import services_of
    from wan_desktop.core.restore import restore, survey, trouble

    library = paths.library_of(settings.library)
    kind = await asyncio.to_thread(trouble, paths)
    if kind is None:
        _print_restored(None, Restored(), "The job list is sound. There is nothing to restore.", options)
        return EXIT_DONE
    found = await asyncio.to_thread(survey, paths, library)
    if options.dry_run:
        _print_restored(kind, found, "This would be brought back:", options)
        return EXIT_DONE
    restored = await asyncio.to_thread(restore, paths, library, services_of(settings))
    _print_restored(kind, restored, "The job list is restored:", options)
    return EXIT_DONE


def _print_restored(
    kind: ErrorKind | None, restored: Restored, head: str, options: argparse.Namespace
) -> None:
    from wan_desktop.ui.restored_words import restored_lines

    if options.json:
        aside = restored.aside and str(restored.aside)
        print(json.dumps({"trouble": kind and str(kind), **asdict(restored), "aside": aside}))
        return
    print(f"{title_of_failure(Failure(kind))}. {head}" if kind is not None else head)
    lines = restored_lines(restored) if kind is not None else []
    lines += [f"What was left of the old list: {restored.aside}"] if restored.aside else []
    for line in lines:
        print(f"  {line}")
