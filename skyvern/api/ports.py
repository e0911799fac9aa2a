"""What the routes need of the engine, as protocols: tests give them scripted ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol

from skyvern.domain.batch import Batch
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession
from skyvern.domain.control import Control
from skyvern.domain.delivery import Delivery
from skyvern.domain.demonstration import Shown
from skyvern.domain.run import Run
from skyvern.engine import Start


class RunEngine(Protocol):
    """Starts and stops runs."""

    async def launch(self, start: Start) -> Run:
        """Write the run and its queue entry, wake the worker, return at once.

        With nothing written, raises ParameterError, LaunchRefused, DiskLow, QuotaSpent or AlreadyMade when the run
        cannot be.
        """
        ...

    async def cancel(self, run: Run) -> None:
        """Ask a run to stop; one that has ended stays as it was."""
        ...

    def schedules_changed(self) -> None:
        """Look at once for what is due."""
        ...

    def batches_changed(self) -> None:
        """Look at once for what may be started."""
        ...

    async def cancel_batch(self, batch: Batch) -> bool:
        """End a batch and cancel its runs; False when it has ended."""
        ...

    async def erase_run(self, run: Run) -> bool:
        """Delete a run that has ended with every file of it; False when it has not ended."""
        ...

    async def erase_organization(self, organization_id: str) -> None:
        """Cancel what an organisation has under way and delete everything of it."""
        ...

    async def ended(self, run: Run, *, seconds: float) -> Run:
        """Return the run as it ended, or as it stands when the time is over."""
        ...

    async def answer(self, run: Run, *, approved: bool, reason: str = "", block_run_id: str | None = None) -> bool:
        """Answer the block of a run that asks a person; False when none does (any more)."""
        ...

    async def deliver_again(self, delivery: Delivery) -> Delivery | None:
        """Bring a webhook that is over back into the queue, as the same event; None when it is not over."""
        ...

    async def replay_webhook(self, run: Run, url: str | None, api_key: str) -> Mapping[str, object]:
        """Send the run's webhook once more, signed with `api_key`, and tell what came of it."""
        ...


class Wire(Protocol):
    """A connection to one browser: DevTools, or the browser shown live (`browser/host/live.py`)."""

    async def send(self, message: str) -> None:
        """Say something; raises HostError when the browser has ended."""
        ...

    def messages(self) -> AsyncIterator[str | bytes]:
        """Words and pictures, until the browser ends."""
        ...

    async def close(self) -> None:
        """Let go; the browser lives on."""
        ...


class LiveBrowsers(Protocol):
    """The browsers that can be looked at."""

    async def live(self, browser_id: str) -> Wire:
        """Return a connection to a browser's pictures; raises HostError where no host can be reached."""
        ...


class Controls(Protocol):
    """Who has the controls of browsers; the engine's `ControlDesk`."""

    async def of(self, browser_id: str) -> Control | None:
        """Return who has the controls now."""
        ...

    async def take(
        self, browser_id: str, *, organization_id: str, holder: str, reason: str, run_id: str | None, token: str | None
    ) -> tuple[Control, bool]:
        """Take the controls, or go on having them with the token; return who has them, and whether it is you."""
        ...

    async def seen(self, held: Control) -> bool:
        """Hear that the holder is there; False when the controls are not theirs any more."""
        ...

    async def release(self, held: Control, *, note: str = "") -> None:
        """End somebody's hold."""
        ...

    async def changed(self, seconds: float) -> None:
        """Return when some controls changed hands, at the latest after `seconds`."""
        ...


class SavedStates(Protocol):
    """The states of profiles."""

    async def copy_of_session(self, session_id: str, target: BrowserProfile) -> bool:
        """Give a profile what a session left; False when it left nothing."""
        ...

    async def copy_of_run(self, run: Run, target: BrowserProfile) -> bool:
        """Give a profile what the workflow's last good run left; False when none left anything."""
        ...

    async def forget(self, profile: BrowserProfile) -> bool:
        """Delete a profile and all its states; False when it was gone."""
        ...

    async def restore(self, profile: BrowserProfile, number: int) -> bool:
        """Make an earlier version the newest one; False when it is not kept."""
        ...

    async def forget_workflow(self, organization_id: str, workflow_permanent_id: str) -> None:
        """Delete what runs of a workflow left, whatever their key."""
        ...


class LiveSessions(Protocol):
    """The browsers behind sessions."""

    def upstream(self, location: object) -> str | None:
        """Return the proxy for a location; raises LaunchRefused where no source serves it."""
        ...

    async def open(self, session: BrowserSession) -> BrowserSession:
        """Start the browser of a session that has its row; raises HostError, and then the session has failed."""
        ...

    async def close(self, session: BrowserSession) -> None:
        """End a session and its browser; one that has ended stays as it ended."""
        ...

    async def demonstration(self, session: BrowserSession, deed: str) -> tuple[bool, Sequence[Shown]]:
        """Begin, look at or finish a demonstration: whether one is under way, and what was shown; raises HostError."""
        ...

    async def devtools(self, session_id: str) -> Wire:
        """Return a DevTools connection to a session's browser; raises BrowserError or HostError."""
        ...


class Installation(Protocol):
    """What the server knows of itself: how it is set up, and whether that works."""

    def settings(self) -> Sequence[Mapping[str, object]]:
        """Return every setting with its value, secrets masked."""
        ...

    async def findings(self, *, ask: bool) -> Sequence[Mapping[str, object]]:
        """Look at what can be broken; with `ask` the configured models are asked a small question each."""
        ...
