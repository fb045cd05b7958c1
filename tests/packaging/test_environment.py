"""The .venv: when it is right, when it is made anew, and once for real, without the network."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import environment
import PySide6
import pytest
import steps
from environment import RUN_LOCKS, TEST_LOCKS, Environment
from PySide6.QtCore import QTranslator

PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "wan-desktop"
version = "1"
"""

#: A build backend in a few lines, so that the real pip can install a project with no other package there.
BACKEND = """\
import zipfile
def build_editable(folder, settings=None, metadata=None):
    info = "wan_desktop-1.dist-info/"
    with zipfile.ZipFile(folder + "/wan_desktop-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("wan_desktop.pth", "/nowhere")
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: wan-desktop\\nVersion: 1\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return "wan_desktop-1-py3-none-any.whl"
"""


def write_wheel(folder: Path, name: str) -> str:
    """Writes a package of one module; returns the line that locks it."""
    file = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        wheel.writestr(f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{name}-1.dist-info/WHEEL", tags)
        wheel.writestr(f"{name}-1.dist-info/RECORD", "")
    return f"{name}==1 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A small checkout whose locks name three packages that lie in a folder beside it."""
    checkout, wheels = tmp_path / "my projects 项目", tmp_path / "wheels"
    (checkout / "packaging").mkdir(parents=True)
    (checkout / "wan_desktop").mkdir()
    (checkout / "wan_desktop/__init__.py").touch()
    (checkout / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (checkout / "backend.py").write_text(BACKEND, encoding="utf-8")
    wheels.mkdir()
    for lock_name, package in zip(TEST_LOCKS, ("one", "two", "three"), strict=True):
        (checkout / "packaging" / lock_name).write_text(write_wheel(wheels, package), encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", wheels.as_uri())
    return Environment(checkout)


def mark(ours: Environment, **changed: str) -> None:
    """Leaves what a finished set-up leaves, without the minute that it takes."""
    ours.python.parent.mkdir(parents=True, exist_ok=True)
    ours.python.touch()
    ours.marks_file.write_text(json.dumps(ours.marks_for(TEST_LOCKS) | changed), encoding="utf-8")


def imports(ours: Environment, names: str) -> bool:
    return (
        subprocess.run(
            [ours.python, "-P", "-c", f"import {names}"], check=False, capture_output=True
        ).returncode
        == 0
    )


def test_a_finished_environment_is_left_alone(ours: Environment) -> None:
    mark(ours)
    assert ours.is_ready(RUN_LOCKS)
    assert ours.is_ready(TEST_LOCKS)


def test_a_checkout_without_one_is_not_ready(ours: Environment) -> None:
    assert not ours.is_ready(RUN_LOCKS)
    assert ours.reason_to_remake() == "There is no .venv yet"


def test_one_for_building_lies_beside_it_and_is_another(ours: Environment) -> None:
    mark(ours)
    building = Environment(ours.checkout, ours.checkout / "build" / "environment")
    assert not building.is_ready(RUN_LOCKS)
    assert building.reason_to_remake() == "There is no environment yet"


@pytest.mark.parametrize("marks", ["", "{", "[]", "{}"])
def test_marks_that_say_nothing_mean_unfinished(ours: Environment, marks: str) -> None:
    mark(ours)
    ours.marks_file.write_text(marks, encoding="utf-8")
    assert ours.reason_to_remake() == "The .venv here is unfinished"


def test_an_environment_whose_python_is_gone_is_unfinished(ours: Environment) -> None:
    mark(ours)
    ours.python.unlink()
    ours.python.symlink_to("/no/such/python")
    assert ours.reason_to_remake() == "The .venv here is unfinished"


def test_another_python_needs_another_environment(ours: Environment) -> None:
    mark(ours, python="3.99")
    assert not ours.is_ready(RUN_LOCKS)
    assert (ours.reason_to_remake() or "").startswith("The .venv here is for Python 3.99 and this is 3.")


def test_a_moved_checkout_needs_another_environment(ours: Environment) -> None:
    mark(ours)
    moved = ours.checkout.rename(ours.checkout.with_name("moved"))
    assert Environment(moved).reason_to_remake() == "The checkout has moved"


def test_another_lock_needs_another_environment(ours: Environment) -> None:
    mark(ours)
    (ours.locks / "requirements.lock").write_text("other==1\n", encoding="utf-8")
    assert ours.reason_to_remake() == "The locked dependencies have changed"


def test_another_version_of_the_project_needs_no_other_environment(ours: Environment) -> None:
    mark(ours)
    (ours.checkout / "pyproject.toml").write_text(PYPROJECT + "# changed\n", encoding="utf-8")
    assert not ours.is_ready(RUN_LOCKS)
    assert ours.reason_to_remake() is None


def test_set_up_for_real_and_mended_after_an_interruption(ours: Environment) -> None:
    ours.bring(RUN_LOCKS)
    assert ours.is_ready(RUN_LOCKS)
    assert imports(ours, "one, two, wan_desktop")
    # Python 3.11 on a Windows of another language cannot read 中文 in a .pth file
    assert (ours.site_packages / "wan_desktop.pth").read_bytes().isascii()
    assert not ours.is_ready(TEST_LOCKS)

    three = ours.locks / "requirements-test.lock"
    sound = three.read_text(encoding="utf-8")
    three.write_text("three==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(steps.SetupFailed, match="not the one that was locked"):
        ours.bring(TEST_LOCKS)
    assert not ours.is_ready(RUN_LOCKS)

    three.write_text(sound, encoding="utf-8")
    ours.bring(TEST_LOCKS)
    assert ours.is_ready(TEST_LOCKS)
    assert imports(ours, "one, two, three, wan_desktop")


def test_on_windows_it_is_not_made_anew_by_the_python_inside(
    ours: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(ours, python="3.99")
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        windows.setattr(sys, "prefix", str(ours.folder))
        (ours.folder / "Scripts").mkdir(exist_ok=True)
        ours.python.touch()
        with pytest.raises(steps.SetupFailed, match="which is not in it"):
            ours.bring(RUN_LOCKS)
        assert ours.python.exists()


def test_a_full_disk_is_said_before_anything_is_touched(
    ours: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "BYTES_NEEDED", 10**18)
    with pytest.raises(steps.SetupFailed, match="GB free"):
        ours.bring(RUN_LOCKS)
    assert not ours.folder.exists()


TRANSLATION = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="zh_CN">
<context><name>Window</name><message><source>Generate</source><translation>生成</translation></message></context></TS>
"""


def test_translations_are_compiled_when_they_are_newer(ours: Environment) -> None:
    shipped = ours.site_packages / "PySide6"
    shipped.parent.mkdir(parents=True)
    shipped.symlink_to(Path(PySide6.__file__).parent, target_is_directory=True)
    languages = ours.checkout / "languages 语言"
    languages.mkdir()
    source, compiled = languages / "wan_zh.ts", languages / "wan_zh.qm"
    source.write_text(TRANSLATION, encoding="utf-8")

    environment.compile_translations(languages, ours)
    translator = QTranslator()
    assert translator.load(str(compiled))
    assert translator.translate("Window", "Generate") == "生成"
    assert list(environment.stale_translations(languages)) == []

    later = compiled.stat().st_mtime + 1
    os.utime(source, (later, later))
    assert list(environment.stale_translations(languages)) == [source]


def test_a_checkout_without_translations_is_fine(ours: Environment) -> None:
    environment.compile_translations(ours.checkout / "languages", ours)
    assert not (ours.checkout / "languages").exists()


def test_a_broken_translation_leaves_the_old_one(ours: Environment) -> None:
    shipped = ours.site_packages / "PySide6"
    shipped.parent.mkdir(parents=True)
    shipped.symlink_to(Path(PySide6.__file__).parent, target_is_directory=True)
    source, compiled = ours.checkout / "wan_zh.ts", ours.checkout / "wan_zh.qm"
    compiled.write_bytes(b"old")
    source.write_text("<TS", encoding="utf-8")
    os.utime(compiled, (0, 0))
    with pytest.raises(steps.SetupFailed, match=r"lrelease could not compile wan_zh\.ts"):
        environment.compile_translations(ours.checkout, ours)
    assert compiled.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("NewConnectionError('Failed to establish a new connection: [Errno 111]')", "cannot be reached"),
        (
            "ProxyError('Cannot connect to proxy.')\nERROR: No matching distribution found for x",
            "cannot be reached",
        ),
        (
            "(from versions: none)\nERROR: No matching distribution found for av==18.1.0",
            "no build for this Python",
        ),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "certificate"),
    ],
)
def test_a_failed_tool_is_explained_by_its_words(words: str, sentence: str) -> None:
    with pytest.raises(steps.SetupFailed, match=sentence):
        steps.run_tool([sys.executable, "-c", f"import sys; sys.exit({words!r})"], failure="unknown")


def test_a_tool_that_failed_for_an_unknown_reason_has_its_own_sentence() -> None:
    with pytest.raises(steps.SetupFailed, match="It did not work"):
        steps.run_tool([sys.executable, "-c", "import sys; sys.exit('what?')"], failure="It did not work.")


def test_a_second_set_up_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    said: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(steps, "say", said.put)

    def second() -> None:
        with steps.one_at_a_time(tmp_path / "build" / "lock"):
            order.append("second")

    waiting = threading.Thread(target=second)
    with steps.one_at_a_time(tmp_path / "build" / "lock"):
        waiting.start()
        assert "waiting for it" in said.get(timeout=30)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks by process")
def test_a_tool_left_alone_keeps_the_next_set_up_waiting(tmp_path: Path) -> None:
    """As after kill -9: dev.py is gone, and its pip still writes into the .venv."""
    import fcntl

    lock_file, pipe = tmp_path / "lock", tmp_path / "pipe"
    os.mkfifo(pipe)
    program = (
        "import sys; from pathlib import Path; from steps import one_at_a_time, run_tool\n"
        "with one_at_a_time(Path(sys.argv[1])): run_tool(['cat', sys.argv[2]], failure='', holds_lock=True)\n"
    )
    command = [sys.executable, "-c", program, str(lock_file), str(pipe)]
    with subprocess.Popen(command, cwd=Path(steps.__file__).parent) as first, lock_file.open("w") as second:
        with pipe.open("w"):  # opens as soon as the tool reads
            first.kill()
            first.wait()
            with pytest.raises(BlockingIOError):
                fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(second, fcntl.LOCK_EX)
