"""What is kept of a run's browser for other machines: sealed, replaced only when it changed, gone with the run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from skyvern.agent.effects import harmless_so_far
from skyvern.artifacts import ArtifactMissing, ArtifactStore
from skyvern.browser.site_state import SiteState
from skyvern.credentials import Sealer
from skyvern.domain.clock import utc_now
from skyvern.domain.goal import Act, History
from skyvern.domain.page import Action, ActionKind, ActionRecord
from skyvern.domain.run import Cursor, Position
from skyvern.engine.checkpoints import MOST_BYTES, Checkpoints
from skyvern.engine.chronicle import JournalChronicle
from skyvern.engine.interpreter import BlockRun
from skyvern.engine.ledger import Ledger

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

KEY = b"a secret key of thirty-two bytes"
STATE = SiteState(
    cookies=[{"name": "sid", "value": "very secret", "domain": "a.test", "path": "/"}],
    local={"http://a.test": {"token": "x"}},
    tab={"http://a.test": {"step": "2"}},
)
"""What was kept of a browser."""


async def test_a_state_comes_back_sealed_and_unchanged(shop: Shop) -> None:
    files, run = ArtifactStore("memory:"), await shop.run([])
    checkpoints = Checkpoints(files, Sealer(KEY))
    assert await checkpoints.of(run) is None
    await checkpoints.keep(run, STATE)
    place = f"{run.organization_id}/{run.run_id}/checkpoint"
    first = await files.read(place)
    assert b"very secret" not in first
    assert await Checkpoints(files, Sealer(KEY)).of(run) == STATE
    await checkpoints.keep(run, STATE)
    assert await files.read(place) == first, "what has not changed is not written again"
    await checkpoints.keep(run, replace(STATE, local={"http://a.test": {"token": "y" * MOST_BYTES}}))
    assert await files.read(place) == first, "what is too large is not kept"
    assert await Checkpoints(files, Sealer(KEY[::-1])).of(run) is None, "another key"
    await checkpoints.forget(run)
    with pytest.raises(ArtifactMissing):
        await files.read(place)


def test_sites_that_are_not_open_any_more_keep_what_they_had() -> None:
    later = SiteState(local={"http://b.test": {"cart": "1"}}).over(STATE)
    assert later.local == {"http://a.test": {"token": "x"}, "http://b.test": {"cart": "1"}}
    assert (later.cookies, later.tab) == ((), {})


async def test_a_pursuit_that_begins_anew_forgets_what_was_done_but_not_how_many_steps_it_took(shop: Shop) -> None:
    run = await shop.run([])
    await shop.rooms.store.runs.claim(run.run_id, "mine")
    ledger = Ledger(shop.rooms.store, run_id=run.run_id, claim="mine")
    now = utc_now()
    row = BlockRun(
        block_run_id="wrb_1", run_id=run.run_id, key="a", parent_id=None, label="a", block_type="navigation",
        status="running", attempt=1, order=0, created_at=now, modified_at=now,  # type: ignore[arg-type]
    )  # fmt: skip

    async def chronicle() -> JournalChronicle:
        return JournalChronicle(
            run=run,
            block_run=row,
            cursor=Cursor((Position("a"),)),
            ledger=ledger,
            archive=shop.rooms.archive,
            pursuit=1,
            entries=await shop.journal(run),
        )

    typed = ActionRecord(action_id="t", step=1, order=0, action=Action(kind=ActionKind.INPUT_TEXT, text="Jo"))
    first = await chronicle()
    await first.decided(1, Act(actions=(typed.action,), notes={"entered": "Jo"}), (typed,))
    second = await chronicle()
    assert second.earlier().records == (typed,)
    assert harmless_so_far(second.earlier())
    await second.begin_anew()
    for fresh in (second, await chronicle()):
        assert (fresh.earlier().records, dict(fresh.earlier().notes), fresh.earlier().steps) == ((), {}, 1)


def test_what_a_site_may_have_kept_is_not_begun_anew() -> None:
    click = Action(kind=ActionKind.CLICK, ref="e1")
    record = ActionRecord(action_id="c", step=1, order=0, action=click)
    sent = replace(record, action=replace(click, effect=True))
    assert harmless_so_far(History(records=(record,)))
    assert not harmless_so_far(History(records=(record, sent)))
    assert not harmless_so_far(History()), "nothing was done that would have to be forgotten"
