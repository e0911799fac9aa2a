"""When schedules are due: cron in a time zone and over its changes of the clock, intervals, once."""

from __future__ import annotations

from datetime import datetime

import pytest

from skyvern.domain.schedule import Schedule
from skyvern.engine.schedules import ScheduleRefused, check, next_fires

NOW = datetime(2026, 11, 22, 12, 0)


def a_schedule(**changes: object) -> Schedule:
    return Schedule(
        **{
            "workflow_schedule_id": "wfs_1",
            "organization_id": "o_1",
            "workflow_permanent_id": "wpid_1",
            "timezone": "UTC",
            "enabled": True,
            "created_at": NOW,
            "modified_at": NOW,
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("changes", "after", "due"),
    [
        ({"cron_expression": "0 9 * * *"}, NOW, [datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 9)]),
        (
            {"cron_expression": "0 9 * * *", "timezone": "America/New_York"},
            NOW,
            [datetime(2026, 11, 22, 14), datetime(2026, 11, 23, 14)],
        ),
        (  # New York turns its clocks forward on 8 March 2026: 2:30 does not exist and falls right after the gap.
            {"cron_expression": "30 2 * * *", "timezone": "America/New_York"},
            datetime(2026, 3, 7, 12),
            [datetime(2026, 3, 8, 7, 30), datetime(2026, 3, 9, 6, 30)],
        ),
        (  # and back on 1 November: 1:30 comes twice and counts once.
            {"cron_expression": "30 1 * * *", "timezone": "America/New_York"},
            datetime(2026, 10, 31, 12),
            [datetime(2026, 11, 1, 5, 30), datetime(2026, 11, 2, 6, 30)],
        ),
        ({"interval_seconds": 600}, NOW, [datetime(2026, 11, 22, 12, 10), datetime(2026, 11, 22, 12, 20)]),
        (
            {"interval_seconds": 3600, "first_fire_at": datetime(2026, 1, 1, 0, 15)},
            NOW,
            [datetime(2026, 11, 22, 12, 15), datetime(2026, 11, 22, 13, 15)],
        ),
        ({"run_at": datetime(2026, 12, 1)}, NOW, [datetime(2026, 12, 1)]),
        ({"run_at": datetime(2026, 11, 1)}, NOW, []),
        ({"run_at": datetime(2026, 12, 1), "dispatch_status": "canceled"}, NOW, []),
        ({"cron_expression": "0 9 * * *", "enabled": False}, NOW, []),
    ],
)
def test_the_next_two(changes: dict[str, object], after: datetime, due: list[datetime]) -> None:
    assert next_fires(a_schedule(**changes), after, 2) == due


@pytest.mark.parametrize(
    ("cron", "after", "due"),
    [
        (  # a rhythm goes on through the hour that is skipped, and says no moment twice
            "*/30 * * * *",
            datetime(2026, 3, 8, 6, 20),
            [datetime(2026, 3, 8, 6, 30), datetime(2026, 3, 8, 7), datetime(2026, 3, 8, 7, 30)],
        ),
        (  # and through both of the hour that is repeated
            "*/30 * * * *",
            datetime(2026, 11, 1, 5, 20),
            [datetime(2026, 11, 1, 5, 30), datetime(2026, 11, 1, 6), datetime(2026, 11, 1, 6, 30)],
        ),
        (  # times of the day that are skipped fall right after the gap, and together with those that are there
            "15,45 2,3 * * *",
            datetime(2026, 3, 8, 6),
            [datetime(2026, 3, 8, 7, 15), datetime(2026, 3, 8, 7, 45), datetime(2026, 3, 9, 6, 15)],
        ),
    ],
)
def test_rhythms_and_times_of_the_day_over_changes_of_the_clock(
    cron: str, after: datetime, due: list[datetime]
) -> None:
    row = a_schedule(cron_expression=cron, timezone="America/New_York")
    assert next_fires(row, after, len(due)) == due


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cron_expression": "61 * * * *"}, "cron_expression: '61 [*] [*] [*] [*]' cannot be read"),
        ({"cron_expression": "hello"}, "has 1 fields; give five"),
        ({"cron_expression": "* * * * * *"}, "has 6 fields; give five"),
        ({"cron_expression": "0 0 30 2 *"}, "names no date that ever comes"),
        ({"cron_expression": "R R * * *"}, "names a random time"),
        ({"cron_expression": "0 9 * * *", "timezone": "Mars/Olympus"}, "timezone: 'Mars/Olympus' is not an IANA name"),
        ({"cron_expression": "0 9 * * *", "timezone": "../../etc/passwd"}, "timezone: "),
    ],
)
def test_what_can_never_be_due_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ScheduleRefused, match=said):
        check(a_schedule(**changes))
