"""What a screen reader is told without being asked: the end of a job, and why an image can't be used."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import JobState
from wan_desktop.ui.drop_area import DropArea
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.theme import Theme


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read out: Qt's own hook for the bridge to a screen reader, which tests do not have."""
    heard: list[str] = []

    def keep(event: QAccessibleAnnouncementEvent) -> None:
        heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(keep))
    return heard


def test_the_end_of_a_job_is_said_once(light_theme: Theme, qtbot: QtBot, said: list[str]) -> None:
    jobs = JobList(light_theme, lambda _job: "", clock=lambda: NOW)
    qtbot.addWidget(jobs)
    jobs.set_jobs([make_job("a", JobState.RUNNING), make_job("b", JobState.DONE)])
    jobs.update_job(make_job("a", JobState.RUNNING, progress=0.5))
    assert said == []
    jobs.update_job(make_job("a", JobState.FAILED, error=Failure(ErrorKind.CONTENT_REFUSED)))
    jobs.update_job(make_job("a", JobState.FAILED, error=Failure(ErrorKind.CONTENT_REFUSED), starred=True))
    jobs.update_job(make_job("unseen", JobState.DONE))
    (words,) = said
    assert words.startswith("A lake. Refused by the content check.")


def test_why_an_image_is_no_good_is_said(light_theme: Theme, qtbot: QtBot, said: list[str]) -> None:
    area = DropArea(light_theme)
    qtbot.addWidget(area)
    area.show_problem("This file is broken.")
    area.clear()
    assert said == ["This file is broken."]
