"""Disk image for macOS, from the bundle that PyInstaller made: called by ``dev.py build`` there.

Left alone the bundle stays signed ad hoc, as PyInstaller leaves it: it starts, after Gatekeeper's warning.
Signing and notarising are Apple's, by variables of the environment:

* ``CODESIGN_IDENTITY``: the name of a "Developer ID Application" certificate in the keychain. The spec hands
  it to PyInstaller, which signs every library and the bundle under the hardened runtime, with
  ``entitlements.plist`` beside this; the image is signed here.
* ``NOTARY_PROFILE``: the name that ``xcrun notarytool store-credentials`` was given. The image goes to Apple,
  and Apple's answer is stapled to it.

The authors have no Mac: nothing here has been run on one. It was read line by line against the source and
documentation of PyInstaller 6.22.3, the manual pages of Xcode 27 (codesign, notarytool, stapler, hdiutil,
diskutil), and Apple's pages on the keys of an Info.plist, uniform types and the hardened runtime.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import freeze
from steps import SetupFailed, clean_environment, run_tool, say

from macos.bundle import MINIMUM_SYSTEM, NAME
from macos.mach_o import Version, made_for_newer


def make(folder: Path, target: Path, version: str) -> list[Path]:
    """The image, tried before: the bundle lies beside ``folder``. Raises SetupFailed, OSError."""
    bundle = folder.with_name(f"{NAME}.app")
    refuse_newer(bundle, MINIMUM_SYSTEM)
    freeze.test(bundle / "Contents" / "MacOS", target.with_name("selftest-bundle"))
    image = target / image_name(version, platform.machine())
    with tempfile.TemporaryDirectory() as temporary:
        content = Path(temporary) / "content"
        lay_out(bundle, content)
        run_tool(verify_command(content / bundle.name), failure="The signature of the program does not hold.")
        run_tool(create_command(content, image), failure="hdiutil could not make the disk image.")
    sign(image, os.environ)
    return [image]


def image_name(version: str, machine: str) -> str:
    """Named by the processor too: ``arm64`` is Apple's own, ``x86_64`` Intel's."""
    return f"wan-desktop-{version}-macos-{machine}.dmg"


def refuse_newer(bundle: Path, minimum: Version) -> None:
    """SetupFailed where a file says that it is made for a newer macOS than the bundle does. OSError.

    Python is as likely to as a package is: one that was built on this computer is made for its system.
    """
    if newer := made_for_newer(bundle, minimum):
        said = [
            f"{file.relative_to(bundle)} is made for macOS {major}.{minor}"
            for file, (major, minor) in newer.items()
        ]
        raise SetupFailed(
            f"The program would not be for macOS {minimum[0]}.{minimum[1]}, as macos/bundle.py says: "
            f"{', '.join(said)}. A Python from python.org is made for old systems."
        )


def lay_out(bundle: Path, content: Path) -> None:
    """What the image shows: the program, and the folder that it is dragged into. OSError."""
    content.mkdir()
    shutil.copytree(bundle, content / bundle.name, symlinks=True)
    (content / "Applications").symlink_to("/Applications")


def verify_command(bundle: Path) -> list[str | Path]:
    """As Apple says to test what is to be notarised ("Resolving common notarization issues")."""
    return ["codesign", "--verify", "--all-architectures", "--deep", "--strict", bundle]


def create_command(content: Path, image: Path) -> list[str | Path]:
    """hdiutil(1): a compressed image (UDZO) of a folder, replacing one that is there.

    Its page of 2026 prefers "diskutil image create from", which by its own page takes a disk or an image, no
    folder. That one makes no HFS+ any more, and hdiutil has failed with it on Apple's processors.
    """
    options = ["-volname", NAME, "-fs", "APFS", "-format", "UDZO", "-ov"]
    return ["hdiutil", "create", *options, "-srcfolder", content, image]


def sign(image: Path, variables: Mapping[str, str]) -> None:
    """Signs the image, and has Apple notarise it; nothing without an identity. SetupFailed, OSError."""
    identity, profile = variables.get("CODESIGN_IDENTITY", ""), variables.get("NOTARY_PROFILE", "")
    if not identity:
        say("CODESIGN_IDENTITY is not set: the program is signed ad hoc, and Gatekeeper will warn.")
        return
    run_tool(sign_command(image, identity), failure="The disk image could not be signed.")
    if profile:
        notarise(image, profile)
        staple: list[str | Path] = ["xcrun", "stapler", "staple", image]
        run_tool(staple, failure="Apple's answer could not be stapled to the disk image.")


def sign_command(image: Path, identity: str) -> list[str | Path]:
    """An image has no code of its own that would run: no hardened runtime, no entitlements."""
    return ["codesign", "--sign", identity, "--timestamp", image]


def notarise(image: Path, profile: str) -> None:
    """SetupFailed with Apple's reasons where it refuses. OSError.

    notarytool waits for "Accepted", "Invalid" or "Rejected" (its page, "wait"), and ends with 0 for each.
    """
    say("Apple looks at the disk image, which takes minutes.")
    answer = _notarytool("submit", image, "--wait", "--output-format", "json", profile=profile)
    verdict = verdict_of(answer)
    if verdict.get("status") == "Accepted":
        return
    if identifier := verdict.get("id"):
        say(_notarytool("log", identifier, profile=profile))
    raise SetupFailed("Apple did not notarise the disk image (its words are above).")


def verdict_of(answer: str) -> dict[str, str]:
    """What notarytool answers in JSON: "id" and "status"; nothing where it is not that."""
    try:
        verdict = json.loads(answer)
    except ValueError:
        return {}
    return verdict if isinstance(verdict, dict) else {}


def _notarytool(*arguments: str | Path, profile: str) -> str:
    """What it writes to its standard output, whatever its status."""
    command = ["xcrun", "notarytool", *arguments, "--keychain-profile", profile]
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=clean_environment(),
        check=False,
    ).stdout
