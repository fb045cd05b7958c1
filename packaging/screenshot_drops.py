"""What a drop looks like: held over the window, fit or unfit to be used, refused, and fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from screenshot_waiting import rest

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.params import Request
from wan_desktop.ui.drop_area import SILENT_MS
from wan_desktop.ui.drop_words import hover_words
from wan_desktop.ui.dropped import DropKind

if TYPE_CHECKING:
    from make_screenshots import Scene


def drop_problem(scene: Scene) -> None:
    scene.form.drop_area.show_problem(failure_sentence(Failure(ErrorKind.IMAGE_TOO_SMALL)))
    scene.form.set_request(Request(prompt="x" * 2012))


def drop_hover(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.drop_area.show_hover(hover_words(DropKind.IMAGE), True)
    scene.window.show_band(demo=False, key_missing=True)


def drop_refused(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.drop_area.show_hover(hover_words(DropKind.UNKNOWN), False)


def fetching(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.drop_area.show_fetching("pictures.example.com")
    scene.form.set_reading(True)
    rest(2 * SILENT_MS)


DROP_WINDOWS: dict[str, Callable[[Scene], None]] = {
    "drop-problem": drop_problem,
    "drop-hover": drop_hover,
    "drop-refused": drop_refused,
    "fetching": fetching,
}
