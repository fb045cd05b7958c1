"""``python -m wan_desktop`` and the installed command: hands over to the part that is asked for."""

from __future__ import annotations

import sys


def main() -> int:
    """Imports only what the command needs; returns the exit code."""
    command, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if command == "demo-render":
        from wan_desktop.demo import render

        return render.main(arguments)
    if command == "demo-service":
        from wan_desktop.demo import server

        return server.main(arguments)
    return 2


if __name__ == "__main__":
    sys.exit(main())
