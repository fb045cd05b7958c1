"""What makes the program one of the desktop's: menu entry, icons, software centre's page, manual page.

All installers put the same files below their ``share`` folder. The texts are the files beside this one; what
they repeat of the program (version, kinds of images) is filled in or tested.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path

from steps import SetupFailed

from linux import manual_page

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
DESKTOP_ENTRY = HERE / "wan-desktop.desktop"
METAINFO = HERE / "wan-desktop.metainfo.xml"
DRAWING = CHECKOUT / "resources" / "icons" / "app.svg"
#: Where packaging/icons.py has put the drawing's pictures, named by their sides in pixels.
ICONS = CHECKOUT / "build" / "icons" / "png"


def release_moment() -> datetime.datetime:
    """When what is built was written: SOURCE_DATE_EPOCH, else the last commit, else now.

    The same sources so give the same packages, whenever they are built.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH") or _last_commit()
    now = datetime.datetime.now(datetime.UTC)
    return datetime.datetime.fromtimestamp(int(told), datetime.UTC) if told else now


def _last_commit() -> str:
    git = shutil.which("git")
    if git is None or not (CHECKOUT / ".git").exists():
        return ""
    asked = [git, "-C", str(CHECKOUT), "log", "-1", "--format=%ct"]
    return subprocess.run(asked, capture_output=True, encoding="utf-8", check=False).stdout.strip()


def mime_types() -> list[str]:
    """What "Open with" offers the program for: the desktop entry's line."""
    lines = DESKTOP_ENTRY.read_text(encoding="utf-8").splitlines()
    value = next(line.removeprefix("MimeType=") for line in lines if line.startswith("MimeType="))
    return value.strip(";").split(";")


def metainfo(version: str, day: datetime.date) -> str:
    """The page in software centres."""
    kinds = "\n    ".join(f"<mediatype>{name}</mediatype>" for name in mime_types())
    text = METAINFO.read_text(encoding="utf-8")
    return (
        text.replace("@VERSION@", version).replace("@DATE@", day.isoformat()).replace("@MEDIATYPES@", kinds)
    )


def component_id() -> str:
    text = METAINFO.read_text(encoding="utf-8")
    return text.partition("<id>")[2].partition("</id>")[0]


def write(share: Path, folder: Path, version: str, moment: datetime.datetime) -> None:
    """Fills a ``share`` folder for the program frozen in ``folder``. Raises OSError, SetupFailed."""
    for name, text in (
        ("applications/wan-desktop.desktop", DESKTOP_ENTRY.read_text(encoding="utf-8")),
        (f"metainfo/{component_id()}.metainfo.xml", metainfo(version, moment.date())),
        ("man/man1/wan-desktop.1", manual_page.of_program(folder / "wan-desktop", version, moment.date())),
    ):
        file = share / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    write_icons(share / "icons" / "hicolor")


def write_icons(theme: Path) -> None:
    """Puts the icon in every size, and the drawing itself, where the hicolor theme wants them."""
    pictures = sorted(ICONS.glob("wan-desktop-*.png"))
    if not pictures:
        raise SetupFailed(f"There are no icons in {ICONS}: dev.py build draws them first.")
    for picture in pictures:
        side = picture.stem.rpartition("-")[2]
        place = theme / f"{side}x{side}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, place / "wan-desktop.png")
    place = theme / "scalable" / "apps"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DRAWING, place / "wan-desktop.svg")
