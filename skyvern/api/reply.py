"""JSON answers that cannot break on what a run left in its output, and errors as `{"detail": …}`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from skyvern.artifacts import StoreUnwritable
from skyvern.blocks.definition import DefinitionError
from skyvern.credentials import CredentialMissing, InvalidCredential, SealBroken
from skyvern.engine import DiskLow, LaunchRefused, ParameterError, QuotaSpent
from skyvern.engine.schedules import ScheduleRefused
from skyvern.store import NameTaken, Unusable, VersionConflict

log = structlog.get_logger()


class Json(JSONResponse):
    """Compact JSON; numbers that JSON does not know become null, lone surrogates a question mark."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - the framework's signature
        """Write the body."""
        try:
            return _write(content)
        except ValueError:
            return _write(_finite(content))


def refuse_with(app: FastAPI) -> None:
    """Make every refusal and failure of `app` answer in the contract's shape."""
    app.add_exception_handler(HTTPException, refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(DefinitionError, _unprocessable)
    app.add_exception_handler(ParameterError, _bad_request)
    app.add_exception_handler(LaunchRefused, _bad_request)
    app.add_exception_handler(DiskLow, _no_room)
    app.add_exception_handler(StoreUnwritable, _no_room)
    app.add_exception_handler(QuotaSpent, _spent)
    app.add_exception_handler(Unusable, _away)
    app.add_exception_handler(InvalidCredential, _unprocessable)
    app.add_exception_handler(CredentialMissing, _missing)
    app.add_exception_handler(VersionConflict, _conflict)
    app.add_exception_handler(NameTaken, _conflict)
    app.add_exception_handler(ScheduleRefused, _unprocessable)
    app.add_exception_handler(SealBroken, _sealed)
    app.add_exception_handler(Exception, _broken)


async def refusal(_request: Request, error: Exception) -> Json:
    """Answer what a route refused."""
    refused = cast("HTTPException", error)
    return Json({"detail": refused.detail}, status_code=refused.status_code, headers=_headers(refused))


async def _invalid(_request: Request, error: Exception) -> Json:
    """Say where and what; the value itself may be a secret and is left out."""
    rows = cast("RequestValidationError", error).errors()
    detail = [{"loc": list(row["loc"]), "msg": row["msg"], "type": row["type"]} for row in rows]
    return Json({"detail": detail}, status_code=422)


async def _unprocessable(_request: Request, error: Exception) -> Json:
    return Json({"detail": str(error)}, status_code=422)


async def _bad_request(_request: Request, error: Exception) -> Json:
    return Json({"detail": str(error)}, status_code=400)


async def _no_room(_request: Request, error: Exception) -> Json:
    return Json({"detail": str(error)}, status_code=503, headers={"Retry-After": "60"})


async def _spent(_request: Request, error: Exception) -> Json:
    seconds = cast("QuotaSpent", error).seconds
    headers = None if seconds is None else {"Retry-After": str(seconds)}
    return Json({"detail": str(error)}, status_code=429, headers=headers)


async def _away(_request: Request, error: Exception) -> Json:
    """Say that nothing can be known or kept now; what the database said of itself is the log's."""
    log.error("database_away", error=str(error))
    detail = "the database cannot be reached or written now; what was asked may or may not have happened"
    return Json({"detail": detail}, status_code=503, headers={"Retry-After": "5"})


async def _missing(_request: Request, error: Exception) -> Json:
    return Json({"detail": str(error)}, status_code=404)


async def _conflict(_request: Request, error: Exception) -> Json:
    return Json({"detail": str(error)}, status_code=409)


async def _sealed(_request: Request, error: Exception) -> Json:
    """Say that the secret key is not the one that sealed this: trying again does not help, the operator must."""
    log.error("seal_broken", error=str(error))
    return Json({"detail": str(error)}, status_code=500)


async def _broken(_request: Request, _error: Exception) -> Json:
    return Json({"detail": "The server could not do this; its log says why."}, status_code=500)


def _headers(refusal: HTTPException) -> Mapping[str, str] | None:
    return refusal.headers


def _write(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "replace")


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, object]", value))
    return str(value)


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in cast("Mapping[str, object]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [_finite(item) for item in cast("Sequence[object]", value)]
    return value
