"""A webhook to be delivered: written with the run's end, sent by its own durable workflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one URL about one run."""

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
    attempt: int | None = None
    """The attempt of the run that it tells about, None when it tells of the run's end."""
    """Not before this moment; kept, so that a restart neither hurries nor begins the waiting anew."""
