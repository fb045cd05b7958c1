"""Another program, to drag and copy things from: ``python -m tests.app.drag_source KIND ARGUMENT``.

KIND is "file" (a path), "browser" (pixels of the image at a path, with HTML and a link, as browsers give
them), "link" (an address) or "copied" (as "browser", on the clipboard). Its window stands at PLACE. It tells
"ready", "dragging" and "dropped ACTION".
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

PLACE = QRect(1250, 100, 300, 300)
LINK = "https://pictures.example/boat.jpg"


def made(kind: str, argument: str) -> QMimeData:
    mime = QMimeData()
    if kind == "file":
        mime.setUrls([QUrl.fromLocalFile(argument)])
    elif kind == "link":
        mime.setUrls([QUrl(argument)])
        mime.setText(argument)
    else:
        mime.setImageData(QImage(argument))
        mime.setHtml(f'<meta charset="utf-8"><img src="{LINK}" alt="a boat">')
        mime.setUrls([QUrl(LINK)])
        mime.setText(LINK)
    return mime


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Source(QWidget):
    """All of it is to be dragged."""

    def __init__(self, kind: str, argument: str) -> None:
        super().__init__()
        self._kind, self._argument = kind, argument
        self._told = False
        self.setGeometry(PLACE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self, self._ready)

    def _ready(self) -> None:
        if self._kind == "copied":
            QApplication.clipboard().setMimeData(made(self._kind, self._argument))
        tell("ready")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        drag = QDrag(self)
        drag.setMimeData(made(self._kind, self._argument))
        tell("dragging")
        both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        tell(f"dropped {drag.exec(both, Qt.DropAction.MoveAction).name}")


def main(kind: str, argument: str) -> int:
    application = QApplication([Path(__file__).stem])
    source = Source(kind, argument)
    source.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
