"""Downloads over real sockets: what stays on the disk, what goes on from there, where links may not lead.

What comes of each fault for a job: ``tests/wire``.
"""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.names import resolves_to
from tests.fakes.wire_server import (
    Script,
    WireServer,
    answer,
    closed_port,
    header_of,
    listen,
    read_head,
    send,
    send_for_ever,
    send_slowly,
    untrusted_tls,
)
from wan_desktop.core.addresses import refused_host, refused_peer
from wan_desktop.core.download import Downloader, Pace
from wan_desktop.core.errors import ErrorKind as K
from wan_desktop.core.errors import NetworkError, WanError
from wan_desktop.core.transport import Patience

VIDEO = os.urandom(1000) * 3000
HALF = len(VIDEO) // 2
TAG = 'ETag: "v1"'
SHORT = Patience(connect=0.5, write=0.5, read=0.5, total=5)


def rest(start: int = HALF, *, of: int = len(VIDEO), tag: str = TAG, data: bytes | None = None) -> Script:
    body = VIDEO[start:] if data is None else data
    return (read_head, answer(206, body, f"Content-Range: bytes {start}-{of - 1}/{of}", tag), listen)


WHOLE: Script = (read_head, answer(200, VIDEO, TAG), listen)
CUT: Script = (read_head, answer(200, VIDEO[:HALF], TAG, length=len(VIDEO)))
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def fetch(
    url: str, part: Path, *, loopback: bool = True, limit: int = 10**8, proxy: str | None = None
) -> K | None:
    """The kind of error it ended in, None where it went well."""
    downloads = Downloader(allow_loopback=loopback, patience=SHORT, limit=limit, find_proxy=lambda url: proxy)
    try:
        await downloads.fetch(url, part)
    except WanError as error:
        failure = error.failure
    else:
        return None
    finally:
        await downloads.close()
    assert "planted" not in failure.detail
    return failure.kind


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "视频 1.part"


@dataclass(frozen=True)
class Cell:
    """What the server does at a first fetch, and how it ends. ``kept``: bytes there for the next time."""

    name: str
    script: Script
    kind: K | None
    kept: int | None = None


CELLS = (
    Cell("whole", (read_head, answer(200, VIDEO)), None, len(VIDEO)),
    Cell("chunked", (read_head, send(CHUNKED + b"3\r\nabc\r\n0\r\n\r\n")), None, 3),
    Cell("until the end", (read_head, send(b"HTTP/1.1 200 OK\r\n\r\nabc")), None, 3),
    Cell("empty", (read_head, answer(200)), None, 0),
    Cell("packed", (read_head, answer(200, VIDEO, "Content-Encoding: gzip")), K.LINK_REFUSED),
    Cell("announced too large", (read_head, answer(200, b"", length=10**9)), K.LINK_REFUSED),
    Cell(
        "endless", (read_head, send(b"HTTP/1.1 200 OK\r\n\r\n"), send_for_ever(b"x" * 10**6)), K.LINK_REFUSED
    ),
    Cell("cut", CUT, K.CONNECTION_LOST, HALF),
    Cell("stalls", (*CUT, listen), K.TIMED_OUT, HALF),
)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
async def test_how_a_first_fetch_ends(cell: Cell, part: Path) -> None:
    async with WireServer(cell.script) as server:
        assert await fetch(server.url + "/v.mp4?sig=planted", part) is cell.kind
    if cell.kept is not None:
        assert part.stat().st_size == cell.kept
    if cell.kind is K.LINK_REFUSED:
        assert not part.exists(), "nothing of what was refused stays"


async def test_a_cut_download_goes_on_where_it_stopped(part: Path) -> None:
    async with WireServer(CUT, rest()) as server:
        assert await fetch(server.url, part) is K.CONNECTION_LOST
        assert await fetch(server.url, part) is None
        assert header_of(server.requests[1], "range") == f"bytes={HALF}-"
        assert header_of(server.requests[1], "if-range") == '"v1"'
    assert part.read_bytes() == VIDEO


async def test_a_finished_part_is_not_fetched_again(part: Path) -> None:
    async with WireServer(WHOLE) as server:
        assert await fetch(server.url, part) is None
        assert await fetch(server.url, part) is None
        assert server.connections == 1
    assert part.read_bytes() == VIDEO


@pytest.mark.parametrize(
    "promise", [None, b"", b"nonsense", b'{"total": 5}', b"[]", b'{"total": 9, "validator": "\\n"}']
)
async def test_bytes_of_unknown_origin_are_replaced(promise: bytes | None, part: Path) -> None:
    part.write_bytes(b"old bytes")
    if promise is not None:
        part.with_name(part.name + ".json").write_bytes(promise)
    async with WireServer(WHOLE) as server:
        assert await fetch(server.url, part) is None
        assert header_of(server.requests[0], "range") == ""
    assert part.read_bytes() == VIDEO


async def test_without_a_strong_validator_nothing_is_resumed(part: Path) -> None:
    weak = (read_head, answer(200, VIDEO[:HALF], 'ETag: W/"v1"', length=len(VIDEO)))
    async with WireServer(weak, WHOLE) as server:
        await fetch(server.url, part)
        assert await fetch(server.url, part) is None
        assert header_of(server.requests[1], "range") == ""


async def test_redirects_are_followed_and_no_key_or_cookie_goes_along(part: Path) -> None:
    async with WireServer(WHOLE) as store:
        away = (
            read_head,
            answer(302, b"", f"Location: {store.url}/v", "Set-Cookie: a=b", "Connection: close"),
        )
        async with WireServer(away) as server:
            assert await fetch(server.url, part) is None
            sent = b"".join(server.requests + store.requests).lower()
    assert b"authorization" not in sent
    assert b"cookie" not in sent
    assert part.read_bytes() == VIDEO


async def test_progress_grows_to_the_whole(part: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    async with WireServer(WHOLE) as server:
        downloads = Downloader(allow_loopback=True, patience=SHORT)
        await downloads.fetch(server.url, part, lambda there, total: seen.append((there, total)))
        await downloads.close()
    assert seen == sorted(seen)
    assert seen[-1] == (len(VIDEO), len(VIDEO))


async def test_a_slow_line_shows_progress_before_a_buffer_is_full(part: Path) -> None:
    """At 20 KB a second, the first of the megabytes that are written at once would take a minute."""
    heard = asyncio.Event()
    drip = send_slowly(VIDEO[:200_000], piece=1000, pause=0.05)
    async with WireServer((read_head, answer(200, b"", TAG, length=len(VIDEO)), drip, listen)) as server:
        downloads = Downloader(allow_loopback=True)
        async with asyncio.TaskGroup() as group:
            work = group.create_task(downloads.fetch(server.url, part, lambda there, total: heard.set()))
            async with asyncio.timeout(8.0):
                await heard.wait()
            work.cancel()
        await downloads.close()


async def test_a_cancelled_fetch_leaves_bytes_to_go_on_from(part: Path) -> None:
    async with WireServer((*CUT, listen), rest()) as server:
        downloads = Downloader(allow_loopback=True)
        moved = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            work = group.create_task(downloads.fetch(server.url, part, lambda there, total: moved.set()))
            await moved.wait()
            work.cancel()
        await downloads.close()
        kept = part.stat().st_size
        assert 0 < kept <= HALF
    async with WireServer(rest(kept)) as server:
        assert await fetch(server.url, part) is None
    assert part.read_bytes() == VIDEO


# Where links may not lead


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/v.mp4",
        "http://example.com:8080/v.mp4",
        "http://10.0.0.1/v.mp4",
        "https://127.0.0.1/v.mp4",
        "https://localhost/v.mp4",
        "https://[::1]/v.mp4",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://198.18.0.1/",
        "https:///v.mp4",
        "v.mp4",
        "",
        "https://[",
    ],
)
async def test_links_refused_as_written(url: str, part: Path) -> None:
    assert await fetch(url, part, loopback=False) is K.LINK_REFUSED
    assert not part.exists()


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "127。0。0。1"])
@pytest.mark.parametrize("proxied", [False, True])
async def test_odd_spellings_of_an_address_are_refused_before_anybody_resolves_them(
    host: str, proxied: bool, part: Path
) -> None:
    """A proxy resolves names itself, often on this very computer: it must not get these either."""
    async with WireServer(WHOLE) as server:
        proxy = server.url if proxied else None
        url = f"https://{host}:{server.port}/"
        assert await fetch(url, part, loopback=False, proxy=proxy) is K.LINK_REFUSED
        assert server.connections == 0


async def test_a_name_that_leads_to_this_computer_is_refused_before_anything_is_sent(
    part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves_to(monkeypatch, "127.0.0.1")
    async with WireServer(WHOLE) as server:
        assert await fetch(f"https://video.example:{server.port}/", part, loopback=False) is K.LINK_REFUSED
        assert server.requests == []


async def test_a_plain_http_link_is_asked_for_by_https(part: Path) -> None:
    """Stores of this kind answer on both, and a paid video must not be lost over a missing letter."""
    async with WireServer((read_head, answer(407))) as proxy:
        assert await fetch("http://store.example/v.mp4", part, proxy=proxy.url) is K.PROXY_REFUSED
        assert proxy.requests[0].startswith(b"CONNECT store.example:443")


async def test_a_download_that_drips_is_ended_and_goes_on_later(part: Path) -> None:
    drip = send_slowly(VIDEO[:2000], piece=20, pause=0.05)
    slow = (read_head, answer(200, b"", TAG, length=len(VIDEO)), drip, listen)
    async with WireServer(slow, WHOLE) as server:
        downloads = Downloader(allow_loopback=True, pace=Pace(seconds=0.3, size=100_000))
        with pytest.raises(NetworkError) as caught:
            await downloads.fetch(server.url, part)
        assert caught.value.kind is K.TIMED_OUT
        kept = part.stat().st_size
        assert kept > 0
        await downloads.fetch(server.url, part)
        assert header_of(server.requests[1], "range") == f"bytes={kept}-"
        await downloads.close()
    assert part.read_bytes() == VIDEO


async def test_a_head_that_drips_is_ended(part: Path) -> None:
    """Each byte comes in time, the whole does not."""
    drip = send_slowly(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 2000, piece=1, pause=0.1)
    async with WireServer((read_head, drip)) as server:
        assert await fetch(server.url, part) is K.TIMED_OUT


PEERS = (
    ("2002:7f00:1::1", True),  # 6to4 of 127.0.0.1
    ("2002:0a00:0001::1", True),
    ("2001:0:4136:e378:8000:63bf:f5ff:fffe", True),  # Teredo of 10.0.0.1
    ("::10.0.0.1", True),
    ("64:ff9b:1::a00:1", True),
    ("93.184.215.14", False),
    ("2606:4700::1111", False),
    ("64:ff9b::5db8:d70e", False),
    ("198.18.3.4", False),  # Clash's pool of made-up addresses
    ("fc00::5", False),  # sing-box's
    ("192.168.0.1", True),
    ("100.64.1.1", True),
    ("fe80::1%eth0", True),
    ("fd12::1", True),
    ("::ffff:10.0.0.1", True),
    ("64:ff9b::a00:1", True),
    ("0.0.0.0", True),
    ("", True),
)


@pytest.mark.parametrize(("address", "refused"), PEERS)
def test_addresses_that_may_not_be_reached(address: str, refused: bool) -> None:
    assert refused_peer(address) is refused


def test_loopback_is_for_services_on_this_computer_alone() -> None:
    assert refused_host("demo.localhost")
    assert not refused_host("demo.localhost", allow_loopback=True)
    assert refused_host("10.0.0.1", allow_loopback=True)
    assert not refused_peer("127.0.0.1", allow_loopback=True)


async def test_an_untrusted_store_is_refused(tmp_path: Path, part: Path) -> None:
    async with WireServer(WHOLE, tls=untrusted_tls(tmp_path)) as server:
        assert await fetch(server.url, part) is K.TLS_UNTRUSTED


async def test_an_unreachable_store_is_named_so(part: Path) -> None:
    assert await fetch(f"http://127.0.0.1:{closed_port()}/", part) is K.OFFLINE
    assert await fetch("https://nothing.invalid/", part) is K.OFFLINE
    proxy = f"http://127.0.0.1:{closed_port()}"
    assert await fetch("https://nothing.invalid/", part, proxy=proxy) is K.PROXY_REFUSED


# This computer's disk


@pytest.fixture
def full_disk() -> Path:
    """/dev/full takes no byte: the kernel's own ENOSPC."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    return Path("/dev/full")


async def test_a_full_disk_is_named_so(full_disk: Path, tmp_path: Path) -> None:
    part = tmp_path / "v.part"
    part.symlink_to(full_disk)
    async with WireServer(WHOLE) as server:
        assert await fetch(server.url, part) is K.DISK_FULL


async def test_a_folder_that_is_a_file_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("not a folder")
    async with WireServer(WHOLE) as server:
        # Windows does not tell the one from the other.
        wanted = K.FOLDER_UNUSABLE if os.name == "posix" else K.FOLDER_MISSING
        assert await fetch(server.url, tmp_path / "library" / "v.part") is wanted


async def test_what_is_kept_beside_the_bytes_holds_no_link(part: Path) -> None:
    async with WireServer(CUT) as server:
        await fetch(server.url + "/v?sig=planted", part)
    beside = part.with_name(part.name + ".json").read_text()
    assert json.loads(beside) == {"total": len(VIDEO), "validator": '"v1"'}
