"""The request that is shown is the request that goes: compared with what came over a socket."""

from __future__ import annotations

import base64
import json

import pytest

from tests.fakes.wire_server import WireServer, answer, read_all
from wan_desktop.core.params import Request
from wan_desktop.core.request_text import body_text, elided, request_text
from wan_desktop.core.service import Service
from wan_desktop.core.settings import DEMO

KEY = "sk_planted-0123456789abcdef"
IMAGE = bytes(range(256)) * 40
REQUESTS = (
    Request(),
    Request(prompt="夕阳 “slow” \\ \n push-in 🌅", negative_prompt="blur", effect="hug", seed=0, audio=False),
    Request(prompt="data:image/png;base64,", audio_url="https://example.com/a.mp3?sign=1&b=2", shots="multi"),
    Request(prompt="p" * 2000, duration=15, resolution="720P", rewrite=False, watermark=True),
)


def say(count: int) -> str:
    return f"{count} bytes"


def of_wire(raw: bytes) -> tuple[str, str, str]:
    """Request line, the Host header, and the body as the panel would print it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    host = next(line.partition(": ")[2] for line in lines if line.lower().startswith("host: "))
    return lines[0], host, body_text(json.loads(body), say)


@pytest.mark.parametrize("request_", REQUESTS)
async def test_what_is_shown_is_what_goes(request_: Request) -> None:
    async with WireServer((read_all, answer(200, {"task_id": "t-1"}))) as server:
        service = Service(server.url, KEY)
        await service.submit(request_, IMAGE, "image/png")
        await service.close()
        [raw] = server.requests
        shown = request_text(server.url, request_, IMAGE, "image/png", say)
    line, host, body = of_wire(raw)
    assert shown.body == body
    assert f"{shown.address} HTTP/1.1".replace(f"http://{host}", "") == line
    assert shown.address.startswith(f"POST http://{host}/")
    assert KEY not in shown.address + shown.body
    assert f'"data:image/png;base64,… ({len(IMAGE)} bytes)"' in shown.body


async def test_the_elision_hides_the_files_alone() -> None:
    """Put back in place of its elision, the image makes the very body that went."""
    async with WireServer((read_all, answer(200, {"task_id": "t-1"}))) as server:
        service = Service(server.url, KEY)
        await service.submit(REQUESTS[1], IMAGE, "image/png")
        await service.close()
        body = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])
        shown = request_text(server.url, REQUESTS[1], IMAGE, "image/png", say)
    encoded = base64.b64encode(IMAGE).decode()
    assert json.loads(shown.body.replace(f"… ({len(IMAGE)} bytes)", encoded)) == body


@pytest.mark.parametrize("count", range(8))
def test_the_size_said_is_that_of_the_file(count: int) -> None:
    inline = "data:audio/mpeg;base64," + base64.b64encode(bytes(count)).decode()
    assert elided({"input": {"audio_url": inline, "list": [inline, 1, None]}}, say) == {
        "input": {
            "audio_url": f"data:audio/mpeg;base64,… ({count} bytes)",
            "list": [f"data:audio/mpeg;base64,… ({count} bytes)", 1, None],
        }
    }


def test_links_and_words_are_shown_whole() -> None:
    body = {"prompt": "a data:image/png;base64,AAAA in words", "audio_url": "https://example.com/a.mp3"}
    assert elided(body, say) == body


def test_in_demo_mode_there_is_no_host() -> None:
    assert request_text(DEMO, Request(), b"", "image/png", say).address == "POST /v3/async/wan2.6-i2v"
