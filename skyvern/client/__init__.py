"""The Python SDK: clients of a Skyvern server, asynchronous and blocking, one file per resource."""

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
from skyvern.client.sync import SyncSkyvern
from skyvern.client.webhooks import verify_event, verify_webhook

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
    "SyncSkyvern",
    "TooLargeError",
    "TooManyRequestsError",
    "UnprocessableEntityError",
    "verify_event",
    "verify_webhook",
]
