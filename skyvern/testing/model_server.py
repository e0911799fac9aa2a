"""A stand-in of a server with the chat completions interface that answers by a script, faults included."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_CLOSE = {"connection": "close"}
"""A client that outlives the event loop of a test keeps no connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One answer: data as a tool call, or text, or an error; after `wait` seconds."""

    data: Mapping[str, Any] | Callable[[str], Mapping[str, Any]] | None = None
    """What is answered, or what makes it of the question."""
    text: str | None = None
    arguments: str | None = None
    """The tool call's arguments as they are sent, when they are not good JSON."""
    status: int = 200
    retry_after: str | None = None
    finish: str = "tool_calls"
    wait: float = 0.0
    tokens: tuple[int, int] = (1200, 60)


@dataclass(slots=True)
class ModelServer:
    """Gives its answers in order, the last one again and again; keeps what it was sent.

    `models` has scripts of their own for models of these names.
    """

    script: Sequence[Served]
    models: Mapping[str, Sequence[Served]] = field(default_factory=dict[str, Sequence[Served]])
    asked: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])

    def app(self) -> Starlette:
        """Return the application: /v1/chat/completions."""
        return Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        own = self.models.get(body["model"])
        before = [one for one in self.asked if (own is None) or one["model"] == body["model"]]
        script = own or self.script
        served = script[min(len(before), len(script) - 1)]
        self.asked.append(body)
        if served.wait and await _gone_within(served.wait, request):
            return Response(status_code=499)
        if served.status != 200:
            headers = {"retry-after": served.retry_after, **_CLOSE} if served.retry_after is not None else _CLOSE
            error = {"message": f"stand-in says {served.status}", "type": "server_error", "param": None, "code": None}
            return JSONResponse({"error": error}, served.status, headers=headers)
        return JSONResponse(_completion(body, served, number=len(self.asked)), headers=_CLOSE)


async def _gone_within(seconds: float, request: Request) -> bool:
    """Wait, and tell whether the asker hung up meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


def _completion(body: Mapping[str, Any], served: Served, *, number: int) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": served.text, "refusal": None, "annotations": []}
    if served.text is None:
        data = served.data(str(body["messages"][-1]["content"])) if callable(served.data) else served.data
        arguments = served.arguments if served.arguments is not None else json.dumps(data)
        function = {"name": body["tools"][0]["function"]["name"], "arguments": arguments}
        message["tool_calls"] = [{"id": f"call_{number}", "type": "function", "function": function}]
    given, answered = served.tokens
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1_780_000_000 + number,
        "model": f"{body['model']}-2026-05-01",
        "service_tier": "default",
        "system_fingerprint": "fp_standin",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": served.finish}],
        "usage": {
            "prompt_tokens": given,
            "completion_tokens": answered,
            "total_tokens": given + answered,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
    }
