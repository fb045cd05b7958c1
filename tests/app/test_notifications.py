"""What is told while the window is not in front, once, and what a click on it does: over a real bus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.command_line import Home
from tests.fakes.command_line import ended as ended_process
from tests.fakes.demo_server import running_server
from tests.fakes.desktop import Answer, Bus, Program, needs_a_bus, running_bus
from tests.fakes.jobs import make_job
from tests.fakes.qt_loop import play_on_qt, until
from wan_desktop.app import front, notifications
from wan_desktop.app.notification_daemon import _DAEMON, NotificationDaemon
from wan_desktop.app.notifications import Notifications
from wan_desktop.core.batches import BY_USER, Place
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.settings import Settings
from wan_desktop.core.tasks import Tasks

RUNNING, DONE, FAILED, UNCONFIRMED = (
    JobState.RUNNING,
    JobState.DONE,
    JobState.FAILED,
    JobState.UNCONFIRMED,
)


class Wall(QObject):
    """Keeps what is shown."""

    clicked = Signal(str)
    dismissed = Signal()
    unheard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []
        self.withdrawn = 0

    def show(self, title: str, text: str) -> None:
        self.shown.append((title, text))

    def withdraw(self) -> None:
        self.withdrawn += 1


class Desk:
    """Notifications about jobs, with a window that is in front or not as the test says."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window, self.wall = QWidget(), Wall()
        qtbot.addWidget(self.window)
        self.in_front, self.settings = False, Settings()
        self.led_to: list[str] = []
        self.raised: list[str] = []
        monkeypatch.setattr(notifications, "is_in_front", lambda window: self.in_front)
        monkeypatch.setattr(notifications, "bring_to_front", lambda window, token: self.raised.append(token))
        self.notifications = Notifications(
            self.window, self.wall, lambda: self.settings, self.led_to.append, collect_ms=0
        )

    def see(self, *jobs: Job) -> None:
        for job in jobs:
            self.notifications.job_changed(job)

    def told(self) -> list[tuple[str, str]]:
        """What is shown once everything has been collected."""
        self.notifications._later.timeout.emit()
        return self.wall.shown


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(qtbot, monkeypatch)


def ended(job_id: str, state: JobState = DONE, prompt: str = "A lake", **facts: Any) -> tuple[Job, Job]:
    """A job under way, and what became of it."""
    return make_job(job_id, RUNNING, prompt, **facts), make_job(job_id, state, prompt, **facts)


def of_batch(job_id: str, state: JobState, index: int = 1, **facts: Any) -> Job:
    return make_job(job_id, state, extra=Place("b", index, 3).to_extra(), **facts)


def test_a_video_that_is_done_is_told_by_its_title(desk: Desk) -> None:
    desk.see(*ended("1", prompt="Leaves drift\nslowly"))
    assert desk.told() == [("Your video is done", "Leaves drift")]


def test_a_failure_and_a_doubt_say_what_happened(desk: Desk) -> None:
    refused = Failure(ErrorKind.CONTENT_REFUSED)
    desk.see(*ended("1", FAILED, error=refused))
    [(title, text)] = desk.told()
    assert title == "A video did not come"
    assert text.splitlines()[0] == "A lake"
    assert len(text.splitlines()) == 2
    desk.notifications._seen()
    desk.see(make_job("2", JobState.SUBMITTING), make_job("2", UNCONFIRMED))
    assert desk.told()[-1][0] == "A video waits for your decision"


def test_nothing_is_told_of_what_the_user_sees_or_did_or_turned_off(desk: Desk) -> None:
    desk.see(make_job("old", DONE), replace(make_job("old", DONE), starred=True))
    desk.see(make_job("stopped", RUNNING), make_job("stopped", JobState.STOPPED))
    desk.see(make_job("theirs", RUNNING, elsewhere=True), make_job("theirs", DONE))
    assert desk.told() == []
    desk.in_front = True
    desk.see(*ended("1"))
    desk.in_front = False
    assert desk.told() == [], "what was seen to end is no news a moment later"
    desk.settings = Settings(notify=False)
    desk.see(*ended("2"))
    assert desk.told() == []
    desk.settings = Settings()
    assert desk.told() == [], "what was not told then is not told later"


def test_what_ends_together_is_one_notification_and_the_next_one_counts_on(desk: Desk) -> None:
    for number in range(30):
        desk.see(*ended(str(number), prompt=f"Lake {number}"))
    assert desk.told() == [("Videos done: 30", "Lake 29\nLake 28\nLake 27")]
    desk.see(*ended("x", FAILED), *ended("y", UNCONFIRMED))
    assert desk.told()[1:] == [("Videos done: 30", "Waiting for your decision: 1 · Did not come: 1")]
    desk.notifications._seen()
    desk.see(*ended("z"))
    assert desk.told()[-1][0] == "Your video is done"


def test_a_batch_is_told_when_it_is_through(desk: Desk) -> None:
    desk.see(*(of_batch(str(index), RUNNING, index) for index in (1, 2, 3)))
    desk.see(of_batch("1", DONE, 1), of_batch("2", DONE, 2), *ended("alone", prompt="Alone"))
    assert desk.told() == [("Your video is done", "Alone")]
    desk.see(of_batch("3", FAILED, 3))
    assert desk.told()[-1] == ("Videos done: 3", "Did not come: 1")


def test_a_batch_that_pauses_by_itself_is_told_at_once(desk: Desk) -> None:
    waiting = of_batch("2", JobState.WAITING, 2)
    desk.see(of_batch("1", RUNNING, 1), waiting)
    desk.see(of_batch("1", DONE, 1), replace(waiting, paused=ErrorKind.BALANCE_TOO_LOW))
    [(title, text)] = desk.told()
    assert title == "A batch is paused"
    assert text.splitlines()[0].startswith("Paused: ")
    assert text.splitlines()[1] == "Videos done: 1"


def test_a_batch_that_the_user_paused_is_no_news(desk: Desk) -> None:
    waiting = of_batch("2", JobState.WAITING, 2)
    desk.see(waiting, replace(waiting, paused=BY_USER))
    assert desk.told() == []


def test_a_click_leads_to_what_needs_its_user_first(desk: Desk) -> None:
    desk.see(*ended("1", UNCONFIRMED), *ended("2"), *ended("3"))
    desk.told()
    desk.wall.clicked.emit("token")
    assert (desk.raised, desk.led_to, desk.wall.withdrawn) == (["token"], ["1"], 1)


def test_a_click_on_a_video_removed_since_brings_the_window_only(desk: Desk) -> None:
    desk.see(*ended("1"))
    desk.told()
    desk.notifications.job_removed("1")
    desk.wall.clicked.emit("")
    assert (desk.raised, desk.led_to) == ([""], [])


def test_where_nobody_shows_it_the_task_bar_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", asked.append)
    desk.wall.unheard.emit()
    assert asked == [desk.window]


def test_a_window_is_in_front_only_while_it_can_be_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert front.is_in_front(window)
    window.showMinimized()
    assert not front.is_in_front(window)


# The freedesktop daemon


class Daemon(Program):
    """A notification daemon: real messages, no picture."""

    def __init__(self, bus: Bus, *able: str) -> None:
        answers: dict[str, Answer] = {
            "GetCapabilities": lambda: ("as", (list(able),)),
            "Notify": lambda *values: ("u", (values[1] or 41,)),
            "CloseNotification": lambda shown: ("", ()),
        }
        super().__init__(bus, _DAEMON, answers)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with running_bus(tmp_path / "bus", monkeypatch) as made:
        yield made


@needs_a_bus
def test_the_daemon_shows_replaces_and_tells_of_a_click(bus: Bus, qapp: object) -> None:
    async def scenario() -> None:
        tasks = Tasks()
        notifier = NotificationDaemon(tasks)
        clicks: list[str] = []
        notifier.clicked.connect(clicks.append)
        notifier.show("Your video is done", "1 < 2 & 3")
        await until(lambda: len(daemon.values("Notify")) == 1 and notifier._shown == 41)
        notifier.show("Videos done: 2", "")
        await until(lambda: len(daemon.values("Notify")) == 2)
        first, second = daemon.values("Notify")
        assert (first[1], second[1]) == (0, 41), "it takes the place of the first"
        assert first[3:6] == ("Your video is done", "1 &lt; 2 &amp; 3", ["default", "Show"])
        daemon.tell("ActionInvoked", "us", 40, "default")
        daemon.tell("ActivationToken", "us", 41, "leave-7")
        daemon.tell("ActionInvoked", "us", 41, "default")
        await until(lambda: clicks)
        assert clicks == ["leave-7"], "another program's notification is not ours"
        notifier.withdraw()
        await until(lambda: daemon.values("CloseNotification"))
        assert daemon.values("CloseNotification") == [(41,)]
        await tasks.close()

    with closing(Daemon(bus, "actions", "body", "body-markup")) as daemon:
        play_on_qt(scenario())


@needs_a_bus
def test_a_daemon_that_can_do_little_is_asked_for_little(bus: Bus, qapp: object) -> None:
    async def scenario() -> None:
        tasks = Tasks()
        NotificationDaemon(tasks).show("Your video is done", "<b> & 2")
        await until(lambda: daemon.values("Notify"))
        assert daemon.values("Notify")[0][4:6] == ("‹b› & 2", [])
        await tasks.close()

    with closing(Daemon(bus, "body")) as daemon:
        play_on_qt(scenario())


@needs_a_bus
@pytest.mark.parametrize("dead", [False, True])
def test_without_a_daemon_or_a_bus_the_task_bar_is_asked(bus: Bus, qapp: object, dead: bool) -> None:
    async def scenario() -> None:
        tasks = Tasks()
        notifier = NotificationDaemon(tasks)
        unheard: list[bool] = []
        notifier.unheard.connect(lambda: unheard.append(True))
        for _ in range(2):
            notifier.show("Your video is done", "")
            await until(lambda: unheard)
            unheard.clear()
        await tasks.close()

    if dead:
        bus.close()
    play_on_qt(scenario())


@needs_a_bus
def test_what_the_user_closed_is_not_counted_on(bus: Bus, qapp: object) -> None:
    async def scenario() -> None:
        tasks = Tasks()
        notifier = NotificationDaemon(tasks)
        dismissed: list[bool] = []
        notifier.dismissed.connect(lambda: dismissed.append(True))
        for why in (1, 2):
            assert not dismissed, "that its time is over is not the user's doing"
            notifier.show("Your video is done", "")
            await until(lambda: notifier._shown)
            daemon.tell("NotificationClosed", "uu", 41, why)
            await until(lambda: not notifier._shown)
        await until(lambda: dismissed)
        await tasks.close()

    with closing(Daemon(bus, "actions")) as daemon:
        play_on_qt(scenario())


@needs_a_bus
def test_the_whole_program_tells_once_and_a_click_shows_the_video(bus: Bus, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.address
    with closing(Daemon(bus, "actions")) as daemon, running_server(tmp_path / "service") as service:
        home.paths.create()
        home.paths.settings.write_text(json.dumps({"service": service, "language": "en"}))
        playing = home.start("done_while_minimised", module="tests.app.stage")
        try:
            assert playing.stdout is not None
            said = playing.stdout.readline()
            assert said == "done\n", playing.communicate()[1][-1500:]
            told = daemon.called("Notify")
            daemon.tell("ActionInvoked", "us", 41, "default")
            result = ended_process(playing)
        finally:
            home.close()
    assert (result.returncode, result.stderr) == (0, "")
    assert told[3:5] == ("Your video is done", "an empty shore")
    assert len(daemon.values("Notify")) == 1
