"""Processes that are killed and looked for, on POSIX and on Windows alike."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

KILL: signal.Signals = getattr(signal, "SIGKILL", signal.SIGTERM)
"""The end that no program sees coming; what Python calls SIGTERM on Windows is TerminateProcess."""

_SYNCHRONIZE = 0x0010_0000
_WAIT_TIMEOUT = 0x102


if sys.platform == "win32":

    def is_running(process_id: int) -> bool:
        """Whether it has not ended. os.kill(process_id, 0) would send Ctrl+C there."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, process_id)
        if not handle:
            return False
        try:
            return int(kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0)) == _WAIT_TIMEOUT
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))

else:

    def is_running(process_id: int) -> bool:
        """Whether it has not ended; on Linux one that nobody has waited for has ended too."""
        state = Path(f"/proc/{process_id}/stat")
        try:
            os.kill(process_id, 0)
            return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False
