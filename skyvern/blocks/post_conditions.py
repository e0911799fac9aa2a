"""Reads the post-conditions of a block: what a definition writes becomes what the agent checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from skyvern.domain.goal import PostCondition

_TEXTS = ("at", "url", "text", "no_text", "download")
_CHECKS = ("url", "text", "no_text", "element", "download", "schema")
_OF_ELEMENT: Mapping[str, type] = {
    "name": str,
    "role": str,
    "value": str,
    "checked": bool,
    "selected": bool,
    "disabled": bool,
}


def read_post_conditions(given: Sequence[Mapping[str, object]] | None) -> tuple[PostCondition, ...]:
    """Return the post-conditions; raises ValueError that names the place and what may stand there."""
    return tuple(_condition(f"post_conditions[{index}]", item) for index, item in enumerate(given or ()))


def _condition(place: str, item: Mapping[str, object]) -> PostCondition:
    known = {"at", *_CHECKS}
    if strange := sorted(set(item) - known):
        raise ValueError(f"{place}: {strange[0]!r} is not known; use {', '.join(sorted(known))}")
    texts: dict[str, str] = {}
    for key in _TEXTS:
        value = item.get(key)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{place}.{key}: must be text, not {type(value).__name__}")
        texts[key] = (value or "").strip()
    schema = item.get("schema")
    if schema is not None and not isinstance(schema, Mapping):
        raise ValueError(f"{place}.schema: must be a JSON Schema (an object), not {type(schema).__name__}")
    element = _element(f"{place}.element", item.get("element"))
    if not (any(texts[key] for key in _TEXTS if key != "at") or element or schema is not None):
        raise ValueError(f"{place}: says nothing to check; give at least one of {', '.join(_CHECKS)}")
    if texts["at"] and (texts["download"] or schema is not None):
        raise ValueError(
            f"{place}.at: is where a page is looked at; put download and schema into a condition of their own"
        )
    return PostCondition(**texts, element=element, schema=cast("Mapping[str, object] | None", schema))


def _element(place: str, given: object) -> Mapping[str, str | bool]:
    if given is None:
        return {}
    if isinstance(given, str):
        given = {"name": given}
    if not isinstance(given, Mapping):
        raise ValueError(f"{place}: must be a name, or an object with name, role, value, checked, selected, disabled")
    wanted: dict[str, str | bool] = {}
    for key, said in cast("Mapping[str, object]", given).items():
        kind = _OF_ELEMENT.get(key)
        if kind is None:
            raise ValueError(f"{place}: {key!r} is not known; use {', '.join(_OF_ELEMENT)}")
        number = kind is str and isinstance(said, int | float) and not isinstance(said, bool)
        value = str(said) if number else said
        if not isinstance(value, str | bool) or not isinstance(value, kind):
            word = "text" if kind is str else "true or false"
            raise ValueError(f"{place}.{key}: must be {word}, not {type(value).__name__}")
        wanted[key] = value
    if not wanted.get("name") and not wanted.get("role"):
        raise ValueError(f"{place}: name the element (or give its role)")
    return wanted
