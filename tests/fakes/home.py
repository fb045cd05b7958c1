"""One user's home with a runner in it, in virtual time over a real database: to start, crash, start again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from tests.fakes.scripted_service import TOOLS, ScriptedService
from tests.fakes.virtual_time import InlineThreads, VirtualClock, VirtualLoop
from wan_desktop.core.errors import WanError
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.limits import NO_LIMITS, Consent
from wan_desktop.core.other_processes import OTHERS_EVERY
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.runner import Runner
from wan_desktop.core.store import Store
from wan_desktop.core.submission import Submission
from wan_desktop.core.tasks import Tasks

T = TypeVar("T")
IMAGE = "0123456789abcdef.jpg"
UNSEEN = Consent()
"""To a video of unknown price."""


class Home:
    """What outlives the program: files, the service's side, the clock. ``runner`` is the program."""

    def __init__(
        self, folder: Path, store_class: type[Store] = Store, others_every: float = OTHERS_EVERY
    ) -> None:
        self._others_every = others_every
        self.paths = Paths.under(folder)
        self.paths.create()
        (self.paths.inputs / IMAGE).write_bytes(b"jpeg")
        self.loop = VirtualLoop()
        self.clock = VirtualClock(self.loop)
        self.service = ScriptedService(self.loop.time)
        self.library = self.paths.library
        self.limits = NO_LIMITS
        self.bugs: list[BaseException] = []
        self.published: list[Job] = []
        self._store_class = store_class
        self.start()

    def start(self) -> None:
        """The program starts; unfinished jobs are not taken up before ``runner.resume``."""
        self.threads = InlineThreads()
        self.tasks = Tasks(self.bugs.append)
        self.store = self._store_class(self.paths.database, self.paths.locks)
        self.runner = self.another_runner(self.store, self.threads, self.tasks)
        self.runner.subscribe(self.published.append)

    def another_runner(self, store: Store, threads: InlineThreads, tasks: Tasks) -> Runner:
        return Runner(
            store=store,
            paths=self.paths,
            connect=self.service.connect,
            library=lambda: self.library,
            tasks=tasks,
            clock=self.clock,
            limits=lambda: self.limits,
            others_every=self._others_every,
            threads=threads,
            tools=TOOLS,
        )

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def act(self, act: Any, *arguments: Any, **names: Any) -> Any:
        """Calls a plain method of the runner as a Qt slot would: on the loop, outside every task."""
        outcome: asyncio.Future[Any] = self.loop.create_future()

        def call() -> None:
            try:
                outcome.set_result(act(*arguments, **names))
            except (WanError, KeyError) as error:
                outcome.set_exception(error)

        self.loop.call_soon(call)
        return self.loop.run_until_complete(outcome)

    def submit(self, prompt: str = "a boat", consent: Consent = UNSEEN, **values: Any) -> Job:
        request = Request(**{"image": IMAGE, "prompt": prompt, **values})
        wanted = {"service": "https://api.example", "consent": consent}
        job: Job = self.act(self.runner.submit, Submission(request, "a.png"), **wanted)
        return job

    def submit_all(self, *prompts: str, consent: Consent = UNSEEN) -> list[Job]:
        """One click for several videos."""
        submissions = [Submission(Request(image=IMAGE, prompt=prompt), "a.png") for prompt in prompts]
        wanted = {"service": "https://api.example", "consents": [consent] * len(prompts)}
        jobs: list[Job] = self.act(self.runner.submit_all, submissions, **wanted)
        return jobs

    def settled(self, job: Job) -> Job:
        return self.run(self.runner.settled(job.id))

    def pass_time(self, seconds: float) -> None:
        self.run(asyncio.sleep(seconds))

    def until(self, job: Job, state: JobState) -> Job:
        """Lets time pass until the job is in that state; fails after a virtual hour."""
        for _ in range(36_000):
            now = self.runner.get(job.id)
            if now is not None and now.state is state:
                return now
            self.pass_time(0.1)
        raise AssertionError(f"{job.id} never was {state}")

    def stored(self, job: Job) -> Job:
        found = self.store.get(job.id)
        assert found is not None
        return found

    def close(self) -> None:
        self.run(self.runner.close())
        self.run(self.tasks.close())

    def crash(self) -> None:
        """The program is gone between two instructions: nothing of it runs or writes any more."""
        self.threads.dead = True
        self.store.close()
        self.run(self.tasks.close())

    def restart(self) -> None:
        """Starts again after a crash or a close, and takes up what is unfinished."""
        self.start()
        self.act(self.runner.resume)

    def dispose(self) -> None:
        """Ends everything, whatever state a test left it in."""
        if not self.threads.dead:
            self.close()
        self.loop.close()
