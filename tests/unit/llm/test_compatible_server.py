"""A generic OpenAI-compatible server, spoken to over HTTP: what it is sent, and what it answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import BaseModel

from skyvern.llm.errors import ModelUnavailable
from skyvern.llm.model import LanguageModel


class Colour(BaseModel):
    name: str


class Server:
    """Answers chat completions with one tool call; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                return

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append({"path": self.path, **asked})
                body = json.dumps(server.answer(asked)).encode()
                self.send_response(server.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self.status != 200:
            return {"error": {"message": "no such key", "type": "invalid_request_error"}}
        tool = asked["tools"][0]["function"]["name"]
        call = {"id": "c1", "type": "function", "function": {"name": tool, "arguments": '{"name": "teal"}'}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        return {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": asked["model"],
            "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}],
            "usage": {"prompt_tokens": 31, "completion_tokens": 5, "total_tokens": 36},
        }

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server()
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "local")
    yield server
    server.close()


async def test_a_question_over_http(server: Server) -> None:
    reply = await LanguageModel("openai-chat:local-model").ask("Which colour?", shape=Colour, system="Be brief")
    assert reply.value == Colour(name="teal")
    assert (reply.usage.input_tokens, reply.usage.output_tokens, reply.usage.requests) == (31, 5, 1)
    asked = server.asked[0]
    assert asked["path"] == "/v1/chat/completions"
    assert asked["model"] == "local-model"
    assert "Which colour?" in json.dumps(asked["messages"])
    assert "Be brief" in json.dumps(asked["messages"])


async def test_text_alone_goes_as_text_and_a_picture_beside_it(server: Server) -> None:
    """Small servers know messages that are plain strings only; a picture needs parts."""
    model = LanguageModel("openai-chat:local-model")
    await model.ask("Which colour?", shape=Colour, system="Be brief")
    await model.ask("Which colour?", shape=Colour, system="Be brief", images=(b"\x89PNG\r\n\x1a\n",))
    plain, pictured = (asked["messages"] for asked in server.asked)
    assert plain == [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Which colour?"}]
    assert [part["type"] for part in pictured[1]["content"]] == ["text", "image_url"]


async def test_a_refused_key(server: Server) -> None:
    server.status = 401
    with pytest.raises(ModelUnavailable, match="key for openai-chat:local-model was refused"):
        await LanguageModel("openai-chat:local-model").ask("Which colour?", shape=Colour)
