"""A process: ``python -m tests.bench.bare_window WINDOW.json`` shows the described window and ends."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench import widget_tree


class BareWindow(QMainWindow):
    """Says once when its first paint is over and the loop is free."""

    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.say)

    def say(self) -> None:
        os.write(1, b"painted\n")
        if "--stay" not in sys.argv:
            os._exit(0)


def main(description: str) -> int:
    application = QApplication([])
    window = BareWindow()
    widget_tree.furnish(window, json.loads(Path(description).read_text(encoding="utf-8")))
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
