"""What the embedded mind remembers between two looks: where it stands in the goal, kept in the history's notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from skyvern.agent.policies.embedded.intents import Plan
from skyvern.domain.goal import Act, Goal, History, Wait
from skyvern.domain.page import Action, ActionKind, ActionRecord, Element, Observation

NOTE = "embedded"
CLEARING = "clear away "


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where the mind stands. `stage` counts the goal's stages; the rest is about the current one."""

    stage: int = 0
    phase: str = ""
    """What the last act was for: fill, submit, next, click, login, download, …"""
    tries: int = 0
    before: str = ""
    """The page's fingerprint when the last act was decided."""
    url: str = ""
    filled: tuple[str, ...] = ()
    """Keys of the terms that are done."""
    tried: tuple[str, ...] = ()
    """What was tried in this stage and need not be tried again."""
    pages: int = 0
    waits: int = 0
    downloads: int = 0
    """How many files had arrived when the stage began to download."""
    alerts: tuple[str, ...] = ()
    """Messages that the page already showed when the last act was decided."""
    visited: tuple[str, ...] = ()
    shown: str = ""
    """What the page said before the stage began to fill, in short: a list that filters itself changes it."""
    refusal: tuple[str, ...] = ()
    """Why the orders of the goal could not be followed, and that failure's category, once the page itself is asked."""

    @classmethod
    def of(cls, history: History) -> State:
        """Read the state from the history's notes; the first state when there is none."""
        raw = history.notes.get(NOTE)
        if not isinstance(raw, Mapping):
            return cls()
        data = cast("Mapping[str, object]", raw)
        known = {name: _value(data[name]) for name in cls.__dataclass_fields__ if name in data}
        return cls(**cast("dict[str, str]", known))  # pyright: ignore[reportArgumentType]

    def notes(self) -> dict[str, object]:
        """Return the state as notes for the next step."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {NOTE: {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}}  # pyright: ignore[reportUnknownArgumentType]


def _value(value: object) -> object:
    return tuple(cast("Sequence[object]", value)) if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that one decision is made from."""

    goal: Goal
    page: Observation
    history: History
    plan: Plan
    state: State = field(default_factory=State)

    @property
    def last(self) -> ActionRecord | None:
        """Return the last action's record; what cleared the view does not count."""
        return next(
            (one for one in reversed(self.history.records) if not one.action.intention.startswith(CLEARING)), None
        )

    @property
    def changed(self) -> bool:
        """Tell whether the page reacted to the last act: another look, address, tab, dialog or a file."""
        if self.state.url and self.page.url != self.state.url:
            return True
        if self.page.fingerprint and self.state.before and self.page.fingerprint != self.state.before:
            return True
        result = self.last.result if self.last else None
        return result is not None and bool(result.navigated or result.opened_tab or result.dialogs or result.downloads)

    @property
    def failed(self) -> bool:
        """Tell whether the last act itself went wrong, so that a changed page is no sign of its effect."""
        result = self.last.result if self.last else None
        return result is not None and not result.ok and not result.navigated

    def step(self) -> tuple[ActionRecord, ...]:
        """Return the records of the last act."""
        if self.last is None:
            return ()
        number = self.last.step
        return tuple(record for record in self.history.records if record.step == number)

    def at(self, stage: int) -> Scene:
        """Return the scene as the given stage sees it: a new stage begins with nothing tried."""
        if stage == self.state.stage:
            return self
        return replace(self, state=State(stage=stage, visited=self.state.visited, alerts=self.state.alerts))

    def act(self, *actions: Action, phase: str, reasoning: str = "", **changes: object) -> Act:
        """Return an act whose notes say where the mind stands after it."""
        state = replace(
            self.state,
            phase=phase,
            before=self.page.fingerprint,
            url=self.page.url,
            waits=0,
            alerts=tuple(alert.text for alert in self.page.alerts),
            **cast("dict[str, str]", changes),
        )
        return Act(actions=actions, reasoning=reasoning, notes=state.notes())

    def wait(self, seconds: float, why: str) -> Wait:
        """Return a wait that is counted."""
        return Wait(seconds=seconds, why=why, notes=replace(self.state, waits=self.state.waits + 1).notes())


def click(element: Element, *, reasoning: str, effect: bool = False) -> Action:
    """Return a click on an element."""
    return Action(
        kind=ActionKind.CLICK, ref=element.ref, effect=effect, reasoning=reasoning, intention=f"click {element.name!r}"
    )
