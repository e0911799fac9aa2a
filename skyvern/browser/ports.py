"""What the browser room needs of others: the host's downloads, secrets at typing time, files to upload."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from skyvern.domain.page import Download

ResolveSecret = Callable[[str, str], str]
"""(text with opaque tokens, URL of the page) → text with real values; raises PermissionError on a foreign origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """A connection that the proxy before a browser did not make: by a rule of ours, or since nobody answered."""

    by_rule: bool
    reason: str


WhyBarred = Callable[[str], Awaitable[Barred | None]]
"""URL → why the proxy made no connection to its host just now; None when it knows of none."""

FetchFile = Callable[[str], Awaitable[Path]]
"""File reference → local path; raises FileNotFoundError or PermissionError."""


class Covers(Protocol):
    """Covers texts wherever a browser's pages show them: in pictures and on video."""

    async def cover(self, texts: Collection[str]) -> None:
        """Cover these texts, too, from now on; returns when they are covered."""
        ...

    async def sweep(self) -> None:
        """Look once more, now."""
        ...


class DownloadFeed(Protocol):
    """The files that a browser saved, as its owner sees them."""

    def files(self) -> tuple[Download, ...]:
        """Return the finished files, oldest first."""
        ...

    def lost(self) -> tuple[str, ...]:
        """Return which files did not arrive, and why: a sentence each."""
        ...

    def pending(self) -> int:
        """Return how many downloads have begun and not ended."""
        ...

    async def changed(self, seconds: float) -> bool:
        """Return True as soon as a download begins or ends, False after `seconds`."""
        ...


async def nothing_barred(url: str) -> None:
    """Know of nothing: for browsers that no proxy of ours stands before."""
    del url


def same_text(text: str, url: str) -> str:
    """Resolve nothing: for sessions without secrets."""
    del url
    return text


async def local_file(reference: str) -> Path:
    """Take a reference as a path on this machine: for sessions without an artifact store."""
    path = Path(reference)
    if not await asyncio.to_thread(path.is_file):
        raise FileNotFoundError(reference)
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a session asks of those around it.

    Without a `feed` downloads are taken as Playwright reports them; without `veils` the session covers texts itself.
    """

    resolve_secret: ResolveSecret = same_text
    fetch_file: FetchFile = local_file
    feed: DownloadFeed | None = None
    why_barred: WhyBarred = nothing_barred
    veils: Covers | None = None
    scrolls: int = 0
    """How many screens of a page pictures for the record show beside the first."""
    traced: bool = False
    """Whether a Playwright trace is taken, which makes every action some times slower."""
