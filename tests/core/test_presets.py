"""Presets: what they keep and what they set, names that clash, and files by anyone."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from wan_desktop.core.errors import DiskError, ErrorKind, InputError
from wan_desktop.core.params import Request
from wan_desktop.core.presets import (
    BYTES_MAX,
    COUNT_MAX,
    NAME_MAX,
    SCHEMA,
    Preset,
    Presets,
    clean_name,
    load,
    parse,
    preset_of,
    save,
    to_bytes,
)

REQUEST = Request(
    image="a.jpg",
    prompt="雾",
    negative_prompt="blur",
    duration=10,
    resolution="720P",
    shots="multi",
    rewrite=False,
    seed=7,
    sound="b.mp3",
    sound_way="store",
)
PAN, ZOOM = Preset("Slow pan", {"duration": 10}), Preset("zoom", {"seed": 7})


def test_it_keeps_the_settings_and_the_prompts_only_where_wanted() -> None:
    bare = preset_of("  Slow \n pan ", REQUEST, with_prompts=False)
    assert bare.name == "Slow pan"
    assert set(bare.values).isdisjoint({"image", "sound", "sound_way", "prompt", "negative_prompt"})
    other = Request(image="z.png", prompt="mine", sound="c.mp3")
    shown = bare.applied(other)
    assert (shown.image, shown.prompt, shown.sound) == ("z.png", "mine", "c.mp3")
    assert (shown.duration, shown.shots, shown.seed, shown.rewrite) == (10, "multi", 7, False)
    whole = preset_of("x", REQUEST, with_prompts=True)
    assert (whole.applied(other).prompt, whole.applied(other).negative_prompt) == ("雾", "blur")


def test_a_signed_link_and_what_could_not_be_sent_are_left_out() -> None:
    signed = Request(audio_url="https://b.example/a.mp3?X-Amz-Signature=0123456789abcdef", effect="x" * 300)
    kept = preset_of("x", signed, with_prompts=True).values
    assert kept["audio_url"] == ""
    assert "effect" not in kept


def test_one_of_the_same_name_is_replaced_whatever_its_case() -> None:
    presets = Presets().put(ZOOM).put(PAN).put(Preset("SLOW PAN", {"duration": 15}))
    assert presets.names == ("SLOW PAN", "zoom")
    assert presets.without("Slow Pan").names == ("zoom",)


@pytest.mark.parametrize(
    ("new", "names"),
    [
        ("Fast pan", ("Fast pan", "zoom")),
        ("slow pan", ("slow pan", "zoom")),
        ("ZOOM", ("Slow pan", "zoom")),
        (" \t", ("Slow pan", "zoom")),
    ],
)
def test_renaming(new: str, names: tuple[str, ...]) -> None:
    presets = Presets((PAN, ZOOM))
    assert presets.renamed("Slow pan", new).names == names
    assert presets.renamed("gone", new) is presets


def test_an_import_numbers_names_that_are_taken_and_leaves_out_what_is_there() -> None:
    mine = Presets((PAN, ZOOM))
    theirs = Presets((Preset("slow pan", {"duration": 5}), Preset("Zoom", {"seed": 7}), Preset("new")))
    joined, came = mine.joined(theirs)
    assert came == 2
    assert joined.names == ("new", "Slow pan", "slow pan (2)", "zoom")
    assert joined.find("Slow pan") == PAN


def test_it_comes_back_whole_and_what_a_newer_version_wrote_survives(tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    presets = Presets((ZOOM, Preset("雾", {"duration": 10}, {"colour": [1]})), {"owner": "me"})
    save(path, presets)
    assert load(path) == presets
    values = json.loads(path.read_bytes())
    assert values["schema"] == SCHEMA
    values["presets"][0]["values"]["hologram"] = 3
    path.write_text(json.dumps(values | {"schema": "wan-desktop-presets/9"}), encoding="utf-8")
    assert load(path).find("zoom") == ZOOM, "a newer schema is read for what is known of it"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"schema": 1}',
        b'{"schema": "other/1", "presets": []}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema": "wan-desktop-presets/1", "x": ' + b"9" * 5000 + b"}",
        b" " * (BYTES_MAX + 1),
    ],
)
def test_a_file_that_holds_no_presets_says_so(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        parse(data)
    assert caught.value.kind is ErrorKind.NOT_PRESETS


def file_of(*presets: Any) -> bytes:
    return json.dumps({"schema": SCHEMA, "presets": list(presets)}).encode()


def test_each_value_is_one_that_the_service_would_take() -> None:
    values = {"duration": 7, "resolution": "720P", "seed": -1, "prompt": "x" * 2001, "watermark": 1}
    values |= {"image": "/etc/passwd", "sound": "x.mp3", "sound_way": "temporary", "shots": "multi"}
    [preset] = parse(file_of({"name": "odd", "values": values})).presets
    assert preset.values == {"resolution": "720P", "shots": "multi"}


def test_names_are_bounded_visible_and_distinct() -> None:
    names = ("a\u202eb\n\x00", "x" * 5000, "A B", " ", 7)
    found = parse(file_of(*({"name": name} for name in names), 9))
    assert found.names == ("a b", "A B (2)", "x" * NAME_MAX)


def test_no_more_than_so_many() -> None:
    data = file_of(*({"name": f"n{number}"} for number in range(COUNT_MAX + 50)))
    assert len(parse(data).presets) == COUNT_MAX
    full, came = parse(data).joined(Presets((PAN,)))
    assert (len(full.presets), came) == (COUNT_MAX, 0)


def test_nothing_that_anybody_writes_into_it_raises_anything_else() -> None:
    dice = random.Random(7)
    whole = to_bytes(Presets((Preset("雾", {"duration": 10, "seed": 7}), ZOOM)))
    for _ in range(1000):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(InputError):
            to_bytes(parse(bytes(data)))


def test_a_damaged_file_of_ones_own_is_kept_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "presets.json"
    assert load(path) == Presets()
    path.write_bytes(b"{")
    assert load(path) == Presets()
    assert "presets unreadable" in caplog.text
    caplog.clear()
    assert path.with_name("presets.json.bad").read_bytes() == b"{"


def test_one_that_cannot_be_read_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        load(tmp_path)


def test_a_name_of_nothing_visible_is_none() -> None:
    assert clean_name("\u200b\x00 ") == ""


def test_of_presets_in_a_newer_format_a_copy_stays_beside(tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    newer = json.dumps({"schema": "wan-desktop-presets/3", "presets": {"Slow pan": {"duration": 10}}})
    path.write_text(newer)
    save(path, load(path).put(preset_of("Zoom", REQUEST, with_prompts=False)))
    assert json.loads(path.read_bytes())["schema"] == SCHEMA
    assert path.with_name("presets.json.v3").read_text() == newer
