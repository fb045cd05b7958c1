"""The body of a submit, results, key check, price and balance; nonsense of every kind over real sockets."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.wire_server import (
    Script,
    Step,
    WireServer,
    answer,
    closed_port,
    header_of,
    listen,
    read_all,
    read_head,
)
from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.errors import ErrorKind as K
from wan_desktop.core.errors import InputError, WanError
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.service import Accepted, Service, TaskState, submit_body
from wan_desktop.core.transport import Answer, Patience
from wan_desktop.core.wire_errors import complaint_of, kind_of_refusal, retry_after
from wan_desktop.core.wire_results import balance_of, price_of, result_of, task_id_of

KEY = "sk_planted-0123456789abcdef"
LINK = "https://store.example/v.mp4?X-Amz-Signature=planted-signature&Expires=1"
ID = "t/1 ?&"
SHORT = Patience(connect=0.5, write=0.5, read=0.5, total=1.0)


def service(url: str) -> Service:
    return Service(url, KEY, poll_patience=SHORT)


def task(status: object, **fields: object) -> dict[str, Any]:
    return {"task": {"task_id": ID, "status": status, **fields}}


def done(**fields: object) -> dict[str, Any]:
    videos = [{"video_url": LINK, "video_url_ttl": "3600", "video_type": "mp4"}]
    return task("TASK_STATUS_SUCCEED", progress_percent=0) | {"videos": videos, **fields}


# The body of a submit


def test_rows_always_sent_go_with_their_json_types_and_the_others_only_when_set() -> None:
    body = submit_body(Request(prompt="p", seed=0), b"\x01\x02", "image/jpeg")
    assert body == {
        "input": {"img_url": "data:image/jpeg;base64,AQI=", "prompt": "p"},
        "parameters": {
            "duration": 5,
            "resolution": "1080P",
            "shot_type": "single",
            "prompt_extend": True,
            "audio": True,
            "watermark": False,
            "seed": 0,
        },
    }


@pytest.mark.parametrize("size", [0, 1, 2, 3, 48 * 1024, 48 * 1024 + 1, 300_001])
async def test_the_bytes_on_the_wire_are_the_body(size: int) -> None:
    """The image is encoded piece by piece on its way; a prompt that holds the marker changes nothing."""
    request = Request(prompt='"data:image/png;base64,"\ud83d 雪', effect="e", audio_url="https://a/b.mp3")
    image = bytes(i % 251 for i in range(size))
    async with WireServer((read_all, answer(200, {"task_id": "t"}))) as server:
        assert await service(server.url).submit(request, image, "image/png") == Accepted("t")
        sent = server.requests[0].partition(b"\r\n\r\n")[2]
    assert json.loads(sent) == submit_body(request, image, "image/png")
    assert base64.b64encode(image) in sent


# Results

STATES = (
    ("TASK_STATUS_QUEUED", TaskState.QUEUED),
    ("TASK_STATUS_PROCESSING", TaskState.RUNNING),
    ("TASK_STATUS_RUNNING", TaskState.RUNNING),
    ("processing", TaskState.RUNNING),
    ("TASK_STATUS_SUCCEED", TaskState.SUCCEEDED),
    ("SUCCEEDED", TaskState.SUCCEEDED),
    ("TASK_STATUS_FAILED", TaskState.FAILED),
    ("TASK_STATUS_CANCELED", TaskState.FAILED),
    ("TASK_STATUS_UNKNOWN", TaskState.UNKNOWN),
    ("TASK_STATUS_DREAMING", TaskState.UNKNOWN),
    ("", TaskState.UNKNOWN),
)


@pytest.mark.parametrize(("word", "state"), STATES)
def test_words_of_status(word: str, state: TaskState) -> None:
    result = result_of(task(word))
    assert result is not None
    assert result.state is state


REASONS = (
    ("DataInspectionFailed", K.CONTENT_REFUSED),
    ("Output may contain INAPPROPRIATE CONTENT.", K.CONTENT_REFUSED),
    ("blocked by green network", K.CONTENT_REFUSED),
    ("IPInfringementSuspect: logo", K.COPYRIGHT_REFUSED),
    ("Unable to download the media resource during the data inspection", K.MEDIA_UNREACHABLE),
    ("Download the media resource timed out", K.MEDIA_UNREACHABLE),
    ("InvalidURL", K.MEDIA_UNREACHABLE),
    ("InvalidParameter.DataInspection", K.BAD_REQUEST),
    ("InvalidFile.Size", K.BAD_REQUEST),
    ("Throttling.RateQuota", K.SERVICE_TROUBLE),
    ("internalerror.algo", K.SERVICE_TROUBLE),
    ("Arrearage", K.SERVICE_TROUBLE),
    ("the muse left", K.TASK_FAILED),
    (None, K.TASK_FAILED),
)


@pytest.mark.parametrize(("reason", "kind"), REASONS)
def test_reasons_of_failed_tasks(reason: str | None, kind: K) -> None:
    result = result_of(task("TASK_STATUS_FAILED", reason=reason))
    assert result is not None
    assert result.failure is not None
    assert (result.failure.kind, result.failure.may_be_billed) == (kind, True)


NUMBERS: tuple[tuple[object, float | None], ...] = (
    (40, 0.4),
    ("40", 0.4),
    (12.5, 0.125),
    (0, None),
    ("0", None),
    (100, None),
    (-3, None),
    (True, None),
    ("NaN", None),
    (float("inf"), None),
    (10**400, None),
    ("1" * 5000, None),
    ([], None),
    (None, None),
)


@pytest.mark.parametrize(("given_value", "progress"), NUMBERS)
def test_progress_is_shown_where_it_can_be_true(given_value: object, progress: float | None) -> None:
    result = result_of(task("TASK_STATUS_PROCESSING", progress_percent=given_value, eta=given_value))
    assert result is not None
    assert result.progress == progress


def test_links_come_mp4_first_and_a_time_to_live_of_zero_means_nothing() -> None:
    videos: list[Any] = [
        {"video_url": "https://a/x.gif", "video_type": "gif", "video_url_ttl": 5},
        {"video_url": LINK, "video_url_ttl": "0"},
    ]
    result = result_of(done(videos=videos, extra={"seed": "42"}))
    assert result is not None
    assert [(link.url, link.seconds_to_live) for link in result.links] == [
        (LINK, None),
        ("https://a/x.gif", 5.0),
    ]
    assert result.seed == 42


@pytest.mark.parametrize(
    "videos",
    [None, {}, [], [None], [{}], [[{"video_url": LINK}]], [{"video_url": 5}], [{"video_url": ""}], "x"],
)
def test_a_success_without_a_link_keeps_the_raw_answer(videos: object) -> None:
    result = result_of(done(videos=videos, extra={"note": "keep me"}))
    assert result is not None
    assert (result.state, result.links) == (TaskState.SUCCEEDED, ())
    assert "keep me" in result.raw


def test_signatures_and_keys_are_cut_from_what_is_kept_and_shown() -> None:
    result = result_of(done(extra={"echo": f"Bearer {KEY}", "other": LINK.replace("/", "\\/")}), KEY)
    assert result is not None
    assert result.links[0].url == LINK
    assert "planted" not in repr(result)
    assert "store.example" in result.raw


async def test_a_task_is_asked_for_by_its_id_whatever_signs_are_in_it() -> None:
    async with WireServer((read_head, answer(200, task("TASK_STATUS_PROCESSING")))) as server:
        polls = service(server.url)
        assert (await polls.result(ID)).state is TaskState.RUNNING
        await polls.close()
        assert server.requests[0].startswith(b"GET /v3/async/task-result?task_id=t%2F1%20%3F%26 HTTP/1.1")


async def test_polls_share_a_connection() -> None:
    again = (read_head, answer(200, task("TASK_STATUS_QUEUED")))
    async with WireServer((*again, *again, listen)) as server:
        polls = service(server.url)
        await polls.result(ID)
        await polls.result(ID)
        assert server.connections == 1
        await polls.close()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "task_id",
    "status",
    "reason",
    "progress_percent",
    "eta",
    "video_url",
    "video_url_ttl",
    "video_type",
)
rows = st.dictionaries(st.sampled_from(FIELDS), json_values) | json_values
answers = st.fixed_dictionaries(
    {},
    optional={
        "task": st.fixed_dictionaries({"status": st.sampled_from([s for s, _ in STATES])}) | rows,
        "videos": st.lists(rows, max_size=3) | json_values,
        "extra": st.dictionaries(st.just("seed"), json_values) | json_values,
        "products": st.lists(
            st.fixed_dictionaries(
                {"productId": st.just("P"), "displayPriceUnit": json_values},
                optional={
                    "discountPrice0": json_values,
                    "basePrice0": json_values,
                    "pricePrecision": json_values,
                },
            )
        ),
        "availableBalance": json_values,
        "task_id": json_values,
    },
)


@settings(max_examples=120, deadline=None)
@given(answers | json_values)
def test_no_json_whatsoever_breaks_the_reading(content: Any) -> None:
    result = result_of(content, KEY)
    if result is not None:
        result.raw.encode("utf-8")
        assert result.progress is None or 0 < result.progress < 1
        assert (result.failure is not None) == (result.state is TaskState.FAILED)
        for link in result.links:
            assert link.url.isprintable()
    assert task_id_of(content).isprintable()
    price = price_of(content, "P")
    assert price is None or price.amount >= 0
    balance_of(content, "availableBalance", "$")


refusals = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("code", "reason", "message", "metadata", "error", "type"), json_values)
)


@settings(max_examples=200, deadline=None)
@given(refusals | json_values, st.integers(200, 599), st.text(st.characters(max_codepoint=255)))
def test_no_refusal_whatsoever_breaks_the_reading(content: Any, status: int, header: str) -> None:
    headers = httpx.Headers([(b"Retry-After", header.encode("latin-1"))])
    heard = Answer(status, headers, json.dumps(content).encode())
    complaint = complaint_of(heard, KEY)
    assert len(complaint.message) <= 500
    complaint.message.encode("utf-8")
    assert isinstance(kind_of_refusal(status, complaint), K)
    wish = retry_after(heard)
    assert wish is None or 0 <= wish <= 3600


def test_a_wish_to_wait_may_be_a_date() -> None:
    date = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert retry_after(Answer(429, httpx.Headers({"Retry-After": date}), b"")) == 3600
    assert retry_after(Answer(429, httpx.Headers({"Retry-After": "Fri, 01 Jan 1999 00:00:00 GMT"}), b"")) == 0
    assert retry_after(Answer(429, httpx.Headers({"Retry-After": "-5"}), b"")) is None


# Key, price, balance

KEY_CELLS = (
    (answer(404, {"reason": "TASK_NOT_FOUND"}), None),
    (answer(404), None),
    (answer(200, task("TASK_STATUS_FAILED")), None),
    (answer(401, {"reason": "FAILED_TO_AUTH"}), K.KEY_REFUSED),
    (answer(403, b""), K.KEY_REFUSED),
    (answer(400, {"reason": "MISSING_API_KEY"}), K.KEY_MISSING),
    (answer(404, b"<html>not here</html>"), K.BAD_ANSWER),
    (answer(200, b"<html>login</html>"), K.BAD_ANSWER),
    (answer(503), K.SERVICE_TROUBLE),
)


@pytest.mark.parametrize(("step", "kind"), KEY_CELLS)
async def test_check_of_a_key(step: Step, kind: K | None) -> None:
    async with WireServer((read_head, step)) as server:
        checked = service(server.url)
        try:
            await checked.check_key()
            heard = None
        except WanError as error:
            heard = error.kind
        finally:
            await checked.close()
        assert header_of(server.requests[0], "authorization") == f"Bearer {KEY}"
    assert heard is kind


async def test_a_price_is_read_and_the_key_does_not_go_with_the_question() -> None:
    product = {"productId": "WAN2_6_I2V_720P_10S", "basePrice0": "9000", "discountPrice0": "6500"}
    product |= {"pricePrecision": "1", "displayPriceUnit": "$"}
    async with WireServer((read_all, answer(200, {"products": [{}, product]}))) as server:
        asked = service(server.url)
        assert await asked.price(Request(duration=10, resolution="720P")) == Money(Decimal("0.65"), "$")
        await asked.close()
        assert KEY.encode() not in server.requests[0]
        assert b"WAN2_6_I2V_720P_10S" in server.requests[0]


@pytest.mark.parametrize(
    "script", [(answer(404),), (answer(200, b"[]"),), (listen,), (answer(200, {"products": [1]}),)]
)
async def test_an_unreadable_price_is_unknown(script: Script) -> None:
    async with WireServer((read_all, *script)) as server:
        asked = service(server.url)
        assert await asked.price(Request()) is None
        await asked.close()


async def test_a_balance_is_found_at_either_place() -> None:
    scripts = (
        (read_head, answer(404, b"", "Connection: close")),
        (read_head, answer(200, {"credit_balance": 25000})),
    )
    async with WireServer(*scripts) as server:
        asked = service(server.url)
        assert await asked.balance() == Money(Decimal("2.5"), "¥")
        await asked.close()
    assert await service(f"http://127.0.0.1:{closed_port()}").balance() is None


# Base URLs


@pytest.mark.parametrize(
    ("text", "base"),
    [
        (" https://API.jiekou.ai/ ", "https://api.jiekou.ai"),
        ("https://example.com:8443/gateway/", "https://example.com:8443/gateway"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("http://localhost", "http://localhost"),
        ("http://demo.localhost", "http://demo.localhost"),
    ],
)
def test_base_urls_taken(text: str, base: str) -> None:
    assert check_base_url(text) == base


@pytest.mark.parametrize(
    "text",
    [
        "http://192.168.1.5",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "ftp://localhost",
        "api.jiekou.ai",
        "https://user:word@api.jiekou.ai",
        "https://api.jiekou.ai?x=1",
        "https://api.jiekou.ai\\@thief.invalid",
        "https://api.jiekou.ai:99999",
        "https://api.jie kou.ai",
        "https://" + "a" * 64 + ".com",
        "javascript:alert(1)",
    ],
)
def test_base_urls_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        check_base_url(text)
    assert caught.value.kind is K.INVALID_PARAMETER
