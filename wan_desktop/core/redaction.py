"""Words of other sides made fit to be stored, shown and logged: bounded, clean, without secrets.

A signed link is a key to somebody's video and a data URI is somebody's picture, so a link keeps its host and
path only. Whoever puts foreign text into a Failure, a log line or a report passes it through here; the log
itself passes every line through here once more (``core.log``).

Keys that this process holds are cut in any form (``core.known_keys``); those that it has never seen, by where
they stand (a header, a field, a signed query) or by how they look. Rather a word too much is cut than one too
few.
"""

from __future__ import annotations

import re

from wan_desktop.core.known_keys import CUT, without_keys

WORDS_MAX = 500
"""Most characters of foreign text in a ``Failure.detail``."""
_READ_FOR_ONE = 32
"""So many characters are read for one that may be shown: a picture of 10 MB in base64 says no more."""

# Every repetition before a fixed part is bounded: hostile text must not make a search quadratic.

#: A character of a value: up to white space, a quote (escaped or not) or an angle bracket.
_OF_VALUE = r"(?:[^\s\"'<>\\]|\\(?![\"']))"
#: Behind a letter or digit no name begins, but behind an escaped sign one does.
_BEGIN = r"(?:(?<![a-z0-9_-])|(?<=%[0-9a-f]{2})|(?<=%25[0-9a-f]{2})|(?<=\\u00[0-9a-f]{2}))"
_EQUALS = r"(?:=|%3d|%253d|\\u003d)"
#: Between the name of a header or field and its value, in JSON, in a dict's repr, in a header.
_IS = r"(?:\\?[\"'])?\s{0,3}[:=]\s{0,3}(?:\\?[\"'])?"

_DATA_URI = re.compile(
    r"data(?::|%3a)[a-z]{1,20}(?:\\?/|%2f)[a-z0-9.+-]{1,60}(?:(?:;|%3b)[a-z0-9=._-]{1,40}){0,3}(?:,|%2c)"
    + _OF_VALUE
    + "*",
    re.IGNORECASE,
)
_LINK = re.compile(
    _BEGIN + r"([a-z][a-z0-9+.-]{1,15}(?::|%3a|%253a)(?:\\?/|%2f|%252f|\\u002f){2})(" + _OF_VALUE + "*)",
    re.IGNORECASE,
)
_QUERY = re.compile(r"[?#]|%3f|%253f|%23|%2523|\\u003f|\\u0023", re.IGNORECASE)
_SLASH = re.compile(r"(\\?/|%2f|%252f|\\u002f)", re.IGNORECASE)
_AT = re.compile(r"@|%40|%2540|\\u0040", re.IGNORECASE)
#: Some signed links carry the signature in their path.
_SIGNED_SEGMENT = re.compile(r"[0-9a-f]{32,}|[\w-]{40,}|.*[=~;].*|.*%3d.*", re.IGNORECASE | re.DOTALL)

#: Parts of signed queries (S3, OSS, COS, TOS, GCS, CloudFront, SAS, CDNs), also without their link.
_SIGNED = re.compile(
    _BEGIN
    + r"([\w-]{0,40}(?:signature|credential|access_?key_?id|accessid|secret|key-pair-id|q-ak|sig|sign|token"
    + r"|policy|hmac|auth_key|api_?key|password|passwd))("
    + _EQUALS
    + r")(?!\s)(?:[^&\s\"'<>\\]|\\(?![\"'u]))+",
    re.IGNORECASE,
)
_AUTHORIZATION = re.compile(
    r"(authorization" + _IS + r"(?:[a-z][a-z0-9-]{2,20}[ \t]{1,3})?)" + _OF_VALUE + "+", re.IGNORECASE
)
_COOKIE = re.compile(r"(cookie" + _IS + r")[^\r\n\"'<>]+", re.IGNORECASE)
_BEARER = re.compile(r"(bearer)(?:[ :=+]|%20|%3a|%2b|\\?[\"']){1,9}[^\s\"'<>,;]+", re.IGNORECASE)
#: A field with a secret's name and a value that is no word.
_FIELD = re.compile(
    r"((?:api|access|secret)[-_]?key(?:[-_]?id)?|secret|password|passwd|token)("
    + _IS
    + r")(?=[\w.+/=~%-]{0,64}\d)[\w.+/=~%-]{12,}",
    re.IGNORECASE,
)
#: How keys look: of the services (WIRE §5), of object stores, a JSON web token, "Bearer …" in base64.
_LOOKS = re.compile(
    r"(?<![A-Za-z0-9])(?:sk[-_][\w-]{16,}|LTAI\w{12,}|A(?:KIA|SIA)[A-Z0-9]{16}|AKID\w{20,}|AKLT[\w=-]{20,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)|(?:Qm|Ym)VhcmVyI[\w+/=-]+"
)
#: A picture without its head, or a key of a form that nobody knows.
_BLOB = re.compile(r"[\w+/=\\-]{200,}", re.ASCII)

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def redact(text: str, *secrets: str) -> str:
    """``text`` without keys, without queries and user names of links, without data URIs. Lines stay lines.

    ``secrets`` are cut besides those that ``core.known_keys`` knows.
    """
    text = without_keys(text, *secrets)
    text = _DATA_URI.sub(f"data:{CUT}", text)
    text = _LINK.sub(_bare_link, text)
    text = _SIGNED.sub(rf"\1\2{CUT}", text)
    text = _AUTHORIZATION.sub(rf"\1{CUT}", text)
    text = _COOKIE.sub(rf"\1{CUT}", text)
    text = _BEARER.sub(rf"\1 {CUT}", text)
    text = _FIELD.sub(rf"\1\2{CUT}", text)
    text = _LOOKS.sub(CUT, text)
    return _BLOB.sub(CUT, text)


def unsigned_link(link: str) -> str:
    """A link to be kept: as it is, or without what signs it.

    What is left of a signed one is no link any more (it begins with "…"), so that it is never sent by
    mistake: ``params.validate`` refuses it.
    """
    bare = redact(link)
    return link if bare == link else f"{CUT} {bare}"


def words(text: str, *secrets: str, limit: int = WORDS_MAX) -> str:
    """``text`` redacted, on one line, without control signs or half characters, at most ``limit`` long."""
    window = text[: limit * _READ_FOR_ONE]
    line = " ".join(_UNPRINTABLE.sub(" ", redact(window, *secrets)).split())
    if len(window) < len(text) and len(line) < limit:
        # Its last word was cut, and half a key would not be known for one.
        line = line.rpartition(" ")[0] + CUT
    return line if len(line) <= limit else line[: limit - 1] + CUT


def _bare_link(match: re.Match[str]) -> str:
    scheme, rest = match.groups()
    kept = _QUERY.split(rest, maxsplit=1)[0]
    host, *path = _SLASH.split(kept)
    host = _AT.split(host)[-1]
    segments = (CUT if _SIGNED_SEGMENT.fullmatch(segment) else segment for segment in path)
    return f"{scheme}{host}{''.join(segments)}" + (f"?{CUT}" if len(kept) < len(rest) else "")
