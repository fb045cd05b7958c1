"""The database's shape as numbered steps: plain SQL, no connection.

How to add one: append a tuple of statements to STEPS, never touch those above it, and add a test that opens a
database of the version before. Its number is its place in the list, kept in ``PRAGMA user_version``; the file
is copied before the first step that changes an existing database. Give a new column a default, so that the
program's own INSERT of an older version is not what decides; the same default stands for what a line of the
journal (``core.journal``) from before the step does not say.
"""

from __future__ import annotations

#: Grows for ever: after the last job is removed it goes on from the clock, far above what was counted.
NEXT_REVISION = """
    SELECT COALESCE(MAX(revision), CAST(julianday('now') * 86400000 AS INTEGER) * 1000) + 1 FROM jobs
"""

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
    (
        # Both as core.money writes them: {"amount": "0.75", "unit": "$"}.
        "ALTER TABLE jobs ADD COLUMN estimate TEXT",
        "ALTER TABLE jobs ADD COLUMN charged TEXT",
        # The unit stands with each amount: a balance may be kept in another one than the price list.
        "ALTER TABLE spend DROP COLUMN unit",
        # A core.ledger.Fate. Where the job is gone, it may have been billed, for all anyone knows.
        "ALTER TABLE spend ADD COLUMN fate TEXT NOT NULL DEFAULT 'may_be_billed'",
        # When its request left and when the service was done with it; 0 for not yet.
        "ALTER TABLE spend ADD COLUMN sent REAL NOT NULL DEFAULT 0",
        "ALTER TABLE spend ADD COLUMN ended REAL NOT NULL DEFAULT 0",
        # What the service calls it, for the day on which a bill is questioned. The words of a prompt go with
        # their job.
        "ALTER TABLE spend ADD COLUMN task_id TEXT NOT NULL DEFAULT ''",
        """
        UPDATE spend SET sent = jobs.submitted_at, ended = jobs.finished_at, task_id = jobs.task_id,
        fate = CASE
            WHEN jobs.state IN ('waiting', 'preparing') THEN 'unsent'
            WHEN jobs.state = 'failed' AND NOT coalesce(json_extract(jobs.error, '$[2]'), 0) THEN 'not_billed'
            WHEN jobs.state = 'stopped' AND NOT jobs.submitted_at THEN 'not_billed'
            ELSE 'may_be_billed'
        END
        FROM jobs WHERE jobs.id = spend.job
        """,
        "CREATE INDEX spend_by_time ON spend (max(time, sent))",
    ),
    (
        # The id of its core.batches.Batch, as its extra has it; and why it does not leave ("": it does).
        "ALTER TABLE jobs ADD COLUMN batch TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE jobs ADD COLUMN paused TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX jobs_of_batch ON jobs (batch) WHERE batch <> ''",
    ),
    (
        # Where a content check refused it: core.refused.mark of the request. It outlives the job, and is no
        # word of its prompt.
        "ALTER TABLE spend ADD COLUMN refused TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX spend_refused ON spend (refused) WHERE refused <> ''",
    ),
    # Paths are told from the home (core.kept_paths; core.store rewrites those that are not): the tables are
    # the same, but an older version would look for the videos in vain.
    (),
)
