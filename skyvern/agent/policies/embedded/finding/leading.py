"""Tells which control of a page leads on to what a goal speaks of, and which button only looks something up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import BUTTONS, THINGS, chunks, concepts, plain, section, tokens
from skyvern.agent.policies.embedded.finding.match import (
    is_button_for,
    is_choice,
    is_field,
    is_press,
    is_text,
    same_thing,
)
from skyvern.agent.policies.embedded.reading.heard import Heard, idle, joining
from skyvern.agent.policies.embedded.reading.verbs import leading_verb
from skyvern.agent.tongues.words import glosses, in_english
from skyvern.domain.page import ASIDE, Element, Observation

_UNDOING = (
    "delete", "logout", "cancel", "reset", "back", "close", "pay", "reject", "download", "print", "share", "upload",
    "refresh", "login",
)  # fmt: skip
_SENDING = re.compile(
    r"^(?:check.?(?:in|out)|"
    r"submit|send|confirm|save|place|publish|post|finish|complete|order now|buy|pay|transfer|sign up|delete|remove|"
    r"archive|log ?out|sign out|cancel|withdraw|absenden|senden|speichern|löschen|envoyer|enregistrer|supprimer|enviar|"
    r"guardar|eliminar|subscribe|unsubscribe|approve|reject|accept|decline)\b",
    re.IGNORECASE,
)


def may_lead(element: Element) -> bool:
    """Tell whether a control may be pressed only to look: it neither sends nor undoes anything."""
    name = element.name.strip()
    return (
        bool(name)
        and is_press(element)
        and not is_field(element)
        and not (element.disabled or element.covered)
        and element.role not in ("heading", "columnheader", "row", "cell")
        and element.input_type not in ("submit", "image")
        and not _SENDING.match(name)
        and not is_button_for(element, *_UNDOING)
        and not (element.href and re.search(r"log-?out|sign-?out|delete|remove|^mailto:|^tel:", element.href, re.I))
    )


def leads(heard: Heard, page: Observation, *, tried: Sequence[str]) -> list[Element]:
    """Return the controls whose names the goal shares, best first; empty where the best is not clearly the best."""
    usable = [e for e in page.elements if may_lead(e) and sign(e, page) not in tried and not e.selected]
    usable = [e for e in usable if _only_shows(e) and _of_the_record(e, page, heard)]
    usable = [e for e in usable if not contrary(e.name, heard.text)]
    usable = [
        e
        for e in usable
        if not (e.href and e.href.partition("#")[0] == page.url.partition("#")[0] and "#" not in e.href)
    ]
    typed_into = {e.form for e in page.elements if e.form and is_text(e)}
    usable = [e for e in usable if e.href or e.form not in typed_into]
    said = (*chunks(heard.text), *(idea for gloss in glosses(heard.text) for idea in chunks(gloss)))
    ranked = sorted(((_shared(e, said), at, e) for at, e in enumerate(usable)), key=lambda one: (-one[0], one[1]))
    closed = [one for one in ranked if one[0] >= _AKIN and _is_menu(one[2])]
    ranked = [one for one in ranked if one[0] >= 0.6]
    if not ranked:
        others = replace(page, elements=tuple(e for e in page.elements if not contrary(e.name, heard.text)))
        return _cards(others, said, tried) or ([closed[0][2]] if len(closed) == 1 else [])
    best = ranked[0]
    rivals = [e for score, _, e in ranked[1:] if best[0] - score < 0.3 and not same_thing(best[2], e)]
    rivals = [e for e in rivals if e.context or best[2].context or not _alike(e.name, best[2].name)]
    return [best[2]] if not rivals else []


_FRESH = frozenset(["new", "first", "neu", "neuer", "neue", "nouveau", "nouvelle", "nuevo", "nueva"])
_KNOWN = frozenset(
    [
        "existing", "returning", "current", "established", "already", "before", "bestehender", "bereits", "deja",
        "existant", "existente", "ya",
    ]
)  # fmt: skip


def contrary(name: str, said: str) -> bool:
    """Tell whether a name says the opposite of the goal: *I am a new patient* where an existing one is meant."""
    named, wanted = set(tokens(name)), set(tokens(said))
    for one, other in ((_FRESH, _KNOWN), (_KNOWN, _FRESH)):
        if named & one and not named & other and wanted & other and not wanted & one:
            return True
    return False


_AKIN = 0.3
""" "Time and absences" may hold what an absence is requested with."""


def _is_menu(element: Element) -> bool:
    """Tell whether a control only brings up the entries of a menu."""
    return bool(element.popup) or element.expanded is False


_LEAST_ON_CARD, _MOST_ON_CARD = 4, 30


def _cards(page: Observation, said: tuple[frozenset[str], ...], tried: Sequence[str]) -> list[Element]:
    """Return the one of several cards that can be pressed as a whole and that alone shares most with the goal."""
    cards = [
        e
        for e in page.elements
        if e.role in ("generic", "listitem", "link") and (e.listener or e.href) and not (e.disabled or e.covered)
        if e.landmark not in ASIDE and _LEAST_ON_CARD <= len(e.name.split()) <= _MOST_ON_CARD
        if not (_SENDING.match(e.name) or is_button_for(e, *_UNDOING))
    ]
    shared = sorted(((len(_telling_shared(e.name, said)), -at) for at, e in enumerate(cards)), reverse=True)
    if len(cards) < 2 or shared[0][0] < 2 or shared[0][0] == shared[1][0]:
        return []
    best = cards[-shared[0][1]]
    return [best] if sign(best, page) not in tried else []


def _telling_shared(name: str, said: tuple[frozenset[str], ...]) -> list[frozenset[str]]:
    readings = (name[:200], *in_english(name[:200]))
    ideas = dict.fromkeys(idea for one in readings for idea in chunks(one))
    telling = [idea for idea in ideas if not idea & joining() and not idea & idle()]
    return [idea for idea in telling if any(idea & other for other in said)]


def _alike(one: str, other: str) -> bool:
    """Tell whether two names say the same, one in more words: "Open roles", "View open roles"."""
    said, also = ({word for word in tokens(name) if word not in idle()} for name in (one, other))
    return bool(said & also) and plain(one) != plain(other) and (said <= also or also <= said)


_SHOWING = ("view", "search", "start", "next", "expand", "menu")
_PLACES = ("tab", "summary", "disclosuretriangle", "treeitem")


def folds_out(element: Element) -> bool:
    """Tell whether pressing a control only shows more of the same page: a tab, a section that is closed."""
    return element.expanded is False or element.role in ("tab", "summary", "disclosuretriangle")


def _only_shows(element: Element) -> bool:
    """Tell whether a control is a way to somewhere: a link, a tab, or a button that begins with a word for looking."""
    if element.href or element.role in (*_PLACES, "link") or element.popup or element.expanded is False:
        return True
    drawn = element.listener and element.role == "generic" and not (element.form or element.context)
    if drawn and len(element.name.split()) <= 5:
        lead = leading_verb(element.name)
        return lead is None or lead[0] in ("open", "search", "read")
    first = " ".join(element.name.split()[:1])
    found = concepts(first, among=(BUTTONS,)) | concepts(element.name, among=(BUTTONS,))
    return plain(first) in section("idle")["fresh"] or any(f"{BUTTONS}:{aim}" in found for aim in _SHOWING)


def _of_the_record(element: Element, page: Observation, heard: Heard) -> bool:
    """Tell whether a control that each row or card has belongs to one that the goal speaks of."""
    others = (e for e in page.elements if e.name == element.name and e.context != element.context)
    if not element.context or next(others, None) is None:
        return True
    around = set(tokens(element.context))
    return any(set(tokens(value.text)) <= around for value in heard.values)


def _shared(element: Element, said: tuple[frozenset[str], ...]) -> float:
    """Return how much of a name the goal shares: the ideas of the name that it speaks of, each worth what it tells."""
    name = element.name[:120]
    lowered = 0.1 if element.landmark in ("contentinfo",) else 0.0
    return max(_shared_ideas(reading, said) for reading in (name, *in_english(name))) - lowered


def _shared_ideas(name: str, said: tuple[frozenset[str], ...]) -> float:
    ideas = [idea for idea in chunks(name) if not idea & joining()]
    if not ideas or len(ideas) > 8:
        return 0.0
    shared = [idea for idea in ideas if any(idea & other for other in said)]
    telling = [idea for idea in shared if not idea & idle()]
    if not telling and len(shared) == len(ideas) and _OWN.match(name):  # *My booking* is a thing, though one may book
        telling = [idea for idea in shared if any(name.startswith(f"{THINGS}:") for name in idea)]
    if not telling:
        return 0.0
    worth = len(telling) + 0.5 * (len(shared) - len(telling))
    return worth * len(shared) / len(ideas)


_OWN = re.compile(r"(?:my|your|our|meine?|ihre?|mon|ma|mes|votre|vos|mis?|sus?|tus?|meus?|minhas?)\s", re.IGNORECASE)


def begins(page: Observation, *, tried: Sequence[str]) -> Element | None:
    """Return the one control that only leads on: Start, Get started, Continue."""
    inner = [e for e in page.elements if e.landmark not in ASIDE]
    usable = [e for e in inner if may_lead(e) and sign(e, page) not in tried]
    fields = sum(is_text(e) or is_choice(e) for e in inner)
    looking = [e for e in usable if e.role == "button" and is_lookup(e)] if not fields else []
    for aims in (("start",), ("next",))[: 2 - min(fields, 2)]:  # a lone field may be a footer's: it keeps nobody
        found = [e for e in usable if is_button_for(e, *aims) or _head(e.name, aims)]
        distinct = [e for at, e in enumerate(found) if not any(same_thing(e, other) for other in found[:at])]
        if distinct:
            return distinct[0] if len(distinct) == 1 else None
    return looking[0] if len(looking) == 1 else None


def _head(name: str, aims: Sequence[str]) -> bool:
    """ "Continue to accounts", "Start enrollment": a name that begins with what leads on."""
    first = " ".join(name.split()[:1])
    found = concepts(first, among=(BUTTONS,))
    return len(name.split()) <= 5 and any(f"{BUTTONS}:{aim}" in found for aim in aims)


def sign(element: Element, page: Observation) -> str:
    """Return what is noted of a control that was pressed on a page."""
    return f"{page.url.partition('?')[0].partition('#')[0]} {element.name.strip()[:60]}"


_CLEARS = re.compile(r"^(?:clear|reset|remove|hide|close|zurücksetzen|effacer|borrar|limpiar)\b", re.IGNORECASE)
_LOOKS = re.compile(
    r"^(?:see|show|view|find|calculate|compare|locate)\s+\w|^(?:look|pull)\s+(?:\w+\s+)?up\b|^get\s+(?:\w+\s+)?(?:quotes?|price|rates?|estimate|results?)\b",
    re.IGNORECASE,
)


def is_lookup(element: Element) -> bool:
    """Tell whether a button looks something up: it searches, shows, checks, and changes nothing."""
    if is_button_for(element, "pay", "submit", "save", "register", "delete", "cancel") or _CLEARS.match(element.name):
        return False
    if is_button_for(element, "search", "filter_apply", "view", "get_quote", "expand") or _LOOKS.match(element.name):
        return True
    first = " ".join(element.name.split()[:1])
    found = concepts(first, among=(BUTTONS,)) | concepts(" ".join(element.name.split()[-1:]), among=(BUTTONS,))
    return any(f"{BUTTONS}:{aim}" in found for aim in ("search", "filter_apply", "view")) and not _SENDING.match(
        element.name
    )
