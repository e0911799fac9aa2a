"""What is asked of a run that is to begin: of which workflow, by whom, and as whose child, repeat or turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from skyvern.contract.run import RunRequest
from skyvern.domain.run import Run
from skyvern.domain.workflow import Workflow
from skyvern.engine.cancel import AWAITED

MOST_DEEP = 10
"""Workflows that start one another."""
DEPTH = "depth"
BORROWED = "borrowed_browser"
"""Setting of a run that works in its parent's browser, which is not its own to close."""


class LaunchRefused(ValueError):
    """The run cannot be started; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A run that starts another."""

    run: Run
    awaited: bool
    share_browser: bool = False

    def adopt(self, child: Run) -> Run:
        """Return the child linked to its parent; raises LaunchRefused when workflows start one another too deep."""
        depth = cast("int", self.run.settings.get(DEPTH) or 0) + 1
        if depth > MOST_DEEP:
            raise LaunchRefused(f"workflows start one another more than {MOST_DEEP} deep")
        settings = {**child.settings, DEPTH: depth, AWAITED: self.awaited}
        session, mine = child.browser_session_id, self.run.browser_session_id
        shares = self.share_browser or (self.awaited and session is not None and session == mine)
        if not shares or (self.run.browser_id is None and mine is None):
            return child.evolve(parent_run_id=self.run.run_id, settings=settings)
        return child.evolve(
            parent_run_id=self.run.run_id,
            settings={**settings, BORROWED: True},
            browser_id=self.run.browser_id,
            node_id=self.run.node_id,
            browser_session_id=mine,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What starts a run when no caller does: a schedule that is due, or a batch."""

    claim: Callable[[Run, object], None]
    """Takes the occasion inside the transaction that writes the run, and raises when it is another's."""
    workflow_schedule_id: str | None = None
    batch_id: str | None = None
    in_turn: str | None = None
    """What runs share that must not overlap, where the workflow itself says nothing."""

    def mark(self, run: Run) -> Run:
        """Return the run as one of this occasion."""
        return run.evolve(
            workflow_schedule_id=self.workflow_schedule_id,
            batch_id=self.batch_id,
            sequence=run.sequence or self.in_turn,
        )


def _nothing(run: Run, connection: object) -> None:
    del run, connection


BY_A_CALLER = Occasion(claim=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One run that is to begin."""

    workflow: Workflow
    request: RunRequest
    api_key_id: str | None
    trigger_type: str = "api"
    run_type: str = "workflow_run"
    max_steps: int | None = None
    idempotency_key: str | None = None
    """One that was used before gives the run that it made."""
    unsaved: bool = False
    """Whether the workflow is to be saved with its run, and not when the run is refused."""
    again: Run | None = None
    """The run that this one repeats; what its request shows only masked is taken from it."""
    from_failure: bool = False
    """Whether it begins at the block that failed there, with the same outputs before it."""
    from_block: str | None = None
    """The block at the top of the workflow to begin at, with the outputs that the earlier run had before it."""
    parent: Parent | None = None
    """The run that starts it."""
    occasion: Occasion = BY_A_CALLER

    def mark(self, run: Run) -> Run:
        """Return the run as the one that this asks for; raises LaunchRefused when workflows nest too deep."""
        if self.parent is not None:
            run = self.parent.adopt(run)
        run = run.evolve(
            api_key_id=self.api_key_id,
            trigger_type=self.trigger_type,
            run_type=self.run_type,
            retried_from_run_id=None if self.again is None else self.again.run_id,
        )
        return self.occasion.mark(run)
