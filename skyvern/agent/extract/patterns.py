"""Finds values that need no label: a price, an e-mail address, a link, a name in a heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from skyvern.agent.availability import SAID
from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.layout import Row
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.values import DATE, EMAIL, HOURS, MONEY, PHONE, STREET, URL, clean
from skyvern.agent.lexicon import THINGS, concepts, content, same_value, section, tokens
from skyvern.agent.supposed import stated
from skyvern.agent.tongues import said as abroad
from skyvern.agent.tongues.words import in_english
from skyvern.domain.page import ASIDE, Observation

_RATING = re.compile(r"\b\d(?:[.,]\d)?\s*(?:/\s*5|out of 5|stars?)\b|[★]{1,5}", re.I)
_PERCENT = re.compile(r"\b\d+(?:[.,]\d+)?\s?%")
_NAME_HEADS = frozenset(
    [
        "name",
        "title",
        "product",
        "item",
        "headline",
        "subject",
        "person",
        "member",
        "company",
        "provider",
        "position",
        "job",
        "event",
    ]
)
_OF_WHOM = frozenset(
    [
        "holder",
        "licensee",
        "practitioner",
        "applicant",
        "patient",
        "customer",
        "legal",
        "complete",
        "display",
        "official",
    ]
)
PLAIN_HEADINGS = re.compile(
    r"^(?:(?:search )?results?|details?|overview|home|welcome.*|dashboard|search.*|log ?in|sign ?in|contact( us)?"
    r"|menu|navigation|"
    r"summary|profile|record|information|.*\b(?:details?|profile|record|information|not found|results?|error)\b.*)$",
    re.I,
)
_THINGS = (
    r"(?:results?|records?|match(?:es|ing)?|entr(?:y|ies)|items?|data|rows?|listings?|members?|providers?"
    r"|licensees?|people|persons?|invoices?|documents?|"
    r"products?|files?|orders?|users?|customers?|licen[sc]es?|articles?|hits?|professionals?|jobs?|appointments?"
    r"|one|\w+)"
)
NOTHING = re.compile(
    rf"\bno\s+(?:[\w-]+\s+){{0,2}}?{_THINGS}\s+(?:(?:were|was|have been|has been|are|is|could be|can be)\s+)?"
    rf"(?:found|available|match(?:ed|ing|es)?|to (?:show|display)|returned|exists?|for your|for this)\b|"
    rf"^\W*no\s+(?:[\w-]+\s+)?(?:results?|records?|matches|matching [\w-]+|entries|items|data|rows|listings?"
    rf"|hits)\b|\b(?:returned|found|yielded|produced|with|there are)\s+(?:no|0|zero)\s+(?:[\w-]+\s+)?{_THINGS}\b|"
    rf"(?<![\d.,])0\s+(?:[\w-]+\s+)?(?:results?|records?|matches|entries|items|hits)\b|\bnothing\s+(?:was\s+"
    rf"|has been\s+)?(?:found|matche[sd]|to (?:show|display))|"
    r"\b(?:could|did|can|was|were|do|does)\s?(?:not|n't|n’t)\s+(?:find|match|locate|return)\b|\bno matching\b"
    r"|\b(?:records?|members?|persons?|items?|results?|matches)\s+not\s+found\b",
    re.I,
)
"""What pages say when a search found nothing."""


def says_nothing(text: str) -> bool:
    """Tell whether a text says that there is nothing to list."""
    said = stated(text)
    return NOTHING.search(said) is not None or abroad.NOTHING.search(said) is not None


_SPLIT = re.compile(r"\s*(?:,|;|\||·|•|\n)\s*")


def from_patterns(wanted: Wanted, row: Row, used: Collection[str]) -> str | None:
    """Return the one text in a row that can only be this field, None when there is none or more than one."""
    words = set(tokens(spread(wanted.name))) | set(tokens(wanted.title))
    if words & {"url", "link", "href", "uri"} or wanted.format in ("uri", "url"):
        links = dict.fromkeys(url for _, url in row.links)
        return next(iter(links)) if len(links) == 1 else None
    pattern = _pattern(wanted, words)
    texts = [text for text in (*row.texts, row.heading) if text]
    if pattern is not None:
        matches = dict.fromkeys(clean(found.group()) for text in texts for found in pattern.finditer(text))
        fresh = [text for text in matches if text not in used]
        return fresh[0] if len(fresh) == 1 else None
    if words and words <= {"city", "town", "state"}:
        places = {match["state" if "state" in words else "city"] for text in texts if (match := _in_place(text))}
        return places.pop() if len(places) == 1 else None
    if _named(words) and not any(fact.label for fact in row.facts if fact.value == row.heading):
        return row.heading or (texts[0] if texts and not row.facts else None)
    return None


def _pattern(wanted: Wanted, words: Collection[str]) -> re.Pattern[str] | None:
    tests: Sequence[tuple[Callable[[], bool], re.Pattern[str]]] = (
        (lambda: "email" in words or wanted.format == "email", EMAIL),
        (lambda: bool({"phone", "telephone", "tel", "mobile", "fax"} & set(words)), PHONE),
        (lambda: bool({"website", "homepage"} & set(words)), URL),
        (lambda: bool({"rating", "star", "score"} & set(words)), _RATING),
        (lambda: bool({"percent", "percentage", "discount"} & set(words)), _PERCENT),
        (lambda: "date" in words or wanted.format == "date", DATE),
        (
            lambda: bool({"price", "amount", "cost", "total", "fee", "salary", "balance", "rent", "fare"} & set(words)),
            MONEY,
        ),
        (lambda: bool({"availability", "available", "stock"} & set(words)), SAID),
        (lambda: "address" in words and "email" not in words, STREET),
    )
    return next((pattern for holds, pattern in tests if holds()), None)


_PLACE = re.compile(
    r"^(?P<city>[^\W\d_][\w.'’ -]{1,40}), (?P<state>[^\W\d_][\w.' -]{1,30}?)(?: \d{5})?(?=\s*(?:[·•|;–—]|$))"
)


def _in_place(text: str) -> re.Match[str] | None:
    """Return a text as a town and its state ("Bend, OR · Audiology"), None when it is nothing of the kind."""
    match = _PLACE.match(text)
    known = match is not None and any(same_value(match["state"], state) for state in section("states"))
    return match if known else None


def _named(words: set[str]) -> bool:
    if "title" in words and words & {"job", "position"}:  # what somebody does, and not what he is called
        return False
    return bool(words & _NAME_HEADS) and not (words - _NAME_HEADS - {"full", "display"})


_CONTACT = frozenset(["contact", "support", "office", "email", "address", "phone", "telephone", "number", "general"])
_PLACED = frozenset(["address", "street", "property", "site", "service", "location", "full"])
_OPENING = frozenset(["opening", "open", "office", "business", "working", "visiting", "hour"])
_ONLY: tuple[tuple[frozenset[str], re.Pattern[str], frozenset[str]], ...] = (
    (frozenset(["email"]), EMAIL, _CONTACT),
    (frozenset(["phone", "telephone"]), PHONE, _CONTACT),
    (frozenset(["hour"]), HOURS, _OPENING),
    (frozenset(["address"]), STREET, _PLACED),
)
"""What a page tells once: what a field is called, its look, and all words of a field that means no other."""
_DENIED = re.compile(r"\b(?:not|no|non|never|nicht|kein\w*|pas|sans|sin|sem)\b|n['’]t\b", re.IGNORECASE)


def only_one(wanted: Wanted, observation: Observation) -> str | None:
    """Return the page's one e-mail address, telephone number or opening hours, where a field asks for no particular."""
    words = set(tokens(spread(wanted.name)))
    looks = next((look for heads, look, all_words in _ONLY if words & heads and not words - all_words), None)
    if looks is None or wanted.kind != "string":
        return None
    lines = [line.text for line in observation.reading.lines if line.region not in ASIDE]
    seen = [clean(one.group()) for text in lines for one in looks.finditer(DATE.sub(" ", text))]
    found = list(dict.fromkeys(seen))
    return found[0] if len(found) == 1 else None


def stated_in(wanted: Wanted, texts: Sequence[str]) -> tuple[bool, str] | None:
    """Return whether a text of a card says or denies what a yes-or-no field is called: *accepting new patients*."""
    words = set(content(spread(wanted.name))) - {"has", "have"}
    if wanted.kind != "boolean" or not words:
        return None
    telling = [text for text in texts if words <= set(content(text)) and len(content(text)) <= len(words) + 2]
    return (_DENIED.search(telling[0]) is None, telling[0]) if len(telling) == 1 else None


def from_headings(wanted: Wanted, observation: Observation) -> str | None:
    """Return the page's heading when the field is what a heading says: the name of the person or thing shown."""
    if wanted.kind not in ("string", "any") or wanted.choices or wanted.format:
        return None
    words = set(tokens(spread(wanted.name)))
    if not _named(words - _OF_WHOM):
        return None
    if sum(fact.source in ("dl", "row", "sibling", "colon") for fact in observation.reading.pairs) < 2 and not (
        observation.reading.json_ld or any(":" in line.text for line in observation.reading.lines)
    ):
        return None
    elsewhere = {clean(element.name) for element in observation.elements if element.role == "link"}
    headings = [
        line
        for line in observation.reading.lines
        if line.level and line.region not in ("navigation", "banner", "contentinfo")
    ]
    for level in sorted({line.level for line in headings})[:2]:
        said = [clean(line.text) for line in headings if line.level == level]
        telling = [text for text in said if not _is_plain(text) and text not in elsewhere]
        if telling:
            return telling[0] if len(telling) == 1 and len(said) == 1 else None
        if len(said) > 1 or not all(map(_is_kind, said)):
            return None
    return None


def _is_kind(heading: str) -> bool:
    """Tell whether a heading only names a kind of thing, as "Certificate" does over the one that is shown."""
    return len(heading.split()) == 1 and bool(concepts(heading, among=(THINGS,)))


_DONE = re.compile(
    r"\b(?:thank you|received|submitted|confirmed|sent|saved|booked|registered|complete[d]?)\W*$", re.IGNORECASE
)


def _is_plain(heading: str) -> bool:
    """Tell whether a heading says what kind of page it is, or what was done, and no name."""
    spoken = (heading, *in_english(heading))
    told = _DONE.search(heading) or abroad.DONE.search(heading)
    return told is not None or _is_kind(heading) or any(PLAIN_HEADINGS.match(form) for form in spoken)


def listed(text: str) -> list[str]:
    """Split `Python, Go and Rust` into its items."""
    parts = [part for part in _SPLIT.split(text) if part]
    if parts and " and " in parts[-1] and len(parts) > 1:
        parts[-1:] = [piece for piece in re.split(r"\s+and\s+", parts[-1]) if piece]
    return [re.sub(r"^and\s+", "", part) for part in parts]


def of_controls(text: str, observation: Observation) -> list[str]:
    """Return what a text is made of where it is nothing but the names of controls side by side: a row of choices."""
    names = [clean(e.name) for e in observation.elements if e.name and clean(e.name) in text and clean(e.name) != text]
    joined = "".join(dict.fromkeys(names)).replace(" ", "")
    return list(dict.fromkeys(names)) if joined == text.replace(" ", "") else [text]


def nothing_said(observation: Observation) -> str:
    """Return what the page says when it has nothing to list, "" when it does not say so."""
    lines = [line.text for line in observation.reading.lines if line.region not in ASIDE]
    texts = (*lines, *(alert.text for alert in observation.alerts))
    return next((text for text in texts if len(text) < 200 and says_nothing(text)), "")


_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*[ap]\.?m\.?)?", re.I)
_CLOCKED = frozenset(["time", "times", "slot", "slots", "hour", "hours"])


def looks_so(wanted: Wanted, text: str) -> bool:
    """Tell whether a text can be what is wanted by its look: a time has hours and minutes."""
    timed = wanted.kind == "string" and bool(set(tokens(spread(wanted.name))[-1:]) & _CLOCKED)
    return not timed or _CLOCK.search(text) is not None or not re.fullmatch(r"[\d\s.,-]*", text)


def by_look(wanted: Wanted, observation: Observation) -> list[str]:
    """Return the times that stand alone on a page ("09:00", "15:30"), where times are wanted and nothing names them."""
    if not set(tokens(spread(wanted.name))[-1:]) & _CLOCKED:
        return []
    pressed = [e.name.strip() for e in observation.elements if e.role not in ("textbox", "combobox")]
    lines = [line.text.strip() for line in observation.reading.lines]
    found = [text for text in (*pressed, *lines) if _CLOCK.fullmatch(text)]
    return list(dict.fromkeys(found))
