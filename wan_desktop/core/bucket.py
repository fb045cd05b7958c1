"""The user's own object store (S3, R2, OSS, COS, MinIO …) as the settings name it; its secret is elsewhere.

The secret key is kept as the services' keys are (``core.secrets``), under :attr:`Bucket.account`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from wan_desktop.core.addresses import check_base_url
from wan_desktop.core.errors import InputError

PREFIX = "wan-desktop"
"""Where sounds go in a bucket unless the user says otherwise."""
REGION = "us-east-1"
"""What a store without regions takes for one."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_REGION = re.compile(r"[A-Za-z0-9-]{0,40}")
_KEY_ID = re.compile(r"[\x21-\x7e]{1,200}")
_PREFIX = re.compile(r"[A-Za-z0-9._-]{1,60}(?:/[A-Za-z0-9._-]{1,60}){0,9}|")


@dataclass(frozen=True, slots=True)
class Bucket:
    """``endpoint`` is the store's address without the bucket. ``region`` may be empty.

    ``in_host``: links are https://NAME.HOST/… (OSS wants it so) instead of https://HOST/NAME/….
    """

    endpoint: str = ""
    name: str = ""
    region: str = ""
    key_id: str = ""
    in_host: bool = False
    prefix: str = PREFIX

    @property
    def wrong(self) -> frozenset[str]:
        """The names of the fields that cannot be used as they are."""
        good = {
            "endpoint": _is_endpoint(self.endpoint),
            "name": _NAME.fullmatch(self.name) is not None,
            "region": _REGION.fullmatch(self.region) is not None,
            "key_id": _KEY_ID.fullmatch(self.key_id) is not None,
            "prefix": _PREFIX.fullmatch(self.prefix) is not None and ".." not in self.prefix.split("/"),
        }
        return frozenset(name for name, is_good in good.items() if not is_good)

    @property
    def is_empty(self) -> bool:
        """Nothing of it was ever filled in."""
        return not (self.endpoint or self.name or self.key_id)

    @property
    def is_whole(self) -> bool:
        """Whether it can be used, given its secret."""
        return not self.wrong

    @property
    def account(self) -> str:
        """Under this name the secret is kept."""
        return f"{self.endpoint.rstrip('/')}/{self.name} {self.key_id}"

    @property
    def address(self) -> str:
        """What all links to its objects begin with. InputError where the endpoint is none."""
        base = check_base_url(self.endpoint)
        parts = urlsplit(base)
        if not self.in_host:
            return f"{base}/{self.name}"
        if parts.netloc.startswith(f"{self.name}."):  # pasted with the bucket in it
            return base
        return parts._replace(netloc=f"{self.name}.{parts.netloc}").geturl()

    def object_name(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name


def _is_endpoint(text: str) -> bool:
    try:
        check_base_url(text)
    except InputError:
        return False
    return True
