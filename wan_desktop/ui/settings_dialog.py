"""Service, key, library, limits, language, theme, and a page about sound. It only shows and hands back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from wan_desktop.core.errors import InputError
from wan_desktop.core.settings import DEMO, HOSTS, Settings
from wan_desktop.ui.dialog import Dialog
from wan_desktop.ui.form_parts import beside, choose, rule, set_words, show_problem, stacked
from wan_desktop.ui.key_field import KeyField, KeyPlace
from wan_desktop.ui.limits_field import LimitsField
from wan_desktop.ui.segmented import Segmented
from wan_desktop.ui.sound_page import SoundPage
from wan_desktop.ui.tall_page import TallPage
from wan_desktop.ui.theme import SPACING_LARGE, Theme, set_look

WIDTH = 600
LABEL_TOP, LABEL_TOP_OF_SWITCH = 7, 3
"""Above a label, so that it stands on the line of its field; a switch is lower than the other fields."""
OTHER = ""
"""What the list of services holds where the user writes an address."""

BRANDS = {"jiekou": "Jiekou AI", "highway": "Highway API", "novita": "Novita AI", "ppio": "PPIO"}
KEY_PAGES = {"https://api.jiekou.ai": "https://jiekou.ai/settings/key-management"}
"""Where people get their keys; the other hosts document no page of theirs."""


class Page(StrEnum):
    """The pages of the settings."""

    GENERAL = "general"
    SOUND = "sound"


class SettingsDialog(Dialog):
    """Shows the settings given and hands back the ones wanted.

    Saving closes it. Where the key then cannot be kept, the joint calls :meth:`ask_for_file` or
    :meth:`show_key_trouble`, at once or later: the dialog is open again with what was typed.

    Signals:
        saved(object, object): Settings, and the key: str, "" to remove it, None where unchanged.
            ``may_keep_in_file`` says whether a file will do for the key.
        check_requested(str, str): base URL, and the key typed or "" for the one kept. Answer with
            :meth:`show_check_result`.
        page_requested(str): the URL of a page for the browser.

    The page about sound has signals of its own, and ``sound.secret.key`` is the object store's secret, as the
    key.
    """

    saved = Signal(object, object)
    check_requested = Signal(str, str)
    page_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        check_base_url: Callable[[str], str],
        default_library: Path,
        parent: QWidget | None = None,
        *,
        public_host: tuple[str, int] = ("", 0),
    ) -> None:
        """``check_base_url`` gives the normal form of an address or raises InputError.

        ``public_host``: what a sound may be offered to, and the hours for which it is kept there.
        """
        super().__init__(WIDTH, parent)
        self._check_base_url = check_base_url
        self._default_library = default_library
        self._settings = Settings()
        self._with_keys: Collection[str] = ()
        self._held_open = False
        self.service, self.language, self.theme_choice = (QComboBox(self) for _ in range(3))
        self.url, self.library = QLineEdit(self), QLineEdit(self)
        self.url_problem, self.library_problem, self.elsewhere = (QLabel(self) for _ in range(3))
        self.tag_videos, self.notify = QCheckBox(self), QCheckBox(self)
        self.service_words = QLabel(self)
        self.limits = LimitsField(self)
        self.key = KeyField(theme, self)
        self.pages = Segmented(tuple(Page), self)
        self.general, self.sound = QWidget(self), SoundPage(theme, *public_host, self)
        self.choose_button = QPushButton(self)
        self.save_button, self.cancel_button = QPushButton(self), QPushButton(self)
        self._labels = [QLabel(self) for _ in range(7)]
        self._dress()
        self._lay_out()
        self._connect()
        self._retranslate()
        self._show_page()

    @property
    def may_keep_in_file(self) -> bool:
        """Whether the user agreed to a file where there is no keyring."""
        return self.key.may_keep_in_file or self.sound.secret.may_keep_in_file

    def edit(
        self,
        settings: Settings,
        *,
        with_keys: Collection[str] = (),
        place: KeyPlace = KeyPlace.KEYRING,
        key_file: str = "",
        focus_key: bool = False,
        with_secret: bool = False,
    ) -> None:
        """Opens with these settings. ``with_keys``: base URLs for which a key is kept.

        ``with_secret``: the secret of the object store is kept.
        """
        self._settings, self._with_keys = settings, with_keys
        self.key.show_place(place, key_file)
        self._choose_service(settings.service or DEMO)
        self.library.setText(settings.library)
        self.tag_videos.setChecked(settings.tag_videos)
        self.notify.setChecked(settings.notify)
        self.limits.set_values(settings.limit_per_click, settings.limit_per_day)
        choose(self.language, settings.language)
        choose(self.theme_choice, settings.theme)
        self.sound.show_settings(settings, kept=with_secret, place=place, key_file=key_file)
        self.pages.set_value(Page.GENERAL)
        self._show_service()
        self.open()
        self.service.setFocus()
        if focus_key:
            self.show_key_wish()

    def show_key_wish(self) -> None:
        """Goes to the key: from the demo to the first real service, the cursor in the field."""
        if self.service.currentData() == DEMO:
            choose(self.service, HOSTS[0][1])
        self.key.edit.setFocus()

    def show_check_result(self, good: bool, words: str) -> None:
        self.key.show_result(good, words)

    def ask_for_file(self, key_file: str) -> None:
        """There is no keyring: stays (or comes back) open and asks whether a file will do."""
        self._hold_open()
        secret_alone = bool(self.sound.secret.key) and not self.key.key
        self.pages.set_value(Page.SOUND if secret_alone else Page.GENERAL)
        (self.sound.secret if secret_alone else self.key).ask_for_file(key_file)
        self._check()

    def show_key_trouble(self, words: str) -> None:
        """The key could not be kept: stays (or comes back) open and says why."""
        self._hold_open()
        self.key.show_result(False, words)

    def _hold_open(self) -> None:
        self._held_open = True
        if not self.isVisible():
            self.open()

    def _dress(self) -> None:
        set_look(self.service_words, "label")
        set_look(self.save_button, "primary")
        self.service_words.setWordWrap(True)
        for problem in (self.url_problem, self.library_problem, self.elsewhere):
            set_look(problem, "error")
            problem.setWordWrap(True)
            problem.hide()
        for label in self._labels:
            set_look(label, "muted")
        names = {
            "serviceChoice": self.service, "serviceUrl": self.url, "libraryEdit": self.library,
            "tagVideos": self.tag_videos, "languageChoice": self.language, "themeChoice": self.theme_choice,
            "notify": self.notify, "saveButton": self.save_button, "settingsPages": self.pages,
        }  # fmt: skip
        for name, widget in names.items():
            widget.setObjectName(name)
        for switch in (self.tag_videos, self.notify):
            switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.save_button.setDefault(True)
        self.choose_button.setAutoDefault(False)
        self.url.setPlaceholderText("https://")
        self._fill_choices()

    def _fill_choices(self) -> None:
        self.service.addItem("", DEMO)
        for name, url in HOSTS:
            self.service.addItem(f"{BRANDS.get(name, name)} · {url}", url)
        self.service.addItem("", OTHER)
        for language in ("system", "en", "zh_CN"):
            self.language.addItem("", language)
        for theme in ("system", "light", "dark"):
            self.theme_choice.addItem("", theme)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACING_LARGE)
        grid.setVerticalSpacing(SPACING_LARGE)
        grid.setColumnStretch(1, 1)
        fields = (
            stacked(self.service, self.url, self.url_problem, self.service_words),
            stacked(self.key),
            stacked(beside(self.library, self.choose_button), self.library_problem, self.tag_videos),
            stacked(self.limits),
            stacked(self.language),
            stacked(self.theme_choice),
            stacked(self.notify),
        )
        for row, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(field, row, 1)
            label.setContentsMargins(0, LABEL_TOP, 0, 0)
        self._labels[-1].setContentsMargins(0, LABEL_TOP_OF_SWITCH, 0, 0)
        self.general.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.pages)
        self.body.addWidget(TallPage((self.general, self.sound), self), 1)
        self.body.addWidget(self.elsewhere)
        self.body.addWidget(rule(self))
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.save_button)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """The Tab key goes as the eye does, not in the order of making."""
        stops = (
            *(self.pages, self.service, self.url, *self.key.tab_stops(), self.library, self.choose_button),
            self.tag_videos,
            *self.limits.tab_stops(),
            *(self.language, self.theme_choice, self.notify),
            *self.sound.tab_stops(),
            *(self.cancel_button, self.save_button),
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.service.currentIndexChanged.connect(self._show_service)
        self.url.textChanged.connect(self._show_service)
        self.library.textChanged.connect(self._check)
        self.limits.edited.connect(self._check)
        self.key.edited.connect(self._check)
        self.sound.edited.connect(self._check)
        self.pages.value_changed.connect(self._show_page)
        self.key.check_requested.connect(self._request_check)
        self.key.page_requested.connect(self._request_page)
        self.choose_button.clicked.connect(self._choose_folder)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)

    def _choose_service(self, service: str) -> None:
        if self.service.findData(service) >= 0:
            choose(self.service, service)
            self.url.clear()
        else:
            choose(self.service, OTHER)
            self.url.setText(service)

    def _show_service(self) -> None:
        """Shows what belongs to the service chosen, with the key's field empty: keys differ by service."""
        chosen = self.service.currentData()
        self.url.setVisible(chosen == OTHER)
        self.service_words.setVisible(chosen == DEMO)
        self.key.setVisible(chosen != DEMO)
        self._labels[1].setVisible(chosen != DEMO)
        service = self._service()
        self.key.show_kept(service in self._with_keys)
        self.key.show_page_button(service in KEY_PAGES)
        self._check()

    def _service(self) -> str | None:
        """The service chosen as the settings name it; None while its address is no good."""
        chosen = str(self.service.currentData())
        if chosen != OTHER:
            return chosen
        try:
            return self._check_base_url(self.url.text())
        except InputError:
            return None

    def _check(self) -> None:
        service_good = self._service() is not None
        show_problem(self.url, self.url_problem, not service_good and bool(self.url.text()))
        library = self.library.text().strip()
        library_good = not library or Path(library).is_absolute()
        show_problem(self.library, self.library_problem, not library_good)
        general_good = service_good and library_good and self.limits.good and not self.key.needs_consent
        self.save_button.setEnabled(general_good and self.sound.good)
        on_sound = self.pages.value() is Page.SOUND
        self.elsewhere.setVisible(not general_good if on_sound else not self.sound.good)

    def _show_page(self) -> None:
        on_sound = self.pages.value() is Page.SOUND
        self.general.setVisible(not on_sound)
        self.sound.setVisible(on_sound)
        self._check()

    def _request_check(self, key: str) -> None:
        service = self._service()
        if service is None:
            self.key.show_result(False, self.tr("Write the service’s address first."))
        else:
            self.check_requested.emit(service, key)

    def _request_page(self) -> None:
        self.page_requested.emit(KEY_PAGES[self._service() or ""])

    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, self.tr("Library folder"), self._folder_now())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.library.setText)
        chooser.open()

    def _folder_now(self) -> str:
        return self.library.text().strip() or str(self._default_library)

    def _save(self) -> None:
        per_click, per_day = self.limits.values()
        wanted = replace(
            self.sound.settings(self._settings),
            service=self._service() or DEMO,
            library=self.library.text().strip(),
            tag_videos=self.tag_videos.isChecked(),
            notify=self.notify.isChecked(),
            limit_per_click=per_click,
            limit_per_day=per_day,
            language=str(self.language.currentData()),
            theme=str(self.theme_choice.currentData()),
        )
        self._held_open = False
        self.saved.emit(wanted, None if wanted.service == DEMO else self.key.key)
        if not self._held_open:
            self.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.title.setText(self.tr("Settings"))
        pages = (self.tr("General"), self.tr("Sound"))
        self.pages.set_words(self.tr("Page of the settings"), pages)
        self.elsewhere.setText(self.tr("Something on the other page is not complete yet."))
        names = (
            self.tr("Service"), self.tr("API key"), self.tr("Library folder"),
            self.tr("Limits"), self.tr("Language"), self.tr("Theme"), self.tr("Notifications"),
        )  # fmt: skip
        fields = (self.service, self.key.edit, self.library, self.limits, self.language, self.theme_choice)
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        # The last label's check box has words of its own.
        for label, field, name in zip(self._labels, fields, names, strict=False):
            field.setAccessibleName(name)
            # A combo box is named by its label alone: as its name Qt gives the choice.
            label.setBuddy(field)
        self.url.setAccessibleName(self.tr("Address of the service"))
        self.service_words.setText(
            self.tr("Videos are rendered on this computer. Nothing is sent and nothing is charged.")
        )
        self.url_problem.setText(
            self.tr("Write an address that starts with https://. Plain http:// works for this computer only.")
        )
        self.library_problem.setText(self.tr("Write the whole path of a folder, or leave this empty."))
        self.library.setPlaceholderText(str(self._default_library))
        self.choose_button.setText(self.tr("Choose…"))
        self.tag_videos.setText(self.tr("Write the settings and the image into the finished video"))
        self.tag_videos.setToolTip(
            self.tr(
                "Prompt, parameters and a small copy of the image. Whoever gets the video can see them; "
                "dropped into this window, it brings them back."
            )
        )
        self.notify.setText(self.tr("Tell me when a video is done and this window is not in front"))
        self.save_button.setText(self.tr("Save"))
        self.cancel_button.setText(self.tr("Cancel"))
        self._retranslate_choices()

    def _retranslate_choices(self) -> None:
        set_words(self.service, DEMO, self.tr("Demo on this computer"))
        set_words(self.service, OTHER, self.tr("Another address…"))
        set_words(self.language, "system", self.tr("Like the system"))
        # Languages are named in themselves, so that whoever cannot read this one finds theirs.
        set_words(self.language, "en", "English")
        set_words(self.language, "zh_CN", "简体中文")
        set_words(self.theme_choice, "system", self.tr("Like the system"))
        set_words(self.theme_choice, "light", self.tr("Light"))
        set_words(self.theme_choice, "dark", self.tr("Dark"))
