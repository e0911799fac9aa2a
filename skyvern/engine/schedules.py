"""When a schedule is due: cron, interval or once, in the schedule's own time zone and over its changes of the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import merge
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


def next_fire(schedule: Schedule, after: datetime) -> datetime | None:
    """Return the next moment at which a schedule is due, None when none will come."""
    return next(iter(next_fires(schedule, after, 1)), None)


def _fires(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    if schedule.run_at is not None:
        if schedule.run_at > after and schedule.dispatch_status is None:
            yield schedule.run_at
        return
    if schedule.interval_seconds is not None:
        yield from _interval(schedule.first_fire_at or schedule.created_at, schedule.interval_seconds, after)
        return
    yield from _by_the_wall(schedule.cron_expression or "", _zone(schedule), after)


def _by_the_wall(expression: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Yield the moments of an expression, each once and in order, over changes of the clock.

    An expression that names hours means a time of the day: one that the clocks skip falls right after the gap, one
    that they repeat counts once. One that names none means a rhythm: it goes on through both, as it does in cron.
    """
    wall = after.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) - timedelta(hours=3)
    rhythm = expression.split()[1].startswith("*")
    first = _moments(_cron(expression, wall), zone, fold=0, shifted=not rhythm)
    second = _moments(_cron(expression, wall), zone, fold=1, shifted=False) if rhythm else iter(())
    last = after
    for moment in merge(first, second):
        if moment > last:
            yield moment
            last = moment


def _moments(walls: Iterator[datetime], zone: ZoneInfo, *, fold: int, shifted: bool) -> Iterator[datetime]:
    """Yield wall times as moments; with `shifted` also those that the clocks skip, right after the gap."""
    for wall in walls:
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if shifted or moment.astimezone(zone).replace(tzinfo=None) == wall:
            yield moment.replace(tzinfo=None)


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
