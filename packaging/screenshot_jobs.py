"""What the pictures of make_screenshots.py show: jobs as a user has them, and a clip with its posters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from make_samples import SAMPLES, SCENES, Scene, paint
from PIL import Image

from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.demo.order import Order
from wan_desktop.demo.render import render
from wan_desktop.media.video import write_poster

PRICE = Money(Decimal("0.75"), "$")
NOW = datetime(2026, 3, 12, 14, 4, 10).timestamp()
DAY = 86_400.0
PLAYING, REFUSED, UNCONFIRMED = "lake", "neon", "canyon"
SERVICE = "https://api.jiekou.ai"

SUNSET = replace(
    SCENES[1],
    name="sunset",
    seed=33,
    sky=((0.0, (38, 40, 96)), (0.45, (120, 76, 118)), (0.75, (196, 110, 110))),
    glow=(255, 226, 214),
    far=(138, 88, 140),
    near=(24, 16, 44),
    mist=(150, 90, 130),
)
NIGHT = Scene(
    name="night",
    seed=12,
    sky=((0.0, (24, 22, 52)), (0.45, (48, 38, 84)), (0.75, (84, 58, 104))),
    sun=(0.66, 0.22, 0.05),
    glow=(255, 232, 236),
    far=(66, 52, 120),
    near=(22, 14, 44),
    mist=(80, 60, 130),
    roughness=1.0,
)


@dataclass(frozen=True)
class Texts:
    """Words that a user typed, or that the service's answers bring, in one language."""

    prompt: str
    negative: str
    titles: tuple[str, str, str, str, str, str]
    connected: str
    demo: str
    cost: tuple[str, str]
    demo_cost: tuple[str, str]
    presets: tuple[str, ...]
    preset_deleted: str
    image_gone: str


ENGLISH = Texts(
    prompt="Slow dolly-in as the sun sets behind the ridges, mist drifting",
    negative="text, blur, people",
    titles=(
        "Slow dolly-in as the sun sets behind the ridges",
        "Desert dunes, wind lifting sand, wide shot",
        "Morning haze lifts off the lake while the camera drifts left to right, hills catching first light.",
        "Neon alley at night, rain, handheld camera",
        "Spring hills, time lapse clouds",
        "Canyon fly-through at dusk",
    ),
    connected="Connected",
    demo="Demo service on this computer",
    cost=("Estimated cost <b>$0.75</b>", "Balance <b>$12.30</b>"),
    demo_cost=("Cost <b>none</b>", "demo mode"),
    presets=("Night city, 15 s", "Product turntable", "Slow pan, no people", "Vertical teaser"),
    preset_deleted="“Night city, 15 s” is deleted.",
    image_gone="The image “harbour.heic” is no longer there. Choose it again, or take another one.",
)
CHINESE = Texts(
    prompt="夕阳落在群山之后，薄雾流动，镜头缓缓推进",
    negative="文字、模糊、人物",
    titles=(
        "夕阳落在群山之后，薄雾流动，镜头缓缓推进",
        "沙丘，风卷起沙粒，远景",
        "清晨薄雾从湖面升起，镜头由左向右平移，山丘迎来第一缕光。",
        "雨夜霓虹小巷，手持镜头",
        "春日山丘，延时云海",
        "黄昏峡谷穿越",
    ),
    connected="已连接",
    demo="本机演示服务",
    cost=("预计费用 <b>$0.75</b>", "余额 <b>$12.30</b>"),
    demo_cost=("费用 <b>免费</b>", "演示模式"),
    presets=("产品转台", "慢速平移，无人物", "竖屏预告", "夜景城市 15 秒"),
    preset_deleted="已删除“夜景城市 15 秒”。",
    image_gone="图片“港口.heic”已不在原处。请重新选择，或换一张。",
)
#: In letters of no language that is shown, so that a trial tells what was typed from what was not translated.
NEUTRAL = Texts(
    prompt="σιγά προς τα εμπρός καθώς ο ήλιος δύει πίσω από τις κορυφές",
    negative="κείμενο",
    titles=("ήλιος", "άμμος", "ομίχλη πάνω από τη λίμνη", "νύχτα", "άνοιξη", "φαράγγι"),
    connected="σύνδεση",
    demo="εδώ",
    cost=("<b>$0.75</b>", "<b>$12.30</b>"),
    demo_cost=("<b>0</b>", "0"),
    presets=("νύχτα", "προϊόν", "αργά", "κάθετα"),
    preset_deleted="νύχτα",
    image_gone="λιμάνι",
)


def texts(language: str) -> Texts:
    return CHINESE if language.startswith("zh") else ENGLISH


def make_media(folder: Path) -> None:
    """The clip, its poster, and the pictures of the other rows."""
    for scene in (SUNSET, NIGHT):
        paint(scene).save(folder / f"{scene.name}.png")
    with Image.open(folder / "sunset.png") as sunset:
        sunset.resize((4032, 2268)).save(folder / "sunset-large.jpg", quality=93)
    order = Order(duration=5, resolution="720P", shots="single", audio=False, watermark=False, seed=3)
    render(order, (SAMPLES / "lake.jpg").read_bytes(), folder / "lake.mp4", _ignore)
    write_poster(folder / "lake.mp4", folder / "lake.jpg")


def make_still_media(folder: Path) -> None:
    """Pictures in their places, but no clip, and none painted: for trials that look at words alone."""
    with Image.open(SAMPLES / "dunes.jpg") as dunes:
        for name in ("sunset.png", "night.png", "sunset-large.jpg", "lake.jpg"):
            dunes.save(folder / name)


def _ignore(_part: float) -> None:
    """Nobody waits for the progress."""


def jobs(texts: Texts, folder: Path) -> list[Job]:
    """The rows, newest first: one generating, one queued, done, refused, done, unanswered."""
    sunset, dunes, lake, neon, hills, canyon = texts.titles
    night = str(folder / "night.png")
    return [
        _job("sunset", JobState.RUNNING, sunset, str(folder / "sunset.png"), sent=55, progress=0.62),
        _job("dunes", JobState.QUEUED, dunes, _sample("dunes"), sent=42),
        replace(
            _job(PLAYING, JobState.DONE, lake, str(folder / "lake.jpg"), sent=240, seed=12345),
            video=str(folder / "lake.mp4"),
            finished_at=NOW - 130,
            starred=True,
            video_bytes=5_500_000,
            video_width=1920,
            video_height=1080,
        ),
        replace(
            _job(REFUSED, JobState.FAILED, neon, night, sent=600),
            error=Failure(ErrorKind.CONTENT_REFUSED, "DataInspectionFailed: Output data may be unsafe."),
            finished_at=NOW - 550,
        ),
        replace(
            _job("hills", JobState.DONE, hills, _sample("hills"), sent=DAY, duration=10, resolution="720P"),
            video=str(folder / "lake.mp4"),
            finished_at=NOW - DAY + 90,
        ),
        replace(
            _job(UNCONFIRMED, JobState.UNCONFIRMED, canyon, _sample("dunes"), sent=DAY + 3600),
            error=Failure(ErrorKind.UNCONFIRMED, "server disconnected without a response", True),
            task_id="",
            updated_at=NOW - DAY - 3600,
        ),
    ]


def failing(like: Job) -> list[Job]:
    """One row for each way in which a job ends without a video, or waits for its user."""
    ended = [
        replace(like, state=JobState.FAILED, error=Failure(kind, "the service’s own words", True))
        for kind in (
            ErrorKind.BALANCE_TOO_LOW,
            ErrorKind.KEY_REFUSED,
            ErrorKind.COPYRIGHT_REFUSED,
            ErrorKind.TASK_FAILED,
            ErrorKind.BAD_REQUEST,
            ErrorKind.DISK_FULL,
        )
    ]
    ended += [
        replace(like, state=JobState.LOST, error=Failure(ErrorKind.TASK_NOT_FOUND)),
        replace(like, state=JobState.EXPIRED, error=Failure(ErrorKind.LINK_EXPIRED)),
        replace(like, state=JobState.STOPPED),
    ]
    return [replace(job, id=f"failing-{number}", progress=None) for number, job in enumerate(ended)]


def troubled(like: Job) -> list[Job]:
    """Rows of jobs that go on while something is in their way."""
    kinds: Sequence[tuple[JobState, ErrorKind | None]] = (
        (JobState.RUNNING, ErrorKind.CONNECTION_LOST),
        (JobState.QUEUED, ErrorKind.SERVICE_TROUBLE),
        (JobState.DOWNLOADING, ErrorKind.CONNECTION_LOST),
        (JobState.WAITING, ErrorKind.OFFLINE),
        (JobState.PREPARING, None),
        (JobState.SUBMITTING, None),
    )
    return [
        replace(like, id=f"troubled-{number}", state=state, trouble=Failure(kind) if kind else None)
        for number, (state, kind) in enumerate(kinds)
    ]


def _sample(name: str) -> str:
    return str(SAMPLES / f"{name}.jpg")


def _job(
    job_id: str,
    state: JobState,
    prompt: str,
    picture: str,
    *,
    sent: float,
    progress: float | None = None,
    duration: int = 5,
    resolution: str = "1080P",
    seed: int | None = None,
) -> Job:
    """A job sent ``sent`` seconds ago."""
    request = Request(image=picture, prompt=prompt, duration=duration, resolution=resolution, seed=seed)
    return Job(
        id=job_id,
        created_at=NOW - sent - 1,
        state=state,
        request=request,
        service=SERVICE,
        submitted_at=NOW - sent,
        updated_at=NOW - sent,
        task_id=f"task-{job_id}",
        progress=progress,
        poster=picture if state is JobState.DONE else "",
        estimate=PRICE,
        video_seconds=float(duration) if state is JobState.DONE else 0.0,
    )
