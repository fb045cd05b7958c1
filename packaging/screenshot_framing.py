"""What framing and the request look like, with images of every awkward shape."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from make_samples import SAMPLES
from PIL import Image, ImageDraw
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from wan_desktop.app.composer import image_view
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.framing import BLUR, Crop, Framing
from wan_desktop.core.params import Request
from wan_desktop.core.request_text import request_text
from wan_desktop.core.settings import HOSTS
from wan_desktop.media.framing_look import look_closely
from wan_desktop.media.images import prepare
from wan_desktop.ui.framing_dialog import FramingDialog, PictureToFrame
from wan_desktop.ui.image_view import sent_words
from wan_desktop.ui.request_dialog import RequestDialog, SentRequest
from wan_desktop.ui.words import size_words

if TYPE_CHECKING:
    from make_screenshots import Scene

SMALL_FRAME = (640, 360)
RATE = 25.0


def drop_details(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.drop_area.show_details()
    scene.form.drop_area.show_problem(failure_sentence(Failure(ErrorKind.IMAGE_TOO_NARROW)))
    scene.form.drop_area.offer_framing()


def framing(scene: Scene) -> QDialog:
    crop = Crop(0.1, 0.1, 0.9, 0.9)
    return _framed(scene, _hills((4032, 3024)), Framing(crop=crop), ratio=(16, 9))


def portrait(scene: Scene) -> QDialog:
    return _framed(scene, _hills((1200, 2000)), Framing())


def panorama(scene: Scene) -> QDialog:
    return _framed(scene, _hills((3000, 500)), Framing(background=BLUR))


def tiny(scene: Scene) -> QDialog:
    return _framed(scene, _hills((64, 48)), Framing())


def transparent(scene: Scene) -> QDialog:
    image = Image.new("RGBA", (900, 700))
    draw = ImageDraw.Draw(image)
    draw.ellipse((150, 80, 750, 620), fill="#e67828")
    draw.rectangle((400, 300, 860, 660), fill=(40, 90, 200, 180))
    return _framed(scene, _encoded(image, "PNG"), Framing(background="#c02030"))


def film(scene: Scene) -> QDialog:
    return _framed(scene, _hills(SMALL_FRAME), Framing(frame=76), frames=250, rate=RATE)


def request(scene: Scene) -> QDialog:
    image = scene.image
    wish = Request(prompt=scene.texts.prompt, seed=12345)
    text = request_text(HOSTS[0][1], wish, image.data, image.mime, size_words)
    view = image_view(image)
    dialog = RequestDialog(scene.theme, scene.window)
    picture = QImage.fromData(image.data)
    dialog.show_request(SentRequest(text.address, text.body, picture, sent_words(view), view.changes))
    return dialog


FRAMING_WINDOWS: dict[str, Callable[[Scene], None]] = {"drop-details": drop_details}
FRAMING_DIALOGS: dict[str, Callable[[Scene], QDialog]] = {
    "framing": framing,
    "framing-portrait": portrait,
    "framing-panorama": panorama,
    "framing-tiny": tiny,
    "framing-transparent": transparent,
    "framing-film": film,
    "request": request,
}


def _framed(
    scene: Scene,
    source: bytes,
    wish: Framing,
    *,
    ratio: tuple[int, int] | None = None,
    frames: int = 1,
    rate: float = 0.0,
) -> QDialog:
    dialog = FramingDialog(scene.theme, scene.window)
    dialog.start(wish)
    seen = look_closely(source)
    width, height = seen.shown
    picture = QImage(seen.rgba, width, height, width * 4, QImage.Format.Format_RGBA8888)
    kind = QImage.Format.Format_ARGB32 if seen.has_alpha else QImage.Format.Format_RGB32
    shown = picture.convertToFormat(kind)
    dialog.show_picture(PictureToFrame(shown, seen.width, seen.height, frames, rate))
    dialog.ratios.set_value(ratio)
    dialog.show_sent(image_view(prepare(source, dialog.framing())))
    return dialog


def _hills(size: tuple[int, int]) -> bytes:
    with Image.open(SAMPLES / "hills.jpg") as hills:
        return _encoded(hills.resize(size), "JPEG")


def _encoded(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()
