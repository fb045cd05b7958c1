"""A scenario, begun as people begin the program: ``python -m tests.app.single_stage NAME FILE …``.

A start that hands its files over to another window plays nothing and says so.
"""

from __future__ import annotations

import sys

from tests.app import scenarios
from tests.app.stage import Play, say
from wan_desktop.app import launch, single_instance


def main(arguments: list[str]) -> int:
    scenarios.tell_files_taken()
    # Eight starts at once on a busy machine are slow, and none of them is stuck.
    single_instance.ANSWER_SECONDS = single_instance.START_SECONDS = 50.0
    play = Play(getattr(scenarios, arguments[0]), arguments[1:])
    status = launch.main(arguments[1:], play.start, poll_seconds=0.2)
    if not play.started:
        say("no window")
        return status
    return status if play.played else 99


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
