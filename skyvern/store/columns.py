"""Column types that carry the domain's own values, so that rows become records without translation by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, Dialect, String, Text, TypeDecorator

from skyvern.domain.failure import UserError
from skyvern.domain.run import Cursor

_COMPACT = (",", ":")


def json_text(value: object) -> str:
    """Write a JSON column's text. What JSON or a database cannot hold (NaN, half a surrogate pair) is replaced."""
    try:
        text = json.dumps(value, separators=_COMPACT, default=_plain, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        text = json.dumps(_writable(value), separators=_COMPACT, ensure_ascii=False)
    return clean_text(text)


def clean_text(text: str) -> str:
    """Return text that UTF-8 and every database can hold; pages do hand out broken surrogates and NULs."""
    if text.isascii():
        return text.replace("\x00", "")
    return text.encode(errors="replace").decode().replace("\x00", "")


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, object]", value))
    if isinstance(value, AbstractSet):
        return sorted(cast("AbstractSet[str]", value))
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _writable(value: object) -> object:
    """Return the value with keys as text and without numbers that JSON lacks."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _writable(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_writable(item) for item in cast("list[object]", value)]
    return _plain(value)


class CleanText(TypeDecorator[str]):
    """Text of people and pages."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write the text."""
        return None if value is None else clean_text(value)


class Word(TypeDecorator[StrEnum]):
    """One word of an enumeration, stored as its text."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enumeration: type[StrEnum]) -> None:
        super().__init__()
        self.enumeration = enumeration

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Write the word."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Read the word."""
        return None if value is None else self.enumeration(value)


class PlainJson(TypeDecorator[object]):
    """Any JSON value; `None` is SQL's NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True


class CursorJson(TypeDecorator[Cursor]):
    """Where a run stands."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Cursor | None, dialect: Dialect) -> dict[str, object] | None:
        """Write the cursor."""
        return None if value is None else value.as_json()

    def process_result_value(self, value: dict[str, object] | None, dialect: Dialect) -> Cursor:
        """Read the cursor."""
        return Cursor() if value is None else Cursor.from_json(value)


class ErrorsJson(TypeDecorator[tuple[UserError, ...]]):
    """The errors of a run or a block."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[UserError, ...] | None, dialect: Dialect) -> list[dict[str, Any]] | None:
        """Write the errors."""
        return [asdict(error) for error in value] if value else None

    def process_result_value(self, value: list[dict[str, Any]] | None, dialect: Dialect) -> tuple[UserError, ...]:
        """Read the errors."""
        return tuple(UserError(**error) for error in value or ())


class TupleJson(TypeDecorator[tuple[object, ...]]):
    """A list of JSON values, as the domain's tuple."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[object, ...] | None, dialect: Dialect) -> list[object] | None:
        """Write the values."""
        return None if value is None else list(value)

    def process_result_value(self, value: list[object] | None, dialect: Dialect) -> tuple[object, ...] | None:
        """Read the values."""
        return None if value is None else tuple(value)
