"""Finds the way to the form for a new thing: the button that makes one, though it may only say "Add", "New" or "+"."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from skyvern.agent.lexicon import content, plain, similarity
from skyvern.agent.policies.embedded.finding import seeking
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    changes,
    choose,
    is_button_for,
    is_field,
    is_press,
    is_submit,
    press_score,
    prior,
)
from skyvern.agent.policies.embedded.finding.seeking import SEEKING, Sought, sign
from skyvern.agent.policies.embedded.forms.putting import Slot
from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Act
from skyvern.domain.page import Element, Observation

_ORDER = re.compile(
    r"^(?:please\s+)?(?:create|add|new|write|leave|register|record|compose|schedule|report|make|set up|open|insert|"
    r"define|enter|submit|raise|log)\s+"
    r"(?:(?:an?|the|another|one|new)\s+)*(?P<thing>[A-Za-z].*)$",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"\s*[:,]|\s+(?:to|in|on|for|under|from|with|named|called|titled|entitled|labell?ed|whose|using|as|at)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"^\W*[+＋⊕]\W*$|^\W*(?:add|new|create|insert|plus)\b", re.IGNORECASE)
_CREATING = ("add", "new", "create", "write", "submit", "register", "report", "raise", "request", "start")
_AROUND = ("banner", "navigation", "contentinfo", "search")
_SENDING = ("save", "submit", "add", "confirm", "register", "next")


def thing_of(stage: Stage) -> str:
    """Return what a stage is to make ("redirect"), "" when it makes nothing."""
    if stage.intent.verb is Verb.UPLOAD:
        return "document"
    if stage.intent.verb not in (Verb.FILL_FORM, Verb.CLICK) or stage.intent.row:
        return ""
    said = (stage.intent.target, stage.clause.partition(";")[0] if stage.intent.verb is Verb.FILL_FORM else "")
    match = next((found for text in said if (found := _ORDER.match(text.strip()))), None)
    return _FURTHER.split(match["thing"])[0].strip() if match else ""


def way(stage: Stage, scene: Scene) -> Act | None:
    """Return the next press on the way to the form: what makes such a thing, else the list of such things."""
    thing = thing_of(stage)
    if not thing or sum(one.startswith(f"{SEEKING} ") for one in scene.state.tried) >= seeking.MOST_LOOKS:
        return None
    button = maker(thing, scene).element or _by_head(thing, scene)
    if button is not None:
        tried = (*scene.state.tried, f"{SEEKING} {sign(button)}")
        why = f"{button.name!r} may lead to the form for a new {thing}"
        return scene.act(click(button, reasoning=why), phase=SEEKING, tried=tried, reasoning=stage.clause)
    return seeking.toward(Sought(kind=thing, names=()), scene, why=f"look for the form for a new {thing}")


def _by_head(thing: str, scene: Scene) -> Element | None:
    """ "A new staff user" is made by "Add user", on the list of users: the last word is what it is."""
    head = thing.split()[-1]
    if len(thing.split()) < 2 or not (_about(head, scene.page) or _in_address(head, scene.page.url)):
        return None
    return maker(head, scene).element


def named(stage: Stage, scene: Scene) -> Act | None:
    """Follow the one link that bears the order's own words ("Apply for this home"): the form is behind it."""
    wanted, said = set(content(stage.intent.target)), content(stage.clause)
    here = scene.page.url.partition("#")[0].rstrip("/")
    links = [
        e
        for e in scene.page.elements
        if e.role == "link" and e.href and e.href.partition("#")[0].rstrip("/") != here
        if (len(wanted) > 1 and wanted <= set(content(e.name)) and press_score(stage.intent.target, e) >= 0.9)
        or (len(own := content(e.name)) > 1 and own[:1] == said[:1] and set(own) <= set(said))
        if not (e.disabled or e.covered) and f"{SEEKING} {sign(e)}" not in scene.state.tried
    ]
    if len({e.href for e in links}) != 1:
        return None
    tried = (*scene.state.tried, f"{SEEKING} {sign(links[0])}")
    why = f"{links[0].name!r} leads to the form for it"
    return scene.act(click(links[0], reasoning=why), phase=SEEKING, tried=tried, reasoning=stage.clause)


def maker(thing: str, scene: Scene) -> Choice:
    """Return the control that makes a new thing of a kind: it says so, or stands beside the word for the kind."""
    forms = {e.form for e in scene.page.elements if e.form and is_field(e) and e.landmark not in _AROUND}
    leading = (e for e in scene.page.elements if is_press(e) and not (is_submit(e) and e.form in forms))
    pressable = [
        e for e in leading if not (e.disabled or e.covered or e.href.rstrip("/") == scene.page.url.rstrip("/"))
    ]
    fresh = [e for e in pressable if f"{SEEKING} {sign(e)}" not in scene.state.tried]
    here = _about(thing, scene.page)

    def score(element: Element) -> float:
        if is_button_for(element, "search", "filter_apply"):
            return 0.0
        if is_button_for(element, "upload"):
            return 0.7 + prior(element) if thing == "document" else 0.0
        named = max(press_score(f"{verb} {thing}", element) for verb in _CREATING)
        value = 0.95 * named if named >= 0.8 and set(content(thing)) & set(content(element.name)) else 0.0
        if _bare(element):
            said = (element.context, element.group, _title(element), _heading(element, scene.page))
            beside = max(_near(thing, text) for text in said)
            aside = element.landmark in ("navigation", "banner", "contentinfo")
            value = max(value, 0.86 * beside, 0.72 if here and not aside else 0.0)
        return value + prior(element) if value else 0.0

    return choose(fresh, score, threshold=0.68)


def _bare(element: Element) -> bool:
    """Tell whether a control only says that it adds: "Add", "New", "+", or an icon with such a word."""
    words = content(element.name)
    said = element.name if words or element.name.strip() else " ".join(element.hints[:1])
    return bool(_ADDS.match(said.strip())) and len(content(said)) <= 2 and not re.search(r"\brow|filter\b", said, re.I)


def makes(element: Element) -> bool:
    """Tell whether a control only opens the form for a new thing."""
    return _bare(element) and not is_submit(element)


def _title(element: Element) -> str:
    return element.description or " ".join(element.hints[:1])


def _heading(element: Element, page: Observation) -> str:
    """Return the words that stand over a control and its neighbours in a menu ("Issues: Create new, Show all")."""
    pressed = {plain(e.name).strip() for e in page.elements if is_press(e)}
    above = [line for line in page.reading.lines if line.order < element.order and line.region == element.landmark]
    words = (line.text for line in reversed(above) if plain(line.text).strip() not in pressed)
    return next(words, "") if element.landmark else ""


def _near(thing: str, text: str) -> float:
    if not text or len(content(text)) > 8:
        return 0.0
    return 1.0 if set(content(thing)) <= set(content(text)) else similarity(thing, text)


def _about(thing: str, page: Observation) -> bool:
    """Tell whether the page is about things of this kind, or about nothing else that it would say in its heading."""
    headings = [
        line.text for line in page.reading.lines if 0 < line.level <= 2 and line.region not in ("banner", "navigation")
    ]
    told = [page.title, *headings]
    said = any(set(content(thing)) <= set(content(text)) or similarity(thing, text) >= 0.9 for text in told)
    return said or _in_address(thing, page.url)


def _in_address(thing: str, url: str) -> bool:
    """Tell whether an address is that of a list of such things: /departments/, /department/list, /departmentview/."""
    word = re.escape("".join(content(thing)))
    kind = re.compile(rf"(?:list|all|my)?{word}(?:e?s)?(?:views?|lists?|index|admin|overview|page|table)?")
    parts = [plain(part) for part in urlsplit(url).path.split("/") if part]
    return bool(word) and any(kind.fullmatch(re.sub(r"[^a-z]", "", part)) for part in parts[-3:])


def of_another(stage: Stage, scene: Scene) -> bool:
    """Tell whether the form here makes something else: nothing speaks of the thing, but a way to such things."""
    thing = thing_of(stage)
    if not thing or seeking.entry_for(thing, scene.page.elements, scene.state.tried) is None:
        return False
    words = set(content(thing))
    headings = [line.text for line in scene.page.reading.lines if line.level]
    inner = [e for e in scene.page.elements if e.landmark not in (*_AROUND, "complementary")]
    told = (scene.page.title, *headings, *(text for e in inner for text in (e.name, e.group) if e.role != "link"))
    return not any(words <= set(content(text)) for text in told)


def fits_a_form(slots: list[Slot], scene: Scene) -> bool:
    """Tell whether fields belong to a form that is there to be sent, and not to a search or filter of a list."""
    forms = {slot.form for slot in slots}
    if all(slot.element.landmark in _AROUND for slot in slots):
        return False
    buttons = [e for e in scene.page.elements if is_press(e) and e.form in forms and e.form]
    if not buttons or any(is_button_for(e, *_SENDING) for e in buttons):
        return True
    return not any(is_button_for(e, "search", "filter_apply") for e in buttons)


_PRESSING = re.compile(r"^(?:hit|press|click|tap|push|submit|send)\b", re.IGNORECASE)
""" "Hit submit" says how the form is sent, not what leads to it."""


_BEGINNING = re.compile(
    r"^(?:get|start|begin|apply|request|new|create|make|see|check|calculate|jetzt|starten|neue[rsn]?|commencer|"
    r"empezar|comenzar|iniciar|solicitar|obtener|cotizar)\b",
    re.IGNORECASE,
)


def _begins(element: Element, scene: Scene) -> bool:
    """Tell whether a page without any form offers by this what the goal speaks of: "Get my free quote"."""
    inner = (e for e in scene.page.elements if e.landmark not in _AROUND)
    if any(is_field(e) for e in inner) or element.landmark in _AROUND or not _BEGINNING.match(element.name.strip()):
        return False
    values = {word for stage in scene.plan.intents for term in stage.terms for word in content(term.value)}
    said = set(content(scene.goal.text)) - values
    return any(len(word) > 3 and word in said for word in content(element.name)[-2:])


_MOST_TRIED = 5


def opener(stage: Stage, scene: Scene) -> Element | None:
    """Return the control that leads to the form, where the page itself has no field for what is to be filled in."""
    if len(scene.state.tried) >= _MOST_TRIED or stage.kind is Kind.SEARCH:
        return None
    about = "" if _PRESSING.match(stage.intent.target) else stage.intent.target
    about = re.sub(
        r"\b(?:form|page|fields?|details|information|out|in|with|data|the)\b",
        " ",
        about,
        flags=re.IGNORECASE,
    ).strip()

    adds = re.match(
        r"(?:create|add|new|register|record|compose|schedule|book|report|request)\s+(?P<thing>.+)$", about, re.I
    )
    thing = re.sub(r"^(?:an?|new|another)\s+|\bnew\s+", "", adds["thing"]) if adds else ""
    forms = {e.form for e in scene.page.elements if e.form and is_field(e)}

    def score(element: Element) -> float:
        if is_submit(element) and (not adds or element.form in forms):
            return 0.0
        if changes(element.name) and not adds:
            return 0.0
        named = press_score(about, element) if about else 0.0
        begins = 0.8 if is_button_for(element, "start") else 0.74 if _begins(element, scene) else 0.0
        if adds:
            creating = [0.95 * press_score(f"{verb} {thing}", element) for verb in _CREATING]
            begins = max(begins, 0.78 * is_button_for(element, "add"), *creating)
        return (
            max(named, begins) + prior(element)
            if element.name not in scene.state.tried and not element.disabled
            else 0.0
        )

    return choose([e for e in scene.page.elements if is_press(e)], score, threshold=0.7).element
