"""Judges that a search brought up what it was for: *the available cars are shown* after *search for cars*."""

from __future__ import annotations

import re

from skyvern.agent.criteria.clauses import clauses
from skyvern.agent.criteria.outcomes import nothing_found
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, no, yes
from skyvern.agent.extract.layout import Listing
from skyvern.agent.lexicon import stem
from skyvern.domain.page import ActionKind

_SHOWN = re.compile(
    r"^(?:the |a |all )?(?:list of )?(?:(?:the|all|available|matching|found|open|fitting|possible) )*"
    r"(?P<noun>[a-z]{3,}s)"
    r"(?: (?:list|page|overview))? (?:is|are) (?:now )?(?:shown|displayed|listed|visible|loaded|found|there)$",
    re.IGNORECASE,
)
_SEEKING = r"\b(?:search|look|find|browse|show|see|compare|check)\b[^.;:\n]{0,40}?\b"
_LEAST = 2


def searched(text: str, scene: Scene) -> Verdict | None:
    """The goal orders to search for such things, it was done, and a list came up with it."""
    match = _SHOWN.match(text)
    if match is None or quotes_in(text) or scene.goal is None or not _sent(scene):
        return None
    noun = stem(match["noun"].lower())
    if re.search(rf"{_SEEKING}{re.escape(noun)}", clauses(scene.goal.text).rest, re.IGNORECASE) is None:
        return None
    if said := nothing_found(scene):
        return no(f"the page says {said!r}")
    came = [listing for listing in scene.listings if len(listing.rows) >= _LEAST and _is_new(listing, scene)]
    most = max((len(listing.rows) for listing in came), default=0)
    return yes(f"the search brought up a list of {most}") if most else None


def _sent(scene: Scene) -> bool:
    """Tell whether something was put in and then pressed."""
    kinds = [one.action.kind for one in scene.history.records] if scene.history is not None else []
    put = [at for at, kind in enumerate(kinds) if kind in (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION)]
    return bool(put) and any(kind in (ActionKind.CLICK, ActionKind.KEYPRESS) for kind in kinds[put[-1] + 1 :])


def _is_new(listing: Listing, scene: Scene) -> bool:
    """Tell whether rows of a list were not on the page at first."""
    texts = [next((text for text in row.texts if text), row.heading) for row in listing.rows]
    return sum(bool(text) and scene.came(text) for text in texts) >= _LEAST
