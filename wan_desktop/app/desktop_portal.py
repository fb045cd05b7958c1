"""What Qt takes from the Linux desktop's portal: the desktop's own file dialogs, and light or dark, live.

Qt 6.11 has a platform theme for that ("xdgdesktopportal"), which it loads by itself under Flatpak alone. It
lies over the theme of the desktop, so fonts and icons stay as they are, and where no portal shows file
dialogs Qt's own come. Without it Qt hears of light and dark on GNOME and Xfce, and not on a desktop of
another name or none. While the application is made it waits for the portal, up to D-Bus's 25 seconds where
that has to be started or hangs: so it is taken only where a portal is running and answers in a moment.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from wan_desktop.core.session_bus import NoAnswer, Peer, ask

VARIABLE = "QT_QPA_PLATFORMTHEME"
_PORTAL_THEME = "xdgdesktopportal"
#: What the user has chosen of these counts; another one ("qt5ct", "ukui") is for the desktop's own Qt.
_THEMES_OF_QT = frozenset({"generic", "gnome", "gtk3", "kde", _PORTAL_THEME})
_PORTAL = Peer(
    "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.DBus.Properties"
)
_MOMENT = 0.3
"""Seconds; the first window waits for it."""


def platform_theme(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of the environment with which Qt takes the portal; none where it should not."""
    if not sys.platform.startswith("linux") or environment.get(VARIABLE) in _THEMES_OF_QT:
        return {}
    return {VARIABLE: _PORTAL_THEME} if _shows_file_dialogs() else {}


def _shows_file_dialogs() -> bool:
    """Whether a portal is running that does. One that is not running is not started: that takes seconds."""
    chooser = "org.freedesktop.portal.FileChooser"
    try:
        ask(_PORTAL, "Get", "ss", chooser, "version", patience=_MOMENT, start=False)
    except NoAnswer:
        return False
    return True
