"""Keys: in a real keyring where there is one, in a private file by consent, never in a text.

keyring chooses its backend once a process, so each test runs its lines in a process of its own; those with a
keyring under a D-Bus session of their own with gnome-keyring, unlocked or locked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from wan_desktop.core.secrets import Keys

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-very-secret-0123456789"
URL = "https://api.jiekou.ai"
OTHER = "https://api.novita.ai"

PREAMBLE = f"""
import sys
from pathlib import Path
from wan_desktop.core.errors import DiskError
from wan_desktop.core.secrets import Keys, NoKeyring
keys, KEY, URL, OTHER = Keys(Path(sys.argv[1])), {KEY!r}, {URL!r}, {OTHER!r}
"""

with_keyring = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs dbus-run-session and gnome-keyring-daemon (Debian: dbus-daemon, gnome-keyring)",
)


def run(
    lines: str, key_file: Path, environment: Mapping[str, str] | None = None, start: tuple[str, ...] = ()
) -> str:
    """What the lines print; they find ``keys``, KEY, URL and OTHER. A failure shows their words."""
    home = key_file.parent
    names = ("WAN_DESKTOP_API_KEY", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND", "DISPLAY")
    around = {name: value for name, value in os.environ.items() if name not in names}
    around |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_DATA_HOME": str(home / "data")}
    around |= environment or {}
    command = [*start, sys.executable, "-c", PREAMBLE + textwrap.dedent(lines), str(key_file)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=around,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert KEY not in done.stderr
    return done.stdout


def session(prepare: str) -> tuple[str, ...]:
    """A D-Bus session of its own, in which ``prepare`` is done before the command."""
    return ("dbus-run-session", "--", "sh", "-c", f'{prepare}; exec "$@"', "sh")


UNLOCKED = session("printf 'login password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "api-keys.json"


@with_keyring
def test_a_keyring_keeps_one_key_for_each_service(key_file: Path) -> None:
    lines = """
        keys.set(URL + "/", " " + KEY + " ")
        keys.set(OTHER, "another")
        print(keys.get(URL) == KEY, keys.get(OTHER), Keys(Path("elsewhere")).get(URL) == KEY)
        keys.delete(URL)
        keys.delete(URL)
        print(repr(keys.get(URL)), keys.get(OTHER))
    """
    assert run(lines, key_file, start=UNLOCKED) == "True another True\n'' another\n"
    assert not key_file.exists()


@with_keyring
def test_a_key_moves_from_the_file_to_the_keyring(key_file: Path) -> None:
    run("keys.set(URL, 'old', allow_file=True); keys.set(OTHER, 'stays', allow_file=True)", key_file)
    lines = "keys.set(URL, KEY, allow_file=True); print(keys.get(URL) == KEY, keys.get(OTHER))"
    assert run(lines, key_file, start=UNLOCKED) == "True stays\n"
    assert "old" not in key_file.read_text()


@with_keyring
def test_a_locked_keyring_says_so(key_file: Path) -> None:
    run("keys.set(URL, KEY)", key_file, start=UNLOCKED)
    locked = session("gnome-keyring-daemon --start --components=secrets >/dev/null")
    lines = """
        for name, rest, options in (
            ("get", (), {}), ("set", (KEY,), {"allow_file": True}), ("delete", (), {})
        ):
            try:
                getattr(keys, name)(URL, *rest, **options)
            except DiskError as error:
                print(error.kind, KEY in repr(error.failure))
    """
    assert run(lines, key_file, start=locked) == "keyring_locked False\n" * 3
    assert not key_file.exists()


@pytest.mark.parametrize(
    "backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "not.there.Keyring", ""]
)
def test_without_a_keyring_the_user_is_asked_first(key_file: Path, backend: str) -> None:
    lines = """
        try:
            keys.set(URL, KEY)
        except NoKeyring as error:
            print("asked", KEY in repr(error))
        print(repr(keys.get(URL)), Path(sys.argv[1]).exists())
        keys.delete(URL)
        keys.set(URL, KEY, allow_file=True)
        print(keys.get(URL) == KEY, repr(keys.get(OTHER)))
        keys.delete(URL)
        print(repr(keys.get(URL)))
    """
    environment = {"PYTHON_KEYRING_BACKEND": backend} if backend else {}
    assert run(lines, key_file, environment) == "asked False\n'' False\nTrue ''\n''\n"


def test_a_keyring_that_writes_plain_text_is_refused(key_file: Path, tmp_path: Path) -> None:
    package = tmp_path / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "file.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 0.5\n"
        "    def get_password(self, service, username): return 'from plain text'\n"
        "    def set_password(self, service, username, password): raise SystemExit('written')\n"
    )
    lines = """
        try:
            keys.set(URL, KEY)
        except NoKeyring:
            print("asked", repr(keys.get(URL)))
    """
    environment = {
        "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring",
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
    }
    assert run(lines, key_file, environment) == "asked ''\n"


def test_the_variable_goes_before_everything_and_needs_no_keyring(key_file: Path) -> None:
    key_file.write_text(f'{{"{URL}": "in the file"}}')
    lines = "print(keys.get(URL) == KEY, 'keyring' in sys.modules)"
    assert run(lines, key_file, {"WAN_DESKTOP_API_KEY": f" {KEY}\n"}) == "True False\n"


def test_a_key_in_the_file_needs_no_keyring(key_file: Path) -> None:
    key_file.write_text(f'{{"{URL}": "in the file", "{OTHER}": 7}}')
    assert run("print(keys.get(URL), 'keyring' in sys.modules)", key_file) == "in the file False\n"


@pytest.mark.skipif(os.name != "posix", reason="this system has no modes of files")
def test_the_file_is_for_its_owner_alone(key_file: Path) -> None:
    run("keys.set(URL, KEY, allow_file=True)", key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600
    key_file.chmod(0o644)  # as a restored backup may be
    assert Keys(key_file).get(URL) == KEY
    assert key_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"[]", b'{"https://api', b"\xff\xfe"])
def test_a_damaged_key_file_is_kept_aside(key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    lines = "keys.set(URL, KEY, allow_file=True); print(keys.get(URL) == KEY)"
    assert run(lines, key_file) == "True\n"
    assert key_file.with_name("api-keys.json.bad").read_bytes() == content


def test_keys_do_not_show_themselves(key_file: Path) -> None:
    key_file.write_text(f'{{"{URL}": "{KEY}"}}')
    keys = Keys(key_file)
    assert keys.get(URL) == KEY
    assert KEY not in repr(keys) + repr(vars(keys))
