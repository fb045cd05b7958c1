"""The system's proxy for an address, as it is now.

Windows and macOS are asked by the standard library, for what is entered there: it runs no script (PAC).
Elsewhere the environment goes first; where it names none, the desktop is asked, whose settings may name a
proxy or a script that does (the portal knows GNOME's and KDE's). What it said holds for a moment: requests
come in bursts, and a portal may be slow.
"""

from __future__ import annotations

import sys
import time
import urllib.request
from urllib.parse import urlsplit

from wan_desktop.core.session_bus import NoAnswer, Peer, ask

HOLDS_SECONDS = 20.0
PORTAL_PATIENCE = 3.0
_RESOLVER = Peer(
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.ProxyResolver",
)
_DIRECT = "direct://"
_SPOKEN = ("http:", "https:", "direct:")


class DesktopProxies:
    """What the desktop said lately, by origin."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[float, str | None]] = {}

    def find(self, origin: str) -> str | None:
        """The proxy for "https://host:443", None for none. Blocks."""
        now = time.monotonic()
        until, proxy = self._said.get(origin, (0.0, None))
        if now >= until:
            proxy = _ask_portal(origin)
            said = {name: answer for name, answer in self._said.items() if answer[0] > now}
            self._said = said | {origin: (time.monotonic() + HOLDS_SECONDS, proxy)}
        return proxy


_desktop = DesktopProxies()


def system_proxy(url: str) -> str | None:
    """The proxy for ``url``, or None. Blocks: Windows may ask DNS about it, the desktop a script.

    Nothing of ``url`` but its scheme, host and port is told to anyone.
    """
    parts = urlsplit(url)
    if parts.hostname and urllib.request.proxy_bypass(parts.hostname):
        return None
    proxies = urllib.request.getproxies()
    if not proxies.keys() - {"no"} and sys.platform.startswith("linux"):
        return _desktop.find(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    # "proxy.example:3128", as curl takes it too.
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _ask_portal(origin: str) -> str | None:
    try:
        (proxies,) = ask(_RESOLVER, "Lookup", "s", origin, patience=PORTAL_PATIENCE)
    except NoAnswer:
        return None
    # One that is not spoken here (SOCKS) is still named: the user is told, instead of being led around it.
    proxy = next((proxy for proxy in proxies if proxy.startswith(_SPOKEN)), next(iter(proxies), _DIRECT))
    return None if proxy == _DIRECT else proxy
