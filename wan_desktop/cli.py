"""The command line: the same core as the window, without one.

Exit status: 0 done · 1 done, but the video could not be put where ``-o`` says (it is in the library) · 2 bad
input or beyond a limit, nothing sent · 3 refused or failed at the service · 4 unconfirmed (may be billed) ·
5 still unfinished. With several jobs the gravest counts, in the order 4, 5, 3.

``restore``: 0 restored, or there was nothing to restore · 2 not restored, nothing was changed. Where the job
list is damaged or lost, every other command says so in one sentence that names ``restore``, and ends with 2.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import sys
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from wan_desktop import __version__, spend_command
from wan_desktop.core import settings as settings_file
from wan_desktop.core.errors import (
    INPUT_KINDS,
    LIMIT_KINDS,
    RESTORABLE,
    DiskError,
    ErrorKind,
    Failure,
    InputError,
    LimitError,
    WanError,
)
from wan_desktop.core.files import copy_file, replace_file
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.money import Money, amount_of
from wan_desktop.core.params import BY_NAME, Problem, Request, validate
from wan_desktop.core.paths import Paths
from wan_desktop.core.redaction import redact, words
from wan_desktop.core.restored import Restored
from wan_desktop.core.secrets import KEY_VARIABLE
from wan_desktop.core.settings import DEMO, HOSTS, Settings

if TYPE_CHECKING:
    from wan_desktop.backend import Backend

EXIT_DONE, EXIT_NOT_PUT, EXIT_BAD_INPUT, EXIT_FAILED, EXIT_UNCONFIRMED, EXIT_UNFINISHED = range(6)

#: Kinds of failure that are decided before anything is sent.
_NOTHING_SENT = INPUT_KINDS | LIMIT_KINDS | {ErrorKind.KEY_MISSING}


class _Parser(argparse.ArgumentParser):
    """Names what it does not understand without secrets: where this runs by itself, its output is a log."""

    def error(self, message: str) -> NoReturn:
        super().error(redact(message))


Command = Callable[[argparse.Namespace, Paths, Settings], Coroutine[Any, Any, int]]


def main(arguments: list[str]) -> int:
    """Runs one command; the result is the exit status."""
    options = _parser().parse_args(arguments)
    paths = Paths.of_user()
    try:
        paths.create()
        command: Command = options.command
        return asyncio.run(command(options, paths, settings_file.load(paths.settings)))
    except WanError as error:
        # What goes wrong after a job was made is in the job: here nothing was sent.
        _complain(error.kind, sentence(error.failure), as_json=options.json)
        return EXIT_BAD_INPUT
    except OSError as error:
        _complain(DiskError.from_os_error(error).kind, str(error), as_json=options.json)
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        return EXIT_UNFINISHED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
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
    restore = commands.add_parser(
        "restore", help="bring back a damaged or lost job list; sends nothing, pays nothing"
    )
    restore.set_defaults(command=_restore)
    restore.add_argument("-n", "--dry-run", action="store_true", help="only say what would be brought back")
    restore.add_argument("--json", action="store_true", help="one JSON object in all")
    for command in (jobs, resume):
        command.add_argument("--json", action="store_true", help="one JSON object a job")
    spend_command.add_to(commands)
    _add_report(commands.add_parser("report", help="write a report for whoever mends the program"))
    return parser


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.description = "Writes a zip to read and to hand on yourself. Nothing is sent anywhere."
    parser.add_argument("file", metavar="FILE", type=Path, help="the zip")
    parser.add_argument("--job", default="", metavar="ID", help="the job that it is about")
    parser.add_argument(
        "--prompts", action="store_true", help="with your prompts and the names of your files"
    )
    parser.set_defaults(command=_report, json=False)


def _add_generate(parser: argparse.ArgumentParser) -> None:
    duration, resolution, shots = (BY_NAME[name] for name in ("duration", "resolution", "shots"))
    add = parser.add_argument
    add("image", metavar="IMAGE", type=Path, help="the picture that the video starts from")
    add("-p", "--prompt", default="", metavar="TEXT", help="what should happen")
    add("--negative", default="", metavar="TEXT", help="what should not")
    add("--duration", type=int, choices=duration.choices, default=duration.default, help="seconds")
    add("--resolution", choices=resolution.choices, default=resolution.default)
    add("--shots", choices=shots.choices, default=shots.default)
    add("--sound", default="auto", metavar="auto|none|URL")
    add("--effect", default="", metavar="NAME", help="an effect of the service; the prompt is then ignored")
    add("--seed", type=int, metavar="N", help="a whole number, to come close to an earlier video again")
    add("--watermark", action="store_true", help="let the service put its mark on the video")
    add("--no-rewrite", action="store_true", help="send the prompt as it is")
    add("--service", metavar="|".join(_service_names()) + "|URL")
    add("--max-cost", type=_amount, metavar="AMOUNT", help="a limit of this one call, in the service's unit")
    add("--unknown-price-ok", action="store_true", help="send it although a limit is set and no price known")
    add("--poll", type=_seconds, metavar="SECONDS", help="ask this often instead of by experience")
    add("-o", "--output", type=Path, metavar="FILE", help="also put the video here")
    add("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=_generate)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds) or seconds <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


def _amount(text: str) -> Decimal:
    amount = amount_of(text)
    if amount is None or amount < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a plain amount such as 20 or 0.75")
    return amount


async def _generate(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.backend import Backend
    from wan_desktop.media import images

    _check_output("-o", options.output)
    service = _service(options.service) or settings_file.service_in_force(settings)
    request = _request(options)
    prepared = await asyncio.to_thread(images.prepare, options.image)
    request = replace(request, image=images.save_input(prepared, paths.inputs))
    settings = _with_limit(settings, options.max_cost)
    backend = Backend(paths, lambda: settings, poll_seconds=options.poll)
    try:
        _keep_copies(backend)
        await backend.connect(service)
        consent = await _consent(backend, service, request, options)
        job = backend.runner.submit(request, service=service, consent=consent, source_name=options.image.name)
        await _follow(backend, [job], shown=not options.json)
    finally:
        await backend.close()
    job = backend.runner.get(job.id) or job
    not_put = _put(job, options.output)
    if options.output and job.state is JobState.DONE and not_put is None:
        job = replace(job, video=str(_absolute(options.output)))
    _print_jobs([job], as_json=options.json)
    if not_put is not None:
        print(f"wan-desktop: {options.output}: {sentence(not_put)}", file=sys.stderr)
        return EXIT_NOT_PUT
    return exit_status([job])


def _with_limit(settings: Settings, most: Decimal | None) -> Settings:
    """The settings with the tighter of two limits for a click."""
    if most is None:
        return settings
    usual = settings.limits.per_click
    return replace(settings, limit_per_click=f"{most if usual is None else min(most, usual):f}")


async def _consent(backend: Backend, service: str, request: Request, options: argparse.Namespace) -> Consent:
    """What the caller agrees to, said before it is sent. LimitError where a limit forbids it."""
    estimate = await backend.estimate(service, request)
    if service != DEMO and not options.json:
        print(f"Estimated cost: {estimate or 'unknown'}", file=sys.stderr, flush=True)
    consent = Consent(estimate, unknown_accepted=options.unknown_price_ok)
    refusal = await backend.refusal(service, consent)
    if refusal is not None:
        raise LimitError.of(refusal.failure)
    return consent


async def _resume(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.backend import Backend

    backend = Backend(paths, lambda: settings)
    try:
        _keep_copies(backend)
        jobs = backend.store.unfinished()
        backend.runner.resume(send=False)
        followed = [job for job in jobs if await _can_be_followed(backend, job)]
        await _follow(backend, followed, shown=not options.json)
    finally:
        await backend.close()
    jobs = [backend.runner.get(job.id) or job for job in jobs]
    _print_jobs(jobs, as_json=options.json)
    return exit_status(jobs)


def _keep_copies(backend: Backend) -> None:
    def tell(failure: Failure) -> None:
        print(f"wan-desktop: no copy of the job list: {sentence(failure)}", file=sys.stderr)

    backend.tasks.spawn(backend.keep_copies(tell), name="daily copies")


async def _follow(backend: Backend, jobs: Iterable[Job], *, shown: bool) -> None:
    """Waits for the jobs' end, or for Ctrl+C, which ends this program and no job."""
    with _Progress(backend.runner.subscribe, shown=shown):
        try:
            for job in jobs:
                await backend.runner.settled(job.id)
        except asyncio.CancelledError:
            # asyncio.run turns Ctrl+C into this; what was sent is heard in closing, and then told.
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
            print("\nStopped here. `wan-desktop resume` follows what was sent.", file=sys.stderr)


async def _can_be_followed(backend: Backend, job: Job) -> bool:
    """Whether there is a key for the job's service; without one, nobody would ever hear of its end."""
    try:
        await backend.connect(job.service)
    except WanError as error:
        print(f"wan-desktop: {job.service}: {sentence(error.failure)}", file=sys.stderr)
        return False
    return True


async def _jobs(options: argparse.Namespace, paths: Paths, _settings: Settings) -> int:
    from wan_desktop.core.store import Store

    store = Store(paths.database, paths.locks)
    try:
        _print_jobs(store.find(limit=-1), as_json=options.json)
    finally:
        store.close()
    return EXIT_DONE


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
    print(f"{_title(Failure(kind))}. {head}" if kind is not None else head)
    lines = restored_lines(restored) if kind is not None else []
    lines += [f"What was left of the old list: {restored.aside}"] if restored.aside else []
    for line in lines:
        print(f"  {line}")


async def _report(options: argparse.Namespace, paths: Paths, settings: Settings) -> int:
    from wan_desktop.core.report import Subject, pack, report_files
    from wan_desktop.core.store import Store

    _check_output("FILE", options.file)
    store, trouble = None, None
    try:
        store = Store(paths.database, paths.locks)
    except DiskError as error:
        trouble = error.failure  # A report is wanted most when the database cannot be read.
    subject = Subject(__version__, paths, settings, store, trouble, options.job)
    files = report_files(subject, with_words=options.prompts)
    if store is not None:
        store.close()
    replace_file(_absolute(options.file), pack(files), private=True)
    print(f"wan-desktop: {options.file} holds, and nothing was sent anywhere:", file=sys.stderr)
    for name, text in files:
        print(f"  {name}  {len(text.splitlines())} lines", file=sys.stderr)
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
        case JobState.UNCONFIRMED | JobState.SUBMITTING:
            # Submitting, and this program has ended: no answer was heard.
            return EXIT_UNCONFIRMED
        case JobState.FAILED | JobState.LOST | JobState.EXPIRED:
            nothing_sent = job.error is not None and job.error.kind in _NOTHING_SENT
            return EXIT_BAD_INPUT if nothing_sent else EXIT_FAILED
        case _:
            return EXIT_UNFINISHED


def _request(options: argparse.Namespace) -> Request:
    """What the options ask for, without its image."""
    sound = options.sound
    request = Request(
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
    problems = [problem for problem in validate(request) if problem.parameter != "image"]
    if problems:
        raise InputError(ErrorKind.INVALID_PARAMETER, " ".join(map(_problem_words, problems)))
    return request


def _problem_words(problem: Problem) -> str:
    from wan_desktop.ui.problem_words import problem_words

    option = {"negative_prompt": "negative", "audio_url": "sound"}.get(problem.parameter, problem.parameter)
    return f"--{option}: {problem_words(problem)}"


def _service_names() -> list[str]:
    return [DEMO, *(name for name, _ in HOSTS)]


def _service(chosen: str | None) -> str:
    """A base URL or "demo" for what ``--service`` names; "" where it was not given. InputError."""
    from wan_desktop.core.addresses import check_base_url

    if not chosen or chosen == DEMO:
        return chosen or ""
    try:
        return dict(HOSTS).get(chosen) or check_base_url(chosen)
    except InputError as error:
        said = f"--service: {chosen} is none of {', '.join(_service_names())}, and {error.failure.detail}."
        raise InputError(ErrorKind.INVALID_PARAMETER, words(said)) from error


def _check_output(option: str, output: Path | None) -> None:
    """Before anything is paid or gathered: whether a file can be put there. InputError."""
    if output is None:
        return
    target = _absolute(output)
    if target.is_dir() or not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise InputError(ErrorKind.INVALID_PARAMETER, f"{option}: no file can be written as {target}.")


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _put(job: Job, output: Path | None) -> Failure | None:
    """Copies a finished video to where it is wanted; why it could not be."""
    if output is None or job.state is not JobState.DONE:
        return None
    try:
        copy_file(Path(job.video), _absolute(output))
    except DiskError as error:
        return error.failure
    return None


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
        line += f"  ({_title(job.trouble)}; it goes on)"
    return line


def _print_jobs(jobs: Iterable[Job], *, as_json: bool) -> None:
    for job in jobs:
        print(json.dumps(job_object(job), ensure_ascii=False) if as_json else job_line(job))


def job_object(job: Job) -> dict[str, Any]:
    """What ``--json`` prints of a job."""
    return {
        "id": job.id,
        "state": str(job.state),
        "task_id": job.task_id or None,
        "video": job.video or None,
        "estimate": money_object(job.estimate),
        "charged": money_object(job.charged),
        "error": job.error and error_object(job.error.kind, sentence(job.error), job.error.may_be_billed),
    }


def money_object(money: Money | None) -> dict[str, str] | None:
    """What ``--json`` prints of a sum; None for one that is not known."""
    return None if money is None else money.to_json()


def error_object(kind: ErrorKind, message: str, may_be_billed: bool) -> dict[str, Any]:
    """What ``--json`` prints of a failure: its kind for programs, a sentence for people."""
    return {"kind": str(kind), "message": message, "may_be_billed": may_be_billed}


def job_line(job: Job) -> str:
    """What is printed of a job for people: id, state, and the video or the reason."""
    words = job.video or (sentence(job.error) if job.error else job.title)
    return f"{job.id}  {job.state:<12} {words}"


def sentence(failure: Failure) -> str:
    """What happened and what to do now, with the other side's own words where there are any."""
    from wan_desktop.ui.failure_texts import FAILURE_TEXTS

    title, advice = _title(failure), FAILURE_TEXTS[failure.kind].advice
    if failure.kind is ErrorKind.INVALID_PARAMETER:
        return f"{title}. {failure.detail}".strip()  # Its usual advice speaks of a form.
    if failure.kind in RESTORABLE:
        return f"{title}. `wan-desktop restore` brings it back; nothing that was paid for is lost."
    if failure.kind is ErrorKind.KEY_MISSING:
        return f"{title}. Give it in {KEY_VARIABLE}, or add it in the window's settings."
    if failure.kind is ErrorKind.PRICE_UNKNOWN:
        return f"{title}. Nothing was sent; --unknown-price-ok sends it all the same."
    return f"{title}. {advice}" + (f" ({failure.detail})" if failure.detail else "")


def _title(failure: Failure) -> str:
    from wan_desktop.ui.failure_texts import FAILURE_TEXTS

    return FAILURE_TEXTS[failure.kind].title


def _complain(kind: ErrorKind, words: str, *, as_json: bool) -> None:
    """Says why no job was made; with ``--json`` as a job without an id too: scripts read one thing."""
    print(f"wan-desktop: {words}", file=sys.stderr)
    if as_json:
        job = {"id": None, "state": str(JobState.FAILED), "task_id": None, "video": None}
        job |= {"estimate": None, "charged": None}
        print(json.dumps(job | {"error": error_object(kind, words, False)}, ensure_ascii=False))
