"""Leaves a page whose form takes only one of the many values that a goal gives: a footer's field for an address."""

from __future__ import annotations

from skyvern.agent.policies.embedded.finding.leading import leads, sign
from skyvern.agent.policies.embedded.finding.match import goes_on, is_text
from skyvern.agent.policies.embedded.forms import making
from skyvern.agent.policies.embedded.forms.fields import Assigned
from skyvern.agent.policies.embedded.reading.heard import hear
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Decision

_MANY = 3


def elsewhere(fit: Assigned, stage: Stage, scene: Scene) -> Decision | None:
    """Go where the goal's words point, where a page takes one of many values: a footer's field for an address."""
    lacking = [term for term in fit.missing if not term.optional]
    lone = len(fit.pairs) == 1 and is_text(fit.pairs[0][1].element) and not fit.pairs[0][1].element.required
    if not (lone and stage.submit and len(lacking) >= _MANY) or scene.state.filled:
        return None
    if goes_on(fit.pairs[0][1].element, scene.page):
        return None
    pressed = tuple(one.removeprefix("lead ") for one in scene.state.visited if one.startswith("lead "))
    found = next(iter(leads(hear(scene.goal, scene.plan), scene.page, tried=pressed)), None)
    found = found or making.opener(stage, scene)
    if found is None or len(pressed) >= _MANY:
        return None
    visited = (*scene.state.visited, f"lead {sign(found, scene.page)}")
    tried = (*scene.state.tried, found.name)
    why = "this form takes one value of many"
    return scene.act(click(found, reasoning=why), phase="next", visited=visited, tried=tried, reasoning=stage.clause)
