"""Judges that something is closed, turned down or not to be had: the page must say so of that very thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skyvern.agent.criteria.named import borne, meant
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, unknown, yes
from skyvern.agent.lexicon import content, root
from skyvern.agent.supposed import stated
from skyvern.agent.tongues import said as abroad

_DENIES = re.compile(
    r"\b(?:closed|filled|expired|unavailable|refus(?:es?|ed)|reject(?:s|ed)|denied|declin(?:es?|ed)|sold out|taken|"
    r"fully booked|full|no longer|can\s?not|unable|ineligible|withdrawn|turned down)\b|n['’]t\b|"
    r"\bnot\s+(?:\w+\s+)?(?:accept\w*|available|offer\w*|possible|eligible|allowed|open|taking|covered|insur\w*|be)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:no longer|unable to|can\s?not|(?:ca|do|does|is|are|could|wo)n['’]t|sorry|unfortunately|regret|"
    r"not (?:currently |yet |now )?(?:\w+ )?"
    r"(?:accept\w*|available|offer\w*|possible|eligible|allowed|open|taking|able)|"
    r"(?:has|have|had) been (?:filled|closed|withdrawn|cancelled|suspended|declined|rejected|refused|denied|taken)|"
    r"(?:is|are|was|were) (?:now |already |currently )?(?:closed|filled|unavailable|expired|declined|rejected|refused|"
    r"denied|sold out|fully booked|suspended|locked|taken|full)|"
    r"no (?:more )?(?:openings?|availability|available \w+|appointments?|slots?|times?|vacanc(?:y|ies)|places?|seats?)|"
    r"(?:fully booked|sold out|position (?:filled|closed)|applications? closed|deadline has passed|ineligible))\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"^(?:all|every|each)\b(?!.*\b(?:not|n['’]t)\b)", re.IGNORECASE)
_FULL = re.compile(r"\b(?:(?:fully|already|over) ?(?:booked|taken|registered|reserved)|full)\b", re.IGNORECASE)
""" "The session is fully booked": a booking that is confirmed does not make it so."""
_TAKEN = re.compile(
    r"\b(?:full|fully booked|sold out|unavailable|closed|taken|no places|waiting list)\b", re.IGNORECASE
)
_CLOSED_FOR = re.compile(r"\bclosed (?:on|for|from|until|at|every|during)\b", re.IGNORECASE)
_OPEN_ENDED = re.compile(
    r"\b(?:shown|displayed|visible|found|listed|logged|signed|editing|edited|error|empty|exist\w*)\b", re.IGNORECASE
)
_POINTS = re.compile(r"^\W*(?:this|sorry|unfortunately|we|we['’]re)\b", re.IGNORECASE)
_BARELY = re.compile(r"^\W*(?:sorry|unfortunately|this (?:is|has|was|one)\b)", re.IGNORECASE)
_FIRMLY = re.compile(
    r"\b(?:no longer|has been (?:filled|closed|withdrawn|taken|declined|rejected|refused|denied)|fully booked|sold out|"
    r"(?:is|are) (?:now |already |currently )?(?:closed|filled|unavailable|expired|full|taken|suspended)|"
    r"no (?:more )?(?:openings?|availability|available \w+|appointments?|slots?|times?|places?|seats?|vacanc(?:y|ies))|"
    r"position (?:filled|closed)|applications? closed|deadline has passed)\b",
    re.IGNORECASE,
)
""" "We can't share patient data" denies, but not that somebody takes patients: else the deed must be the same."""
_TALK = frozenset(
    root(word)
    for word in content(
        "page site website company portal provider system message says say shows tells states time one any new current "
        "still requested wanted longer closed filled expired unavailable refused rejected denied declined accept "
        "accepting available offer offers possible eligible allowed open taking taken withdrawn unable cannot changed "
        "is are was were be been not no does do did has have can could will to it this that its for"
    )
)
_DEEDS = frozenset(
    root(word)
    for word in content(
        "accept accepting accepts available offer offers open refused rejected denied declined changed change edited "
        "eligible insured insure covered cover closed possible allowed"
    )
)
_LONGEST = 240


def denied(text: str, scene: Scene) -> Verdict | None:
    """*The position is closed*, *it no longer accepts applications*, *the requested time is not available*."""
    if quotes_in(text) or not _DENIES.search(text) or _OPEN_ENDED.search(text):
        return None
    if _ALL.match(text):
        rows = [row.text for one in scene.listings for row in one.rows]
        return yes(f"all {len(rows)} say so", plainly=True) if rows and all(map(_TAKEN.search, rows)) else None
    words = {root(word) for word in content(text)}
    subject, deeds = words - _TALK, words & _DEEDS
    for line in _lines(scene):
        said = stated(line)
        if not (_SAYS.search(said) or (scene.acted and abroad.TROUBLE.search(said))) or _CLOSED_FOR.search(said):
            continue
        spoken = {root(word) for word in content(said)}
        alike = _FIRMLY.search(said) is not None or bool(deeds & spoken) or abroad.TROUBLE.search(said) is not None
        if alike and (subject & spoken or (_BARELY.match(said) and scene.came(line))):
            return yes(f"the page says {line!r}", plainly=True)
    return unknown(f"the page does not say so of {', '.join(sorted(subject))!r}") if _FULL.search(text) else None


def _lines(scene: Scene) -> Iterator[str]:
    """Yield what may say so: messages; lines that have come; before anything was done, what is said of *this* one.

    What stands in one row or card of several is said of that one only.
    """
    alerts = [alert.text for alert in scene.observation.alerts if alert.kind != "success"]
    several = [row for one in scene.listings if len(one.rows) > 1 for row in one.rows]
    names = meant(scene)
    own = {text for row in several if borne(names, (row.text,)) for text in (*row.texts, row.text)}
    others = {text for row in several for text in (*row.texts, row.heading, row.text)} - own
    lines = (line for line in scene.told if scene.acted or (_POINTS.match(line) and not several))
    told = (text for text in alerts if scene.acted or not several or borne(names, (text,)))
    for line in (*told, *own, *lines):
        if len(line) < _LONGEST and line not in others:
            yield line
