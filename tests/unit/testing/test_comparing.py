"""The comparison that judges whole workflows can see what is wrong."""

from __future__ import annotations

from skyvern.testing.sites.state import SiteState
from tests.comparing import differences, state_differences


def test_a_false_success_is_seen() -> None:
    state = SiteState(searches=[{"last_name": "Smith"}])
    assert not list(state_differences({"searches": {"last_name": "Smith"}}, state))
    assert list(state_differences({"searches": {"last_name": "Jones"}}, state))
    assert list(state_differences({"events": [{"kind": "approved"}]}, state))
    assert list(differences({"a": None}, {"a": "x"}))
    assert list(differences({"a": [1, 2]}, {"a": [1]}))
    assert not list(differences({"a": None, "b": "x y"}, {"b": "x  y", "c": 1}))
