"""What Qt is to take from the Linux desktop's portal: file dialogs of the desktop, and light or dark, live.

Qt has a plugin for both, which it uses by itself in sandboxes alone. Without it, light and dark follow GNOME
only, and KDE at the start; the file dialogs are Qt's own wherever GTK is not bundled. The plugin asks the
portal before the first window and waits up to 25 s for it (Qt 6.11.3, measured with a portal that hangs), so
it is used only where the portal has just answered.
"""

from __future__ import annotations

import sys

from wan_desktop.core.session_bus import NoAnswer, Peer, ask

PATIENCE = 0.5
"""Seconds: a portal that runs answers within 10 ms, one that must be started first within 150 ms."""
PLUGIN = "xdgdesktopportal"
SETTINGS = Peer(
    "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"
)
_APPEARANCE = "org.freedesktop.appearance"


def platform_theme() -> dict[str, str]:
    """The variables that have Qt use the portal; none where there is no portal, or none that answers."""
    if not sys.platform.startswith("linux"):
        return {}
    try:
        ask(SETTINGS, "ReadAll", "as", [_APPEARANCE], patience=PATIENCE)
    except NoAnswer:
        return {}
    return {"QT_QPA_PLATFORMTHEME": PLUGIN}
