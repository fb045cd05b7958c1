"""The program, closed before it is ready: ``python -m tests.app.closed_early before_paint|at_paint``."""

from __future__ import annotations

import sys

from wan_desktop.app.main import App, make_application, run_app
from wan_desktop.core.paths import Paths


def main(when: str) -> int:
    app = App(make_application(), Paths.of_user(), [])
    if when == "before_paint":
        app.close()
    else:
        app.window.first_painted.connect(app.close)
    return run_app(app)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
