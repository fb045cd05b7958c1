"""A real object store on this computer: OpenStack Swift behind its S3 door, in a process of its own.

It checks every signature, and the time in it. Swift comes from the system (Debian's python3-swift), not from
Python's registry; without it these tests are skipped.
"""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from wan_desktop.core.bucket import Bucket
from wan_desktop.core.bucket_client import BucketClient

PROGRAM = Path(__file__).with_name("object_store_program.py")
PYTHON = "/usr/bin/python3"
NAME, REGION = "sounds", "eu-test-1"
KEY_ID, SECRET = "test:tester", "Tr4nsp0rtS3cret-9Zq7Xw2VtB5nM8rJ4"
"""As the program has them."""


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """``bucket`` as the settings would name it."""

    bucket: Bucket
    process: subprocess.Popen[str]

    def client(self, secret: str = SECRET) -> BucketClient:
        return BucketClient(self.bucket, secret)

    def objects(self) -> dict[str, bytes]:
        """Everything in the bucket, fetched as its owner."""
        listing = httpx.get(self.client().link(""), params=None)
        names = [part.partition("</Key>")[0] for part in listing.text.split("<Key>")[1:]]
        return {name: httpx.get(self.client().link(name)).content for name in names}


@functools.cache
def is_there() -> bool:
    """Whether this system has Swift."""
    look = [PYTHON, "-c", "import eventlet, swift.common.middleware.s3api"]
    try:
        return subprocess.run(look, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def object_store(folder: Path, *options: str) -> Iterator[ObjectStore]:
    """The store over ``folder``; ``options`` as the program takes them. Skips where Swift is missing."""
    if not is_there():
        pytest.skip("the object store of these tests is Debian's python3-swift")
    command = [PYTHON, str(PROGRAM), str(folder / "swift"), NAME, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert urlsplit(url).port, "the object store did not start"
            yield ObjectStore(Bucket(url, NAME, REGION, KEY_ID), process)
        finally:
            process.kill()
