"""What ``generate`` is to ask for: images, folders, prompts of a sheet, variations. Sends nothing."""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wan_desktop.cli.framing_options import prepared_as_asked, tell_changes
from wan_desktop.cli.starting_point import StartingPoint, starting_point
from wan_desktop.cli.words import sentence, tell
from wan_desktop.core.batches import VARIATIONS_MAX, Variations, varied
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.given_files import sort_files
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.prompt_sheet import assign
from wan_desktop.core.submission import Submission

VARIATION_COUNTS = range(1, VARIATIONS_MAX + 1)


def add_batch_options(parser: argparse.ArgumentParser) -> None:
    add: Any = parser.add_argument
    add(
        "images", metavar="IMAGE", type=Path, nargs="+",
        help="the picture that the video starts from, or a video made here, to make it again; "
        "several pictures, or a folder of them, make a batch",
    )  # fmt: skip
    add("--last-frame", action="store_true", help="IMAGE is a video: continue from its last frame")
    add(
        "--prompts", type=Path, metavar="FILE",
        help="a sheet of two columns parted by tabs: an image's name, its prompt; others have --prompt",
    )  # fmt: skip
    add(
        "--variations", type=int, choices=VARIATION_COUNTS, default=1, metavar=f"1-{VARIATIONS_MAX}",
        help="so many videos of each image, each with a seed of its own that is kept with it",
    )  # fmt: skip


def starting_points(options: argparse.Namespace, inputs: Path) -> list[StartingPoint]:
    """What each video starts from, in the order given. Blocks. InputError, DiskError."""
    given = options.images
    if len(given) == 1 and not given[0].is_dir():
        return [starting_point(given[0], inputs, last_frame=options.last_frame)]
    if options.last_frame:
        raise InputError(ErrorKind.INVALID_PARAMETER, "--last-frame continues one video at a time.")
    return [StartingPoint(image, image.name) for image in _images(given)]


async def submissions_of(
    options: argparse.Namespace, request: Request, starts: Sequence[StartingPoint], paths: Paths
) -> list[Submission]:
    """One for each video, in the order of the images, all of them ready to be sent. InputError, DiskError."""
    prompts = await asyncio.to_thread(_prompts, options.prompts, [start.name for start in starts])
    files = await _prepared(starts, options, paths)
    variations = Variations(options.variations)
    return [
        Submission(one, start.name, start.facts_with(one))
        for place, (start, file) in enumerate(zip(starts, files, strict=True))
        for one in varied(
            replace(request, image=file, prompt=prompts.get(place, request.prompt)),
            variations,
            random.SystemRandom(),
        )
    ]


def _images(given: Sequence[Path]) -> list[Path]:
    """The files that are given, and the images directly in folders that are. InputError for an empty one."""
    images: list[Path] = []
    for path in given:
        if not path.is_dir():
            images.append(path)
        elif inside := sort_files([path]).images:
            images += inside
        else:
            raise InputError(ErrorKind.INVALID_PARAMETER, f"{path}: no image is in this folder.")
    return images


def _prompts(sheet: Path | None, names: Sequence[str]) -> dict[int, str]:
    """The prompts of a sheet by the places of their images. InputError."""
    if sheet is None:
        return {}
    try:
        text = sheet.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        words = f"--prompts: {sheet} is not a text in UTF-8; save it as “tab separated, UTF-8”."
        raise InputError(ErrorKind.INVALID_PARAMETER, words) from None
    assignment = assign(text, names)
    most = BY_NAME["prompt"].maximum
    for place, prompt in assignment.prompts.items():
        if len(prompt) > most:
            words = f"--prompts: the one of {names[place]} is longer than {most} characters."
            raise InputError(ErrorKind.INVALID_PARAMETER, words)
    if assignment.unused:
        tell(f"{sheet}: {assignment.unused} rows belong to no image given.")
    return dict(assignment.prompts)


async def _prepared(starts: Sequence[StartingPoint], options: argparse.Namespace, paths: Paths) -> list[str]:
    """The names of all images in the inputs folder; where one can't be used, nothing is sent. InputError."""
    from wan_desktop.media import images as media

    files, refused = [], []
    for start in starts:
        try:
            prepared = await asyncio.to_thread(prepared_as_asked, start.image, options)
        except InputError as error:
            if len(starts) == 1:
                raise
            refused.append(f"{start.name}: {sentence(error.failure)}")
            continue
        if start.note:
            tell(start.note)
        if not options.json:
            tell_changes(start.name, prepared)
        files.append(media.save_input(prepared, paths.inputs))
    if refused:
        raise InputError(ErrorKind.INVALID_PARAMETER, "\n  ".join(["Nothing was sent:", *refused]))
    return files
