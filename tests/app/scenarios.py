"""What a user does in the window, from start to end; ``tests/app/test_window.py`` plays each in a process."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget

from tests.app.stage import Stage, say
from wan_desktop.app.composer import Composer
from wan_desktop.app.selftest import drop_file
from wan_desktop.core.errors import ErrorKind
from wan_desktop.core.job import Job, JobGroup, JobState
from wan_desktop.core.paths import resource
from wan_desktop.ui.actions import Action, actions_for
from wan_desktop.ui.messages import state_words
from wan_desktop.ui.refused_again_dialog import RefusedAgainDialog
from wan_desktop.ui.settings_dialog import SettingsDialog
from wan_desktop.ui.unconfirmed_dialog import UnconfirmedDialog

LAKE = resource("samples", "lake.jpg")


async def from_drop_to_trash(stage: Stage) -> None:
    """The main job, then everything that can be done with a finished video."""
    app = stage.app
    await stage.take_image(LAKE)
    job = await stage.generate("a boat on the lake")
    assert app.viewer.job is not None
    assert app.viewer.job.id == job.id
    done = await stage.done()
    await stage.until(lambda: stage.first_frames == [done.video], "the video is seen")
    await stage.until(lambda: app.player.position > 100, "the video plays")
    await _search_and_filter(stage)
    await _star(stage)
    await _save_as(stage)
    await _delete(stage, Path(done.video))


async def _search_and_filter(stage: Stage) -> None:
    edit = stage.child(QLineEdit, "searchEdit")
    edit.setText("no such words")
    await stage.until(lambda: not stage.jobs(), "nothing is found")
    edit.setText("BOAT")
    await stage.until(lambda: len(stage.jobs()) == 1, "the job is found")
    edit.clear()
    await stage.do(stage.child(QPushButton, f"filter_{JobGroup.FAILED}").click)
    await stage.until(lambda: not stage.jobs(), "the filter hides it")
    await stage.do(stage.child(QPushButton, f"filter_{JobGroup.ALL}").click)
    await stage.until(lambda: len(stage.jobs()) == 1, "all are shown")


async def _star(stage: Stage) -> None:
    await stage.do(stage.app.window.job_commands["star"].trigger)
    await stage.until(lambda: stage.jobs()[0].starred, "the star is seen")
    await stage.do(stage.app.window.job_commands["star"].trigger)
    await stage.until(lambda: not stage.jobs()[0].starred, "the star is gone")


async def _save_as(stage: Stage) -> None:
    target = Path(stage.arguments[0]) / "保存 copy.mp4"
    await stage.do(stage.app.window.job_commands["save_as"].trigger)
    dialog = await stage.opened(QFileDialog)
    # The program may have been started anywhere. On Windows everyone has a folder for videos.
    assert Path(dialog.directory().path()) in (Path.home(), Path.home() / "Videos")
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(target))
    await stage.do(dialog.accept)
    await stage.until(target.exists, "the copy is there")
    assert target.read_bytes() == Path(stage.jobs()[0].video).read_bytes()


async def _delete(stage: Stage, video: Path) -> None:
    await stage.do(stage.app.window.job_commands["delete"].trigger)
    question = await stage.opened(QMessageBox)
    assert stage.jobs(), "nothing is deleted before the answer"
    [remove] = [button for button in question.buttons() if button.property("job_id")]
    await stage.do(remove.click)
    await stage.until(lambda: not stage.jobs(), "the row is gone")
    assert not video.exists()
    assert stage.app.viewer.job is None
    assert stage.app.player.path == ""
    assert not stage.app.window.job_commands["delete"].isEnabled()


async def there_is_no_trash(stage: Stage) -> None:
    """Nothing is deleted for good but by a second yes."""
    await stage.take_image(LAKE)
    await stage.generate("a boat on the lake")
    video = Path((await stage.seen()).video)
    await stage.do(stage.app.window.job_commands["delete"].trigger)
    await _answer(stage, "Move to the trash", agrees=True)
    await _answer(stage, "No trash", agrees=False)
    await stage.until(lambda: stage.dialog(QMessageBox) is None, "the question is gone")
    assert video.exists()
    assert len(stage.jobs()) == 1
    await stage.until(lambda: stage.app.player.path == str(video), "it is shown again")
    await stage.do(stage.app.window.job_commands["delete"].trigger)
    await _answer(stage, "Move to the trash", agrees=True)
    await _answer(stage, "No trash", agrees=True)
    await stage.until(lambda: not stage.jobs(), "the row is gone")
    assert not video.exists()


async def _answer(stage: Stage, title: str, *, agrees: bool) -> None:
    def asked() -> QMessageBox | None:
        box = stage.dialog(QMessageBox)
        return box if box is not None and box.windowTitle() == title else None

    await stage.until(asked, f"it asks: {title}")
    box = asked()
    assert box is not None
    cancel = box.button(QMessageBox.StandardButton.Cancel)
    assert box.defaultButton() is cancel
    yes = next(button for button in box.buttons() if button.property("job_id"))
    await stage.do((yes if agrees else cancel).click)


async def one_consent_one_job(stage: Stage) -> None:
    """Pressing in every hasty way sends one request; so does "Try again"."""
    app, window = stage.app, stage.app.window
    await stage.take_image(LAKE)
    button = stage.generate_button
    await stage.do(QTest.mouseClick, button, Qt.MouseButton.LeftButton)
    await stage.do(QTest.mouseDClick, button, Qt.MouseButton.LeftButton)
    await stage.do(QTest.keyClick, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await stage.do(app.form.generate_action.trigger)
    await stage.until(stage.jobs, "the job is listed")
    assert len(stage.jobs()) == 1
    assert not app.form.generate_action.autoRepeat()
    assert not window.job_commands["retry"].isEnabled(), "a running job is not tried again"
    await stage.do(window.job_command_requested.emit, "retry")
    assert len(stage.jobs()) == 1
    await stage.seen()
    assert not window.job_commands["stop"].isEnabled()


async def a_refused_prompt_comes_back_into_the_form(stage: Stage) -> None:
    app = stage.app
    await stage.take_image(LAKE)
    await stage.generate("[demo:refuse] dance")
    job = await stage.ended()
    assert job.error is not None
    assert job.error.kind is ErrorKind.CONTENT_REFUSED
    assert state_words(job, 0.0).text == "Refused by the content check"
    await stage.do(app.composer.clear_image)
    app.form.prompt.clear()
    await stage.do(app.job_list.action_requested.emit, job.id, "edit_and_retry")
    await stage.until(stage.generate_button.isEnabled, "the form is filled again")
    assert app.form.request() == job.request
    await stage.until(app.form.prompt.hasFocus, "the keyboard is at the prompt")
    await _refused_again_by_the_form(stage, job)
    # Hidden by a filter, the new job must be seen all the same.
    await stage.do(stage.child(QPushButton, f"filter_{JobGroup.DONE}").click)
    await stage.until(lambda: not stage.jobs(), "the filter hides it")
    await stage.do(app.job_list.action_requested.emit, job.id, "retry")
    await stage.do(app.job_list.action_requested.emit, job.id, "retry")
    question = await stage.opened(RefusedAgainDialog)
    await stage.do(QTest.mouseClick, question.send_button, Qt.MouseButton.LeftButton)
    await stage.until(lambda: len(stage.jobs()) == 3, "the new job is seen")
    assert app.viewer.job == stage.jobs()[0]
    again = await stage.ended()
    assert again.id != job.id
    assert again.error == job.error, "it has left, and was refused once more"


async def _refused_again_by_the_form(stage: Stage, job: Job) -> None:
    """The same click sends nothing, by Enter nor Esc; another prompt goes without a question."""
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        await stage.until(stage.generate_button.isEnabled, "the form is open")
        await stage.do(stage.generate_button.click)
        question = await stage.opened(RefusedAgainDialog)
        assert question.prompt.toPlainText() == job.request.prompt
        assert "very request" in question.words.text()
        await stage.do(QTest.keyClick, question, key)
        await stage.until(lambda: stage.dialog(RefusedAgainDialog) is None, "the question is gone")
        assert len(stage.jobs()) == 1
    await stage.until(stage.generate_button.isEnabled, "the form is open again")
    changed = await stage.generate("[demo:refuse] dance slowly")
    await stage.until(lambda: not stage.jobs()[0].unfinished, "it ends")
    assert stage.jobs()[0].error == job.error
    assert changed.id != job.id


async def a_missing_key_leads_to_its_field(stage: Stage) -> None:
    app = stage.app
    await stage.until(lambda: "No API key" in stage.status_words(), "the status says it")
    await stage.take_image(LAKE)
    await stage.do(stage.generate_button.click)
    dialog = await stage.opened(SettingsDialog)
    assert stage.jobs() == []
    await stage.until(lambda: dialog.focusWidget() is dialog.key.edit, "the key has the focus")
    await stage.do(dialog.reject)
    assert app.form.request().image
    assert stage.generate_button.isEnabled(), "nothing was sent, so nothing is locked"


async def a_wrong_key_is_said(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await stage.generate()
    job = await stage.ended()
    assert job.error is not None
    assert job.error.kind is ErrorKind.KEY_REFUSED
    assert not job.may_be_billed


async def trouble_on_the_way_is_said_and_passes(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await stage.generate()
    await stage.until(lambda: stage.jobs()[0].trouble, "trouble is told")
    text = state_words(stage.jobs()[0], 0.0).text
    assert "Connection lost" in text, text
    await stage.until(lambda: "Connection lost" in stage.status_words(), "the status bar says it")
    await stage.seen()
    await stage.until(lambda: "Connected" in stage.status_words(), "the status bar forgets it")


async def a_job_under_way(stage: Stage) -> None:
    """Leaves the program with a job at the service, for the test outside to end it."""
    await stage.take_image(LAKE)
    await stage.generate()
    # Its id is shown a moment before it is on the disk; a first answer comes only after that.
    await stage.until(lambda: stage.states()[0] in ("running", "downloading"), "the service works at it")
    stage.tell("accepted")
    await asyncio.Event().wait()


async def from_drop_to_done(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await stage.generate("a boat on the lake")
    await stage.seen()


async def what_was_under_way_ends(stage: Stage) -> None:
    await stage.until(lambda: len(stage.jobs()) == 1, "the job is listed")
    stage.tell((await stage.done()).video)


async def a_video_gone_from_its_place(stage: Stage) -> None:
    """Killed between the two halves of a deletion: the list still has a row whose video is in the trash."""
    app = stage.app
    await stage.until(lambda: len(stage.jobs()) == 1, "the job is listed")
    [job] = stage.jobs()
    await stage.do(app.job_list.select, job.id)
    await stage.until(app.player.stage.message.isVisible, "the stage says that the video is gone")
    assert "not in its place" in app.player.stage.message.title.text()
    await stage.do(app.window.job_commands["delete"].trigger)
    question = await stage.opened(QMessageBox)
    assert question.text() == "The entry goes for good.", "no file can go to the trash"
    [remove] = [button for button in question.buttons() if button.property("job_id")]
    await stage.do(remove.click)
    await stage.until(lambda: not stage.jobs(), "the row is gone")


async def bad_files_are_each_one_sentence(stage: Stage) -> None:
    app = stage.app
    area = stage.child(QWidget, "dropArea")
    said = set()
    for name in stage.arguments:
        await stage.do(app.composer.clear_image)
        await stage.do(drop_file, area, Path(name))
        await stage.until(lambda: app.form.drop_area._problem_words.text(), f"a sentence for {name}")
        said.add(app.form.drop_area._problem_words.text())
        assert not stage.generate_button.isEnabled()
    assert len(said) == len(stage.arguments), said
    assert all(words.endswith((".", "?")) for words in said), said
    await stage.take_image(LAKE)
    assert app.form.drop_area._problem_words.text() == ""


async def a_library_in_trouble_keeps_the_video_waiting(stage: Stage) -> None:
    """Arguments: the library, the kind of trouble, the command that ends it."""
    library, kind, *mend = stage.arguments
    await stage.take_image(LAKE)
    await stage.generate()
    await stage.until(lambda: stage.jobs()[0].trouble, "trouble is told")
    job = stage.jobs()[0]
    assert job.trouble is not None
    assert (job.state, str(job.trouble.kind)) == (JobState.DOWNLOADING, kind)
    await asyncio.to_thread(subprocess.run, mend, check=True)
    assert str(Path((await stage.seen()).video).parent) == library


async def a_library_that_is_chosen_is_made(stage: Stage) -> None:
    library = Path(stage.arguments[0])
    await stage.do(stage.app.preferences.open)
    dialog = await stage.opened(SettingsDialog)
    dialog.library.setText(str(library))
    await stage.do(dialog.save_button.click)
    await stage.until(library.is_dir, "the folder is made")
    await stage.take_image(LAKE)
    await stage.generate()
    assert Path((await stage.seen()).video).parent == library


async def a_job_of_another_window(stage: Stage) -> None:
    await stage.until(lambda: len(stage.jobs()) == 1, "the job is listed")
    await stage.until(lambda: stage.jobs()[0].elsewhere, "it is known to be another's")
    assert not stage.app.window.job_commands["stop"].isEnabled()
    stage.tell("seen")
    await stage.done()


async def a_job_of_a_command(stage: Stage) -> None:
    """The window drives a job, a command line beside it another one, until that is killed."""
    await stage.take_image(LAKE)
    own = await stage.generate("of the window")
    await stage.until(lambda: stage.states() == ["running"], "the window's own is on its way")
    stage.tell("accepted")

    def other() -> Job:
        return next((job for job in stage.jobs() if job.id != own.id), own)

    await stage.until(lambda: other().elsewhere, "the command's job is seen, and that it is another's")
    await stage.until(lambda: other().state is JobState.RUNNING, "it is seen to go on")
    assert state_words(other(), 0.0).text.startswith("Elsewhere: Generating")
    assert actions_for(other())[0] is Action.REUSE
    stage.app.job_list.select(other().id)
    stage.tell("seen")
    await stage.until(lambda: not other().elsewhere, "it is taken over")
    stage.tell("taken over")
    await stage.until(lambda: stage.states() == ["done", "done"], "both have their video")
    stage.tell(other().id)
    await stage.until(lambda: [job.id for job in stage.jobs()] == [own.id], "what another removed is gone")
    assert stage.app.viewer.job is None or stage.app.viewer.job.id == own.id


async def an_unconfirmed_job_is_sent_again_once(stage: Stage) -> None:
    app = stage.app
    await stage.take_image(LAKE)
    await stage.generate()
    doubtful = await stage.ended()
    assert doubtful.state is JobState.UNCONFIRMED
    assert not app.window.job_commands["retry"].isEnabled(), "only the dialog sends it again"
    await stage.do(app.job_list.action_requested.emit, doubtful.id, "decide")
    dialog = await stage.opened(UnconfirmedDialog)
    await stage.do(dialog.again.radio.click)
    assert not dialog.continue_button.isEnabled()
    await stage.do(dialog.consent.click)
    await stage.do(dialog.continue_button.click)
    await stage.do(dialog.continue_button.click)
    await stage.until(lambda: len(stage.jobs()) == 2, "the new job is seen")
    assert (await stage.seen()).id != doubtful.id
    assert stage.states() == ["done", "stopped"], "the doubt is decided"


async def closed_while_the_request_is_out(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await stage.generate()
    await stage.until(lambda: stage.states() == ["submitting"], "the request is out")


async def closed_while_the_video_comes(stage: Stage) -> None:
    await stage.take_image(LAKE)
    await stage.generate()
    library = stage.app.backend.library()
    await stage.until(lambda: any(part.stat().st_size for part in library.glob(".*.part")), "half is there")


async def a_file_from_the_command_line(stage: Stage) -> None:
    await stage.until(stage.generate_button.isEnabled, "the image is taken")
    view = stage.app.form.drop_area.view()
    assert view is not None


async def looks_change_at_once_and_are_kept(stage: Stage) -> None:
    app = stage.app
    await stage.do(app.window.theme_chosen.emit, "light")
    light = _background()
    await stage.do(app.window.theme_chosen.emit, "dark")
    assert _background().lightness() < light.lightness() - 50
    await stage.do(app.window.language_chosen.emit, "zh_CN")
    await stage.do(app.player.toggle_mute)
    app.form.prompt.setPlainText("kept words")


def _background() -> QColor:
    return QApplication.palette().window().color()


async def the_image_before_is_not_sent_for_the_one_being_read(stage: Stage) -> None:
    await stage.take_image(LAKE)
    before = stage.app.form.request().image

    def drop_and_press() -> None:
        drop_file(stage.child(QWidget, "dropArea"), resource("samples", "hills.jpg"))
        stage.generate_button.click()

    await stage.do(drop_and_press)
    assert stage.jobs() == []
    await stage.until(lambda: stage.app.form.request().image != before, "the new image is taken")
    assert stage.generate_button.isEnabled()


async def a_paste_works_wherever_the_keyboard_is(stage: Stage) -> None:
    """An image copied elsewhere is pasted while the window looks at a finished video."""
    await stage.take_image(LAKE)
    await stage.generate("a boat on the lake")
    await stage.seen()
    await stage.do(stage.app.composer.clear_image)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(LAKE))])
    QApplication.clipboard().setMimeData(files)
    view = stage.child(QWidget, "jobList")
    await stage.do(view.setFocus)
    await stage.do(QTest.keyClick, view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    await stage.until(stage.generate_button.isEnabled, "the image is taken")
    # What Python made must leave the clipboard before Python ends.
    QApplication.clipboard().clear()


files_taken: list[str] = []
"""The name of each file that came by a start, in ASCII."""


def tell_files_taken() -> None:
    """Notes and tells the files that come by starts, from the first one on."""
    take_files = Composer.take_files

    def take(self: Composer, files: Sequence[Path], count: int) -> None:
        files_taken.append(ascii(files[0].name))
        say(files_taken[-1])
        take_files(self, files, count)

    Composer.take_files = take  # type: ignore[method-assign]  # told on the way


async def files_of_second_starts(stage: Stage) -> None:
    stage.tell("window open")
    await asyncio.Event().wait()


async def files_of_eight_starts(stage: Stage) -> None:
    """Ends once its own file and those of seven other starts have come, and the last is shown."""
    await stage.until(lambda: len(files_taken) == 8, "eight files came")
    await stage.until(stage.generate_button.isEnabled, "the last of them is shown")
