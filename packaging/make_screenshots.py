"""Makes pictures of the window from its real parts: ``python packaging/make_screenshots.py [FOLDER [NAME]]``.

Without a folder it writes the two pictures of the READMEs; with one, every state (or those with NAME in
theirs) in both languages, both themes and two sizes, for a look at each after a change of the screen.
``--pseudo`` takes the language of trials instead. Qt's own ways hold: ``-reverse`` is from right to left,
``QT_SCALE_FACTOR=2`` is 200 %. Run by hand, in the environment that ``dev.py`` makes. The clip that plays is
rendered by the demo service.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import screenshot_jobs
from PIL import Image
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget
from screenshot_batch import BATCH_WINDOWS
from screenshot_dialogs import DIALOGS
from screenshot_drops import DROP_WINDOWS
from screenshot_framing import FRAMING_WINDOWS
from screenshot_jobs import NOW, Texts
from screenshot_sound import SOUND_WINDOWS
from screenshot_waiting import rest, settled, wait_for

from wan_desktop.app.composer import image_view
from wan_desktop.app.connection_status import failure_words_short
from wan_desktop.app.language import Language
from wan_desktop.app.viewer import Viewer
from wan_desktop.core.batches import Variations
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Counts, Job
from wan_desktop.core.money import Money
from wan_desktop.core.params import Request
from wan_desktop.core.settings import DEMO
from wan_desktop.media.images import PreparedImage, prepare
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.money_words import limit_words
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.player import Player
from wan_desktop.ui.sentence import Sentence
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.welcome import Welcome

SHIPPED = Path(__file__).resolve().parents[1] / "resources" / "screenshots"
LANGUAGES = ("en", "zh_CN")
LARGE, SMALL = QSize(1440, 900), QSize(960, 640)
FONT = "Inter"
"""Where it is installed; else the system's, as in the program itself."""
COLOURS = 256
VIDEO_AT_MS = 1900
SPAN = (95.0, 130.0)


@dataclass(frozen=True)
class Scene:
    """The window in one language and theme, with its parts at hand."""

    window: MainWindow
    theme: Theme
    form: ParamsForm
    player: Player
    job_list: JobList
    viewer: Viewer
    details: JobDetails
    texts: Texts
    image: PreparedImage
    picture: Callable[[Job], str]
    jobs: Sequence[Job]

    def fill(self, *, demo: bool) -> None:
        """Jobs, counts, the image and prompt of the next video, what it costs."""
        texts = self.texts
        self.job_list.set_jobs([replace(job, service=DEMO) if demo else job for job in self.jobs])
        counts = Counts(
            all=128, running=2, done=121, failed=5, starred=9, videos=121, library_bytes=3_400_000_000
        )
        self.job_list.set_counts(counts)
        self.window.set_counts(counts, 0)
        self.window.show_band(demo=demo, key_missing=False)
        self.window.set_connection(texts.demo if demo else texts.connected, "ok")
        self.form.set_image("sunset.jpg", image_view(self.image))
        self.form.set_request(Request(prompt=texts.prompt))
        self.form.set_cost(*(texts.demo_cost if demo else texts.cost))

    def show_first_start(self) -> None:
        self.window.show_band(demo=True, key_missing=False)
        self.window.set_connection(self.texts.demo, "ok")
        self.form.set_cost(*self.texts.demo_cost)

    def select(self, job_id: str) -> None:
        """Selects a row as a user does; one that is selected already is shown anew."""
        self.job_list.select(job_id)
        model = self.job_list.model
        self.viewer.show_job(model.job_at(model.row_of(job_id)))

    def play(self) -> None:
        """The clip, stopped where the picture is; where there is none, what is said instead."""
        self.select(screenshot_jobs.PLAYING)
        if not Path(self.viewer.job.video if self.viewer.job else "").exists():
            return
        wait_for(lambda: self.player.playing and self.player.position > 0, "a playing video")
        self.player.pause()
        self.player.seek(VIDEO_AT_MS)
        wait_for(lambda: self.player.position >= VIDEO_AT_MS - 100, "the frame sought")
        rest(100)

    def clear(self) -> None:
        """As at the first start."""
        self.job_list.set_jobs([])
        self.job_list.set_counts(Counts())
        self.window.set_counts(Counts(), 0)
        self.viewer.show_job(None)
        self.form.set_image("", None)
        self.form.set_forbidden("")
        self.form.set_request(Request())
        self.form.set_variations(Variations())
        self.form.fold.set_open(False)
        self.job_list.batch_bar.show_batch(None, "")
        self.form.drop_area.show_hover(None)
        self.form.set_reading(False)
        self.show_first_start()
        self.reveal(self.form.drop_area)

    def reveal(self, part: QWidget) -> None:
        """Scrolls the form to what a picture is about, where the window is too low for all of it."""
        settled(self.window)
        self.form.reveal(part)


def busy(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.play()
    scene.form.prompt.setFocus()


def demo(scene: Scene) -> None:
    scene.fill(demo=True)
    scene.play()
    scene.form.prompt.setFocus()


def empty(_scene: Scene) -> None:
    """Nothing to add."""


def refused(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.select(screenshot_jobs.REFUSED)


def unconfirmed(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.select(screenshot_jobs.UNCONFIRMED)


def running(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.window.set_connection(failure_words_short(ErrorKind.OFFLINE), "warn")
    scene.job_list.set_jobs(
        [*screenshot_jobs.failing(scene.jobs[0]), *screenshot_jobs.troubled(scene.jobs[0])]
    )
    scene.select("troubled-0")


def failing(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.job_list.set_jobs(screenshot_jobs.failing(scene.jobs[0]))
    scene.select("failing-4")


def advanced(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.set_request(
        Request(prompt=scene.texts.prompt, negative_prompt=scene.texts.negative, seed=12345, shots="multi")
    )
    scene.form.sound.set_values("https://example.com/harbour-bells.mp3", True)
    scene.reveal(scene.form.advanced.watermark)


def continuing(scene: Scene) -> None:
    """A video between two others, and what came back of another one."""
    scene.fill(demo=False)
    scene.play()
    scene.details.show_lineage(screenshot_jobs.PLAYING, scene.jobs[0], [scene.jobs[-1]])
    copy = "This is the small copy of the image that the video keeps; the original is sharper."
    scene.form.drop_area.show_note(Sentence(partial(QCoreApplication.translate, "VideoReturn", copy)))


def at_the_limit(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.play()
    limit, spent = Money(Decimal(20), "$"), Money(Decimal("19.50"), "$")
    scene.form.set_forbidden(limit_words(ErrorKind.LIMIT_PER_DAY, limit, spent))


def draft_gone(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.set_image("", None)
    scene.form.drop_area.show_problem(scene.texts.image_gone)


WINDOWS: dict[str, Callable[[Scene], None]] = {
    "busy": busy,
    "demo": demo,
    "empty": empty,
    "refused": refused,
    "unconfirmed": unconfirmed,
    "running": running,
    "failing": failing,
    "advanced": advanced,
    "limit": at_the_limit,
    **DROP_WINDOWS,
    "draft-gone": draft_gone,
    **FRAMING_WINDOWS,
    **SOUND_WINDOWS,
    "continuing": continuing,
    **BATCH_WINDOWS,
}


class Studio:
    """One window for all pictures: multimedia libraries hang where players come and go.

    ``folder`` holds the clip and the posters (:func:`screenshot_jobs.make_media`).
    """

    def __init__(self, application: QApplication, folder: Path, language: Language | None = None) -> None:
        if FONT in QFontDatabase.families():
            application.setFont(QFont(FONT))
        self._folder = folder
        self._theme = Theme(application)
        self._theme.choose("light")
        self._language = language or Language(application)
        self._image = prepare(folder / "sunset-large.jpg")
        self._form, self._player = ParamsForm(self._theme), Player(self._theme)
        self._job_list = JobList(self._theme, self._picture, expected=_span, clock=_clock)
        self._window = MainWindow(
            self._theme,
            form=self._form,
            player=self._player,
            welcome=Welcome(),
            details=(details := JobDetails(expected=_span, clock=_clock)),
            job_list=self._job_list,
        )
        self._details = details
        self._viewer = Viewer(self._window, self._player, details, self._picture)
        self._job_list.job_selected.connect(self._viewer.show_job)
        self._player.set_muted(True)
        self._window.show()

    def close(self) -> None:
        """Takes the window away for good."""
        self._player.release()
        self._window.hide()
        self._window.deleteLater()

    def scene(self, language: str, theme: str, size: QSize, texts: Texts | None = None) -> Scene:
        """The window as at a first start, in this language, theme and size, about ``texts``."""
        self._theme.choose(theme)
        self._language.choose(language)
        self._window.menus.set_choices(theme, language if language in LANGUAGES else "system")
        texts = texts or screenshot_jobs.texts(language)
        scene = Scene(
            window=self._window,
            theme=self._theme,
            form=self._form,
            player=self._player,
            job_list=self._job_list,
            viewer=self._viewer,
            details=self._details,
            texts=texts,
            image=self._image,
            picture=self._picture,
            jobs=screenshot_jobs.jobs(texts, self._folder),
        )
        scene.clear()
        self._window.resize(size)
        rest(50)
        return scene

    def _picture(self, job: Job) -> str:
        return job.poster or str(self._folder / job.request.image)


def _clock() -> float:
    return NOW


def _span(_job: Job) -> tuple[float, float]:
    return SPAN


def photograph(widget: QWidget, target: Path) -> None:
    rest(150)
    # On a busy computer the time alone is not enough for the layout to come to rest.
    settled(widget).grab().save(str(target))
    print(f"{target.name}: {target.stat().st_size // 1024} KB", flush=True)


def make_small(target: Path) -> None:
    """Fewer colours: a third of the size, and the eye sees hardly a difference."""
    with Image.open(target) as picture:
        full = picture.convert("RGB")
    palette = full.quantize(COLOURS, kmeans=2)
    full.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(target, optimize=True)
    print(f"{target.name}: {target.stat().st_size // 1024} KB in {COLOURS} colours", flush=True)


def make_shipped(studio: Studio) -> None:
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for name, language in (("en", "en"), ("zh", "zh_CN")):
        scene = studio.scene(language, "light", LARGE)
        demo(scene)
        target = SHIPPED / f"window-light-{name}.png"
        photograph(scene.window, target)
        make_small(target)


def make_all(
    studio: Studio,
    folder: Path,
    wanted: str = "",
    languages: Sequence[str] = LANGUAGES,
    texts: Texts | None = None,
) -> None:
    """``texts`` are what the windows are about, where it is not what their language has."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        for theme in ("dark", "light"):
            for size in (LARGE, SMALL):
                for name, arrange in WINDOWS.items():
                    file = f"{name}-{theme}-{language}-{size.width()}.png"
                    if wanted in file:
                        scene = studio.scene(language, theme, size, texts)
                        arrange(scene)
                        photograph(scene.window, folder / file)
            for name, ask in DIALOGS.items():
                file = f"{name}-{theme}-{language}.png"
                if wanted in file:
                    scene = studio.scene(language, theme, SMALL, texts)
                    scene.fill(demo=False)
                    dialog = ask(scene)
                    photograph(dialog, folder / file)
                    dialog.close()


def main(arguments: Sequence[str]) -> None:
    application = QApplication([sys.argv[0], *(one for one in arguments if one == "-reverse")])
    names = [one for one in arguments if not one.startswith("-")]
    wanted = names[1] if len(names) == 2 else ""
    if len(names) > 2 or set(arguments) - {*names, "-reverse", "--pseudo"}:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory(prefix="wan-screenshots-") as folder:
        media = Path(folder)
        screenshot_jobs.make_media(media)
        if "--pseudo" in arguments and names:
            from screen_trial import PSEUDO, TrialLanguage  # made of this module's parts

            studio = Studio(application, media, TrialLanguage.make(application, media))
            make_all(studio, Path(names[0]), wanted, (PSEUDO,), screenshot_jobs.NEUTRAL)
            return
        studio = Studio(application, media)
        if names:
            make_all(studio, Path(names[0]), wanted)
        else:
            make_shipped(studio)


if __name__ == "__main__":
    main(sys.argv[1:])
