"""What goes into the frozen program, and what stays out."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import contents
import pytest
from contents import left_out

ROOT = Path(__file__).resolve().parents[2]
WHEEL = "/somewhere/site-packages/"
PLUGINS = "PySide6/Qt/plugins/"


@pytest.mark.parametrize(
    "name",
    [
        PLUGINS + "platforms/libqxcb.so",
        PLUGINS + "platforms/libqwayland.so",
        PLUGINS + "platforms/libqoffscreen.so",
        PLUGINS + "multimedia/libffmpegmediaplugin.so",
        PLUGINS + "wayland-shell-integration/libxdg-shell.so",
        PLUGINS + "imageformats/libqjpeg.so",
        "PySide6/plugins/platforms/qwindows.dll",
        r"PySide6\plugins\platforms\qwindows.dll",
        PLUGINS + "platforms/libqcocoa.dylib",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "keyring-25.7.0.dist-info/entry_points.txt",
        "httpx-0.28.1.dist-info/METADATA",
        "resources/icons/app.svg",
        "resources/languages/wan_desktop_zh_CN.qm",
        "resources/samples/lake.jpg",
    ],
)
def test_what_the_program_uses_goes_in(name: str) -> None:
    assert left_out(name, WHEEL + name) is None


@pytest.mark.parametrize(
    "name",
    [
        PLUGINS + "platforms/libqeglfs.so",
        PLUGINS + "platformthemes/libqgtk3.so",
        PLUGINS + "imageformats/libqpdf.so",
        PLUGINS + "a-kind-that-is-new/libqnew.so",
        "PySide6/Qt/lib/libQt6Pdf.so.6",
        "libQt6VirtualKeyboardQml.so.6",
        "PySide6/Qt6Pdf.dll",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/qt_help_zh_CN.qm",
        "keyring-25.7.0.dist-info/RECORD",
        "resources/languages/wan_desktop_zh_CN.ts",
        "resources/screenshots/window-light-en.png",
    ],
)
def test_what_it_does_not_use_stays_out(name: str) -> None:
    assert left_out(name, WHEEL + name)


@pytest.mark.parametrize(
    ("file", "goes_in"),
    [
        ("libxcb-cursor.so.0", True),  # few desktops have it
        ("libssl.so.3", True),  # Python's
        ("libpython3.11.so.1.0", True),
        ("libstdc++.so.6", False),  # the drivers of the computer want theirs
        ("libglib-2.0.so.0", False),
        ("libX11.so.6", False),
        ("libgtk-3.so.0", False),
        ("libxcb-randr.so.0", False),
    ],
)
def test_of_the_building_system_only_what_a_desktop_may_lack_goes_in(file: str, goes_in: bool) -> None:
    for folder in ("/usr/lib/x86_64-linux-gnu/", "/lib/x86_64-linux-gnu/", "/usr/lib64/"):
        assert (left_out(file, folder + file) is None) == goes_in


def test_a_library_of_a_wheel_is_not_the_systems() -> None:
    assert left_out("libxcb-5ddf6756.so.1.1.0", "av.libs/libxcb-5ddf6756.so.1.1.0") is None
    assert left_out("libpython3.11.so.1.0", "/opt/python/lib/libpython3.11.so.1.0") is None


def test_every_resource_that_the_program_opens_goes_in() -> None:
    named = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    out = {name for name in named if left_out(name, str(ROOT / name))}
    kinds = {re.sub(r"[^/]+(\.\w+)$", r"*\1", name) for name in out}
    assert kinds == {"resources/screenshots/*.png", "resources/languages/*.ts", "resources/samples/*.md"}


def test_what_is_left_out_by_name_is_not_imported_by_the_program() -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "wan_desktop").rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", sources, re.MULTILINE))
    assert imported.isdisjoint(contents.MODULES_LEFT_OUT)


def test_what_a_library_is_imported_for_by_name_is_named_to_pyinstaller() -> None:
    spec = (ROOT / "packaging" / "wan_desktop.spec").read_text(encoding="utf-8")
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "wan_desktop").rglob("*.py"))
    named = re.findall(r'import_module, "([\w.]+)"|import_module\("([\w.]+)"\)', sources)
    others = {first or second for first, second in named if not (first or second).startswith("wan_desktop.")}
    others |= set(import_module("wan_desktop.core.transport")._LOADED_LATE)
    assert {name for name in others if f'"{name}"' not in spec} == set()
