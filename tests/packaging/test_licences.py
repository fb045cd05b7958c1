"""Every part of an installer is named with its licence, and a new library inside a wheel is noticed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import licences
import pytest
import source_archive
from licence_expressions import COMPATIBLE_WITH_GPL3, is_met
from shared_libraries import stem

SITE_PACKAGES = Path(sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("licences") / "licences"
    licences.collect(SITE_PACKAGES, target)
    return target


def parts(target: Path) -> dict[str, licences.Part]:
    index = json.loads((target / "index.json").read_text(encoding="utf-8"))
    return {row["name"]: licences.Part(**row) for row in index["parts"]}


def test_no_shared_library_of_the_environment_is_without_a_name() -> None:
    assert licences.unnamed_libraries(SITE_PACKAGES) == [], "name it in packaging/licences/parts.toml"


def test_every_locked_package_that_is_installed_is_collected(collected: Path) -> None:
    found = licences.distributions(SITE_PACKAGES)
    wanted = {name for name in licences.locked_names() if name in found}
    assert wanted <= {name.lower().replace("-", "_").replace(".", "_") for name in parts(collected)}


def test_each_part_has_texts_that_are_there_and_not_empty(collected: Path) -> None:
    for part in parts(collected).values():
        assert part.texts
        for name in part.texts:
            assert (collected / "texts" / name).read_text(encoding="utf-8").strip(), (part.name, name)


@pytest.mark.skipif(sys.platform != "linux", reason="cryptography serves Linux' keyring")
def test_no_text_of_a_package_takes_the_place_of_another(collected: Path) -> None:
    texts = parts(collected)["cryptography"].texts
    assert len({(collected / "texts" / name).read_text(encoding="utf-8") for name in texts}) == 3


def test_what_makes_the_program_gpl_is_named_as_such(collected: Path) -> None:
    found = parts(collected)
    assert found["x264"].licence == found["x265"].licence == "GPL-2.0-or-later"
    assert found["FFmpeg, as PyAV uses it"].licence == "GPL-3.0-or-later"
    for name in ("x264", "x265", "FFmpeg, as PyAV uses it", "Qt", "libheif"):
        assert found[name].source.startswith("https://"), name


def test_a_crate_that_wants_its_notice_repeated_gets_it(collected: Path) -> None:
    text = (collected / "texts" / "Rust-crates-inside-obstore.txt").read_text(encoding="utf-8")
    assert "tokio 1." in text
    assert "Tokio Contributors" in text


def test_an_updated_wheel_has_to_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = dict(licences._rows())
    rows["wheels"] = {**rows["wheels"], "av": "17.0.0"}
    monkeypatch.setattr(licences, "_rows", lambda: rows)
    with pytest.raises(licences.LicenceMissing, match=r"av is \S+ and 17\.0\.0 was looked into"):
        licences.collect(SITE_PACKAGES, tmp_path / "licences")


def a_package(site_packages: Path, metadata: str) -> None:
    folder = site_packages / "httpx-9.9.9.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Name: httpx\nVersion: 9.9.9\n{metadata}\n", encoding="utf-8")
    (folder / "RECORD").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ("License-Expression: MIT", "httpx: no text of its licence"),
        ("License-Expression: GPL-2.0-only", "httpx: GPL-2.0-only is not known to fit"),
        ("License: a licence of our own, see LICENSE", "httpx: "),
    ],
)
def test_a_package_whose_licence_is_open_stops_the_build(tmp_path: Path, metadata: str, words: str) -> None:
    a_package(tmp_path / "site-packages", metadata)
    with pytest.raises(licences.LicenceMissing, match=words):
        licences.collect(tmp_path / "site-packages", tmp_path / "licences")


@pytest.fixture
def folder(collected: Path, tmp_path: Path) -> Path:
    """As PyInstaller makes it, with empty libraries."""
    built = tmp_path / "wan-desktop"
    for name in (
        "libQt6Core.so.6",
        "av.libs/libx264-d6533a8d.so.165",
        "PIL/_webp.cpython-311-x86_64-linux-gnu.so",
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
        "libpython3.11.so.1.0",
        "libssl.so.3",
    ):
        path = built / "_internal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    shutil.copytree(collected, built / "_internal/licences")
    return built


def test_a_built_folder_in_order_has_nothing_unnamed(folder: Path) -> None:
    assert licences.check_folder(folder) == []


@pytest.mark.parametrize(
    "name",
    ["libnobody-knows.so.1", "stray/_module.cpython-311-x86_64-linux-gnu.so", "libQt6WebEngineCore.so.6"],
)
def test_a_library_that_nobody_named_is_told_of_a_built_folder(folder: Path, name: str) -> None:
    (folder / "_internal" / name).parent.mkdir(exist_ok=True)
    (folder / "_internal" / name).touch()
    assert licences.check_folder(folder) == [Path(name)]


def files_of(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]


def test_only_what_is_in_the_folder_stays_in_its_index(folder: Path) -> None:
    before = parts(folder / "_internal/licences")
    licences.keep_only_present(folder / "_internal/licences", files_of(folder / "_internal"))
    after = parts(folder / "_internal/licences")
    assert {"Qt", "x264", "Python", "httpx", "Rust crates inside obstore"} <= after.keys()
    assert before.keys() - after.keys() >= {"x265", "LAME", "Qt modules that are under the GPL alone"}
    texts = {path.name for path in (folder / "_internal/licences/texts").iterdir()}
    assert texts == {name for part in after.values() for name in part.texts}
    assert licences.check_folder(folder) == []


#: As PyInstaller lays them out there, and the parts that they come from.
WINDOWS = {
    "PySide6\\Qt6Core.dll": "Qt",
    "PySide6\\avcodec-61.dll": "FFmpeg, as Qt's player uses it",
    "python311.dll": "Python",
    "_bz2.pyd": "bzip2",
    "_lzma.pyd": "XZ Utils",
    "sqlite3.dll": "SQLite",
    "libcrypto-3.dll": "OpenSSL, as Python uses it",
    "libffi-8.dll": "libffi",
}
MACOS = {
    "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore": "Qt",
    "PySide6/Qt/lib/libavcodec.61.dylib": "FFmpeg, as Qt's player uses it",
    "Python.framework/Versions/3.11/Python": "Python",
    "python3.11/lib-dynload/_lzma.cpython-311-darwin.so": "XZ Utils",
    "python3.11/lib-dynload/_sqlite3.cpython-311-darwin.so": "SQLite",
    "libssl.3.dylib": "OpenSSL, as Python uses it",
    "av/.dylibs/libx264.165.dylib": "x264",
    "pi_heif/.dylibs/libheif.1.23.0.dylib": "libheif",
}


@pytest.mark.parametrize("files", [WINDOWS, MACOS], ids=["windows", "macos"])
def test_a_part_stays_named_by_its_file_of_another_system(
    collected: Path, tmp_path: Path, files: dict[str, str]
) -> None:
    target = tmp_path / "licences"
    shutil.copytree(collected, target)
    licences.keep_only_present(target, [name.replace("\\", "/") for name in files])
    after = parts(target)
    assert set(files.values()) <= after.keys()
    assert not {"libdrm", "x265", "Qt modules that are under the GPL alone"} & after.keys()


def test_a_framework_that_nobody_looked_into_is_told(folder: Path) -> None:
    for name in ("QtWebEngineCore", "Sparkle", "QtSvg"):
        library = folder / f"_internal/PySide6/Qt/lib/{name}.framework/Versions/A/{name}"
        library.parent.mkdir(parents=True)
        library.touch()
    assert [path.name for path in licences.check_folder(folder)] == ["QtWebEngineCore", "Sparkle"]


def test_the_crates_of_the_wheel_for_windows_have_their_notices() -> None:
    """It has this one besides those of the wheel that is installed here."""
    assert "steffengy" in licences._crate_notices()["schannel"]


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("libx264-d6533a8d.so.165", "x264"),
        ("libx264-165.dll", "x264"),
        ("libx265.216.dylib", "x265"),
        ("avcodec-62-1a2b3c4d5e6f.dll", "avcodec"),
        ("libSvtAv1Enc-9393c086.so.4.1.0", "svtav1enc"),
        ("libpython3.11.so.1.0", "python3"),
        ("libicudata.so.73", "icudata"),
        ("libpng16-1d1ba958.so.16.58.0", "png16"),
        ("Qt6Core.dll", "Qt6Core"),
        ("QtCore", "Qt6Core"),
        ("QtCore.abi3.so", "qtcore.abi3"),
        ("libz.1.3.1.zlib-ng.dylib", "z.1.3.1.zlib-ng"),
    ],
)
def test_a_library_is_known_by_its_name_on_every_system(file_name: str, name: str) -> None:
    assert stem(file_name) == name


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("MIT", True),
        ("GPL-2.0-only", False),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("(MIT OR GPL-2.0-only) AND Apache-2.0 WITH LLVM-exception", True),
        ("MIT AND GPL-2.0-only OR ISC", True),
        ("GPL-2.0-or-later WITH Some-exception", False),
    ],
)
def test_an_expression_is_met_by_the_licences_that_fit(expression: str, met: bool) -> None:
    assert is_met(expression, COMPATIBLE_WITH_GPL3) is met


@pytest.mark.parametrize("expression", ["", "MIT OR", "AND MIT", "(MIT", "MIT ISC", "MIT)"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"licence|parenthesis"):
        is_met(expression, COMPATIBLE_WITH_GPL3)


def test_the_source_of_the_program_is_archived_from_what_is_committed(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None or subprocess.run([git, "status"], cwd=licences.CHECKOUT, capture_output=True).returncode:
        pytest.skip("the tests do not run from a git checkout")
    archive = source_archive.write(licences.CHECKOUT, tmp_path, "1.2.3")
    assert archive is not None
    shutil.unpack_archive(archive, tmp_path / "unpacked", filter="data")
    assert (tmp_path / "unpacked/wan-desktop-1.2.3/LICENSE").is_file()
