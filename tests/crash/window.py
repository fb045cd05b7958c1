"""The real window in a process that is to die: ``python -m tests.crash.window first|again FOLDER ACCOUNT …``.

It tells each step on a line, so that whoever kills it knows where it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from tests.app.stage import Play, Stage
from tests.crash.life import Ground
from wan_desktop.app.main import run_window
from wan_desktop.core.job import Job


async def first(stage: Stage) -> None:
    """From the image to the deletion of the finished video, other settings in between."""
    ground = Ground(Path(stage.arguments[0]), stage.arguments[1])
    stage.tell("ready")
    stage.app.backend.runner.subscribe(lambda job: stage.tell(job.state))
    await stage.take_image(ground.picture)
    stage.tell("image taken")
    ground.say("consent", ground.prompt)
    await stage.generate(ground.prompt)
    job = await stage.done()
    await stage.do(stage.app.window.theme_chosen.emit, "light")
    stage.tell("settings saved")
    await _delete(stage, ground, job)
    stage.tell("deleted")


async def _delete(stage: Stage, ground: Ground, job: Job) -> None:
    await stage.do(stage.app.window.job_commands["delete"].trigger)
    question = await stage.opened(QMessageBox)
    stage.tell("deletion asked for")
    ground.say("deletion", job.id)
    [remove] = [button for button in question.buttons() if button.property("job_id")]
    await stage.do(remove.click)
    await stage.until(lambda: not stage.jobs(), "the row is gone")


async def again(stage: Stage) -> None:
    """The next start: every job is listed, and what is begun comes to its end."""
    ground = Ground(Path(stage.arguments[0]), stage.arguments[1])
    written = stage.app.backend.store.find()
    await stage.until(lambda: len(stage.jobs()) == len(written), "the jobs are listed")
    ground.usable(float(stage.arguments[2]))
    await stage.until(lambda: not any(job.unfinished for job in stage.jobs()), "all jobs end")


def main(scenario: str, arguments: list[str]) -> int:
    play = Play({"first": first, "again": again}[scenario], arguments)
    status = run_window([], play.start, poll_seconds=0.05)
    return status if play.played else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
