"""What a widget painted by hand is for a screen reader: by its class Qt knows none, and calls it a filler."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_PROPERTY = "accessible_role"


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Says what ``widget`` is; before anybody has asked for it, so in its constructor."""
    widget.setProperty(_PROPERTY, role.value)
    _install()


@cache
def _install() -> None:
    """Once a process: Qt asks for every object that a screen reader comes to, and keeps what it is given."""
    QAccessible.installFactory(_interface)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """None leaves an object to Qt."""
    if not isinstance(thing, QWidget) or (role := thing.property(_PROPERTY)) is None:
        return None
    return QAccessibleWidget(thing, QAccessible.Role(role), "")
