"""``wan-desktop generate``: from an image to a video; the one command that pays."""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wan_desktop.cli.framing_options import add_framing_options
from wan_desktop.cli.output import absolute, check_folder, check_output
from wan_desktop.cli.sound_options import (
    WORDS,
    add_sound_options,
    check_sound_options,
    is_file,
    sound_as_asked,
)
from wan_desktop.cli.starting_point import check_sound
from wan_desktop.cli.statuses import EXIT_DONE, EXIT_NOT_PUT, exit_status
from wan_desktop.cli.submissions import add_batch_options, starting_points, submissions_of
from wan_desktop.cli.watching import follow, keep_copies
from wan_desktop.cli.words import print_jobs, sentence, tell
from wan_desktop.core.batches import batch_of, is_held
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, InputError, LimitError
from wan_desktop.core.files import copy_file
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent, consents_of_click
from wan_desktop.core.money import amount_of
from wan_desktop.core.params import BY_NAME, Problem, Request, validate
from wan_desktop.core.paths import Paths
from wan_desktop.core.redaction import words
from wan_desktop.core.refused import Refused
from wan_desktop.core.settings import DEMO, HOSTS, Settings, service_in_force
from wan_desktop.core.submission import SOUND_NAME, Submission

if TYPE_CHECKING:
    from wan_desktop.backend import Backend


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("generate", help="make a video from an image (this is what is paid)")
    duration, resolution, shots = (BY_NAME[name].choices for name in ("duration", "resolution", "shots"))
    either = argparse.BooleanOptionalAction
    # No defaults here: what is not said is as in the video given, or the table's default.
    add = parser.add_argument
    add_batch_options(parser)
    add("-p", "--prompt", metavar="TEXT", help="what should happen")
    add("--negative", metavar="TEXT", help="what should not")
    add("--duration", type=int, choices=duration, help="seconds")
    add("--resolution", choices=resolution)
    add("--shots", choices=shots)
    add_sound_options(parser)
    add("--effect", metavar="NAME", help="an effect of the service; the prompt is then ignored")
    add("--seed", type=int, metavar="N", help="a whole number, to come close to an earlier video again")
    add("--watermark", action=either, help="let the service put its mark on the video")
    add("--rewrite", action=either, help="let the service rewrite the prompt; it does unless told")
    add_framing_options(parser)
    add("--service", metavar="|".join(_service_names()) + "|URL")
    add("--max-cost", type=_amount, metavar="AMOUNT", help="a limit of this one call, in the service's unit")
    add("--unknown-price-ok", action="store_true", help="send it although a limit is set and no price known")
    add(
        "--send-refused-again",
        action="store_true",
        help="send it although the content check refused this very request before",
    )
    add("--poll", type=_seconds, metavar="SECONDS", help="ask this often instead of by experience")
    add("-o", "--output", type=Path, metavar="FILE", help="also put the video here; several: in this folder")
    add("--json", action="store_true", help="print one JSON object a video")
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

    several = len(options.images) > 1 or options.images[0].is_dir() or options.variations > 1
    if several:
        check_folder("-o", options.output)
    else:
        check_output("-o", options.output)
    service = _service(options.service) or service_in_force(settings)
    starts = await asyncio.to_thread(starting_points, options, paths.inputs)
    # Several are images, and all begin with the defaults; one may be a video with settings of its own.
    request = _request(options, starts[0].request)
    check_sound(request, starts[0].facts, paths.inputs)
    check_sound_options(options, request)
    known_as = str(starts[0].facts.get(SOUND_NAME, ""))
    asked = await asyncio.to_thread(sound_as_asked, options, request, service, settings, paths, known_as)
    submissions = await submissions_of(options, asked.request, starts, paths)
    submissions = [replace(one, facts={**one.facts, **asked.facts}) for one in submissions]
    settings = _with_limit(settings, options.max_cost)
    backend = Backend(paths, lambda: settings, poll_seconds=options.poll)
    try:
        keep_copies(backend)
        await backend.connect(service)
        consents = await _consents(backend, service, submissions, options)
        consents = tuple(
            replace(one, public_host=asked.public_host, way_named=asked.way_named) for one in consents
        )
        jobs = backend.runner.submit_all(submissions, service=service, consents=consents)
        if not await follow(backend, jobs, shown=not options.json):
            await _hold_rest(backend, jobs)
    finally:
        await backend.close()
    jobs = [backend.runner.get(job.id) or job for job in jobs]
    return _end(jobs, options.output, several=several, as_json=options.json)


async def _hold_rest(backend: Backend, jobs: Sequence[Job]) -> None:
    """Interrupted: what was not sent of a batch waits until its user resumes it."""
    batch = batch_of(jobs[0])
    if batch:
        await backend.runner.batches.hold(batch)


def _end(jobs: list[Job], output: Path | None, *, several: bool, as_json: bool) -> int:
    """Puts the videos where they are wanted and says what became of each; the exit status of the worst."""
    not_put = None
    for place, job in enumerate(jobs):
        if output is None or job.state is not JobState.DONE:
            continue
        target = absolute(output) / Path(job.video).name if several else absolute(output)
        failure = _put(job, target)
        if failure is None:
            jobs[place] = replace(job, video=str(target))
        not_put = not_put or failure
    print_jobs(jobs, as_json=as_json)
    _tell_of_pause(jobs)
    if not_put is not None:
        tell(f"wan-desktop: {output}: {sentence(not_put)}")
    status = exit_status(jobs)
    return EXIT_NOT_PUT if status == EXIT_DONE and not_put is not None else status


def _tell_of_pause(jobs: Sequence[Job]) -> None:
    held = [job for job in jobs if is_held(job)]
    if held:
        tell(
            f"{len(held)} of {len(jobs)} were not sent: the batch is paused. "
            "The window, or `wan-desktop resume --paused`, lets it go on."
        )


def _with_limit(settings: Settings, most: Decimal | None) -> Settings:
    """The settings with the tighter of two limits for a click."""
    if most is None:
        return settings
    usual = settings.limits.per_click
    return replace(settings, limit_per_click=f"{most if usual is None else min(most, usual):f}")


async def _consents(
    backend: Backend, service: str, submissions: Sequence[Submission], options: argparse.Namespace
) -> tuple[Consent, ...]:
    """What the caller agrees to, said before it is sent. LimitError where a limit forbids it.

    InputError(REFUSED_BEFORE) where a content check refused one before, unless the caller wants it so.
    """
    videos = len(submissions)
    refused = await backend.runner.refused(service, [submission.request for submission in submissions])
    if any(one.times for one in refused) and not options.send_refused_again:
        raise InputError(ErrorKind.REFUSED_BEFORE, _refused_words(submissions, refused))
    estimate = await backend.estimate(service, submissions[0].request)
    consents = consents_of_click(
        [estimate] * videos,
        unknown_accepted=options.unknown_price_ok,
        refusals_seen=[one.times for one in refused],
    )
    if service != DEMO and not options.json:
        total = f"{consents[0].total or 'unknown'}"
        tell(f"Estimated cost: {total}" if videos == 1 else f"Estimated cost of {videos} videos: {total}")
    refusal = await backend.refusal(service, consents)
    if refusal is not None:
        raise LimitError.of(refusal.failure)
    return consents


def _refused_words(submissions: Sequence[Submission], refused: Sequence[Refused]) -> str:
    """The service's own words; of several videos, which of them were refused."""
    if len(submissions) == 1:
        return refused[0].words
    pairs = zip(submissions, refused, strict=True)
    names = dict.fromkeys(submission.source_name for submission, one in pairs if one.times)
    return ", ".join(names)


def _request(options: argparse.Namespace, base: Request) -> Request:
    """What the options ask for, laid over ``base``."""
    given = {
        "prompt": options.prompt,
        "negative_prompt": options.negative,
        "effect": options.effect,
        "duration": options.duration,
        "resolution": options.resolution,
        "shots": options.shots,
        "rewrite": options.rewrite,
        "watermark": options.watermark,
        "seed": options.seed,
    }
    request = replace(base, **{name: value for name, value in given.items() if value is not None})
    sound = options.sound
    if sound is not None:
        link = "" if sound in WORDS or is_file(sound) else sound
        request = replace(request, audio_url=link, audio=sound != "none", sound="", sound_way="")
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


def _put(job: Job, target: Path) -> Failure | None:
    """Copies a finished video to where it is wanted; why it could not be."""
    try:
        target.parent.mkdir(exist_ok=True)
        copy_file(Path(job.video), target)
    except OSError as error:
        return DiskError.from_os_error(error).failure
    except DiskError as error:
        return error.failure
    return None
