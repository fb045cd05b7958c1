"""The sentences about a batch: its title and price, its settings, why it is paused."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.batches import Batch
from wan_desktop.core.params import Request
from wan_desktop.ui.messages import pause_words
from wan_desktop.ui.money_words import Quote
from wan_desktop.ui.words import duration_words

translate = QCoreApplication.translate


def title_words(videos: int, quote: Quote) -> str:
    """ "12 videos, $9.00"."""
    many = translate("Batch", "{count} videos").format(count=videos)
    counted = translate("Batch", "One video") if videos == 1 else many
    if quote.free:
        return translate("Batch", "{videos}, free in demo mode").format(videos=counted)
    if quote.total is None:
        return translate("Batch", "{videos}, price unknown").format(videos=counted)
    return translate("Batch", "{videos}, {price}").format(videos=counted, price=quote.total)


def settings_words(request: Request, variations: int) -> str:
    """What all videos have in common: "1080P · 5 s · single shot · automatic sound, one video per image."."""
    shots = {
        "single": translate("Batch", "single shot"),
        "multi": translate("Batch", "multi shot"),
    }
    facts = (
        request.resolution,
        duration_words(request.duration),
        shots.get(request.shots, request.shots),
        _sound_words(request),
    )
    if variations == 1:
        each = translate("Batch", "{settings}, one video per image.")
    else:
        each = translate("Batch", "{settings}, {count} videos per image.")
    return each.format(settings=" · ".join(facts), count=variations)


def _sound_words(request: Request) -> str:
    if request.sound or request.audio_url:
        return translate("Batch", "your sound")
    return translate("Batch", "automatic sound") if request.audio else translate("Batch", "silent")


def cost_words(quote: Quote) -> str:
    """What will be left of the balance and of the day's limit; what is not known is left out, or said."""
    parts = []
    if quote.total is None and not quote.free:
        parts.append(translate("Batch", "The service does not say what a video costs."))
    if quote.balance_after is not None:
        text = translate("Batch", "Balance after: about {amount}.")
        parts.append(text.format(amount=quote.balance_after))
    if quote.day_limit is not None and quote.day_left is not None:
        text = translate("Batch", "Your limit for a day is {limit}, of which {left} is left.")
        parts.append(text.format(limit=quote.day_limit, left=quote.day_left))
    return " ".join(parts)


def progress_words(batch: Batch) -> str:
    """How far a batch is, for its bar: "Batch of 12: 5 still to be sent"."""
    text = translate("Batch", "Batch of {count}: {waiting} still to be sent")
    return text.format(count=batch.of, waiting=batch.waiting)


def why_paused(batch: Batch) -> str:
    """Why it does not go on and what that means, in a sentence or two; "" where it does."""
    if not batch.paused:
        return ""
    if batch.doubtful is not None:
        return translate(
            "Batch",
            "Paused: no answer came to one video, so it may be charged. "
            "Nothing more is sent until you resume.",
        )
    text = translate("Batch", "{reason}. Nothing more is sent until you resume.")
    return text.format(reason=pause_words(batch.paused))
