"""Sets what cannot be typed into: a slider's handle by its keys, a counter by the buttons for more and less by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from skyvern.agent.lexicon import content, root
from skyvern.agent.policies.embedded.finding.match import THRESHOLD, is_field, is_press, label_score
from skyvern.agent.policies.embedded.finding.things import meant
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import ASIDE, Action, ActionKind, Element, Observation

STEPPED = "step"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MORE = re.compile(
    r"\b(?:up|plus|increase|increment|more|add|triangle 1 n|arrow up|chevron up|caret up)\b|^[+＋▲△⬆↑]$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:down|minus|decrease|decrement|less|remove|subtract|triangle 1 s|arrow down|chevron down|caret down)\b|"
    r"^[-−–▼▽⬇↓]$",
    re.IGNORECASE,
)
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dial:
    """Something with a number that is changed step by step."""

    element: Element
    value: float
    more: Action
    less: Action


def advance(stage: Stage, scene: Scene, terms: Sequence[Term]) -> tuple[Decision | None, tuple[Term, ...]]:
    """Return the next act for the first term that has to be stepped to, and the terms that are so no more."""
    left: list[Term] = []
    for term in terms:
        if term.checked is not None or term.file or not _NUMBER.fullmatch(term.value.strip()):
            left.append(term)
            continue
        dial = _dial(term, scene)
        if dial is None:
            left.append(term)
        elif dial.value != float(term.value):
            return _turn(stage, scene, term, dial), tuple(left)
    return None, tuple(left)


def _turn(stage: Stage, scene: Scene, term: Term, dial: _Dial) -> Decision:
    """Take one step to learn what a step is worth, then all that are left at once."""
    wanted = float(term.value)
    mark = f"{STEPPED} {dial.element.ref} "
    before = [one.removeprefix(mark) for one in scene.state.tried if one.startswith(mark)]
    count = 1
    if before:
        was, steps = (float(part) for part in before[-1].split())
        size = (dial.value - was) / steps
        count = round((wanted - dial.value) / size) if size else 0
        if not size or len(before) > 4 or count < 0 or abs(dial.value + count * size - wanted) > abs(size) / 2:
            if scene.state.waits < 1:
                return scene.wait(0.7, "the value may still change")
            shown = f"{dial.value:g}"
            return GiveUp(failure=element_not_found(f"it could not be set to {term.value}: it stands at {shown}"))
    up = wanted > dial.value
    count = min(count, _MOST_STEPS)
    signed = count if up else -count
    steps_taken = (*scene.state.tried, f"{mark}{dial.value} {abs(signed)}")
    presses = [dial.more if up else dial.less] * count
    why = f"Step {term.label or 'it'} to {term.value}"
    return scene.act(*presses, phase=STEPPED, tried=steps_taken, filled=scene.state.filled, reasoning=why)


def _dial(term: Term, scene: Scene) -> _Dial | None:
    thing = bare(term.label) if term.label else None
    if counter := _counter(term, scene.page):
        return counter
    if thing is None or thing.kind not in ("slider", "spinner"):
        return None
    found = handles(scene.page.elements) if thing.kind == "slider" else meant(thing, scene.page.elements)
    place = thing.number - 1 if thing.number > 0 else -1 if thing.number else 0
    if not found or (len(found) > 1 and not thing.number) or place >= len(found):
        return None
    element = found[place]
    return _slider(element, scene.page) if thing.kind == "slider" else _spinner(element, scene)


_QUANTITY = frozenset(root(word) for word in ("quantity", "qty", "number", "count", "pieces", "units", "amount"))
_COUNT = re.compile(r"[^\d]*?(\d{1,4})[^\d]*")


def _counter(term: Term, page: Observation) -> _Dial | None:
    """A bare number between a button for less and one for more, where no field takes what is counted."""
    said = [root(word) for word in content(term.label)]
    named = [word for word in said if word not in _QUANTITY]
    if not said or any(is_field(e) and label_score(term.label, e) >= THRESHOLD for e in page.elements):
        return None
    counters = _counters(page)
    fitting = [(dial, told) for dial, told in counters if named and set(named) <= set(told)]
    if not fitting and len(named) < len(said) and len(counters) == 1:
        title = {root(word) for line in page.reading.lines if line.level for word in content(line.text)}
        fitting = counters if set(named) <= title else []
    return fitting[0][0] if len(fitting) == 1 else None


def _counters(page: Observation) -> list[tuple[_Dial, list[str]]]:
    """Return the counters of the page, each with the words that stand around it."""
    inner = sorted((e for e in page.elements if e.landmark not in ASIDE), key=lambda e: e.order)
    found: list[tuple[_Dial, list[str]]] = []
    for less, more in pairwise(inner):
        if not (is_press(less) and is_press(more) and _LESS.search(less.name) and _MORE.search(more.name)):
            continue
        near = [line for line in page.reading.lines if less.order - 4 <= line.order <= more.order + 1]
        lines = [line.text for line in near]
        between = (line.text.strip() for line in near if line.order >= less.order - 1)
        shown = [match for text in between if (match := _COUNT.fullmatch(text))]
        if len(shown) != 1 or more.order - less.order > _MOST_APART:
            continue
        steps = click(more, reasoning="one more"), click(less, reasoning="one less")
        dial = _Dial(element=more, value=float(shown[0][1]), more=steps[0], less=steps[1])
        around = " ".join((*lines, less.context, less.name, more.name))
        found.append((dial, [root(word) for word in content(around)]))
    return found


_MOST_APART = 6


def handles(elements: Sequence[Element]) -> list[Element]:
    """Return the handles of sliders that tell nothing of themselves but what they are."""
    told = [e for e in elements if e.role == "slider" or e.input_type == "range"]
    if told:
        return []
    drawn = [e for e in elements if e.listener or e.role in ("generic", "button")]
    return sorted(
        (e for e in drawn if any(re.search(r"\bhandle\b", hint) for hint in e.hints[:1]) and not is_field(e)),
        key=lambda e: e.order,
    )


def _slider(element: Element, page: Observation) -> _Dial | None:
    """The number of a slider is the first line after its handle that is nothing but a number."""
    shown = [
        line.text for line in page.reading.lines if line.order > element.order and _NUMBER.fullmatch(line.text.strip())
    ]
    if not shown:
        return None
    keys = [
        Action(kind=ActionKind.KEYPRESS, ref=element.ref, text=key, intention=f"press {key} on the slider")
        for key in ("ArrowRight", "ArrowLeft")
    ]
    return _Dial(element=element, value=float(shown[0]), more=keys[0], less=keys[1])


def _spinner(element: Element, scene: Scene) -> _Dial | None:
    """A counter that did not keep what was typed is changed by the buttons that follow it."""
    refused = any(
        record.action.kind is ActionKind.INPUT_TEXT
        and record.action.ref == element.ref
        and record.result is not None
        and not record.result.ok
        for record in scene.history.records
    )
    if not refused or not re.fullmatch(rf"(?:{_NUMBER.pattern}|-)?", element.value.strip()):
        return None
    after = sorted((e for e in scene.page.elements if e.order > element.order), key=lambda e: e.order)[:3]
    beside = [e for e in after if is_press(e) and not e.disabled]
    more = [e for e in beside if any(_MORE.search(text) for text in (e.name, *e.hints[:2]) if text)]
    less = [e for e in beside if any(_LESS.search(text) for text in (e.name, *e.hints[:2]) if text)]
    if len(more) != 1 or len(less) != 1 or more == less:
        return None
    return _Dial(
        element=element,
        value=float(element.value) if _NUMBER.fullmatch(element.value.strip()) else 0.0,
        more=click(more[0], reasoning="one more"),
        less=click(less[0], reasoning="one less"),
    )
