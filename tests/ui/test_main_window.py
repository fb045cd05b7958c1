"""The window: panes that fold, shrink and are remembered, words in two languages, the band, the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QPoint, QRect, QSize, Qt, QTranslator
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QMenuBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from steps import run_tool

from tests.fakes.jobs import NOW, make_job
from tests.ui.widgets import heard
from wan_desktop.core.job import Counts
from wan_desktop.ui import menus
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.panes import LEFT_WIDTH, MIDDLE_LEAST, RIGHT_WIDTH, fitting
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

LANGUAGES = Path(__file__).resolve().parents[2] / "resources" / "languages"
PROMPT = "Morning haze lifts off the lake while the camera drifts left to right"


class Parts:
    """A window and what it was made of."""

    def __init__(self, theme: Theme) -> None:
        self.form, self.player = ParamsForm(theme), Player(theme)
        self.details = JobDetails(clock=lambda: NOW)
        self.job_list = JobList(theme, lambda _job: "", clock=lambda: NOW)
        self.window = MainWindow(
            theme,
            form=self.form,
            player=self.player,
            welcome=Welcome(),
            details=self.details,
            job_list=self.job_list,
        )
        self.window.show_player(False)

    def fill(self) -> None:
        """A full list, a selected video, amounts of money."""
        job = make_job("lake", prompt=PROMPT, seed=12345)
        counts = Counts(
            all=128, running=2, done=121, failed=5, starred=9, videos=121, library_bytes=3_400_000_000
        )
        self.job_list.set_jobs([job])
        self.job_list.set_counts(counts)
        self.window.set_counts(counts, 1)
        self.window.set_connection("Connected", "ok")
        self.window.show_band(demo=True, key_missing=False)
        self.window.show_player(True)
        self.details.show_job(job)
        self.form.set_cost("Estimated cost <b>$0.75</b>", "Balance <b>$12.30</b>")

    def widths(self) -> tuple[int, int, int]:
        """Of left, middle and right as they are on the screen."""
        return self.form.width(), self.player.width(), self.job_list.width()


@pytest.fixture
def parts(light_theme: Theme, qtbot: QtBot) -> Parts:
    return made(light_theme, qtbot)


def made(theme: Theme, qtbot: QtBot) -> Parts:
    parts = Parts(theme)
    qtbot.addWidget(parts.window)
    parts.window.show()
    parts.window.resize(1440, 900)
    parts.window.show_player(True)
    qtbot.waitUntil(lambda: parts.widths()[0] == LEFT_WIDTH)
    return parts


@pytest.fixture
def chinese(qtbot: QtBot, tmp_path: Path) -> Iterator[QTranslator]:
    """The shipped translation, compiled as dev.py does it."""
    compiled = tmp_path / "zh.qm"
    lrelease = Path(PySide6.__file__).parent / "lrelease"
    run_tool(
        [lrelease, "-silent", LANGUAGES / "wan_desktop_zh_CN.ts", "-qm", compiled], failure="lrelease failed"
    )
    translator = QTranslator()
    assert translator.load(str(compiled))
    yield translator
    QCoreApplication.removeTranslator(translator)
    QLocale.setDefault(QLocale("en"))


def action(window: MainWindow, shortcut: str) -> QAction:
    wanted = QKeySequence(shortcut)
    return next(found for found in window.findChildren(QAction) if found.shortcut() == wanted)


def menu_titles(window: MainWindow) -> list[str]:
    return [entry.text().replace("&", "") for entry in window.menuBar().actions()]


def cut(window: QWidget) -> list[str]:
    """The words of buttons and labels in sight that are narrower than what they say."""
    found = []
    for widget in window.findChildren(QWidget):
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        if not isinstance(widget, QPushButton | QLabel) or wraps or not widget.isVisible():
            continue
        if widget.text() and widget.width() < widget.minimumSizeHint().width():
            found.append(widget.text())
    return found


@pytest.mark.parametrize(("key", "side"), [(Qt.Key.Key_F7, 0), (Qt.Key.Key_F8, 2)])
def test_a_key_folds_a_pane_and_brings_it_back(parts: Parts, qtbot: QtBot, key: Qt.Key, side: int) -> None:
    panes = (parts.form, parts.player, parts.job_list)
    before = parts.widths()
    parts.window.activateWindow()
    qtbot.waitUntil(parts.window.isActiveWindow)
    QTest.keyClick(parts.window, key)
    qtbot.waitUntil(lambda: not panes[side].isVisible())
    assert parts.widths()[1] > before[1]
    QTest.keyClick(parts.window, key)
    qtbot.waitUntil(lambda: parts.widths() == before)


def test_folded_panes_and_widths_are_remembered(parts: Parts, light_theme: Theme, qtbot: QtBot) -> None:
    parts.window.panes.set_widths(300, 420)
    action(parts.window, "F7").trigger()
    state = parts.window.save_state()

    later = made(light_theme, qtbot)
    later.window.restore_state(state)
    later.window.resize(1440, 900)  # The screen of the tests is smaller, and a restored window keeps to it.
    assert not later.form.isVisible()
    assert not action(later.window, "F7").isChecked()
    qtbot.waitUntil(lambda: later.job_list.width() == 420)
    action(later.window, "F7").trigger()
    qtbot.waitUntil(lambda: later.form.width() == 300)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"geometry": 1, "widths": [1, 2], "left": true, "right": true}',
        '{"geometry": "", "widths": [1, 2, 3], "left": false, "right": true}',
        '{"geometry": "", "widths": ["wide", 2], "left": false, "right": true}',
        '{"geometry": "", "widths": [Infinity, 2], "left": false, "right": true}',
        '{"geometry": "%%%", "widths": null, "left": false, "right": true}',
    ],
)
def test_a_damaged_state_changes_nothing(parts: Parts, text: str) -> None:
    before = parts.window.save_state()
    parts.window.restore_state(text)
    assert json.loads(parts.window.save_state()) == json.loads(before)


class LowScreen:
    """1920 × 1080 at 200 %."""

    def availableGeometry(self) -> QRect:
        return QRect(0, 0, 960, 540)

    def availableSize(self) -> QSize:
        return self.availableGeometry().size()


@pytest.mark.parametrize(("platform", "room"), [("xcb", 500), ("wayland", 456)])
def test_on_a_low_screen_the_window_is_no_higher_than_it(
    light_theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, platform: str, room: int
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [LowScreen()])
    monkeypatch.setattr(QGuiApplication, "primaryScreen", LowScreen)
    parts = Parts(light_theme)
    qtbot.addWidget(parts.window)
    parts.fill()
    parts.window.show()
    assert parts.window.height() <= room, "its title bar and the desktop's panels need room too"
    button = parts.form.findChild(QPushButton, "generateButton")
    assert button is not None

    def end() -> QPoint:
        return button.mapTo(parts.window, button.rect().bottomRight())

    qtbot.waitUntil(lambda: parts.window.rect().contains(end()))


class NarrowScreen(LowScreen):
    """1920 × 1080 at 300 %."""

    def availableGeometry(self) -> QRect:
        return QRect(0, 0, 640, 360)


def test_on_a_narrow_screen_one_side_is_shown_at_a_time_and_nothing_is_out_of_reach(
    light_theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [NarrowScreen()])
    monkeypatch.setattr(QGuiApplication, "primaryScreen", NarrowScreen)
    parts = Parts(light_theme)
    window = parts.window
    qtbot.addWidget(window)
    window.show_player(True)
    window.show()
    qtbot.waitUntil(lambda: not parts.job_list.isVisible())
    assert parts.form.isVisible()
    assert window.width() <= 640
    qtbot.waitUntil(lambda: parts.widths()[0] + parts.widths()[1] <= 640)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for key, shown, folded in (
        (Qt.Key.Key_F8, parts.job_list, parts.form),
        (Qt.Key.Key_F7, parts.form, parts.job_list),
    ):
        QTest.keyClick(window, key)
        qtbot.waitUntil(shown.isVisible)
        assert not folded.isVisible()
    assert window.menus.panes_shown == (True, False)


def test_a_window_from_a_screen_that_is_gone_is_seen_again(light_theme: Theme, qtbot: QtBot) -> None:
    before = made(light_theme, qtbot)
    before.window.setGeometry(5000, 3000, 1000, 640)
    later = made(light_theme, qtbot)
    later.window.restore_state(before.window.save_state())
    there = QGuiApplication.primaryScreen().availableGeometry()
    assert there.contains(later.window.geometry().topLeft())


def test_a_maximised_window_is_so_again_and_keeps_its_size_for_afterwards(
    parts: Parts, light_theme: Theme, qtbot: QtBot
) -> None:
    parts.window.resize(970, 620)
    parts.window.showMaximized()
    qtbot.waitUntil(parts.window.isMaximized)
    later = Parts(light_theme)
    qtbot.addWidget(later.window)
    later.window.restore_state(parts.window.save_state())
    later.window.show()
    assert later.window.isMaximized()
    later.window.showNormal()
    qtbot.waitUntil(lambda: later.window.height() == 620)


def test_a_small_window_takes_from_the_sides_and_a_large_one_gives_it_back(
    parts: Parts, qtbot: QtBot
) -> None:
    before = parts.widths()
    parts.window.resize(960, 640)
    qtbot.waitUntil(lambda: parts.widths()[0] < LEFT_WIDTH)
    assert parts.widths()[1] >= MIDDLE_LEAST
    parts.window.resize(1440, 900)
    qtbot.waitUntil(lambda: parts.widths() == before)


@pytest.mark.parametrize("total", range(960, 1500, 60))
def test_the_middle_has_its_least_at_every_width(total: int) -> None:
    left, right = fitting(total, LEFT_WIDTH, RIGHT_WIDTH)
    assert total - left - right >= MIDDLE_LEAST
    assert left <= LEFT_WIDTH
    assert right <= RIGHT_WIDTH


def test_nothing_is_cut_in_the_smallest_window(parts: Parts, qtbot: QtBot, chinese: QTranslator) -> None:
    parts.fill()
    parts.window.resize(960, 640)
    qtbot.waitUntil(lambda: parts.widths()[0] < LEFT_WIDTH)
    qtbot.waitUntil(lambda: cut(parts.window) == [])
    QCoreApplication.installTranslator(chinese)
    qtbot.waitUntil(lambda: menu_titles(parts.window)[0] == "文件(F)")
    qtbot.waitUntil(lambda: cut(parts.window) == [])


def test_another_language_reaches_menus_and_counts_at_once(
    parts: Parts, qtbot: QtBot, chinese: QTranslator
) -> None:
    parts.fill()
    english = menu_titles(parts.window)
    QCoreApplication.installTranslator(chinese)
    qtbot.waitUntil(lambda: menu_titles(parts.window)[0] == "文件(F)")
    entries = [
        entry.text() for menu in parts.window.menuBar().findChildren(QMenu) for entry in menu.actions()
    ]
    assert [words for words in entries if words.isascii() and words] == ["English"]
    assert any("121 个视频" in label.text() for label in parts.window.statusBar().findChildren(QLabel))
    QCoreApplication.removeTranslator(chinese)
    qtbot.waitUntil(lambda: menu_titles(parts.window) == english)


def test_closing_asks_and_keeps_the_window(parts: Parts) -> None:
    asked = heard(parts.window.close_requested)
    assert not parts.window.close()
    assert asked == [None]
    assert parts.window.isVisible()


def test_the_band_says_demo_or_that_a_key_is_missing_and_leads_to_it(parts: Parts) -> None:
    def words() -> str:
        return " ".join(label.text() for label in parts.window.band.findChildren(QLabel))

    wanted = heard(parts.window.band.key_requested)
    parts.window.show_band(demo=True, key_missing=False)
    assert parts.window.band.isVisible()
    assert "Demo mode" in words()
    parts.window.show_band(demo=False, key_missing=True)
    assert "No API key" in words()
    parts.window.band.findChildren(QPushButton)[0].click()
    assert wanted == [None]
    parts.window.show_band(demo=False, key_missing=False)
    assert not parts.window.band.isVisible()


def entries(menu: QMenu | QMenuBar) -> Iterator[QAction]:
    """Those that can be chosen, of this menu and the ones below."""
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from entries(below)
        elif not action.isSeparator():
            yield action


def test_full_screen_has_the_key_that_the_system_leaves_free(
    parts: Parts, light_theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keys(window: MainWindow) -> list[QKeySequence]:
        return [action.shortcut() for action in entries(window.menuBar()) if action.text() == "Full screen"]

    assert keys(parts.window) == [QKeySequence("F11")]
    monkeypatch.setattr(menus, "sys", SimpleNamespace(platform="darwin"))
    assert keys(made(light_theme, qtbot).window) == [QKeySequence(QKeySequence.StandardKey.FullScreen)]


def test_on_macos_three_entries_and_no_others_go_to_the_programs_own_menu(parts: Parts) -> None:
    parts.form.preset_menu.set_names(["Settings for cats", "About the sea", "Copy"])
    roles: dict[QAction.MenuRole, list[str]] = {}
    for action in entries(parts.window.menuBar()):
        roles.setdefault(action.menuRole(), []).append(action.text())
    assert len(roles.pop(QAction.MenuRole.NoRole)) > 30
    assert roles == {
        QAction.MenuRole.PreferencesRole: ["Settings…"],
        QAction.MenuRole.QuitRole: ["Quit"],
        QAction.MenuRole.AboutRole: ["About Wan Desktop"],
    }
