"""When a schedule is due: cron, interval or once, in the schedule's own time zone. Firing is not here yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import CroniterBadDateError, CroniterError, croniter

from skyvern.domain.schedule import Schedule

_FIELDS = 5
_RANDOM = re.compile(r"\b[rR]\b")
_FARTHEST_YEARS = 10


class ScheduleRefused(ValueError):
    """The schedule can never be due, or not be read; the message names the field."""


def check(schedule: Schedule) -> None:
    """Raise ScheduleRefused when the zone is unknown, or the cron expression unreadable or never due."""
    _zone(schedule)
    cron = schedule.cron_expression
    if cron is None:
        return
    if len(cron.split()) != _FIELDS:
        raise ScheduleRefused(
            f"cron_expression: {cron!r} has {len(cron.split())} fields; give five: minute hour day month weekday"
        )
    if _RANDOM.search(cron):
        raise ScheduleRefused(f"cron_expression: {cron!r} names a random time; name a fixed one")
    try:
        next(_cron(cron, datetime(2026, 1, 1)))
    except CroniterBadDateError:
        raise ScheduleRefused(f"cron_expression: {cron!r} names no date that ever comes") from None
    except (CroniterError, ValueError, KeyError, OverflowError) as error:
        raise ScheduleRefused(f"cron_expression: {cron!r} cannot be read: {error}") from None


def next_fires(schedule: Schedule, after: datetime, count: int) -> list[datetime]:
    """Return the next moments, naive UTC like `after`, at which a schedule is due; none when it is disabled."""
    return list(islice(_fires(schedule, after), count)) if schedule.enabled else []


def _fires(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    if schedule.run_at is not None:
        if schedule.run_at > after and schedule.dispatch_status is None:
            yield schedule.run_at
        return
    if schedule.interval_seconds is not None:
        yield from _interval(schedule.first_fire_at or schedule.created_at, schedule.interval_seconds, after)
        return
    zone = _zone(schedule)
    wall = after.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    for due in _cron(schedule.cron_expression or "", wall - timedelta(hours=3)):
        # A wall time that the clocks skip falls right after the gap; one that they repeat counts once.
        moment = due.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        if moment > after:
            yield moment


def _interval(anchor: datetime, seconds: int, after: datetime) -> Iterator[datetime]:
    step = timedelta(seconds=seconds)
    passed = max(0, (after - anchor) // step + 1)
    try:
        due = anchor + passed * step
        while True:
            yield due
            due += step
    except OverflowError:
        return


def _cron(expression: str, wall: datetime) -> Iterator[datetime]:
    """Yield wall times after `wall` that an expression names."""
    return croniter(expression, wall, ret_type=datetime, max_years_between_matches=_FARTHEST_YEARS)


def _zone(schedule: Schedule) -> ZoneInfo:
    try:
        return ZoneInfo(schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ScheduleRefused(
            f"timezone: {schedule.timezone!r} is not an IANA name such as UTC or Europe/London"
        ) from None
