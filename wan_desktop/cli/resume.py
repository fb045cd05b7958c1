"""``wan-desktop resume``: follows what was sent before; what was not is sent only with ``--paused``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from wan_desktop.cli.statuses import exit_status
from wan_desktop.cli.watching import follow, keep_copies
from wan_desktop.cli.words import print_jobs, sentence, tell
from wan_desktop.core.batches import batch_of, is_held
from wan_desktop.core.errors import WanError
from wan_desktop.core.job import Job
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings

if TYPE_CHECKING:
    from wan_desktop.backend import Backend


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser(
        "resume", help="follow every unfinished job to its end; by itself never sends a new one"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a job")
    parser.add_argument(
        "--paused", action="store_true", help="also let paused batches go on: their videos are then sent"
    )
    parser.set_defaults(command=_resume)


async def _resume(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.backend import Backend

    backend = Backend(paths, lambda: settings)
    try:
        keep_copies(backend)
        jobs = backend.store.unfinished()
        backend.runner.resume(send=False)
        if options.paused:
            await _let_go_on(backend, jobs)
        followed = [job for job in jobs if await _can_be_followed(backend, job)]
        await follow(backend, followed, shown=not options.json)
    finally:
        await backend.close()
    jobs = [backend.runner.get(job.id) or job for job in jobs]
    print_jobs(jobs, as_json=options.json)
    return exit_status(jobs)


async def _let_go_on(backend: Backend, jobs: list[Job]) -> None:
    """The caller resumes every paused batch: what waits of it is sent."""
    for batch in dict.fromkeys(batch_of(job) for job in jobs if is_held(job)):
        seen = {job.paused for job in jobs if batch_of(job) == batch}
        await backend.runner.batches.let_go_on(batch, seen)


async def _can_be_followed(backend: Backend, job: Job) -> bool:
    """Whether there is a key for the job's service; without one, nobody would ever hear of its end."""
    try:
        await backend.connect(job.service)
    except WanError as error:
        tell(f"wan-desktop: {job.service}: {sentence(error.failure)}")
        return False
    return True
