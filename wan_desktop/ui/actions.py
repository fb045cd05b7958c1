"""What a person can do with a job, by its state. Pure: the words are in ``ui.messages``.

The first of :func:`actions_for` is the one useful act; the order of the rest is the order in menus.
"""

from __future__ import annotations

from enum import StrEnum

from wan_desktop.core.batches import TO_SEND, batch_of
from wan_desktop.core.errors import INPUT_KINDS, ErrorKind
from wan_desktop.core.job import Job, JobState


class Action(StrEnum):
    """A wish of the user about one job. The values travel through signals and name menu entries."""

    PLAY = "play"
    DECIDE = "decide"
    EDIT_AND_RETRY = "edit_and_retry"
    RETRY = "retry"
    LOOK_AGAIN = "look_again"
    FOLLOW = "follow"
    STOP = "stop"
    CONTINUE = "continue"
    REUSE = "reuse"
    SAVE_AS = "save_as"
    SHOW_IN_FOLDER = "show_in_folder"
    STAR = "star"
    UNSTAR = "unstar"
    COPY_DETAILS = "copy_details"
    DELETE = "delete"
    PAUSE_BATCH = "pause_batch"
    RESUME_BATCH = "resume_batch"
    STOP_BATCH = "stop_batch"


#: The same request would fail the same way: the user changes something first.
_NEEDS_AN_EDIT = INPUT_KINDS | frozenset(
    {
        ErrorKind.BAD_REQUEST,
        ErrorKind.CONTENT_REFUSED,
        ErrorKind.COPYRIGHT_REFUSED,
        ErrorKind.MEDIA_UNREACHABLE,
        ErrorKind.REFUSED_BEFORE,
    }
)

#: Acts that a stray Enter on a row must not set off: they cost money or give something up.
_NEVER_BY_ENTER = frozenset({Action.RETRY, Action.STOP})


def actions_for(job: Job) -> tuple[Action, ...]:
    """Everything that can be done with ``job`` now, the one useful act first."""
    mark = Action.UNSTAR if job.starred else Action.STAR
    common = (Action.REUSE, mark, Action.COPY_DETAILS)
    if job.unfinished:
        return (*_while_unfinished(job), *common)
    if job.state is JobState.DONE:
        kept = (Action.PLAY, Action.CONTINUE, Action.REUSE, Action.SAVE_AS, Action.SHOW_IN_FOLDER)
        return (*kept, mark, Action.COPY_DETAILS, Action.DELETE)
    return (*_after_the_end(job), *common, Action.DELETE)


def row_action(job: Job) -> Action | None:
    """The act that a row of the list offers as a link: only where a job waits for its user."""
    forgotten = job.state is JobState.STOPPED and job.submitted_at and not job.task_id
    if job.unfinished or forgotten or job.state is JobState.DONE:
        return None
    return actions_for(job)[0]


def enter_action(job: Job) -> Action | None:
    """What Enter or a double click on a row does; None means that it opens the row's menu.

    Enter alone never pays and never gives anything up.
    """
    first = actions_for(job)[0]
    return None if job.unfinished or first in _NEVER_BY_ENTER else first


def _while_unfinished(job: Job) -> tuple[Action, ...]:
    # While the request is under way its fate is not known yet; what another window drives is its to stop.
    if job.elsewhere or job.state is JobState.SUBMITTING:
        return _of_the_batch(job)[:1]
    if job.task_id and job.trouble is not None:
        # At once, instead of after the pause that grows with each failure.
        return (Action.LOOK_AGAIN, Action.STOP)
    return (Action.STOP, *_of_the_batch(job))


def _of_the_batch(job: Job) -> tuple[Action, ...]:
    """What can be done with the rest of the batch that an unsent job belongs to."""
    if not batch_of(job) or job.state not in TO_SEND:
        return ()
    return (Action.RESUME_BATCH if job.paused else Action.PAUSE_BATCH, Action.STOP_BATCH)


def _after_the_end(job: Job) -> tuple[Action, ...]:
    match job.state:
        case JobState.UNCONFIRMED:
            return (Action.DECIDE,)
        case JobState.LOST | JobState.EXPIRED:
            return (Action.LOOK_AGAIN, Action.RETRY)
        case JobState.STOPPED:
            return _after_a_stop(job)
        case _:
            return _after_a_failure(job)


def _after_a_stop(job: Job) -> tuple[Action, ...]:
    if job.task_id:
        return (Action.FOLLOW, Action.RETRY)
    return (Action.DECIDE,) if job.submitted_at else (Action.RETRY,)


def _after_a_failure(job: Job) -> tuple[Action, ...]:
    if job.error is not None and job.error.kind in _NEEDS_AN_EDIT:
        return (Action.EDIT_AND_RETRY, Action.RETRY)
    return (Action.RETRY, Action.EDIT_AND_RETRY)
