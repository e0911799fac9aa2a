"""Take-over: one holder at a time, kept in the store, waited for, lost by who is gone; told in the journal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from skyvern.domain.clock import utc_now
from skyvern.domain.control import GRACE_SECONDS, Control
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.control import ControlDesk
from skyvern.store import Database, Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Rows with one run."""
    database = Database(f"sqlite:///{tmp_path / 'skyvern.db'}")
    database.migrate()
    store, now = Store(database), utc_now()
    run = Run(
        run_id="wr_1",
        organization_id="o_1",
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.RUNNING,
        title="Test",
        parameters={},
        request={},
        definition={},
        settings={},
        created_at=now,
        modified_at=now,
        deadline_at=now,
    )
    await store.runs.create(run)
    yield store
    database.close()


async def taken(desk: ControlDesk, holder: str, token: str | None = None) -> tuple[Control, bool]:
    return await desk.take("br_1", organization_id="o_1", holder=holder, reason="captcha", run_id="wr_1", token=token)


async def changes(store: Store) -> list[tuple[str, str, str]]:
    told = [entry.payload for entry in await store.journal.of("wr_1")]
    return [(str(one["change"]), str(one["holder"]), str(one.get("note", ""))) for one in told]


async def test_the_second_is_told_who_has_the_controls_and_a_restart_changes_nothing(store: Store) -> None:
    held, mine = await taken(ControlDesk(store), "Ana")
    assert (mine, held.holder, held.reason) == (True, "Ana", "captcha")
    anew = ControlDesk(store)  # another process on the same rows
    other, mine = await taken(anew, "Ben")
    assert (mine, other.holder) == (False, "Ana")
    again, mine = await taken(anew, "Ana", held.token)
    assert (mine, again.since) == (True, held.since)
    assert not (await taken(anew, "Eve", "ctl_guessed"))[1]
    await anew.release(held)
    assert await anew.of("br_1") is None
    stale, mine = await taken(anew, "Ana", held.token)
    assert (mine, stale.holder) == (False, "")
    assert await changes(store) == [("taken", "Ana", ""), ("released", "Ana", "")]
    assert "ctl_" not in str([entry.payload for entry in await store.journal.of("wr_1")])


async def test_the_agent_waits_and_goes_on_at_once_when_released(store: Store) -> None:
    desk = ControlDesk(store)
    assert not await desk.wait_free("br_1")
    held, _ = await taken(desk, "Ana")
    waiting = asyncio.create_task(desk.wait_free("br_1"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await desk.release(held, note="over the API")
    assert await asyncio.wait_for(waiting, 0.5)
    assert (await changes(store))[-1] == ("released", "Ana", "over the API")


async def test_who_is_gone_loses_the_controls_with_a_note_and_the_next_may_have_them(store: Store) -> None:
    desk = ControlDesk(store)
    held, _ = await taken(desk, "Ana")
    await desk.release(held)
    long_ago = held.seen_at - timedelta(seconds=GRACE_SECONDS + 1)
    await store.controls.take(replace(held, seen_at=long_ago))
    assert not await desk.wait_free("br_1")
    assert (await changes(store))[-1] == ("lapsed", "Ana", f"Ana was gone for {GRACE_SECONDS} s")
    assert (await taken(desk, "Ben"))[1]
    assert not await desk.seen(held)
