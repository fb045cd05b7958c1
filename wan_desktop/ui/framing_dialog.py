"""Framing: which part of an image, which way round, on which ground; and what of it will be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtGui import QImage, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from wan_desktop.core.framed_size import FramedSize, Size, framed_size, size_of
from wan_desktop.core.framing import AS_IT_IS, Fit, Framing
from wan_desktop.core.params import IMAGE_SIDE_MAX, IMAGE_SIDE_MIN
from wan_desktop.ui.background_field import BackgroundField
from wan_desktop.ui.crop_box import Box, Ratio, box_of, crop_of
from wan_desktop.ui.crop_view import CropView
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import inline_button, show_words, wrapping_label
from wan_desktop.ui.flow_layout import FlowLayout
from wan_desktop.ui.frame_chooser import FrameChooser
from wan_desktop.ui.image_view import ImageView
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.sentence import again
from wan_desktop.ui.theme import SPACING, Theme, set_look
from wan_desktop.ui.words import in_own_direction, number_words, pixel_words, size_words

WIDTH = 760
RATIO_WIDTH = 51
ABOVE_AND_BELOW = 60
"""Left free of the window's height, in pixels, so that the dialog is seen to lie in it."""
RATIOS: tuple[Ratio | None, ...] = (None, (16, 9), (9, 16), (1, 1), (4, 3), (3, 4))


@dataclass(frozen=True, slots=True)
class PictureToFrame:
    """An image upright and unframed: its size in pixels, and ``image``, which may show it smaller.

    ``frames`` is how many pictures an animation or a film has, else 1; ``frames_per_second`` is a film's.
    """

    image: QImage
    width: int
    height: int
    frames: int = 1
    frames_per_second: float = 0.0


class FramingDialog(Dialog):
    """Edits a Framing. The size that will be sent is said at once; the rest once the image is made.

    Signals:
        framing_changed(object Framing): what is seen now; what it becomes is wanted (:meth:`show_sent`).
        frame_wanted(object int): another picture of an animation or film is wanted (:meth:`show_picture`).
        request_wanted(object Framing): the request with this image is to be shown.
        framed(object Framing): the user wants the image so.
    """

    framing_changed = Signal(object)
    frame_wanted = Signal(object)
    request_wanted = Signal(object)
    framed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._framing = AS_IT_IS
        self._picture: PictureToFrame | None = None
        self._sent: ImageView | None = None
        self._problem = ""
        self._waiting = True
        self.view = CropView(theme, self)
        self.frames = FrameChooser(theme, self)
        self.ratios = Segmented(RATIOS, self, wanted=RATIO_WIDTH)
        self.left_button, self.right_button = QPushButton(self), QPushButton(self)
        self.flip_button = QPushButton(self)
        self._size = QLabel(self)
        self._too_long = wrapping_label("warn")
        self.fit_choice = Segmented((Fit.EXTEND, Fit.CROP), self)
        self.background = BackgroundField(self)
        self._warning, self._changes = wrapping_label("warn"), wrapping_label("muted")
        self.request_link = inline_button(self._ask_request)
        self.cancel_button, self.use_button = QPushButton(self), QPushButton(self)
        self._dress()
        self._lay_out()
        self._connect()
        self._retranslate()

    def start(self, framing: Framing) -> None:
        """Opens with ``framing``; the picture comes by :meth:`show_picture`."""
        self._framing, self._picture, self._sent, self._problem = framing, None, None, ""
        self._waiting = True
        self.view.show_picture(QImage(), (1, 1), Box(0, 0, 1, 1))
        self.view.set_ratio(None)
        self.ratios.set_value(None)
        if framing.fit is not Fit.REFUSE:
            self.fit_choice.set_value(framing.fit)
        self.background.set_background(framing.background)
        self._show_all()
        self.open()
        self.resize(self.preferred_size())
        self.view.setFocus()

    def show_picture(self, picture: PictureToFrame) -> None:
        """The picture that is framed: the first one, or the frame asked for last."""
        self._framing = self._with_box()
        self._picture, self._waiting = picture, False
        self.frames.set_frames(picture.frames, self._framing.frame, picture.frames_per_second)
        self._draw()
        self._changed()

    def show_sent(self, view: ImageView) -> None:
        """What the image became under the framing sent out last."""
        self._sent, self._problem = view, ""
        self._show_facts()

    def show_problem(self, words: str) -> None:
        """Why the image can't be used so."""
        self._sent, self._problem, self._waiting = None, words, self._picture is None
        self._show_facts()

    def framing(self) -> Framing:
        """As seen now."""
        fit = Fit(str(self.fit_choice.value())) if self._is_too_long() else Fit.REFUSE
        return replace(self._with_box(), fit=fit, background=self.background.background())

    def preferred_size(self) -> QSize:
        """As large as its view wants to be, but within the window it belongs to where that is possible."""
        wanted = self.needed_size()
        window = self.parentWidget()
        room = window.window().height() - ABOVE_AND_BELOW if window else wanted.height()
        return QSize(wanted.width(), max(self._least_height(), min(wanted.height(), room)))

    def fit(self) -> None:
        # Not to its words alone: it may be drawn larger, to see more of the picture.
        least = QSize(self.needed_size().width(), self._least_height())
        self.setMinimumHeight(least.height())
        self.resize(self.size().expandedTo(least))

    def _least_height(self) -> int:
        hint, least = self.view.sizeHint(), self.view.minimumSizeHint()
        return self.needed_size().height() - hint.height() + least.height()

    # What is seen

    def _with_box(self) -> Framing:
        if self._picture is None:
            return self._framing
        return replace(self._framing, crop=crop_of(self.view.box, self._seen_size()))

    def _seen_size(self) -> Size:
        if self._picture is None:
            return 1, 1
        size = (self._picture.width, self._picture.height)
        return (size[1], size[0]) if self._framing.quarter_turns % 2 else size

    def _outcome(self, framing: Framing) -> FramedSize | None:
        if self._picture is None:
            return None
        return framed_size(self._picture.width, self._picture.height, framing)

    def _is_too_long(self) -> bool:
        outcome = self._outcome(replace(self._with_box(), fit=Fit.REFUSE))
        return outcome is not None and outcome.sent is None

    def _draw(self) -> None:
        """The picture as the framing turns it, with its crop."""
        if self._picture is not None:
            size = self._seen_size()
            box = box_of(self._framing.crop, size)
            self.view.show_picture(_turned(self._picture.image, self._framing), size, box)

    def _changed(self) -> None:
        self._sent, self._problem = None, ""
        self._show_all()
        if self._picture is not None:
            self.framing_changed.emit(self.framing())

    def _show_all(self) -> None:
        too_long = self._is_too_long()
        framing = self.framing()
        has_alpha = self._picture is not None and self._picture.image.hasAlphaChannel()
        self._too_long.setVisible(too_long)
        self.fit_choice.setVisible(too_long)
        self.background.setVisible(has_alpha or (too_long and framing.fit is Fit.EXTEND))
        self.frames.setVisible(self._picture is not None and self._picture.frames > 1)
        self.view.set_ground(framing.background, framing.fit)
        self._show_facts()

    def _show_facts(self) -> None:
        outcome = self._outcome(self.framing())
        sent = outcome.sent if outcome else None
        self._size.setText(self.tr("{size} px").format(size=pixel_words(*sent)) if sent else "")
        set_look(self._warning, "error" if self._problem else "warn")
        show_words(self._warning, again(self._problem) or (_enlarged_words(outcome) if outcome else ""))
        self._changes.setText(self._change_line(outcome))
        usable = self._picture is not None and not self._waiting and not self._problem
        for button in (self.use_button, self.request_link):
            button.setEnabled(usable)
        for control in (self.ratios, self.left_button, self.right_button, self.flip_button):
            control.setEnabled(self._picture is not None)

    def _change_line(self, outcome: FramedSize | None) -> str:
        if outcome is None or outcome.sent is None:
            return "" if self._problem else self.tr("Reading the image…")
        sizes = pixel_words(*outcome.sent)
        if (taken := size_of(outcome.taken)) != outcome.sent:
            sizes = in_own_direction(f"{pixel_words(*taken)} → {sizes}")
        if self._sent is None:
            return self.tr("Changed for the service: {changes}").format(changes=f"{sizes} · …")
        file = f"{self._sent.sent_format}, {size_words(self._sent.sent_bytes)}"
        if not self._sent.changes:
            sent = f"{pixel_words(*outcome.sent)} · {file}"
            return self.tr("Sent as it is: {facts}").format(facts=sent)
        changes = " · ".join((*map(again, self._sent.changes), sizes, file))
        return self.tr("Changed for the service: {changes}").format(changes=changes)

    # What is done

    def _choose_ratio(self, ratio: object) -> None:
        chosen = ratio if isinstance(ratio, tuple) else None
        self.view.set_ratio(chosen)

    def _turn_left(self) -> None:
        self._turn(3)

    def _turn_right(self) -> None:
        self._turn(1)

    def _turn(self, quarters: int) -> None:
        self._framing = self._with_box().turned(quarters)
        self._redraw()

    def _flip(self) -> None:
        self._framing = self._with_box().flipped()
        self._redraw()

    def _redraw(self) -> None:
        self._draw()
        # A locked shape stays as it was chosen: the box of a turned picture has the other one.
        ratio = self.ratios.value()
        self.view.set_ratio(ratio if isinstance(ratio, tuple) else None, fill=False)
        if isinstance(ratio, tuple) and not _has_ratio(self.view.box, ratio):
            self.view.set_ratio(ratio)
        self._changed()

    def _choose_frame(self, frame: object) -> None:
        assert isinstance(frame, int)
        self._framing = replace(self._with_box(), frame=frame)
        self._waiting = True
        self._show_facts()
        self.frame_wanted.emit(frame)

    def _ask_request(self) -> None:
        self.request_wanted.emit(self.framing())

    def _use(self) -> None:
        framing = self.framing()
        self.accept()
        self.framed.emit(framing)

    # Parts

    def _dress(self) -> None:
        self.setObjectName("framingDialog")
        names: dict[str, QWidget] = {
            "ratioControl": self.ratios,
            "turnLeft": self.left_button,
            "turnRight": self.right_button,
            "flip": self.flip_button,
            "fitControl": self.fit_choice,
            "framingRequest": self.request_link,
            "framingCancel": self.cancel_button,
            "framingUse": self.use_button,
        }
        for name, widget in names.items():
            widget.setObjectName(name)
        for control in (self.ratios, self.fit_choice):
            control.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for button in (self.left_button, self.right_button, self.flip_button, self.cancel_button):
            button.setAutoDefault(False)
        set_look(self._size, "muted")
        set_look(self.use_button, "primary")
        self.use_button.setDefault(True)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(SPACING)
        # In some languages these words are wider than the dialog.
        controls = FlowLayout(spacing=SPACING, line_spacing=SPACING)
        for control in (self.ratios, self.left_button, self.right_button, self.flip_button):
            controls.addWidget(control)
        tools.addLayout(controls, 1)
        tools.addWidget(self._size)
        fitting = QHBoxLayout()
        fitting.setSpacing(SPACING)
        fitting.addWidget(self._too_long, 1)
        fitting.addWidget(self.fit_choice)
        self.body.setSpacing(SPACING + 2)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.frames)
        self.body.addLayout(tools)
        self.body.addLayout(fitting)
        for widget in (self.background, self._warning, self._changes):
            self.body.addWidget(widget)
        self.buttons.addWidget(self.request_link)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.use_button)
        self.setTabOrder(self.request_link, self.cancel_button)
        self.setTabOrder(self.cancel_button, self.use_button)

    def _connect(self) -> None:
        self.view.box_changed.connect(self._changed)
        self.ratios.value_changed.connect(self._choose_ratio)
        self.left_button.clicked.connect(self._turn_left)
        self.right_button.clicked.connect(self._turn_right)
        self.flip_button.clicked.connect(self._flip)
        self.frames.frame_changed.connect(self._choose_frame)
        self.fit_choice.value_changed.connect(self._changed)
        self.background.background_changed.connect(self._changed)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._use)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Frame the image"))
        self.title.setText(self.tr("Frame the image"))
        shapes = [f"{ratio[0]}:{ratio[1]}" if ratio else self.tr("Free") for ratio in RATIOS]
        self.ratios.set_words(self.tr("Shape"), shapes)
        self.left_button.setText(self.tr("Turn left"))
        self.right_button.setText(self.tr("Turn right"))
        self.flip_button.setText(self.tr("Flip"))
        self.flip_button.setToolTip(self.tr("Left and right change places"))
        long, short = number_words(IMAGE_SIDE_MAX), number_words(IMAGE_SIDE_MIN)
        reason = self.tr(
            "The service takes no shape longer than {long}:{short}. Fill up the sides, or keep the middle?"
        )
        self._too_long.setText(reason.format(long=long, short=short))
        self.fit_choice.set_words(
            self.tr("What is done with the shape"), (self.tr("Fill up"), self.tr("Keep the middle"))
        )
        self.request_link.setText(self.tr("Show the request"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.use_button.setText(self.tr("Use this frame"))
        self._show_all()


def _enlarged_words(outcome: FramedSize) -> str:
    if not outcome.enlarged:
        return ""
    words = QCoreApplication.translate("FramingDialog", "Enlarged from {size} px: the video may look soft.")
    return words.format(size=pixel_words(*size_of(outcome.shown)))


def _has_ratio(box: Box, ratio: Ratio) -> bool:
    return abs(box.width * ratio[1] - box.height * ratio[0]) <= max(ratio)


def _turned(image: QImage, framing: Framing) -> QImage:
    """Mirrored first, then turned: what is said last of a transform is done first."""
    return image.transformed(
        QTransform().rotate(90 * framing.quarter_turns).scale(-1 if framing.mirrored else 1, 1)
    )
