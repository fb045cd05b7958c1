"""A Debian that has never seen a developer: no Python, no network, no message bus, one ordinary user.

Made once with debootstrap and kept under ``build``; each use works on a layer of its own that is thrown away,
in namespaces of its own: it reaches no network, sees no process of this computer, and shares with it the
socket of one screen. Needs root, as debootstrap does.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from steps import SetupFailed, run_tool, say

SUITE = "bookworm"
USER = "creator"
SOCKETS = Path("/tmp/.X11-unix")

#: What the kernel and the running system change by themselves, and what dpkg writes about its own doings.
NOT_COMPARED = ("dev", "proc", "sys", "run", "tmp", "var/lib/dpkg", "var/log", "var/cache")

#: Run inside the new namespaces: the layer, the few devices a program expects, and then nothing.
SET_UP = """\
set -e
mount -t tmpfs -o mode=755 layer "$LAYERS"
mkdir "$LAYERS/upper" "$LAYERS/work" "$LAYERS/root"
mount -t overlay -o "lowerdir=$BASE,upperdir=$LAYERS/upper,workdir=$LAYERS/work" root "$LAYERS/root"
mount -t proc proc "$LAYERS/root/proc"
mount -t tmpfs -o mode=755 dev "$LAYERS/root/dev"
mkdir -m 1777 "$LAYERS/root/dev/shm"
for device in null zero full random urandom tty; do
    touch "$LAYERS/root/dev/$device"
    mount --bind "/dev/$device" "$LAYERS/root/dev/$device"
done
ln -s /proc/self/fd "$LAYERS/root/dev/fd"
mkdir -p -m 1777 "$LAYERS/root/tmp/.X11-unix"
mount --bind "$SOCKETS" "$LAYERS/root/tmp/.X11-unix"
ip link set lo up
echo ready
exec sleep infinity
"""


class Root:
    """The layer in use. Paths are as seen from inside; ``outside`` is where this computer sees it."""

    def __init__(self, holder: int, mount: Path, variables: Mapping[str, str]) -> None:
        self._holder = holder
        self._mount = mount
        self._variables = variables

    @property
    def outside(self) -> Path:
        """The root, for reading and writing files past its users. Processes inside are not disturbed."""
        return Path(f"/proc/{self._holder}/root{self._mount}")

    def command(self, words: Sequence[str | Path], *, user: str = "root") -> list[str]:
        """The command line that runs ``words`` inside, in the user's home, with a bare environment."""
        home = "/root" if user == "root" else f"/home/{user}"
        variables = {
            "HOME": home,
            "USER": user,
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin" + (":/usr/sbin:/sbin" if user == "root" else ""),
            **self._variables,
        }
        enter = ["nsenter", f"--target={self._holder}", "--mount", "--net", "--pid"]
        change = ["chroot", f"--userspec={user}:{user}", str(self._mount), "env", "-i", f"--chdir={home}"]
        settings = [f"{name}={value}" for name, value in variables.items()]
        return [*enter, "--", *change, *settings, *map(str, words)]

    def run(
        self, *words: str | Path, user: str = "root", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end. With ``check`` raises SetupFailed, with its words, where it fails."""
        done = subprocess.run(
            self.command(words, user=user),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=600,
        )
        if check and done.returncode:
            raise SetupFailed(
                f"{' '.join(map(str, words))} ended with {done.returncode}: {done.stdout}{done.stderr}"
            )
        return done

    def put(self, file: Path, place: str) -> None:
        """Copies a file of this computer to where the user inside can read it."""
        target = self.outside / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.chmod(0o644)

    def files(self, under: str = "") -> set[str]:
        """Every path below a folder; for the whole root without what a running system changes itself."""
        found: set[str] = set()
        start = self.outside / under.lstrip("/")
        for folder, folders, names in os.walk(start):
            here = Path(folder).relative_to(start)
            if not under:
                folders[:] = [name for name in folders if (here / name).as_posix() not in NOT_COMPARED]
            found.update((here / name).as_posix() for name in (*folders, *names))
        return found


def base(build: Path, packages: Sequence[str]) -> Path:
    """The root that every layer lies on, with these packages of Debian; made if it is not there."""
    wanted = hashlib.sha256("\n".join(packages).encode()).hexdigest()[:12]
    folder = build / "clean-root" / f"{SUITE}-{wanted}"
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    say(f"Making a minimal Debian ({SUITE}) in {folder}, which takes a few minutes.")
    run_tool(
        ["debootstrap", "--variant=minbase", SUITE, unfinished],
        failure="debootstrap could not make a minimal Debian (its words are above).",
    )
    inside: list[str | Path] = [
        "chroot",
        unfinished,
        "env",
        "-i",
        f"PATH={os.defpath}:/usr/sbin:/sbin",
        "DEBIAN_FRONTEND=noninteractive",
    ]
    install = ["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", *packages]
    for words in (install, ["apt-get", "clean"], ["useradd", "--create-home", "--shell=/bin/sh", USER]):
        run_tool([*inside, *words], failure=f"{words[0]} failed in the minimal Debian (its words are above).")
    unfinished.rename(folder)
    return folder


@contextmanager
def entered(base_folder: Path, build: Path, variables: Mapping[str, str]) -> Iterator[Root]:
    """A fresh layer on the base, gone at the end with all that runs in it."""
    layers = build / "clean-root" / "layers"
    layers.mkdir(parents=True, exist_ok=True)
    settings = {"BASE": str(base_folder), "LAYERS": str(layers), "SOCKETS": str(SOCKETS)}
    holder = subprocess.Popen(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", SET_UP],
        env={**os.environ, **settings}, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != "ready\n":
            raise SetupFailed("The clean root could not be entered (the words are above).")
        inner = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text(encoding="ascii").split()[0]
        yield Root(int(inner), layers / "root", variables)
    finally:
        holder.kill()
        holder.wait()
