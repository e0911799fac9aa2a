"""The odd shapes of the wire, undone."""

from __future__ import annotations

from typing import Any

import pytest

from skyvern.api.compat import plain_body, plain_path
from skyvern.api.definitions import identifier, read_yaml, with_identifiers
from skyvern.api.ranges import Unsatisfiable, wanted_range


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("/v1/agents", "/v1/workflows"),
        ("/v1/run/agents/", "/v1/run/workflows"),
        ("/api/v1/agents/wpid_1/versions", "/v1/workflows/wpid_1/versions"),
        ("/v1/workflows/agents_of_change", "/v1/workflows/agents_of_change"),
        ("/", "/"),
        ("/api/v2/tasks", "/api/v2/tasks"),
        ("/apiv1", "/apiv1"),
    ],
)
def test_paths(given: str, plain: str) -> None:
    assert plain_path(given) == plain


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ({"body": {"workflow_id": "w"}}, {"workflow_id": "w"}),
        ({"body": {"agent_id": "a"}}, {"workflow_id": "a"}),
        ({"agent_id": "a", "workflow_id": "w"}, {"workflow_id": "a"}),
        ({"agent_id": None, "workflow_id": "w"}, {"agent_id": None, "workflow_id": "w"}),
        ({"prompt": "outer", "body": {"prompt": "inner", "url": "u"}}, {"prompt": "outer", "url": "u"}),
        ({"body": "text"}, {"body": "text"}),
        ([1], [1]),
        (None, None),
    ],
)
def test_bodies(given: Any, plain: Any) -> None:  # noqa: ANN401 - any JSON
    assert plain_body(given) == plain


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("bytes=0-3", (0, 4)),
        ("bytes=4-", (4, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=8-99", (8, 10)),
        ("bytes=5-4", None),
        ("bytes=0-1,4-5", None),
        ("lines=1-2", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
    ],
)
def test_ranges(header: str | None, wanted: tuple[int, int] | None) -> None:
    assert wanted_range(header, 10) == wanted


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_ranges_outside_the_file(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted_range(header, 10)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Search form", "Search_form"), ("1st", "_1st"), ("class", "_class"), ("日本", "block"), ("a-b", "a_b")],
)
def test_identifiers(name: str, wanted: str) -> None:
    assert identifier(name) == wanted


def test_two_names_never_become_one() -> None:
    definition = {
        "parameters": [],
        "blocks": [
            {"label": "a b", "next_block_label": "a-b"},
            {"label": "a-b", "text": "{{ a b_output.x }} and {{ a-b_output }} but a b stays"},
            {"label": "a_b"},
        ],
    }
    changed = with_identifiers({"workflow_definition": definition})["workflow_definition"]["blocks"]
    assert [block["label"] for block in changed] == ["a_b_2", "a_b_3", "a_b"]
    assert changed[0]["next_block_label"] == "a_b_3"
    assert changed[1]["text"] == "{{ a_b_2_output.x }} and {{ a_b_3_output }} but a b stays"


def test_yaml_dates_stay_text() -> None:
    tree = read_yaml("when: 2026-01-01\nat: 2026-01-01T10:00:00Z\ncount: 3\nyes: true\n")
    assert tree == {"when": "2026-01-01", "at": "2026-01-01T10:00:00Z", "count": 3, True: True}
