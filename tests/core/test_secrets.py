"""Keys: in a real keyring where there is one, in a private file by consent, never in a text.

keyring chooses its backend once a process, so each test runs its lines in a process of its own; those with a
keyring under a D-Bus session of their own with gnome-keyring, unlocked or locked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from wan_desktop.core import secrets
from wan_desktop.core.errors import DiskError, ErrorKind
from wan_desktop.core.secrets import Keys, NoKeyring

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


posix = pytest.mark.skipif(os.name != "posix", reason="this system has no modes of files")
as_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can play two users of a computer"
)
STRANGER = 54321


@posix
def test_the_file_is_for_its_owner_alone(key_file: Path) -> None:
    run("keys.set(URL, KEY, allow_file=True)", key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600
    key_file.chmod(0o644)  # as a restored backup may be
    assert Keys(key_file).get(URL) == KEY
    assert key_file.stat().st_mode & 0o777 == 0o600


@posix
def test_it_is_never_open_to_others_not_even_for_a_moment_and_under_no_umask(key_file: Path) -> None:
    lines = """
        import os, stat
        def look(event, arguments):
            if event == "open" and str(arguments[0]).startswith(str(Path(sys.argv[1]).parent)):
                if arguments[2] & os.O_CREAT:
                    print("made afresh", bool(arguments[2] & os.O_EXCL))
            if event == "os.rename":
                status = os.stat(arguments[0])
                print(oct(stat.S_IMODE(status.st_mode)), status.st_size > 50)
        os.umask(0)
        sys.addaudithook(look)
        keys.set(URL, KEY, allow_file=True)
    """
    assert run(lines, key_file) == "made afresh True\n0o600 True\n"
    assert key_file.stat().st_mode & 0o777 == 0o600


@posix
def test_a_link_in_the_files_place_is_replaced_and_what_it_leads_to_stays(
    key_file: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("[]")
    precious.chmod(0o644)
    key_file.symlink_to(precious)
    run("keys.set(URL, KEY, allow_file=True)", key_file)
    assert Keys(key_file).get(URL) == KEY
    assert not key_file.is_symlink()
    assert precious.read_text() == "[]"
    assert precious.stat().st_mode & 0o777 == 0o644


@posix
def test_what_is_no_file_stops_nothing(key_file: Path) -> None:
    os.mkfifo(key_file)
    assert run("print(repr(keys.get(URL)))", key_file) == "''\n"


@as_root
def test_a_strangers_file_is_neither_read_nor_replaced(key_file: Path) -> None:
    content = f'{{"{URL}": "a stranger\'s key"}}'
    key_file.write_text(content)
    os.chown(key_file, STRANGER, STRANGER)
    lines = """
        print(repr(keys.get(URL)))
        try:
            keys.set(URL, KEY, allow_file=True)
        except DiskError as error:
            print(error.kind, error.failure.detail)
    """
    assert run(lines, key_file) == "''\nkey_not_kept the key file belongs to another user\n"
    assert key_file.read_text() == content


@as_root
def test_on_a_shared_home_a_second_user_goes_without_the_first_ones_key(tmp_path: Path) -> None:
    home = tmp_path / "shared"
    home.mkdir()
    key_file = home / "api-keys.json"
    run("keys.set(URL, KEY, allow_file=True)", key_file)
    before = key_file.read_bytes()
    temporary = Path(tempfile.gettempdir())
    for folder in (home, *(parent for parent in home.parents if temporary in parent.parents)):
        folder.chmod(0o777)
    lines = f"""
        import os
        from keyring.errors import KeyringError
        os.seteuid({STRANGER})
        print(repr(keys.get(URL)))
        keys.delete(URL)
        try:
            keys.set(URL, "mine", allow_file=True)
        except DiskError as error:
            print(error.kind)
    """
    assert run(lines, key_file) == "''\nkey_not_kept\n"
    assert key_file.read_bytes() == before


@posix
def test_a_kill_before_the_rename_leaves_the_old_keys_and_nothing_open_to_others(key_file: Path) -> None:
    run("keys.set(URL, 'the old one', allow_file=True)", key_file)
    lines = """
        import os, signal
        os.umask(0)
        sys.addaudithook(lambda event, _: event == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
        keys.set(URL, KEY, allow_file=True)
    """
    with pytest.raises(AssertionError):
        run(lines, key_file)
    assert Keys(key_file).get(URL) == "the old one"
    [left] = key_file.parent.glob(".api-keys*")
    assert KEY in left.read_text()
    assert left.stat().st_mode & 0o777 == 0o600
    os.utime(left, (0, 0))  # Some time later …
    run("keys.delete(OTHER)", key_file)
    assert not left.exists()


@posix
def test_a_full_disk_is_said_of_the_key_not_of_a_video(key_file: Path) -> None:
    lines = """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
        try:
            keys.set(URL, KEY, allow_file=True)
        except DiskError as error:
            print(error.kind, KEY in repr(error.failure))
    """
    assert run(lines, key_file) == "key_not_kept False\n"
    assert list(key_file.parent.glob("*api-keys*")) == []


def test_the_variable_is_not_inherited_by_what_the_program_starts(key_file: Path) -> None:
    lines = """
        import os, subprocess
        from wan_desktop.core.secrets import KEY_VARIABLE, key_from_environment, take_key_from_environment
        take_key_from_environment()
        take_key_from_environment()
        print(keys.get(URL) == KEY, key_from_environment() == KEY)
        child = "import os; print(sorted(name for name in os.environ if name.startswith('WAN_')))"
        print(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout.strip())
    """
    assert run(lines, key_file, {"WAN_DESKTOP_API_KEY": KEY}) == "True True\n[]\n"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"https://api', b"\xff\xfe"])
def test_a_damaged_key_file_is_kept_aside(key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    key_file.chmod(0o644)
    lines = "keys.set(URL, KEY, allow_file=True); print(keys.get(URL) == KEY)"
    assert run(lines, key_file) == "True\n"
    assert key_file.with_name("api-keys.json.bad").read_bytes() == content
    if os.name == "posix":  # It may hold a key still.
        assert key_file.with_name("api-keys.json.bad").stat().st_mode & 0o777 == 0o600


def test_keys_do_not_show_themselves(key_file: Path) -> None:
    key_file.write_text(f'{{"{URL}": "{KEY}"}}')
    keys = Keys(key_file)
    assert keys.get(URL) == KEY
    assert KEY not in repr(keys) + repr(vars(keys))


class CredentialManager:
    """Windows', as keyring hands it on, for a user whom it fails."""

    class Error(Exception):
        def __init__(self, winerror: int) -> None:
            super().__init__(winerror, "CredWrite", "what it says")
            self.winerror = winerror

    def __init__(self, winerror: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self._winerror = winerror
        libraries = SimpleNamespace(error=self.Error)
        monkeypatch.setattr("keyring.backends.Windows.pywintypes", libraries, raising=False)
        monkeypatch.setattr(secrets, "_backend", lambda: self)

    def get_password(self, _service: str, _account: str) -> str:
        raise self.Error(self._winerror)

    def set_password(self, _service: str, _account: str, _key: str) -> None:
        raise self.Error(self._winerror)


def test_a_windows_that_keeps_no_credentials_is_one_without_a_keyring(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    CredentialManager(1312, monkeypatch)
    keys = Keys(key_file)
    assert keys.get(URL) == ""
    with pytest.raises(NoKeyring):
        keys.set(URL, KEY)
    keys.set(URL, KEY, allow_file=True)
    assert keys.get(URL) == KEY
    keys.delete(URL)
    assert keys.get(URL) == ""


def test_any_other_refusal_of_windows_is_told(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CredentialManager(1783, monkeypatch)
    for act in (lambda: Keys(key_file).get(URL), lambda: Keys(key_file).set(URL, KEY)):
        with pytest.raises(DiskError) as caught:
            act()
        assert caught.value.kind is ErrorKind.KEYRING_LOCKED
        assert KEY not in str(caught.value)
