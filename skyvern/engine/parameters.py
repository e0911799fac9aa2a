"""Values given to a run: coerced to what the definition declares, or refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import cast

from skyvern.contract.parameters import AnyParameter, CredentialParameter, WorkflowParameter, WorkflowParameterType

_MOST_TOLD = 20
_LIKE, _MISTYPED = 0.6, 0.8
"""How much alike two names are: enough to ask whether one was meant, and enough to refuse what may be left out."""


class ParameterError(ValueError):
    """A value cannot be used; the message names the key, the value and what was expected."""


def coerce_parameters(declared: Iterable[AnyParameter], given: Mapping[str, object] | None) -> dict[str, object]:
    """Return the effective value of every workflow parameter; raises ParameterError."""
    values = given or {}
    wanted = [parameter for parameter in declared if isinstance(parameter, WorkflowParameter)]
    unknown = _unknown(wanted, values)
    effective: dict[str, object] = {}
    for parameter in wanted:
        kind = parameter.workflow_parameter_type
        value = values.get(parameter.key)
        if _missing(value, kind):
            value = parameter.default_value
        if _missing(value, kind):
            optional = kind is WorkflowParameterType.CREDENTIAL_ID and parameter.default_value is None
            meant = _near(parameter.key, unknown, alike=_MISTYPED if optional else _LIKE)
            if optional and not meant:
                effective[parameter.key] = None
                continue
            raise ParameterError(_lacking(parameter.key, kind, meant))
        effective[parameter.key] = _coerce(parameter.key, value, kind)
    return effective


def ignored_parameters(declared: Iterable[AnyParameter], given: Mapping[str, object] | None) -> tuple[str, ...]:
    """Say of every given value that the workflow has no parameter for, and which may have been meant."""
    wanted = [parameter for parameter in declared if isinstance(parameter, WorkflowParameter)]
    keys = [parameter.key for parameter in wanted]
    return tuple(
        f"parameter {key[:80]!r}: the workflow takes no value of that name"
        f"{f' (did you mean {meant!r}?)' if (meant := _near(key, keys)) else ''}; it is ignored"
        for key in _unknown(wanted, given or {})[:_MOST_TOLD]
    )


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


def _unknown(wanted: Iterable[WorkflowParameter], given: Mapping[str, object]) -> list[str]:
    known = {parameter.key for parameter in wanted}
    return [key for key in given if key not in known]


def _near(key: str, others: Collection[str], *, alike: float = _LIKE) -> str:
    """Return which of the others a key may stand for, "" when none is like it."""
    plain = {_plain(other): other for other in others}
    return next((plain[near] for near in get_close_matches(_plain(key), list(plain), n=1, cutoff=alike)), "")


def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key[:80]).casefold()


def _lacking(key: str, kind: WorkflowParameterType, meant: str) -> str:
    if kind is WorkflowParameterType.CREDENTIAL_ID and meant:
        return (
            f"parameter {key!r} is not given, but {meant!r} is, which the workflow does not have: did you mean {key!r}?"
        )
    told = f"; {meant!r} was given, which the workflow does not have: did you mean {key!r}?" if meant else ""
    return f"parameter {key!r} is required: give a value of type {kind.value}, it has no default{told}"


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
