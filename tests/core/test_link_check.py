"""What a look at a pasted link says: sound or none, open or not, never "wrong" where nobody could look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.odd_videos import without_sound
from tests.fakes.tones import write_tone
from tests.fakes.wire_server import Script, WireServer, answer, closed_port, header_of, read_all, reset
from wan_desktop.core.link_check import look_at_link
from wan_desktop.core.link_finding import LinkFinding, LinkLook
from wan_desktop.core.params import AUDIO_BYTES_MAX
from wan_desktop.core.transport import Patience

SHORT = Patience(connect=1, write=1, read=0.2, total=2)
F = LinkFinding


async def look(url: str, patience: Patience = SHORT) -> LinkLook:
    return await look_at_link(url, allow_loopback=True, patience=patience)


@pytest.mark.parametrize(
    ("name", "seconds", "finding"),
    [
        ("good.mp3", 5.0, F.GOOD),
        ("good.wav", 29.9, F.GOOD),
        ("short.wav", 2.5, F.TOO_SHORT),
        ("long.mp3", 31.0, F.TOO_LONG),
        ("other.m4a", 5.0, F.WRONG_FORMAT),
    ],
)
async def test_a_sound_is_heard_and_measured(
    tmp_path: Path, name: str, seconds: float, finding: LinkFinding
) -> None:
    sound = write_tone(tmp_path / name, seconds).read_bytes()
    async with WireServer((read_all, answer(200, sound))) as server:
        found = await look(f"{server.url}/a?X-Amz-Signature=s1gn")
        assert header_of(server.requests[0], "authorization") == ""
    assert found.finding is finding
    assert found.seconds == pytest.approx(seconds, abs=0.1)


ODD: dict[str, tuple[Script, LinkFinding]] = {
    "a page": ((read_all, answer(200, "<html>Sign in</html>" * 50)), F.NO_SOUND),
    "nothing": ((read_all, answer(200, "")), F.NO_SOUND),
    "forbidden": ((read_all, answer(403, "no")), F.NOT_OPEN),
    "not there": ((read_all, answer(404, "no")), F.NOT_OPEN),
    "busy": ((read_all, answer(503, "later")), F.UNKNOWN),
    "cut": ((read_all, answer(200, "half", length=999), reset), F.UNKNOWN),
    "too large": ((read_all, answer(200, "x", length=AUDIO_BYTES_MAX + 1)), F.TOO_LARGE),
    "a redirect into a private network": (
        (read_all, answer(302, "", "Location: http://192.168.1.1/a.mp3")),
        F.NOT_PUBLIC,
    ),
    "a redirect to a file": ((read_all, answer(302, "", "Location: file:///etc/passwd")), F.NOT_PUBLIC),
    "redirects without an end": ((read_all, answer(302, "", "Location: /a")), F.NOT_OPEN),
}


@pytest.mark.parametrize("case", ODD)
async def test_what_is_no_sound_is_named(case: str) -> None:
    script, finding = ODD[case]
    async with WireServer(script) as server:
        assert (await look(f"{server.url}/a")).finding is finding


async def test_a_video_without_sound_is_none(tmp_path: Path) -> None:
    without_sound(tmp_path / "video.mp4")
    async with WireServer((read_all, answer(200, (tmp_path / "video.mp4").read_bytes()))) as server:
        assert (await look(f"{server.url}/a")).finding is F.NO_SOUND


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/a.mp3",
        "http://localhost/a.mp3",
        "http://192.168.0.10/a.mp3",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/a.mp3",
        "http://2130706433/a.mp3",
        "ftp://h.example/a.mp3",
    ],
)
async def test_a_private_address_is_not_even_opened(url: str) -> None:
    assert await look_at_link(url) == LinkLook(F.NOT_PUBLIC)


async def test_a_name_that_leads_home_is_not_public_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS says 127.0.0.1 for a public name: judged by where the connection leads, before a byte leaves."""
    async with WireServer((read_all, answer(200, "x"))) as server:
        monkeypatch.setattr("wan_desktop.core.link_check.refused_host", lambda *_, **__: False)
        assert (await look_at_link(f"{server.url}/a.mp3")).finding is F.NOT_PUBLIC
        assert server.requests == []


async def test_where_nobody_can_look_nothing_is_said_against_the_link() -> None:
    assert await look(f"http://127.0.0.1:{closed_port()}/a.mp3") == LinkLook(F.UNKNOWN)
    async with WireServer((read_all,)) as silent:
        assert (await look(f"{silent.url}/a.mp3")).finding is F.UNKNOWN
