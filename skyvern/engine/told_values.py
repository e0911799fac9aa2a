"""Which stretches of a rendered text a template put there, with the names that it gives them."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

from jinja2 import nodes
from jinja2.nodes import Expr, Node

from skyvern.domain.goal import Goal, GoalValue

MAX_VALUES = 200
"""Values that are told of one text."""

MAX_LENGTH = 20_000
"""Characters that a told value may have."""

TELLING = "told"
"""The filter around each expression that is written out."""

Told: TypeAlias = Mapping[str, tuple[GoalValue, ...]]
"""Values by the rendered text that they stand in; what was not given is there too, with an empty text."""


@dataclass(slots=True)
class Listener:
    """Hears which expression each piece of the texts comes from that are rendered meanwhile."""

    told: dict[str, tuple[GoalValue, ...]] = field(default_factory=dict[str, tuple[GoalValue, ...]])
    _values: list[GoalValue] = field(default_factory=list[GoalValue])
    _name: str | None = None

    def begin(self) -> None:
        """Start with a text."""
        self._values, self._name = [], None

    def hear(self, name: str) -> None:
        """Take note that what is written next has this name."""
        self._name = name

    def written(self, text: str, at: int) -> None:
        """Keep a piece that was written at this place, if an expression was told of."""
        name, self._name = self._name, None
        if name is None or len(text) > MAX_LENGTH or len(self._values) >= MAX_VALUES:
            return
        start = at + len(text) - len(text.lstrip())
        self._values.append(GoalValue(name=name, text=text.strip(), at=start))

    def end(self, rendered: str) -> None:
        """Keep the values of a text that is whole."""
        if self._values:
            self.told[rendered] = tuple(self._values)


_listening: ContextVar[Listener | None] = ContextVar("told_values", default=None)


@contextmanager
def listening() -> Generator[Told]:
    """Tell of the values in the texts that are rendered meanwhile."""
    listener = Listener()
    held = _listening.set(listener)
    try:
        yield listener.told
    finally:
        _listening.reset(held)


def listener() -> Listener | None:
    """Return who listens now."""
    return _listening.get()


def tell(value: object, name: str) -> object:
    """Say the name of what is written next; objects, lists and yes or no are no values of their own."""
    whole = isinstance(value, (bool, Mapping)) or (isinstance(value, Sequence) and not isinstance(value, str))
    if (hears := _listening.get()) is not None and not whole:
        hears.hear(name)
    return cast("object", value)


def telling(template: nodes.Template) -> None:
    """Wrap what a template writes out itself; what a macro or a block filter still changes is left alone."""
    blocks = template.find_all(nodes.AssignBlock)
    own = {block.target.name for block in blocks if isinstance(block.target, nodes.Name)}
    _wrap_all(template.body, own)


def _wrap_all(body: Iterable[Node], own: Set[str]) -> None:
    for node in body:
        if isinstance(node, nodes.Output):
            node.nodes = [_wrapped(expression, own) for expression in node.nodes]
        elif isinstance(node, nodes.If):
            _wrap_all((*node.body, *node.elif_, *node.else_), own)
        elif isinstance(node, nodes.For) and not node.recursive:
            _wrap_all((*node.body, *node.else_), own)
        elif isinstance(node, (nodes.With, nodes.Scope)):
            _wrap_all(node.body, own)


_LISTING = frozenset(["join", "json", "tojson"])


def _wrapped(node: Expr, own: Set[str]) -> Expr:
    """Tell of an expression; words that it only chooses between ("now" if urgent else "soon") are the author's."""
    if isinstance(node, nodes.CondExpr):
        node.expr1 = _wrapped(node.expr1, own)
        node.expr2 = _wrapped(node.expr2, own) if node.expr2 is not None else None
        return node
    if _of_the_author(node, own):
        return node
    name = nodes.Const(_name(node), lineno=node.lineno)
    return nodes.Filter(node, TELLING, [name], [], None, None, lineno=node.lineno)


def _of_the_author(node: Expr, own: Set[str]) -> bool:
    """Tell whether an expression gives words that the template itself writes, or several values in one text."""
    match node:
        case nodes.Name():
            return node.name in own
        case nodes.Call(node=nodes.Name()):
            return True
        case nodes.Call(node=nodes.Getattr(attr=attr)) if attr in _LISTING:
            return True
        case nodes.Filter() if node.name in _LISTING:
            return True
        case _:
            return not any(node.find_all(nodes.Name))


_NAMELESS = frozenset(["current_value", "current_item", "current_index"])


def _name(node: Node | None) -> str:
    """Return the last name in `customer.name | upper`, "" where there is none or it is put together of several."""
    match node:
        case nodes.Name():
            return "" if node.name in _NAMELESS else node.name
        case nodes.Getattr():
            return node.attr
        case nodes.Getitem():
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            return key if isinstance(key, str) else _name(node.node)
        case nodes.Filter():
            return _name(node.node)
        case nodes.Call():
            return _name(node.node.node) if isinstance(node.node, nodes.Getattr) else ""
        case nodes.Or():
            return _name(node.left)
        case _:
            return ""


def with_values(goal: Goal, told: Told) -> Goal:
    """Return the goal with the values that stand in its text; of a text taken apart, those that are found again."""
    known = told.get(goal.text)
    if known is None:
        known = tuple(_found_again(goal.text, [value for values in told.values() for value in values if value.text]))
    given = tuple(value for value in known if value.text)
    asked = tuple(value for value in told.get(goal.extraction, ()) if value.text)
    return replace(goal, values=given, not_given=tuple(one for one in known if not one.text), asked_with=asked)


def _found_again(text: str, values: Sequence[GoalValue]) -> Iterator[GoalValue]:
    at = 0
    for value in values:
        if found := re.compile(rf"(?<!\w){re.escape(value.text)}(?!\w)").search(text, at):
            yield replace(value, at=found.start())
            at = found.end()
