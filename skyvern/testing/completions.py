"""A stand-in of a server with the chat completions interface: answers by what the question says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass(slots=True)
class CompletionsStandIn:
    """What it knows: words of a question → data of the answer. A question that it does not know is an error."""

    answers: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    asked: list[str] = field(default_factory=list[str])

    def app(self) -> Starlette:
        """Return the application: /chat/completions."""
        return Starlette(routes=[Route("/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        said = json.dumps(body["messages"], ensure_ascii=False)
        self.asked.append(said)
        data = next((answer for words, answer in self.answers.items() if words in said), None)
        if data is None:
            return JSONResponse({"error": {"message": "this was not scripted", "type": "invalid_request_error"}}, 400)
        function = {"name": body["tools"][0]["function"]["name"], "arguments": json.dumps(data, ensure_ascii=False)}
        call = {"id": "call-1", "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        return JSONResponse(
            {
                "id": "answer-1",
                "object": "chat.completion",
                "created": 1,
                "model": body["model"],
                "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
            }
        )
