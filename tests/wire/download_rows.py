"""Fetching the paid video: from a store that misbehaves, and by links that lead where none may.

The scripts stand on the store's connections, the links in the service's answers.
"""

from __future__ import annotations

from tests.fakes.wire_server import (
    Script,
    Step,
    answer,
    listen,
    read_head,
    reset,
    send,
    send_for_ever,
    send_slowly,
)
from tests.wire.program import GOOD_LINK, LIMIT
from tests.wire.rows import BOMB, BRIEF, CHUNKED, LONG, PAGE, SHORT, Bill, Row
from tests.wire.video import small_video
from wan_desktop.core.errors import ErrorKind as K
from wan_desktop.core.job import JobState as S
from wan_desktop.core.transport import Patience

AGAIN = "Download interrupted, trying again"
TAG = 'ETag: "v1"'
VIDEO = small_video()
HALF = len(VIDEO) // 2
OTHER = bytes(len(VIDEO) - HALF)
"""What no half of this video may be joined with."""
CUT: Script = (read_head, answer(200, VIDEO[:HALF], TAG, length=len(VIDEO)))


def interrupted(
    name: str, kind: K, *script: Step, state: S = S.DOWNLOADING, times: int = 2, patience: Patience = LONG
) -> Row:
    return Row(name, (read_head, *script), state, kind, Bill.BILLED, AGAIN, times=times, patience=patience)


def expired(status: int) -> Row:
    """Back to running: a fresh link is asked for."""
    return interrupted(f"{status} of a store", K.LINK_EXPIRED, answer(status, b"<Error/>"), state=S.RUNNING)


def redirected(name: str, location: str, kind: K = K.LINK_REFUSED, times: int = 2) -> Row:
    return interrupted(name, kind, answer(302, b"", f"Location: {location}"), times=times)


def unheeded(name: str, *script: Step, **video: object) -> Row:
    """Odd, but a video all the same. ``video`` replaces fields of the link in the service's answers."""
    times = 1 if script else 0
    return Row(name, (read_head, *script), S.DONE, None, Bill.BILLED, "Done", times=times, video=video)


def resumed(name: str, then: Script) -> Row:
    """Cut in the middle, and what the store does with the question for the rest."""
    return Row(name, CUT, S.DOWNLOADING, K.CONNECTION_LOST, Bill.BILLED, AGAIN, then=then)


def rest(start: int = HALF, of: int = len(VIDEO), tag: str = TAG, data: bytes | None = None) -> Script:
    body = VIDEO[start:] if data is None else data
    return (read_head, answer(206, body, f"Content-Range: bytes {start}-{of - 1}/{of}", tag))


def refused(name: str, link: str) -> Row:
    """A link that is never followed, however often the service gives it."""
    return Row(
        name,
        (),
        S.EXPIRED,
        K.LINK_REFUSED,
        Bill.MAY,
        "The video’s link is unusable",
        times=None,
        links=(link,),
    )


STORE_REFUSES = (
    *(expired(status) for status in (400, 401, 403, 404, 410)),
    interrupted("429", K.RATE_LIMITED, answer(429, b"", "Retry-After: 99999999")),
    interrupted("500", K.SERVICE_TROUBLE, answer(500)),
    interrupted("502 page", K.SERVICE_TROUBLE, answer(502, PAGE)),
    interrupted("503", K.SERVICE_TROUBLE, answer(503)),
    interrupted("204", K.BAD_ANSWER, send(b"HTTP/1.1 204 X\r\n\r\n")),
    interrupted("206 unasked", K.BAD_ANSWER, *rest(0)[1:]),
    interrupted("304 unasked", K.BAD_ANSWER, send(b"HTTP/1.1 304 X\r\n\r\n")),
    interrupted("416 unasked", K.BAD_ANSWER, answer(416)),
)

NO_VIDEO = (
    interrupted("empty", K.VIDEO_BROKEN, answer(200)),
    interrupted("a page", K.VIDEO_BROKEN, answer(200, PAGE, "Content-Type: text/html; charset=x")),
    interrupted(
        "a page that says it is a video", K.VIDEO_BROKEN, answer(200, PAGE, "Content-Type: video/mp4")
    ),
    interrupted("a store's complaint in XML", K.VIDEO_BROKEN, answer(200, b"<?xml?><Error/>")),
    interrupted("zeros", K.VIDEO_BROKEN, answer(200, bytes(len(VIDEO)))),
    interrupted("half a video with a length that fits", K.VIDEO_BROKEN, answer(200, VIDEO[:HALF])),
    interrupted("a length too short", K.VIDEO_BROKEN, answer(200, VIDEO, length=HALF)),
    interrupted(
        "half a video in chunks", K.VIDEO_BROKEN, send(CHUNKED + b"3\r\n" + VIDEO[:3] + b"\r\n0\r\n\r\n")
    ),
)

TOO_MUCH = (
    interrupted("announced too large", K.LINK_REFUSED, answer(200, b"", length=LIMIT + 1)),
    interrupted("endless", K.LINK_REFUSED, send(b"HTTP/1.1 200 OK\r\n\r\n"), send_for_ever(b"x" * 65536)),
    interrupted(
        "endless chunks", K.LINK_REFUSED, send(CHUNKED), send_for_ever(b"10000\r\n" + b"x" * 65536 + b"\r\n")
    ),
    interrupted(
        "a length of thirty digits",
        K.CONNECTION_LOST,
        send(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 30 + b"\r\n\r\n"),
        send_for_ever(b"x" * 65536),
    ),
    interrupted("a bomb", K.LINK_REFUSED, answer(200, BOMB, "Content-Encoding: gzip")),
    interrupted("endless headers", K.CONNECTION_LOST, send_for_ever(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 999)),
)

LOST = (
    interrupted("closed", K.CONNECTION_LOST),
    interrupted("reset", K.CONNECTION_LOST, reset),
    interrupted("reset in the middle", K.CONNECTION_LOST, *CUT[1:], reset),
    interrupted("no HTTP", K.CONNECTION_LOST, send(b"hello\r\n\r\n")),
    interrupted(
        "two lengths",
        K.CONNECTION_LOST,
        send(b"HTTP/1.1 200 X\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
    ),
    interrupted(
        "a length below zero", K.CONNECTION_LOST, send(b"HTTP/1.1 200 X\r\nContent-Length: -5\r\n\r\n")
    ),
    interrupted("broken chunk", K.CONNECTION_LOST, send(CHUNKED + b"3\r\nabc\r\nzz\r\n")),
    interrupted("silence", K.TIMED_OUT, listen, patience=SHORT),
    interrupted("stalls in the middle", K.TIMED_OUT, *CUT[1:], listen, patience=SHORT),
    interrupted(
        "a head drop by drop",
        K.TIMED_OUT,
        send_slowly(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 999, piece=1, pause=0.1),
        patience=BRIEF,
    ),
)

REDIRECTED = (
    interrupted("redirect to nowhere", K.BAD_ANSWER, answer(302)),
    redirected("redirects in a ring", "/v.mp4", times=12),
    redirected("redirect to a file", "file:///etc/passwd"),
    redirected("redirect to a router", "https://192.168.1.1/"),
    redirected("redirect to a cloud's metadata", "http://169.254.169.254/latest/meta-data/"),
    redirected("redirect to a plain port", "http://video.example:8080/v.mp4"),
    redirected("redirect to ftp", "ftp://video.example/v.mp4"),
    redirected("redirect to data", "data:video/mp4;base64,AAAA"),
    redirected("redirect to nonsense", "https://["),
    redirected("redirect to a host that is not there", "https://nothing.invalid/v.mp4", K.OFFLINE),
    unheeded("redirect on the same host", answer(302, b"", "Location: /elsewhere/v.mp4")),
    unheeded("redirect with 307", answer(307, b"", "Location: ?again", "Set-Cookie: a=b")),
)

RESUMED = (
    resumed("the rest", rest()),
    resumed("the range is ignored", (read_head, answer(200, VIDEO, TAG))),
    resumed("another video meanwhile", (read_head, answer(200, VIDEO, 'ETag: "v2"'))),
    resumed("a rest of another version", rest(tag='ETag: "v2"', data=OTHER)),
    resumed("another part than asked for", rest(HALF + 1, data=OTHER[1:])),
    resumed("a part of another length", rest(of=len(VIDEO) + 1)),
    resumed("a part that does not say which", (read_head, answer(206, OTHER, TAG))),
    resumed("a part shorter than it says", rest(data=VIDEO[: HALF // 2])),
    resumed("the rest cannot be had", (read_head, answer(416, b"", f"Content-Range: bytes */{len(VIDEO)}"))),
    resumed(
        "cut again",
        (
            read_head,
            answer(
                206,
                b"",
                f"Content-Range: bytes {HALF}-{len(VIDEO) - 1}/{len(VIDEO)}",
                TAG,
                length=len(VIDEO) - HALF,
            ),
        ),
    ),
    resumed("a page for the rest", (read_head, answer(206, PAGE, "Content-Type: text/html"))),
)

UNHEEDED = (
    unheeded(
        "a file name that climbs",
        answer(200, VIDEO, 'Content-Disposition: attachment; filename="../../x.sh"'),
    ),
    unheeded("a type that is none", answer(200, VIDEO, "Content-Type: ../../x")),
    unheeded("chunks", send(CHUNKED + f"{len(VIDEO):x}".encode() + b"\r\n" + VIDEO + b"\r\n0\r\n\r\n")),
    unheeded("until the end of the connection", send(b"HTTP/1.1 200 OK\r\n\r\n" + VIDEO)),
    unheeded("a time to live of nought", video_url_ttl="0"),
    unheeded("a time to live below nought", video_url_ttl=-5),
    unheeded("an absurd time to live", video_url_ttl="9" * 30),
    unheeded("a time to live that is no number", video_url_ttl="NaN"),
    unheeded("no time to live", video_url_ttl=None),
    unheeded("a type of video nobody knows", video_type="mpeg-12"),
)

REFUSED_LINKS = tuple(
    refused(f"a link to {name}", link)
    for name, link in (
        ("a file", "file:///etc/passwd"),
        ("ftp", "ftp://video.example/v.mp4"),
        ("data", "data:video/mp4;base64,AAAA"),
        ("javascript", "javascript:alert(1)"),
        ("plain http on a port", "http://video.example:8080/v.mp4"),
        ("this computer", "https://127.0.0.1/v.mp4"),
        ("this computer by name", "https://localhost/v.mp4"),
        ("this computer in IPv6", "https://[::1]/v.mp4"),
        ("this computer, mapped into IPv6", "https://[::ffff:127.0.0.1]/v.mp4"),
        ("this computer by 6to4", "https://[2002:7f00:1::]/v.mp4"),
        ("this computer as one number", "https://2130706433/v.mp4"),
        ("this computer in hex", "https://0x7f000001/v.mp4"),
        ("this computer in octal", "https://0177.0.0.1/v.mp4"),
        ("this computer, shortened", "https://127.1/v.mp4"),
        ("this computer in Chinese full stops", "https://127。0。0。1/v.mp4"),
        ("this computer with its service's port", "http://127.0.0.1:{port}/v3/async/task-result"),
        ("a private network", "https://10.0.0.1/v.mp4"),
        ("a private network in IPv6", "https://[fd12::1]/v.mp4"),
        ("a cloud's metadata", "https://169.254.169.254/latest"),
        ("a name that DNS rebinds to this computer", "https://video.example:{port}/v.mp4"),
        ("no host", "https:///v.mp4"),
        ("nothing that is a link", "v.mp4"),
        ("somebody by name and password", "https://user:word@127.0.0.1/v.mp4"),
    )
)

OTHER_LINKS = (
    Row(
        "a link to a host that is not there",
        (),
        S.DOWNLOADING,
        K.OFFLINE,
        Bill.BILLED,
        AGAIN,
        times=2,
        links=("https://nothing.invalid/v.mp4",),
    ),
    Row(
        "a bad link beside a good one",
        (),
        S.DOWNLOADING,
        K.LINK_REFUSED,
        Bill.BILLED,
        AGAIN,
        times=2,
        links=("https://10.0.0.1/v.mp4", GOOD_LINK),
    ),
)

#: The store's own TLS has a certificate that no store of the system knows.
UNTRUSTED = Row(
    "an untrusted store",
    (read_head, answer(200, VIDEO)),
    S.DOWNLOADING,
    K.TLS_UNTRUSTED,
    Bill.BILLED,
    "The connection is not secure",
    times=None,
)

FROM_THE_STORE = (
    *STORE_REFUSES,
    *NO_VIDEO,
    *TOO_MUCH,
    *LOST,
    *REDIRECTED,
    *RESUMED,
    *UNHEEDED,
)
ROWS = (*FROM_THE_STORE, *REFUSED_LINKS, *OTHER_LINKS, UNTRUSTED)
