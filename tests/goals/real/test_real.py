"""Sixty goals over Wagtail's admin, Roundup and Flask-AppBuilder: how many are right, refused and wrong."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.goals.real.apps import APPS, NotInstalled, installed
from tests.goals.real.judging import load_goals, told
from tests.goals.real.run import run

LEAST_RIGHT = {"wagtail": 8, "roundup": 10, "appbuilder": 10}
"""Of 20 each: a little less than was measured; raise it when the mind gets better."""
MOST_WRONG = {"wagtail": 2, "roundup": 1, "appbuilder": 1}


def test_every_application_has_twenty_goals() -> None:
    assert {app: len(load_goals(app)) for app in APPS} == dict.fromkeys(APPS, 20)
    assert len({goal["id"] for goal in load_goals()}) == 60


@pytest.mark.long
@pytest.mark.sweep
@pytest.mark.timeout(3600)
@pytest.mark.skipif(
    "SKYVERN_REAL_APPS" not in os.environ,
    reason="takes ten minutes and an installation: set SKYVERN_REAL_APPS to the folder where the applications may live",
)
@pytest.mark.parametrize("app", APPS)
async def test_goals_over_a_real_application(app: str, tmp_path: Path) -> None:
    try:
        await asyncio.to_thread(installed)
    except NotInstalled as error:
        pytest.skip(f"the applications' packages could not be installed: {error}")
    verdicts = await run([app], [], None, tmp_path)
    counts = [verdict.verdict for verdict in verdicts]
    assert counts.count("success") >= LEAST_RIGHT[app], told(verdicts)
    assert counts.count("wrong") <= MOST_WRONG[app], told(verdicts)
