"""The user's sound under the finished video, and the settings into it, with one rename for both.

Whoever finds a part with its own job's settings in it has the whole video, with its sound: until then the
part is as it came. Where the sound cannot be laid the video stays as the service made it.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wan_desktop.core.errors import WanError
from wan_desktop.core.files import rename_over
from wan_desktop.core.part_file import PartFile
from wan_desktop.core.tagging import is_tagged
from wan_desktop.media.boxes import Malformed
from wan_desktop.media.video import probe

SOUND_NOT_LAID = "sound_not_laid"
"""The key in ``Job.extra``, and the kind of event, that says why a video has not the user's sound."""

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Finish:
    """Why a video was not laid with its sound, and why it has no settings in it; "" where it was, and has."""

    not_laid: str = ""
    untagged: str = ""


def lay(video: Path, sound: Path, target: Path) -> None:
    """``media.soundtrack.lay_sound``, loaded at the first sound. Blocks."""
    from wan_desktop.media.soundtrack import lay_sound

    lay_sound(video, sound, target)


def lay_and_tag(
    part: Path,
    job_id: str,
    sound: Path,
    lay: Callable[[Path, Path, Path], None],
    tag: Callable[[Path], str] | None,
) -> Finish:
    """Lays ``sound`` under the whole video in ``part`` and tags it; None for ``tag`` leaves that out. Blocks.

    A second call, after the program died, does the same once more, or finds it done.
    """
    laid = part.with_name(f"{part.name}.{os.getpid()}-{next(_numbers)}.laid")
    try:
        before = part.stat()
        if is_tagged(part, job_id):
            return Finish()
        lay(part, sound, laid)
        probe(laid)
        untagged = "" if tag is None else tag(laid)
        # Stopped and taken up again in the meantime, the job may have had another go at it.
        if os.path.samestat(part.stat(), before):
            if not is_tagged(laid, job_id):
                # Nothing in it says that it is whole, and what came must not be continued with these bytes.
                PartFile(part).break_promise()
            rename_over(laid, part)
    except Malformed as error:
        not_laid = str(error)
    except WanError as error:
        not_laid = f"{error.kind}: {error.failure.detail}".removesuffix(": ")
    except OSError as error:
        not_laid = error.strerror or str(error)
    else:
        return Finish("", untagged)
    finally:
        with suppress(OSError):
            laid.unlink(missing_ok=True)
    return Finish(not_laid, "" if tag is None else tag(part))
