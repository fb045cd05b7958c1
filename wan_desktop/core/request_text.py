"""A request as people can read it before it is paid: the very body, its pictures and sounds elided.

No key is in it: that goes in a header of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wan_desktop.core.params import Request
from wan_desktop.core.service import SUBMIT_PATH, submit_body
from wan_desktop.core.settings import DEMO

SaySize = Callable[[int], str]
"""Words for a number of bytes."""

_INLINE = re.compile(r"data:[^,]*;base64,")


@dataclass(frozen=True, slots=True)
class RequestText:
    """``address`` is where it goes: "POST https://…"; ``body`` is JSON, indented."""

    address: str
    body: str


def request_text(service: str, request: Request, image: bytes, mime: str, say_size: SaySize) -> RequestText:
    """What ``core.service`` would send to ``service`` (a base URL, or DEMO). Encodes: for a thread."""
    host = "" if service == DEMO else service.rstrip("/")
    return RequestText(f"POST {host}{SUBMIT_PATH}", body_text(submit_body(request, image, mime), say_size))


def body_text(body: Mapping[str, Any], say_size: SaySize) -> str:
    """A body as indented JSON, what is inline in it elided."""
    return json.dumps(elided(body, say_size), indent=2, ensure_ascii=False)


def elided(value: Any, say_size: SaySize) -> Any:
    """The same JSON, each file inside as "data:image/jpeg;base64,… (1.1 MB)"."""
    if isinstance(value, Mapping):
        return {name: elided(one, say_size) for name, one in value.items()}
    if isinstance(value, list):
        return [elided(one, say_size) for one in value]
    head = _INLINE.match(value) if isinstance(value, str) else None
    if head is None:
        return value
    signs = len(value) - head.end()
    size = signs // 4 * 3 - value[head.end() :][-2:].count("=")
    return f"{head.group()}… ({say_size(size)})"
