"""A workflow version: a named definition that never changes once saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One version: `definition` is the tree as validated at save, `settings` the other keys of the create request."""

    workflow_id: str
    permanent_id: str
    organization_id: str
    version: int
    title: str
    description: str | None
    definition: Mapping[str, object]
    """`{"version", "parameters": […], "blocks": […], …}` in request form."""
    settings: Mapping[str, object]
    """proxy_location, webhook_callback_url, totp_…, model, max_elapsed_time_minutes, status, …"""
    created_at: datetime
    modified_at: datetime
    deleted_at: datetime | None = None
    hidden: bool = False
    """Made for a single login, download or task run; not listed."""
    folder_id: str | None = None
    """Where it is kept: moving it changes every version."""
    is_template: bool = False
    """Offered to every organisation of this server."""
