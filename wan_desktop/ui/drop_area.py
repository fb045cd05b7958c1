"""Where the image comes in and is seen: empty, loading, loaded, with a word on what went wrong beneath."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.ui.announce import announce
from wan_desktop.ui.drop_frame import DropFrame
from wan_desktop.ui.drop_target import DropTarget
from wan_desktop.ui.drop_words import USABLE, hover_words, refusal_words
from wan_desktop.ui.dropped import DropKind, kind_of, local_paths, read
from wan_desktop.ui.field import inline_button, wrapping_label
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.image_details import ImageDetails
from wan_desktop.ui.image_view import EarlyView, ImageView, chip_words, early_words
from wan_desktop.ui.sentence import again
from wan_desktop.ui.theme import SPACING, SPACING_SMALL, Role, Theme, set_look
from wan_desktop.ui.turning_layout import TurningLayout
from wan_desktop.ui.words import in_own_direction

SILENT_MS = 200
"""A wait shorter than this shows nothing."""
OVER_HEIGHT = 26
"""Of the buttons on the image, in logical pixels."""
EMPTY, BUSY, PICTURE, HOVER = range(4)
"""The pages, in the order of their making."""


class DropArea(QWidget):
    """The image of the next video.

    Signals:
        dropped(object Dropped): something usable, or files that only reading them can judge, were dropped or
            pasted. Kinds FILES, IMAGE, LINK, TEXT.
        files_hovered(object): a tuple of Paths is held over the window; :meth:`show_hover` says what.
        choose_requested(): the user wants to choose a file.
        stop_requested(): the user waits no longer for what is being read or fetched.
        cleared(): the user took the image away.
        frame_requested(): the user wants to frame the image shown.
        frame_refused_requested(): the user wants to frame the image that :meth:`offer_framing` was about.
        request_requested(): the user wants to see the request as it will go.
    """

    dropped = Signal(object)
    files_hovered = Signal(object)
    choose_requested = Signal()
    stop_requested = Signal()
    cleared = Signal()
    frame_requested = Signal()
    frame_refused_requested = Signal()
    request_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropArea")
        self._view: ImageView | None = None
        self._early: EarlyView | None = None
        self._wait: str | None = None
        self._fetching = False
        self._hover: str | None = None
        self._build(theme)
        self._patience = QTimer(self, singleShot=True, interval=SILENT_MS)
        self._patience.timeout.connect(self._refresh)
        self.target = DropTarget(self, self)
        """Drops on this widget; ``target.watch(window)`` takes those on the whole window too."""
        self.target.watch(self)
        self._retranslate()

    def show_loading(self, name: str) -> None:
        """An image called ``name`` ("" for one without) is read; said only where that takes over 0.2 s."""
        self._begin_to_wait(name, fetching=False)

    def show_fetching(self, host: str) -> None:
        """An image is being fetched from a website; said as :meth:`show_loading` is."""
        self._begin_to_wait(host, fetching=True)

    def show_early(self, view: EarlyView) -> None:
        """How the image looks that is being prepared; :meth:`show_image` or :meth:`show_problem` ends it."""
        self._early = view
        self._frame.set_image(QImage.fromData(view.pixels))
        self._refresh()

    def stop_waiting(self) -> None:
        """What was awaited does not come, or is no image: the image before it stays, without a word."""
        self._settle(self._view)

    def show_image(self, view: ImageView) -> None:
        """The image that will be sent."""
        is_new = view is not self._view
        self._settle(view)
        self._say("")
        if is_new:
            announce(self, self._chip.accessibleName())

    def show_problem(self, text: str) -> None:
        """Says in one sentence why the last one can't be used; the image before it stays."""
        self._settle(self._view)
        self._say(text)

    def show_note(self, text: str) -> None:
        """Says in a sentence what is to be known of the image shown; it stays until the next one."""
        self._say(text, "warn")

    def note(self) -> str:
        """The sentence below the image: why the last one can’t be used, or what to know of this one."""
        return self._problem_words.text()

    def hover(self, mime: QMimeData) -> None:
        """Something is held over the window."""
        kind = kind_of(mime)
        self.show_hover(hover_words(kind), kind in USABLE)
        if kind is DropKind.FILES:
            self.files_hovered.emit(local_paths(mime))

    def show_hover(self, text: str | None, usable: bool = True) -> None:
        """What letting go will do, while something is held over the window; None when it has left."""
        self._hover = text
        self._frame.set_hover(None if text is None else Role.ACCENT if usable else Role.ERROR)
        set_look(self._promise, "strong" if usable else "error")
        self._refresh()

    def clear(self) -> None:
        """Empties the area."""
        self._settle(None)
        self._say("")

    def offer_framing(self) -> None:
        """Beside the problem said last: a way to mend the image by framing it."""
        self._frame_refused.show()

    def show_details(self) -> None:
        """As if the chip were pressed: what was done to the image, beneath it."""
        self._chip.setChecked(True)

    def view(self) -> ImageView | None:
        """The image shown."""
        return self._view

    def paste(self) -> None:
        """Takes what the clipboard holds as if it were dropped."""
        if mime := QGuiApplication.clipboard().mimeData():
            self.take(mime)

    def take(self, mime: QMimeData) -> None:
        """Uses what was dropped or pasted, or says why it can't be used."""
        dropped = read(mime)
        if dropped.kind in USABLE:
            self.dropped.emit(dropped)
        else:
            self.show_problem(refusal_words(dropped.kind))

    def hovered(self) -> bool:
        """Whether something is held over the window."""
        return self._hover is not None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_chip()

    def _build(self, theme: Theme) -> None:
        self._theme = theme
        self._frame = DropFrame(theme)
        self._frame.clicked.connect(self._frame_clicked)
        self._frame.double_clicked.connect(self._frame_double_clicked)
        self._pages = QStackedLayout(self._frame)
        for page in (self._empty_page(), self._busy_page(), self._picture_page(), self._hover_page()):
            self._pages.addWidget(page)
        self._details = ImageDetails()
        self._details.request_requested.connect(self.request_requested)
        self._details.frame_requested.connect(self.frame_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._frame, self._details, self._problem_row()):
            column.addWidget(widget)
        self._details.hide()
        theme.changed.connect(self._paint_icons)
        self._paint_icons()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._invitation = wrapping_label("strong", Qt.AlignmentFlag.AlignHCenter)
        self._or_paste = QLabel()
        set_look(self._or_paste, "label")
        self._choose = inline_button(self.choose_requested.emit)
        words = TurningLayout(spacing=0, spacing_down=0)
        for part in (self._or_paste, self._choose):
            words.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        line = QHBoxLayout()
        line.addStretch()
        line.addLayout(words)
        line.addStretch()
        column = QVBoxLayout(page)
        column.setSpacing(7)
        column.addStretch()
        column.addWidget(self._picture)
        column.addSpacing(4)
        column.addWidget(self._invitation)
        column.addLayout(line)
        column.addStretch()
        return page

    def _busy_page(self) -> QWidget:
        page = QWidget()
        self._reading = wrapping_label("muted", Qt.AlignmentFlag.AlignHCenter)
        self._bar = QProgressBar(textVisible=False, maximum=0)
        self._stop = inline_button(self.stop_requested.emit)
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 14, 28, 14)
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(self._reading)
        column.addWidget(self._bar)
        column.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        return page

    def _picture_page(self) -> QWidget:
        page = QWidget()
        self._close = QToolButton()
        self._close.setIconSize(QSize(14, 14))
        set_look(self._close, "over")
        self._close.clicked.connect(self._take_away)
        self._framing = QToolButton()
        self._framing.setObjectName("frameImage")
        set_look(self._framing, "over")
        self._framing.clicked.connect(self.frame_requested)
        for button in (self._close, self._framing):
            button.setFixedHeight(OVER_HEIGHT)
        self._chip = QPushButton(autoDefault=False)
        self._chip.setCheckable(True)
        set_look(self._chip, "chip")
        self._chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._chip.toggled.connect(self._show_details)
        grid = QGridLayout(page)
        grid.setContentsMargins(9, 9, 9, 9)
        top = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        over = QHBoxLayout()
        over.setSpacing(SPACING_SMALL)
        over.addWidget(self._framing)
        over.addWidget(self._close)
        grid.addLayout(over, 0, 0, top)
        grid.addWidget(self._chip, 1, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        return page

    def _hover_page(self) -> QWidget:
        self._promise = wrapping_label("strong", Qt.AlignmentFlag.AlignCenter)
        self._promise.setMargin(20)
        return self._promise

    def _problem_row(self) -> QWidget:
        self._problem = QWidget()
        self._problem_words = wrapping_label("error")
        self._choose_again = inline_button(self.choose_requested.emit)
        self._frame_refused = inline_button(self.frame_refused_requested.emit)
        self._frame_refused.setObjectName("frameRefused")
        links = FlowLayout(spacing=SPACING, line_spacing=2)
        links.addWidget(self._frame_refused)
        links.addWidget(self._choose_again)
        column = QVBoxLayout(self._problem)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._problem_words)
        column.addLayout(links)
        self._problem.hide()
        return self._problem

    def _begin_to_wait(self, for_what: str, *, fetching: bool) -> None:
        if self._early is not None:  # of an image that is no longer awaited
            self._settle(self._view)
        self._wait, self._fetching = for_what, fetching
        self._patience.start()
        self._say("")

    def _settle(self, view: ImageView | None) -> None:
        self._patience.stop()
        self._wait = self._early = None
        if view is not self._view:
            self._chip.setChecked(False)
        self._view = view
        self._frame.set_image(view.image() if view else QImage())
        self._refresh()

    def _say(self, problem: str, look: str = "error") -> None:
        set_look(self._problem_words, look)
        self._problem_words.setText(problem)
        self._problem.setVisible(bool(problem))
        self._frame_refused.hide()
        if problem:
            announce(self, problem)
        self._describe()

    def _refresh(self) -> None:
        page = self._page()
        self._pages.setCurrentIndex(page)
        self._frame.set_dimmed(page in (BUSY, HOVER))
        self._promise.setText(self._hover or "")
        self._reading.setText(self._waiting_words())
        # Its animation costs; it runs only while it is seen.
        self._bar.setVisible(page == BUSY)
        self._choose_again.setVisible(self._view is not None)
        self._describe()
        self._fit_chip()

    def _page(self) -> int:
        if self._hover is not None:
            return HOVER
        if self._early is not None:
            return PICTURE
        if self._wait is not None and not self._patience.isActive():
            return BUSY
        return PICTURE if self._view else EMPTY

    def _waiting_words(self) -> str:
        if self._fetching:
            return self.tr("Fetching the image from {host}…").format(host=self._wait)
        name = self._wait or self.tr("the image")
        return self.tr("Reading {name}…").format(name=name)

    def _describe(self) -> None:
        """What screen readers say, and the facts in the chip's tooltip."""
        facts = chip_words(self._view) if self._view else self.tr("No image yet")
        if self._wait is not None:
            facts = self._waiting_words()
        self.setAccessibleDescription(self._problem_words.text() or facts)
        self._chip.setAccessibleName(self.tr("What is sent: {facts}").format(facts=facts))
        changes = "\n".join(f"• {again(change)}" for change in self._view.changes) if self._view else ""
        words = changes or self.tr("The image is sent as it is.")
        self._details.set_words(words)
        self._chip.setToolTip(words)

    def _fit_chip(self) -> None:
        """One line where it fits, else what came in above what is sent."""
        for button in (self._chip, self._framing):
            button.setEnabled(self._early is None)
        if self._early is not None:
            self._chip.setText(early_words(self._early))
            return
        if self._view is None:
            return
        line = chip_words(self._view)
        room = self._frame.width() - 40
        fits = self._chip.fontMetrics().horizontalAdvance(line) <= room
        self._chip.setText(in_own_direction(line if fits else line.replace(" → ", " →\n")))

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown and self._view is not None)

    def _take_away(self) -> None:
        self.clear()
        self._choose.setFocus()
        self.cleared.emit()

    def _frame_clicked(self) -> None:
        if self._pages.currentIndex() == EMPTY:
            self.choose_requested.emit()

    def _frame_double_clicked(self) -> None:
        if self._pages.currentIndex() == PICTURE:
            self.frame_requested.emit()

    def _paint_icons(self) -> None:
        self._picture.setPixmap(self._theme.icon("image", Role.ACCENT, 32).pixmap(QSize(32, 32)))
        self._close.setIcon(self._theme.icon("close", Role.ON_IMAGE, 14))

    def _retranslate(self) -> None:
        self._hover = None if self._hover is None else again(self._hover)
        self._problem_words.setText(again(self._problem_words.said()))
        self.setAccessibleName(self.tr("Image"))
        self._invitation.setText(self.tr("Drop an image"))
        #: Followed by "choose a file", which is a button.
        self._or_paste.setText(self.tr("or paste, or"))
        self._choose.setText(self.tr("choose a file"))
        self._choose.setAccessibleName(self.tr("Choose an image file"))
        self._choose.setToolTip(self.tr("Choose an image file of this computer; Ctrl+V pastes one"))
        self._stop.setText(self.tr("Stop"))
        self._stop.setAccessibleName(self.tr("Stop waiting for the image"))
        self._choose_again.setText(self.tr("Choose another file"))
        for button in (self._framing, self._frame_refused):
            button.setText(self.tr("Frame…"))
            button.setAccessibleName(self.tr("Frame the image"))
            button.setToolTip(self.tr("Crop, turn or flip the image (Ctrl+Shift+F)"))
        self._close.setAccessibleName(self.tr("Remove the image"))
        self._close.setToolTip(self.tr("Remove the image"))
        self._bar.setAccessibleName(self.tr("Reading the image"))
        self._refresh()
