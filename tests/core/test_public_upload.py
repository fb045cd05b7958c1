"""A local sound by a public host: only with this click's consent, and unpaid where the host is odd."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from tests.core.test_uploads import SOUND, Desk, desk, everything_kept, impatient, met, restarted
from tests.fakes.jobs import make_job
from tests.fakes.public_host import FakeHost, public_host
from tests.fakes.virtual_time import InlineThreads
from tests.fakes.wire_server import Script, WireServer, answer, read_all, reset, untrusted_tls
from wan_desktop.core import uploads
from wan_desktop.core.batches import BY_USER, Place, batch_of
from wan_desktop.core.clock import SystemClock
from wan_desktop.core.errors import ErrorKind, UploadError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import SoundWay
from wan_desktop.core.paths import Paths
from wan_desktop.core.settings import Settings
from wan_desktop.core.uploads import UPLOADS_AT_ONCE, Uploads, no_bucket

__all__ = ["desk", "impatient"]


@pytest.fixture
def host() -> Iterator[FakeHost]:
    with public_host() as running:
        yield running


async def test_the_public_host_gets_it_only_with_this_clicks_consent(desk: Desk, host: FakeHost) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    async with restarted(desk):
        refused = await desk.done(desk.submit(SoundWay.TEMPORARY))
        assert refused.error is not None
        assert refused.error.kind is ErrorKind.SOUND_NOT_AGREED
        other = await desk.done(desk.submit(SoundWay.TEMPORARY, Consent(public_host="another.example")))
        assert other.error is not None
        assert other.error.kind is ErrorKind.SOUND_NOT_AGREED
        assert host.forms == []
        job = await desk.done(desk.submit(SoundWay.TEMPORARY, Consent(public_host="files.example")))
        assert job.state is JobState.DONE
        again = await desk.done(desk.backend.runner.retry(job.id, Consent()))
        assert again.error is not None
        assert again.error.kind is ErrorKind.SOUND_NOT_AGREED, "a yes is for one click"
        desk.settings = Settings()
        closed = await desk.done(desk.submit(SoundWay.TEMPORARY, Consent(public_host="files.example")))
        assert closed.error is not None
        assert closed.error.kind is ErrorKind.SOUND_WAY_CLOSED
    assert desk.service.heard == [desk.sound]
    assert host.forms == [
        {
            "reqtype": "fileupload",
            "time": "24h",
            "fileToUpload": "sound.mp3",
            "fileToUpload.type": "audio/mpeg",
        }
    ]
    (name,) = host.files
    assert name.encode() not in everything_kept(desk.paths), "whoever knows the name can fetch it"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (PlainTextResponse("https://elsewhere.example/a.mp3"), ErrorKind.UPLOAD_REFUSED),
        (PlainTextResponse("<html>sorry</html>"), ErrorKind.UPLOAD_REFUSED),
        (PlainTextResponse("no", 413), ErrorKind.UPLOAD_REFUSED),
        (RedirectResponse("http://127.0.0.1:9/"), ErrorKind.UPLOAD_REFUSED),
        (None, ErrorKind.UPLOAD_REFUSED),
    ],
    ids=["another host's link", "a page", "too large", "a redirect", "a link to nothing"],
)
async def test_an_odd_answer_of_the_host_ends_it_unpaid(
    desk: Desk, host: FakeHost, answer: Any, kind: ErrorKind
) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    host.answer = answer
    if answer is None:
        host.look = lambda number: PlainTextResponse("404", 404)
    async with restarted(desk):
        job = await desk.done(desk.submit(SoundWay.TEMPORARY, Consent(public_host="files.example")))
    assert job.error is not None
    assert (job.state, job.error.kind) == (JobState.FAILED, kind)
    assert len(host.forms) == 1
    assert desk.service.requests["submit"] == 0


@pytest.mark.usefixtures("impatient")
async def test_a_host_in_trouble_is_waited_for(desk: Desk, host: FakeHost) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    host.answer = PlainTextResponse("busy", 503)
    async with restarted(desk):
        job = desk.submit(SoundWay.TEMPORARY, Consent(public_host="files.example"))
        await desk.until(job, ErrorKind.UPLOAD_TROUBLE)
        host.answer = None
        assert (await desk.done(job)).state is JobState.DONE
    assert desk.service.heard == [desk.sound]


AGREED = Consent(public_host="files.example")


async def test_a_batch_puts_its_sound_there_once_and_another_click_anew(desk: Desk, host: FakeHost) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    async with restarted(desk):
        jobs = [await desk.done(job) for job in desk.submit_all(SoundWay.TEMPORARY, 3, AGREED)]
        assert [job.state for job in jobs] == [JobState.DONE] * 3
        assert desk.service.heard == [desk.sound] * 3
        assert len(host.forms) == 1
        await desk.done(desk.submit(SoundWay.TEMPORARY, AGREED))
    assert len(host.forms) == 2


#: The first video's look and the service's own come before it.
LOOK_OF_THE_SECOND = 3


async def test_what_the_host_has_lost_is_put_there_again_before_the_next_of_the_batch_is_paid(
    desk: Desk, host: FakeHost
) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    host.look = lambda number: Response(status_code=404) if number == LOOK_OF_THE_SECOND else None
    async with restarted(desk):
        jobs = [await desk.done(job) for job in desk.submit_all(SoundWay.TEMPORARY, 2, AGREED)]
        assert [job.state for job in jobs] == [JobState.DONE] * 2
    assert len(host.forms) == 2
    assert desk.service.heard == [desk.sound] * 2


@pytest.mark.parametrize(("first", "status"), [(1, 503), (LOOK_OF_THE_SECOND, 429)])
@pytest.mark.usefixtures("impatient")
async def test_a_host_that_hands_nothing_out_for_a_while_gets_no_other_copy(
    desk: Desk, host: FakeHost, first: int, status: int
) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    host.look = lambda number: Response(status_code=status) if first <= number < first + 3 else None
    async with restarted(desk):
        jobs = [await desk.done(job) for job in desk.submit_all(SoundWay.TEMPORARY, 2, AGREED)]
        assert [job.state for job in jobs] == [JobState.DONE] * 2
    assert len(host.forms) == 1
    assert desk.service.heard == [desk.sound] * 2


async def test_links_to_a_host_whose_certificate_is_not_trusted_end_it_unpaid_and_are_looked_at_anew(
    desk: Desk, host: FakeHost, tmp_path: Path
) -> None:
    desk.settings = Settings(temporary_host=True)
    async with WireServer(tls=untrusted_tls(tmp_path)) as elsewhere:
        host.links_at = elsewhere.url
        desk.public_host = host.host
        async with restarted(desk):
            first, second = desk.submit_all(SoundWay.TEMPORARY, 2, AGREED)
            await desk.done(first)
            desk.backend.runner.batches.resume(batch_of(second))
            await met(lambda: not desk.now(second).unfinished)
            errors = [desk.now(job).error for job in (first, second)]
        assert elsewhere.requests == []
    assert [error and error.kind for error in errors] == [ErrorKind.UPLOAD_UNTRUSTED] * 2
    assert len(host.forms) == 1
    assert desk.service.requests["submit"] == 0


@dataclass
class Links:
    """``Uploads`` alone, on a clock that stands where the test sets it."""

    paths: Paths
    host: FakeHost
    seconds: float = 0.0

    def __post_init__(self) -> None:
        (self.paths.inputs / SOUND).write_bytes(b"a sound of a few bytes")
        self.uploads = Uploads(
            self.paths.inputs,
            lambda: Settings(temporary_host=True),
            no_bucket,
            InlineThreads(),
            SystemClock(lambda: self.seconds),
            host=self.host.host,
        )

    def job(self, job_id: str, place: Place | None = None) -> Job:
        extra = AGREED.to_extra() | (place.to_extra() if place else {})
        return make_job(job_id, JobState.WAITING, sound=SOUND, sound_way=SoundWay.TEMPORARY, extra=extra)

    def batch(self) -> list[Job]:
        return [self.job(str(index), Place("batch", index, 2)) for index in (1, 2)]

    async def of(self, job: Job) -> str:
        return await self.uploads.link(job, nothing_to_remember)


async def nothing_to_remember(_facts: Mapping[str, Any]) -> None:
    raise AssertionError("there is no object to remove on a public host")


@pytest.fixture
def links(paths: Paths, host: FakeHost) -> Links:
    return Links(paths, host)


async def test_a_link_that_has_lived_half_its_life_is_given_to_no_other_video(links: Links) -> None:
    first, second = links.batch()
    link = await links.of(first)
    links.seconds = 11.9 * 3600
    assert await links.of(second) == link
    links.seconds = 12.1 * 3600
    assert await links.of(second) != link
    assert len(links.host.forms) == 2


@pytest.mark.parametrize("other", [Response(status_code=404), Response(status_code=410), Response(b"other")])
async def test_a_link_behind_which_the_sound_is_no_more_is_given_to_no_other_video(
    links: Links, other: Response
) -> None:
    first, second = links.batch()
    link = await links.of(first)
    links.host.look = lambda number: other if number == 2 else None
    assert await links.of(second) != link
    assert len(links.host.forms) == 2


async def test_the_link_of_a_batch_is_kept_until_the_last_of_it_has_left(links: Links) -> None:
    first, last = links.batch()
    link = await links.of(first)
    links.uploads.forget(first)
    assert await links.of(last) == link
    links.uploads.forget(last)
    assert await links.of(last) != link


LOOKS: dict[str, Script] = {
    "reset": (read_all, reset),
    "closed": (read_all,),
    "cut in the body": (read_all, answer(206, b"a sound", length=22)),
}


@pytest.mark.parametrize("case", LOOKS)
async def test_where_no_look_succeeds_one_copy_lies_there_however_often_it_is_tried(
    paths: Paths, host: FakeHost, case: str
) -> None:
    async with WireServer(LOOKS[case]) as elsewhere:
        host.links_at = elsewhere.url
        links = Links(paths, host)
        job = links.job("1")
        for _ in range(4):
            with pytest.raises(UploadError) as error:
                await links.of(job)
            assert error.value.kind is ErrorKind.UPLOAD_UNREACHABLE
        assert elsewhere.connections == 4
        elsewhere.play((read_all, answer(206, b"a sound of a few bytes")))
        assert (await links.of(job)).startswith(elsewhere.url)
    assert len(host.forms) == 1


async def test_a_host_that_does_not_hand_out_what_it_took_is_asked_to_take_it_once_only(
    links: Links,
) -> None:
    links.host.look = lambda number: Response(status_code=403)
    for _ in range(2):
        with pytest.raises(UploadError) as error:
            await links.of(links.job("1"))
        assert error.value.kind is ErrorKind.UPLOAD_REFUSED
    assert len(links.host.forms) == 1


async def test_a_link_that_a_job_has_waits_for_nobodys_upload(
    links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = links.job("own")
    link = await links.of(job)
    begun: list[object] = []

    async def never_ends(*arguments: object, **_named: object) -> str:
        begun.append(arguments)
        await asyncio.Event().wait()
        return ""

    monkeypatch.setattr(uploads, "put_public", never_ends)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        others = [group.create_task(links.of(links.job(str(n)))) for n in range(UPLOADS_AT_ONCE)]
        await met(lambda: len(begun) == UPLOADS_AT_ONCE)
        assert await links.of(job) == link
        for other in others:
            other.cancel()
    assert links.host.looks == 1


@pytest.mark.parametrize("way", [SoundWay.TEMPORARY, SoundWay.INLINE])
async def test_a_batch_whose_way_was_written_out_is_resumed_whatever_the_settings_say(
    desk: Desk, host: FakeHost, way: SoundWay
) -> None:
    desk.public_host = host.host
    async with restarted(desk):
        jobs = desk.submit_all(way, 3, replace(AGREED, way_named=True))
        await desk.backend.runner.batches.hold(batch_of(jobs[0]))
    async with restarted(desk):
        await desk.backend.runner.batches.let_go_on(batch_of(jobs[0]), {BY_USER})
        assert [(await desk.done(job)).state for job in jobs] == [JobState.DONE] * 3
        again = await desk.done(desk.backend.runner.retry(jobs[0].id, AGREED))
        assert again.error is not None
        assert again.error.kind is ErrorKind.SOUND_WAY_CLOSED, "it was written out for those"
