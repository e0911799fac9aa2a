"""Judges that something was saved where no message says so: its row shows what was put in, and the form is gone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, yes
from skyvern.domain.page import ActionKind

_KEPT = re.compile(
    r"^(?:(?:the|its|his|her|their|all)\s+)?[\w '’-]{2,60}?\s+(?:has been|have been|has|have|is|was|were|are)\s+"
    r"(?:successfully\s+)?(?:saved|updated|changed|modified|edited|stored|applied)(?:\s+successfully)?$",
    re.IGNORECASE,
)
_PUT = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION)


def kept(text: str, scene: Scene) -> Verdict | None:
    """*The vendor was saved*: after the form was sent, the row that the goal names shows all that was put in."""
    if _KEPT.match(text) is None or scene.history is None or scene.goal is None:
        return None
    records = scene.history.records
    sent = next((at for at in range(len(records) - 1, -1, -1) if records[at].action.effect), None)
    if sent is None or (result := records[sent].result) is None or not (result.ok and result.navigated):
        return None
    put = [even(one.action.text) for one in records[:sent] if one.action.kind in _PUT and one.action.text]
    still = {even(element.value) for element in scene.own_inputs if element.value}
    if not put or any(value in still for value in put) or any(a.kind == "error" for a in scene.observation.alerts):
        return None
    said = f" {even(scene.goal.text)} "
    for listing in scene.listings:
        own = [row for row in listing.rows if any(_named(name, said, put) for name in (row.heading, *row.texts[:2]))]
        if len(own) == 1 and all(_holds(even(own[0].text), value) for value in put):
            return yes(f"the form was sent, and {own[0].text[:120]!r} stands in the list")
    return None


def _named(name: str, said: str, put: Sequence[str]) -> bool:
    return len(name.strip()) > 3 and even(name) not in put and _holds(said, even(name))


def _holds(text: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None
