"""What the installer for Windows is made from, as far as it can be looked at elsewhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from steps import SetupFailed
from windows import installer, version_resource

from wan_desktop.app.windows_identity import APP_USER_MODEL_ID, RUNNING_MUTEX
from wan_desktop.core.file_kinds import IMAGE_SUFFIXES

HERE = Path(installer.__file__).parent
SCRIPT = installer.SCRIPT.read_text(encoding="utf-8")


def section(name: str) -> str:
    return SCRIPT.partition(f"\n[{name}]\n")[2].partition("\n[")[0]


def routine(name: str) -> str:
    """The text of one procedure or function of the script."""
    return re.split(rf"(?:procedure|function) {name}\b", SCRIPT)[1].partition("\nend;")[0]


def read_as_iscc(command_line: str) -> list[str]:
    """The parameters as Inno Setup reads them (GetParamStr in its Shared.CommonFunc.pas), not as C does."""
    parameters, in_quotes, parameter = [], False, ""
    for character in command_line + " ":
        if character == '"':
            in_quotes = not in_quotes
        elif character <= " " and not in_quotes:
            parameters += [parameter] if parameter else []
            parameter = ""
        else:
            parameter += character
    return parameters


def test_the_shortcuts_and_the_running_program_are_one_for_the_task_bar() -> None:
    assert f'#define AppUserModelId "{APP_USER_MODEL_ID}"' in SCRIPT
    assert f'#define RunningMutex "{RUNNING_MUTEX}"' in SCRIPT


def test_setup_and_the_uninstaller_wait_for_an_open_window() -> None:
    assert "\nAppMutex={#RunningMutex}\n" in section("Setup")


def test_every_kind_of_image_is_offered_and_taken_back_on_removal() -> None:
    offered = set(re.findall(r'SupportedTypes"; ValueType: string; ValueName: "(\.\w+)"', SCRIPT))
    registered = set(re.findall(r'Classes\\(\.\w+)\\OpenWithProgids".*Flags: uninsdeletevalue ', SCRIPT))
    assert offered == registered
    assert offered == IMAGE_SUFFIXES


def test_no_key_is_left_empty_by_a_removal() -> None:
    keys = re.findall(r'Subkey: "Software\\Classes\\(\.[\w\\]+)".*uninsdeletekeyifempty', SCRIPT)
    # The removal goes from the last line to the first: a key must be gone when its parent's turn comes.
    assert keys[::2] == sorted(IMAGE_SUFFIXES)
    assert keys[1::2] == [rf"{suffix}\OpenWithProgids" for suffix in keys[::2]]
    # A suffix's own key may be Windows': installing leaves it as it is.
    own = re.findall(r'^Root: HKA; Subkey: "Software\\Classes\\\.\w+"; Flags: (.+)$', SCRIPT, re.MULTILINE)
    assert own == ["dontcreatekey uninsdeletekeyifempty"] * len(IMAGE_SUFFIXES)


def test_every_word_of_the_script_is_there_in_both_languages() -> None:
    own, of_inno_setup = (section(name) for name in ("CustomMessages", "Messages"))
    words = re.findall(r"^(en|zh)\.(\w+)=(.+)$", own + of_inno_setup, re.MULTILINE)
    english = {key: text for language, key, text in words if language == "en"}
    chinese = {key: text for language, key, text in words if language == "zh"}
    assert english.keys() == chinese.keys()
    used = {key for _, key in re.findall(r"(\{cm:|CustomMessage\(')(\w+)", SCRIPT)}
    assert used | set(re.findall(r"^en\.(\w+)=", of_inno_setup, re.MULTILINE)) >= english.keys()
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


def test_names_with_spaces_and_quotation_marks_reach_the_compiler_whole() -> None:
    folder = Path(r"C:\My programs\wan-desktop")
    signing = r'"C:\Program Files\signtool.exe" sign /n "A name" $f'
    command = installer.compile_command(Path(r"C:\Inno Setup 6\ISCC.exe"), folder, folder, "1.2.3", signing)
    assert read_as_iscc(subprocess.list2cmdline(command)) == [str(part) for part in command]
    assert r"/Ssigning=$qC:\Program Files\signtool.exe$q sign /n $qA name$q $f" in command


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
    assert "if not ReadPath(ForAll, Path) and HasPath(ForAll) then\n    Exit;" in routine("AddToPath")


def test_a_path_that_is_there_keeps_its_type() -> None:
    there, new = routine("WritePath").split("else if ForAll then")
    assert "RegWriteStringValue" in there
    assert "RegWriteExpandStringValue" not in there
    assert "RegWriteExpandStringValue" in new


def test_the_path_is_mended_before_windows_is_told_and_nothing_is_asked_in_silence() -> None:
    before, after = routine("CurUninstallStepChanged").split("usPostUninstall")
    assert "= usUninstall then" in before
    assert "RemoveFromPath(IsAdminInstallMode)" in before
    assert "RemoveFromPath" not in after
    assert "not UninstallSilent then\n    SuppressibleMsgBox(Kept" in after


def test_a_removal_for_all_users_names_no_account_s_folders() -> None:
    for_all = routine("Kept").partition("if IsAdminInstallMode then")[2].partition("else")[0]
    assert "KeptOfEach" in for_all
    assert "Videos" not in for_all
    assert "localappdata" not in for_all


def test_only_an_older_version_of_this_program_is_cleared_away() -> None:
    (line,) = (line for line in section("InstallDelete").splitlines() if line.startswith("Type:"))
    assert r"Check: FileExists(ExpandConstant('{app}\wan-desktop.exe'))" in line


@pytest.mark.parametrize("file", [installer.SCRIPT, HERE / "ChineseSimplified.isl"])
def test_inno_setup_sees_by_itself_that_a_file_is_utf8(file: Path) -> None:
    file.read_text(encoding="utf-8", errors="strict")
    assert not file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_message_is_translated_once_and_none_is_the_script_s_own() -> None:
    text = (HERE / "ChineseSimplified.isl").read_text(encoding="utf-8")
    names = re.findall(r"^(\w+)=", text, re.MULTILINE)
    assert len(names) == len(set(names))
    assert not set(names) & set(re.findall(r"^zh\.(\w+)=", SCRIPT, re.MULTILINE))


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


def test_the_newest_compiler_is_taken_wherever_it_lies(tmp_path: Path) -> None:
    for root, number in (("x86", 6), ("x64", 6), ("x64", 7)):
        compiler = tmp_path / root / f"Inno Setup {number}" / "ISCC.exe"
        compiler.parent.mkdir(parents=True)
        compiler.touch()
    roots = {"ProgramFiles(x86)": str(tmp_path / "x86"), "ProgramFiles": str(tmp_path / "x64")}
    assert installer.find_compiler({"PATH": "", **roots}) == compiler


@pytest.mark.parametrize(
    ("script", "said"), [("exit 3", "nothing"), ("echo wan-desktop 1.2.2", "wan-desktop 1.2.2")]
)
@pytest.mark.skipif(sys.platform == "win32", reason="the executable is stood for by a shell script")
def test_a_console_that_does_not_start_fails_in_words(tmp_path: Path, script: str, said: str) -> None:
    console = tmp_path / installer.CONSOLE_NAME
    console.write_text(f"#!/bin/sh\n{script}\n")
    console.chmod(0o755)
    with pytest.raises(SetupFailed, match=f"said: {said}$"):
        installer.check_console(tmp_path, "1.2.3")


@pytest.mark.skipif(sys.platform == "win32", reason="the executable is stood for by a shell script")
def test_the_zip_has_the_executables_as_they_were_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "wan-desktop"
    folder.mkdir()
    console = folder / installer.CONSOLE_NAME
    console.write_text("#!/bin/sh\necho 1.2.3\n")
    console.chmod(0o755)
    (tmp_path / "ISCC").write_text(f"#!/bin/sh\necho signed > {console}\n")
    (tmp_path / "ISCC").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    archive, setup = installer.make(folder, tmp_path, "1.2.3")
    assert setup.name == "wan-desktop-1.2.3-windows-x64-setup.exe"
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.read("wan-desktop/wan-desktop.com") == b"signed\n"


def test_the_manifest_is_sharp_on_every_screen_and_asks_for_no_rights() -> None:
    words = {
        element.tag.rpartition("}")[2]: element for element in ET.parse(HERE / "application.manifest").iter()
    }
    assert words["dpiAwareness"].text == "PerMonitorV2, PerMonitor"
    assert words["requestedExecutionLevel"].get("level") == "asInvoker"
