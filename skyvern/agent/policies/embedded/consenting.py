"""Agrees to terms that stand before a page: a box that says so, or a page of terms with nothing but its two answers."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.match import is_box, is_press, is_text
from skyvern.agent.policies.embedded.reveal import PICKED
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Decision
from skyvern.domain.page import ASIDE, Element

_TERMS = re.compile(
    r"\b(?:terms|conditions|polic(?:y|ies)|agreement|declaration|statement|disclaimer|consent|licen[cs]e agreement|"
    r"eula|notice|rules)\b",
    re.IGNORECASE,
)
_WHERE_SHOWN = re.compile(
    r"\s*,?\s+(?:if|when|in case|should|where|whenever)\s+(?:(?:it|they|one|you|there|that|any)\s+)?"
    r"(?:(?:is|are|be)\s+)?(?:shown|asked|present(?:ed)?|prompted|displayed|visible|there|any|one|needed|necessary|"
    r"required|appears?|pops? up|comes? up|shows? up)(?:\s+to)?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+(?:page|screen|dialog|pop-?up|banner|text|box|step)$", re.IGNORECASE)
_POINTING = re.compile(r"^(?:to\s+)?(?:it|them|this|that|these|those)$", re.IGNORECASE)
_SHOWN = re.compile(
    r"^(?:there\s+(?:is|are)\s+)?(?P<what>(?:an?|the|any|some)\s+.+?)"
    r"(?:\s+(?:is|are|appears?|pops? up|comes? up|shows? up|gets?)\b.*)?$",
    re.IGNORECASE,
)
_AGREEING = re.compile(
    r"^(?:yes,?\s+)?(?:i\s+(?:have\s+read\s+and\s+|hereby\s+)?)?(?:accept|agree|consent|acknowledge|understand)\b|"
    r"^(?:akzeptieren|zustimmen|einverstanden|ich (?:akzeptiere|stimme)|accepter|j.accepte|aceptar|acepto|aceitar|"
    r"aceito)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(r"\b(?:accept|agree|consent|acknowledge|have read)\b", re.IGNORECASE)
_AROUND = ASIDE | {"search"}


def terms_in(words: str, condition: str) -> Term | None:
    """Return the agreement that "accept the disclaimer if shown" or "if terms appear, accept them" orders, if any.

    It is optional where it is to be given only if it is asked for.
    """
    shown = _WHERE_SHOWN.search(words)
    said = words[: shown.start()] if shown else words
    if condition and _POINTING.match(said.strip(" .")) and (named := _SHOWN.match(condition)):
        said, shown = named["what"], named
    if not _TERMS.search(said):
        return None
    label = _PLACE.sub("", re.sub(r"^(?:to\s+)", "", said.strip(" .")))
    return Term(value="yes", label=label, checked=True, optional=shown is not None)


def is_agreement(term: Term) -> bool:
    """Tell whether a value is that terms are agreed to."""
    return term.checked is True and _TERMS.search(term.label) is not None


def on_page(term: Term, elements: tuple[Element, ...]) -> Term:
    """Return an agreement under the name of the page's one box that agrees."""
    if not is_agreement(term):
        return term
    boxes = [e for e in elements if is_box(e) and _AGREES.search(e.name)]
    return replace(term, label=boxes[0].name) if len(boxes) == 1 else term


def answered(stage: Stage, scene: Scene, terms: list[Term]) -> Decision | None:
    """Press what agrees on a page of terms that has no box and asks for nothing else."""
    term = next((one for one in terms if is_agreement(one)), None)
    inner = [e for e in scene.page.elements if e.landmark not in _AROUND]
    if term is None or any(is_box(e) or is_text(e) for e in inner):
        return None
    agreeing = [e for e in inner if is_press(e) and not e.disabled and _AGREEING.match(e.name.strip())]
    if len(agreeing) != 1:
        return None
    filled = (*scene.state.filled, term.mark)
    why = f"{agreeing[0].name!r} agrees to {term.label}"
    return scene.act(click(agreeing[0], reasoning=why), phase=PICKED, filled=filled, reasoning=stage.clause)


def not_asked(stage: Stage) -> bool:
    """Tell whether a stage is nothing but an agreement that is given only where it is asked for."""
    return bool(stage.terms) and all(one.optional and is_agreement(one) for one in stage.terms)
