"""Hears a goal as what it says and not as orders: its values with the words around them, its pieces, its deeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from skyvern.agent.lexicon import content, root, section, tokens
from skyvern.agent.policies.embedded.intents import Plan, Term
from skyvern.agent.policies.embedded.reading import values
from skyvern.agent.policies.embedded.reading.clauses import cut
from skyvern.agent.policies.embedded.reading.objects import TOKEN
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN
from skyvern.domain.goal import Goal, GoalValue

_AVOIDING = re.compile(r"^(?:please\s+)?(?:do not|don.?t|never|avoid|must not|should not)\b", re.IGNORECASE)
_CRITERION = re.compile(r"^(?:COMPLETE|TERMINATE)\b")
_NUMBER = re.compile(rf"(?<![\w.,{OPEN}-])(?:\d{{1,2}}:\d{{2}}|\d[\d.,]*\d|\d)(?![\w{CLOSE}-])")
_NAME = re.compile(r"(?<=[a-z0-9,:] )[A-Z][\w'’-]*[a-z](?: (?:[A-Z][\w'’-]*|\d+(?:[.,]\d+)?|of|de|van|von)(?= |\W|$))*")
_STOP = re.compile(r"[.;:!?](?=\s|$)|,|\n|\s(?:and|und|et|y|e)\s")
_PAIR = re.compile(r"(?:^|[.;,\n]\s+)(?P<label>[^\W\d][\w '/()-]{1,40}?)\s*:\s+(?P<value>[^.;,:\n]{1,200})")
_MOST_WORDS = 5
_DENYING = re.compile(r"^(?:(?:and|but|with)\s+)?(?:no|not|without|kein\w*|ohne|sans|pas de|sin|sem)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that the goal says, and the words that may tell what it is."""

    text: str
    start: int = -1
    """Where it stands in what was said, -1 when it was only given beside it."""
    before: str = ""
    after: str = ""
    label: str = ""
    """The label that was said for it outright ("Job address: …")."""
    key: str = ""
    weak: bool = False
    """A name without a mark of its own: it may be a value or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that a goal says beside its criteria and what it forbids."""

    text: str
    values: tuple[Value, ...] = ()
    pieces: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the telling words, each by its root, in their order."""
        return roots(self.text)


def roots(text: str) -> tuple[str, ...]:
    """Return the telling words of a text by their roots: "delivered" and "deliver" are one."""
    return tuple(root(word) for word in content(text))


def hear(goal: Goal, plan: Plan) -> Heard:
    """Return what a goal says. Pure; cached on its words and values."""
    flat = json.dumps(dict(values.flatten(goal.payload)), default=str)
    told = [term for intent in plan.intents for term in intent.terms]
    terms = tuple(term for term in (*plan.facts, *told) if term.value and term.label and not term.source)
    return _hear(goal.text, flat, terms, goal.values, goal.not_given)


@lru_cache(maxsize=256)
def _hear(
    text: str,
    flat: str,
    terms: tuple[Term, ...],
    given: tuple[GoalValue, ...],
    not_given: tuple[GoalValue, ...],
) -> Heard:
    payload = cast("dict[str, object]", json.loads(flat))
    masked = values.mask(text, payload, given=given, not_given=not_given)
    orders = [f"{clause.where} {clause.text}".strip() for clause in cut(masked.text).orders]
    kept = [one for one in orders if not _AVOIDING.match(one) and not _CRITERION.match(one)]
    masked = _with_objects(masked)
    source = ". ".join(_spelled(one, masked).rstrip(" .") for one in kept)
    said, marks = _laid_out(source, masked)
    found = [*_told(said, terms, marks), *marks]
    found = [*_alone(found), *_bare(said, _alone(found))]
    found.sort(key=lambda one: one.start)
    around = tuple(_with_words(one, said, found) for one in found)
    pieces = (piece.strip() for piece in _STOP.split(_shielded(said, around)))
    return Heard(text=said, values=around, pieces=tuple(_unshielded(piece) for piece in pieces if piece))


def _with_objects(masked: values.Masked) -> values.Masked:
    """Return the masked text with a mark for every value of its objects."""
    more = [values.Mark(text=term.value, key=term.key) for terms in masked.objects for term in terms]
    return replace(masked, marks=(*masked.marks, *more))


def _spelled(order: str, masked: values.Masked) -> str:
    """Say what an object gives as "name: value"."""
    first = len(masked.marks) - sum(map(len, masked.objects))

    def said(match: re.Match[str]) -> str:
        at = int(match[1])
        begin = first + sum(len(terms) for terms in masked.objects[:at])
        pairs = (f"{term.label}: {OPEN}{begin + place}{CLOSE}" for place, term in enumerate(masked.objects[at]))
        return ". ".join(pairs)

    return TOKEN.sub(said, order)


def _told(said: str, terms: tuple[Term, ...], marks: list[Value]) -> Iterator[Value]:
    """Yield the values that are said under a label: as the orders were read, and "label: value" wherever it stands."""
    listed = [(term.label, term.value, term.key, said.find(term.value)) for term in terms if term.checked is None]
    listed += [
        (match["label"].strip(), match["value"].strip(), "", match.start("value")) for match in _PAIR.finditer(said)
    ]
    for label, text, key, start in listed:
        inside = [one for one in marks if start <= one.start < start + len(text)]
        if start < 0 or not text:
            continue
        if not inside:
            yield Value(text=text, label=label, key=key, start=start)
        elif inside[0].start == start:
            yield replace(inside[0], label=label)


def _alone(found: list[Value]) -> list[Value]:
    """Leave out what stands inside another value; of two for one place the one with a label stays."""
    kept: list[Value] = []
    for one in sorted(found, key=lambda value: (-len(value.text), not value.label, not value.key)):
        end = one.start + len(one.text)
        if not any(one.start < other.start + len(other.text) and other.start < end for other in kept):
            kept.append(one)
    return kept


def _laid_out(source: str, masked: values.Masked) -> tuple[str, list[Value]]:
    """Put the marked values back in place and note where they stand."""
    out, found, at = "", list[Value](), 0
    for match in values.MARK.finditer(source):
        out += source[at : match.start()]
        mark = masked.marks[int(match[1])]
        found.append(Value(text=mark.text, key=mark.key, start=len(out)))
        out += mark.text
        at = match.end()
    return out + source[at:], found


def _bare(said: str, found: list[Value]) -> Iterator[Value]:
    """Yield numbers, times and names that no mark set apart."""
    taken = [(one.start, one.start + len(one.text)) for one in found]
    taken += [(at, one.start) for one in found if one.label and (at := _label_at(said, one)) >= 0]
    for pattern, weak in ((_NUMBER, False), (_NAME, True)):
        for match in pattern.finditer(said):
            start, end = match.span()
            if not any(start < stop and begin < end for begin, stop in taken):
                taken.append((start, end))
                yield Value(text=match[0], start=start, weak=weak)


def _label_at(said: str, value: Value) -> int:
    """Return where the label right before a value begins: the 5 of "claims last 5 years" is no value."""
    return said.rfind(value.label, max(0, value.start - len(value.label) - 4), value.start)


def _with_words(value: Value, said: str, found: list[Value]) -> Value:
    """Add the words before and behind a value, up to the next stop or the next value."""
    end = value.start + len(value.text)
    before = said[max((one.start + len(one.text) for one in found if one.start < value.start), default=0) : value.start]
    after = said[end : min((one.start for one in found if one.start > value.start), default=len(said))]
    stops = [match.end() for match in _STOP.finditer(before)]
    head = before[stops[-1] :] if stops else before
    if not head.strip() and before.rstrip().endswith(":"):
        head = before.rstrip(" :").rpartition(".")[2].rpartition(",")[2]
    stop = _STOP.search(after)
    tail = after[: stop.start()] if stop else after
    kept = " ".join(head.split()[-_MOST_WORDS:]), " ".join(tail.split()[:2])
    return replace(value, before=kept[0], after=kept[1])


_SHIELD = {",": "\ue010", ".": "\ue011", ";": "\ue012", ":": "\ue013", " ": "\ue014", "!": "\ue015", "?": "\ue016"}


def _shielded(said: str, found: tuple[Value, ...]) -> str:
    """Hide the stops inside values, which cut nothing."""
    for value in found:
        if value.start >= 0 and not value.weak:
            end = value.start + len(value.text)
            inside = "".join(_SHIELD.get(char, char) for char in said[value.start : end])
            said = said[: value.start] + inside + said[end:]
    return said


def _unshielded(piece: str) -> str:
    for char, sign in _SHIELD.items():
        piece = piece.replace(sign, char)
    return piece


def denied(piece: str) -> bool:
    """Tell whether a piece says what is not wanted: "no site plan"."""
    return _DENYING.match(piece.strip()) is not None


_NEGATED = re.compile(
    r"\b(?:is|are|was|were|do|does|did|should|must|will|would|can|could|may|shall|need|have|has)(?:\s+not\b|n['’]t\b)|"
    r"\b(?:cannot|never)\b",
    re.IGNORECASE,
)


def negated(piece: str) -> bool:
    """Tell whether a piece denies something, in whatever place: "it is not a rush order"."""
    return denied(piece) or _NEGATED.search(piece) is not None


def orders_a_deed(heard: Heard, plan: Plan) -> bool:
    """Tell whether the goal itself orders something to be sent, bought, booked, and forbids none of it."""
    deeds = _deeds()
    forbidden = {root(word) for words in plan.forbidden for word in tokens(words)}
    return bool(deeds & {root(word) for word in tokens(_without_values(heard))}) and not deeds & forbidden


def _without_values(heard: Heard) -> str:
    """Return what was said around the values: a Registered Nurse is no order to register anybody."""
    said = heard.text
    for value in sorted(heard.values, key=lambda one: -one.start):
        if value.start >= 0 and not (value.weak and _begins_order(said, value.start)):
            said = f"{said[: value.start]} {said[value.start + len(value.text) :]}"
    return said


def _begins_order(said: str, at: int) -> bool:
    return not said[:at].strip() or said[:at].rstrip().endswith((".", "!", "?", ":"))


@lru_cache(maxsize=1)
def _deeds() -> frozenset[str]:
    phrases = [phrase for listed in section("deeds").values() for phrase in listed]
    return frozenset(root(word) for phrase in phrases for word in tokens(phrase))


def telling(text: str) -> frozenset[str]:
    """Return the roots of the words that could name something on a page: no orders, no deeds, nothing that joins."""
    return frozenset(root(word) for word in content(text) if word not in idle())


@lru_cache(maxsize=1)
def joining() -> frozenset[str]:
    """Return the words that of themselves say nothing at all."""
    return frozenset(word for listed in section("idle").values() for phrase in listed for word in tokens(phrase))


@lru_cache(maxsize=1)
def idle() -> frozenset[str]:
    """Return the words that order or join, and of themselves name nothing that a page could show."""
    listed = [*section("verbs").values(), *section("deeds").values()]
    return joining() | {word for phrases in listed for phrase in phrases for word in tokens(phrase)}


def open_pieces(heard: Heard, shown: str) -> list[str]:
    """Return the pieces of a goal that found no place: their values or most of their words are nowhere in `shown`."""
    known = {root(word) for word in tokens(shown)}
    labels = {value.label.casefold() for value in heard.values if value.label}
    left: list[str] = []
    for piece in heard.pieces:
        if piece.casefold() in labels:  # its value is what counts
            continue
        words = telling(piece)
        missing = words - known
        digits = {word for word in missing if any(char.isdigit() for char in word)}
        if not denied(piece) and words and (digits or len(missing) * 2 > len(words)):
            left.append(piece)
    shut = set(tokens(shown))
    told = [one for one in heard.values if not one.weak or telling(one.text)]
    told = [one for one in told if not (one.label and one.text.casefold() in ("yes", "no", "true", "false"))]
    lost = [one.text for one in told if not set(tokens(one.text)) <= shut]
    return list(dict.fromkeys([*lost, *left]))
