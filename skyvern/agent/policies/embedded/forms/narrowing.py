"""Finds in the words of a search what its form offers to narrow it down by: "every active pharmacist" has a status."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import plain, tokens
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.finding.match import is_choice, is_press, is_text
from skyvern.agent.policies.embedded.forms.fields import assign, slots
from skyvern.agent.policies.embedded.forms.putting import empty
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.domain.page import ASIDE, Action, ActionKind, Observation

_LEAST = 4


def narrowing(stage: Stage, terms: Sequence[Term], page: Observation) -> tuple[Term, ...]:
    """Return the options of lists that stand as words of their own in the order, where its values have no such option.

    Only lists of the form that takes one of the values are asked, and only where just one option is said.
    """
    homes = {slot.form for _, slot in assign(terms, page.elements).pairs}
    said = tokens(stage.clause)
    used = {word for term in terms for word in tokens(term.value)}
    found: list[Term] = []
    for slot in slots(page.elements):
        element = slot.element
        if slot.members or not is_choice(element) or slot.form not in homes or element.landmark in ASIDE:
            continue
        if not (element.options and element.name and empty(slot)):
            continue
        labels = dict.fromkeys(option.label.strip() for option in element.options if not option.disabled)
        named = [label for label in labels if len(label) >= _LEAST and _stands(tokens(label), said)]
        named = [label for label in named if not set(tokens(label)) <= used]
        if len(named) == 1 and not any(plain(term.label) == plain(element.name) for term in terms):
            found.append(Term(value=named[0], label=element.name, option=True, optional=True))
    return tuple(found)


def _stands(words: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return bool(words) and any(said[at : at + len(words)] == words for at in range(len(said) - len(words) + 1))


_ASIDE_WORDS = re.compile(r"\([^)]*\)")


def turned(words: str, page: Observation) -> list[Action]:
    """Return what sets the lists over a list to what an order says, where they stand otherwise: its account, its year.

    Only lists of forms that look something up are turned, and only to the one option whose words are all said.
    """
    said = set(tokens(words))
    sending = {e.form for e in page.elements if e.form and is_press(e) and not is_lookup(e)}
    typed = {e.form for e in page.elements if is_text(e) and e.tag != "select"}
    acts: list[Action] = []
    for element in page.elements:
        if not is_choice(element) or element.disabled or element.landmark in ASIDE or not element.form:
            continue
        if element.form in sending or element.form in typed:
            continue
        named = [one.label for one in element.options if _is_said(one.label, said)]
        if len(named) == 1 and plain(named[0]).strip() != plain(element.value).strip():
            why, what = "the goal says which is to be listed", f"choose {named[0]!r} in {element.name!r}"
            acts.append(
                Action(kind=ActionKind.SELECT_OPTION, ref=element.ref, text=named[0], reasoning=why, intention=what)
            )
    return acts


def _is_said(label: str, said: set[str]) -> bool:
    words = tokens(_ASIDE_WORDS.sub(" ", label))
    return bool(words) and set(words) <= said and len("".join(words)) >= _LEAST
