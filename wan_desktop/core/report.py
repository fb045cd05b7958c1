"""What a user may hand to whoever mends the program: a few texts in a zip, read by its user beforehand.

No key, no link's query, no picture, no user's name; prompts and names of files only where the user wants them
in. The home folder is "~". Nothing here sends anything anywhere. The texts are in English, for those who read
them next.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from wan_desktop.core.batch_draft import BatchDraft, OpenBatch
from wan_desktop.core.draft import look
from wan_desktop.core.errors import DiskError, Failure
from wan_desktop.core.job import Counts, Job
from wan_desktop.core.params import Request
from wan_desktop.core.paths import Paths
from wan_desktop.core.report_privacy import Privacy
from wan_desktop.core.settings import Settings
from wan_desktop.core.sound_draft import SoundDraft
from wan_desktop.core.sound_ways import OBJECT
from wan_desktop.core.store import CONSENT, Event, Store
from wan_desktop.core.submission import SOUND_NAME
from wan_desktop.core.system_facts import folder_facts, system_facts

JOBS = 20
"""How many jobs are told of in full: the chosen one and the latest."""
JOBS_HIDDEN = 1000
"""Of how many jobs, the latest, the prompts are looked for in the log."""
LOG_BYTES = 200_000
"""How much of the log's end is taken."""
EVENT_CHARACTERS = 2000

#: What a Request says in the user's own words.
_OWN_WORDS = ("prompt", "negative_prompt", "audio_url")


class ReportFile(NamedTuple):
    """One text of the report, as it is shown and as it is saved."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about. ``job_id`` is the chosen job's; ``facts`` is what only the caller knows."""

    version: str
    """The program's own."""
    paths: Paths
    settings: Settings
    store: Store | None
    """None where the database cannot be opened; ``trouble`` says why."""
    trouble: Failure | None = None
    job_id: str = ""
    facts: Mapping[str, str] | None = None


def report_files(subject: Subject, *, with_words: bool = False) -> tuple[ReportFile, ...]:
    """The texts, fit to be given away. Blocks: in a thread. Never raises a WanError.

    ``with_words``: prompts, and names of files, are left in.
    """
    jobs, counts, trouble = _read_jobs(subject)
    phrases = [] if with_words else [phrase for job in jobs for phrase in _own_phrases(job.request, job)]
    if not with_words:
        draft = look(subject.paths.draft)
        phrases += _own_phrases(Request.from_dict(subject.settings.last_request))
        phrases += _own_phrases(draft.request)
        phrases += _names(draft.image.name) if draft.image is not None else []
        sound = SoundDraft.from_json(draft.parts.get("sound"))
        phrases += [] if sound is None else [*_names(sound.name), *_names(sound.path.name)]
        phrases += _phrases_of_batch(BatchDraft.from_json(draft.parts.get("batch")).open)
    clean = Privacy(phrases, names=with_words).clean
    told = _with_history(subject, _told(jobs, subject.job_id), with_words=with_words)
    texts = {
        "system.txt": _table({**system_facts(subject.version), **(subject.facts or {}), **_folders(subject)}),
        "settings.json": _settings(subject.settings, with_words=with_words),
        "jobs.txt": "\n".join((_totals(counts, trouble), *told)),
        "log.txt": _end_of_log(subject.paths.log_file),
    }
    return tuple(ReportFile(name, clean(text)) for name, text in texts.items())


def pack(files: Sequence[tuple[str, str]]) -> bytes:
    """The texts as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text.encode("utf-8", "backslashreplace"))
    return packed.getvalue()


def file_name(now: float) -> str:
    """A name for the zip; the day is this computer's."""
    return f"wan-desktop-report-{datetime.fromtimestamp(now):%Y-%m-%d}.zip"


def _read_jobs(subject: Subject) -> tuple[list[Job], Counts | None, Failure | None]:
    if subject.store is None:
        return [], None, subject.trouble
    try:
        return subject.store.find(limit=JOBS_HIDDEN), subject.store.counts(), subject.trouble
    except DiskError as error:
        return [], None, error.failure


def _own_phrases(request: Request, job: Job | None = None) -> list[str]:
    # Settings may come from anyone's editor, so with values of any type.
    texts = [*str(request.prompt).splitlines(), *str(request.negative_prompt).splitlines()]
    texts.append(str(request.audio_url))
    if job is not None:
        names = (job.source_name, Path(job.video).name, str(job.extra.get(SOUND_NAME, "")))
        texts += [word for name in names for word in _names(name)]
    return texts


def _names(name: str) -> list[str]:
    return [name, Path(name).stem]


def _phrases_of_batch(batch: OpenBatch | None) -> list[str]:
    if batch is None:
        return []
    prompts = (batch.prompt, *(prompt for _, prompt in batch.images))
    lines = [line for prompt in prompts for line in prompt.splitlines()]
    return [*lines, *(word for path, _ in batch.images for word in _names(path.name))]


def _told(jobs: Sequence[Job], chosen: str) -> list[Job]:
    """The chosen job first, then the latest."""
    first = [job for job in jobs if job.id == chosen]
    return [*first, *(job for job in jobs if job.id != chosen)][:JOBS]


def _with_history(subject: Subject, jobs: Sequence[Job], *, with_words: bool) -> list[str]:
    texts = []
    for job in jobs:
        try:
            events = subject.store.events(job.id) if subject.store is not None else []
        except DiskError:
            events = []
        texts.append("\n".join((_job_text(job, with_words=with_words), *map(_event_text, events))) + "\n")
    return texts


def _job_text(job: Job, *, with_words: bool) -> str:
    moments = ("created_at", "submitted_at", "updated_at", "finished_at")
    lines: dict[str, str] = {
        "state": f"{job.state}{' (driven by another process)' if job.elsewhere else ''}",
        "service": job.service,
        "task": job.task_id,
        **{name.removesuffix("_at"): _moment(getattr(job, name)) for name in moments},
        "asked": _request_text(job.request, with_words=with_words),
        "source": job.source_name if with_words else "",
        "trouble": _failure_text(job.trouble),
        "error": _failure_text(job.error),
        "video": _video_text(job, with_words=with_words),
        "extra": _extra_text(job, with_words=with_words),
    }
    return "\n".join((f"Job {job.id}", *(f"  {name}: {text}" for name, text in lines.items() if text)))


def _extra_text(job: Job, *, with_words: bool) -> str:
    # Where a sound lies in the user's own store is nobody's business: in an open bucket its name is the key.
    hidden = {OBJECT} if with_words else {OBJECT, SOUND_NAME}
    told = {name: value for name, value in job.extra.items() if name not in hidden}
    return _compact(told) if told else ""


def _request_text(request: Request, *, with_words: bool) -> str:
    """The request as it is stored; of the user's own words their length alone."""
    values = request.to_dict()
    for name in _OWN_WORDS:
        if values.get(name) and not with_words:
            values[name] = f"{len(values[name])} characters"
    return _compact(values)


def _event_text(event: Event) -> str:
    # A consent repeats the request, which stands above.
    detail = "" if event.kind == CONSENT else event.detail
    if len(detail) > EVENT_CHARACTERS:
        detail = detail[:EVENT_CHARACTERS] + f"… ({len(event.detail)} characters)"
    return f"  {_moment(event.time)}  {event.kind}  {detail}".rstrip()


def _video_text(job: Job, *, with_words: bool) -> str:
    if not job.video:
        return ""
    facts = f"{job.video_width} × {job.video_height}, {job.video_seconds} s, {job.video_bytes} bytes"
    there = "there" if Path(job.video).exists() else "gone"
    return f"{facts}, {there}" + (f", {job.video}" if with_words else "")


def _failure_text(failure: Failure | None) -> str:
    if failure is None:
        return ""
    billed = " (may be billed)" if failure.may_be_billed else ""
    return f"{failure.kind}{billed}: {failure.detail}".removesuffix(": ")


def _totals(counts: Counts | None, trouble: Failure | None) -> str:
    if counts is None:
        return f"The list of jobs cannot be read: {_failure_text(trouble)}\n"
    return (
        f"{counts.all} jobs: {counts.running} running, {counts.done} done, {counts.failed} failed or waiting "
        f"for their user. {counts.videos} videos, {counts.library_bytes} bytes.\n"
    )


def _settings(settings: Settings, *, with_words: bool) -> str:
    """Without the window's geometry, which is opaque, and without the form's own words."""
    request = dict(settings.last_request)
    for name in () if with_words else _OWN_WORDS:
        request.pop(name, None)
    told = replace(settings, last_request=request, window="", unknown={})
    names = ("service", "library", "language", "theme", "muted", "volume", "loop", "last_request")
    values: dict[str, Any] = {name: getattr(told, name) for name in names}
    values["unknown"] = sorted(settings.unknown)
    return json.dumps(values, ensure_ascii=False, indent=1)


def _folders(subject: Subject) -> dict[str, str]:
    paths, library = subject.paths, subject.settings.library
    folders = {
        "Data": paths.data,
        "Cache": paths.cache,
        "Logs": paths.logs,
        "Library": Path(library) if library else paths.library,
    }
    facts = {f"{name} folder": folder_facts(folder) for name, folder in folders.items()}
    files = sorted(file for file in paths.data.glob(f"{paths.database.name}*") if file.is_file())
    facts["Database"] = ", ".join(f"{file.name} {file.stat().st_size} bytes" for file in files) or "none"
    facts["Key file"] = "yes" if paths.key_file.exists() else "no"
    return facts


def _end_of_log(file: Path) -> str:
    """The last lines, of the file before it too; whole lines only."""
    content = b""
    for part in (file.with_name(f"{file.name}.1"), file):
        try:
            content += part.read_bytes()
        except OSError:
            continue
    if len(content) > LOG_BYTES:
        content = content[-LOG_BYTES:].partition(b"\n")[2]
    return content.decode("utf-8", "replace")


def _table(facts: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in facts.items())


def _compact(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)


def _moment(seconds: float) -> str:
    """In UTC, so that it can be laid beside the service's own log."""
    if not seconds:
        return ""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return str(seconds)
