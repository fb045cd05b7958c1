"""The settings dialog hands back what was chosen, refuses what cannot work, and keeps keys out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.core.settings import DEMO, HOSTS, Settings
from wan_desktop.ui.key_field import KeyPlace
from wan_desktop.ui.settings_dialog import Page, SettingsDialog
from wan_desktop.ui.tall_page import TallPage
from wan_desktop.ui.theme import Theme

JIEKOU = HOSTS[0][1]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("light")
    yield theme
    qapp.setStyleSheet("")


def https_only(url: str) -> str:
    """Stands for the rule of the core, which has tests of its own."""
    if not url.startswith("https://"):
        raise InputError(ErrorKind.INVALID_PARAMETER)
    return url.rstrip("/")


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot, tmp_path: Path) -> SettingsDialog:
    dialog = SettingsDialog(theme, https_only, tmp_path / "videos")
    qtbot.addWidget(dialog)
    return dialog


def choose(dialog: SettingsDialog, words: str) -> None:
    dialog.service.setCurrentIndex(dialog.service.findText(words, Qt.MatchFlag.MatchContains))


def saved(dialog: SettingsDialog) -> tuple[Settings, str | None]:
    spy = QSignalSpy(dialog.saved)
    dialog.save_button.click()
    assert spy.count() == 1
    settings, key = spy.at(0)
    assert isinstance(settings, Settings)
    return settings, key


def test_saved_unchanged_gives_the_same_settings_and_no_key(dialog: SettingsDialog) -> None:
    given = Settings(service=JIEKOU, language="zh_CN", theme="dark", muted=True, last_request={"seed": 7})
    dialog.edit(given, with_keys=[JIEKOU])
    assert saved(dialog) == (given, None)
    assert not dialog.isVisible()


def test_settings_in_videos_can_be_switched_off(dialog: SettingsDialog) -> None:
    dialog.edit(Settings())
    assert dialog.tag_videos.isChecked()
    dialog.tag_videos.click()
    assert not saved(dialog)[0].tag_videos
    dialog.edit(Settings(tag_videos=False))
    assert not dialog.tag_videos.isChecked()


def test_every_host_is_there_by_name_and_address(dialog: SettingsDialog) -> None:
    entries = [dialog.service.itemText(row) for row in range(dialog.service.count())]
    assert all(any(url in entry for entry in entries) for _, url in HOSTS)
    assert entries[0] == "Demo on this computer"


def test_a_host_and_a_key_are_handed_back(dialog: SettingsDialog) -> None:
    dialog.edit(Settings())
    choose(dialog, "novita")
    QTest.keyClicks(dialog.key.edit, " sk_secret ")
    settings, key = saved(dialog)
    assert settings.service == "https://api.novita.ai"
    assert key == "sk_secret"


def test_the_demo_asks_for_no_key(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=JIEKOU))
    QTest.keyClicks(dialog.key.edit, "sk")
    choose(dialog, "Demo")
    assert not dialog.key.isVisible()
    settings, key = saved(dialog)
    assert (settings.service, key) == (DEMO, None)


def test_another_address_is_normalised(dialog: SettingsDialog) -> None:
    dialog.edit(Settings())
    choose(dialog, "Another")
    QTest.keyClicks(dialog.url, "https://example.org/wan/")
    assert saved(dialog)[0].service == "https://example.org/wan"


def test_an_address_that_cannot_work_is_said_beside_it_and_not_saved(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service="http://example.org"))
    assert dialog.url_problem.isVisible()
    assert not dialog.save_button.isEnabled()
    dialog.url.setText("https://example.org")
    assert not dialog.url_problem.isVisible()
    assert dialog.save_button.isEnabled()


def test_a_key_typed_for_one_service_does_not_go_to_another(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=JIEKOU))
    QTest.keyClicks(dialog.key.edit, "sk_jiekou")
    choose(dialog, "PPIO")
    assert saved(dialog) == (Settings(service="https://api.ppio.com"), None)


def test_the_key_is_hidden_until_the_eye_is_pressed(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=JIEKOU))
    assert dialog.key.edit.echoMode() is QLineEdit.EchoMode.Password
    dialog.key.eye.trigger()
    assert dialog.key.edit.echoMode() is QLineEdit.EchoMode.Normal
    dialog.edit(Settings(service=JIEKOU))
    assert dialog.key.edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_check_asks_for_service_and_key_and_shows_the_answer(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings(service=JIEKOU))
    assert not dialog.key.check_button.isEnabled()
    QTest.keyClicks(dialog.key.edit, "sk_1")
    with qtbot.waitSignal(dialog.check_requested) as signal:
        dialog.key.check_button.click()
    assert signal.args == [JIEKOU, "sk_1"]
    assert not dialog.key.check_button.isEnabled()
    dialog.show_check_result(False, "The service does not know this key.")
    assert dialog.key.result.isVisible()
    assert dialog.key.check_button.isEnabled()
    QTest.keyClicks(dialog.key.edit, "2")
    assert not dialog.key.result.isVisible()


def test_a_kept_key_can_be_checked_unseen_and_removed(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings(service=JIEKOU), with_keys=[JIEKOU])
    assert dialog.key.edit.text() == ""
    with qtbot.waitSignal(dialog.check_requested) as signal:
        dialog.key.check_button.click()
    assert signal.args == [JIEKOU, ""]
    dialog.key.remove_button.click()
    assert saved(dialog)[1] == ""


def test_without_a_keyring_the_user_is_asked_and_nothing_typed_is_lost(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=JIEKOU))
    QTest.keyClicks(dialog.key.edit, "sk_1")

    def keep(_settings: object, _key: object) -> None:
        if not dialog.may_keep_in_file:
            dialog.ask_for_file("/keys.json")

    dialog.saved.connect(keep)
    dialog.save_button.click()
    assert dialog.isVisible()
    assert "/keys.json" in dialog.key.question.text()
    assert not dialog.save_button.isEnabled()
    dialog.key.file_consent.click()
    assert saved(dialog)[1] == "sk_1"
    assert not dialog.isVisible()


def test_a_key_that_could_not_be_kept_brings_the_dialog_back(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=JIEKOU))
    QTest.keyClicks(dialog.key.edit, "sk_1")
    dialog.save_button.click()
    dialog.show_key_trouble("The keyring is locked.")
    assert dialog.isVisible()
    assert dialog.key.result.text() == "The keyring is locked."
    assert dialog.key.edit.text() == "sk_1"


def test_a_key_from_the_environment_is_named_and_not_editable(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=JIEKOU), with_keys=[JIEKOU], place=KeyPlace.ENVIRONMENT)
    assert not dialog.key.edit.isEnabled()
    assert "WAN_DESKTOP_API_KEY" in dialog.key.place_words.text()
    assert not dialog.key.remove_button.isVisible()


def test_add_a_key_leads_from_the_demo_to_the_field(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings(), focus_key=True)
    assert dialog.service.currentData() == JIEKOU
    qtbot.waitUntil(dialog.key.edit.hasFocus)
    with qtbot.waitSignal(dialog.page_requested) as page:
        dialog.key.page_button.click()
    assert page.args == ["https://jiekou.ai/settings/key-management"]


def test_a_half_path_is_no_library(dialog: SettingsDialog, tmp_path: Path) -> None:
    dialog.edit(Settings())
    QTest.keyClicks(dialog.library, "videos")
    assert dialog.library_problem.isVisible()
    assert not dialog.save_button.isEnabled()
    dialog.library.setText(str(tmp_path))
    assert saved(dialog)[0].library == str(tmp_path)


def test_a_chosen_folder_stands_in_the_field(dialog: SettingsDialog, tmp_path: Path) -> None:
    dialog.edit(Settings(library=str(tmp_path)))
    dialog.choose_button.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    (tmp_path / "库").mkdir()
    chooser.fileSelected.emit(str(tmp_path / "库"))
    chooser.reject()
    assert saved(dialog)[0].library == str(tmp_path / "库")


def test_escape_changes_nothing(dialog: SettingsDialog) -> None:
    dialog.edit(Settings())
    choose(dialog, "PPIO")
    spy = QSignalSpy(dialog.saved)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert spy.count() == 0


def test_nothing_is_cut_when_words_of_trouble_appear(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings(service="http://example.org"))
    dialog.show_check_result(False, "A long answer of the service. " * 12)
    qtbot.waitUntil(lambda: dialog.height() >= dialog.needed_size().height())
    label = dialog.key.result
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))


def test_the_tab_key_goes_from_top_to_bottom(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings(service=JIEKOU))
    qtbot.waitUntil(dialog.service.hasFocus)
    heights = []
    while not dialog.save_button.hasFocus():
        focus = dialog.focusWidget()
        assert focus is not None
        heights.append(focus.mapTo(dialog, focus.rect().center()).y())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert len(heights) < 20
    assert len(heights) > 5
    assert heights == sorted(heights)


def test_a_check_leaves_the_keyboard_at_the_key(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings(service=JIEKOU), focus_key=True)
    QTest.keyClicks(dialog.key.edit, "sk_secret")
    dialog.key.check_button.setFocus()
    QTest.keyClick(dialog.key.check_button, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.key.edit.hasFocus)


def test_limits_are_shown_and_handed_back(dialog: SettingsDialog) -> None:
    dialog.edit(Settings(service=DEMO, limit_per_click="1.50", limit_per_day="20"))
    assert (dialog.limits.per_click.text(), dialog.limits.per_day.text()) == ("1.50", "20")
    dialog.limits.per_click.clear()
    dialog.limits.per_day.setText(" 7.25 ")
    settings, _ = saved(dialog)
    assert (settings.limit_per_click, settings.limit_per_day) == ("", "7.25")


@pytest.mark.parametrize("words", ["-1", "many", "1,000", "1e3", "$5", "٥"])
def test_a_limit_that_is_no_amount_cannot_be_saved(dialog: SettingsDialog, words: str) -> None:
    dialog.edit(Settings(service=DEMO))
    dialog.limits.per_day.setText(words)
    assert not dialog.save_button.isEnabled()
    assert dialog.limits.per_day.accessibleDescription()
    assert not dialog.limits.per_click.accessibleDescription()
    dialog.limits.per_day.setText("5")
    assert dialog.save_button.isEnabled()
    assert not dialog.limits.per_day.accessibleDescription()


def test_on_a_small_screen_the_page_scrolls_and_the_buttons_can_be_reached(
    dialog: SettingsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wan_desktop.ui.dialog.TITLE_BAR", dialog.screen().availableGeometry().height() - 560)
    dialog.edit(Settings())
    dialog.pages.set_value(Page.SOUND)
    qtbot.waitUntil(lambda: dialog.needed_size().height() > 560)
    assert dialog.height() == 560
    assert dialog.rect().contains(dialog.save_button.geometry())
    last = dialog.sound.tab_stops()[-1]
    last.setFocus()
    qtbot.waitUntil(lambda: dialog.childAt(last.mapTo(dialog, last.rect().center())) is last)


def test_where_all_of_it_fits_nothing_scrolls(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings())
    bar = dialog.findChildren(TallPage)[0].verticalScrollBar()
    for page in (Page.SOUND, Page.GENERAL):
        dialog.pages.set_value(page)
        qtbot.waitUntil(lambda: dialog.height() == dialog.needed_size().height())
        qtbot.waitUntil(lambda: not bar.isVisible() and bar.maximum() == 0)


def test_a_label_stands_on_the_line_of_its_field(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.edit(Settings())
    qtbot.waitExposed(dialog)
    for label, field in ((dialog._labels[-1], dialog.notify), (dialog._labels[-2], dialog.theme_choice)):
        words = label.contentsRect().center()
        distance = label.mapTo(dialog, words).y() - field.mapTo(dialog, field.rect().center()).y()
        assert abs(distance) <= 2
