"""What letting go does is said before, and what is left out after."""

from __future__ import annotations

from pathlib import Path

import pytest

from wan_desktop.core.given_files import GivenFiles
from wan_desktop.ui.drop_words import hover_words_of_files, left_out_words, refusal_words_of_files

A, B, C, D, E = (Path(f"/x/{name}") for name in ("a.jpg", "b.mp4", "c.mp3", "d.txt", "e.zip"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GivenFiles(images=(A,)), "Drop to use this image"),
        (GivenFiles(images=(A, A)), "Drop to use these 2 images"),
        (GivenFiles(images=(A,) * 500, images_left_out=20), "Drop to use these 500 images"),
        (GivenFiles(videos=(B,)), "Drop to use this video"),
        (GivenFiles(sounds=(C,)), "Drop to use this sound"),
        (GivenFiles(texts=(D,)), "Drop to add this text to the prompt"),
        (GivenFiles(images=(A,), sounds=(C,), texts=(D,)), "Drop to use the image + the text + the sound"),
        (GivenFiles(images=(A, A), sounds=(C,)), "Drop to use 2 images + the sound"),
        (GivenFiles(images=(A,), others=(E,)), "Drop to use this image"),
        (GivenFiles(others=(E,)), "This can’t be used. Drop images, a video, a sound or text."),
        (
            GivenFiles(others=(E, E)),
            "None of these files can be used. Drop images, a video, a sound or text.",
        ),
        (
            GivenFiles(empty_folders=(E,)),
            "There is no image in this folder. Drop an image, or a folder of images.",
        ),
    ],
)
def test_what_letting_go_of_files_will_do(qapp: object, given: GivenFiles, said: str) -> None:
    assert hover_words_of_files(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GivenFiles(images=(A,), sounds=(C,), texts=(D,)), ""),
        (GivenFiles(images=(A,), videos=(B,), others=(E,)), "Not used: b.mp4, e.zip."),
        (GivenFiles(videos=(B, B)), "Not used: b.mp4."),
        (GivenFiles(images=(A,), others=(E,) * 5), "Not used: e.zip, e.zip, e.zip, 2 more."),
        (GivenFiles(images=(A, A), images_left_out=7), "Too many images at once: 7 are left out."),
    ],
)
def test_what_is_left_out_is_named(qapp: object, given: GivenFiles, said: str) -> None:
    assert left_out_words(given) == said


def test_nothing_at_all_is_refused_too(qapp: object) -> None:
    assert refusal_words_of_files(GivenFiles()) != ""
