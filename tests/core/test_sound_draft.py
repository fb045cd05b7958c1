"""A kept sound comes back as it was, and what somebody else wrote there does no harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wan_desktop.core.sound_cut import SoundCut
from wan_desktop.core.sound_draft import SoundDraft

KEPT = SoundDraft(Path("/p/bells 钟.flac"), "bells 钟.flac", SoundCut(4.2, 5.0, 0.5), "a.mp3", 1.5, True)


def test_it_comes_back_as_it_was() -> None:
    assert SoundDraft.from_json(json.loads(json.dumps(KEPT.to_json()))) == KEPT


@pytest.mark.parametrize(
    "change",
    [{"path": ""}, {"path": 1}, {"path": "/p\0"}, {"name": None}, {"cut": []}, {"sound": "../key"}],
)
def test_what_names_no_sound_is_none(change: dict[str, Any]) -> None:
    assert SoundDraft.from_json({**KEPT.to_json(), **change}) is None


@pytest.mark.parametrize("kept", [None, [], "words", {}])
def test_anything_else_is_none(kept: object) -> None:
    assert SoundDraft.from_json(kept) is None
