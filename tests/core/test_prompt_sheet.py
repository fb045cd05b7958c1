"""Prompts as spreadsheets copy and save them, and which image each of them goes to."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wan_desktop.core.prompt_sheet import Assignment, assign, rows_of

NAMES = ["Harbour 1.JPG", "two.png", "河.heic"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a\tb", [["a", "b"]]),
        ("a\tb\r\n", [["a", "b"]]),
        ("a\nb\n", [["a"], ["b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ("\ufeffa\tb", [["a", "b"]]),
        # Excel: a cell with a line break is quoted, its quotes doubled.
        ('a\t"two\nlines"\r\n', [["a", "two\nlines"]]),
        ('a\t"say ""hi"",\r\nthen go"\r\nb\tc', [["a", 'say "hi",\nthen go'], ["b", "c"]]),
        ('a\t"with\ttab"', [["a", "with\ttab"]]),
        # A cell that only begins with a quote is copied as it is.
        ('a\t"hi" she said', [["a", '"hi" she said']]),
        ('a\t5" lens', [["a", '5" lens']]),
        ('a\t"open', [["a", '"open']]),
        ("a\t", [["a", ""]]),
    ],
)
def test_cells_are_read_as_excel_and_sheets_copy_them(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text) == rows


CELLS = st.text(st.sampled_from('ab" \t\n,é中'), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_whatever_a_cell_holds_it_comes_back(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, dialect="excel-tab", quoting=csv.QUOTE_ALL).writerows(rows)
    wanted = [list(row) for row in rows]
    while wanted and not any(cell.strip() for cell in wanted[-1]):
        wanted.pop()
    assert rows_of(text.getvalue()) == wanted


@given(st.text(st.sampled_from('ab"\t\r\n'), max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    letters = "".join(cell for row in rows_of(text) for cell in row)
    assert letters.count("a") == text.count("a")


@pytest.mark.parametrize(
    ("text", "first", "prompts", "unused"),
    [
        ("two.png\tB\nharbour 1.jpg\tA", 0, {1: "B", 0: "A"}, 0),
        ("Two\tB\n河\tC", 0, {1: "B", 2: "C"}, 0),
        ("C:\\pics\\two.png\tB\n/home/河.heic\tC", 0, {1: "B", 2: "C"}, 0),
        ("image\tprompt\ntwo\tB", 0, {1: "B"}, 0),
        ("two\tB\nnobody\tX\ntwo\tD", 0, {1: "D"}, 1),
        # No name is an image's: the order is what is meant.
        ("1\tA\n2\tB", 0, {0: "A", 1: "B"}, 0),
        ("A\nB\nC\nD", 0, {0: "A", 1: "B", 2: "C"}, 1),
        ("A\n\nC", 0, {0: "A", 1: "", 2: "C"}, 0),
        ("A\nB", 2, {2: "A"}, 1),
        ("", 0, {}, 0),
    ],
)
def test_prompts_go_to_images_by_name_else_in_order(
    text: str, first: int, prompts: dict[int, str], unused: int
) -> None:
    assert assign(text, NAMES, first) == Assignment(prompts, unused)


def test_images_of_one_name_get_the_same_prompt() -> None:
    assert assign("a.png\tX", ["a.png", "b.png", "a.png"]).prompts == {0: "X", 2: "X"}
