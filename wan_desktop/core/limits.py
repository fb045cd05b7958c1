"""Whether a video may be paid for: the user's consent against the user's limits. Pure arithmetic.

Asked twice: where the user acts, for good words at once, and, with the last word, where a request is about to
leave (``core.sending``), inside the transaction that says so.

A day is this computer's calendar day. What stands in the ledger with a later date counts as today's too, so
that a clock set back opens no limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job
from wan_desktop.core.ledger import Entry, Fate
from wan_desktop.core.money import Money

_CLICK_TOTAL = "click_total"
_UNKNOWN_ACCEPTED = "unknown_price_accepted"
_PUBLIC_HOST = "public_host_accepted"
_WAY_NAMED = "sound_way_named"
_REFUSALS_SEEN = "refusals_seen"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one click and one day may cost, in the unit of whatever is bought; None for no limit."""

    per_click: Decimal | None = None
    per_day: Decimal | None = None

    @property
    def any(self) -> bool:
        return self.per_click is not None or self.per_day is not None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Consent:
    """What the user saw and agreed to with one click.

    ``estimate`` is the price shown for this video, None where it was unknown; ``unknown_accepted`` says that
    the user wants it at an unknown price although a limit is set. ``click_total`` is what all videos of the
    click cost together, None for a click that asks for this one only. ``public_host`` names the host on which
    this very sound may lie open to others (``core.public_host``); "" for none. ``way_named`` says that the
    user wrote the sound's way out for these very videos, whether the settings offer it or not.
    ``refusals_seen`` is how many refusals of this very request (``core.refused``) the user knew of, and wants
    it sent all the same.
    """

    estimate: Money | None = None
    unknown_accepted: bool = False
    click_total: Money | None = None
    public_host: str = ""
    way_named: bool = False
    refusals_seen: int = 0

    @property
    def total(self) -> Money | None:
        return self.estimate if self.click_total is None else self.click_total

    def to_extra(self) -> dict[str, Any]:
        """What of it ``Job.extra`` keeps until the request leaves; the estimate has its own field."""
        facts: dict[str, Any] = {}
        if self.click_total is not None:
            facts[_CLICK_TOTAL] = self.click_total.to_json()
        if self.unknown_accepted:
            facts[_UNKNOWN_ACCEPTED] = True
        if self.public_host:
            facts[_PUBLIC_HOST] = self.public_host
        if self.way_named:
            facts[_WAY_NAMED] = True
        if self.refusals_seen:
            facts[_REFUSALS_SEEN] = self.refusals_seen
        return facts


def consents_of_click(
    estimates: Sequence[Money | None], *, unknown_accepted: bool = False, refusals_seen: Sequence[int] = ()
) -> tuple[Consent, ...]:
    """One for each video of a click, by what each costs; None for an unknown price.

    ``refusals_seen`` has one number for each of them, or is empty where none was refused before.
    """
    total = total_of(estimates) if len(estimates) > 1 else None
    seen = refusals_seen or (0,) * len(estimates)
    pairs = zip(estimates, seen, strict=True)
    return tuple(Consent(estimate, unknown_accepted, total, refusals_seen=times) for estimate, times in pairs)


def total_of(estimates: Sequence[Money | None]) -> Money | None:
    """What several videos cost together; None where one price is unknown, or in another unit."""
    known = [estimate for estimate in estimates if estimate is not None]
    if not known or len(known) < len(estimates) or len({money.unit for money in known}) > 1:
        return None
    return reduce(add, known)


def consent_of(job: Job) -> Consent:
    """The consent that a job was made with."""
    extra: Mapping[str, Any] = job.extra
    seen = extra.get(_REFUSALS_SEEN)
    return Consent(
        estimate=job.estimate,
        unknown_accepted=extra.get(_UNKNOWN_ACCEPTED) is True,
        click_total=Money.from_json(extra.get(_CLICK_TOTAL)),
        public_host=str(extra.get(_PUBLIC_HOST, "")),
        way_named=extra.get(_WAY_NAMED) is True,
        refusals_seen=seen if isinstance(seen, int) else 0,
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A limit that forbids a video. ``limit``, ``before`` and ``wanted`` are None for PRICE_UNKNOWN.

    ``before`` is what today's other videos take of a day's limit; zero for a click's.
    """

    kind: ErrorKind
    limit: Money | None = None
    before: Money | None = None
    wanted: Money | None = None

    @property
    def failure(self) -> Failure:
        """With the sum itself as its detail: it needs no language."""
        if self.limit is None or self.before is None or self.wanted is None:
            return Failure(self.kind)
        parts = [str(self.before)] if self.before.amount else []
        return Failure(self.kind, f"{' + '.join([*parts, str(self.wanted)])} > {self.limit}")


def refusal_of_click(limits: Limits, consents: Sequence[Consent], today: Iterable[Entry]) -> Refusal | None:
    """Whether a click may be made at all: all its videos, after everything sent or agreed to today.

    It is judged by its first video, or by the first whose price is unknown.
    """
    consent = next((consent for consent in consents if consent.estimate is None), consents[0])
    return _refusal(limits, consent, consent.total, taken(today, consent.total))


def refusal_of_sending(limits: Limits, job: Job, today: Iterable[Entry]) -> Refusal | None:
    """Whether a job's request may leave, after everything that was sent today."""
    sent = (entry for entry in today if entry.job != job.id and entry.fate is Fate.MAY_BE_BILLED)
    consent = consent_of(job)
    return _refusal(limits, consent, consent.estimate, taken(sent, consent.estimate))


def taken(entries: Iterable[Entry], like: Money | None) -> Money | None:
    """What entries take of a limit in the unit of ``like``; None without one.

    The larger of estimate and charge: a service that books late must not open a limit in between.
    """
    if like is None:
        return None
    total = Money(Decimal(0), like.unit)
    for entry in entries:
        known = (entry.estimate, entry.charged)
        amounts = [money for money in known if money is not None and money.unit == like.unit]
        if entry.fate is not Fate.NOT_BILLED and amounts:
            total += max(amounts)
    return total


def start_of_day(now: float) -> float:
    """The midnight before ``now`` by this computer's calendar; both in seconds since 1970."""
    return datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _refusal(limits: Limits, consent: Consent, wanted: Money | None, before: Money | None) -> Refusal | None:
    """``before`` has the unit of ``wanted``, and is None with it."""
    if limits.any and consent.estimate is None and not consent.unknown_accepted:
        return Refusal(ErrorKind.PRICE_UNKNOWN)
    total = consent.total
    if limits.per_click is not None and total is not None and total.amount > limits.per_click:
        zero = Money(Decimal(0), total.unit)
        return Refusal(ErrorKind.LIMIT_PER_CLICK, Money(limits.per_click, total.unit), zero, total)
    if limits.per_day is None or wanted is None or before is None:
        return None
    if (before + wanted).amount > limits.per_day:
        return Refusal(ErrorKind.LIMIT_PER_DAY, Money(limits.per_day, wanted.unit), before, wanted)
    return None
