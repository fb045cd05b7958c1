"""What the commands print: a job or a failure as one line for people, as one JSON object for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO

from wan_desktop.core.errors import RESTORABLE, ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money
from wan_desktop.core.secrets import KEY_VARIABLE


def tell(line: str, *, end: str = "\n") -> None:
    """A line to standard error, where anybody still reads it: no job hangs on its reader."""
    _print(line + end, sys.stderr)


def print_jobs(jobs: Iterable[Job], *, as_json: bool) -> None:
    """What became of jobs, to standard output. A reader who has gone changes no exit status."""
    for job in jobs:
        line = json_text(job_object(job)) if as_json else job_line(job)
        _print(f"{line}\n", sys.stdout)


def json_text(value: object) -> str:
    """JSON that standard output can write as it is: on Windows a pipe has an encoding of its own."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=not unicode)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(text, end="", file=stream, flush=True)
    except OSError:
        # What is left in the buffer would be tried once more at the end, and fail the whole program.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def progress_line(job: Job) -> str:
    """One line on where a job stands: its short id, state, percent where one is known, and any trouble."""
    line = f"{job.id[:8]}  {job.state}"
    if job.progress is not None and job.unfinished:
        line += f"  {job.progress:.0%}"
    if job.trouble is not None:
        line += f"  ({title_of_failure(job.trouble)}; it goes on)"
    return line


def job_line(job: Job) -> str:
    """What is printed of a job for people: id, state, and the video or the reason."""
    words = job.video or (sentence(job.error) if job.error else job.title)
    return f"{job.id}  {job.state:<12} {words}"


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


def sentence(failure: Failure) -> str:
    """What happened and what to do now, with the other side's own words where there are any."""
    from wan_desktop.ui.failure_texts import FAILURE_TEXTS

    title, advice = title_of_failure(failure), FAILURE_TEXTS[failure.kind].advice
    if failure.kind is ErrorKind.INVALID_PARAMETER:
        return f"{title}. {failure.detail}".strip()  # Its usual advice speaks of a form.
    if failure.kind in RESTORABLE:
        return f"{title}. `wan-desktop restore` brings it back; nothing that was paid for is lost."
    if failure.kind is ErrorKind.KEY_MISSING:
        return f"{title}. Give it in {KEY_VARIABLE}, or add it in the window's settings."
    if failure.kind is ErrorKind.PRICE_UNKNOWN:
        return f"{title}. Nothing was sent; --unknown-price-ok sends it all the same."
    if failure.kind is ErrorKind.REFUSED_BEFORE:
        said = f" ({failure.detail})" if failure.detail else ""
        return f"{title}.{said} Change something, or --send-refused-again sends it all the same."
    if failure.kind is ErrorKind.IMAGE_TOO_NARROW:
        return f"{title}. Add --fit extend, --fit crop, or a --crop of a less extreme shape."
    return f"{title}. {advice}" + (f" ({failure.detail})" if failure.detail else "")


def title_of_failure(failure: Failure) -> str:
    """What happened, in a few words."""
    from wan_desktop.ui.failure_texts import FAILURE_TEXTS

    return FAILURE_TEXTS[failure.kind].title


def complain(kind: ErrorKind, words: str, *, as_json: bool) -> None:
    """Says why no job was made; with ``--json`` as a job without an id too: scripts read one thing."""
    print(f"wan-desktop: {words}", file=sys.stderr)
    if as_json:
        job = {"id": None, "state": str(JobState.FAILED), "task_id": None, "video": None}
        job |= {"estimate": None, "charged": None}
        print(json_text(job | {"error": error_object(kind, words, False)}))
