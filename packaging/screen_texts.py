"""Every word of a window, by the name of the widget that says it, which are cut, and what lies over what.

For the tests of languages and for ``make_screenshots.py --check``: it reads what people see and what screen
readers say from any window, and knows nothing of this program's own but the ``look`` of text for machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSlider,
    QStatusBar,
    QTabBar,
    QToolButton,
    QWidget,
)

CONTROLS = (QLabel, QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSlider, QAbstractItemView)
PROPERTIES = (
    "windowTitle", "text", "title", "toolTip", "statusTip", "whatsThis", "accessibleName",
    "accessibleDescription", "placeholderText", "prefix", "suffix", "specialValueText",
)  # fmt: skip
"""Of widgets and actions, wherever they are words."""
ROLES = {
    "words": Qt.ItemDataRole.DisplayRole,
    "tip": Qt.ItemDataRole.ToolTipRole,
    "name": Qt.ItemDataRole.AccessibleTextRole,
}
CHINESE = re.compile(r"([\u2e80-\u9fff\uff00-\uffef“”—])")
"""Text breaks before and behind these."""
SLASH = re.compile(r"(/+)(?=[^\W\d])")
"""Links break behind these, unless a digit follows (UAX 14, class SY)."""
SCROLLS = "all that scrolls"
"""What is too wide where a page scrolls sideways."""
LEEWAY = 1
"""Pixels by which fonts and layouts disagree without anybody seeing it."""


def texts(root: QWidget) -> dict[str, str]:
    """What ``root`` and everything in it says, shown now or not; by place and property."""
    found: dict[str, str] = {}
    for place, thing in _things(root):
        found |= {f"{place}.{name}": words for name, words in _words_of(thing)}
    return found


def seen(root: QWidget) -> dict[str, str]:
    """Only what is on the screen now, and the tooltips and names of that."""
    found: dict[str, str] = {}
    for place, thing in _things(root):
        if isinstance(thing, QWidget) and thing.isVisible():
            found |= {f"{place}.{name}": words for name, words in _words_of(thing)}
        if isinstance(thing, QAction):
            found[f"{place}.text"] = thing.text()
    return found


def cut(root: QWidget) -> list[str]:
    """Words in sight for which there is less room than they need; each with its place and the pixels."""
    found = []
    for place, thing in _things(root):
        if isinstance(thing, QWidget) and thing.isVisible() and thing.width() and thing.height():
            found += [f"{place}: {fault}" for fault in _cuts(thing)]
    return found


def overlaps(root: QWidget) -> list[str]:
    """Controls in sight that lie over one another, each pair by its places."""
    beside: dict[QWidget | None, list[tuple[str, QWidget]]] = {}
    for place, thing in _things(root):
        if isinstance(thing, CONTROLS) and thing.isVisible() and not thing.isWindow():
            beside.setdefault(thing.parentWidget(), []).append((place, thing))
    return [
        f"{place} lies over {other_place}"
        for controls in beside.values()
        for (place, control), (other_place, other) in combinations(controls, 2)
        if _meet(control.geometry(), other.geometry())
    ]


def _meet(one: QRect, other: QRect) -> bool:
    shared = one.intersected(other)
    return shared.width() > LEEWAY and shared.height() > LEEWAY


def _things(root: QWidget) -> Iterator[tuple[str, QWidget | QAction]]:
    """The widgets and actions below ``root`` in the order of their making, each under a name of its own."""
    yield _name(root, 0), root
    numbers: dict[tuple[int, str], int] = {}
    paths = {root: _name(root, 0)}
    for thing in root.findChildren(QWidget):
        parent = thing.parentWidget()
        key = (id(parent), type(thing).__name__)
        numbers[key] = numbers.get(key, 0) + 1
        above = paths.get(parent, "") if parent is not None else ""
        paths[thing] = f"{above}/{_name(thing, numbers[key])}"
        yield paths[thing], thing
    for number, action in enumerate(root.findChildren(QAction)):
        yield f"action {number}", action


def _name(widget: QWidget, number: int) -> str:
    named = widget.objectName()
    return f"{type(widget).__name__}{' ' + named if named and not named.startswith('qt_') else number or ''}"


def _words_of(thing: QWidget | QAction) -> Iterator[tuple[str, str]]:
    for name in PROPERTIES:
        words = thing.property(name)
        # A field's text is its user's.
        if isinstance(words, str) and words and not (name == "text" and isinstance(thing, QLineEdit)):
            yield name, plain(words)
    match thing:
        case QComboBox():
            for row in range(thing.count()):
                yield f"item {row}", thing.itemText(row)
        case QTabBar():
            for tab in range(thing.count()):
                yield f"tab {tab}", thing.tabText(tab)
        case QPlainTextEdit() if thing.isReadOnly() and thing.property("look") != "code":
            yield "text", thing.toPlainText()
        case QStatusBar():
            yield "message", thing.currentMessage()
        case QAbstractItemView() if not isinstance(thing, QHeaderView):
            yield from _words_of_model(thing.model())
        case _:
            return


def _words_of_model(model: QAbstractItemModel | None) -> Iterator[tuple[str, str]]:
    if model is None:
        return
    for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
        for name, role in ROLES.items():
            words = model.headerData(column, Qt.Orientation.Horizontal, role)
            if isinstance(words, str) and words:
                yield f"header {column} {name}", words
        for row in range(min(model.rowCount(), 20)):
            index = model.index(row, column, QModelIndex())
            for name, role in ROLES.items():
                words = index.data(role)
                if isinstance(words, str) and words:
                    yield f"cell {row},{column} {name}", plain(words)


def plain(words: str) -> str:
    """Rich text as it is read."""
    if not re.search(r"</?\w+[ >]", words):
        return words
    document = QTextDocument()
    document.setHtml(words)
    return document.toPlainText()


def _cuts(widget: QWidget) -> Iterator[str]:
    if (fault := _outside(widget)) is not None:
        yield fault
    match widget:
        case QScrollArea() if (inner := widget.widget()) is not None:
            yield from _wanting(widget.viewport().width(), inner.width(), SCROLLS)
        case QLabel() if widget.text():
            yield from _cut_label(widget)
        case QCheckBox() | QRadioButton():
            yield from _narrow(widget, widget.sizeHint().width(), widget.text())
        case QAbstractButton() if widget.text() and not _shows_icon_alone(widget):
            yield from _narrow(widget, widget.minimumSizeHint().width(), widget.text())
        case QComboBox():
            yield from _narrow(widget, widget.minimumSizeHint().width(), widget.currentText())
        case QHeaderView():
            yield from _cut_header(widget)
        case QLineEdit() if not widget.text() and widget.placeholderText() not in widget.toolTip():
            room = widget.width() - 12
            yield from _wanting(room, _advance(widget, widget.placeholderText()), widget.placeholderText())
        case _:
            return


def _shows_icon_alone(button: QAbstractButton) -> bool:
    alone = Qt.ToolButtonStyle.ToolButtonIconOnly
    return (
        isinstance(button, QToolButton) and button.toolButtonStyle() is alone and not button.icon().isNull()
    )


def _cut_label(label: QLabel) -> Iterator[str]:
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        yield from _wanting(label.height(), wanted, plain(label.text()))
        words = SLASH.sub(r"\1 ", CHINESE.sub(r" \1 ", plain(label.text()))).split()
        longest = max((_advance(label, word) for word in words), default=0)
        yield from _wanting(label.contentsRect().width(), longest, plain(label.text()))
    else:
        yield from _narrow(label, label.minimumSizeHint().width(), plain(label.text()))
        yield from _wanting(label.height(), label.minimumSizeHint().height(), plain(label.text()))


def _cut_header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if header.orientation() is Qt.Orientation.Vertical or model is None:
        return
    for section in range(header.count()):
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if not header.isSectionHidden(section):
            yield from _wanting(header.sectionSize(section), _advance(header, words), words)


def _narrow(widget: QWidget, wanted: int, words: str) -> Iterator[str]:
    yield from _wanting(widget.width(), wanted, words)


def _wanting(given: int, wanted: int, words: str) -> Iterator[str]:
    if given + LEEWAY < wanted:
        yield f"{given} of {wanted} pixels for “{words}”"


def _advance(widget: QWidget, words: str) -> int:
    return max((widget.fontMetrics().horizontalAdvance(line) for line in words.split("\n")), default=0)


def _outside(widget: QWidget) -> str | None:
    """A control that its parent cuts off; what scrolls may go on beyond."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(widget, QMenu | QHeaderView):
        return None
    above: QWidget | None = parent
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea | QAbstractItemView):
            return None
        above = above.parentWidget()
    if not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return None
    place = QRect(widget.geometry())
    if parent.rect().adjusted(-LEEWAY, -LEEWAY, LEEWAY, LEEWAY).contains(place):
        return None
    return f"reaches out of {type(parent).__name__}: {place.getRect()} in {parent.rect().getRect()}"
