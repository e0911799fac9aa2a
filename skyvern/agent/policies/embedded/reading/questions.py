"""How orders about questions that the page or the browser asks are read: accept, refuse, answer with words."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, Masked

_ASKED = re.compile(
    r"\b(?:confirmation(?: dialog| box| prompt| question)?|confirm dialog|question(?! (?:about|on|whether|of|if|:))|"
    r"dialog(?:ue)?|prompt|alert|are you sure|asks?|asked|message(?: box)?(?= that|$))\b",
    re.IGNORECASE,
)


_OF_THE_FORM = re.compile(
    r"^answer\s+(?!(?:the\s+)?(?:confirmation|browser|safety|final|question)\b)(?:the\s+)?[\w' -]+?\s+question\b",
    re.IGNORECASE,
)
"""A question with a name ("the work permit question") is a field, not a dialog."""


_CONFIRMED_WITH = re.compile(
    r"^confirm\s+(?:(?:it|this|that)\s+)?(?:with|by\s+(?:pressing|clicking|choosing|saying))\s+(?P<button>yes|ok|okay)$",
    re.IGNORECASE,
)


_PROMPTED = re.compile(
    rf"^(?:answer|fill|enter)\s+(?:in\s+)?(?:the\s+)?(?:prompt|dialog(?:ue)?|question)\s+with\s+(?P<text>{OPEN}\d+{CLOSE})$",
    re.IGNORECASE,
)
""" "Answer the prompt with 'Zoe'": what is typed into a question of the browser."""


_NOTED = re.compile(r"^(?:close|dismiss)\b.*\b(?:alert|message)\b", re.IGNORECASE)
"""An alert only tells: to close it is to accept it."""


def answer_to(clause: Clause, masked: Masked, *, begun: bool) -> list[Intent]:
    """Read "accept the confirmation dialog", "answer the question with Cancel", "when it asks …, say OK"."""
    words = f"{masked.plain(clause.condition)} {masked.plain(clause.text)}"
    placed = begun or bool(clause.condition)
    if placed and (yes := _CONFIRMED_WITH.match(masked.plain(clause.text))):
        return [Intent(verb=Verb.DIALOG, clause="", target=yes["button"], amount=1)]
    if not _ASKED.search(words) or not placed or _OF_THE_FORM.match(clause.text):
        return []
    if said := _PROMPTED.match(clause.text):
        return [Intent(verb=Verb.DIALOG, clause="", amount=1, text=masked.plain(said["text"]))]
    if _NOTED.match(clause.text):
        return [Intent(verb=Verb.DIALOG, clause="", amount=1)]
    no = re.search(r"\b(?:dismiss|cancel|no|decline|reject|deny|refuse)\b", masked.plain(clause.text), re.IGNORECASE)
    yes = re.search(
        r"\b(?:accept|confirm|ok|okay|yes|agree|approve|acknowledge)\b",
        masked.plain(clause.text),
        re.IGNORECASE,
    )
    return [Intent(verb=Verb.DIALOG, clause="", amount=0 if no else 1)] if no or yes else []
