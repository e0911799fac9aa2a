"""Deeds that a site may keep – sending, paying, deleting: never done twice, and not believed when the site refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlsplit

from skyvern.agent.lexicon import BUTTONS, concepts, plain, tokens
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, Element, Observation, Sent

DEEDS = "deeds"
"""Note of what was done that a site may have kept: marks of each deed, by the id of its action."""
NOT_REPEATED = "not_repeated"
"""Note for the policy that a deed it asked for again was not done again."""

_LASTING = frozenset({"submit", "save", "confirm", "register", "delete", "add", "upload", "pay", "get_quote"})
_HARMLESS = frozenset({"search", "filter_apply", "next", "back", "login", "refresh", "expand", "view", "menu", "close"})
_ENTRIES = frozenset(
    {"textbox", "searchbox", "combobox", "listbox", "spinbutton", "slider", "checkbox", "radio", "switch"}
)
_LEADS = re.compile(
    r"\b(?:next|previous|prev|more|load|show|expand|open|view|go to|page|refresh|sort|filter|search|continue|"
    r"weiter|zurück|mehr|seite|suivante?|précédente?|plus|siguiente|anterior|más|próxim[ao]|mais)\b|^\W*\d*\W*$",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"/[^/]*(?:track|analytic|telemetr|metric|beacon|collect|pageview|heartbeat|logging|sentry|rum\b)[^/]*(?:/|$)",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:twice|thrice|(?:\d+|two|three|four|five|six|several|many) times|once more|another time|again|repeatedly|"
    r"zweimal|dreimal|\d+[ -]?mal|mehrmals|nochmals?|noch einmal|(?:deux|trois|\d+|plusieurs) fois|encore une fois|"
    r"(?:dos|tres|\d+|varias) veces|otra vez|(?:duas|tr[eê]s|\d+|v[aá]rias) vezes|outra vez)\b",
    re.IGNORECASE,
)
_ORDERED = (
    r"\b(?:click|press|push|hit|tap|klick\w*|dr[uü]ck\w*|cliqu\w*|appuy\w*|haz clic|pulsa\w*|cliqu\w*|carreg\w*)\b"
)
_ABORTED = "ERR_ABORTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An action that a site may keep, as it is known again: where it stands, and what its form holds."""

    index: int
    button: str
    """The button at its place; "" when it is done with a key from within the form."""
    form: str
    held: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What is noted of it once it is done."""
        button = (f"button {self.button}",) if self.button else ()
        form = (f"{'click' if self.button else 'key'} {self.form}",) if self.form else ()
        return tuple(f"{way}:{self.held}" for way in (*button, *form))

    @property
    def same(self) -> tuple[str, ...]:
        """The marks of deeds that it would repeat: a key sends the same form as its button does."""
        way = f"button {self.button}" if self.button else f"click {self.form}"
        return tuple(f"{one}:{self.held}" for one in (way, *((f"key {self.form}",) if self.form else ())))


def deeds(actions: Sequence[Action], seen: Observation, goal: Goal) -> Iterator[Deed]:
    """Yield those of the actions that a site may keep."""
    if goal.kind is GoalKind.LOGIN:
        return
    entered: dict[str, str] = {}
    for index, action in enumerate(actions):
        element = seen.element(action.ref) if action.ref else None
        if element is None:
            continue
        if action.kind in (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION):
            entered[action.ref] = action.text
        elif action.kind is ActionKind.CHECKBOX:
            entered[action.ref] = str(action.checked)
            yield Deed(index=index, button=_digest(_target(element), action.checked), form="", held="")
        elif _may_last(action, element):
            yield _deed(index, action, element, seen=seen, entered=entered)


def is_deed(record: ActionRecord, history: History) -> bool:
    """Whether a site may keep what the action did."""
    return record.action.effect or record.action_id in _noted(history)


def harmless_so_far(history: History) -> bool:
    """Whether something was done, and nothing of it is kept by a site."""
    return bool(history.records) and not any(is_deed(record, history) for record in history.records)


def repeated(actions: Sequence[Action], seen: Observation, goal: Goal, history: History) -> ActionRecord | None:
    """Return the deed that one of the actions would do a second time although the first may have reached the site."""
    known = _noted(history)
    for deed in deeds(actions, seen, goal):
        for place, record in enumerate(history.records):
            if not _reached(record) or not set(deed.same) & set(known.get(record.action_id, ())):
                continue
            since = [one.action_id for one in history.records[place + 1 :] if _reached(one)]
            another = not deed.held and any(not set(deed.same) & set(known.get(one, deed.same)) for one in since)
            if not another and not _wanted_often(goal, actions[deed.index], seen):
                return record
    return None


def noted(history: History, fresh: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the note of all deeds with these marks added, by the ids of their actions."""
    known = _noted(history)
    for name, told in fresh.items():
        known[name] = list(dict.fromkeys([*known.get(name, ()), *told]))
    return known


def looked_after(history: History, seen: Observation, goal: Goal, *, before: frozenset[str]) -> History:
    """Return the history with what the first look after an action shows: what it sent, and how its form stands now.

    `before` holds the ids of the requests that were sent before it.
    """
    last = history.records[-1] if history.records else None
    if last is None or last.result is None or last.element is None:
        return history
    fresh = tuple(one.id for one in seen.sent if one.id not in before)
    result = replace(last.result, sent=fresh)
    history = replace(history, records=(*history.records[:-1], replace(last, result=result)))
    places = {mark.partition(":")[0] for mark in _noted(history).get(last.action_id, ())}
    now = [
        mark
        for one in seen.elements
        if _target(one) == _target(last.element)
        for deed in deeds((replace(last.action, ref=one.ref),), seen, goal)
        for mark in deed.marks
        if mark.partition(":")[0] in places
    ]
    return replace(history, notes={**history.notes, DEEDS: noted(history, {last.action_id: now})}) if now else history


def unanswered(observation: Observation, history: History) -> Sent | None:
    """Return a request of the last deed that its site has not answered yet."""
    return next((one for one in _sent(observation, history) if one.status is None and not one.failure), None)


def turned_down(observation: Observation, history: History) -> str:
    """Say which request of the last deed the site refused, "" when it refused none."""
    answers = list(_sent(observation, history))
    for index, one in enumerate(answers):
        made_up = any(later.status and later.status < 400 and later.url == one.url for later in answers[index + 1 :])
        refused = (one.status is not None and one.status >= 400) or (one.failure and _ABORTED not in one.failure)
        if refused and not made_up:
            told = f"status {one.status}" if one.status is not None else one.failure
            return f"the site answered what {name_of(_last_deed(history))!r} sent ({one.method} {one.url}) with {told}"
    return ""


def name_of(record: ActionRecord | None) -> str:
    """Return what a person would call the deed."""
    if record is None:
        return ""
    return record.action.intention or (record.element.name if record.element else "") or record.action.kind.value


def changes_in_place(history: History) -> bool:
    """Whether the last deed asked the site for something without the page being left since: it may yet be undone."""
    deed = _last_deed(history)
    if deed is None or deed.result is None or not deed.result.sent:
        return False
    after = history.records[history.records.index(deed) :]
    return not any(one.result is not None and one.result.navigated for one in after)


def _sent(observation: Observation, history: History) -> Iterator[Sent]:
    deed = _last_deed(history)
    mine = deed.result.sent if deed is not None and deed.result is not None else ()
    for one in observation.sent:
        if one.id in mine and _same_site(one.url, observation.url) and not _CHATTER.search(urlsplit(one.url).path):
            yield one


def _last_deed(history: History) -> ActionRecord | None:
    for record in reversed(history.records):
        wrote = record.result is not None and bool(record.result.sent)
        if record.action.effect or wrote or (record.element is not None and _said(record.element)):
            return record
    return None


def _may_last(action: Action, element: Element) -> bool:
    """Whether the action could be one whose effect a site keeps: anything pressed that does not only lead about."""
    if element.landmark == "search" or _ideas(element) & _HARMLESS:
        return False
    if action.kind is ActionKind.KEYPRESS:
        return "enter" in action.text.casefold()
    if action.kind is not ActionKind.CLICK:
        return action.kind in (ActionKind.UPLOAD_FILE, ActionKind.CHECKBOX)
    return action.effect or _said(element) or (element.role == "button" and not _LEADS.search(element.name))


def _said(element: Element) -> bool:
    """Whether the words on a button, or its kind, say that it does something that lasts."""
    return element.input_type in ("submit", "image") or bool(_ideas(element) & _LASTING)


def _reached(record: ActionRecord) -> bool:
    """Whether it is a deed that may have reached its site: it wrote there, or it was meant to and asked for a page."""
    result, element = record.result, record.element
    if element is None or not _may_last(record.action, element):
        return False
    if result is None or result.sent:
        return True
    meant = bool(_ideas(element) & _LASTING - {"add"}) or (record.action.effect and bool(element.form))
    return meant and (result.reached or result.navigated or result.opened_tab)


def _ideas(element: Element) -> set[str]:
    return {name.partition(":")[2] for name in concepts(element.name, among=(BUTTONS,))}


def _deed(index: int, action: Action, element: Element, *, seen: Observation, entered: Mapping[str, str]) -> Deed:
    fields = [one for one in seen.elements if one.form == element.form and one.role in _ENTRIES]
    headings = [line.text for line in seen.reading.lines if line.level in (1, 2)]
    names = [(one.role, plain(one.name)) for one in fields]
    alike = 0 if element.form else sum(_target(one) == _target(element) for one in seen.elements)
    held = [_held(one, entered) for one in fields]
    filled = any(one not in ("", "false") for one in held) or bool(action.files)
    return Deed(
        index=index,
        button="" if element.role in _ENTRIES else _digest(headings, names, _target(element), alike),
        form=_digest(headings, names),
        held=_digest(held, action.files) if filled else "",
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _held(element: Element, entered: Mapping[str, str]) -> str:
    value = entered.get(element.ref)
    if value is None:
        value = element.value if element.checked is None else str(element.checked)
    return " ".join(plain(value).split())


def _target(element: Element) -> tuple[str, str, str, str]:
    where = element.group if element.form else element.context
    return (element.role, plain(element.name), where, element.landmark)


def _noted(history: History) -> dict[str, list[str]]:
    known = cast("Mapping[str, Sequence[str]]", history.notes.get(DEEDS) or {})
    return {name: list(told) for name, told in known.items()}


def _wanted_often(goal: Goal, action: Action, seen: Observation) -> bool:
    """Whether the goal itself wants the deed more than once."""
    if _OFTEN.search(goal.text):
        return True
    element = seen.element(action.ref)
    words = r"\W+".join(re.escape(word) for word in tokens(element.name)) if element is not None else ""
    return bool(words) and len(re.findall(rf"{_ORDERED}[^.;\n]{{0,20}}\b{words}\b", plain(goal.text))) > 1


def _same_site(url: str, page: str) -> bool:
    """Whether both belong to one site, as near as names tell: the last two parts of their hosts are the same."""
    one, other = urlsplit(url).hostname or "", urlsplit(page).hostname or ""
    return one == other or one.split(".")[-2:] == other.split(".")[-2:]
