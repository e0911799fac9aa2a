"""Judges what is said of *it*, the thing that was acted on, and things that are known by their look: times, prices."""

from __future__ import annotations

import re

from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import INPUTS, Scene, even, stated
from skyvern.agent.criteria.verdict import Verdict, unknown, yes
from skyvern.agent.extract.choose import Hints, one_row
from skyvern.agent.extract.labels import ENOUGH, score, vocabulary
from skyvern.agent.extract.layout import Fact
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.values import DATE, MONEY
from skyvern.domain.page import ASIDE

_OF_IT = re.compile(
    r"^(?:(?:the |this )?(?:page|site|screen|message|it) (?:says?|states?|tells?|confirms?|shows?) (?:that )?)?"
    r"(?P<whom>it|this|that|they|(?:the|this|my|our) [a-z]+(?: [a-z]+)?)\s+(?P<deed>(?:has|have) been [a-z]+(?:ed|n|t)|"
    r"(?:was|were) [a-z]+(?:ed|n|t))(?: successfully)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b")
_LOOKS = (
    (re.compile(r"\b(?:times?|time slots?|slots?|hours)$", re.IGNORECASE), _CLOCK),
    (re.compile(r"\b(?:prices?|fees?|amounts?|costs?|rates?)$", re.IGNORECASE), MONEY),
    (re.compile(r"\b(?:dates?|days)$", re.IGNORECASE), DATE),
)
_SHOWN = re.compile(
    r"^(?:the |all |some |any )*(?P<what>[a-z][a-z -]*?)(?: (?:of|for|on|in) [^.]+?)? (?:is|are) (?:now )?"
    r"(?:shown|displayed|listed|visible|offered)$",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|cannot|n['’]t)\b", re.IGNORECASE)


def said_of_it(text: str, scene: Scene) -> Verdict | None:
    """*It has been cancelled*, once something was done: the page says so of a thing in one sentence."""
    match = _OF_IT.match(text.strip(" ."))
    if match is None or quotes_in(text) or not scene.acted:
        return None
    deed = even(match["deed"])
    whom = "" if match["whom"].lower() in ("it", "this", "that", "they") else even(match["whom"].split(maxsplit=1)[1])
    for line in scene.main:
        said = even(stated(line))
        if deed in said and whom in said and not _NOT.search(line) and len(line) < 240:
            return yes(f"the page says {line!r}")
    return None


def shown_by_look(text: str, scene: Scene) -> Verdict | None:
    """*The free times are shown* where the last act brought up what looks like times, and no column is called so."""
    match = _SHOWN.match(text.strip(" ."))
    look = next((look for noun, look in _LOOKS if match is not None and noun.search(match["what"])), None)
    if look is None or not scene.acted:
        return None
    lines = [line for line in scene.observation.reading.lines if line.region not in ASIDE and look.search(line.text)]
    fresh = [line.text for line in lines if line.new or scene.came(line.text)]
    named = [e for e in scene.observation.elements if look.match(e.name.strip()) and e.role not in INPUTS]
    fresh += [e.name for e in named if e.new or scene.came(e.name)]
    return yes(f"{fresh[0]!r} has come up") if fresh else None


_LABEL = re.compile(
    r"^(?:the |its |his |her |their |a |an )?(?P<label>(?:[a-z]+ ){0,2}?"
    r"(?:status|stage|state|price|balance|amount|total|deadline|result|premium|cost|fee|due date)"
    r"(?: of [a-z ]+?)?) (?:is|are) (?:now )?(?:shown|displayed|visible|there|available)$",
    re.IGNORECASE,
)


def label_shown(text: str, scene: Scene) -> Verdict | None:
    """*The application status is shown*: it stands under its name with a value, and not only as a heading."""
    found = _LABEL.match(text.strip(" ."))
    if found is None or quotes_in(text):
        return None
    wanted = Wanted(name=re.sub(r"\bof (?:the|this) ", "of ", found["label"]))
    present = vocabulary(fact.label for fact in scene.facts)
    own = [f for f in scene.facts if score(wanted, f.label, present) >= ENOUGH]
    if own:
        return yes(f"the page shows {own[0].label}: {own[0].value}")
    in_rows = [label for one in scene.listings for label in one.labels if score(wanted, label, present) >= ENOUGH]
    if in_rows and (scene.acted or scene.history is None or not scene.own_inputs):
        return yes(f"the page shows the column {in_rows[0]!r}")
    early = scene.history is not None and not scene.acted and scene.own_inputs
    return unknown("nothing was asked for yet") if early else None


def of_the_record(label: str, value: str, scene: Scene) -> list[Fact]:
    """Return the cells of that label in the one row that the goal speaks of, [] where it tells no row.

    The value that is in question must not choose the row.
    """
    wanted = Wanted(name=re.sub(r"^(?:its|his|her|their|the)\s+", "", label, flags=re.IGNORECASE))
    goal = "" if scene.goal is None else re.sub(re.escape(value), " ", scene.goal.text, flags=re.IGNORECASE)
    for listing in scene.layout.listings:
        rows = one_row(listing, Hints(goal=goal))
        present = vocabulary(listing.labels)
        cells = [fact for row in rows[:1] for fact in row.facts if score(wanted, fact.label, present) >= ENOUGH]
        if len(rows) == 1 < len(listing.rows) and cells:
            return cells
    return []
