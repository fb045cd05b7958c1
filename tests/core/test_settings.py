"""Choices outlive the program, its next version and a damaged file."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wan_desktop.core.errors import DiskError
from wan_desktop.core.limits import Limits
from wan_desktop.core.settings import HOSTS, Settings, load, save

CHOSEN = Settings(
    service="https://api.jiekou.ai",
    library=str(Path.home() / "影片 videos"),
    language="zh_CN",
    theme="dark",
    limit_per_click="1.50",
    limit_per_day="20",
    muted=True,
    volume=0.25,
    loop=False,
    tag_videos=False,
    bucket_endpoint="https://s3.example",
    bucket_name="sounds",
    bucket_region="eu-central-1",
    bucket_key_id="AKIAEXAMPLE",
    bucket_in_host=True,
    bucket_prefix="clips",
    temporary_host=True,
    inline_sound=True,
    notify=False,
    window="AdnQywAD",
    last_request={"prompt": "雾 drifts", "duration": 10, "seed": None},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_every_choice_comes_back(path: Path) -> None:
    unchosen = [
        row.name for row in fields(Settings) if getattr(CHOSEN, row.name) == getattr(Settings(), row.name)
    ]
    assert unchosen == ["unknown", "unusable"]
    save(path, CHOSEN)
    assert load(path) == CHOSEN


def test_without_a_file_everything_is_as_delivered(path: Path) -> None:
    assert load(path) == Settings()
    assert not path.exists()


def test_what_a_newer_version_wrote_is_kept(path: Path) -> None:
    path.write_text(json.dumps({"theme": "dark", "hologram": {"depth": 3}}), encoding="utf-8")
    save(path, load(path))
    assert json.loads(path.read_bytes())["hologram"] == {"depth": 3}
    assert load(path).theme == "dark"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", "ftp://api.jiekou.ai"),
        ("service", "https://"),
        ("service", "https://user:key@api.jiekou.ai"),
        ("service", "https://[broken"),
        ("service", None),
        ("library", "not/absolute"),
        ("library", "/zero\0byte"),
        ("library", 7),
        ("tag_videos", 1),
        ("language", "tlh"),
        ("language", ["en"]),
        ("theme", "pink"),
        ("theme", {}),
        ("muted", 1),
        ("volume", 1.5),
        ("volume", float("nan")),
        ("volume", True),
        ("volume", "loud"),
        ("loop", "yes"),
        ("window", None),
        ("last_request", [1]),
    ],
)
def test_one_bad_value_falls_back_alone(
    path: Path, name: str, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    save(path, CHOSEN)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {name: value}), encoding="utf-8")
    found = load(path)
    assert getattr(found, name) == getattr(Settings(), name)
    others = [row.name for row in fields(Settings) if row.name not in (name, "unusable")]
    assert [getattr(found, other) for other in others] == [getattr(CHOSEN, other) for other in others]
    assert name in caplog.text
    caplog.clear()


@pytest.mark.parametrize("value", [20, 1.5, "-1", "many", "1,000", "NaN", None, True, ["5"]])
def test_a_limit_that_cannot_be_read_forbids_and_does_not_vanish(
    path: Path, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(json.dumps({"limit_per_click": "2", "limit_per_day": value}), encoding="utf-8")
    assert load(path).limits == Limits(per_click=Decimal(2), per_day=Decimal(0))
    assert "limit_per_day" in caplog.text
    caplog.clear()


@pytest.mark.parametrize("host", [url for _, url in HOSTS] + ["http://127.0.0.1:8000", "http://localhost:1"])
def test_every_host_of_the_wire_can_be_chosen(path: Path, host: str) -> None:
    save(path, Settings(service=host))
    assert load(path).service == host


@pytest.mark.parametrize(
    "content",
    [b"", b'{"theme": "dark"', b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b"\0" * 4096],
    ids=["empty", "cut short", "a list", "null", "not text", "endless", "zeroes"],
)
def test_a_damaged_file_is_kept_aside(path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path.write_bytes(content)
    assert load(path) == Settings()
    assert path.with_name("settings.json.bad").read_bytes() == content
    save(path, CHOSEN)
    assert load(path) == CHOSEN
    caplog.clear()


def test_a_folder_name_that_is_not_utf8_survives(path: Path) -> None:
    library = "/videos/\udcff"
    save(path, Settings(library=library))
    assert load(path).library == library


def test_saving_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        save(tmp_path / "missing" / "settings.json", Settings())


def test_a_value_that_only_a_newer_version_can_use_is_kept_until_another_is_chosen(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(json.dumps({"theme": "sepia", "limit_per_day": "5 EUR"}))
    settings = load(path)
    caplog.clear()
    assert (settings.theme, settings.limit_per_day) == ("system", "0")
    save(path, replace(settings, muted=True))
    kept = json.loads(path.read_bytes())
    assert (kept["theme"], kept["limit_per_day"], kept["muted"]) == ("sepia", "5 EUR", True)
    save(path, replace(settings, theme="dark", limit_per_day="5"))
    kept = json.loads(path.read_bytes())
    assert (kept["theme"], kept["limit_per_day"]) == ("dark", "5")
