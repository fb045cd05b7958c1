"""The command line: the same core as the window, without one.

Exit status: 0 done · 2 bad input, nothing sent · 3 refused or failed at the service · 4 unconfirmed (may be
billed) · 5 still unfinished. With several jobs the gravest counts, in the order 4, 5, 3.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from wan_desktop import __version__
from wan_desktop.core import settings as settings_file
from wan_desktop.core.errors import ErrorKind, Failure, InputError, WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.params import BY_NAME, Request, validate
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import DEMO, HOSTS, Settings

EXIT_DONE, EXIT_BAD_INPUT, EXIT_FAILED, EXIT_UNCONFIRMED, EXIT_UNFINISHED = 0, 2, 3, 4, 5

#: Kinds of failure that are decided before anything is sent.
_NOTHING_SENT = frozenset(
    {
        ErrorKind.INVALID_PARAMETER,
        ErrorKind.FILE_MISSING,
        ErrorKind.FILE_FORBIDDEN,
        ErrorKind.FILE_EMPTY,
        ErrorKind.NOT_AN_IMAGE,
        ErrorKind.IMAGE_BROKEN,
        ErrorKind.IMAGE_TOO_MANY_PIXELS,
        ErrorKind.IMAGE_TOO_SMALL,
        ErrorKind.IMAGE_TOO_NARROW,
        ErrorKind.IMAGE_TOO_LARGE,
        ErrorKind.NOT_A_SOUND,
        ErrorKind.KEY_MISSING,
    }
)


Command = Callable[[argparse.Namespace, Paths, Settings], Coroutine[Any, Any, int]]


def main(arguments: list[str]) -> int:
    """Runs one command; the result is the exit status."""
    options = _parser().parse_args(arguments)
    paths = Paths.of_user()
    try:
        paths.create()
        command: Command = options.command
        return asyncio.run(command(options, paths, settings_file.load(paths.settings)))
    except InputError as error:
        _complain(error.failure)
        return EXIT_BAD_INPUT
    except WanError as error:
        _complain(error.failure)
        return EXIT_BAD_INPUT if error.kind in _NOTHING_SENT else EXIT_FAILED
    except OSError as error:
        print(f"wan-desktop: {error}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        print("\nStopped here. `wan-desktop resume` takes it up again.", file=sys.stderr)
        return EXIT_UNFINISHED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wan-desktop",
        description="Turn an image into a video with Wan 2.6. Without a command: opens the window.",
        epilog="Also: wan-desktop --selftest [DIR] · wan-desktop demo-service --port N",
    )
    parser.add_argument("--version", action="version", version=f"wan-desktop {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_generate(commands.add_parser("generate", help="make a video from an image (this is what is paid)"))
    jobs = commands.add_parser("jobs", help="list all jobs")
    jobs.set_defaults(command=_jobs)
    resume = commands.add_parser(
        "resume", help="follow every unfinished job to its end; never sends a new one"
    )
    resume.set_defaults(command=_resume)
    for command in (jobs, resume):
        command.add_argument("--json", action="store_true", help="one JSON object a job")
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    duration, resolution, shots = (BY_NAME[name] for name in ("duration", "resolution", "shots"))
    add = parser.add_argument
    add("image", metavar="IMAGE", type=Path)
    add("-p", "--prompt", default="", metavar="TEXT", help="what should happen")
    add("--negative", default="", metavar="TEXT", help="what should not")
    add("--duration", type=int, choices=duration.choices, default=duration.default, help="seconds")
    add("--resolution", choices=resolution.choices, default=resolution.default)
    add("--shots", choices=shots.choices, default=shots.default)
    add("--sound", default="auto", metavar="auto|none|URL")
    add("--effect", default="", metavar="NAME", help="an effect of the service; the prompt is then ignored")
    add("--seed", type=int, metavar="N")
    add("--watermark", action="store_true")
    add("--no-rewrite", action="store_true", help="send the prompt as it is")
    add("--service", metavar="demo|" + "|".join(name for name, _ in HOSTS) + "|URL")
    add("--poll", type=float, metavar="SECONDS", help="ask this often instead of by experience")
    add("-o", "--output", type=Path, metavar="FILE", help="also put the video here")
    add("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=_generate)


async def _generate(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.backend import Backend, service_in_force
    from wan_desktop.media import images

    _check_output(options.output)
    prepared = await asyncio.to_thread(images.prepare, options.image)
    request = _request(options, images.save_input(prepared, paths.inputs))
    backend = Backend(paths, lambda: settings, poll_seconds=options.poll)
    try:
        service = _service(options.service) or service_in_force(settings)
        backend.connect(service)
        job = backend.runner.submit(request, service=service, source_name=options.image.name)
        with _Progress(backend.runner.subscribe, shown=not options.json):
            job = await backend.runner.settled(job.id)
        if options.output and job.state is JobState.DONE:
            job = job.to(job.state, video=str(_copy(Path(job.video), options.output)))
    finally:
        await backend.close()
    _print_jobs([job], as_json=options.json)
    return exit_status([job])


async def _resume(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.backend import Backend

    backend = Backend(paths, lambda: settings)
    try:
        jobs = backend.store.unfinished()
        backend.runner.resume(send=False)
        with _Progress(backend.runner.subscribe, shown=not options.json):
            jobs = [await backend.runner.settled(job.id) for job in jobs]
    finally:
        await backend.close()
    _print_jobs(jobs, as_json=options.json)
    return exit_status(jobs)


async def _jobs(options: argparse.Namespace, paths: Paths, _settings: Settings) -> int:
    from wan_desktop.core.store import Store

    store = Store(paths.database, paths.locks)
    try:
        _print_jobs(store.find(limit=-1), as_json=options.json)
    finally:
        store.close()
    return EXIT_DONE


def exit_status(jobs: Iterable[Job]) -> int:
    """One exit status for what became of the jobs, as the module's docstring has it."""
    found = {_exit_status(job) for job in jobs}
    order = (EXIT_UNCONFIRMED, EXIT_UNFINISHED, EXIT_FAILED, EXIT_BAD_INPUT)
    return next((status for status in order if status in found), EXIT_DONE)


def _exit_status(job: Job) -> int:
    match job.state:
        case JobState.DONE:
            return EXIT_DONE
        case JobState.UNCONFIRMED:
            return EXIT_UNCONFIRMED
        case JobState.FAILED | JobState.LOST | JobState.EXPIRED:
            nothing_sent = job.error is not None and job.error.kind in _NOTHING_SENT
            return EXIT_BAD_INPUT if nothing_sent else EXIT_FAILED
        case _:
            return EXIT_UNFINISHED


def _request(options: argparse.Namespace, image: str) -> Request:
    sound = options.sound
    request = Request(
        image=image,
        prompt=options.prompt,
        negative_prompt=options.negative,
        effect=options.effect,
        audio_url="" if sound in ("auto", "none") else sound,
        duration=options.duration,
        resolution=options.resolution,
        shots=options.shots,
        rewrite=not options.no_rewrite,
        audio=sound != "none",
        watermark=options.watermark,
        seed=options.seed,
    )
    problems = validate(request)
    if problems:
        words = "; ".join(
            f"{problem.parameter}: {problem.kind.replace('_', ' ')}"
            + (f" (limit {problem.limit})" if problem.limit else "")
            for problem in problems
        )
        raise InputError(ErrorKind.INVALID_PARAMETER, words)
    return request


def _service(chosen: str | None) -> str:
    """A base URL or "demo" for what ``--service`` names; "" where it was not given."""
    from wan_desktop.core.addresses import check_base_url

    if not chosen or chosen == DEMO:
        return chosen or ""
    return dict(HOSTS).get(chosen) or check_base_url(chosen)


def _check_output(output: Path | None) -> None:
    if output is None:
        return
    folder = output.expanduser().absolute().parent
    if not folder.is_dir():
        raise InputError(ErrorKind.FILE_MISSING, str(folder))
    if output.is_dir() or not os.access(folder, os.W_OK):
        raise InputError(ErrorKind.FILE_FORBIDDEN, str(output))


def _copy(video: Path, target: Path) -> Path:
    """Copies beside the target and renames, so that no half of a video is ever seen under its name."""
    target = target.expanduser().absolute()
    beside = target.with_name(f".{target.name}.part")
    shutil.copyfile(video, beside)
    os.replace(beside, target)
    return target


class _Progress:
    """Shows each change of a job: one line written over on a terminal, a line a change elsewhere."""

    def __init__(
        self, subscribe: Callable[[Callable[[Job], None]], Callable[[], None]], *, shown: bool
    ) -> None:
        self._subscribe = subscribe
        self._shown = shown
        self._on_terminal = sys.stderr.isatty()
        self._last = ""
        self._unsubscribe: Callable[[], None] | None = None

    def __enter__(self) -> _Progress:
        if self._shown:
            self._unsubscribe = self._subscribe(self._show)
        return self

    def __exit__(self, *_: object) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            if self._on_terminal and self._last:
                print(file=sys.stderr)

    def _show(self, job: Job) -> None:
        line = progress_line(job)
        if line == self._last:
            return
        self._last = line
        if self._on_terminal:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)


def progress_line(job: Job) -> str:
    """One line on where a job stands: its short id, state, percent where one is known, and any trouble."""
    line = f"{job.id[:8]}  {job.state}"
    if job.progress is not None and job.unfinished:
        line += f"  {job.progress:.0%}"
    if job.trouble is not None:
        line += f"  ({job.trouble.kind.replace('_', ' ')}, going on)"
    return line


def _print_jobs(jobs: Iterable[Job], *, as_json: bool) -> None:
    for job in jobs:
        print(json.dumps(job_object(job), ensure_ascii=False) if as_json else job_line(job))


def job_object(job: Job) -> dict[str, Any]:
    """What ``--json`` prints of a job."""
    error = job.error
    return {
        "id": job.id,
        "state": str(job.state),
        "task_id": job.task_id or None,
        "video": job.video or None,
        "error": error
        and {"kind": str(error.kind), "message": error.detail, "may_be_billed": error.may_be_billed},
    }


def job_line(job: Job) -> str:
    """What is printed of a job for people: id, state, and the video or the reason."""
    words = job.video or (
        f"{job.error.kind.replace('_', ' ')} {job.error.detail}".strip() if job.error else ""
    )
    return f"{job.id}  {job.state:<12} {words or job.title}"


def _complain(failure: Failure) -> None:
    words = failure.kind.replace("_", " ")
    print(f"wan-desktop: {words}{': ' + failure.detail if failure.detail else ''}", file=sys.stderr)
