"""A stand-in of Google's token endpoint and Sheets API: spreadsheets in memory, service accounts checked for real."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qs, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from skyvern.domain.sheet import column_index, column_name

_CELL = re.compile(r"^([A-Z]+)?(\d+)?(?::([A-Z]+)?(\d+)?)?$")


@dataclass(slots=True)
class GoogleStandIn:
    """What Google holds: sheets by title, and one service account that may see them."""

    sheets: dict[str, list[list[object]]] = field(default_factory=dict[str, "list[list[object]]"])
    spreadsheet_id: str = "stand-in-spreadsheet"
    email: str = "robot@project.iam.gserviceaccount.com"
    tokens: int = 0
    options: list[str] = field(default_factory=list[str])
    _key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def url(self) -> str:
        """The spreadsheet as people copy its address."""
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit#gid=0"

    @property
    def account(self) -> str:
        """The JSON file of the service account."""
        pem = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return json.dumps({"type": "service_account", "client_email": self.email, "private_key": pem.decode()})

    def app(self) -> Starlette:
        """Return the application: /token and /v4/spreadsheets."""
        one = f"/v4/spreadsheets/{self.spreadsheet_id}"
        return Starlette(
            routes=[
                Route("/token", self._token, methods=["POST"]),
                Route(one, self._describe),
                Route(f"{one}:batchUpdate", self._batch, methods=["POST"]),
                Route(f"{one}/values/{{area:path}}", self._values, methods=["GET", "POST", "PUT"]),
            ]
        )

    async def _token(self, request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        signed, _, signature = form["assertion"][0].rpartition(".")
        try:
            self._key.public_key().verify(_bytes(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return JSONResponse({"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, 400)
        claims = json.loads(_bytes(signed.partition(".")[2]))
        if claims["iss"] != self.email or not claims["aud"].endswith("/token"):
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.tokens += 1
        return JSONResponse({"access_token": "ya29.stand-in", "expires_in": 3599, "token_type": "Bearer"})

    def _refused(self, request: Request) -> Response | None:
        if request.headers.get("authorization") == "Bearer ya29.stand-in":
            return None
        return JSONResponse({"error": {"code": 401, "message": "Request had invalid credentials."}}, 401)

    async def _describe(self, request: Request) -> Response:
        sheets = [{"properties": {"sheetId": at, "title": title}} for at, title in enumerate(self.sheets)]
        return self._refused(request) or JSONResponse({"sheets": sheets})

    async def _batch(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        for entry in (await request.json())["requests"]:
            self.sheets[entry["addSheet"]["properties"]["title"]] = []
        return JSONResponse({"replies": [{}]})

    async def _values(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        text = unquote(request.path_params["area"])
        append = text.endswith(":append")
        title, _, cells = text.removesuffix(":append").partition("!")
        title = title.strip("'").replace("''", "'")
        if title not in self.sheets:
            return JSONResponse({"error": {"code": 400, "message": f"Unable to parse range: {text}"}}, 400)
        rows = self.sheets[title]
        if request.method == "GET":
            return JSONResponse({"range": text, "values": _cut(rows, cells)})
        self.options.append(request.query_params["valueInputOption"])
        written = cast("list[list[object]]", (await request.json())["values"])
        top = len(rows) if append else int(_parts(cells)[1] or 1) - 1
        left = 0 if append else column_index(_parts(cells)[0] or "A")
        _put(rows, written, top=top, left=left)
        width = max((len(row) for row in written), default=1)
        updated = f"{title}!{column_name(left)}{top + 1}:{column_name(left + width - 1)}{top + len(written)}"
        return JSONResponse({"updates": {"updatedRange": updated}} if append else {"updatedRange": updated})


def _parts(cells: str) -> tuple[Any, ...]:
    match = _CELL.match(cells)
    return match.groups() if match else (None, None, None, None)


def _cut(rows: list[list[object]], cells: str) -> list[list[object]]:
    left, top, right, bottom = _parts(cells)
    low, high = int(top or 1) - 1, int(bottom) if bottom else len(rows)
    begin = column_index(left) if left else 0
    end = column_index(right) + 1 if right else None
    return [row[begin:end] for row in rows[low:high]]


def _put(rows: list[list[object]], written: list[list[object]], *, top: int, left: int) -> None:
    for at, line in enumerate(written):
        while len(rows) <= top + at:
            rows.append([])
        row = rows[top + at]
        row.extend([""] * (left + len(line) - len(row)))
        row[left : left + len(line)] = line


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
