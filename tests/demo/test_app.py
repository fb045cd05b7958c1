"""A task's life in-process, as the program's own client sees it through httpx's ASGITransport."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.demo.samples import body, data_uri, picture, tone
from wan_desktop.demo.app import BASE_URL, KEY, DemoService, create_app
from wan_desktop.demo.faults import Endpoint, Fault, Faults, Kind
from wan_desktop.demo.tasks import KEEP_SECONDS
from wan_desktop.media.video import probe

SUBMIT, RESULT = "/v3/async/wan2.6-i2v", "/v3/async/task-result"
PRICE = "/v1/product/batch-price"


class Clock:
    """The time of the system, moved by hand as well."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[DemoService]:
    made = create_app(tmp_path / "demo 演示", seconds=60.0, scale=0.1, clock=clock)
    yield made
    await made.aclose()


@pytest.fixture
async def client(app: DemoService) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as made:
        yield made


def client_of(app: DemoService, key: str = KEY) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(
        transport=transport, base_url=BASE_URL, headers={"Authorization": f"Bearer {key}"}
    )


async def submitted(client: httpx.AsyncClient, **fields: Any) -> str:
    answer = await client.post(SUBMIT, json=body(**fields))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["task_id"])


async def asked(client: httpx.AsyncClient, task_id: str) -> dict[str, Any]:
    answer = await client.get(RESULT, params={"task_id": task_id})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def until(client: httpx.AsyncClient, task_id: str, status: str) -> dict[str, Any]:
    """Asks until the task has this status; pytest's timeout is the limit."""
    while (found := await asked(client, task_id))["task"]["status"] != status:
        assert found["task"]["status"] != "TASK_STATUS_FAILED", found
        await asyncio.sleep(0.02)
    return found


async def test_task_goes_from_queued_over_processing_to_a_video(
    client: httpx.AsyncClient, clock: Clock, tmp_path: Path
) -> None:
    task_id = await submitted(client, seed=77)
    first = await asked(client, task_id)
    assert first["task"]["status"] == "TASK_STATUS_QUEUED"
    assert first["task"]["progress_percent"] == 0
    assert not first["videos"]

    clock.ahead = 30.0
    half = await until(client, task_id, "TASK_STATUS_PROCESSING")
    assert 0 <= half["task"]["progress_percent"] <= 55
    assert 25 <= half["task"]["eta"] <= 30

    clock.ahead = 61.0
    done = await until(client, task_id, "TASK_STATUS_SUCCEED")
    assert done["extra"]["seed"] == "77"
    [link] = done["videos"]
    assert (link["video_url_ttl"], link["video_type"]) == ("3600", "mp4")
    assert link["video_url"].startswith(BASE_URL)
    video = tmp_path / "v.mp4"
    video.write_bytes((await got_without_key(client, link["video_url"])).content)
    assert probe(video).seconds == pytest.approx(5.0, abs=0.03)


async def got_without_key(client: httpx.AsyncClient, url: str) -> httpx.Response:
    del client.headers["Authorization"]
    answer = await client.get(url)
    assert answer.status_code == 200
    return answer


async def test_links_support_ranges_and_die(client: httpx.AsyncClient, clock: Clock) -> None:
    task_id = await submitted(client)
    clock.ahead = 61.0
    url = (await until(client, task_id, "TASK_STATUS_SUCCEED"))["videos"][0]["video_url"]
    whole = await client.get(url)
    assert whole.headers["content-length"] == str(len(whole.content))
    tag = whole.headers["etag"]
    rest = await client.get(url, headers={"Range": "bytes=1000-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, whole.content[1000:])
    other = await client.get(url, headers={"Range": "bytes=1000-", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)

    assert (await client.get(url.replace("signature=", "signature=0"))).status_code == 403
    assert (await client.get(url.split("?")[0])).status_code == 403
    clock.ahead += 3700.0
    assert (await client.get(url)).status_code == 403
    fresh = (await asked(client, task_id))["videos"][0]["video_url"]
    assert (await client.get(fresh)).status_code == 200


@pytest.mark.parametrize(
    ("prompt", "reason"),
    [("a [demo:refuse] b", "DataInspectionFailed"), ("[demo:fail]", "InternalError")],
)
async def test_prompt_orders_a_failure(
    client: httpx.AsyncClient, clock: Clock, prompt: str, reason: str
) -> None:
    task_id = await submitted(client, prompt=prompt)
    assert (await asked(client, task_id))["task"]["status"] == "TASK_STATUS_QUEUED"
    clock.ahead = 61.0
    task = (await asked(client, task_id))["task"]
    assert task["status"] == "TASK_STATUS_FAILED"
    assert reason in task["reason"]


async def test_prompt_orders_a_task_that_gets_lost(client: httpx.AsyncClient, clock: Clock) -> None:
    task_id = await submitted(client, prompt="[demo:lost]")
    await asked(client, task_id)
    clock.ahead = 31.0
    answer = await client.get(RESULT, params={"task_id": task_id})
    assert (answer.status_code, answer.json()["reason"]) == (404, "TASK_NOT_FOUND")


async def test_prompt_orders_a_slow_task(client: httpx.AsyncClient, clock: Clock) -> None:
    task_id = await submitted(client, prompt="[demo:slow]")
    clock.ahead = 500.0
    await until(client, task_id, "TASK_STATUS_PROCESSING")
    clock.ahead = 601.0
    await until(client, task_id, "TASK_STATUS_SUCCEED")


async def test_prompt_orders_a_dead_link(client: httpx.AsyncClient, clock: Clock) -> None:
    task_id = await submitted(client, prompt="[demo:expired]")
    clock.ahead = 61.0
    [link] = (await until(client, task_id, "TASK_STATUS_SUCCEED"))["videos"]
    assert link["video_url_ttl"] == "0"
    assert (await client.get(link["video_url"])).status_code == 403


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://127.0.0.1:9/a.mp3", "Unable to download the media resource"),
        (data_uri(picture(), "audio/mpeg"), "InvalidFile"),
        (data_uri(tone(1.0), "audio/wav"), "InvalidFile"),
    ],
    ids=["refused connection", "not a sound", "too short"],
)
async def test_unusable_sound_fails_the_task(
    client: httpx.AsyncClient, clock: Clock, link: str, reason: str
) -> None:
    task_id = await submitted(client, audio_url=link)
    clock.ahead = 61.0
    while (found := await asked(client, task_id))["task"]["status"] != "TASK_STATUS_FAILED":
        assert not found["videos"]
        await asyncio.sleep(0.02)
    assert reason in found["task"]["reason"]


@pytest.mark.parametrize(
    ("header", "status", "reason"),
    [
        ("", 400, "MISSING_API_KEY"),
        ("Bearer ", 400, "MISSING_API_KEY"),
        ("Basic demo", 400, "MISSING_API_KEY"),
        ("Bearer bad", 403, "INVALID_API_KEY"),
    ],
)
async def test_every_other_key_is_refused(
    client: httpx.AsyncClient, header: str, status: int, reason: str
) -> None:
    client.headers["Authorization"] = header
    for answer in (
        await client.post(SUBMIT, json=body()),
        await client.get(RESULT, params={"task_id": "made-up"}),
    ):
        assert (answer.status_code, answer.json()["reason"]) == (status, reason)
        assert answer.json()["code"] == status


@pytest.mark.parametrize("task_id", ["", "made-up", "../secret", "0" * 32])
async def test_unknown_tasks_are_not_found(client: httpx.AsyncClient, task_id: str) -> None:
    answer = await client.get(RESULT, params={"task_id": task_id})
    assert (answer.status_code, answer.json()["reason"]) == (404, "TASK_NOT_FOUND")


@pytest.mark.parametrize("path", [SUBMIT, PRICE])
@pytest.mark.parametrize("content", [b"{nonsense", b"\xff", b"[" * 100_000, b"[]", b'{"productIds": 5}'])
async def test_a_body_that_is_no_request_is_refused(
    client: httpx.AsyncClient, path: str, content: bytes
) -> None:
    answer = await client.post(path, content=content)
    assert (answer.status_code, answer.json()["reason"]) == (400, "INVALID_REQUEST_BODY")


async def test_a_task_whose_order_is_damaged_is_not_found(client: httpx.AsyncClient, tmp_path: Path) -> None:
    task_id = await submitted(client, prompt="[demo:fail]")
    (tmp_path / "demo 演示" / "tasks" / task_id / "order.json").write_text("")
    answer = await client.get(RESULT, params={"task_id": task_id})
    assert answer.status_code == 404


async def test_tasks_go_on_in_another_process_of_the_folder(
    client: httpx.AsyncClient, app: DemoService, clock: Clock, tmp_path: Path
) -> None:
    task_id = await submitted(client)
    await app.aclose()
    other = create_app(tmp_path / "demo 演示", seconds=60.0, scale=0.1, clock=clock)
    clock.ahead = 61.0
    async with client_of(other) as second:
        await until(second, task_id, "TASK_STATUS_SUCCEED")
    await other.aclose()


async def test_two_services_on_one_folder_render_a_task_once(
    client: httpx.AsyncClient, clock: Clock, tmp_path: Path
) -> None:
    other = create_app(tmp_path / "demo 演示", seconds=60.0, scale=0.1, clock=clock)
    task_id = await submitted(client, duration=15)
    folder = tmp_path / "demo 演示" / "tasks" / task_id
    renderers = set()
    clock.ahead = 61.0
    async with client_of(other) as second:
        while (await asked(client, task_id))["task"]["status"] != "TASK_STATUS_SUCCEED":
            await asked(second, task_id)
            renderers |= {path.name for path in folder.glob("video.*.part")}
            await asyncio.sleep(0.005)
    await other.aclose()
    assert len(renderers) == 1


async def test_tasks_older_than_a_day_are_swept(
    client: httpx.AsyncClient, clock: Clock, tmp_path: Path
) -> None:
    old = await submitted(client, prompt="[demo:fail]")
    clock.ahead = KEEP_SECONDS + 60
    assert (await client.get(RESULT, params={"task_id": old})).status_code == 404
    fresh = await submitted(client, prompt="[demo:fail]")
    assert [path.name for path in (tmp_path / "demo 演示" / "tasks").iterdir()] == [fresh]


async def test_everything_costs_nothing_and_no_balance_is_claimed(client: httpx.AsyncClient) -> None:
    wanted = ["WAN2_6_I2V_720P_5S", "WAN2_6_I2V_1080P_15S"]
    answer = await client.post(PRICE, json={"businessType": "model_api", "productIds": wanted})
    products = answer.json()["products"]
    assert [product["productId"] for product in products] == wanted
    assert {(product["basePrice0"], product["discountPrice0"]) for product in products} == {("0", "0")}
    assert (await client.get("/openapi/v1/billing/balance/detail")).status_code == 404
    assert (await client.get("/v3/user")).status_code == 404


async def test_faults_can_be_ordered_in_process_but_not_by_default(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    assert (await client.get("/demo/counts")).status_code == 404
    assert (await client.post("/demo/faults", json=[])).status_code == 404
    faults = Faults([Fault(Endpoint.SUBMIT, Kind.DROP)])
    faulty = create_app(tmp_path / "other", faults=faults, scale=0.1)
    async with client_of(faulty) as second:
        with pytest.raises(httpx.RemoteProtocolError):
            await second.post(SUBMIT, json=body())
        assert (await second.get("/demo/counts")).json()["submit"] == {"received": 1, "accepted": 0}
    await faulty.aclose()
