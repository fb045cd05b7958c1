"""The options about sound: a file is cut to the video, and how it gets there is said before it is paid."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wan_desktop.cli.words import tell
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.paths import Paths
from wan_desktop.core.public_host import LITTERBOX
from wan_desktop.core.settings import DEMO, Settings
from wan_desktop.core.sound_ways import usable_ways
from wan_desktop.core.submission import SOUND_NAME

WORDS = ("auto", "none")

#: What is told of each way; the demo's own is told for none.
_TOLD = {
    SoundWay.STORE: "goes into your own object store, and the service gets a link that lives for 24 hours",
    SoundWay.TEMPORARY: (
        f"goes to {LITTERBOX.name}, which keeps it for {LITTERBOX.hours} hours: the host, and anyone who has "
        "its link, can listen to it"
    ),
    SoundWay.INLINE: "goes inside the request (experimental: nobody knows whether the service takes it)",
    SoundWay.SOUNDTRACK: "is laid under the finished video here; the service does not hear it",
}


@dataclass(frozen=True, slots=True)
class AskedSound:
    """A request with its sound, what its job remembers, and what of a consent its way needs."""

    request: Request
    facts: dict[str, Any] = field(default_factory=dict)
    public_host: str = ""
    way_named: bool = False


def add_sound_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--sound", metavar="auto|none|FILE|URL",
        help="a sound or video file is cut to the length of the video",
    )  # fmt: skip
    add(
        "--sound-start", type=_start, default=0.0, metavar="SECONDS",
        help="where in the file the sound begins",
    )  # fmt: skip
    add(
        "--audio-by", type=SoundWay, choices=tuple(SoundWay), metavar="|".join(SoundWay),
        help="how the file gets to the video: through your own object store, through a public host where "
        "anyone with the link can listen to it (never without this option), inside the request "
        "(experimental), or laid under the finished video here (default: your store, else here)",
    )  # fmt: skip


def _start(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds) or seconds < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds from 0 on")
    return seconds


def is_file(sound: str | None) -> bool:
    """Whether ``--sound`` names a file; it is None where it was not given."""
    return sound is not None and sound not in WORDS and not sound.lower().startswith(("http://", "https://"))


def check_sound_options(options: argparse.Namespace, request: Request) -> None:
    """InputError where one option is of no use without another; ``request`` may have a sound of its own."""
    if is_file(options.sound):
        return
    by = None if request.sound else options.audio_by
    for name, given in (("--audio-by", by), ("--sound-start", options.sound_start)):
        if given:
            raise InputError(ErrorKind.INVALID_PARAMETER, f"{name} is for a --sound FILE.")


def sound_as_asked(
    options: argparse.Namespace,
    request: Request,
    service: str,
    settings: Settings,
    paths: Paths,
    known_as: str = "",
) -> AskedSound:
    """Cuts the file and keeps it beside the image. Blocks. InputError, DiskError.

    A sound that the request has already, which its user calls ``known_as``, stays as it is cut.
    """
    given = is_file(options.sound)
    if not given and not request.sound:
        return AskedSound(request)
    way = _way(options.audio_by, request.sound_way, service, settings)
    sound = _cut_and_kept(options, request, paths) if given else request.sound
    request = replace(request, sound=sound, sound_way=way)
    name = Path(options.sound).name if given else known_as or "The sound"
    if service != DEMO and (way is SoundWay.TEMPORARY or not options.json):
        tell(f"{name} {_TOLD[way]}.")
    public_host = LITTERBOX.name if way is SoundWay.TEMPORARY else ""
    facts = {SOUND_NAME: name} if given else {}
    return AskedSound(request, facts, public_host, way_named=options.audio_by is not None)


def _cut_and_kept(options: argparse.Namespace, request: Request, paths: Paths) -> str:
    from wan_desktop.core.sound_cut import SoundCut
    from wan_desktop.media import audio

    try:
        cut = audio.cut(Path(options.sound), SoundCut(options.sound_start, float(request.duration)))
    except InputError as error:  # which of the two files given
        raise InputError(error.kind, f"--sound {options.sound}") from error
    return audio.save_sound(cut, paths.inputs)


def _way(asked: SoundWay | None, before: str, service: str, settings: Settings) -> SoundWay:
    if asked is None:
        # Nobody's sound lies open because of a setting that somebody made once.
        ways = [way for way in usable_ways(settings) if way is not SoundWay.TEMPORARY]
        return SoundWay(before) if before in ways else ways[0]
    if asked is SoundWay.STORE and service != DEMO and not settings.bucket.is_whole:
        raise InputError(
            ErrorKind.INVALID_PARAMETER,
            "--audio-by store: set your object store up first, in the window under Settings › Sound.",
        )
    return asked
