"""Everything about money that the window has, made once and joined to the form and the menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from wan_desktop.app.costs import Costs
from wan_desktop.app.doubt import Doubt
from wan_desktop.app.failure_sentence import failure_sentence
from wan_desktop.app.payments import Payments
from wan_desktop.app.spending import Spending
from wan_desktop.backend import Backend
from wan_desktop.core.errors import Failure
from wan_desktop.core.limits import Limits
from wan_desktop.core.settings import Settings
from wan_desktop.ui.main_window import MainWindow
from wan_desktop.ui.params_form import ParamsForm


class Purse(QObject):
    """``costs`` for the form's foot, ``payments`` from click to consent, ``doubt`` about what was sent."""

    def __init__(
        self, backend: Backend, settings: Callable[[], Settings], window: MainWindow, form: ParamsForm
    ) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window
        self.costs = Costs(backend, self._limits, form.video_count, self)
        self.payments = Payments(backend, self._limits, window)
        self.doubt = Doubt(backend, window)
        self._spending = Spending(backend, self._limits, window)
        self.costs.changed.connect(form.set_cost)
        self.costs.changed.connect(self._spending.refresh)
        self.costs.forbidden.connect(form.set_forbidden)
        self.payments.refused.connect(window.say)
        self.payments.declined.connect(form.unlock)
        self._spending.failed.connect(self._say)
        window.spending_requested.connect(self._spending.open)

    def close(self) -> None:
        """Asks nothing any more."""
        self.costs.close()

    def _limits(self) -> Limits:
        return self._settings().limits

    def _say(self, failure: Failure) -> None:
        self._window.say(failure_sentence(failure))
