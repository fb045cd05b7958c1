"""The whole path with nothing scripted: the real client, the built-in service, real threads, a real video."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
from PIL import Image

from wan_desktop.core.download import Downloader
from wan_desktop.core.job import JobState
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Connection, Runner
from wan_desktop.core.service import Service
from wan_desktop.core.store import Store
from wan_desktop.core.tasks import Tasks
from wan_desktop.demo.app import BASE_URL, create_app
from wan_desktop.media.video import probe


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def store_image(paths: Paths) -> str:
    (paths.inputs / "image.jpg").write_bytes(jpeg())
    return "image.jpg"


async def test_an_image_becomes_a_video_that_plays(paths: Paths) -> None:
    demo = create_app(paths.demo, seconds=0.5)
    transport = httpx.ASGITransport(app=demo)
    service = Service(BASE_URL, "demo", transport=transport)
    downloads = Downloader(transport=transport, allow_loopback=True)
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
    job = await runner.settled(runner.submit(request, service="demo").id)
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
