"""What a goal does not say to send is not sent, whatever the page's button is called."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.goal import Done, Goal, GoalKind, History
from skyvern.domain.page import Element, Observation

FIELD = Element(ref="f", role="textbox", name="Nickname", tag="input", value="Ida")
FILLED = History(notes={"embedded": {"phase": "fill", "filled": ["nickname=Ida"], "before": "zero"}})


@pytest.mark.parametrize("kind", [GoalKind.NAVIGATION, GoalKind.ACTION])
@pytest.mark.parametrize("name", ["Submit", "Send", "Pay now", "Place order"])
async def test_what_is_only_to_be_filled_in_stays_unsent(name: str, kind: GoalKind) -> None:
    button = Element(ref="b", role="button", name=name, tag="button")
    seen = Observation(url="http://x/", title="T", elements=(FIELD, button), status=200, fingerprint="one")
    decision = await EmbeddedPolicy().decide(Goal(kind=kind, text="Enter Ida as the nickname."), seen, FILLED)
    assert isinstance(decision, Done)
