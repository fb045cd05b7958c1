"""The model of jobs: right under Qt's model tester, small in its changes, and the selection survives them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.job_model import JOB_ROLE, JobModel


@pytest.fixture
def model(qtbot: QtBot, qtmodeltester: ModelTester) -> Iterator[JobModel]:
    """Watched by the model tester through every change of the test."""
    made = JobModel(clock=lambda: NOW)
    qtmodeltester.check(made)  # type: ignore[no-untyped-call] # pytest-qt has no types here
    yield made
    assert ids_of(made) == [made.job_at(made.row_of(job_id)).id for job_id in ids_of(made)]


def ids_of(model: JobModel) -> list[str]:
    return [model.job_at(row).id for row in range(model.rowCount())]


def jobs(names: str) -> list[Job]:
    return [make_job(name) for name in names]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "abc"),
        ("abc", ""),
        ("abc", "abc"),
        ("abcdef", "ace"),
        ("ace", "abcdef"),
        ("abc", "xyz"),
        ("abc", "cba"),
        ("abcde", "xeyabz"),
    ],
)
def test_any_set_of_jobs_leads_to_any_other(model: JobModel, before: str, after: str) -> None:
    model.set_jobs(jobs(before))
    model.set_jobs(jobs(after))
    assert ids_of(model) == list(after)


def test_random_sets_of_jobs_lead_to_each_other(model: JobModel) -> None:
    source = random.Random(7)
    for _ in range(40):
        names = source.sample("abcdefghijkl", source.randrange(12))
        model.set_jobs([make_job(name, prompt=f"take {source.random()}") for name in names])
        assert ids_of(model) == names


def test_a_selected_job_stays_selected_among_others(model: JobModel, qtbot: QtBot) -> None:
    model.set_jobs(jobs("abcd"))
    selection = QItemSelectionModel(model)
    selection.select(model.index(2), QItemSelectionModel.SelectionFlag.Select)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_jobs(jobs("xdcya"))
    assert [index.data(JOB_ROLE).id for index in selection.selectedIndexes()] == ["c"]


def test_a_changed_job_changes_one_row(model: JobModel, qtbot: QtBot) -> None:
    model.set_jobs(jobs("abc"))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.update_job(make_job("b", JobState.RUNNING, progress=0.5))
    assert changed.args is not None
    assert [index.row() for index in changed.args[:2]] == [1, 1]
    assert model.job_at(1).progress == 0.5


def test_the_same_job_again_changes_nothing(model: JobModel, qtbot: QtBot) -> None:
    model.set_jobs(jobs("abc"))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_job(make_job("b"))
        model.set_jobs(jobs("abc"))


def test_a_job_that_is_not_shown_is_ignored(model: JobModel, qtbot: QtBot) -> None:
    model.set_jobs(jobs("ab"))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_job(make_job("z"))
    model.remove_job("z")
    assert ids_of(model) == ["a", "b"]


def test_new_jobs_come_on_top_and_old_ones_go(model: JobModel) -> None:
    model.set_jobs(jobs("ab"))
    model.add_job(make_job("c"))
    model.add_job(make_job("b", prompt="again"))
    assert ids_of(model) == ["c", "a", "b"]
    assert model.job_at(2).request.prompt == "again"
    model.remove_job("a")
    assert ids_of(model) == ["c", "b"]


def test_it_says_when_jobs_begin_and_cease_to_be_live(model: JobModel) -> None:
    heard: list[bool] = []
    model.live_changed.connect(heard.append)
    model.set_jobs(jobs("ab"))
    model.add_job(make_job("c", JobState.QUEUED))
    model.update_job(make_job("c", JobState.RUNNING))
    model.update_job(make_job("c", JobState.DONE))
    model.add_job(make_job("d", JobState.QUEUED))
    model.remove_job("d")
    assert heard == [True, False, True, False]


def test_a_screen_reader_hears_title_state_facts_and_time(model: JobModel) -> None:
    model.set_jobs([make_job(state=JobState.QUEUED, prompt="Dunes", submitted_at=NOW - 42, created_at=NOW)])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Dunes. Queued at the service · 0:42. 1080P · 5 s. ")


def test_a_prompt_that_looks_like_markup_is_shown_as_it_is(model: JobModel) -> None:
    model.set_jobs([make_job(prompt="<b>bold</b> & brave")])
    tooltip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; brave" in tooltip
    assert "Done" in tooltip
