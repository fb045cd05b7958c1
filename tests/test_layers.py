"""One direction of imports: every import, those inside functions too, against one table."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "wan_desktop"

#: First match wins; a name allows everything below it. The standard library is judged by ONLY_IN.
ALLOWED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("core/errors.py", ()),
    ("core/params.py", ()),
    ("core/framing.py", ()),
    ("core/prompt_sheet.py", ()),
    (
        "core/batches.py",
        (
            "wan_desktop.core.errors",
            "wan_desktop.core.job",
            "wan_desktop.core.params",
            "wan_desktop.core.submission",
        ),
    ),
    ("core/batch_draft.py", ("wan_desktop.core.batches", "wan_desktop.core.known_keys")),
    ("core/framed_size.py", ("wan_desktop.core.framing", "wan_desktop.core.params")),
    ("core/file_kinds.py", ()),
    ("core/html_images.py", ()),
    ("core/given_files.py", ("wan_desktop.core.file_kinds",)),
    ("core/link_fetch.py", ("wan_desktop.core.", "httpx")),
    ("core/link_finding.py", ()),
    ("core/public_host.py", ()),
    ("core/sound_cut.py", ("wan_desktop.core.params",)),
    ("core/waveform.py", ()),
    ("core/submission.py", ("wan_desktop.core.params",)),
    ("core/paths.py", ("platformdirs",)),
    ("core/files.py", ("wan_desktop.core.errors",)),
    ("core/bundled_parts.py", ()),
    ("core/money.py", ()),
    ("core/job.py", ("wan_desktop.core.errors", "wan_desktop.core.money", "wan_desktop.core.params")),
    ("core/known_keys.py", ()),
    ("core/redaction.py", ("wan_desktop.core.known_keys",)),
    ("core/log.py", ("wan_desktop.core.redaction",)),
    ("core/addresses.py", ("wan_desktop.core.errors",)),
    (
        "core/transport.py",
        ("wan_desktop.core.errors", "wan_desktop.core.redaction", "httpx", "httpcore", "truststore"),
    ),
    ("core/session_bus.py", ("jeepney",)),
    ("core/system_proxy.py", ("wan_desktop.core.session_bus",)),
    ("core/pool.py", ("wan_desktop.core.", "httpx")),
    ("core/service.py", ("wan_desktop.core.", "httpx")),
    ("core/download.py", ("wan_desktop.core.", "httpx")),
    ("core/link_check.py", ("wan_desktop.core.", "wan_desktop.media.audio", "httpx")),
    ("core/part_file.py", ("wan_desktop.core.files", "httpx")),
    ("core/bucket.py", ("wan_desktop.core.",)),
    ("core/bucket_client.py", ("wan_desktop.core.", "obstore")),
    ("core/secrets.py", ("wan_desktop.core.", "keyring", "secretstorage", "jeepney", "win32ctypes")),
    ("core/restored.py", ()),
    ("core/database.py", ("wan_desktop.core.errors", "wan_desktop.core.files")),
    ("core/store.py", ("wan_desktop.core.",)),
    ("core/claims.py", ("wan_desktop.core.", "filelock")),
    ("core/tagging.py", ("wan_desktop.core.", "wan_desktop.media.", "wan_desktop.__version__")),
    ("core/", ("wan_desktop.core.", "wan_desktop.media.")),
    (
        "media/",
        (
            "wan_desktop.media.",
            "wan_desktop.core.errors",
            "wan_desktop.core.files",
            "wan_desktop.core.framed_size",
            "wan_desktop.core.framing",
            "wan_desktop.core.params",
            "wan_desktop.core.sound_cut",
            "wan_desktop.core.waveform",
            "PIL",
            "pi_heif",
            "av",
        ),
    ),
    (
        "demo/",
        (
            "wan_desktop.demo.",
            "wan_desktop.media.",
            "wan_desktop.core.errors",
            "wan_desktop.core.files",
            "wan_desktop.core.params",
            "wan_desktop.core.paths",
            "starlette",
            "uvicorn",
            "filelock",
            "httpx",
            "PIL",
            "av",
        ),
    ),
    (
        "ui/",
        (
            "wan_desktop.ui.",
            "wan_desktop.core.batch_draft",
            "wan_desktop.core.batches",
            "wan_desktop.core.bucket",
            "wan_desktop.core.bundled_parts",
            "wan_desktop.core.errors",
            "wan_desktop.core.framed_size",
            "wan_desktop.core.file_kinds",
            "wan_desktop.core.framing",
            "wan_desktop.core.given_files",
            "wan_desktop.core.html_images",
            "wan_desktop.core.job",
            "wan_desktop.core.ledger",
            "wan_desktop.core.link_finding",
            "wan_desktop.core.money",
            "wan_desktop.core.params",
            "wan_desktop.core.paths",
            "wan_desktop.core.prompt_sheet",
            "wan_desktop.core.restored",
            "wan_desktop.core.settings",
            "wan_desktop.core.sound_cut",
            "wan_desktop.core.waveform",
            "PySide6",
            "shiboken6",
        ),
    ),
)

#: The joints may import everything.
JOINTS = ("app/", "backend.py", "cli/", "__main__.py", "__init__.py")

#: Modules of the standard library that belong to one place each.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "sqlite3": ("core/store.py", "core/database.py"),
    "asyncio": ("core/", "demo/", *JOINTS),
    "threading": ("core/", "demo/", *JOINTS),
    "subprocess": ("demo/", *JOINTS),
}


def imported_names(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: relative import"
            if node.module == "wan_desktop":
                yield from (f"wan_desktop.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def allows(rules: tuple[str, ...], name: str) -> bool:
    for rule in rules:
        bare = rule.rstrip(".")
        if name == bare or name.startswith(bare + "."):
            return True
    return False


def faults_of(source: Path) -> list[str]:
    place = source.relative_to(PACKAGE).as_posix()
    faults = []
    rules = next((names for start, names in ALLOWED if place.startswith(start)), None)
    for name in imported_names(source):
        top = name.partition(".")[0]
        if top in ONLY_IN and not place.startswith(ONLY_IN[top]):
            faults.append(f"{place} imports {name}, which belongs to {', '.join(ONLY_IN[top])}")
        if top in sys.stdlib_module_names or place.startswith(JOINTS):
            continue
        if rules is None:
            faults.append(f"{place} has no row in the table of layers")
        elif not allows(rules, name):
            faults.append(f"{place} may not import {name}")
    return faults


SOURCES = sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py")


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(source: Path) -> None:
    assert faults_of(source) == []


def test_the_check_names_an_offender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ui").mkdir()
    bad = tmp_path / "ui" / "bad.py"
    bad.write_text("def f():\n    import httpx\n    import sqlite3\n    from wan_desktop import core\n")
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    assert faults_of(bad) == [
        "ui/bad.py may not import httpx",
        "ui/bad.py imports sqlite3, which belongs to core/store.py, core/database.py",
        "ui/bad.py may not import wan_desktop.core",
    ]


def catches_everything(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    return node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")


def test_exceptions_are_swallowed_by_the_spawner_only() -> None:
    found = {
        source.relative_to(PACKAGE).as_posix()
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if catches_everything(node)
    }
    assert found == {"core/tasks.py"}
