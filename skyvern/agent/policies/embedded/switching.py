"""Turns deeds that a page has as a box: "deactivate the account X" is to clear the box *Active* of X."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import content
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.match import is_box
from skyvern.domain.page import Element, Observation

_BACK = re.compile(r"^(?:de|un|dis)(?=[a-z]{4})")
_ASIDE = ("navigation", "banner", "contentinfo", "complementary")


def turned(intent: Intent, page: Observation) -> Term | None:
    """Return the box that the deed sets or clears, as a value for the form; None where not just one bears its word."""
    said = content(intent.target or intent.clause)
    if intent.verb is not Verb.DO or not said:
        return None
    verb = _BACK.sub("", said[0])
    on = verb == said[0]
    named = [e for e in page.elements if is_box(e) and e.landmark not in _ASIDE and not e.disabled and _says(e, verb)]
    return Term(value="yes" if on else "no", label=named[0].name, checked=on) if len(named) == 1 else None


def _says(box: Element, verb: str) -> bool:
    """Tell whether a box is called as the deed makes a thing: Active, Activated, Is active, Published."""
    words = [word for word in content(box.name) if word not in ("is", "be")]
    stem = verb.removesuffix("e")[: max(4, len(verb) - 3)]
    return len(words) == 1 and len(stem) >= 4 and words[0].startswith(stem) and not _BACK.match(words[0])
