"""What money there is to speak of: a job's cost, a limit that forbids, what a balance suggests."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job
from wan_desktop.core.money import Money
from wan_desktop.ui.sentence import sentence

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Quote:
    """What several videos would cost by one click: None for what is not known.

    ``balance_after`` is what the account would hold then; of ``day_limit``, ``day_left`` is left before it.
    ``forbidden`` says why a limit of the user forbids it, "" where none does; ``free``: nothing is charged.
    """

    total: Money | None = None
    balance_after: Money | None = None
    day_limit: Money | None = None
    day_left: Money | None = None
    forbidden: str = ""
    free: bool = False


def cost_tag(job: Job) -> tuple[str, str] | None:
    """A job's cost and where it is known from; None where there is nothing to pay, or nothing is known.

    "≈" marks what the price list said; without it, it is what the balance showed.
    """
    if job.charged is not None:
        return str(job.charged), translate("Money", "Charged, as the balance showed")
    if job.estimate is not None and (job.unfinished or job.may_be_billed):
        return estimate_words(job.estimate), translate("Money", "Estimated from the service’s price list")
    return None


def estimate_words(estimate: Money) -> str:
    return translate("Money", "≈ {amount}").format(amount=estimate)


@sentence
def limit_words(kind: ErrorKind, limit: Money, before: Money, videos: int = 1) -> str:
    """Why a limit forbids a click for so many videos.

    ``before`` is what today's other videos take of a limit per day.
    """
    if videos > 1:
        return _limit_words_of_many(kind, limit, before)
    if kind is ErrorKind.LIMIT_PER_DAY:
        text = translate(
            "Money",
            "This video would exceed your limit of {limit} a day: {spent} are spent or committed today. "
            "The limit can be changed in the settings.",
        )
        return text.format(limit=limit, spent=before)
    text = translate(
        "Money",
        "This video costs more than your limit of {limit} a click. The limit can be changed in the settings.",
    )
    return text.format(limit=limit)


def _limit_words_of_many(kind: ErrorKind, limit: Money, before: Money) -> str:
    if kind is ErrorKind.LIMIT_PER_DAY:
        text = translate(
            "Money",
            "These videos would exceed your limit of {limit} a day: {spent} are spent or committed today. "
            "The limit can be changed in the settings.",
        )
        return text.format(limit=limit, spent=before)
    text = translate(
        "Money",
        "These videos cost more than your limit of {limit} a click. "
        "The limit can be changed in the settings.",
    )
    return text.format(limit=limit)


def balance_words(before: Money | None, now: Money | None, *, others: bool, price: Money | None) -> str:
    """What an account's balance suggests about a video in doubt.

    ``before`` was read just before it was sent, ``now`` a moment ago; None for what cannot be read.
    ``others``: something else may have been booked in between. ``price`` is the video's, where known.
    """
    if now is None:
        return translate("Money", "The service does not let its balance be read.")
    if before is None or before.unit != now.unit:
        text = translate("Money", "Now: {now}. What it was before this video was sent is not known.")
        return text.format(now=now)
    figures = translate("Money", "Before: {before} · now: {now}.").format(before=before, now=now)
    return f"{figures} {_suggestion(before - now, others=others, price=price)}"


def _suggestion(taken: Money, *, others: bool, price: Money | None) -> str:
    if others:
        return translate(
            "Money", "Other videos may have been billed in between, so this says nothing about this one."
        )
    if taken.amount < 0:
        return translate("Money", "It was topped up in between, so this says nothing about this video.")
    if not taken.amount:
        return translate("Money", "No change so far, which suggests that it was not accepted.")
    if price is None or price == taken:
        text = translate("Money", "{amount} less, which suggests that it was accepted and billed.")
        return text.format(amount=taken)
    text = translate("Money", "{amount} less, but this video costs {price}: something else was bought, too.")
    return text.format(amount=taken, price=price)
