"""What is given to the window, from start to end; ``tests/app/test_intake.py`` plays each in a process, and
``test_from_outside.py`` those that need another program, or a user's hands."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from tests.app.stage import Stage
from tests.ui import drops
from wan_desktop.app.selftest import drop_file
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.link_fetch import LinkFetcher
from wan_desktop.core.paths import resource
from wan_desktop.media import images
from wan_desktop.ui.dropped import png_of

LAKE = resource("samples", "lake.jpg")


async def given_from_outside(stage: Stage) -> None:
    """Tells where to let go of something, what is said of it and what came of it, for each way in turn."""
    app, area = stage.app, stage.app.form.drop_area
    app.composer.arrivals.make_fetcher = lambda: LinkFetcher(allow_loopback=True)
    await stage.do(app.window.setGeometry, 0, 0, 1200, 900)
    middle = await stage.do(lambda: app.window.mapToGlobal(app.window.rect().center()))
    stage.tell(f"middle {middle.x()} {middle.y()}")
    for way in stage.arguments:
        if way == "paste":
            await _wait_for_keys(stage, app.window)
        before = app.composer.current
        await stage.until(
            # mypy infers no type for a lambda with a default, which binds the loop's value.
            lambda before=before: app.composer.current is not before or area._promise.text(),  # type: ignore[misc]  # a lambda's default has no type
            "something is held over the window, or pasted",
        )
        if area.hovered():
            stage.tell(f"hover {area._promise.text()}")
        # mypy infers no type for a lambda with a default, which binds the loop's value.
        await stage.until(lambda before=before: app.composer.current is not before, "the image is taken")  # type: ignore[misc]  # a lambda's default has no type
        await stage.until(stage.generate_button.isEnabled, "it can be sent")
        stage.tell(f"image {app.form.request().image}")


async def by_keyboard_alone(stage: Stage) -> None:
    """Tells which window waits for keys, and when they are its own, until a job is at the service."""
    app = stage.app
    await _wait_for_keys(stage, app.window)
    dialog = await stage.opened(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    # Its suggestions come whenever the disk has been read, and take the next Return for themselves.
    name.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none; the stub does not know
    await _wait_for_keys(stage, dialog)
    await stage.until(stage.generate_button.isEnabled, "the image is taken")
    await _wait_for_keys(stage, app.window)
    await stage.until(lambda: stage.states() == ["running"], "the job is sent")
    stage.tell(f"sent {stage.jobs()[0].request.prompt}")


async def _wait_for_keys(stage: Stage, window: QWidget) -> None:
    stage.tell(f"window {int(window.winId())}")
    await stage.until(window.isActiveWindow, "it has the keys")
    stage.tell("active")


async def everything_dropped_goes_to_its_place(stage: Stage) -> None:
    """Arguments: a folder with what is dropped, the address of a host of it."""
    app, area, folder = stage.app, stage.app.form.drop_area, Path(stage.arguments[0])
    given: dict[str, list[object]] = {"images": [], "video": [], "sound": []}
    for name, signal in (
        ("images", app.composer.images_given),
        ("video", app.composer.video_given),
        ("sound", app.composer.sound_given),
    ):
        signal.disconnect()
        signal.connect(given[name].append)
    app.composer.arrivals.make_fetcher = lambda: LinkFetcher(allow_loopback=True)

    async def drop(*names: str) -> None:
        await stage.do(drops.drop, app.window, drops.files(folder / name for name in names))

    async def shown(source: Path | bytes) -> None:
        await stage.until(
            lambda: app.composer.current and app.composer.current.source == source, "it is taken"
        )
        await stage.until(stage.generate_button.isEnabled, "it can be sent")

    await drop("lake.jpg", "words.txt", "song.mp3", "notes.zip")
    await shown(folder / "lake.jpg")
    await stage.until(lambda: app.form.prompt.toPlainText() == "镜头缓缓推进", "the text is in the prompt")
    assert given.pop("sound") == [folder / "song.mp3"]
    assert "Not used: notes.zip." in app.window.statusBar().currentMessage()
    await drop("several")
    await stage.until(lambda: given["images"], "the images of the folder are given")
    assert given["images"] == [tuple(folder / "several" / name for name in ("2.jpg", "10.jpg"))]
    await drop("clip.mp4")
    await stage.until(lambda: given["video"] == [folder / "clip.mp4"], "the video is given")
    for names, words in (
        (("notes.zip", "empty"), "None of these files"),
        (("empty",), "no image in this folder"),
    ):
        await drop(*names)
        # mypy infers no type for a lambda with a default, which binds the loop's value.
        await stage.until(lambda words=words: words in area._problem_words.text(), "it says why not")  # type: ignore[misc]  # a lambda's default has no type
    await shown(folder / "lake.jpg")
    await _links(stage, folder, stage.arguments[1])


async def _links(stage: Stage, folder: Path, host: str) -> None:
    """A link gives its image; one that hangs is waited for in sight, shuts Generate and can be stopped."""
    app, area = stage.app, stage.app.form.drop_area
    before = app.composer.current
    await stage.do(drops.drop, app.window, _link(f"{host}/hang"))
    assert not stage.generate_button.isEnabled(), "what is paid for is what is seen"
    stop = next(button for button in area.findChildren(QPushButton) if button.text() == "Stop")
    await stage.until(stop.isVisible, "the wait can be stopped")
    await stage.do(stop.click)
    assert stage.generate_button.isEnabled()
    assert app.composer.current is before
    await stage.do(drops.drop, app.window, _link(f"{host}/words.txt"))
    await stage.until(lambda: "no image at this link" in area._problem_words.text(), "it says why not")
    await stage.do(drops.drop, app.window, _link(f"{host}/several/2.jpg"))
    await stage.until(lambda: app.composer.current is not before, "it is fetched")
    assert _source(stage) == (folder / "several" / "2.jpg").read_bytes()
    await _better_than_pixels(stage, folder, host)


async def _better_than_pixels(stage: Stage, folder: Path, host: str) -> None:
    """A larger one that the HTML names is fetched; else the browser's pixels are what there is."""
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    for name, expected in (
        ("several/10.jpg", (folder / "several" / "10.jpg").read_bytes()),
        ("gone.jpg", png_of(image)),
    ):
        mime = QMimeData()
        mime.setData("image/png", png_of(image))
        mime.setHtml(f'<img src="{host}/small.jpg" srcset="{host}/{name} 1600w">')
        await stage.do(drops.drop, stage.app.window, mime)
        # mypy infers no type for a lambda with a default, which binds the loop's value.
        await stage.until(lambda expected=expected: _source(stage) == expected, "the best there is")  # type: ignore[misc]  # a lambda's default has no type


def _source(stage: Stage) -> Path | bytes | None:
    current = stage.app.composer.current
    return None if current is None else current.source


def _link(address: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(address)])
    return mime


async def two_hundred_images_are_dropped(stage: Stage) -> None:
    """Tells the longest time for which the window did not answer, of the best of three drops."""
    app, folder = stage.app, Path(stage.arguments[0])
    mime = drops.files(sorted(folder.iterdir()))
    came: list[object] = []
    app.composer.images_given.disconnect()
    app.composer.images_given.connect(came.append)
    worst = []
    for drop in range(3):
        with Gaps() as gaps:
            await stage.do(drops.drop, app.window, mime)
            # mypy infers no type for a lambda with a default, which binds the loop's value.
            await stage.until(lambda drop=drop: len(came) > drop, "they are sorted")  # type: ignore[misc]  # a lambda's default has no type
        worst.append(gaps.longest)
    stage.tell(f"{len(mime.urls())} {min(worst):.4f}")


class Gaps:
    """The longest time in which the loop came to nothing else, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Gaps:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


async def a_large_image_is_seen_before_it_is_ready(stage: Stage) -> None:
    """Its preparation ends once the test has looked: how long each takes is no matter here."""
    app, area, looked = stage.app, stage.app.form.drop_area, threading.Event()
    await stage.take_image(LAKE)
    before, prepare = app.composer.current, images.prepare

    def prepare_late(
        source: Path | bytes, framing: Framing = AS_IT_IS, seen: images.Seen | None = None
    ) -> images.PreparedImage:
        prepared = prepare(source, framing, seen)
        looked.wait()
        return prepared

    images.prepare = prepare_late
    try:
        await stage.do(drop_file, app.window, Path(stage.arguments[0]))
        assert not stage.generate_button.isEnabled()
        await stage.until(lambda: "being prepared" in area._chip.text(), "it is seen early")
        assert "8000\u00a0×\u00a06000 JPEG" in area._chip.text().replace(",", "")
        await stage.until(lambda: "being prepared" in stage.foot_words(), "it says why Generate is shut")
        await stage.do(app.form.generate)
        assert stage.jobs() == [], "it is not what would be sent yet"
    finally:
        looked.set()
    await stage.until(lambda: app.composer.current is not before, "it is ready")
    await stage.until(stage.generate_button.isEnabled, "it can be sent")


async def the_folder_of_a_drop_is_where_the_dialog_begins(stage: Stage) -> None:
    folder = Path(stage.arguments[0])
    await stage.do(drop_file, stage.app.window, folder / "a.jpg")
    await stage.until(stage.generate_button.isEnabled, "the image is taken")
    await stage.do(stage.app.composer.choose_image)
    dialog = await stage.opened(QFileDialog)
    assert Path(dialog.directory().path()) == folder
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    assert "*.heic" in dialog.nameFilters()[0]
    await stage.do(dialog.reject)


async def the_image_of_a_job_that_is_gone_is_said(stage: Stage) -> None:
    """The image in the form must not go with the settings of another job."""
    app = stage.app
    await stage.take_image(LAKE)
    await stage.generate("a boat on the lake")
    job = await stage.seen()
    (app.paths.inputs / job.request.image).unlink()
    await stage.take_image(resource("samples", "dunes.jpg"))
    await stage.do(app.composer.reuse, job)
    await stage.until(lambda: "The file is gone" in app.form.drop_area._problem_words.text(), "it is said")
    assert app.form.request().image == ""
    assert app.form.prompt.toPlainText() == "a boat on the lake"
