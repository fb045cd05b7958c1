"""What a sound of the user's own looks like: in the form, its dialog and the settings."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.params import SoundWay
from wan_desktop.core.public_host import LITTERBOX
from wan_desktop.core.settings import HOSTS, Settings
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.core.waveform import Waveform
from wan_desktop.ui.public_host_dialog import PublicHostDialog
from wan_desktop.ui.settings_dialog import Page, SettingsDialog
from wan_desktop.ui.sound_dialog import SoundDialog
from wan_desktop.ui.sound_view import PreparedView, SoundView

if TYPE_CHECKING:
    from make_screenshots import Scene


def sound(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.sound.choose_file()
    scene.form.sound.show_sound(sound_view(), 5)
    scene.form.sound.set_prepared("bells.mp3", SoundWay.SOUNDTRACK, PreparedView("mp3", 96_000))
    scene.reveal(scene.form.sound)


def sound_wanted(scene: Scene) -> None:
    scene.fill(demo=False)
    scene.form.sound.choose_file()
    scene.form.sound.show_problem(failure_sentence(Failure(ErrorKind.NOT_A_SOUND)))
    scene.reveal(scene.form.sound)


def sound_view(start: float = 0.0, seconds: float = 5.0) -> SoundView:
    """A bell that is struck every few seconds, with the sea behind it."""
    chance = Random(4)
    times = [place / 40 for place in range(18 * 40)]
    peaks = [
        chance.uniform(0.3, 1) * min(1.0, 0.3 + 0.15 * math.sin(t * 0.9) + 0.6 * math.exp(-(t % 4.7) * 5))
        for t in times
    ]
    waveform = Waveform(18.0, peaks, [peak / 2 for peak in peaks])
    return SoundView("harbour-bells.flac", waveform, SoundCut(start, seconds, 0.1, 0.1))


def sound_dialog(scene: Scene) -> QDialog:
    dialog = SoundDialog(scene.theme, scene.window)
    dialog.ask(sound_view(4.2), 5, tuple(SoundWay), SoundWay.STORE, PreparedView("mp3", 96_000))
    dialog.set_playhead(5.6)
    return dialog


def sound_tail_dialog(scene: Scene) -> QDialog:
    dialog = SoundDialog(scene.theme, scene.window)
    dialog.ask(sound_view(14.6, 3.4), 5, (SoundWay.SOUNDTRACK,), SoundWay.SOUNDTRACK, None)
    return dialog


def sound_settings_dialog(scene: Scene) -> QDialog:
    library, host = Path.home() / "Videos" / "Wan", (LITTERBOX.name, LITTERBOX.hours)
    dialog = SettingsDialog(scene.theme, check_base_url, library, scene.window, public_host=host)
    dialog.edit(
        Settings(
            service=HOSTS[0][1],
            bucket_endpoint="https://s3.eu-central-1.amazonaws.com",
            bucket_name="my-sounds",
            bucket_region="eu-central-1",
            bucket_key_id="AKIAEXAMPLE",
        )
    )
    dialog.pages.set_value(Page.SOUND)
    return dialog


def public_host_dialog(scene: Scene) -> QDialog:
    dialog = PublicHostDialog(LITTERBOX.name, LITTERBOX.hours, scene.window)
    dialog.ask()
    return dialog


SOUND_WINDOWS: dict[str, Callable[[Scene], None]] = {"sound": sound, "sound-wanted": sound_wanted}
SOUND_DIALOGS: dict[str, Callable[[Scene], QDialog]] = {
    "sound-dialog": sound_dialog,
    "sound-tail-dialog": sound_tail_dialog,
    "sound-settings": sound_settings_dialog,
    "public-host": public_host_dialog,
}
