"""What the engine is given at composition: a browser for a run, and the one answer that webhooks carry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from skyvern.agent.ports import PageView
from skyvern.domain.page import ActionResult, TabPicture
from skyvern.domain.run import Run


class Page(PageView, Protocol):
    """The page of a run as the engine uses it beside the agent."""

    async def conceal(self, texts: Collection[str]) -> None:
        """Cover these texts, and nothing else, wherever a page shows them from now on: in pictures and on video."""
        ...

    async def goto(self, url: str) -> ActionResult:
        """Open a URL and wait until it is loaded."""
        ...

    async def selector(self, ref: str) -> str:
        """Return an XPath of an element that was observed, "" when it is gone."""
        ...

    async def page(self) -> Any:  # noqa: ANN401 - Playwright's page, offered to code blocks behind an allow-list
        """Return the live page itself."""
        ...


class Came(StrEnum):
    """How a run came to the browser that it has now."""

    FOUND = "found"
    """It lives as it was left."""
    REVIVED = "revived"
    """It had died; a new one has what it left on this machine."""
    CHECKPOINT = "checkpoint"
    """It is out of reach; a new one has what was kept of it after the last block."""
    NEW = "new"
    """It begins with what the run begins with, and knows nothing of the run."""


class RunBrowser(Protocol):
    """The browser of one run: nothing is started until a block needs a page."""

    browser_id: str | None
    """Which browser it is, None while there is none."""

    async def view(self) -> Page:
        """Open (or after a restart find again) the browser and return its page."""
        ...

    async def to_front(self) -> None:
        """Take the tab for the active one that a person left in front."""
        ...

    async def pictures(self, *, covered: Collection[str], but_active: bool) -> Sequence[TabPicture]:
        """Return how every tab looks, the active one first (or left out); none where no page is attached now."""
        ...

    async def recording(self, folder: Path) -> Path | None:
        """Stop recording and return the video as WebM in `folder`, None when nothing was ever shown."""
        ...

    async def recorded(self) -> None:
        """Forget what the recording was made of: it is kept."""
        ...

    async def trace(self, folder: Path) -> Path | None:
        """Return the Playwright trace that the run wanted, raw, as a file in `folder`; None where none was taken."""
        ...

    def diary(self) -> Path | None:
        """Return where consoles and requests are noted (`browser/diary.py`), None where nothing was."""
        ...

    async def checkpoint(self) -> None:
        """Keep what it knows of sites, from which the run can go on where this browser cannot be reached."""
        ...

    async def keep_state(self) -> None:
        """Keep its state for the workflow's next run, where it wants that; the browser may end with it."""
        ...

    async def end(self) -> None:
        """Close the browser and forget its files; a session's browser is only left."""
        ...

    async def break_off(self) -> None:
        """Stop whatever is being done to its pages; the next `view` attaches anew."""
        ...

    async def leave(self) -> None:
        """Let go of the browser but keep it alive for whoever takes the run up again."""
        ...


class BrowserFactory(Protocol):
    """Makes the browser of a run."""

    def __call__(
        self,
        run: Run,
        *,
        upstream: str | None,
        resolve: Callable[[str, str | None], str],
        fetch_file: Callable[[str], Awaitable[Path]],
        opened: Callable[[str, Came], Awaitable[None]],
    ) -> RunBrowser:
        """`resolve` puts secrets in for an origin; `opened(browser_id, came)` is told when there is one."""
        ...


class Presenter(Protocol):
    """Makes the body of a webhook: the answer of `GET /v1/runs/{id}` and the extended run detail."""

    async def __call__(self, run: Run) -> Mapping[str, object]:
        """Return the body's fields in order."""
        ...
