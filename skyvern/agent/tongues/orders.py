"""The words that orders and statements of goals are made of in other languages (orders.txt), ready to look up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SPOKEN = ("german", "french", "spanish")
"""Languages in which goals are understood."""
_GAP = "…"
_NO_PLACE = r"(?!\s+(?:der|die|das|dem|den|eine?[mnrs]?|deine?[mnrs]?|ihre?[mnrs]?)\b)"
""" "Melden Sie einen Schaden an der Straße": before an article a particle is a preposition."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How an order begins and ends in its language, and its verb in English."""

    pattern: re.Pattern[str]
    english: str
    size: int
    """Letters of its own words: of two that fit, the longer one is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What is known of one language."""

    frames: tuple[Frame, ...]
    behind: tuple[Frame, ...]
    """Infinitives, which may stand at the end of an order (*das Formular absenden*)."""
    before: re.Pattern[str]
    small: Mapping[str, str]
    deeds: Mapping[str, str]
    things: Mapping[str, str]

    @property
    def telling(self) -> frozenset[str]:
        """Words of which a sentence in this language has some."""
        return frozenset((*self.small, *self.deeds, *self.things))


@cache
def speech(language: str) -> Speech:
    """Return what is known of a language."""
    listed = _listed()
    verbs = [(english, form) for english, forms in listed[language, "verbs"].items() for form in forms]
    polite = [re.escape(words) for words in listed[language, "before"]]
    return Speech(
        frames=_sorted(_frame(english, form) for english, form in verbs),
        behind=_sorted(_behind(english, form) for english, form in verbs if _infinitive(language, form)),
        before=re.compile(rf"^(?:(?:{'|'.join(sorted(polite, key=len, reverse=True))})(?!\w)[\s,]*)+", re.IGNORECASE),
        small=_turned(listed[language, "small"]),
        deeds=_turned(listed[language, "deeds"]),
        things=_turned(listed[language, "things"]),
    )


def _infinitive(language: str, form: str) -> bool:
    return language == "german" and " " not in form and form.endswith(("en", "ern", "eln"))


def _sorted(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    return tuple(sorted(frames, key=lambda frame: -frame.size))


def _frame(english: str, form: str) -> Frame:
    head, gap, tail = (part.strip() for part in form.partition(_GAP))
    if gap and tail:
        start = re.escape(head).replace("'", "['’]") + ("" if head.endswith("'") else r"(?!\w)")
        pattern = rf"^{start}\s*(?P<what>.*?)\s+{re.escape(tail)}(?!\w){_NO_PLACE}(?P<more>[^\n]*)$"
    else:
        pattern = rf"^{re.escape(head)}(?![\w-])\s*(?P<what>{'.+' if gap else '.*'})$"
    return Frame(re.compile(pattern, re.IGNORECASE | re.DOTALL), english, len(form))


def _behind(english: str, form: str) -> Frame:
    return Frame(re.compile(rf"^(?P<what>.+?)\s+{re.escape(form)}$", re.IGNORECASE | re.DOTALL), english, len(form))


def _turned(entries: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return {form.casefold(): english for english, forms in entries.items() for form in forms}


@cache
def _listed() -> Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]:
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    current: dict[str, tuple[str, ...]] = {}
    kind = ""
    for raw in files("skyvern.agent.tongues").joinpath("orders.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            language, _, kind = line.strip("[]").partition(" ")
            current = found.setdefault((language, kind), {})
            continue
        if kind == "before":
            current.update({words.strip(): () for words in line.split("|")})
            continue
        english, _, rest = line.partition(":")
        current[english.strip()] = tuple(form.strip() for form in rest.split("|") if form.strip())
    return found
