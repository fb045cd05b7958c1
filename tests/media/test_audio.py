"""A sound file says how long it is; everything else says that it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.sounds import write_wave
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.core.paths import resource
from wan_desktop.media.audio import probe

SAMPLE = resource("samples", "chimes.mp3")
PLAYLIST = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:8,\n{SAMPLE}\n#EXT-X-ENDLIST\n"


def kind_of(path: Path) -> ErrorKind:
    with pytest.raises(InputError) as caught:
        probe(path)
    return caught.value.kind


def test_the_bundled_sound_is_one_the_service_takes() -> None:
    facts = probe(SAMPLE)
    assert (facts.channels, facts.codec) == (1, "mp3")
    assert AUDIO_SECONDS_MIN <= facts.seconds <= AUDIO_SECONDS_MAX
    assert SAMPLE.stat().st_size <= AUDIO_BYTES_MAX


@pytest.mark.parametrize(("seconds", "channels"), [(0.5, 1), (4.25, 2)])
def test_length_and_channels_are_read(tmp_path: Path, seconds: float, channels: int) -> None:
    facts = probe(write_wave(tmp_path / "sound 声音.bin", seconds, channels))
    assert facts.seconds == pytest.approx(seconds)
    assert (facts.channels, facts.codec) == (channels, "pcm_s16le")


def test_a_file_that_can_only_be_heard_to_its_middle_is_a_sound_still(tmp_path: Path) -> None:
    path = tmp_path / "half.mp3"
    path.write_bytes(SAMPLE.read_bytes()[: SAMPLE.stat().st_size // 2])
    assert probe(path).seconds > 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ErrorKind.FILE_EMPTY),
        (b"Do re mi fa sol.\n" * 99, ErrorKind.NOT_A_SOUND),
        (bytes(4096), ErrorKind.NOT_A_SOUND),
        (resource("samples", "lake.jpg").read_bytes(), ErrorKind.NOT_A_SOUND),
        (PLAYLIST.encode(), ErrorKind.NOT_A_SOUND),
        (f"ffconcat version 1.0\nfile '{SAMPLE}'\n".encode(), ErrorKind.NOT_A_SOUND),
    ],
    ids=["empty", "text", "zeroes", "picture", "playlist", "list of files"],
)
def test_what_cannot_be_heard_says_so(tmp_path: Path, content: bytes, kind: ErrorKind) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(content)
    assert kind_of(path) is kind


def test_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "missing.mp3") is ErrorKind.FILE_MISSING
    assert kind_of(tmp_path) is ErrorKind.NOT_A_SOUND
