"""Words that follow the language after they were handed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.ui.widgets import Marking
from wan_desktop.ui.sentence import Sentence, SentenceLabel, again, sentence


@sentence
def files_words(count: int) -> str:
    return QCoreApplication.translate("Test", "{count} files").format(count=count)


@pytest.fixture
def marking(qtbot: QtBot) -> Iterator[Marking]:
    marking = Marking()
    yield marking
    QCoreApplication.removeTranslator(marking)


def test_a_sentence_is_said_again_with_its_facts(marking: Marking) -> None:
    said = files_words(3)
    assert said == "3 files"
    QCoreApplication.installTranslator(marking)
    assert (str(said), again(said), again(again(said))) == ("3 files", "~3 files", "~3 files")
    assert again("a name") == "a name"


def test_a_label_follows_what_can_be_said_again_and_leaves_other_words(
    marking: Marking, qtbot: QtBot
) -> None:
    said, given = SentenceLabel(), SentenceLabel()
    for label in (said, given):
        qtbot.addWidget(label)
        label.show()
    said.setText(Sentence(lambda: files_words(2)))
    given.setText("photo.jpg")
    QCoreApplication.installTranslator(marking)
    qtbot.waitUntil(lambda: said.text() == "~2 files")
    assert given.text() == "photo.jpg"
    QCoreApplication.removeTranslator(marking)
    qtbot.waitUntil(lambda: said.text() == "2 files")
