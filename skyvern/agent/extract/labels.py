"""Says how surely a label on a page names a wanted field: same words, synonyms, a more or less specific wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from skyvern.agent.extract.schema import Wanted
from skyvern.agent.lexicon import concepts, content, contradict, related, similarity, tokens
from skyvern.agent.tongues.words import in_english

ENOUGH = 0.62
"""A label below this is not believed to name the field."""
MARGIN = 0.06
"""Two labels closer than this are equally good; if their values differ, neither is taken."""
GENERIC = frozenset(
    [
        "number",
        "name",
        "date",
        "id",
        "type",
        "code",
        "amount",
        "value",
        "status",
        "title",
        "address",
        "time",
        "total",
        "text",
        "reference",
        "level",
    ]
)
CODED = frozenset(["number", "id", "code"])
"""Names that end so want a value with a digit in it."""
_ASIDES = frozenset(
    [
        "by",
        "send",
        "me",
        "notify",
        "receive",
        "get",
        "we",
        "i",
        "us",
        "our",
        "please",
        "via",
        "with",
        "and",
        "on",
        "at",
        "date",
    ]
)
_ENDINGS = frozenset(
    [
        "",
        "d",
        "e",
        "s",
        "y",
        "ed",
        "er",
        "es",
        "al",
        "ing",
        "ion",
        "ity",
        "ied",
        "ered",
        "ation",
        "cation",
        "ration",
        "ication",
    ]
)
_OF = re.compile(r"^(.+?)\s+of\s+(?:the\s+|an?\s+|your\s+|this\s+)?(.+)$", re.I)
_CLAUSE_END = re.compile(
    r"[.;(]|\be\.?g\b|\bsuch as\b|\bfor example\b|\bas (?:shown|displayed|listed|it appears)\b|\bif\b|,? not\b", re.I
)
_LEAD = re.compile(r"^(?:the|an?|this|current|exact|full text of)\s+", re.I)
_OF_WHAT = re.compile(r"\s+(?:of|for|in|on|from|at)\s+(?:the|this|an?|each|every)\s+.*$", re.I)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say what is wanted and how much it counts."""

    text: str
    weight: float = 1.0


_WHETHER = re.compile(r"^(?:has|have|had|any|with|is|are)\s+(?:any\s+)?", re.IGNORECASE)
_UNIT = re.compile(
    r"(?<=\w) (?:in )?(?:kg|g|lbs?|km|mi|cm|mm|m|m2|ft|sqft|eur|usd|gbp|chf|euros?|dollars|percent|pct|minutes|mins?|"
    r"hours|hrs?|days|weeks|months|years)$",
    re.IGNORECASE,
)
""" "weight_kg": the unit belongs to the value."""


@lru_cache(maxsize=4096)
def phrases(wanted: Wanted) -> tuple[Phrase, ...]:
    """Return the ways in which a field may be called: its name, its title, and what its description begins with."""
    found = [Phrase(_turned(spread(wanted.name)))] if wanted.name else []
    if (bare := _UNIT.sub("", spread(wanted.name))) != spread(wanted.name):
        found.append(Phrase(_turned(bare), 0.98))
    if wanted.kind == "boolean" and (thing := _WHETHER.sub("", spread(wanted.name))) != spread(wanted.name):
        found.append(Phrase(_turned(thing), 0.98))
    if wanted.title and wanted.title != wanted.name:
        found.append(Phrase(_turned(wanted.title)))
    head = _LEAD.sub("", _CLAUSE_END.split(wanted.description.strip(), maxsplit=1)[0].strip())
    if head:
        short = _OF_WHAT.sub("", head)
        found.extend(Phrase(_turned(text), 0.95) for text in dict.fromkeys((short, head)) if len(text.split()) <= 5)
    return tuple(found)


def spread(name: str) -> str:
    """Split a property name into words."""
    return " ".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.]+", " ", name).split())


def _turned(text: str) -> str:
    """Put `status of certification` as `certification status`."""
    found = _OF.match(text.strip())
    return f"{found[2]} {found[1]}" if found and len(text.split()) <= 6 else text


@lru_cache(maxsize=100_000)
def score(wanted: Wanted, label: str, present: frozenset[str]) -> float:
    """Return how surely `label` names the field, 0 to 1; `present` are the words of all labels about."""
    label = label.strip().rstrip(":").strip()
    if not label or len(label) > 80:
        return 0.0
    best = _named_by(wanted, label, present)
    if best < 0.85:
        forms = in_english(re.sub(r"\s*\([^)]*\)$", "", label)) or in_english(label)
        best = max([best, *(0.98 * _named_by(wanted, form, present) for form in forms)])
    return best


def _named_by(wanted: Wanted, label: str, present: frozenset[str]) -> float:
    best = 0.0
    for phrase in phrases(wanted):
        best = max(best, phrase.weight * _phrase_score(phrase.text, label, present))
        if (turned := _turned(label)) != label:
            best = max(best, phrase.weight * 0.98 * _phrase_score(phrase.text, turned, present))
    return max(best, _described(wanted, label)) if best < 0.85 else best


def _phrase_score(phrase: str, label: str, present: frozenset[str]) -> float:
    whole = similarity(phrase, label)
    if whole >= 0.9 or contradict(phrase, label):
        return whole
    wanted, shown = content(phrase), content(label)
    plainly = len(shown) == 1 and shown[0] in GENERIC and related(phrase, label)
    if len(wanted) > 1 and wanted[-1] == "name" and shown == wanted[:-1]:
        return 0.84
    best = 0.75 if plainly else whole if whole >= 0.8 else 0.0
    for index in range(1, len(wanted)):
        penalty = sum(_missing(word, present) for word in wanted[:index])
        rest = wanted[index:]
        if len(rest) == 1 and rest[0] in GENERIC and len(shown) == 1:
            penalty += 0.0 if rest[0] == "status" else 0.08
        best = max(best, similarity(" ".join(rest), label) - penalty)
    for index in range(1, len(shown)):
        rest = shown[index:]
        penalty = 0.12 * index + (0.1 if len(wanted) == 1 and wanted[0] in GENERIC else 0.0)
        best = max(best, similarity(phrase, " ".join(rest)) - penalty)
    best = max(best, _inflected(wanted, shown))
    if len(shown) > 1 and shown[-1] in GENERIC:
        best = max(best, similarity(phrase, " ".join(shown[:-1])) - 0.12)
    if len(wanted) > 1 and wanted[-1] in GENERIC - {"name", "status"}:
        penalty = 0.2 if wanted[-1] in CODED else 0.16
        stem = _inflected(wanted[:-1], shown, alone=wanted[-1] == "date")
        best = max(best, similarity(" ".join(wanted[:-1]), label) - penalty, stem - 0.1)
    return best


def _inflected(wanted: tuple[str, ...], shown: tuple[str, ...], *, alone: bool = False) -> float:
    """All words of the wanted name in the label, in any order and inflection (certified, certification)."""
    rest = list(shown)
    for word in wanted:
        match = next((other for other in rest if _same_stem(word, other)), None)
        if match is None:
            return 0.0
        rest.remove(match)
    extra = [word for word in rest if word not in _ASIDES]
    return 0.86 - 0.12 * len(extra) if alone or len(wanted) > 1 else 0.0


def _same_stem(one: str, other: str) -> bool:
    """Whether two words are forms of one (registered, registration): a common beginning and usual endings."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or (shared >= 5 and one[shared:] in _ENDINGS and other[shared:] in _ENDINGS)


def _missing(word: str, present: frozenset[str]) -> float:
    """What it costs that a leading word of the wanted name is not in the label."""
    if word in present:
        return 0.3
    return 0.06 if not concepts(word) and len(word) <= 5 else 0.14


def _described(wanted: Wanted, label: str) -> float:
    """A label whose words stand together in the field's description."""
    if not wanted.description:
        return 0.0
    told, shown = content(_CLAUSE_END.split(wanted.description, maxsplit=1)[0]), content(label)
    if len(shown) == 1 and (shown[0] in GENERIC or len(shown[0]) < 4):
        return 0.0
    size = len(shown)
    return 0.8 if any(told[at : at + size] == shown for at in range(len(told) - size + 1)) else 0.0


def vocabulary(labels: Iterable[str]) -> frozenset[str]:
    """Return the words of labels, evened out."""
    return frozenset(word for label in labels for text in (label, *in_english(label)) for word in tokens(text))
