"""The joint under the window and the command line: which service, which key, on which thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.wire_server import WireServer, answer, read_head
from wan_desktop.backend import Backend
from wan_desktop.core.errors import DiskError, ErrorKind, InputError, NetworkError, ServiceError
from wan_desktop.core.paths import Paths
from wan_desktop.core.secrets import KEY_VARIABLE, Keys
from wan_desktop.core.settings import DEMO, Settings, service_in_force

HOST, OTHER = "https://api.example", "https://other.example"


class Keyring(Keys):
    """Keys in a dict, which knows what was asked on which thread. None: locked."""

    def __init__(self, kept: dict[str, str | None]) -> None:
        super().__init__(Path("unused"))
        self.kept = kept
        self.asked: list[tuple[str, bool]] = []

    def get(self, base_url: str) -> str:
        self.asked.append((base_url, threading.current_thread() is threading.main_thread()))
        key = self.kept.get(base_url, "")
        if key is None:
            raise DiskError(ErrorKind.KEYRING_LOCKED)
        return key


class LockedKeyring(Keys):
    """Answers once its user has unlocked it."""

    def __init__(self) -> None:
        super().__init__(Path("unused"))
        self.reached, self.unlocked = threading.Event(), threading.Event()
        self.asked = 0

    def get(self, base_url: str) -> str:
        self.asked += 1
        self.reached.set()
        assert self.unlocked.wait(10)
        return "secret"


@pytest.fixture
async def backend(paths: Paths) -> AsyncIterator[Backend]:
    made = Backend(paths, Settings)
    yield made
    await made.close()


def with_keys(backend: Backend, **kept: str | None) -> Keyring:
    keyring = Keyring({f"https://{name}.example": key for name, key in kept.items()})
    backend.keys = keyring
    return keyring


async def test_a_key_learned_is_not_asked_for_again_and_never_on_the_loop(backend: Backend) -> None:
    keyring = with_keys(backend, api="secret")
    await backend.learn_keys([f"{HOST}/", DEMO])
    assert await backend.service(HOST) is await backend.service(HOST)
    assert keyring.asked == [(HOST, False)]


async def test_that_there_is_no_key_is_known_too(backend: Backend) -> None:
    keyring = with_keys(backend)
    await backend.learn_keys([HOST])
    for _ in range(2):
        with pytest.raises(ServiceError) as caught:
            await backend.connect(HOST)
        assert caught.value.kind is ErrorKind.KEY_MISSING
    assert keyring.asked == [(HOST, False)]


async def test_a_new_key_counts_from_the_next_request_on(backend: Backend) -> None:
    keyring = with_keys(backend)
    await backend.learn_keys([HOST])
    keyring.kept[HOST] = "secret"
    await backend.reconnect()
    before = await backend.service(HOST)
    await backend.reconnect()
    assert await backend.service(HOST) is not before
    assert not any(on_the_loop for _, on_the_loop in keyring.asked)


async def test_a_locked_keyring_keeps_no_other_key_from_being_read(backend: Backend) -> None:
    with_keys(backend, api=None, other="secret")
    with pytest.raises(DiskError):
        await backend.learn_keys([HOST, OTHER])
    assert await backend.service(OTHER)


async def test_a_way_is_found_without_a_stop_of_the_loop(backend: Backend) -> None:
    keyring = with_keys(backend, api="secret")
    assert (await backend.connect(HOST)).service is await backend.service(HOST)
    assert keyring.asked == [(HOST, False)]


async def test_while_the_keyring_waits_for_its_user_other_ways_are_open(backend: Backend) -> None:
    with_keys(backend, api="secret", other="secret")
    await backend.learn_keys([OTHER])
    locked = backend.keys = LockedKeyring()
    waiting = [backend.tasks.spawn(backend.connect(HOST), name="job") for _ in range(9)]
    assert await backend.connect(OTHER)
    assert await backend.connect(DEMO)
    backend.check(HOST)  # nobody knows yet that there is none
    locked.unlocked.set()
    ways = {id((await way).service) for way in waiting}
    assert len(ways) == 1
    assert locked.asked == 1


async def test_a_key_read_while_it_was_changed_is_read_again(backend: Backend) -> None:
    locked = backend.keys = LockedKeyring()
    old = backend.tasks.spawn(backend.learn_keys([HOST]), name="old")
    new = backend.tasks.spawn(backend.reconnect(), name="new")
    await asyncio.to_thread(locked.reached.wait, 10)
    locked.unlocked.set()
    await asyncio.gather(old, new)
    assert locked.asked == 2


async def test_that_a_key_is_missing_is_known_at_once_or_not_at_all(backend: Backend) -> None:
    with_keys(backend)
    backend.check(HOST)
    backend.check(DEMO)
    await backend.learn_keys([HOST])
    with pytest.raises(ServiceError):
        backend.check(HOST)
    with pytest.raises(InputError):
        backend.check("http://api.example")


async def test_an_address_that_is_none_is_refused_before_a_key_goes_there(backend: Backend) -> None:
    keyring = with_keys(backend, api="secret")
    with pytest.raises(InputError):
        await backend.connect("http://api.example")
    assert keyring.asked == []


async def test_the_demo_needs_no_key(backend: Backend) -> None:
    keyring = with_keys(backend)
    assert (await backend.connect(DEMO)).service is await backend.service(DEMO)
    assert keyring.asked == []


async def test_the_library_is_the_one_chosen_now(paths: Paths) -> None:
    settings = Settings()
    backend = Backend(paths, lambda: settings)
    assert backend.library() == paths.library
    settings = Settings(library="/elsewhere")
    assert backend.library() == Path("/elsewhere")
    await backend.close()


def test_without_a_choice_a_key_in_the_environment_means_the_real_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert service_in_force(Settings()) == DEMO
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    assert service_in_force(Settings()) == "https://api.jiekou.ai"
    assert service_in_force(Settings(service=DEMO)) == DEMO


async def test_a_proxy_set_later_counts_for_the_next_request(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the office's network to the one at home, without starting again."""
    with_keys(backend, api="secret")
    connection = await backend.connect(HOST)
    async with WireServer((read_head, answer(407))) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(NetworkError) as caught:
            await connection.service.result("t")
        assert caught.value.kind is ErrorKind.PROXY_REFUSED
        with pytest.raises(NetworkError):
            await connection.downloads.fetch("https://store.example/v.mp4", backend.paths.data / "v.part")
        assert [request.split()[1] for request in proxy.requests] == [
            b"api.example:443",
            b"store.example:443",
        ]
