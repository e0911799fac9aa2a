"""Webhooks on their way, as callers see them."""

from __future__ import annotations

from skyvern.domain.clock import iso
from skyvern.domain.delivery import Delivery


def present_delivery(delivery: Delivery) -> dict[str, object]:
    """Return a webhook."""
    return {
        "delivery_id": delivery.delivery_id,
        "run_id": delivery.run_id,
        "url": delivery.url,
        "status": delivery.status.value,
        "tries": delivery.tries,
        "created_at": iso(delivery.created_at),
        "next_try_at": iso(delivery.next_try_at),
        "delivered_at": iso(delivery.delivered_at),
        "given_up_at": iso(delivery.given_up_at),
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "attempt": delivery.attempt,
    }
