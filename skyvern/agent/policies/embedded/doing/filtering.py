"""Narrows a list down by the words of an order, where the fields above it offer these words as options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import content, root
from skyvern.agent.policies.embedded.finding.match import is_box, is_button_for, is_press
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
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
    )
)


def by_options(stage: Stage, scene: Scene) -> Decision | None:
    """ "Show me the urgent tickets that are still open": lists and boxes whose options are these words.

    Every telling word must be an option or a word for the things that are listed; else nothing is filtered.
    """
    if not re.match(r"^(?:show|list|display|view|only|see|filter|narrow)\b", stage.clause.strip(), re.IGNORECASE):
        return None
    left = [word for word in content(stage.clause) if word not in _FILTERING]
    headed = {root(word) for line in scene.page.reading.lines if line.level for word in content(line.text)}
    acts: list[Action] = []
    for element in scene.page.elements:
        hit = _option_in(element, left)
        if hit is None:
            continue
        label, words = hit
        left = [word for word in left if word not in words]
        kind = ActionKind.CHECKBOX if is_box(element) else ActionKind.SELECT_OPTION
        what = f"choose {label!r} in {element.name!r}" if kind is ActionKind.SELECT_OPTION else f"tick {label!r}"
        if not (element.checked or element.value == label):
            acts.append(Action(kind=kind, ref=element.ref, text=label, reasoning=stage.clause, intention=what))
    if not acts or any(root(word) not in headed for word in left):
        return None
    return scene.act(*acts, phase="filter", reasoning=stage.clause)


def _option_in(element: Element, said: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the one option (or the box) of a field whose words are all said."""
    if element.disabled or element.landmark in ("banner", "navigation", "contentinfo"):
        return None
    labels = [element.name] if is_box(element) else [option.label for option in element.options]
    fitting = [(label, content(label)) for label in labels]
    hits = [(label, words) for label, words in fitting if words and set(words) <= set(said)]
    return hits[0] if len(hits) == 1 else None


def filtered(stage: Stage, scene: Scene) -> Decision | None:
    """Look at what the filters did; a list that needs a button for it gets its button."""
    failed = [record for record in scene.step() if record.result is not None and not record.result.ok]
    if failed and failed[0].result is not None:
        return GiveUp(failure=element_not_found(failed[0].result.message))
    used = [record.element.form for record in scene.step() if record.element is not None]
    applying = [
        e
        for e in scene.page.elements
        if is_press(e) and e.form in used and e.form and is_button_for(e, "filter_apply", "search") and not e.disabled
    ]
    if len(applying) == 1:
        return scene.act(click(applying[0], reasoning=stage.clause), phase="click", reasoning=stage.clause)
    return scene.wait(0.7, "waiting for the list") if not scene.changed and scene.state.waits < 1 else None
