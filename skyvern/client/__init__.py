"""The Python SDK: an asynchronous client of a Skyvern server, one file per resource."""

from __future__ import annotations

from skyvern.client.errors import (
    ApiError,
    BadRequestError,
    ConflictError,
    ConnectionFailed,
    ForbiddenError,
    GoneError,
    InternalServerError,
    NotFoundError,
    RunTimeout,
    SkyvernError,
    TooLargeError,
    TooManyRequestsError,
    UnprocessableEntityError,
)
from skyvern.client.record import Record
from skyvern.client.skyvern import Skyvern
from skyvern.client.webhooks import verify_webhook

__all__ = [
    "ApiError",
    "BadRequestError",
    "ConflictError",
    "ConnectionFailed",
    "ForbiddenError",
    "GoneError",
    "InternalServerError",
    "NotFoundError",
    "Record",
    "RunTimeout",
    "Skyvern",
    "SkyvernError",
    "TooLargeError",
    "TooManyRequestsError",
    "UnprocessableEntityError",
    "verify_webhook",
]
