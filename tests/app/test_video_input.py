"""A video of this program back into the window: what it was made with returns, though all else is gone."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.app.test_window import LAKE, Window, window
from tests.fakes.demo_server import running_server
from wan_desktop.core.params import Request
from wan_desktop.core.paths import resource
from wan_desktop.demo.faults import Faults
from wan_desktop.media.image_copy import WHOLE_MAX

__all__ = ["window"]

DUNES = resource("samples", "dunes.jpg")


@dataclass(frozen=True)
class Made:
    """A video outside of its home, the request that it came of, and the very bytes that were sent."""

    video: Path
    request: Request
    image: bytes


@dataclass(frozen=True)
class Films:
    """What is left of a home: videos, and a copy of the inputs folder."""

    of_photo: Made
    of_lake: Made
    inputs: Path


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Films:
    folder, faults = tmp_path_factory.mktemp("films 片"), Faults()
    with running_server(folder / "service", faults) as base_url:
        window = Window(folder / "home 家", base_url, faults)
        made = []
        for number, line in enumerate(window.play("videos_are_made", write_photo(folder), LAKE).splitlines()):
            told = json.loads(line)
            request = Request.from_dict(told["request"])
            video = Path(shutil.copy(told["video"], folder / f"{number} 视频.mp4"))
            made.append(Made(video, request, (window.home.paths.inputs / request.image).read_bytes()))
        shutil.copytree(window.home.paths.inputs, folder / "inputs")
        window.home.close()
        shutil.rmtree(window.home.folder)
    return Films(made[0], made[1], folder / "inputs")


def write_photo(folder: Path) -> Path:
    """Too large to travel whole."""
    path = folder / "photo 照片.jpg"
    picture = Image.radial_gradient("L").resize((3000, 2000))
    grain = Image.effect_noise((3000, 2000), 30)
    Image.merge("RGB", (picture, grain, picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM))).save(
        path, quality=95
    )
    return path


def brought_back(window: Window, *films: Made) -> list[dict[str, Any]]:
    videos = [film.video for film in films]
    return [json.loads(line) for line in window.play("videos_come_back", *videos).splitlines()]


def pixels(image: bytes) -> bytes:
    with Image.open(io.BytesIO(image)) as opened:
        return opened.convert("RGB").resize((48, 32), Image.Resampling.BOX).tobytes()


def test_a_video_alone_brings_back_what_it_was_made_with(window: Window, films: Films) -> None:
    photo, lake = films.of_photo, films.of_lake
    assert len(photo.image) > WHOLE_MAX > len(lake.image)
    back_photo, back_lake = brought_back(window, photo, lake)
    assert Request.from_dict(back_lake["request"]) == lake.request
    assert (window.home.paths.inputs / lake.request.image).read_bytes() == lake.image
    assert back_lake["note"] == ""
    copy = back_photo["request"]["image"]
    assert Request.from_dict(back_photo["request"] | {"image": photo.request.image}) == photo.request
    sent_again = (window.home.paths.inputs / copy).read_bytes()
    differences = [abs(a - b) for a, b in zip(pixels(sent_again), pixels(photo.image), strict=True)]
    assert max(differences) <= 12
    assert sum(differences) / len(differences) <= 2
    assert "small copy" in back_photo["note"]
    assert (back_photo["jobs"], back_lake["jobs"]) == (0, 0)
    assert window.submits() == 0


def test_without_the_database_alone_a_video_brings_back_the_very_image(window: Window, films: Films) -> None:
    photo, inputs = films.of_photo, window.home.paths.inputs
    shutil.copytree(films.inputs, inputs)
    (back,) = brought_back(window, photo)
    assert Request.from_dict(back["request"]) == photo.request
    assert (inputs / photo.request.image).read_bytes() == photo.image
    assert back["note"] == ""


def test_ffprobe_and_exiftool_show_what_a_video_was_made_with(films: Films) -> None:
    if shutil.which("ffprobe") is None or shutil.which("exiftool") is None:
        pytest.skip("ffprobe or exiftool is not there; tests/media reads the same tags by PyAV")
    lake = films.of_lake
    asked = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(lake.video)]
    shown = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    values = json.loads(shown["format"]["tags"]["comment"])
    assert values["schema"] == "wan-desktop/1"
    assert Request.from_dict(values["request"]) == lake.request
    assert shown["format"]["tags"]["title"] == "a boat 小船"
    covers = [stream["disposition"]["attached_pic"] for stream in shown["streams"]]
    assert (covers[0], sum(covers)) == (0, 1)
    asked = ["exiftool", "-json", "-Title", "-Comment", str(lake.video)]
    (told,) = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert (told["Title"], json.loads(told["Comment"])) == ("a boat 小船", values)
    asked = ["exiftool", "-b", "-CoverArt", str(lake.video)]
    assert subprocess.run(asked, capture_output=True, check=True).stdout == lake.image


def test_the_last_frame_is_the_next_image(tmp_path: Path) -> None:
    faults = Faults()
    # Large enough for a frame to be sent unchanged.
    with running_server(tmp_path / "service", faults, scale=0.5) as base_url:
        window = Window(tmp_path / "home 家", base_url, faults)
        window.play("continued_from_the_last_frame", LAKE)
        window.home.close()
    assert window.submits() == 2


def test_videos_of_no_use_are_each_one_sentence(window: Window, tmp_path: Path) -> None:
    window.play("videos_that_are_of_no_use", LAKE, tmp_path)
    assert window.submits() == 1


def test_an_image_given_after_a_video_stays(window: Window) -> None:
    window.play("an_image_given_after_a_video", LAKE, DUNES)
