"""A site that says back whatever it is given, in every way a page can; a model that types secrets and reads them."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

FIELDS = {
    "username": "User name",
    "password": "Pass phrase",
    "totp": "One-time code",
    "card_number": "Card number",
    "card_holder_name": "Card holder",
    "secret_value": "Token",
    "card_cvv": "Security code",
}
"""Fields of credentials and what the form calls them, in the order in which they are typed."""
PUBLIC = ("username", "card_holder_name")
"""What is no secret: users see it, and pages may show it."""
_LEFT, _TOP, _STEP = 260, 20, 50
LINE = {"x": 20.0, "y": 450.0, "height": 40.0}
"""Where the second page shows the pass phrase (its width depends on the letters)."""
PLAIN = {"x": 20.0, "y": 500.0, "width": 300.0, "height": 40.0}

_STYLE = "<style>body{margin:0;background:#fff;font:24px/40px monospace}label,input,div.at{position:fixed}</style>"


def box_of(name: str, letters: int) -> dict[str, float]:
    """Return where the form shows the first so many letters of a field."""
    return {"x": _LEFT, "y": _TOP + _STEP * list(FIELDS).index(name), "width": 14.0 * letters, "height": 40.0}


@dataclass(slots=True)
class Echoes:
    """The site: what it was sent last, and which of it it says back."""

    got: dict[str, str] = field(default_factory=dict[str, str])

    def app(self) -> Starlette:
        """Return the application."""
        return Starlette(
            routes=[
                Route("/form", self._form),
                Route("/echo", self._echo, methods=["POST"]),
                Route("/hop", self._hop),
                Route("/shown", self._shown),
                Route("/json", self._json),
                Route("/file", self._file),
            ]
        )

    @property
    def said(self) -> dict[str, str]:
        """What is said back: everything but what is public."""
        return {name: value for name, value in self.got.items() if name not in PUBLIC}

    async def _form(self, request: Request) -> Response:
        del request
        rows: list[str] = []
        for number, (name, label) in enumerate(FIELDS.items()):
            top = _TOP + _STEP * number
            rows.append(
                f"<label style='left:10px;top:{top}px' for={name}>{label}</label><input id={name} name={name} "
                f"autocomplete=off style='left:{_LEFT}px;top:{top}px;font:24px/40px monospace;width:700px;height:40px;"
                "border:0;outline:0;padding:0'>"
            )
        button = "<button style='position:fixed;left:10px;top:400px'>Send</button>"
        return HTMLResponse(f"{_STYLE}<title>Form</title><form method=post action=/echo>{''.join(rows)}{button}</form>")

    async def _echo(self, request: Request) -> Response:
        self.got = {name: str(value) for name, value in (await request.form()).items()}
        return RedirectResponse(f"/hop?{urlencode(self.said)}", 303)

    async def _hop(self, request: Request) -> Response:
        return RedirectResponse(f"/shown?{request.url.query}", 302)

    async def _shown(self, request: Request) -> Response:
        del request
        said = self.said
        lines = "".join(
            f"<p title='{html.escape(value)}'>{name} is {html.escape(value)}, "
            f"<i>{html.escape(value[:3])}</i>{html.escape(value[3:])}, {html.escape(value.upper())}, "
            f"{base64.b64encode(b'-' + value.encode()).decode()}</p>"
            f"<input aria-label='again {name}' value='{html.escape(value)}'>"
            f"<a href='/json?{urlencode({name: value})}'>more about {name}</a>"
            for name, value in said.items()
        )
        phrase = html.escape(said["password"])
        return HTMLResponse(
            f"<!doctype html>{_STYLE}<title>{html.escape(' '.join(said.values()))}</title>"
            f"<div class=at style='left:{LINE['x']}px;top:{LINE['y']}px'>{phrase}</div>"
            f"<div class=at style='left:{PLAIN['x']}px;top:{PLAIN['y']}px'>Plain to see for all</div>"
            f"<div style='margin-top:1000px'><h1>Received</h1>{lines}</div><script>"
            f"const said = {json.dumps(said)};"
            "console.log('received', JSON.stringify(said)); fetch('/json?' + new URLSearchParams(said));"
            "document.cookie = 'said=' + encodeURIComponent(said.password);"
            "setTimeout(() => { alert('You said ' + said.password + ' and ' + said.totp);"
            "const a = document.createElement('a'); a.href = '/file?' + new URLSearchParams(said);"
            "document.body.append(a); a.click(); }, 100)</script>"
        )

    async def _json(self, request: Request) -> Response:
        return JSONResponse(dict(request.query_params))

    async def _file(self, request: Request) -> Response:
        name = f"said-{self.said['secret_value']}.txt"
        return Response(
            f"said {request.url.query}",
            media_type="text/plain",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


@dataclass(slots=True)
class Reader:
    """A model that types every secret it is offered into the field it belongs to, sends, and repeats what it reads."""

    asked: list[str] = field(default_factory=list[str])

    def app(self) -> Starlette:
        """Return a server with the chat completions interface."""
        return Starlette(routes=[Route("/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        raw = (await request.body()).decode()
        self.asked.append(raw)
        body = json.loads(raw)
        data = self._answer("\n".join(_texts(body["messages"])))
        called = {"name": body["tools"][0]["function"]["name"], "arguments": json.dumps(data)}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call-1", "type": "function", "function": called}],
        }
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

    def _answer(self, prompt: str) -> Mapping[str, Any]:
        page = prompt.rpartition("<page>")[2]
        if "<wanted>" in prompt:
            return {"said": next(line for line in page.splitlines() if line.startswith("password is"))}
        if "Received" in page:
            return {"reasoning": f"It says {page[:600]}", "verdict": "done", "evidence": page[:3000]}
        offered = dict(re.findall(r'"\w+\.(\w+)": "(secret_[0-9a-f]{20})"', prompt))
        actions = [
            {"kind": "input_text", "ref": _ref(page, label), "text": offered[name]} for name, label in FIELDS.items()
        ]
        send = {"kind": "click", "ref": _ref(page, "Send"), "effect": True}
        return {"reasoning": "Type and send", "verdict": "act", "actions": [*actions, send]}


def _texts(messages: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for message in messages:
        content = message.get("content") or ""
        parts = content if isinstance(content, list) else [{"text": content}]
        found.extend(str(part.get("text", "")) for part in parts)
    return found


def _ref(page: str, name: str) -> str:
    line = next(line for line in page.splitlines() if name in line and re.search(r"\be\d+\b", line))
    found = re.search(r"\be\d+\b", line)
    assert found is not None
    return found[0]
