"""What the installer for Windows is made from, as far as it can be looked at elsewhere."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from windows import installer, version_resource

from wan_desktop.app.windows_identity import APP_USER_MODEL_ID, RUNNING_MUTEX
from wan_desktop.core.file_kinds import IMAGE_SUFFIXES

HERE = Path(installer.__file__).parent
SCRIPT = installer.SCRIPT.read_text(encoding="utf-8")


def test_the_shortcuts_and_the_running_program_are_one_for_the_task_bar() -> None:
    assert f'#define AppUserModelId "{APP_USER_MODEL_ID}"' in SCRIPT
    assert f'#define RunningMutex "{RUNNING_MUTEX}"' in SCRIPT


def test_every_kind_of_image_is_offered_and_taken_back_on_removal() -> None:
    offered = set(re.findall(r'SupportedTypes"; ValueType: string; ValueName: "(\.\w+)"', SCRIPT))
    registered = set(re.findall(r'Classes\\(\.\w+)\\OpenWithProgids".*Flags: uninsdeletevalue', SCRIPT))
    assert offered == registered
    assert offered == IMAGE_SUFFIXES


def test_every_word_of_the_script_is_there_in_both_languages() -> None:
    words = re.findall(r"^(en|zh)\.(\w+)=(.+)$", SCRIPT, re.MULTILINE)
    english = {key: text for language, key, text in words if language == "en"}
    chinese = {key: text for language, key, text in words if language == "zh"}
    assert english.keys() == chinese.keys()
    used = {key for _, key in re.findall(r"(\{cm:|CustomMessage\(')(\w+)", SCRIPT)}
    assert used & english.keys() == english.keys()
    for key, text in english.items():
        assert re.findall(r"%\d", text) == re.findall(r"%\d", chinese[key])


def test_the_compiler_gets_what_the_script_leaves_open(tmp_path: Path) -> None:
    command = installer.compile_command(Path("ISCC.exe"), tmp_path / "folder", tmp_path, "1.2.3", "")
    given = {part[2:].partition("=")[0] for part in map(str, command) if part.startswith("/D")}
    assert set(re.findall(r"\{#(\w+)\}", SCRIPT)) - {"AppUserModelId", "RunningMutex"} == given
    assert not any("Signed" in str(part) for part in command)
    signed = installer.compile_command(Path("ISCC.exe"), tmp_path, tmp_path, "1.2.3", "signtool $f")
    assert "/DSigned=1" in signed
    assert "/Ssigning=signtool $f" in signed


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.2.3", (1, 2, 3, 0)),
        ("0.1.0", (0, 1, 0, 0)),
        ("2.0rc1", (2, 0, 0, 0)),
        ("1.70000", (1, 65535, 0, 0)),
    ],
)
def test_a_version_has_the_four_numbers_that_windows_wants(
    version: str, numbers: tuple[int, int, int, int]
) -> None:
    assert version_resource.numbers(version) == numbers


@pytest.mark.parametrize(
    ("program", "file"), [("wan-desktop", "wan-desktop.exe"), ("wan-desktop.com", "wan-desktop.com")]
)
def test_each_executable_tells_its_own_name(program: str, file: str) -> None:
    assert version_resource.file_name(program) == file


def test_a_path_that_is_there_and_cannot_be_read_is_not_written_over() -> None:
    adding = SCRIPT.partition("procedure AddToPath")[2].partition("\nend;")[0]
    assert adding.index("HasPath") < adding.index("Exit;") < adding.index("Path := '';")


def test_the_version_resource_is_an_expression_of_pyinstallers_names() -> None:
    tree = ast.parse(version_resource.text("1.2.3", "wan-desktop.exe"), mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    known = {"VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo"}
    assert names == known | {"VarStruct"}


def test_a_compiler_is_found_on_the_path_or_where_it_is_put(tmp_path: Path) -> None:
    assert installer.find_compiler({"PATH": str(tmp_path)}) is None
    placed = tmp_path / "Inno Setup 6" / "ISCC.exe"
    placed.parent.mkdir()
    placed.touch()
    assert installer.find_compiler({"PATH": "", "ProgramFiles(x86)": str(tmp_path)}) == placed


def test_the_manifest_is_sharp_on_every_screen_and_asks_for_no_rights() -> None:
    words = {
        element.tag.rpartition("}")[2]: element for element in ET.parse(HERE / "application.manifest").iter()
    }
    assert words["dpiAwareness"].text == "PerMonitorV2, PerMonitor"
    assert words["requestedExecutionLevel"].get("level") == "asInvoker"
