"""By what Windows and the installer know a running program. Nothing happens on other systems."""

from __future__ import annotations

import ctypes
import logging
import sys

APP_USER_MODEL_ID = "WanDesktop.WanDesktop"
"""The same as of the shortcuts that the installer makes: one button in the task bar, and notifications with
the program's name (Microsoft Learn, "Application User Model IDs": at most 128 characters, no spaces)."""

RUNNING_MUTEX = "WanDesktopIsRunning"
"""There while the window is: Setup and the uninstaller ask for it to be closed first."""

log = logging.getLogger(__name__)


def let_another_come_forward() -> None:
    """Windows lets a process come to the front by leave of the one that the user has just used."""
    if sys.platform == "win32":
        ctypes.windll.user32.AllowSetForegroundWindow(ctypes.c_uint32(0xFFFFFFFF))  # ASFW_ANY


def name_this_process() -> None:
    """Before the first window is made, as SetCurrentProcessExplicitAppUserModelID wants it."""
    if sys.platform == "win32":
        result = ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(
            ctypes.c_wchar_p(APP_USER_MODEL_ID)
        )
        if result:
            log.info("the task bar does not know this program: HRESULT %#x", result & 0xFFFFFFFF)
        # Never closed: the system does it when the process ends.
        create = ctypes.windll.kernel32.CreateMutexW
        create.restype = ctypes.c_void_p
        create(None, False, ctypes.c_wchar_p(RUNNING_MUTEX))
