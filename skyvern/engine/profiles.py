"""Saved states of browsers: taken when a browser ends, kept sealed in the artifact store, laid out for the next one.

A state is sealed with a key of its own, and that key lies sealed in the profile's row: so the server's secret key can
change without the states being written anew.
"""

from __future__ import annotations

import asyncio
import secrets

import structlog

from skyvern.artifacts import ArtifactStore
from skyvern.browser.host_client import HostClient
from skyvern.credentials import Purpose, Sealer
from skyvern.domain.browser_profile import KEYED, BrowserProfile
from skyvern.domain.browser_session import BrowserSession
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import made_at, new_id
from skyvern.domain.run import Run
from skyvern.engine.profile_key import PROFILE_KEY_DIGEST
from skyvern.store import BrowserProfiles

log = structlog.get_logger()


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
        await self._put(target, await host.take_state(browser_id))

    async def keep_session(self, host: HostClient, session: BrowserSession) -> None:
        """End the browser of a session and keep its state where the session says.

        What another session wrote into the profile meanwhile is overwritten only where the session says so
        (`generate_browser_profile`); else the state is kept as the session's own, of which a profile can be made.
        """
        target = None
        if session.browser_profile_id:
            target = await self._rows.get(session.organization_id, session.browser_profile_id)
        if target is not None and not session.generate_browser_profile and _written_since(target, session):
            log.warning(
                "profile_not_overwritten", profile=target.browser_profile_id, session=session.browser_session_id
            )
            target = None
        if target is None:
            name = memory_of_session(session.browser_session_id)
            target = await self._managed(session.organization_id, name, None)
        await self._put(target, await host.take_state(session.browser_session_id))

    async def copy_of_session(self, session_id: str, target: BrowserProfile) -> bool:
        """Give a profile what a session left; False when it left nothing."""
        return await self._copy(memory_of_session(session_id), target)

    async def copy_of_run(self, run: Run, target: BrowserProfile) -> bool:
        """Give a profile what the workflow's last good run left; False when none left anything."""
        return await self._copy(memory_of_workflow(run), target)

    async def forget(self, profile: BrowserProfile) -> bool:
        """Delete a profile and its state; False when it was gone."""
        if not await self._rows.delete(profile.organization_id, profile.browser_profile_id):
            return False
        if profile.state_key is not None:
            await self._files.delete(profile.state_key)
        return True

    async def forget_workflow(self, organization_id: str, workflow_permanent_id: str) -> None:
        """Delete what runs of a workflow left, whatever their key."""
        for profile in await self._rows.of_workflow(organization_id, workflow_permanent_id):
            await self.forget(profile)

    async def _copy(self, name: str, target: BrowserProfile) -> bool:
        source = await self._rows.named(target.organization_id, name)
        data = None if source is None else await self._opened(source)
        if data is None:
            return False
        await self._put(target, data)
        return True

    async def _opened(self, profile: BrowserProfile) -> bytes | None:
        """Return the state that a profile holds, None while it holds none."""
        if profile.state_key is None or profile.sealed is None:
            return None
        sealed = await self._files.read(profile.state_key)
        return await asyncio.to_thread(self._own(profile).open, sealed, Purpose.PROFILE)

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

    async def _put(self, target: BrowserProfile, data: bytes) -> None:
        """Keep a state under a new name, point to it, remove the old one: a crash leaves one that is whole."""
        key = secrets.token_bytes(32)
        owner = target.organization_id
        place = f"{owner}/profiles/{target.browser_profile_id}/{new_id('state')}"
        await self._files.put(
            place, await asyncio.to_thread(Sealer(key).seal, data, Purpose.PROFILE), "application/octet-stream"
        )
        sealed = self._sealer.seal(key, Purpose.PROFILE, context=target.browser_profile_id)
        await self._rows.change(owner, target.browser_profile_id, {"state_key": place, "sealed": sealed})
        if target.state_key is not None:
            await self._files.delete(target.state_key)

    def _own(self, profile: BrowserProfile) -> Sealer:
        return Sealer(self._sealer.open(profile.sealed or b"", Purpose.PROFILE, context=profile.browser_profile_id))


def _written_since(profile: BrowserProfile, session: BrowserSession) -> bool:
    """Tell whether somebody gave the profile another state than the one that the session began with."""
    began = session.started_at or session.created_at
    return profile.state_key is not None and made_at(profile.state_key.rpartition("/")[2]) > began


def memory_of_session(session_id: str) -> str:
    """The name under which a session's state is kept."""
    return f"session {session_id}"


def memory_of_workflow(run: Run) -> str:
    """The name under which the state of a workflow's last good run (of the same browser_profile_key) is kept."""
    key = run.settings.get(PROFILE_KEY_DIGEST)
    return f"workflow {run.workflow_permanent_id}" + (f"{KEYED}{key}" if key else "")
