"""Tells whether a remark that was typed stands on the page now, or only in the field it was typed into."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import content
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.page import ActionKind

_TO_STAND = re.compile(
    r"^(?:the|its|your|my)\s+(?:new\s+)?(?P<what>\w+)\s+(?:is|was|has been)\s+(?:\w+ly\s+)?"
    r"(?:shown|displayed|visible|listed|added|saved|posted|sent|submitted|there)\b",
    re.IGNORECASE,
)


def now_stands(criterion: str, scene: Scene) -> bool | None:
    """Return whether what was typed for "the comment is shown" is there; None where the criterion is about no field."""
    match = _TO_STAND.match(criterion.strip())
    if match is None:
        return None
    typed = [
        one
        for one in scene.history.records
        if one.action.kind is ActionKind.INPUT_TEXT and one.element is not None and one.action.text
        if set(content(match["what"])) & set(content(one.element.name))
    ]
    if not typed:
        return None
    said = typed[-1].action.text
    held = any(e.ref == typed[-1].action.ref and e.value == said for e in scene.page.elements)
    shown = len(said.split()) > 1 and said in scene.page.reading.text
    if held:
        return None if shown else False
    sent = scene.last is not None and scene.last.action.kind is not ActionKind.INPUT_TEXT
    return True if shown and sent else None
