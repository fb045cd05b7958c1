"""The lock files: whole, hashed, for every system and Python, and free of addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from environment import LOCKS
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

ASKED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["dependency-groups"]["test"],
    "requirements-installers.lock": PROJECT["dependency-groups"]["installers"],
    "requirements-build.lock": PROJECT["build-system"]["requires"],
}

#: (sys_platform, platform_system, os_name)
SYSTEMS = (("linux", "Linux", "posix"), ("win32", "Windows", "nt"), ("darwin", "Darwin", "posix"))
PYTHONS = ("3.11", "3.12", "3.13")


def entries(lock_name: str) -> list[tuple[Requirement, list[str]]]:
    """Each locked requirement with its hashes."""
    text = (ROOT / "packaging" / lock_name).read_text(encoding="utf-8").replace("\\\n", " ")
    rows = (line for line in text.splitlines() if line and not line.lstrip().startswith("#"))
    return [
        (Requirement(re.split(r"\s--hash", row)[0]), re.findall(r"sha256:([0-9a-f]{64})\b", row))
        for row in rows
    ]


def environment_of(system: tuple[str, str, str], python: str) -> dict[str, str]:
    sys_platform, platform_system, os_name = system
    return {name: str(value) for name, value in default_environment().items()} | {
        "sys_platform": sys_platform,
        "platform_system": platform_system,
        "os_name": os_name,
        "python_version": python,
        "python_full_version": f"{python}.1",
    }


def pins(lock_name: str, environment: dict[str, str]) -> dict[str, str]:
    """Name to version, of what is installed there. A package pinned twice for one place fails."""
    found: dict[str, str] = {}
    for requirement, _hashes in entries(lock_name):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            name = canonicalize_name(requirement.name)
            assert name not in found, f"{name} is locked twice"
            found[name] = str(requirement.specifier).removeprefix("==")
    return found


def test_every_lock_that_set_up_installs_is_looked_at_here() -> None:
    assert set(ASKED) == set(LOCKS)


@pytest.mark.parametrize("lock_name", ASKED)
def test_every_entry_has_one_version_and_hashes(lock_name: str) -> None:
    locked = entries(lock_name)
    assert locked
    for requirement, hashes in locked:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
@pytest.mark.parametrize("lock_name", ASKED)
def test_what_the_project_asks_for_is_locked(
    lock_name: str, system: tuple[str, str, str], python: str
) -> None:
    place = environment_of(system, python)
    locked = pins(lock_name, place)
    for asked in map(Requirement, ASKED[lock_name]):
        if asked.marker is None or asked.marker.evaluate(place):
            assert asked.specifier.contains(locked[canonicalize_name(asked.name)], prereleases=True), asked


def test_a_package_in_two_locks_has_one_version() -> None:
    for python in PYTHONS:
        place = environment_of(SYSTEMS[0], python)
        program, tests = pins("requirements.lock", place), pins("requirements-test.lock", place)
        assert {name: tests[name] for name in program.keys() & tests} == {
            name: program[name] for name in program.keys() & tests
        }


@pytest.mark.parametrize("lock_name", ASKED)
def test_no_lock_names_an_address_or_a_place(lock_name: str) -> None:
    text = (ROOT / "packaging" / lock_name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links| @ |/home/|/tmp/", text)


@pytest.mark.parametrize("package", ["pyside6-essentials", "pyside6-addons", "shiboken6"])
def test_python_3_11_never_gets_the_qt_that_aborts_there(package: str) -> None:
    """PySide6 6.12.0 loses a reference to None at every void call on Python < 3.12."""
    for system in SYSTEMS:
        version = pins("requirements.lock", environment_of(system, "3.11"))[package]
        assert not version.startswith("6.12"), version
