"""Webhooks on their way, as callers see them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

from skyvern.contract.fields import Answer, OwnRequest
from skyvern.domain.delivery import DeliveryStatus


class DeliveryAnswer(Answer):
    """A webhook; `delivery_id` is what its receiver gets as `webhook-id`."""

    delivery_id: str
    run_id: str
    url: str
    status: DeliveryStatus
    tries: int
    created_at: datetime
    next_try_at: datetime | None = None
    delivered_at: datetime | None = None
    given_up_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    attempt: int | None = None


class DeliveryPage(Answer):
    """A page of webhooks, newest first."""

    deliveries: list[DeliveryAnswer]
    total_count: int
    page: int
    page_size: int


class ReplayRequest(OwnRequest):
    """Which webhooks to send again."""

    delivery_ids: list[str] | None = Field(None, max_length=500)
    all_failed: bool = False

    @model_validator(mode="after")
    def _one_way_to_say_which(self) -> Self:
        if (self.delivery_ids is not None) == self.all_failed:
            raise ValueError("give delivery_ids, or all_failed: true")
        return self


class Replayed(Answer):
    """How many webhooks wait again."""

    replayed: int
