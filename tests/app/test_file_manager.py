"""A file shown by the user's file manager, over a real bus; and what is said where there is none."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.desktop import Bus, Program, needs_a_bus, running_bus
from wan_desktop.app import file_manager
from wan_desktop.app.file_manager import _FILE_MANAGER, show_in_folder

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bus is Linux's")


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with running_bus(tmp_path / "bus", monkeypatch) as made:
        yield made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was opened by the system's program for it; a path with "nowhere" in it has none."""
    paths: list[Path] = []

    def open_outside(path: Path) -> bool:
        paths.append(path)
        return "nowhere" not in str(path)

    monkeypatch.setattr(file_manager, "open_outside", open_outside)
    return paths


@needs_a_bus
@pytest.mark.parametrize("name", ["video.mp4", "a, b – 湖 #1 100%.mp4"])
async def test_the_file_manager_is_shown_the_file_itself(bus: Bus, opened: list[Path], name: str) -> None:
    said: list[str] = []
    with closing(Program(bus, _FILE_MANAGER, {"ShowItems": lambda items, token: ("", ())})) as manager:
        await show_in_folder(Path("/videos") / name, said.append)
        [([address], _)] = manager.values("ShowItems")
    assert address == (Path("/videos") / name).as_uri()
    assert (opened, said) == ([], [])


@needs_a_bus
async def test_without_one_the_folder_is_opened(bus: Bus, opened: list[Path]) -> None:
    said: list[str] = []
    await show_in_folder(Path("/videos/a.mp4"), said.append)
    await next_turn()
    assert (opened, said) == ([Path("/videos")], [])


async def test_where_nothing_opens_a_folder_the_user_learns_where_it_is(opened: list[Path]) -> None:
    said: list[str] = []
    await show_in_folder(Path("/nowhere/a.mp4"), said.append)
    await next_turn()
    assert said == ["No program on this computer opens it: /nowhere"]


async def next_turn() -> None:
    """Lets what was put off to the next turn of the loop happen."""
    await asyncio.sleep(0)
