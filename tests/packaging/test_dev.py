"""dev.py's commands as a user starts them, in a checkout that is already set up.

The checkout is a copy whose ``.venv`` holds a stand-in for Python: it prints where it was started and with
what, and ends with the status it is told. So nothing here needs the network or another Python.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import dev
import pytest
from environment import INSTALLER_LOCKS, TEST_LOCKS, Environment

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a shell script")

STAND_IN = """\
#!/bin/sh
printf '%s|' "$PWD" "$PYTHONPATH" "$@"; echo
case "$*" in *"$FAILING"*) exit "$STATUS";; esac
"""

Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "my projects 项目"
    shutil.copytree(ROOT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "packaging/linux/system-packages.txt").write_text(
        "[program]\n[fonts]\n[tests]\n", encoding="utf-8"
    )
    stand_in(Environment(folder), TEST_LOCKS)
    stand_in(Environment(folder, folder / "build" / "environment"), INSTALLER_LOCKS)
    return folder


def stand_in(ready: Environment, lock_names: tuple[str, ...]) -> None:
    ready.python.parent.mkdir(parents=True)
    ready.python.write_text(STAND_IN, encoding="utf-8")
    ready.python.chmod(0o755)
    ready.marks_file.write_text(json.dumps(ready.marks_for(lock_names)), encoding="utf-8")


@pytest.fixture
def start(checkout: Path, tmp_path: Path) -> Start:
    def start(
        *arguments: str, folder: Path = tmp_path, failing: str = "nothing fails", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        around = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
        return subprocess.run(
            [sys.executable, checkout / "packaging/dev.py", *arguments],
            cwd=folder,
            env=around | {"FAILING": failing, "STATUS": "7"} | variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return start


def test_run_starts_the_program_where_the_user_is(start: Start, tmp_path: Path) -> None:
    done = start("run", DISPLAY=":0", PYTHONPATH="/elsewhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{tmp_path}||-P|-m|wan_desktop|\n", "")


def test_run_ends_as_the_program_ends(start: Start) -> None:
    assert start("run", "generate", "a b.jpg", failing="a b.jpg").returncode == 7


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_run_without_a_display_says_so_and_tests_itself(start: Start, checkout: Path) -> None:
    done = start("run")
    folder = checkout / "build" / "selftest"
    assert done.stdout.endswith(f"|wan_desktop|--selftest|{folder}|\n")
    assert str(folder) in done.stderr
    assert "no display" in done.stderr


def test_run_with_arguments_needs_no_display(start: Start) -> None:
    done = start("run", "jobs", "--json")
    assert done.stdout.endswith("|wan_desktop|jobs|--json|\n")
    assert done.stderr == ""


def test_test_checks_everything_and_ends_with_the_tests_that_run_alone(start: Start, checkout: Path) -> None:
    done = start("test")
    tools = [line.removeprefix(f"{checkout}||-m|") for line in done.stdout.splitlines()]
    assert tools == [
        "ruff|check|.|",
        "ruff|format|--check|.|",
        "mypy|",
        "pytest|-n|auto|--dist|worksteal|-m|not alone|",
        "pytest|-m|alone|",
    ]
    assert done.returncode == 0


@pytest.mark.parametrize("failing", ["-m not alone", "-m alone"])
def test_test_ends_as_the_tests_end(start: Start, failing: str) -> None:
    assert start("test", failing=failing).returncode == 7


def test_a_fault_of_form_is_named_and_the_tests_are_not_started(start: Start) -> None:
    done = start("test", failing="mypy")
    assert "-m|pytest" not in done.stdout
    assert "mypy found faults" in done.stderr
    assert done.returncode == 1


def test_test_with_arguments_is_pytest_alone(start: Start, checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "test_here.py").touch()
    done = start("test", "test_here.py::test_one", "tests/core", "-k", "word")
    assert done.stdout == f"{checkout}||-m|pytest|{tmp_path}/test_here.py::test_one|tests/core|-k|word|\n"


def test_a_word_that_is_also_a_folder_of_the_checkout_stays_a_word(start: Start, checkout: Path) -> None:
    assert start("test", "-k", "packaging", folder=checkout).stdout.endswith("|pytest|-k|packaging|\n")


def test_bench_runs_from_the_checkout(start: Start, checkout: Path) -> None:
    assert start("bench", "--quick").stdout == f"{checkout}||-m|tests.bench|--quick|\n"


def test_crash_runs_from_the_checkout(start: Start, checkout: Path) -> None:
    done = start("crash", "--times", "3", failing="tests.crash")
    assert (done.stdout, done.returncode) == (f"{checkout}||-m|tests.crash|--times|3|\n", 7)


def test_build_freezes_in_an_environment_without_the_tests(start: Start, checkout: Path) -> None:
    done = start("build", failing="PyInstaller")
    lines = (line for line in done.stderr.splitlines() if line.startswith(str(checkout.parent)))
    licences, icons, freezing = lines
    assert licences.endswith(f"|{checkout}/build/licences|")
    assert icons.endswith(f"|{checkout}/packaging/icons.py|{checkout}/build/icons|")
    assert freezing.startswith(f"{checkout.parent}||-m|PyInstaller|")
    assert freezing.endswith(f"|{checkout}/packaging/wan_desktop.spec|")
    assert done.returncode == 1
    assert "PyInstaller could not freeze the program" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("runn",)])
def test_an_unknown_command_shows_the_usage(start: Start, arguments: tuple[str, ...]) -> None:
    done = start(*arguments)
    assert (done.returncode, done.stderr) == (2, dev.USAGE)


def test_a_file_that_cannot_be_read_is_one_sentence(start: Start, checkout: Path) -> None:
    (checkout / "pyproject.toml").unlink()
    done = start("run")
    assert done.returncode == 1
    assert done.stderr == f"dev.py: No such file or directory: {checkout / 'pyproject.toml'}\n"


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_another_python_is_refused(version: tuple[int, int]) -> None:
    assert not dev.is_supported(version)
    assert all(dev.is_supported((3, minor)) for minor in (11, 12, 13))


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.glob("README*.md")), ROOT / ".ci" / "run"], ids=lambda page: page.name
)
def test_pages_name_only_commands_that_exist(page: Path) -> None:
    named = set(re.findall(r"packaging/dev\.py ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert named, f"{page.name} does not say how to start"
    assert named <= dev.COMMANDS.keys()


def test_the_usage_names_only_commands_that_exist() -> None:
    assert set(re.findall(r"packaging/dev\.py ([a-z-]+)", dev.USAGE)) == dev.COMMANDS.keys()
