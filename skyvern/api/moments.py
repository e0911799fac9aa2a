"""Moments as callers write them, with or without a zone, made naive UTC as rows have them."""

from __future__ import annotations

from datetime import UTC, datetime


def plain_moment(moment: datetime | None) -> datetime | None:
    """Return a moment as naive UTC; one without a zone is taken as UTC. One at the rim of time stays there."""
    if moment is None or moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)
