"""Judges that a thing is not there: only a search that was made, or the page in so many words, can show it."""

from __future__ import annotations

import re

from skyvern.agent.criteria.named import borne, lumped, meant, searched
from skyvern.agent.criteria.outcomes import nothing_found, shown_total
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.extract.answer import longer, next_page

_NO_THING = (
    r"(?:[\w-]+\s+){0,3}?(?:errors?|problems?|warnings?|captcha|messages?|alerts?|dialogs?|pop-?ups?|buttons?|links?|fields?|"
    r"check ?box(?:es)?|tabs?|menus?|banners?|forms?|headings?|images?)\b"
)
_FOUND = r"(?:found|located|listed|identified)"
_TAIL = r"(?:\s+(?:for|with|of|by|in|on|under|that|which|who|at|near)\b.*)?$"
_A_THING = r"(?!(?:the )?(?:page|file|error|message)\b)\S.*?"
_ABSENT = re.compile(
    rf"^(?:there\s+(?:is|are|was|were)\s+(?:no|not any)\s+(?!{_NO_THING})\S.*|"
    rf"(?:no|not any)\s+(?!{_NO_THING})(?:[\w'’-]+\s+){{1,6}}?"
    rf"(?:(?:is|are|was|were|can be|could be|has been)\s+)?"
    rf"(?:{_FOUND}|exists?|match(?:es|ed)?|comes? up|shows? up){_TAIL}|"
    rf"{_A_THING}\s+(?:can\s?not|can't|can’t|could not|couldn't|couldn’t)\s+be\s+{_FOUND}{_TAIL}|"
    rf"{_A_THING}\s+(?:is|are|was|were)(?:\s+not|n't|n’t)\s+{_FOUND}{_TAIL}|"
    rf"{_A_THING}\s+(?:is|are|was|were)(?:\s+not|n't|n’t)\s+(?:in|on|among)\s+the\s+(?:[\w-]+\s+)?"
    rf"(?:list|results?|table|overview|register|directory){_TAIL}|"
    rf"{_A_THING}\s+(?:does|do|did)(?:\s+not|n't|n’t)\s+(?:exist|appear in the (?:list|results)){_TAIL})",
    re.IGNORECASE,
)
_UNKNOWN_HERE = re.compile(
    r"\b(?:not found|does not exist|doesn['’]t exist|no longer exists?|introuvable|n['’]existe pas|nicht gefunden|"
    r"existiert nicht|no existe|no encontrad[oa]|n[ãa]o existe|n[ãa]o encontrad[oa])\b",
    re.IGNORECASE,
)
_MESSAGE = 160


def absent(text: str, scene: Scene) -> Verdict | None:
    """*There is no matching licensee*, *the appointment cannot be found*, *the permit does not exist*."""
    if quotes_in(text) or not _ABSENT.match(text):
        return None
    if scene.history is not None and lumped(scene.history, scene.goal):
        return unknown("several values were searched for in one field")
    looked = searched(scene) or (scene.acted and not scene.own_inputs)
    if nothing := _nothing(scene):
        return yes(nothing) if looked or scene.history is None else unknown(_NOT_YET)
    if not looked and not scene.listings:
        return unknown(_NOT_YET)
    return _not_among(scene, looked=looked)


def _nothing(scene: Scene) -> str:
    """What shows that there is nothing: a message, a count of none, or an answer that the address is not known."""
    if said := nothing_found(scene) or _unknown_here(scene):
        return f"the page says {said!r}"
    if shown_total(scene) == 0:
        return "the page counts 0 results"
    status = scene.observation.status
    return f"the page answered with status {status}" if status in (404, 410) else ""


def _not_among(scene: Scene, *, looked: bool) -> Verdict:
    """Judge by the rows that are there: a whole list that a search gave, and none of it bears the name."""
    names = meant(scene)
    if looked and (row := _named_row(names, scene)):
        return no(f"the page lists {row[:100]!r}")
    rows = _whole_list(scene)
    if searched(scene) and rows and names and not borne(names, scene.texts):
        return yes(f"{', '.join(names)!r} is in none of all {rows} rows that were found")
    if scene.listings:
        return no(f"a list with {len(scene.listings[0].rows)} rows is shown")
    return no(f"the page {scene.name} does not say that nothing was found")


_NOT_YET = "nothing was searched yet"


def _unknown_here(scene: Scene) -> str:
    """What a heading or message says where a thing was asked for that the site does not know."""
    lines = (*scene.headings[1:], *scene.told)
    return next((line for line in lines if len(line) < _MESSAGE and _UNKNOWN_HERE.search(line)), "")


def _named_row(names: tuple[str, ...], scene: Scene) -> str:
    rows = (row for listing in scene.listings for row in listing.rows)
    return next((row.text for row in rows if borne(names, (row.text,))), "")


def _whole_list(scene: Scene) -> int:
    """Return how many rows there are where the page says that these are all, 0 where it does not."""
    total = shown_total(scene)
    sizes = [len(listing.rows) for listing in scene.listings]
    on = next_page(scene.observation) or longer(scene.observation)
    return total if total and total in sizes and on is None else 0
