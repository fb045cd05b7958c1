"""Every command of a developer, from any folder; ``dev.py --help`` lists them.

Needs Python 3.11, 3.12 or 3.13 and nothing else: it makes ``.venv`` in the checkout, installs what the lock
files beside it name by version and hash, brings Debian's libraries for Qt, and compiles the translations.
When nothing changed it starts the program at once. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import environment
import installers
import languages
import system_packages
from environment import INSTALLER_LOCKS, RUN_LOCKS, TEST_LOCKS, Environment
from steps import SetupFailed, clean_environment, one_at_a_time, say

CHECKOUT = Path(__file__).resolve().parents[1]
LANGUAGES = CHECKOUT / "resources" / "languages"

USAGE = """\
python3 packaging/dev.py run [arguments]       start the program; arguments go to it ("run generate --help")
python3 packaging/dev.py test [arguments]      lint, types and tests; with arguments pytest alone, with them
python3 packaging/dev.py bench [arguments]     measure start, stalls, memory and downloads
python3 packaging/dev.py crash [arguments]     kill the program at every step (--times 100, --point NAME)
python3 packaging/dev.py soak [jobs] [window]  1,000 jobs and 200 playbacks: does anything pile up
python3 packaging/dev.py walk [arguments]      use it by keys and screen reader alone (--program COMMAND)
python3 packaging/dev.py build                 make the installers for this system, in build/installers
python3 packaging/dev.py try-installers        use and remove them in a clean Debian (Linux, root)
python3 packaging/dev.py lock [arguments]      write the lock files again with uv (--upgrade for newer)
python3 packaging/dev.py languages             bring resources/languages in step with the words in the sources
python3 packaging/dev.py screens [names]       look for stale, cut and forgotten words on every screen
"""

CHECKS = (
    ("ruff check", ("ruff", "check", ".")),
    ("ruff format", ("ruff", "format", "--check", ".")),
    ("mypy", ("mypy",)),
)

#: What judges milliseconds runs when everything else is done.
SIDE_BY_SIDE = ("-n", "auto", "--dist", "worksteal", "-m", "not alone")
ALONE = ("-m", "alone")


def is_supported(version: tuple[int, int]) -> bool:
    return (3, 11) <= version <= (3, 13)


def has_display(variables: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown. Only Linux runs without a display in the ordinary course of things."""
    return platform != "linux" or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def set_up(
    lock_names: tuple[str, ...], sections: Sequence[str], *, window: bool = True, folder: Path | None = None
) -> Environment:
    """Brings whatever is missing; with ``window``, Qt must load at the end. Raises SetupFailed, OSError.

    ``folder`` is the environment's, where it is not ``.venv``.
    """
    ours = Environment(CHECKOUT, folder)
    packages = system_packages.missing(sections)
    ready = ours.is_ready(lock_names)
    if ready and not packages and not any(environment.stale_translations(LANGUAGES)):
        return ours
    with one_at_a_time(CHECKOUT / "build" / "dev.lock"):
        bring_packages(system_packages.missing(sections), for_venv=not ready)
        if not ours.is_ready(lock_names):
            ours.bring(lock_names)
        try:
            environment.compile_translations(LANGUAGES, ours)
        except SetupFailed as problem:
            say(f"{problem} Going on in English.")
    if window and system_packages.missing(sections) and not ours.loads_qt():
        raise SetupFailed("Qt does not load without the system's packages named above: install them first.")
    return ours


def bring_packages(names: list[str], *, for_venv: bool) -> None:
    """One line for all of Debian's packages, the one that completes Python among them."""
    if for_venv and not environment.has_venv_module() and system_packages.is_debian():
        names = [environment.venv_package(), *names]
    system_packages.bring_if_possible(names)


def hand_over(command: Sequence[str | Path], folder: Path | None = None) -> int:
    """Becomes the command, so that signals and the exit status are its own; Windows has no such thing."""
    if folder:
        os.chdir(folder)
    if sys.platform == "win32":
        return subprocess.call(command, env=clean_environment())
    sys.stderr.flush()
    os.execve(command[0], [str(part) for part in command], clean_environment())


def run(arguments: list[str]) -> int:
    ours = set_up(RUN_LOCKS, ("program", "fonts"), window=not arguments)
    if not arguments and not has_display(os.environ):
        folder = CHECKOUT / "build" / "selftest"
        say(f"There is no display here, so the self-test runs instead; its picture and video go to {folder}")
        arguments = ["--selftest", str(folder)]
    # -P: a file of the current folder must not stand in for a module
    return hand_over([ours.python, "-P", "-m", "wan_desktop", *arguments])


def from_checkout(argument: str) -> str:
    """A path typed in another folder, as one that pytest finds from the checkout; anything else as it is."""
    path, colons, test = argument.partition("::")
    if path and not path.startswith("-") and Path.cwd() != CHECKOUT and Path(path).exists():
        return str(Path(path).resolve()) + colons + test
    return argument


def test(arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    pytest: list[str | Path] = [ours.python, "-m", "pytest"]
    if arguments:
        return hand_over([*pytest, *map(from_checkout, arguments)], CHECKOUT)
    failed = [name for name, command in CHECKS if not passes(ours, name, command)]
    if failed:
        say(f"{' and '.join(failed)} found faults, so the tests were not started.")
        return 1
    status = subprocess.call([*pytest, *SIDE_BY_SIDE], cwd=CHECKOUT, env=clean_environment())
    return status or hand_over([*pytest, *ALONE], CHECKOUT)


def passes(ours: Environment, name: str, command: Sequence[str]) -> bool:
    say(f"Checking with {name}.")
    return subprocess.call([ours.python, "-m", *command], cwd=CHECKOUT, env=clean_environment()) == 0


def bench(arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    return hand_over([ours.python, "-m", "tests.bench", *arguments], CHECKOUT)


def crash(arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    return hand_over([ours.python, "-m", "tests.crash", *arguments], CHECKOUT)


def soak(arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    return hand_over([ours.python, "-m", "tests.soak", *arguments], CHECKOUT)


def walk(arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    return hand_over([ours.python, "-m", "tests.access.walk", *arguments], CHECKOUT)


def build(_arguments: list[str]) -> int:
    # In an environment of its own, what the tests need cannot get into the installers.
    ours = set_up(INSTALLER_LOCKS, ("program", "fonts"), folder=CHECKOUT / "build" / "environment")
    with one_at_a_time(CHECKOUT / "build" / "build.lock"):
        installers.build(CHECKOUT, ours)
    return 0


def try_installers(_arguments: list[str]) -> int:
    from linux import try_installers as trial  # on Linux alone

    system_packages.bring(system_packages.missing(("tests", "installers")))
    return trial.main(CHECKOUT)


def lock(arguments: list[str]) -> int:
    import tomllib  # not at the top: an older Python is to come as far as main(), which says so

    uv = shutil.which("uv")
    if uv is None:
        raise SetupFailed("The lock files are made with uv: install it (pip install uv) and start again.")
    common = [
        uv,
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--fork-strategy",
        "fewest",
        "--generate-hashes",
    ]
    common += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    common += ["--custom-compile-command", "python3 packaging/dev.py lock", *arguments]
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = "packaging/requirements.lock"
    for output, source, words in (
        (runtime, ["pyproject.toml"], ""),
        ("packaging/requirements-test.lock", ["--group", "test", "--constraints", runtime], ""),
        ("packaging/requirements-installers.lock", ["--group", "installers", "--constraints", runtime], ""),
        ("packaging/requirements-build.lock", ["-"], "\n".join(project["build-system"]["requires"])),
    ):
        say(f"Writing {output}.")
        command = [*common, *source, "--output-file", output]
        if subprocess.run(command, cwd=CHECKOUT, input=words, text=True, check=False).returncode:
            raise SetupFailed(f"uv could not write {output} (its words are above).")
    return 0


def update_languages(_arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    languages.update(CHECKOUT, LANGUAGES, ours.site_packages / "PySide6")
    languages.say_unfinished(LANGUAGES)
    return 0


def screens(arguments: list[str]) -> int:
    ours = set_up(TEST_LOCKS, ("program", "fonts", "tests"))
    return hand_over([ours.python, CHECKOUT / "packaging" / "screen_trial.py", *arguments], CHECKOUT)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "crash": crash,
    "soak": soak,
    "walk": walk,
    "build": build,
    "try-installers": try_installers,
    "lock": lock,
    "languages": update_languages,
    "screens": screens,
}


def main(arguments: list[str]) -> int:
    if not is_supported(sys.version_info[:2]):
        say(f"Python 3.11, 3.12 or 3.13 is needed and this is {sys.version.split()[0]} ({sys.executable}).")
        return 1
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    if name not in COMMANDS:
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except SetupFailed as problem:
        say(str(problem))
    except OSError as problem:
        say(f"{problem.strerror or problem}: {problem.filename or CHECKOUT}")
    except KeyboardInterrupt:
        say("Interrupted; the next start goes on from here.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
