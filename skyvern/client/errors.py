"""What can go wrong when talking to a server.

SkyvernError
├── ConnectionFailed               no answer: is the server running?
├── RunTimeout                     a run did not end in the time that you were ready to wait; it goes on
└── ApiError                       the server refused; has status_code, body and the server's own words
    ├── BadRequestError (400)      ├── ForbiddenError (403)       ├── NotFoundError (404)
    ├── ConflictError (409)        ├── GoneError (410)            ├── TooLargeError (413)
    ├── UnprocessableEntityError (422)   ├── TooManyRequestsError (429)   └── InternalServerError (5xx)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast


class SkyvernError(Exception):
    """Anything that this SDK raises on its own."""


class ConnectionFailed(SkyvernError):
    """The server could not be reached, or did not answer in time."""

    def __init__(self, base_url: str, reason: str) -> None:
        super().__init__(
            f"no answer from {base_url} ({reason}): is the server running there? Start it with `skyvern server`, "
            "or name another one with base_url or SKYVERN_BASE_URL"
        )
        self.base_url = base_url


class RunTimeout(SkyvernError):
    """The wait was over before the run was; `run` is how it stood last."""

    def __init__(self, run_id: str, seconds: float, run: object) -> None:
        super().__init__(f"run {run_id} did not end within {seconds:g} s; it goes on, ask for it with get_run")
        self.run_id = run_id
        self.run = run


class ApiError(SkyvernError):
    """The server answered with an error status."""

    def __init__(self, status_code: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status_code}: {_sentence(body)}")
        self.status_code = status_code
        self.body: object = body
        self.headers = dict(headers or {})

    @property
    def detail(self) -> object:
        """What the server says was wrong."""
        body = self.body
        return cast("Mapping[str, object]", body).get("detail") if isinstance(body, Mapping) else body


class BadRequestError(ApiError):
    """400: the input of a run cannot be used; the message names it."""


class ForbiddenError(ApiError):
    """403: no valid API key."""


class NotFoundError(ApiError):
    """404: there is no such thing."""


class ConflictError(ApiError):
    """409: somebody was faster, or the thing is in a state that does not allow this."""


class GoneError(ApiError):
    """410: the thing has ended."""


class TooLargeError(ApiError):
    """413: the body or file is too large."""


class UnprocessableEntityError(ApiError):
    """422: the request or definition is not well formed; the message names block and field."""


class TooManyRequestsError(ApiError):
    """429: wait, then try again."""


class InternalServerError(ApiError):
    """5xx: the server failed."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequestError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    413: TooLargeError,
    422: UnprocessableEntityError,
    429: TooManyRequestsError,
}


def error_for(status_code: int, body: object, headers: Mapping[str, str]) -> ApiError:
    """Return the error that a status means."""
    kind = _BY_STATUS.get(status_code, InternalServerError if status_code >= 500 else ApiError)
    return kind(status_code, body, headers)


def _sentence(body: object) -> str:
    if not isinstance(body, Mapping):
        return str(body) or "no explanation given"
    detail = cast("Mapping[str, object]", body).get("detail", cast("object", body))
    if not isinstance(detail, Sequence) or isinstance(detail, str):
        return str(detail)
    return "; ".join(_row(row) for row in cast("Sequence[object]", detail))


def _row(row: object) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    item = cast("Mapping[str, object]", row)
    place = ".".join(str(part) for part in cast("Sequence[object]", item.get("loc") or ()) if part != "body")
    return f"{place}: {item.get('msg')}" if place else str(item.get("msg"))
