"""Opens the closed menu or section that the page's own source tells to hold the thing that is looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skyvern.agent.policies.embedded.finding.match import MARGIN, THRESHOLD, press_score
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Act
from skyvern.domain.page import Action, ActionKind, Element

UNFOLDED = "unfold"
_WAYS = 2
"""A menu opens by a press or while the mouse is on it; what looks like the one may be the other."""


def toward(wanted: str, scene: Scene, *, phase: str, why: str = "") -> Act | None:
    """Open what holds a link or button of the wanted name; None where nothing closed does, or it was opened."""
    return to_one(lambda held: press_score(wanted, held), scene, phase=phase, why=why or f"{wanted!r} is behind it")


def to_one(fits: Callable[[Element], float], scene: Scene, *, phase: str, why: str) -> Act | None:
    """Open what holds the one link or button that fits best."""
    ranked = sorted(
        ((fits(_held(name, one)), one.order, one) for one in scene.page.elements for name in one.holds),
        key=lambda found: (-found[0], found[1]),
    )
    best = ranked[0] if ranked and ranked[0][0] >= THRESHOLD else None
    if best is None:
        return None
    near = {one.ref for value, _, one in ranked if best[0] - value < MARGIN}
    fresh = next((e for _, _, e in ranked if e.ref in near and _times(e, scene) < _WAYS and not e.disabled), None)
    return unfold(fresh, scene, phase=phase, why=why) if fresh is not None else None


def _held(name: str, holder: Element) -> Element:
    return replace(
        holder, role="link", name=name, hints=(), description="", context="", group="", landmark="", holds=()
    )


def unfold(element: Element, scene: Scene, *, phase: str, why: str) -> Act:
    """Press a closed thing or point at it, the likelier way first, then the other."""
    presses = _pressed_open(element) is (_times(element, scene) == 0)
    tried = (*scene.state.tried, f"{UNFOLDED} {element.ref}")
    if presses:
        return scene.act(click(element, reasoning=why), phase=phase, tried=tried, reasoning=why)
    hover = Action(kind=ActionKind.HOVER, ref=element.ref, reasoning=why, intention=f"hover over {element.name!r}")
    return scene.act(hover, phase=phase, tried=tried, reasoning=why)


def _times(element: Element, scene: Scene) -> int:
    return scene.state.tried.count(f"{UNFOLDED} {element.ref}")


def _pressed_open(element: Element) -> bool:
    """Tell whether a press likely opens it: a link that leads somewhere, or a mere label, is pointed at first."""
    if element.role == "link" and element.href:
        return "#" in element.href or element.href.startswith("javascript:")
    return element.listener or element.role != "generic"
