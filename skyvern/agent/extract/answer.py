"""Answers an extraction goal as a policy does: the data, the next page of a list, or why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from skyvern.agent.extract import Extraction, extract, merge, parts
from skyvern.agent.extract.labels import spread
from skyvern.agent.extract.partly import part_shown, turned_back, wants_all
from skyvern.agent.extract.patterns import nothing_said
from skyvern.agent.extract.reasoning import asks_to_reason, demands_thought
from skyvern.agent.lexicon import content, root
from skyvern.domain.failure import Category, Failure, needs_llm
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, History, Wait
from skyvern.domain.page import Action, ActionKind, Element, Observation

_EVERY_PAGE = re.compile(
    r"\b(?:all|every|each|across|through(?:out)?)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?pages\b|\bevery page\b"
    r"|\beach page\b|\ball result pages\b|\b(?:load|show) more\b|"
    r"\bfollow(?:ing)? (?:the )?pagination\b|\bpaginat|\bgo through (?:all|every)\b|\buntil (?:the )?last page\b",
    re.I,
)
_NEXT = re.compile(
    r"^(?:go to )?(?:the )?(?:next(?: page| results?)?|older(?: entries| posts)?|more results|next\s*[›»→>]+|[›»→]"
    r"|>{1,2})$",
    re.I,
)
_QUESTION = re.compile(r"^\s*(?:which|what|who|whom|whose|why|how|when|where|is|are|does|do|did|can|has|have)\b", re.I)
_PAGER = re.compile(r"^(?:(?:page|pages)?:?\s*)?(?:\d+|[.…|·«»‹›<>-]+)(?:\s+(?:\d+|[.…|·«»‹›<>-]+))+$", re.I)
_LONGER = re.compile(r"^(?:load|show|view|see) more(?: \w+)?$", re.I)
_LOADING = re.compile(r"^(?:loading|please wait|searching|fetching)\b", re.I)
_MENU = re.compile(
    r"\b(?:menu|dropdown|drop-down|options|filter|sort|account|language|share|actions|user|edit|add)\b", re.I
)
_MOST_FOLDED = 8
_MOST_PAGES = 50
_COUNT = re.compile(r"count|number|total|many|amount|quantity|^(?:n|num)_|_(?:n|num)$", re.I)
"""Names of fields that "how many" may be about."""


def asks_for_every_page(wish: str) -> bool:
    """Whether what is wanted is spread over pages, and all of them are asked for."""
    return _EVERY_PAGE.search(wish) is not None


def answer_extraction(goal: Goal, observation: Observation, history: History) -> Decision:
    """Decide what to do about an extraction goal; no clicking but to the next page, when all pages are asked for."""
    wish = goal.extraction or goal.text
    if words := demands_thought(wish):
        return GiveUp(failure=needs_llm(wish, f"{words!r} asks for more than reading what the page shows"))
    found = parts.with_parts(extract(wish, goal.schema, observation, payload=_known(goal)), history)
    if found.unmet:
        return GiveUp(failure=needs_llm(found.unmet, "no column of the list tells which rows fit"))
    if (found.missing or not found.found) and (unfolding := _unfolding(observation, history)) is not None:
        return unfolding
    if not found.found and (observation.busy or _loading(observation) or "looked" not in history.notes):
        return Wait(
            seconds=2.0, why=observation.busy or "nothing that is wanted is on the page yet", notes={"looked": True}
        )
    data = merge(history.notes["gathered"], found.data) if "gathered" in history.notes else found.data
    every = "gathered" in history.notes or asks_for_every_page(wish) or _goes_on(wish, found, observation)
    if every and (turn := _turn(data, observation, history)) is not None:
        return turn
    if "gathered" not in history.notes:
        return parts.further(found, observation, history) or _answer(goal, wish, found, observation)
    if lacking := _named(_empty_columns(data), wish):
        return GiveUp(failure=_nothing(f"no record of the list shows {', '.join(lacking)}"))
    return Done(evidence=f"read {history.notes.get('pages', 1)} pages", data=data)


def _unfolding(observation: Observation, history: History) -> Act | None:
    """Unfold, once, what the page hides in closed sections."""
    folded = _folded(observation) if "unfolded" not in history.notes else []
    actions = tuple(
        Action(kind=ActionKind.CLICK, ref=element.ref, intention=f"unfold {element.name!r}") for element in folded
    )
    return Act(actions=actions, reasoning="Unfold what the page hides", notes={"unfolded": True}) if actions else None


def _known(goal: Goal) -> Mapping[str, object]:
    """Return the values that tell which of several things is meant: the block's, and those of the goal's template."""
    return {**{value.name or str(value.at): value.text for value in goal.asked_with}, **goal.payload}


def _turn(data: object, observation: Observation, history: History) -> Act | None:
    """Return what brings more of the list: back to its beginning first, then its further pages or records."""
    if (back := _from_the_start(observation, history)) is not None:
        return back
    pages = int(str(history.notes.get("pages", 1)))
    if pages >= _MOST_PAGES or observation.fingerprint == history.notes.get("page_read", ""):
        return None
    if (more := longer(observation)) is not None:
        action = Action(kind=ActionKind.CLICK, ref=more.ref, intention="Show more of the list")
        notes = {"pages": pages + 1, "page_read": observation.fingerprint or str(pages)}
        return Act(actions=(action,), reasoning="The list goes on below", notes=notes)
    if (following := next_page(observation) or _numbered(observation, pages + 1)) is not None:
        action = Action(kind=ActionKind.CLICK, ref=following.ref, intention="Open the next page of the list")
        notes = {"gathered": data, "pages": pages + 1, "page_read": observation.fingerprint or observation.url}
        return Act(actions=(action,), reasoning=f"Page {pages} is read; the list goes on", notes=notes)
    return None


def _goes_on(wish: str, found: Extraction, observation: Observation) -> bool:
    """Tell whether all of a list is wanted, and the page says that it shows a part of it."""
    listed = any("[" in path for path in found.evidence) or isinstance(found.data, list)
    return listed and wants_all(wish) and (part_shown(observation) is not None or longer(observation) is not None)


def _from_the_start(observation: Observation, history: History) -> Act | None:
    """Go back to the beginning of a list before it is read, where the page says that it stands further on."""
    part = part_shown(observation)
    turns = int(str(history.notes.get("turned_back", 0)))
    if part is None or part.first == 1 or "gathered" in history.notes or turns >= _MOST_PAGES:
        return None
    back = turned_back(observation)
    if back is None:
        return None
    action = Action(kind=ActionKind.CLICK, ref=back.ref, intention="Go back to the beginning of the list")
    return Act(actions=(action,), reasoning="The list is read from its beginning", notes={"turned_back": turns + 1})


def _answer(goal: Goal, wish: str, found: Extraction, observation: Observation) -> Decision:
    if found.everything and _QUESTION.match(wish):
        return GiveUp(failure=needs_llm(wish, "what it asks for has no name that the page could show"))
    left = [path for path in found.missing if _COUNT.search(path)] if found.found else found.missing
    words = asks_to_reason(wish)
    if words and (not found.found or (left if words.casefold() == "how many" else found.missing)):
        return GiveUp(failure=needs_llm(wish, f"{words!r} asks for more than reading what the page shows"))
    if found.doubtful and not found.evidence:
        what = "; ".join(f"{path}: {why}" for path, why in found.doubtful.items())
        return GiveUp(failure=_nothing(f"several values fit and the goal does not tell which is meant ({what})"))
    if not found.found:
        named = ", ".join(found.missing[:12]) or "data"
        where = observation.title or observation.url
        said = nothing_said(observation)
        told = f"; the page says {said!r}" if said else ""
        return GiveUp(failure=_nothing(f"none of the wanted fields was found on {where!r} ({named}){told}"))
    if found.required:
        reasons = [f"{path} ({found.doubtful[path]})" if path in found.doubtful else path for path in found.required]
        return GiveUp(failure=_nothing(f"required fields were not found: {', '.join(reasons)}"))
    if left_out := _mostly_missing(wish, found) or _asked_by_name(wish, found, goal.schema):
        got = ", ".join(found.evidence)
        return GiveUp(failure=_nothing(f"the page shows {got}, but not {', '.join(left_out)}"))
    return Done(evidence=_evidence(found.evidence), data=found.data)


def _mostly_missing(wish: str, found: Extraction) -> tuple[str, ...]:
    """Return what a question asks for by name and the page does not show, where that is more than what it shows."""
    plain = [path for path in found.missing if "[" not in path and "." not in path]
    single = not any("[" in path for path in found.evidence) and isinstance(found.data, Mapping)
    asked = single and _QUESTION.match(wish) is not None
    return tuple(plain) if asked and len(plain) > len(found.evidence) else ()


_IF_THERE = re.compile(
    r"\b(?:(?:if|where|when) (?:any|available|shown|given|present|there|stated|applicable|known|listed|possible)|"
    r"if (?:it|they|one)|optional(?:ly)?|as far as|or null|else null|may be (?:missing|empty))\b",
    re.IGNORECASE,
)
""" "The fax, if any": what is asked for like this may be missing."""


def _asked_by_name(wish: str, found: Extraction, schema: object) -> tuple[str, ...]:
    """Return the fields that the goal asks for by name and the page does not show, unless it says that they may lack.

    Without them the answer is not what was asked for, and a null among values is easily overlooked.
    """
    if not found.evidence:
        return ()
    single = isinstance(found.data, Mapping)
    plain = [path for path in found.missing if single and "[" not in path and "." not in path]
    lacking = [*(path for path in plain if not _nullable(schema, path)), *_empty_columns(found.data)]
    return _named(lacking, wish)


def _named(paths: Sequence[str], wish: str) -> tuple[str, ...]:
    """Return the fields that a goal names, () where it says that what it asks for may lack."""
    said = {root(word) for word in content(wish)}
    free = _IF_THERE.search(wish) is not None
    return tuple(path for path in paths if not free and {root(word) for word in content(spread(path))} <= said)


def _empty_columns(data: object) -> list[str]:
    """Return the fields that not one of several objects of a list has."""
    lists = cast("Mapping[str, object]", data).values() if isinstance(data, Mapping) else (data,)
    empty: list[str] = []
    for one in lists:
        rows = cast("list[object]", one) if isinstance(one, list) else []
        made = [cast("Mapping[str, object]", row) for row in rows if isinstance(row, Mapping)]
        empty.extend(key for key in (made[0] if len(made) > 1 else ()) if all(row.get(key) is None for row in made))
    return empty


def _nullable(schema: object, name: str) -> bool:
    """Whether a schema says of a field that it may be null."""
    properties = cast("Mapping[str, object]", schema).get("properties") if isinstance(schema, Mapping) else None
    part = cast("Mapping[str, object]", properties).get(name) if isinstance(properties, Mapping) else None
    return isinstance(part, Mapping) and ("null" in str(cast("object", part)) or "empty" in str(cast("object", part)))


def _folded(observation: Observation) -> list[Element]:
    """Return the headings of the page's folded sections; menus and lists to choose from are no sections."""
    closed = [
        element
        for element in observation.elements
        if element.expanded is False
        and element.role in ("button", "summary", "disclosuretriangle", "tab")
        and not element.popup
        and not element.disabled
        and element.name
        and element.landmark in ("", "main", "dialog")
        and not _MENU.search(f"{element.name} {' '.join(element.hints)}")
    ]
    return closed if len(closed) <= _MOST_FOLDED else []


def next_page(observation: Observation) -> Element | None:
    """Return the enabled control that leads to the next page of a list, None on the last page."""
    return _control(observation, _NEXT)


def longer(observation: Observation) -> Element | None:
    """Return the enabled control that brings more of a list onto the same page, None where all of it is there."""
    found = _control(observation, _LONGER)
    several = found is not None and sum(e.name == found.name for e in observation.elements) > 1
    return None if several else found  # one in each card tells more of the card


def _numbered(observation: Observation, page: int) -> Element | None:
    """Return the link of the next page in a row of nothing but page numbers ("1 2 3")."""
    rows = [e for e in observation.elements if e.name.strip() == str(page) and e.role in ("link", "button")]
    alone = [e for e in rows if not e.disabled and _PAGER.match(e.context)]
    return alone[0] if len(alone) == 1 else None


def _control(observation: Observation, name: re.Pattern[str]) -> Element | None:
    for element in observation.elements:
        drawn = element.role == "generic" and element.listener
        if element.disabled or not (drawn or element.role in ("link", "button")):
            continue
        names = (element.name, *element.hints) if not element.name.strip(" ›»→>") else (element.name,)
        if any(name.match(text.strip()) for text in names):
            return element
    return None


def _loading(observation: Observation) -> bool:
    lines = [line.text for line in observation.reading.lines if line.region in ("main", "")]
    return 0 < len(lines) <= 3 and any(_LOADING.match(text) for text in lines)


def _nothing(detail: str) -> Failure:
    return Failure(reason=f"Data extraction failed: {detail}", category=Category.DATA_EXTRACTION_FAILURE)


def _evidence(texts: Mapping[str, str]) -> str:
    shown = [f"{path}: {text[:60]}" for path, text in list(texts.items())[:8]]
    return "; ".join(shown)
