"""The log on a disk that may be full, protected or gone: lines are lost then, and nothing else."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler


class LogFile(RotatingFileHandler):
    """Goes on writing as soon as the disk takes it again."""

    def handleError(self, record: logging.LogRecord) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)
