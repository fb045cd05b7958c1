"""A sound file says how long it is; everything else says that it is none."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from tests.fakes.sounds import noise, write_sound, write_wave
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.params import AUDIO_BYTES_MAX, AUDIO_SECONDS_MAX, AUDIO_SECONDS_MIN
from wan_desktop.core.paths import resource
from wan_desktop.media import open_sound
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


def test_a_header_that_leads_beyond_every_disk_is_no_missing_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_sound(tmp_path / "sound.wma", noise(1, 44_100), "wmav2")
    data = bytearray(path.read_bytes())
    data[46:54] = (0x0790 << 48).to_bytes(8, "little")  # how long the first object is
    path.write_bytes(data)
    assert kind_of(path) is ErrorKind.NOT_A_SOUND
    assert capfd.readouterr().err == ""


def test_a_disk_that_fails_while_it_is_read_is_not_the_sounds_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_reader: object, _count: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(open_sound._Reader, "read", broken)
    assert kind_of(SAMPLE) is ErrorKind.FILE_MISSING


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXTINF:8,\nhttp://127.0.0.1:9/a.mp3\n",
        b"[playlist]\nFile1=http://127.0.0.1:9/a.mp3\nNumberOfEntries=1\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
        b'<AdaptationSet contentType="audio"><Representation id="1"><BaseURL>http://127.0.0.1:9/a.mp4</BaseURL>'
        b"</Representation></AdaptationSet></Period></MPD>",
        b"ffconcat version 1.0\nfile 'http://127.0.0.1:9/a.mp3'\n",
    ],
    ids=["m3u", "pls", "sdp", "dash", "ffconcat"],
)
def test_no_list_of_links_opens_one(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    path = tmp_path / "song.mp3"
    path.write_bytes(content.replace(b":9/", f":{listener.getsockname()[1]}/".encode()))
    assert kind_of(path) is ErrorKind.NOT_A_SOUND
    with listener, pytest.raises(TimeoutError):
        listener.accept()
