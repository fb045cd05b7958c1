"""What Qt takes from the Linux desktop's portal: the desktop's own file dialogs, and light or dark, live.

Qt 6.11 has a platform theme for that ("xdgdesktopportal"), which it loads by itself under Flatpak alone. It
lies over the theme of the desktop, so fonts and icons stay as they are, and where no portal shows file
dialogs Qt's own come. Without it Qt hears of light and dark on GNOME and Xfce, and not on a desktop of
another name or none. While the application is made it waits for the portal, up to D-Bus's 25 seconds where
that has to be started or hangs: so it is taken only where a portal has answered.

A desktop may start its portal at the first need alone, and this is one: the question has the bus start it
(D-Bus specification, "Message Bus Starting Services"). It goes out first of all, so that the portal comes up
while the program is loaded; one that takes longer than that is there at the next start.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread

from wan_desktop.core.session_bus import NoAnswer, Peer, ask

VARIABLE = "QT_QPA_PLATFORMTHEME"
_PORTAL_THEME = "xdgdesktopportal"
#: What the user has chosen of these counts; another one ("qt5ct", "ukui") is for the desktop's own Qt.
_THEMES_OF_QT = frozenset({"generic", "gnome", "gtk3", "kde", _PORTAL_THEME})
_PORTAL = Peer(
    "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.DBus.Properties"
)
_STARTED_WITHIN = 25.0
"""Seconds for the answer of a portal that has to be started: D-Bus's own."""
_MOMENT = 0.3
"""Seconds that the first window waits for an answer that is not there yet."""


class PortalQuestion:
    """Asks the portal whether it shows file dialogs, in a thread of its own."""

    def __init__(self) -> None:
        self._answer: Future[bool] = Future()
        # A portal that hangs must not keep the program from ending.
        Thread(target=self._ask, name="ask the portal", daemon=True).start()

    def answer(self) -> bool:
        """Waits for it a moment at most; False for none so far."""
        try:
            return self._answer.result(_MOMENT)
        except TimeoutError:
            return False

    def _ask(self) -> None:
        chooser = "org.freedesktop.portal.FileChooser"
        shows_dialogs = False
        try:
            with suppress(NoAnswer):
                ask(_PORTAL, "Get", "ss", chooser, "version", patience=_STARTED_WITHIN)
                shows_dialogs = True
        finally:
            self._answer.set_result(shows_dialogs)


def question(environment: Mapping[str, str]) -> PortalQuestion | None:
    """A question on its way; None where the portal is not to be taken."""
    takes_it = sys.platform.startswith("linux") and environment.get(VARIABLE) not in _THEMES_OF_QT
    return PortalQuestion() if takes_it else None


def platform_theme(asked: PortalQuestion | None) -> dict[str, str]:
    """The variables of the environment with which Qt takes the portal; none where it should not."""
    return {VARIABLE: _PORTAL_THEME} if asked is not None and asked.answer() else {}
