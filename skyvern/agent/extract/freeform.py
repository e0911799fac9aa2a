"""Extraction without a schema: what the goal's own nouns ask for becomes the wanted tree."""

from __future__ import annotations

import re

from skyvern.agent.extract.labels import ENOUGH, score, vocabulary
from skyvern.agent.extract.layout import Layout
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.shown import key_of

_VERB = re.compile(
    r"^(?:please\s+)?(?:(?:now|then|also)\s+)?(?:extract|get|collect|read|return|scrape|find|give me|list|capture"
    r"|record|note|retrieve|fetch|grab|pull|report|output|tell me)\s+"
    r"(?:out\s+)?(?:what is\s+)?",
    re.I,
)
_ALL = re.compile(
    r"^(?:all|every|each|each of|all of|the (?:list|table|rows?) of|(?:a|the) (?:full |complete )?list of"
    r"|the (?:first|top|last|latest) \w+)\b\s*(?:of\s+)?(?:the\s+)?",
    re.I,
)
_WITH = re.compile(r"\s*(?:,?\s+(?:with|including|include|along with)\s+(?:their|its|the|each one's)?|:|\()\s*", re.I)
_FOR = re.compile(
    r"\s+(?:for|of|from|on|in|about|at|shown|displayed|listed)\s+(?:each|every|all|the|this|that|these|an?)?\s*.*$",
    re.I,
)
_EACH = re.compile(r"\b(?:for|of|from)\s+(?:each|every|all)\s+(?:of\s+)?(?:the\s+)?([\w -]+)", re.I)
_AND = re.compile(r"\s*(?:,\s*and\s+|,|;|\band\b|&|\bas well as\b|\bplus\b|\n|•|\s-\s)\s*", re.I)
_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|your|any|each)\s+", re.I)
_VAGUE = re.compile(
    r"^(?:everything|all(?: of)? (?:the )?(?:data|information|details|text|content|fields|values)|data|information"
    r"|details|(?:page|whole page|all) content|it|them)$",
    re.I,
)


def wanted_of(goal: str, layout: Layout) -> Wanted:
    """Read a goal as a schema: an array for "all X", an object with a field for each thing that it names."""
    text = re.split(r"(?<=[.!?])\s+(?=[A-Z])", goal.strip())[0].rstrip(" .!")
    text = _VERB.sub("", text)
    text = _ARTICLE.sub("", text) if not _ALL.match(text) else text
    several = _EACH.search(text)
    if several is not None:
        names = _names(text[: several.start()])
        return Wanted(name=several[1].strip(), kind="array", items=_object(names))
    if found := _ALL.match(text):
        head, *rest = _WITH.split(text[found.end() :].rstrip(")"), maxsplit=1)
        names = _names(rest[0]) if rest else []
        parts = _names(head)
        if not names and len(parts) > 1:
            return Wanted(name="", kind="array", items=_object(parts))
        return Wanted(name=_noun(head), kind="array", items=_object(names) if names else Wanted(kind="object"))
    names = _names(text)
    if not names or (len(names) == 1 and _VAGUE.match(names[0])):
        return Wanted(kind="any")
    if len(names) == 1 and _is_list(names[0], layout):
        return Wanted(name=names[0], kind="array", items=Wanted(kind="object"))
    return _object(names)


def named_in(goal: str) -> str:
    """Return what a goal wants a list of: `names` in "Extract the names of all members"."""
    text = _VERB.sub("", goal.strip().rstrip(" .!"))
    text = _ALL.sub("", text) if _ALL.match(text) else text
    return (_names(text) or [""])[0]


def _object(names: list[str]) -> Wanted:
    fields = tuple(Wanted(name=key_of(name), title=name, kind="string") for name in dict.fromkeys(names))
    return Wanted(kind="object", fields=fields)


def _names(text: str) -> list[str]:
    parts = [_ARTICLE.sub("", _noun(part)) for part in _AND.split(text)]
    return [part for part in parts if part and len(part.split()) <= 6]


def _noun(text: str) -> str:
    bare = _ARTICLE.sub("", text.strip(" .:'\""))
    return (
        bare
        if re.match(r"^(?:date|place|country|state|city|status|number|type|time|name|proof|year)\s+of\b", bare, re.I)
        else _FOR.sub("", bare).strip()
    )


def _is_list(name: str, layout: Layout) -> bool:
    """A lone plural that no single label on the page bears, where a list is shown."""
    present = vocabulary(fact.label for fact in layout.facts)
    field = Wanted(name=key_of(name), title=name)
    labelled = any(score(field, fact.label, present) >= ENOUGH for fact in layout.facts if fact.source != "meta")
    return bool(layout.listings) and not labelled and (name.endswith("s") or "table" in name or "list" in name)
