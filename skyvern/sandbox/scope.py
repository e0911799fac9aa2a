"""The lines put around the author's code in the interpreter, and how what it leaves is read back.

Values are written as JSON inside the sandbox: there its memory limit counts, and a function, a module or an element
cannot be mistaken for text. The builtins that the writer uses are captured, so that a variable called `list` or `str`
cannot break it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast

from skyvern.sandbox.errors import CodeFailed, CodeOutputTooLarge
from skyvern.sandbox.records import CodeLimits

GIVEN = "_sandbox_given"
"""Name under which the sandbox is told which variables it was given."""

FIELDS = "_sandbox_fields_"
"""Beginning of the names under which the fields of secrets come in."""

_WRITER = """\
import json as _sandbox_json
from datetime import date as _sandbox_date, time as _sandbox_time
from decimal import Decimal as _sandbox_decimal
def _sandbox_writer(dumps, dates, Decimal, type, str, dict, arrays, isinstance, TypeError, ValueError):
    def plain(value, depth):
        if depth > 64:
            raise TypeError("nested too deeply")
        if isinstance(value, dict):
            return {key if isinstance(key, str) else str(key): plain(item, depth + 1) for key, item in value.items()}
        if isinstance(value, arrays):
            return [plain(item, depth + 1) for item in value]
        if isinstance(value, dates):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        return value
    def text(value):
        try:
            return dumps(value)
        except (TypeError, ValueError):
            return dumps(plain(value, 0))
    def output(scope, given):
        texts = {}
        left_out = []
        for name, value in scope.items():
            if not name.startswith("_") and name not in given:
                try:
                    texts[name] = text(value)
                except (TypeError, ValueError):
                    left_out.append(name)
        return {"variables": texts, "left_out": left_out}
    def returned(value):
        try:
            return {"returned": text(value)}
        except (TypeError, ValueError):
            return {"unwritable": type(value).__name__}
    return output, returned
_sandbox_output, _sandbox_returned = _sandbox_writer(
    _sandbox_json.dumps, (_sandbox_date, _sandbox_time), _sandbox_decimal, type, str, dict,
    (list, tuple, set, frozenset), isinstance, TypeError, ValueError,
)
"""

_CREDENTIAL = """\
class _sandbox_credential:
    def __init__(self, fields):
        self._fields = fields
        for name in fields:
            setattr(self, name, fields[name])
    def __getitem__(self, name):
        return self._fields[name]
    def __contains__(self, name):
        return name in self._fields
    def get(self, name, default=None):
        return self._fields.get(name, default)
    def __repr__(self):
        return "Credential(...)"
"""

OUTPUT_CALL = f"_sandbox_output(locals(), {GIVEN})"
RETURN_CALL = "_sandbox_returned"


def field_function(secret: str, field: str) -> str:
    """Return the name under which a secret's function comes in."""
    return f"{FIELDS}{secret}_{field}"


def surround(text: str, secrets: Mapping[str, Sequence[str]]) -> tuple[str, int]:
    """Put our lines around the author's; return the whole and how many lines stand before the author's first.

    `secrets` names, for each secret, those of its fields that are functions.
    """
    before = _WRITER + (_CREDENTIAL if secrets else "")
    for name, functions in secrets.items():
        calls = "".join(f"{field!r}: {field_function(name, field)}, " for field in functions)
        before += f"{name} = _sandbox_credential({{**{FIELDS}{name}, {calls}}})\n"
    return f"{before}{text}\n{OUTPUT_CALL}\n", before.count("\n")


def read_output(left: object, limits: CodeLimits) -> tuple[object, tuple[str, ...]]:
    """Return the JSON value that the code left, and the names of variables that have none.

    Raises CodeOutputTooLarge, and CodeFailed when the returned value has no JSON form.
    """
    answer = cast("dict[str, object]", left if isinstance(left, dict) else {})
    texts, names, returned = answer.get("variables"), answer.get("left_out"), answer.get("returned")
    if isinstance(texts, dict) and isinstance(names, list):
        written = {str(name): str(text) for name, text in cast("Mapping[object, object]", texts).items()}
        return _variables(written, limits), tuple(str(name) for name in cast("list[object]", names))
    if isinstance(returned, str):
        if len(returned) > limits.output_bytes:
            raise CodeOutputTooLarge(len(returned), limits.output_bytes)
        return _json(returned), ()
    if "unwritable" in answer:
        raise CodeFailed(f"the returned value cannot be written as JSON: it is or holds a {answer['unwritable']}")
    raise CodeFailed("the code replaced what writes its output; do not touch names that begin with _sandbox_")


def _variables(texts: Mapping[str, str], limits: CodeLimits) -> dict[str, object]:
    size = sum(len(name) + len(text) for name, text in texts.items())
    if size > limits.output_bytes:
        largest = max(texts, key=lambda name: len(texts[name]))
        raise CodeOutputTooLarge(size, limits.output_bytes, largest=largest)
    return {name: _json(text) for name, text in texts.items()}


def _json(text: str) -> object:
    """Read JSON; infinities and not-a-number, which JSON does not have, become null."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise CodeFailed(f"the output cannot be read as JSON: {error}") from None
