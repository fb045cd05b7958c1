"""Framing an image and seeing its request in the whole program; played by ``tests/app/test_framing.py``."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QSlider, QToolButton

import wan_desktop.media.video as film_reader
from tests.app.stage import Stage
from wan_desktop.app.selftest import drop_file
from wan_desktop.core.framing import Framing
from wan_desktop.core.paths import resource
from wan_desktop.ui.framing_dialog import FramingDialog
from wan_desktop.ui.request_dialog import RequestDialog

LAKE = resource("samples", "lake.jpg")
SHORTCUT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


async def framed_and_sent(stage: Stage) -> None:
    """By keyboard from the image to its framing; what is used is what was shown, and is what goes."""
    app = stage.app
    await stage.take_image(LAKE)
    await stage.do(QTest.keyClick, app.window, Qt.Key.Key_F, SHORTCUT)
    dialog = await _shown(stage)
    await stage.do(dialog.ratios.set_value, (1, 1))
    await stage.do(QTest.keyClick, dialog, Qt.Key.Key_Plus)
    await stage.do(dialog.right_button.click)
    await stage.do(dialog.request_link.click)
    request = await stage.opened(RequestDialog)
    previewed = request.picture._image.copy()
    wish = dialog.framing()
    await stage.do(request.close)
    await stage.do(dialog.use_button.click)
    await stage.until(lambda: app.composer.current and app.composer.current.framing == wish, "it is framed")
    assert app.composer.current is not None
    assert app.composer.current.source == LAKE
    sent = (app.paths.inputs / app.composer.current.file_name).read_bytes()
    assert QImage.fromData(sent) == previewed, "the picture shown before is the one that goes"
    assert previewed.width() == previewed.height()
    # Framed again, it is the user's own file that is framed, from where it was left.
    await stage.do(stage.child(QToolButton, "frameImage").click)
    dialog = await _shown(stage)
    assert dialog.framing() == wish
    await stage.do(dialog.reject)
    job = await stage.generate("framed")
    assert job.request.image == app.composer.current.file_name
    await stage.seen()


async def too_narrow_is_offered_framing(stage: Stage) -> None:
    """An image that no scale makes legal is framed from the sentence that refuses it."""
    area = stage.app.form.drop_area
    await stage.do(drop_file, area, Path(stage.arguments[0]))
    offer = stage.child(QPushButton, "frameRefused")
    await stage.until(offer.isVisible, "framing is offered")
    await stage.do(offer.click)
    dialog = await _shown(stage)
    await stage.do(dialog.use_button.click)
    await stage.until(stage.generate_button.isEnabled, "it can be sent")
    assert not offer.isVisible()
    view = area.view()
    assert view is not None
    assert (view.sent_width, view.sent_height) == (2000, 360)
    # The program ends in order with the dialog open and a framing that has not rested yet.
    await stage.do(stage.app.workbench.framing.frame_current)
    await stage.do((await _shown(stage)).ratios.set_value, (1, 1))


async def a_frame_of_a_film(stage: Stage) -> None:
    """A video that is none of ours gives one of its frames."""
    film = Path(stage.arguments[0])
    await stage.do(drop_file, stage.app.form.drop_area, film)
    dialog = await _shown(stage)
    assert dialog.frames.isVisible()
    fetched = _count_frames()
    await stage.do(_drag, dialog.frames.slider, 30)
    await stage.until(dialog.use_button.isEnabled, "the frame is seen")
    assert len(fetched) <= 2, "a drag over thirty frames fetches the first and the last of them"
    await stage.do(dialog.use_button.click)
    await stage.until(stage.generate_button.isEnabled, "the frame can be sent")
    current = stage.app.composer.current
    assert current is not None
    assert current.name == film.name
    assert current.framing == Framing()
    (Path(stage.arguments[1]) / "frame.png").write_bytes(bytes(current.source))


async def the_request_of_the_next_video(stage: Stage) -> None:
    """Seen from the menu before it is paid."""
    await stage.take_image(LAKE)
    stage.app.form.prompt.setPlainText("a boat " * 400)
    await stage.do(QTest.keyClick, stage.app.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = await stage.opened(RequestDialog)
    stage.tell(json.dumps({"body": dialog.text.toPlainText(), "address": dialog._address.text()}))
    assert "silently cuts the rest" in dialog._problems.text()
    await stage.do(dialog.close)
    await stage.until(lambda: stage.dialog(RequestDialog) is None, "it closes")


def _count_frames() -> list[float]:
    fetched: list[float] = []
    frame_at = film_reader.frame_at

    def counted(video: Path, seconds: float) -> bytes:
        fetched.append(seconds)
        return frame_at(video, seconds)

    film_reader.frame_at = counted
    return fetched


def _drag(slider: QSlider, last: int) -> None:
    for frame in range(last + 1):
        slider.setValue(frame)


async def _shown(stage: Stage) -> FramingDialog:
    dialog = await stage.opened(FramingDialog)
    await stage.until(lambda: dialog.use_button.isEnabled(), "the picture is seen")
    return dialog
