"""Values given to a run: what each declared type takes, what it refuses, and how the refusal reads."""

from __future__ import annotations

import pytest

from skyvern.contract.parameters import CredentialParameter, WorkflowParameter
from skyvern.engine.parameters import ParameterError, coerce_parameters, credential_references, ignored_parameters


def declared(kind: str, default: object = None) -> WorkflowParameter:
    return WorkflowParameter.model_validate(
        {"key": "k", "parameter_type": "workflow", "workflow_parameter_type": kind, "default_value": default}
    )


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("string", "a", "a"),
        ("string", "", ""),
        ("string", 5, "5"),
        ("integer", 4, 4),
        ("integer", "4", 4),
        ("integer", 4.0, 4),
        ("integer", "-7", -7),
        ("integer", 1.7, 1),
        ("integer", -1.7, -1),
        ("float", 1.5, 1.5),
        ("float", "2", 2.0),
        ("float", 3, 3.0),
        ("boolean", True, True),
        ("boolean", "false", False),
        ("boolean", "TRUE", True),
        ("boolean", 0, False),
        ("json", {"a": 1}, {"a": 1}),
        ("json", [1], [1]),
        ("json", '{"a": [1]}', {"a": [1]}),
        ("file_url", " https://x/y.pdf ", "https://x/y.pdf"),
        ("file_url", {"s3uri": "s3://b/k"}, {"s3uri": "s3://b/k"}),
        ("credential_id", "cred_1", "cred_1"),
    ],
)
def test_taken(kind: str, given: object, expected: object) -> None:
    found = coerce_parameters([declared(kind)], {"k": given})["k"]
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("integer", "1.7"),
        ("integer", float("inf")),
        ("integer", True),
        ("integer", "many"),
        ("integer", [1]),
        ("float", "nan"),
        ("float", "inf"),
        ("float", True),
        ("boolean", "maybe"),
        ("boolean", 2),
        ("json", "{broken"),
        ("json", "NaN"),
        ("json", '{"a": 1e999999}'),
        ("json", 5),
        ("file_url", 5),
        ("credential_id", 5),
    ],
)
def test_refused_by_key_value_and_expectation(kind: str, given: object) -> None:
    with pytest.raises(ParameterError) as refused:
        coerce_parameters([declared(kind)], {"k": given})
    assert str(refused.value).startswith(f"parameter 'k': {given!r} is not ")


@pytest.mark.parametrize("given", ["[" * 500_000, '{"a":' * 100_000])
def test_json_that_is_nested_without_end_is_refused_in_few_words(given: str) -> None:
    with pytest.raises(ParameterError, match="an object, a list, or text holding JSON") as refused:
        coerce_parameters([declared("json")], {"k": given})
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("kind", ["string", "integer", "json", "file_url"])
def test_a_missing_value_is_asked_for_unless_there_is_a_default(kind: str) -> None:
    with pytest.raises(ParameterError, match="parameter 'k' is required"):
        coerce_parameters([declared(kind)], {})
    assert coerce_parameters([declared("integer", 3)], {"k": None}) == {"k": 3}
    assert coerce_parameters([declared("integer", 3)], {"k": " "}) == {"k": 3}


def test_undeclared_values_are_left_out() -> None:
    assert coerce_parameters([declared("string")], {"k": "a", "other": 1}) == {"k": "a"}


@pytest.mark.parametrize("typed", ["compny_name", "companyName", "COMPANY-NAME", "company"])
def test_a_misspelt_value_for_what_is_required_is_told_by_both_names(typed: str) -> None:
    needed = declared("string").model_copy(update={"key": "company_name"})
    with pytest.raises(ParameterError, match=rf"'{typed}' was given.*did you mean 'company_name'\?"):
        coerce_parameters([needed], {typed: "Acme"})


def test_a_misspelt_credential_is_refused_and_a_lacking_one_is_not() -> None:
    optional = declared("credential_id").model_copy(update={"key": "portal_login"})
    assert coerce_parameters([optional], {"region": "EU"}) == {"portal_login": None}
    with pytest.raises(ParameterError, match=r"did you mean 'portal_login'\?"):
        coerce_parameters([optional], {"portal_lgin": "cred_1"})


def test_values_that_nothing_takes_are_told() -> None:
    known = declared("string", "Berlin").model_copy(update={"key": "city"})
    said = ignored_parameters([known], {"city": "Bonn", "citty": "Rome", "colour": "red"})
    assert said == (
        "parameter 'citty': the workflow takes no value of that name (did you mean 'city'?); it is ignored",
        "parameter 'colour': the workflow takes no value of that name; it is ignored",
    )


def test_credentials_are_found_by_id_and_by_the_parameter_that_names_them() -> None:
    fixed = CredentialParameter(key="a", parameter_type="credential", credential_id="cred_9")
    named = CredentialParameter(key="b", parameter_type="credential", credential_id="k")
    assert credential_references([fixed, named, declared("credential_id")], {"k": "cred_1"}) == {
        "a": "cred_9",
        "b": "cred_1",
        "k": "cred_1",
    }
