"""Words of other sides made fit to be stored, shown and logged: bounded, clean, without secrets.

A signed link is a key to somebody's video and a data URI is somebody's picture, so a link keeps its host and
path only. Whoever puts foreign text into a Failure, a log line or a report passes it through here.
"""

from __future__ import annotations

import json
import re

WORDS_MAX = 500
"""Most characters of foreign text in a ``Failure.detail``."""

# Every repetition before a fixed part is bounded: hostile text must not make a search quadratic.
_LINK = re.compile(r"(?<![a-z0-9])([a-z][a-z0-9+.-]{1,15}:(?:\\?/){2})([^\s\"'<>]*)", re.IGNORECASE)
_DATA_URI = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,60};base64,[a-z0-9+/=]*", re.IGNORECASE)
_BEARER = re.compile(r"\b(bearer)[ :]{1,9}[^\s\"'<>,;]+", re.IGNORECASE)
#: Parts of signed queries (S3, OSS, COS, GCS, CloudFront) where they stand without their link.
_SIGNED = re.compile(
    r"(?<![\w-])([\w-]{0,40}(?:signature|credential|access_?key_?id|secret|key-pair-id|sig|token))"
    r"=[^&\s\"'<>]+",
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def redact(text: str, *secrets: str) -> str:
    """``text`` without the secrets, without queries and user names of links, without data URIs."""
    for secret in secrets:
        for form in {secret, json.dumps(secret)[1:-1]} - {""}:
            text = text.replace(form, "…")
    text = _DATA_URI.sub("data:…", text)
    text = _LINK.sub(_bare_link, text)
    text = _SIGNED.sub(r"\1=…", text)
    return _BEARER.sub(r"\1 …", text)


def words(text: str, *secrets: str, limit: int = WORDS_MAX) -> str:
    """``text`` redacted, on one line, without control signs or half characters, at most ``limit`` long."""
    line = " ".join(_UNPRINTABLE.sub(" ", redact(text, *secrets)).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _bare_link(match: re.Match[str]) -> str:
    scheme, rest = match.groups()
    kept = re.split(r"[?#]", rest, maxsplit=1)[0]
    host, slash, path = kept.partition("/")
    host = host.rpartition("@")[2]
    return f"{scheme}{host}{slash}{path}" + ("?…" if len(kept) < len(rest) else "")
