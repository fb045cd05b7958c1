"""The manual page is what the command line says of itself."""

from __future__ import annotations

from linux import manual_page

from wan_desktop.__main__ import COMMAND_LINE
from wan_desktop.cli.main import _parser

TOLD = """\
usage: wan-desktop thing [-h] [--far WORD] FILE

positional arguments:
  FILE        the file's place

options:
  -h, --help  show this help message and exit
  --far WORD  how far - or not
  --bare {1,2}
  --very-long-option-that-takes-a-line-of-its-own WORD
              explained
              below
"""


def test_entries_are_read_with_their_explanations() -> None:
    assert list(manual_page.entries(TOLD, "positional arguments")) == [("FILE", "the file's place")]
    assert list(manual_page.entries(TOLD, "options")) == [
        ("-h, --help", "show this help message and exit"),
        ("--far WORD", "how far - or not"),
        ("--bare {1,2}", ""),
        ("--very-long-option-that-takes-a-line-of-its-own WORD", "explained below"),
    ]


def test_hyphens_can_be_copied_from_the_page_and_quotes_are_quotes() -> None:
    text = manual_page.command_text(TOLD)
    assert ".B \\-\\-far WORD\nhow far \\- or not\n" in text
    assert "the file\\(aqs place" in text
    assert "help" not in text


def test_every_command_of_the_program_is_found_in_its_help() -> None:
    commands = {name for name, _ in manual_page.entries(_parser().format_help(), "positional arguments")}
    assert commands - {"COMMAND"} == {name for name in COMMAND_LINE if not name.startswith("-")}
