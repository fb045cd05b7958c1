"""Every row of the table of inputs: what is sent or said is what the row says."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.fakes.pictures import assert_sendable, near, seen
from tests.media.framing_rows import FRAMED_ROWS
from tests.media.image_rows import PLAIN_ROWS, Row, source_of
from wan_desktop.core.errors import ErrorKind, InputError
from wan_desktop.media.images import look, prepare
from wan_desktop.ui.failure_texts import FAILURE_TEXTS

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
ROWS = PLAIN_ROWS + FRAMED_ROWS
SENT = [row for row in ROWS if row.said is None]
SAID = [row for row in ROWS if row.said is not None]


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.name)
def test_what_is_sent(row: Row, tmp_path: Path) -> None:
    source = source_of(row, tmp_path)
    prepared = prepare(source, row.framing)
    assert (prepared.width, prepared.height) == row.size
    assert set(prepared.changes) == row.changes
    assert_sendable(prepared)
    for found, wanted in zip(seen(prepared), row.pixels, strict=False):
        assert wanted is None or near(found, wanted, row.tolerance), seen(prepared)
    if row.unchanged:
        assert prepared.data == (source if isinstance(source, bytes) else source.read_bytes())
    assert prepared.mime == ("image/jpeg" if not row.unchanged else Image.MIME[prepared.source_format])
    assert prepare(source, row.framing) == prepared


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.name)
def test_the_quick_look_shows_the_same_picture(row: Row, tmp_path: Path) -> None:
    source = source_of(row, tmp_path)
    seen_now, prepared = look(source, frame=row.framing.frame), prepare(source, row.framing)
    assert (seen_now.width, seen_now.height) == (prepared.source_width, prepared.source_height)
    assert seen_now.format == prepared.source_format
    with Image.open(BytesIO(seen_now.thumbnail)) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert max(thumbnail.size) <= 480
        shape = thumbnail.width / thumbnail.height
    assert shape == pytest.approx(seen_now.width / seen_now.height, rel=0.02)


@pytest.mark.parametrize("row", SAID, ids=lambda row: row.name)
def test_what_is_said(row: Row, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        prepare(source_of(row, tmp_path), row.framing)
    assert caught.value.kind is row.said
    assert FAILURE_TEXTS[caught.value.kind].title


def test_the_rows_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(ROWS) >= 60
    assert [name for name, count in Counter(row.name for row in ROWS).items() if count > 1] == []
    assert {row.said for row in SAID} >= {ErrorKind.IMAGE_BROKEN, ErrorKind.IMAGE_TOO_MANY_PIXELS}
