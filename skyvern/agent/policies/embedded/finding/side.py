"""Tells the small forms around every page of a site, to search it or to get its news, from the page itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.finding.match import is_box, is_choice, is_field, is_press, is_text
from skyvern.agent.policies.embedded.intents import Plan
from skyvern.domain.goal import Goal
from skyvern.domain.page import ASIDE, Element, Observation

_MAILING = re.compile(
    r"\b(?:subscribe|newsletters?|e-?news|mailing list|(?:job|e-?mail|news|product) (?:alerts?|updates?)|"
    r"stay (?:informed|up to date)|"
    r"keep me (?:posted|informed)|abonnieren|s.abonner|infolettre|lettre d.information|suscr[ií]b\w*|bolet[ií]n)\b",
    re.IGNORECASE,
)
_WHOLE_SITE = re.compile(
    r"\bsearch (?:this|the|our|entire|whole) (?:web ?)?site\b|\bsite search\b|\bwebsite (?:search|durchsuchen)\b|"
    r"\brechercher sur le site\b|\bbuscar en el sitio\b",
    re.IGNORECASE,
)


def lone_fields(elements: Sequence[Element]) -> list[Element]:
    """Return the text fields that are the only field of their form."""
    homes = [e.form for e in elements if is_field(e) and e.form]
    return [e for e in elements if is_text(e) and e.form and homes.count(e.form) == 1]


def _said(element: Element, elements: Sequence[Element]) -> str:
    buttons = " ".join(e.name for e in elements if is_press(e) and e.form == element.form)
    return " ".join((element.name, element.placeholder, element.value, element.group, buttons))


def without_mailing(page: Observation, goal: Goal, plan: Plan) -> Observation:
    """Return the page without the forms that only take an address for news, unless the goal orders to subscribe."""
    forbidden = "\n".join(plan.forbidden)
    if len(_MAILING.findall(goal.text)) > len(_MAILING.findall(forbidden)):
        return page
    lone = [e for e in lone_fields(page.elements) if _MAILING.search(_said(e, page.elements))]
    forms = {e.form for e in lone} | (set[str]() if _JOINING.search(_allowed(goal, plan)) else _sign_ups(page))
    inner = [e for e in page.elements if is_field(e) and e.form not in forms]
    if not forms or (not inner and not _pressable(page, forms)):
        return page
    return replace(page, elements=tuple(e for e in page.elements if e.form not in forms))


_JOINING = re.compile(
    r"\b(?:sign(?:ing)? ?up|join|register|registration|account|enrol\w*|member\w*|anmeld\w*|inscri\w*|s.inscri\w*)\b",
    re.IGNORECASE,
)
_SIGNS_UP = re.compile(r"^(?:sign (?:me )?up|join(?: us| now)?|subscribe(?: now)?)$", re.IGNORECASE)
_OF_SOMEBODY = frozenset(("email", "first_name", "last_name", "full_name"))


def _allowed(goal: Goal, plan: Plan) -> str:
    """Return the goal's words without what it forbids."""
    text = goal.text
    for words in plan.forbidden:
        text = text.replace(words, " ")
    return text


def _sign_ups(page: Observation) -> set[str]:
    """Return the forms that take no more than somebody's name and address, to sign up for something."""
    found: set[str] = set()
    for form in {e.form for e in page.elements if e.form}:
        own = [e for e in page.elements if e.form == form]
        fields = [field_concept(e.name) or field_concept(e.placeholder) for e in own if is_field(e)]
        signs = any(_SIGNS_UP.match(e.name.strip()) for e in own if is_press(e) and not is_field(e))
        if signs and "email" in fields and set(fields) <= _OF_SOMEBODY:
            found.add(form)
    return found


def _pressable(page: Observation, forms: set[str]) -> bool:
    return any(is_press(e) and e.form not in forms for e in page.elements)


def around(page: Observation) -> frozenset[str]:
    """Return the references of the fields that are on every page: the search of the whole site, and asides."""
    lone = lone_fields(page.elements)
    return frozenset(
        e.ref for e in lone if e.landmark in (*ASIDE, "search") or _WHOLE_SITE.search(_said(e, page.elements))
    )


def proper_fields(page: Observation) -> list[Element]:
    """Return the fields of the page itself."""
    aside = around(page)
    return [
        e
        for e in page.elements
        if (is_text(e) or is_choice(e) or is_box(e)) and e.ref not in aside and e.landmark not in (*ASIDE, "search")
    ]
