"""``python -m wan_desktop``: chooses between the window, the command line and the built-in service.

Each is imported only when it is asked for: the window must not wait for the others.
"""

from __future__ import annotations

import os
import sys

from wan_desktop.core.environment import give_back
from wan_desktop.core.log import guard_last_words, log_to_terminal, say_on_terminal
from wan_desktop.core.secrets import take_key_from_environment

COMMAND_LINE = frozenset(
    {"generate", "jobs", "resume", "restore", "spend", "report", "-h", "--help", "--version"}
)
WITHOUT_WINDOW = COMMAND_LINE | {"demo-render", "demo-service"}
EXIT_NOT_OPENED = 1


def main(arguments: list[str] | None = None) -> int:
    """Runs what the arguments ask for; the result is the process's exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    first = arguments[0] if arguments else ""
    guard_last_words()
    if getattr(sys, "frozen", False):
        give_back(os.environ)
    take_key_from_environment()
    if first in WITHOUT_WINDOW:
        log_to_terminal()
    if first in COMMAND_LINE:
        from wan_desktop.cli.main import main as run_command

        return run_command(arguments)
    if first == "demo-render":
        from wan_desktop.demo import render

        return render.main(arguments[1:])
    if first == "demo-service":
        from wan_desktop.demo import server

        return server.main(arguments[1:])
    return _show(arguments)


def _show(arguments: list[str]) -> int:
    """What needs Qt."""
    from wan_desktop.app.system_libraries import WindowImpossible, missing_library, sentence

    try:
        if arguments[:1] == ["--selftest"]:
            from wan_desktop.app import selftest

            return selftest.main(arguments[1:])
        from wan_desktop.app import launch

        return launch.main(arguments)
    except WindowImpossible as error:
        why = str(error)
    except ImportError as error:
        library = missing_library(str(error))
        if library is None:
            raise
        why = sentence(library)
    say_on_terminal(f"wan-desktop: {why}\n")
    return EXIT_NOT_OPENED


if __name__ == "__main__":
    sys.exit(main())
