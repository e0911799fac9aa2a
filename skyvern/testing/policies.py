"""Scripted twins of the agent's ports: a page that follows a script, a policy that plays one, a chronicle in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skyvern.domain.goal import Act, Decision, Done, Goal, History, Wait
from skyvern.domain.page import Action, ActionRecord, ActionResult, Arrival, Download, Observation

Answer = Decision | Callable[[Goal, Observation, History], Decision]


@dataclass(slots=True, kw_only=True)
class ScriptedPolicy:
    """Answers with the decisions of its script in order, the last one again and again."""

    script: Sequence[Answer]
    name: str = "embedded"
    asked: list[tuple[Goal, Observation, History]] = field(default_factory=list[tuple[Goal, Observation, History]])

    async def decide(self, goal: Goal, observation: Observation, history: History) -> Decision:
        """Return the next decision of the script."""
        answer = self.script[min(len(self.asked), len(self.script) - 1)]
        self.asked.append((goal, observation, history))
        return answer(goal, observation, history) if callable(answer) else answer


@dataclass(slots=True, kw_only=True)
class ScriptedPage:
    """A browser whose pages are given: acting on `ref` leads where `leads` says (the next view if it says nothing)."""

    views: list[Observation]
    results: Mapping[str, ActionResult] = field(default_factory=dict[str, ActionResult])
    leads: Mapping[str, int] = field(default_factory=dict[str, int])
    arrives: Mapping[str, Download] = field(default_factory=dict[str, Download])
    changes: int = 0
    """How often waiting brings the next view before nothing changes any more."""
    at: int = 0
    acted: list[Action] = field(default_factory=list[Action])
    waits: list[float] = field(default_factory=list[float])
    files: list[Download] = field(default_factory=list[Download])
    lost: list[str] = field(default_factory=list[str])
    concealed: list[frozenset[str]] = field(default_factory=list[frozenset[str]])
    """What was to be covered, each time it was said."""

    place: str = "br_1"
    arrived: Arrival = Arrival.LOST
    marked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """The steps that the page was marked for, and what was about to be done."""

    async def conceal(self, texts: Collection[str]) -> None:
        """Note what is to be covered."""
        self.concealed.append(frozenset(texts))

    async def observe(self) -> Observation:
        """Return the present view."""
        return self.views[self.at]

    async def act(self, action: Action) -> ActionResult:
        """Note the action, follow its lead, and return the scripted result."""
        self.acted.append(action)
        if action.ref in self.arrives:
            self.files.append(self.arrives[action.ref])
        if action.ref in self.results:
            return self.results[action.ref]
        if action.ref in self.leads:
            self.at = self.leads[action.ref]
        url = self.views[self.at].url
        return ActionResult(ok=True, url=url, value=action.text)

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        """Return something that stands for a picture."""
        del for_record
        return b"picture"

    async def wait_for_change(self, seconds: float) -> bool:
        """Show the next view while there are changes left."""
        self.waits.append(seconds)
        if self.changes <= 0:
            return False
        self.changes -= 1
        self.at = min(self.at + 1, len(self.views) - 1)
        return True

    async def mark(self, name: str, *, deed: str) -> str:
        """Note that a deed is about to be done."""
        self.marked.append((name, deed))
        return self.place

    async def arrival(self, name: str, *, deed: str, place: str) -> Arrival:
        """Return what is said to have become of the deed."""
        del name, deed
        return self.arrived if place and place == self.place else Arrival.LOST

    def downloads(self) -> tuple[Download, ...]:
        """Return the files that arrived."""
        return tuple(self.files)

    def lost_downloads(self) -> tuple[str, ...]:
        """Return the files that did not arrive."""
        return tuple(self.lost)


@dataclass(slots=True, kw_only=True)
class MemoryChronicle:
    """Keeps what the loop writes, and gives it back as what an interrupted pursuit had done."""

    decisions: list[tuple[int, Decision]] = field(default_factory=list[tuple[int, Decision]])
    records: dict[str, ActionRecord] = field(default_factory=dict[str, ActionRecord])
    screenshots: int = 0
    before: History = field(default_factory=History)

    async def decided(self, step: int, decision: Decision, records: tuple[ActionRecord, ...]) -> None:
        """Keep a decision and the actions that it announces."""
        self.decisions.append((step, decision))
        self.records.update({record.action_id: record for record in records})

    async def acted(self, record: ActionRecord, *, screenshot: bytes | None) -> ActionRecord:
        """Keep what came of an action."""
        if screenshot:
            self.screenshots += 1
            record = replace(record, screenshot=f"a_{self.screenshots}")
        self.records[record.action_id] = record
        return record

    def earlier(self) -> History:
        """Return what was done before, with all that was kept here."""
        notes = dict(self.before.notes)
        for _, decision in self.decisions:
            if isinstance(decision, (Act, Wait)):
                notes.update(decision.notes)
        known = {record.action_id: record for record in self.before.records} | self.records
        steps = max((record.step for record in known.values()), default=self.before.steps)
        return replace(self.before, records=tuple(known.values()), steps=steps, notes=notes)

    @property
    def finished(self) -> bool:
        """Whether the last decision was *done*."""
        return bool(self.decisions) and isinstance(self.decisions[-1][1], Done)
