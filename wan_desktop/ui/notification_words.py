"""What a notification says about videos that have ended, or wait for their user."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.messages import failure_of, failure_words, pause_words, title_words

TITLE_MAX = 120
"""Characters of a title: a prompt may be a page long."""

translate = QCoreApplication.translate


def notification_words(ended: Sequence[Job], paused: str = "") -> tuple[str, str]:
    """Title and text about jobs that have ended; ``paused`` is why a batch does not go on (``Job.paused``).

    There is at least one job, or a batch that paused.
    """
    if len(ended) == 1 and not paused:
        return _words_of_one(ended[0])
    counts = _count_words(ended)
    if paused:
        return translate("Notification", "A batch is paused"), "\n".join([pause_words(paused), *counts])
    return counts[0], " · ".join(counts[1:]) or _titles(ended)


def _words_of_one(job: Job) -> tuple[str, str]:
    if job.state is JobState.DONE:
        return translate("Notification", "Your video is done"), _titles([job])
    failure = failure_of(job)
    reason = failure_words(failure).title if failure is not None else ""
    if job.state is JobState.UNCONFIRMED:
        title = translate("Notification", "A video waits for your decision")
    else:
        title = translate("Notification", "A video did not come")
    return title, f"{_titles([job])}\n{reason}"


def _count_words(ended: Sequence[Job]) -> list[str]:
    """One sentence for each of done, in doubt and failed that there is."""
    done = sum(job.state is JobState.DONE for job in ended)
    doubtful = sum(job.state is JobState.UNCONFIRMED for job in ended)
    failed = len(ended) - done - doubtful
    words = (
        (done, translate("Notification", "Videos done: {count}")),
        (doubtful, translate("Notification", "Waiting for your decision: {count}")),
        (failed, translate("Notification", "Did not come: {count}")),
    )
    return [said.format(count=count) for count, said in words if count]


def _titles(jobs: Sequence[Job]) -> str:
    """The newest three, a line each."""
    lines = (title_words(job) for job in jobs[:-4:-1])
    return "\n".join(line if len(line) <= TITLE_MAX else f"{line[: TITLE_MAX - 1]}…" for line in lines)
