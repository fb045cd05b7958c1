"""What a job continues is kept with it, found from both sides, and goes with the same request once more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.home import IMAGE, UNSEEN, Home
from wan_desktop.core.job import Job
from wan_desktop.core.params import Request
from wan_desktop.core.submission import Submission


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家")
    yield made
    made.dispose()
    assert made.bugs == []


def submit(home: Home, **facts: Any) -> Job:
    submission = Submission(Request(image=IMAGE, prompt="a boat"), "a.png", facts)
    job: Job = home.act(home.runner.submit, submission, service="https://api.example", consent=UNSEEN)
    return home.settled(job)


def test_jobs_that_continue_one_another_are_found_after_a_restart(home: Home) -> None:
    first = submit(home)
    second, third = (submit(home, continues=first.id) for _ in range(2))
    submit(home, continues=second.id)
    home.close()
    home.start()
    found = home.run(home.runner.continuations(first.id))
    assert [job.id for job in found] == [third.id, second.id]
    assert home.runner.get(first.id) is None
    met = home.run(home.runner.meet(first.id))
    assert met is not None
    assert met.id == first.id
    assert home.run(home.runner.meet("gone")) is None


def test_the_same_request_once_more_keeps_what_it_is_about(home: Home) -> None:
    about = {"continues": "x", "sound_name": "song.mp3", "framing": {"quarter_turns": 1}}
    first = submit(home, **about, batch="b-1", seed=7)
    again = home.settled(home.act(home.runner.retry, first.id, UNSEEN))
    assert {key: fact for key, fact in again.extra.items() if key in (*about, "batch", "seed")} == about
