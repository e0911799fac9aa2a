"""A webhook to be delivered: written with the run's end, sent by its own durable workflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up: a dead letter, until somebody replays it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one URL about one run; its id is the event's, the same in every try."""

    delivery_id: str
    run_id: str
    url: str
    tries: int
    created_at: datetime
    delivered_at: datetime | None = None
    given_up_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    next_try_at: datetime | None = None
    """Not before this moment; kept, so that a restart neither hurries nor begins the waiting anew."""
    attempt: int | None = None
    """The attempt of the run that it tells about, None when it tells of the run's end."""
    tried_since: datetime | None = None
    """When it was replayed last; None when it never was."""

    @property
    def status(self) -> DeliveryStatus:
        """How far it has come."""
        if self.delivered_at is not None:
            return DeliveryStatus.DELIVERED
        return DeliveryStatus.PENDING if self.given_up_at is None else DeliveryStatus.FAILED
