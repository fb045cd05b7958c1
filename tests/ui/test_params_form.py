"""The form: values go in and out whole, wrong ones are said, and money leaves by a clear act alone, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import drops
from tests.ui.widgets import Marking, find, focused, heard
from wan_desktop.core.params import BY_NAME, Request
from wan_desktop.ui.generate_button import GenerateButton
from wan_desktop.ui.image_view import ImageView
from wan_desktop.ui.params_form import WIDTH_MIN, ParamsForm
from wan_desktop.ui.theme import Theme

FULL = Request(
    image="a.jpg",
    prompt="Slow dolly-in\n夕阳",
    negative_prompt="blur",
    effect="hug",
    audio_url="https://example.com/a.mp3",
    duration=15,
    resolution="720P",
    shots="multi",
    rewrite=False,
    audio=True,
    watermark=True,
    seed=2_147_483_647,
)
IMAGE = ImageView(QImage(8, 6, QImage.Format.Format_RGB32), 8, 6, "PNG", 480, 360, "JPEG", 9_000)


@pytest.fixture
def form(light_theme: Theme, qtbot: QtBot) -> ParamsForm:
    form = ParamsForm(light_theme)
    qtbot.addWidget(form)
    form.resize(348, 780)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


@pytest.fixture
def ready(form: ParamsForm) -> ParamsForm:
    """With an image: nothing is missing."""
    form.set_image("a.jpg", IMAGE)
    form.prompt.setFocus()
    return form


def generate_button(form: ParamsForm) -> GenerateButton:
    return find(form, GenerateButton, "generateButton")


def field_problem(form: ParamsForm, control: str) -> str:
    return find(form, QWidget, control).accessibleDescription()


@pytest.mark.parametrize(
    "request_",
    [
        Request(),
        FULL,
        Request(audio=False),
        Request(audio=False, audio_url="http://x.org/a.wav"),
        Request(seed=0),
    ],
)
def test_every_value_goes_in_and_comes_out(form: ParamsForm, request_: Request) -> None:
    form.set_request(request_)
    form.set_image(request_.image, IMAGE if request_.image else None)
    assert form.request() == request_


def test_a_fresh_form_holds_the_defaults_of_the_table(form: ParamsForm) -> None:
    assert form.request() == Request()


def test_values_that_are_no_choice_any_more_become_the_default(form: ParamsForm) -> None:
    form.set_request(Request(duration=7, resolution="480P", prompt="kept"))
    assert form.request() == Request(prompt="kept")


def test_a_new_set_of_values_is_one_change(form: ParamsForm) -> None:
    spy = heard(form.changed)
    form.set_request(FULL)
    assert len(spy) == 1


def test_every_control_changes_its_own_value(form: ParamsForm) -> None:
    form.set_request(Request(negative_prompt="x"))
    find(form, QPlainTextEdit, "negativeEdit").setPlainText("blur")
    find(form, QCheckBox, "watermarkToggle").click()
    find(form, QCheckBox, "rewriteToggle").click()
    QTest.keyClicks(find(find(form, QWidget, "seedControl"), QLineEdit), "12x34")
    QTest.keyClicks(find(form, QLineEdit, "effectControl"), " hug ")
    expected = Request(negative_prompt="blur", watermark=True, rewrite=False, seed=1234, effect="hug")
    assert form.request() == expected


def test_a_seed_can_be_drawn_and_let_go(form: ParamsForm) -> None:
    dice, clear = find(form, QWidget, "seedControl").findChildren(QAbstractButton)
    dice.click()
    seed = form.request().seed
    assert seed is not None
    assert 0 <= seed <= BY_NAME["seed"].maximum
    clear.click()
    assert form.request().seed is None


def test_without_an_image_generate_is_shut_and_says_why(form: ParamsForm) -> None:
    button = generate_button(form)
    assert not button.isEnabled()
    assert button.toolTip() == "Drop an image first."
    form.set_image("a.jpg", IMAGE)
    assert button.isEnabled()
    form.set_image("", None)
    assert not button.isEnabled()


@pytest.mark.parametrize(
    ("wrong", "control", "words"),
    [
        (Request(prompt="夕" * 2001), "promptEdit", "2000 characters at most"),
        (Request(negative_prompt="x" * 501), "negativeEdit", "500 characters at most"),
        (Request(seed=2_147_483_648), "seedControl", "from 0 to 2147483647"),
        (Request(audio_url="ftp://x.org/a.mp3"), "soundLinkEdit", "starts with http:// or https://"),
        (Request(effect="x" * 201), "effectControl", "200 characters at most"),
    ],
)
def test_what_would_be_refused_is_said_beside_its_field(
    ready: ParamsForm, wrong: Request, control: str, words: str
) -> None:
    ready.set_request(wrong)
    assert words in field_problem(ready, control)
    assert not generate_button(ready).isEnabled()
    ready.set_request(Request())
    assert field_problem(ready, control) == ""
    assert generate_button(ready).isEnabled()


def test_a_sound_by_link_wants_its_link(ready: ParamsForm) -> None:
    link = find(ready, QLineEdit, "soundLinkEdit")
    assert not link.isVisible()
    ready.sound.choice.buttons()[1].click()
    assert link.isVisible()
    assert "Paste the link of a sound" in generate_button(ready).toolTip()
    link.setText(" https://example.com/a.mp3 ")
    assert ready.request().audio_url == "https://example.com/a.mp3"
    assert generate_button(ready).isEnabled()
    ready.sound.choice.buttons()[2].click()
    assert (ready.request().audio_url, ready.request().audio) == ("", False)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_control_enter_sends_the_request_once(ready: ParamsForm, key: Qt.Key) -> None:
    spy = heard(ready.generate_requested)
    QTest.keyClick(ready.prompt, key, Qt.KeyboardModifier.ControlModifier)
    assert len(spy) == 1
    assert spy[0] == Request(image="a.jpg")
    assert ready.request().prompt == ""


def test_held_or_hasty_control_enter_sends_once(ready: ParamsForm) -> None:
    spy = heard(ready.generate_requested)
    for _ in range(5):
        QTest.keyClick(ready.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(spy) == 1
    assert not ready.generate_action.autoRepeat()


def test_enter_alone_never_pays(ready: ParamsForm) -> None:
    spy = heard(ready.generate_requested)
    QTest.keyClick(ready.prompt, Qt.Key.Key_Return)
    assert ready.request().prompt == "\n"
    for control in [*ready.findChildren(QAbstractButton), *ready.findChildren(QLineEdit)]:
        if control.isVisible() and control.isEnabled():
            control.setFocus()
            QTest.keyClick(control, Qt.Key.Key_Return)
            QTest.keyClick(control, Qt.Key.Key_Enter)
    assert spy == []


def test_an_input_methods_enter_never_pays(ready: ParamsForm) -> None:
    spy = heard(ready.generate_requested)
    QApplication.sendEvent(ready.prompt, QInputMethodEvent("xiyang", []))
    QTest.keyClick(ready.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert spy == []
    commit = QInputMethodEvent()
    commit.setCommitString("夕阳")
    QApplication.sendEvent(ready.prompt, commit)
    assert ready.request().prompt == "夕阳"
    assert spy == []
    QTest.keyClick(ready.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(spy) == 1


def test_a_double_click_sends_once_even_where_it_was_unlocked_between(ready: ParamsForm) -> None:
    ready.generate_requested.connect(ready.unlock)
    spy = heard(ready.generate_requested)
    button = generate_button(ready)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    assert len(spy) == 1


def test_while_an_image_is_read_nothing_is_sent_and_words_come_only_where_that_takes_long(
    ready: ParamsForm, qtbot: QtBot
) -> None:
    spy = heard(ready.generate_requested)
    ready.set_reading(True)
    assert not generate_button(ready).isEnabled()
    assert "being prepared" in generate_button(ready).toolTip()
    assert "The image is being prepared." not in seen_words(ready), "a moment's wait moves nothing"
    ready.generate()
    assert spy == []
    qtbot.waitUntil(lambda: "The image is being prepared." in seen_words(ready))
    ready.set_reading(False)
    assert generate_button(ready).isEnabled()
    assert "The image is being prepared." not in seen_words(ready)


def seen_words(form: ParamsForm) -> set[str]:
    return {label.text() for label in form.findChildren(QLabel) if label.isVisible()}


def test_the_lock_ends_by_itself_or_by_unlock(ready: ParamsForm, qtbot: QtBot) -> None:
    spy = heard(ready.generate_requested)
    button = generate_button(ready)
    button.click()
    assert not button.isEnabled()
    ready.unlock()
    button.click()
    assert len(spy) == 2
    assert not button.isEnabled()
    qtbot.waitUntil(button.isEnabled, timeout=3000)


def test_control_enter_leads_to_what_is_wrong(ready: ParamsForm) -> None:
    ready.set_request(Request(seed=9_999_999_999))
    spy = heard(ready.generate_requested)
    QTest.keyClick(ready.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert spy == []
    assert find(find(ready, QWidget, "seedControl"), QLineEdit).hasFocus()


def test_pasted_words_go_to_the_prompt_and_a_pasted_image_to_the_area(
    form: ParamsForm, tmp_path: Path
) -> None:
    spy = heard(form.drop_area.dropped)
    form.prompt.setFocus()
    QGuiApplication.clipboard().setText("slow pan")
    QTest.keySequence(form.prompt, "Ctrl+V")
    assert form.request().prompt == "slow pan"
    assert spy == []
    QGuiApplication.clipboard().setImage(QImage(8, 6, QImage.Format.Format_RGB32))
    QTest.keySequence(form.prompt, "Ctrl+V")
    picture = tmp_path / "a.png"
    QImage(8, 6, QImage.Format.Format_RGB32).save(str(picture))
    mime = drops.files([picture])
    mime.setText(str(picture))
    QGuiApplication.clipboard().setMimeData(mime)
    QTest.keySequence(form.prompt, "Ctrl+V")
    assert [dropped.paths for dropped in spy] == [(), (picture,)]
    assert form.request().prompt == "slow pan"


def test_paste_works_beside_the_prompt_too(form: ParamsForm) -> None:
    spy = heard(form.drop_area.dropped)
    QGuiApplication.clipboard().setImage(QImage(8, 6, QImage.Format.Format_RGB32))
    form.duration.setFocus()
    QTest.keySequence(form.duration.buttons()[0], "Ctrl+V")
    assert len(spy) == 1


def test_a_file_dropped_on_the_prompt_is_left_to_the_window(form: ParamsForm, tmp_path: Path) -> None:
    mime = drops.files([tmp_path])
    mime.setText(str(tmp_path))
    assert not drops.enter(form.prompt.viewport(), mime).isAccepted()


def test_words_dropped_on_the_area_go_to_the_prompt(form: ParamsForm) -> None:
    mime = QMimeData()
    mime.setText("mist drifting")
    drops.drop(form.drop_area, mime)
    assert form.request().prompt == "mist drifting"


def test_removing_the_image_in_the_area_takes_it_out_of_the_request(ready: ParamsForm) -> None:
    spy = heard(ready.changed)
    remove = next(b for b in ready.findChildren(QAbstractButton) if b.accessibleName() == "Remove the image")
    remove.click()
    assert ready.request().image == ""
    assert len(spy) == 1


def test_every_control_has_a_name_and_tab_reaches_all(ready: ParamsForm) -> None:
    ready.set_request(FULL)
    ready.resize(348, 1400)
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
    controls = [w for w in ready.findChildren(QWidget) if isinstance(w, kinds) and w.isVisibleTo(ready)]
    nameless = [w.objectName() or w for w in controls if not w.accessibleName()]
    assert nameless == []
    order: list[QWidget] = []
    ready.prompt.setFocus()
    while focused() not in order:
        order.append(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QApplication.processEvents()
    tops = [w.mapTo(ready, w.rect().topLeft()).y() for w in order]
    turn = tops.index(min(tops))
    assert tops[turn:] + tops[:turn] == sorted(tops)
    assert {"promptEdit", "soundLinkEdit", "negativeEdit", "effectControl", "generateButton"} <= {
        w.objectName() for w in order
    }


@pytest.mark.parametrize("width", [WIDTH_MIN, 348])
def test_nothing_is_wider_than_the_pane_and_the_foot_stays_in_sight(ready: ParamsForm, width: int) -> None:
    ready.set_request(FULL)
    ready.resize(width, 500)
    QApplication.processEvents()
    assert ready.width() == width
    content = find(ready, QScrollArea).widget()
    assert content is not None
    assert content.width() == find(ready, QScrollArea).viewport().width()
    for control in ready.findChildren(QAbstractButton):
        if control.isVisible():
            assert control.width() >= control.minimumSizeHint().width(), control.accessibleName()
    bottom = generate_button(ready).mapTo(ready, generate_button(ready).rect().bottomLeft()).y()
    assert 450 < bottom < 500


def words_of(form: ParamsForm) -> set[str]:
    texts = {label.text() for label in form.findChildren(QLabel) if label.isVisible()}
    texts |= {button.text() for button in form.findChildren(QAbstractButton) if button.isVisible()}
    for widget in form.findChildren(QWidget):
        texts |= {widget.accessibleName(), widget.toolTip()}
    return {text for text in texts if any(letter.isalpha() for letter in text)}


def test_another_language_reaches_every_word_at_once(ready: ParamsForm, qtbot: QtBot) -> None:
    ready.set_request(Request(shots="multi", rewrite=False, seed=9_999_999_999))
    english = words_of(ready)
    translator = Marking()
    QCoreApplication.installTranslator(translator)
    try:
        qtbot.waitUntil(lambda: find(ready, QCheckBox, "watermarkToggle").text() == "~Watermark")
        kept = {word for word in words_of(ready) if "~" not in word}
    finally:
        QCoreApplication.removeTranslator(translator)
    assert kept == {"720P", "1080P"}
    qtbot.waitUntil(lambda: words_of(ready) == english)


def test_cost_and_balance_are_never_cut(ready: ParamsForm, qtbot: QtBot) -> None:
    ready.resize(WIDTH_MIN, 600)
    ready.set_cost("Estimated cost <b>$1,999.00</b>", "Balance <b>$123,456.00</b>")

    def uncut() -> bool:
        money = [label for label in ready.findChildren(QLabel) if "$" in label.text()]
        return len(money) == 2 and all(label.width() >= label.sizeHint().width() for label in money)

    qtbot.waitUntil(uncut)


def test_another_theme_repaints_every_part(ready: ParamsForm, light_theme: Theme) -> None:
    ready.set_cost("Estimated cost <b>$0.75</b>", "Balance <b>$12.30</b>")
    before = ready.grab().toImage()
    light_theme.choose("dark")
    after = ready.grab().toImage()
    assert before.pixelColor(3, 3).lightness() > 200
    assert after.pixelColor(3, 3).lightness() < 60


def test_a_limit_closes_generate_and_says_why_after_what_the_form_lacks(form: ParamsForm) -> None:
    asked = heard(form.generate_requested)
    button = generate_button(form)
    form.set_forbidden("beyond the limit")
    assert button.toolTip() != "beyond the limit"
    form.set_image("a.jpg", IMAGE)
    assert (button.toolTip(), button.isEnabled()) == ("beyond the limit", False)
    form.generate_action.trigger()
    assert asked == []
    form.set_forbidden("")
    form.generate_action.trigger()
    assert len(asked) == 1
