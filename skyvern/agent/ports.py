"""What the agent needs of others, as protocols: a page to look at and act on, a journal to write to, a mind to ask."""

from __future__ import annotations

from typing import Protocol

from skyvern.domain.goal import Decision, Goal, History, LookCloser
from skyvern.domain.page import Action, ActionRecord, ActionResult, Arrival, Download, Observation


class PageView(Protocol):
    """One browser, seen through its active tab."""

    async def observe(self) -> Observation:
        """Wait until the page is settled (bounded), then return what is on it."""
        ...

    async def act(self, action: Action) -> ActionResult:
        """Do one action with its post-condition checked; secret tokens in it are resolved while typing."""
        ...

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        """Return a PNG of the viewport with secret fields covered; for the record, of as much as the run wants."""
        ...

    async def wait_for_change(self, seconds: float) -> bool:
        """Return True as soon as the page changed (DOM, URL, network idle, download), False after `seconds`."""
        ...

    async def mark(self, name: str, *, deed: str) -> str:
        """Mark the page before a step does `deed`; return what `arrival` needs to know it again, "" if it cannot be.

        What happens in the page from now on counts for that deed ("": for none yet).
        """
        ...

    async def arrival(self, name: str, *, deed: str, place: str) -> Arrival:
        """Tell what became of a deed of a step that was marked before a crash, at the place that `mark` returned.

        A click that the crash cut between its press and its release is completed first.
        """
        ...

    def downloads(self) -> tuple[Download, ...]:
        """Return the files that arrived since the browser was attached, oldest first."""
        ...

    def lost_downloads(self) -> tuple[str, ...]:
        """Return which files did not arrive since the browser was attached, and why."""
        ...


class Chronicle(Protocol):
    """Where the loop writes what it decided and did; each call is durable when it returns."""

    async def decided(self, step: int, decision: Decision, records: tuple[ActionRecord, ...]) -> None:
        """Persist a decision with the records (outcome unknown) of the actions it is about to do."""
        ...

    async def acted(self, record: ActionRecord, *, screenshot: bytes | None) -> ActionRecord:
        """Persist what came of one action; return the record with its screenshot's artifact id."""
        ...

    def earlier(self) -> History:
        """Return what an interrupted pursuit of this same goal had done, empty when there was none."""
        ...


class Gate(Protocol):
    """Keeps the agent from a page whose controls a person has."""

    async def attend(self) -> bool:
        """Wait while a person has the controls; True if the page is to be looked at afresh."""
        ...

    async def taken(self) -> bool:
        """Tell whether a person has the controls."""
        ...


class OpenGate:
    """The gate of a page that nobody takes over."""

    async def attend(self) -> bool:
        """Let the agent through."""
        return False

    async def taken(self) -> bool:
        """Nobody has the controls."""
        return False


class Policy(Protocol):
    """A mind: pure decision, no I/O of its own but a model call."""

    name: str

    async def decide(self, goal: Goal, observation: Observation, history: History) -> Decision | LookCloser:
        """Return what to do next; LookCloser at most once, on an observation without a picture."""
        ...
