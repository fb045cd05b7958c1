"""What the bundle and the disk image for macOS are made from, as far as it can be looked at elsewhere."""

from __future__ import annotations

import plistlib
import re
import sys
from pathlib import Path

import pytest
from macos import bundle, disk_image

HERE = Path(bundle.__file__).parent


def test_the_property_list_can_be_written_and_offers_images_without_taking_over() -> None:
    plist = plistlib.loads(plistlib.dumps(bundle.info_plist("1.2.3")))
    assert plist["CFBundleShortVersionString"] == "1.2.3"
    [images] = plist["CFBundleDocumentTypes"]
    assert images["LSHandlerRank"] == "Alternate"
    kinds = ("jpeg", "png", "heic", "heif", "avif", "webp", "gif", "bmp", "tiff")
    assert [kind for kind in kinds if not any(kind in one for one in images["LSItemContentTypes"])] == []
    assert re.fullmatch(r"[A-Za-z0-9.-]+", plist["CFBundleIdentifier"])


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


def test_without_an_identity_nothing_is_signed() -> None:
    assert list(disk_image.signing_commands(Path("a.dmg"), {})) == []


def test_with_an_identity_it_is_signed_and_with_a_profile_sent_to_apple() -> None:
    image = Path("a.dmg")
    signed = [command[0] for command, _ in disk_image.signing_commands(image, {"CODESIGN_IDENTITY": "me"})]
    assert signed == ["codesign"]
    both = {"CODESIGN_IDENTITY": "me", "NOTARY_PROFILE": "profile"}
    commands = [command[:2] for command, _ in disk_image.signing_commands(image, both)]
    assert commands == [["codesign", "--sign"], ["xcrun", "notarytool"], ["xcrun", "stapler"]]
