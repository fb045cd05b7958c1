"""Listening to a sound: it is heard to its end, stops at once, and never takes the program with it."""

from __future__ import annotations

import os
import random

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtMultimedia import QMediaDevices
from pytestqt.qtbot import QtBot

from tests.ui.widgets import heard
from wan_desktop.ui.sound_output import BYTES_A_SECOND, SoundOutput

ROUNDS = int(os.environ.get("WAN_SOUND_ROUNDS", "40"))
"""More by hand, where there is an output: PulseAudio's null one will do."""

pytestmark = pytest.mark.qt_log_ignore("multimedia", "pulse", "pipewire")
needs_output = pytest.mark.skipif(
    "not __import__('PySide6.QtMultimedia').QtMultimedia.QMediaDevices.audioOutputs()",
    reason="this computer has no sound output",
)


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * BYTES_A_SECOND // 4) * 4)


def rest(milliseconds: int) -> None:
    """Lets Qt work without holding Python's lock, as the program does."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@pytest.fixture
def output(qtbot: QtBot) -> SoundOutput:
    return SoundOutput()


def test_without_a_device_it_says_that_nothing_can_be_heard(
    output: SoundOutput, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = QMediaDevices.defaultAudioOutput().__class__()
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", lambda: none)
    ended = heard(output.ended)
    assert not output.play(silence(1))
    assert not output.playing
    output.stop()
    assert ended == []


@needs_output
def test_it_is_heard_to_its_end(output: SoundOutput, qtbot: QtBot) -> None:
    places, ended = heard(output.position_changed), heard(output.ended)
    assert output.play(silence(0.5))
    qtbot.waitUntil(lambda: bool(ended))
    assert not output.playing
    assert places == sorted(places)
    assert 0.2 < places[-1] <= 0.5


@needs_output
def test_it_plays_and_stops_as_often_as_one_likes(output: SoundOutput) -> None:
    chance, ended = random.Random(1), heard(output.ended)
    for _ in range(ROUNDS):
        assert output.play(silence(3))
        rest(chance.choice((0, 1, 5, 12, 25)))
        output.stop()
    assert len(ended) == ROUNDS
