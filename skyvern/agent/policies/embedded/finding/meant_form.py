"""Chooses among a page's forms by what an order is for: "register …" is not typed into the form that logs in."""

from __future__ import annotations

from dataclasses import replace

from skyvern.agent.lexicon import BUTTONS, concepts
from skyvern.agent.policies.embedded.finding.match import is_press
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene

_PURPOSES = frozenset(f"{BUTTONS}:{idea}" for idea in ("register", "login", "pay", "reset"))


def narrowed(stage: Stage, scene: Scene) -> Scene:
    """Return the scene without the other forms, where exactly one form's button says what the order is for."""
    purpose = _purpose(stage.intent.target) or _purpose(stage.clause)
    buttons = [e for e in scene.page.elements if e.form and is_press(e) and _purpose(e.name)]
    own = {e.form for e in buttons if _purpose(e.name) & purpose}
    if len(own) != 1 or len({e.form for e in buttons}) < 2:
        return scene
    kept = tuple(e for e in scene.page.elements if not e.form or e.form in own)
    return replace(scene, page=replace(scene.page, elements=kept))


def _purpose(words: str) -> frozenset[str]:
    """Return what the first words of an order or a button's name are for."""
    said = words.split()
    for count in range(min(3, len(said)), 0, -1):
        if found := frozenset(concepts(" ".join(said[:count]), among=(BUTTONS,))) & _PURPOSES:
            return found
    return frozenset()
