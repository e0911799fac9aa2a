"""Narrows a list down by the words of an order, where the fields above it offer these words as options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import content, plain, root
from skyvern.agent.policies.embedded.finding.match import is_box, is_button_for, is_field, is_press
from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.agent.tongues.words import in_english
from skyvern.domain.failure import element_not_found
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element

_FILTERING = frozenset(
    (
        "show",
        "list",
        "display",
        "view",
        "only",
        "see",
        "filter",
        "narrow",
        "me",
        "all",
        "still",
        "currently",
        "now",
        "just",
        "where",
        "are",
        "is",
        "on",
        "in",
        "of",
        "for",
        "with",
        "at",
        "by",
    )
)


_NARROWS = re.compile(
    r"^(?:(?:show|list|display|view|see)\s+)?(?:me\s+)?(?:only|just)\b|^(?:filter|narrow)\b", re.IGNORECASE
)
""" "Only the unpaid ones", "filter by Lund": what is ordered is nothing to open."""


def at_first(stage: Stage, scene: Scene) -> Decision | None:
    """Narrow down what is shown before anything is looked for, where the order says no more than that."""
    narrows = not scene.state.phase and _NARROWS.match(stage.clause.strip()) is not None
    return by_options(stage, scene) if narrows else None


def by_options(stage: Stage, scene: Scene) -> Decision | None:
    """ "Show me the urgent tickets that are still open": lists, boxes and buttons whose names are these words.

    Every telling word must be an option, the name of such a field or a word for what is listed; else nothing is done.
    """
    if not re.match(r"^(?:show|list|display|view|only|see|filter|narrow)\b", stage.clause.strip(), re.IGNORECASE):
        return None
    said = [word for word in content(stage.clause) if word not in _FILTERING]
    left, acts, used = list(said), list[Action](), list[Element]()
    for element in scene.page.elements:
        hit = _option_in(element, left) or _pressed_for(element, left)
        if hit is None:
            continue
        label, words = hit
        beside = {said[at - 1] for at, word in enumerate(said) if at and word in words}
        left = [word for word in left if word not in words and word not in beside & _COLUMNS]
        used.append(element)
        if not (element.checked or element.selected or (element.options and element.value == label)):
            acts.append(_put(element, label, stage.clause))
    known = _known(scene) | _words_of(used)
    if not acts or any(root(word) not in known for word in left):
        return None
    return scene.act(*acts, phase="filter", reasoning=stage.clause)


_COLUMNS = frozenset(content("topic category type kind status state track department format level group class theme"))
""" "On the topic Safety": what the word after it is of, though the page has no name for it."""


def _known(scene: Scene) -> set[str]:
    """Return the words for what the page lists."""
    return {root(word) for line in scene.page.reading.lines if line.level for word in content(line.text)}


def _pressed_for(element: Element, said: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the tab or toggle that a word of the order names."""
    toggles = element.role == "tab" or (element.role in ("button", "radio") and element.checked is not None)
    words = content(element.name)
    fits = toggles and not element.disabled and element.landmark not in _AROUND and words and set(words) <= set(said)
    return (element.name, words) if fits else None


def undone(stage: Stage, scene: Scene) -> bool:
    """Tell whether an order that only narrows a list down has words that nothing was chosen or pressed for."""
    if _NARROWS.match(stage.clause.strip()) is None:
        return False
    met = [one.element for one in scene.history.records if one.element is not None]
    done = {root(word) for e in met for word in content(f"{e.name} {e.group}")}
    done |= {root(word) for one in scene.history.records for word in content(one.action.text)}
    words = [word for word in content(stage.clause) if word not in _FILTERING | _COLUMNS | _WELCOME]
    return any(root(word) not in done | _known(scene) for word in words)


def half(stage: Stage, element: Element, scene: Scene) -> bool:
    """Tell whether a control does only a part of what an order narrows a list down by."""
    if _NARROWS.match(stage.clause.strip()) is None:
        return False
    left = {root(word) for word in content(stage.clause) if word not in _FILTERING and word not in _COLUMNS}
    shown = {root(word) for word in content(f"{element.name} {element.group} {element.context}")}
    return bool(left - shown - _known(scene)) and bool(left & shown)


def _words_of(fields: Sequence[Element]) -> set[str]:
    """Return the words that name fields, in English too."""
    names = [reading for e in fields for text in (e.name, e.group) for reading in (text, *in_english(text))]
    return {root(word) for name in names for word in content(name)}


def stands(stage: Stage, scene: Scene) -> bool:
    """Tell whether what is to be shown ("the year 2026") is what the one list that offers it stands at already."""
    wanted = stage.intent.row
    if stage.intent.verb is not Verb.OPEN or not wanted or not _SHOWS.match(stage.clause.strip()):
        return False
    lists = [e for e in scene.page.elements if e.options and not e.disabled and e.landmark not in _AROUND]
    offering = [e for e in lists if any(plain(one.label).strip() == plain(wanted).strip() for one in e.options)]
    named = {root(word) for word in content(stage.intent.target)}
    at = [e for e in offering if plain(e.value).strip() == plain(wanted).strip() and named <= _words_of([e])]
    return len(offering) == 1 and len(at) == 1


_SHOWS = re.compile(r"(?:show|display|list|view|see)\b", re.IGNORECASE)


def chosen(wanted: set[str], stage: Stage, scene: Scene) -> Decision | None:
    """Choose the one option of the page's lists that has all of these words."""
    lists = [e for e in scene.page.elements if e.options and not e.disabled and e.landmark not in _AROUND]
    fitting = [(e, one) for e in lists for one in e.options if wanted <= set(content(one.label)) and not one.disabled]
    if len(fitting) != 1 or fitting[0][0].value == fitting[0][1].label:
        return None
    return scene.act(_put(*(fitting[0][0], fitting[0][1].label), stage.clause), phase="filter", reasoning=stage.clause)


def _put(element: Element, label: str, why: str) -> Action:
    if element.role in ("tab", "button", "radio"):
        return click(element, reasoning=why)
    if is_box(element):
        return Action(kind=ActionKind.CHECKBOX, ref=element.ref, text=label, reasoning=why, intention=f"tick {label!r}")
    what = f"choose {label!r} in {element.name!r}"
    return Action(kind=ActionKind.SELECT_OPTION, ref=element.ref, text=label, reasoning=why, intention=what)


_AROUND = ("banner", "navigation", "contentinfo")
_WELCOME = frozenset(content("friendly welcome allowed accepted permitted ok okay possible"))
""" "Pet friendly" homes are those where pets are welcome."""


def _option_in(element: Element, said: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the one option (or the box) of a field whose words are all said, the one of most words of several."""
    if element.disabled or element.landmark in _AROUND:
        return None
    known = {*said, *(_WELCOME if _WELCOME & set(said) else ())}
    labels = [element.name] if is_box(element) else [option.label for option in element.options]
    fitting = [(label, content(label)) for label in labels]
    hits = [(label, words) for label, words in fitting if words and set(words) <= known and not set(words) <= _WELCOME]
    hits = [one for one in hits if not any(set(one[1]) < set(other[1]) for other in hits)]
    if len(hits) != 1:
        return None
    label, words = hits[0]
    return label, (*words, *(_WELCOME if _WELCOME & set(words) else ()))


def filtered(stage: Stage, scene: Scene) -> Decision | None:
    """Look at what the filters did; a list that needs a button for it gets its button."""
    failed = [record for record in scene.step() if record.result is not None and not record.result.ok]
    if failed and failed[0].result is not None:
        return GiveUp(failure=element_not_found(failed[0].result.message))
    used = {record.element.form for record in scene.step() if record.element is not None}
    applying = [
        e
        for e in scene.page.elements
        if is_press(e) and e.form in used and is_button_for(e, "filter_apply", "search", "view") and not e.disabled
        if e.form or (e.role == "button" and e.landmark not in (*_AROUND, "search"))
    ]
    applying = applying or _of_period(stage, scene)
    if len(applying) == 1 and not any(record.action.ref == applying[0].ref for record in scene.step()):
        return scene.act(click(applying[0], reasoning=stage.clause), phase="click", reasoning=stage.clause)
    return scene.wait(0.7, "waiting for the list") if not scene.changed and scene.state.waits < 1 else None


_PERIOD = re.compile(
    r"\b(?:last|past|previous|this|current)\s+(?:\d+\s+)?(?:days?|weeks?|months?|quarters?|years?)\b|\b(?:19|20)\d\d\b|"
    r"\b(?:letzten?|vergangenen?)\b|\b(?:derniers?|dernières?)\b|\búltim[oa]s?\b",
    re.IGNORECASE,
)


def _of_period(stage: Stage, scene: Scene) -> list[Element]:
    """Return the button beside a list of periods in a form of its own: a period is nothing that a site keeps."""
    put = scene.last
    if put is None or put.element is None or not put.element.form or not _PERIOD.search(put.action.text):
        return []
    own = [e for e in scene.page.elements if e.form == put.element.form and not e.disabled]
    lone = [e.ref for e in own if is_field(e)] == [put.element.ref]
    shows = _SHOWS.match(stage.clause.strip()) or _NARROWS.match(stage.clause.strip())
    return [e for e in own if is_press(e)] if lone and shows else []
