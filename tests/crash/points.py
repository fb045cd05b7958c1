"""THE table of points: where the program is killed, and what must have become of its one job in the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """What the next start makes of the job that the kill met."""

    NO_JOB = "no job"
    """The consent was not written yet, so nothing may have been sent."""
    DONE = "done"
    UNCONFIRMED = "unconfirmed"
    STOPPED = "stopped"
    """Nothing was sent, and only the journal knows of the consent: the user decides anew."""
    NO_FILE = "done, its video in the trash"
    """Killed between the two halves of a deletion."""
    DELETED = "deleted"
    ANY = "any"
    """A random moment: whatever the witness and the service say."""


@dataclass(frozen=True, slots=True)
class Point:
    """One place to die. ``name`` is an edge's (``tests.crash.edges``), or says how the moment is chosen.

    ``links`` False: on a file system without hard links. ``full_log``: the log is about to be turned over.
    """

    name: str
    end: End
    links: bool = True
    full_log: bool = False

    @property
    def title(self) -> str:
        return self.name if self.links else f"{self.name} (no hard links)"


RANDOM = "a random moment"
"""Not at an edge: so many milliseconds after the start of a life, evenly spread over its length."""
COMMAND_LINE, WINDOW = "wan-desktop generate, a random moment", "the window, a random moment"
"""The real programs (``tests.crash.programs``), at a line that they say or a little later."""

POINTS: tuple[Point, ...] = (
    # The log, the key, the settings.
    Point("log before its rename", End.NO_JOB, full_log=True),
    Point("log renamed", End.NO_JOB, full_log=True),
    Point("log half a line", End.NO_JOB),
    Point("key file made, empty", End.NO_JOB),
    Point("key file half written", End.NO_JOB),
    Point("key file whole, not synced", End.NO_JOB),
    Point("key file before its rename", End.NO_JOB),
    Point("key file renamed", End.NO_JOB),
    Point("settings made, empty", End.NO_JOB),
    Point("settings half written", End.NO_JOB),
    Point("settings before its rename", End.NO_JOB),
    Point("settings renamed", End.NO_JOB),
    # The image as it is sent.
    Point("image made, empty", End.NO_JOB),
    Point("image half written", End.NO_JOB),
    Point("image before its rename", End.NO_JOB),
    Point("image renamed", End.NO_JOB),
    # The database, made anew.
    Point("database opened", End.NO_JOB),
    Point("tables half in the database", End.NO_JOB),
    Point("tables before the commit", End.NO_JOB),
    Point("tables in the database", End.NO_JOB),
    # The intent.
    Point("waiting before it is written", End.NO_JOB),
    Point("waiting half in the database", End.NO_JOB),
    Point("journal made, empty", End.NO_JOB),
    Point("journal half a line", End.NO_JOB),
    # The journal is a step ahead of the database between these two, here and below.
    Point("journal whole, not synced", End.STOPPED),
    Point("waiting before the commit", End.STOPPED),
    Point("waiting written", End.DONE),
    Point("preparing written", End.DONE),
    Point("submitting before it is written", End.DONE),
    Point("submitting before the commit", End.UNCONFIRMED),
    # The paid request and its answer.
    Point("submitting written", End.UNCONFIRMED),
    Point("request before its first byte", End.UNCONFIRMED),
    Point("request head sent", End.UNCONFIRMED),
    Point("request half sent", End.UNCONFIRMED),
    Point("request whole sent", End.UNCONFIRMED),
    Point("request answered", End.UNCONFIRMED),
    Point("queued before it is written", End.UNCONFIRMED),
    Point("queued before the commit", End.DONE),
    Point("queued written", End.DONE),
    # The watch.
    Point("question head sent", End.DONE),
    Point("question answered", End.DONE),
    Point("running written", End.DONE),
    Point("downloading written", End.DONE),
    # The video.
    Point("link head sent", End.DONE),
    Point("link answered", End.DONE),
    Point("promise before its rename", End.DONE),
    Point("video begun", End.DONE),
    Point("video torn inside a piece", End.DONE),
    Point("video piece written", End.DONE),
    Point("video whole, not synced", End.DONE),
    Point("video whole, not placed", End.DONE),
    Point("stamp before it is written", End.DONE),
    Point("stamp written", End.DONE),
    Point("video before its name", End.DONE),
    Point("video under two names", End.DONE),
    Point("video under its one name", End.DONE),
    Point("video made, empty", End.DONE, links=False),
    Point("video before its rename", End.DONE, links=False),
    Point("video renamed", End.DONE, links=False),
    # The poster and the end.
    Point("poster half written", End.DONE),
    Point("poster before its rename", End.DONE),
    Point("poster renamed", End.DONE),
    Point("done before it is written", End.DONE),
    Point("done before the commit", End.DONE),
    Point("done written", End.DONE),
    # The day's copy of the database.
    Point("copy half made", End.DONE),
    Point("copy before its rename", End.DONE),
    Point("copy renamed", End.DONE),
    # The deletion.
    Point("video before the trash", End.DONE),
    Point("video in the trash", End.NO_FILE),
    Point("removal before it is written", End.NO_FILE),
    Point("removal before the commit", End.DELETED),
    Point("removal written", End.DELETED),
    Point("poster removed", End.DELETED),
    Point(RANDOM, End.ANY),
    Point(COMMAND_LINE, End.ANY),
    Point(WINDOW, End.ANY),
)
