"""Presses what a goal names: finds the button, link or tab, in its row if any, and checks that the page reacts."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from skyvern.agent.criteria import judge
from skyvern.agent.lexicon import BUTTONS, concepts, content, plain, root, similarity
from skyvern.agent.policies.embedded.doing import agreeing, each, filtering, found_record, sorting
from skyvern.agent.policies.embedded.finding import (
    behind,
    columned,
    deeds,
    further,
    pages,
    placing,
    seeking,
    telling,
    unfolding,
)
from skyvern.agent.policies.embedded.finding.controls import ROW, by_place, find, sends
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    changes,
    in_row,
    is_button_for,
    is_editor,
    is_field,
    is_press,
    is_submit,
    is_text,
    names,
)
from skyvern.agent.policies.embedded.finding.numbered import is_numbered, leads_to, link_to
from skyvern.agent.policies.embedded.finding.unfound import MOST_PAGES, given_up, look_behind, next_page, seek
from skyvern.agent.policies.embedded.forms import leafing, making
from skyvern.agent.policies.embedded.intents import Intent, Verb, Which
from skyvern.agent.policies.embedded.stages import Stage, is_refusal, stages
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import Category, Failure, element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element

_PATIENCE = {"menu": 1, further.SCROLLED: 1, "next_page": 1, seeking.SEEKING: 1, "down": 2}
"""How often the page is waited for after an act that was to show more."""
_LOADING = re.compile(r"\b(?:loading|please wait|working|fetching|processing)\b|…$|\.\.\.$", re.IGNORECASE)


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the act that presses what the stage names, or None when that is done."""
    if stage.intent.verb is Verb.SORT and stage.intent.amount:
        return sorting.advance(stage, scene, lambda: _press(stage, scene))
    if stage.intent.row and stage.intent.which is Which.ALL and stage.intent.verb is Verb.CLICK:
        return each.advance(stage, scene)
    if scene.state.phase in ("", leafing.LEAFED) and leafing.leafs(stage.intent, scene):
        return leafing.advance(stage, scene)
    if scene.state.phase in ("click", "again", "filter"):
        return filtering.filtered(stage, scene) if scene.state.phase == "filter" else _after(stage, scene)
    if behind.unnamed(stage.intent):
        return behind.expand(stage.intent, scene)
    if (
        (narrowed := filtering.at_first(stage, scene)) is not None
        or _is_done(stage, scene)
        or filtering.stands(stage, scene)
    ):
        return narrowed
    patience = _PATIENCE.get(scene.state.phase, 0)
    if not scene.changed and scene.state.waits < patience:
        return scene.wait(1.0, "waiting for the page to react")
    return _press(stage, scene)


def _is_done(stage: Stage, scene: Scene) -> bool:
    """Tell whether nothing is left to press: it was refused, the menu below is open, or what should be open is."""
    phase = scene.state.phase
    if (not phase and _refused(stage, scene)) or (phase == "down" and scene.changed and not scene.failed):
        return True
    if phase == "hover" and stage.intent.verb is Verb.HOVER and not scene.failed:
        return True
    if stage.intent.verb is Verb.OPEN and not scene.state.tries and _is_here(stage.intent, scene):
        return True
    return stage.intent.verb is Verb.DO and bool(scene.state.tried) and deeds.opened(stage.intent, scene.page)


def _refused(stage: Stage, scene: Scene) -> bool:
    """Tell whether "then press Cancel" was done already: the browser's own question came up and was refused."""
    asked = scene.last.result.dialogs if scene.last is not None and scene.last.result is not None else ()
    return is_refusal(stage.intent) and any(one.answer == "dismissed" for one in asked)


def _press(stage: Stage, scene: Scene) -> Decision | None:
    if placing.by_place(stage.intent) and not stage.intent.row and stage.intent.verb in (Verb.CLICK, Verb.OPEN):
        return _counted(stage, scene)
    if is_numbered(stage.intent) and not scene.state.tries:
        if leads_to(stage.intent, scene.page.url):
            return None
        if (link := link_to(stage.intent, scene.page.elements)) is not None:
            return _act(stage, scene, link)
    if (tab := _own_tab(stage.intent, scene)) is not None:
        return None if tab.selected else _act(stage, scene, tab)
    found = _found(stage.intent, scene)
    if found.ambiguous and stage.intent.verb is Verb.OPEN:
        found = telling.bearing(found, _values(scene))
    if found.element is None and scene.state.phase == "menu":
        shown = (e for e in scene.page.elements if e.new or e.role.startswith(("menuitem", "option")))
        opened = [replace(e, landmark="") if e.new else e for e in shown]
        inside = find(replace(stage.intent, row="", also=(), objects=()), opened)
        found = inside if inside.element is not None else found
    if found.element is not None and not filtering.half(stage, found.element, scene):
        return _act(stage, scene, found.element)
    if found.ambiguous:
        shown = names(found.rivals)
        return GiveUp(
            failure=needs_llm(stage.clause, f"several things fit about equally: {shown} ({len(found.rivals)} of them)")
        )
    other = _called(stage.intent, scene) or _sender(stage.intent, scene)
    return _act(stage, scene, other) if other is not None else _missing(stage, scene, found)


def _found(intent: Intent, scene: Scene) -> Choice:
    """Return what an order means on the page; a record may be named by what a column of its table says."""
    found = find(_opened(intent, scene), scene.page.elements, home=_filled_form(scene), page=scene.page)
    if found.element is None and (row := columned.identified(intent.row, scene.page)):
        return find(replace(intent, row=row), scene.page.elements, page=scene.page)
    return found


_TAB = re.compile(r"\s+(?:tab|section|register|reiter|onglet|pesta[ñn]a|aba)$", re.IGNORECASE)


def _own_tab(intent: Intent, scene: Scene) -> Element | None:
    """ "Open its history tab", on the page of what is meant: the one tab of that name."""
    wanted = seeking.sought(intent) if intent.row else None
    if intent.verb not in (Verb.OPEN, Verb.CLICK) or wanted is None or not seeking.about(wanted, scene.page):
        return None
    name = plain(_TAB.sub("", intent.target)).strip()
    tabs = [e for e in scene.page.elements if e.role == "tab" and plain(e.name).strip() == name and not e.disabled]
    return tabs[0] if len(tabs) == 1 else None


def _called(intent: Intent, scene: Scene) -> Element | None:
    """Return the one thing of a menu just opened that is called by the goal's value: "the account of 14 Gull Lane"."""
    if intent.verb is not Verb.OPEN or not intent.row or scene.last is None or not scene.state.tried:
        return None
    said = [plain(value).strip() for value in _values(scene) if plain(value).strip() in plain(intent.row)]
    come = [e for e in scene.page.elements if e.new and is_press(e) and not (e.disabled or e.covered)]
    bearing = [e for e in come if any(value in plain(e.name) for value in said) and not changes(e.name)]
    return bearing[0] if len(bearing) == 1 else None


def _values(scene: Scene) -> set[str]:
    """Return the values that the goal speaks of."""
    said = {term.value for one in scene.plan.intents for term in one.terms} | {one.text for one in scene.goal.values}
    return {value for value in said if len(value) > 2}


def _opened(intent: Intent, scene: Scene) -> Intent:
    """Return a deed whose object was opened on the way: there its names need not stand in a heading."""
    if intent.verb is not Verb.DO or not intent.objects:
        return intent
    pressed = [one.element for one in scene.history.records if one.action.kind is ActionKind.CLICK and one.element]
    if not any(all(in_row(element, name) >= ROW for name in intent.objects) for element in pressed):
        return intent
    return replace(intent, objects=(), near=" ".join(intent.objects))


def _filled_form(scene: Scene) -> str:
    """Return the form of the field that was filled last and is still there."""
    for record in reversed(scene.history.records):
        now = scene.page.element(record.action.ref) if record.action.ref else None
        if now is not None and is_field(now):
            return now.form
    return ""


def _sender(intent: Intent, scene: Scene) -> Element | None:
    """Return the one button that sends what was just filled in, where it bears a word of what is to be pressed."""
    home = _filled_form(scene)
    if (only := _only_button(intent, scene)) is not None:
        return only
    sending = [e for e in scene.page.elements if home and e.form == home and sends(e) and not e.disabled]
    if intent.verb is not Verb.CLICK or intent.row or len(sending) != 1:
        return None
    shared = {root(word) for word in content(intent.target)} & {root(word) for word in content(sending[0].name)}
    return sending[0] if shared else None


_PLAIN_NAME = re.compile(r"^\W*(?:ok(?:ay)?|go|enter|done|submit|continue|send)\W*$|^\W*[→›»>]\W*$", re.IGNORECASE)
_SENDING = frozenset(f"{BUTTONS}:{idea}" for idea in ("login", "submit", "search", "save", "register", "confirm"))


def _only_button(intent: Intent, scene: Scene) -> Element | None:
    """ "Press login", where a form was filled in and the page has no other button than "OK"."""
    filled = any(record.element is not None and is_field(record.element) for record in scene.history.records)
    if not filled or intent.verb is not Verb.CLICK or intent.row or not concepts(intent.target) & _SENDING:
        return None
    buttons = [e for e in scene.page.elements if is_press(e) and e.role == "button" and not e.landmark]
    main = buttons or [e for e in scene.page.elements if is_press(e) and e.role == "button" and e.landmark == "main"]
    return main[0] if len(main) == 1 and _PLAIN_NAME.match(main[0].name) and not main[0].disabled else None


def _act(stage: Stage, scene: Scene, element: Element) -> Decision | None:
    if element.disabled:
        if scene.state.waits < 4:
            return scene.wait(1.0, f"{element.name!r} is disabled")
        reason = f"{element.name!r} is disabled and stayed so"
        return GiveUp(failure=Failure(reason=reason, category=Category.ELEMENT_STATE_TIMEOUT))
    if stage.intent.verb is Verb.OPEN and element.role == "link" and element.href == scene.page.url:
        return None
    if stage.intent.verb is Verb.HOVER:
        action = Action(
            kind=ActionKind.HOVER, ref=element.ref, reasoning=stage.clause, intention=f"hover over {element.name!r}"
        )
        return scene.act(action, phase="hover", reasoning=stage.clause)
    if stage.intent.passing and (entry := behind.leading_down(element, scene)) and scene.state.phase != "down":
        return behind.down(entry, scene, why=stage.clause)
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
    yes = agreeing.agreed(stage, scene) if not scene.failed else None
    if yes is not None or (stage.answer is False and asked):
        return yes
    if scene.failed and scene.state.tries < 2:
        return _retry(stage, scene)
    if stage.intent.until and (scene.changed or scene.state.waits >= 2) and scene.state.pages < 20:
        return _until(stage, scene)
    entered = record is not None and record.element is not None and is_text(record.element)
    took = scene.changed or asked or entered or _took_effect(record.element if record else None, scene)
    if took and not scene.failed:
        return _further(stage, scene)
    if _waits_anyway(scene) and not scene.failed:
        return None
    if scene.page.busy or scene.state.waits < 2:
        return scene.wait(1.0, "waiting for the page to react to the click")
    return _another_way(stage, scene)


def _further(stage: Stage, scene: Scene) -> Decision | None:
    """What was pressed bore only some of the words ("Tickets" for "the active tickets"): go on to what bears all."""
    pressed = scene.last.element if scene.last is not None else None
    if stage.intent.verb is not Verb.OPEN or pressed is None or scene.state.pages:
        return None
    wanted, place = set(content(stage.intent.target)), set(content(stage.intent.row))
    if not wanted - set(content(pressed.name)) or not place <= set(content(pressed.name)):
        return None
    inside = replace(stage.intent, row="")
    fuller = [e for e in scene.page.elements if wanted <= set(content(e.name)) and not e.selected]
    found = find(inside, fuller, page=scene.page).element
    if found is None or _is_here(inside, scene):
        return None
    return scene.act(click(found, reasoning=stage.clause), phase="click", pages=1, reasoning=stage.clause)


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
        if (inner := _only_control(before, scene)) is not None and scene.state.tries < 1:
            return scene.act(click(inner, reasoning=stage.clause), phase="click", tries=1, reasoning=stage.clause)
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


def _only_control(card: Element, scene: Scene) -> Element | None:
    """Return the one link or button in a card that was pressed as a whole and did not react: that is what is meant."""
    left, top, width, height = card.box
    inside = [
        e
        for e in scene.page.elements
        if e.role in ("link", "button") and e.ref != card.ref and not (e.disabled or is_submit(e) or changes(e.name))
        if width and left <= e.box[0] and top <= e.box[1]
        if e.box[0] + e.box[2] <= left + width and e.box[1] + e.box[3] <= top + height
    ]
    return inside[0] if card.role == "generic" and len(inside) == 1 else None


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


def _counted(stage: Stage, scene: Scene) -> Decision | None:
    """Press the record of the place that is meant; one that is not on this page of the list is on a later one."""
    usable = [e for e in scene.page.elements if is_press(e)]
    rows, place = placing.records(usable), placing.left(stage.intent, scene.state)
    turned = scene.state.phase == "next_page"
    later = rows and place > len(rows) and scene.state.pages < 20 and (scene.changed or not turned)
    if later and (following := next_page(scene)) is not None:
        seen, why = placing.passed(scene.state, len(rows)), f"{stage.intent.target!r} is on a later page"
        turn = click(following, reasoning=why)
        return scene.act(turn, phase="next_page", pages=scene.state.pages + 1, filled=seen, reasoning=why)
    found = by_place(stage.intent, usable, place) if rows and place <= len(rows) else Choice()
    if found.element is not None:
        return _act(stage, scene, found.element)
    if scene.state.waits < 1:
        return scene.wait(1.0, "the list is not complete yet")
    return given_up(stage, scene, found)


def _is_here(intent: Intent, scene: Scene) -> bool:
    """Tell whether the page that should be opened is the page that is open."""
    if not content(intent.target) or intent.row:
        return False
    headings = [line.text for line in scene.page.reading.lines if line.level == 1]
    if intent.passing:
        if intent.target.casefold() in urlsplit(scene.page.url).path.casefold().split("/"):
            return True
        headings += [scene.page.title, *(line.text for line in scene.page.reading.lines if line.level > 1)]
    here = any(similarity(intent.target, text) >= 0.9 for text in headings)
    current = any(
        element.selected and similarity(intent.target, element.name) >= 0.9
        for element in scene.page.elements
        if element.role == "tab"
    )
    windows = {e.group for e in scene.page.elements if e.landmark == "dialog" and e.group}
    return here or current or any(similarity(intent.target, name) >= 0.9 for name in windows)


def _part_of_here(stage: Stage, scene: Scene) -> Decision | None:
    """ "Open the agenda for Tuesday" on the agenda itself: its tab, or the option of its list, that says the day."""
    intent = stage.intent
    if intent.verb is not Verb.OPEN or not intent.row or not _is_here(replace(intent, row=""), scene):
        return None
    wanted = set(content(intent.row))
    bearing = [
        e for e in scene.page.elements if e.role in ("tab", "button", "radio") and wanted <= set(content(e.name))
    ]
    if len(bearing) == 1:
        pressed = any(record.action.ref == bearing[0].ref for record in scene.history.records)
        return None if bearing[0].selected or pressed else _act(stage, scene, bearing[0])
    return filtering.chosen(wanted, stage, scene) if not bearing else None


def _held(intent: Intent, scene: Scene) -> Decision | None:
    """Open what the page itself tells to hold the thing, else give the page a moment to show it."""
    plainly = content(intent.target) and not (intent.row or intent.objects)
    if plainly and (opened := unfolding.toward(intent.target, scene, phase="menu")) is not None:
        return opened
    early = scene.page.busy or scene.state.waits < 1
    return scene.wait(1.0, f"{intent.target or intent.row!r} is not on the page yet") if early else None


def _missing(stage: Stage, scene: Scene, found: Choice) -> Decision | None:
    intent = stage.intent
    if intent.optional or (deeds.is_reply(intent) and any(is_editor(e) and not e.value for e in scene.page.elements)):
        return None
    if (only := found_record.only_result(stage, scene)) is not None:
        return _act(stage, scene, only)
    if (here := filtering.by_options(stage, scene) or _part_of_here(stage, scene) or _held(intent, scene)) is not None:
        return here
    if intent.verb is Verb.DO and (way := deeds.way_to(intent, scene.page, scene.state.tried)) is not None:
        tried = (*scene.state.tried, way.ref, seeking.sign(way))
        return scene.act(click(way, reasoning=f"look for {stage.clause!r} there"), phase="menu", tried=tried)
    if (looking := seek(stage, scene) or further.toward(intent, scene)) is not None:
        return looking
    thing = making.thing_of(stage)
    maker = making.maker(thing, scene).element if thing else None
    if (opening := _act(stage, scene, maker) if maker is not None else look_behind(intent, scene)) is not None:
        return opening
    if (
        (intent.row or intent.objects)
        and (following := next_page(scene)) is not None
        and scene.state.pages < MOST_PAGES
    ):
        return scene.act(
            click(following, reasoning=f"look for {stage.clause!r} on the next page"),
            phase="next_page",
            pages=scene.state.pages + 1,
        )
    return given_up(stage, scene, found)
