"""An image for the form from elsewhere than the user's hand, and word of it once it is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from wan_desktop.app.composer import Composer
from wan_desktop.core.errors import Failure


class Handover(QObject):
    """Gives the composer images. Whatever the user gives it meanwhile takes their place."""

    def __init__(self, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._composer = composer
        self._then: Callable[[], None] | None = None
        composer.intake.started.connect(self._another_started)
        composer.intake.prepared.connect(self._prepared)
        composer.intake.refused.connect(self._refused)

    def give(self, source: Path | bytes, name: str, then: Callable[[], None]) -> None:
        """Calls ``then`` once this very image is the form's; never where it is refused or replaced."""
        self._composer.intake.take(source, name)
        self._then = then

    def _another_started(self, _name: str) -> None:
        self._then = None

    def _prepared(self, _file_name: str, _image: object, _name: str) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _refused(self, _failure: Failure, _name: str) -> None:
        self._then = None
