"""Finds the open questions of a form that may be declined, each with the option that does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.policies.embedded.finding.match import is_choice
from skyvern.agent.policies.embedded.forms.fields import slots
from skyvern.agent.policies.embedded.forms.putting import Slot, empty
from skyvern.agent.policies.embedded.intents import Term
from skyvern.domain.page import Element

_OPTION = re.compile(
    r"\b(?:decline|prefer not|(?:do not|don['’]t) (?:wish|want)|choose not|rather not|not (?:to )?(?:answer|"
    r"disclose|say|specified)|"
    r"keine angabe|möchte nicht|ne souhaite pas|préfère ne pas|prefiero no|no deseo)\b",
    re.IGNORECASE,
)


def declined(home: Sequence[Element]) -> list[tuple[Term, Slot]]:
    """Return the open questions of a form that may be declined, each with the one option that does."""
    found: list[tuple[Term, Slot]] = []
    for slot in slots(home):
        labels = [one.name for one in slot.members]
        if is_choice(slot.element) and not slot.members:
            labels = [one.label for one in slot.element.options if not one.disabled]
        fitting = [label for label in labels if _OPTION.search(label)]
        if len(fitting) == 1 and empty(slot):
            label = slot.element.group if slot.members else slot.element.name
            found.append((Term(value=fitting[0], label=label, option=True), slot))
    return found
