"""What letting go will do with what is held over the window, and why something can't be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.given_files import GivenFiles
from wan_desktop.ui.dropped import DropKind
from wan_desktop.ui.sentence import sentence
from wan_desktop.ui.words import number_words

translate = QCoreApplication.translate

NAMES_MAX = 3
"""Most files that a sentence names."""
USABLE = frozenset({DropKind.FILES, DropKind.IMAGE, DropKind.LINK, DropKind.TEXT})
"""What a drop can be used as; of FILES only looking into them can tell."""


@sentence
def hover_words(kind: DropKind) -> str:
    """What letting go will do, or why it can do nothing; "" for FILES, before they are looked into."""
    match kind:
        case DropKind.FILES:
            return ""
        case DropKind.IMAGE:
            return translate("DropTarget", "Drop to use this image")
        case DropKind.LINK:
            return translate("DropTarget", "Drop to fetch the image behind this link")
        case DropKind.TEXT:
            return translate("DropTarget", "Drop to add this text to the prompt")
        case _:
            return refusal_words(kind)


@sentence
def refusal_words(kind: DropKind) -> str:
    """Why a drop of this kind can't be used, and what can."""
    if kind is DropKind.ELSEWHERE:
        return translate(
            "DropTarget", "This file is not on this computer. Copy it to a folder here, then drop it."
        )
    return translate("DropTarget", "This can’t be used. Drop images, a video, a sound or text.")


def is_usable(given: GivenFiles) -> bool:
    """Whether something of it can be used, or only opening it can tell."""
    return bool(given.images or given.videos or given.sounds or given.texts)


@sentence
def hover_words_of_files(given: GivenFiles) -> str:
    """What letting go of files will do; the things in the order in which they are seen in the form."""
    if not is_usable(given):
        return refusal_words_of_files(given)
    things = list(_things(given))
    if len(things) > 1:
        return translate("DropTarget", "Drop to use {things}").format(things=" + ".join(things))
    if len(given.images) > 1:
        return translate("DropTarget", "Drop to use these {count} images").format(
            count=number_words(len(given.images))
        )
    if given.images:
        return hover_words(DropKind.IMAGE)
    if given.videos:
        return translate("DropTarget", "Drop to use this video")
    return translate("DropTarget", "Drop to use this sound") if given.sounds else hover_words(DropKind.TEXT)


def _things(given: GivenFiles) -> Iterator[str]:
    if len(given.images) > 1:
        count = number_words(len(given.images))
        yield translate("DropTarget", "{count} images").format(count=count)
    elif given.images:
        yield translate("DropTarget", "the image")
    elif given.videos:
        yield translate("DropTarget", "the video")
    if given.texts:
        yield translate("DropTarget", "the text")
    if given.sounds:
        yield translate("DropTarget", "the sound")


@sentence
def refusal_words_of_files(given: GivenFiles) -> str:
    """Why none of these files can be used."""
    if given.empty_folders and not given.others:
        return translate(
            "DropTarget", "There is no image in this folder. Drop an image, or a folder of images."
        )
    if given.count > 1:
        return translate(
            "DropTarget", "None of these files can be used. Drop images, a video, a sound or text."
        )
    return refusal_words(DropKind.UNKNOWN)


@sentence
def left_out_words(given: GivenFiles) -> str:
    """What of files that were used in part is not; "" where nothing is left out."""
    sentences = []
    if left := _left_out(given):
        words = translate("DropTarget", "Not used: {names}.")
        sentences.append(words.format(names=_names(left)))
    if given.images_left_out:
        words = translate("DropTarget", "Too many images at once: {count} are left out.")
        sentences.append(words.format(count=number_words(given.images_left_out)))
    return " ".join(sentences)


def _left_out(given: GivenFiles) -> Sequence[Path]:
    """One video is taken where there is no image, one sound, one text."""
    videos = given.videos if given.images else given.videos[1:]
    return (*videos, *given.sounds[1:], *given.texts[1:], *given.empty_folders, *given.others)


def _names(paths: Sequence[Path]) -> str:
    names = [path.name for path in paths[:NAMES_MAX]]
    if len(paths) > NAMES_MAX:
        words = translate("DropTarget", "{count} more")
        names.append(words.format(count=number_words(len(paths) - NAMES_MAX)))
    return translate("DropTarget", ", ").join(names)
