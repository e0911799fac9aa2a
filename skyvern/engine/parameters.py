"""Values given to a run: coerced to what the definition declares, or refused by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from skyvern.contract.parameters import AnyParameter, CredentialParameter, WorkflowParameter, WorkflowParameterType


class ParameterError(ValueError):
    """A value cannot be used; the message names the key, the value and what was expected."""


def coerce_parameters(declared: Iterable[AnyParameter], given: Mapping[str, object] | None) -> dict[str, object]:
    """Return the effective value of every workflow parameter; raises ParameterError."""
    values = given or {}
    effective: dict[str, object] = {}
    for parameter in declared:
        if not isinstance(parameter, WorkflowParameter):
            continue
        kind = parameter.workflow_parameter_type
        value = values.get(parameter.key)
        if _missing(value, kind):
            value = parameter.default_value
        if _missing(value, kind):
            if kind is WorkflowParameterType.CREDENTIAL_ID and parameter.default_value is None:
                effective[parameter.key] = None
                continue
            raise ParameterError(
                f"parameter {parameter.key!r} is required: give a value of type {kind.value}, it has no default"
            )
        effective[parameter.key] = _coerce(parameter.key, value, kind)
    return effective


def credential_references(declared: Iterable[AnyParameter], values: Mapping[str, object]) -> dict[str, str]:
    """Return the credential id behind each parameter key that stands for a credential."""
    found: dict[str, str] = {}
    for parameter in declared:
        if isinstance(parameter, CredentialParameter):
            named = parameter.credential_id
            value = values.get(named, named)
            if isinstance(value, str) and value:
                found[parameter.key] = value
        elif (
            isinstance(parameter, WorkflowParameter)
            and parameter.workflow_parameter_type is WorkflowParameterType.CREDENTIAL_ID
        ):
            value = values.get(parameter.key)
            if isinstance(value, str) and value:
                found[parameter.key] = value
    return found


def _missing(value: object, kind: WorkflowParameterType) -> bool:
    if value is None:
        return True
    if kind is WorkflowParameterType.STRING:
        return False
    if isinstance(value, str):
        return not value.strip()
    if kind is WorkflowParameterType.FILE_URL and isinstance(value, Mapping):
        return not cast("Mapping[str, object]", value).get("s3uri")
    return False


def _coerce(key: str, value: object, kind: WorkflowParameterType) -> object:
    try:
        return _COERCIONS[kind](value)
    except (ValueError, TypeError, OverflowError, RecursionError):
        shown = repr(value)[:200]
        expected = _EXPECTED[kind]
        raise ParameterError(f"parameter {key!r}: {shown} is not {expected}") from None


def _string(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _integer(value: object) -> int:
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value)
    if isinstance(value, str):
        return _whole(float(value)) if "." in value else int(value)
    raise TypeError


def _whole(number: float) -> int:
    if not number.is_integer():
        raise ValueError
    return int(number)


def _float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    number = float(value)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "1": True, "false": False, "0": False}
    if isinstance(value, int | str) and str(value).strip().lower() in words:
        return words[str(value).strip().lower()]
    raise TypeError


def _json(value: object) -> object:
    if isinstance(value, str):
        return json.loads(value, parse_constant=_no_number, parse_float=_float)
    if isinstance(value, Mapping | list):
        return cast("object", value)
    raise TypeError


def _no_number(name: str) -> object:
    """Refuse NaN and Infinity, which JSON has not."""
    raise ValueError(name)


def _file(value: object) -> object:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return cast("object", value)
    raise TypeError


def _credential(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


_COERCIONS: dict[WorkflowParameterType, Callable[[object], object]] = {
    WorkflowParameterType.STRING: _string,
    WorkflowParameterType.INTEGER: _integer,
    WorkflowParameterType.FLOAT: _float,
    WorkflowParameterType.BOOLEAN: _boolean,
    WorkflowParameterType.JSON: _json,
    WorkflowParameterType.FILE_URL: _file,
    WorkflowParameterType.CREDENTIAL_ID: _credential,
}

_EXPECTED: dict[WorkflowParameterType, str] = {
    WorkflowParameterType.STRING: "text",
    WorkflowParameterType.INTEGER: "a whole number",
    WorkflowParameterType.FLOAT: "a number",
    WorkflowParameterType.BOOLEAN: 'a boolean (true, false, "true", "false", 1 or 0)',
    WorkflowParameterType.JSON: "an object, a list, or text holding JSON",
    WorkflowParameterType.FILE_URL: "the URL of a file, a file id (file_…), or an object with s3uri",
    WorkflowParameterType.CREDENTIAL_ID: "a credential id (cred_…)",
}
