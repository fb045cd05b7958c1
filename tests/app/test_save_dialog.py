"""Where a file is saved: its name completed, and no other file overwritten unasked."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from wan_desktop.app import save_dialog
from wan_desktop.app.save_dialog import ask_where


@pytest.fixture(autouse=True)
def completed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Linux, wherever the tests run."""
    monkeypatch.setattr(save_dialog, "sys", SimpleNamespace(platform="linux"))


class Saving:
    """A dialog that is open on ``folder``, whose user has a name in mind."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window, self.folder, self.taken = QWidget(), folder, list[str]()
        qtbot.addWidget(self.window)
        self.window.show()
        ask_where(self.window, "Save", ["Videos (*.mp4)"], folder / "proposed.mp4", self.taken.append)
        [self.dialog] = self.window.findChildren(QFileDialog)

    def give(self, name: str) -> None:
        """What a dialog that asks nothing and completes nothing says once its user has accepted."""
        self.dialog.hide()
        self.dialog.fileSelected.emit(str(self.folder / name))

    def answer(self, words: str) -> None:
        [question] = self.window.findChildren(QMessageBox)
        assert "lake.mp4" in question.text()
        [button] = [b for b in question.findChildren(QAbstractButton) if b.text().strip("&") == words]
        button.click()


@pytest.fixture
def saving(qtbot: QtBot, tmp_path: Path) -> Saving:
    (tmp_path / "lake.mp4").write_bytes(b"another video")
    return Saving(qtbot, tmp_path)


@pytest.mark.parametrize(("platform", "ending"), [("win32", "mp4"), ("darwin", ""), ("linux", "")])
def test_qt_completes_a_name_only_where_the_dialog_asks_after_that(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, ending: str
) -> None:
    monkeypatch.setattr(save_dialog, "sys", SimpleNamespace(platform=platform))
    assert Saving(qtbot, tmp_path).dialog.defaultSuffix() == ending


def test_the_proposed_name_is_there_to_be_accepted(saving: Saving) -> None:
    assert saving.dialog.selectedFiles() == [str(saving.folder / "proposed.mp4")]
    saving.give("proposed.mp4")
    assert saving.taken == [str(saving.folder / "proposed.mp4")]


def test_a_name_without_an_ending_is_completed(saving: Saving) -> None:
    saving.give("sea")
    assert saving.taken == [str(saving.folder / "sea.mp4")]


def test_a_name_that_the_dialog_has_asked_about_is_not_asked_about_again(saving: Saving) -> None:
    saving.give("lake.mp4")
    assert saving.taken == [str(saving.folder / "lake.mp4")]


def test_a_file_that_the_completed_name_meets_is_replaced_only_if_wanted(saving: Saving) -> None:
    saving.give("lake")
    assert saving.taken == []
    saving.answer("Replace")
    assert saving.taken == [str(saving.folder / "lake.mp4")]


def test_else_another_name_is_asked_for(saving: Saving) -> None:
    saving.give("lake")
    saving.answer("Cancel")
    assert saving.taken == []
    assert saving.dialog.isVisible()
    saving.give("lake 2")
    assert saving.taken == [str(saving.folder / "lake 2.mp4")]
