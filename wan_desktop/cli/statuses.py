"""Exit statuses, as the package's docstring has them."""

from __future__ import annotations

from collections.abc import Iterable

from wan_desktop.core.errors import INPUT_KINDS, LIMIT_KINDS, UPLOAD_KINDS, ErrorKind
from wan_desktop.core.job import Job, JobState

EXIT_DONE, EXIT_NOT_PUT, EXIT_BAD_INPUT, EXIT_FAILED, EXIT_UNCONFIRMED, EXIT_UNFINISHED = range(6)

#: Kinds of failure that are decided before anything is sent.
_NOTHING_SENT = (
    INPUT_KINDS
    | LIMIT_KINDS
    | UPLOAD_KINDS
    | {ErrorKind.KEY_MISSING, ErrorKind.REFUSED_BEFORE, ErrorKind.TLS_UNTRUSTED}
)


def exit_status(jobs: Iterable[Job]) -> int:
    """One exit status for what became of the jobs, as the package's docstring has it."""
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
