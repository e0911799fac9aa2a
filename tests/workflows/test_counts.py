"""The collection of workflows holds what is claimed of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

from skyvern.blocks import REGISTRY
from skyvern.blocks.definition import parse_definition
from skyvern.contract.parameters import AnyParameter, WorkflowParameterType
from skyvern.engine.checking import warnings_of
from tests.comparing import placed
from tests.workflows.case import Case, load_cases

CASES = load_cases()

PARAMETER_TYPES = {
    get_args(member.model_fields["parameter_type"].annotation)[0] for member in get_args(get_args(AnyParameter)[0])
}
"""Those of contract 3.3."""


def _rare(found: Counter[str], wanted: set[str]) -> list[str]:
    return sorted(kind for kind in wanted if found[kind] < 2)


def test_there_are_thirty_and_half_of_them_use_a_browser() -> None:
    assert len(CASES) >= 30
    assert sum(case.uses_browser for case in CASES) >= 15


def test_each_block_type_occurs_twice() -> None:
    assert not _rare(Counter(kind for case in CASES for kind in case.kinds), set(REGISTRY))


def test_each_parameter_type_occurs_twice() -> None:
    wanted = PARAMETER_TYPES | {f"workflow:{kind}" for kind in WorkflowParameterType}
    assert not _rare(Counter(kind for case in CASES for kind in case.parameter_kinds), wanted)


def test_every_definition_could_be_saved() -> None:
    places = {"<smtp port>": "25"}
    for case in CASES:
        for given in case.definitions:
            filled = placed(given["workflow_definition"], {**places, **_named(given)})
            assert not warnings_of(filled, parse_definition(filled).definition), case.name


def _named(given: object) -> dict[str, str]:
    """Ids in place of names of credentials and workflows."""
    return dict.fromkeys(re.findall(r"<(?:credential|workflow) \w+>", str(given)), "cred_1")


def test_both_forms_of_a_definition_occur() -> None:
    forms = Counter(type(case.facts["definition"]) for case in CASES)
    assert min(forms[str], forms[dict]) >= 5


def test_every_case_says_what_it_is_about_and_checks_what_came_of_it() -> None:
    for case in CASES:
        assert case.facts["about"].endswith("."), case.name
        assert len(case.facts["expect"]) >= 2, f"{case.name} checks no more than a status"
        assert _known_keys(case) == set(), case.name


def _known_keys(case: Case) -> set[str]:
    return set(case.facts) - {
        "about",
        "children",
        "credentials",
        "definition",
        "expect",
        "long",
        "mailbox",
        "model",
        "parameters",
        "people",
        "sheets",
        "stand_ins",
        "variant",
    }
