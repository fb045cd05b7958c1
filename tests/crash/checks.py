"""What must hold after a kill, before and after the next start, looked at from outside the program.

Every look at the database is at a copy: opening the file itself would mend what the program has to mend.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from PIL import Image

from tests.crash.life import OLD_SETTINGS, Ground
from tests.crash.points import End
from tests.crash.service import Book
from wan_desktop.core.copies import look_at
from wan_desktop.core.errors import WanError
from wan_desktop.core.kept_paths import found
from wan_desktop.media.video import probe

KEPT_THEMES = (OLD_SETTINGS.theme, "light")
"""What the user had chosen, and what the window's life chooses instead; the default is neither."""


class Fault(StrEnum):
    """The columns of the table that must be 0."""

    ID_LOST = "ids lost"
    SUBMIT_OVER = "submits over consents"
    PARTIAL = "partial files visible"
    UNSOUND = "database unsound"
    WRONG_END = "wrong ends"
    """A job that the list lacks or shows wrongly, a start that failed, a leftover that nobody sweeps."""


@dataclass
class Verdict:
    """What was found wrong in one trial, in words."""

    found: list[tuple[Fault, str]] = field(default_factory=list)

    def add(self, fault: Fault, words: str) -> None:
        self.found.append((fault, words))


@dataclass(frozen=True, slots=True)
class Row:
    """A job as the database has it."""

    id: str
    state: str
    prompt: str
    task_id: str
    video: str
    poster: str


def rows_of(ground: Ground, verdict: Verdict, moment: str) -> list[Row]:
    """The jobs in a copy of the database; [] where there is no database or no table yet."""
    database = ground.paths.database
    if not database.exists():
        return []
    copy = ground.folder / "copy.sqlite3"
    for end in ("", "-wal", "-journal"):
        beside = database.with_name(database.name + end)
        copied = copy.with_name(copy.name + end)
        copied.unlink(missing_ok=True)
        if beside.exists():
            shutil.copyfile(beside, copied)
    copy.with_name(copy.name + "-shm").unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(copy)) as connection:
            rows = _checked_rows(connection, verdict, moment)
    except sqlite3.DatabaseError as error:
        verdict.add(Fault.UNSOUND, f"{moment}: {error}")
        return []
    home = database.parent
    return [replace(row, video=found(row.video, home), poster=found(row.poster, home)) for row in rows]


def _checked_rows(connection: sqlite3.Connection, verdict: Verdict, moment: str) -> list[Row]:
    said = connection.execute("PRAGMA integrity_check").fetchall()
    dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    if said != [("ok",)] or dangling:
        verdict.add(Fault.UNSOUND, f"{moment}: {said} {dangling}")
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'jobs'").fetchone():
        return []
    jobs = connection.execute("SELECT id, state, request, task_id, video, poster FROM jobs").fetchall()
    for (job,) in connection.execute(
        "SELECT id FROM jobs EXCEPT SELECT job FROM events WHERE kind = 'consent'"
    ):
        verdict.add(Fault.UNSOUND, f"{moment}: job {job} without its consent")
    return [Row(id, state, json.loads(request)["prompt"], *rest) for id, state, request, *rest in jobs]


# What a user sees in the folders.


def check_visible(ground: Ground, verdict: Verdict, moment: str) -> None:
    """Every file that is not hidden is whole: at any moment, the one right after a kill included."""
    if not ground.paths.settings.exists():
        verdict.add(Fault.WRONG_END, f"{moment}: the settings are gone")
    for path in visible_files(ground):
        words = _whats_wrong(ground, path)
        if words:
            verdict.add(Fault.PARTIAL, f"{moment}: {path.name}: {words}")


def visible_files(ground: Ground) -> Iterator[Path]:
    for folder in (ground.paths.data, ground.trash):
        for path in folder.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path


def _whats_wrong(ground: Ground, path: Path) -> str:
    paths = ground.paths
    try:
        if path.suffix == ".mp4":
            probe(path)
        elif path.parent == paths.posters:
            with Image.open(path) as poster:
                poster.load()
        elif path.parent == paths.inputs:
            same = hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
            return "" if same else "not the bytes that its name says"
        elif path.parent == paths.backups and path.suffix == ".sqlite3":
            look_at(path)
        elif path == paths.settings:
            known = json.loads(path.read_bytes())["theme"] in KEPT_THEMES
            return "" if known else "the user's choices are gone"
        elif path == paths.key_file:
            json.loads(path.read_bytes())
    except (WanError, OSError, ValueError, LookupError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def check_secrets(ground: Ground, verdict: Verdict, moment: str) -> None:
    """What holds the key, a half of it under another name included, is the owner's alone."""
    for path in ground.paths.data.iterdir():
        if "api-keys" not in path.name:
            continue
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            verdict.add(Fault.WRONG_END, f"{moment}: {path.name} can be read by others")


def let_time_pass(ground: Ground) -> None:
    """Two hours, for what was left half done: after that nobody can be at work on it any more."""
    then = time.time() - 7200.0
    paths = ground.paths
    for folder in (paths.data, paths.inputs, paths.posters, paths.locks, paths.backups):
        for path in folder.glob("*"):
            if path.is_file():
                os.utime(path, (then, then))


# What became of the money.


def check_money(ground: Ground, book: Book, before: list[Row], after: list[Row], verdict: Verdict) -> None:
    """``before``: the jobs right after the first kill; ``after``: after the last start."""
    consents = set(ground.heard("consent"))
    for prompt, count in book.submits.items():
        if count > (prompt in consents):
            verdict.add(Fault.SUBMIT_OVER, f"{count} submits of {prompt!r}")
    by_prompt = {row.prompt: row for row in after}
    deleted = set(ground.heard("deletion"))
    for row in before:
        if row.id not in {kept.id for kept in after} and row.id not in deleted:
            verdict.add(Fault.WRONG_END, f"job {row.id} is gone")
    for written in set(ground.heard("written")) - {row.id for row in after} - deleted:
        verdict.add(Fault.WRONG_END, f"job {written} was written and is gone")
    for task_id, prompt in book.accepted:
        known = by_prompt.get(prompt)
        if known is None:
            lost = not deleted
        else:
            unsure = known.state == "unconfirmed" and task_id not in ground.heard("id written")
            lost = known.task_id != task_id and not unsure
        if lost:
            verdict.add(Fault.ID_LOST, f"{task_id}: {known}")


# What became of the job.


def check_end(ground: Ground, ends: Collection[End], after: list[Row], verdict: Verdict) -> None:
    found = end_of(ground, [row for row in after if row.prompt == ground.prompt])
    legal = set(End) - {End.ANY} if End.ANY in ends else ends
    if found not in legal:
        verdict.add(Fault.WRONG_END, f"ended as {found}, not as {' or '.join(ends)}: {after}")


def ends_after(before: list[Row], end: End) -> frozenset[End]:
    """What ``end`` may have become by a second kill: the first one met these jobs."""
    sent = any(row.task_id for row in before)
    in_between = {End.UNCONFIRMED, End.STOPPED} if end is End.DONE and not sent else set()
    return frozenset({end, *in_between, *([End.DELETED] if end is End.NO_FILE else [])})


def end_of(ground: Ground, after: list[Row]) -> End | str:
    if not after:
        return End.DELETED if ground.heard("deletion") else End.NO_JOB
    if len(after) > 1:
        return f"{len(after)} jobs"
    state = after[0].state
    if state == End.DONE:
        return End.DONE if Path(after[0].video).exists() else End.NO_FILE
    return End(state) if state in (End.UNCONFIRMED, End.STOPPED) else state


def check_files(ground: Ground, after: list[Row], verdict: Verdict) -> None:
    """After the last start: one video a job that is done, none beside, and nothing left over."""
    done = [row for row in after if row.state == "done"]
    library = ground.paths.library
    videos = sorted(map(str, library.iterdir())) if library.exists() else []
    in_trash = (
        [path for path in ground.trash.iterdir() if path.suffix == ".mp4"] if ground.trash.exists() else []
    )
    expected = sorted(row.video for row in done if Path(row.video).exists())
    if videos != expected:
        verdict.add(Fault.WRONG_END, f"in the library: {videos}, in the list: {expected}")
    for row in done:
        if not Path(row.video).exists() and not (ground.heard("deletion") and len(in_trash) == 1):
            verdict.add(Fault.WRONG_END, f"the video of job {row.id} is nowhere")
        if not Path(row.poster).is_file():
            verdict.add(Fault.WRONG_END, f"the poster of job {row.id} is missing")
    for leftover in _leftovers(ground, done):
        verdict.add(Fault.WRONG_END, f"left over: {leftover}")


def _leftovers(ground: Ground, done: list[Row]) -> Iterator[str]:
    paths = ground.paths
    posters = {row.poster for row in done}
    yield from (str(path) for path in paths.posters.iterdir() if str(path) not in posters)
    yield from (str(path) for path in paths.locks.iterdir())
    yield from (str(path) for path in paths.data.rglob("*.part*"))
