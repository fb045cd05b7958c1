"""Files opened from the system, a wish to quit that comes by the system, the end of the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.command_line import Home, ended
from wan_desktop.core.paths import resource
from wan_desktop.core.settings import DEMO

LAKE = resource("samples", "lake.jpg")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home 家", key="")
    made.paths.create()
    made.paths.settings.write_text(f'{{"language": "en", "service": "{DEMO}"}}', encoding="utf-8")
    yield made
    made.close()


def play(home: Home, scenario: str, *arguments: str, module: str = "tests.app.stage") -> None:
    result = ended(home.start(scenario, *arguments, module=module))
    assert (result.returncode, result.stderr) == (0, "")


def ended_in_order(home: Home) -> bool:
    return home.paths.log_file.read_text(encoding="utf-8").rstrip().endswith("closed")


def test_quit_from_the_systems_menu_ends_in_order_whatever_is_open(home: Home) -> None:
    play(home, "quit_at_dialog", module="tests.app.starts")
    assert ended_in_order(home)
    play(home, "words_of_the_last_moment")


def test_quit_again_cuts_no_end_short(home: Home) -> None:
    play(home, "quit_again", module="tests.app.starts")
    assert ended_in_order(home)


def test_files_opened_together_are_taken_together(home: Home) -> None:
    play(home, "files_opened_together")


def test_a_file_opened_while_the_program_starts_is_taken(home: Home) -> None:
    play(home, "opened_early", module="tests.app.starts")


def test_what_stood_in_the_form_outlives_a_session_that_ends_at_once(home: Home) -> None:
    result = ended(home.start("killed_at_the_end_of_the_session", module="tests.app.stage"))
    assert (result.returncode, result.stderr) == (77, "")
    play(home, "words_of_the_last_moment", "0.25")
