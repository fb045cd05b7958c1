"""HTML of browsers and of pages, and what is no HTML at all."""

from __future__ import annotations

import time

import pytest

from wan_desktop.core.html_images import images_of


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ('<meta charset="utf-8"><img src="https://e.com/a.jpg?x=1&amp;y=2" alt="a > b">', "https://e.com/a.jpg?x=1&y=2"),
        ("<IMG class=x SRC='https://e.com/a b.jpg'>", "https://e.com/a b.jpg"),
        ("<img src=https://e.com/a.jpg>", "https://e.com/a.jpg"),
        ("<p>words</p>", ""),
        ("<img alt='none'><img src='//e.com/2.jpg'>", "//e.com/2.jpg"),
        ("<![nonsense[<img src=a>", "a"),
    ],
)  # fmt: skip
def test_the_first_image_with_a_source(html: str, source: str) -> None:
    assert images_of(html).source == source


def test_an_image_written_out_is_whole_however_long() -> None:
    link = "data:image/png;base64," + "A" * 3_000_000
    began = time.perf_counter()
    assert images_of(f'<meta charset="utf-8"><img src="{link}">').source == link
    assert time.perf_counter() - began < 1.0


def test_a_link_around_the_image_and_its_other_sizes() -> None:
    html = (
        '<a href="https://e.com/page">x</a><a href="https://e.com/full.jpg">'
        '<img src="https://e.com/thumb.jpg" srcset="m.jpg 800w, https://e.com/l.jpg?w=1,2 1600w,'
        ' https://e.com/s.jpg 320w"></a><a href="https://e.com/other">y</a>'
    )
    found = images_of(html)
    assert found.target == "https://e.com/full.jpg"
    assert found.larger[0] == ("https://e.com/l.jpg?w=1,2", 1600.0)


def test_a_density_says_that_it_is_larger_and_not_how_wide() -> None:
    found = images_of('<img src="a.jpg" srcset="a.jpg 1x, b.jpg 2x, c.jpg nonsense">')
    assert found.larger == (("b.jpg", 0.0),)


@pytest.mark.parametrize(
    ("head", "picture"),
    [
        ('<meta property="og:image" content="/a.jpg">', "/a.jpg"),
        ('<meta name="twitter:image" content="t.jpg"><meta property="og:image" content="o.jpg">', "o.jpg"),
        ('<meta property="og:image" content=""><link rel="image_src" href="l.jpg">', "l.jpg"),
        ('<meta property="og:title" content="x">', ""),
    ],
)
def test_a_pages_own_picture(head: str, picture: str) -> None:
    assert images_of(f"<!doctype html><html><head>{head}</head>").page_picture == picture


@pytest.mark.parametrize(
    "part", ["<img ", "<!--", "<![CDATA[", "<a href='", "srcset=", "&", "<img srcset='a ", "<"]
)
def test_hostile_html_takes_no_time(part: str) -> None:
    began = time.perf_counter()
    images_of(part * 200_000)
    assert time.perf_counter() - began < 2.0
