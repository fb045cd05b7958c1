"""The whole path with nothing scripted: the real client, the built-in service, real threads, a real video."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from PIL import Image

from tests.fakes import odd_videos
from wan_desktop.core.download import Downloader
from wan_desktop.core.job import JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Connection, Runner
from wan_desktop.core.service import Service
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.demo import app as demo_app
from wan_desktop.demo.app import BASE_URL, create_app
from wan_desktop.media.video import probe
from wan_desktop.media.video_settings import read_settings

KEY = "sk_planted-0123456789abcdef"


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def store_image(paths: Paths) -> str:
    (paths.inputs / "0123456789abcdef.jpg").write_bytes(jpeg())
    return "0123456789abcdef.jpg"


class DownloaderThatRemembers(Downloader):
    """Keeps what came, as it came, and the links that it came from."""

    def __init__(self, transport: httpx.AsyncBaseTransport, kept: Path) -> None:
        super().__init__(transport=transport, allow_loopback=True)
        self._copy_to = kept
        self.links: list[str] = []

    async def fetch(
        self, url: str, part: Path, on_progress: Callable[[int, int | None], None] | None = None
    ) -> None:
        self.links.append(url)
        await super().fetch(url, part, on_progress)
        keep(part, self._copy_to)


def keep(part: Path, kept: Path) -> None:
    kept.write_bytes(part.read_bytes())


async def test_an_image_becomes_a_video_that_plays_and_tells_its_settings(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_app, "KEY", KEY)
    came = tmp_path / "came.mp4"
    demo = create_app(paths.demo, seconds=0.5)
    transport = httpx.ASGITransport(app=demo)
    service = Service(BASE_URL, KEY, transport=transport)
    downloads = DownloaderThatRemembers(transport, came)
    bugs: list[BaseException] = []
    tasks = Tasks(bugs.append)

    async def connect(name: str) -> Connection:
        return Connection(service, downloads)

    runner = Runner(
        store=Store(paths.database, paths.locks),
        paths=paths,
        connect=connect,
        library=lambda: paths.library,
        tasks=tasks,
        poll_seconds=0.3,
    )
    request = Request(image=store_image(paths), prompt="A boat / 日落", resolution="720P", seed=1)
    job = await runner.settled(runner.submit(Submission(request), service="demo", consent=Consent()).id)
    await runner.close()
    await tasks.close()
    await demo.aclose()
    assert bugs == []
    assert (job.state, job.error, job.trouble) == (JobState.DONE, None, None)
    video = Path(job.video)
    assert "日落" in video.name
    assert abs(probe(video).seconds - 5.0) < 0.1
    assert job.video_bytes == video.stat().st_size
    with Image.open(job.poster) as poster:
        assert max(poster.size) == 480
    assert [path.name for path in paths.library.iterdir()] == [video.name]
    settings = read_settings(video)
    assert settings is not None
    assert (settings.job, settings.task, settings.request) == (job.id, job.task_id, request)
    assert settings.seed == job.extra["seed"] == 1
    assert odd_videos.packets(video) == odd_videos.packets(came)
    assert odd_videos.pictures(video)[::10] == odd_videos.pictures(came)[::10]
    (link,) = downloads.links
    secrets = [KEY, *parse_qs(urlsplit(link).query)["signature"], "signature", str(paths.data)]
    assert [secret for secret in secrets if secret.encode() in video.read_bytes()] == []
