"""The demo over real HTTP: a task's life, a kill in the middle, and every fault as a client meets it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.demo.samples import body
from tests.fakes.demo_server import running_server, server_process
from tests.fakes.processes import KILL, is_running
from wan_desktop.demo.app import KEY
from wan_desktop.demo.faults import Endpoint, Fault, Faults, Kind, Stage
from wan_desktop.demo.server import make_server
from wan_desktop.media.video import probe

SUBMIT, RESULT = "/v3/async/wan2.6-i2v", "/v3/async/task-result"
LIMIT_SECONDS = 40.0


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def client(tmp_path: Path, faults: Faults) -> Iterator[httpx.Client]:
    with running_server(tmp_path / "demo", faults) as base_url, client_of(base_url) as made:
        yield made


def client_of(base_url: str) -> httpx.Client:
    return httpx.Client(
        base_url=base_url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False, timeout=10
    )


def until(condition: Callable[[], Any]) -> Any:
    """The first true value of ``condition``, asked again and again."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while not (value := condition()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)  # between two looks at another process: it has no event to wait for
    return value


def submitted(client: httpx.Client, **fields: Any) -> str:
    return str(client.post(SUBMIT, json=body(**fields)).raise_for_status().json()["task_id"])


def result(client: httpx.Client, task_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(RESULT, params={"task_id": task_id}).raise_for_status().json()
    assert found["task"]["status"] != "TASK_STATUS_FAILED", found
    return found


def link_of(client: httpx.Client, task_id: str) -> str:
    return str(until(lambda: result(client, task_id)["videos"])[0]["video_url"])


def test_a_video_comes_over_http(client: httpx.Client, tmp_path: Path) -> None:
    url = link_of(client, submitted(client))
    assert url.startswith(str(client.base_url).rstrip("/"))
    video = tmp_path / "v.mp4"
    video.write_bytes(httpx.get(url, trust_env=False).content)
    assert probe(video).seconds == pytest.approx(5.0, abs=0.03)
    assert client.get("/demo/counts").json()["submit"] == {"received": 1, "accepted": 1}


def test_a_task_goes_on_after_kill_9_in_the_middle_of_rendering(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    options = ("--seconds", "0.1", "--scale", "0.5")
    with server_process(folder, *options) as (process, base_url), client_of(base_url) as client:
        task_id = submitted(client, resolution="1080P", duration=5)
        task = folder / "tasks" / task_id
        [part] = until(lambda: list(task.glob("video.*.part")))
        renderer = int(part.name.split(".")[1])
        process.kill()
        process.wait()
        until(lambda: not is_running(renderer))
        assert not (task / "video.mp4").exists()
        assert not (task / "failure.txt").exists()
    with running_server(folder) as base_url, client_of(base_url) as client:
        assert result(client, task_id)["task"]["status"] != "TASK_STATUS_SUCCEED"
        assert link_of(client, task_id)
    assert probe(task / "video.mp4").seconds == pytest.approx(5.0, abs=0.03)


def test_ending_the_service_ends_its_renderer(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with running_server(folder) as base_url, client_of(base_url) as client:
        task_id = submitted(client, duration=15, resolution="1080P")
        [part] = until(lambda: list((folder / "tasks" / task_id).glob("video.*.part")))
        renderer = int(part.name.split(".")[1])
    assert not is_running(renderer)


def test_a_renderer_that_dies_is_started_once_more(client: httpx.Client, tmp_path: Path) -> None:
    task_id = submitted(client, duration=15)
    task = tmp_path / "demo" / "tasks" / task_id
    [part] = until(lambda: list(task.glob("video.*.part")))
    os.kill(int(part.name.split(".")[1]), KILL)
    assert link_of(client, task_id)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with (
        running_server(tmp_path / "demo") as base_url,
        pytest.raises(OSError, match=r"in use|WinError 10048"),
    ):
        make_server(int(base_url.rpartition(":")[2]), tmp_path / "other", faults=Faults())


@pytest.mark.parametrize(
    ("stage", "accepted"), [(Stage.START, 0), (Stage.READ, 0), (Stage.HANDLED, 1), (Stage.ANSWER, 1)]
)
def test_submit_dropped_at_each_stage(
    client: httpx.Client, faults: Faults, stage: Stage, accepted: int
) -> None:
    faults.order(Fault(Endpoint.SUBMIT, Kind.DROP, stage))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)):
        client.post(SUBMIT, json=body(prompt="[demo:fail]"))
    assert client.get("/demo/counts").json()["submit"] == {"received": 1, "accepted": accepted}
    assert submitted(client, prompt="[demo:fail]")


@pytest.mark.parametrize(("stage", "accepted"), [(Stage.READ, 0), (Stage.HANDLED, 1)])
def test_submit_whose_answer_is_late(
    client: httpx.Client, faults: Faults, stage: Stage, accepted: int
) -> None:
    faults.order(Fault(Endpoint.SUBMIT, Kind.DELAY, stage, seconds=2.0))
    with pytest.raises(httpx.ReadTimeout):
        client.post(SUBMIT, json=body(prompt="[demo:fail]"), timeout=1.0)
    assert faults.counts()["submit"] == {"received": 1, "accepted": accepted}


ANSWERS = [
    {"status": 429, "headers": {"Retry-After": "7"}, "body": '{"reason": "RATE_LIMIT_EXCEEDED"}'},
    {"status": 502, "headers": {"content-type": "text/html"}, "body": "<html>Bad Gateway</html>"},
    {"status": 200, "body": "nonsense"},
    {"status": 200, "body": ""},
    {"status": 302, "headers": {"Location": "https://example.com/"}, "body": ""},
]


@pytest.mark.parametrize("answer", ANSWERS, ids=["429", "html 502", "nonsense", "empty", "redirect"])
@pytest.mark.parametrize("path", [SUBMIT, RESULT])
def test_another_answer_is_ordered_over_http(client: httpx.Client, answer: dict[str, Any], path: str) -> None:
    endpoint = "submit" if path == SUBMIT else "result"
    ordered = client.post("/demo/faults", json={"endpoint": endpoint, "kind": "answer", "times": 2, **answer})
    assert ordered.status_code == 204
    method = "POST" if path == SUBMIT else "GET"
    for _ in range(2):
        got = client.request(method, path)
        assert (got.status_code, got.text) == (answer["status"], answer["body"])
        assert all(got.headers[name] == value for name, value in answer.get("headers", {}).items())
    assert client.request(method, path).status_code in (400, 404)


@pytest.mark.parametrize("order", [{}, {"endpoint": "submit", "kind": "meteor"}, {"colour": 1}, 5])
def test_an_order_that_is_no_fault_is_refused(client: httpx.Client, order: Any) -> None:
    assert client.post("/demo/faults", json=order).status_code == 400


def test_faults_strike_in_order(client: httpx.Client, faults: Faults) -> None:
    faults.order(Fault(Endpoint.RESULT, Kind.PASS, times=2), Fault(Endpoint.RESULT, Kind.ANSWER, status=503))
    seen = [client.get(RESULT, params={"task_id": "none"}).status_code for _ in range(4)]
    assert seen == [404, 404, 503, 404]


def test_downloads_go_wrong_as_ordered(client: httpx.Client, faults: Faults, tmp_path: Path) -> None:
    url = link_of(client, submitted(client))
    whole = client.get(url).content
    faults.order(
        Fault(Endpoint.DOWNLOAD, Kind.TRUNCATE),
        Fault(Endpoint.DOWNLOAD, Kind.ANSWER, body="<html>login</html>"),
        Fault(Endpoint.DOWNLOAD, Kind.DROP, Stage.ANSWER),
    )
    half = client.get(url)
    assert half.content == whole[: len(whole) // 2]
    assert half.headers["content-length"] == str(len(half.content))
    assert client.get(url).text == "<html>login</html>"
    with client.stream("GET", url) as answer:
        assert answer.headers["content-length"] == str(len(whole))
        blocks = answer.iter_bytes()
        received = next(blocks)
        with pytest.raises(httpx.RemoteProtocolError):
            list(blocks)
    assert received == whole[: len(received)]
    assert client.get(url).content == whole
