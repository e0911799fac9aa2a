"""Fetches files: finds the control of the wanted document, row by row and page by page, and waits for the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import BUTTONS, THINGS, concepts, content, plain, similarity
from skyvern.agent.policies.embedded.finding import behind, seeking
from skyvern.agent.policies.embedded.finding.controls import find
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    choose,
    in_row,
    is_button_for,
    is_choice,
    is_press,
    is_radio,
    names,
    press_score,
    prior,
    same_thing,
)
from skyvern.agent.policies.embedded.finding.telling import told_apart
from skyvern.agent.policies.embedded.finding.unfound import mentioned, next_page
from skyvern.agent.policies.embedded.forms import narrowing
from skyvern.agent.policies.embedded.intents import Intent, Verb, Which
from skyvern.agent.policies.embedded.reading.dates import dates_in
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import download_failed, element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element, Trouble

_FILE = re.compile(r"\.(?:pdf|csv|xlsx?|docx?|zip|txt|xml|json|png|jpe?g)(?:[?#]|$)", re.IGNORECASE)
_FORMAT = re.compile(r"\b(pdf|csv|excel|xlsx?|xml|json|zip|docx?|word|spreadsheets?)\b", re.IGNORECASE)
_SAME_FORMAT = {"excel": "xls", "xlsx": "xls", "docx": "doc", "word": "doc", "spreadsheets": "spreadsheet"}
_EXPORTS = re.compile(r"\b(?:export\w*|exportieren|exporter|exportar)\b", re.IGNORECASE)
_MOST = 60


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the next act on the way to the file, or None when all that was asked for has arrived."""
    arrived = len(scene.history.downloads)
    if stage.intent.which is Which.ALL:
        return _all(stage, scene)
    if scene.state.phase == "download":
        if arrived > scene.state.downloads:
            return None
        return _not_there(stage, scene)
    if not scene.state.phase and not content(stage.intent.target) and arrived:
        return None
    if (turning := _turned(stage, scene)) is not None:
        return turning
    found = wanted(stage.intent, scene.page.elements)
    if found.element is None and not found.ambiguous:
        found = _in_menu(stage.intent, scene)
    if found.element is None and not found.ambiguous:
        found = _row_and_place(stage.intent, scene)
    if found.element is not None:
        return _fetch(stage, scene, found.element)
    if found.ambiguous:
        return GiveUp(failure=needs_llm(stage.clause, f"several files fit about equally: {_shown(found.rivals)}"))
    return _look_elsewhere(stage, scene)


_TURNED = "turned"


def _turned(stage: Stage, scene: Scene) -> Decision | None:
    """Set the lists over the files to the account and the year that the goal names, and have them shown."""
    if scene.state.phase == _TURNED:
        forms = [record.element.form for record in scene.step() if record.element is not None]
        showing = [e for e in scene.page.elements if e.form in forms and is_press(e) and is_lookup(e)]
        showing = [e for e in showing if not e.disabled]
        if len(showing) == 1:
            return scene.act(click(showing[0], reasoning=stage.clause), phase="look", reasoning=stage.clause)
        return scene.wait(0.7, "waiting for the list") if not scene.changed and scene.state.waits < 2 else None
    acts = narrowing.turned(scene.goal.text, scene.page)
    marks = tuple(f"{_TURNED} {one.intention}" for one in acts)
    if not acts or any(mark in scene.state.tried for mark in marks):
        return None
    return scene.act(*acts, phase=_TURNED, tried=(*scene.state.tried, *marks), reasoning=stage.clause)


def _shown(elements: Sequence[Element]) -> str:
    rows = [e.context.strip()[:60] for e in elements if e.context]
    return ", ".join(repr(" ".join(row.split())) for row in list(dict.fromkeys(rows))[:5]) or names(elements)


def _fetch(stage: Stage, scene: Scene, element: Element) -> Decision:
    if element.disabled:
        return (
            scene.wait(1.0, f"{element.name!r} is disabled")
            if scene.state.waits < 4
            else GiveUp(failure=download_failed(f"{element.name!r} is disabled"))
        )
    action = Action(
        kind=ActionKind.DOWNLOAD_FILE, ref=element.ref, reasoning=stage.clause, intention=f"download {element.name!r}"
    )
    tried = (*scene.state.tried, _mark(element))
    return scene.act(
        action, phase="download", downloads=len(scene.history.downloads), tried=tried, reasoning=stage.clause
    )


def _mark(element: Element) -> str:
    return element.href or f"{element.context}|{element.name}"


def _not_there(stage: Stage, scene: Scene) -> Decision | None:
    """The click brought no file: perhaps a menu, a page or a dialog came up that holds it."""
    trouble = scene.last.result.trouble if scene.last is not None and scene.last.result is not None else None
    if trouble is Trouble.GONE and scene.state.tries < 1:
        again = wanted(stage.intent, scene.page.elements)
        if again.element is not None:
            return _fetch(stage, replace(scene, state=replace(scene.state, tries=1)), again.element)
    if scene.page.busy or scene.state.waits < 2:
        return scene.wait(1.0, "waiting for the file")
    if (choosing := _form_of_file(stage, scene)) is not None:
        return choosing
    if scene.changed and scene.state.tries < 2:
        fresh = [e for e in scene.page.elements if _mark(e) not in scene.state.tried]
        found = wanted(stage.intent, fresh)
        if found.element is None:
            found = choose(
                [e for e in fresh if is_press(e) and (e.new or e.landmark == "dialog")],
                lambda e: _file_score(stage.intent, e),
            )
        if found.element is not None:
            return _fetch(stage, replace(scene, state=replace(scene.state, tries=scene.state.tries + 1)), found.element)
    record = scene.last
    message = record.result.message if record and record.result and record.result.message else "no file arrived"
    return GiveUp(failure=download_failed(message))


def _form_of_file(stage: Stage, scene: Scene) -> Decision | None:
    """Choose, in the window that came up, the form that the goal asks for; another one is not fetched for it."""
    said = _FORMAT.search(f"{stage.intent.target} {stage.clause}")
    shown = [e for e in scene.page.elements if e.landmark == "dialog" and _FORMAT.search(e.name)]
    forms = [(e, _FORMAT.search(e.name)) for e in shown if is_radio(e) and not e.disabled]
    if said is None or not forms:
        return None
    fitting = [e for e, own in forms if own and _same_format(said[1].lower(), own[1].lower())]
    if len(fitting) != 1:
        return GiveUp(failure=download_failed(f"{said[1]} is not offered, but {names([e for e, _ in forms])}"))
    if fitting[0].checked:
        return None
    choose_it = click(fitting[0], reasoning=stage.clause)
    return scene.act(choose_it, phase="download", downloads=scene.state.downloads, reasoning=stage.clause)


def wanted(intent: Intent, elements: Sequence[Element]) -> Choice:
    """Find the control that downloads what the intent names."""
    usable = [e for e in elements if is_press(e) and e.role != "heading"]
    if intent.row:
        inside = [e for e in usable if in_row(e, intent.row) >= 0.8]
        if not inside:
            return Choice()
        literal = [e for e in inside if plain(intent.row) in plain(e.context)]  # "May 2025", not 05/02/2025
        inside = literal or inside
        found = choose(inside, lambda e: _file_score(intent, e) + prior(e), threshold=0.55)
        return found if found.element is not None or not found.ambiguous else _one_row(intent, found)
    found = choose(usable, lambda e: _file_score(intent, e) + prior(e), threshold=0.6)
    if intent.which is Which.ANY or not (found.element is not None or found.ambiguous):
        return told_apart(_outside_rows(intent, _same_file(found)), intent.target)
    return _by_age(intent, usable)


def _in_menu(intent: Intent, scene: Scene) -> Choice:
    """What came up when a control of the row was pressed belongs to the row: "Save as PDF" in its menu."""
    pressed = scene.last.element if scene.last is not None and scene.state.phase == "look" else None
    if pressed is None or not intent.row or in_row(pressed, intent.row) < 0.8:
        return Choice()
    return wanted(replace(intent, row=""), [e for e in scene.page.elements if e.new])


_PLACE = re.compile(r"\s+(?:for|of|in|from|on|under)\s+(?:the\s+|my\s+)?", re.IGNORECASE)


def _row_and_place(intent: Intent, scene: Scene) -> Choice:
    """ "January 2026 for account 77-20": the row bears the month, and what is chosen over the list the account."""
    head, *rest = _PLACE.split(intent.row, maxsplit=1)
    if not rest or not _chosen(rest[0], scene):
        return Choice()
    return wanted(replace(intent, row=head), scene.page.elements)


def _chosen(words: str, scene: Scene) -> bool:
    """Tell whether a heading or a list of the page stands on what these words name by its number or by all of them."""
    said = set(content(words))
    codes = {word for word in said if any(char.isdigit() for char in word)}
    shown = [line.text for line in scene.page.reading.lines if line.level]
    shown += [e.value for e in scene.page.elements if is_choice(e)]
    return any((codes or said) <= set(content(text)) for text in shown)


def _outside_rows(intent: Intent, found: Choice) -> Choice:
    """ "The export button": of many alike in the rows of a list and one beside it, that one."""
    if not found.ambiguous or f"{BUTTONS}:download" not in concepts(intent.target, among=(BUTTONS,)):
        return found
    beside = [e for e in found.rivals if not e.context]
    return Choice(element=beside[0]) if len(beside) == 1 and len(found.rivals) > 2 else found


def _file_score(intent: Intent, element: Element) -> float:
    """How surely pressing this downloads the wanted document."""
    said = _FORMAT.search(intent.target)
    own = _FORMAT.search(f"{element.name} {element.href}")
    rest = _FORMAT.sub("", intent.target).strip()
    if is_button_for(element, "upload", "delete", "edit", "print"):
        return 0.0
    if said and own and not _same_format(said[1].lower(), own[1].lower()):
        return 0.2
    if intent.row and _EXPORTS.match(element.name) and not _EXPORTS.search(intent.clause):
        return 0.0  # the whole list, and not the file of one row
    value = _fetching_score(element)
    getting = value > 0
    if said and own:
        value = max(value, 0.6) + (0.2 if _FORMAT.search(element.name) else 0.12)
    if rest and f"{BUTTONS}:download" in concepts(rest, among=(BUTTONS,)):
        return value + (0.12 if set(content(rest)) & set(content(element.name)) else 0.0)
    return _about_score(rest, element, value, getting=getting, file=bool(own)) if content(rest) else value


def _same_format(said: str, own: str) -> bool:
    """Tell whether a file of one form is what was asked for: a spreadsheet may be a CSV or an Excel file."""
    kinds = {_SAME_FORMAT.get(name, name) for name in (said, own)}
    return len(kinds) == 1 or ("spreadsheet" in kinds and bool(kinds & {"csv", "xls"}))


def _fetching_score(element: Element) -> float:
    outright = is_button_for(element, "download") or press_score("download", element) >= 0.6
    outright = outright or (bool(element.context) and _FORMAT.fullmatch(element.name.strip()) is not None)
    value = 0.72 if outright else 0.64 if _FILE.search(element.href) else 0.0
    viewing = (
        is_button_for(element, "view") or press_score("view", element) >= 0.7 or press_score("open", element) >= 0.8
    )
    return value - 0.06 if viewing else value


def _about_score(rest: str, element: Element, value: float, *, getting: bool, file: bool) -> float:
    """Weigh in the document that is wanted: named by the control, by what stands around it, or another."""
    about = max(press_score(rest, element), press_score(f"download {rest}", element))
    near = max(similarity(rest, element.group), 0.9 * similarity(rest, element.context[:80])) if getting else 0.0
    if about >= 0.6 and (getting or file):
        return value + 0.2 * about
    if about >= 0.9 and (element.context or not concepts(rest, among=(THINGS,))):
        return max(value, 0.68)
    if near >= 0.6:
        return value + 0.1
    other = getting and not element.context and about < 0.3 and len(content(element.name)) > 1
    return value - 0.2 if other and _other_document(element.name, rest) else value


def _other_document(name: str, rest: str) -> bool:
    left = [
        word
        for word in content(name)
        if word not in content("download export save pdf csv file excel as document copy")
    ]
    return bool(left) and similarity(rest, " ".join(left)) < 0.4


def _one_row(intent: Intent, found: Choice) -> Choice:
    rows = {e.context for e in found.rivals}
    if len(rows) > 1 or intent.which is not Which.ANY:
        return _by_age(intent, found.rivals)
    return _same_file(found)


def _same_file(found: Choice) -> Choice:
    """Several controls of one row: PDF before other forms if no form was asked for; one address is one file."""
    if not found.ambiguous:
        return found
    distinct = [
        e for index, e in enumerate(found.rivals) if not any(same_thing(e, other) for other in found.rivals[:index])
    ]
    return Choice(element=distinct[0]) if len(distinct) == 1 else found


def _by_age(intent: Intent, usable: Sequence[Element]) -> Choice:
    """ "The latest invoice": the row with the newest date; "the first": the topmost row."""
    good = [e for e in usable if e.context and _file_score(intent, e) >= 0.6]
    rows = list(dict.fromkeys(e.context for e in good))
    if not rows:
        single = choose(usable, lambda e: _file_score(intent, e) + prior(e), threshold=0.6)
        return _same_file(single)
    if intent.which in (Which.LATEST, Which.OLDEST):
        dated = [(day, row) for row in rows if (day := row_date(row)) is not None]
        if len(dated) < len(rows):
            return Choice(rivals=tuple(good)) if len(rows) > 1 else _in(rows[0], good, intent)
        pick = max(dated) if intent.which is Which.LATEST else min(dated)
        same = [row for day, row in dated if day == pick[0]]
        return (
            _in(same[0], good, intent) if len(same) == 1 else Choice(rivals=tuple(e for e in good if e.context in same))
        )
    place = {Which.FIRST: 0, Which.LAST: len(rows) - 1}.get(intent.which, intent.number - 1)
    return _in(rows[place], good, intent) if 0 <= place < len(rows) else Choice()


def _in(row: str, good: Sequence[Element], intent: Intent) -> Choice:
    return _same_file(choose([e for e in good if e.context == row], lambda e: _file_score(intent, e), threshold=0.5))


def row_date(row: str) -> str | None:
    """Return the first date of a row as ISO text, so that rows sort by age; None when there is none."""
    days = dates_in(row)
    return days[0].isoformat() if days else None


def _all(stage: Stage, scene: Scene) -> Decision | None:
    """Fetch one file after the other, down the rows and through the pages."""
    if scene.state.phase == "download":
        expected = scene.state.downloads + 1
        if len(scene.history.downloads) < expected:
            return (
                scene.wait(1.0, "waiting for the file")
                if scene.state.waits < 3
                else GiveUp(failure=download_failed(f"after {len(scene.history.downloads)} files none came any more"))
            )
    if scene.state.phase == "next_page" and not scene.changed:
        return scene.wait(1.0, "waiting for the next page") if scene.state.waits < 3 else None
    one = replace(stage.intent, which=Which.ANY)
    usable = [
        e for e in scene.page.elements if is_press(e) and (not stage.intent.row or in_row(e, stage.intent.row) >= 0.8)
    ]
    bundle = choose(
        usable,
        lambda e: (
            press_score(f"download all {stage.intent.target}", e)
            if re.search(r"\ball\b", e.name, re.IGNORECASE)
            else 0.0
        ),
        threshold=0.7,
    )
    if bundle.element is not None and not scene.state.tried:
        return _fetch(replace(stage, intent=one), scene, bundle.element)
    if bundle.element is not None and scene.state.tried and _mark(bundle.element) in scene.state.tried:
        return None
    good = [e for e in usable if e.context and _file_score(one, e) >= 0.6 and _mark(e) not in scene.state.tried]
    untouched = [
        e for e in good if not any(e.context and mark.startswith(f"{e.context}|") for mark in scene.state.tried)
    ]
    row = untouched[0].context if untouched else ""
    if row and len(scene.state.tried) < _MOST:
        pick = _same_file(
            choose([e for e in untouched if e.context == row], lambda e: _file_score(one, e), threshold=0.5)
        )
        element = pick.element or pick.rivals[0]
        tried = (*scene.state.tried, f"{row}|")
        return _fetch(stage, replace(scene, state=replace(scene.state, tried=tried)), element)
    following = next_page(scene)
    if following is not None and scene.state.pages < 30 and scene.state.tried:
        return scene.act(
            click(following, reasoning="more on the next page"), phase="next_page", pages=scene.state.pages + 1
        )
    if scene.state.tried:
        return None
    return _look_elsewhere(stage, scene)


def _look_elsewhere(stage: Stage, scene: Scene) -> Decision | None:
    """Not on this page: the next page of the list, the record's own page, or the section named for such things."""
    intent = stage.intent
    if scene.page.busy or scene.state.waits < 1:
        return scene.wait(1.0, "no such file on the page yet")
    if intent.row:
        menu = behind.of_row(intent.row, scene.page.elements)
        if menu is not None and _mark(menu) not in scene.state.tried:
            return _open(stage, scene, menu)
        record = find(
            replace(intent, verb=Verb.OPEN, target=""),
            [e for e in scene.page.elements if _mark(e) not in scene.state.tried],
        )
        if record.element is not None:
            return _open(stage, scene, record.element)
        wanted_row = seeking.Sought(names=(intent.row,))
        if (searching := seeking.toward(wanted_row, scene, why=f"look for {intent.row!r}", paged=True)) is not None:
            return searching
        following = next_page(scene)
        if following is not None and scene.state.pages < 20:
            return scene.act(
                click(following, reasoning=f"look for {intent.row!r} on the next page"),
                phase="next_page",
                pages=scene.state.pages + 1,
            )
    rest = _FORMAT.sub("", intent.target).strip()
    if rest:
        links = [e for e in scene.page.elements if is_press(e) and _mark(e) not in scene.state.tried and not e.selected]
        section = choose(links, lambda e: press_score(rest, e), threshold=0.7)
        first = section.element or (
            section.rivals[0] if section.rivals and len({e.name.casefold() for e in section.rivals}) == 1 else None
        )
        if first is not None and len(scene.state.tried) < 4:
            return _open(stage, scene, first)
    if (section := mentioned(scene)) is not None:
        tried = (*scene.state.tried, section.ref)
        return scene.act(click(section, reasoning="the goal speaks of it"), phase="look", tried=tried)
    what = f"{intent.target or 'a file'!r}" + (f" in {intent.row!r}" if intent.row else "")
    offered = names([e for e in scene.page.elements if is_press(e) and e.landmark not in ("banner", "contentinfo")])
    return GiveUp(failure=element_not_found(f"nothing to download for {what}; the page offers {offered}"))


def _open(stage: Stage, scene: Scene, element: Element) -> Decision:
    tried = (*scene.state.tried, _mark(element))
    return scene.act(click(element, reasoning=f"look for the file behind {element.name!r}"), phase="look", tried=tried)
