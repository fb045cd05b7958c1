"""What the bundle and the disk image for macOS are made from, as far as it can be looked at elsewhere."""

from __future__ import annotations

import plistlib
import re
import struct
import sys
from pathlib import Path

import pytest
from macos import bundle, disk_image
from macos.mach_o import made_for
from steps import SetupFailed

HERE = Path(bundle.__file__).parent
IMAGE = Path("a.dmg")
SIGNED, NOTARISED = {"CODESIGN_IDENTITY": "me"}, {"CODESIGN_IDENTITY": "me", "NOTARY_PROFILE": "profile"}


def a_library(*versions: tuple[int, int], command: int = 0x32) -> bytes:
    """A Mach-O file, universal with several versions: another command first, then the version's."""
    slices = []
    for major, minor in versions:
        version = struct.pack("<I", major << 16 | minor << 8)
        said = (struct.pack("<I", 1) if command == 0x32 else b"") + version + bytes(8)
        commands = struct.pack("<2I8x", 0x1B, 16) + struct.pack("<2I", command, 8 + len(said)) + said
        slices.append(struct.pack("<4s6I4x", b"\xcf\xfa\xed\xfe", 0, 0, 6, 2, len(commands), 0) + commands)
    if len(slices) == 1:
        return slices[0]
    heads, place = b"", 8 + 20 * len(slices)
    for one in slices:
        heads += struct.pack(">5I", 0, 0, place, len(one), 0)
        place += len(one)
    return struct.pack(">4sI", b"\xca\xfe\xba\xbe", len(slices)) + heads + b"".join(slices)


def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    commands: list[list[str]] = []
    monkeypatch.setattr(
        disk_image, "run_tool", lambda command, *, failure: commands.append([str(word) for word in command])
    )
    return commands


def test_the_property_list_can_be_written_and_offers_images_without_taking_over() -> None:
    plist = plistlib.loads(plistlib.dumps(bundle.info_plist("1.2.3")))
    assert plist["CFBundleShortVersionString"] == "1.2.3"
    [images] = plist["CFBundleDocumentTypes"]
    assert images["LSHandlerRank"] == "Alternate"
    kinds = ("jpeg", "png", "heic", "heif", "avif", "webp", "gif", "bmp", "tiff")
    assert [kind for kind in kinds if not any(kind in one for one in images["LSItemContentTypes"])] == []
    assert re.fullmatch(r"[A-Za-z0-9.-]+", plist["CFBundleIdentifier"])


@pytest.mark.parametrize(
    ("version", "number"),
    [("1.2.3", "1.2.3"), ("1.2.3rc1", "1.2.3"), ("2.0.dev4+local", "2.0.0"), ("7", "7.0.0")],
)
def test_a_version_is_told_in_the_three_numbers_that_macos_wants(version: str, number: str) -> None:
    plist = bundle.info_plist(version)
    assert (plist["CFBundleVersion"], plist["CFBundleShortVersionString"]) == (number, number)


def test_the_oldest_system_that_is_told_is_the_one_that_the_readers_are_told() -> None:
    wanted = bundle.info_plist("1.0")["LSMinimumSystemVersion"].removesuffix(".0")
    root = HERE.parents[1]
    assert f"**macOS {wanted} or newer.**" in (root / "README.md").read_text(encoding="utf-8")
    assert f"**macOS {wanted} 或更新版本。**" in (root / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (a_library((14, 0)), (14, 0)),
        (a_library((10, 13), command=0x24), (10, 13)),
        (a_library((11, 0), (15, 4)), (15, 4)),
        (a_library((14, 0))[:40], None),
        (b"\xca\xfe\xba\xbe\0\0\0\x41 is a class of Java's", None),
        (b"text", None),
        (b"", None),
    ],
)
def test_a_library_says_which_macos_it_is_made_for(
    tmp_path: Path, data: bytes, version: tuple[int, int] | None
) -> None:
    (tmp_path / "library").write_bytes(data)
    assert made_for(tmp_path / "library") == version


def test_a_bundle_with_a_library_for_a_newer_macos_than_it_tells_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Frameworks").mkdir()
    (tmp_path / "Frameworks" / "old.dylib").write_bytes(a_library((11, 0), (13, 0)))
    (tmp_path / "Frameworks" / "now.so").write_bytes(a_library((15, 0)))
    disk_image.refuse_newer(tmp_path, (15, 0))
    with pytest.raises(SetupFailed, match=r"macOS 14\.0.*: Frameworks/now\.so is made for macOS 15\.0\."):
        disk_image.refuse_newer(tmp_path, (14, 0))


def test_the_entitlements_are_a_property_list() -> None:
    allowed = plistlib.loads((HERE / "entitlements.plist").read_bytes())
    assert allowed == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.skipif(sys.platform == "win32", reason="not everyone may make links on Windows")
def test_the_image_shows_the_program_beside_the_folder_that_it_goes_to(tmp_path: Path) -> None:
    made = tmp_path / "Wan Desktop.app"
    (made / "Contents").mkdir(parents=True)
    (made / "Contents" / "link").symlink_to("elsewhere")
    content = tmp_path / "content"
    disk_image.lay_out(made, content)
    assert (content / made.name / "Contents" / "link").is_symlink()
    assert (content / "Applications").readlink() == Path("/Applications")


def test_the_signature_is_looked_at_and_the_image_made_of_the_same_folder() -> None:
    assert disk_image.verify_command(Path("c/Wan Desktop.app"))[-1] == Path("c/Wan Desktop.app")
    command = disk_image.create_command(Path("c"), IMAGE)
    assert command[-3:] == ["-srcfolder", Path("c"), IMAGE]
    assert command[command.index("-fs") + 1] == "APFS"


def test_without_an_identity_nothing_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = ran(monkeypatch)
    disk_image.sign(IMAGE, {"NOTARY_PROFILE": "profile"})
    assert commands == []


def test_with_an_identity_the_image_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = ran(monkeypatch)
    disk_image.sign(IMAGE, SIGNED)
    assert commands == [["codesign", "--sign", "me", "--timestamp", "a.dmg"]]


def test_what_apple_accepts_is_stapled(monkeypatch: pytest.MonkeyPatch) -> None:
    commands, asked = ran(monkeypatch), []

    def answer(*arguments: str | Path, profile: str) -> str:
        asked.append((arguments, profile))
        return '{"id": "1-2", "status": "Accepted", "message": "Processing complete"}'

    monkeypatch.setattr(disk_image, "_notarytool", answer)
    disk_image.sign(IMAGE, NOTARISED)
    assert asked == [(("submit", IMAGE, "--wait", "--output-format", "json"), "profile")]
    assert commands[1:] == [["xcrun", "stapler", "staple", "a.dmg"]]


@pytest.mark.parametrize(
    "verdict", ['{"id": "1-2", "status": "Invalid", "message": "Processing complete"}', '{"id": "1-2"}']
)
def test_what_apple_refuses_is_not_stapled_and_its_reasons_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verdict: str
) -> None:
    commands = ran(monkeypatch)
    answers = {("submit", IMAGE): verdict, ("log", "1-2"): "The binary is not signed."}
    monkeypatch.setattr(disk_image, "_notarytool", lambda *arguments, profile: answers[arguments[:2]])
    with pytest.raises(SetupFailed, match="did not notarise"):
        disk_image.sign(IMAGE, NOTARISED)
    assert [command[0] for command in commands] == ["codesign"]
    assert "The binary is not signed." in capsys.readouterr().err


@pytest.mark.parametrize("answer", ["", "Error: no such profile", "[]"])
def test_an_answer_that_is_none_is_no_leave(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    ran(monkeypatch)
    monkeypatch.setattr(disk_image, "_notarytool", lambda *arguments, profile: answer)
    with pytest.raises(SetupFailed):
        disk_image.sign(IMAGE, NOTARISED)
