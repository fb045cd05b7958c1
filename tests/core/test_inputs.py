"""The folder of images and sounds that are sent: what is swept from it and what is not."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.jobs import make_job
from wan_desktop.core.draft import Draft, DraftFile, DraftImage
from wan_desktop.core.inputs import KEPT_UNUSED, MIMES, read_input, sweep_inputs
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.store import Store


def image(folder: Path, name: str, age: float = 0.0) -> None:
    (folder / name).write_bytes(b"jpeg")
    then = time.time() - age
    os.utime(folder / name, (then, then))


def test_only_old_images_without_a_job_are_swept(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.save(make_job())  # asked for with a.jpg
    image(paths.inputs, "a.jpg", age=2 * KEPT_UNUSED)
    image(paths.inputs, "old.jpg", age=2 * KEPT_UNUSED)
    image(paths.inputs, ".b.jpg.1-2.part", age=2 * KEPT_UNUSED)
    image(paths.inputs, "fresh.jpg", age=KEPT_UNUSED / 2)
    assert sweep_inputs(store, paths.inputs) == 2
    assert sorted(path.name for path in paths.inputs.iterdir()) == ["a.jpg", "fresh.jpg"]
    store.close()


def test_nothing_is_swept_while_nobody_can_tell_what_is_used(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    store.close()
    image(paths.inputs, "a.jpg", age=2 * KEPT_UNUSED)
    assert sweep_inputs(store, paths.inputs) == 0
    assert (paths.inputs / "a.jpg").exists()


def test_a_sound_is_kept_while_a_job_was_asked_for_with_it(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    job = make_job()
    store.save(replace(job, request=replace(job.request, sound="bells.mp3", sound_way="soundtrack")))
    for name in ("bells.mp3", "waves.wav"):
        image(paths.inputs, name, age=2 * KEPT_UNUSED)
    assert sweep_inputs(store, paths.inputs) == 1
    assert [path.name for path in paths.inputs.iterdir()] == ["bells.mp3"]
    store.close()


@pytest.mark.parametrize(("name", "mime"), [("a.mp3", "audio/mpeg"), ("a.wav", "audio/wav")])
def test_a_sound_can_be_read_to_be_sent(paths: Paths, name: str, mime: str) -> None:
    (paths.inputs / name).write_bytes(b"sound")
    assert read_input(paths.inputs, name) == b"sound"
    assert MIMES[Path(name).suffix] == mime


def test_what_stands_in_the_draft_or_a_batch_of_it_is_not_swept(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    names = [letter * 64 + ".jpg" for letter in "abc"] + ["d" * 64 + ".mp3"]
    for name in names:
        image(paths.inputs, name, age=2 * KEPT_UNUSED)
    batch = {"batch": [{"image": names[1]}]}
    draft = Draft(Request(sound=names[3]), DraftImage(names[0]), parts=batch)
    DraftFile(paths.draft).write(draft, 1)
    assert sweep_inputs(store, paths.inputs, (paths.draft, paths.presets)) == 1
    assert sorted(path.name for path in paths.inputs.iterdir()) == [names[0], names[1], names[3]]
    store.close()


def test_nothing_is_swept_while_the_draft_cannot_be_read(paths: Paths) -> None:
    store = Store(paths.database, paths.locks)
    image(paths.inputs, "a" * 64 + ".jpg", age=2 * KEPT_UNUSED)
    paths.draft.mkdir()  # as unreadable as a file on a drive with trouble, for root too
    assert sweep_inputs(store, paths.inputs, (paths.draft,)) == 0
    store.close()
