"""Drags what a goal names to another place of its list, or onto another thing, and looks where it came to lie."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import plain, similarity
from skyvern.agent.policies.embedded.finding.match import Choice, choose, is_field, names
from skyvern.agent.policies.embedded.reading.arranging import EDGES, Place, place_in
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.failure import element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element

DRAGGED = "drag"
_PLACED = "placed "
_KIND = re.compile(
    r"^(?:the\s+)?(?P<name>\S.*?)(?:\s+(?:column|list|lane|area|zone|box|folder|section|group|bin|board|panel))?$",
    re.IGNORECASE,
)


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


def peers(one: Element, elements: Sequence[Element]) -> list[list[Element]]:
    """Return the things of the kind of one of them as rows, from the top and from the left."""
    wide, high = one.box[2], one.box[3]
    alike = [
        e
        for e in elements
        if (e.role, e.tag, e.frame) == (one.role, one.tag, one.frame)
        and (abs(e.box[2] - wide) <= 2 or abs(e.box[3] - high) <= 2)
        and bool(e.name)
    ]
    rows: list[list[Element]] = []
    for element in sorted(alike, key=lambda e: (e.box[1], e.box[0])):
        if rows and element.box[1] < rows[-1][0].box[1] + high / 2:
            rows[-1].append(element)
        else:
            rows.append([element])
    return [sorted(row, key=lambda e: e.box[0]) for row in rows]


def index_of(place: Place, one: Element, rows: Sequence[Sequence[Element]]) -> int | None:
    """Return which thing one of them is to become, counted from 0; None where there is no such place."""
    flat = [element for row in rows for element in row]
    now = next(at for at, element in enumerate(flat) if element.ref == one.ref)
    if place.at:
        found = place.at - 1 if place.at > 0 else len(flat) + place.at
    elif place.cell != ("", ""):
        return _in_grid(place, rows)
    elif place.other:
        beside = [at for at, element in enumerate(flat) if element.name.strip().casefold() == place.other.casefold()]
        if len(beside) != 1 or beside[0] == now:
            return None
        found = beside[0] - (now < beside[0]) + (place.side == "after")
    else:
        return _shifted(place, now, rows)
    return found if 0 <= found < len(flat) else None


def _shifted(place: Place, now: int, rows: Sequence[Sequence[Element]]) -> int | None:
    """Steps go by rows and columns; rows above one another must be of one length."""
    wide = len(rows[0])
    row, column = divmod(now, wide)
    row, column = row + place.down, column + place.right
    even = all(len(one) == wide for one in rows[:-1]) and (len(rows) > 1 or not place.down)
    inside = 0 <= row < len(rows) and 0 <= column < len(rows[row])
    return row * wide + column if even and inside else None


def _in_grid(place: Place, rows: Sequence[Sequence[Element]]) -> int | None:
    """The corners, edges and middle of a grid; one without a middle has none."""
    wide = len(rows[0])
    if len(rows) < 2 or wide < 2 or any(len(row) != wide for row in rows):
        return None
    row, column = (_along(word, size) for word, size in zip(place.cell, (len(rows), wide), strict=True))
    return row * wide + column if row is not None and column is not None else None


def _along(word: str, size: int) -> int | None:
    if word.startswith(("cent", "mid")):
        return size // 2 if size % 2 else None
    return 0 if word in EDGES else size - 1
