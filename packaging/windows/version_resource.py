"""What the Explorer shows of the executables under Properties › Details, as PyInstaller reads it."""

from __future__ import annotations

from pathlib import Path

import version_numbers

#: US English as the block is named, and as (language, code page): Unicode.
BLOCK, TRANSLATION = "040904B0", (1033, 1200)


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows takes, of 16 bits each: "1.2.3rc1" is (1, 2, 3, 0)."""
    first, second, third, fourth = (min(number, 0xFFFF) for number in version_numbers.numbers(version, 4))
    return first, second, third, fourth


def file_name(program: str) -> str:
    """What the executable called ``program`` in the spec is on the disk."""
    return program if program.endswith(".com") else f"{program}.exe"


def text(version: str, file_name: str) -> str:
    """The resource of one executable, in the notation of PyInstaller's ``EXE(version=...)``."""
    values = {
        "CompanyName": "Wan Desktop",
        "FileDescription": "Wan Desktop",
        "FileVersion": version,
        "InternalName": "wan-desktop",
        "LegalCopyright": "GPL-3.0-or-later",
        "OriginalFilename": file_name,
        "ProductName": "Wan Desktop",
        "ProductVersion": version,
    }
    strings = ",\n".join(f"      StringStruct({name!r}, {value!r})" for name, value in values.items())
    # 0x40004: for Windows on 32 and 64 bits. 0x1: an application.
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers(version)}, prodvers={numbers(version)}, mask=0x3F, flags=0x0,
    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)
  ),
  kids=[
    StringFileInfo([StringTable({BLOCK!r}, [
{strings}
    ])]),
    VarFileInfo([VarStruct('Translation', {list(TRANSLATION)!r})])
  ]
)
"""


def write(target: Path, version: str, file_name: str) -> str:
    """Writes the resource; its path, as the spec hands it on. OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text(version, file_name), encoding="utf-8")
    return str(target)
