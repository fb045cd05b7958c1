"""The licence of every part of an installer: collected at build time, and checked against the folder.

::

    collect(site_packages, target)     target/index.json and target/texts/: what About shows
    unnamed_libraries(site_packages)   shared libraries of the environment that no part names
    check_folder(folder)               the same for the folder that PyInstaller has made
    keep_only_present(folder)          takes parts out of the index whose libraries are not in the folder

Python packages are those of the run-time lock: their licence stands in their METADATA and its text beside it.
What is inside a wheel, or taken along from the system, is named in ``licences/parts.toml`` by its libraries:

* ``libraries``: patterns of names without "lib", version, hash and suffix, in lower case except Qt's
  (``libx264-d6533a8d.so.165`` and ``libx264-165.dll`` are both ``x264``)
* ``wheel``: the distribution that it comes in; ``[wheels]`` says which version of it was looked into
* ``texts``: files in ``licences/``; ``texts_of_wheel``: the licence files of the wheel itself
* ``crates``: the list of materials in the wheel that names the Rust crates compiled into it
* ``platform``: only on that ``sys.platform``
* ``[[system]]``: version and notices are those of Debian's package on the computer that builds

The index: ``{"schema": "wan-desktop-licences/1", "parts": [{…}, …]}``, each as :class:`Part`. Standard
library only. Whatever is missing raises :class:`LicenceMissing`, with all that is missing in one text.
``python packaging/licences.py SITE_PACKAGES TARGET`` collects for the Python that runs it.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import ssl
import sys
import sysconfig
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from email.message import Message
from email.parser import HeaderParser
from functools import cache
from pathlib import Path
from typing import Any

import source_archive
from debian_packages import packages_with
from licence_expressions import COMPATIBLE_WITH_GPL3, is_met
from shared_libraries import MODULE, has_hash, is_any, shared_libraries, unnamed

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
TEXTS = HERE / "licences"
LOCK = HERE / "requirements.lock"
SCHEMA = "wan-desktop-licences/1"

#: Nothing has to be repeated for these beyond the licence's own text, which is always there.
_WITHOUT_NOTICE = frozenset(
    {"Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unlicense", "CC0-1.0", "0BSD", "MIT-0", "BSL-1.0"}
)
#: Wheels without a licence file: where the text comes from instead.
_TEXTS_FOR = {
    "pyside6_addons": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "pyside6_essentials": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "shiboken6": ["LGPL-3.0.txt", "GPL-3.0.txt"],
    "obstore": ["obstore.txt"],
}
#: What METADATA says in words, or in a way that leaves something open.
_LICENCE_OF = {
    "apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    # GPL-2.0-only is one of three to choose from, and not the one chosen here.
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": "LGPL-3.0-only OR GPL-3.0-only",
}
_VERSIONS_OF_PYTHON = {
    "OpenSSL, as Python uses it": ssl.OPENSSL_VERSION.split()[1],
    "SQLite": sqlite3.sqlite_version,
    "zlib": getattr(zlib, "ZLIB_RUNTIME_VERSION", zlib.ZLIB_VERSION),
}


class LicenceMissing(Exception):
    """The text says which part lacks what, a line each."""


@dataclass(frozen=True)
class Part:
    """One row of the index.

    ``licence`` is an SPDX expression, ``source`` says where the source code is, ``texts`` are names of files.
    ``libraries`` are as in the table, ``modules`` the folders and files of extension modules;
    ``system`` marks a library of the computer that built.
    """

    name: str
    version: str
    licence: str
    source: str
    texts: list[str]
    libraries: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    system: bool = False


class _Texts:
    """The folder of texts: each file once, whoever it is for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)

    def add(self, name: str, text: str) -> str:
        name = re.sub(r"[^\w.+-]+", "-", name)
        (self._folder / name).write_text(text, encoding="utf-8")
        return name

    def add_ours(self, names: Iterable[str]) -> list[str]:
        return [self.add(name, _ours(name)) for name in names]


def collect(site_packages: Path, target: Path) -> None:
    """Writes ``target``, whole: what was there goes. LicenceMissing, OSError."""
    shutil.rmtree(target, ignore_errors=True)
    texts = _Texts(target / "texts")
    found = distributions(site_packages)
    missing = list(_wrong_wheels(found))
    parts = [_program(texts), *_python(texts)]
    for name in locked_names():
        if name in found:
            parts.append(_package(found[name], texts))
    if "pyinstaller" in found:
        parts.append(_package(found["pyinstaller"], texts))
    parts += _table(found, texts)
    parts += _system(texts)
    missing += _faults(parts)
    if missing:
        raise LicenceMissing("\n".join(missing))
    rows = [asdict(part) for part in sorted(parts, key=lambda part: part.name.casefold())]
    index = json.dumps({"schema": SCHEMA, "parts": rows}, indent=1, ensure_ascii=False)
    (target / "index.json").write_text(index, encoding="utf-8")


def _faults(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if not part.version:
            yield f"{part.name}: nothing says which version it is."
        if not part.texts:
            yield f"{part.name}: no text of its licence."
        if not part.source:
            yield f"{part.name}: nothing says where its source code is."
        try:
            fits = is_met(part.licence, COMPATIBLE_WITH_GPL3)
        except ValueError as error:
            yield f"{part.name}: {error}"
        else:
            if not fits:
                yield f"{part.name}: {part.licence} is not known to fit into one under GPL-3.0-or-later."


def _program(texts: _Texts) -> Part:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = re.search(r'__version__ = "(.+)"', (CHECKOUT / "wan_desktop/__init__.py").read_text())
    text = texts.add("wan-desktop.txt", (CHECKOUT / "LICENSE").read_text(encoding="utf-8"))
    number = version[1] if version else ""
    return Part("Wan Desktop", number, project["license"], source_archive.name(number), [text])


def _python(texts: _Texts) -> Iterator[Part]:
    version = sys.version.split()[0]
    places = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    files = [place / name for place in places for name in ("LICENSE.txt", "LICENSE")]
    own = next((file for file in files if file.exists()), None)
    names = [texts.add("python-licence.txt", own.read_text(encoding="utf-8"))] if own else []
    source = f"https://www.python.org/downloads/release/python-{version.replace('.', '')}/"
    libraries = ["python3*", "python"]  # the last is macOS' framework
    yield Part("Python", version, "Python-2.0", source, [*names, *texts.add_ours(["python.txt"])], libraries)


def distributions(site_packages: Path) -> dict[str, Path]:
    """The ``.dist-info`` folders of an environment by their normalised names."""
    found = {}
    for folder in sorted(site_packages.glob("*.dist-info")):
        found[_normal(folder.name.removesuffix(".dist-info").rpartition("-")[0])] = folder
    return found


def locked_names() -> list[str]:
    """What the run-time lock names. One that is for another system is not installed here."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [_normal(line.partition("==")[0]) for line in lines if re.match(r"[\w.-]+==", line)]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name.strip()).lower()


def _metadata(folder: Path) -> Message:
    return HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))


def _package(folder: Path, texts: _Texts) -> Part:
    about = _metadata(folder)
    name = about["Name"]
    files = [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and re.match(r"licen[cs]e|copying|notice|authors", file.name, re.IGNORECASE)
        and file.suffix not in (".py", ".pyc")
    ]
    named = [
        texts.add(f"{name}-{_text_name(file)}", file.read_text(encoding="utf-8", errors="replace"))
        for file in files
    ]
    named = named or texts.add_ours(_TEXTS_FOR.get(_normal(name), []))
    return Part(
        name, about["Version"], _licence(about), _home(about), named, modules=sorted(_modules(folder))
    )


def _text_name(file: Path) -> str:
    return f"{file.name.removesuffix('.txt').removesuffix('.md')}.txt"


def _licence(about: Message) -> str:
    """The SPDX expression that METADATA gives, in one of its three ways; "" where none is understood."""
    if about["Name"] == "pyinstaller":
        return "GPL-2.0-or-later WITH Bootloader-exception"
    words = [about["License-Expression"], about["License"]]
    words += [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if "License ::" in line]
    for text in filter(None, words):
        expression = str(_LICENCE_OF.get(text, text))
        if re.fullmatch(r"[\w.()+ -]+", expression) and " License" not in expression:
            return expression
    return ""


def _home(about: Message) -> str:
    urls = dict(line.split(", ", 1) for line in about.get_all("Project-URL", []) if ", " in line)
    wanted = ("source", "source code", "repository", "homepage", "github")
    by_name = {name.lower(): url for name, url in urls.items()}
    named = next((by_name[name] for name in wanted if name in by_name), about["Home-page"])
    return str(named or f"the package {about['Name']} {about['Version']}, as Python’s package index has it")


def _modules(folder: Path) -> set[str]:
    """The top folders, and the files beside them, in which a distribution has extension modules."""
    lines = (folder / "RECORD").read_text(encoding="utf-8").splitlines()
    paths = [line.rpartition(",")[0].rpartition(",")[0].strip('"') for line in lines]
    return {path.split("/")[0].split(".")[0] for path in paths if MODULE.search(path)}


@cache
def _rows() -> dict[str, Any]:
    return tomllib.loads((TEXTS / "parts.toml").read_text(encoding="utf-8"))


def _wrong_wheels(found: Mapping[str, Path]) -> Iterator[str]:
    for name, version in _rows()["wheels"].items():
        if name in found and (there := _metadata(found[name])["Version"]) != version:
            yield f"{name} is {there} and {version} was looked into: bring licences/parts.toml up to date."


def _table(found: Mapping[str, Path], texts: _Texts) -> Iterator[Part]:
    for row in _rows()["part"]:
        wheel = row.get("wheel")
        if row.get("platform", sys.platform) != sys.platform or (wheel and wheel not in found):
            continue
        names = texts.add_ours(row.get("texts", []))
        licence, version = row.get("licence", ""), row.get("version", "")
        if wheel and not version:
            version = str(_metadata(found[wheel])["Version"])
        if "crates" in row:
            licence, text = _crates(found[wheel] / "sboms" / row["crates"])
            names.insert(0, texts.add(f"{row['name']}.txt", text))
        if row.get("texts_of_wheel"):
            names += _package(found[wheel], texts).texts
        if row.get("versions_of_sbom"):
            names.insert(0, texts.add(f"{row['name']}.txt", _components(found[wheel])))
        if not wheel and (packages := packages_with(row.get("libraries", []))):
            version = packages[0].version
        if not wheel:
            # Where no package of the system tells, it came with Python: as old as that, or as new.
            with_python = f"as with Python {sys.version.split()[0]}"
            version = version or _VERSIONS_OF_PYTHON.get(row["name"], with_python)
        yield Part(
            row["name"],
            version,
            licence,
            row["source"],
            names,
            row.get("libraries", []),
        )


def _components(folder: Path) -> str:
    """What the wheel's own list of materials says is inside, with versions."""
    lines = ["Inside this wheel, by its own list of materials:", ""]
    for file in sorted((folder / "sboms").glob("*.cdx.json")):
        for one in json.loads(file.read_text(encoding="utf-8"))["components"]:
            licence = " AND ".join(entry["license"]["id"] for entry in one.get("licenses") or [])
            lines.append(f"{one['name']} {one.get('version') or ''} {licence}".rstrip())
    return "\n".join(lines) + "\n"


def _crates(materials: Path) -> tuple[str, str]:
    """One expression for all crates that are compiled in, and a text of them all with their notices."""
    expressions, lines, notices = set(), [], []
    ours = _crate_notices()
    for crate in json.loads(materials.read_text(encoding="utf-8"))["components"]:
        if crate.get("scope") == "excluded":  # needed for building alone
            continue
        licence = crate["licenses"][0]["expression"]
        licence = " ".join(licence.split())
        expressions.add(f"({licence})" if " " in licence else licence)
        lines.append(f"{crate['name']} {crate['version']}: {licence}")
        if is_met(licence, _WITHOUT_NOTICE) or "path+file" in crate.get("bom-ref", ""):
            continue  # A crate of the wheel's own project is under the wheel's licence.
        if crate["name"] not in ours:
            raise LicenceMissing(f"{crate['name']} ({materials.name}): its notice is not in rust-crates.txt.")
        notices.append(f"{crate['name']} {crate['version']}\n\n{ours[crate['name']]}")
    text = "\n".join(["Rust crates compiled in:", "", *lines, "", ("\n\n" + "-" * 70 + "\n\n").join(notices)])
    return " AND ".join(sorted(expressions)), text


@cache
def _crate_notices() -> dict[str, str]:
    pieces = re.split(r"^== (.+) ==$", _ours("rust-crates.txt"), flags=re.MULTILINE)[1:]
    return {
        name: text.strip()
        for names, text in zip(pieces[::2], pieces[1::2], strict=True)
        for name in names.split()
    }


def _system(texts: _Texts) -> Iterator[Part]:
    """Debian's libraries that are installed here: PyInstaller takes along those that it finds in use."""
    for row in _rows()["system"]:
        packages = packages_with(row["libraries"])
        for package in packages:
            notice = texts.add(f"debian-{package.name}.txt", package.notices.read_text("utf-8", "replace"))
            names = [notice, *texts.add_ours(_standard_texts(row["licence"]))]
            name = row["name"] if len(packages) == 1 else f"{row['name']}: {package.name}"
            yield Part(
                name,
                package.version,
                row["licence"],
                row["source"],
                names,
                package.libraries,
                system=True,
            )


def _standard_texts(expression: str) -> list[str]:
    """Debian's notices point at these instead of repeating them."""
    names = ("GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "Apache-2.0")
    return [f"{name}.txt" for name in names if re.search(rf"(?<![A-Z]){re.escape(name)}", expression)]


@cache
def _ours(name: str) -> str:
    return (CHECKOUT / "LICENSE" if name == "GPL-3.0.txt" else TEXTS / name).read_text(encoding="utf-8")


def unnamed_libraries(site_packages: Path) -> list[Path]:
    """The shared libraries of the run-time packages that neither a part nor ``[[left_out]]`` names.

    Qt's plugins for QML are not looked at: no installer has them.
    """
    found = distributions(site_packages)
    ours = [found[name] for name in locked_names() if name in found]
    listed = {
        Path(line.rpartition(",")[0].rpartition(",")[0])
        for folder in ours
        for line in (folder / "RECORD").read_text(encoding="utf-8").splitlines()
    }
    rows = [*_rows()["part"], *_rows()["left_out"]]
    libraries = [one for row in rows for one in row.get("libraries", [])]
    modules = [name for folder in ours for name in _modules(folder)]
    found_unnamed = unnamed(site_packages, libraries, modules, ())
    return [path for path in found_unnamed if path in listed and "qml" not in path.parts]


def check_folder(folder: Path) -> list[Path]:
    """The shared libraries of a built folder that its index does not name, or that are to be left out."""
    inside = _inside(folder)
    parts = _index(folder)["parts"]
    libraries = [one for part in parts for one in part["libraries"]]
    modules = [one for part in parts for one in part["modules"]]
    left_out = [one for row in _rows()["left_out"] for one in row["libraries"]]
    return unnamed(inside, libraries, modules, left_out)


def keep_only_present(folder: Path) -> None:
    """Takes out of the folder's index the parts whose libraries are not in the folder. OSError."""
    index = _index(folder)
    there = [path.name for path in shared_libraries(_inside(folder))]
    # A wheel's library has a hash in its name; the system's of the same name has none.
    plain = [name for name in there if not has_hash(name)]
    index["parts"] = [
        part
        for part in index["parts"]
        if not part["libraries"]
        or any(is_any(name, part["libraries"]) for name in (plain if part["system"] else there))
    ]
    texts = {name for part in index["parts"] for name in part["texts"]}
    licences = _licences_in(folder)
    for file in (licences / "texts").iterdir():
        if file.name not in texts:
            file.unlink()
    (licences / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False), encoding="utf-8")


def _inside(folder: Path) -> Path:
    """Where PyInstaller puts libraries and modules."""
    inside = folder / "_internal"
    return inside if inside.is_dir() else folder


def _licences_in(folder: Path) -> Path:
    return _inside(folder) / "licences"


def _index(folder: Path) -> dict[str, Any]:
    index = json.loads((_licences_in(folder) / "index.json").read_text(encoding="utf-8"))
    assert isinstance(index, dict)
    return index


def main(arguments: list[str]) -> int:
    site_packages, target = map(Path, arguments)
    try:
        collect(site_packages, target)
    except LicenceMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
