"""The demo service: the wire of the real one, served by this computer (an ASGI application).

Reached in-process through httpx's ASGITransport, or over real HTTP through ``demo.server``. All state lies in
one folder, so tasks outlive the process. It never bills: every price is 0, and there is no balance to read
(404, which the client hides).

The key is ``KEY``; every other is refused. What a prompt may order is in ``demo.order.Outcome``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from wan_desktop.demo.checks import Refusal, read_order
from wan_desktop.demo.faults import FaultLayer, Faults
from wan_desktop.demo.order import Outcome
from wan_desktop.demo.rendering import Renderer
from wan_desktop.demo.signatures import Signer
from wan_desktop.demo.tasks import SUCCEEDED, Status, Task, TaskFolder

BASE_URL = "http://demo.localhost"
KEY = "demo"
LINK_SECONDS = 3600.0
TASK_TYPE = "WAN2_6_I2V_DEMO"
FORBIDDEN_LINK = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>'


class DemoService(Starlette):
    """The application, with :meth:`aclose` for callers that run no lifespan (httpx's ASGITransport)."""

    def __init__(self, desk: Desk, faults: Faults | None) -> None:
        self._desk = desk
        super().__init__(
            routes=_routes(desk),
            middleware=[Middleware(FaultLayer, faults=faults)] if faults is not None else [],
            exception_handlers={Refusal: _refused},
            lifespan=_closing,
        )

    async def aclose(self) -> None:
        """Ends the rendering under way; its task goes on when some process asks for it again."""
        await asyncio.to_thread(self._desk.renderer.close)


def create_app(
    folder: Path,
    *,
    seconds: float = 6.0,
    base_url: str = BASE_URL,
    faults: Faults | None = None,
    scale: float = 1.0,
    link_seconds: float = LINK_SECONDS,
    clock: Callable[[], float] = time.time,
) -> DemoService:
    """The service over the state in ``folder``. Opens nothing until it is asked.

    A task takes ``seconds``, longer where rendering does. Links to videos start with ``base_url`` and live
    ``link_seconds``. ``faults`` adds the faults and the counts of ``demo.faults``. ``scale`` shortens both
    sides of the videos, for tests.
    """
    desk = Desk(folder, seconds, base_url.rstrip("/"), scale, link_seconds, clock)
    return DemoService(desk, faults)


class Desk:
    """What the endpoints work with; its methods block, so they are called in threads."""

    def __init__(
        self,
        folder: Path,
        seconds: float,
        base_url: str,
        scale: float,
        link_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self.renderer = Renderer()
        self._tasks = TaskFolder(folder / "tasks", clock)
        self._signer = Signer(folder / "secret", clock)
        self._seconds = seconds
        self._base_url = base_url
        self._scale = scale
        self._link_seconds = link_seconds
        self._clock = clock

    def submit(self, body: bytes) -> dict[str, Any]:
        """Raises Refusal."""
        order, image = read_order(_json(body), self._scale)
        task = self._tasks.accept(order, image)
        self.renderer.want(task)
        return {"task_id": task.id}

    def result(self, task_id: str) -> dict[str, Any]:
        """Raises Refusal 404. Asking is what makes a task of an earlier process go on."""
        now = self._clock()
        task = self._tasks.get(task_id)
        if task is None or task.is_lost(now, self._seconds):
            raise Refusal(404, "TASK_NOT_FOUND", f"task {task_id} not found")
        self.renderer.want(task)
        return self._answer(task, task.status(now, self._seconds))

    def video(self, name: str, query: dict[str, str]) -> Path | None:
        """The video behind a signed link, None where the link is wrong, expired or has no video."""
        task_id = name.removesuffix(".mp4")
        if not self._signer.is_good(task_id, query.get("expires", ""), query.get("signature", "")):
            return None
        task = self._tasks.get(task_id)
        return task.video if task is not None and task.video.exists() else None

    def _answer(self, task: Task, status: Status) -> dict[str, Any]:
        done = status.word == SUCCEEDED
        return {
            "task": {
                "task_id": task.id,
                "status": status.word,
                "reason": status.reason,
                "task_type": TASK_TYPE,
                "eta": status.eta,
                "progress_percent": status.progress,
            },
            "videos": [self._link(task)] if done else [],
            "images": [],
            "audios": [],
            "extra": {"seed": str(task.order.seed)},
        }

    def _link(self, task: Task) -> dict[str, str]:
        """Times to live are strings on this wire."""
        seconds = -1.0 if task.order.outcome is Outcome.EXPIRED else self._link_seconds
        query = self._signer.query(task.id, seconds)
        return {
            "video_url": f"{self._base_url}/demo/videos/{task.id}.mp4?{query}",
            "video_url_ttl": str(max(0, round(seconds))),
            "video_type": "mp4",
        }


def _routes(desk: Desk) -> list[Route]:
    async def submit(request: Request) -> Response:
        _check_key(request)
        return JSONResponse(await asyncio.to_thread(desk.submit, await request.body()))

    async def result(request: Request) -> Response:
        _check_key(request)
        task_id = request.query_params.get("task_id", "")
        return JSONResponse(await asyncio.to_thread(desk.result, task_id))

    async def video(request: Request) -> Response:
        query = dict(request.query_params)
        path = await asyncio.to_thread(desk.video, request.path_params["name"], query)
        if path is None:
            return PlainTextResponse(FORBIDDEN_LINK, 403, media_type="application/xml")
        return FileResponse(path, media_type="video/mp4")

    return [
        Route("/v3/async/wan2.6-i2v", submit, methods=["POST"]),
        Route("/v3/async/task-result", result, methods=["GET"]),
        Route("/v1/product/batch-price", _prices, methods=["POST"]),
        Route("/demo/videos/{name}", video, methods=["GET"]),
    ]


async def _prices(request: Request) -> Response:
    """Every product costs 0, in the wire's strings."""
    body = _json(await request.body())
    wanted = body.get("productIds") if isinstance(body, dict) else None
    if not isinstance(wanted, list):
        raise Refusal(400, "INVALID_REQUEST_BODY", "productIds must be a list")
    products = [
        {
            "productId": product,
            "basePrice0": "0",
            "discountPrice0": "0",
            "pricePrecision": "1",
            "displayPriceUnit": "$",
        }
        for product in wanted
    ]
    return JSONResponse({"products": products})


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "INVALID_REQUEST_BODY", "the body is not JSON") from error


def _check_key(request: Request) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Refusal(400, "MISSING_API_KEY", "the Authorization header holds no key")
    if key.strip() != KEY:
        raise Refusal(403, "INVALID_API_KEY", f"the demo takes the key {KEY!r} only")


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    body = {"code": refusal.status, "reason": refusal.reason, "message": refusal.message, "metadata": {}}
    return JSONResponse(body, refusal.status)


@asynccontextmanager
async def _closing(app: DemoService) -> AsyncIterator[None]:
    yield
    await app.aclose()
