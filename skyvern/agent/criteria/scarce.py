"""Judges that there is not enough of something: the page must say so of that very thing, or of one of its kind."""

from __future__ import annotations

import re

from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, silence, yes
from skyvern.agent.lexicon import content, root
from skyvern.agent.supposed import stated

_LITTLE = r"(?:not enough|insufficient|too (?:little|few)|not sufficient)"
_SCARCE = re.compile(
    rf"^(?:there (?:is|are)\s+|.+?\s(?:has|have)\s+)?{_LITTLE}\s+(?P<what>\w.*)$|"
    r"^(?:there (?:isn|aren)['’]t|.+?\s(?:doesn['’]t|don['’]t|does not|do not) have) enough\s+(?P<of>\w.*)$|"
    rf"^(?:the |my |your )?(?P<that>\w.*?)\s+(?:is|are)\s+(?:{_LITTLE}|too low|not high enough)$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:not enough|insufficient|too (?:little|few|low)|not sufficient|n['’]t (?:have )?enough|exceeds? (?:the|your)|"
    r"nicht gen(?:ug|ügend)|unzureichend\w*|nicht ausreich\w*|insuffisant\w*|pas assez|insuficientes?|"
    r"no hay suficiente\w*)\b",
    re.IGNORECASE,
)
_SAME = tuple(
    frozenset(map(root, kinds.split()))
    for kinds in (
        "money fund balance credit cash means",
        "stock inventory item piece unit quantity copy",
        "seat place space spot ticket room",
        "day leave vacation holiday hour allowance entitlement",
    )
)
_LEFT = frozenset(map(root, ("left", "remaining", "available", "account", "any", "more")))
_LONGEST = 200


def scarce(text: str, scene: Scene) -> Verdict | None:
    """*There is not enough money*, *the leave balance is insufficient*: a message says so, and of the like."""
    match = _SCARCE.match(text)
    if match is None or quotes_in(text):
        return None
    wanted = {root(word) for word in content(next(part for part in match.groups() if part))} - _LEFT
    alike = wanted.union(*(kinds for kinds in _SAME if kinds & wanted))
    for line in (*(alert.text for alert in scene.observation.alerts), *scene.told):
        said = stated(line)
        if len(line) < _LONGEST and _SAYS.search(said) and alike & {root(word) for word in content(said)}:
            return yes(f"the page says {line!r}", plainly=True)
    return silence(f"the page does not say that {text!r}")
