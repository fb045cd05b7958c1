"""The manual page, from what the frozen program itself says to ``--help``: it cannot fall behind.

argparse writes in a fixed form: paragraphs, and sections whose entries are two columns in from the edge, with
the explanation behind two spaces or, further in, on the lines that follow.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ENTRY = re.compile(r" {2,4}(\S.*?)(?: {2,}(\S.*))?$")

HEAD = """\
.TH WAN\\-DESKTOP 1 "{day}" "Wan Desktop {version}" "User Commands"
.SH NAME
wan\\-desktop \\- turn an image into a video with Wan 2.6
.SH SYNOPSIS
.B wan\\-desktop
.RI [ FILE ...]
.br
.B wan\\-desktop
.I COMMAND
.RI [ OPTION ...]
.SH DESCRIPTION
Without a command the window opens, with the
.IR FILE s
given, images or videos. Where it is open already, it comes to the front and takes them.
.PP
The first start is in demo mode: videos are rendered on this computer, nothing is sent and nothing is charged.
Of the commands,
.B generate
alone makes a request that is paid.
"""

TAIL = """\
.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
the video is made, but
.B \\-\\-output
could not be written
.TP
.B 2
bad input, beyond a limit or refused before: nothing was sent
.TP
.B 3
refused or failed at the service
.TP
.B 4
unconfirmed: it may be billed
.TP
.B 5
still unfinished
.SH ENVIRONMENT
.TP
.B WAN_DESKTOP_HOME
puts every file of the program under one folder
.TP
.B WAN_DESKTOP_API_KEY
gives the key for one run
.SH FILES
.TP
.I Wan Desktop
in your videos folder, or the folder chosen in the settings: finished videos
.TP
.I ~/.local/share/wan\\-desktop
jobs, settings and images as they were sent
.TP
.I ~/.cache/wan\\-desktop
what can be had again
"""


def of_program(program: Path, version: str, day: datetime.date) -> str:
    """The page, in man's own language. Runs the program; raises OSError or CalledProcessError."""
    overall = _help(program)
    parts = [HEAD.format(version=version, day=day.isoformat()), ".SH COMMANDS\n"]
    for command, _ in entries(overall, "positional arguments"):
        if command != "COMMAND":
            parts += [f".SS {escaped(f'wan-desktop {command}')}\n", command_text(_help(program, command))]
    return "".join(parts) + TAIL


def _help(program: Path, *command: str) -> str:
    environment = os.environ | {"COLUMNS": "1000", "LC_ALL": "C.UTF-8"}
    asked: list[str | Path] = [program, *command, "--help"]
    return subprocess.run(
        asked, capture_output=True, encoding="utf-8", check=True, env=environment, timeout=120
    ).stdout


def command_text(told: str) -> str:
    """A command's arguments, from its help."""
    rows = [*entries(told, "positional arguments"), *entries(told, "options")]
    return "".join(
        f".TP\n.B {escaped(name)}\n{escaped(words)}\n" if words else f".TP\n.B {escaped(name)}\n\\&\n"
        for name, words in rows
        if not name.startswith("-h,")
    )


def entries(told: str, section: str) -> Iterator[tuple[str, str]]:
    """Each entry of a section of a help text, and its explanation; "" where it has none."""
    name, words = "", ""
    for line in section_lines(told, section):
        match = ENTRY.match(line)
        if match:
            if name:
                yield name, words
            name, words = match[1], match[2] or ""
        else:
            words = f"{words} {line.strip()}".strip()
    if name:
        yield name, words


def section_lines(told: str, section: str) -> list[str]:
    _, found, rest = told.partition(f"\n{section}:\n")
    return rest.partition("\n\n")[0].splitlines() if found else []


def escaped(text: str) -> str:
    """Text that man shows as it is: hyphens that can be copied, and no line that reads as a request."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
