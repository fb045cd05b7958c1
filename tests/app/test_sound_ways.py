"""The ways of a sound in the whole program, with a real store and a real service; one process a scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_window import Window, window
from tests.fakes.object_store import SECRET, object_store
from tests.fakes.public_host import public_host
from tests.fakes.tones import HERTZ, pitch, write_tone
from tests.fakes.wire_server import closed_port

__all__ = ["window"]


def test_a_store_is_set_up_tested_and_used(window: Window, tmp_path: Path) -> None:
    tone = write_tone(tmp_path / "fedcba9876543210.mp3", 5.0)
    window.settings(tag_videos=False)
    with object_store(tmp_path) as store:
        bucket = store.bucket
        told = window.play(
            *("a_store_is_set_up_tested_and_used", bucket.endpoint, bucket.name, bucket.region),
            *(bucket.key_id, SECRET, tone),
        )
        assert store.objects() == {}
    # The service fetched it from the store, and put it under its video.
    assert pitch(Path(told.strip().splitlines()[-1])) == pytest.approx(HERTZ, abs=2)
    paths = window.home.paths
    for path in (paths.settings, paths.database, paths.log_file):
        assert SECRET.encode() not in path.read_bytes()
        assert b"X-Amz-Signature" not in path.read_bytes()


def test_a_pasted_link_is_looked_at(window: Window, tmp_path: Path) -> None:
    with public_host() as host:
        host.files = {
            "tone.mp3": write_tone(tmp_path / "tone.mp3", 5.0).read_bytes(),
            "words.mp3": b"no sound" * 99,
        }
        links = (f"{host.base_url}/{name}" for name in host.files)
        window.play("a_pasted_link_is_looked_at", *links, f"http://127.0.0.1:{closed_port()}/tone.mp3")
    assert window.submits() == 0
