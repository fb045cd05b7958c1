"""``wan-desktop generate``: from an image to a video; the one command that pays."""

from __future__ import annotations

import argparse
import asyncio
import math
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wan_desktop.cli.output import absolute, check_output
from wan_desktop.cli.statuses import EXIT_NOT_PUT, exit_status
from wan_desktop.cli.watching import follow, keep_copies
from wan_desktop.cli.words import print_jobs, sentence, tell
from wan_desktop.core.errors import DiskError, ErrorKind, Failure, InputError, LimitError
from wan_desktop.core.files import copy_file
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.money import amount_of
from wan_desktop.core.params import BY_NAME, Problem, Request, validate
from wan_desktop.core.paths import Paths
from wan_desktop.core.redaction import words
from wan_desktop.core.settings import DEMO, HOSTS, Settings, service_in_force
from wan_desktop.core.submission import Submission

if TYPE_CHECKING:
    from wan_desktop.backend import Backend


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("generate", help="make a video from an image (this is what is paid)")
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
    add(
        "--send-refused-again",
        action="store_true",
        help="send it although the content check refused this very request before",
    )
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

    check_output("-o", options.output)
    service = _service(options.service) or service_in_force(settings)
    request = _request(options)
    prepared = await asyncio.to_thread(images.prepare, options.image)
    request = replace(request, image=images.save_input(prepared, paths.inputs))
    settings = _with_limit(settings, options.max_cost)
    backend = Backend(paths, lambda: settings, poll_seconds=options.poll)
    try:
        keep_copies(backend)
        await backend.connect(service)
        consent = await _consent(backend, service, request, options)
        submission = Submission(request, options.image.name)
        job = backend.runner.submit(submission, service=service, consent=consent)
        await follow(backend, [job], shown=not options.json)
    finally:
        await backend.close()
    job = backend.runner.get(job.id) or job
    not_put = _put(job, options.output)
    if options.output and job.state is JobState.DONE and not_put is None:
        job = replace(job, video=str(absolute(options.output)))
    print_jobs([job], as_json=options.json)
    if not_put is not None:
        tell(f"wan-desktop: {options.output}: {sentence(not_put)}")
        return EXIT_NOT_PUT
    return exit_status([job])


def _with_limit(settings: Settings, most: Decimal | None) -> Settings:
    """The settings with the tighter of two limits for a click."""
    if most is None:
        return settings
    usual = settings.limits.per_click
    return replace(settings, limit_per_click=f"{most if usual is None else min(most, usual):f}")


async def _consent(backend: Backend, service: str, request: Request, options: argparse.Namespace) -> Consent:
    """What the caller agrees to, said before it is sent. LimitError where a limit forbids it.

    InputError(REFUSED_BEFORE) for what a content check refused before, unless the caller wants it so.
    """
    refused = await backend.runner.refused(service, request)
    if refused.times and not options.send_refused_again:
        raise InputError(ErrorKind.REFUSED_BEFORE, refused.words)
    estimate = await backend.estimate(service, request)
    if service != DEMO and not options.json:
        tell(f"Estimated cost: {estimate or 'unknown'}")
    consent = Consent(estimate, unknown_accepted=options.unknown_price_ok, refusals_seen=refused.times)
    refusal = await backend.refusal(service, consent)
    if refusal is not None:
        raise LimitError.of(refusal.failure)
    return consent


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


def _put(job: Job, output: Path | None) -> Failure | None:
    """Copies a finished video to where it is wanted; why it could not be."""
    if output is None or job.state is not JobState.DONE:
        return None
    try:
        copy_file(Path(job.video), absolute(output))
    except DiskError as error:
        return error.failure
    return None
