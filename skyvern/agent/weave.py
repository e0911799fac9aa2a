"""Puts what can be acted on into the lines of text that it says, so that nothing is told twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from skyvern.domain.page import Element, Line

_FORGED = re.compile(r"\[(?=(?:f\d+)?e\d+\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven:
    """A line's text with the elements in it, and which those are."""

    text: str
    refs: frozenset[str] = frozenset()


def unforged(text: str) -> str:
    """Return a page's own text so that nothing in it reads like a reference of ours."""
    return _FORGED.sub("(", text)


def woven(text: str, line: Line, told: Mapping[str, tuple[Element, str]], *, everything: str = "") -> Woven:
    """Return a line's text with each element, as it is told, in the place of the words that it says.

    `told` has each element by its reference, with how it is told. Words that its name does not hold stay before it;
    of a name that runs on over further lines of `everything`, the words of this line are told.
    """
    out: list[str] = []
    refs: set[str] = set()
    cursor = 0
    for said, ref in line.parts:
        words = said.strip()
        at = text.find(words, cursor)
        if at < 0:
            break
        end = at + len(words)
        out.append(unforged(text[cursor:at]))
        if ref in told:
            element, piece = told[ref]
            if _runs_on(element.name, words, everything):
                out.append(piece.replace(unforged(element.name), unforged(words), 1))
            else:
                out.append(piece if _holds(element.name, words) else f"{unforged(words)} {piece}")
            refs.add(ref)
        else:
            out.append(unforged(words))
        cursor = end
    out.append(unforged(text[cursor:]))
    return Woven(text="".join(out), refs=frozenset(refs))


def _runs_on(name: str, words: str, everything: str) -> bool:
    """Whether the rest of a name is told anyway: by the lines that follow, or because it says its words twice."""
    rest = name.removeprefix(words)
    return bool(words) and rest not in ("", name) and (rest.strip() == words or name.removesuffix("…") in everything)


def _holds(name: str, words: str) -> bool:
    """Whether telling the name tells the words."""
    return " ".join(words.casefold().split()) in " ".join(name.casefold().split()) or not re.search(r"\w", words)
