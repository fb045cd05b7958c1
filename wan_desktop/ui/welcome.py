"""The middle pane while there is no video: what this is, and three images to try it with."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.core.paths import resource
from wan_desktop.ui.field import wrapping_label
from wan_desktop.ui.fold import SideBySide
from wan_desktop.ui.theme import SPACING_LARGE, set_look

SAMPLES = ("lake", "dunes", "hills")
PICTURE = QSize(150, 92)
LEAST_WIDTH = 100
"""Of a sample: three of them fit beside one pane on a screen of 1920 × 1080 at 300 %."""
RADIUS = 8
EDGE = 3
"""Room around a sample for the line of the focus, in pixels."""
TEXT_WIDTH = 420


class Welcome(QScrollArea):
    """A heading, a sentence and the samples; they scroll where the window is too low for them.

    Signals:
        sample_chosen(object Path): the user wants to try this image.
    """

    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        set_look(self, "welcome")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._heading = wrapping_label("heading", Qt.AlignmentFlag.AlignHCenter)
        self._text = wrapping_label("lead", Qt.AlignmentFlag.AlignHCenter)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setMaximumWidth(TEXT_WIDTH)
        self._samples = [Sample(resource("samples", f"{name}.jpg")) for name in SAMPLES]
        for sample in self._samples:
            sample.chosen.connect(self.sample_chosen)
        self._arrange()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _arrange(self) -> None:
        gap = SPACING_LARGE - 2 * EDGE
        samples = SideBySide(self._samples, gap)
        samples.setMaximumWidth(len(SAMPLES) * (PICTURE.width() + 2 * EDGE + gap) - gap)
        samples.centre()
        page = QWidget()
        set_look(page, "welcome")
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACING_LARGE, SPACING_LARGE, SPACING_LARGE, SPACING_LARGE)
        column.addStretch()
        column.addWidget(self._heading)
        column.addSpacing(10)
        column.addLayout(centred(self._text))
        column.addSpacing(18)
        column.addLayout(centred(samples))
        column.addStretch()
        self.setWidget(page)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Welcome"))
        self._heading.setText(self.tr("Turn an image into a video"))
        text = self.tr(
            "Drop an image anywhere in this window, say what should happen, press Generate. "
            "The video plays here and is kept in your Videos folder."
        )
        self._text.setText(f'<p style="line-height: 125%">{escape(text)}</p>')
        words = (self.tr("Try this lake"), self.tr("Try these dunes"), self.tr("Try these hills"))
        for sample, word in zip(self._samples, words, strict=True):
            sample.set_words(word)


class Sample(QPushButton):
    """An image with its name beneath; pressing it tries the image.

    Signals:
        chosen(object Path): pressed.
    """

    chosen = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "sample")
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(PICTURE.width() + 2 * EDGE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._path = path
        self._picture = QPixmap()
        self._word = QLabel(wordWrap=True)
        self._word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_look(self._word, "label")
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE + PICTURE.height() + 5, EDGE, EDGE + 1)
        column.addWidget(self._word)
        self.clicked.connect(self._choose)

    def set_words(self, words: str) -> None:
        self._word.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = PICTURE.width() + 2 * EDGE
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = LEAST_WIDTH
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return PICTURE.height() + self._word.heightForWidth(width - 2 * EDGE) + 2 * EDGE + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._picture.isNull():
            # Decoding takes 5 ms each: the window's first paint does not wait for it.
            QTimer.singleShot(0, self, self._load_picture)
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(EDGE, EDGE, self.width() - 2 * EDGE, PICTURE.height())
        outline = QPainterPath()
        outline.addRoundedRect(place, RADIUS, RADIUS)
        painter.setClipPath(outline)
        painter.drawPixmap(place, self._picture, covering(place, self._picture))

    def _load_picture(self) -> None:
        self._picture = picture_of(self._path, self.devicePixelRatio())
        if not self._picture.isNull():
            self.update()

    def _choose(self) -> None:
        self.chosen.emit(self._path)


def centred(widget: QWidget) -> QHBoxLayout:
    """A row with ``widget`` in its middle, as wide as it may be."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row


def picture_of(path: Path, ratio: float) -> QPixmap:
    """The image at the size of a sample, sharp at this device pixel ratio."""
    reader = QImageReader(str(path))
    reader.setScaledSize(
        reader.size().scaled(PICTURE * max(ratio, 2.0), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    )
    return QPixmap.fromImage(reader.read())


def covering(place: QRectF, picture: QPixmap) -> QRectF:
    """The middle part of ``picture`` that fills ``place`` without changing its shape."""
    shown = place.size().scaled(picture.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
    part = QRectF(QPointF(), shown)
    part.moveCenter(QRectF(picture.rect()).center())
    return part
