"""The workflows that build and test on other systems, as far as they can be looked at without them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dev
import pytest
import system_packages

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in WORKFLOWS}

#: Modules that Windows, or macOS too, has not: one of them at the top of a file of tests stops them all.
LINUX_ALONE = {"fcntl", "grp", "jeepney", "pty", "pwd", "resource", "secretstorage", "termios"}
#: Started as a process of its own, on Linux alone.
STARTED_ON_LINUX = {Path("tests/media/fuzz/child.py")}


@pytest.mark.parametrize("name", TEXTS)
def test_every_action_is_one_commit_whose_version_is_told(name: str) -> None:
    used = re.findall(r"uses: *(.+)", TEXTS[name])
    assert used
    for line in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_one_action_has_one_version_everywhere() -> None:
    used = {line for text in TEXTS.values() for line in re.findall(r"uses: *(.+)", text)}
    assert len({line.partition("@")[0] for line in used}) == len(used)


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_can_only_read_and_leaves_no_key_in_the_checkout(name: str) -> None:
    assert re.findall(r"^permissions:\n((?:  .+\n)+)", TEXTS[name], re.MULTILINE) == ["  contents: read\n"]
    assert TEXTS[name].count("actions/checkout@") == TEXTS[name].count("persist-credentials: false")


def test_what_the_workflows_start_is_there() -> None:
    started = {line for text in TEXTS.values() for line in re.findall(r"python (packaging/[^|\n]+)", text)}
    commands = {line.split()[1] for line in started if line.startswith("packaging/dev.py")}
    assert commands == {"build", "test"}
    assert commands <= dev.COMMANDS.keys()
    sections = {name for line in started if "system_packages" in line for name in line.split()[1:]}
    assert sections
    assert sections <= system_packages.parse_list(system_packages.LIST.read_text(encoding="utf-8")).keys()
    for line in started:
        assert (ROOT / line.split()[0]).is_file()


@pytest.mark.skipif(not system_packages.is_debian(), reason="only Debian and Ubuntu have packages to tell")
def test_the_missing_packages_are_told_in_one_line() -> None:
    script = [sys.executable, "packaging/system_packages.py", "program", "fonts"]
    told = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == " ".join(system_packages.missing(("program", "fonts"))) + "\n"


def imported_at_the_top(tree: ast.Module) -> Iterator[str]:
    """Names of modules, but for those below an ``if``."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module


def test_the_tests_can_be_read_in_on_every_system() -> None:
    found = {
        file.relative_to(ROOT)
        for folder in ("tests", "packaging", "wan_desktop")
        for file in (ROOT / folder).rglob("*.py")
        for module in imported_at_the_top(ast.parse(file.read_text(encoding="utf-8")))
        if module.partition(".")[0] in LINUX_ALONE
    }
    assert found == STARTED_ON_LINUX
