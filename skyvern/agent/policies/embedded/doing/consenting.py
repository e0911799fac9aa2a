"""Agrees to terms that stand before a page: a box that says so, or a page of terms with nothing but its two answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.policies.embedded.doing.gates import AGREED
from skyvern.agent.policies.embedded.finding.match import is_box, is_press, is_text
from skyvern.agent.policies.embedded.finding.side import proper_fields
from skyvern.agent.policies.embedded.forms.reveal import PICKED
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.consents import is_agreement
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.agent.tongues.consents import AGREES, kinds
from skyvern.domain.goal import Decision
from skyvern.domain.page import ASIDE, Element

_AGREEING = re.compile(
    r"^(?:yes,?\s+)?(?:i\s+(?:have\s+read\s+and\s+|hereby\s+)?)?(?:accept|agree|consent|acknowledge|understand)\b|"
    r"^(?:akzeptieren|zustimmen|einverstanden|ich (?:akzeptiere|stimme)|accepter|j.accepte|aceptar|acepto|"
    r"estoy de acuerdo|aceitar|aceito)\b",
    re.IGNORECASE,
)
_AROUND = ASIDE | {"search"}


def on_page(term: Term, elements: tuple[Element, ...]) -> Term:
    """Return an agreement under the name of the page's one box that agrees, or that agrees to just this."""
    if not is_agreement(term):
        return term
    boxes = [e for e in elements if is_box(e) and AGREES.search(e.name) and "mailing" not in kinds(e.name)]
    if len(boxes) > 1:
        boxes = [e for e in boxes if kinds(e.name) & kinds(term.label)]
    return replace(term, label=boxes[0].name) if len(boxes) == 1 else term


def answered(stage: Stage, scene: Scene, terms: list[Term]) -> Decision | None:
    """Press what agrees on a page of terms that has no box and asks for nothing else."""
    term = next((one for one in terms if is_agreement(one)), None)
    inner = [e for e in scene.page.elements if e.landmark not in _AROUND]
    if term is None or any(is_box(e) or is_text(e) for e in proper_fields(scene.page)):
        return None
    agreeing = [e for e in inner if is_press(e) and not e.disabled and _AGREEING.match(e.name.strip())]
    if len(agreeing) != 1:
        return None
    filled = (*scene.state.filled, term.mark)
    why = f"{agreeing[0].name!r} agrees to {term.label}"
    return scene.act(click(agreeing[0], reasoning=why), phase=PICKED, filled=filled, reasoning=stage.clause)


def not_asked(stage: Stage, scene: Scene) -> bool:
    """Tell whether a stage is nothing but an agreement that was given, or that is given only where it is asked for."""
    given = AGREED in scene.state.visited
    return bool(stage.terms) and all((one.optional or given) and is_agreement(one) for one in stage.terms)


def left_open(stage: Stage, scene: Scene, missing: Sequence[Term]) -> bool:
    """Tell whether an agreement need not be given here: it was, it is not asked for, or a later form may ask for it."""
    return not_asked(stage, scene) or (bool(missing) and comes_later(stage, scene))


def comes_later(stage: Stage, scene: Scene) -> bool:
    """Tell whether a page that asks for no agreement is left to a later form of the goal, which may ask for it."""
    later = stages(scene.goal, scene.plan)[scene.state.stage + 1 :]
    return bool(stage.terms) and all(map(is_agreement, stage.terms)) and any(one.kind in _ASKING for one in later)


def ordered_before(stage: Stage, scene: Scene) -> tuple[Term, ...]:
    """Return the agreements that orders before this one were about, and that no page asked for by then."""
    if stage.kind not in _ASKING or AGREED in scene.state.visited:
        return ()
    before = stages(scene.goal, scene.plan)[: scene.state.stage]
    mine = [one for other in before if other.kind is Kind.FORM and not other.submit for one in other.terms]
    boxes = {one.element.name for one in scene.history.records if one.element is not None and one.action.checked}
    return tuple(
        replace(one, optional=True) for one in mine if is_agreement(one) and not any(map(AGREES.search, boxes))
    )


_ASKING = (Kind.FORM, Kind.SEARCH)
