"""The menu of what can be done with a job, the same in the list and in the details."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from wan_desktop.ui.action_words import action_hint, action_words
from wan_desktop.ui.actions import Action


def job_menu(
    parent: QWidget, job_id: str, actions: Iterable[Action], choose: Callable[[str, str], None]
) -> QMenu:
    """A menu that calls ``choose(job_id, action)`` and goes away when it closes; the caller pops it up."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    for action in actions:
        if action is Action.DELETE and not menu.isEmpty():
            menu.addSeparator()
        entry = menu.addAction(action_words(action))
        entry.setObjectName(str(action))
        entry.setToolTip(action_hint(action))
        entry.triggered.connect(partial(_choose, choose, job_id, action))
    return menu


def _choose(choose: Callable[[str, str], None], job_id: str, action: Action, _checked: bool = False) -> None:
    choose(job_id, str(action))
