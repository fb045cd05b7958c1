"""Colours, fonts, icons and the one style sheet, all by role. No widget carries a style of its own.

A widget says what it is through a dynamic property (``look``); ``resources/theme.qss`` says how that looks:

============  =====================================================================
``look``      on
============  =====================================================================
primary       QPushButton: the one loud button
outline       QPushButton: the first choice among quiet ones
quiet         QPushButton, QToolButton: no frame until hovered
link          QPushButton: text in the accent colour
inline        QPushButton: the same inside a sentence, no bolder than its words
fold          QPushButton: opens and closes the part below it
segment       QPushButton: one value of a choice (its frame: segments)
offer         QPushButton: where something can be dropped, or chosen by a press
over          QToolButton: on an image
chip          QPushButton, QLabel: words on an image
sample        QPushButton: an image to try
muted         QLabel: secondary words
heading       QLabel: a dialog's or the stage's title
error, warn   QLabel: a sentence about trouble
tag           QLabel: words on a raised ground
panel         QWidget: a side pane
band          QWidget: the strip above the panes
card          QFrame: a framed choice in a dialog (``chosen``: the one that is)
words         QToolButton: one that shows words where others show icons
code          QPlainTextEdit: text of the machine, in letters of one width
files         QListView: files to choose from in a dialog
transport     QWidget: the controls below the video
============  =====================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from wan_desktop.core.paths import resource


class Role(StrEnum):
    """What a colour is for. The values are the names used in the style sheet."""

    BACKGROUND = "background"
    PANEL = "panel"
    RAISED = "raised"
    LINE = "line"
    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    OK = "ok"
    WARN = "warn"
    ERROR = "error"
    STAGE = "stage"
    BAND = "band"
    SELECTED = "selected"
    HOVER = "hover"
    ACCENT_HOVER = "accent_hover"
    ACCENT_OFF = "accent_off"
    ON_ACCENT_OFF = "on_accent_off"
    ON_IMAGE = "on_image"


DARK: dict[Role, str] = {
    Role.BACKGROUND: "#141518",
    Role.PANEL: "#1b1d21",
    Role.RAISED: "#24272c",
    Role.LINE: "#30343b",
    Role.TEXT: "#eceef1",
    Role.MUTED: "#9aa1ab",
    Role.ACCENT: "#7c8cff",
    Role.ON_ACCENT: "#0d0f1a",
    Role.OK: "#43c08a",
    Role.WARN: "#e9a84c",
    Role.ERROR: "#ec6a66",
    Role.STAGE: "#0c0d0f",
    Role.BAND: "#262a44",
    Role.SELECTED: "#262a3e",
    Role.HOVER: "#2c3037",
    Role.ACCENT_HOVER: "#93a0ff",
    Role.ACCENT_OFF: "#3b4170",
    Role.ON_ACCENT_OFF: "#a9aec2",
    Role.ON_IMAGE: "#ffffff",
}
LIGHT: dict[Role, str] = {
    Role.BACKGROUND: "#f4f5f7",
    Role.PANEL: "#ffffff",
    Role.RAISED: "#eef0f3",
    Role.LINE: "#d9dde3",
    Role.TEXT: "#1b1e23",
    Role.MUTED: "#5d6570",
    Role.ACCENT: "#4454e4",
    Role.ON_ACCENT: "#ffffff",
    Role.OK: "#147048",
    Role.WARN: "#8a5505",
    Role.ERROR: "#b82e29",
    Role.STAGE: "#e6e8ec",
    Role.BAND: "#e4e7fc",
    Role.SELECTED: "#e3e6fc",
    Role.HOVER: "#e4e7ec",
    Role.ACCENT_HOVER: "#3848d6",
    Role.ACCENT_OFF: "#aab2f5",
    Role.ON_ACCENT_OFF: "#ffffff",
    Role.ON_IMAGE: "#ffffff",
}

BASE_PIXELS = 13
RADIUS = 8
SPACING_SMALL, SPACING, SPACING_LARGE = 4, 8, 14

#: Simplified forms by name: the generic family may choose Japanese ones.
CHINESE_FAMILIES = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)


def style_sheet(colours: dict[Role, str]) -> str:
    """The whole program's style sheet for one set of colours."""
    names = {str(role): value for role, value in colours.items()}
    # A style sheet takes pictures by file alone, and can't colour them.
    pictures = {"icons": resource("icons").as_posix(), "mode": "dark" if colours is DARK else "light"}
    sheet = Template(resource("theme.qss").read_text(encoding="utf-8"))
    return sheet.substitute(names | pictures, radius=RADIUS)


class Theme(QObject):
    """The colours in force. One lives as long as the application; widgets are handed it.

    Signals:
        changed: the colours are others now; whoever paints or holds icons does so again.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._choice = "system"
        self._colours: dict[Role, str] = {}
        self._building = False
        # Fusion alone takes every colour of the palette on every system.
        application.setStyle("Fusion")
        application.setFont(base_font(application.font()))
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, choice: str) -> None:
        """Takes "light", "dark" or "system" (follows the system, live)."""
        self._choice = choice
        self._apply()

    @contextmanager
    def building(self) -> Iterator[None]:
        """Widgets made meanwhile get the style sheet at the end, once.

        With the sheet in force, each is styled anew at every step on its way into the window: 60 ms in all.
        """
        self._building = True
        try:
            yield
        finally:
            self._building = False
            self._style(self._colours)

    @property
    def dark(self) -> bool:
        return self._colours is DARK

    def colour(self, role: Role) -> QColor:
        return QColor(self._colours[role])

    def icon(self, name: str, role: Role = Role.TEXT, size: int = 20) -> QIcon:
        """The icon ``resources/icons/NAME.svg`` in a role's colour, sharp at 100, 200 and 300 %."""
        icon = QIcon()
        for scale in (1, 2, 3):
            icon.addPixmap(icon_pixmap(name, self._colours[role], size, scale))
        icon.addPixmap(icon_pixmap(name, self._colours[Role.LINE], size, 2), QIcon.Mode.Disabled)
        return icon

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        colours = {"light": LIGHT, "dark": DARK}.get(self._choice) or self._of_system()
        if colours is self._colours:
            return
        self._colours = colours
        self._application.setPalette(palette(colours))
        if not self._building:
            self._style(colours)
        self.changed.emit()

    def _style(self, colours: dict[Role, str]) -> None:
        self._application.setStyleSheet(style_sheet(colours))
        # With every style Qt takes up again what the system names for these.
        for widgets in _WITH_FONTS_OF_THEIR_OWN:
            # PySide's stub asks for bytes, which PySide refuses.
            self._application.setFont(self._application.font(), widgets)  # type: ignore[arg-type]

    def _of_system(self) -> dict[Role, str]:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def set_look(widget: QWidget, look: str) -> None:
    """Says what a widget is; where it was shown as something else before, it is styled anew."""
    widget.setProperty("look", look)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


#: Windows names fonts for these, smaller ones and without the Chinese families behind them; macOS for some.
_WITH_FONTS_OF_THEIR_OWN = ("QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel")


def base_font(system: QFont) -> QFont:
    """The system's font at 13 px, with the Chinese families named behind it."""
    font = QFont(system)
    font.setPixelSize(BASE_PIXELS)
    # The family behind a generic name ("Sans Serif"): before Chinese ones, Qt would skip the generic name.
    font.setFamilies([QFontInfo(system).family(), *CHINESE_FAMILIES])
    return font


def palette(colours: dict[Role, str]) -> QPalette:
    """The palette that Fusion and everything unstyled draws with."""
    made = QPalette()
    pairs = {
        QPalette.ColorRole.Window: Role.BACKGROUND,
        QPalette.ColorRole.WindowText: Role.TEXT,
        QPalette.ColorRole.Base: Role.PANEL,
        QPalette.ColorRole.AlternateBase: Role.RAISED,
        QPalette.ColorRole.Text: Role.TEXT,
        QPalette.ColorRole.Button: Role.RAISED,
        QPalette.ColorRole.ButtonText: Role.TEXT,
        QPalette.ColorRole.PlaceholderText: Role.MUTED,
        QPalette.ColorRole.Highlight: Role.ACCENT,
        QPalette.ColorRole.HighlightedText: Role.ON_ACCENT,
        QPalette.ColorRole.Link: Role.ACCENT,
        QPalette.ColorRole.ToolTipBase: Role.PANEL,
        QPalette.ColorRole.ToolTipText: Role.TEXT,
        QPalette.ColorRole.Mid: Role.LINE,
        QPalette.ColorRole.Accent: Role.ACCENT,
    }
    for colour_role, role in pairs.items():
        made.setColor(colour_role, QColor(colours[role]))
    disabled = QPalette.ColorGroup.Disabled
    for colour_role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        made.setColor(disabled, colour_role, QColor(colours[Role.MUTED]))
    return made


@cache
def icon_pixmap(name: str, colour: str, size: int, scale: int) -> QPixmap:
    """One icon as a pixmap of ``size`` × ``size`` logical pixels at a device pixel ratio of ``scale``."""
    source = resource("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
    pixmap = QPixmap(QSize(size, size) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
