"""Saved states of browsers: taken when a browser ends, kept sealed in the artifact store, laid out for the next one.

A state is sealed with a key of its own, and that key lies sealed in the rows of the profile and of its version: so the
server's secret key can change without the states being written anew. The newest states of a profile are kept as its
versions; one that is restored becomes the newest.
"""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime

import structlog

from skyvern.artifacts import ArtifactStore
from skyvern.browser.host_client import HostClient
from skyvern.credentials import Purpose, Sealer
from skyvern.domain.browser_profile import KEYED, BrowserProfile, ProfileVersion
from skyvern.domain.browser_session import BrowserSession
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run
from skyvern.engine.profile_key import PROFILE_KEY_DIGEST
from skyvern.store import BrowserProfiles

log = structlog.get_logger()
VERSIONS = 5
"""States that are kept of a profile, the present one among them."""


class Profiles:
    """The profiles of every organisation, and their states."""

    def __init__(self, rows: BrowserProfiles, files: ArtifactStore, *, sealer: Sealer) -> None:
        self._rows, self._files, self._sealer = rows, files, sealer

    async def state_of(self, organization_id: str, profile_id: str | None) -> bytes | None:
        """Return a profile's state for a browser to start from, None where there is none."""
        profile = None if profile_id is None else await self._rows.get(organization_id, profile_id)
        return None if profile is None else await self._opened(profile)

    async def seed_of(self, run: Run) -> str | None:
        """Return the profile that a run's browser starts from: its own, its workflow's, what the last run left."""
        if run.settings.get("start_fresh_browser") or run.request.get("start_fresh_browser"):
            return None
        named = run.browser_profile_id or run.settings.get("browser_profile_id")
        if named:
            return str(named)
        if not run.settings.get("persist_browser_session"):
            return None
        memory = await self._rows.named(run.organization_id, memory_of_workflow(run))
        return None if memory is None else memory.browser_profile_id

    async def keep_run(self, host: HostClient, run: Run, browser_id: str) -> None:
        """End the browser of a run that went well and keep its state for the workflow's next one."""
        target = await self._managed(run.organization_id, memory_of_workflow(run), run.workflow_permanent_id)
        await self._put(target, await host.take_state(browser_id), source=run.run_id)

    async def keep_session(self, host: HostClient, session: BrowserSession) -> None:
        """End the browser of a session and keep its state where the session says.

        What another session wrote into the profile meanwhile is overwritten only where the session says so
        (`generate_browser_profile`); else the state is kept as the session's own, of which a profile can be made.
        """
        session_id, owner = session.browser_session_id, session.organization_id
        began = None if session.generate_browser_profile else session.started_at or session.created_at
        data = await host.take_state(session_id)
        if session.browser_profile_id:
            target = await self._rows.get(owner, session.browser_profile_id)
            if target is not None and await self._put(target, data, source=session_id, unless_since=began):
                return
            log.warning("profile_not_overwritten", profile=session.browser_profile_id, session=session_id)
        own = await self._managed(owner, memory_of_session(session_id), None)
        await self._put(own, data, source=session_id)

    async def restore(self, profile: BrowserProfile, number: int) -> bool:
        """Make an earlier version the newest one; False when it is not kept."""
        kept = await self._rows.versions(profile.organization_id, profile.browser_profile_id)
        wanted = next((version for version in kept if version.number == number), None)
        if wanted is None:
            return False
        return await self._put(profile, await self._read(wanted), source=f"version {number}")

    async def copy_of_session(self, session_id: str, target: BrowserProfile) -> bool:
        """Give a profile what a session left; False when it left nothing."""
        return await self._copy(memory_of_session(session_id), target, source=session_id)

    async def copy_of_run(self, run: Run, target: BrowserProfile) -> bool:
        """Give a profile what the workflow's last good run left; False when none left anything."""
        return await self._copy(memory_of_workflow(run), target, source=run.run_id)

    async def forget(self, profile: BrowserProfile) -> bool:
        """Delete a profile and all its states; False when it was gone."""
        states = await self._rows.delete(profile.organization_id, profile.browser_profile_id)
        for key in states or ():
            await self._files.delete(key)
        return states is not None

    async def forget_workflow(self, organization_id: str, workflow_permanent_id: str) -> None:
        """Delete what runs of a workflow left, whatever their key."""
        for profile in await self._rows.of_workflow(organization_id, workflow_permanent_id):
            await self.forget(profile)

    async def _copy(self, name: str, target: BrowserProfile, *, source: str) -> bool:
        memory = await self._rows.named(target.organization_id, name)
        data = None if memory is None else await self._opened(memory)
        return data is not None and await self._put(target, data, source=source)

    async def _opened(self, profile: BrowserProfile) -> bytes | None:
        """Return the state that a profile holds, None while it holds none."""
        if profile.state_key is None or profile.sealed is None:
            return None
        return await self._unsealed(profile.browser_profile_id, profile.state_key, profile.sealed)

    async def _read(self, version: ProfileVersion) -> bytes:
        return await self._unsealed(version.browser_profile_id, version.state_key, version.sealed)

    async def _unsealed(self, profile_id: str, state_key: str, sealed: bytes) -> bytes:
        own = Sealer(self._sealer.open(sealed, Purpose.PROFILE, context=profile_id))
        return await asyncio.to_thread(own.open, await self._files.read(state_key), Purpose.PROFILE)

    async def _managed(self, organization_id: str, name: str, workflow: str | None) -> BrowserProfile:
        found = await self._rows.named(organization_id, name)
        if found is not None:
            return found
        now = utc_now()
        return await self._rows.add(
            BrowserProfile(
                browser_profile_id=new_id("bp"),
                organization_id=organization_id,
                name=name,
                created_at=now,
                modified_at=now,
                is_managed=True,
                workflow_permanent_id=workflow,
            )
        )

    async def _put(
        self, target: BrowserProfile, data: bytes, *, source: str, unless_since: datetime | None = None
    ) -> bool:
        """Keep a state as the profile's newest version; the file comes first, so that no row is without one.

        False, and nothing is kept, where the profile is gone or was given a state after `unless_since`.
        """
        key, owner, profile_id = secrets.token_bytes(32), target.organization_id, target.browser_profile_id
        version = ProfileVersion(
            version_id=(version_id := new_id("bpv")),
            browser_profile_id=profile_id,
            organization_id=owner,
            number=0,
            created_at=utc_now(),
            state_key=f"{owner}/profiles/{profile_id}/{version_id}",
            sealed=self._sealer.seal(key, Purpose.PROFILE, context=profile_id),
            size=len(data),
            source=source,
        )
        content = await asyncio.to_thread(Sealer(key).seal, data, Purpose.PROFILE)
        await self._files.put(version.state_key, content, "application/octet-stream")
        unneeded = await self._rows.write_state(version, keep=VERSIONS, unless_since=unless_since)
        for state in [version.state_key] if unneeded is None else unneeded:
            await self._files.delete(state)
        return unneeded is not None


def memory_of_session(session_id: str) -> str:
    """The name under which a session's state is kept."""
    return f"session {session_id}"


def memory_of_workflow(run: Run) -> str:
    """The name under which the state of a workflow's last good run (of the same browser_profile_key) is kept."""
    key = run.settings.get(PROFILE_KEY_DIGEST)
    return f"workflow {run.workflow_permanent_id}" + (f"{KEYED}{key}" if key else "")
