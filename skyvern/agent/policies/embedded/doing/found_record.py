"""Goes on from what a search found: into the record that it was for, or once more with its name alone."""

from __future__ import annotations

from dataclasses import replace

from skyvern.agent.lexicon import THINGS, concepts, content, plain
from skyvern.agent.policies.embedded.finding import placing
from skyvern.agent.policies.embedded.finding.controls import by_place, find
from skyvern.agent.policies.embedded.finding.match import is_press, is_text, row_score
from skyvern.agent.policies.embedded.finding.seeking import SEEKING, sign
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb, Which
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Act
from skyvern.domain.page import ASIDE, Action, ActionKind, Element

_ALONE = "name alone"


def into_record(stage: Stage, scene: Scene) -> Act | None:
    """Open the record that the order before was to find, where this one needs a form that the list has not."""
    if stage.kind is not Kind.FORM or scene.state.filled or not scene.state.stage:
        return None
    before = stages(scene.goal, scene.plan)[scene.state.stage - 1]
    names = [term.value for term in before.terms if term.checked is None and not term.optional]
    if before.kind is not Kind.SEARCH or not names:
        return None
    main = [e for e in scene.page.elements if e.landmark not in ("banner", "navigation", "contentinfo")]
    wanted = Intent(verb=Verb.OPEN, clause=stage.clause, row=names[0], also=tuple(names[1:]))
    found = find(wanted, main, page=scene.page).element
    if found is None or found.disabled or f"{SEEKING} {sign(found)}" in scene.state.tried:
        return None
    tried = (*scene.state.tried, f"{SEEKING} {sign(found)}")
    why = f"{names[0]!r} was to be found, and the form is not here"
    return scene.act(click(found, reasoning=why), phase=SEEKING, tried=tried, reasoning=why)


def only_result(stage: Stage, scene: Scene) -> Element | None:
    """Return what opens the one record that a search by several marks of it left, where no row bears them all."""
    before = stages(scene.goal, scene.plan)[scene.state.stage - 1] if scene.state.stage else None
    if before is None or before.kind is not Kind.SEARCH or not before.terms or stage.intent.verb is not Verb.OPEN:
        return None
    said = " ".join(term.value for term in before.terms if term.checked is None)
    joined = said in (stage.intent.row, " ".join((stage.intent.row, *stage.intent.also)))
    by_marks = joined and len(before.terms) > 1
    if not by_marks and not _is_what_was_sought(stage, before):
        return None
    usable = [e for e in scene.page.elements if is_press(e) and e.landmark not in ASIDE]
    if _are_parts_of_a_name(before.terms):
        return None
    values = [plain(term.value) for term in before.terms if term.checked is None]
    bearing = [e for e in usable if e.href and e.context and all(value in plain(e.context) for value in values)]
    if len({e.href for e in bearing}) == 1:
        return bearing[0]
    rows = placing.records(usable)
    if len(rows) != 1:
        return None
    sought = [term.value for term in before.terms if term.checked is None]
    if not by_marks and not any(row_score(value, rows[0][0].context) >= 0.9 for value in sought):
        return None  # another one of a similar name
    return by_place(replace(stage.intent, row="", also=(), which=Which.FIRST), usable).element


_PLAIN = frozenset(["record", "detail", "page", "profile", "entry", "result", "file", "it", "full"])


def _is_what_was_sought(stage: Stage, before: Stage) -> bool:
    """Tell whether "open the entity" can only mean what was just searched for by its number."""
    said = set(content(" ".join((before.clause, *(term.meaning for term in before.terms)))))
    words = set(content(stage.intent.target)) - _PLAIN
    kinds = {word for word in words if word in said or concepts(word, among=(THINGS,))}
    return not (stage.intent.row or stage.intent.objects or stage.intent.best) and words == kinds and len(words) < 2


def with_name_alone(stage: Stage, scene: Scene) -> Act | None:
    """Search once more for the first of several values, where all of them in one box found nothing."""
    names = [term.value for term in stage.terms if term.checked is None and not term.optional]
    typed = [one for one in scene.history.records if one.action.kind is ActionKind.INPUT_TEXT and one.element]
    if len(names) < 2 or not typed or _ALONE in scene.state.tried or _are_parts_of_a_name(stage.terms):
        return None
    last = typed[-1]
    if not all(plain(name) in plain(last.action.text) for name in names[:2]):
        return None
    before = last.element
    boxes = [
        e
        for e in scene.page.elements
        if before is not None and is_text(e) and not (e.disabled or e.readonly)
        if plain(e.value) == plain(last.action.text) or (e.name, e.placeholder) == (before.name, before.placeholder)
    ]
    if len(boxes) != 1:
        return None
    why = f"nothing has all of these words; {names[0]!r} is what is sought"
    fill = Action(kind=ActionKind.INPUT_TEXT, ref=boxes[0].ref, text=names[0], reasoning=why, intention="search again")
    enter = Action(
        kind=ActionKind.KEYPRESS, ref=boxes[0].ref, text="Enter", reasoning=why, intention="start the search"
    )
    tried = (*scene.state.tried, _ALONE)
    return scene.act(fill, enter, phase="submit", tries=0, tried=tried, reasoning=why)


def _are_parts_of_a_name(terms: tuple[Term, ...]) -> bool:
    """Tell whether the values are the first and last name of one person: one alone is somebody else."""
    keys = {term.key.rpartition(".")[2] for term in terms} | {term.label.replace(" ", "_") for term in terms}
    return bool(keys & {"first_name", "last_name"})
