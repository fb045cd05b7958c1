"""Sounds on the command line: a file is cut and goes its way; nothing lies open without being asked for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.command_line import Home
from tests.fakes.demo_server import running_server
from tests.fakes.object_store import SECRET, object_store
from tests.fakes.tones import HERTZ, heard, pitch, write_tone
from wan_desktop.cli.sound_options import add_sound_options, check_sound_options, sound_as_asked
from wan_desktop.core.errors import InputError
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.paths import Paths, resource
from wan_desktop.core.public_host import LITTERBOX
from wan_desktop.core.secrets import Keys
from wan_desktop.core.settings import Settings, save
from wan_desktop.core.store import Store

IMAGE = resource("samples", "lake.jpg")
SERVICE = "https://api.example"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家")
    made.folder.mkdir()
    yield made
    made.close()


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_sound_options(parser)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    check_sound_options(given, Request())
    return given


def test_by_default_the_sound_is_laid_under_the_video_here(home: Home, tmp_path: Path) -> None:
    song, target = write_tone(tmp_path / "my song.m4a", 9.0), home.folder / "out.mp4"
    with running_server(tmp_path / "service") as url:
        result = home.run(
            *("generate", IMAGE, "--service", url, "--poll", "0.2", "-o", target),
            *("--sound", song, "--sound-start", "2.5"),
        )
    assert result.returncode == 0, result.stderr
    assert "my song.m4a is laid under the finished video here; the service does not hear it." in result.stderr
    assert pitch(target) == pytest.approx(HERTZ, abs=2)
    assert 49 <= len(heard(target)) <= 51


def test_by_a_store_the_service_fetches_it(home: Home, tmp_path: Path) -> None:
    song, target = write_tone(tmp_path / "song.wav", 6.0), home.folder / "out.mp4"
    home.paths.create()
    with object_store(tmp_path) as store, running_server(tmp_path / "service") as url:
        bucket = store.bucket
        names = {"endpoint": bucket.endpoint, "name": bucket.name, "region": bucket.region}
        values = {f"bucket_{name}": value for name, value in names.items()}
        save(home.paths.settings, Settings(**values, bucket_key_id=bucket.key_id))  # type: ignore[arg-type]
        Keys(home.paths.key_file).set(bucket.account, SECRET, allow_file=True)
        result = home.run(
            *("generate", IMAGE, "--service", url, "--poll", "0.2", "-o", target, "--json"),
            *("--sound", song, "--audio-by", "store"),
        )
        assert result.returncode == 0, result.stderr
        assert store.objects() == {}
    assert json.loads(result.stdout)["state"] == "done"
    assert pitch(target) == pytest.approx(HERTZ, abs=2)
    assert SECRET not in result.stdout + result.stderr


def test_every_video_of_a_batch_has_the_sound(home: Home, tmp_path: Path) -> None:
    song, folder = write_tone(tmp_path / "song.wav", 6.0), home.folder / "videos"
    with running_server(tmp_path / "service") as url:
        result = home.run(
            *("generate", IMAGE, IMAGE, "--service", url, "--poll", "0.2", "-o", folder, "--json"),
            *("--sound", song, "--audio-by", "inline"),
        )
    assert result.returncode == 0, result.stderr
    assert [pitch(video) for video in folder.iterdir()] == pytest.approx([HERTZ] * 2, abs=2)
    store = Store(home.paths.database, home.paths.locks)
    assert [job.extra["sound_name"] for job in store.find()] == ["song.wav"] * 2
    store.close()


def test_a_public_host_needs_its_option_and_is_told_of(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = str(write_tone(tmp_path / "song.mp3", 5.0))
    allowed = Settings(temporary_host=True)
    default = sound_as_asked(options("--sound", song), Request(), SERVICE, allowed, paths)
    assert default.request.sound_way == SoundWay.SOUNDTRACK
    assert default.public_host == ""
    capsys.readouterr()
    asked = options("--sound", song, "--audio-by", "temporary", "--json")
    by_host = sound_as_asked(asked, Request(), SERVICE, Settings(), paths)
    assert by_host.request.sound_way == SoundWay.TEMPORARY
    assert by_host.public_host == LITTERBOX.name
    assert by_host.way_named
    assert not default.way_named
    assert by_host.facts == {"sound_name": "song.mp3"}
    told = capsys.readouterr().err
    assert LITTERBOX.name in told
    assert "anyone who has its link, can listen to it" in told


@pytest.mark.parametrize(
    ("before", "settings", "way"),
    [
        (SoundWay.INLINE, Settings(inline_sound=True), SoundWay.INLINE),
        (SoundWay.SOUNDTRACK, Settings(inline_sound=True), SoundWay.SOUNDTRACK),
        (SoundWay.STORE, Settings(), SoundWay.SOUNDTRACK),
        (SoundWay.TEMPORARY, Settings(temporary_host=True), SoundWay.SOUNDTRACK),
    ],
)
def test_the_sound_of_a_video_started_from_goes_its_way_again_where_that_is_open(
    paths: Paths, capsys: pytest.CaptureFixture[str], before: SoundWay, settings: Settings, way: SoundWay
) -> None:
    request = Request(sound="bells.mp3", sound_way=before)
    asked = sound_as_asked(options(), request, SERVICE, settings, paths, "bells.flac")
    assert (asked.request, asked.public_host) == (replace(request, sound_way=way), "")
    assert capsys.readouterr().err.startswith("bells.flac ")


def test_the_sound_of_a_video_started_from_can_go_another_way(paths: Paths) -> None:
    parser = argparse.ArgumentParser()
    add_sound_options(parser)
    given = parser.parse_args(["--audio-by", "temporary"])
    given.json = True
    request = Request(sound="bells.mp3", sound_way=SoundWay.SOUNDTRACK)
    check_sound_options(given, request)
    asked = sound_as_asked(given, request, SERVICE, Settings(), paths)
    assert (asked.request.sound_way, asked.public_host) == (SoundWay.TEMPORARY, LITTERBOX.name)


def test_a_video_continued_keeps_its_sound_and_the_name_of_it(home: Home, tmp_path: Path) -> None:
    song = write_tone(tmp_path / "song.wav", 6.0)
    with running_server(tmp_path / "service") as url:
        always = ("--service", url, "--poll", "0.2", "--json")
        first = json.loads(home.run("generate", IMAGE, *always, "--sound", song).stdout)
        result = home.run("generate", first["video"], *always, "--last-frame")
        assert result.returncode == 0, result.stderr
        other = home.run("generate", first["video"], *always, "--sound", write_tone(tmp_path / "b.wav", 6.0))
        assert other.returncode == 0, other.stderr
    store = Store(home.paths.database, home.paths.locks)
    named = [(job.request.sound, job.extra["sound_name"]) for job in store.find()]
    store.close()
    assert [name for _, name in named] == ["b.wav", "song.wav", "song.wav"]
    assert named[1] == named[2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--audio-by", "store"), "--audio-by is for a --sound FILE."),
        (("--sound", "none", "--sound-start", "2"), "--sound-start is for a --sound FILE."),
        (("--sound", "https://h.example/a.mp3", "--audio-by", "inline"), "--audio-by is for a --sound FILE."),
    ],
)
def test_an_option_without_its_file_is_refused(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError) as error:
        options(*arguments)
    assert error.value.failure.detail == words


def test_a_store_that_is_not_set_up_is_said_before_anything_is_sent(paths: Paths, tmp_path: Path) -> None:
    song = str(write_tone(tmp_path / "song.mp3", 5.0))
    with pytest.raises(InputError) as error:
        sound_as_asked(options("--sound", song, "--audio-by", "store"), Request(), SERVICE, Settings(), paths)
    assert "set your object store up first" in error.value.failure.detail
