"""Templates of the block language: sandboxed Jinja, lax about what is missing, no way to Python attributes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar, cast

from jinja2 import ChainableUndefined, StrictUndefined, Template, TemplateError, Undefined, filters, meta, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import make_attrgetter
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from skyvern.blocks.base import TemplateMark, UndefinedReference
from skyvern.engine.told_values import TELLING, listener, tell, telling

M = TypeVar("M", bound=BaseModel)

MAX_RENDERED = 1_000_000
"""Characters that one rendered field may have."""

MAX_SECONDS = 5.0
"""Seconds that rendering one field may take."""

MAX_SOURCE = 200_000
"""Characters that a field with a template in it may have."""

MAX_TURNS = 1_000_000
"""Turns of loops and calls that rendering one field may take."""


class TemplateFailed(Exception):
    """A template of a block cannot be rendered; the message names the field."""


class _Budget:
    """What one rendering has left: time, turns, and characters that it put anywhere."""

    __slots__ = ("_characters", "_end", "_turns")

    def __init__(self) -> None:
        self._end = time.monotonic() + MAX_SECONDS
        self._turns = 0
        self._characters = 0

    def turn(self) -> None:
        """Count one turn of a loop, or one call."""
        self._turns += 1
        if self._turns > MAX_TURNS:
            raise TemplateError(f"more than {MAX_TURNS:,} turns of loops")
        if self._turns % 64 == 0 and time.monotonic() > self._end:
            raise TemplateError(f"rendering takes longer than {MAX_SECONDS:g} s")

    def write(self, length: int) -> None:
        """Count text that is put together, in macros too."""
        self._characters += length
        self.turn()
        if self._characters > 4 * MAX_RENDERED:
            raise TemplateError("the text that is put together is too long")


_budget: ContextVar[_Budget] = ContextVar("template_budget")


def _turn() -> None:
    if (budget := _budget.get(None)) is not None:
        budget.turn()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Only items of mappings and sequences, and the harmless methods of str, int and dict."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Read a template so that every loop and every concatenation is counted while it renders."""
        if len(source) > MAX_SOURCE:
            raise TemplateError(f"a template may have {MAX_SOURCE:,} characters, this one has {len(source):,}")
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        telling(tree)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's signature
        if attr.startswith("_") or not isinstance(obj, str | Mapping | Sequence | Undefined | LoopContext | float):
            return False
        return attr not in _FORBIDDEN and super().is_safe_attribute(obj, attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Keep the methods of text that can make it far longer within the limit of a field."""
        _turn()
        text, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(text, str):
            if name == "replace":
                return _replace(text, *args, **kwargs)
            if name == "join":
                return _join(args[0] if args else (), text)
            if name in _PADDING and args and _number(args[0]) > MAX_RENDERED:
                raise TemplateError(f"{name}: the text would be too long")
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's signature
        """Refuse products and powers that would eat the machine's memory or time."""
        _turn()
        if operator == "+" and _length(left) + _length(right) > MAX_RENDERED:
            raise TemplateError("the sum is too long")
        if operator == "*" and (
            _length(left) * _number(right) > MAX_RENDERED or _length(right) * _number(left) > MAX_RENDERED
        ):
            raise TemplateError("the product is too long")
        if operator == "%" and isinstance(left, str) and _WIDE_FORMAT.search(left):
            raise TemplateError("the format is too wide")
        if operator == "**" and (_number(right) > 64 or _number(left) > 10**6):
            raise TemplateError("the power is too large")
        return super().call_binop(context, operator, left, right)


_FORBIDDEN = frozenset({"format", "format_map", "translate", "encode", "expandtabs", "hex", "fromhex"})
_PADDING = frozenset({"center", "ljust", "rjust", "zfill"})
_WIDE_FORMAT = re.compile(r"%[^%a-zA-Z]*(\d{5,}|\*)")


class _Counting(CodeGenerator):
    """Puts texts together (`~`) within the limit of a field."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Write the call that joins."""
        self.write("environment.filters['join']((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


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


def _counted(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        _turn()
        yield value


def _itself(value: object) -> object:
    return value


def _join(values: Iterable[object], separator: object = "", attribute: str | int | None = None) -> str:
    """Join as Jinja's filter does, within the limit of a rendered field."""
    between, parts, size = str(separator), list[str](), 0
    pick: Callable[[object], object] = _itself if attribute is None else make_attrgetter(_environment, attribute)
    for value in values:
        _turn()
        parts.append(str(pick(value)))
        size += len(parts[-1]) + len(between)
        if size > MAX_RENDERED:
            raise TemplateError("the joined text is too long")
    return between.join(parts)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    """Round as Jinja's filter does, to a sane number of places."""
    if abs(precision) > 30:
        raise TemplateError("round: too many places")
    return filters.do_round(value, precision, method)  # type: ignore[arg-type]


def _length(value: object) -> int:
    return len(cast("Sequence[object]", value)) if isinstance(value, Sequence) else 0


def _number(value: object) -> float:
    return abs(value) if isinstance(value, int | float) else 0


def _to_json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)


def _shown(value: object) -> object:
    """Objects and lists render as JSON; what is missing renders empty."""
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        value = _to_json(cast("object", value))
    if (budget := _budget.get(None)) is not None:
        budget.write(len(value) if isinstance(value, str) else 8)
    return "" if value is None else value


def _made(undefined: type[Undefined]) -> _Sandbox:
    made = _Sandbox(undefined=undefined, autoescape=False, finalize=_shown)
    made.code_generator_class = _Counting
    made.filters["json"] = _to_json
    made.filters["tojson"] = _to_json
    made.filters |= cast(
        "Any",
        {"replace": _replace, "format": _format, "join": _join, "round": _round, "counted": _counted, TELLING: tell},
    )
    for name in ("center", "indent", "batch", "slice", "urlize", "wordwrap"):
        made.filters.pop(name)
    for name in ("namespace", "cycler", "joiner", "lipsum"):
        made.globals.pop(name)
    return made


_environment = _made(ChainableUndefined)
_strict = _made(StrictUndefined)


@lru_cache(maxsize=2048)
def _compiled(source: str, strict: bool = False) -> Template:
    return (_strict if strict else _environment).from_string(source)


@lru_cache(maxsize=2048)
def _expression(source: str) -> Any:  # noqa: ANN401 - Jinja's compiled expression
    return _environment.compile_expression(source, undefined_to_none=False)


def has_template(text: str) -> bool:
    """Tell whether rendering could change the text."""
    return "{{" in text or "{%" in text or "{#" in text


def render_text(text: str, variables: Mapping[str, object], *, strict: bool = False) -> str:
    """Render one template; what is missing renders empty, or fails when `strict`. Raises TemplateFailed."""
    if not has_template(text):
        return text
    try:
        return _within_limits(_compiled(text, strict), text, variables)
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


def syntax_problem(text: str) -> str | None:
    """Say what keeps a template from being read, None when nothing does."""
    if not has_template(text):
        return None
    try:
        _compiled(text)
    except _BROKEN as error:
        return f"{error or type(error).__name__} in template {text[:200]!r}"
    return None


def _within_limits(template: Template, text: str, variables: Mapping[str, object]) -> str:
    parts: list[str] = []
    size = 0
    held = _budget.set(_Budget())
    if (hears := listener()) is not None:
        hears.begin()
    try:
        for part in template.generate(variables):
            parts.append(part)
            if hears is not None:
                hears.written(part, size)
            size += len(part)
            if size > MAX_RENDERED:
                raise TemplateFailed(f"the text rendered from {text[:80]!r} is longer than {MAX_RENDERED:,} characters")
            _turn()
    finally:
        _budget.reset(held)
    rendered = "".join(parts)
    if hears is not None:
        hears.end(rendered)
    return rendered


def render_value(value: object, variables: Mapping[str, object], *, strict: bool = False) -> object:
    """Render every string in a JSON-like value (keys are left as they are)."""
    if isinstance(value, str):
        return render_text(value, variables, strict=strict)
    if isinstance(value, Mapping):
        mapping = cast("Mapping[str, object]", value)
        return {key: render_value(item, variables, strict=strict) for key, item in mapping.items()}
    if isinstance(value, list):
        return [render_value(item, variables, strict=strict) for item in cast("list[object]", value)]
    return value


_BARE_KEYS = frozenset({"url", "totp_identifier", "file_url", "path"})
"""Fields that are replaced by a parameter's value when they are exactly its key."""


def render_fields(model: M, variables: Mapping[str, object], *, strict: bool = False) -> M:
    """Return a copy with every templated field rendered; raises TemplateFailed naming the field."""
    changed: dict[str, object] = {}
    for name in _templated_fields(type(model)):
        value = getattr(model, name)
        if name in _BARE_KEYS and isinstance(value, str) and isinstance(variables.get(value), str):
            changed[name] = variables[value]
            continue
        try:
            rendered = render_value(value, variables, strict=strict)
        except TemplateFailed as error:
            raise TemplateFailed(f"{name}: {error}") from None
        if rendered != value:
            changed[name] = rendered
    return model.model_copy(update=changed) if changed else model


@lru_cache(maxsize=2048)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(_environment.parse(text)))


def template_names(model: BaseModel) -> Iterator[tuple[str, str]]:
    """Yield each variable that the templated fields of a block name, as field and name; the templates are readable."""
    for field in _templated_fields(type(model)):
        for text in _texts(getattr(model, field)):
            if has_template(text):
                yield from ((field, name) for name in sorted(_names_in(text)))


def template_problems(model: BaseModel) -> Iterator[str]:
    """Say which templated fields of a block cannot be read (`field: message`)."""
    for name in _templated_fields(type(model)):
        for text in _texts(getattr(model, name)):
            if (problem := syntax_problem(text)) is not None:
                yield f"{name}: {problem}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, object]", value).values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _texts(item)


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
        value = _evaluated(source, variables)
    except (*_BROKEN, TemplateFailed) as error:
        raise UndefinedReference(f"{expression!r} cannot be read: {error}") from None
    if isinstance(value, Undefined):
        raise UndefinedReference(f"{expression!r} names nothing in this run", missing=True)
    return value


def _evaluated(source: str, variables: Mapping[str, object]) -> object:
    held = _budget.set(_Budget())
    try:
        return _expression(source)(dict(variables))
    finally:
        _budget.reset(held)
