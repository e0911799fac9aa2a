"""Workflows as people build them, run through the public API, with every service outside as a stand-in."""

from __future__ import annotations

import pytest

from skyvern import Skyvern
from tests.conftest import ServerProcess
from tests.workflows.case import Case, judged, load_cases
from tests.workflows.stand_ins import StandIns

CASES = load_cases()


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.long] if case.facts.get("long") else []


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name, marks=_marks(case)) for case in CASES])
async def test_workflow(case: Case, client: Skyvern, house: ServerProcess, stand_ins: StandIns) -> None:
    wrong = await judged(case, client, house.api_key, stand_ins)
    assert not wrong, "\n".join([f"{case.name}: {case.facts['about']}", *wrong])
