"""A planted key, a planted signed link, a service that echoes both, and a search that finds either anywhere.

The search shares no line with the program's own redaction: it looks for pieces of every encoding.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from tests.fakes.wire_server import Wire, answer, header_of, read_all, reset

KEY = "sk_Pl4ntedK3y-9Zq7Xw2VtB5nM8rJ4hG6fD1sA+/=cYu"
"""As the services' keys look, with signs that encodings change."""
SIGNATURE = "Pl4ntedS1gn-7f3a9c1e5b8d2046%2FbXyZw%3D%3D"
STORE_SECRET = "Pl4ntedSt0re-5Hn8Kd3Wq9Xz2Rv7Tb+/=Gy6"
"""The secret key of an object store: no service and no file but the key file may ever hold it."""
QUERY = f"X-Amz-Credential={SIGNATURE}&X-Amz-Signature={SIGNATURE}&Signature={SIGNATURE}&sig={SIGNATURE}"

PIECE = 12
"""Shorter pieces stand in other texts by chance."""


# The search


def pieces(secret: str) -> dict[str, list[bytes]]:
    """Every piece of every form of a secret, in small letters, by the name of the form."""
    data = secret.encode()
    whole = {
        "plain": data,
        "JSON": json.dumps(secret)[1:-1].encode(),
        "percent-encoded": quote(secret, safe="").encode(),
        "percent-encoded twice": quote(quote(secret, safe=""), safe="").encode(),
        "every sign percent-encoded": "".join(f"%{sign:02x}" for sign in data).encode(),
        "hexadecimal": data.hex().encode(),
        "two bytes a sign": secret.encode("utf-16-le"),
        "backwards": data[::-1],
    }
    for before in range(3):
        # The first and last quartet hold what stands around, so the whole quartets between are searched.
        coded = base64.b64encode(b"\xff" * before + data)[4:-4]
        whole[f"base64, {before} before"] = coded
        whole[f"base64 for links, {before} before"] = coded.translate(bytes.maketrans(b"+/", b"-_"))
    return {
        name: [form[at : at + PIECE].lower() for at in range(len(form) - PIECE + 1)]
        for name, form in whole.items()
    }


PIECES = {secret: pieces(secret) for secret in (KEY, SIGNATURE, STORE_SECRET)}
NAMES = {KEY: "key", SIGNATURE: "signature", STORE_SECRET: "store's secret"}


def found_in(data: bytes) -> str:
    """Which planted secret stands in ``data`` and in which form; "" for none."""
    lower = data.lower()
    for secret, forms in PIECES.items():
        for name, parts in forms.items():
            if any(part in lower for part in parts):
                return f"{NAMES[secret]} ({name})"
    return ""


def artefacts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything below a folder: names, contents, where links lead, members of zips."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        yield f"name of {name}", os.fsencode(name)
        if path.is_symlink():
            yield f"target of {name}", os.fsencode(path.readlink())
        elif path.is_file():
            yield name, path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    for member in archive.infolist():
                        about = repr(member).encode() + member.comment + member.extra
                        yield f"{member.filename} in {name}", archive.read(member) + about


def leaks(folder: Path) -> dict[str, str]:
    """Where a planted secret stands below a folder, and in which form."""
    return {where: found for where, data in artefacts(folder) if (found := found_in(data))}


# Processes


class Processes:
    """What /proc showed of every process below this one: command lines, and what children inherited."""

    def __init__(self) -> None:
        self.command_lines: set[bytes] = set()
        self.inherited: dict[bytes, bytes] = {}
        """Command line → environment, of the processes that the program itself started."""
        self._over = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        thread = threading.Thread(target=self._watch, name="process watch")
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.005):
            self._look()

    def _look(self) -> None:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, ValueError, IndexError):
                    continue
        for process, parent in parents.items():
            if os.getpid() in (parent, parents.get(parent)):
                self._note(process, by_program=parent != os.getpid())

    def _note(self, process: int, *, by_program: bool) -> None:
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            environment = Path(f"/proc/{process}/environ").read_bytes()
        except OSError:
            return
        # Between fork and exec a child still shows what its parent was started with.
        if by_program and command not in self.command_lines:
            self.inherited[command] = environment
        self.command_lines.add(command)


# The service


class EchoingService:
    """Answers by a submit's prompt, wrongly in every way, and tells what it was given wherever it can.

    It is an object store too, which takes every sound but wav, and tells the links that it was asked by.
    """

    def __init__(self, video: bytes) -> None:
        self._video = video
        self._objects: dict[str, bytes] = {}
        self.signatures: set[str] = set()
        """Of links to sounds, in requests to the store and to the service."""
        self.keys: Counter[str] = Counter()
        """Paths that came with the right key."""

    async def step(self, wire: Wire) -> None:
        """For a WireServer: one request a connection."""
        await read_all(wire)
        request = bytes(wire.received)
        method, target, _ = request.split(b"\r\n", 1)[0].decode().split(" ")
        parts = urlsplit(target)
        if header_of(request, "authorization") == f"Bearer {KEY}":
            self.keys[parts.path] += 1
        base = f"http://{header_of(request, 'host')}"
        self.signatures |= {found for found in parse_qs(parts.query).get("X-Amz-Signature", []) if found}
        if parts.path.startswith("/sounds/"):
            await self._stored(wire, method, target, request.partition(b"\r\n\r\n")[2])
            return
        if method == "POST" and parts.path == "/v3/async/wan2.6-i2v":
            given = json.loads(request.partition(b"\r\n\r\n")[2])["input"]
            link = given.get("audio_url", "")
            self.signatures |= set(parse_qs(urlsplit(link).query).get("X-Amz-Signature", []))
            await self._submitted(wire, given.get("prompt", ""), base, link)
        elif parts.path == "/v3/async/task-result":
            await self._asked(wire, parse_qs(parts.query)["task_id"][0], base)
        elif parts.path == "/moved.mp4":
            await _say(wire, 302, "", f"Location: {base}/gone.mp4?{QUERY}", f"Set-Cookie: k={KEY}")
        elif parts.path == "/video.mp4":
            await _say(wire, 200, self._video, "Content-Type: video/mp4", f'ETag: "{KEY}"')
        else:
            await _say(wire, 403, echo(base))

    async def _stored(self, wire: Wire, method: str, target: str, body: bytes) -> None:
        """Path-style objects; a refusal tells the whole link."""
        name = urlsplit(target).path
        if name.endswith(".wav"):
            told = f"<Error><Code>AccessDenied</Code><Message>{target} {quote(target)}</Message></Error>"
            await _say(wire, 403, told)
        elif method == "PUT":
            self._objects[name] = body
            await _say(wire, 200, "", 'ETag: "x"')
        elif method == "GET" and name in self._objects:
            await _say(wire, 206, self._objects[name][:1024])
        else:
            await _say(wire, 204 if self._objects.pop(name, None) else 404, "")

    async def _submitted(self, wire: Wire, prompt: str, base: str, link: str = "") -> None:
        match prompt:
            case "refused":
                said = {"code": 401, "reason": f"FAILED {KEY}", "message": echo(base)}
                await _say(wire, 401, json.dumps(said))
            case "page":
                told = f"{link} {quote(link)} {json.dumps(link)}"
                await _say(wire, 500, f"<html><title>{told} {echo(base)}</title>{echo(base)}</html>")
            case "cut":
                await answer(200, f'{{"message": "the key {KEY[:30]}', length=4096)(wire)
                await reset(wire)
            case "key as id":
                await _say(wire, 200, json.dumps({"task_id": KEY}))
            case _:
                await _say(wire, 200, json.dumps({"task_id": prompt.replace(" ", "-")}))

    async def _asked(self, wire: Wire, task_id: str, base: str) -> None:
        status, links, reason = "TASK_STATUS_SUCCEED", [f"{base}/video.mp4?{QUERY}"], ""
        match task_id:
            case "failed":
                status, reason = "TASK_STATUS_FAILED", echo(base)
            case "without-link":
                links = [""]
            case "dead-link":
                links = [f"{base}/moved.mp4?{QUERY}"]
            case "strange-link":
                links = [f"ftp://me:{KEY}@{KEY.lower().replace('/', '')}.example/{KEY}?{QUERY}"]
            case "private-link":
                links = [f"https://10.0.0.1/{quote(KEY, safe='')}.mp4?{QUERY}"]
            case "queued":
                status = "TASK_STATUS_QUEUED"
        task = {"task_id": task_id, "status": status, "reason": reason, "task_type": echo(base)}
        videos = [{"video_url": link, "video_url_ttl": KEY, "video_type": "mp4"} for link in links]
        extra = {"seed": "7", "debug_info": {"dump": echo(base)}, KEY: QUERY}
        await _say(wire, 200, json.dumps({"task": task, "videos": videos, "extra": extra}))


def echo(base: str) -> str:
    """What a careless service tells about a request, in one text."""
    link = f"{base}/video.mp4?{QUERY}"
    header = base64.b64encode(f"Authorization: Bearer {KEY}".encode()).decode()
    return (
        f"key {KEY}; Authorization: Bearer {KEY}; {quote(KEY, safe='')}; {header}; {KEY[:25]}; "
        f"at {link}, {quote(link, safe='')}, {json.dumps(link)}; {QUERY}"
    )


async def _say(wire: Wire, status: int, body: str | bytes, *headers: str) -> None:
    await answer(status, body, "Connection: close", *headers)(wire)
