"""A planted key and planted signatures are in no log, no error and no text, whatever the other side does."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import httpx
import pytest

from tests.fakes.wire_server import WireServer, answer, listen, read_all, read_head
from wan_desktop.core.download import Downloader
from wan_desktop.core.errors import WanError
from wan_desktop.core.params import Request
from wan_desktop.core.redaction import redact, words
from wan_desktop.core.service import Service
from wan_desktop.core.transport import ANSWER_BYTES_MAX, Answer, Patience
from wan_desktop.core.wire_errors import complaint_of

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


REDACTED = (
    (f"key {KEY}!", "key …!"),
    (
        "see https://u:planted@h.example/p/a.mp4?X-Amz-Signature=planted&b=c#planted now",
        "see https://h.example/p/a.mp4?… now",
    ),
    (r'{"u":"https:\/\/h.example\/a?sig=planted"}', r'{"u":"https:\/\/h.example\/a?…"}'),
    ("X-Amz-Credential=planted&OSSAccessKeyId=planted", "X-Amz-Credential=…&OSSAccessKeyId=…"),
    ("Authorization: Bearer planted.token", "Authorization: Bearer …"),
    ("img data:image/png;base64,planted+/= end", "img data:… end"),
    ("plain words, 3 > 2", "plain words, 3 > 2"),
)


@pytest.mark.parametrize(("text", "shown"), REDACTED)
def test_secrets_are_cut_and_the_rest_stays(text: str, shown: str) -> None:
    assert redact(text, KEY) == shown


def test_words_are_one_bounded_line_that_every_file_takes() -> None:
    line = words("a\x00b\n\ud83d\u202e" + "x" * 9999)
    assert line.startswith("a b xxx")
    assert len(line) == 500
    line.encode("utf-8")


@pytest.mark.parametrize(
    "unit",
    ["a", "<title", "data:image/", "bearer ", "https://", "x-", "sig", "%26", "a.b:", "data:a/b;base64,"],
)
def test_hostile_text_is_read_in_a_moment(unit: str) -> None:
    body = (unit * (ANSWER_BYTES_MAX // len(unit))).encode()
    start = time.perf_counter()
    complaint_of(Answer(400, httpx.Headers(), b"<" + body))
    complaint_of(Answer(400, httpx.Headers(), json.dumps({"message": body.decode()}).encode()))
    assert time.perf_counter() - start < 2
