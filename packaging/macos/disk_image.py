"""Disk image for macOS, from the bundle that PyInstaller made: called by ``dev.py build`` there.

Left alone the bundle stays signed ad hoc, as PyInstaller leaves it: it starts, after Gatekeeper's warning.
Signing and notarising are Apple's, by variables of the environment:

* ``CODESIGN_IDENTITY``: the name of a "Developer ID Application" certificate in the keychain. The spec hands
  it to PyInstaller, which signs every library and the bundle under the hardened runtime, with
  ``entitlements.plist`` beside this; the image is signed here.
* ``NOTARY_PROFILE``: the name that ``xcrun notarytool store-credentials`` was given. The image goes to Apple,
  and Apple's answer is stapled to it.

The authors have no Mac: this has not been run, and is not yet checked line by line.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import freeze
from steps import run_tool, say

from macos.bundle import NAME


def make(folder: Path, target: Path, version: str) -> list[Path]:
    """The image, tried before: the bundle lies beside ``folder``. Raises SetupFailed, OSError."""
    bundle = folder.with_name(f"{NAME}.app")
    freeze.test(bundle / "Contents" / "MacOS", target.with_name("selftest-bundle"))
    image = target / image_name(version, platform.machine())
    with tempfile.TemporaryDirectory() as temporary:
        content = Path(temporary) / "content"
        lay_out(bundle, content)
        run_tool(create_command(content, image), failure="hdiutil could not make the disk image.")
    for command, failure in signing_commands(image, os.environ):
        run_tool(command, failure=failure)
    return [image]


def image_name(version: str, machine: str) -> str:
    """Named by the processor too: ``arm64`` is Apple's own, ``x86_64`` Intel's."""
    return f"wan-desktop-{version}-macos-{machine}.dmg"


def lay_out(bundle: Path, content: Path) -> None:
    """What the image shows: the program, and the folder that it is dragged into. OSError."""
    content.mkdir()
    shutil.copytree(bundle, content / bundle.name, symlinks=True)
    (content / "Applications").symlink_to("/Applications")


def create_command(content: Path, image: Path) -> list[str | Path]:
    """hdiutil(1): a compressed image (UDZO) of a folder, replacing one that is there."""
    options = ["-volname", NAME, "-fs", "HFS+", "-format", "UDZO", "-ov"]
    return ["hdiutil", "create", *options, "-srcfolder", content, image]


def signing_commands(image: Path, variables: Mapping[str, str]) -> Iterator[tuple[list[str | Path], str]]:
    """What is done to the image, each with the sentence for its failure; nothing without an identity."""
    identity, profile = variables.get("CODESIGN_IDENTITY", ""), variables.get("NOTARY_PROFILE", "")
    if not identity:
        say("CODESIGN_IDENTITY is not set: the program is signed ad hoc, and Gatekeeper will warn.")
        return
    sign: list[str | Path] = ["codesign", "--sign", identity, "--timestamp", image]
    yield sign, "The disk image could not be signed."
    if profile:
        submit: list[str | Path] = [
            "xcrun",
            "notarytool",
            "submit",
            image,
            "--keychain-profile",
            profile,
            "--wait",
        ]
        yield submit, "Apple did not notarise the disk image (its words are above)."
        yield ["xcrun", "stapler", "staple", image], "Apple's answer could not be stapled to the disk image."
