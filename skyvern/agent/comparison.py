"""Judges sentences that compare values, such as "the total is greater than 100", against values that a run knows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from skyvern.agent.criteria.verdict import Verdict, both, either, no, unknown, yes

_LEAD = re.compile(r"^(?:if|when|whether|while|as long as|check (?:that|if|whether)|verify (?:that|if))\s+", re.I)
_OR = re.compile(r"\s*,?\s+or\s+", re.I)
_AND = re.compile(r"\s*,?\s+(?:and|but)\s+", re.I)
_IS = r"(?:is|are|was|were|be|becomes?)"
_NOT = r"(?P<not>\s+not|n't)?"


@dataclass(frozen=True, slots=True)
class _Operator:
    """Words that compare, what they do, and whether they stand without an object."""

    words: re.Pattern[str]
    holds: Callable[[object, object], bool | None]
    unary: bool = False


def compare(sentence: str, values: Mapping[str, object], *, rendered: bool = False) -> Verdict:
    """Judge a comparison; None when the sentence is none, or names nothing that is known.

    With `rendered`, values already stand in the sentence, so words that name nothing are taken as text.
    """
    text = _LEAD.sub("", " ".join(sentence.split()).rstrip(".?! "))
    for joint, combine in ((_OR, either), (_AND, both)):
        pieces = joint.split(text)
        if len(pieces) > 1 and all(_read(piece) for piece in pieces):
            return combine([compare(piece, values, rendered=rendered) for piece in pieces])
    if read := _read(text):
        return _judged(*read, values, rendered=rendered)
    return unknown(f"{text!r} does not compare values")


def _read(text: str) -> tuple[re.Match[str], _Operator] | None:
    return next(((found, each) for each in _OPERATORS if (found := each.words.fullmatch(text))), None)


def _judged(found: re.Match[str], operator: _Operator, values: Mapping[str, object], *, rendered: bool) -> Verdict:
    subject = _value(found["left"], values, literal=rendered)
    if subject is _NOTHING:
        return unknown(f"nothing known here is called {found['left']!r}")
    other = None if operator.unary else _value(found["right"], values, literal=True)
    holds = operator.holds(subject, other)
    if holds is None:
        return unknown(f"{_shown(subject)} and {_shown(other)} cannot be compared")
    if found.groupdict().get("not"):
        holds = not holds
    return (yes if holds else no)(f"{found['left']} is {_shown(subject)}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


class _Nothing:
    """Stands for what no value is known for."""


_NOTHING = _Nothing()
_QUOTED = re.compile(r"^[\"'“„‘«`](.*)[\"'”’»`]$", re.DOTALL)
_COUNT = re.compile(
    r"^(?:the\s+)?(?:number|count|amount|length|size)\s+of\s+(?:the\s+)?(?P<of>.+?)(?:\s+(?:found|extracted|listed))?$",
    re.I,
)
_OF = re.compile(r"^(?:the\s+)?(?P<field>[\w ]+?)\s+(?:of|in|from)\s+(?:the\s+)?(?P<of>[\w .]+)$", re.I)


def _value(words: str, values: Mapping[str, object], *, literal: bool) -> object:
    """Return what words stand for: a quoted text, a number, the value of that name, or the words themselves."""
    words = words.strip()
    if quoted := _QUOTED.match(words):
        return quoted[1]
    if _number(words) is not None:
        return words
    named = _named(words, values)
    if named is not _NOTHING:
        return named
    if counted := _COUNT.match(words):
        listed = _named(counted["of"], values)
        if isinstance(listed, Sequence | Mapping) and not isinstance(listed, str):
            return len(cast("Sequence[object]", listed))
    if of := _OF.match(words):
        holder = _named(of["of"], values)
        if isinstance(holder, Mapping):
            inner = _named(of["field"], cast("Mapping[str, object]", holder))
            if inner is not _NOTHING:
                return inner
    return words if literal else _NOTHING


def _named(words: str, values: Mapping[str, object]) -> object:
    """Return the one value of this name, at whatever depth; several different ones name nothing."""
    wanted = _plain(words)
    found = [value for name, value in _names(values) if name == wanted]
    return found[0] if found and all(value == found[0] for value in found) else _NOTHING


def _names(values: Mapping[str, object], depth: int = 0) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        yield _plain(name), value
        if name.endswith("_output"):
            yield _plain(name.removesuffix("_output")), value
        if isinstance(value, Mapping) and depth < 4:
            yield from _names(cast("Mapping[str, object]", value), depth + 1)


def _plain(words: str) -> str:
    plain = re.sub(r"[\W_]+", " ", words).strip().lower()
    return re.sub(r"^(?:the|a|an|its|this)\s+", "", re.sub(r"\s+(?:value|field)$", "", plain))


_NUMBER = re.compile(r"^[^\w\s+-]?\s*([+-]?\d[\d\s,.' ]*)\s*(?:%|[^\w\s]|[A-Za-z]{3})?$")


def _number(value: object) -> float | None:
    """Return the number that a value is, money and thousands included; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    found = _NUMBER.match(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    digits = re.sub(r"[\s' ]", "", found[1]).rstrip(",.")
    if "," in digits and (digits.rfind(",") > digits.rfind(".") and not re.search(r",\d{3}$", digits)):
        digits = digits.replace(".", "").replace(",", ".")
    try:
        return float(digits.replace(",", ""))
    except ValueError:
        return None


def _ordered(test: Callable[[float, float], bool]) -> Callable[[object, object], bool | None]:
    def holds(left: object, right: object) -> bool | None:
        one, other = _number(left), _number(right)
        if one is None and isinstance(left, Sequence) and not isinstance(left, str):
            one = float(len(cast("Sequence[object]", left)))
        return None if one is None or other is None else test(one, other)

    return holds


def _equal(left: object, right: object) -> bool:
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return math.isclose(one, other)
    if isinstance(left, bool) or isinstance(right, bool):
        return _text(left) == _text(right)
    return left == right or _text(left) == _text(right)


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split()).casefold()


def _contains(left: object, right: object) -> bool:
    if isinstance(left, str):
        return _text(right) in _text(left)
    items = cast("Sequence[object]", left) if isinstance(left, Sequence | Mapping) else (left,)
    return any(_equal(item, right) for item in items)


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str | Sequence | Mapping) and len(cast("Sequence[object]", value)) == 0)


def _one_of(left: object, right: object) -> bool:
    options = re.split(r"\s*,\s*(?:or\s+|and\s+)?|\s+or\s+", str(right))
    return any(_equal(left, option.strip("\"'“”‘’ ")) for option in options)


def _binary(words: str, holds: Callable[[object, object], bool | None]) -> _Operator:
    return _Operator(re.compile(rf"(?P<left>.+?)\s*(?:{words})\s*(?P<right>.+)", re.I | re.DOTALL), holds)


def _unary(words: str, holds: Callable[[object], bool]) -> _Operator:
    pattern = re.compile(rf"(?P<left>.+?)\s+{_IS}{_NOT}\s+(?:{words})", re.I | re.DOTALL)
    return _Operator(pattern, lambda value, _: holds(value), unary=True)


_OPERATORS = (
    _unary(r"empty|blank|missing|null|none|unset", _empty),
    _unary(r"present|set|given|filled|filled in|known|non-empty", lambda value: not _empty(value)),
    _unary(r"true|on|enabled|yes", lambda value: _text(value) in ("true", "1", "yes", "on")),
    _unary(r"false|off|disabled|no", lambda value: _text(value) in ("false", "0", "no", "off")),
    _binary(rf">=|{_IS}{_NOT}\s+(?:at least|no less than|(?:greater|more|higher|larger) than or equal to)\b|≥",
            _ordered(lambda one, other: one >= other)),
    _binary(rf"<=|{_IS}{_NOT}\s+(?:at most|no more than|(?:less|lower|smaller|fewer) than or equal to)\b|≤",
            _ordered(lambda one, other: one <= other)),
    _binary(rf">|{_IS}{_NOT}\s+(?:(?:greater|more|higher|larger|bigger) than|over|above)\b|\bexceeds?\b",
            _ordered(lambda one, other: one > other)),
    _binary(rf"<|{_IS}{_NOT}\s+(?:(?:less|lower|smaller|fewer) than|under|below)\b",
            _ordered(lambda one, other: one < other)),
    _binary(r"!=|≠|\b(?:does not|doesn't|do not)\s+equal\b|\bdiffers? from\b",
            lambda left, right: not _equal(left, right)),
    _binary(rf"{_IS}{_NOT}\s+one of\b", _one_of),
    _binary(r"\b(?:does not|doesn't|do not|don't)\s+(?:contain|include|mention)\b",
            lambda left, right: not _contains(left, right)),
    _binary(r"\b(?:contains?|includes?|mentions?)\b", _contains),
    _binary(r"\b(?:starts?|begins?) with\b", lambda left, right: _text(left).startswith(_text(right))),
    _binary(r"\bends? with\b", lambda left, right: _text(left).endswith(_text(right))),
    _binary(rf"==|=|\bequals?(?:\s+to)?\b|{_IS}{_NOT}\s+(?:equal to|the same as|exactly)\b", _equal),
    _binary(rf"\b{_IS}{_NOT}\b", _equal),
)  # fmt: skip
