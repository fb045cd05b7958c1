"""The secret key of an object store in the settings: as an API key, with a test that really stores."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wan_desktop.ui.key_field import KeyField
from wan_desktop.ui.theme import Theme


class SecretField(KeyField):
    """A KeyField in other words; ``check_requested`` asks for the test."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._testable = False
        super().__init__(theme, parent)
        self.edit.setObjectName("bucketSecret")
        self.check_button.setObjectName("testBucket")
        self.show_page_button(False)

    def set_testable(self, testable: bool) -> None:
        """Whether everything else that the test needs is there."""
        self._testable = testable
        self._retranslate()

    def _retranslate(self) -> None:
        super()._retranslate()
        self.edit.setAccessibleName(self.tr("Secret key"))
        if not self._removed:
            self.edit.setPlaceholderText(
                self.tr("A secret key is kept; type to replace it")
                if self._kept
                else self.tr("Paste the secret key here")
            )
        self.check_button.setText(self.tr("Testing…") if self._checking else self.tr("Test"))
        self.check_button.setToolTip(
            self.tr("Puts a small file there, fetches it by a link as the service will, and removes it.")
        )
        self.check_button.setEnabled(self.check_button.isEnabled() and self._testable)
        self.remove_button.setText(self.tr("Remove the secret key"))
