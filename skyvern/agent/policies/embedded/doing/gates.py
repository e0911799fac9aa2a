"""Passes a page that stands before a service and only asks to agree to the terms of using it."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import plain
from skyvern.agent.policies.embedded.finding.match import is_press
from skyvern.agent.policies.embedded.finding.side import proper_fields
from skyvern.agent.policies.embedded.state import CLEARING, Scene, click
from skyvern.domain.goal import Act, GoalKind
from skyvern.domain.page import ASIDE, Element

AGREED = "agreed to the terms of use"
_YES = re.compile(
    r"(?:yes,?\s+)?i\s+(?:have read (?:and|&)\s+)?(?:agree|accept|acknowledge|consent|understand)\b.{0,40}|"
    r"(?:agree|accept)(?:\s+(?:and|&)\s+(?:continue|proceed|enter))?|(?:agree to|accept)\s+(?:the\s+)?(?:terms|"
    r"disclaimer|conditions)\b.{0,30}|"
    r"(?:ich )?(?:stimme zu|akzeptiere[n]?|zustimmen|einverstanden)|j.accepte|accepter|acepto|aceptar",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:do not|don.t|disagree|decline|reject|refuse|cancel|exit|leave|nicht|ablehnen|refuse[rz]?|no acepto|"
    r"rechazar)\b",
    re.IGNORECASE,
)
_OF_USE = re.compile(
    r"\bterms (?:of (?:use|service)|and conditions)\b|\bconditions of use\b|\bdisclaimer\b|\bacceptable use\b|"
    r"\bby (?:continuing|using|clicking|proceeding|accessing|entering)\b|\bnutzungsbedingungen\b|"
    r"\bconditions d.utilisation\b|"
    r"\b(?:términos|condiciones) de uso\b",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(r"\b(?:agree|accept|terms|disclaimer|conditions)\b", re.IGNORECASE)
_GOALS = (GoalKind.NAVIGATION, GoalKind.TASK, GoalKind.FILE_DOWNLOAD)


def passed(scene: Scene) -> Act | None:
    """Press what agrees, where the page asks for nothing else, once; None where the goal forbids it."""
    if scene.goal.kind not in _GOALS or AGREED in scene.state.visited or proper_fields(scene.page):
        return None
    if any(_AGREEMENT.search(words) for words in scene.plan.forbidden):
        return None
    inner = [e for e in scene.page.elements if is_press(e) and e.landmark not in (*ASIDE, "dialog") and not e.disabled]
    yes = [e for e in inner if _YES.fullmatch(e.name.strip(" .!")) and "cookie" not in plain(_around(e))]
    no = [e for e in inner if _NO.search(e.name)]
    told = [line.text for line in scene.page.reading.lines if line.region not in ASIDE]
    if len(yes) != 1 or not no or not any(map(_OF_USE.search, told)):
        return None
    pressing = click(yes[0], reasoning="the service asks to agree to its terms first")
    act = replace(pressing, intention=f"{CLEARING}{yes[0].name!r}")
    visited = (*scene.state.visited, AGREED)
    return scene.act(act, phase=scene.state.phase, visited=visited, reasoning=f"Agree to the terms: {yes[0].name!r}")


def _around(element: Element) -> str:
    return f"{element.group} {element.context} {' '.join(element.hints)}"
