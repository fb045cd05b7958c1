"""The dialog for many videos: order, prompts, price and consent, as mouse and keyboard use it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.widgets import find, focused, heard
from wan_desktop.core.batch_draft import OpenBatch
from wan_desktop.core.money import Money
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.ui.batch_dialog import BatchDialog, WantedVideo
from wan_desktop.ui.batch_images import IMAGE_ROLE, ROWS
from wan_desktop.ui.money_words import Quote
from wan_desktop.ui.theme import Theme

SOURCES = [Path(f"/pictures/{name}.jpg") for name in ("a", "b", "c", "d")]
REQUEST = Request(prompt="Slow dolly-in", resolution="720P", shots="multi", audio=False)


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "$")


@pytest.fixture
def dialog(qtbot: QtBot, light_theme: Theme) -> BatchDialog:
    dialog = BatchDialog(light_theme)
    qtbot.addWidget(dialog)
    dialog.start(SOURCES, REQUEST, 1)
    for source in SOURCES:
        prepare(dialog, source)
    dialog.show_quote(Quote(dollars("3"), dollars("9.30"), dollars("20"), dollars("11.25")))
    return dialog


def prepare(dialog: BatchDialog, source: Path) -> None:
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    dialog.images.learn(source, thumbnail=picture, file_name=f"{source.stem}-sent.jpg", chip="2000 × 1500")


def names(dialog: BatchDialog) -> str:
    return "".join(image.source.stem for image in dialog.images.images())


def videos(wanted: tuple[WantedVideo, ...]) -> list[tuple[str, str]]:
    return [(video.image.file_name, video.prompt) for video in wanted]


def test_it_says_what_all_of_it_costs_and_leaves(dialog: BatchDialog) -> None:
    assert dialog.title.text() == "4 videos, $3.00"
    assert dialog._facts.text() == (
        "720P · 5 s · multi shot · silent, one video per image. Balance after: about $9.30. "
        "Your limit for a day is $20.00, of which $11.25 is left."
    )
    assert dialog.generate_button.text() == "Generate 4 videos"


@pytest.mark.parametrize(
    ("quote", "title", "sentence"),
    [
        (Quote(), "4 videos, price unknown", "The service does not say what a video costs."),
        (Quote(free=True), "4 videos, free in demo mode", "one video per image."),
    ],
)
def test_an_unknown_price_and_a_free_one_are_said(
    dialog: BatchDialog, quote: Quote, title: str, sentence: str
) -> None:
    dialog.show_quote(quote)
    assert dialog.title.text() == title
    assert dialog._facts.text().endswith(sentence)


def test_what_the_form_lacks_shuts_the_button_and_is_said(dialog: BatchDialog) -> None:
    dialog.show_settings(replace(REQUEST, sound="a.mp3"), "One moment.")
    assert not dialog.generate_button.isEnabled()
    assert dialog._forbidden.text() == "One moment."
    assert "your sound" in dialog._facts.text()
    dialog.show_settings(REQUEST, "")
    assert dialog.generate_button.isEnabled()


def test_a_limit_that_forbids_it_shuts_the_button_and_says_why(dialog: BatchDialog) -> None:
    dialog.show_quote(Quote(dollars("3"), forbidden="Too much."))
    assert not dialog.generate_button.isEnabled()
    assert dialog._forbidden.text() == "Too much."


def test_one_click_asks_for_all_in_their_order_once(dialog: BatchDialog) -> None:
    asked = heard(dialog.generate_requested)
    dialog.images.move(3, 0)
    QTest.mouseClick(dialog.generate_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.generate_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [wanted] = asked
    assert videos(wanted) == [(f"{name}-sent.jpg", "Slow dolly-in") for name in "dabc"]
    dialog.unlock()
    assert dialog.generate_button.isEnabled()


def test_control_and_enter_ask_and_enter_alone_never_does(dialog: BatchDialog) -> None:
    asked = heard(dialog.generate_requested)
    for widget in (dialog.grid, dialog.generate_button, dialog.preview, dialog):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Return)
        QTest.keyClick(widget, Qt.Key.Key_Enter)
    assert (asked, dialog.isVisible()) == ([], True)
    QTest.keyClick(dialog.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1


def test_nothing_is_asked_for_before_all_that_is_sent_is_there(dialog: BatchDialog) -> None:
    dialog.images.learn(SOURCES[2], file_name="")
    dialog.unlock()
    assert not dialog.generate_button.isEnabled()
    assert "1 to go" in dialog._progress.text()
    prepare(dialog, SOURCES[2])
    dialog.unlock()
    assert dialog.generate_button.isEnabled()


def test_an_image_that_can_not_be_used_is_listed_with_its_sentence(dialog: BatchDialog, qtbot: QtBot) -> None:
    counted = heard(dialog.counted)
    dialog.refuse(SOURCES[1], "This is no image.")
    qtbot.waitUntil(dialog._refusals.isVisible)
    assert dialog._problems.text() == "b.jpg: This is no image."
    assert (names(dialog), counted[-1]) == ("acd", 3)
    assert dialog.generate_button.text() == "Generate 3 videos"


def test_images_are_moved_and_taken_out_by_keys(dialog: BatchDialog) -> None:
    dialog.grid.choose(1)
    QTest.keyClick(dialog.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(dialog) == "acbd"
    QTest.keyClick(dialog.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert names(dialog) == "bacd"
    QTest.keyClick(dialog.grid, Qt.Key.Key_Delete)
    assert names(dialog) == "acd"
    assert dialog.grid.currentIndex().row() == 0


@pytest.mark.parametrize(("row", "before", "order"), [(0, 2, "bacd"), (3, 0, "dabc"), (1, -1, "acdb")])
def test_dragged_to_another_place_it_is_moved_and_not_copied(
    dialog: BatchDialog, row: int, before: int, order: str
) -> None:
    model = dialog.images
    mime = model.mimeData([model.index(row)])
    copy = QMimeData()
    copy.setData(ROWS, mime.data(ROWS))
    # What the view does at a drop; True would let it remove the row it came from.
    assert not model.dropMimeData(copy, Qt.DropAction.MoveAction, before, 0, QModelIndex())
    assert names(dialog) == order


def test_the_chosen_one_is_shown_with_what_was_done_to_it(dialog: BatchDialog) -> None:
    chosen = heard(dialog.chosen)
    QTest.mouseClick(
        dialog.grid.viewport(),
        Qt.MouseButton.LeftButton,
        pos=dialog.grid.visualRect(dialog.images.index(2)).center(),
    )
    assert chosen[-1].source == SOURCES[2]
    assert dialog._chip.text() == "2000 × 1500"
    find(dialog, QPushButton, "removeFromBatch").click()
    assert names(dialog) == "abd"


class TestPromptsOfTheirOwn:
    @pytest.fixture
    def dialog(self, dialog: BatchDialog) -> BatchDialog:
        find(dialog, QPushButton, "promptSwitch").click()
        return dialog

    def test_they_begin_as_the_shared_one(self, dialog: BatchDialog) -> None:
        assert focused() is dialog.table
        assert {video.prompt for video in dialog.wanted()} == {"Slow dolly-in"}

    def test_two_columns_go_by_name(self, dialog: BatchDialog) -> None:
        QGuiApplication.clipboard().setText('image\tprompt\nc.jpg\t"Rain,\nthen sun"\na\tMist\nnobody\tx\n')
        QTest.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        prompts = [video.prompt for video in dialog.wanted()]
        assert prompts == ["Mist", "Slow dolly-in", "Rain,\nthen sun", "Slow dolly-in"]
        assert dialog._hint.text() == "2 prompts came. 1 rows belong to no image here."

    def test_one_column_goes_in_order_from_the_row_that_is_chosen(self, dialog: BatchDialog) -> None:
        dialog.table.setCurrentIndex(dialog.table.model().index(1, 1))
        dialog.table.paste("two\nthree")
        assert [video.prompt for video in dialog.wanted()][1:3] == ["two", "three"]

    def test_they_move_with_their_image_and_go_with_it(self, dialog: BatchDialog) -> None:
        dialog.table.paste("A\nB\nC\nD")
        dialog.images.move(0, 4)
        dialog.images.remove(0)
        assert videos(dialog.wanted()) == [("c-sent.jpg", "C"), ("d-sent.jpg", "D"), ("a-sent.jpg", "A")]
        model = dialog.table.model()
        assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["C", "D", "A"]

    def test_one_is_typed_over_and_one_emptied(self, dialog: BatchDialog) -> None:
        model = dialog.table.model()
        assert model.setData(model.index(0, 1), "typed")
        assert not model.setData(model.index(0, 0), "a name")
        dialog.table.setCurrentIndex(model.index(1, 1))
        QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
        assert [video.prompt for video in dialog.wanted()][:2] == ["typed", ""]

    def test_one_that_is_too_long_is_named_and_nothing_is_cut(self, dialog: BatchDialog) -> None:
        dialog.table.paste("ok\n" + "x" * (BY_NAME["prompt"].maximum + 1))
        dialog.unlock()
        assert not dialog.generate_button.isEnabled()
        assert "“b.jpg”" in dialog._forbidden.text()

    def test_back_to_one_for_all(self, dialog: BatchDialog) -> None:
        dialog.table.paste("A\nB\nC\nD")
        find(dialog, QPushButton, "promptSwitch").click()
        assert {video.prompt for video in dialog.wanted()} == {"Slow dolly-in"}


def test_variations_are_counted(dialog: BatchDialog) -> None:
    dialog.start(SOURCES, REQUEST, 3)
    dialog.show_quote(Quote(dollars("9")))
    assert dialog.title.text() == "12 videos, $9.00"
    assert "3 videos per image." in dialog._facts.text()
    assert dialog.generate_button.text() == "Generate 12 videos"


def test_it_fits_a_small_screen_with_two_hundred_images(dialog: BatchDialog) -> None:
    dialog.start([Path(f"/p/{number}.jpg") for number in range(200)], REQUEST, 1)
    dialog.refuse(Path("/p/3.jpg"), "This is no image.")
    find(dialog, QPushButton, "promptSwitch").click()
    dialog._show_all()
    assert dialog.needed_size().height() <= 640
    assert dialog.needed_size().width() <= 960


def test_a_batch_left_open_goes_on_as_it_was(dialog: BatchDialog) -> None:
    dialog.grid.choose(0)
    QTest.keyClick(dialog.grid, Qt.Key.Key_Delete)
    dialog.images.move(2, 0)
    find(dialog, QPushButton, "promptSwitch").click()
    dialog.images.set_prompts({0: "its own\nprompt"})
    left, wanted = dialog.as_it_is(), videos(dialog.wanted())
    dialog.start(SOURCES[:1], Request(), 1)
    assert dialog.as_it_is() == OpenBatch(((SOURCES[0], ""),))
    dialog.go_on(left, REQUEST, 2)
    for source in SOURCES[1:]:
        prepare(dialog, source)
    assert dialog.as_it_is() == left
    assert videos(dialog.wanted()) == wanted
    assert dialog.table.isVisibleTo(dialog)
    assert dialog.video_count == 6


def test_whatever_is_put_together_is_told(dialog: BatchDialog) -> None:
    edited = heard(dialog.edited)
    for edit in (
        lambda: dialog.prompt.setPlainText("another"),
        find(dialog, QPushButton, "promptSwitch").click,
        lambda: dialog.images.set_prompts({1: "b"}),
        lambda: dialog.images.move(0, 2),
        lambda: dialog.images.remove(0),
    ):
        before, told = dialog.as_it_is(), len(edited)
        edit()
        assert dialog.as_it_is() != before
        assert len(edited) > told


class TestWhatWasLeftOut:
    """Of a click whose other videos were sent."""

    def test_it_stays_as_it_was_in_one_change(self, dialog: BatchDialog) -> None:
        dialog.grid.choose(1)
        edited, chosen = heard(dialog.edited), heard(dialog.chosen)
        dialog.keep_left_out({SOURCES[3], SOURCES[1]})
        assert names(dialog) == "bd"
        assert dialog.grid.currentIndex().row() == 0
        assert (len(edited), chosen) == (1, [])
        assert "refused before" in dialog._progress.text()
        assert dialog.generate_button.text() == "Generate 2 videos"
        assert dialog.generate_button.isEnabled()

    @pytest.mark.parametrize("left_out", ["a", "d", "ac", "bc", "abcd", ""])
    def test_wherever_it_stands(self, dialog: BatchDialog, left_out: str) -> None:
        dialog.grid.choose(2)
        dialog.keep_left_out({source for source in SOURCES if source.stem in left_out})
        assert names(dialog) == left_out
        current = dialog.grid.currentIndex().data(IMAGE_ROLE)
        assert (current is not None) == bool(left_out)
        table = dialog.table.model()
        assert [table.index(row, 0).data() for row in range(table.rowCount())] == [
            f"{name}.jpg" for name in left_out
        ]

    def test_others_that_join_it_were_not_refused(self, dialog: BatchDialog, qtbot: QtBot) -> None:
        dialog.keep_left_out(set(SOURCES[:2]))
        dialog.images.add(SOURCES[:1])
        dialog.unlock()
        assert "refused before" in dialog._progress.text(), "none has joined"
        dialog.images.add(SOURCES[2:3])
        prepare(dialog, SOURCES[2])
        qtbot.waitUntil(lambda: not dialog._progress.text())
        dialog.keep_left_out({SOURCES[2]})
        assert "refused before" in dialog._progress.text()
