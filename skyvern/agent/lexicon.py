"""What people call the same thing: normalised phrases, synonym sets and a similarity between labels (lexicon.txt)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files

from skyvern.agent.tongues.words import in_english, plain

Tokens = tuple[str, ...]

_SAME_WORD = 0.86
"""Least share of letters in common of two spellings of one word."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER_SIGN = re.compile(r"#|№|\bno\.|\bNo\.|\bn°")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_EXAMPLE = re.compile(
    r"(?<=\w)\s*\*\s*[^\W\d_].*$|"
    r"(?<=\w)\W*\s(?:e\.\s?g\.|for example|example\b|exemple\b|beispiel\b|z\.\s?b\.|ejemplo\b|p\.\s?ej\.|"
    r"format\b).*$",
    re.IGNORECASE,
)
""" "License plate *Example: AB-123-CD": what a label tells of how to fill its field in."""
_ALTERNATIVES = re.compile(r"\s*/\s*|\s+or\s+|\s*\|\s*", re.IGNORECASE)
_ASKING = re.compile(
    r"^\s*(?:do|does|did|are|is|have|has|can|could|will|would|may|what|which|when|where)\s+(?:is|are|was|do|did)?\s*"
    r"(?:you|your|the applicant|we|it|they)?\s*(?:currently\s+)?(?:have|hold|own|need|require|want|prefer|got)?\s*"
    r"(?:an?|the|any|your)?\s+",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\s+(?:it|this|that|them|one)(?=\s*[?*]*\s*$)", re.IGNORECASE)
""" "When did you notice it?": the question is about noticing."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[$€£]")
_DULL = frozenset(
    [
        "the",
        "a",
        "an",
        "your",
        "my",
        "our",
        "his",
        "her",
        "their",
        "its",
        "please",
        "enter",
        "type",
        "select",
        "choose",
        "provide",
        "field",
        "box",
        "input",
        "required",
        "optional",
        "here",
        "below",
        "above",
        "of",
        "de",
        "del",
        "du",
        "des",
        "der",
        "von",
        "to",
        "in",
        "this",
        "that",
        "these",
        "those",
        "value",
        "with",
        "is",
        "are",
        "and",
        "e",
        "g",
        "eg",
        "ie",
        "etc",
        "text",
        "dropdown",
        "drop",
        "down",
        "list",
        "textbox",
        "checkbox",
        "button",
        "link",
        "tab",
        "icon",
    ]
)
_TELLING = frozenset(["to", "type", "in", "value", "text", "list", "down", "of", "link", "this", "select"])
"""Dull words that make the difference in a listed phrase of two words."""
FIELDS, BUTTONS, THINGS, VALUES = "fields", "buttons", "things", "values"
_RELATED = {
    frozenset(pair)
    for pair in (
        ("full_name", "first_name"),
        ("full_name", "last_name"),
        ("phone", "mobile"),
        ("location", "city"),
        ("location", "state"),
        ("location", "postal_code"),
        ("username", "email"),
        ("username", "account_number"),
        ("company", "full_name"),
        ("password", "new_password"),
        ("license_number", "reference"),
        ("message", "cover_letter"),
        ("file", "resume"),
        ("file", "cover_letter"),
        ("file", "photo"),
        ("date", "start_date"),
        ("subject", "title_prefix"),
        ("specialty", "license_type"),
        ("job_title", "license_type"),
        ("type", "license_type"),
        ("date", "issue_date"),
        ("amount", "balance_due"),
        ("amount", "closing_balance"),
        ("amount", "price"),
        ("job_title", "title_prefix"),
    )
}


_WHOLE_NAME = "fields:full_name"
"""A whole name is no first name, however near the words are."""


@cache
def _sections() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    sections: dict[str, dict[str, tuple[str, ...]]] = {}
    current: dict[str, tuple[str, ...]] = {}
    for raw in files("skyvern.agent").joinpath("lexicon.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), {})
            continue
        name, _, rest = line.partition(":")
        phrases = tuple(part.strip() for part in rest.split("|") if part.strip())
        current[name.strip()] = (*current.get(name.strip(), ()), *phrases)
    return sections


def section(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return one section of the lexicon: canonical name → phrases as written."""
    return _sections()[name]


@cache
def _rewrites() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in ("abbreviations", "spelling"):
        for word, phrases in section(name).items():
            found[plain(word)] = tuple(plain(phrases[0]).split())
    return found


def stem(word: str) -> str:
    """Return a word without its plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_ENDINGS = (
    "ization", "ation", "ative", "ement", "ment", "ance", "ence", "able", "ing", "ion", "ity", "ive", "ed", "er", "or",
    "al", "e",
)  # fmt: skip


def root(word: str) -> str:
    """Return what words of one family share (insure, insurance; approve, approval), for weak comparison only."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=50_000)
def tokens(text: str) -> Tokens:
    """Return a label's normalised words: case, accents, camelCase, spelling, abbreviations, plurals evened out."""
    spread = _NUMBER_SIGN.sub(" number ", _CAMEL.sub(" ", text))
    found: list[str] = []
    words = _WORD.findall(plain(spread).replace("’", "'").replace("e-mail", "email").replace("&", " and "))
    for index, word in enumerate(words):
        base = word.removesuffix("'s").replace("'", "")
        if base == "no" and index == len(words) - 1 and index > 0:
            base = "number"
        for part in _rewrites().get(base, (base,)):
            stemmed = stem(part)
            found.extend(_rewrites().get(stemmed, (stemmed,)) if stemmed != part else (stemmed,))
    return tuple(found)


@lru_cache(maxsize=50_000)
def content(text: str) -> Tokens:
    """Return the normalised words of a label without those that say nothing (all words if nothing else is left)."""
    every = tokens(text)
    telling = tuple(word for word in every if word not in _DULL)
    return telling or every


@cache
def _index() -> Mapping[Tokens, frozenset[str]]:
    found: dict[Tokens, set[str]] = {}
    for prefix in (FIELDS, BUTTONS, THINGS, VALUES):
        for name, phrases in section(prefix).items():
            for phrase in phrases:
                for words in {tokens(phrase), *_shortened(phrase)}:
                    found.setdefault(words, set()).add(f"{prefix}:{name}")
    return {phrase: frozenset(names) for phrase, names in found.items()}


def _shortened(phrase: str) -> tuple[Tokens, ...]:
    """A listed phrase without its dull words, unless one plain word is left that may mean more ("to date", "date")."""
    short = content(phrase)
    dropped = set(tokens(phrase)) - set(short)
    return (short,) if len(short) > 1 or not dropped & _TELLING else ()


def concepts(text: str, *, among: tuple[str, ...] = (FIELDS, BUTTONS, THINGS)) -> frozenset[str]:
    """Return the canonical names (`fields:state`) that a whole label stands for, empty when it is in no set."""
    names = _listed(text) or frozenset(name for form in in_english(text) for name in _listed(form))
    return frozenset(name for name in names if name.partition(":")[0] in among)


def _listed(text: str) -> frozenset[str]:
    return _index().get(tokens(text)) or _index().get(content(text)) or frozenset[str]()


def contradict(one: str, other: str) -> bool:
    """Tell whether two labels name fields that are known, and known to be different (a due date, a date of issue)."""
    left, right = concepts(one, among=(FIELDS,)), concepts(other, among=(FIELDS,))
    if not left or not right or left & right:
        return False
    return _WHOLE_NAME in left | right or not _related(left, right)


def related(one: str, other: str) -> bool:
    """Tell whether two labels name fields that are known and near to each other (invoice date, date)."""
    return _related(concepts(one, among=(FIELDS,)), concepts(other, among=(FIELDS,)))


def _related(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(frozenset((a.partition(":")[2], b.partition(":")[2])) in _RELATED for a in left for b in right)


def field_concept(text: str) -> str:
    """Return the field concept of a label without its section prefix, "" when there is none."""
    names = sorted(concepts(text, among=(FIELDS,)))
    return names[0].partition(":")[2] if names else ""


@lru_cache(maxsize=50_000)
def chunks(text: str) -> tuple[frozenset[str], ...]:
    """Return a label as ideas: longest phrases of the lexicon as their concepts, other words as themselves."""
    words = content(text)
    found: list[frozenset[str]] = []
    at = 0
    while at < len(words):
        for length in range(min(5, len(words) - at), 0, -1):
            names = _index().get(words[at : at + length])
            if names:
                kept = frozenset(name for name in names if not name.startswith(VALUES))
                single = frozenset([words[at], f"{root(words[at])}~"]) if length == 1 else frozenset[str]()
                found.append(kept | single or frozenset(words[at:]))
                at += length
                break
        else:
            word = words[at]
            found.append(frozenset([word, f"{root(word)}~"]))
            at += 1
    return tuple(found)


@lru_cache(maxsize=100_000)
def similarity(wanted: str, text: str) -> float:
    """Return how surely two labels mean the same: 1 the same words, about 0.9 listed synonyms, less for overlap.

    A label's remark in brackets and its example may be left out, of alternatives ("City / Town") one is enough, and
    what a question asks for is its name ("Do you have a work permit?"). Either may be in another language.
    """
    best = _same_tongue(wanted, text)
    if best >= 0.9:
        return best
    mine, theirs = (wanted, *in_english(wanted)), (text, *in_english(text), *in_english(_EXAMPLE.sub("", text)))
    return max([best, *(0.98 * _same_tongue(a, b) for a in mine for b in theirs if (a, b) != (wanted, text))])


def _same_tongue(wanted: str, text: str) -> float:
    best = _alike(wanted, text)
    if text.rstrip(" *").endswith("?") and (asked := _ASKING.sub("", text)) != text:
        best = max(best, 0.97 * _alike(wanted, _POINTING.sub("", asked)))
    bare = _EXAMPLE.sub("", _BRACKETS.sub(" ", text)).strip()
    if bare and bare != text:
        best = max(best, 0.98 * _alike(wanted, bare))
    if best < 0.9:
        mine = [part for part in _ALTERNATIVES.split(wanted) if part.strip()]
        theirs = [part for part in _ALTERNATIVES.split(bare) if part.strip()]
        if 2 < len(mine) + len(theirs) <= 6:
            best = max([best, *(0.94 * _alike(one, other) for one in mine for other in theirs)])
    return best


def _alike(wanted: str, text: str) -> float:
    one, two = content(wanted), content(text)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    if sorted(one) == sorted(two) or "".join(one) == "".join(two):
        return 0.97
    left, right = concepts(wanted), concepts(text)
    if left & right:
        return 0.92
    fuzzy = _typo(one, two)
    overlap = _overlap(chunks(wanted), chunks(text))
    left_fields = frozenset(name for name in left if name.startswith(FIELDS))
    right_fields = frozenset(name for name in right if name.startswith(FIELDS))
    if left_fields and right_fields:
        if _related(left_fields, right_fields):
            return max(0.5, min(overlap, 0.55))
        return min(overlap, 0.4) if fuzzy < 0.9 else fuzzy
    return max(fuzzy, overlap)


def _typo(one: Tokens, two: Tokens) -> float:
    left, right = " ".join(one), " ".join(two)
    shorter, longer = sorted((len(left), len(right)))
    if shorter < 5 or 2 * shorter < _SAME_WORD * (shorter + longer):  # too short, or too unlike in length
        return 0.0
    if any(char.isdigit() for char in left + right):
        return 0.0
    ratio = _ratio(left, right)
    return ratio * 0.9 if ratio >= _SAME_WORD else 0.0


@lru_cache(maxsize=20_000)
def _ratio(left: str, right: str) -> float:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SAME_WORD else 0.0


def _overlap(one: tuple[frozenset[str], ...], two: tuple[frozenset[str], ...]) -> float:
    left = list(one)
    right = list(two)
    shared = 0
    for idea in one:
        match = next((other for other in right if idea & other), None)
        if match is not None:
            right.remove(match)
            left.remove(idea)
            shared += 1
    if not shared:
        return 0.0
    recall, precision = shared / len(one), shared / len(two)
    return 0.9 * recall * (0.55 + 0.45 * precision)


@cache
def _places() -> tuple[Mapping[str, str], Mapping[str, str]]:
    states: dict[str, str] = {}
    for name, codes in section("states").items():
        states[plain(name)] = name
        for code in codes:
            states.setdefault(plain(code), name)
    countries: dict[str, str] = {}
    for name, codes in section("countries").items():
        for text in (name, *codes):
            countries.setdefault(plain(text), name)
    return states, countries


def state_name(text: str) -> str:
    """Return the full name of a state or province given by name or code, "" if it is none."""
    return _places()[0].get(plain(text.strip(" .")), "")


def country_name(text: str) -> str:
    """Return the common name of a country given by name or code, "" if it is none."""
    return _places()[1].get(plain(text.strip(" .")), "")


@cache
def _value_sets() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind in ("states", "countries", "months", VALUES):
        for name, phrases in section(kind).items():
            for text in (name, *phrases) if kind != VALUES else phrases:
                found.setdefault(plain(text), set()).add(f"{kind}:{name}")
    return {text: frozenset(names) for text, names in found.items()}


def same_value(one: str, two: str) -> bool:
    """Tell whether two values say the same: equal but for case and spacing, or listed as one (California and CA)."""
    left, right = " ".join(plain(one).split()), " ".join(plain(two).split())
    if left == right:
        return True
    if not left or not right:
        return False
    if tokens(one) == tokens(two) and tokens(one):
        return True
    sets = _value_sets()
    return bool(sets.get(left, frozenset()) & sets.get(right, frozenset()))
