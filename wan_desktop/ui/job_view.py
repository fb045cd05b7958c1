"""The rows of the job list: mouse, keyboard and the one timer that keeps live rows telling the time.

A QTreeView, because a list view lays out every row at each change (35 ms at 10,000 rows); with uniform
heights and one column a tree view does not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from wan_desktop.core.job import Job
from wan_desktop.ui.actions import Action, actions_for, enter_action, row_action
from wan_desktop.ui.announce import SpokenRow
from wan_desktop.ui.job_delegate import JobDelegate, Zone
from wan_desktop.ui.job_menu import job_menu
from wan_desktop.ui.job_model import JobModel
from wan_desktop.ui.theme import Theme

_KEYS_THAT_ACT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class JobView(QTreeView):
    """Shows a :class:`JobModel`; a click on a row's act, Enter, Delete and the menu are wishes.

    Signals:
        job_selected(Job | None): another row is the current one, or none is.
        action_requested(str, str): the user wants an act (``Action``) done with the job of an id.
    """

    job_selected = Signal(object)
    action_requested = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        model: JobModel,
        thumbnail_path: Callable[[Job], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("jobList")
        self._jobs = model
        self._pressed: tuple[str, Zone] = ("", Zone.NONE)
        self._delegate = JobDelegate(theme, model, thumbnail_path, self)
        self._tick = QTimer(self, interval=1000)
        self._set_up()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._delegate.thumbnails.loaded.connect(self.viewport().update)
        self._tick.timeout.connect(self._repaint_live)
        model.live_changed.connect(self._run_or_rest)
        theme.changed.connect(self.viewport().update)
        SpokenRow(self)

    def _set_up(self) -> None:
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # What the list asks.

    def current_job(self) -> Job | None:
        index = self.currentIndex()
        return self._jobs.job_at(index.row()) if index.isValid() else None

    def open_menu(self, row: int, at: QPoint, *, by_keyboard: bool = False) -> None:
        """Pops the menu of a row up at a point of the viewport; for the keyboard at its first entry."""
        job = self._jobs.job_at(row)
        menu = job_menu(self, job.id, actions_for(job), self.action_requested.emit)
        menu.popup(self.viewport().mapToGlobal(at))
        if by_keyboard and menu.actions():
            menu.setActiveAction(menu.actions()[0])

    # Keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        job = self.current_job()
        if job is not None and event.key() in _KEYS_THAT_ACT and not event.modifiers() & _COMMAND:
            self._activate(job)
        elif job is not None and _asks_for_menu(event):
            self._open_menu_by_keyboard()
        elif job is not None and event.key() == Qt.Key.Key_Delete:
            if Action.DELETE in actions_for(job):
                self.action_requested.emit(job.id, str(Action.DELETE))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid() and by_mouse:
            self.open_menu(index.row(), event.pos())
        elif index.isValid():
            self._open_menu_by_keyboard()

    def _open_menu_by_keyboard(self) -> None:
        index = self.currentIndex()
        self.open_menu(index.row(), self.visualRect(index).center(), by_keyboard=True)

    def _activate(self, job: Job) -> None:
        action = enter_action(job)
        if action is None:
            self._open_menu_by_keyboard()
        else:
            self.action_requested.emit(job.id, str(action))

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._zone_at(event.position().toPoint()) if left else ("", Zone.NONE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        job_id, zone = self._zone_at(event.position().toPoint())
        pressed, self._pressed = self._pressed, ("", Zone.NONE)
        if zone is not Zone.NONE and pressed == (job_id, zone):
            self._click(self._jobs.job_at(self._jobs.row_of(job_id)), zone)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        job = self.current_job()
        _, zone = self._zone_at(event.position().toPoint())
        # The second click on an act or star is no second wish.
        if job is not None and zone is Zone.NONE and self.indexAt(event.position().toPoint()).isValid():
            self._activate(job)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(*self._zone_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover("", Zone.NONE)

    def _click(self, job: Job, zone: Zone) -> None:
        mark = Action.UNSTAR if job.starred else Action.STAR
        action = mark if zone is Zone.STAR else row_action(job)
        if action is not None:
            self.action_requested.emit(job.id, str(action))

    def _zone_at(self, point: QPoint) -> tuple[str, Zone]:
        index = self.indexAt(point)
        if not index.isValid():
            return "", Zone.NONE
        job = self._jobs.job_at(index.row())
        zone = self._delegate.zone_at(point, self.visualRect(index), self.layoutDirection(), self.font(), job)
        return job.id, zone

    def _hover(self, job_id: str, zone: Zone) -> None:
        before = self._delegate.hovered
        if before == (job_id, zone):
            return
        self._delegate.hovered = (job_id, zone)
        shape = Qt.CursorShape.PointingHandCursor if zone is not Zone.NONE else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        for changed in {before[0], job_id}:
            self.viewport().update(self._rect_of(changed))

    def _rect_of(self, job_id: str) -> QRect:
        row = self._jobs.row_of(job_id)
        return self.visualRect(self._jobs.index(row)) if row >= 0 else QRect()

    # Selection and time.

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.job_selected.emit(self._jobs.job_at(current.row()) if current.isValid() else None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_or_rest()

    def _run_or_rest(self) -> None:
        """Ticks only while somebody sees it and a job's words change with time."""
        if self.isVisible() and self._jobs.has_live:
            self._tick.start()
        else:
            self._tick.stop()

    def _repaint_live(self) -> None:
        for row in self._visible_rows():
            if self._jobs.job_at(row).unfinished:
                self.viewport().update(self.visualRect(self._jobs.index(row)))

    def _visible_rows(self) -> Iterator[int]:
        first = self.indexAt(QPoint(0, 0))
        if first.isValid():
            last = self.indexAt(QPoint(0, self.viewport().height() - 1))
            yield from range(first.row(), (last.row() if last.isValid() else self._jobs.rowCount() - 1) + 1)


def _asks_for_menu(event: QKeyEvent) -> bool:
    """Shift+F10, which every system has; only Windows makes a context menu of it by itself."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return sys.platform != "win32" and event.key() == Qt.Key.Key_F10 and shift
