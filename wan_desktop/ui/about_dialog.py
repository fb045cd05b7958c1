"""What the program is, and the licence of every part that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wan_desktop.core.bundled_parts import BundledPart, BundledParts
from wan_desktop.core.paths import resource
from wan_desktop.ui.announce import announce
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.field import inline_button, wrapping_label
from wan_desktop.ui.theme import SPACING, SPACING_LARGE, SPACING_SMALL, set_look

WIDTH, LIST_WIDTH, TEXT_HEIGHT, ICON = 780, 250, 210, 56


class AboutDialog(Dialog):
    """The parts are shown by :meth:`show_parts`, the text of one by :meth:`show_text`, once they are read.

    Signals:
        text_wanted(BundledPart): its licence is to be read.
    """

    drawn_taller = True
    text_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._versions: tuple[tuple[str, str], ...] = ()
        self._parts = BundledParts((), bundled=True)
        self._home: Path | None = None
        self._part: BundledPart | None = None
        self.icon = QLabel(self)
        self.sentence, self.licence, self.portable = (wrapping_label(look) for look in ("", "muted", "muted"))
        self.versions, self.parts_label, self.source = QLabel(self), QLabel(self), wrapping_label("label")
        self.copied = QLabel(self)
        self.filter = QLineEdit(self)
        self.names = QListWidget(self)
        self.text = QPlainTextEdit(self)
        self.copy_source_button = inline_button(self._copy_source)
        self.copy_button, self.close_button = (QPushButton(self, autoDefault=False) for _ in range(2))
        self._dress()
        self._lay_out()
        self.filter.textChanged.connect(self._fill)
        self.names.currentItemChanged.connect(self._choose)
        self.copy_button.clicked.connect(self._copy_versions)
        self.close_button.clicked.connect(self.reject)
        self._retranslate()

    def ask(self, versions: Sequence[tuple[str, str]], home: Path | None) -> None:
        """Opens. ``versions`` are names and versions, the program's first; ``home`` is a portable one's."""
        self._home = home
        self.show_versions(versions)
        self.filter.clear()
        self.copied.clear()
        self.open()
        self.filter.setFocus()

    def show_versions(self, versions: Sequence[tuple[str, str]]) -> None:
        """What is known of them by now."""
        self._versions = tuple(versions)
        self._retranslate()

    def show_parts(self, parts: BundledParts) -> None:
        """All of them; the first is chosen."""
        self._parts = parts
        self._retranslate()
        self._fill()

    def show_text(self, part: BundledPart, text: str) -> None:
        """The licence of a part, unless another is chosen by now."""
        if part is self._part:
            self.text.setPlainText(text or self.tr("There is no text of its licence in this environment."))

    def _fill(self) -> None:
        chosen, wanted = self._part, self.filter.text().casefold().split()
        self.names.clear()
        for part in self._parts.parts:
            if all(word in f"{part.name} {part.version} {part.licence}".casefold() for word in wanted):
                item = QListWidgetItem(f"{part.name} {part.version}\n{_shortened(part.licence)}")
                item.setData(Qt.ItemDataRole.UserRole, part)
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{part.name} {part.version}: {part.licence}"
                )
                self.names.addItem(item)
                if part is chosen:
                    self.names.setCurrentItem(item)
        if self.names.currentItem() is None:
            self.names.setCurrentRow(0)
        if not self.names.count():
            self._choose(None)

    def _choose(self, item: QListWidgetItem | None) -> None:
        part: BundledPart | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        if part is self._part and part is not None:
            return
        self._part = part
        self.text.clear()
        self.copy_source_button.setVisible(part is not None and part.source.startswith("http"))
        self._say_source()
        if part is not None:
            self.text_wanted.emit(part)

    def _say_source(self) -> None:
        words = "" if self._part is None else self.tr("Source code: {place}").format(place=self._part.source)
        self.source.setText(words if self._part is not None and self._part.source else "")
        self.source.setToolTip(self._part.source if self._part is not None else "")

    def _copy_versions(self) -> None:
        QGuiApplication.clipboard().setText(
            "\n".join(f"{name} {version}" for name, version in self._versions)
        )
        self._say_copied()

    def _copy_source(self) -> None:
        if self._part is not None:
            QGuiApplication.clipboard().setText(self._part.source)
            self._say_copied()

    def _say_copied(self) -> None:
        self.copied.setText(self.tr("Copied."))
        announce(self, self.copied.text())

    def _dress(self) -> None:
        icon = QIcon(str(resource("icons", "app.svg")))
        self.icon.setPixmap(icon.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        self.icon.setFixedSize(ICON, ICON)
        set_look(self.versions, "muted")
        set_look(self.copied, "ok")
        set_look(self.parts_label, "strong")
        set_look(self.names, "files")
        set_look(self.text, "code")
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        for label in (self.versions, self.source):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(selectable)
        self.names.setObjectName("aboutParts")
        self.names.setFixedWidth(LIST_WIDTH)
        self.names.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.filter.setObjectName("aboutFilter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(LIST_WIDTH)
        self.text.setObjectName("aboutText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(TEXT_HEIGHT)
        self.copy_source_button.hide()
        self.close_button.setDefault(True)

    def _lay_out(self) -> None:
        about = QVBoxLayout()
        about.setSpacing(SPACING_SMALL)
        for label in (self.sentence, self.licence, self.versions, self.portable):
            about.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(SPACING_LARGE)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(about, 1)
        self.body.addLayout(head)
        left = QVBoxLayout()
        left.setSpacing(SPACING)
        left.addWidget(self.filter)
        left.addWidget(self.names, 1)
        where = QHBoxLayout()
        where.addWidget(self.source, 1)
        where.addWidget(self.copy_source_button)
        right = QVBoxLayout()
        right.setSpacing(SPACING)
        right.addLayout(where)
        right.addWidget(self.text, 1)
        columns = QHBoxLayout()
        columns.setSpacing(SPACING)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        self.body.addWidget(self.parts_label)
        self.body.addLayout(columns, 1)
        self.buttons.addWidget(self.copy_button)
        self.buttons.addWidget(self.copied)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("About Wan Desktop"))
        number = self._versions[0][1] if self._versions else ""
        self.title.setText(f"Wan Desktop {number}".strip())
        self.sentence.setText(self.tr("Turns an image into a video with the cloud service Wan 2.6."))
        self.licence.setText(
            self.tr(
                "Free software under the GNU General Public License, version 3 or later: you may use, study, "
                "share and change it. There is no warranty."
            )
        )
        self.versions.setText(" · ".join(f"{name} {version}" for name, version in self._versions[1:]))
        portable = self.tr("Portable: everything is kept in {folder}")
        self.portable.setText("" if self._home is None else portable.format(folder=self._home))
        self.portable.setVisible(self._home is not None)
        self.parts_label.setText(
            self.tr("What it is made of")
            if self._parts.bundled
            else self.tr("Packages installed beside it, for it runs from its source code")
        )
        self.filter.setPlaceholderText(self.tr("Filter by name or licence"))
        self.filter.setAccessibleName(self.tr("Filter by name or licence"))
        self.names.setAccessibleName(self.tr("Parts of the program"))
        self.text.setAccessibleName(self.tr("Text of the licence"))
        self.copy_source_button.setText(self.tr("Copy the link"))
        self.copy_button.setText(self.tr("Copy the versions"))
        self.close_button.setText(self.tr("Close"))
        self._say_source()


def _shortened(licence: str) -> str:
    return licence if len(licence) <= 36 else f"{licence[:35].rstrip()}…"
