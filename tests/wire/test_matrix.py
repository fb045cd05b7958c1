"""Every fault on the wire, from the click to what the user reads: the job's fate, the money, the words."""

from __future__ import annotations

import ssl
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.names import resolves_to
from tests.fakes.wire_server import Script, WireServer, closed_port, untrusted_tls
from tests.wire import download_rows, result_rows, submit_rows
from tests.wire.program import NOW, Healthy, Program, is_troubled, submits, videos_in
from tests.wire.rows import KEY, MONEY, SIGNATURE, Bill, Row
from tests.wire.video import small_video
from wan_desktop.core.errors import INPUT_KINDS, LIMIT_KINDS, RESTORABLE, UPLOAD_KINDS, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.paths import Paths, resource
from wan_desktop.core.pool import FindProxy
from wan_desktop.ui.messages import explanation, failure_of, state_words

PHASES = {"submit": submit_rows.ROWS, "result": result_rows.ROWS, "download": download_rows.ROWS}
VIDEO = small_video()
IMAGE = bytes(range(256)) * 1000
LARGE_IMAGE = IMAGE * 60
"""More than the sockets between two processes hold."""


@pytest.fixture(scope="session")
def unknown_tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    return untrusted_tls(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def chinese() -> dict[str, str]:
    """The Chinese of each English sentence about jobs."""
    root = ET.parse(resource("languages", "wan_desktop_zh_CN.ts")).getroot()
    context = next(part for part in root.iter("context") if part.findtext("name") == "Messages")
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in context.iter("message")
    }


def named(rows: tuple[Row, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=str)


def scripts(row: Row, healthy: Healthy) -> tuple[Script, ...]:
    """What stands on a server's connections, one after the other; the last script is played on."""
    if row.times is None:
        return (row.script,)
    return (*(row.script,) * row.times, *((row.then,) if row.then else ()), (healthy,))


def program(paths: Paths, url: str, row: Row, find_proxy: FindProxy | None = None) -> Program:
    refuses_loopback = bool(row.links) and row.times is None
    return Program(
        paths,
        url,
        find_proxy=find_proxy,
        patience=row.patience,
        allow_loopback=not refuses_loopback,
    )


async def meet(running: Program, row: Row) -> Job:
    """The job as the user sees it in ``row``: at its end, or when the fault was told."""
    job = running.submit(LARGE_IMAGE if row.name == "body not taken" else IMAGE)
    if row.ends:
        return await running.settled(job)
    return await running.first(is_troubled)


async def recover(running: Program, row: Row, job: Job) -> Job:
    """Where the fault passes, the paid video comes after all; where it stays, the user gives up."""
    if row.ends:
        return job
    if row.times is None:
        running.runner.stop(job.id)
    return await running.settled(job)


def check_seen(job: Job, row: Row, chinese: dict[str, str]) -> None:
    """State, kind, money and words, as the row has them."""
    failure = failure_of(job)
    assert (job.state, failure.kind if failure else None) == (row.state, row.kind)
    words = explanation(job)
    title = state_words(job, NOW).text
    assert title == row.says
    assert chinese[title]
    if row.kind is None:
        assert words is None
        assert row.bill is Bill.BILLED
        assert job.may_be_billed
        return
    assert failure is not None
    assert failure.detail or row.kind is not ErrorKind.LINK_REFUSED, "refused with a reason"
    assert words is not None
    assert words.money == MONEY[row.bill]
    assert chinese[words.money]
    assert chinese[words.title]
    assert chinese[words.advice]
    assert job.may_be_billed is (row.bill is not Bill.NOT)


def check_end(job: Job, row: Row, library: Path) -> None:
    """A job that is done has its whole video under a readable name, and nothing else is left of it."""
    expected = row.state if row.ends else JobState.STOPPED if row.times is None else JobState.DONE
    assert job.state is expected
    assert job.trouble is None
    if job.state is not JobState.DONE:
        assert videos_in(library) == []
        return
    (video,) = (path for path in library.iterdir() if path.is_file())
    assert video.name.endswith("a boat 1080P.mp4")
    assert video.read_bytes() == VIDEO


def check_told(running: Program, row: Row) -> None:
    """Of no other trouble than the row's was anything told, of no secret at all."""
    assert {job.trouble.kind for job in running.published if job.trouble is not None} <= {row.kind}
    for job in running.published:
        assert KEY not in repr(job)
        assert SIGNATURE not in repr(job)
    assert running.bugs == []


async def run_submit(
    row: Row,
    paths: Paths,
    chinese: dict[str, str],
    server: WireServer,
    url: str,
    find_proxy: FindProxy | None = None,
) -> None:
    async with program(paths, url, row, find_proxy) as running:
        seen = await meet(running, row)
        check_seen(seen, row, chinese)
        ended = await recover(running, row, seen)
        check_end(ended, row, paths.library)
        check_told(running, row)
    if row.before_first_byte:
        assert not any(b"wan2.6" in request or KEY.encode() in request for request in server.requests)
    if row.state is JobState.UNCONFIRMED:
        assert server.requests[0].startswith(b"P"), "bytes of it had left"
        await check_never_repeated(row, paths, url, seen)
    assert submits(server.requests) == row.posts


async def check_never_repeated(row: Row, paths: Paths, url: str, job: Job) -> None:
    """A start later, the doubt is still the user's: the count of submits after this says that none left."""
    async with program(paths, url, row) as restarted:
        again = await restarted.restarted(job)
        assert (again.state, again.error) == (job.state, job.error)


@named(submit_rows.ANSWERED)
async def test_submit(row: Row, paths: Paths, chinese: dict[str, str]) -> None:
    async with WireServer(*scripts(row, Healthy(VIDEO))) as server:
        await run_submit(row, paths, chinese, server, server.url)


@named(submit_rows.BEFORE_TLS)
async def test_submit_before_tls_stands(row: Row, paths: Paths, chinese: dict[str, str]) -> None:
    async with WireServer(row.script) as server:
        await run_submit(row, paths, chinese, server, server.url.replace("http:", "https:"))


async def test_submit_to_an_untrusted_service(
    paths: Paths, chinese: dict[str, str], unknown_tls: ssl.SSLContext
) -> None:
    row = submit_rows.UNTRUSTED
    async with WireServer(row.script, tls=unknown_tls) as server:
        await run_submit(row, paths, chinese, server, server.url)
        assert server.requests == []


@named(submit_rows.BEFORE_THE_PROXY_OPENS)
async def test_submit_through_a_proxy(row: Row, paths: Paths, chinese: dict[str, str]) -> None:
    async with WireServer(row.script) as server:
        await run_submit(row, paths, chinese, server, "https://service.invalid", lambda url: server.url)
        assert all(request.startswith(b"CONNECT service.invalid:443") for request in server.requests)


@named(submit_rows.UNREACHABLE)
async def test_submit_to_nobody(row: Row, paths: Paths, chinese: dict[str, str]) -> None:
    nobody = f"127.0.0.1:{closed_port()}"
    url = f"http://{nobody}" if row is submit_rows.CLOSED_PORT else "https://nothing.invalid"
    proxies = {
        submit_rows.NO_PROXY_THERE.name: f"http://{nobody}",
        submit_rows.ODD_PROXY.name: "ftp://proxy.example",
    }
    async with WireServer() as server:
        await run_submit(row, paths, chinese, server, url, lambda url: proxies.get(row.name))


@named(result_rows.ROWS)
async def test_result(row: Row, paths: Paths, chinese: dict[str, str]) -> None:
    healthy = Healthy(VIDEO)
    async with WireServer((healthy,), *scripts(row, healthy)) as server:
        async with program(paths, server.url, row) as running:
            seen = await meet(running, row)
            check_seen(seen, row, chinese)
            ended = await recover(running, row, seen)
            check_end(ended, row, paths.library)
            check_told(running, row)
            if row.kind is ErrorKind.LINK_MISSING or ended.state is JobState.FAILED:
                kinds = await running.kinds_of_events(ended)
                assert kinds.count("answer") == 1, "the raw answer is kept"
        assert submits(server.requests) == row.posts


async def run_download(
    row: Row, paths: Paths, chinese: dict[str, str], store: WireServer, service: WireServer
) -> None:
    async with program(paths, service.url, row) as running:
        seen = await meet(running, row)
        check_seen(seen, row, chinese)
        ended = await recover(running, row, seen)
        check_end(ended, row, paths.library)
        check_told(running, row)
        if row.kind is ErrorKind.LINK_REFUSED and row.links:
            assert "answer" in await running.kinds_of_events(ended), "the raw answer is kept"
    assert submits(service.requests) == row.posts
    assert KEY.encode() not in b"".join(store.requests), "the key goes to its service alone"


@named(download_rows.FROM_THE_STORE)
async def test_download(row: Row, paths: Paths, chinese: dict[str, str]) -> None:
    stores = WireServer(*scripts(row, Healthy(VIDEO)))
    async with stores as store, WireServer((Healthy(VIDEO, store.url, row),)) as service:
        await run_download(row, paths, chinese, store, service)


async def test_download_from_an_untrusted_store(
    paths: Paths, chinese: dict[str, str], unknown_tls: ssl.SSLContext
) -> None:
    row = download_rows.UNTRUSTED
    async with (
        WireServer(row.script, tls=unknown_tls) as store,
        WireServer((Healthy(VIDEO, store.url, row),)) as service,
    ):
        await run_download(row, paths, chinese, store, service)
        assert store.requests == []


@named((*download_rows.REFUSED_LINKS, *download_rows.OTHER_LINKS))
async def test_download_by_link(
    row: Row, paths: Paths, chinese: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``*.example`` leads to this computer, whatever it led to when the service looked."""
    resolves_to(monkeypatch, "127.0.0.1")
    async with (
        WireServer((Healthy(VIDEO),)) as store,
        WireServer((Healthy(VIDEO, store.url, row),)) as service,
    ):
        await run_download(row, paths, chinese, store, service)
        if row.ends:
            assert store.requests == []
            assert b"/v.mp4" not in b"".join(service.requests)


# The matrix itself


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_has_its_faults(phase: str) -> None:
    faults = [row for row in PHASES[phase] if row.kind is not None]
    assert len(faults) >= 35


@pytest.mark.parametrize("phase", PHASES)
def test_names_are_unique(phase: str) -> None:
    names = Counter(row.name for row in PHASES[phase])
    assert [name for name, count in names.items() if count > 1] == []


#: What no other side can cause: this computer decides it.
OF_THIS_COMPUTER = (
    INPUT_KINDS
    | LIMIT_KINDS
    | RESTORABLE
    | UPLOAD_KINDS
    | {
        ErrorKind.CONSENT_TOO_OLD,
        ErrorKind.REFUSED_BEFORE,
        ErrorKind.DISK_FULL,
        ErrorKind.FOLDER_MISSING,
        ErrorKind.FOLDER_READ_ONLY,
        ErrorKind.FOLDER_UNUSABLE,
        ErrorKind.DRIVE_TROUBLE,
        ErrorKind.FILE_HELD,
        ErrorKind.DATA_UNWRITABLE,
        ErrorKind.KEYRING_LOCKED,
        ErrorKind.KEY_NOT_KEPT,
        ErrorKind.DATABASE_NEWER,
        ErrorKind.DATABASE_IN_USE,
        ErrorKind.DATABASE_FORBIDDEN,
        ErrorKind.HOME_IN_USE,
        ErrorKind.INTERNAL,
    }
)


def test_every_kind_that_the_wire_can_cause_is_in_the_matrix() -> None:
    caused = {row.kind for rows in PHASES.values() for row in rows}
    assert set(ErrorKind) - OF_THIS_COMPUTER - caused == set()
