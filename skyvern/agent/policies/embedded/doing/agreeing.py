"""Answers a page's question that only repeats what the goal orders, where the goal also says when it is done."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import content, root
from skyvern.agent.policies.embedded.finding import overlays
from skyvern.agent.policies.embedded.finding.deeds import stem_of
from skyvern.agent.policies.embedded.finding.match import is_button_for, is_press
from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.stages import Stage, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Act

AGREED = "agreed"
_ASKING = frozenset(
    root(word)
    for words in (
        ("sure", "really", "want", "wish", "would", "like", "please", "confirm", "continue", "proceed", "now", "do"),
        ("action", "item", "entry", "record", "row", "ok", "okay", "yes", "no", "cancel", "undone", "cannot", "can"),
        ("not", "permanently", "delete", "selected", "one", "this", "that"),
    )
    for word in words
)
"""Words of a question that only ask."""


def agreed(stage: Stage, scene: Scene) -> Act | None:
    """Return the press of the window's *yes*; None where more is asked, or nothing. A native question was accepted."""
    free = stage.answer is None and stage.intent.verb in (Verb.CLICK, Verb.DO) and not scene.plan.forbidden
    if not free or not scene.plan.complete or AGREED in scene.state.tried or scene.last is None:
        return None
    tried = (*scene.state.tried, AGREED)
    why = "the question only repeats what is ordered"
    said = "\n".join(line.text for line in scene.page.reading.lines if line.region == "dialog")
    button = overlays.answering(scene.page, yes=True) if said and overlays.question(scene.page) is not None else None
    if button is not None and _repeats(_without_buttons(said, scene), scene):
        return scene.act(click(button, reasoning=why, effect=True), phase="click", tried=tried, reasoning=why)
    return None


def _without_buttons(said: str, scene: Scene) -> str:
    for name in (e.name for e in scene.page.elements if e.landmark == "dialog" and is_press(e) and e.name):
        said = said.replace(name, " ")
    return said


def carried_out(stage: Stage, scene: Scene) -> Act | None:
    """Press what does a deed in the window that it brought up, once what the window asks for is filled in.

    "Cancel it. Reason: moved away": the window asks for the reason and has the deed once more as its button.
    """
    legs, at = stages(scene.goal, scene.plan), scene.state.stage
    deed = legs[at - 1] if 0 < at < len(legs) else None
    if deed is None or deed.intent.verb is not Verb.DO:
        return None
    verb = (content(deed.intent.target or deed.clause) or ("",))[0]
    window = [
        e for e in scene.page.elements if e.landmark == "dialog" and is_press(e) and not (e.disabled or e.covered)
    ]
    doing = [e for e in window if stem_of(verb, content(e.name)[:2]) and not _BACKING_OUT.search(e.name)]
    sure = doing or [e for e in window if is_button_for(e, "confirm", "submit") and not _BACKING_OUT.search(e.name)]
    if len({e.name for e in sure}) != 1:
        return None
    why = f"{sure[0].name!r} does what is ordered, in the window that asked for this"
    return scene.act(click(sure[0], reasoning=why, effect=True), phase="submit", reasoning=why)


_BACKING_OUT = re.compile(r"\b(?:keep|back|close|don.t|do not|nevermind|never mind|dismiss|no)\b", re.IGNORECASE)


def _repeats(question: str, scene: Scene) -> bool:
    """Tell whether every word of a question is one of the goal's, or only asks; what is told beside costs nothing."""
    said = {root(word) for word in content(scene.goal.text)}
    sentences = [one for one in re.split(r"(?<=[.?!])\s+|\n", question) if one.strip()]
    asking = [one for one in sentences if one.strip().endswith("?")] or sentences
    asked = {root(word) for one in asking for word in content(one)} - _ASKING
    beside = " ".join(one for one in sentences if one not in asking)
    return bool(question.strip()) and asked <= said and not _COSTS.search(beside)


_COSTS = re.compile(
    r"[$€£]|\b(?:fees?|charges?|charged|cost|penalt\w+|lose|lost|forfeit|non-?refundable|all (?:your|of)|every|also|"
    r"geb[üu]hr\w*|kosten\w*|frais|perd\w*|tasa|cargo|perder[áa]?)\b",
    re.IGNORECASE,
)
""" "This deletes all your documents, too", "a fee of $25 applies": more than what is ordered."""
