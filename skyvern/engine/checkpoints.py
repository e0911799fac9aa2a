"""States of browsers of runs under way, sealed in the artifact store: from them a run goes on at another machine."""

from __future__ import annotations

import asyncio
import hashlib
import json

import structlog

from skyvern.artifacts import ArtifactMissing, ArtifactStore
from skyvern.browser.site_state import SiteState
from skyvern.credentials import Purpose, SealBroken, Sealer
from skyvern.domain.run import Run

log = structlog.get_logger()

MOST_BYTES = 8 * 2**20
"""What a state may be; a larger one is not kept, and the one before it stays."""

_FORGET_SECONDS = 5.0


class Checkpoints:
    """One state for each run that has a browser of its own; it is gone when the run has ended."""

    def __init__(self, files: ArtifactStore, sealer: Sealer) -> None:
        self._files = files
        self._sealer = sealer
        self._kept: dict[str, str] = {}
        """A digest of what was kept last, by run."""

    async def keep(self, run: Run, state: SiteState) -> None:
        """Keep a state in place of the one before; what has not changed is not written again."""
        data = json.dumps(state.to_json(), sort_keys=True).encode()
        digest = hashlib.sha256(data).hexdigest()
        if self._kept.get(run.run_id) == digest:
            return
        if len(data) > MOST_BYTES:
            log.warning("checkpoint_too_large", size=len(data), **run.log_context())
            return
        sealed = await asyncio.to_thread(self._sealer.seal, data, Purpose.CHECKPOINT, context=run.run_id)
        await self._files.put(_key(run), sealed, "application/octet-stream")
        self._kept[run.run_id] = digest

    async def of(self, run: Run) -> SiteState | None:
        """Return the state that was kept last, None where there is none that can be read."""
        try:
            sealed = await self._files.read(_key(run))
            return SiteState.from_json(json.loads(self._sealer.open(sealed, Purpose.CHECKPOINT, context=run.run_id)))
        except ArtifactMissing:
            return None
        except SealBroken as broken:
            log.warning("checkpoint_unreadable", error=str(broken), **run.log_context())
            return None

    async def forget(self, run: Run) -> None:
        """Remove what was kept for a run; what cannot be removed now goes when the run is deleted."""
        self._kept.pop(run.run_id, None)
        try:
            async with asyncio.timeout(_FORGET_SECONDS):
                await self._files.delete(_key(run))
        except Exception as error:  # noqa: BLE001 - clean-up: the object store may be away
            log.warning("checkpoint_not_removed", error=repr(error), **run.log_context())


def _key(run: Run) -> str:
    return f"{run.organization_id}/{run.run_id}/checkpoint"
