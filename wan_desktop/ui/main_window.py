"""The window: three panes, the band of demo mode above them, the status below, and the menus.

It arranges widgets and says what the user wishes; it drives nothing itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QByteArray, QEvent, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.core.job import Counts
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.panes import Panes, side_pane
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.theme import Role, Theme, set_look
from wan_desktop.ui.welcome import Welcome
from wan_desktop.ui.words import size_words

DEFAULT_SIZE = QSize(1440, 900)
SMALLEST = QSize(960, 600)
TITLE_BAR = 40
"""Room for the window's own frame, in pixels; how high it is nobody says before it is shown."""
SAY_MS = 12_000


class DemoBand(QWidget):
    """Says that this is demo mode, or that a key is missing, and offers the way out.

    Signals:
        key_requested: the user wants to enter a key.
    """

    key_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "band")
        self._name = QLabel()
        set_look(self._name, "strong")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._button = QPushButton()
        set_look(self._button, "link")
        self._button.clicked.connect(self.key_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._key_missing = False
        self._retranslate()

    def set_key_missing(self, missing: bool) -> None:
        """A service is chosen but there is no key for it."""
        self._key_missing = missing
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        if self._key_missing:
            self._name.setText(self.tr("No API key"))
            self._words.setText(self.tr("The chosen service needs a key before a video can be made."))
        else:
            self._name.setText(self.tr("Demo mode"))
            self._words.setText(
                self.tr("Videos are rendered on this computer. Nothing is sent and nothing is charged.")
            )
        self._button.setText(self.tr("Add API key…"))


class MainWindow(QMainWindow):
    """Arranges the panes; every wish of the user leaves by a signal.

    Signals:
        close_requested: the user wants to leave; whoever listens takes the program down.
        first_painted: the window has been drawn once and the event loop is free again.
        open_image_requested, paste_requested, remove_image_requested, settings_requested,
        library_folder_requested, log_folder_requested, report_requested, spending_requested,
        about_requested: menu entries.
        theme_chosen, language_chosen: a name as in ``core.settings.Settings``.
        job_command_requested: an action (``ui.actions.Action`` value) for the selected job.
    """

    close_requested = Signal()
    first_painted = Signal()
    open_image_requested = Signal()
    paste_requested = Signal()
    remove_image_requested = Signal()
    settings_requested = Signal()
    library_folder_requested = Signal()
    log_folder_requested = Signal()
    report_requested = Signal()
    spending_requested = Signal()
    about_requested = Signal()
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    job_command_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        form: ParamsForm,
        player: Player,
        welcome: Welcome,
        details: JobDetails,
        job_list: JobList,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._form, self._player = form, player
        self._welcome, self._details, self.job_list = welcome, details, job_list
        self._painted = False
        self.setMinimumSize(SMALLEST)
        self._build_panes()
        self._build_status()
        self._build_menus()
        self._retranslate()
        theme.changed.connect(self._recolour)
        self._recolour()
        self.resize(self._fitting_size())

    # Panes

    def _build_panes(self) -> None:
        self.band = DemoBand()
        self._stage = QStackedWidget()
        set_look(self._stage, "stage")
        self._stage.addWidget(self._welcome)
        self._stage.addWidget(self._player)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stage, 1)
        column.addWidget(self._details)
        self.panes = Panes(side_pane(self._form), middle, side_pane(self.job_list))
        central = QWidget()
        rows = QVBoxLayout(central)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.band)
        rows.addWidget(self.panes, 1)
        self.setCentralWidget(central)

    def show_player(self, shown: bool) -> None:
        """The video, or (while there is nothing to show) the welcome."""
        self._stage.setCurrentWidget(self._player if shown else self._welcome)
        self._details.setVisible(shown)

    def show_band(self, *, demo: bool, key_missing: bool) -> None:
        """The band above the panes: in demo mode, or where the chosen service has no key."""
        self.band.set_key_missing(key_missing)
        self.band.setVisible(demo or key_missing)

    def _fitting_size(self) -> QSize:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() - QSize(0, TITLE_BAR) if screen else DEFAULT_SIZE
        return DEFAULT_SIZE.boundedTo(room)

    # Status

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setObjectName("statusBar")
        bar.setSizeGripEnabled(False)
        self._dot, self._connection, self._running, self._library = QLabel("●"), QLabel(), QLabel(), QLabel()
        bar.setContentsMargins(10, 0, 12, 0)
        self._running.setContentsMargins(10, 0, 0, 0)
        bar.addWidget(self._dot)
        bar.addWidget(self._connection)
        bar.addWidget(self._running)
        bar.addPermanentWidget(self._library)
        self._connection_look = "muted"
        self._counts, self._waiting = Counts(), 0

    def say(self, words: str) -> None:
        """A passing sentence, for trouble that has no place of its own."""
        self.statusBar().showMessage(words, SAY_MS)

    def set_connection(self, words: str, look: str) -> None:
        """What is known of the way to the service; ``look`` is "ok", "warn", "error" or "muted"."""
        self._connection.setText(words)
        self._connection_look = look
        set_look(self._dot, look)

    def set_counts(self, counts: Counts, waiting: int) -> None:
        """Numbers for the status bar: ``waiting`` are the jobs consented to but not yet sent."""
        self._counts, self._waiting = counts, waiting
        running = max(counts.running - waiting, 0)
        words = []
        if counts.running:
            words = [self.tr("%n running", "", running), self.tr("%n waiting to send", "", waiting)]
        self._running.setText(" · ".join(words))
        size = size_words(counts.library_bytes)
        if counts.videos:
            self._library.setText(
                self.tr("Library: %n video(s), {size}", "", counts.videos).format(size=size)
            )
        else:
            self._library.setText(self.tr("Library: empty"))

    # Menus. Words come from QT_TRANSLATE_NOOP, which the shipped stubs type as object.

    def _build_menus(self) -> None:
        self._words: list[tuple[QAction | QMenu, str]] = []
        self._build_file_and_edit()
        self._build_view()
        self._build_job()
        self._build_playback()
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Help"))
        for words, signal in (
            (QT_TRANSLATE_NOOP("MainWindow", "Open the log folder"), self.log_folder_requested),
            (QT_TRANSLATE_NOOP("MainWindow", "Save a report…"), self.report_requested),
            (QT_TRANSLATE_NOOP("MainWindow", "About Wan Desktop"), self.about_requested),
        ):
            self._entry(menu, words, signal.emit)

    def _build_file_and_edit(self) -> None:
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&File"))
        keys = QKeySequence.StandardKey
        self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Open image…"), self.open_image_requested.emit, keys.Open
        )
        self._entry(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Open the library folder"),
            self.library_folder_requested.emit,
        )
        menu.addSeparator()
        self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Settings…"), self.settings_requested.emit, "Ctrl+,"
        )
        menu.addSeparator()
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Quit"), self.close, "Ctrl+Q")
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Edit"))
        self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Paste an image"), self.paste_requested.emit, "Ctrl+Shift+V"
        )
        self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Remove the image"), self.remove_image_requested.emit
        )
        menu.addSeparator()
        menu.addAction(self.job_list.search_action)

    def _build_view(self) -> None:
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&View"))
        self._left_shown = self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Parameters"), self._show_left, "F7"
        )
        self._right_shown = self._entry(
            menu, QT_TRANSLATE_NOOP("MainWindow", "Job list"), self._show_right, "F8"
        )
        for action in (self._left_shown, self._right_shown):
            action.setCheckable(True)
            action.setChecked(True)
        menu.addSeparator()
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Spending…"), self.spending_requested.emit)
        menu.addSeparator()
        self._themes = self._choices(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Theme"),
            self.theme_chosen.emit,
            {
                "system": QT_TRANSLATE_NOOP("MainWindow", "Like the system"),
                "light": QT_TRANSLATE_NOOP("MainWindow", "Light"),
                "dark": QT_TRANSLATE_NOOP("MainWindow", "Dark"),
            },
        )
        self._languages = self._choices(
            menu,
            QT_TRANSLATE_NOOP("MainWindow", "Language"),
            self.language_chosen.emit,
            {
                "system": QT_TRANSLATE_NOOP("MainWindow", "Like the system"),
                "en": "English",
                "zh_CN": "简体中文",
            },
        )

    def _build_job(self) -> None:
        menu = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Job"))
        menu.addAction(self._form.generate_action)
        menu.addSeparator()
        commands = (
            ("reuse", QT_TRANSLATE_NOOP("MainWindow", "Reuse settings"), "Ctrl+R"),
            ("retry", QT_TRANSLATE_NOOP("MainWindow", "Try again"), None),
            ("stop", QT_TRANSLATE_NOOP("MainWindow", "Stop following"), None),
            ("save_as", QT_TRANSLATE_NOOP("MainWindow", "Save as…"), "Ctrl+S"),
            ("show_in_folder", QT_TRANSLATE_NOOP("MainWindow", "Show in folder"), "Ctrl+Shift+S"),
            ("star", QT_TRANSLATE_NOOP("MainWindow", "Mark with a star"), "Ctrl+D"),
            ("delete", QT_TRANSLATE_NOOP("MainWindow", "Move to the trash…"), None),
        )
        self.job_commands: dict[str, QAction] = {}
        for name, words, key in commands:
            run = partial(self.job_command_requested.emit, name)
            self.job_commands[name] = self._entry(menu, words, run, key)

    def _build_playback(self) -> None:
        # The player has keys of its own while it has the focus; here they would be taken from the prompt.
        menu, player = self._menu(QT_TRANSLATE_NOOP("MainWindow", "&Playback")), self._player
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Play or pause"), player.toggle_play)
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "One frame back"), partial(player.step, -1))
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "One frame on"), partial(player.step, 1))
        menu.addSeparator()
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Loop on or off"), player.toggle_loop)
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Sound on or off"), player.toggle_mute)
        self._entry(menu, QT_TRANSLATE_NOOP("MainWindow", "Full screen"), player.toggle_full_screen, "F11")

    def _menu(self, words: object) -> QMenu:
        menu = self.menuBar().addMenu("")
        self._words.append((menu, str(words)))
        return menu

    def _entry(
        self,
        menu: QMenu,
        words: object,
        run: Callable[[], object],
        key: QKeySequence.StandardKey | str | None = None,
    ) -> QAction:
        action = menu.addAction("")
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(partial(_without_checked, run))
        self._words.append((action, str(words)))
        return action

    def _choices(
        self,
        menu: QMenu,
        title: object,
        chosen: Callable[[str], object],
        names: dict[str, object],
    ) -> dict[str, QAction]:
        below = menu.addMenu("")
        self._words.append((below, str(title)))
        group = QActionGroup(self)
        actions = {}
        for name, words in names.items():
            action = self._entry(below, words, partial(chosen, name))
            action.setCheckable(True)
            group.addAction(action)
            actions[name] = action
        return actions

    def set_choices(self, theme: str, language: str) -> None:
        """Ticks the theme and the language in force."""
        self._themes[theme].setChecked(True)
        self._languages[language].setChecked(True)

    def _show_left(self) -> None:
        self.panes.show_left(self._left_shown.isChecked())

    def _show_right(self) -> None:
        self.panes.show_right(self._right_shown.isChecked())

    # State

    def save_state(self) -> str:
        """Geometry and panes as opaque text, for :meth:`restore_state`."""
        return json.dumps(
            {
                "geometry": base64.b64encode(self.saveGeometry().data()).decode(),
                "widths": self.panes.widths,
                "left": self._left_shown.isChecked(),
                "right": self._right_shown.isChecked(),
            }
        )

    def restore_state(self, text: str) -> None:
        """Takes what :meth:`save_state` gave; text that is damaged or of another version changes nothing."""
        try:
            state = json.loads(text)
            geometry = base64.b64decode(state["geometry"])
            left_width, right_width = (int(width) for width in state["widths"])
            left, right = bool(state["left"]), bool(state["right"])
        except (ValueError, KeyError, TypeError, OverflowError):
            return
        self.restoreGeometry(QByteArray(geometry))
        self.panes.set_widths(left_width, right_width)
        self._left_shown.setChecked(left)
        self._right_shown.setChecked(right)
        self._show_left()
        self._show_right()
        self._keep_on_screen()

    def _keep_on_screen(self) -> None:
        """A window remembered on a screen that is gone comes back to one that is there."""
        frame = self.frameGeometry()
        if not any(screen.availableGeometry().intersects(frame) for screen in QGuiApplication.screens()):
            available = QGuiApplication.primaryScreen().availableGeometry()
            self.setGeometry(QRect(available.topLeft(), self.size().boundedTo(available.size())))

    # Events

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _recolour(self) -> None:
        set_look(self._dot, self._connection_look)
        self.setWindowIcon(self._theme.icon("app", Role.ACCENT, 64))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Wan Desktop"))
        for entry, words in self._words:
            if isinstance(entry, QMenu):
                entry.setTitle(self.tr(words))
            else:
                entry.setText(self.tr(words))
        self.statusBar().setAccessibleName(self.tr("Status"))
        self._dot.setAccessibleName(self.tr("Connection"))
        self.set_counts(self._counts, self._waiting)


def _without_checked(run: Callable[[], object], _checked: bool = False) -> None:
    """``QAction.triggered`` brings a bool that the menu's entries have no use for."""
    run()
