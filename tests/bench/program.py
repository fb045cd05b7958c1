"""The real program as a measure runs it: a home of its own, the real App, work done in it as a coroutine."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from qasync import QEventLoop

from wan_desktop.app.application import make_application
from wan_desktop.app.main import App
from wan_desktop.core.paths import HOME_VARIABLE, Paths
from wan_desktop.core.settings import Settings, save

T = TypeVar("T")
PATIENCE = 40.0
"""Seconds that a condition may take to come about."""
LOOK_SECONDS = 0.02


@contextmanager
def home(settings: Settings | None = None) -> Iterator[Paths]:
    """A new home for the program, in force for this process and its children, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bench-", ignore_cleanup_errors=True) as folder:
        os.environ[HOME_VARIABLE] = folder
        paths = Paths.of_user()
        paths.create()
        save(paths.settings, settings or Settings(theme="light", language="en"))
        yield paths


@contextmanager
def bytecode() -> Iterator[None]:
    """Children of this process keep what they compile, as every user's do, whatever a developer has set."""
    with tempfile.TemporaryDirectory(prefix="wan-desktop-bytecode-") as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        yield


def run_in_program(work: Callable[[App], Coroutine[Any, Any, T]]) -> T:
    """Opens the program, does ``work`` once it is ready, closes it in order, and gives what came of it."""
    outcome: list[T] = []

    async def attempt(app: App) -> None:
        try:
            outcome.append(await work(app))
        finally:
            app.close()

    def start(app: App) -> None:
        app.tasks.spawn(attempt(app), name="bench")

    application = make_application()
    app = App(application, Paths.of_user(), [], start)
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        runner.run(app.run())
    if not outcome:
        raise RuntimeError("the work in the program failed; why stands in its log above")
    return outcome[0]


async def until(condition: Callable[[], bool], what: str) -> None:
    """Waits for a condition. Raises TimeoutError that names it."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        await asyncio.sleep(LOOK_SECONDS)


async def select(app: App, job_id: str) -> None:
    """Selects a job's row as soon as the list has it."""
    await until(lambda: app.backend.runner.get(job_id) is not None, f"{job_id} read")
    # What fills the list was queued before.
    soon(app.job_list.select, job_id)


def soon(act: Callable[..., object], *arguments: object) -> None:
    """Does what a user's click does: on the loop, outside every task."""
    asyncio.get_running_loop().call_soon(act, *arguments)
