"""Judges numbers of things: *the table lists at least 3 invoices*, *exactly two results*, *5 or more rows*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.criteria.outcomes import nothing_found, shown_total
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.extract.choose import Hints, many_rows
from skyvern.agent.extract.layout import Listing
from skyvern.agent.extract.values import STREET
from skyvern.agent.lexicon import content, similarity, stem, tokens

_NAMED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {word: n for n, word in enumerate(_NAMED)} | {"a single": 1, "a": 1, "an": 1, "some": 1, "any": 1}
_NUMBER = r"\d{1,6}|" + "|".join(
    sorted((word for word in _WORDS if word not in ("a", "an", "some", "any")), key=len, reverse=True)
)
_COUNTED = re.compile(
    rf"\b(?:(?P<how>at least|at most|no more than|no fewer than|no less than|more than|greater than|fewer than"
    rf"|less than|exactly|precisely|over|under|a minimum of|minimum of|up to|only|a total of|>=|<=|>|<|=)\s+)?"
    rf"(?P<number>{_NUMBER})\s*(?P<after>or more|or fewer|or less"
    rf"|\+)?\s+(?P<noun>(?:[a-z][\w-]*\s+){{0,2}}?[a-z][\w-]*)\b(?P<rest>.*)$",
    re.I,
)
_NUMBER_OF = re.compile(
    rf"^(?:the )?(?:number|count|amount|total(?: number)?) of (?P<noun>.+?) (?:is|equals|=)\s*(?P<how>at least"
    rf"|at most|more than|greater than|less than|fewer than|exactly|equal to|>=|<=|>|<"
    rf"|=)?\s*(?P<number>{_NUMBER})(?P<after>\s+or (?:more|fewer|less))?$",
    re.I,
)
_COUNTABLE = re.compile(
    r"\b(?:is|are|shows?|lists?|contains?|has|have|displays?|shown|listed|displayed|found|visible|there|appear"
    r"|returned|present|downloaded)\b",
    re.I,
)
_ROW_WORDS = frozenset(
    [
        "row",
        "result",
        "record",
        "item",
        "entry",
        "match",
        "line",
        "listing",
        "hit",
        "option",
        "card",
        "element",
        "thing",
    ]
)
_NOT_THINGS = frozenset(
    [
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "step",
        "percent",
        "dollar",
        "euro",
        "page",
        "of",
        "time",
        "character",
        "digit",
        "star",
        "usd",
        "eur",
    ]
)
_ROLES = {
    "button": "button",
    "link": "link",
    "checkbox": "checkbox",
    "field": "textbox",
    "textbox": "textbox",
    "tab": "tab",
    "image": "img",
}
_ENDS = re.compile(
    r"\s+(?:is|are|was|were|in|on|listed|shown|displayed|found|visible|present|appear|returned|there|have|has|been)$",
    re.I,
)


_ONLY = re.compile(
    r"^(?:only|just|nothing but)\s+(?:the |those )?(?P<said>[\w-]+(?: [\w-]+)?)\s+(?P<noun>[\w-]+)\s+(?:is|are)\s+"
    r"(?:now )?(?:listed|shown|displayed|visible|left|there)(?: .*)?$",
    re.I,
)
_ONLY_OF = re.compile(
    r"^(?P<only>only|just)\s+(?:the |those )?(?P<things>[\w-]+)\s+(?:of|in|from|at)\s+(?:the )?"
    r"(?P<whose>[\w-]+(?: [\w-]+)?)(?=\s+(?:is|are)\s)",
    re.I,
)
""" "Only employees of Legal": only Legal employees."""
_SHOWS_ONLY = re.compile(
    r"^(?:the )?(?:page|list|table|grid|site|screen)\s+(?:now )?(?:shows?|lists?|contains?|displays?|has)\s+"
    r"(?:only|just|nothing but)\s+(?:the )?(?P<said>[\w-]+(?: [\w-]+)?)\s+(?P<noun>[\w-]+)$",
    re.I,
)
_ALL_ARE = re.compile(
    r"^(?:all|every|each)(?: of)?(?: the)?(?: listed| shown| displayed)?\s+(?P<noun>[\w-]+)"
    r"(?: listed| shown| displayed| in the list)?\s+(?:is|are|has the status|have the status)\s+"
    r"(?P<said>[\w-]+(?: [\w-]+)?)$",
    re.I,
)


_VERB = re.compile(r"(?:has|have|is|are|was|were|shows?|appears?|must|should|can|will)\b", re.I)
""" "Request 507 has the status Open": the number names the request."""


def compared(text: str, scene: Scene) -> Verdict | None:
    """A number of things is compared with what is there."""
    if quotes_in(text):
        return None
    found = _NUMBER_OF.match(text) or (_COUNTED.search(text) if _COUNTABLE.search(text) else None)
    if found is None or _VERB.match(found["noun"]) or STREET.match(text[found.start("number") :]):
        return None
    noun = found["noun"]
    while (cut := _ENDS.sub("", noun)) != noun:
        noun = cut
    head = stem(noun.split()[-1].lower())
    if head in _NOT_THINGS or not noun.strip() or re.fullmatch(r"(?:is|are|or|and|in|on)", head):
        return None
    limit = _WORDS[found["number"].lower()] if found["number"].lower() in _WORDS else int(found["number"])
    count, what = _count(noun, head, text, scene)
    if count is None:
        return unknown(what)
    holds = _holds(count, limit, (found["how"] or "").lower(), (found["after"] or "").strip().lower(), text)
    return (yes if holds else no)(f"{what}: {count}")


def _row_says(said: Sequence[str], cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether one cell says all the words, or each word is a cell of its own ("urgent open": Urgent, Open)."""
    whole = any(tuple(cell) == tuple(said) for cell in cells)
    return whole or (len(said) > 1 and all(any(tuple(cell) == (word,) for cell in cells) for word in said))


def only_those(text: str, scene: Scene) -> Verdict | None:
    """*Only open invoices are listed*: every row of the list holds what is said of them."""
    text = _ONLY_OF.sub(r"\g<only> \g<whose> \g<things>", text)
    found = _ONLY.match(text) or _SHOWS_ONLY.match(text) or _ALL_ARE.match(text)
    if quotes_in(text) or found is None:
        return None
    noun, said = found["noun"], content(found["said"])
    listing = _listing(noun, stem(noun.lower()), scene) or _with(said, scene)
    if listing is None:
        return no("the page shows no such list") if not scene.listings else None
    holding = sum(_row_says(said, [content(fact.value) for fact in row.facts]) for row in listing.rows)
    if holding == len(listing.rows):
        return yes(f"each of the {holding} rows says {found['said']!r}")
    if holding:
        return no(f"{holding} of {len(listing.rows)} rows say {found['said']!r}")
    return unknown(f"no row says {found['said']!r} in so many words")


def _with(said: Sequence[str], scene: Scene) -> Listing | None:
    """Return the one table in which a row says these words: beside it a page may have tables that are its menu."""
    tables = [one for one in scene.listings if one.kind == "table"]
    telling = [one for one in tables if any(_row_says(said, [content(f.value) for f in row.facts]) for row in one.rows)]
    return telling[0] if len(telling) == 1 else None


def _holds(count: int, limit: int, how: str, after: str, text: str) -> bool:
    if how in ("at least", "no fewer than", "no less than", "a minimum of", "minimum of", ">=") or after in (
        "or more",
        "+",
    ):
        return count >= limit
    if how in ("at most", "no more than", "up to", "<=") or after in ("or fewer", "or less"):
        return count <= limit
    if how in ("more than", "greater than", "over", ">"):
        return count > limit
    if how in ("fewer than", "less than", "under", "<"):
        return count < limit
    return count == limit


def _count(noun: str, head: str, text: str, scene: Scene) -> tuple[int | None, str]:
    if head == "file" and re.search(r"\bdownload", text, re.I):
        return len(scene.history.downloads if scene.history else ()), "files downloaded"
    if head in _ROLES:
        return sum(e.role == _ROLES[head] for e in scene.observation.elements), f"{noun} on the page"
    if nothing_found(scene):
        return 0, f"the page says {nothing_found(scene)!r}"
    if head == "column":
        widths = [len(listing.labels) for listing in scene.listings if listing.kind == "table"]
        return (widths[0], "columns of the table") if len(widths) == 1 else (None, "there is not just one table")
    listing = _listing(noun, head, scene)
    total = shown_total(scene)
    if listing is None:
        return (
            (total, "the page states the number") if total is not None else (None, f"no list of {noun} is on the page")
        )
    rows = listing.rows
    adjectives = " ".join(noun.split()[:-1])
    if adjectives or head not in _ROW_WORDS:
        chosen = many_rows(listing, Hints(goal=text), ())
        rows = rows if chosen.unmet else chosen.rows
    if (
        total is not None
        and len(rows) == len(listing.rows)
        and total > len(rows)
        and "table" not in text.lower()
        and "row" not in head
    ):
        return total, "the page states the number"
    return len(rows), f"rows of {listing.name or 'the list'} that fit"


def _listing(noun: str, head: str, scene: Scene) -> Listing | None:
    listings = scene.listings
    if len(listings) == 1:
        return listings[0]
    tables = [listing for listing in listings if listing.kind == "table"]
    if not listings:
        return None
    if head not in _ROW_WORDS:
        named = [item for item in listings if _names(item, noun, head)]
        if len(named) == 1:
            return named[0]
    return (
        tables[0]
        if len(tables) == 1
        else max(listings, key=lambda item: len(item.rows))
        if head in _ROW_WORDS
        else None
    )


def _names(listing: Listing, noun: str, head: str) -> bool:
    labels = {word for label in (listing.name, *listing.labels) for word in tokens(label)}
    return head in labels or any(similarity(noun, label) >= 0.75 for label in (listing.name, *listing.labels) if label)
