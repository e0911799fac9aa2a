"""Knows the words that orders begin with, and the polite ones before them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from skyvern.agent.lexicon import plain, section

POLITE = re.compile(
    r"^(?:(?:please|kindly|now|firstly|secondly|thirdly|then|finally|lastly|also|afterwards?|after that|after this|"
    r"once (?:that(?:'s| is)|this is|it is) done|when (?:that|this) is done|having done (?:that|this)|to (?:begin|"
    r"start)(?: with)?|start by|begin by|in the end|at the end|"
    r"just|simply|so|and|but|again|keep(?: on)?(?= \w+ing\b)|continue(?: to)?(?= (?:click|press|fill|select)\w*\b)|"
    r"repeatedly|ok|okay|hi|hello|hey(?: there)?|thanks|carefully|go ahead and|be sure to|make sure (?:to|you|"
    r"that you)|remember to|don't forget to|ensure (?:that )?you|"
    r"(?:could|can|would|will) you(?: please| kindly)?|would you mind|i(?:'d| would) (?:like|want|love) (?:you )?to|"
    r"i (?:want|need) (?:you )?to|we (?:want|need) (?:you )?to|we(?:'d| would) like (?:you )?to|help me(?: to)?|"
    r"help us(?: to)?|"
    r"you(?:'ll| will| may| might| would) (?:also |first )?(?:need|have) to|"
    r"you (?:should|must|need to|have to|can|may|will|are to|will need to|shall)(?: now| then| first| also)?|"
    r"your (?:task|job|goal|mission|objective) is to|the (?:task|goal|job|"
    r"objective|idea|aim) is to|(?:my|our) goal is to|"
    r"(?:the )?(?:goal|task|objective|instructions?|steps?|todo|action)(?=\s*:)|we (?:should|must|need to|have to|can|"
    r"may|will)|let's|let us|try to|attempt to|proceed to(?= \w+ (?:the|a|on))|it is necessary to|there(?:,|"
    r" you)(?: should)?|from there|it's time to)\b[\s,:]*)+",
    re.IGNORECASE,
)


_ORDINAL = re.compile(r"^(?:first|second|third|fourth|next|last)\b(?P<comma>\s*[,:])?\s*", re.IGNORECASE)


@cache
def verb_phrases() -> tuple[tuple[str, str], ...]:
    """Return (leading words, verb group), longest first."""
    found = [(plain(phrase), group) for group, phrases in section("verbs").items() for phrase in phrases]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _base(word: str) -> list[str]:
    forms = [word]
    if word.endswith("ing") and len(word) > 5:
        root = word[:-3]
        forms += [root, root + "e"]
        if len(root) > 2 and root[-1] == root[-2]:
            forms.append(root[:-1])
    return forms


def base_form(word: str, verbs: Collection[str]) -> str:
    """Return the one of the verbs that a word is a form of ("accepting": "accept"), else the word."""
    return next((form for form in _base(word) if form in verbs), word)


def leading_verb(text: str) -> tuple[str, str] | None:
    """Return (verb group, rest of the words) when a clause begins with an order, else None."""
    words = text.split(maxsplit=1)
    if not words:
        return None
    tail = " " + words[1] if len(words) > 1 else ""
    for first in _base(plain(words[0].rstrip(",:"))):
        lowered = first + plain(tail) if len(plain(tail)) == len(tail) else first + tail.lower()
        for phrase, group in verb_phrases():
            if lowered == phrase or (
                lowered.startswith(phrase) and not (lowered[len(phrase)].isalnum() or lowered[len(phrase)] in "'’_")
            ):
                used = len(phrase.split())
                rest = text.split(maxsplit=used)
                return group, rest[used] if len(rest) > used else ""
    return None


def strip_polite(text: str) -> str:
    """Return a clause without "please", "then", "you should" and the like."""
    text = POLITE.sub("", text.strip(" \t\n,;.!?–-")).strip(" \t\n,;")
    ordinal = _ORDINAL.match(text)
    if ordinal and (ordinal["comma"] or leading_verb(text[ordinal.end() :]) is not None):
        return POLITE.sub("", text[ordinal.end() :]).strip(" \t\n,;")
    return text
