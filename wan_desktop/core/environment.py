"""The variables that programs started by this one inherit: the user's own.

A frozen program has others. PyInstaller's loader puts the program's libraries in front of the system's and
starts it anew; a browser, a player or a file manager that inherits this would load our libraries in the place
of its own. The system reads the variable once, as a process begins, so taking it back changes nothing here.
"""

from __future__ import annotations

from collections.abc import MutableMapping

LIBRARIES = "LD_LIBRARY_PATH"
_OF_USER = f"{LIBRARIES}_ORIG"
"""Where the loader keeps what the user had; it is missing where there was nothing."""
_OF_LOADER = "_PYI_"


def give_back(variables: MutableMapping[str, str]) -> None:
    """Undoes what the loader of the frozen program has changed; to be called before anything is started."""
    variables.pop(LIBRARIES, None)
    if _OF_USER in variables:
        variables[LIBRARIES] = variables.pop(_OF_USER)
    for name in [name for name in variables if name.startswith(_OF_LOADER)]:
        del variables[name]
