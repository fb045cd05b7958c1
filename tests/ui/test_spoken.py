"""What a screen reader is told of the window: what a thing is, which row it is on, what a press costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.jobs import NOW, make_job
from tests.ui.every_dialog import DIALOGS
from tests.ui.sounds import made_waveform
from tests.ui.test_automation_names import spoken
from tests.ui.widgets import find
from wan_desktop.core.errors import ErrorKind, Failure
from wan_desktop.core.job import JobState
from wan_desktop.core.params import Request, SoundWay
from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.ui.crop_view import CropView
from wan_desktop.ui.image_view import ImageView
from wan_desktop.ui.job_details import JobDetails
from wan_desktop.ui.job_list import JobList
from wan_desktop.ui.key_field import KeyField
from wan_desktop.ui.params_form import ParamsForm
from wan_desktop.ui.picture_view import PictureView
from wan_desktop.ui.sound_field import Sound, SoundField
from wan_desktop.ui.sound_view import SoundView
from wan_desktop.ui.theme import Theme
from wan_desktop.ui.transport import Transport
from wan_desktop.ui.video_surface import VideoSurface
from wan_desktop.ui.waveform import WaveformView

Role, Relation, Words = QAccessible.Role, QAccessible.RelationFlag, QAccessible.Text
POPS_UP = pytest.mark.qt_log_ignore("^This plugin does not support")
LAKE = ImageView(QImage(16, 9, QImage.Format.Format_RGB32), 1600, 900, "JPEG", 1600, 900, "JPEG", 185_500, ())


class Ears:
    """What went to the bridge to a screen reader, which tests do not have."""

    def __init__(self) -> None:
        self.announced: list[str] = []
        self.rows: list[str] = []
        self.values = 0

    def hear(self, event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            self.announced.append(event.message())
        elif event.type() == QAccessible.Event.Focus:
            self.rows.append(event.accessibleInterface().text(Words.Name))


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    made = Ears()
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(made.hear))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    return made


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


@pytest.fixture
def jobs(light_theme: Theme, qtbot: QtBot) -> JobList:
    made = JobList(light_theme, lambda _job: "", clock=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def form(light_theme: Theme, qtbot: QtBot) -> ParamsForm:
    made = ParamsForm(light_theme)
    qtbot.addWidget(made)
    made.show()
    made.set_image("a.jpg", LAKE)
    return made


def test_what_is_painted_by_hand_says_what_it_is(light_theme: Theme, qtbot: QtBot) -> None:
    things = {
        WaveformView: Role.Graphic,
        CropView: Role.Graphic,
        PictureView: Role.Graphic,
        VideoSurface: Role.Animation,
    }
    for kind, wanted in things.items():
        widget = kind(light_theme)
        qtbot.addWidget(widget)
        widget.setAccessibleName("its name")
        assert (role(widget), spoken(widget)) == (wanted, "its name")


def test_a_widget_that_says_nothing_is_left_to_qt(qtbot: QtBot) -> None:
    button = QPushButton("Words")
    qtbot.addWidget(button)
    assert (role(button), spoken(button)) == (Role.PushButton, "Words")


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_a_list_to_choose_from_is_named_by_a_label(
    light_theme: Theme, qtbot: QtBot, kind: type[QWidget]
) -> None:
    """On Linux what is chosen stands in place of its name."""
    dialog = DIALOGS[kind](light_theme)
    qtbot.addWidget(dialog)
    for box in dialog.findChildren(QComboBox):
        relations = QAccessible.queryAccessibleInterface(box).relations(Relation.Label)
        labels = [other.text(Words.Name) for other, _relation in relations]
        assert any(labels), box.objectName()


def test_an_image_that_was_taken_is_said_once(form: ParamsForm, ears: Ears) -> None:
    another = ImageView(LAKE.image(), 800, 600, "PNG", 800, 600, "JPEG", 90_000, ())
    form.set_image("b.jpg", another)
    form.set_image("b.jpg", another)
    (words,) = ears.announced
    assert words.startswith("What is sent: 800\u00a0×\u00a0600 PNG")


def test_what_is_wrong_beside_a_field_is_said_once(form: ParamsForm, ears: Ears) -> None:
    form.prompt.setPlainText("x" * 2001)
    form.prompt.insertPlainText("x")
    (words,) = ears.announced
    assert "2000 characters at most" in words
    form.prompt.setPlainText("")
    assert form.prompt.accessibleDescription() == ""


def test_the_job_in_the_window_is_followed_and_others_to_their_end_alone(jobs: JobList, ears: Ears) -> None:
    jobs.set_jobs([make_job("other", JobState.QUEUED, submitted_at=NOW)])
    jobs.add_job(make_job("a", JobState.WAITING))
    jobs.select("a")
    jobs.select("a")
    for state in (JobState.PREPARING, JobState.SUBMITTING, JobState.QUEUED, JobState.RUNNING):
        jobs.update_job(make_job("a", state, submitted_at=NOW))
    jobs.update_job(make_job("a", JobState.RUNNING, submitted_at=NOW, progress=0.5))
    lost = Failure(ErrorKind.OFFLINE)
    for _ in range(2):
        jobs.update_job(make_job("a", JobState.RUNNING, submitted_at=NOW, trouble=lost))
    jobs.update_job(make_job("other", JobState.RUNNING, submitted_at=NOW))
    jobs.update_job(make_job("other", JobState.DONE, submitted_at=NOW))
    chosen, queued, running, trouble, ended = ears.announced
    assert chosen.startswith("A lake. Waiting to be sent")
    assert queued.startswith("Queued at the service")
    assert running.startswith("Generating")
    assert trouble == jobs.model.state_words(make_job("a", JobState.RUNNING, submitted_at=NOW, trouble=lost))
    assert ended.startswith("A lake. Done")


def test_the_row_is_said_as_the_keys_come_to_the_list(jobs: JobList, ears: Ears, qtbot: QtBot) -> None:
    jobs.set_jobs([make_job("a", JobState.DONE), make_job("b", JobState.DONE)])
    jobs.select("b")
    jobs.search_edit.setFocus()
    QTest.keyClick(jobs.search_edit, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(ears.rows))
    assert ears.rows[0].startswith("A lake. Done")


def test_a_list_without_rows_takes_no_keys(jobs: JobList) -> None:
    assert not jobs.view.focusPolicy() & Qt.FocusPolicy.TabFocus
    jobs.search_edit.setFocus()
    QTest.keyClick(jobs.search_edit, Qt.Key.Key_Return)
    assert not jobs.view.hasFocus()
    jobs.set_jobs([make_job("a")])
    assert jobs.view.focusPolicy() & Qt.FocusPolicy.TabFocus


@POPS_UP
@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows makes a context menu of it by itself")
def test_shift_f10_opens_the_menu_at_its_first_entry(jobs: JobList) -> None:
    jobs.set_jobs([make_job("a", JobState.DONE)])
    jobs.select("a")
    QTest.keyClick(jobs.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = find(jobs.view, QMenu)
    assert menu.activeAction() is menu.actions()[0]
    menu.close()


def test_the_filters_are_one_choice(jobs: JobList) -> None:
    buttons = jobs.findChildren(QPushButton)
    roles = {role(button) for button in buttons if button.objectName().startswith("filter_")}
    assert roles == {Role.RadioButton}


def test_generate_says_what_a_press_costs(form: ParamsForm) -> None:
    form.set_cost("Cost <b>$0.50</b>", "Balance <b>$9</b>")
    words = find(form, QPushButton, "generateButton").accessibleDescription()
    assert "Cost $0.50 Balance $9" in words


def test_generate_keeps_the_keys_when_space_presses_it(form: ParamsForm, qtbot: QtBot) -> None:
    button = find(form, QPushButton, "generateButton")
    form.activateWindow()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not button.isEnabled()
    assert button.hasFocus(), "the next Space would press something else"
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert not button.hasFocus()


def test_the_bar_of_time_says_no_number_while_the_video_plays(
    light_theme: Theme, qtbot: QtBot, ears: Ears
) -> None:
    transport = Transport(light_theme)
    qtbot.addWidget(transport)
    transport.show()
    transport.set_enabled(True)
    transport.show_duration(5000)
    transport.show_playing(True)
    for position in (100, 200, 1234):
        transport.show_position(position)
    assert (transport.bar.value(), transport.bar.sliderPosition()) == (0, 1234)
    transport.seek_requested.connect(transport.show_position)
    QTest.keyClick(transport.bar, Qt.Key.Key_Right)
    assert transport.bar.value() == 2234
    assert ears.announced == ["0:02.2 of 0:05.0"]
    transport.show_position(3000)
    transport.show_playing(False)
    assert transport.bar.value() == 3000


def test_the_speed_is_part_of_its_name(light_theme: Theme, qtbot: QtBot) -> None:
    transport = Transport(light_theme)
    qtbot.addWidget(transport)
    transport.speed_menu.actions()[-1].trigger()
    assert spoken(transport.speed_button) == "Speed: 2×"


def test_what_came_of_checking_a_key_is_said(light_theme: Theme, qtbot: QtBot, ears: Ears) -> None:
    field = KeyField(light_theme)
    qtbot.addWidget(field)
    field.show_result(True, "")
    field.show_result(False, "Refused.")
    assert ears.announced == ["Refused."]


def test_the_eye_of_a_key_opens_by_keys(light_theme: Theme, qtbot: QtBot) -> None:
    field = KeyField(light_theme)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.edit.setFocus()
    assert "Ctrl+Shift+K" in field.edit.accessibleDescription()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(field.edit, Qt.Key.Key_K, control)
    assert field.edit.echoMode() is field.edit.EchoMode.Normal


def test_a_sound_is_said_once_it_can_be_sent_and_one_that_is_none_leaves_the_keys_at_the_offer(
    light_theme: Theme, qtbot: QtBot, ears: Ears
) -> None:
    field = SoundField(light_theme)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.choice.set_value(Sound.FILE)
    field.offer.setFocus()
    field.show_reading("bells.flac")
    field.show_problem("This is not a sound file.")
    assert field.offer.hasFocus()
    field.show_reading("bells.flac")
    field.show_sound(SoundView("bells.flac", made_waveform(18), SoundCut(4.2, 5)), 5)
    assert ears.announced == ["This is not a sound file."]
    field.set_prepared("bells.mp3", SoundWay.SOUNDTRACK)
    assert ears.announced[1].startswith("Sound “bells.flac”")


def test_the_details_say_with_the_prompt_what_went_wrong_and_the_facts(qtbot: QtBot) -> None:
    details = JobDetails(clock=lambda: NOW)
    qtbot.addWidget(details)
    request = Request(prompt="A lake", resolution="720P", negative_prompt="text, blur")
    error = Failure(ErrorKind.CONTENT_REFUSED)
    details.show_job(replace(make_job("f", JobState.FAILED, error=error), request=request))
    words = details._prompt.accessibleDescription()
    assert "Refused by the content check" in words
    assert "720P" in words
    assert "negative prompt (text, blur)" in words


def test_the_details_are_one_stretch_of_the_tab_key(qtbot: QtBot) -> None:
    """Their buttons are made anew for each job: at the end of the window's order they would come last."""
    window = QWidget()
    qtbot.addWidget(window)
    details = JobDetails(window, clock=lambda: NOW)
    QPushButton(window).setObjectName("after")
    window.show()
    details.show_job(make_job("a", JobState.DONE))
    QApplication.sendEvent(details, QEvent(QEvent.Type.LanguageChange))
    chain: list[str] = []
    widget = details._prompt.nextInFocusChain()
    while widget is not None and widget is not details._prompt:
        chain.append(widget.objectName())
        widget = widget.nextInFocusChain()
    assert chain.index("reuse") < chain.index("moreActions") < chain.index("after")
