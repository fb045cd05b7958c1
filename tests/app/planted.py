"""The window in a run full of failures: ``python -m tests.app.planted IMAGE FOLDER``, with its key in a file.

What it does with the planted key and link, ``tests/test_planted_secrets.py`` then looks for everywhere.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import threading
import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.app.stage import Play, Stage
from tests.fakes.planted import KEY, QUERY
from wan_desktop.app.main import run_window
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import Consent
from wan_desktop.core.submission import Submission
from wan_desktop.ui.actions import Action
from wan_desktop.ui.crash_dialog import CrashDialog
from wan_desktop.ui.report_dialog import ReportDialog
from wan_desktop.ui.unconfirmed_dialog import UnconfirmedDialog

#: What each prompt orders of the service, and where its job then stands.
ORDERED = {
    "refused": JobState.FAILED,
    "page": JobState.UNCONFIRMED,
    "cut": JobState.UNCONFIRMED,
    "key as id": JobState.UNCONFIRMED,
    "failed": JobState.FAILED,
    "without link": JobState.QUEUED,
    "dead link": JobState.RUNNING,
    "strange link": JobState.DOWNLOADING,
    "private link": JobState.DOWNLOADING,
    "queued": JobState.QUEUED,
    "done": JobState.DONE,
}
SAID = f"no luck with {KEY} at https://h.example/a.mp4?{QUERY}"


async def everything_fails(stage: Stage) -> None:
    image, folder = (Path(argument) for argument in stage.arguments)
    await stage.take_image(image)
    first = await stage.generate("refused")
    jobs = {"refused": first.id}
    for prompt in ORDERED.keys() - {"refused"}:
        submission = Submission(replace(first.request, prompt=prompt))
        submit = partial(stage.app.backend.runner.submit, consent=Consent())
        job: Job = await stage.do(partial(submit, submission, service=first.service))
        jobs[prompt] = job.id
    for prompt, state in ORDERED.items():
        await stage.until(partial(_stands, stage, jobs[prompt], state), f"{prompt}: {state}")
    stage.app._actions.perform(jobs["page"], Action.DECIDE)
    await _paste_key_as_task(stage)
    await stage.do(stage.app.backend.runner.stop, jobs["queued"])
    await stage.until(partial(_stands, stage, jobs["queued"], JobState.STOPPED), "stopped")
    await _crash(stage)
    await _save_report(stage, folder / "window-report.zip")
    for file in stage.app.paths.data.glob("jobs.sqlite3*"):
        shutil.copy(file, folder / f"running-{file.name}")
    stage.app.form.sound.set_values(f"https://h.example/a.mp3?{QUERY}", True)
    for job in stage.jobs():
        stage.tell(f"{job!r}")


def _stands(stage: Stage, job_id: str, state: JobState) -> bool:
    """Whether a job has come there, with its trouble told where it cannot come further."""
    job = stage.app.backend.runner.get(job_id)
    stuck = state in (JobState.RUNNING, JobState.DOWNLOADING)
    return job is not None and job.state is state and (not stuck or job.trouble is not None)


async def _paste_key_as_task(stage: Stage) -> None:
    dialog = await stage.opened(UnconfirmedDialog)
    await stage.do(dialog.have_id.radio.click)
    dialog.task_id.setText(KEY)
    await stage.do(dialog.continue_button.click)
    assert stage.app.window.statusBar().currentMessage()


async def _crash(stage: Stage) -> None:
    """Every way in which an exception can come to nobody."""
    QTimer.singleShot(0, _fail)
    asyncio.get_running_loop().call_soon(_fail)
    threading.Thread(target=_fail, name=f"thread {KEY}").start()
    stage.app.tasks.spawn(_fail_as_task(), name="fails")
    asyncio.get_running_loop().call_exception_handler({"message": SAID})
    qWarning(SAID)
    warnings.warn(SAID, stacklevel=1)
    logging.getLogger("anyone").error("%s", {"headers": {"Authorization": f"Bearer {KEY}"}})
    dialog = await stage.opened(CrashDialog)
    await stage.until(lambda: dialog.trace.toPlainText().count("ValueError: no luck") >= 4, "four faults")
    stage.tell(dialog.trace.toPlainText())
    await stage.do(dialog.close_button.click)


def _fail() -> None:
    raise ValueError(SAID) from KeyError(KEY)


async def _fail_as_task() -> None:
    _fail()


async def _save_report(stage: Stage, target: Path) -> None:
    await stage.do(stage.app.window.report_requested.emit)
    dialog = await stage.opened(ReportDialog)
    await stage.do(dialog.with_words.click)
    await stage.until(dialog.save_button.isEnabled, "the report is there to be read")
    for name, text in dialog.files:
        stage.tell(f"{name}\n{text}")
    await stage.do(dialog.save_button.click)
    files = await stage.opened(QFileDialog)
    edit = files.findChild(QLineEdit, "fileNameEdit")
    assert edit is not None
    edit.setText(str(target))
    await stage.do(files.accept)
    await stage.until(dialog.outcome.isVisible, "it is saved")
    stage.tell(dialog.outcome.text())
    assert target.exists()
    await stage.do(dialog.close_button.click)


def main(arguments: list[str]) -> int:
    play = Play(everything_fails, arguments)
    status = run_window([], play.start, poll_seconds=0.1)
    return status if play.played else 99


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
