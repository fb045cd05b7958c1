"""A finished video gets its settings and its image before its name, and never pays for that with anything.

Written beside the part, brought to the disk, tried, and renamed over it: whoever finds a part with its own
job's settings in it has the whole video. Whatever goes wrong, the part stays as it came.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from wan_desktop import __version__
from wan_desktop.core.errors import WanError
from wan_desktop.core.files import rename_over
from wan_desktop.core.framing import AS_IT_IS, Framing
from wan_desktop.core.inputs import read_input
from wan_desktop.core.job import Job
from wan_desktop.core.redaction import unsigned_link
from wan_desktop.core.submission import BATCH, CONTINUES, FRAMING, SOUND_NAME
from wan_desktop.media.boxes import Malformed
from wan_desktop.media.video import probe
from wan_desktop.media.video_settings import (
    VideoSettings,
    batch_of,
    is_image_called,
    read_settings,
    write_settings,
)

SEED = "seed"
"""The key in ``Job.extra`` for the seed that the service told."""

_numbers = itertools.count()


def tag(part: Path, job: Job, finished_at: float, inputs: Path) -> str:
    """Writes the job's settings and image into its whole video. Returns why not, "" where it did. Blocks.

    ``inputs`` is the folder of its image; without the image the settings go alone. A second call, after the
    program died, leaves the video as the first one made it.
    """
    beside = part.with_name(f"{part.name}.{os.getpid()}-{next(_numbers)}.tagged")
    try:
        before = part.stat()
        if is_tagged(part, job.id):
            return ""
        image = _image_of(job, inputs)
        write_settings(part, beside, settings_of(job, finished_at), job.title, image)
        probe(beside)
        # Stopped and taken up again in the meantime, the job may have had another go at it.
        if os.path.samestat(part.stat(), before):
            rename_over(beside, part)
    except Malformed as error:
        return str(error)
    except WanError as error:
        return f"{error.kind}: {error.failure.detail}"
    except OSError as error:
        return error.strerror or str(error)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return ""


def _image_of(job: Job, inputs: Path) -> bytes:
    try:
        return read_input(inputs, job.request.image)
    except WanError:
        return b""


def is_tagged(part: Path, job_id: str) -> bool:
    """Whether a part is the whole video of that job, with its settings. Blocks."""
    try:
        settings = read_settings(part)
    except WanError:
        return False
    return settings is not None and settings.job == job_id


def settings_of(job: Job, finished_at: float) -> VideoSettings:
    """What a video says of its job: neither a signed link nor a path, and nothing of the key."""
    # A link with a query or a name in it is a key to somebody's file: only the place itself is told.
    audio_url = unsigned_link(job.request.audio_url)
    seed = job.extra.get(SEED)
    sound_name, continues, batch = (job.extra.get(key) for key in (SOUND_NAME, CONTINUES, BATCH))
    framing = job.extra.get(FRAMING)
    return VideoSettings(
        job=job.id,
        request=replace(job.request, audio_url=audio_url),
        service=host_of(job.service),
        task=job.task_id,
        created_at=job.created_at,
        finished_at=finished_at,
        seed=seed if isinstance(seed, int) else None,
        source_name=job.source_name,
        program=__version__,
        sound_name=sound_name if isinstance(sound_name, str) else "",
        continues=continues if isinstance(continues, str) else "",
        batch=batch_of(batch),
        framing=Framing.from_dict(framing) if isinstance(framing, Mapping) else AS_IT_IS,
    )


def facts_of(settings: VideoSettings) -> dict[str, Any]:
    """What ``Job.extra`` keeps of a video's settings: the reverse of :func:`settings_of`."""
    framing = {} if settings.framing == AS_IT_IS else settings.framing.to_dict()
    facts = {
        SOUND_NAME: settings.sound_name,
        CONTINUES: settings.continues,
        BATCH: settings.batch,
        FRAMING: framing,
    }
    seed = {} if settings.seed is None else {SEED: settings.seed}
    return seed | {key: fact for key, fact in facts.items() if fact}


def host_of(service: str) -> str:
    """The host, with its port, of a ``Job.service``; "demo" stays."""
    return service.partition("://")[2].partition("/")[0] or service


def kept_image(inputs: Path, name: str) -> Path | None:
    """The very image that a video's settings name, where the inputs folder still has it. Blocks."""
    try:
        return inputs / name if is_image_called(name, read_input(inputs, name)) else None
    except WanError:
        return None
