"""The list as it is used: search, filters, selection, acts by mouse and keyboard, and rest when idle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QPixmapCache
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Counts, Job, JobGroup, JobState
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.row_layout import ROW_HEIGHT, row_layout
from wan_desktop.ui.theme import Role, Theme

REFUSED = make_job("f", JobState.FAILED, error=Failure(ErrorKind.CONTENT_REFUSED))
BROKEN = make_job("b", JobState.FAILED, error=Failure(ErrorKind.SERVICE_TROUBLE))
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
LEFT = Qt.MouseButton.LeftButton
#: Qt's offscreen platform says of every menu that it can neither raise it nor give it the keyboard.
POPS_UP = pytest.mark.qt_log_ignore("^This plugin does not support")


@pytest.fixture
def theme(qapp: QApplication, qtbot: QtBot) -> Iterator[Theme]:
    made = Theme(qapp)
    made.choose("dark")
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def jobs(theme: Theme, qtbot: QtBot) -> Iterator[JobList]:
    window = QWidget()
    qtbot.addWidget(window)
    made = JobList(theme, no_picture, window, clock=lambda: NOW)
    made.resize(344, 600)
    window.resize(344, 600)
    window.show()
    yield made
    window.hide()


def no_picture(_job: Job) -> str:
    return ""


def row_rect(jobs: JobList, row: int) -> QRect:
    return jobs.view.visualRect(jobs.model.index(row))


def action_point(jobs: JobList, row: int) -> QPoint:
    layout = row_layout(row_rect(jobs, row), LTR)
    return QPoint(layout.third.left() + 5, layout.third.center().y())


def open_menu(jobs: JobList) -> QMenu:
    menus = [menu for menu in jobs.view.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def filter_button(jobs: JobList, group: JobGroup) -> QPushButton:
    button = jobs.findChild(QPushButton, f"filter_{group}")
    assert isinstance(button, QPushButton)
    return button


# Searching.


def test_a_search_is_asked_for_once_when_the_typing_rests(jobs: JobList, qtbot: QtBot) -> None:
    heard: list[tuple[str, str]] = []
    jobs.search_changed.connect(lambda text, group: heard.append((text, group)))
    with qtbot.waitSignal(jobs.search_changed):
        QTest.keyClicks(jobs.search_edit, "dunes")
    assert heard == [("dunes", "all")]


def test_a_filter_is_asked_for_at_once_with_the_text(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job()])
    jobs.search_edit.setText("lake")
    with qtbot.waitSignal(jobs.search_changed) as heard:
        filter_button(jobs, JobGroup.STARRED).click()
    assert heard.args == ["lake", "starred"]


def test_ctrl_f_goes_to_the_search(jobs: JobList, qtbot: QtBot) -> None:
    jobs.view.setFocus()
    assert jobs.search_action.shortcut() == QKeySequence(QKeySequence.StandardKey.Find)
    jobs.search_action.trigger()
    assert jobs.search_edit.hasFocus()


def test_escape_clears_the_search_and_down_enters_the_rows(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a"), make_job("b")])
    jobs.search_edit.setText("lake")
    QTest.keyClick(jobs.search_edit, Qt.Key.Key_Escape)
    assert jobs.search_edit.text() == ""
    with qtbot.waitSignal(jobs.job_selected) as heard:
        QTest.keyClick(jobs.search_edit, Qt.Key.Key_Down)
    assert heard.args == [make_job("a")]
    assert jobs.view.hasFocus()


def test_filters_show_counts_once_there_are_jobs(jobs: JobList) -> None:
    button = filter_button(jobs, JobGroup.ALL)
    assert not button.isVisible()
    jobs.set_counts(Counts(all=128, running=2, done=120, failed=6, starred=4))
    assert button.isVisible()
    assert button.text() == "All 128"
    assert filter_button(jobs, JobGroup.STARRED).accessibleName() == "Starred: 4"


def test_an_empty_list_says_why(jobs: JobList) -> None:
    assert jobs._empty.text() == "Your videos appear here,\nfrom the first moment on."
    assert jobs._empty.isVisible()
    jobs.search_edit.setText("nothing like it")
    jobs.set_jobs([])
    assert jobs._empty.text() == "Nothing found."
    jobs.set_jobs([make_job()])
    assert not jobs._empty.isVisible()


# Selecting.


def test_a_click_selects(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a"), make_job("b")])
    with qtbot.waitSignal(jobs.job_selected) as heard:
        QTest.mouseClick(jobs.view.viewport(), LEFT, pos=row_rect(jobs, 1).center())
    assert heard.args == [make_job("b")]


def test_a_search_that_hides_the_selected_job_selects_no_other(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a"), make_job("b")])
    jobs.select("a")
    with qtbot.assertNotEmitted(jobs.job_selected):
        jobs.set_jobs([make_job("b")])
        assert jobs.view.current_job() is None
        jobs.set_jobs([make_job("a"), make_job("b")])
    assert jobs.view.current_job() == make_job("a")


def test_after_a_removal_a_neighbour_is_selected(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a"), make_job("b")])
    jobs.select("a")
    with qtbot.waitSignal(jobs.job_selected) as heard:
        jobs.remove_job("a")
    assert heard.args == [make_job("b")]


# Acting.


def test_a_click_on_the_link_asks_for_the_act(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([REFUSED])
    with qtbot.waitSignal(jobs.action_requested) as heard:
        QTest.mouseClick(jobs.view.viewport(), LEFT, pos=action_point(jobs, 0))
    assert heard.args == ["f", "edit_and_retry"]


def test_a_double_click_on_the_link_asks_once(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([BROKEN])
    heard: list[str] = []
    jobs.action_requested.connect(lambda job_id, action: heard.append(action))
    viewport, point = jobs.view.viewport(), action_point(jobs, 0)
    QTest.mouseClick(viewport, LEFT, pos=point)
    QTest.mouseDClick(viewport, LEFT, pos=point)
    assert heard == ["retry"]


def test_a_press_that_is_dragged_off_the_link_asks_nothing(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([REFUSED])
    viewport = jobs.view.viewport()
    with qtbot.assertNotEmitted(jobs.action_requested):
        QTest.mousePress(viewport, LEFT, pos=action_point(jobs, 0))
        QTest.mouseRelease(viewport, LEFT, pos=row_rect(jobs, 0).topLeft() + QPoint(20, 20))


def test_a_click_on_the_star_turns_it(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a", starred=True), make_job("b")])
    heard: list[tuple[str, str]] = []
    jobs.action_requested.connect(lambda *args: heard.append(args))
    for row in (0, 1):
        star = row_layout(row_rect(jobs, row), LTR).star
        QTest.mouseClick(jobs.view.viewport(), LEFT, pos=star.center())
    assert heard == [("a", "unstar"), ("b", "star")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_plays_a_finished_video(jobs: JobList, qtbot: QtBot, key: Qt.Key) -> None:
    jobs.set_jobs([make_job("a")])
    jobs.select("a")
    with qtbot.waitSignal(jobs.action_requested) as heard:
        QTest.keyClick(jobs.view, key)
    assert heard.args == ["a", "play"]


@POPS_UP
def test_enter_on_a_failed_job_opens_its_menu_and_pays_nothing(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([BROKEN])
    jobs.select("b")
    with qtbot.assertNotEmitted(jobs.action_requested):
        QTest.keyClick(jobs.view, Qt.Key.Key_Return)
    menu = open_menu(jobs)
    retry = menu.actions()[0]
    assert retry.text() == "Retry"
    assert "charged" in retry.toolTip()
    with qtbot.waitSignal(jobs.action_requested) as heard:
        retry.trigger()
    assert heard.args == ["b", "retry"]
    menu.close()


def test_delete_asks_for_finished_jobs_only(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a"), make_job("r", JobState.RUNNING)])
    jobs.select("a")
    with qtbot.waitSignal(jobs.action_requested) as heard:
        QTest.keyClick(jobs.view, Qt.Key.Key_Delete)
    assert heard.args == ["a", "delete"]
    jobs.select("r")
    with qtbot.assertNotEmitted(jobs.action_requested):
        QTest.keyClick(jobs.view, Qt.Key.Key_Delete)


def test_the_pointer_turns_into_a_hand_over_the_link(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([REFUSED])
    viewport = jobs.view.viewport()
    QTest.mouseMove(viewport, action_point(jobs, 0))
    assert viewport.cursor().shape() == Qt.CursorShape.PointingHandCursor
    jobs.view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor


# Painting and resting.


def test_the_clock_ticks_only_while_a_live_job_can_be_seen(jobs: JobList) -> None:
    tick = jobs.view._tick
    jobs.set_jobs([make_job("a")])
    assert not tick.isActive()
    jobs.add_job(make_job("r", JobState.RUNNING))
    assert tick.isActive()
    jobs.hide()
    assert not tick.isActive()
    jobs.show()
    assert tick.isActive()
    jobs.update_job(make_job("r", JobState.DONE))
    assert not tick.isActive()


def test_rows_are_as_high_as_designed_at_any_width(jobs: JobList) -> None:
    jobs.set_jobs([make_job("a"), make_job("b")])
    for width in (260, 344, 700):
        jobs.resize(width, 600)
        assert row_rect(jobs, 1).top() - row_rect(jobs, 0).top() == ROW_HEIGHT


@pytest.mark.parametrize("width", [260, 344])
def test_a_row_is_its_own_mirror_image_from_right_to_left(width: int) -> None:
    row = QRect(0, 0, width, ROW_HEIGHT)
    left, right = row_layout(row, LTR), row_layout(row, RTL)
    assert right.thumbnail.right() == width - 1 - left.thumbnail.left()
    assert right.mark.right() == width - 1
    assert right.star.left() < right.first.center().x()


@pytest.mark.parametrize("direction", [LTR, RTL])
@pytest.mark.parametrize("state", JobState)
def test_every_state_can_be_painted(
    jobs: JobList, theme: Theme, state: JobState, direction: Qt.LayoutDirection
) -> None:
    jobs.setLayoutDirection(direction)
    jobs.set_jobs([make_job("a", state, starred=True, progress=0.4), make_job("b", state, elsewhere=True)])
    jobs.select("a")
    image = jobs.view.viewport().grab().toImage()
    mark = row_layout(row_rect(jobs, 0), direction).mark.center()
    assert image.pixelColor(mark) == theme.colour(Role.ACCENT)


def test_a_poster_appears_when_it_is_read(jobs: JobList, qtbot: QtBot, tmp_path: Path) -> None:
    QPixmapCache.clear()
    poster = tmp_path / "poster 海.jpg"
    image = QImage(480, 270, QImage.Format.Format_RGB32)
    image.fill(QColor("#20c040"))
    assert image.save(str(poster))
    jobs.set_jobs([make_job("a", poster=str(poster)), make_job("b", poster=str(tmp_path / "gone.jpg"))])
    middle = row_layout(row_rect(jobs, 0), LTR).thumbnail.center()

    def green() -> bool:
        colour = jobs.view.viewport().grab().toImage().pixelColor(middle)
        return colour.green() > 150 and colour.red() < 80

    qtbot.waitUntil(green)


def test_a_change_of_language_reaches_every_word(jobs: JobList) -> None:
    jobs.search_edit.setPlaceholderText("stale")
    QApplication.sendEvent(jobs, QEvent(QEvent.Type.LanguageChange))
    assert jobs.search_edit.placeholderText() == "Search prompts and files"
