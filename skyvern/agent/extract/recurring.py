"""Reads cards by what they have in common: the words that come again on each name what differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_][\w'’&/()-]*\.?:?")
_AMOUNT = re.compile(r"[~≈<>]?\s?[$€£]?\d[\d.,]*\+?")
_MANY = 4
"""Of so many cards one may lack a line that the others have."""
_MOST_WORDS = 4

Pairs = tuple[tuple[str, str], ...]


def recurring_pairs(cards: Sequence[Sequence[str]]) -> tuple[Pairs, ...]:
    """Return for each card the labels and values that its lines make beside those of the others.

    A line of its own that all cards share labels the line below it (`Available balance`, `$15,700.00`), or the one
    above where the cards are made of nothing else; words that lines begin with label the rest of them
    (`Account ending 9020`); words behind a number say what is counted (`3 bedrooms`). One card tells nothing.
    """
    if len(cards) < 2:
        return tuple(() for _ in cards)
    least = len(cards) - (len(cards) >= _MANY)
    shared = _on_most((set(card) for card in cards), least)
    upward = _above(cards, shared)
    beginnings = _beginnings([[line for line in card if line not in shared] for card in cards], least)
    counted = _on_most(({unit for line in card if (unit := _counted(line)[0])} for card in cards), 2)
    return tuple(
        (*_lines(card, shared, upward=upward), *_openings(card, beginnings, shared), *_counts(card, counted))
        for card in cards
    )


def _on_most(cards: Iterator[set[str]], least: int) -> frozenset[str]:
    times = Counter(text for card in cards for text in card)
    return frozenset(text for text, count in times.items() if count >= least)


def _above(cards: Sequence[Sequence[str]], shared: frozenset[str]) -> bool:
    """Whether the values stand over their labels: cards of nothing but a value, its label, a value, its label."""
    return all(
        len(one) % 2 == 0 and all((line in shared) == bool(at % 2) for at, line in enumerate(one)) for one in cards
    )


def _lines(card: Sequence[str], shared: frozenset[str], *, upward: bool) -> Iterator[tuple[str, str]]:
    """Pair each line that is a label with its neighbour that is none."""
    lines = list(reversed(card)) if upward else list(card)
    for label, value in pairwise(lines):
        if label in shared and value not in shared and _WORD.match(label):
            yield label.rstrip(":"), value


def _beginnings(cards: Sequence[Sequence[str]], least: int) -> Mapping[str, int]:
    """Return the words with which a line of most cards begins, and how many they are; only the longest of them."""
    found: dict[str, set[str]] = {}
    seen: Counter[str] = Counter()
    for card in cards:
        begun = {head: line for line in card for head in _heads(line)}
        seen.update(list(begun))
        for head, line in begun.items():
            found.setdefault(head, set()).add(line)
    common = {head for head, times in seen.items() if times >= least and len(found[head]) > 1}
    return {head: len(head.split()) for head in common if not any(one.startswith(f"{head} ") for one in common)}


def _heads(line: str) -> Iterator[str]:
    """Yield what a line may begin with as a label: its first words without a figure, and not all of it."""
    words = line.split()
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        if _WORD.fullmatch(words[count - 1]) is None:
            return
        yield " ".join(words[:count])


def _openings(card: Sequence[str], beginnings: Mapping[str, int], shared: frozenset[str]) -> Iterator[tuple[str, str]]:
    for line in card:
        words = line.split()
        for head, count in beginnings.items():
            if line not in shared and " ".join(words[:count]) == head and len(words) > count:
                yield head.rstrip(":"), " ".join(words[count:]).lstrip(":–- ")


def _counts(card: Sequence[str], counted: frozenset[str]) -> Iterator[tuple[str, str]]:
    for line in card:
        unit, number = _counted(line)
        if unit in counted:
            yield unit, number


def _counted(line: str) -> tuple[str, str]:
    """Return what a line counts, in the plural, and how many there are; empty texts where it counts nothing."""
    number, _, unit = line.partition(" ")
    if _AMOUNT.fullmatch(number) is None or not unit or len(unit.split()) > _MOST_WORDS or re.search(r"\d", unit):
        return "", ""
    return (f"{unit}s" if number == "1" and not unit.endswith("s") else unit), number
