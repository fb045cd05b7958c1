"""The frozen program: one folder that runs without Python, made by PyInstaller, tried, and written down.

Standard library only, as all of dev.py: PyInstaller runs in the environment that was made for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path

from environment import Environment, remove
from steps import SetupFailed, clean_environment, run_tool, say

NAME = "wan-desktop"
#: The day that is written into what has to have one, where SOURCE_DATE_EPOCH does not say another: the
#: same sources give the same files. It is the first day that a zip file can name.
EPOCH = "315532800"


def build(checkout: Path, ours: Environment) -> Path:
    """Makes ``build/dist/wan-desktop/`` anew. Raises SetupFailed, OSError."""
    target, work = checkout / "build" / "dist", checkout / "build" / "frozen"
    remove(work)
    say("Freezing the program with PyInstaller, which takes a minute.")
    run_tool(
        [ours.python, "-m", "PyInstaller", *options(target, work), checkout / "packaging/wan_desktop.spec"],
        failure="PyInstaller could not freeze the program (its words are above).",
        environment=reproducible(clean_environment()),
    )
    folder = target / NAME
    if sys.platform == "linux":
        strip(folder)
        look_beside_themselves(folder / "_internal", sysconfig.get_config_var("LIBDIR"))
    left = (work / "wan_desktop" / "left-out.json").read_text(encoding="utf-8")
    say(table(folder, json.loads(left)))
    return folder


def options(target: Path, work: Path) -> list[str | Path]:
    return ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", target, "--workpath", work]


def reproducible(variables: Mapping[str, str]) -> dict[str, str]:
    """Variables under which the same sources give the same files."""
    return {"SOURCE_DATE_EPOCH": EPOCH, **variables, "PYTHONHASHSEED": "1"}


def executable(folder: Path) -> Path:
    return folder / (f"{NAME}.exe" if sys.platform == "win32" else NAME)


def strip(folder: Path) -> None:
    """Takes the symbols out of what Python's own build left them in. Qt's libraries stop playing without."""
    run_tool(
        ["strip", "--strip-unneeded", *of_python(folder / "_internal")],
        failure="strip could not make Python's library smaller (its words are above).",
    )


def of_python(internal: Path) -> list[Path]:
    """The libraries that this computer's Python was built with."""
    return [*internal.glob("libpython3.*.so*"), *internal.glob("python3.*/lib-dynload/*.so")]


def look_beside_themselves(internal: Path, built_for: str) -> None:
    """Where Python's build wrote a folder of this computer to look for libraries, it is the program's now."""
    old = b"\0" + os.fsencode(built_for) + b"\0"
    for file in of_python(internal):
        new = b"\0$ORIGIN/" + os.path.relpath(internal, file.parent).encode()
        data = file.read_bytes()
        if old in data and len(new) < len(old):  # the string's place cannot grow
            file.write_bytes(data.replace(old, new.ljust(len(old), b"\0")))


def test(folder: Path, results: Path) -> None:
    """Runs the frozen program's own self-test; raises SetupFailed where a step of it does not come about."""
    remove(results)
    say("Trying the frozen program: it makes and plays a video in demo mode.")
    done = subprocess.run([executable(folder), "--selftest", results], env=bare(os.environ), check=False)
    missing = [name for name in ("window.png", "video.mp4") if not (results / name).is_file()]
    if done.returncode or missing:
        raise SetupFailed(f"The frozen program failed its self-test; what it left is in {results}.")


def bare(variables: Mapping[str, str]) -> dict[str, str]:
    """A user's variables, without any by which the frozen program might find this computer's Python or Qt."""
    ours = ("PYTHON", "QT_", "QML", "LD_LIBRARY_PATH", "DYLD_", "VIRTUAL_ENV", "PYENV", "WAN_DESKTOP")
    return {name: value for name, value in variables.items() if not name.startswith(ours)}


def size_of(folder: Path) -> int:
    """Bytes of all files; a link counts for nothing."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def table(folder: Path, left: Iterable[Mapping[str, object]], biggest: int = 12) -> str:
    """How big the program is, its biggest files, and what was left out, by reason."""
    files = [(file.stat().st_size, file) for file in folder.rglob("*") if _is_real(file)]
    lines = [f"{folder.name}: {megabytes(sum(size for size, _ in files))} in {len(files)} files, of these"]
    for size, file in sorted(files, reverse=True)[:biggest]:
        lines.append(f"  {megabytes(size)}  {file.relative_to(folder).as_posix()}")
    lines.append("left out:")
    for reason, (size, count) in sorted(by_reason(left).items(), key=lambda item: -item[1][0]):
        lines.append(f"  {megabytes(size)}  {reason} ({count} files)")
    return "\n".join(lines)


def by_reason(left: Iterable[Mapping[str, object]]) -> dict[str, tuple[int, int]]:
    """Bytes and number of the files that were left out, by reason."""
    sums: dict[str, tuple[int, int]] = {}
    for file in left:
        size, count = sums.get(str(file["reason"]), (0, 0))
        sums[str(file["reason"])] = size + int(str(file["bytes"])), count + 1
    return sums


def megabytes(size: int) -> str:
    return f"{size / 1e6:6.1f} MB"


def _is_real(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()
