"""Links fetched over real sockets, within their limits, and never from inside a network."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.fakes.wire_server import (
    Script,
    Step,
    Wire,
    WireServer,
    answer,
    listen,
    read_head,
    send,
    send_for_ever,
    send_slowly,
    stall,
    tunnel,
    untrusted_tls,
)
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.link_fetch import Limits, LinkFetcher
from wan_desktop.core.paths import resource
from wan_desktop.core.tasks import Tasks

PICTURE = resource("samples", "lake.jpg").read_bytes()
IMAGE = answer(200, PICTURE, "Content-Type: image/jpeg")
SECRET = "X-Signature=abcdef0123456789abcdef0123456789"


def page(head: str) -> Step:
    return answer(200, f"<!doctype html><html><head>{head}</head><body>x</body></html>")


def to(location: str, status: int = 302) -> Step:
    return answer(status, b"", f"Location: {location}")


def site(pages: Mapping[str, Step]) -> Script:
    """A host: on each connection, whatever is asked for, until the other side goes."""

    async def serve(wire: Wire) -> None:
        while True:
            start = len(wire.received)
            await read_head(wire)
            path = bytes(wire.received[start:]).split()[1].decode().partition("?")[0]
            await pages.get(path, answer(404))(wire)

    return (serve,)


@pytest.fixture
async def fetcher() -> AsyncIterator[LinkFetcher]:
    made = LinkFetcher(allow_loopback=True, limits=Limits(size=4 * 1024 * 1024, seconds=5.0))
    yield made
    await made.close()


@pytest.fixture
async def strict() -> AsyncIterator[LinkFetcher]:
    made = LinkFetcher(limits=Limits(seconds=5.0))
    yield made
    await made.close()


async def refusal(fetcher: LinkFetcher, *links: str, pages: bool = True) -> InputError:
    with pytest.raises(InputError) as caught:
        await fetcher.fetch(*links, pages=pages)
    return caught.value


async def test_an_image_comes_as_it_is_and_nothing_of_the_user_goes(fetcher: LinkFetcher) -> None:
    async with WireServer(site({"/a%20b.jpg": IMAGE})) as server:
        link = f"http://user:password@127.0.0.1:{server.port}/a%20b.jpg?{SECRET}#part"
        image = await fetcher.fetch(link)
        [request] = server.requests
    assert (image.data, image.name) == (PICTURE, "a b.jpg")
    low = request.lower()
    assert request.startswith(f"GET /a%20b.jpg?{SECRET} HTTP/1.1\r\n".encode())
    assert not any(name in low for name in (b"cookie", b"referer", b"authorization", b"password", b"#part"))


async def test_what_it_calls_itself_decides_nothing(fetcher: LinkFetcher) -> None:
    pages = {
        "/image": answer(200, PICTURE, "Content-Type: text/html"),
        "/words.jpg": answer(200, b"just words", "Content-Type: image/jpeg"),
        "/nothing.jpg": answer(200, b"", "Content-Type: image/jpeg"),
    }
    async with WireServer(site(pages)) as server:
        assert (await fetcher.fetch(f"{server.url}/image")).data == PICTURE
        for name in ("words.jpg", "nothing.jpg"):
            assert (await refusal(fetcher, f"{server.url}/{name}")).kind is ErrorKind.LINK_WITHOUT_IMAGE


async def test_redirects_are_followed_five_times(fetcher: LinkFetcher) -> None:
    pages = {f"/{number}": to(str(number + 1), 301 + number % 2) for number in range(6)}
    async with WireServer(site({**pages, "/6": IMAGE})) as server:
        image = await fetcher.fetch(f"{server.url}/1")
        assert image.data == PICTURE
        assert (await refusal(fetcher, f"{server.url}/0")).kind is ErrorKind.IMAGE_LINK_FAILED


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://[fe80::1]/a.jpg",
        "http://[::ffff:192.168.1.1]/a.jpg",
        "http://2130706433/a.jpg",
        "file:///etc/passwd",
        "ftp://example.com/a.jpg",
        "//192.168.1.1/a.jpg",
        "http://[bad",
    ],
)
async def test_no_redirect_leads_inside(fetcher: LinkFetcher, location: str) -> None:
    async with WireServer(site({"/": to(location)})) as server:
        assert (await refusal(fetcher, server.url)).kind is ErrorKind.IMAGE_LINK_REFUSED


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://127.1:{port}/", "http://0.0.0.0:{port}/",
     "http://[::1]:{port}/", "http://10.0.0.8/", "ftp://127.0.0.1:{port}/", "file:///etc/passwd", "x", ""],
)  # fmt: skip
async def test_without_the_switch_nothing_of_this_computer_is_asked(strict: LinkFetcher, link: str) -> None:
    async with WireServer(site({"/": IMAGE})) as server:
        error = await refusal(strict, link.format(port=server.port))
        assert error.kind is ErrorKind.IMAGE_LINK_REFUSED
        assert server.connections == 0


def resolve(monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, list[str]]) -> list[str]:
    """A resolver of the test's own: a name's next address at each question, the last one for ever."""
    real, asked = socket.getaddrinfo, []

    def look_up(host: str | bytes | None, *arguments: object, **options: object) -> object:
        name = host.decode() if isinstance(host, bytes) else str(host)
        asked.append(name)
        known = answers.get(name)
        if known:
            name = known.pop(0) if len(known) > 1 else known[0]
        return real(name, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


async def test_a_public_name_that_leads_here_gets_not_a_byte(
    strict: LinkFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with WireServer((listen,)) as server:
        asked = resolve(monkeypatch, {"pictures.example": ["127.0.0.1"]})
        error = await refusal(strict, f"http://pictures.example:{server.port}/a.jpg?{SECRET}")
        assert error.kind is ErrorKind.IMAGE_LINK_REFUSED
        assert "pictures.example" in asked
        assert server.requests == []


async def test_a_name_that_changes_its_address_in_between_gets_not_a_byte(
    fetcher: LinkFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The switch lets the link's own host be this computer, and nothing that it leads to elsewhere."""
    async with WireServer(site({"/": IMAGE})) as server:
        # Good at the first question, this computer at the second: whoever judged the first is fooled.
        resolve(monkeypatch, {"rebound.example": ["203.0.113.1", "127.0.0.1"]})
        socket.getaddrinfo("rebound.example", 80)
        error = await refusal(fetcher, f"http://rebound.example:{server.port}/")
        assert error.kind is ErrorKind.IMAGE_LINK_REFUSED
        assert server.requests == []


async def test_what_is_too_large_ends_at_the_limit(fetcher: LinkFetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n" + PICTURE[:1000]
    async with WireServer((read_head, send(head), send_for_ever(bytes(65536)))) as server:
        assert (await refusal(fetcher, server.url)).kind is ErrorKind.IMAGE_TOO_LARGE


async def test_of_what_is_no_image_little_is_read(fetcher: LinkFetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n<!doctype html><html>"
    async with WireServer((read_head, send(head), send_for_ever(b" " * 65536))) as server:
        assert (await refusal(fetcher, server.url)).kind is ErrorKind.LINK_WITHOUT_IMAGE


@pytest.mark.parametrize(
    "steps",
    [
        (stall,),
        (read_head, listen),
        (read_head, send(b"HTTP/1.1 200 OK\r\n\r\n"), send_slowly(PICTURE, piece=64, pause=0.02)),
    ],
)
async def test_what_is_too_slow_ends_in_time(steps: Script) -> None:
    fetcher = LinkFetcher(allow_loopback=True, limits=Limits(seconds=0.3))
    async with WireServer(steps) as server:
        error = await refusal(fetcher, server.url, f"{server.url}/second")
    await fetcher.close()
    assert error.kind is ErrorKind.IMAGE_LINK_FAILED


async def test_a_server_that_breaks_off_or_refuses(fetcher: LinkFetcher) -> None:
    cut = answer(200, PICTURE[:2000], length=len(PICTURE))
    async with WireServer((read_head, cut), (read_head, answer(403))) as server:
        assert (await refusal(fetcher, server.url)).kind is ErrorKind.IMAGE_LINK_FAILED
        error = await refusal(fetcher, server.url)
    assert (error.kind, error.failure.detail) == (ErrorKind.IMAGE_LINK_FAILED, "HTTP 403")


async def test_a_certificate_that_no_store_knows_is_refused(fetcher: LinkFetcher, tmp_path: Path) -> None:
    async with WireServer(site({"/": IMAGE}), tls=untrusted_tls(tmp_path)) as server:
        assert (await refusal(fetcher, server.url)).kind is ErrorKind.IMAGE_LINK_FAILED
        assert server.requests == []


async def test_a_page_gives_its_own_picture(fetcher: LinkFetcher) -> None:
    pages = {
        "/post/1": page('<meta property="og:image" content="../pictures/a.jpg">'),
        "/pictures/a.jpg": to("/b.jpg"),
        "/b.jpg": IMAGE,
        "/bare": page("<title>x</title>"),
        "/inside": page('<meta property="og:image" content="http://192.168.1.1/a.jpg">'),
        "/in-turn": page('<meta property="og:image" content="/post/1">'),
    }
    async with WireServer(site(pages)) as server:
        image = await fetcher.fetch(f"{server.url}/post/1")
        assert (image.data, image.name) == (PICTURE, "b.jpg")
        assert (await refusal(fetcher, f"{server.url}/bare")).kind is ErrorKind.LINK_WITHOUT_IMAGE
        assert (await refusal(fetcher, f"{server.url}/inside")).kind is ErrorKind.IMAGE_LINK_REFUSED
        assert (await refusal(fetcher, f"{server.url}/in-turn")).kind is ErrorKind.LINK_WITHOUT_IMAGE
        unwanted = await refusal(fetcher, f"{server.url}/post/1", pages=False)
        assert unwanted.kind is ErrorKind.LINK_WITHOUT_IMAGE


async def test_an_image_behind_any_link_comes_before_the_picture_of_a_page(fetcher: LinkFetcher) -> None:
    logo = answer(200, b"\x89PNG\r\n\x1a\n logo")
    pages = {"/": page('<meta property="og:image" content="/logo.png">'), "/logo.png": logo, "/a.jpg": IMAGE}
    async with WireServer(site(pages)) as server:
        image = await fetcher.fetch(f"{server.url}/", f"{server.url}/gone", f"{server.url}/a.jpg")
    assert image.data == PICTURE


async def test_it_goes_through_the_systems_proxy() -> None:
    """Behind which names are the proxy's to resolve: this one says only where it wants to go."""
    async with WireServer((send(b"no TLS"),)) as host, WireServer((tunnel(host.port),)) as proxy:
        fetcher = LinkFetcher(find_proxy=lambda _url: proxy.url, limits=Limits(seconds=5.0))
        error = await refusal(fetcher, "https://pictures.example/a.jpg")
        assert error.kind is ErrorKind.IMAGE_LINK_FAILED
        assert proxy.requests[0].startswith(b"CONNECT pictures.example:443 ")
        await fetcher.close()


async def test_cancelled_it_lets_go_of_the_line(fetcher: LinkFetcher) -> None:
    came, left, tasks = asyncio.Event(), asyncio.Event(), Tasks()

    async def wait_for_the_end(wire: Wire) -> None:
        came.set()
        await listen(wire)
        left.set()

    async with WireServer((read_head, wait_for_the_end)) as server:
        fetching = tasks.spawn(fetcher.fetch(server.url), name="fetch")
        await came.wait()
        fetching.cancel()
        await left.wait()
    await tasks.close()


async def test_no_secret_of_a_link_reaches_the_log_or_the_words(
    fetcher: LinkFetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = {"/a": to(f"/b?{SECRET}"), "/b": answer(500), "/c": to(f"http://192.168.0.1/?{SECRET}")}
    async with WireServer(site(pages)) as server:
        for path in "abc":
            error = await refusal(fetcher, f"http://me:{SECRET}@127.0.0.1:{server.port}/{path}?{SECRET}")
            assert "abcdef0123456789" not in str(error)
    assert "abcdef0123456789" not in caplog.text
