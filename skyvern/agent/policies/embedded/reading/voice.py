"""Reads in which voice and order things are said to be done: "the letter should be sent to Ben", "accept it first"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN
from skyvern.agent.policies.embedded.reading.verbs import leading_verb

_PASSIVE = re.compile(
    r"^(?P<what>\S.*?)\s+(?:should|shall|must|(?:has|have|needs?|ought|is|are)\s+to)\s+(?:now\s+|please\s+)?be\s+"
    r"(?P<done>[a-z]+)(?P<rest>\s.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLE = re.compile(r"^(?:the|this|that|an?|all|every|each|my|our)\b", re.IGNORECASE)
_IRREGULAR = {
    "sent": "send", "made": "make", "given": "give", "chosen": "choose", "written": "write", "put": "put", "set": "set",
    "shown": "show", "withdrawn": "withdraw", "paid": "pay", "bought": "buy",
}  # fmt: skip


def ordered(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses, the passive ones as orders unless one of them orders something: then they only expect it."""
    if any(leading_verb(one.text) is not None for one in clauses):
        return list(clauses)
    return [replace(one, text=_active(one.text)) for one in clauses]


_FIRST = re.compile(r"\s+(?:first|beforehand|before that)$", re.IGNORECASE)
_ITSELF_FIRST = ("sort", "filter", "select")
""" "Sort by date, newest first": that is no order of doing."""


_BY_WAY = re.compile(
    rf"^(?P<do>[a-z]+\s+(?:it|them|him|her|this|that))\s+(?:via|through|using)\s+(?:the\s+)?"
    rf"(?P<way>{OPEN}\d+{CLOSE}|[A-Z][\w-]*(?:\s+[A-Z][\w-]*){{0,2}})(?:\s+(?:button|link|page|tab|menu|dialog))?$",
    re.IGNORECASE,
)


def stepwise(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Yield the clauses, "approve it via Review" as the press that leads there and the deed itself."""
    for one in clauses:
        match = _BY_WAY.match(one.text.strip(" .!"))
        named = match is not None and not match["way"][0].islower()
        if match is None or not named or leading_verb(match["do"]) is None:
            yield one
        else:
            yield replace(one, text=f"click on {match['way']}", passing=True)
            yield replace(one, text=match["do"])


def foremost(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses in the order of doing: "look X up. You will have to accept the terms first"."""
    found: list[Clause] = []
    for one in clauses:
        text = one.text.strip(" .!")
        last, lead = _FIRST.search(text), leading_verb(text)
        if found and last is not None and lead is not None and lead[0] not in _ITSELF_FIRST:
            found.insert(len(found) - 1, replace(one, text=text[: last.start()]))
        else:
            found.append(one)
    return found


def _active(text: str) -> str:
    match = _PASSIVE.match(text.strip(" ."))
    if match is None:
        return text
    what = _ARTICLE.sub(lambda article: article[0].lower(), match["what"])
    orders = (f"{verb} {what}{match['rest'] or ''}" for verb in _bases(match["done"].lower()))
    return next((order for order in orders if leading_verb(order) is not None), text)


def _bases(done: str) -> Iterator[str]:
    """Yield the forms that a participle may come from."""
    if done in _IRREGULAR:
        yield _IRREGULAR[done]
    if done.endswith("ied"):
        yield f"{done[:-3]}y"
    if done.endswith("ed"):
        yield done[:-2]
        yield done[:-1]
        if done[-3:-2] == done[-4:-3]:
            yield done[:-3]
