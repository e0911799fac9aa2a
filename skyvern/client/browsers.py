"""Browser sessions and profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from skyvern.client.record import Record
from skyvern.client.verbs import Verbs, at
from skyvern.client.wire import given

_ACTION_SECONDS = 660.0
"""An action may take ten minutes."""
_SESSION, _PROFILE = "/v1/browser_sessions/{}", "/v1/browser_profiles/{}"


class SessionVerbs(Verbs):
    """Open, read, extend and close sessions."""

    async def create_browser_session(
        self,
        *,
        url: str | None = None,
        timeout: int | None = None,
        proxy_location: str | Mapping[str, Any] | None = None,
        proxy_session_id: str | None = None,
        extensions: Sequence[str] | None = None,
        browser_type: str | None = None,
        browser_profile_id: str | None = None,
        generate_browser_profile: bool | None = None,
    ) -> Record:
        """Open a session; `timeout` is in minutes."""
        body = {
            "url": url,
            "timeout": timeout,
            "proxy_location": proxy_location,
            "proxy_session_id": proxy_session_id,
            "extensions": extensions,
            "browser_type": browser_type,
            "browser_profile_id": browser_profile_id,
            "generate_browser_profile": generate_browser_profile,
        }
        return await self._wire.send("POST", "/v1/browser_sessions", body=given(body))

    async def get_browser_sessions(self) -> list[Record]:
        """Return the sessions that live, newest first."""
        return await self._wire.send("GET", "/v1/browser_sessions")

    async def get_browser_session(self, browser_session_id: str) -> Record:
        """Return how a session stands."""
        return await self._wire.send("GET", at(_SESSION, browser_session_id))

    async def close_browser_session(self, browser_session_id: str) -> Record:
        """Close a session."""
        return await self._wire.send("POST", at(_SESSION + "/close", browser_session_id))

    async def extend_browser_session(self, browser_session_id: str, *, additional_minutes: int) -> Record:
        """Let a session last longer."""
        body = {"additional_minutes": additional_minutes}
        return await self._wire.send("POST", at(_SESSION + "/extend", browser_session_id), body=body)

    async def update_browser_session(self, browser_session_id: str, *, generate_browser_profile: bool) -> Record:
        """Say whether a profile is to be saved when the session ends."""
        body = {"generate_browser_profile": generate_browser_profile}
        return await self._wire.send("PATCH", at(_SESSION, browser_session_id), body=body)

    async def run_sdk_action(
        self,
        *,
        url: str,
        action: Mapping[str, Any],
        browser_session_id: str | None = None,
        browser_address: str | None = None,
        workflow_run_id: str | None = None,
    ) -> Record:
        """Do one thing on the page at `url` and wait for it; `action` has a `type`: ai_click, ai_act, extract, …"""
        body = {
            "url": url,
            "browser_session_id": browser_session_id,
            "browser_address": browser_address,
            "workflow_run_id": workflow_run_id,
            "action": action,
        }
        return await self._wire.send("POST", "/v1/sdk/run_action", body=given(body), timeout=_ACTION_SECONDS)


class ProfileVerbs(Verbs):
    """Make, read, change and delete profiles."""

    async def create_browser_profile(
        self,
        *,
        name: str,
        description: str | None = None,
        browser_session_id: str | None = None,
        workflow_run_id: str | None = None,
        proxy_location: str | Mapping[str, Any] | None = None,
        proxy_session_id: str | None = None,
    ) -> Record:
        """Make a profile from a session, from a run, or empty."""
        body = {
            "name": name,
            "description": description,
            "browser_session_id": browser_session_id,
            "workflow_run_id": workflow_run_id,
            "proxy_location": proxy_location,
            "proxy_session_id": proxy_session_id,
        }
        return await self._wire.send("POST", "/v1/browser_profiles", body=given(body))

    async def list_browser_profiles(
        self,
        *,
        page: int | None = None,
        page_size: int | None = None,
        include_deleted: bool | None = None,
        search_key: str | None = None,
        managed: bool | None = None,
    ) -> list[Record]:
        """Return a page of profiles, newest first."""
        query = {
            "page": page,
            "page_size": page_size,
            "include_deleted": include_deleted,
            "search_key": search_key,
            "managed": managed,
        }
        return await self._wire.send("GET", "/v1/browser_profiles", query=query)

    async def get_browser_profile(self, profile_id: str) -> Record:
        """Return a profile."""
        return await self._wire.send("GET", at(_PROFILE, profile_id))

    async def update_browser_profile(
        self,
        profile_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        proxy_location: str | Mapping[str, Any] | None = None,
        proxy_session_id: str | None = None,
        rotate_proxy_session_id: bool | None = None,
    ) -> Record:
        """Change a profile; what is left out stays."""
        body = {
            "name": name,
            "description": description,
            "proxy_location": proxy_location,
            "proxy_session_id": proxy_session_id,
            "rotate_proxy_session_id": rotate_proxy_session_id,
        }
        return await self._wire.send("PATCH", at(_PROFILE, profile_id), body=given(body))

    async def list_browser_profile_versions(self, profile_id: str) -> list[Record]:
        """Return the states that are kept of a profile, newest first."""
        return await self._wire.send("GET", at(_PROFILE + "/versions", profile_id))

    async def restore_browser_profile_version(self, profile_id: str, version: int) -> list[Record]:
        """Make an earlier state of a profile its newest version; return all of them."""
        return await self._wire.send("POST", at(_PROFILE + "/versions/{}/restore", profile_id, str(version)))

    async def delete_browser_profile(self, profile_id: str) -> None:
        """Delete a profile."""
        await self._wire.send("DELETE", at(_PROFILE, profile_id))
