"""The service's side of a sound: it fetches ``audio_url`` itself, as the real one does, and keeps it."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.video_service import VideoService
from wan_desktop.core.params import AUDIO_BYTES_MAX
from wan_desktop.demo.links import fetched


class ListeningService(VideoService):
    """``bodies`` are the submits' JSON, ``heard`` the sounds behind their ``audio_url``.

    It blocks the loop while it fetches: whatever it fetches from must live in another thread or process.
    """

    def __init__(self, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.bodies: list[dict[str, Any]] = []
        self.heard: list[bytes] = []

    def _submit(self, body: bytes) -> dict[str, object]:
        values = json.loads(body)
        self.bodies.append(values)
        link = values["input"].get("audio_url", "")
        if link:
            self.heard.append(fetched(link, "audio", AUDIO_BYTES_MAX))
        return super()._submit(body)
