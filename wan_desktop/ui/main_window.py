"""The window: three panes, the band of demo mode above them, the status below.

It arranges widgets and says what the user wishes; it drives nothing itself.
"""

from __future__ import annotations

import base64
import json

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent, QScreen
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from wan_desktop.core.job import Counts
from wan_desktop.ui.announce import announce
from wan_desktop.ui.demo_band import DemoBand
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.menus import Menus
from wan_desktop.ui.panes import Panes, side_pane
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.sentence import SentenceLabel, again
from wan_desktop.ui.theme import Theme, set_look
from wan_desktop.ui.welcome import Welcome
from wan_desktop.ui.words import size_words

DEFAULT_SIZE = QSize(1440, 900)
SMALLEST = QSize(960, 600)
"""Less only where a screen has less: one of 1920 × 1080 has 960 × 540 at 200 %, and 640 × 360 at 300 %."""
TITLE_BAR = 40
"""Room for the window's own frame, in pixels; how high it is nobody says before it is shown."""
PANELS = 44
"""Room for the desktop's own panel under Wayland, which tells no program how high that is."""
SAY_MS = 12_000


class MainWindow(QMainWindow):
    """Arranges the panes; every wish of the user leaves by a signal.

    Signals:
        close_requested: the user wants to leave; whoever listens takes the program down.
        first_painted: the window has been drawn once and the event loop is free again.
        open_image_requested, paste_requested, remove_image_requested, frame_image_requested,
        show_request_requested, settings_requested, library_folder_requested, log_folder_requested,
        report_requested, spending_requested, about_requested: menu entries.
        theme_chosen, language_chosen: a name as in ``core.settings.Settings``.
        job_command_requested: an action (``ui.actions.Action`` value) for the selected job.
    """

    close_requested = Signal()
    first_painted = Signal()
    open_image_requested = Signal()
    paste_requested = Signal()
    remove_image_requested = Signal()
    frame_image_requested = Signal()
    show_request_requested = Signal()
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
        self._fit_least_size()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._fit_least_size)
        self._build_panes()
        self._build_status()
        self.menus = Menus(self, form, player)
        self.job_commands = self.menus.job_commands
        self.panes.folded.connect(self.menus.set_panes_shown)
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
        return DEFAULT_SIZE.boundedTo(_room(screen)) if screen else DEFAULT_SIZE

    def _fit_least_size(self) -> None:
        """The window can be made small enough for each of the screens."""
        least = SMALLEST
        for screen in QGuiApplication.screens():
            least = least.boundedTo(_room(screen))
        self.setMinimumSize(least)

    # Status

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setObjectName("statusBar")
        bar.setSizeGripEnabled(False)
        self._said = ""
        self._dot, self._connection, self._running, self._library = (
            QLabel("●"),
            SentenceLabel(),
            QLabel(),
            QLabel(),
        )
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
        self._said = words
        self.statusBar().showMessage(words, SAY_MS)
        announce(self.statusBar(), words)

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

    # State

    def save_state(self) -> str:
        """Geometry and panes as opaque text, for :meth:`restore_state`."""
        left, right = self.menus.panes_shown
        return json.dumps(
            {
                "geometry": base64.b64encode(self.saveGeometry().data()).decode(),
                "widths": self.panes.widths,
                "left": left,
                "right": right,
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
        self.menus.set_panes_shown(left, right)
        self._keep_on_screen()

    def _keep_on_screen(self) -> None:
        """A window remembered on a screen that is gone comes back to one that is there."""
        frame = self.frameGeometry()
        if not any(screen.availableGeometry().intersects(frame) for screen in QGuiApplication.screens()):
            screen = QGuiApplication.primaryScreen()
            corner = screen.availableGeometry().topLeft() + QPoint(0, TITLE_BAR)
            self.setGeometry(QRect(corner, self.size().boundedTo(_room(screen))))

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

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Wan Desktop"))
        self.menus.retranslate()
        self.statusBar().setAccessibleName(self.tr("Status"))
        self._dot.setAccessibleName(self.tr("Connection"))
        if self.statusBar().currentMessage():
            self.say(again(self._said))
        self.set_counts(self._counts, self._waiting)


def _room(screen: QScreen) -> QSize:
    """What a screen has for the inside of a window."""
    panels = PANELS if QGuiApplication.platformName() == "wayland" else 0
    room = screen.availableSize() - QSize(0, TITLE_BAR + panels)
    # Out of sight Qt's screen is 800 × 800, and nothing lies beyond its edge.
    return room.expandedTo(SMALLEST) if QGuiApplication.platformName() == "offscreen" else room
