"""The form over a restart: everything comes back, one bad value falls back alone, no secret is kept."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from wan_desktop.core import known_keys
from wan_desktop.core.draft import Draft, DraftFile, DraftImage, look
from wan_desktop.core.errors import DiskError
from wan_desktop.core.framing import BLUR, Crop, Fit, Framing
from wan_desktop.core.params import Request, SoundWay

KEY = "planted-key-0123456789"
REQUEST = Request(
    prompt="雾 drifts\nslowly",
    negative_prompt="text",
    effect="hug",
    audio_url="https://example.com/bells.mp3",
    duration=10,
    resolution="720P",
    shots="multi",
    rewrite=False,
    audio=False,
    watermark=True,
    seed=0,
    sound="b" * 64 + ".mp3",
    sound_way=SoundWay.STORE,
)
FRAMING = Framing(2, True, 3, Crop(0.1, 0.2, 0.9, 1.0), Fit.EXTEND, BLUR)
IMAGE = DraftImage(
    "a" * 64 + ".jpg", "/p/照片.heic", "照片.heic", FRAMING, 4032, 3024, "HEIC", 9_000_000, ("turned",)
)
DRAFT = Draft(
    REQUEST, IMAGE, {"continues": "id"}, {"batch": {"rows": [["c" * 64 + ".png", "a boat"]]}}, {"x": 1}
)


@pytest.fixture
def file(tmp_path: Path) -> DraftFile:
    return DraftFile(tmp_path / "draft.json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "draft.json"


@pytest.fixture
def known_key() -> Iterator[str]:
    known_keys.hide(KEY)
    yield KEY
    del known_keys._known[KEY]


def test_everything_comes_back(file: DraftFile) -> None:
    same = [row.name for row in fields(Request) if getattr(REQUEST, row.name) == getattr(Request(), row.name)]
    assert same == ["image"], "every other value is one that a new form has not"
    file.write(DRAFT, 1)
    assert file.read() == DRAFT


def test_a_value_that_is_still_to_be_mended_comes_back_as_it_is(file: DraftFile) -> None:
    wrong = Request(prompt="x" * 5000, audio_url="not a link", seed=9_999_999_999)
    file.write(Draft(wrong), 1)
    assert file.read() == Draft(wrong)


def test_half_characters_survive(file: DraftFile) -> None:
    draft = Draft(Request(prompt="\udcff"), DraftImage("a.jpg", source="/p/\udcff.jpg"))
    file.write(draft, 1)
    assert file.read() == draft


BAD: list[tuple[str, Any]] = [
    ("prompt", 7),
    ("prompt", None),
    ("negative_prompt", ["x"]),
    ("duration", 7),
    ("duration", "5"),
    ("duration", True),
    ("resolution", {}),
    ("shots", None),
    ("rewrite", 1),
    ("audio", "no"),
    ("seed", "7"),
    ("seed", -1),
    ("seed", 10**30),
    ("seed", 1.5),
    ("sound_way", "pigeon"),
    ("sound", 5),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_one_bad_value_falls_back_alone(file: DraftFile, path: Path, name: str, value: Any) -> None:
    file.write(DRAFT, 1)
    values = json.loads(path.read_bytes())
    values["request"][name] = value
    path.write_text(json.dumps(values))
    assert file.read() == replace(DRAFT, request=replace(REQUEST, **{name: getattr(Request(), name)}))


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("source", 7, ""),
        ("framing", [], Framing()),
        ("framing", {"crop": {"left": 2}, "quarter_turns": 1}, Framing(quarter_turns=1)),
        ("source_width", "wide", 0),
        ("changes", {"a": 1}, ()),
        ("changes", ["turned", 7], ("turned",)),
    ],
)
def test_one_bad_value_of_the_image_falls_back_alone(
    file: DraftFile, path: Path, name: str, value: Any, found: Any
) -> None:
    file.write(DRAFT, 1)
    values = json.loads(path.read_bytes())
    values["image"][name] = value
    path.write_text(json.dumps(values))
    assert file.read() == replace(DRAFT, image=replace(IMAGE, **{name: found}))


@pytest.mark.parametrize("name", ["../secrets.jpg", "/etc/passwd", "", 7, None])
def test_an_image_outside_the_inputs_folder_is_none(path: Path, name: Any) -> None:
    path.write_text(json.dumps({"image": {"file_name": name}}))
    assert look(path) == Draft()


def test_a_signed_link_and_a_key_are_never_kept(file: DraftFile, path: Path, known_key: str) -> None:
    signed = "https://b.example/a.mp3?X-Amz-Signature=0123456789abcdef"
    file.write(Draft(Request(prompt=f"a boat {known_key}", audio_url=signed)), 1)
    assert b"Signature" not in path.read_bytes()
    assert known_key.encode() not in path.read_bytes()
    assert look(path).request == Request(prompt="a boat …")
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b" " * 16_000_001])
def test_a_damaged_file_is_kept_aside(
    file: DraftFile, path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(content)
    assert file.read() is None
    assert "draft unreadable" in caplog.text
    caplog.clear()
    assert path.with_name("draft.json.bad").read_bytes() == content
    file.write(DRAFT, 1)
    assert file.read() == DRAFT


def test_an_older_draft_never_takes_the_place_of_a_newer_one(file: DraftFile) -> None:
    file.write(DRAFT, 2)
    file.write(Draft(), 1)
    assert file.read() == DRAFT


def test_what_cannot_be_written_is_said_and_the_one_before_stays(file: DraftFile, path: Path) -> None:
    with pytest.raises(DiskError):
        DraftFile(path.with_name("missing") / "draft.json").write(DRAFT, 1)
    assert file.read() is None


def test_nothing_that_anybody_writes_into_it_raises(path: Path) -> None:
    """Each value of the file in turn replaced by what does not belong there."""
    DraftFile(path).write(DRAFT, 1)
    whole = json.loads(path.read_bytes())
    dice = random.Random(7)
    odd: list[Any] = [None, True, -1, 1e308, "", "x" * 3000, [], [[]], {}, {"a": {"b": []}}, "\ud800"]
    for _ in range(400):
        values = json.loads(json.dumps(whole))
        at = values
        while True:
            name = dice.choice(list(at))
            if not isinstance(at[name], dict) or not at[name] or dice.random() < 0.3:
                at[name] = dice.choice(odd)
                break
            at = at[name]
        found = Draft.from_dict(values)
        json.dumps(found.to_dict())


def test_of_a_draft_in_a_newer_format_a_copy_stays_beside(file: DraftFile, path: Path) -> None:
    newer = json.dumps({"schema": "wan-desktop-draft/2", "request": {"prompt": {"text": "fog", "weight": 2}}})
    path.write_text(newer)
    assert file.read() is not None
    file.write(DRAFT, 1)
    assert json.loads(path.read_bytes())["schema"] == "wan-desktop-draft/1"
    assert path.with_name(f"{path.name}.v2").read_text() == newer


def test_once_left_alone_the_file_is_written_no_more(file: DraftFile, path: Path) -> None:
    file.write(DRAFT, 1)
    before = path.read_bytes()
    file.leave_alone()
    file.write(Draft(), 2)
    assert path.read_bytes() == before
