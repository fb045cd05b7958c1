"""The program's icon in the formats of every system."""

from __future__ import annotations

from pathlib import Path

import icons
import pytest
from PIL import Image

pytestmark = pytest.mark.usefixtures("qapp")


def opacity(picture: Image.Image, column: int, row: int) -> int:
    return int(picture.getchannel("A").crop((column, row, column + 1, row + 1)).tobytes()[0])


def test_every_size_is_drawn_for_itself(tmp_path: Path) -> None:
    files = icons.write_pngs(tmp_path / "png", (16, 24, 512))
    assert [file.name for file in files] == [f"wan-desktop-{size}.png" for size in (16, 24, 512)]
    for file, size in zip(files, (16, 24, 512), strict=True):
        with Image.open(file) as drawn:
            assert drawn.size == (size, size)
            assert opacity(drawn, size // 2, size // 2) == 255, "the middle is there"
            assert opacity(drawn, 0, 0) == 0, "the corner is see-through"


@pytest.mark.parametrize("size", icons.PNG_SIZES)
def test_its_edges_lie_on_whole_pixels(size: int) -> None:
    across = icons.picture(size).getchannel("A").crop((0, size // 2, size, size // 2 + 1))
    assert set(across.tobytes()) == {0, 255}


def test_windows_icon_holds_the_sizes_of_all_scalings(tmp_path: Path) -> None:
    icons.write_ico(tmp_path / "icon.ico")
    with Image.open(tmp_path / "icon.ico") as icon:
        assert {size for size, _ in icon.info["sizes"]} == set(icons.ICO_SIZES)


def test_the_mac_icon_holds_every_density(tmp_path: Path) -> None:
    icons.write_icns(tmp_path / "icon.icns")
    with Image.open(tmp_path / "icon.icns") as icon:
        assert {side * density for side, _, density in icon.info["sizes"]} == set(icons.ICNS_SIZES)
