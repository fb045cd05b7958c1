"""Questions over a real bus: answered, refused, never answered, and asked where there is no bus."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desktop import Bus, Program, needs_a_bus, running_bus
from wan_desktop.core.session_bus import Conversation, NoAnswer, Peer, ask

CLERK = Peer("org.example.Clerk", "/org/example/Clerk", "org.example.Clerk")
pytestmark = needs_a_bus


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with running_bus(tmp_path / "bus", monkeypatch) as made:
        yield made


@pytest.fixture
def clerk(bus: Bus) -> Iterator[Program]:
    with closing(Program(bus, CLERK, {"Greet": lambda name: ("s", (f"你好 {name}",))})) as made:
        yield made


def test_a_question_is_answered(clerk: Program) -> None:
    assert ask(CLERK, "Greet", "s", "湖") == ("你好 湖",)


def test_a_refusal_and_nobody_are_no_answer(clerk: Program) -> None:
    with pytest.raises(NoAnswer, match="UnknownMethod"):
        ask(CLERK, "Dance")
    with pytest.raises(NoAnswer, match="ServiceUnknown"):
        ask(Peer("org.example.Nobody", "/a", "org.example.Nobody"), "Greet", "s", "x")


@pytest.mark.parametrize(
    "address", ["", "disabled:", "unix:path=/nowhere/at/all", "tcp:host=localhost,port=1", "nonsense"]
)
async def test_where_there_is_no_bus_nobody_answers_at_once(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        ask(CLERK, "Greet", "s", "x")
    with pytest.raises(NoAnswer):
        await Conversation.begin()
    assert time.monotonic() - began < 2


def test_the_bus_that_systemd_put_into_the_users_folder_is_found(
    clerk: Program, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv(
        "XDG_RUNTIME_DIR", str(Path(bus.address.partition("path=")[2].partition(",")[0]).parent)
    )
    assert ask(CLERK, "Greet", "s", "x") == ("你好 x",)


def test_one_that_is_silent_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'silent'}")
        with pytest.raises(NoAnswer, match="TimeoutError"):
            ask(CLERK, "Greet", "s", "x", patience=0.2)


async def test_a_conversation_hears_what_is_told_and_ends_with_the_bus(clerk: Program, bus: Bus) -> None:
    heard: asyncio.Queue[tuple[str, tuple[Any, ...]]] = asyncio.Queue()
    conversation = await Conversation.begin()
    hearing = asyncio.get_running_loop().create_task(conversation.hear(lambda *told: heard.put_nowait(told)))
    await conversation.listen_to(CLERK)
    assert await conversation.ask(CLERK, "Greet", "s", "x") == ("你好 x",)
    with pytest.raises(NoAnswer, match="UnknownMethod"):
        await conversation.ask(CLERK, "Dance")
    clerk.tell("Rang", "us", 7, "door")
    while (told := await asyncio.wait_for(heard.get(), 5))[0] != "Rang":
        pass
    assert told == ("Rang", (7, "door"))
    bus.close()
    await asyncio.wait_for(hearing, 5)
    assert not conversation.open
    with pytest.raises(NoAnswer):
        await conversation.ask(CLERK, "Greet", "s", "x")


async def test_what_is_asked_while_the_bus_goes_is_not_waited_for(bus: Bus) -> None:
    conversation = await Conversation.begin()
    hearing = asyncio.get_running_loop().create_task(conversation.hear(lambda *told: None))
    stuck = Program(bus, CLERK, {})
    stuck.close()
    question = asyncio.get_running_loop().create_task(conversation.ask(CLERK, "Greet", "s", "x"))
    await asyncio.sleep(0)
    bus.close()
    with pytest.raises(NoAnswer):
        await question
    await asyncio.wait_for(hearing, 5)
