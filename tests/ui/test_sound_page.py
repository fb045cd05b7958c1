"""The settings' page about sound: a whole store or none, its test, and the ways that come with a warning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.bucket import Bucket
from wan_desktop.core.settings import Settings
from wan_desktop.ui.settings_dialog import Page, SettingsDialog
from wan_desktop.ui.theme import Theme

STORE = Settings(
    bucket_endpoint="https://s3.example",
    bucket_name="sounds",
    bucket_region="eu-central-1",
    bucket_key_id="AKIAEXAMPLE",
    bucket_in_host=True,
    bucket_prefix="clips",
    temporary_host=True,
    inline_sound=True,
    service="demo",
)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("light")
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot, tmp_path: Path) -> SettingsDialog:
    dialog = SettingsDialog(theme, check_base_url, tmp_path / "videos", public_host=("files.example", 24))
    qtbot.addWidget(dialog)
    return dialog


def saved(dialog: SettingsDialog) -> Settings:
    spy = QSignalSpy(dialog.saved)
    dialog.save_button.click()
    assert spy.count() == 1
    settings = spy.at(0)[0]
    assert isinstance(settings, Settings)
    return settings


def test_one_page_is_seen_and_both_are_saved(dialog: SettingsDialog) -> None:
    dialog.edit(STORE, with_secret=True)
    assert (dialog.general.isVisible(), dialog.sound.isVisible()) == (True, False)
    dialog.pages.set_value(Page.SOUND)
    assert (dialog.general.isVisible(), dialog.sound.isVisible()) == (False, True)
    assert saved(dialog) == STORE
    assert dialog.sound.secret.key is None


def test_a_store_typed_in_comes_back_trimmed(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service="demo"))
    page = dialog.sound
    assert not page.public_host.isChecked()
    assert not page.inline.isChecked()
    for edit, text in (
        (page.endpoint, " https://r2.example "),
        (page.name, "sounds "),
        (page.key_id, "AKIA1"),
        (page.secret.edit, " s3cret "),
    ):
        edit.setText(text)
    wanted = saved(dialog).bucket
    assert wanted == Bucket("https://r2.example", "sounds", "", "AKIA1")
    assert page.secret.key == "s3cret"


def test_half_a_store_cannot_be_saved_from_either_page(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service="demo"))
    dialog.pages.set_value(Page.SOUND)
    dialog.sound.endpoint.setText("s3.example")
    assert not dialog.save_button.isEnabled()
    assert dialog.elsewhere.isHidden()
    assert dialog.sound.endpoint.property("wrong") is True
    dialog.pages.set_value(Page.GENERAL)
    assert not dialog.elsewhere.isHidden(), "what is wrong is on the page that is not seen"
    dialog.sound.endpoint.clear()
    assert dialog.save_button.isEnabled()
    assert dialog.elsewhere.isHidden()


def test_the_test_wants_a_whole_store_and_a_secret(dialog: SettingsDialog) -> None:
    dialog.edit(STORE, with_secret=False)
    page = dialog.sound
    dialog.pages.set_value(Page.SOUND)
    assert not page.secret.check_button.isEnabled()
    page.secret.edit.setText("s3cret")
    assert page.secret.check_button.isEnabled()
    page.name.clear()
    assert not page.secret.check_button.isEnabled()
    page.name.setText("sounds")
    spy = QSignalSpy(page.test_requested)
    page.secret.check_button.click()
    assert spy.at(0) == [STORE.bucket, "s3cret"]
    assert not page.secret.check_button.isEnabled()
    page.show_result(False, "There is no such bucket.")
    assert page.secret.result.text() == "There is no such bucket."
    assert page.secret.check_button.isEnabled()


def test_a_kept_secret_is_tested_without_being_typed(dialog: SettingsDialog) -> None:
    dialog.edit(STORE, with_secret=True)
    spy = QSignalSpy(dialog.sound.test_requested)
    dialog.sound.secret.check_button.click()
    assert spy.at(0) == [STORE.bucket, ""]


def test_without_a_keyring_the_page_with_the_secret_asks(dialog: SettingsDialog) -> None:
    dialog.edit(STORE)
    dialog.sound.secret.edit.setText("s3cret")
    dialog.saved.connect(lambda *_: dialog.ask_for_file("/home/ann/api-keys.json"))
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.pages.value() is Page.SOUND
    assert not dialog.save_button.isEnabled()
    dialog.sound.secret.file_consent.click()
    assert dialog.save_button.isEnabled()
    assert dialog.may_keep_in_file


def test_the_public_host_is_named_with_its_time(dialog: SettingsDialog) -> None:
    words = dialog.sound._host_words.text()
    assert "files.example" in words
    assert "24 hours" in words
