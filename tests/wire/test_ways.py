"""The ways that requests take: the paid one has its own, the others survive what happens to theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.names import resolves_to
from tests.fakes.wire_server import (
    Script,
    Wire,
    WireServer,
    answer,
    read_all,
    read_head,
    reset,
    tunnel,
    untrusted_tls,
)
from tests.wire.program import Healthy, Program, submits
from tests.wire.rows import TASK, task
from tests.wire.video import small_video
from wan_desktop.core.job import JobState
from wan_desktop.core.paths import Paths
from wan_desktop.core.transport import tls_context

VIDEO = small_video()
IMAGE = bytes(range(256)) * 1000


class OneEach(Healthy):
    """Does one request on each connection right, and resets it when the next one has begun to arrive."""

    async def __call__(self, wire: Wire) -> None:
        await read_all(wire)
        await self._right_answer(bytes(wire.received))(wire)
        await wire.take(await wire.reader.readexactly(1))
        await reset(wire)


async def test_connections_that_died_unseen_harm_no_paid_request_and_no_other(paths: Paths) -> None:
    """Every kept connection turns out dead at its second request, as after a sleep or behind a tired NAT."""
    async with WireServer((OneEach(VIDEO),)) as server:
        async with Program(paths, server.url) as running:
            for _ in range(3):
                job = await running.settled(running.submit(IMAGE))
                assert job.state is JobState.DONE
            told = [job.trouble for job in running.published if job.trouble is not None]
            assert told == [], "nothing of it is anybody's trouble"
        assert submits(server.requests) == 3
        paid = [request for request in server.requests if b"POST" in request]
        assert all(request.startswith(b"POST") and request.endswith(b"}") for request in paid)


@pytest.fixture
def tls_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    """A service and store for ``*.example`` behind TLS whose certificate the system's store knows."""
    tls = untrusted_tls(tmp_path, "api.example", "video.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    resolves_to(monkeypatch, "127.0.0.1")
    tls_context.cache_clear()
    yield WireServer(tls=tls)
    tls_context.cache_clear()


async def test_a_job_sent_through_one_networks_proxy_is_followed_in_another_without(
    tls_server: WireServer, paths: Paths
) -> None:
    """From the office to the train without starting again: CONNECT, then straight, both by TLS."""
    proxy: str | None = None

    async def leave_the_office(wire: Wire) -> None:
        nonlocal proxy
        proxy = None

    async with tls_server as server:
        healthy = Healthy(VIDEO, f"https://video.example:{server.port}")
        at_the_office: Script = (
            read_head,
            answer(200, task("TASK_STATUS_PROCESSING")),
            leave_the_office,
        )
        server.play((healthy,), at_the_office, (healthy,))
        async with WireServer((tunnel(server.port),)) as office:
            proxy = office.url
            base_url = f"https://api.example:{server.port}"
            async with Program(paths, base_url, find_proxy=lambda url: proxy) as running:
                job = await running.settled(running.submit(IMAGE))
            assert (job.state, job.task_id) == (JobState.DONE, TASK)
            assert office.connections == 2, "the paid request and the first question"
            assert all(request.startswith(b"CONNECT api.example:") for request in office.requests)
    assert submits(server.requests) == 1
    assert [request.split(b" ")[0] for request in server.requests] == [b"POST", b"GET", b"GET", b"GET"]
