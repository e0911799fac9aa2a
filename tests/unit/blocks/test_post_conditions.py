"""What a definition may write under `post_conditions`, and what it is told when it writes something else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from skyvern.blocks.navigation import NavigationBlock
from skyvern.blocks.post_conditions import read_post_conditions
from skyvern.domain.goal import PostCondition

REFUSED = [
    ({}, "post_conditions[0]: says nothing to check"),
    ({"at": "https://x.example"}, "says nothing to check"),
    ({"texts": "a"}, "'texts' is not known; use at, download"),
    ({"text": 3}, "post_conditions[0].text: must be text"),
    ({"schema": "x"}, "must be a JSON Schema"),
    ({"element": {"label": "x"}}, "'label' is not known"),
    ({"element": {"name": "x", "checked": "yes"}}, "element.checked: must be true or false"),
    ({"element": {"checked": True}}, "name the element"),
    ({"at": "https://x.example", "text": "a", "download": "*"}, "into a condition of their own"),
]


@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_what_cannot_be_checked_is_refused_when_it_is_saved(given: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NavigationBlock(label="a", navigation_goal="Save", post_conditions=[given])
    assert why in str(refused.value)


def test_what_is_written_is_what_is_checked() -> None:
    given = [
        {"url": "/done", "text": " Thanks "},
        {"element": "Log out"},
        {"element": {"name": "Age", "value": 5, "disabled": False}},
        {"at": "{{ site }}/orders", "no_text": "A-1"},
    ]
    assert read_post_conditions(given) == (
        PostCondition(url="/done", text="Thanks"),
        PostCondition(element={"name": "Log out"}),
        PostCondition(element={"name": "Age", "value": "5", "disabled": False}),
        PostCondition(at="{{ site }}/orders", no_text="A-1"),
    )
    assert read_post_conditions(None) == ()
