"""Everything the routes work with, put together at composition and handed over once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from skyvern.api.answers import RunAnswers
from skyvern.api.once import OnceLinks
from skyvern.api.ports import Controls, Installation, LiveBrowsers, LiveSessions, RunEngine, SavedStates
from skyvern.artifacts import Archive, SignedUrls
from skyvern.credentials import CodeBox, LocalVault
from skyvern.domain.addresses import AddressRules
from skyvern.domain.organization import ApiKey
from skyvern.store import Store

UI = Path(__file__).parent.parent / "ui_dist"
"""Where `scripts/ui` puts the built web UI; in a wheel it is part of the package."""

Readiness = Callable[[], Awaitable[str | None]]
"""Tells why the server cannot take work, None when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDeps:
    """What the API is given."""

    store: Store
    engine: RunEngine
    sessions: LiveSessions
    profiles: SavedStates
    live: LiveBrowsers
    controls: Controls
    archive: Archive
    signer: SignedUrls
    vault: LocalVault
    codes: CodeBox
    answers: RunAnswers
    ready: Readiness
    installation: Installation
    issue: Callable[..., tuple[ApiKey, str]]
    """Makes the row of an API key and its text; `issue_key` with the house's own sealer."""
    public_url: str
    secret: bytes
    """Signs session cookies."""
    version: str
    sample_sites: str = "http://127.0.0.1:8010"
    """Where `skyvern sites` serves, unless somebody says otherwise."""
    addresses: AddressRules = field(default_factory=AddressRules)
    once: OnceLinks = field(default_factory=OnceLinks)
    requests_per_minute: int = 0
    """What one key may ask of this server; 0 is any."""
    max_body: int = 10 * 1024 * 1024
    max_upload: int = 30 * 1024 * 1024
    allowed_origins: tuple[str, ...] = ("*",)
    ui: Path = UI


def _deps(request: Request) -> ApiDeps:
    deps: ApiDeps = request.app.state.deps
    return deps


Deps = Annotated[ApiDeps, Depends(_deps)]
