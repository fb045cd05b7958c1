"""The part of a sound that is sent: the right one, of a legal length, in a known format."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import pytest

from tests.fakes.sounds import CHECK_RATE, heard, lag, loudest, noise, tone, write_sound
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX
from wan_desktop.core.paths import resource
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.media import open_sound, sound_encoder
from wan_desktop.media.audio import cut, probe, save_sound

SAMPLE = resource("samples", "chimes.mp3")
SECONDS = 7.1
#: Suffix, codec and rate of what people have.
FORMATS = (
    ("mp3", "libmp3lame", 44_100),
    ("wav", "pcm_s16le", 44_100),
    ("wav", "pcm_f32le", 96_000),
    ("wav", "pcm_s24le", 22_050),
    ("flac", "flac", 48_000),
    ("aiff", "pcm_s16be", 44_100),
    ("ogg", "vorbis", 44_100),
    ("opus", "libopus", 48_000),
    ("m4a", "aac", 44_100),
    ("aac", "aac", 44_100),
    ("wma", "wmav2", 44_100),
    ("ac3", "ac3", 48_000),
    ("amr", "libopencore_amrnb", 8_000),
    ("mka", "alac", 48_000),
)
VIDEOS = (("mp4", "aac"), ("mov", "pcm_s16le"), ("mkv", "libopus"), ("webm", "vorbis"), ("avi", "libmp3lame"))


def assert_cut_begins_at(path: Path, start: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a start near the beginning is found, and as one far in is."""
    whole = heard(path)
    for counted in (open_sound.COUNTED, 0.1):
        monkeypatch.setattr(open_sound, "COUNTED", counted)
        sound = cut(path, SoundCut(start, 3.0))
        assert (sound.suffix, sound.silence) == (".mp3", 0.0)
        assert sound.seconds == pytest.approx(3.0)
        part = heard(sound.data)
        # The times in a WMA are right to some milliseconds only.
        allowed = 0.002 if start < counted else 0.008
        assert lag(whole, part, start) == pytest.approx(0, abs=allowed)
        assert len(part) / CHECK_RATE == pytest.approx(3.0, abs=0.002)


@pytest.mark.parametrize(("suffix", "codec", "rate"), FORMATS, ids=lambda value: str(value))
def test_the_first_sample_is_the_chosen_one(
    tmp_path: Path, suffix: str, codec: str, rate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sound(tmp_path / f"sound.{suffix}", noise(SECONDS, rate), codec, rate=rate)
    assert_cut_begins_at(path, 3.456, monkeypatch)


@pytest.mark.parametrize(("suffix", "codec"), VIDEOS, ids=lambda value: str(value))
def test_so_it_is_with_the_sound_of_a_video(
    tmp_path: Path, suffix: str, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    format = "matroska" if suffix == "webm" else None  # the muxer refuses MPEG-4 pictures in a .webm
    path = tmp_path / f"clip.{suffix}"
    write_sound(
        path, noise(SECONDS, 48_000), codec, rate=48_000, layout="stereo", format=format, picture=True
    )
    assert_cut_begins_at(path, 3.456, monkeypatch)


@pytest.mark.parametrize("start", [0.0, 0.013, 1.001, 3.999])
def test_every_start_of_an_mp3_is_exact(
    tmp_path: Path, start: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sound(tmp_path / "sound.mp3", noise(SECONDS, 44_100), "libmp3lame")
    assert_cut_begins_at(path, start, monkeypatch)


def test_a_legal_file_wanted_whole_goes_unchanged(tmp_path: Path) -> None:
    wav = write_sound(tmp_path / "legal.wav", tone(4, 48_000), "pcm_s16le", rate=48_000)
    for path in (SAMPLE, wav):
        sound = cut(path, SoundCut(0.0, probe(path).seconds))
        assert (sound.data, sound.suffix, sound.unchanged) == (path.read_bytes(), path.suffix, True)


@pytest.mark.parametrize(
    ("suffix", "codec", "seconds", "wish"),
    [
        ("mp3", "libmp3lame", 5, SoundCut(0.0, 5.0, fade_in=0.1)),
        ("mp3", "libmp3lame", 5, SoundCut(0.5, 4.5)),
        ("mp3", "libmp3lame", 5, SoundCut(0.0, 4.0)),
        ("wav", "pcm_f32le", 5, SoundCut(0.0, 5.0)),
        ("wav", "pcm_s16le", 2, SoundCut(0.0, 2.0)),
        ("flac", "flac", 5, SoundCut(0.0, 5.0)),
        ("m4a", "aac", 5, SoundCut(0.0, 5.0)),
    ],
    ids=["faded", "from later", "to earlier", "odd wav", "too short", "flac", "m4a"],
)
def test_anything_else_is_made_anew(
    tmp_path: Path, suffix: str, codec: str, seconds: float, wish: SoundCut
) -> None:
    path = write_sound(tmp_path / f"sound.{suffix}", tone(seconds, 44_100), codec)
    sound = cut(path, wish)
    assert not sound.unchanged
    assert sound.suffix == ".mp3"
    assert sound.data != path.read_bytes()


def test_a_broken_off_mp3_is_made_anew_of_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "half.mp3"
    path.write_bytes(SAMPLE.read_bytes()[: SAMPLE.stat().st_size // 2])
    sound = cut(path, SoundCut(0.0, 8.0))
    assert not sound.unchanged
    assert 3 < sound.seconds < 5


def test_the_shortest_is_filled_with_silence_and_says_so(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "bell.wav", tone(1.25, 44_100), "pcm_s16le")
    sound = cut(path, SoundCut(0.0, 5.0))
    assert sound.seconds == pytest.approx(3.0)
    assert sound.silence == pytest.approx(1.75)
    played = heard(sound.data)
    assert loudest(played[:CHECK_RATE]) > 0.4
    assert loudest(played[round(1.3 * CHECK_RATE) :]) < 0.01
    assert len(played) >= 3 * CHECK_RATE


def test_the_longest_is_legal_for_readers_that_count_padding(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "long.flac", tone(40, 48_000), "flac", rate=48_000, layout="stereo")
    sound = cut(path, SoundCut(5.0, 60.0))
    (tmp_path / "sent.mp3").write_bytes(sound.data)
    assert 29.5 < probe(tmp_path / "sent.mp3").seconds <= AUDIO_SECONDS_MAX
    assert len(sound.data) < AUDIO_BYTES_MAX / 10


def test_fades_rise_from_silence_and_fall_to_it(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.wav", tone(6, 44_100, level=0.8), "pcm_s16le")
    played = heard(cut(path, SoundCut(1.0, 4.0, fade_in=1.0, fade_out=0.5)).data)

    def level(second: float) -> float:
        middle = round(second * CHECK_RATE)
        return loudest(played[middle - 80 : middle + 80])

    assert level(0.02) < 0.06
    assert level(0.5) == pytest.approx(0.8 * 0.707, abs=0.05)
    assert level(2.0) == pytest.approx(0.8, abs=0.04)
    assert level(3.75) == pytest.approx(0.8 * 0.707, abs=0.05)
    assert level(3.98) < 0.08


@pytest.mark.parametrize(
    ("layout", "rate", "channels", "sent_rate"),
    [
        ("mono", 44_100, 1, 44_100),
        ("stereo", 48_000, 2, 48_000),
        ("5.1", 48_000, 2, 48_000),
        ("mono", 22_050, 1, 48_000),
    ],
)
def test_mono_stays_mono_and_more_become_two(
    tmp_path: Path, layout: str, rate: int, channels: int, sent_rate: int
) -> None:
    path = write_sound(tmp_path / "in.flac", tone(4, rate), "flac", rate=rate, layout=layout)
    (tmp_path / "sent.mp3").write_bytes(cut(path, SoundCut(0.5, 3.0)).data)
    facts = probe(tmp_path / "sent.mp3")
    assert (facts.channels, facts.codec) == (channels, "mp3")
    with av.open(str(tmp_path / "sent.mp3")) as container:
        assert container.streams.audio[0].rate == sent_rate


def test_without_an_mp3_encoder_a_wav_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_encoder, "ENCODER", "libnone")
    path = write_sound(tmp_path / "noise.flac", noise(5, 48_000), "flac", rate=48_000)
    sound = cut(path, SoundCut(1.5, 3.0))
    assert sound.suffix == ".wav"
    assert lag(heard(path), heard(sound.data), 1.5) == 0
    (tmp_path / "sent.wav").write_bytes(sound.data)
    assert probe(tmp_path / "sent.wav").seconds == pytest.approx(3.0)


def test_a_part_after_the_end_says_that_nothing_is_there() -> None:
    with pytest.raises(InputError) as caught:
        cut(SAMPLE, SoundCut(60.0, 5.0))
    assert caught.value.kind is ErrorKind.SOUND_BROKEN


def test_it_is_kept_under_the_name_of_its_content_once(tmp_path: Path) -> None:
    sound = cut(SAMPLE, SoundCut(1.0, 4.0))
    name = save_sound(sound, tmp_path)
    assert save_sound(cut(SAMPLE, SoundCut(1.0, 4.0)), tmp_path) == name
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == sound.data
    assert name == hashlib.sha256(sound.data).hexdigest() + ".mp3"
