"""A damaged or lost database put back: from the newest sound copy, the journal after it, and the library.

The order, so that a kill at any moment leaves either the old state or the new one, and a second call ends as
the first would have: everything is built in a file beside; the damaged files are moved into a folder of their
own (the database first: without it the next start asks again); the new file is renamed into its place. What
is decided about a job on the way is written into the journal before.

Nothing is sent because of a restore: see :func:`~wan_desktop.core.catch_up.after_loss`. Functions block and
raise DiskError.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from wan_desktop.core import journal
from wan_desktop.core.catch_up import after_loss, folded, is_lost, newest_copy
from wan_desktop.core.claims import alone
from wan_desktop.core.copies import look_at, newest_sound
from wan_desktop.core.database import BESIDE
from wan_desktop.core.errors import RESTORABLE, DiskError, ErrorKind
from wan_desktop.core.files import bring_to_disk, copy_file, rename_over, sync_folder
from wan_desktop.core.job import UNFINISHED, Job, JobState
from wan_desktop.core.job_rows import job_of
from wan_desktop.core.journal import Backup
from wan_desktop.core.library_scan import KNOWN_SERVICES, jobs_in, with_poster
from wan_desktop.core.paths import Paths
from wan_desktop.core.restored import Restored
from wan_desktop.core.schema import STEPS
from wan_desktop.core.store import Store


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where everything is taken from, and which jobs and changes that makes."""

    copy: Backup | None
    lines: journal.Lines
    certain: bool
    jobs: Mapping[str, Job]
    removed: Sequence[Job]
    changes: int

    @property
    def since(self) -> int:
        return 0 if self.copy is None else self.copy.number - 1


def _sources(backups: Path) -> _Sources:
    copy = newest_sound(backups)
    first = 0 if copy is None else copy.number
    lines = journal.read(backups, len(STEPS), max(first - 1, 0))
    jobs = {} if copy is None else look_at(copy.path)
    removed, changes = [], 0
    for record in folded(lines.records).values():
        before = jobs.pop(record.job_id, None)
        if record.row is not None:
            jobs[record.job_id] = job_of(record.row, backups.parent)
        elif before is not None:
            removed.append(before)
        changes += jobs.get(record.job_id) != before
    # A copy that no journal continues may have been made long before the last request was sent.
    continued = any(found.number >= first for found in journal.backups_in(backups, journal.JOURNAL))
    return _Sources(copy, lines, continued and not lines.damaged, jobs, removed, changes)


def trouble(paths: Paths) -> ErrorKind | None:
    """DATABASE_LOST, DATABASE_DAMAGED, or None where there is nothing to restore. Raises other DiskErrors."""
    if is_lost(paths.database, paths.backups):
        return ErrorKind.DATABASE_LOST
    if not paths.database.exists():
        return None
    try:
        Store(paths.database, paths.locks).close()
    except DiskError as error:
        if error.kind in RESTORABLE:
            return error.kind
        raise
    return None


def survey(paths: Paths, library: Path) -> Restored:
    """What :func:`restore` would bring back; changes nothing. DiskError(DATABASE_NEWER): it would refuse."""
    sources = _sources(paths.backups)
    return _counted(sources, len(_unknown_videos(library, sources)))


def _counted(sources: _Sources, videos: int) -> Restored:
    pairs = [(job, after_loss(job, certain=sources.certain)) for job in sources.jobs.values()]
    ends = Counter(after.state for _, after in pairs)
    return Restored(
        copy_day="" if sources.copy is None else sources.copy.day,
        changes=sources.changes,
        gaps=sources.lines.damaged,
        jobs=len(pairs),
        followed=sum(ends[state] for state in UNFINISHED),
        in_doubt=ends[JobState.UNCONFIRMED],
        unsent=sum(after.state is JobState.STOPPED and after != job for job, after in pairs),
        videos=videos,
    )


def _unknown_videos(library: Path, sources: _Sources) -> list[Path]:
    """A video whose job the user removed is none of them."""
    known = {job.video for job in (*sources.jobs.values(), *sources.removed)}
    try:
        return [path for path in library.glob("*.mp4") if str(path.absolute()) not in known]
    except OSError:
        return []


def restore(paths: Paths, library: Path, services: Collection[str] = KNOWN_SERVICES) -> Restored:
    """Puts a new database in the place of the damaged or lost one; says what is in it.

    ``services`` as :func:`~wan_desktop.core.library_scan.jobs_in` takes them.

    DATABASE_IN_USE while another process uses the home; nothing was touched then. Where the database turns
    out to be sound (another process has restored it), it stays, and what is returned is empty.
    """
    with alone(paths.locks):
        if not _is_needed(paths):
            return Restored()
        made = paths.database.with_name(f"{paths.database.name}.restoring")
        sources = _sources(paths.backups)
        try:
            _remove_all(made)
            added = _build(made, paths, library, services, sources)
            _sync(made)
            aside = _set_aside(paths)
            rename_over(made, paths.database)
            sync_folder(paths.data)
        except OSError as error:
            raise DiskError.from_os_error(error) from error
        finally:
            with suppress(OSError):
                _remove_all(made)
    restored = _counted(sources, added)
    return replace(restored, jobs=restored.jobs + added, aside=aside)


def _is_needed(paths: Paths) -> bool:
    if is_lost(paths.database, paths.backups):
        return True
    if not paths.database.exists():
        return False
    try:
        Store(paths.database, paths.locks, since=newest_copy(paths.backups)).close()
    except DiskError as error:
        if error.kind in RESTORABLE:
            return True
        raise
    return False


def _build(made: Path, paths: Paths, library: Path, services: Collection[str], sources: _Sources) -> int:
    """The whole new database; how many videos without a job it got."""
    if sources.copy is not None:
        copy_file(sources.copy.path, made)
    store = Store(made, paths.locks, since=sources.since)
    try:
        for job in store.find(limit=-1):
            settled = after_loss(job, certain=sources.certain)
            if settled != job and store.claim(job.id):
                store.save(settled)
        return _add_videos(store, paths, library, services, sources)
    finally:
        store.close()


def _add_videos(
    store: Store, paths: Paths, library: Path, services: Collection[str], sources: _Sources
) -> int:
    videos = {str(path.absolute()) for path in _unknown_videos(library, sources)}
    known = {*sources.jobs, *(job.id for job in sources.removed)}
    return _add(store, paths, library, services, lambda job: job.video in videos and job.id not in known)


def adopt(store: Store, paths: Paths, library: Path, services: Collection[str] = KNOWN_SERVICES) -> int:
    """Adds a finished job for each of our videos in the library to a list that never held one.

    For a library that came without its list: to a new computer, or after the program's folder was deleted.
    Returns how many. Blocks; DiskError.
    """
    if store.ids() or journal.backups_in(paths.backups, journal.JOURNAL):
        return 0
    return _add(store, paths, library, services, lambda job: True)


def _add(
    store: Store, paths: Paths, library: Path, services: Collection[str], wanted: Callable[[Job], bool]
) -> int:
    try:
        found = jobs_in(library, services=services)
    except DiskError:
        return 0  # Its videos are where they are; the jobs that were paid for come first.
    new = [job for job in found if wanted(job)]
    for job in new:
        store.save(with_poster(job, paths.posters))
    return len(new)


def _sync(made: Path) -> None:
    if made.with_name(made.name + BESIDE[0]).exists():
        raise DiskError(ErrorKind.DISK_FULL, "the new database could not be closed")
    with made.open("rb+") as file:
        bring_to_disk(file.fileno())


def _set_aside(paths: Paths) -> Path | None:
    """Moves what is left into a folder of its own, under the same names, so that SQLite can open it there."""
    files = [paths.database.with_name(paths.database.name + end) for end in ("", *BESIDE)]
    left = [file for file in files if file.exists()]
    if not left:
        return None
    folder = _free_folder(paths.damaged)
    for file in left:
        rename_over(file, folder / file.name)
    sync_folder(folder)
    sync_folder(paths.data)
    return folder


def _free_folder(parent: Path) -> Path:
    parent.mkdir(mode=0o700, exist_ok=True)
    name = time.strftime("%Y-%m-%d %H-%M-%S")
    for number in range(1, 1000):
        folder = parent / (name if number == 1 else f"{name} ({number})")
        if not folder.exists():
            folder.mkdir()
            return folder
    raise DiskError(ErrorKind.INTERNAL, f"no free name in {parent}")


def _remove_all(made: Path) -> None:
    """What an earlier try left."""
    for path in made.parent.glob(f"{made.name}*"):
        path.unlink(missing_ok=True)
