"""Whatever is dropped on the window: where it goes, what is said of it, and that the window answers."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from tests.app.test_window import Window, window
from wan_desktop.core.paths import resource

__all__ = ["window"]

LAKE = resource("samples", "lake.jpg")
ANSWERS_WITHIN = 0.05


class Host(SimpleHTTPRequestHandler):
    """Hands out a folder; "/hang" says nothing until the test is over."""

    over: threading.Event

    def do_GET(self) -> None:
        if self.path == "/hang":
            self.over.wait()
        else:
            super().do_GET()

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One of everything that people drop."""
    made = tmp_path / "拖 in"
    (made / "several").mkdir(parents=True)
    (made / "empty").mkdir()
    shutil.copy(LAKE, made / "lake.jpg")
    for number in (10, 2):
        shutil.copy(resource("samples", "dunes.jpg"), made / "several" / f"{number}.jpg")
    (made / "words.txt").write_text("镜头缓缓推进", encoding="utf-8")
    (made / "song.mp3").write_bytes(b"ID3\x04\x00\x00" + bytes(500))
    (made / "clip.mp4").write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(500))
    (made / "notes.zip").write_bytes(b"PK\x03\x04" + bytes(500))
    return made


@pytest.fixture
def host(folder: Path) -> Iterator[str]:
    Host.over = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Host.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_everything_dropped_goes_to_its_place(window: Window, folder: Path, host: str) -> None:
    window.play("everything_dropped_goes_to_its_place", folder, host)
    assert window.submits() == 0


def test_the_window_answers_while_two_hundred_images_are_dropped(window: Window, tmp_path: Path) -> None:
    folder = tmp_path / "200 images"
    folder.mkdir()
    for number in range(200):
        shutil.copy(LAKE, folder / f"{number}.jpg")
    count, longest = window.play("two_hundred_images_are_dropped", folder).split()
    assert int(count) == 200
    assert float(longest) < ANSWERS_WITHIN


def test_a_large_image_is_seen_before_it_is_ready_and_not_sent_before(window: Window, tmp_path: Path) -> None:
    large = tmp_path / "48 MP.jpg"
    noise = Image.effect_noise((1000, 750), 60).convert("RGB")
    noise.resize((8000, 6000)).save(large, quality=90)
    window.play("a_large_image_is_seen_before_it_is_ready", large)


def test_the_folder_of_a_drop_is_where_the_dialog_begins(window: Window, folder: Path) -> None:
    shutil.copy(LAKE, folder / "a.jpg")
    window.play("the_folder_of_a_drop_is_where_the_dialog_begins", folder)


def test_the_image_of_a_job_that_is_gone_is_said(window: Window) -> None:
    window.play("the_image_of_a_job_that_is_gone_is_said")
    assert window.submits() == 1
