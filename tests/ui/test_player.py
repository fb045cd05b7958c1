"""The player plays, seeks and steps by the frame, lets go of files, and survives what cannot be played."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider
from pytestqt.qtbot import QtBot

from tests.fakes.counted_video import number_shown, write_counted_video
from tests.fakes.odd_frames import add_cover
from wan_desktop.ui.player import Player
from wan_desktop.ui.theme import Theme

FRAMES = 90
RATE = 30


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_counted_video(tmp_path_factory.mktemp("clip 片") / "counted.mp4", frames=FRAMES, rate=RATE)


@pytest.fixture(scope="session")
def short_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_counted_video(tmp_path_factory.mktemp("short") / "short.mp4", frames=15, rate=RATE)


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("dark")
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture(scope="module")
def long_lived_player(theme: Theme) -> Iterator[Player]:
    """One for all tests, as in the program: making players again and again is what deadlocks."""
    player = Player(theme)
    player.resize(700, 500)
    player.prepare()
    yield player
    player.close()
    player.deleteLater()


@pytest.fixture
def player(long_lived_player: Player, qtbot: QtBot) -> Iterator[Player]:
    player = long_lived_player
    player.set_loop(True)
    player.set_speed(1.0)
    player.set_muted(False)
    player.show()
    qtbot.waitExposed(player)
    yield player
    player.leave_full_screen()
    with qtbot.waitSignal(player.released):
        player.release()
    player.hide()


def wait_for_frame(player: Player, qtbot: QtBot, number: int) -> None:
    qtbot.waitUntil(lambda: shown(player) == number)


def shown(player: Player) -> int:
    """The number that is to be read off the screen."""
    return number_shown(player.surface.grab().toImage(), player.surface.picture_rect())


def load(player: Player, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(player.first_frame_shown) as signal:
        player.load(str(path))
    assert signal.args == [str(path)]


def load_paused(player: Player, qtbot: QtBot, path: Path) -> None:
    load(player, qtbot, path)
    player.pause()
    qtbot.waitUntil(lambda: not player.playing)
    player.seek(0)
    wait_for_frame(player, qtbot, 0)


def test_a_loaded_video_plays_by_itself(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    qtbot.waitUntil(lambda: player.position > 500)
    assert player.playing
    assert shown(player) >= 14


@pytest.mark.parametrize("in_front", [False, True])
def test_a_cover_in_the_file_is_not_played(
    player: Player, qtbot: QtBot, clip: Path, tmp_path: Path, in_front: bool
) -> None:
    video = tmp_path / "video.mp4"
    shutil.copyfile(clip, video)
    add_cover(video, in_front=in_front)
    load_paused(player, qtbot, video)
    player.seek(2000)
    wait_for_frame(player, qtbot, 60)
    assert player.transport.total.text() == "0:03.0"


def test_the_time_is_told_as_it_passes(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    qtbot.waitUntil(lambda: player.transport.time.text() >= "0:00.5")
    assert player.transport.total.text() == "0:03.0"
    assert player.transport.bar.sliderPosition() > 0


def test_the_poster_stands_until_the_first_frame(
    player: Player, qtbot: QtBot, clip: Path, tmp_path: Path
) -> None:
    poster = QImage(32, 18, QImage.Format.Format_RGB32)
    poster.fill(Qt.GlobalColor.red)
    poster.save(str(tmp_path / "poster.png"))
    with qtbot.waitSignal(player.first_frame_shown):
        player.load(str(clip), str(tmp_path / "poster.png"))
        middle = player.surface.picture_rect().center().toPoint()
        assert player.surface.grab().toImage().pixelColor(middle).red() == 255


def test_the_end_of_a_loop_is_its_start(player: Player, qtbot: QtBot, short_clip: Path) -> None:
    load(player, qtbot, short_clip)
    positions = QSignalSpy(player.position_moved)
    qtbot.waitUntil(lambda: positions.count() > 40)
    seen = [positions.at(i)[0] for i in range(positions.count())]
    assert sum(later < earlier for earlier, later in pairwise(seen)) >= 2
    assert player.playing


def test_without_loop_the_last_frame_stays_and_play_starts_anew(
    player: Player, qtbot: QtBot, short_clip: Path
) -> None:
    player.set_loop(False)
    load(player, qtbot, short_clip)
    qtbot.waitUntil(lambda: not player.playing)
    assert shown(player) == 14
    player.play()
    qtbot.waitUntil(lambda: player.playing)
    qtbot.waitUntil(lambda: shown(player) < 10)


@pytest.mark.parametrize("frame", [0, 1, 37, 59, 60, FRAMES - 1])
def test_a_seek_shows_exactly_that_frame(player: Player, qtbot: QtBot, clip: Path, frame: int) -> None:
    load_paused(player, qtbot, clip)
    player.seek(20 * 1000 // RATE + 1)
    player.seek(round(frame * 1000 / RATE) + 1)
    wait_for_frame(player, qtbot, frame)


def test_many_seeks_end_at_the_last_one(player: Player, qtbot: QtBot, clip: Path) -> None:
    load_paused(player, qtbot, clip)
    for frame in range(80):
        player.seek(round(frame * 1000 / RATE) + 1)
    wait_for_frame(player, qtbot, 79)


def test_steps_go_by_one_frame_either_way(player: Player, qtbot: QtBot, clip: Path) -> None:
    load_paused(player, qtbot, clip)
    for expected in (1, 2, 3):
        QTest.keyClick(player.surface, Qt.Key.Key_Period)
        wait_for_frame(player, qtbot, expected)
    for expected in (2, 1, 0, 0):
        QTest.keyClick(player.surface, Qt.Key.Key_Comma)
        wait_for_frame(player, qtbot, expected)


def test_a_held_step_key_loses_no_frame(player: Player, qtbot: QtBot, clip: Path) -> None:
    load_paused(player, qtbot, clip)
    for _ in range(25):
        QTest.keyClick(player.surface, Qt.Key.Key_Period)
    wait_for_frame(player, qtbot, 25)


def test_a_step_back_from_the_end_shows_the_frame_before_the_last(
    player: Player, qtbot: QtBot, short_clip: Path
) -> None:
    player.set_loop(False)
    load(player, qtbot, short_clip)
    qtbot.waitUntil(lambda: not player.playing)
    player.step(-1)
    wait_for_frame(player, qtbot, 13)


def test_a_click_on_the_bar_jumps_there(player: Player, qtbot: QtBot, clip: Path) -> None:
    load_paused(player, qtbot, clip)
    bar = player.transport.bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, bar.height() // 2))
    qtbot.waitUntil(lambda: abs(shown(player) - FRAMES // 2) <= 1)


def test_a_drag_on_the_bar_scrubs_and_then_plays_on(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    qtbot.waitUntil(lambda: player.playing)
    bar, left = player.transport.bar, Qt.MouseButton.LeftButton
    QTest.mousePress(bar, left, pos=QPoint(10, bar.height() // 2))
    qtbot.waitUntil(lambda: not player.playing)
    for x in range(10, bar.width() * 2 // 3, 7):
        QTest.mouseMove(bar, QPoint(x, bar.height() // 2))
    qtbot.waitUntil(lambda: abs(shown(player) - 60) <= 3)
    QTest.mouseRelease(bar, left, pos=QPoint(bar.width() * 2 // 3, bar.height() // 2))
    qtbot.waitUntil(lambda: player.playing)


def test_space_pauses_and_plays(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    QTest.keyClick(player.surface, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.playing)
    assert player.transport.play_button.accessibleName() == "Play"
    QTest.keyClick(player.surface, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.playing)
    assert player.transport.play_button.accessibleName() == "Pause"


def test_double_speed_is_faster(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    player.set_loop(False)
    player.transport.speed_menu.actions()[-1].trigger()
    assert player.transport.speed_button.text() == "2×"
    with qtbot.waitSignal(player.position_moved, check_params_cb=lambda at: at > 2800, timeout=2400):
        pass


def test_forty_quick_loads_end_with_the_last(
    player: Player, qtbot: QtBot, clip: Path, short_clip: Path
) -> None:
    for _ in range(20):
        player.load(str(short_clip))
        QApplication.sendPostedEvents()
        player.load(str(clip))
    qtbot.waitUntil(lambda: player.position > 600, timeout=15_000)
    assert player.path == str(clip)


def test_forty_loads_each_of_which_plays(player: Player, qtbot: QtBot, clip: Path, short_clip: Path) -> None:
    for round_number in range(40):
        load(player, qtbot, (clip, short_clip)[round_number % 2])


def test_mute_is_kept_over_loads_and_told(player: Player, qtbot: QtBot, clip: Path, short_clip: Path) -> None:
    load(player, qtbot, clip)
    with qtbot.waitSignal(player.muted_changed) as signal:
        QTest.keyClick(player.surface, Qt.Key.Key_M)
    assert signal.args == [True]
    load(player, qtbot, short_clip)
    assert player.transport.sound.button.isChecked()


def test_louder_ends_mute(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    player.set_volume(0.5)
    player.set_muted(True)
    told = QSignalSpy(player.volume_changed)
    QTest.keyClick(player.surface, Qt.Key.Key_Up)
    assert told.at(0)[0] == pytest.approx(0.55)
    assert not player.transport.sound.button.isChecked()


def test_loop_is_told_when_the_user_changes_it(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.loop_changed) as signal:
        player.transport.loop_button.click()
    assert signal.args == [False]


def test_a_broken_file_is_told_and_can_be_opened_outside(
    player: Player, qtbot: QtBot, clip: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video" * 1000)
    with qtbot.waitSignal(player.failed) as signal:
        player.load(str(broken))
    assert signal.args == [str(broken)]
    assert player.stage.message.isVisible()
    with qtbot.waitSignal(player.open_outside_requested) as wish:
        player.stage.message.button.click()
    assert wish.args == [str(broken)]
    load(player, qtbot, clip)
    assert not player.stage.message.isVisible()


def test_a_missing_file_is_told_without_an_offer_to_open_it(
    player: Player, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(player.failed):
        player.load(str(tmp_path / "gone.mp4"))
    assert player.stage.message.isVisible()
    assert not player.stage.message.button.isVisible()


def test_without_a_media_library_the_program_lives_on(
    theme: Theme, qtbot: QtBot, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wan_desktop.ui.playback", None)
    bare = Player(theme)
    qtbot.addWidget(bare)
    bare.show()
    with qtbot.waitSignal(bare.failed):
        bare.load(str(clip))
    assert bare.stage.message.button.isVisible()
    bare.play()
    bare.seek(100)
    with qtbot.waitSignal(bare.released):
        bare.release()


def test_a_still_takes_the_place_of_a_playing_video(
    player: Player, qtbot: QtBot, clip: Path, tmp_path: Path
) -> None:
    picture = QImage(1600, 900, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "picture.jpg"))
    load(player, qtbot, clip)
    with qtbot.waitSignal(player.released):
        player.show_still(str(tmp_path / "picture.jpg"))
    middle = player.surface.grab().toImage().pixelColor(player.surface.rect().center())
    assert middle.red() > 250
    assert middle.green() < 5
    assert (player.path, player.playing) == ("", False)


def test_release_closes_the_file(player: Player, qtbot: QtBot, tmp_path: Path) -> None:
    video = write_counted_video(tmp_path / "mine.mp4", frames=30)
    load(player, qtbot, video)
    with qtbot.waitSignal(player.released):
        player.release()
    video.unlink()
    if sys.platform == "linux":  # Windows fails the unlink above by itself.
        targets = [os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
        assert not [target for target in targets if "mine.mp4" in target]
    assert player.surface.empty


def test_a_file_replaced_under_the_same_name_is_played_anew(
    player: Player, qtbot: QtBot, tmp_path: Path
) -> None:
    video = write_counted_video(tmp_path / "again.mp4", frames=30)
    load(player, qtbot, video)
    with qtbot.waitSignal(player.released):
        player.release()
    write_counted_video(video, frames=60)
    load(player, qtbot, video)
    qtbot.waitUntil(lambda: player.transport.total.text() == "0:02.0")


def test_full_screen_and_back_keeps_playing(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    QTest.mouseClick(player.surface, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(player.surface, Qt.MouseButton.LeftButton)
    assert player.stage.isFullScreen()
    before = player.position
    qtbot.waitUntil(lambda: player.position != before)
    QTest.keyClick(player.surface, Qt.Key.Key_Escape)
    assert player.isAncestorOf(player.transport)
    qtbot.waitUntil(player.surface.isVisible)
    assert player.playing


def test_controls_over_full_screen_rest_and_return(player: Player, qtbot: QtBot, clip: Path) -> None:
    load(player, qtbot, clip)
    player.enter_full_screen()
    assert player.transport.isVisible()
    qtbot.waitUntil(lambda: not player.transport.isVisible(), timeout=6000)
    QTest.mouseMove(player.surface, QPoint(50, 50))
    QTest.mouseMove(player.surface, QPoint(60, 60))
    qtbot.waitUntil(player.transport.isVisible)


ENDS_WHILE_PLAYING = """
import sys
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider
from wan_desktop.ui.player import Player
from wan_desktop.ui.theme import Theme

application = QApplication([])
theme = Theme(application)
theme.choose("dark")
player = Player(theme)
player.show()
player.first_frame_shown.connect(application.quit)
player.load(sys.argv[1])
application.exec()
print("quit while playing:", player.playing)
"""


def test_a_process_ends_though_a_video_plays(clip: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDS_WHILE_PLAYING, str(clip)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "quit while playing: True\n"), done.stderr


def test_controls_are_renamed_when_the_language_changes(
    player: Player, qtbot: QtBot, qapp: QApplication
) -> None:
    class Chinese(QTranslator):
        def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
            return {"Play": "播放", "Loop": "循环播放"}.get(text, "")

        def isEmpty(self) -> bool:
            return False

    chinese = Chinese()
    qapp.installTranslator(chinese)
    try:
        qtbot.waitUntil(lambda: player.transport.play_button.accessibleName() == "播放")
        assert player.transport.loop_button.toolTip() == "循环播放 (L)"
    finally:
        qapp.removeTranslator(chinese)
    qtbot.waitUntil(lambda: player.transport.play_button.accessibleName() == "Play")


def test_every_control_has_a_name_for_screen_readers(player: Player) -> None:
    controls = [*player.findChildren(QAbstractButton), *player.findChildren(QSlider)]
    assert [control.objectName() for control in controls if not control.accessibleName()] == []
