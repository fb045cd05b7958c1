"""A local sound by the user's own store: the service fetches the very one, or nothing is sent."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fakes.counted_video import write_counted_video
from tests.fakes.listening_service import ListeningService
from tests.fakes.object_store import SECRET, ObjectStore, object_store
from tests.fakes.tones import write_tone
from tests.fakes.video_service import DROPPED, TOO_MANY, Fault
from tests.fakes.wire_server import closed_port
from wan_desktop.backend import Backend
from wan_desktop.core import job_book, sending
from wan_desktop.core.batches import BY_USER, batch_of
from wan_desktop.core.bucket_client import BucketClient
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.paths import Paths
from wan_desktop.core.public_host import LITTERBOX, PublicHost
from wan_desktop.core.secrets import Keys
from wan_desktop.core.settings import Settings
from wan_desktop.core.sound_ways import OBJECT
from wan_desktop.core.submission import Submission
from wan_desktop.core.uploads import may_go

IMAGE, SOUND = "0123456789abcdef.jpg", "fedcba9876543210.mp3"
KEY = "sk_0123456789abcdef"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as running:
        yield running


async def met(condition: Callable[[], object]) -> None:
    """Waits until something is true; for half a minute at most."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - what is waited for is outside of this process
            await asyncio.sleep(0.01)


@dataclass
class Desk:
    """One program with its service, its settings and one sound of five seconds."""

    paths: Paths
    service: ListeningService
    settings: Settings = field(default_factory=Settings)
    public_host: PublicHost = LITTERBOX
    backend: Backend = field(init=False)

    def start(self) -> None:
        self.backend = Backend(
            self.paths, lambda: self.settings, poll_seconds=0.05, public_host=self.public_host
        )

    @property
    def sound(self) -> bytes:
        return (self.paths.inputs / SOUND).read_bytes()

    def submit(self, way: str, consent: Consent | None = None, service: str = "", **values: Any) -> Job:
        given = {"prompt": "a boat", **values}
        request = Request(image=IMAGE, resolution="720P", sound=SOUND, sound_way=way, **given)
        runner = self.backend.runner
        return runner.submit(
            Submission(request), service=service or self.service.url, consent=consent or Consent()
        )

    def submit_all(self, way: str, videos: int, consent: Consent | None = None) -> list[Job]:
        """One click for several videos."""
        request = Request(image=IMAGE, prompt="a boat", resolution="720P", sound=SOUND, sound_way=way)
        return self.backend.runner.submit_all(
            [Submission(request)] * videos, service=self.service.url, consents=[consent or Consent()] * videos
        )

    def now(self, job: Job) -> Job:
        return self.backend.runner.get(job.id) or job

    async def done(self, job: Job) -> Job:
        return await asyncio.wait_for(self.backend.runner.settled(job.id), 30)

    async def until(self, job: Job, kind: ErrorKind) -> Job:
        """Waits until the job is in this trouble."""
        await met(lambda: self.trouble(job) is kind)
        return self.now(job)

    def trouble(self, job: Job) -> ErrorKind | None:
        now = self.backend.runner.get(job.id)
        return None if now is None or now.trouble is None else now.trouble.kind

    async def history(self, job: Job) -> list[str]:
        return [event.kind for event in self.backend.store.events(job.id)]


@pytest.fixture
async def desk(paths: Paths, tmp_path: Path) -> AsyncIterator[Desk]:
    picture = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(picture, "JPEG")
    (paths.inputs / IMAGE).write_bytes(picture.getvalue())
    write_tone(paths.inputs / SOUND, 5.0)
    video = write_counted_video(tmp_path / "served.mp4", frames=45)
    async with ListeningService([video.read_bytes()], time.monotonic, seconds=lambda _: 0.0) as service:
        desk = Desk(paths, service)
        Keys(paths.key_file).set(service.url, KEY, allow_file=True)
        desk.start()
        yield desk
        await desk.backend.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A back-off is over at once."""
    monkeypatch.setattr(sending, "back_off", lambda *_, **__: 0.02)


@asynccontextmanager
async def restarted(desk: Desk) -> AsyncIterator[None]:
    """The program ends and starts again."""
    await desk.backend.close()
    desk.start()
    desk.backend.runner.resume()
    yield


def use(desk: Desk, store: ObjectStore, secret: str = SECRET) -> None:
    """Sets the user's own store up."""
    bucket = store.bucket
    desk.settings = Settings(
        bucket_endpoint=bucket.endpoint,
        bucket_name=bucket.name,
        bucket_region=bucket.region,
        bucket_key_id=bucket.key_id,
    )
    Keys(desk.paths.key_file).set(bucket.account, secret, allow_file=True)


def everything_kept(paths: Paths) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(paths.data.rglob("*")) if path.is_file())


async def test_the_service_fetches_the_very_sound_from_the_users_own_store(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store)
    job = desk.submit(SoundWay.STORE)
    job = await desk.done(job)
    assert job.state is JobState.DONE
    assert desk.service.heard == [desk.sound]
    (body,) = desk.service.bodies
    link = body["input"]["audio_url"]
    assert link.startswith(f"{store.bucket.address}/wan-desktop/")
    # The job is over, so its object is gone; neither link nor signature was ever kept.
    assert store.objects() == {}
    assert OBJECT not in job.extra
    assert job.request.audio_url == ""
    kept = everything_kept(desk.paths)
    assert b"X-Amz-Signature" not in kept
    assert link.partition("?")[2].encode() not in kept


@pytest.mark.usefixtures("impatient")
async def test_after_too_many_requests_the_same_link_is_used_again(
    desk: Desk, store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(desk, store)
    desk.service.faults = lambda kind, number: TOO_MANY if kind == "submit" and number < 3 else None
    puts: list[str] = []
    put = BucketClient.put

    async def counted(client: BucketClient, name: str, *rest: Any) -> None:
        puts.append(name)
        await put(client, name, *rest)

    monkeypatch.setattr(BucketClient, "put", counted)
    assert (await desk.done(desk.submit(SoundWay.STORE))).state is JobState.DONE
    assert desk.service.requests["submit"] == 3
    assert len(puts) == 1
    assert desk.service.heard == [desk.sound]


async def test_an_unreachable_store_keeps_the_job_waiting_unpaid_and_it_goes_on_after_a_restart(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store)
    Keys(desk.paths.key_file).set(
        replace(store.bucket, endpoint=(nobody := f"http://127.0.0.1:{closed_port()}")).account,
        SECRET,
        allow_file=True,
    )
    good, desk.settings = desk.settings, replace(desk.settings, bucket_endpoint=nobody)
    job = desk.submit(SoundWay.STORE)
    job = await desk.until(job, ErrorKind.UPLOAD_UNREACHABLE)
    assert not job.may_be_billed
    assert desk.service.requests["submit"] == 0
    desk.settings = good
    async with restarted(desk):
        assert (await desk.done(job)).state is JobState.DONE
    assert desk.service.heard == [desk.sound]
    assert desk.service.accepted.total() == 1
    assert store.objects() == {}


async def test_what_the_store_refuses_ends_the_job_before_anything_is_paid(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store, "not the secret")
    job = await desk.done(desk.submit(SoundWay.STORE))
    assert job.error is not None
    assert (job.state, job.error.kind) == (JobState.FAILED, ErrorKind.UPLOAD_KEY_REFUSED)
    Keys(desk.paths.key_file).delete(store.bucket.account)
    job = await desk.done(desk.submit(SoundWay.STORE))
    assert job.error is not None
    assert job.error.kind is ErrorKind.SOUND_WAY_CLOSED
    assert not job.may_be_billed
    assert desk.service.requests["submit"] == 0


async def test_what_a_store_refuses_of_one_video_pauses_the_rest_of_its_batch(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store, "not the secret")
    first, *rest = [await desk.done(job) for job in desk.submit_all(SoundWay.STORE, 3)]
    assert first.state is JobState.FAILED
    waiting = [(job.state, job.paused) for job in rest]
    assert waiting == [(JobState.WAITING, ErrorKind.UPLOAD_KEY_REFUSED)] * 2
    use(desk, store)
    desk.backend.runner.batches.resume(batch_of(first))
    await met(lambda: all(not job.unfinished for job in map(desk.now, rest)))
    assert desk.service.heard == [desk.sound] * 2
    await met(lambda: store.objects() == {})


@pytest.mark.usefixtures("impatient")
async def test_no_sound_of_a_batch_leaves_before_all_of_it_is_on_the_disk(
    desk: Desk, store: ObjectStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="wan_desktop.core.job_book")
    monkeypatch.setattr(job_book, "WRITE_AGAIN_AFTER", 0.05)
    use(desk, store)
    full, save, jobs = [True], desk.backend.store.save, list[Job]()

    def refuses_all(_jobs: object) -> None:
        raise DiskError(ErrorKind.DISK_FULL)

    def refuses_the_second(job: Job) -> None:
        if full[0] and job.id == jobs[1].id:
            raise DiskError(ErrorKind.DISK_FULL)
        save(job)

    monkeypatch.setattr(desk.backend.store, "save_all", refuses_all)
    monkeypatch.setattr(desk.backend.store, "save", refuses_the_second)
    jobs += desk.submit_all(SoundWay.STORE, 2)
    await desk.until(jobs[0], ErrorKind.DISK_FULL)
    assert store.objects() == {}
    full[0] = False
    assert [(await desk.done(job)).state for job in jobs] == [JobState.DONE] * 2
    assert desk.service.heard == [desk.sound] * 2


async def test_a_sound_that_is_gone_ends_the_job_as_a_missing_image_does(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store)
    (desk.paths.inputs / SOUND).unlink()
    for way in (SoundWay.STORE, SoundWay.INLINE, SoundWay.SOUNDTRACK):
        desk.settings = replace(desk.settings, inline_sound=True)
        job = await desk.done(desk.submit(way))
        assert job.error is not None
        assert (job.state, job.error.kind) == (JobState.FAILED, ErrorKind.FILE_MISSING)
    assert desk.service.requests["submit"] == 0


async def test_no_sound_is_put_anywhere_for_a_request_that_must_not_leave(
    desk: Desk, store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(desk, store)
    refusal = Fault(400, b'{"code":400,"reason":"ILLEGAL_PROMPT","message":"no"}')
    desk.service.faults = lambda kind, number: refusal
    assert (await desk.done(desk.submit(SoundWay.STORE))).state is JobState.FAILED

    async def exposed(*_: object) -> None:
        raise AssertionError("it is put there for nothing")

    monkeypatch.setattr(BucketClient, "put", exposed)
    again = await desk.done(desk.submit(SoundWay.STORE))
    assert again.error is not None
    assert again.error.kind is ErrorKind.REFUSED_BEFORE
    desk.settings = replace(desk.settings, limit_per_click="0.01")
    beyond = await desk.done(desk.submit(SoundWay.STORE, prompt="too dear"))
    assert beyond.error is not None
    assert beyond.error.kind is ErrorKind.PRICE_UNKNOWN
    assert OBJECT not in {**again.extra, **beyond.extra}


async def test_of_a_batch_paused_elsewhere_no_sound_leaves(
    desk: Desk, store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(desk, store)
    check = desk.backend.store.check_batch

    def paused_by_another_process(job: Job) -> None:
        desk.backend.store.pause(batch_of(job), BY_USER)
        check(job)

    monkeypatch.setattr(desk.backend.store, "check_batch", paused_by_another_process)
    jobs = desk.submit_all(SoundWay.STORE, 2)
    await met(lambda: all(desk.now(job).paused == BY_USER for job in jobs))
    assert store.objects() == {}
    assert all(OBJECT not in desk.now(job).extra for job in jobs)


async def test_a_days_limit_counts_this_day_alone_before_a_sound_leaves(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store)
    price, day = Money(Decimal("0.75"), "$"), 86_400.0
    old = desk.submit(SoundWay.SOUNDTRACK, Consent(price), prompt="days ago")
    old = await desk.done(old)
    ago = replace(
        old, id="f" * 32, created_at=old.created_at - 3 * day, submitted_at=old.submitted_at - 3 * day
    )
    desk.backend.store.save(ago)
    desk.settings = replace(desk.settings, limit_per_day="1.6")
    job = await desk.done(desk.submit(SoundWay.STORE, Consent(price)))
    assert job.state is JobState.DONE, job.error


async def test_a_refused_request_leaves_no_object_behind(desk: Desk, store: ObjectStore) -> None:
    use(desk, store)
    refusal = Fault(400, b'{"code":400,"reason":"ILLEGAL_PROMPT","message":"no"}')
    desk.service.faults = lambda kind, number: refusal
    job = await desk.done(desk.submit(SoundWay.STORE))
    assert job.state is JobState.FAILED
    assert store.objects() == {}


@pytest.mark.parametrize(
    ("state", "submitted_at", "gone"),
    [
        (JobState.STOPPED, 0.0, True),
        (JobState.STOPPED, 5.0, False),
        (JobState.UNCONFIRMED, 5.0, False),
        (JobState.WAITING, 0.0, False),
    ],
)
def test_what_no_service_ever_heard_of_is_not_kept_for_one(
    state: JobState, submitted_at: float, gone: bool
) -> None:
    where = {OBJECT: {"bucket": "b", "name": "n"}}
    job = Job("a", 1.0, state, Request(), "s", updated_at=5.0, submitted_at=submitted_at, extra=where)
    assert may_go(job, 6.0) is gone


async def test_an_object_of_a_job_in_doubt_stays_for_the_service_and_goes_with_its_entry(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store)
    desk.service.faults = lambda kind, number: DROPPED if kind == "submit" else None
    job = await desk.done(desk.submit(SoundWay.STORE))
    assert job.state is JobState.UNCONFIRMED
    where = job.extra[OBJECT]
    assert where["name"] in store.objects()
    assert "Signature" not in str(where)
    desk.backend.runner.remove(job.id)
    await met(lambda: not store.objects())


async def test_what_a_store_that_was_away_still_holds_goes_at_the_next_start(
    desk: Desk, store: ObjectStore
) -> None:
    use(desk, store)
    good = desk.settings
    desk.service._seconds = lambda number: 3600.0
    job = desk.submit(SoundWay.STORE)
    await met(lambda: desk.service.accepted)
    desk.settings = replace(good, bucket_name="another-bucket")
    desk.service._seconds = lambda number: 0.0
    job = await desk.done(job)
    assert job.state is JobState.DONE
    assert len(store.objects()) == 1
    desk.settings = good
    async with restarted(desk):
        await met(lambda: not store.objects())
