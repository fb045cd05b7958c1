"""How loud a sound is along its length: true to what was recorded, of any length, and it can be stopped."""

from __future__ import annotations

import math
import tracemalloc
from array import array
from pathlib import Path

import pytest

from tests.fakes.sounds import tone, write_sound, write_wave
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.waveform import Waveform
from wan_desktop.media import waveform as measuring
from wan_desktop.media.waveform import waveform

RATE = 44_100


def measured(path: Path, buckets: int) -> Waveform:
    result = waveform(path, buckets)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("suffix", "codec", "layout"),
    [
        ("wav", "pcm_s16le", "mono"),
        ("flac", "flac", "stereo"),
        ("mp3", "libmp3lame", "stereo"),
        ("m4a", "aac", "mono"),
    ],
)
def test_peak_and_rms_are_those_of_the_sound(tmp_path: Path, suffix: str, codec: str, layout: str) -> None:
    quiet, loud, nothing = tone(1, RATE, 0.1), tone(1, RATE, 0.8), array("h", bytes(2 * RATE))
    path = write_sound(tmp_path / f"steps.{suffix}", quiet + loud + nothing, codec, rate=RATE, layout=layout)
    wave = measured(path, 300)
    share = 1.0 if layout == "mono" else math.sqrt(0.5)  # one channel laid on two keeps its power
    assert wave.seconds == pytest.approx(3.0, abs=0.06)
    assert (len(wave.peaks), len(wave.rms)) == (300, 300)
    for place, level in ((50, 0.1), (150, 0.8), (250, 0.0)):
        assert wave.peaks[place] == pytest.approx(level * share, abs=0.03)
        assert wave.rms[place] == pytest.approx(level * share / math.sqrt(2), abs=0.03)


@pytest.mark.parametrize("buckets", [1, 7, 100, 2_000])
def test_a_click_stands_where_it_is_however_many_buckets(tmp_path: Path, buckets: int) -> None:
    click = array("h", bytes(2 * 4 * RATE))
    click[3 * RATE + 60] = -30_000
    path = write_sound(tmp_path / "click.wav", click, "pcm_s16le", rate=RATE)
    wave = measured(path, buckets)
    found = [place for place, peak in enumerate(wave.peaks) if peak > 0.5]
    assert 1 <= len(found) <= 4
    assert abs(found[0] - 3 * buckets / 4) <= max(1, 0.01 * buckets)
    assert max(wave.peaks) == pytest.approx(30_000 / 32_768, abs=1e-4)


def test_opposite_channels_do_not_make_silence(tmp_path: Path) -> None:
    one = tone(1, 8_000, 0.5)
    both = array("h", (value for sample in one for value in (sample, -sample)))
    path = write_wave(tmp_path / "opposite.wav", 1, 2)
    path.write_bytes(path.read_bytes()[:44] + both.tobytes())
    assert min(measured(path, 20).peaks) > 0.45


def memory_for(path: Path) -> int:
    tracemalloc.start()
    try:
        waveform(path, 500)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_longer_sound_takes_no_more_memory(tmp_path: Path) -> None:
    minute, longer = (write_wave(tmp_path / f"{n}.wav", n, 1, rate=1_000) for n in (60, 600))
    assert memory_for(longer) < 1.5 * memory_for(minute)


def test_an_hour_is_measured_and_says_how_far_it_is(tmp_path: Path) -> None:
    shares: list[float] = []
    wave = waveform(write_wave(tmp_path / "hour.wav", 3600, 1, rate=1_000), 500, progress=shares.append)
    assert wave is not None
    assert wave.seconds == pytest.approx(3600)
    assert shares == sorted(shares)
    assert shares[-1] > 0.99
    assert len(shares) > 100


def test_it_stops_at_once_when_told_to(tmp_path: Path) -> None:
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    assert waveform(write_wave(tmp_path / "long.wav", 60, 1), 100, stop) is None
    assert len(asked) == 3


@pytest.mark.parametrize("told", [True, False], ids=["by its header", "when it is found"])
def test_beyond_the_limit_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    monkeypatch.setattr(measuring, "SECONDS_MAX", 5.0)
    # Raw AAC tells no length: FFmpeg guesses one from its first blocks.
    path = write_sound(
        tmp_path / ("long.wav" if told else "long.aac"), tone(9, RATE), "pcm_s16le" if told else "aac"
    )
    with pytest.raises(InputError) as caught:
        waveform(path, 100)
    assert caught.value.kind is ErrorKind.SOUND_TOO_LONG


def test_what_is_no_sound_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.mp3").write_bytes(b"la la la\n" * 500)
    with pytest.raises(InputError) as caught:
        waveform(tmp_path / "text.mp3", 10)
    assert caught.value.kind is ErrorKind.NOT_A_SOUND


def test_columns_of_a_part_are_the_loudest_in_it_and_nothing_beyond() -> None:
    wave = Waveform(10.0, (0.1, 0.9, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.1), (0.1,) * 10)
    assert [peak for peak, _ in wave.columns(0, 10, 5)] == [0.9, 0.3, 0.5, 0.7, 0.8]
    assert [peak for peak, _ in wave.columns(8, 12, 4)] == [0.8, 0.1, 0.0, 0.0]
    assert [peak for peak, _ in wave.columns(-2, 2, 4)] == [0.0, 0.0, 0.1, 0.9]
    assert [peak for peak, _ in wave.columns(1.0, 1.5, 4)] == [0.9] * 4
    assert wave.columns(3, 3, 2) == [(0.0, 0.0)] * 2
