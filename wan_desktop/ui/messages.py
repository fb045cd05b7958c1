"""The words for jobs, failures and actions. Nothing else in the program has sentences about them.

A row never lies: trouble on the way to the service is never called a failure, time left is a span from the
user's own history or is not said, a percent is only shown where the service gave one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.batches import place_of
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.disk_texts import DISK_KINDS, pause_text
from wan_desktop.ui.failure_texts import FAILURE_TEXTS
from wan_desktop.ui.sentence import sentence
from wan_desktop.ui.theme import Role
from wan_desktop.ui.upload_texts import UPLOAD_TEXTS
from wan_desktop.ui.words import Span, clock_words, duration_words, percent_words, time_left_words

translate = QCoreApplication.translate


class Sign(StrEnum):
    """A mark beside coloured words, so that colour is never their only carrier."""

    NONE = ""
    GOOD = "●"
    DOUBT = "▲"
    BAD = "✕"
    HALTED = "■"


@dataclass(frozen=True, slots=True)
class Words:
    """A failure in sentences: what happened, what it means, what it means for money, what to do now."""

    title: str
    meaning: str
    money: str
    advice: str


@dataclass(frozen=True, slots=True)
class StateWords:
    """Where a job stands, for a row: the words, their colour and sign, a percent where one is known."""

    text: str
    role: Role = Role.MUTED
    sign: Sign = Sign.NONE
    percent: str = ""


def failure_words(failure: Failure) -> Words:
    """The sentences for ``failure``, in the user's language."""
    text = FAILURE_TEXTS[failure.kind]
    return Words(
        title=translate("Messages", text.title),
        meaning=translate("Messages", text.meaning),
        money=_money_words(failure),
        advice=translate("Messages", text.advice),
    )


def explanation(job: Job) -> Words | None:
    """What to say at length about a job that did not simply go well; None where there is nothing to say."""
    words = _explanation(job)
    if words is not None and words.money and job.service == DEMO:
        return replace(words, money=translate("Messages", "This is the demo mode: nothing is charged."))
    return words


def failure_of(job: Job) -> Failure | None:
    """What currently ails ``job``: why it ended, or what keeps it from going on."""
    if job.unfinished:
        return job.trouble
    if job.state in (JobState.DONE, JobState.STOPPED):
        return None
    usual = {JobState.UNCONFIRMED: ErrorKind.UNCONFIRMED, JobState.LOST: ErrorKind.TASK_NOT_FOUND}
    usual |= {JobState.EXPIRED: ErrorKind.LINK_EXPIRED, JobState.FAILED: ErrorKind.INTERNAL}
    return job.error or Failure(usual[job.state], may_be_billed=job.may_be_billed)


def state_words(job: Job, now: float, expected: Span | None = None) -> StateWords:
    """Where ``job`` stands at ``now`` (seconds since 1970).

    ``expected`` is how long such a video takes from being sent to being ready, at least and at most, in
    seconds, from the user's own finished jobs; None where they say nothing yet.
    """
    if place_of(job) is not None:
        words = state_words(replace(job, extra={}), now, expected)
        # The place comes last: where there is no room for both, the state is what must be read.
        return replace(words, text=f"{words.text} · {batch_place_words(job)}")
    if job.elsewhere and job.unfinished:
        words = state_words(replace(job, elsewhere=False), now, expected)
        return replace(words, text=translate("Messages", "Elsewhere: {state}").format(state=words.text))
    if job.unfinished and job.trouble is not None:
        return StateWords(_trouble_words(job, job.trouble.kind), Role.WARN, Sign.DOUBT)
    if job.unfinished:
        return _live_words(job, now, expected)
    return _ended_words(job)


def title_words(job: Job) -> str:
    """A job's title; never empty."""
    return job.title or translate("Messages", "Video without a prompt")


def fact_words(job: Job) -> str:
    """The two facts that decide the price, for a row: "1080P · 5 s"."""
    return f"{job.request.resolution} · {duration_words(job.request.duration)}"


def batch_place_words(job: Job) -> str:
    """Where a job stands in its batch: "3 of 12"; "" for one that was asked for alone."""
    place = place_of(job)
    if place is None:
        return ""
    return translate("Messages", "{index} of {count}").format(index=place.index, count=place.of)


def pause_words(paused: str) -> str:
    """Why a batch does not go on (``Job.paused``), in a few words."""
    if paused not in set(ErrorKind):
        return translate("Messages", "Paused")
    if paused == ErrorKind.UNCONFIRMED:
        return translate("Messages", "Paused: one video is in doubt")
    reason = translate("Messages", FAILURE_TEXTS[ErrorKind(paused)].title)
    return translate("Messages", "Paused: {reason}").format(reason=reason)


def service_words(service: str) -> str:
    """The name of a service for people: its host, or that it is the demo."""
    if service == DEMO:
        return translate("Messages", "demo mode")
    return urlsplit(service).hostname or service


def details_text(job: Job) -> str:
    """Everything about a job that helps somebody else to find out what went wrong, as plain lines.

    Without the prompt, the image's name and the paths of files: what is copied here is meant to be shown.
    """
    failure = failure_of(job)
    lines = [
        f"job: {job.id}",
        f"state: {job.state}",
        f"service: {job.service}",
        f"task: {job.task_id or '-'}",
        f"request: {job.request.resolution}, {job.request.duration} s, {job.request.shots}",
    ]
    costs = {"estimate": job.estimate, "charged": job.charged}
    lines += [f"{name}: {money}" for name, money in costs.items() if money is not None]
    if failure is not None:
        lines += [f"error: {failure.kind}", f"may be billed: {'yes' if failure.may_be_billed else 'no'}"]
        lines += [failure.detail] if failure.detail else []
    return "\n".join(lines)


@sentence
def change_words(change: str) -> str:
    """What was done to an image for the service (a value of ``media.images.Change``)."""
    known = {
        "first_frame": translate("Messages", "first frame of the animation"),
        "chosen_frame": translate("Messages", "chosen frame of the animation"),
        "turned": translate("Messages", "turned upright"),
        "mirrored": translate("Messages", "mirrored"),
        "rotated": translate("Messages", "rotated"),
        "cropped": translate("Messages", "cropped"),
        "cut_to_fit": translate("Messages", "ends cut off, since the service takes no image this long"),
        "extended": translate("Messages", "sides filled up, since the service takes no image this long"),
        "flattened": translate("Messages", "transparent parts on white"),
        "on_colour": translate("Messages", "transparent parts on the chosen colour"),
        "on_blur": translate("Messages", "transparent parts on a blurred copy"),
        "colours": translate("Messages", "colours made standard"),
        "shrunk": translate("Messages", "made smaller"),
        "enlarged": translate("Messages", "made larger: it may look soft"),
        "reencoded": translate("Messages", "saved as JPEG"),
        "metadata_removed": translate("Messages", "place, date and other notes removed"),
    }
    return known.get(change, change.replace("_", " "))


def _explanation(job: Job) -> Words | None:
    if job.state is JobState.STOPPED:
        return _stopped_explanation(job)
    if job.elsewhere and job.unfinished:
        return _elsewhere_explanation(job)
    failure = failure_of(job)
    if failure is None:
        return _not_laid_explanation() if job.extra.get("sound_not_laid") else None
    # What ails the way to the service says nothing of what was sent before.
    words = failure_words(replace(failure, may_be_billed=failure.may_be_billed or job.may_be_billed))
    return _passing_explanation(job, failure, words) if job.unfinished else words


def _passing_explanation(job: Job, failure: Failure, words: Words) -> Words:
    """``words`` for trouble that the program itself goes on against."""
    if job.task_id:
        money = translate("Messages", "The service has accepted this video and charges it as usual.")
        words = replace(words, money=money)
    if failure.kind in DISK_KINDS:
        title, meaning, advice = (translate("Messages", text) for text in pause_text(job, failure.kind))
        return replace(words, title=title, meaning=meaning, advice=advice)
    if not job.task_id:
        return replace(words, advice=_unsent_advice(failure.kind) or words.advice)
    words = replace(words, advice=_watching_advice(failure.kind) or words.advice)
    if failure.kind is ErrorKind.TASK_NOT_FOUND:
        return replace(
            words,
            title=translate("Messages", "Unknown at the service so far"),
            meaning=translate(
                "Messages", "Soon after sending, the service may not find a video that it has accepted."
            ),
        )
    if failure.kind not in _SAID_OF_A_WATCH:
        return replace(
            words,
            title=translate("Messages", "The service refuses to tell"),
            meaning=translate("Messages", "It does not say how far this video is."),
        )
    return words


def _unsent_advice(kind: ErrorKind) -> str:
    if kind in _OF_THE_NETWORK:
        return translate("Messages", "It is sent by itself once the service can be reached.")
    if kind in (*_OF_THE_SERVICE, ErrorKind.UPLOAD_TROUBLE):
        return translate("Messages", "It is sent by itself after a pause: nothing to do now.")
    return ""


def _watching_advice(kind: ErrorKind) -> str:
    """What to do about trouble with a video that is paid for: never anything that would pay again."""
    if kind in _OF_THE_LINK:
        return translate("Messages", "The service is asked for a fresh link by itself: nothing to do now.")
    if kind is ErrorKind.KEY_MISSING:
        return translate(
            "Messages", "Add your API key in the settings. The video is then asked for by itself."
        )
    if kind is ErrorKind.KEYRING_LOCKED:
        return translate("Messages", "Unlock the keyring. The video is then asked for by itself.")
    if kind is ErrorKind.INTERNAL:
        return translate("Messages", "Look again. If it happens again, copy the details and report it.")
    if kind is ErrorKind.TASK_NOT_FOUND or kind in _OF_THE_SERVICE - {ErrorKind.BAD_ANSWER}:
        return translate("Messages", "The service is asked again by itself: nothing to do now.")
    if kind not in _SAID_OF_A_WATCH:
        return translate(
            "Messages", "The service is asked again by itself. If this stays, look at your account there."
        )
    return ""


def _elsewhere_explanation(job: Job) -> Words:
    accepted = translate("Messages", "The service has accepted this video and charges it as usual.")
    return Words(
        title=translate("Messages", "Followed by another Wan Desktop"),
        meaning=translate(
            "Messages",
            "A command line, or the window of another user, asked for this video and sees it through.",
        ),
        money=accepted if job.task_id else "",
        advice=translate("Messages", "If that program ends before, this window goes on: nothing to do now."),
    )


def _not_laid_explanation() -> Words:
    """Of a finished video (``core.laying``)."""
    return Words(
        title=translate("Messages", "Your sound is not under it"),
        meaning=translate(
            "Messages", "The video is there as the service made it; your sound could not be laid under it."
        ),
        money="",
        advice=translate("Messages", "Your sound file is unchanged. Any video editor can still add it."),
    )


def _stopped_explanation(job: Job) -> Words:
    if not job.submitted_at:
        return Words(
            title=translate("Messages", "Stopped before it was sent"),
            meaning=translate("Messages", "This request never left your computer."),
            money=translate("Messages", "Nothing was charged."),
            advice="",
        )
    return Words(
        title=translate("Messages", "No longer followed"),
        meaning=translate("Messages", "The service may still finish this video; nobody here waits for it."),
        money=translate("Messages", "It may be charged all the same."),
        advice=translate(
            "Messages", "Follow it again to fetch the video. The service keeps it for a limited time."
        ),
    )


def _money_words(failure: Failure) -> str:
    if failure.may_be_billed:
        return translate(
            "Messages", "It may have been charged. Your balance at the service shows whether it was."
        )
    return translate("Messages", "Nothing was charged for this.")


def _trouble_words(job: Job, kind: ErrorKind) -> str:
    if kind in DISK_KINDS:
        return translate("Messages", pause_text(job, kind).title)
    if kind in _OF_THIS_COMPUTER:
        return translate("Messages", FAILURE_TEXTS[kind].title)
    if job.state in (JobState.WAITING, JobState.PREPARING, JobState.SUBMITTING):
        return _unsent_trouble_words(kind)
    if kind is ErrorKind.TASK_NOT_FOUND:
        return translate("Messages", "Unknown at the service so far, still asking")
    if kind is ErrorKind.LINK_MISSING:
        return translate("Messages", "Finished, still asking for its link")
    if job.state is JobState.DOWNLOADING or kind in _OF_THE_LINK:
        return translate("Messages", "Download interrupted, trying again")
    if kind in _OF_THE_SERVICE:
        return translate("Messages", "The service has trouble, still watching")
    if kind not in _OF_THE_NETWORK:
        return translate("Messages", "The service refuses to tell, still asking")
    return translate("Messages", "Connection lost, still watching")


def _unsent_trouble_words(kind: ErrorKind) -> str:
    if kind in _OF_THE_SERVICE:
        return translate("Messages", "The service is busy, sending soon")
    return translate("Messages", "No connection, sending later")


#: Trouble that the user can end, so its own title says more than that something is still watched.
_OF_THIS_COMPUTER = frozenset(
    {
        ErrorKind.KEY_MISSING,
        ErrorKind.KEY_REFUSED,
        ErrorKind.KEYRING_LOCKED,
        ErrorKind.TLS_UNTRUSTED,
        ErrorKind.PROXY_REFUSED,
        ErrorKind.INTERNAL,
        *UPLOAD_TEXTS,
    }
)
_OF_THE_NETWORK = frozenset({ErrorKind.OFFLINE, ErrorKind.TIMED_OUT, ErrorKind.CONNECTION_LOST})
#: A link that gave no video, or none at all; until the job has ended, another is asked for.
_OF_THE_LINK = frozenset(
    {ErrorKind.LINK_EXPIRED, ErrorKind.LINK_REFUSED, ErrorKind.LINK_MISSING, ErrorKind.VIDEO_BROKEN}
)
_OF_THE_SERVICE = frozenset({ErrorKind.RATE_LIMITED, ErrorKind.SERVICE_TROUBLE, ErrorKind.BAD_ANSWER})
#: Kinds whose own sentences hold while a video is followed. What others say ("Settings refused") would be
#: said of the request, which was accepted; here it was only the question that the service did not like.
_SAID_OF_A_WATCH = (
    _OF_THIS_COMPUTER | _OF_THE_NETWORK | _OF_THE_LINK | _OF_THE_SERVICE | {ErrorKind.TASK_NOT_FOUND}
)


def _live_words(job: Job, now: float, expected: Span | None) -> StateWords:
    percent = "" if job.progress is None else percent_words(job.progress)
    match job.state:
        case JobState.WAITING if job.paused:
            # Why is said once for all of them, in the bar of the batch.
            return StateWords(translate("Messages", "Paused"), Role.WARN, Sign.HALTED)
        case JobState.WAITING:
            return StateWords(translate("Messages", "Waiting to be sent"))
        case JobState.PREPARING:
            return StateWords(translate("Messages", "Preparing the image"))
        case JobState.SUBMITTING:
            return StateWords(translate("Messages", "Sending"))
        case JobState.QUEUED:
            text = translate("Messages", "Queued at the service · {time}")
            return StateWords(text.format(time=clock_words(_elapsed(job, now))))
        case JobState.DOWNLOADING:
            return StateWords(translate("Messages", "Downloading"), percent=percent)
        case _:
            text = translate("Messages", "Generating · {time}").format(
                time=_progress_words(job, now, expected)
            )
            return StateWords(text, percent=percent)


def _progress_words(job: Job, now: float, expected: Span | None) -> str:
    elapsed = _elapsed(job, now)
    if expected is None:
        return clock_words(elapsed)
    if elapsed >= expected[1]:
        return translate("Messages", "longer than usual, {time}").format(time=clock_words(elapsed))
    return time_left_words((expected[0] - elapsed, expected[1] - elapsed))


def _elapsed(job: Job, now: float) -> float:
    return now - (job.submitted_at or job.created_at)


def _ended_words(job: Job) -> StateWords:
    match job.state:
        case JobState.DONE:
            return StateWords(translate("Messages", "Done"), Role.OK, Sign.GOOD)
        case JobState.STOPPED:
            return StateWords(_stopped_explanation(job).title, Role.MUTED, Sign.HALTED)
        case JobState.FAILED:
            return StateWords(_failure_title(job), Role.ERROR, Sign.BAD)
        case _:
            return StateWords(_failure_title(job), Role.WARN, Sign.DOUBT)


def _failure_title(job: Job) -> str:
    failure = failure_of(job)
    return translate("Messages", FAILURE_TEXTS[failure.kind].title) if failure is not None else ""
