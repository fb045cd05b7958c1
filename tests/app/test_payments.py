"""From a click to its consents: one click at a time, and one that is taken back pays nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.qt_loop import play_on_qt
from tests.ui.conftest import light_theme
from wan_desktop.app import payments
from wan_desktop.app.batch_tool import BatchTool
from wan_desktop.app.payments import Consents, Payments, Wanted
from wan_desktop.app.purse import Purse
from wan_desktop.backend import Backend
from wan_desktop.core.batches import Variations
from wan_desktop.core.limits import NO_LIMITS
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.paths import Paths, resource
from wan_desktop.core.public_host import LITTERBOX
from wan_desktop.core.refused import Refused
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks
from wan_desktop.ui.batch_dialog import BatchDialog
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.money_words import Quote
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.public_host_dialog import PublicHostDialog
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog
from wan_desktop.ui.theme import Theme

__all__ = ["light_theme"]

SERVICE = "https://api.example"
ONE, OTHER = Submission(Request(prompt="one")), Submission(Request(prompt="other"))
LAKE, HILLS = resource("samples", "lake.jpg"), resource("samples", "hills.jpg")


class Runner:
    """Looks back as slowly as its disk: not before ``answers`` is set."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self.asked: list[list[Request]] = []
        self.refusals: set[Request] = set()

    async def refused(self, _service: str, requests: Sequence[Request]) -> list[Refused]:
        self.asked.append(list(requests))
        await self.answers.wait()
        return [Refused(int(request in self.refusals)) for request in requests]


class NoPrices:
    def known(self, _service: str, _request: Request) -> None:
        return None


class Till:
    """Payments over a slow disk, and what came of each click."""

    def __init__(self, paths: Paths, window: QWidget) -> None:
        self.runner = Runner()
        self.tasks = Tasks(self._bug)
        backend = SimpleNamespace(
            public_host=LITTERBOX, tasks=self.tasks, runner=self.runner, prices=NoPrices(), paths=paths
        )
        self.payments = Payments(cast(Backend, backend), lambda: NO_LIMITS, window)
        self.sent: list[Wanted] = []
        self.declined = self.passed_over = 0
        self.payments.declined.connect(self._declined)
        self.payments.passed_over.connect(self._passed_over)

    def ask(self, *wanted: Submission) -> None:
        self.payments.ask(SERVICE, wanted, self.take)

    def take(self, wanted: Wanted, _consents: Consents) -> None:
        self.sent.append(wanted)

    async def answered(self) -> None:
        """All that was asked for has had its effect."""
        self.runner.answers.set()
        for _turn in range(10):
            await asyncio.sleep(0)

    def _declined(self) -> None:
        self.declined += 1

    def _passed_over(self) -> None:
        self.passed_over += 1

    @staticmethod
    def _bug(error: BaseException) -> None:
        raise error


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def play(scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
    play_on_qt(scenario())


def test_a_click_during_another_is_told_that_it_is_none(paths: Paths, window: QWidget) -> None:
    async def scenario() -> None:
        till = Till(paths, window)
        till.ask(ONE)
        till.ask(OTHER)
        assert (till.passed_over, till.declined) == (1, 0)
        await till.answered()
        assert till.sent == [(ONE,)]

    play(scenario)


def test_a_disk_that_does_not_answer_holds_no_click_back(
    paths: Paths, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payments, "LOOK_BACK_PATIENCE", 0.05)

    async def scenario() -> None:
        till = Till(paths, window)
        till.ask(ONE)
        async with asyncio.timeout(5):
            while not till.sent:  # noqa: ASYNC110 - Qt's own state
                await asyncio.sleep(0.01)
        assert till.sent == [(ONE,)]
        assert not till.runner.answers.is_set()

    play(scenario)


def test_a_click_for_many_videos_waits_for_one_answer_of_the_disk(paths: Paths, window: QWidget) -> None:
    async def scenario() -> None:
        till = Till(paths, window)
        till.ask(ONE, OTHER, ONE)
        await till.answered()
        assert till.runner.asked == [[ONE.request, OTHER.request, ONE.request]]
        assert till.sent == [(ONE, OTHER, ONE)]

    play(scenario)


def test_a_click_that_is_taken_back_pays_nothing_and_the_next_one_does(paths: Paths, window: QWidget) -> None:
    async def scenario() -> None:
        till = Till(paths, window)
        till.ask(ONE)
        await asyncio.sleep(0)
        till.payments.withdraw()
        till.payments.withdraw()
        assert till.declined == 1
        till.ask(OTHER)
        await till.answered()
        assert till.sent == [(OTHER,)]
        assert till.declined == 1

    play(scenario)


def test_a_click_while_the_public_host_is_asked_about_is_none(paths: Paths, window: QWidget) -> None:
    public = Submission(Request(sound="a.mp3", sound_way=SoundWay.TEMPORARY))

    async def scenario() -> None:
        till = Till(paths, window)
        till.ask(public)
        await till.answered()
        question = window.findChild(PublicHostDialog)
        assert question is not None
        till.ask(OTHER)
        await till.answered()
        assert (till.sent, till.passed_over) == ([], 1)
        question.send_button.click()
        assert till.sent == [(public,)]
        till.ask(OTHER)
        await till.answered()
        assert till.sent == [(public,), (OTHER,)]

    play(scenario)


class Costs(QObject):
    """Knows no price."""

    changed = Signal(str, str)

    def quote(self, _videos: int) -> Quote:
        return Quote()


class Bench:
    """The tool of batches over a till."""

    def __init__(self, paths: Paths, theme: Theme, window: QWidget) -> None:
        self.till = Till(paths, window)
        self.form = ParamsForm(theme, window)
        self.tool = BatchTool(paths, self.till.tasks, theme, self.form, cast(MainWindow, window))
        self._costs = Costs(window)
        self.tool.use(cast(Purse, SimpleNamespace(costs=self._costs, payments=self.till.payments)))
        self.tool.submit_requested.connect(self._ask)

    @property
    def dialog(self) -> BatchDialog:
        found = self.tool._dialog
        assert found is not None
        return found

    def names(self) -> list[str]:
        return [image.name for image in self.dialog.images.images()]

    async def opened(self, *images: Path) -> BatchDialog:
        self.tool.open(images)
        await self.ready()
        return self.dialog

    async def ready(self) -> None:
        async with asyncio.timeout(20):
            while not self.dialog.generate_button.isEnabled():  # noqa: ASYNC110 - Qt's own state
                await asyncio.sleep(0.01)

    def _ask(self, submissions: Sequence[Submission]) -> None:
        self.till.payments.ask(SERVICE, submissions, self._send)

    def _send(self, wanted: Wanted, consents: Consents) -> None:
        self.till.take(wanted, consents)
        self.tool.sent(wanted)


@pytest.fixture
def play_bench(
    window: QWidget, paths: Paths, light_theme: Theme
) -> Callable[[Callable[[Bench], Coroutine[Any, Any, None]]], None]:
    def run(scenario: Callable[[Bench], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            bench = Bench(paths, light_theme, window)
            await scenario(bench)
            bench.dialog.reject()
            await bench.till.answered()
            await bench.till.tasks.close()

        play(whole)

    return run


Play = Callable[[Callable[[Bench], Coroutine[Any, Any, None]]], None]


def test_cancelled_while_its_click_is_on_its_way_a_batch_is_not_sent(play_bench: Play) -> None:
    async def scenario(bench: Bench) -> None:
        dialog = await bench.opened(LAKE, HILLS)
        dialog.generate_button.click()
        assert not dialog.generate_button.isEnabled()
        dialog.cancel_button.click()
        await bench.till.answered()
        assert bench.till.sent == []
        assert bench.till.declined == 1

    play_bench(scenario)


def test_a_batch_whose_click_fell_into_another_stays_and_can_be_sent(play_bench: Play) -> None:
    async def scenario(bench: Bench) -> None:
        bench.till.payments.ask(SERVICE, [ONE], bench._send)
        dialog = await bench.opened(LAKE, HILLS)
        dialog.generate_button.click()
        assert dialog.generate_button.isEnabled()
        await bench.till.answered()
        assert bench.till.sent == [[ONE]]
        assert dialog.isVisible(), "what was sent is another click's"
        dialog.generate_button.click()
        await bench.till.answered()
        assert [len(wanted) for wanted in bench.till.sent] == [1, 2]
        assert not dialog.isVisible()

    play_bench(scenario)


def test_images_given_while_a_batch_is_put_together_join_it(play_bench: Play) -> None:
    async def scenario(bench: Bench) -> None:
        dialog = await bench.opened(LAKE)
        dialog.prompt.setPlainText("typed for long")
        bench.tool.open((LAKE, HILLS))
        await bench.ready()
        assert bench.names() == ["lake.jpg", "hills.jpg"]
        assert dialog.prompt.toPlainText() == "typed for long"

    play_bench(scenario)


def test_images_given_while_a_batch_is_being_paid_are_put_together_next(play_bench: Play) -> None:
    async def scenario(bench: Bench) -> None:
        dialog = await bench.opened(LAKE)
        dialog.generate_button.click()
        bench.tool.open((HILLS,))
        await bench.till.answered()
        assert [[one.source_name for one in wanted] for wanted in bench.till.sent] == [["lake.jpg"]]
        await bench.ready()
        assert dialog.isVisible()
        assert bench.names() == ["hills.jpg"]

    play_bench(scenario)


def test_an_image_stays_in_the_batch_only_where_none_of_its_variations_was_sent(
    play_bench: Play, window: QWidget
) -> None:
    """Another click would send them again."""

    async def scenario(bench: Bench) -> None:
        bench.form.set_variations(Variations(2))
        bench.form.advanced.seed.set_value(7)
        dialog = await bench.opened(LAKE, HILLS)
        dialog.generate_button.click()
        await asyncio.sleep(0)
        [[lake, other_lake, hills, other_hills]] = bench.till.runner.asked
        bench.till.runner.refusals = {lake, hills, other_hills}
        await bench.till.answered()
        question = window.findChild(RefusedAgainDialog)
        assert question is not None
        question.others_button.click()
        await bench.till.answered()
        assert [[one.request for one in wanted] for wanted in bench.till.sent] == [[other_lake]]
        assert bench.names() == ["hills.jpg"]
        assert dialog.isVisible()

    play_bench(scenario)
