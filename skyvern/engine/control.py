"""Take-over: a person has a browser's controls, the agent waits, and what happened stands in the run's journal."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from skyvern.domain.audit import Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.control import GRACE_SECONDS, Control
from skyvern.domain.ids import new_id
from skyvern.domain.run import JournalEntry, JournalKind
from skyvern.store import Store

_LOOK_SECONDS = 1.0
"""How often a waiting agent looks for what this process does not hear of: other servers, and holders who are gone."""


class ControlDesk:
    """Gives and takes the controls of browsers; every change wakes who waits for one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed = asyncio.Event()

    async def of(self, browser_id: str) -> Control | None:
        """Return who has the controls now; a holder who is gone too long has lost them."""
        held = await self._store.controls.of(browser_id)
        if held is None or utc_now() < held.lapses_at:
            return held
        if await self._store.controls.end(held, only_if_lapsed=True):
            note = f"{held.holder} was gone for {GRACE_SECONDS} s"
            await self._note(held, "lapsed", note=note)
        return None

    async def take(
        self, browser_id: str, *, organization_id: str, holder: str, reason: str, run_id: str | None, token: str | None
    ) -> tuple[Control, bool]:
        """Take the controls, or go on having them with the token; return who has them, and whether it is you."""
        await self.of(browser_id)
        now = utc_now()
        wanted = Control(
            browser_id=browser_id,
            organization_id=organization_id,
            holder=holder,
            token=token or new_id("ctl"),
            since=now,
            seen_at=now,
            reason=reason,
            run_id=run_id,
        )
        if token is None:
            held = await self._store.controls.take(wanted)
            if held == wanted:
                await self._note(held, "taken")
            return held, held.token == wanted.token
        if await self._store.controls.seen(browser_id, token):
            held = await self._store.controls.of(browser_id)
            return (held, True) if held is not None else (wanted, False)
        held = await self._store.controls.of(browser_id)
        return (held, False) if held is not None else (replace(wanted, holder=""), False)

    async def seen(self, held: Control) -> bool:
        """Hear that the holder is there; False when the controls are not theirs any more."""
        return await self._store.controls.seen(held.browser_id, held.token)

    async def release(self, held: Control, *, note: str = "") -> None:
        """End somebody's hold; one that has ended stays so."""
        if await self._store.controls.end(held):
            await self._note(held, "released", note=note)

    async def wait_free(self, browser_id: str) -> bool:
        """Wait while a person has the controls; True if it had to wait. The caller's own deadline ends the wait."""
        waited = False
        while await self.of(browser_id) is not None:
            waited = True
            await self.changed(_LOOK_SECONDS)
        return waited

    async def changed(self, seconds: float) -> None:
        """Return when this process has changed who has some controls, at the latest after `seconds`."""
        event = self._changed
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return

    async def _note(self, held: Control, change: str, *, note: str = "") -> None:
        await self._store.audit.note(
            held.organization_id,
            Deed(f"control_{change}"),
            actor=held.holder,
            subject=held.run_id or held.browser_id,
            reason=held.reason,
        )
        if held.run_id is not None:
            payload = {"v": 1, "change": change, "holder": held.holder, "reason": held.reason}
            entry = JournalEntry(
                run_id=held.run_id,
                kind=JournalKind.CONTROL,
                payload=payload | ({"note": note} if note else {}),
                at=utc_now(),
            )
            await self._store.journal.append((entry,))
        self.stir()

    def stir(self) -> None:
        """Have everybody who waits look anew: the controls of some browser changed hands."""
        self._changed.set()
        self._changed = asyncio.Event()
