"""Which ways a local sound can take to a service, and what its job remembers of the one it took."""

from __future__ import annotations

from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.settings import DEMO, Settings

OBJECT = "sound_object"
"""The key in ``Job.extra`` for where the sound lies in the user's own store: no secret, no signature."""


def way_to(service: str, request: Request) -> SoundWay | None:
    """The way that a request's sound really goes to a base URL, or to DEMO; None for one without."""
    if not request.sound:
        return None
    return SoundWay.INLINE if service == DEMO else SoundWay(request.sound_way)


def usable_ways(settings: Settings) -> tuple[SoundWay, ...]:
    """The ways that the settings open, the best first. SOUNDTRACK is always there, and always last.

    One's own store is private and dependable; inline is private, but nobody knows whether it works; the
    public host is neither private nor anybody's promise. The demo takes every sound directly, whatever the
    way.
    """
    open_now = {
        SoundWay.STORE: settings.bucket.is_whole,
        SoundWay.INLINE: settings.inline_sound,
        SoundWay.TEMPORARY: settings.temporary_host,
        SoundWay.SOUNDTRACK: True,
    }
    return tuple(way for way, is_open in open_now.items() if is_open)
