"""Reads what is said to be done as an order, where the goal orders nothing else: "the letter should be sent to Ben"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from skyvern.agent.policies.embedded.clauses import Clause
from skyvern.agent.policies.embedded.verbs import leading_verb

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
