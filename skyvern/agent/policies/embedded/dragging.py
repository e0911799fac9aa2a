"""Drags what a goal names to another place of its list, or onto another thing, and looks where it came to lie."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import content, plain, similarity
from skyvern.agent.policies.embedded.arranging import Place, index_of, peers, place_in
from skyvern.agent.policies.embedded.clauses import Clause
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.match import Choice, choose, is_field, names
from skyvern.agent.policies.embedded.reader import Reader
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene
from skyvern.agent.policies.embedded.values import CLOSE, OPEN
from skyvern.domain.failure import element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element

DRAGGED = "drag"
_PLACED = "placed "
_WHAT = re.compile(
    rf"^(?:the\s+|my\s+|our\s+)?(?:(?:card|item|task|row|entry|element|ticket|tile|file|block|person|name|number)\s+)?"
    rf"(?P<what>{OPEN}\d+{CLOSE}|\S.*?)\s+"
    rf"(?P<where>(?:up|down|left|right|above|before|below|after|under|beneath|to|into|onto|on|in|over)(?:wards?)?\s+\S.*)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"^(?:all|every|each|any|both|everything|them|these|those|it)\b", re.IGNORECASE)
_KIND = re.compile(
    r"^(?:the\s+)?(?P<name>\S.*?)(?:\s+(?:column|list|lane|area|zone|box|folder|section|group|bin|board|panel))?$",
    re.IGNORECASE,
)


def drag(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "drag Oslo up by one", "drag the card 'Invoice' to the Done column"; one thing, and a place that is told."""
    match = _WHAT.match(rest.strip(" ."))
    name = reader.masked.plain(match["what"]).strip() if match else ""
    where = reader.masked.plain(match["where"]).strip() if match else ""
    if not content(name) or _SEVERAL.match(name) or place_in(where) is None:
        return [Intent(verb=Verb.UNKNOWN, clause="")]
    return [Intent(verb=Verb.DRAG, clause="", target=name, text=where)]


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the drag, or None when the thing lies where it is to be."""
    place = place_in(stage.intent.text)
    if place is None:
        return GiveUp(failure=needs_llm(stage.clause, "the place it is to be dragged to was not understood"))
    if scene.state.phase == DRAGGED:
        return _after(stage, scene, place)
    usable = [e for e in scene.page.elements if not (is_field(e) or e.disabled)]
    found = _named(stage.intent.target, usable)
    if found.element is None:
        if scene.state.waits < 1:
            return scene.wait(0.7, f"{stage.intent.target!r} is not on the page yet")
        shown = names(found.rivals or found.near)
        return GiveUp(failure=element_not_found(f"nothing to drag for {stage.intent.target!r}; near it are {shown}"))
    if place.side == "into":
        return _onto(stage, scene, found.element, place, usable)
    rows = peers(found.element, usable)
    index = index_of(place, found.element, rows) if sum(map(len, rows)) > 1 else None
    if index is None:
        why = f"{found.element.name!r} stands in no list that has a place {stage.intent.text!r}"
        return GiveUp(failure=needs_llm(stage.clause, why))
    target = [e for row in rows for e in row][index]
    if target.ref == found.element.ref:
        return None
    return _drag(stage, scene, found.element, target, f"{_PLACED}{index}")


def _named(name: str, usable: Sequence[Element]) -> Choice:
    """The one thing of a name; of one inside another of the same name the outer one, which is what moves."""
    wanted = plain(name).strip()
    exact = [e for e in usable if plain(e.name).strip() == wanted]
    if outer := [e for e in exact if all(_holds(e, other) for other in exact)]:
        return Choice(element=outer[0])
    return choose(usable, lambda e: similarity(name, e.name), threshold=0.85) if not exact else Choice(rivals=(*exact,))


def _holds(one: Element, other: Element) -> bool:
    left, top, wide, high = one.box
    x, y, width, height = other.box
    return left <= x and top <= y and x + width <= left + wide and y + height <= top + high


def _onto(stage: Stage, scene: Scene, one: Element, place: Place, usable: Sequence[Element]) -> Decision:
    """Drag onto the thing of a name, else among the things that stand under that heading."""
    match = _KIND.match(place.other)
    other = match["name"].strip("'\" ") if match else place.other
    found = _named(other, [e for e in usable if e.ref != one.ref])
    under = [e for e in usable if e.ref != one.ref and similarity(other, e.group) >= 0.9]
    alike = [e for e in under if (e.role, e.tag) == (one.role, one.tag)]
    target = found.element or next(iter(alike), None)
    if target is None:
        return GiveUp(failure=element_not_found(f"nothing to drag it onto for {other!r}"))
    return _drag(stage, scene, one, target, f"{_PLACED}{other}")


def _drag(stage: Stage, scene: Scene, one: Element, target: Element, mark: str) -> Decision:
    action = Action(
        kind=ActionKind.DRAG,
        ref=one.ref,
        target=target.ref,
        effect=True,
        reasoning=stage.clause,
        intention=f"drag {one.name!r} to {target.name!r}",
    )
    return scene.act(action, phase=DRAGGED, filled=(mark,), reasoning=stage.clause)


def _after(stage: Stage, scene: Scene, place: Place) -> Decision | None:
    """Believe only what the page shows: the thing stands where it was to be put."""
    record = scene.last
    name = record.element.name if record is not None and record.element is not None else stage.intent.target
    wanted = scene.state.filled[0].removeprefix(_PLACED)
    usable = [e for e in scene.page.elements if not is_field(e)]
    found = _named(name, usable).element
    if not scene.failed and _lies(found, place, wanted, usable, changed=scene.changed):
        return None
    if scene.state.waits < 2 and not scene.failed:
        return scene.wait(0.7, "waiting for the page to put it down")
    result = record.result if record is not None else None
    detail = result.message if result is not None and not result.ok else "it does not lie where it was dragged to"
    return GiveUp(failure=element_not_found(f"{name!r}: {detail}"))


def _lies(one: Element | None, place: Place, wanted: str, usable: Sequence[Element], *, changed: bool) -> bool:
    if place.side == "into":
        return changed and (one is None or similarity(wanted, one.group) >= 0.9 or _inside(one, wanted, usable))
    flat = [e for row in peers(one, usable) for e in row] if one is not None else []
    return one is not None and [e.ref for e in flat].index(one.ref) == int(wanted)


def _inside(one: Element, wanted: str, usable: Sequence[Element]) -> bool:
    return any(
        similarity(wanted, e.name) >= 0.9 or plain(e.name).startswith(plain(wanted).strip())
        for e in usable
        if e.ref != one.ref and _holds(e, one)
    )
