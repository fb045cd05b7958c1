"""Whose word counts about the proxy: the environment's, then the desktop's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.desktop import Bus, Program, needs_a_bus, running_bus
from wan_desktop.core import system_proxy as module
from wan_desktop.core.system_proxy import DesktopProxies, system_proxy

URL = "https://api.example/v3?signature=secret"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy in the environment, and nothing heard before."""
    for name in ("http", "https", "all", "no"):
        for variable in (f"{name}_proxy", f"{name}_PROXY".upper()):
            monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(module, "_desktop", DesktopProxies())


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with running_bus(tmp_path / "bus", monkeypatch) as made:
        yield made


def portal(bus: Bus, *proxies: str) -> Program:
    """A desktop whose settings name these."""
    return Program(bus, module._RESOLVER, {"Lookup": lambda uri: ("as", (list(proxies),))})


def test_the_environments_is_used_but_not_for_what_it_excepts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert system_proxy(URL) == "http://proxy.example:3128"
    assert system_proxy("https://127.0.0.1:80") is None


def test_one_named_without_a_scheme_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    assert system_proxy(URL) == "http://proxy.example:3128"


@needs_a_bus
@pytest.mark.parametrize(
    ("said", "used"),
    [
        (["http://proxy.example:8080"], "http://proxy.example:8080"),
        (["direct://"], None),
        ([], None),
        (["direct://", "http://proxy.example:8080"], None),
        (["socks5://s.example:1080", "http://proxy.example:8080"], "http://proxy.example:8080"),
        (["socks5://s.example:1080"], "socks5://s.example:1080"),
    ],
)
def test_the_desktops_is_used_and_told_no_more_than_the_host(bus: Bus, said: list[str], used: str) -> None:
    with closing(portal(bus, *said)) as desktop:
        assert system_proxy(URL) == used
        assert desktop.values("Lookup") == [("https://api.example",)]


@needs_a_bus
def test_the_desktop_is_not_asked_for_each_request_but_again_after_a_while(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(portal(bus, "http://proxy.example:8080")) as desktop:
        for _ in range(5):
            system_proxy(URL)
        system_proxy("https://store.example/v.mp4")
        assert len(desktop.values("Lookup")) == 2
        monkeypatch.setattr(module, "HOLDS_SECONDS", 0.0)
        module._desktop = DesktopProxies()
        system_proxy(URL)
        system_proxy(URL)
        assert len(desktop.values("Lookup")) == 4


@needs_a_bus
def test_the_environment_goes_before_the_desktop(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(portal(bus, "http://desktop.example:8080")) as desktop:
        monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
        assert system_proxy(URL) == "http://proxy.example:3128"
        monkeypatch.delenv("https_proxy")
        monkeypatch.setenv("no_proxy", "api.example")
        assert system_proxy(URL) is None
        assert desktop.calls == []
        assert system_proxy("https://store.example") == "http://desktop.example:8080"


@needs_a_bus
def test_a_desktop_without_a_portal_has_no_proxy(bus: Bus) -> None:
    assert system_proxy(URL) is None
