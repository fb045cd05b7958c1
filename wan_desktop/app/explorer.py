"""Files shown by Windows' Explorer. Nothing here is called on other systems.

Asked through the shell's own functions, not by ``explorer.exe /select,``: that command line is cut at commas
and equals signs, and no document of Microsoft's says how a path with one in it is written.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_APARTMENT_THREADED = 0x2
"""As CoInitializeEx wants it of whoever calls the shell (Microsoft Learn, "COINIT enumeration")."""
_DISABLE_OLE1DDE = 0x4


def select_in_explorer(file: Path) -> bool:
    """Opens the file's folder with the file selected; false where the shell does not know the file.

    Blocks: it belongs into a background thread (Microsoft Learn, "SHParseDisplayName").
    """
    if sys.platform == "win32":
        com, shell, item = ctypes.windll.ole32, ctypes.windll.shell32, ctypes.c_void_p()
        begun = com.CoInitializeEx(None, _APARTMENT_THREADED | _DISABLE_OLE1DDE)
        name = ctypes.c_wchar_p(str(file))
        try:
            if shell.SHParseDisplayName(name, None, ctypes.byref(item), 0, None) >= 0:
                # No children are named: the list then describes the item itself, and its parent is opened.
                shown: int = shell.SHOpenFolderAndSelectItems(item, 0, None, 0)
                shell.ILFree(item)
                return shown >= 0
        finally:
            if begun >= 0:  # S_FALSE too has to be balanced.
                com.CoUninitialize()
    return False
