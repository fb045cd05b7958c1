"""Paints one job as a row: thumbnail, title, state in words with colour and sign, progress, time, one act."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wan_desktop.core.batches import is_held
from wan_desktop.core.job import Job, JobState
from wan_desktop.ui.action_words import action_words
from wan_desktop.ui.actions import row_action
from wan_desktop.ui.job_model import JOB_ROLE, Index, JobModel
from wan_desktop.ui.messages import Sign, StateWords, fact_words, state_words, title_words
from wan_desktop.ui.row_layout import ROW_HEIGHT, RowLayout, leading, row_layout, without_trailing
from wan_desktop.ui.theme import Role, Theme
from wan_desktop.ui.thumbnails import Thumbnails
from wan_desktop.ui.words import clock_words, moment_words

#: Over pictures, the same in both themes.
_BADGE_GROUND, _BADGE_TEXT = QColor(13, 14, 18, 225), QColor("#ffffff")
_RADIUS = 7.0
#: More characters never fit a row; measuring a prompt of 2,000 would be slow.
_TITLE_CHARACTERS = 160
#: The piece of the bar that walks where no percent is known, in shares of the bar, one step a second.
_WALKER, _WALKER_STEPS = 0.25, 6
_SIGN_SIZE, _SIGN_ROOM = 8, 13
_BY_KEYBOARD = QStyle.StateFlag.State_KeyboardFocusChange


class Zone(Enum):
    """The parts of a row that answer to the mouse by themselves."""

    NONE = "none"
    ACTION = "action"
    STAR = "star"


class JobDelegate(QStyledItemDelegate):
    """Paints rows of :class:`JobModel`; ``thumbnail_path`` says which small picture stands for a job.

    The view tells :attr:`hovered` (job id and zone), so that the delegate can underline what a click does.
    """

    def __init__(
        self,
        theme: Theme,
        model: JobModel,
        thumbnail_path: Callable[[Job], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._thumbnail_path = thumbnail_path
        self.thumbnails = Thumbnails(self, radius=int(_RADIUS))
        self.hovered: tuple[str, Zone] = ("", Zone.NONE)

    # What views ask.

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job: Job = index.data(JOB_ROLE)
        layout = row_layout(option.rect, option.direction)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Each text as its own words go: an English prompt ends at its right in a Hebrew window, too.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._paint_ground(painter, option, layout)
        self._paint_thumbnail(painter, layout.thumbnail, job)
        row = _Row(painter, self._theme, layout, option.direction, option.font)
        self._paint_words(row, job)
        painter.restore()

    def zone_at(
        self, point: QPoint, row: QRect, direction: Qt.LayoutDirection, font: QFont, job: Job
    ) -> Zone:
        """Which part of the row a point of the view is in."""
        layout = row_layout(row, direction)
        if not job.unfinished and layout.star.adjusted(-4, -2, 4, 2).contains(point):
            return Zone.STAR
        action = row_action(job)
        if action is not None:
            width = QFontMetrics(_link_font(font)).horizontalAdvance(action_words(action))
            if leading(layout.third, width, direction).adjusted(-4, 0, 4, 6).contains(point):
                return Zone.ACTION
        return Zone.NONE

    # The parts of a row.

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, layout: RowLayout) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour(Role.SELECTED))
            painter.fillRect(layout.mark, self._theme.colour(Role.ACCENT))
        # Seen by those who use the keyboard; after a click the selection says enough.
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & _BY_KEYBOARD:
            painter.setPen(QPen(self._theme.colour(Role.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_thumbnail(self, painter: QPainter, rect: QRect, job: Job) -> None:
        path = job.poster or self._thumbnail_path(job)
        pixmap = self.thumbnails.find(path, rect.size(), _pixel_ratio(painter))
        if pixmap is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(Role.RAISED))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        else:
            painter.drawPixmap(rect.topLeft(), pixmap)
        if job.state is JobState.DONE:
            _paint_badge(painter, rect, clock_words(round(job.video_seconds or job.request.duration)))

    def _paint_words(self, row: _Row, job: Job) -> None:
        now = self._model.clock()
        words = state_words(job, now, self._model.expected(job))
        row.title(title_words(job)[:_TITLE_CHARACTERS])
        if job.unfinished:
            walking = job.state is not JobState.QUEUED and job.trouble is None and not is_held(job)
            row.bar(job.progress, now, walking=walking)
            row.below_bar(words, words.percent)
            return
        starred = row.star(job.starred, self.hovered == (job.id, Zone.STAR))
        moment = moment_words(job.finished_at or job.updated_at or job.created_at, now)
        action = row_action(job)
        if action is None:
            row.second(StateWords(fact_words(job)), beside_star=starred)
            row.third(words, moment)
        else:
            row.second(words, beside_star=starred)
            row.link(action_words(action), moment, self.hovered == (job.id, Zone.ACTION))


class _Row:
    """The words and marks of one row, on its painter."""

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        layout: RowLayout,
        direction: Qt.LayoutDirection,
        font: QFont,
    ) -> None:
        self._painter = painter
        self._theme = theme
        self._layout = layout
        self._direction = direction
        self._font = font

    def title(self, text: str) -> None:
        font = QFont(self._font)
        font.setWeight(QFont.Weight.DemiBold)
        self._text(self._layout.first, text, Role.TEXT, font)

    def second(self, words: StateWords, *, beside_star: bool) -> None:
        self._signed(self._layout.second_short if beside_star else self._layout.second, words)

    def third(self, words: StateWords, trailing: str) -> None:
        self._signed_beside(self._layout.third, words, trailing)

    def below_bar(self, words: StateWords, trailing: str) -> None:
        self._signed_beside(self._layout.below_bar, words, trailing)

    def _signed_beside(self, line: QRect, words: StateWords, trailing: str) -> None:
        width = QFontMetrics(_small(self._font)).horizontalAdvance(words.text)
        width += _SIGN_ROOM if words.sign is not Sign.NONE else 0
        self._signed(self._beside(line, trailing, width), words)

    def link(self, text: str, trailing: str, hovered: bool) -> None:
        font = _link_font(self._font)
        font.setUnderline(hovered)
        width = QFontMetrics(font).horizontalAdvance(text)
        self._text(self._beside(self._layout.third, trailing, width), text, Role.ACCENT, font)

    def star(self, filled: bool, hovered: bool) -> bool:
        """Whether there is one to be seen."""
        if not (filled or hovered):
            return False
        colour = self._theme.colour(Role.ACCENT if hovered else Role.MUTED)
        self._painter.setPen(QPen(colour, 1.2))
        self._painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
        self._painter.drawPolygon(_star(QRectF(self._layout.star).center(), 5.0))
        return True

    def bar(self, progress: float | None, now: float, *, walking: bool) -> None:
        """A known share; where none is known a piece that walks as long as something is known to go on."""
        track = QRectF(self._layout.bar)
        self._pill(track, Role.LINE)
        if progress is not None:
            self._pill(self._share(track, 0.0, progress), Role.ACCENT)
        elif walking:
            start = (int(now) % _WALKER_STEPS) / (_WALKER_STEPS - 1) * (1 - _WALKER)
            self._pill(self._share(track, start, _WALKER), Role.ACCENT)

    def _share(self, track: QRectF, start: float, length: float) -> QRectF:
        if self._direction == Qt.LayoutDirection.RightToLeft:
            start = 1 - start - length
        width = track.width()
        return QRectF(
            track.x() + start * width, track.y(), max(track.height(), length * width), track.height()
        )

    def _pill(self, rect: QRectF, role: Role) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.colour(role))
        self._painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def _beside(self, line: QRect, trailing: str, width: int) -> QRect:
        """Writes at the end of a line, unless words of ``width`` need that room; gives what they have."""
        font = _small(self._font)
        taken = QFontMetrics(font).horizontalAdvance(trailing) + 8
        if not trailing or width + taken > line.width():
            return line
        self._text(line, trailing, Role.MUTED, font, Qt.AlignmentFlag.AlignRight)
        return without_trailing(line, taken, self._direction)

    def _signed(self, rect: QRect, words: StateWords) -> None:
        if words.sign is not Sign.NONE:
            spot = QRectF(leading(rect, _SIGN_SIZE, self._direction))
            _paint_sign(self._painter, spot.center(), words.sign, self._theme.colour(words.role))
            rect = self._after_sign(rect)
        self._text(rect, words.text, words.role, _small(self._font))

    def _after_sign(self, rect: QRect) -> QRect:
        rest = QRect(rect.x() + _SIGN_ROOM, rect.y(), rect.width() - _SIGN_ROOM, rect.height())
        return QStyle.visualRect(self._direction, rect, rest)

    def _text(
        self,
        rect: QRect,
        text: str,
        role: Role,
        font: QFont,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        alignment = QStyle.visualAlignment(self._direction, side | Qt.AlignmentFlag.AlignVCenter)
        self._painter.setFont(font)
        self._painter.setPen(self._theme.colour(role))
        flags = int(alignment) | int(Qt.TextFlag.TextSingleLine)
        self._painter.drawText(rect, flags, elided)


def _paint_badge(painter: QPainter, picture: QRect, text: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(10)
    size = QSize(QFontMetrics(font).horizontalAdvance(text) + 8, 14)
    place = QRect(QPoint(picture.right() - size.width() - 3, picture.bottom() - size.height() - 3), size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BADGE_GROUND)
    painter.drawRoundedRect(place, 4, 4)
    painter.setFont(font)
    painter.setPen(_BADGE_TEXT)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _paint_sign(painter: QPainter, centre: QPointF, sign: Sign, colour: QColor) -> None:
    """Drawn, not written: fonts disagree on the size and height of these characters."""
    half = _SIGN_SIZE / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match sign:
        case Sign.GOOD:
            painter.drawEllipse(centre, half, half)
        case Sign.DOUBT:
            corners = [QPointF(0, -half), QPointF(half + 0.5, half), QPointF(-half - 0.5, half)]
            painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
        case Sign.HALTED:
            painter.drawRect(QRectF(centre.x() - half + 0.5, centre.y() - half + 0.5, 7, 7))
        case _:
            painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            arm = half - 0.5
            painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm))
            painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm))


def _star(centre: QPointF, radius: float) -> QPolygonF:
    """Five points, the first upwards."""
    corners = []
    for step in range(10):
        length = radius if step % 2 == 0 else radius * 0.42
        angle = math.pi * (step / 5 - 0.5)
        corners.append(centre + QPointF(math.cos(angle) * length, math.sin(angle) * length))
    return QPolygonF(corners)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(12)
    return small


def _link_font(font: QFont) -> QFont:
    made = _small(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _pixel_ratio(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatio() if device is not None else 1.0
