"""What the routes need of the engine, as a protocol: tests give them a scripted one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from skyvern.contract.run import RunRequest
from skyvern.domain.run import Run
from skyvern.domain.workflow import Workflow


class RunEngine(Protocol):
    """Starts and stops runs."""

    async def launch(  # noqa: PLR0913 - who starts a run, what for, and with what are independent
        self,
        workflow: Workflow,
        request: RunRequest,
        *,
        api_key_id: str | None,
        trigger_type: str = "api",
        max_steps: int | None = None,
        run_type: str = "workflow_run",
        idempotency_key: str | None = None,
        again: Run | None = None,
        unsaved: bool = False,
    ) -> Run:
        """Write the run and its queue entry, wake the worker, return at once; `again` is the run that it repeats.

        A workflow that is `unsaved` is written with the run. Raises ParameterError, LaunchRefused or AlreadyMade,
        with nothing written, when the run cannot be.
        """
        ...

    async def cancel(self, run: Run) -> None:
        """Ask a run to stop; one that has ended stays as it was."""
        ...

    async def answer(self, run: Run, *, approved: bool, reason: str = "", block_run_id: str | None = None) -> bool:
        """Answer the block of a run that asks a person; False when none does (any more)."""
        ...

    async def replay_webhook(self, run: Run, url: str | None, api_key: str) -> Mapping[str, object]:
        """Send the run's webhook once more, signed with `api_key`, and tell what came of it."""
        ...
