"""What many videos at once look like: the dialog with few and many images, its rows and its bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog
from screenshot_waiting import rest

from wan_desktop.app.composer import image_view
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.batches import summary
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job, JobState
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.ui.batch_dialog import SHOWN_AGAIN_MS, BatchDialog
from wan_desktop.ui.image_view import all_words
from wan_desktop.ui.money_words import Quote

if TYPE_CHECKING:
    from make_screenshots import Scene

PRICE = Decimal("0.75")


def few(scene: Scene) -> QDialog:
    return _dialog(scene, 1)


def twelve(scene: Scene) -> QDialog:
    return _dialog(scene, 12)


def many(scene: Scene) -> QDialog:
    dialog = _dialog(scene, 200, prepared=140)
    dialog.refuse(Path("notes.jpg"), failure_sentence(Failure(ErrorKind.NOT_AN_IMAGE)))
    dialog._switch()
    dialog.table.paste(f"2.jpg\t{scene.texts.titles[0]}\n4.jpg\t{scene.texts.titles[1]}")
    rest(2 * SHOWN_AGAIN_MS)
    return dialog


def left_out(scene: Scene) -> QDialog:
    dialog = _dialog(scene, 12)
    dialog.keep_left_out({video.image.source for video in dialog.wanted()[3:5]})
    dialog.show_quote(Quote(Money(PRICE * 2, "$"), Money(Decimal("3.30"), "$")))
    rest(2 * SHOWN_AGAIN_MS)
    return dialog


def variations(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.fold.set_open(True)
    scene.form.advanced.variations.set_value(4)
    scene.reveal(scene.form.advanced.keep_seeds)


def under_way(scene: Scene) -> None:
    _rows(scene, "")


def paused(scene: Scene) -> None:
    _rows(scene, ErrorKind.UNCONFIRMED)


def _rows(scene: Scene, reason: str) -> None:
    scene.fill(demo=False)
    template = scene.jobs[0]
    second = JobState.UNCONFIRMED if reason else JobState.RUNNING
    states = [JobState.DONE, second, *[JobState.WAITING] * 10]
    jobs = [_job(template, index, state, reason) for index, state in enumerate(states, start=1)]
    scene.job_list.set_jobs(jobs[::-1])
    scene.job_list.batch_bar.show_batch(summary(jobs), jobs[-1].id)


def _job(template: Job, index: int, state: JobState, reason: str) -> Job:
    sent = state is not JobState.WAITING
    return replace(
        template,
        id=f"batch-{index}",
        state=state,
        trouble=None,
        error=None,
        progress=None,
        paused="" if sent else reason,
        submitted_at=template.created_at if sent else 0.0,
        extra={"batch": {"id": "b", "index": index, "of": 12}},
    )


def _dialog(scene: Scene, count: int, prepared: int = 1000) -> BatchDialog:
    dialog = BatchDialog(scene.theme, scene.window)
    sources = [Path(f"{number}.jpg") for number in range(1, count + 1)]
    dialog.start(sources, Request(prompt=scene.texts.prompt), 1)
    view = image_view(scene.image)
    picture = view.image().scaledToWidth(160, Qt.TransformationMode.SmoothTransformation)
    for number, source in enumerate(sources):
        dialog.images.learn(
            source,
            thumbnail=_tinted(picture, number),
            file_name="sent.jpg" if number < prepared else "",
            chip=all_words(view),
        )
    dialog.show_picture(view.image())
    dialog.show_quote(
        Quote(
            Money(PRICE * count, "$"),
            Money(Decimal("12.30") - PRICE * count, "$") if count < 16 else None,
            Money(Decimal(20), "$"),
            Money(Decimal("11.25"), "$"),
        )
    )
    rest(2 * SHOWN_AGAIN_MS)
    return dialog


def _tinted(picture: QImage, number: int) -> QImage:
    """The pictures of a batch are not one and the same."""
    tinted = picture.convertToFormat(QImage.Format.Format_RGB32)
    return tinted.rgbSwapped() if number % 3 == 1 else tinted.flipped() if number % 3 == 2 else tinted


BATCH_WINDOWS: dict[str, Callable[[Scene], None]] = {
    "variations": variations,
    "batch-under-way": under_way,
    "batch-paused": paused,
}
BATCH_DIALOGS: dict[str, Callable[[Scene], QDialog]] = {
    "batch-1": few,
    "batch-12": twelve,
    "batch-200": many,
    "batch-left-out": left_out,
}
