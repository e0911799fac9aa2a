"""Browser profiles as callers see them (contract 2.5, 8)."""

from __future__ import annotations

from skyvern.api.present.run import shown_proxy
from skyvern.domain.browser_profile import BrowserProfile, ProfileVersion
from skyvern.domain.clock import iso


def present_profile(profile: BrowserProfile) -> dict[str, object]:
    """Return a profile."""
    return {
        "browser_profile_id": profile.browser_profile_id,
        "organization_id": profile.organization_id,
        "name": profile.name,
        "description": profile.description,
        "source_browser_type": profile.source_browser_type,
        "proxy_location": shown_proxy(profile.proxy_location),
        "proxy_session_id": profile.proxy_session_id,
        "is_managed": profile.is_managed,
        "workflow_permanent_id": profile.workflow_permanent_id,
        "browser_profile_key_digest": profile.key_digest,
        "created_at": iso(profile.created_at),
        "modified_at": iso(profile.modified_at),
        "deleted_at": iso(profile.deleted_at),
        "last_verified_login_at": None,
        "linked_credential_name": None,
    }


def present_version(version: ProfileVersion, *, profile: BrowserProfile) -> dict[str, object]:
    """Return a version of a profile's state."""
    return {
        "version": version.number,
        "current": version.state_key == profile.state_key,
        "created_at": iso(version.created_at),
        "size_bytes": version.size,
        "source": version.source,
    }
