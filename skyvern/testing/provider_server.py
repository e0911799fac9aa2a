"""Stands in for model providers, each in its own wire format: answers, busy replies and refused keys by a script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "right-key"
"""The only key that is accepted, where a provider asks for one."""
_CLOSE = {"connection": "close"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A reply that asks to come back after so many seconds."""

    seconds: int


@dataclass(slots=True)
class ProviderServer:
    """Speaks Anthropic's messages, Google's generateContent, Bedrock's Converse, and chat completions (Azure, Ollama).

    Answers come in order, the last one again and again.
    """

    script: Sequence[Mapping[str, Any] | Busy]
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list[tuple[str, Mapping[str, Any]]])
    """Path and body of each request."""

    def app(self) -> Starlette:
        """Return the application, with the paths of all of them."""
        return Starlette(
            routes=[
                Route("/anthropic/v1/messages", self._anthropic, methods=["POST"]),
                Route("/google/v1beta/models/{call}", self._google, methods=["POST"]),
                Route("/bedrock/model/{model}/converse", self._bedrock, methods=["POST"]),
                Route("/openai/deployments/{model}/chat/completions", self._azure, methods=["POST"]),
                Route("/ollama/v1/chat/completions", self._ollama, methods=["POST"]),
            ]
        )

    async def _next(self, request: Request) -> tuple[Mapping[str, Any], Mapping[str, Any] | Busy]:
        body = await request.json()
        answer = self.script[min(len(self.asked), len(self.script) - 1)]
        self.asked.append((request.url.path, body))
        return body, answer

    async def _anthropic(self, request: Request) -> Response:
        body, answer = await self._next(request)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.headers.get("x-api-key", bearer) != KEY:
            return _anthropic_error(401, "authentication_error", "invalid x-api-key")
        if isinstance(answer, Busy):
            said = "This request would exceed your organization's rate limit of 50,000 input tokens per minute"
            return _anthropic_error(429, "rate_limit_error", said, {"retry-after": str(answer.seconds)})
        return _json(
            {
                "id": "msg_01",
                "type": "message",
                "role": "assistant",
                "model": body["model"],
                "content": _anthropic_content(body, answer),
                "stop_reason": "tool_use" if "tools" in body else "end_turn",
                "stop_sequence": None,
                "usage": {
                    "input_tokens": 31,
                    "cache_creation_input_tokens": 0,
                    "cache_read_input_tokens": 0,
                    "output_tokens": 5,
                    "service_tier": "standard",
                },
            },
            200,
        )

    async def _google(self, request: Request) -> Response:
        body, answer = await self._next(request)
        if request.headers.get("x-goog-api-key") != KEY:
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
            return _google_error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", info)
        if isinstance(answer, Busy):
            info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{answer.seconds}s"}
            said = "You exceeded your current quota, please check your plan and billing details."
            return _google_error(429, "RESOURCE_EXHAUSTED", said, info)
        name = body["tools"][0]["functionDeclarations"][0]["name"]
        return _json(
            {
                "candidates": [
                    {
                        "content": {"parts": [{"functionCall": {"name": name, "args": answer}}], "role": "model"},
                        "finishReason": "STOP",
                        "index": 0,
                    }
                ],
                "usageMetadata": {"promptTokenCount": 31, "candidatesTokenCount": 5, "totalTokenCount": 36},
                "modelVersion": "gemini-stand-in",
                "responseId": "r_01",
            },
            200,
        )

    async def _bedrock(self, request: Request) -> Response:
        body, answer = await self._next(request)
        if f"Credential={KEY}/" not in request.headers.get("authorization", ""):
            said = "The security token included in the request is invalid."
            return _bedrock_error(403, "UnrecognizedClientException", said)
        if isinstance(answer, Busy):
            return _bedrock_error(429, "ThrottlingException", "Too many tokens, please wait before trying again.")
        name = body["toolConfig"]["tools"][0]["toolSpec"]["name"]
        call = {"toolUse": {"toolUseId": "tooluse_01", "name": name, "input": answer}}
        return _json(
            {
                "output": {"message": {"role": "assistant", "content": [{"text": "I will do that."}, call]}},
                "stopReason": "tool_use",
                "usage": {"inputTokens": 31, "outputTokens": 5, "totalTokens": 36},
                "metrics": {"latencyMs": 7},
            },
            200,
        )

    async def _azure(self, request: Request) -> Response:
        body, answer = await self._next(request)
        if request.headers.get("api-key") != KEY:
            said = "Access denied due to invalid subscription key or wrong API endpoint."
            return _json({"error": {"code": "401", "message": said}}, 401)
        if isinstance(answer, Busy):
            said = "Requests to the ChatCompletions_Create Operation have exceeded the token rate limit."
            return _json({"error": {"code": "429", "message": said}}, 429, {"retry-after": str(answer.seconds)})
        filters = {"hate": {"filtered": False, "severity": "safe"}}
        return _json({**_completion(body, answer), "prompt_filter_results": [{"content_filter_results": filters}]}, 200)

    async def _ollama(self, request: Request) -> Response:
        body, answer = await self._next(request)
        if body["model"] == "unknown":
            said = 'model "unknown" not found, try pulling it first'
            error = {"message": said, "type": "api_error", "param": None, "code": None}
            return _json({"error": error}, 404)
        if isinstance(answer, Busy):
            return _json({"error": {"message": "server busy, please try again", "type": "api_error"}}, 503)
        return _json({**_completion(body, answer), "system_fingerprint": "fp_ollama"}, 200)


def _completion(body: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    function = {"name": body["tools"][0]["function"]["name"], "arguments": json.dumps(answer)}
    call = {"id": "call_01", "index": 0, "type": "function", "function": function}
    message = {"role": "assistant", "content": "", "tool_calls": [call]}
    return {
        "id": "chatcmpl-01",
        "object": "chat.completion",
        "created": 1_780_000_000,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}],
        "usage": {"prompt_tokens": 31, "completion_tokens": 5, "total_tokens": 36},
    }


def _anthropic_content(body: Mapping[str, Any], answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answer as the call of a tool, or as text where the request holds the text to a schema."""
    if "tools" not in body:
        return [{"type": "text", "text": json.dumps(answer)}]
    call = {"type": "tool_use", "id": "toolu_01", "name": body["tools"][0]["name"], "input": answer}
    return [{"type": "text", "text": "I will do that."}, call]


def _anthropic_error(status: int, kind: str, said: str, headers: Mapping[str, str] | None = None) -> Response:
    body = {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_01"}
    return _json(body, status, headers)


def _bedrock_error(status: int, kind: str, said: str) -> Response:
    return _json({"message": said}, status, {"x-amzn-errortype": kind})


def _google_error(status: int, kind: str, said: str, info: Mapping[str, str]) -> Response:
    return _json({"error": {"code": status, "message": said, "status": kind, "details": [info]}}, status)


def _json(body: Mapping[str, Any], status: int, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(body, status, headers={**_CLOSE, **(headers or {})})
