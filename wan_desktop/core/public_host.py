"""A public host that keeps a file for a day: for sounds of users without a store of their own (WIRE §6).

Whoever has the link can fetch the file, and so can the host. So nothing goes there without a consent to this
very upload (``core.limits.Consent.public_host``). What is sent there stands in ``core.public_upload``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicHost:
    """``upload_url`` takes a form; its answer is a link that begins with ``links_begin``."""

    name: str
    upload_url: str
    links_begin: str
    hours: int

    @property
    def seconds(self) -> float:
        return self.hours * 3600.0


LITTERBOX = PublicHost(
    name="litterbox.catbox.moe",
    upload_url="https://litterbox.catbox.moe/resources/internals/api.php",
    links_begin="https://litter.catbox.moe/",
    hours=24,
)
