"""A local sound by a public host: only with this click's consent, and unpaid where the host is odd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, RedirectResponse

from tests.core.test_uploads import Desk, desk, everything_kept, impatient, met, restarted
from tests.fakes.public_host import FakeHost, public_host
from wan_desktop.core.batches import BY_USER, batch_of
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import SoundWay
from wan_desktop.core.settings import Settings

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
    host.answer, host.lost = answer, answer is None
    async with restarted(desk):
        job = await desk.done(desk.submit(SoundWay.TEMPORARY, Consent(public_host="files.example")))
    assert job.error is not None
    assert (job.state, job.error.kind) == (JobState.FAILED, kind)
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
        assert desk.backend.runner._uploads._links == {}, "after the last of them nobody needs it"
        await desk.done(desk.submit(SoundWay.TEMPORARY, AGREED))
    assert len(host.forms) == 2


async def test_what_the_host_has_lost_is_put_there_again_before_the_next_of_the_batch_is_paid(
    desk: Desk, host: FakeHost
) -> None:
    desk.settings, desk.public_host = Settings(temporary_host=True), host.host
    async with restarted(desk):
        first, second = desk.submit_all(SoundWay.TEMPORARY, 2, AGREED)
        await met(lambda: desk.now(first).task_id)
        host.files.clear()
        assert (await desk.done(second)).state is JobState.DONE
    assert len(host.forms) == 2
    assert desk.service.heard[-1] == desk.sound


async def test_a_link_that_has_lived_half_its_life_is_given_to_no_other_video(
    desk: Desk, host: FakeHost
) -> None:
    desk.settings = Settings(temporary_host=True)
    desk.public_host = replace(host.host, hours=0)
    async with restarted(desk):
        jobs = [await desk.done(job) for job in desk.submit_all(SoundWay.TEMPORARY, 2, AGREED)]
        assert [job.state for job in jobs] == [JobState.DONE] * 2
    assert len(host.forms) == 2


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
