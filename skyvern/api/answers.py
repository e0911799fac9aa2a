"""Gathers what a presenter needs of a run: routes and the webhook get the very same answer."""

from __future__ import annotations

from skyvern.api.present.run import RUN_ARTIFACTS, Link, present_run, present_run_detail
from skyvern.domain.run import Run
from skyvern.store import Artifacts


class RunAnswers:
    """Answers about runs. Called as a function it makes the body of a webhook."""

    def __init__(self, artifacts: Artifacts, *, link: Link, public_url: str) -> None:
        self._artifacts = artifacts
        self._link = link
        self._public_url = public_url

    def fresh(self, run: Run) -> dict[str, object]:
        """Return what is said about a run that has just been made: nothing is read, so nothing can fail any more."""
        return present_run(run, (), link=self._link, public_url=self._public_url)

    async def answer(self, run: Run) -> dict[str, object]:
        """Return what `GET /v1/runs/{run_id}` says."""
        artifacts = await self._artifacts.of_run(run.run_id, RUN_ARTIFACTS)
        return present_run(run, artifacts, link=self._link, public_url=self._public_url)

    async def detail(self, run: Run) -> dict[str, object]:
        """Return that and the long-standing detail keys."""
        artifacts = await self._artifacts.of_run(run.run_id, RUN_ARTIFACTS)
        return present_run_detail(run, artifacts, link=self._link, public_url=self._public_url)

    async def __call__(self, run: Run) -> dict[str, object]:
        """Return the body of the run's webhook."""
        return await self.detail(run)
