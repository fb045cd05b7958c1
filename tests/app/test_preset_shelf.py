"""A preset in the form: what it names is set, and a sound of the user's stays the one that was chosen."""

from __future__ import annotations

from typing import cast

import pytest

from tests.app.test_sound_tool import Desk, desk, light_theme
from tests.fakes.sounds import noise, write_sound
from wan_desktop.app.preset_shelf import PresetShelf
from wan_desktop.core.params import Request
from wan_desktop.core.presets import Presets, preset_of
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.sound_field import Sound

__all__ = ["desk", "light_theme"]

LINK = "https://sounds.example/a.mp3"


class Said:
    """The window, as far as a shelf talks to it."""

    def say(self, words: str) -> None:
        assert words


def apply(desk: Desk, request: Request) -> None:
    """Chooses the preset that a form like ``request`` was saved as."""
    shelf = PresetShelf(desk.paths, desk.tasks, desk.form, cast(MainWindow, desk.window))
    shelf._window = cast(MainWindow, Said())
    shelf._have(Presets((preset_of("x", request, with_prompts=True),)))
    shelf._apply("x")


def test_a_preset_for_longer_videos_cuts_the_users_own_file_anew(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        await desk.taken(path)
        apply(desk, Request(duration=10))
        await desk.ready()
        assert desk.seconds_sent() == pytest.approx(10, abs=0.01)

    desk.play(scenario)


def test_a_sound_that_is_still_read_comes_though_a_preset_was_chosen(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        desk.tool.take(path)
        apply(desk, Request(resolution="720P"))
        assert desk.form.sound.busy
        await desk.ready()
        assert desk.form.request().resolution == "720P"
        assert desk.facts() == {"sound_name": "bells.flac"}

    desk.play(scenario)


def test_a_presets_link_takes_the_place_of_a_sound_even_of_one_being_cut(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        await desk.taken(path)
        desk.form.duration.set_value(10)
        assert desk.form.sound.busy
        apply(desk, Request(duration=10, audio_url=LINK))
        await desk.until(lambda: not len(desk.tasks), "nothing is cut any more")
        request = desk.form.request()
        assert (request.audio_url, request.sound) == (LINK, "")

    desk.play(scenario)


def test_a_silent_preset_silences_a_file_which_stays_to_be_chosen_again(desk: Desk) -> None:
    path = write_sound(desk.folder / "bells.flac", noise(12, 44_100), "flac")

    async def scenario(desk: Desk) -> None:
        await desk.taken(path)
        file = desk.form.request().sound
        apply(desk, Request(audio=False))
        assert (desk.form.request().sound, desk.form.request().audio) == ("", False)
        desk.form.sound.choice.set_value(Sound.FILE)
        assert desk.form.request().sound == file

    desk.play(scenario)
