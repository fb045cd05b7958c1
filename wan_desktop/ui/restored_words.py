"""What a restore brings back, in words: for its dialog, for the window after it, for the command line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, Qt

from wan_desktop.core.restored import Restored
from wan_desktop.ui.sentence import sentence
from wan_desktop.ui.words import day_words

translate = QCoreApplication.translate


def restored_lines(found: Restored) -> list[str]:
    """Where the jobs come from, then what becomes of those that money may hang on, and what else there is."""
    return [*_source_lines(found), *_counted_lines(found)]


@sentence
def done_words(restored: Restored) -> str:
    """What to say once it is done."""
    done = translate("Restored", "The job list is restored.")
    jobs = translate("Restored", "Jobs: {count}.").format(count=restored.jobs)
    return " ".join([done, jobs, *_counted_lines(restored)])


def _source_lines(found: Restored) -> list[str]:
    if not found.copy_day and not found.jobs:
        return [translate("Restored", "There is no copy and no record of changes: the list begins anew.")]
    jobs = translate("Restored", "Jobs: {count}.").format(count=found.jobs)
    if not found.copy_day:
        return [jobs, translate("Restored", "There is no copy: all from the record of changes.")]
    source = translate("Restored", "From the copy of {day}; new or changed after it: {count}.")
    return [jobs, source.format(day=_day_words(found.copy_day), count=found.changes)]


def _counted_lines(found: Restored) -> list[str]:
    lines = (
        (found.followed, translate("Restored", "Accepted by the service, followed again: {count}.")),
        (
            found.in_doubt,
            translate("Restored", "Perhaps sent, never answered, yours to decide: {count}."),
        ),
        (found.unsent, translate("Restored", "Not sent yet, stopped until you say so: {count}.")),
        (found.videos, translate("Restored", "Videos in the library without a job: {count}.")),
        (found.gaps, translate("Restored", "Damaged lines of the record, left out: {count}.")),
    )
    return [words.format(count=count) for count, words in lines if count]


def _day_words(day: str) -> str:
    """A day of the calendar as people say it, from "2026-11-25"."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return day_words(date) if date.isValid() else day
