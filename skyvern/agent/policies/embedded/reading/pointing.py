"""Reads values that a goal does not say but points at: "the 4th word of the text", "the value of Country"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from skyvern.agent.policies.embedded.reading.kinds import ORDINALS, bare

_PLACE = r"(?:\s+(?:below|above|here|on (?:the|this) page|on (?:the )?screen|shown|given))*"
_ORDINAL = rf"(?P<place>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|last)"
_WORD = re.compile(rf"^(?:the\s+)?{_ORDINAL}\s+word\s+(?:in|of|from|on)\s+(?P<of>.+?){_PLACE}$", re.IGNORECASE)
_CONTENT = re.compile(
    rf"^(?:the\s+)?(?:whole\s+|entire\s+|full\s+)?(?:text|contents?|value|words)\s+"
    rf"(?:(?:that is\s+)?(?:in|of|from|inside)|written in)\s+(?P<of>.+?){_PLACE}$",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"^(?:the\s+values?|values)\s+(?:of|for|listed for|shown for|given for|next to|beside|"
    rf"(?:that|which)\s+(?:corresponds?|belongs?)\s+(?:to|with)|corresponding (?:to|with)|belonging to)\s+"
    rf"(?P<of>.+?){_PLACE}$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"^the\s+(?P<of>[\w' -]{2,40}?)\s+(?:that is\s+)?(?:shown|displayed|listed|given|stated)\s+"
    r"(?:in|on|by|above|below)\b(?:\s+(?:the|this)\s+(?:page|table|list|text|screen|card))?$",
    re.IGNORECASE,
)
_EACH = re.compile(r"^(?:each|every|all)(?:\s+of)?(?:\s+the)?\s+(?:labels?|fields?|names?)$", re.IGNORECASE)
_ANSWER = re.compile(
    r"^(?:your|the|its|their)\s+(?:answer|result|solution|sum|product|difference)"
    r"(?:\s+(?:of|to|for)\s+(?:the|this)\s+[\w ]+)?$",
    re.IGNORECASE,
)
TEXT = re.compile(r"^(?:the\s+|this\s+)?(?:paragraph|text|sentence|passage|line)$", re.IGNORECASE)


class Pointing(StrEnum):
    WORD = "word"
    CONTENT = "content"
    VALUE = "value"
    EACH = "each"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Pointed:
    kind: Pointing
    of: str = ""
    place: int = 0


def points_at(text: str) -> bool:
    """Tell whether words point at something on the page instead of saying it."""
    return pointed(text) is not None


def for_each_field(text: str) -> bool:
    """Tell whether words point at a value for every field: "the value that corresponds with each label"."""
    fact = pointed(text)
    return fact is not None and fact.kind is Pointing.EACH


def pointed(text: str) -> Pointed | None:
    """Read what words point at; None when they say their value themselves."""
    said = text.strip(" .,;:!?")
    if match := _WORD.match(said):
        word = match["place"].lower()
        place = -1 if word == "last" else ORDINALS.get(word) or int(word[:-2])
        return Pointed(Pointing.WORD, match["of"], place)
    if (match := _CONTENT.match(said)) and (bare(match["of"]) is not None or TEXT.match(match["of"])):
        return Pointed(Pointing.CONTENT, match["of"])
    if match := _VALUE.match(said) or _SHOWN.match(said):
        of = re.sub(r"^(?:the|its|their)\s+", "", match["of"])
        return Pointed(Pointing.EACH) if _EACH.match(match["of"]) else Pointed(Pointing.VALUE, of)
    return Pointed(Pointing.ANSWER) if _ANSWER.match(said) else None
