"""`skyvern schedules`: when workflows are to be run by themselves."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from skyvern.cli.inputs import pairs
from skyvern.cli.remote import speak
from skyvern.cli.terminal import show, show_facts, show_json, show_table, stop
from skyvern.client import Record, Skyvern

group = typer.Typer(help="Run workflows by themselves: at times, in rhythms, once.", no_args_is_help=True)
ScheduleId = Annotated[str, typer.Argument(help="The schedule's id (wfs_…).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="schedules")


@group.command("list")
def list_(
    status: Annotated[str | None, typer.Option(help="active or paused.")] = None,
    search: Annotated[str | None, typer.Option(help="Only with these words, or of this workflow.")] = None,
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List schedules, newest first."""
    found = speak(lambda client: client.schedules.list_all(status=status, search=search, page=page, page_size=50))
    if as_json:
        show_json([row.to_dict() for row in found.schedules])
        return
    show_table(
        ("schedule", "workflow", "when", "time zone", "enabled", "next (UTC)"),
        (
            (row.workflow_schedule_id, row.workflow_title, _when(row), row.timezone, row.enabled, _minute(row.next_run))
            for row in found.schedules
        ),
    )


@group.command()
def create(  # noqa: PLR0913 - one argument per option
    workflow_id: Annotated[str, typer.Argument(help="The workflow's id (wpid_…).")],
    cron: Annotated[str | None, typer.Option(help="Minute, hour, day, month, weekday: '0 9 * * 1-5'.")] = None,
    every: Annotated[str | None, typer.Option(help="A rhythm of five minutes or more: 15m, 2h, 1d.")] = None,
    at: Annotated[str | None, typer.Option(help="Once, then: 2026-12-24T18:00, on the clock of --timezone.")] = None,
    timezone: Annotated[str, typer.Option(help="An IANA name such as Europe/London.")] = "UTC",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="key=value, or @file.json with a whole object.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="A name to know it by.")] = None,
    overlap: Annotated[str | None, typer.Option(help="While its last run goes on: allow, skip, queue, cancel.")] = None,
    missed: Annotated[str | None, typer.Option(help="When no worker was there: run_once, run_all, skip.")] = None,
    paused: Annotated[bool, typer.Option("--paused", help="Let it rest until it is enabled.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep a schedule: say --cron, --every or --at."""
    made = speak(
        lambda client: client.schedules.create(
            workflow_id,
            timezone=timezone,
            cron_expression=cron,
            interval_seconds=None if every is None else _seconds(every),
            run_at=None if at is None else _moment(at, timezone),
            parameters=pairs(parameter or (), option="-p") or None,
            name=name,
            overlap_policy=overlap,
            missed_policy=missed,
            enabled=not paused,
        )
    )
    _show_one(made, as_json=as_json)


@group.command()
def get(schedule_id: ScheduleId, as_json: AsJson = False) -> None:
    """Print a schedule and its next five moments."""

    async def work(client: Skyvern) -> Record:
        return await client.schedules.get(await _workflow_of(client, schedule_id), schedule_id)

    _show_one(speak(work), as_json=as_json)


@group.command()
def fires(schedule_id: ScheduleId, as_json: AsJson = False) -> None:
    """Print what became of its last moments."""

    async def work(client: Skyvern) -> Record:
        return await client.schedules.fires(await _workflow_of(client, schedule_id), schedule_id)

    found = speak(work)
    if as_json:
        show_json([row.to_dict() for row in found.fires])
        return
    show_table(
        ("due (UTC)", "outcome", "run", "why"),
        ((_minute(r.due_at), r.outcome, r.run_id, r.reason) for r in found.fires),
    )


@group.command()
def enable(schedule_id: ScheduleId) -> None:
    """Let a schedule be due again."""

    async def work(client: Skyvern) -> Record:
        return await client.schedules.enable(await _workflow_of(client, schedule_id), schedule_id)

    _show_one(speak(work), as_json=False)


@group.command()
def disable(schedule_id: ScheduleId) -> None:
    """Let a schedule rest; it misses nothing meanwhile."""

    async def work(client: Skyvern) -> Record:
        return await client.schedules.disable(await _workflow_of(client, schedule_id), schedule_id)

    speak(work)
    show(f"{schedule_id} rests")


@group.command()
def delete(schedule_id: ScheduleId) -> None:
    """Delete a schedule; its runs stay."""

    async def work(client: Skyvern) -> Record:
        return await client.schedules.delete(await _workflow_of(client, schedule_id), schedule_id)

    speak(work)
    show(f"{schedule_id} is deleted")


async def _workflow_of(client: Skyvern, schedule_id: str) -> str:
    """Return the workflow that a schedule belongs to; ends the command where there is no such schedule."""
    found = (await client.schedules.list_all(search=schedule_id)).schedules
    wanted = [row.workflow_permanent_id for row in found if row.workflow_schedule_id == schedule_id]
    if not wanted:
        stop(f"there is no schedule {schedule_id}; `skyvern schedules list` shows them")
    return str(wanted[0])


def _show_one(answer: Record, *, as_json: bool) -> None:
    if as_json:
        show_json(answer.to_dict())
        return
    row = answer.schedule
    show_facts(
        {
            "schedule": row.workflow_schedule_id,
            "workflow": row.workflow_permanent_id,
            "name": row.name,
            "when": _when(row),
            "time zone": row.timezone,
            "enabled": "yes" if row.enabled else "no",
            "next (UTC)": ", ".join(map(_minute, answer.next_runs)),
        }
    )


def _minute(moment: object) -> str:
    return str(moment or "").replace("T", " ")[:16]


def _when(row: Record) -> str:
    if row.cron_expression:
        return str(row.cron_expression)
    return f"every {_length(row.interval_seconds)}" if row.interval_seconds else f"once, {_minute(row.run_at)} UTC"


def _length(seconds: int) -> str:
    unit = next(unit for unit in ("d", "h", "m", "s") if seconds % _SECONDS[unit] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _seconds(text: str) -> int:
    found = re.fullmatch(r"(\d+)\s*([smhd]?)", text.strip().lower())
    if found is None:
        stop(f"--every {text!r} is no rhythm; write 15m, 2h or 1d", code=2)
    return int(found[1]) * _SECONDS[found[2]]


def _moment(text: str, timezone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        stop(f"--at {text!r} is no moment; write 2026-12-24T18:00", code=2)
    try:
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        stop(f"--timezone {timezone!r} is no IANA name such as Europe/London", code=2)
