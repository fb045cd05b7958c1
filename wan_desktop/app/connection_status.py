"""What the status bar says about the way to the service, from what the jobs meet on it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import Job
from wan_desktop.core.settings import DEMO
from wan_desktop.ui.messages import failure_words
from wan_desktop.ui.sentence import sentence

_ON_THE_WAY = frozenset(
    {
        ErrorKind.OFFLINE,
        ErrorKind.TLS_UNTRUSTED,
        ErrorKind.PROXY_REFUSED,
        ErrorKind.TIMED_OUT,
        ErrorKind.CONNECTION_LOST,
        ErrorKind.SERVICE_TROUBLE,
        ErrorKind.RATE_LIMITED,
    }
)


class ConnectionStatus(QObject):
    """Says "connected" only after an answer, and "lost" as long as one job meets trouble on the way."""

    def __init__(self, show: Callable[[str, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._service = DEMO
        self._key_missing = False
        self._heard = False
        self._troubled: dict[str, ErrorKind] = {}
        self._known: dict[str, Job] = {}

    def set_service(self, service: str, key_missing: bool) -> None:
        if service != self._service:
            self._heard = False
            self._troubled.clear()
        self._service, self._key_missing = service, key_missing
        self.refresh()

    def job_changed(self, job: Job) -> None:
        before, self._known[job.id] = self._known.get(job.id), job
        kind = job.trouble.kind if job.trouble is not None and job.unfinished else None
        if kind in _ON_THE_WAY and kind is not None:
            self._troubled[job.id] = kind
        else:
            self._troubled.pop(job.id, None)
            if job.service == self._service and _has_heard(before, job):
                self._heard = True
        self.refresh()

    def job_removed(self, job_id: str) -> None:
        self._known.pop(job_id, None)
        self._troubled.pop(job_id, None)
        self.refresh()

    def refresh(self) -> None:
        """Shows the words again, in the language in force."""
        if self._troubled:
            kind = next(reversed(self._troubled.values()))
            self._show(failure_words_short(kind), "warn")
        elif self._service == DEMO:
            self._show(self.tr("Demo service on this computer"), "ok")
        elif self._key_missing:
            self._show(self.tr("No API key"), "warn")
        elif self._heard:
            self._show(self.tr("Connected"), "ok")
        else:
            host = urlsplit(self._service).hostname or self._service
            self._show(self.tr("Ready: {host}").format(host=host), "muted")


def _has_heard(before: Job | None, job: Job) -> bool:
    """Whether the service has answered since: what is read from the database was heard another day."""
    if before is None or not job.task_id:
        return False
    return (before.task_id, before.state, before.trouble) != (job.task_id, job.state, job.trouble)


@sentence
def failure_words_short(kind: ErrorKind) -> str:
    """The title of a kind of trouble, as one line."""
    return failure_words(Failure(kind)).title
