"""The settings' page for local sound files: the user's own object store, and the ways that need a warning."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from wan_desktop.core.bucket import PREFIX, REGION, Bucket
from wan_desktop.core.settings import Settings
from wan_desktop.ui.field import mark_wrong, wrapping_label
from wan_desktop.ui.form_parts import beside, stacked
from wan_desktop.ui.key_field import KeyPlace
from wan_desktop.ui.secret_field import SecretField
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, Theme, set_look

SHORT_WIDTH = 130


class SoundPage(QWidget):
    """Keeps and tests nothing itself.

    Signals:
        edited(): something is other than it was.
        test_requested(object, str): a Bucket, and the secret typed or "" for the one kept. Answer with
            :meth:`show_result`.
    """

    edited = Signal()
    test_requested = Signal(object, str)

    def __init__(self, theme: Theme, host_name: str, host_hours: int, parent: QWidget | None = None) -> None:
        """``host_name`` and ``host_hours`` are what there is to say of the public host."""
        super().__init__(parent)
        self._host = host_name, host_hours
        self._kept_account = ""
        self.endpoint, self.name, self.region, self.key_id, self.prefix = (QLineEdit(self) for _ in range(5))
        self.secret = SecretField(theme, self)
        self.in_host, self.public_host, self.inline = (QCheckBox(self) for _ in range(3))
        self._labels = [QLabel(self) for _ in range(4)]
        self._heads = [QLabel(self) for _ in range(2)]
        self._store_words, self._problem = wrapping_label("label"), wrapping_label("error")
        self._host_words, self._inline_words = wrapping_label("label"), wrapping_label("label")
        self._last_words = wrapping_label("label")
        self._dress()
        self._lay_out()
        for edit in self._edits().values():
            edit.textChanged.connect(self._changed)
        self.in_host.toggled.connect(self._changed)
        self.secret.edited.connect(self._changed)
        self.secret.check_requested.connect(self._test)
        self._retranslate()

    def show_settings(self, settings: Settings, *, kept: bool, place: KeyPlace, key_file: str) -> None:
        """``kept``: a secret is kept for the bucket that the settings name."""
        bucket = settings.bucket
        self._kept_account = bucket.account if kept else ""
        # The variable gives a key, never this secret.
        self.secret.show_place(KeyPlace.KEYRING if place is KeyPlace.ENVIRONMENT else place, key_file)
        for name, edit in self._edits().items():
            edit.setText(getattr(bucket, name))
        self.in_host.setChecked(bucket.in_host)
        self.public_host.setChecked(settings.temporary_host)
        self.inline.setChecked(settings.inline_sound)
        self.secret.show_kept(kept)
        self._changed()

    def settings(self, given: Settings) -> Settings:
        """``given`` with what is chosen here."""
        bucket = self.bucket()
        return replace(
            given,
            bucket_endpoint=bucket.endpoint,
            bucket_name=bucket.name,
            bucket_region=bucket.region,
            bucket_key_id=bucket.key_id,
            bucket_in_host=bucket.in_host,
            bucket_prefix=bucket.prefix,
            temporary_host=self.public_host.isChecked(),
            inline_sound=self.inline.isChecked(),
        )

    def bucket(self) -> Bucket:
        texts = {name: edit.text().strip() for name, edit in self._edits().items()}
        return Bucket(**texts, in_host=self.in_host.isChecked())

    @property
    def good(self) -> bool:
        """Whether this can be saved: the store is whole, or there is none."""
        bucket = self.bucket()
        return (bucket.is_empty or bucket.is_whole) and not self.secret.needs_consent

    def show_result(self, good: bool, words: str) -> None:
        """What came of the test."""
        self.secret.show_result(good, words)
        self.secret.set_testable(self.bucket().is_whole)

    def _edits(self) -> dict[str, QLineEdit]:
        return {
            "endpoint": self.endpoint,
            "name": self.name,
            "region": self.region,
            "key_id": self.key_id,
            "prefix": self.prefix,
        }

    def _test(self, secret: str) -> None:
        self.test_requested.emit(self.bucket(), secret)

    def _changed(self) -> None:
        bucket = self.bucket()
        wrong = frozenset() if bucket.is_empty else bucket.wrong
        for name, edit in self._edits().items():
            # What is merely not filled in yet is no mistake.
            mark_wrong(edit, self._problem.text() if name in wrong and edit.text() else "")
        self._problem.setVisible(bool(wrong))
        self._store_words.setHidden(bool(wrong))
        self.secret.set_testable(bucket.is_whole)
        self.edited.emit()

    def _dress(self) -> None:
        for head in self._heads:
            set_look(head, "strong")
        for label in self._labels:
            set_look(label, "muted")
        names = {
            "bucketEndpoint": self.endpoint, "bucketName": self.name, "bucketRegion": self.region,
            "bucketKeyId": self.key_id, "bucketPrefix": self.prefix, "bucketInHost": self.in_host,
            "allowPublicHost": self.public_host, "allowInlineSound": self.inline,
        }  # fmt: skip
        for name, widget in names.items():
            widget.setObjectName(name)
        for box in (self.in_host, self.public_host, self.inline):
            box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for edit in (self.region, self.prefix):
            edit.setFixedWidth(SHORT_WIDTH)
        self.endpoint.setPlaceholderText("https://s3.eu-central-1.amazonaws.com")
        self.region.setPlaceholderText(REGION)
        self.prefix.setPlaceholderText(PREFIX)
        hints = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
        for edit in self._edits().values():
            edit.setInputMethodHints(hints)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACING_LARGE)
        grid.setVerticalSpacing(SPACING)
        grid.setColumnStretch(1, 1)
        fields = (
            stacked(beside(self.endpoint, self.region), self.in_host),
            stacked(beside(self.name, self.prefix)),
            stacked(self.key_id),
            stacked(self.secret, self._problem, self._store_words),
        )
        for row, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(field, row, 1)
            label.setContentsMargins(0, 7, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self._heads[0])
        column.addLayout(grid)
        column.addSpacing(SPACING)
        column.addWidget(self._heads[1])
        for widget in (
            self.public_host,
            self._host_words,
            self.inline,
            self._inline_words,
            self._last_words,
        ):
            column.addWidget(widget)
        for before, after in pairwise(self.tab_stops()):
            QWidget.setTabOrder(before, after)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """What the Tab key goes through, in the order in which it is seen."""
        return (
            *(self.endpoint, self.region, self.in_host, self.name, self.prefix, self.key_id),
            *self.secret.tab_stops(),
            *(self.public_host, self.inline),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._heads[0].setText(self.tr("Your own object store"))
        self._heads[1].setText(self.tr("Other ways for a sound file"))
        names = (
            self.tr("Address, region"),
            self.tr("Bucket, folder"),
            self.tr("Access key ID"),
            self.tr("Secret key"),
        )
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self.endpoint.setAccessibleName(self.tr("Address of the object store"))
        self.name.setAccessibleName(self.tr("Bucket"))
        self.name.setPlaceholderText(self.tr("name of the bucket"))
        self.region.setAccessibleName(self.tr("Region"))
        self.key_id.setAccessibleName(names[2])
        self.prefix.setAccessibleName(self.tr("Folder in the bucket"))
        self.in_host.setText(self.tr("Bucket in front of the address (Alibaba OSS, Tencent COS)"))
        self._store_words.setText(
            self.tr(
                "S3, R2, OSS, COS, MinIO. A sound file is put there, the service gets a link that lives for "
                "24 hours, and the file is removed when the video is done."
            )
        )
        self._problem.setText(
            self.tr(
                "Fill in address, bucket and access key ID, or empty all three. The address starts with "
                "https://."
            )
        )
        self._retranslate_others()
        self._changed()

    def _retranslate_others(self) -> None:
        self.public_host.setText(self.tr("Offer a public host for sound files"))
        words = self.tr(
            "{host} keeps a file for {hours} hours. The host, and anyone who has the link, can listen to it. "
            "You are asked each time."
        )
        name, hours = self._host
        self._host_words.setText(words.format(host=name, hours=hours))
        self.inline.setText(self.tr("Offer to send the sound inside the request (experimental)"))
        self._inline_words.setText(
            self.tr(
                "Nobody knows whether these services take it. A video may come without your sound and be "
                "charged all the same."
            )
        )
        self._last_words.setText(
            self.tr(
                "Always there: the sound is laid under the finished video on this computer. The service then "
                "does not hear it, so that lips do not move to it."
            )
        )
