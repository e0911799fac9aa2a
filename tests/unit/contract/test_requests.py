"""Requests: what they accept, what they refuse, and that null is the default."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from skyvern.contract.credential import CredentialRequest
from skyvern.contract.parameters import RESERVED_KEYS, AnyParameter
from skyvern.contract.run import RunRequest
from skyvern.contract.workflow import WorkflowSettings
from skyvern.domain.proxy import LOCATIONS, parse_proxy_location


def test_null_is_the_default_everywhere() -> None:
    bare = RunRequest(workflow_id="w")
    given = RunRequest.model_validate({**dict.fromkeys(RunRequest.model_fields), "workflow_id": "w"})
    assert given == bare
    assert WorkflowSettings.model_validate(dict.fromkeys(WorkflowSettings.model_fields)) == WorkflowSettings()


@pytest.mark.parametrize(
    "body",
    [
        {"start_fresh_browser": True, "browser_session_id": "pbs_1"},
        {"browser_type": "chrome", "browser_address": "http://b"},
        {"run_metadata": {"k" * 65: "v"}},
        {"run_metadata": {str(number): "v" for number in range(21)}},
        {"file_ids": ["file_1"] * 51},
        {"max_elapsed_time_minutes": 0},
        {"extra_http_headers": {"a": 1}},
        {"workflow_id": ""},
    ],
)
def test_what_a_run_refuses(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RunRequest.model_validate({"workflow_id": "w", **body})


@pytest.mark.parametrize(
    ("given", "kept"), [("agent", "agent"), ("code_v2", "code"), ("ai", "agent"), ("anything", "agent")]
)
def test_run_with(given: str, kept: str) -> None:
    assert RunRequest(workflow_id="w", run_with=given).run_with == kept


@pytest.mark.parametrize(("given", "kept"), [(-5, 0), (3, 3), (5000, 1000)])
def test_scrolls_are_clamped(given: int, kept: int) -> None:
    assert RunRequest(workflow_id="w", max_screenshot_scrolls=given).max_screenshot_scrolls == kept


@pytest.mark.parametrize("key", ["with space", "1st", "", "a-b", *sorted(RESERVED_KEYS)])
def test_parameter_keys_that_cannot_be(key: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(AnyParameter).validate_python(
            {"key": key, "parameter_type": "workflow", "workflow_parameter_type": "string"}
        )


@pytest.mark.parametrize("name", LOCATIONS)
def test_every_published_name_is_a_location(name: str) -> None:
    location = parse_proxy_location(name)
    assert location is not None
    assert location.as_json() == name
    assert location.keys == (name,)
    assert location.direct == (name == "NONE")


def test_a_city_may_fall_back_to_its_country() -> None:
    location = parse_proxy_location({"country": "us", "subdivision": "US-ca", "city": "San Francisco"})
    assert location is not None
    assert location.keys == ("US-CA-San Francisco", "US-CA", "US", "RESIDENTIAL")
    german = parse_proxy_location({"country": "DE", "isISP": None})
    assert german is not None
    assert german.keys == ("DE", "RESIDENTIAL_DE")


@pytest.mark.parametrize(
    "value",
    [
        "MARS",
        {"country": "XX"},
        {"country": "US", "subdivision": "x" * 11},
        {"country": "US", "city": 5},
        {"country": "US", "isISP": "yes"},
        {"url": "proxy:3128"},
        {"url": None},
        {},
        5,
        ["RESIDENTIAL"],
    ],
)
def test_what_is_no_location(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_proxy_location(value)


def test_a_proxys_password_is_never_shown() -> None:
    location = parse_proxy_location({"url": "socks5://user:word@host:1080"})
    assert location is not None
    assert location.as_json() == {"url": "socks5://*****@host:1080"}


@pytest.mark.parametrize(
    ("kind", "fields", "missing"),
    [
        ("password", {"username": "a"}, {("credential", "password")}),
        ("secret", {"username": "a", "password": "b"}, {("credential", "secret_value")}),
    ],
)
def test_a_credential_is_judged_by_its_own_type(
    kind: str, fields: dict[str, str], missing: set[tuple[str, ...]]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        CredentialRequest.model_validate({"name": "n", "credential_type": kind, "credential": fields})
    assert {error["loc"] for error in refusal.value.errors()} == missing
