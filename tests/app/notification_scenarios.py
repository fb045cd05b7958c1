"""Scenarios of a window that is not in front when something happens."""

from __future__ import annotations

from tests.app.scenarios import LAKE
from tests.app.stage import Stage
from wan_desktop.app.front import is_in_front


async def done_while_minimised(stage: Stage) -> None:
    """One video is seen by the user, the next is done while they are elsewhere, until they click."""
    window = stage.app.window
    await stage.take_image(LAKE)
    await stage.generate("a boat on the lake")
    first = await stage.seen()
    await stage.until(stage.generate_button.isEnabled, "a second click is no double click")
    await stage.generate("an empty shore")
    await stage.do(window.showMinimized)
    second = await stage.done()
    await stage.do(stage.app.job_list.select, first.id)
    stage.tell("done")
    await stage.until(lambda: is_in_front(window), "the window is in front")
    shown = stage.app.viewer
    await stage.until(lambda: shown.job is not None and shown.job.id == second.id, "the new one is shown")
    current = stage.app.job_list.view.current_job()
    assert current is not None
    assert current.id == second.id
