"""The database's shape as numbered steps: plain SQL, no connection.

How to add one: append a tuple of statements to STEPS, never touch those above it, and add a test that opens a
database of the version before. Its number is its place in the list, kept in ``PRAGMA user_version``; the file
is copied before the first step that changes an existing database. Give a new column a default, so that the
program's own INSERT of an older version is not what decides; the same default stands for what a line of the
journal (``core.journal``) from before the step does not say.
"""

from __future__ import annotations

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            created_at REAL NOT NULL,
            state TEXT NOT NULL,
            request TEXT NOT NULL,
            service TEXT NOT NULL,
            source_name TEXT NOT NULL,
            updated_at REAL NOT NULL,
            submitted_at REAL NOT NULL,
            finished_at REAL NOT NULL,
            task_id TEXT NOT NULL,
            progress REAL,
            trouble TEXT,
            error TEXT,
            video TEXT NOT NULL,
            video_bytes INTEGER NOT NULL,
            video_seconds REAL NOT NULL,
            video_width INTEGER NOT NULL,
            video_height INTEGER NOT NULL,
            poster TEXT NOT NULL,
            starred INTEGER NOT NULL,
            extra TEXT NOT NULL,
            duration INTEGER NOT NULL,
            resolution TEXT NOT NULL,
            words TEXT NOT NULL,
            owner TEXT,
            revision INTEGER NOT NULL
        ) STRICT
        """,
        # Holds the searched words, so that a search reads these and not the whole rows.
        "CREATE INDEX jobs_by_time ON jobs (created_at, words)",
        "CREATE INDEX jobs_by_state ON jobs (state, created_at, video_bytes)",
        "CREATE INDEX jobs_by_like ON jobs (service, duration, resolution, state, created_at)",
        "CREATE INDEX jobs_by_revision ON jobs (revision)",
        "CREATE INDEX jobs_starred ON jobs (created_at) WHERE starred",
        """
        CREATE TABLE events (
            job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
            time REAL NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX events_of_job ON events (job)",
        # Outlives its job: money that was spent stays spent when the entry is removed.
        """
        CREATE TABLE spend (
            job TEXT PRIMARY KEY,
            time REAL NOT NULL,
            service TEXT NOT NULL,
            what TEXT NOT NULL,
            estimate TEXT,
            charged TEXT,
            unit TEXT
        ) STRICT
        """,
    ),
)
