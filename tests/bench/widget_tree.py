"""A window as data: which Qt widgets it is made of and where they stand; and the same window again, bare.

What belongs to a widget of Qt itself (a scroll area's bars, a spin box's line) comes with it and is not
counted. Classes of the program become the nearest class of Qt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from PySide6 import QtWidgets
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QBoxLayout,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QStatusBar,
    QTextEdit,
    QWidget,
)

Node = dict[str, Any]
LEAVES = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QMenuBar)
"""Widgets whose children are their own affair."""


def described(widget: QWidget) -> Node:
    """The tree below ``widget`` as JSON-able data; sizes in logical pixels."""
    return {
        "class": qt_class(widget),
        "text": widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else "",
        "hidden": widget.isHidden(),
        "geometry": widget.geometry().getRect(),
        "direction": _direction(widget),
        "menus": _menus(widget.actions()) if isinstance(widget, QMenuBar) else [],
        "children": [] if isinstance(widget, LEAVES) else [described(child) for child in _children(widget)],
    }


def qt_class(widget: QWidget) -> str:
    return next(kind.__name__ for kind in type(widget).__mro__ if kind.__module__ == "PySide6.QtWidgets")


def counted(node: Node) -> Counter[str]:
    """How many widgets of each class, and how many menus' entries."""
    count = Counter([node["class"]])
    count.update(entry for menu in node["menus"] for entry in _entries(menu))
    for child in node["children"]:
        count.update(counted(child))
    return count


def _entries(menu: Node) -> Iterator[str]:
    yield "QMenu"
    for entry in menu["entries"]:
        if "entries" in entry:
            yield from _entries(entry)
        else:
            yield "QAction"


def _children(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QScrollArea):
        return _there(widget.widget())
    if isinstance(widget, (QSplitter, QStackedWidget)):
        return _there(*(widget.widget(index) for index in range(widget.count())))
    if isinstance(widget, QMainWindow):
        return _there(widget.menuBar(), widget.centralWidget(), widget.statusBar())
    own = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    return [child for child in own if not child.objectName().startswith("qt_")]


def _there(*widgets: QWidget | None) -> list[QWidget]:
    return [widget for widget in widgets if widget is not None]


def _direction(widget: QWidget) -> int | None:
    layout = widget.layout()
    return layout.direction().value if isinstance(layout, QBoxLayout) else None


def _menus(actions: list[Any]) -> list[Node]:
    found = []
    for action in actions:
        below = action.menu()
        entry = {"text": action.text(), "keys": action.shortcut().toString()}
        found.append({**entry, "entries": _menus(below.actions())} if isinstance(below, QMenu) else entry)
    return found


def furnish(window: QMainWindow, node: Node) -> None:
    """Puts plain widgets into a window as described: no style sheet, no icons, no code behind them."""
    window.setGeometry(*node["geometry"])
    _arrange(window, [_built(child, window) for child in node["children"]], node)


def _built(node: Node, parent: QWidget) -> QWidget:
    # A button painted by its own code has an abstract class of Qt for its nearest.
    name = "QPushButton" if node["class"] == "QAbstractButton" else node["class"]
    widget: QWidget = getattr(QtWidgets, name)(parent)
    widget.setGeometry(*node["geometry"])
    if isinstance(widget, (QLabel, QAbstractButton)):
        widget.setText(node["text"])
    if isinstance(widget, QMenuBar):
        for menu in node["menus"]:
            _fill(widget.addMenu(menu["text"]), menu["entries"])
    _arrange(widget, [_built(child, widget) for child in node["children"]], node)
    widget.setVisible(not node["hidden"])
    return widget


def _fill(menu: QMenu, entries: list[Node]) -> None:
    for entry in entries:
        if "entries" in entry:
            below = QMenu(entry["text"], menu)
            menu.addMenu(below)
            _fill(below, entry["entries"])
        else:
            action = QAction(entry["text"], menu)
            action.setShortcut(entry["keys"])
            menu.addAction(action)


def _arrange(widget: QWidget, children: list[QWidget], node: Node) -> None:
    if isinstance(widget, QMainWindow):
        for child in children:
            if isinstance(child, QMenuBar):
                widget.setMenuBar(child)
            elif isinstance(child, QStatusBar):
                widget.setStatusBar(child)
            else:
                widget.setCentralWidget(child)
    elif isinstance(widget, QScrollArea):
        widget.setWidget(children[0])
        widget.setWidgetResizable(True)
    elif isinstance(widget, (QSplitter, QStackedWidget, QStatusBar)):
        for child in children:
            widget.addWidget(child)
    elif node["direction"] is not None:
        layout = QBoxLayout(QBoxLayout.Direction(node["direction"]), widget)
        for child in children:
            layout.addWidget(child)
