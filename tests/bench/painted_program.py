"""A process: ``python -m tests.bench.painted_program`` starts the program, paints it and ends."""

from __future__ import annotations

import os
import sys


def say() -> None:
    os.write(1, b"painted\n")
    os._exit(0)


def main() -> int:
    # As wan_desktop.__main__ and app.main.run_window start it, nothing imported before.
    import asyncio
    from functools import partial

    from qasync import QEventLoop

    from wan_desktop.app.application import make_application
    from wan_desktop.app.main import App
    from wan_desktop.core.paths import Paths

    application = make_application()
    app = App(application, Paths.of_user(), [])
    app.window.first_painted.connect(say)
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        return runner.run(app.run())


if __name__ == "__main__":
    sys.exit(main())
