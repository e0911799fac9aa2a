"""Reads conditions that stand behind their order ("approve it, but only if …"), and what is to be done otherwise."""

from __future__ import annotations

import re
from typing import NamedTuple

from skyvern.agent.policies.embedded.reading.verbs import leading_verb, strip_polite

_JOINT = (
    r"(?P<strict>(?:but\s+|and\s+)?only\s+(?:if|when|in case|where)|if and only if|provided that|as long as|"
    r"on (?:the )?condition that|unless)|if|in case"
)
_BEHIND = re.compile(rf"^(?P<do>.+?)\s*,?\s+(?P<word>{_JOINT})\s+(?P<what>\S.+)$", re.IGNORECASE | re.DOTALL)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|exists?|appears?|shows?|says?|contains?|uses?|costs?|"
    r"lists?|reads?|offers?|belongs?|\w+n't|cannot)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:please\s+)?(?:check|see|verify|test|confirm|find out|look|tell(?: me)?|know|ask)$", re.IGNORECASE
)
""" "Check if …" asks, it does nothing under a condition."""
_MANNERS = re.compile(
    r"^(?:(?:this|it|that)\s+is\s+)?(?:needed|necessary|possible|required|applicable|asked|prompted|present|available|"
    r"any|there are any|you (?:want|need|like|can|must|are asked|have to)\b.*|"
    r"(?:it|one|they) (?:asks?|is asked|appears?|is shown|are shown|shows up|pops up|comes up|opens)\b.*)\b",
    re.IGNORECASE,
)
""" "If needed", "if asked": they say how to go about it, and hold nothing back."""
_SET_ALREADY = re.compile(
    r"^(?:it|they|that|this|the (?:check ?box|box|switch|option))\s+(?:is|are)(?:n['’]t|\s+not)(?:\s+(?:already|yet))?"
    r"(?:\s+(?:checked|ticked|selected|set|on|enabled|active|chosen))?(?:\s+(?:already|yet))?$|"
    r"^(?:it|they|that|this)\s+(?:is|are)\s+already\b.*$",
    re.IGNORECASE,
)
_OTHER_CASE = re.compile(
    r"^(?:it|that|this|they|he|she|the\s+[\w-]+)\s+(?:is|are|was|were|does|do|has|have)(?:\s*n['’]t|\s+not)?"
    r"(?:\s+(?:the case|so|higher|greater|more|larger|bigger|above(?: (?:it|that))?|over(?: (?:it|that))?|lower|less|"
    r"smaller|below(?: (?:it|that))?|under(?: (?:it|that))?|later|earlier|older|newer|different|longer|shorter))?"
    r"(?:\s+than (?:that|this))?$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\s*[,;–—-]?\s+(?=(?:or\s+)?(?:otherwise|else)\b)", re.IGNORECASE)


_IF_ASKED = re.compile(
    r"^(?P<do>.+?)\s*,?\s+(?:if|when|in case)\s+(?:(?:you(?:['’]re|\s+are)|it(?:['’]s|\s+is)|one\s+is)\s+)?"
    r"(?:asked|prompted)\s+(?:about|for|whether|if)\s+\S.*$",
    re.IGNORECASE | re.DOTALL,
)


def where_asked(text: str) -> str:
    """Return "choose Later" of "choose Later if asked about a tour", "" where an order is not of that kind."""
    match = _IF_ASKED.match(text)
    lead = leading_verb(strip_polite(match["do"])) if match else None
    return match["do"].strip(" ,") if match and lead is not None and lead[0] in ("select", "click") else ""


class Conditional(NamedTuple):
    """An order and what must hold for it; `otherwise` where it must not hold ("unless …")."""

    do: str
    what: str
    otherwise: bool


def behind(text: str) -> Conditional | None:
    """Take the condition off the end of an order, None where it has none.

    A box that is to be ticked "if it is not ticked already" is just to be ticked: its condition is dropped.
    """
    for match in _BEHIND.finditer(text):
        do, what, word = match["do"].strip(" ,"), match["what"].strip(" .!"), match["word"].lower()
        lead = leading_verb(strip_polite(do))
        asks = lead is not None and (lead[0] == "read" or _ASKS.match(do) is not None)
        if lead is None or asks or _MANNERS.match(what) or not (_SAYS.search(what) or match["strict"]):
            return None
        unless = word == "unless"
        if lead[0] in ("check", "uncheck", "fill", "select") and _SET_ALREADY.match(what):
            return Conditional(do, "", otherwise=False)
        return Conditional(do, what, otherwise=unless)
    return None


_MAY_COME = re.compile(
    r"^(?:(?:after|on|during|before|upon)\s+(?:the\s+|your\s+)?[\w-]+,?\s+)?(?P<what>an?\s+[^,;:]{3,60}?)\s+"
    r"(?:may|might|could|can|sometimes|will perhaps)\s+(?:also\s+)?"
    r"(?:come up|comes up|appears?|be (?:shown|displayed)|pops? up|shows? up|open)\s*[;:,–-]\s*"
    r"(?:then\s+|if so,?\s+|in that case,?\s+)?(?P<do>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)


def likely(sentence: str) -> str:
    """Return "a notice may come up; close it" as "if a notice is shown, close it"."""
    match = _MAY_COME.match(sentence.strip())
    return f"If {match['what']} is shown, {match['do']}" if match else sentence


def in_halves(sentence: str) -> tuple[str, str]:
    """Split "do this, otherwise do that"; the second half begins with its "otherwise"."""
    first, *rest = _ELSE.split(sentence, maxsplit=1)
    whole = not first.strip() or not rest
    return (sentence, "") if whole else (first, re.sub(r"^or\s+", "", rest[0], flags=re.IGNORECASE))


def speaks_of_the_other_case(what: str) -> bool:
    """Tell whether a condition is that the one before it does not hold: "if it is higher", "if it is not"."""
    return _OTHER_CASE.match(what.strip()) is not None
