"""What money there is to speak of: a job's cost, a limit that forbids, what a balance suggests."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job
from wan_desktop.core.money import Money

translate = QCoreApplication.translate


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


def limit_words(kind: ErrorKind, limit: Money, before: Money) -> str:
    """Why a limit forbids a click. ``before`` is what today's other videos take of a limit per day."""
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
