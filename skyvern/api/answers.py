"""Gathers what a presenter needs of a run: routes and the webhook get the very same answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from skyvern.api.present.run import RUN_ARTIFACTS, Link, present_run, present_run_detail
from skyvern.domain.run import Run
from skyvern.store import Artifacts

Line = Callable[[Run], Awaitable[tuple[int | None, str | None]]]
"""Returns a waiting run's place in the line, and what it waits for."""


async def _no_line(run: Run) -> tuple[int | None, str | None]:
    del run
    return None, None


class RunAnswers:
    """Answers about runs. Called as a function it makes the body of a webhook."""

    def __init__(self, artifacts: Artifacts, *, link: Link, public_url: str, line: Line = _no_line) -> None:
        self._artifacts = artifacts
        self._link = link
        self._line = line
        self._public_url = public_url

    def fresh(self, run: Run) -> dict[str, object]:
        """Return what is said about a run that has just been made: nothing is read, so nothing can fail any more."""
        return present_run(run, (), link=self._link, public_url=self._public_url)

    async def answer(self, run: Run) -> dict[str, object]:
        """Return what `GET /v1/runs/{run_id}` says."""
        artifacts = await self._artifacts.of_run(run.run_id, RUN_ARTIFACTS)
        return present_run(run, artifacts, link=self._link, public_url=self._public_url) | await self._standing(run)

    async def detail(self, run: Run) -> dict[str, object]:
        """Return that and the long-standing detail keys."""
        artifacts = await self._artifacts.of_run(run.run_id, RUN_ARTIFACTS)
        detail = present_run_detail(run, artifacts, link=self._link, public_url=self._public_url)
        return detail | await self._standing(run)

    async def _standing(self, run: Run) -> dict[str, object]:
        position, reason = await self._line(run)
        return {"queue_position": position, "queue_reason": reason}

    async def __call__(self, run: Run) -> dict[str, object]:
        """Return the body of the run's webhook."""
        return await self.detail(run)
