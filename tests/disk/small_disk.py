"""Real file systems of a few MB, mounted for one test: to be filled, protected, taken away and given back."""

from __future__ import annotations

import errno
import os
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

if sys.platform == "linux":  # Windows has no such module, and no disk is made there
    import fcntl

FILLER = ".filler"
EXT4_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32), of Linux' fs/ext4/ext4.h."""
WITHOUT_FLUSH = 2


class CannotMount(Exception):
    """Why this computer, or this user, has no such file system."""


class SmallDisk:
    """A file system at ``folder``: "tmpfs", or "ext2", "ext4" or "exfat" in an image file beside it.

    ``folder`` is a link to where it is mounted, so that it comes and goes in one step.
    """

    def __init__(self, folder: Path, kind: str = "tmpfs", megabytes: int = 2) -> None:
        self.folder, self.kind = folder, kind
        self.image = folder.with_name(f"{folder.name}.image")
        self.point = folder.with_name(f"{folder.name}.mount")
        self.point.mkdir()
        self._megabytes = megabytes
        self._mounted = False
        self._make()
        self.mount()

    def mount(self) -> None:
        """Puts the drive in its place; what was on it is there again (a tmpfs comes back empty)."""
        if self.kind == "tmpfs":
            run("mount", "-t", "tmpfs", "-o", f"size={self._megabytes}m", "tmpfs", self.point)
        else:
            self._wait_until_unused()
            loop = run("losetup", "-f", "--show", self.image).strip()
            run(*(("mount.exfat-fuse",) if self.kind == "exfat" else ("mount",)), loop, self.point)
            run("losetup", "-d", loop)  # Once its last user is gone, says the kernel.
        self._mounted = True
        self.folder.symlink_to(self.point)

    def take_away(self) -> None:
        """As a pulled drive: what is open stays open, the folder is gone."""
        self.folder.unlink()
        run("umount", "-l", self.point)
        self._mounted = False

    def protect(self, read_only: bool) -> None:
        run("mount", "-o", f"remount,{'ro' if read_only else 'rw'}", self.point)

    def fail(self) -> None:
        """Ext4 itself refuses everything from now on with EIO, as after an error that it cannot mend."""
        point = os.open(self.point, os.O_RDONLY)
        try:
            fcntl.ioctl(point, EXT4_SHUTDOWN, struct.pack("I", WITHOUT_FLUSH))
        finally:
            os.close(point)

    def fill(self, leave: int = 0) -> None:
        """Leaves room for ``leave`` bytes, within a block or two."""
        with (self.folder / FILLER).open("ab", buffering=0) as filler:
            for piece in (64 * 1024, 4096, 1):
                _write_to_the_brim(filler.fileno(), piece)
            os.ftruncate(filler.fileno(), max(0, filler.seek(0, os.SEEK_END) - leave))
            os.fsync(filler.fileno())

    def free(self) -> None:
        (self.folder / FILLER).unlink()

    def close(self) -> None:
        if self._mounted:
            self.take_away()

    def _wait_until_unused(self) -> None:
        """One image is never mounted twice: what was open on it may still be there for a moment."""
        deadline = time.monotonic() + 10
        while run("losetup", "-j", self.image):
            if time.monotonic() > deadline:
                raise CannotMount(f"{self.image} is still in use")
            time.sleep(0.01)

    def _make(self) -> None:
        if self.kind == "tmpfs":
            return
        with self.image.open("wb") as image:
            image.truncate(self._megabytes * 1024 * 1024)
        options = () if self.kind == "exfat" else ("-q", "-m", "0")
        run(f"mkfs.{self.kind}", *options, self.image)


def _write_to_the_brim(descriptor: int, piece: int) -> None:
    try:
        while os.write(descriptor, b"\0" * piece):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def run(*command: str | Path) -> str:
    """What the tool said. CannotMount with the tool's own words where it refused or is not there."""
    name = str(command[0])
    tool = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if tool is None:
        raise CannotMount(f"there is no {name} on this computer")
    done = subprocess.run([tool, *command[1:]], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMount(f"{name}: {done.stderr.strip()}")
    return done.stdout
