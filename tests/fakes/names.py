"""Names under a test's control: what DNS says of ``*.example``, everything behind it being real."""

from __future__ import annotations

import socket
from typing import Any

import pytest


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Each look-up of a name under ``.example`` gets the next address, the last one again and again.

    Returns the names that were looked up.
    """
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str | bytes, *arguments: Any, **names: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not name.endswith(".example"):
            return real(host, *arguments, **names)
        address = addresses[min(len(asked), len(addresses) - 1)]
        asked.append(name)
        return real(address, *arguments, **names)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
