"""Templates of the block language: sandboxed Jinja, lax about what is missing, no way to Python attributes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from jinja2 import ChainableUndefined, Template, TemplateError, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from skyvern.blocks.base import TemplateMark, UndefinedReference

M = TypeVar("M", bound=BaseModel)

MAX_RENDERED = 1_000_000
"""Characters that one rendered field may have."""

MAX_SECONDS = 5.0
"""Seconds that rendering one field may take."""


class TemplateFailed(Exception):
    """A template of a block cannot be rendered; the message names the field."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Only items of mappings and sequences, and the harmless methods of str, int and dict."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's signature
        if attr.startswith("_") or not isinstance(
            obj, str | int | float | Mapping | Sequence | Undefined | LoopContext
        ):
            return False
        return attr not in ("format", "format_map", "translate") and super().is_safe_attribute(obj, attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Keep the methods of text that can make it far longer within the limit of a field."""
        text, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(text, str):
            if name == "replace":
                return _replace(text, *args, **kwargs)
            if name in _PADDING and args and _number(args[0]) > MAX_RENDERED:
                raise TemplateError(f"{name}: the text would be too long")
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's signature
        """Refuse products and powers that would eat the machine's memory or time."""
        if operator == "*" and (
            _length(left) * _number(right) > MAX_RENDERED or _length(right) * _number(left) > MAX_RENDERED
        ):
            raise TemplateError("the product is too long")
        if operator == "%" and isinstance(left, str) and _WIDE_FORMAT.search(left):
            raise TemplateError("the format is too wide")
        if operator == "**" and (_number(right) > 64 or _number(left) > 10**6):
            raise TemplateError("the power is too large")
        return super().call_binop(context, operator, left, right)


_PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs"})
_WIDE_FORMAT = re.compile(r"%[^%a-zA-Z]*(\d{5,}|\*)")


def _replace(text: object, old: str, new: str, count: int | None = None) -> str:
    """Replace as Jinja's filter does, within the limit of a rendered field."""
    source, old, new = str(text), str(old), str(new)
    found = source.count(old) if count is None else min(count, source.count(old))
    if len(source) + found * len(new) > MAX_RENDERED:
        raise TemplateError("the replaced text is too long")
    return source.replace(old, new, -1 if count is None else count)


def _format(text: object, *args: object, **kwargs: object) -> str:
    """Fill `%` places as Jinja's filter does, none of them absurdly wide."""
    if _WIDE_FORMAT.search(str(text)):
        raise TemplateError("the format is too wide")
    return str(text) % (kwargs or args)


def _length(value: object) -> int:
    return len(cast("Sequence[object]", value)) if isinstance(value, Sequence) else 0


def _number(value: object) -> float:
    return abs(value) if isinstance(value, int | float) else 0


def _to_json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)


def _shown(value: object) -> object:
    """Objects and lists render as JSON; what is missing renders empty."""
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        return _to_json(cast("object", value))
    return "" if value is None else value


_environment = _Sandbox(undefined=ChainableUndefined, autoescape=False, finalize=_shown)
_environment.filters["json"] = _to_json
_environment.filters["tojson"] = _to_json
_environment.filters |= cast("Any", {"replace": _replace, "format": _format})
for _name in ("center", "indent"):
    _environment.filters.pop(_name)
for _name in ("namespace", "cycler", "joiner", "lipsum"):
    _environment.globals.pop(_name)


@lru_cache(maxsize=2048)
def _compiled(source: str) -> Template:
    return _environment.from_string(source)


@lru_cache(maxsize=2048)
def _expression(source: str) -> Any:  # noqa: ANN401 - Jinja's compiled expression
    return _environment.compile_expression(source, undefined_to_none=False)


def has_template(text: str) -> bool:
    """Tell whether rendering could change the text."""
    return "{{" in text or "{%" in text or "{#" in text


def render_text(text: str, variables: Mapping[str, object]) -> str:
    """Render one template; raises TemplateFailed."""
    if not has_template(text):
        return text
    try:
        return _within_limits(_compiled(text), text, variables)
    except _BROKEN as error:
        raise TemplateFailed(f"{error or type(error).__name__} in template {text[:200]!r}") from None


_BROKEN = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What a template can raise while it is read or rendered."""


def _within_limits(template: Template, text: str, variables: Mapping[str, object]) -> str:
    parts: list[str] = []
    size, end = 0, time.monotonic() + MAX_SECONDS
    for part in template.generate(variables):
        parts.append(part)
        size += len(part)
        if size > MAX_RENDERED:
            raise TemplateFailed(f"the text rendered from {text[:80]!r} is longer than {MAX_RENDERED:,} characters")
        if time.monotonic() > end:
            raise TemplateFailed(f"rendering {text[:80]!r} takes longer than {MAX_SECONDS:g} s")
    return "".join(parts)


def render_value(value: object, variables: Mapping[str, object]) -> object:
    """Render every string in a JSON-like value (keys are left as they are)."""
    if isinstance(value, str):
        return render_text(value, variables)
    if isinstance(value, Mapping):
        mapping = cast("Mapping[str, object]", value)
        return {key: render_value(item, variables) for key, item in mapping.items()}
    if isinstance(value, list):
        return [render_value(item, variables) for item in cast("list[object]", value)]
    return value


_BARE_KEYS = frozenset({"url", "totp_identifier", "file_url", "path"})
"""Fields that are replaced by a parameter's value when they are exactly its key."""


def render_fields(model: M, variables: Mapping[str, object]) -> M:
    """Return a copy with every templated field rendered; raises TemplateFailed naming the field."""
    changed: dict[str, object] = {}
    for name in _templated_fields(type(model)):
        value = getattr(model, name)
        if name in _BARE_KEYS and isinstance(value, str) and isinstance(variables.get(value), str):
            changed[name] = variables[value]
            continue
        try:
            rendered = render_value(value, variables)
        except TemplateFailed as error:
            raise TemplateFailed(f"{name}: {error}") from None
        if rendered != value:
            changed[name] = rendered
    return model.model_copy(update=changed) if changed else model


@lru_cache(maxsize=256)
def _templated_fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(isinstance(mark, TemplateMark) for mark in field.metadata)
    )


def lookup(expression: str, variables: Mapping[str, object]) -> object:
    """Return the value (not its text) of a key, a dotted path or one `{{ expression }}`.

    Raises UndefinedReference when nothing has that name, or when the expression cannot be read.
    """
    source = expression.strip()
    if source in variables:
        return variables[source]
    if source.startswith("{{") and source.endswith("}}") and source.count("{{") == 1:
        source = source[2:-2].strip()
    try:
        if has_template(source):
            return render_text(source, variables)
        value = _expression(source)(dict(variables))
    except (*_BROKEN, TemplateFailed) as error:
        raise UndefinedReference(f"{expression!r} cannot be read: {error}") from None
    if isinstance(value, Undefined):
        raise UndefinedReference(f"{expression!r} names nothing in this run", missing=True)
    return value
