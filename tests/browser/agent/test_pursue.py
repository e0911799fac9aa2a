"""The loop with the embedded mind in a real browser: search and read, sign in and read every page of a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Goal, GoalKind, Outcome, SecretField
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle
from skyvern.testing.sites.facts import INVOICES, PORTAL_PASSWORD, PORTAL_USERNAME
from skyvern.testing.sites.server import running

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession


async def run(goal: Goal, session: BrowserSession) -> Outcome:
    return await pursue(
        goal, page=session, policies=(EmbeddedPolicy(),), chronicle=MemoryChronicle(), deadline=Deadline.after(90)
    )


async def test_search_then_read(session: BrowserSession) -> None:
    goal = Goal(
        kind=GoalKind.TASK,
        text="Search for John Smith in California. COMPLETE when results shown.",
        payload={"first_name": "John", "last_name": "Smith", "state": "California"},
        extraction="Extract ASHA account number and certification status.",
        schema={
            "type": "object",
            "properties": {"asha_account_number": {"type": "string"}, "certification_status": {"type": "string"}},
        },
    )
    with running(0) as sites:
        await session.goto(f"{sites}/registry/")
        outcome = await run(goal, session)
        assert outcome.status is BlockStatus.COMPLETED, outcome.failure
        assert outcome.extracted == {"asha_account_number": "12345678", "certification_status": "Active"}
        await session.goto(f"{sites}/registry/")
        missing = await run(replace(goal, text=goal.text.replace("John Smith", "Zyx Qwert"), payload={}), session)
        assert missing.status is BlockStatus.FAILED
        assert missing.failure is not None
        assert "no records found" in missing.failure.reason.lower()


@pytest.mark.long
@pytest.mark.parametrize("variant", [0, 1])
async def test_sign_in_then_read_every_page(session: BrowserSession, variant: int) -> None:
    secrets = (
        SecretField(parameter="account", field="username", token=PORTAL_USERNAME),
        SecretField(parameter="account", field="password", token=PORTAL_PASSWORD),
    )
    schema = {
        "type": "array",
        "items": {"type": "object", "properties": {"invoice_number": {"type": "string"}, "amount": {"type": "number"}}},
    }
    with running(variant) as sites:
        await session.goto(f"{sites}/portal/login")
        signed_in = await run(Goal(kind=GoalKind.LOGIN, text="Sign in", secrets=secrets), session)
        assert signed_in.status is BlockStatus.COMPLETED, signed_in.failure
        await session.goto(f"{sites}/portal/invoices")
        reading = Goal(kind=GoalKind.EXTRACTION, extraction="Extract the invoices from all pages", schema=schema)
        outcome = await run(reading, session)
        assert outcome.status is BlockStatus.COMPLETED, outcome.failure
        assert outcome.extracted == [{"invoice_number": i.number, "amount": i.amount} for i in INVOICES]
        assert outcome.steps == 2
