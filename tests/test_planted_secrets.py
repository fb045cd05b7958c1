"""A run full of failures against a service that tells all it was given; then a search through every artefact.

Window, command line and demo on one home: database with its log, settings, posters, videos, logs, reports,
what was printed, names of files, the temporary folder, command lines and environments of processes.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.app.planted import ORDERED
from tests.fakes.command_line import Home, ended, wait_for_line
from tests.fakes.counted_video import write_counted_video
from tests.fakes.planted import (
    KEY,
    SIGNATURE,
    STORE_SECRET,
    EchoingService,
    Processes,
    artefacts,
    found_in,
    leaks,
)
from tests.fakes.tones import write_tone
from tests.fakes.wire_server import WireServer
from wan_desktop.core.bucket import Bucket
from wan_desktop.core.paths import resource
from wan_desktop.core.secrets import KEY_VARIABLE

IMAGE = resource("samples", "lake.jpg")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")
async def test_a_planted_key_and_a_planted_link_are_found_nowhere(tmp_path: Path) -> None:
    video = write_counted_video(tmp_path / "served.mp4", frames=10).read_bytes()
    service, processes = EchoingService(video), Processes()
    home = Home(tmp_path / "home", key="")
    home.folder.mkdir()
    (temporary := home.folder / "tmp").mkdir()
    home.environment["TMPDIR"] = str(temporary)
    async with WireServer((service.step,)) as server:
        with processes.watched():
            printed = await asyncio.to_thread(run_everything, home, server.url)
    (home.folder / "printed").write_text(printed, encoding="utf-8")

    assert_all_happened(home, service, printed)
    assert leaks(home.folder) == {"api-keys.json": "key (plain)"}
    assert list(json.loads(home.paths.key_file.read_text()).values()) == [KEY, STORE_SECRET]
    assert len(service.signatures) >= 5, "of links to put, look at, fetch and remove a sound"
    everything = b"".join(data for _, data in artefacts(home.folder))
    for signature in service.signatures:
        assert signature.encode() not in everything
        assert not any(signature.encode() in line for line in processes.command_lines)
    assert stat.S_IMODE(home.paths.key_file.stat().st_mode) == 0o600
    assert [line for line in processes.command_lines if found_in(line)] == []
    started = [command for command in processes.inherited if b"demo-render" in command]
    assert started, processes.inherited.keys()
    for command, environment in processes.inherited.items():
        assert not found_in(environment), command
        assert KEY_VARIABLE.encode() not in environment, command


def run_everything(home: Home, url: str) -> str:
    """Plays the window, then the command line; everything that was printed."""
    home.paths.create()
    store = Bucket(url, "sounds", "eu-test-1", "AKIDplanted")
    choices = {"service": url, "language": "en", "bucket_endpoint": url, "bucket_name": store.name}
    choices |= {"bucket_region": store.region, "bucket_key_id": store.key_id}
    home.paths.settings.write_text(json.dumps(choices), encoding="utf-8")
    # As an older backup may have brought it back: the program closes it.
    home.paths.key_file.write_text(json.dumps({url: KEY, store.account: STORE_SECRET}), encoding="utf-8")
    home.paths.key_file.chmod(0o644)
    window = ended(home.start(IMAGE, home.folder, module="tests.app.planted"))
    assert window.returncode == 0, window.stdout + window.stderr
    home.environment[KEY_VARIABLE] = KEY
    generate = ("generate", IMAGE, "--service", url, "--poll", "0.1")
    mp3, wav = (write_tone(home.folder / f"tone.{kind}", 5.0) for kind in ("mp3", "wav"))
    together = [
        home.start(*generate, "-p", "refused", "--json"),
        home.start(*generate, "-p", "page"),
        home.start(*generate, "-p", "failed"),
        home.start(*generate, "-p", "done", "-o", home.folder / "out.mp4", "--json"),
        home.start(*generate, "-p", "page", "--sound", mp3, "--audio-by", "store", "--json"),
        home.start(*generate, "-p", "failed", "--sound", mp3, "--audio-by", "store"),
        home.start(*generate, "-p", "done", "--sound", wav, "--audio-by", "store", "--json"),
    ]
    results = [
        window,
        *map(ended, together),
        home.run("jobs", "--json"),
        home.run("report", "report.zip", "--prompts"),
        interrupted(home.start("resume"), "it goes on"),
        interrupted(home.start("generate", IMAGE, "--service", "demo"), "running"),
    ]
    assert [result.returncode for result in results] == [0, 3, 4, 3, 0, 4, 3, 2, 0, 0, 5, 5], results
    return "\n".join(f"{result.stdout}\n{result.stderr}" for result in results)


def interrupted(process: subprocess.Popen[str], words: str) -> subprocess.CompletedProcess[str]:
    """Ctrl+C once a line with ``words`` is seen."""
    seen = wait_for_line(process, words)
    process.send_signal(signal.SIGINT)
    result = ended(process)
    result.stderr = seen + result.stderr
    return result


def assert_all_happened(home: Home, service: EchoingService, printed: str) -> None:
    """The secrets were there to be told: sent, echoed, crashed with, and each artefact was made."""
    assert service.keys["/v3/async/wan2.6-i2v"] == len(ORDERED) + 6
    assert service.keys["/v3/async/task-result"] >= len(ORDERED) - 4
    assert sum(count for path, count in service.keys.items() if path.endswith((".mp4", "price"))) == 0
    assert printed.count("ValueError: no luck with …") >= 4
    log = home.paths.log_file.read_text(encoding="utf-8")
    for words in ("no luck with …", "CRITICAL", "anyone: {'headers': {'Authorization': 'Bearer …'}}"):
        assert words in log
    with closing(sqlite3.connect(home.paths.database)) as database:
        answers = [row[0] for row in database.execute("SELECT detail FROM events WHERE kind = 'answer'")]
        states = {row[0] for row in database.execute("SELECT state FROM jobs")}
    assert len(answers) >= 3
    assert all("/video.mp4?…" in text and "Bearer …" in text for text in answers)
    assert {"failed", "unconfirmed", "stopped", "done", "downloading"} <= states
    names = {path.name for path in home.folder.rglob("*")}
    assert {
        "running-jobs.sqlite3",
        "running-jobs.sqlite3-wal",
        "out.mp4",
        "report.zip",
        "settings.json",
    } <= names
    assert "window-report.zip" in names
    assert len(list(home.paths.library.glob("*.mp4"))) == 2
    assert len(list(home.paths.posters.iterdir())) >= 2


FORMS = {
    "plain": KEY,
    "in the middle of a page": "x" * 4000 + KEY[:20],
    "capitals": KEY.upper(),
    "in JSON": json.dumps({"link": f"https://h.example/?sig={SIGNATURE}"}),
    "percent-encoded": quote(KEY, safe=""),
    "percent-encoded twice": quote(quote(SIGNATURE, safe=""), safe=""),
    "every sign percent-encoded": "".join(f"%{ord(sign):02X}" for sign in KEY),
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64 of a header": base64.b64encode(f"Authorization: Bearer {KEY}".encode()).decode(),
    "base64 for links": base64.urlsafe_b64encode(f"me:{KEY}".encode()).decode(),
    "hexadecimal": KEY.encode().hex().upper(),
    "backwards": KEY[::-1],
}


@pytest.mark.parametrize("form", FORMS)
def test_the_search_finds_what_is_planted_in_every_kind_of_artefact(tmp_path: Path, form: str) -> None:
    planted = FORMS[form]
    (tmp_path / "clean.txt").write_text("sk_other key, https://h.example/a.mp4?X-Amz-Signature=…")
    assert leaks(tmp_path) == {}
    (tmp_path / "text.log").write_text(f"before {planted} after", encoding="utf-8")
    (tmp_path / "video.mp4").write_bytes(b"\0\xff" * 999 + planted.encode() + b"\0")
    (tmp_path / "wide").write_text(planted, encoding="utf-16") if form == "plain" else None
    with zipfile.ZipFile(tmp_path / "report.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.txt", planted * 2)
    with closing(sqlite3.connect(tmp_path / "db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (?)", (planted,))
        database.commit()
        found = leaks(tmp_path)
    expected = {"text.log", "video.mp4", "log.txt in report.zip", "db-wal"}
    assert found.keys() - {"wide"} >= expected
    assert "clean.txt" not in found


@pytest.mark.skipif(os.name != "posix", reason="not everyone may make links on Windows")
def test_the_search_finds_names_and_where_links_lead(tmp_path: Path) -> None:
    (tmp_path / f"of {KEY[:15]}.txt").write_bytes(b"")
    (tmp_path / "link").symlink_to(f"/nowhere/{KEY.replace('/', '')}")
    assert len(leaks(tmp_path)) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")
def test_the_watch_sees_what_a_program_and_its_children_were_started_with() -> None:
    processes = Processes()
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()', sys.argv[1]])"
    environment = {**os.environ, KEY_VARIABLE: KEY}
    with processes.watched():
        command = [sys.executable, "-c", script, KEY]
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
            while not processes.inherited:
                assert process.poll() is None
            process.communicate(b"\n")
    assert len([line for line in processes.command_lines if found_in(line)]) == 2
    [inherited] = processes.inherited.values()
    assert found_in(inherited)
