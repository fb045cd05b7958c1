"""A batch that is being put together, over a restart: it comes back as it was, whoever wrote the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wan_desktop.core import known_keys
from wan_desktop.core.batch_draft import BatchDraft, OpenBatch
from wan_desktop.core.batches import VARIATIONS_MAX, Variations

KEY = "planted-key-0123456789"
ROWS = ((Path("/p/b \udcff.jpg"), "a boat\nat dusk"), (Path("/p/a.jpg"), ""))
DRAFT = BatchDraft(Variations(3, keep_seeds=False), OpenBatch(ROWS, "for all", each=True))


def read_again(draft: BatchDraft) -> BatchDraft:
    return BatchDraft.from_json(json.loads(json.dumps(draft.to_json())))


@pytest.mark.parametrize(
    "draft", [DRAFT, BatchDraft(open=OpenBatch(ROWS)), BatchDraft(Variations(2)), BatchDraft()]
)
def test_it_comes_back_in_its_order(draft: BatchDraft) -> None:
    assert read_again(draft) == draft


def test_where_nothing_is_put_together_nothing_is_kept() -> None:
    assert BatchDraft().to_json() is None


@pytest.mark.parametrize("kept", [7, "x", [], {"open": []}, {"variations": 3, "open": {"images": 7}}])
def test_what_cannot_be_used_is_as_usual(kept: Any) -> None:
    assert BatchDraft.from_json(kept) == BatchDraft()


@pytest.mark.parametrize("count", [0, -1, VARIATIONS_MAX + 1, "3", None, 2.0])
def test_a_number_of_videos_that_cannot_be_is_one(count: Any) -> None:
    kept = {"variations": {"count": count, "keep_seeds": True}}
    assert BatchDraft.from_json(kept).variations == Variations()


def test_one_bad_row_is_left_out_alone() -> None:
    rows = [
        ["/p/a.jpg", "a"],
        ["", "b"],
        ["/p/\0", "c"],
        ["/p/d.jpg"],
        7,
        ["/p/e.jpg", None],
        ["/p/f.jpg", "f"],
    ]
    kept = {"open": {"images": rows, "prompt": "", "each": True}}
    found = BatchDraft.from_json(kept).open
    assert found == OpenBatch(((Path("/p/a.jpg"), "a"), (Path("/p/f.jpg"), "f")), each=True)


@pytest.fixture
def known_key() -> Iterator[str]:
    known_keys.hide(KEY)
    yield KEY
    del known_keys._known[KEY]


def test_no_key_is_kept(known_key: str) -> None:
    pasted = OpenBatch(((Path("/p/a.jpg"), f"oops {known_key}"),), known_key)
    assert known_key not in json.dumps(BatchDraft(open=pasted).to_json())
