"""The key goes to the chosen service and to nobody else, and into no log and no text, whatever happens."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.wire_server import (
    Step,
    WireServer,
    answer,
    header_of,
    listen,
    read_all,
    read_head,
    reset,
    untrusted_tls,
)
from wan_desktop.core.download import Downloader
from wan_desktop.core.errors import WanError
from wan_desktop.core.params import Request
from wan_desktop.core.service import Service, Unknown
from wan_desktop.core.transport import Patience

KEY = "sk_planted-0123456789abcdef"
SHORT = Patience(connect=0.5, write=0.5, read=0.5, total=2)


async def test_nothing_secret_is_logged_even_at_the_finest_level(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    redirect = answer(302, b"", "Location: /v.mp4?sig=planted-signature", "Set-Cookie: planted=1")
    refusal = (read_all, answer(401, {"message": f"bad key {KEY}"}))
    async with WireServer(refusal, (read_head, redirect, read_head, answer(403), listen)) as server:
        service = Service(server.url, KEY, submit_patience=SHORT, poll_patience=SHORT)
        outcome = await service.submit(Request(), b"x", "image/png")
        downloads = Downloader(allow_loopback=True, patience=SHORT)
        with pytest.raises(WanError) as caught:
            await downloads.fetch(f"{server.url}/v.mp4?Signature=planted-too", tmp_path / "v.part")
        await downloads.close()
        await service.close()
    texts = [caplog.text, repr(outcome), repr(service), str(caught.value), repr(vars(caught.value))]
    assert [text for text in texts if "planted" in text] == []


Call = Callable[[Service], Awaitable[object]]
#: Everything that is asked of a service, by its name.
CALLS: dict[str, Call] = {
    "submit": lambda service: service.submit(Request(), b"x", "image/png"),
    "result": lambda service: service.result("t-1"),
    "check_key": lambda service: service.check_key(),
    "price": lambda service: service.price(Request()),
    "balance": lambda service: service.balance(),
}
WITH_KEY = sorted(CALLS.keys() - {"price"})
TASK = answer(200, {"task_id": "t-1", "task": {"task_id": "t-1", "status": "TASK_STATUS_QUEUED"}})


async def call(name: str, base_url: str, proxy: str | None = None) -> object:
    """What came of it, an error's failure too."""
    service = Service(base_url, KEY, find_proxy=lambda url: proxy, submit_patience=SHORT, poll_patience=SHORT)
    try:
        return await CALLS[name](service)
    except WanError as error:
        return error.failure
    finally:
        await service.close()


@pytest.mark.parametrize("name", CALLS)
async def test_each_call_brings_the_key_to_its_service_but_the_price_list_gets_none(name: str) -> None:
    async with WireServer((read_all, TASK)) as server:
        await call(name, server.url)
    assert server.requests
    for request in server.requests:
        assert header_of(request, "authorization") == (f"Bearer {KEY}" if name in WITH_KEY else "")
        assert request.count(KEY.encode()) == (1 if name in WITH_KEY else 0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("name", CALLS)
async def test_a_redirect_of_the_service_is_not_followed(name: str, status: int) -> None:
    async with WireServer((read_all, TASK)) as elsewhere:
        redirect = answer(status, b"", f"Location: {elsewhere.url}/v3/async/task-result?task_id=t-1")
        async with WireServer((read_all, redirect)) as server:
            outcome = await call(name, server.url)
            assert server.connections >= 1
        assert elsewhere.connections == 0
    assert KEY not in repr(outcome)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_download_and_where_it_is_redirected_to_get_no_key(tmp_path: Path, status: int) -> None:
    async with WireServer((read_head, answer(200, b"video"))) as elsewhere:
        cookie = "Set-Cookie: seen=1"
        redirect = answer(status, b"", f"Location: {elsewhere.url}/v.mp4", cookie)
        async with WireServer((read_all, TASK), (read_head, redirect)) as server:
            # From the same host as the service, right after a call with the key.
            await call("result", server.url)
            downloads = Downloader(allow_loopback=True, patience=SHORT)
            await downloads.fetch(f"{server.url}/v.mp4?sig=planted-signature", tmp_path / "v.part")
            await downloads.close()
            [_, first] = server.requests
        [second] = elsewhere.requests
    for request in (first, second):
        assert KEY.encode() not in request
        assert header_of(request, "authorization") == header_of(request, "cookie") == ""
    assert b"planted" not in second
    assert header_of(second, "referer") == ""


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    "proxy_says",
    [
        answer(200),
        answer(302, b"", "Location: http://127.0.0.1:1/"),
        answer(407, b"", "Proxy-Authenticate: Basic"),
    ],
    ids=["200", "302", "407"],
)
async def test_a_proxy_is_asked_for_a_tunnel_and_never_sees_the_key(name: str, proxy_says: Step) -> None:
    async with WireServer((read_head, proxy_says, listen)) as proxy:
        address = proxy.url.replace("http://", "http://me:planted-password@")
        outcome = await call(name, "https://api.jiekou.ai", address)
    host = b"api-server.jiekou.ai:443" if name == "price" else b"api.jiekou.ai:443"
    assert proxy.requests
    for request in proxy.requests:
        assert request.startswith(b"CONNECT " + host)
        assert b"planted-0123" not in request
        assert b"Bearer" not in request
    assert "planted" not in repr(outcome)


@pytest.mark.parametrize("name", CALLS)
async def test_a_service_on_this_computer_is_reached_past_the_proxy(name: str) -> None:
    async with WireServer((listen,)) as proxy, WireServer((read_all, TASK)) as server:
        await call(name, server.url, proxy.url)
        assert server.connections >= 1
        assert proxy.connections == 0


@pytest.mark.parametrize("name", CALLS)
async def test_over_plain_http_the_key_leaves_this_computer_by_no_way(name: str) -> None:
    async with WireServer((listen,)) as proxy:
        outcome = await call(name, "http://service.example", proxy.url)
        assert proxy.connections == 0
    assert KEY not in repr(outcome)


@pytest.mark.parametrize("name", CALLS)
async def test_a_service_that_cannot_prove_who_it_is_gets_no_byte(name: str, tmp_path: Path) -> None:
    async with WireServer((read_all, TASK), tls=untrusted_tls(tmp_path)) as server:
        await call(name, server.url)
        assert server.requests == []


#: What a service may say with the key in it; each place of an answer that is stored, shown or printed.
ECHOES: dict[str, dict[str, Any]] = {
    "message": {"code": 401, "reason": "FAILED_TO_AUTH", "message": f"the key {KEY} is not known"},
    "reason": {"code": 400, "reason": KEY, "message": "no"},
    "error": {"error": {"message": f"Incorrect API key provided: {KEY}", "code": KEY}},
    "details": {"reason": "X", "message": "m", "metadata": {"details": f"Authorization: Bearer {KEY}"}},
    "failed task": {"task": {"task_id": "t-1", "status": "TASK_STATUS_FAILED", "reason": f"not by {KEY}"}},
    "status": {"task": {"task_id": "t-1", "status": KEY}},
    "encoded": {"message": f"dump: {b64encode(b'Authorization: Bearer ' + KEY.encode()).decode()}"},
}


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("name", WITH_KEY)
@pytest.mark.parametrize("place", ECHOES)
async def test_a_key_that_echoes_is_in_no_value(place: str, name: str, status: int) -> None:
    async with WireServer((read_all, answer(status, ECHOES[place]))) as server:
        outcome = await call(name, server.url)
    assert_is_clean(repr(outcome))


@pytest.mark.parametrize("name", WITH_KEY)
async def test_a_key_that_echoes_in_a_page_cut_in_its_middle_is_in_no_value(name: str) -> None:
    page = f"<html><title>502 for {KEY}</title><pre>Authorization: Bearer {KEY[:-3]}"
    for script in ((answer(502, page, length=9999), reset), (answer(502, page[: page.index(KEY) + 20]),)):
        async with WireServer((read_all, *script)) as server:
            outcome = await call(name, server.url)
        assert_is_clean(repr(outcome))


async def test_an_answer_that_names_the_key_as_its_task_names_none() -> None:
    async with WireServer((read_all, answer(200, {"task_id": f"task-{KEY}"}))) as server:
        outcome = await call("submit", server.url)
    assert isinstance(outcome, Unknown)
    assert_is_clean(repr(outcome))


def assert_is_clean(text: str) -> None:
    coded = b64encode(b"Authorization: Bearer " + KEY.encode()).decode()
    parts = [KEY[at : at + 12] for at in range(len(KEY) - 11)] + [coded[40:52]]
    assert [part for part in parts if part in text] == [], text
