"""Presses what a goal names: finds the button, link or tab, in its row if any, and checks that the page reacts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.criteria import judge
from skyvern.agent.lexicon import BUTTONS, THINGS, concepts, content, root, same_value, similarity, tokens
from skyvern.agent.policies.embedded import deeds, each, filtering, pages, seeking, sorting
from skyvern.agent.policies.embedded.dates import dates_in
from skyvern.agent.policies.embedded.intents import Intent, Verb, Which
from skyvern.agent.policies.embedded.match import (
    Choice,
    choose,
    in_row,
    is_box,
    is_button_for,
    is_field,
    is_press,
    is_radio,
    is_submit,
    is_text,
    names,
    press_score,
    prior,
    row_score,
    same_thing,
)
from skyvern.agent.policies.embedded.stages import Stage, is_refusal, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.agent.policies.embedded.targets import FIELD_ROLES
from skyvern.domain.failure import Category, Failure, element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element, Observation

_ROW = 0.8
_GENERIC_NAMES = frozenset(
    [
        "view",
        "details",
        "record",
        "profile",
        "result",
        "entry",
        "row",
        "item",
        "page",
        "link",
        "",
        "one",
        "match",
        "full",
    ]
)
_OPENERS = ("menu", "expand")
_LOADING = re.compile(r"\b(?:loading|please wait|working|fetching|processing)\b|…$|\.\.\.$", re.IGNORECASE)


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the act that presses what the stage names, or None when that is done."""
    if stage.intent.verb is Verb.SORT and stage.intent.amount:
        return sorting.advance(stage, scene, lambda: _press(stage, scene))
    if stage.intent.row and stage.intent.which is Which.ALL and stage.intent.verb is Verb.CLICK:
        return each.advance(stage, scene)
    if scene.state.phase in ("click", "again", "filter"):
        return filtering.filtered(stage, scene) if scene.state.phase == "filter" else _after(stage, scene)
    if not scene.state.phase and _refused(stage, scene):
        return None
    if scene.state.phase in ("menu", "next_page", seeking.SEEKING) and not scene.changed and scene.state.waits < 1:
        return scene.wait(1.0, "waiting for the page to react")
    if stage.intent.verb is Verb.OPEN and not scene.state.tries and _is_here(stage.intent, scene):
        return None
    if stage.intent.verb is Verb.DO and scene.state.tried and deeds.opened(stage.intent, scene.page):
        return None
    return _press(stage, scene)


def _refused(stage: Stage, scene: Scene) -> bool:
    """Tell whether "then press Cancel" was done already: the browser's own question came up and was refused."""
    asked = scene.last.result.dialogs if scene.last is not None and scene.last.result is not None else ()
    return is_refusal(stage.intent) and any(one.answer == "dismissed" for one in asked)


def _press(stage: Stage, scene: Scene) -> Decision | None:
    found = find(_opened(stage.intent, scene), scene.page.elements, home=_filled_form(scene), page=scene.page)
    if found.element is None and scene.state.phase == "menu":
        opened = [e for e in scene.page.elements if e.new or e.role.startswith(("menuitem", "option"))]
        inside = find(replace(stage.intent, row="", also=(), objects=()), opened)
        found = inside if inside.element is not None else found
    if found.element is not None:
        return _act(stage, scene, found.element)
    if found.ambiguous:
        shown = names(found.rivals)
        return GiveUp(
            failure=needs_llm(stage.clause, f"several things fit about equally: {shown} ({len(found.rivals)} of them)")
        )
    if (sender := _sender(stage.intent, scene)) is not None:
        return _act(stage, scene, sender)
    return _missing(stage, scene, found)


def _opened(intent: Intent, scene: Scene) -> Intent:
    """Return a deed whose object was opened on the way: there its names need not stand in a heading."""
    if intent.verb is not Verb.DO or not intent.objects or not scene.state.tried:
        return intent
    return replace(intent, objects=(), near=" ".join(intent.objects))


def _filled_form(scene: Scene) -> str:
    """Return the form of the field that was filled last and is still there."""
    for record in reversed(scene.history.records):
        now = scene.page.element(record.action.ref) if record.action.ref else None
        if now is not None and is_field(now):
            return now.form
    return ""


def _at_home(element: Element, home: str) -> float:
    """What it adds that a button stands in the form that was just filled in."""
    if not home or element.form != home:
        return 0.0
    return 0.2 if _sends(element) else 0.06


def _sends(element: Element) -> bool:
    return is_submit(element) or is_button_for(element, "submit", "search", "save", "filter_apply")


def _sender(intent: Intent, scene: Scene) -> Element | None:
    """Return the one button that sends what was just filled in, where it bears a word of what is to be pressed."""
    home = _filled_form(scene)
    sending = [e for e in scene.page.elements if home and e.form == home and _sends(e) and not e.disabled]
    if intent.verb is not Verb.CLICK or intent.row or len(sending) != 1:
        return None
    shared = {root(word) for word in content(intent.target)} & {root(word) for word in content(sending[0].name)}
    return sending[0] if shared else None


def _act(stage: Stage, scene: Scene, element: Element) -> Decision:
    if element.disabled:
        if scene.state.waits < 4:
            return scene.wait(1.0, f"{element.name!r} is disabled")
        reason = f"{element.name!r} is disabled and stayed so"
        return GiveUp(failure=Failure(reason=reason, category=Category.ELEMENT_STATE_TIMEOUT))
    if stage.intent.verb is Verb.HOVER:
        action = Action(
            kind=ActionKind.HOVER, ref=element.ref, reasoning=stage.clause, intention=f"hover over {element.name!r}"
        )
        return scene.act(action, phase="hover", reasoning=stage.clause)
    sends = is_submit(element) or is_button_for(element, "submit", "pay", "delete", "register", "save")
    press = click(element, reasoning=stage.clause, effect=sends)
    return scene.act(*stage.answering(), press, phase="click", reasoning=stage.clause)


def _after(stage: Stage, scene: Scene) -> Decision | None:
    record = scene.last
    result = record.result if record else None
    if record is not None and record.action.effect and (message := pages.complaint(scene)):
        reason = f"The page did not accept it: {message}"
        return GiveUp(failure=Failure(reason=reason, category=Category.WRONG_PAGE_STATE))
    asked = scene.page.dialogs or (result is not None and result.dialogs)
    if stage.answer is False and asked:
        return None
    if scene.failed and scene.state.tries < 2:
        return _retry(stage, scene)
    if stage.intent.until and (scene.changed or scene.state.waits >= 2) and scene.state.pages < 20:
        return _until(stage, scene)
    entered = record is not None and record.element is not None and is_text(record.element)
    took = scene.changed or asked or entered or _took_effect(record.element if record else None, scene)
    if took and not scene.failed:
        return None
    if _waits_anyway(scene) and not scene.failed:
        return None
    if scene.page.busy or scene.state.waits < 2:
        return scene.wait(1.0, "waiting for the page to react to the click")
    return _another_way(stage, scene)


def _waits_anyway(scene: Scene) -> bool:
    """Tell whether the goal itself says to wait some seconds after the click."""
    following = stages(scene.goal, scene.plan)[scene.state.stage + 1 :][:1]
    return any(one.intent.verb is Verb.WAIT and one.intent.amount for one in following)


def _another_way(stage: Stage, scene: Scene) -> Decision | None:
    """The click did nothing visible. What only opens or leads on is tried with Enter; a button is not pressed twice.

    A button whose press shows nothing may have sent or counted something: it is done where more orders follow, and
    without effect where it was the last.
    """
    record = scene.last
    result = record.result if record else None
    before = record.element if record else None
    if before is not None and not scene.failed and not _only_opens(before):
        if stage.intent.verb is Verb.CLICK and scene.state.stage + 1 < len(stages(scene.goal, scene.plan)):
            return None
        return GiveUp(failure=element_not_found(f"{before.name!r} had no effect: the page did not react"))
    if scene.state.tries >= 1:
        name = before.name if before else stage.intent.target
        message = result.message if result and not result.ok else "the page did not react"
        return GiveUp(failure=element_not_found(f"{name!r} had no effect: {message}"))
    found = find(stage.intent, scene.page.elements, page=scene.page).element
    if found is None:
        return _missing(stage, scene, Choice())
    action = Action(
        kind=ActionKind.KEYPRESS,
        ref=found.ref,
        text="Enter",
        effect=is_submit(found),
        reasoning="the click did nothing",
        intention=f"press Enter on {found.name!r}",
    )
    return scene.act(action, phase="again", tries=1)


def _only_opens(element: Element) -> bool:
    """Tell whether pressing an element twice does no harm: it leads somewhere, or folds something out."""
    folds = element.expanded is not None or element.selected is not None or bool(element.popup)
    return folds or bool(element.href) or element.role in ("tab", "link", "menuitem", "treeitem", "option", "summary")


def _until(stage: Stage, scene: Scene) -> Decision | None:
    """Press again until what was asked for shows, or there is nothing left to press."""
    verdict = judge(stage.intent.until, scene.page, goal=scene.goal, history=scene.history)
    found = find(stage.intent, scene.page.elements, page=scene.page)
    if not verdict.holds and found.element is None and _is_loading(scene) and scene.state.waits < 20:
        return scene.wait(1.0, "the page is loading more")
    if verdict.holds or found.element is None or found.element.disabled or not scene.changed:
        return None
    return scene.act(click(found.element, reasoning=stage.clause), phase="click", pages=scene.state.pages + 1)


def _is_loading(scene: Scene) -> bool:
    """Tell whether the page still works on the last act: it says so, or the button itself does."""
    now = scene.page.element(scene.last.action.ref) if scene.last is not None and scene.last.action.ref else None
    return bool(scene.page.busy) or (now is not None and bool(_LOADING.search(now.name)))


def _retry(stage: Stage, scene: Scene) -> Decision | None:
    """The click itself went wrong (covered, gone): find the thing anew and click it again."""
    if scene.state.waits < 1:
        return scene.wait(0.5, "the page was not ready for the click")
    found = find(stage.intent, scene.page.elements, page=scene.page)
    if found.element is None:
        return _missing(stage, scene, found)
    again = click(found.element, reasoning="once more", effect=is_submit(found.element))
    return scene.act(again, phase="click", tries=scene.state.tries + 1)


def _took_effect(before: Element | None, scene: Scene) -> bool:
    now = scene.page.element(before.ref) if before is not None else None
    if before is None or now is None:
        return False
    return (before.expanded, before.selected, before.checked) != (now.expanded, now.selected, now.checked)


def find(intent: Intent, elements: Sequence[Element], *, home: str = "", page: Observation | None = None) -> Choice:
    """Find the one element that the intent names; refuse to choose between several that fit about equally.

    `home` is the form that was filled just before: its own button is the likelier one.
    """
    usable = [element for element in elements if is_press(element) or is_radio(element) or is_box(element)]
    if set(intent.roles) & set(FIELD_ROLES):
        usable = [element for element in elements if is_field(element)]
    if intent.verb is Verb.DO:
        return deeds.find(intent, usable, page)
    if intent.row:
        return _in_row(intent, usable)
    wanted = intent.target
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", wanted):
        return _day_of_month(int(wanted[:-2]), usable)
    if not wanted and intent.roles:
        return _by_kind(intent, usable)
    if not content(wanted) or (wanted.casefold() in _GENERIC_NAMES and intent.which is not Which.ANY):
        return _by_place(intent, usable)
    found = _by_name(intent, usable, home)
    if found.element is None and not found.ambiguous and (split := seeking.split_name(wanted)) is not None:
        named = _in_row(replace(intent, verb=Verb.OPEN, target=split[0], row=split[1]), _outside_menus(usable))
        return named if named.element is not None or named.ambiguous else found
    return found


def _outside_menus(elements: Sequence[Element]) -> list[Element]:
    return [e for e in elements if e.landmark not in ("navigation", "banner", "contentinfo")]


def _by_kind(intent: Intent, usable: Sequence[Element]) -> Choice:
    """ "The button", "the 2nd check box", "the last link": what has no name is counted out, or is the only one."""
    alike = [e for e in usable if e.role in intent.roles[:1] or (e.tag == "button" and "button" in intent.roles[:1])]
    alike = alike or [e for e in usable if e.role in intent.roles]
    inner = [e for e in alike if e.landmark not in ("navigation", "banner", "contentinfo", "complementary")]
    ordered = sorted(inner or alike, key=lambda e: e.order)
    place = {Which.FIRST: 0, Which.LAST: len(ordered) - 1, Which.NTH: intent.number - 1}.get(intent.which, 0)
    if len(ordered) == 1 and intent.which in (Which.ANY, Which.FIRST, Which.LAST):
        return Choice(element=ordered[0])
    if intent.which in (Which.FIRST, Which.LAST, Which.NTH):
        return Choice(element=ordered[place]) if 0 <= place < len(ordered) else Choice(near=tuple(ordered))
    return Choice(rivals=tuple(ordered)) if ordered else Choice()


def _by_name(intent: Intent, usable: Sequence[Element], home: str) -> Choice:
    """The control that bears the words of the intent; near-equals are told apart or left alone."""
    wanted = intent.target

    def score(element: Element) -> float:
        value = press_score(wanted, element)
        if not value:
            return 0.0
        if intent.roles and element.role not in intent.roles:
            value -= 0.06
        if is_field(element) and not intent.roles:
            value -= 0.12
        value += _at_home(element, home)
        return value + prior(element) * (0.5 if intent.verb is Verb.OPEN else 1.0)

    found = choose(usable, score)
    if found.ambiguous and intent.which is not Which.ANY:
        return _nth(intent, found.rivals)
    if found.ambiguous and intent.near:
        return _in_row(replace(intent, row=intent.near), usable)
    if found.ambiguous:
        return _told_apart(wanted, found)
    return found


def _day_of_month(number: int, usable: Sequence[Element]) -> Choice:
    """ "Click the 9th": the one day of the shown calendar with that number."""
    days = [
        e for e in usable if e.name.strip().lstrip("0") == str(number) or [d.day for d in dates_in(e.name)] == [number]
    ]
    return Choice(element=days[0]) if len(days) == 1 else Choice(rivals=tuple(days))


def _told_apart(wanted: str, found: Choice) -> Choice:
    """Of near-equals, take the only one with exactly the wanted words, in the main part if several are."""
    exact = [e for e in found.rivals if e.name.strip().casefold() == wanted.strip().casefold()]
    main = [e for e in exact if e.landmark in ("main", "dialog")]
    for group in (exact, main):
        distinct = [e for index, e in enumerate(group) if not any(same_thing(e, other) for other in group[:index])]
        if len(distinct) == 1:
            return Choice(element=distinct[0])
    return found


def _in_row(intent: Intent, usable: Sequence[Element]) -> Choice:
    rows = [(in_row(element, intent.row), element) for element in usable]
    inside = _told_by(intent.also, [element for value, element in rows if value >= _ROW])
    if not inside:
        whole = choose(usable, lambda e: press_score(f"{intent.target} {intent.row}", e))
        return (
            whole
            if whole.element is not None
            else Choice(near=tuple(element for value, element in rows if value > 0.3))
        )
    wanted = intent.target
    if content(wanted) and wanted.casefold() not in _GENERIC_NAMES:
        found = choose(
            inside, lambda e: max(press_score(wanted, e), press_score(f"{wanted} {intent.row}", e)) + prior(e)
        )
        if found.element is not None or found.ambiguous:
            return _nth(intent, found.rivals) if found.ambiguous and intent.which is not Which.ANY else found
        if intent.verb is Verb.CLICK and not concepts(wanted, among=(THINGS,)):
            return found
    return _row_itself(intent, inside)


def _told_by(also: Sequence[str], inside: list[Element]) -> list[Element]:
    """Of rows that fit alike keep those that show most of what else is known (the city, the state)."""
    if not also or len({element.context for element in inside}) < 2:
        return inside

    def shown(element: Element) -> int:
        return sum(
            row_score(value, element.context) >= 0.9 or any(same_value(value, part) for part in element.context.split())
            for value in also
        )

    most = max(shown(element) for element in inside)
    return [element for element in inside if shown(element) == most]


def _row_itself(intent: Intent, inside: Sequence[Element]) -> Choice:
    """The row is meant as a whole: the link that bears its name, else its "view", else its only link."""
    named = choose(inside, lambda e: similarity(intent.row, e.name) + prior(e), threshold=0.8)
    if named.element is not None:
        return named
    viewing = [e for e in inside if is_button_for(e, "view")]
    distinct = [e for index, e in enumerate(viewing) if not any(same_thing(e, other) for other in viewing[:index])]
    if len(distinct) == 1:
        return Choice(element=distinct[0])
    if named.ambiguous:
        return named
    whole = [
        e for e in inside if e.listener and e.role in ("generic", "listitem") and row_score(intent.row, e.name) >= 0.9
    ]
    if len(whole) == 1:
        return Choice(element=whole[0])
    links = [
        e
        for e in inside
        if e.role in ("link", "row", "button", "cell", "gridcell")
        and not is_button_for(e, "delete", "edit", "download", "print")
    ]
    distinct = [e for index, e in enumerate(links) if not any(same_thing(e, other) for other in links[:index])]
    if len(distinct) == 1:
        return Choice(element=distinct[0])
    return Choice(rivals=tuple(distinct)) if distinct else Choice(near=tuple(inside))


def _by_place(intent: Intent, usable: Sequence[Element]) -> Choice:
    """ "The first result", "the second link": the rows of the main list, in reading order."""
    inside = [
        e for e in usable if e.context and e.landmark not in ("navigation", "banner", "contentinfo") and not is_field(e)
    ]
    rows = list(dict.fromkeys(e.context for e in inside))
    if not rows or intent.which not in (Which.FIRST, Which.LAST, Which.NTH):
        return Choice(near=tuple(inside[:6]))
    place = {Which.FIRST: 0, Which.LAST: len(rows) - 1}.get(intent.which, intent.number - 1)
    if place >= len(rows):
        return Choice(near=tuple(inside[:6]))
    members = [e for e in inside if e.context == rows[place]]
    return _row_itself(replace(intent, row=members[0].name), members)


def _nth(intent: Intent, rivals: Sequence[Element]) -> Choice:
    ordered = sorted(rivals, key=lambda e: (e.box[1], e.box[0]) if any(e.box) else (0, 0))
    place = {Which.FIRST: 0, Which.LAST: len(ordered) - 1, Which.NTH: intent.number - 1}.get(intent.which, -1)
    return Choice(element=ordered[place]) if 0 <= place < len(ordered) else Choice(rivals=tuple(rivals))


def _is_here(intent: Intent, scene: Scene) -> bool:
    """Tell whether the page that should be opened is the page that is open."""
    if not content(intent.target) or intent.row:
        return False
    headings = [line.text for line in scene.page.reading.lines if line.level == 1]
    here = any(similarity(intent.target, text) >= 0.9 for text in headings)
    current = any(
        element.selected and similarity(intent.target, element.name) >= 0.9
        for element in scene.page.elements
        if element.role == "tab"
    )
    return here or current


def _missing(stage: Stage, scene: Scene, found: Choice) -> Decision | None:
    intent = stage.intent
    if intent.optional:
        return None
    if scene.page.busy or scene.state.waits < 1:
        return scene.wait(1.0, f"{intent.target or intent.row!r} is not on the page yet")
    if intent.verb is Verb.DO and (way := deeds.way_to(intent, scene.page, scene.state.tried)) is not None:
        tried = (*scene.state.tried, way.ref)
        return scene.act(click(way, reasoning=f"look for {stage.clause!r} there"), phase="menu", tried=tried)
    if (looking := _seek(stage, scene)) is not None:
        return looking
    if (opener := _opener(intent, scene)) is not None:
        tried = (*scene.state.tried, opener.ref)
        return scene.act(click(opener, reasoning=f"look for {intent.target!r} behind it"), phase="menu", tried=tried)
    if (section := mentioned(scene, apart_from=intent.target)) is not None and not (intent.row or intent.objects):
        tried = (*scene.state.tried, section.ref)
        return scene.act(click(section, reasoning="the goal speaks of it"), phase="menu", tried=tried)
    if (intent.row or intent.objects) and (following := next_page(scene)) is not None and scene.state.pages < 10:
        return scene.act(
            click(following, reasoning=f"look for {stage.clause!r} on the next page"),
            phase="next_page",
            pages=scene.state.pages + 1,
        )
    return filtering.by_options(stage, scene) or _given_up(stage, scene, found)


def _seek(stage: Stage, scene: Scene) -> Decision | None:
    """Go where the record that the order names may be found, unless it is here already."""
    wanted = seeking.sought(stage.intent)
    if wanted is None or seeking.shown(wanted, scene):
        return None
    return seeking.toward(wanted, scene, why=f"look for {' '.join(wanted.names)!r}")


def _given_up(stage: Stage, scene: Scene, found: Choice) -> GiveUp:
    intent = stage.intent
    if intent.verb is Verb.DO and intent.objects and not deeds.about(intent, scene.page):
        shown = ", ".join(repr(name) for name in intent.objects)
        if not deeds.rows_of(intent, scene.page.elements):
            return GiveUp(failure=element_not_found(f"{shown} is not on the page, so {stage.clause!r} was not done"))
    if intent.verb is Verb.DO:
        return GiveUp(failure=needs_llm(stage.clause, "a button with these words was not found on the page"))
    if len(set(content(intent.target)) - {"and", "or", "not", "only"}) > 4:
        return GiveUp(
            failure=needs_llm(stage.clause, f"nothing on the page bears these words; it offers {names(found.near)}")
        )
    near = found.near or tuple(
        e for e in scene.page.elements if is_press(e) and e.landmark not in ("banner", "contentinfo")
    )
    wanted = (
        f"{intent.target!r}" + (f" in {intent.row!r}" if intent.row else "")
        if intent.target
        else f"{intent.row or stage.clause!r}"
    )
    return GiveUp(failure=element_not_found(f"nothing to press for {wanted}; near it the page offers {names(near)}"))


def _opener(intent: Intent, scene: Scene) -> Element | None:
    """Return a closed menu, tab or section that may hold what is looked for."""
    if len(scene.state.tried) >= 3 or (intent.objects and not deeds.about(intent, scene.page)):
        return None
    closed = [
        element
        for element in scene.page.elements
        if is_press(element)
        and not element.disabled
        and element.ref not in scene.state.tried
        and (element.expanded is False or (element.popup == "menu" and not element.expanded))
    ]
    inside = [element for element in closed if not intent.row or in_row(element, intent.row) >= _ROW]
    related = [element for element in inside if press_score(intent.target, element) > 0.35]
    menus = [element for element in inside if is_button_for(element, *_OPENERS)]
    return next(iter((*related, *menus)), None) or (inside[0] if len(inside) == 1 else None)


def mentioned(scene: Scene, *, apart_from: str = "") -> Element | None:
    """Return the one tab or link that the goal's own words name besides its orders ("it is among the documents")."""
    values = {word for stage in scene.plan.intents for term in stage.terms for word in tokens(term.value)}
    said = set(tokens(scene.goal.text)) - values
    ordered = [set(tokens(words)) for words in (apart_from, *(one.target for one in scene.plan.intents))]
    sections = [
        e
        for e in scene.page.elements
        if e.role in ("tab", "link", "menuitem")
        and e.landmark not in ("contentinfo",)
        and not e.disabled
        and not e.selected
        and e.ref not in scene.state.tried
        and len(e.name) >= 4
        and set(tokens(e.name)) <= said
        and not any(set(tokens(e.name)) <= words for words in ordered)
    ]
    distinct = [e for index, e in enumerate(sections) if not any(same_thing(e, other) for other in sections[:index])]
    return distinct[0] if len(distinct) == 1 and len(scene.state.tried) < 3 else None


def next_page(scene: Scene) -> Element | None:
    """Return the control that leads to the next page of a list, None on its last page."""

    def score(element: Element) -> float:
        if element.disabled:
            return 0.0
        names_of = (element.name, *element.hints[:2])
        best = max(
            max(similarity(word, name) for word in ("next", "next page", "older", "load more")) for name in names_of
        )
        if re.fullmatch(r"\s*(?:›|»|>|→|>>|next\s*[›»>→]+)\s*", element.name, re.IGNORECASE):
            best = 0.95
        return best if f"{BUTTONS}:next" in concepts(element.name, among=(BUTTONS,)) or best >= 0.85 else 0.0

    found = choose([e for e in scene.page.elements if is_press(e)], score, threshold=0.8)
    return found.element or (found.rivals[0] if found.rivals and len({e.name for e in found.rivals}) == 1 else None)
