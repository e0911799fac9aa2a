"""Says when a goal is reached: its author's criteria, or every order carried out and the page content with it."""

from __future__ import annotations

import re

from skyvern.agent.criteria import judge
from skyvern.agent.criteria.named import lumped
from skyvern.agent.lexicon import content, root
from skyvern.agent.policies.embedded.finding import overlays, pages, seeking
from skyvern.agent.policies.embedded.state import Scene
from skyvern.agent.policies.embedded.weighing import posting
from skyvern.domain.failure import Category, Failure, needs_llm, validation_failed
from skyvern.domain.goal import Decision, Done, GiveUp
from skyvern.domain.page import ActionKind, Observation

_ABSENCE = re.compile(
    r"\b(?:no|not|none|nothing|never|without|isn.t|aren.t|doesn.t|don.t|cannot|can.t|missing|absent|fails?|empty|"
    r"zero|0)\b",
    re.IGNORECASE,
)
_ENDING = frozenset([ActionKind.CLICK, ActionKind.KEYPRESS, ActionKind.GOTO_URL])


def stopped(scene: Scene, *, reached: bool) -> GiveUp | None:
    """Return the end that the goal's author asked for when a TERMINATE criterion holds.

    What speaks of absence ("no results") says nothing before anything was tried, so it counts only then; anything
    else counts before that only where one line of the page says it. A search for several values put into one field
    shows nothing when it comes up empty.
    """
    tried = reached or any(record.action.kind in _ENDING for record in scene.history.records)
    for criterion in scene.plan.terminate:
        verdict = judge(criterion, scene.page, goal=scene.goal, history=scene.history)
        if not (tried or verdict.plainly) and (_ABSENCE.search(criterion) or not _stated(criterion, scene.page)):
            continue
        if pages.speaks_of_nothing(criterion) and _searched_aside(scene):
            continue
        about_search = pages.speaks_of_nothing(criterion) and tried and not lumped(scene.history, scene.goal)
        nothing = pages.no_results(scene.page) if about_search else ""
        if verdict.holds or nothing:
            why = verdict.why if verdict.holds else f"the page says {nothing!r}"
            failure = Failure(reason=f"Terminated: {criterion} ({why})", category=Category.WRONG_PAGE_STATE)
            return GiveUp(failure=failure, terminate=True)
    return None


def _searched_aside(scene: Scene) -> bool:
    """Tell whether the search of all the site's pages came up empty, which was not asked for or sends one elsewhere.

    Its pages are not the records that the goal is about, so that it says nothing of them.
    """
    typed = [record for record in scene.history.records if record.action.kind is ActionKind.INPUT_TEXT]
    box = typed[-1].element if typed else None
    if box is None or not seeking.of_whole_site(box):
        return False
    said = pages.no_results(scene.page)
    elsewhere = any(e.role == "link" and len(e.name.split()) > 1 and e.name in said for e in scene.page.elements)
    return elsewhere or scene.state.phase == seeking.SEEKING


def _stated(criterion: str, page: Observation) -> bool:
    """Tell whether one line or message of a page bears all the telling words of a criterion."""
    words = {root(word) for word in content(criterion)} - _SAYING
    said = [line.text for line in page.reading.lines] + [alert.text for alert in page.alerts]
    known = page.status is None or page.status < 400
    return not known or any(words <= {root(word) for word in content(text)} for text in said)


_SAYING = frozenset(
    root(word) for word in ("page", "say", "says", "show", "shown", "display", "appear", "message", "see")
)


def reached(scene: Scene) -> Done | None:
    """Return *done* when there are COMPLETE criteria and all of them hold."""
    if not scene.plan.complete or _turned_down(scene) or (scene.history.records and overlays.asks(scene.page)):
        return None
    reasons: list[str] = []
    for criterion in scene.plan.complete:
        verdict = judge(criterion, scene.page, goal=scene.goal, history=scene.history)
        stands = posting.now_stands(criterion, scene)
        if stands is False or not (verdict.holds or stands):
            return None
        reasons.append(f"{criterion}: {verdict.why if verdict.holds else 'what was typed stands on the page'}")
    return Done(evidence="; ".join(reasons))


def _turned_down(scene: Scene) -> str:
    """Return what the page complains of after a form was sent, or a button pressed that left the page as it was."""
    last = scene.last
    if last is None:
        return ""
    button = last.action.kind is ActionKind.CLICK and last.element is not None and last.element.role == "button"
    before = [scene.history.start_url, *(one.result.url for one in scene.history.records[:-1] if one.result)]
    stayed = _place(next((url for url in reversed(before) if url), "")) == _place(scene.page.url)
    return pages.complaint(scene) if last.action.effect or (button and stayed) else ""


def _place(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def finish(scene: Scene) -> Decision:
    """Decide about the end when every stage was passed."""
    if ended := stopped(scene, reached=True):
        return ended
    if scene.plan.complete:
        return _by_criteria(scene)
    if scene.plan.unknown:
        return GiveUp(failure=needs_llm(scene.plan.unknown[0], "this part of the goal was not understood"))
    if (
        scene.history.records
        and scene.last is not None
        and scene.last.action.effect
        and (message := pages.complaint(scene))
    ):
        return GiveUp(failure=Failure(reason=f"The page shows an error: {message}", category=Category.WRONG_PAGE_STATE))
    if scene.page.busy and scene.state.waits < 5:
        return scene.wait(1.0, scene.page.busy)
    asking = overlays.question(scene.page) or next(iter(overlays.confirming(scene.page)), None)
    if scene.history.records and asking is not None:
        words = asking.group or asking.context or "a question"
        why = (
            f"the page asks before it goes on ({' '.join(words.split())[:120]!r}), and the goal does not say the answer"
        )
        return GiveUp(failure=needs_llm(scene.goal.text, why))
    done = [record for record in scene.history.records if record.result is not None and record.result.ok]
    said = next((alert.text for alert in scene.page.alerts if alert.kind == "success"), "")
    where = said or scene.page.title or scene.page.url
    return Done(
        evidence=f"all {len(done)} actions took effect; the page shows {where!r}"
        if done
        else f"nothing was left to do; the page shows {where!r}"
    )


def _by_criteria(scene: Scene) -> Decision:
    if done := reached(scene):
        return done
    if scene.page.busy or scene.state.waits < 3:
        return scene.wait(1.0, f"not yet: {scene.plan.complete[0]}")
    for criterion in scene.plan.complete:
        verdict = judge(criterion, scene.page, goal=scene.goal, history=scene.history)
        if posting.now_stands(criterion, scene) is False:
            return GiveUp(failure=validation_failed(f"{criterion}: it only stands in the field that it was typed into"))
        if verdict.holds is None and (said := pages.complaint(scene)):
            return GiveUp(failure=validation_failed(f"{criterion}: the page says {said!r}"))
        if verdict.holds is None:
            return GiveUp(failure=needs_llm(criterion, verdict.why))
        if not verdict.holds:
            said = pages.no_results(scene.page) or pages.complaint(scene)
            detail = f"{criterion}: {verdict.why}" + (f"; the page says {said!r}" if said else "")
            return GiveUp(failure=validation_failed(detail))
    if said := _turned_down(scene):
        return GiveUp(failure=validation_failed(f"{scene.plan.complete[0]}: the page says {said!r}"))
    return scene.wait(1.0, "looking again")
