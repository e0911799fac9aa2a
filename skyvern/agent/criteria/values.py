"""Judges what fields and facts hold: *the status is Active*, *the search box is empty*, *the box is checked*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.criteria.named import borne, meant
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import INPUTS, Scene, even
from skyvern.agent.criteria.told import of_the_record
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.extract.choose import Hints, one_row
from skyvern.agent.extract.labels import ENOUGH, score, vocabulary
from skyvern.agent.extract.layout import Fact, Row
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.values import as_date, number
from skyvern.agent.lexicon import content, root, same_value, similarity, tokens
from skyvern.domain.page import Element

_STATE = re.compile(
    r"^(?:the |a |an )?(?P<name>.+?)(?:\s+(?P<kind>field|box|input|textbox|text box|checkbox|tick ?box"
    r"|radio(?: button)?|button|link|dropdown|drop-down|select|toggle|switch|option))?"
    r"\s+(?:is|are|was|has been|have been|be|remains?)\s+(?:now |still |already |currently )?"
    r"(?P<state>empty|blank|cleared|filled(?: in| out)?|not empty|checked|ticked|selected|unchecked|unticked"
    r"|disabled|greyed out|enabled|clickable|active(?= button)|read-?only|required|expanded|collapsed|open(?:ed)?"
    r"|editable)$",
    re.I,
)
_VALUE = re.compile(
    r"^(?:the )?(?P<label>[^⟦]+?)\s+(?:field |value |column |cell |input |box )?(?:(?:of|for"
    r"|in row) (?:the )?(?P<row>.+?)\s+)?"
    r"(?P<verb>is|are|equals?|=|shows?|reads?|says?|states?|contains?|includes?|displays?|has|have|starts with"
    r"|begins with|ends with|matches|becomes?|changed? to|was)\s+"
    r"(?:(?:equal to|set to|exactly|now|currently|shown as|displayed as|marked as|marked|listed as|the value"
    r"|a value of|status|changed to|the text|as)\s+)*(?P<value>.+)$",
    re.I,
)
_HAS = re.compile(
    r"^(?:the )?(?P<row>[^\"]+?)\s+(?P<verb>has|have|shows?|with)\s+(?:the |an? )?(?P<label>[\w -]*?\b(?:status"
    r"|state|number|type|date|amount|price|name))\s+(?:of |set to |equal to )?"
    r"(?P<value>\"[^\"]+\"|'[^']+'|[A-Z\d$€£][\w $€£.,/-]*)$"
)
_VAGUE = re.compile(
    r"^(?:shown|displayed|visible|present|available|there|found|loaded|listed|on (?:the )?(?:page|screen)|here"
    r"|correct|displaying|an? \w+|(?:fully |successfully |been )\w+)$",
    re.I,
)
_SOME = re.compile(r"^(?:any|some|at least one|one|all|every|each)\b", re.I)
_FIRM = ("dl", "row", "sibling", "colon", "inline")
_PLACE = re.compile(
    r"\b(?:record|page|profile|details?|dialog|menu|tab|section|folder|form|list|window|screen)s?$", re.I
)
_STATUS_WORD = re.compile(
    r"^(?:in)?(?:active|valid|expired|suspended|revoked|lapsed|approved|rejected|declined|denied|pending|open"
    r"|closed|paid|unpaid|overdue|"
    r"cancell?ed|completed?|shipped|delivered|current|retired|terminated|accepted|draft|final|under review"
    r"|in progress|on hold)$",
    re.I,
)
_THAN = re.compile(
    r"^(?P<how>greater than|more than|higher than|over|above|at least|less than|lower than|below|under|at most|>=?"
    r"|<=?|before|after)\s+(?P<limit>.+)$",
    re.I,
)
_MANY = {
    "checkbox": ("checkbox", "switch"),
    "radio": ("radio",),
    "button": ("button",),
    "link": ("link",),
    "option": ("option", "radio", "checkbox"),
}


def standing(text: str, scene: Scene) -> Verdict | None:
    """*The visit is still confirmed*, where the page shows one status: it is that one, or it is another."""
    if quotes_in(text) or not _STILL.search(text):
        return None
    shown = {(f.label, f.value) for f in scene.facts if "status" in tokens(f.label)}
    label, value = next(iter(shown)) if len(shown) == 1 else ("", "")
    said = {root(word) for word in content(value)}
    if not said:
        return None
    return (yes if said & {root(word) for word in content(text)} else no)(f"the page shows {label}: {value}")


def row_state(text: str, scene: Scene) -> Verdict | None:
    """*The claim is submitted*, of a row that bears the names which the goal gives: one of its cells says so."""
    found = _IS_SO.match(text)
    names = meant(scene)
    if quotes_in(text) or found is None or not names or not scene.acted:
        return None
    own = [row for one in scene.listings for row in one.rows if borne(names, (row.text,))]
    cells = [value for value in own[0].texts if len(value.split()) < 3] if len(own) == 1 else []
    said = next((value for value in cells if root(found["state"]) in {root(word) for word in content(value)}), "")
    return yes(f"the page shows {own[0].text[:100]!r}") if said else None


_IS_SO = re.compile(
    r"^(?:the|its|my|our)\s+[\w -]+?\s+(?:is|was|has been)\s+(?:now\s+)?(?P<state>\w+ed|open|paid|sent|draft)$", re.I
)
_STILL = re.compile(r"\b(?:is|are) (?:still|now|currently) \w+ed$", re.I)


def element_state(text: str, scene: Scene) -> Verdict | None:
    """*The search box is empty*, *Terms is checked*, *the button is disabled*."""
    found = _STATE.match(text)
    if found is None:
        return None
    name = (quotes_in(found["name"]) or (found["name"],))[0]
    element = _element(name, (found["kind"] or "").lower(), scene)
    state = found["state"].lower()
    if element is None:
        return _fact_state(name, state, scene)
    holds = _has_state(element, state)
    if holds is None:
        return None
    shown = f"{element.name or name!r} " + (
        f"holds {element.value!r}" if element.value else "is so" if holds else "is not"
    )
    return (yes if holds else no)(shown)


def _has_state(element: Element, state: str) -> bool | None:
    """Whether the element is in that state; None when it cannot be in it."""
    value = bool(element.value) if element.role in INPUTS else None
    chosen = element.checked if element.checked is not None else element.selected
    states: dict[str, bool | None] = {
        "empty blank cleared": _opposite(value),
        "filled not": value,
        "checked ticked": element.checked,
        "selected": chosen,
        "unchecked unticked": _opposite(element.checked),
        "disabled greyed": element.disabled,
        "enabled clickable active": not element.disabled,
        "read-only readonly": element.readonly,
        "editable": not (element.readonly or element.disabled),
        "required": element.required,
        "expanded open opened": element.expanded,
        "collapsed": _opposite(element.expanded),
    }
    return next((holds for words, holds in states.items() if state.split()[0] in words.split()), None)


def _opposite(holds: bool | None) -> bool | None:
    return None if holds is None else not holds


def _fact_state(name: str, state: str, scene: Scene) -> Verdict | None:
    if state.split()[0] not in ("empty", "blank", "filled", "not"):
        return None
    if re.search(r"\b(?:table|list|cart|basket|results?)\b", name, re.I):
        rows = sum(len(listing.rows) for listing in scene.listings)
        if not scene.listings and not re.search(r"\btable|list|results?\b", name, re.I):
            return None
        holds = (rows == 0) == (state.split()[0] in ("empty", "blank"))
        return (yes if holds else no)(f"the page lists {rows} rows")
    facts = _facts(name, scene)
    if not facts:
        return None
    holds = any(fact.value for fact in facts) == (state.split()[0] not in ("empty", "blank"))
    return (yes if holds else no)(f"{facts[0].label}: {facts[0].value!r}")


def _element(name: str, kind: str, scene: Scene) -> Element | None:
    roles = next((roles for word, roles in _MANY.items() if kind.startswith(word)), None)
    among = [
        e
        for e in scene.observation.elements
        if (e.role in roles if roles else e.role in INPUTS or e.role in ("button", "link", "tab"))
    ]
    wanted = re.sub(r"^(?:the|a|an)\s+", "", name.strip(), flags=re.I)
    full = f"{wanted} {kind}".strip()

    def fit(element: Element) -> float:
        names = [text for text in (element.name, element.placeholder, *element.hints) if text]
        own = max(
            (
                max(similarity(wanted, text), similarity(full, text)) * (1 if i == 0 else 0.95)
                for i, text in enumerate(names)
            ),
            default=0.0,
        )
        search = "search" in tokens(wanted) and (element.role == "searchbox" or element.input_type == "search")
        return max(own, 0.9 if search else 0.0)

    ranked = sorted(((fit(element), -index) for index, element in enumerate(among)), reverse=True)
    if not ranked or ranked[0][0] < 0.75:
        return None
    if (
        len(ranked) > 1
        and ranked[1][0] >= ranked[0][0] - 0.02
        and among[-ranked[1][1]].value != among[-ranked[0][1]].value
    ):
        return None
    return among[-ranked[0][1]]


def field_value(text: str, scene: Scene) -> Verdict | None:
    """*The certification status is Active*, *the status of INV-7 is Paid*, *the total is more than $100*."""
    found = _HAS.match(text) or _VALUE.match(text)
    if found is None or _VAGUE.match(found["value"].strip(" .")):
        return None
    value = (quotes_in(found["value"]) or (found["value"].strip(" .'\""),))[0]
    label = re.sub(r"\s+(?:shown|displayed|listed|given)$", "", found["label"].strip(), flags=re.I)
    row = found["row"] or ""
    facts = _row_facts(label, row, scene)
    if not any("status" in tokens(fact.label) for fact in facts) and (not row or _speaks_of(row, scene)):
        facts = _sole_status(label, value, scene) or facts
    if not facts:
        return None
    if len({fact.value for fact in facts}) > 1 and not (row or _SOME.match(label)):
        facts = of_the_record(label, value, scene) or facts
    verdicts = {_compare(fact.value, found["verb"].lower(), value) for fact in facts}
    shown = ", ".join(dict.fromkeys(f"{fact.label}: {fact.value}" for fact in facts))[:200]
    if len(verdicts) > 1:
        if re.match(r"^(?:any|some|at least one|one)\b", label, re.I):
            return yes(f"the page shows {shown}")
        if re.match(r"^(?:all|every|each)\b", label, re.I):
            return no(f"the page shows {shown}")
        standing = next((fact for fact in facts if "status" in tokens(fact.label)), None)
        if standing is not None and _compare(standing.value, found["verb"].lower(), value):
            return yes(f"the page shows {standing.label}: {standing.value}")
        return unknown(f"the page shows {shown}; which is meant cannot be told")
    holds = verdicts.pop()
    stands = any("status" in tokens(fact.label) for fact in facts)
    if holds is None or (not holds and _DONE.search(text) and not stands):
        return None
    return (yes if holds else no)(f"the page shows {shown}")


_DONE = re.compile(r"\b(?:has|have|had)\s+(?:\w+\s+)?been\s+\w+ed\b", re.I)
""" "The permit has been issued": that something else is written beside its name does not deny it."""


def _row_facts(label: str, row: str, scene: Scene) -> list[Fact]:
    """The facts that the statement speaks of: page facts of that label, or the cells of the row that it names."""
    facts = [] if row else _facts(label, scene)
    if facts:
        return facts
    wanted = Wanted(name=label)
    for listing in scene.layout.listings:
        present = vocabulary(listing.labels)
        rows = one_row(listing, Hints(goal=row or label))
        if row and len(rows) == len(listing.rows) > 1:
            rows = _numbered(row, listing.rows)
        if row and not rows:
            continue
        cells = [f for r in rows for f in r.facts if score(wanted, f.label, present) >= ENOUGH]
        if cells:
            return cells
        if len(rows) == 1 and len(listing.rows) > 1:
            return [f for f in rows[0].facts if "status" in tokens(f.label)]
    return _facts(label, scene) if row and _speaks_of(row, scene) else []


def _numbered(row: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the one row with a cell that is just the number at the end of a name ("request 507"), () without one."""
    number_said = re.search(r"(?:^|[\s#])(\d+)$", row)
    named = [one for one in rows if number_said and any(f.value.lstrip("#") == number_said[1] for f in one.facts)]
    return (named[0],) if len(named) == 1 else ()


def _speaks_of(row: str, scene: Scene) -> bool:
    """Whether the page as a whole is about that thing; a general word (`the certification`) always fits."""
    words = set(content(row))
    headed = any(words <= set(tokens(heading)) for heading in scene.headings)
    return headed or row.islower() or not any(char.isupper() or char.isdigit() for char in row)


def _sole_status(label: str, value: str, scene: Scene) -> list[Fact]:
    """*The permit is approved* speaks of the page's one status."""
    if len(value.split()) > 3 or _PLACE.search(label) or not set(content(label)) & scene.words:
        return []
    facts = [f for f in scene.layout.facts if f.value and f.source in _FIRM and "status" in tokens(f.label)]
    known = {even(option.label) for e in scene.observation.elements for option in e.options}
    words = even(value)
    plausible = len(facts) == 1 and (even(facts[0].value) == words or words in known or _STATUS_WORD.match(value))
    return facts if plausible else []


def _facts(label: str, scene: Scene) -> list[Fact]:
    wanted = Wanted(name=re.sub(r"^(?:any|some|all|every|each|one|at least one)\s+", "", label, flags=re.I))
    known = [fact for fact in scene.layout.facts if fact.source not in ("meta", "sentence", "json")]
    present = vocabulary(fact.label for fact in known)
    scored = [(score(wanted, fact.label, present), fact) for fact in known]
    best = max((sure for sure, _ in scored), default=0.0)
    return [fact for sure, fact in scored if sure >= ENOUGH and sure >= best - 0.03]


def _compare(shown: str, verb: str, value: str) -> bool | None:
    if found := _THAN.match(value):
        return _beyond(shown, found["how"].lower(), found["limit"])
    match verb.split()[0]:
        case "contains" | "contain" | "includes" | "include":
            return even(value) in even(shown)
        case "starts" | "begins":
            return even(shown).startswith(even(value))
        case "ends":
            return even(shown).endswith(even(value))
        case _:
            return not shown if value.lower() in ("empty", "blank") else _equal(shown, value)


def _equal(shown: str, value: str) -> bool:
    """Whether two texts say the same: as words, as numbers, or as days."""
    if same_value(shown, value) or even(shown) == even(value):
        return True
    one, two = number(shown), number(value)
    if one is not None and two is not None:
        return one == two
    day = as_date(shown)
    return day is not None and day == as_date(value)


def _beyond(shown: str, how: str, limit: str) -> bool | None:
    one: object = number(shown)
    two: object = number(limit)
    if how in ("before", "after") or one is None or two is None:
        day, other = as_date(shown), as_date(limit)
        if day is None or other is None:
            return None
        return day < other if how in ("before", "below", "under", "less than", "<") else day > other
    assert isinstance(one, (int, float)) and isinstance(two, (int, float))  # noqa: S101, PT018 - narrowed above
    if how in ("at least", ">="):
        return one >= two
    if how in ("at most", "<="):
        return one <= two
    return one < two if how in ("less than", "lower than", "below", "under", "<", "before") else one > two
