"""Finding a widget by its stable name, hearing a signal, and another language."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QTranslator, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

W = TypeVar("W", bound=QWidget)


def find(parent: QWidget, kind: type[W], name: str = "") -> W:
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert found is not None, f"no {kind.__name__} {name}"
    return found


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def heard(signal: SignalInstance) -> list[Any]:
    """Grows by what the signal carries, each time it is sent; by None where it carries nothing.

    QSignalSpy is no help here: reading a Python object back out of one crashes (PySide6 6.11.3).
    """
    received: list[Any] = []

    def keep(*arguments: Any) -> None:
        received.append(arguments[0] if arguments else None)

    signal.connect(keep)
    return received


class Marking(QTranslator):
    """Marks every word that was asked for."""

    def translate(self, _context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"~{source}"

    def isEmpty(self) -> bool:
        return False
