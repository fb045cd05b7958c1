"""The bar of a batch: how far it is, why it does not go on, and what its buttons ask for."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from tests.ui.widgets import heard
from wan_desktop.core.batches import summary
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.actions import Action, actions_for
from wan_desktop.ui.batch_bar import BatchBar
from wan_desktop.ui.messages import state_words


def job(index: int, state: JobState, **facts: Any) -> Job:
    place = {"batch": {"id": "b", "index": index, "of": 12}}
    return make_job(str(index), state, extra=place, **facts)


@pytest.fixture
def bar(qtbot: QtBot) -> BatchBar:
    bar = BatchBar()
    qtbot.addWidget(bar)
    return bar


def offered(bar: BatchBar) -> list[str]:
    return [button.text() for button in bar.findChildren(QPushButton) if not button.isHidden()]


def test_without_a_batch_there_is_no_bar(bar: BatchBar) -> None:
    bar.show_batch(summary([job(1, JobState.WAITING)]), "1")
    bar.show_batch(None, "")
    assert bar.isHidden()


def test_a_batch_on_its_way_can_be_paused_and_stopped(bar: BatchBar) -> None:
    bar.show_batch(summary([job(1, JobState.DONE), job(2, JobState.WAITING)]), "2")
    assert offered(bar) == ["Pause", "Stop"]
    assert bar._progress.text() == "Batch of 12: 1 still to be sent"
    asked: list[tuple[str, str]] = []
    bar.action_requested.connect(lambda *wish: asked.append(wish))
    bar.pause_button.click()
    bar.stop_button.click()
    assert asked == [("2", Action.PAUSE_BATCH), ("2", Action.STOP_BATCH)]


def test_a_doubt_is_said_and_leads_to_its_own_job(bar: BatchBar) -> None:
    waiting = job(3, JobState.WAITING, paused=ErrorKind.UNCONFIRMED)
    bar.show_batch(summary([job(2, JobState.UNCONFIRMED), waiting]), "3")
    assert offered(bar) == ["Decide…", "Resume", "Stop"]
    assert "may be charged" in bar._reason.text()
    asked = heard(bar.action_requested)
    bar.decide_button.click()
    bar.resume_button.click()
    assert asked == ["2", "3"]


@pytest.mark.parametrize(
    ("paused", "words"),
    [
        ("user", "Paused. Nothing more is sent until you resume."),
        (ErrorKind.BALANCE_TOO_LOW, "Paused: The balance is too low. Nothing more"),
        ("a kind of a newer version", "Paused. "),
    ],
)
def test_it_says_why_it_is_paused(bar: BatchBar, paused: str, words: str) -> None:
    bar.show_batch(summary([job(3, JobState.WAITING, paused=paused)]), "3")
    assert bar._reason.text().startswith(words)
    assert "Decide…" not in offered(bar)


def test_rows_say_their_place_and_that_they_are_paused() -> None:
    assert state_words(job(3, JobState.WAITING), NOW).text == "Waiting to be sent · 3 of 12"
    assert state_words(job(3, JobState.WAITING, paused="user"), NOW).text == "Paused · 3 of 12"
    assert state_words(job(3, JobState.DONE), NOW).text == "Done · 3 of 12"
    doubt = state_words(job(3, JobState.WAITING, paused=ErrorKind.UNCONFIRMED), NOW)
    assert doubt.text == "Paused · 3 of 12"


def test_a_waiting_jobs_menu_has_the_acts_of_its_batch() -> None:
    assert actions_for(job(1, JobState.WAITING))[:3] == (Action.STOP, Action.PAUSE_BATCH, Action.STOP_BATCH)
    held = actions_for(job(1, JobState.WAITING, paused="user"))
    assert Action.RESUME_BATCH in held
    assert Action.PAUSE_BATCH not in held
    assert Action.STOP_BATCH not in actions_for(job(1, JobState.RUNNING))
    assert Action.STOP_BATCH not in actions_for(make_job("x", JobState.WAITING))
