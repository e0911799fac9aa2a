"""Cookie banners and windows that lie over a page: what the goal wishes done with them, and the button that does it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from skyvern.agent.lexicon import BUTTONS, concepts, content, plain
from skyvern.agent.policies.embedded.finding.match import (
    is_box,
    is_button_for,
    is_choice,
    is_field,
    is_press,
    is_text,
    names,
)
from skyvern.agent.policies.embedded.intents import Plan, Verb
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import ASIDE, Element, Observation

_ABOUT = re.compile(
    r"\b(?:cookies?|consent|gdpr|privacy|newsletter|subscribe|tracking|notifications?|survey|feedback|welcome|tour|"
    r"announcement|promotion)\b",
    re.IGNORECASE,
)
_REFUSING = re.compile(
    r"\b(?:reject|decline|deny|refuse|necessary|essential|required|disagree|opt out|without|no thanks|do not|don.t)\b",
    re.IGNORECASE,
)


_OFFERING = re.compile(
    r"\b(?:newsletter|mailing list|subscribe|discounts?|coupons?|vouchers?|promo(?:tion)?s?|special offers?|"
    r"exclusive offers?|don.t miss)\b|\d\s?% off\b",
    re.IGNORECASE,
)
"""A window with a field that nobody asked for."""
_NOT_AGAIN = re.compile(
    r"\b(?:show|see|ask|display|remind)\b.*\bagain\b|\bnicht (?:mehr|wieder|erneut)\b|\bne plus\b|"
    r"\bno (?:volver a )?mostrar\b|\bnão mostrar\b",
    re.IGNORECASE,
)
""" "Do not show again": a box that asks nothing."""
_REFUSALS = ("cancel", "reject", "close")


_LATER = re.compile(
    r"(?:remind me|maybe|ask me(?: again)?|(?:i.ll )?do (?:this|it)|decide) later|later|not (?:right )?now|"
    r"skip(?: (?:this|it|for now|this step))?|no,? thanks?(?: you)?|continue without \w+|"
    r"(?:später|nicht jetzt|jetzt nicht|überspringen|später erinnern|nein,? danke)|"
    r"(?:plus tard|pas maintenant|passer|ignorer|non,? merci)|"
    r"(?:ahora no|más tarde|omitir|no,? gracias)|(?:agora não|mais tarde|pular|não,? obrigad[oa])",
    re.IGNORECASE,
)
"""What puts an offer off and does nothing else."""
_FEW = 6
_AROUND = ASIDE | {"search"}
_SURE = re.compile(
    r"\bare you (?:really |quite |absolutely )?sure\b|\bdo you (?:really|still) (?:want|wish)\b|"
    r"\bplease confirm (?:that|the|this)\b|"
    r"\bcannot be undone\b|\bsind sie sicher\b|\bwirklich\b.*\?|\bêtes-vous sûr|\bestá(?:s)? segur|\btem certeza\b",
    re.IGNORECASE,
)
_YES = re.compile(r"^(?:yes|ja|oui|sí|sim)\b", re.IGNORECASE)
_NO = re.compile(
    r"no|nein|non|não|(?:no,?\s+)?(?:keep|leave|don.t|do not|go back|never ?mind|stay)\b.{0,30}|"
    r"(?:nein|non),.{0,30}|(?:behalten|zurück|nicht .{2,20})|(?:conserver|garder|ne pas|revenir)\b.{0,30}|"
    r"(?:mantener|conservar|volver)\b.{0,30}",
    re.IGNORECASE,
)
_SEARCHING = re.compile(r"\b(?:search|filter|find)\b", re.IGNORECASE)


class Wish(StrEnum):
    """What the goal wants done with a banner."""

    ANY = "any"
    ACCEPT = "accept"
    REFUSE = "refuse"


def wish(plan: Plan) -> Wish:
    """Return what the goal says about banners: a refusal is never turned into consent."""
    said = " ".join(intent.target for intent in plan.intents if intent.verb is Verb.DISMISS)
    said = f"{said} {' '.join(words for words in plan.forbidden if 'cookie' in words.lower())}"
    if _REFUSING.search(said):
        return Wish.REFUSE
    return Wish.ACCEPT if re.search(r"\b(?:accept|allow|agree|ok|okay)\b", said, re.IGNORECASE) else Wish.ANY


def way_out(page: Observation, wanted: Wish) -> Element | None:
    """Return the button of a banner that does what is wanted, None when there is no such banner or button."""
    banner = _banner(page.elements)
    refusing = [e for e in banner if is_button_for(e, "reject_cookies", "reject") or _REFUSING.search(e.name)]
    accepting = [e for e in banner if is_button_for(e, "accept_cookies", "confirm") and e not in refusing]
    closing = [e for e in banner if is_button_for(e, "close") and e not in refusing]
    order = {
        Wish.REFUSE: (refusing,),
        Wish.ACCEPT: (accepting,),
        Wish.ANY: (refusing, accepting, closing),
    }[wanted]
    return next((group[0] for group in order if group), None)


def obstacle(page: Observation, wanted: Wish, *, after_press: bool = False) -> Element | None:
    """Return the button that clears away a cookie banner or a window lying over the page, None when nothing does.

    A question that came up right after a press (`after_press`) is no obstacle: it is about what was pressed.
    """
    if found := way_out(page, wanted):
        return found
    if not any(element.covered for element in page.elements) or (after_press and question(page) is not None):
        return None
    shown = [e for e in page.elements if e.landmark == "dialog" and not e.covered]
    window = [e for e in shown if is_press(e)]
    asking = [e for e in shown if is_field(e) and not (is_box(e) and _NOT_AGAIN.search(e.name))]
    if asking and not any(_OFFERING.search(f"{e.group} {e.name} {e.context}") for e in shown):
        return None
    for idea in ("close", "reject", "confirm")[: 2 if asking else 3]:
        for element in window:
            if is_button_for(element, idea):
                return element
    return None


def way_past(page: Observation, goal: str) -> Element | None:
    """Return what puts off the offer that a whole page makes, where the goal speaks of no such thing."""
    inner = [e for e in page.elements if e.landmark not in _AROUND and not (e.disabled or e.covered)]
    presses = [e for e in inner if is_press(e)]
    later = [e for e in presses if _LATER.fullmatch(e.name.strip(" .!→›»"))]
    if len(later) != 1 or not 1 < len(presses) <= _FEW or any(is_field(e) for e in inner):
        return None
    if any(len(table.rows) > 2 for table in page.reading.tables):
        return None
    offered = {word for line in page.reading.lines if line.level for word in content(line.text)}
    return later[0] if len(offered & set(content(goal))) * 2 < len(offered) else None


def question(page: Observation) -> Element | None:
    """Return the refusing button of a window that asks something and has no field: its author waits for an answer."""
    window = [e for e in page.elements if e.landmark == "dialog" and (is_press(e) or is_field(e)) and not e.covered]
    if not window or any(is_field(e) for e in window):
        return None
    refusing = [e for e in window if _refuses(e)]
    others = [e for e in window if e not in refusing and not e.disabled and e.role != "generic"]
    said = [e for e in refusing if not is_button_for(e, "close")]
    return next(iter(said or refusing), None) if len(said) <= 1 and len(others) == 1 else None


def _refuses(element: Element) -> bool:
    name = element.name.strip()
    if _YES.match(name):
        return False
    deed = len(name.split()) > 1 and not concepts(name, among=(BUTTONS,))  # *Annuler la commande* does it
    return (is_button_for(element, *_REFUSALS) and not deed) or _NO.fullmatch(name) is not None


def asks(page: Observation) -> bool:
    """Tell whether a window waits for a yes or no to a question of its own."""
    said = (line.text for line in page.reading.lines if line.region == "dialog")
    return question(page) is not None and any("?" in text for text in said)


def answering(page: Observation, *, yes: bool) -> Element | None:
    """Return the button that answers the window's question with yes or no."""
    window = [e for e in page.elements if is_press(e) and e.landmark == "dialog" and not e.disabled]
    refusing = [e for e in window if _refuses(e)]
    if not window:
        window = confirming(page)
        refusing = [e for e in window if is_button_for(e, *_REFUSALS, "back")]
    if not yes:
        return refusing[0] if refusing else None
    rest = [e for e in window if e not in refusing]
    known = [
        e for idea in ("confirm", "submit", "delete") for e in rest if is_button_for(e, idea) or _YES.match(e.name)
    ]
    return known[0] if known else rest[0] if len(rest) == 1 and refusing else None


def confirming(page: Observation) -> list[Element]:
    """Return the answers of a page that only asks whether to go on with a deed, () when it is no such page."""
    inner = [e for e in page.elements if e.landmark not in _AROUND and not e.disabled]
    asks = any(_SURE.search(line.text) for line in page.reading.lines if line.region not in _AROUND)
    if not asks or any((is_text(e) or is_choice(e)) and not _SEARCHING.search(e.name) for e in inner):
        return []
    agreeing = [
        e for e in inner if is_press(e) and (_YES.match(e.name) or is_button_for(e, "confirm", "delete", "submit"))
    ]
    refusing = [e for e in inner if is_press(e) and is_button_for(e, *_REFUSALS, "back")]
    return [*agreeing, *refusing] if agreeing else []


def dismiss(stage: Stage, scene: Scene) -> Decision | None:
    """Clear away a banner or window that the goal speaks of; nothing there is fine, the wrong button only is not."""
    if scene.state.phase == "dismiss":
        return None
    wanted = wish(scene.plan)
    found = way_out(scene.page, wanted)
    if found is None and wanted is not Wish.REFUSE:
        found = _window_button(scene.page, wanted)
    if found is not None:
        return scene.act(click(found, reasoning=stage.clause), phase="dismiss", reasoning=stage.clause)
    banner = _banner(scene.page.elements)
    spoken = any("cookie" in line.text.lower() for line in scene.page.reading.lines if line.region != "contentinfo")
    unclear = wanted is not Wish.ANY and "cookie" in stage.intent.target.lower() and (banner or spoken)
    if unclear and " if " not in f" {stage.intent.target} ":
        if scene.state.waits < 1:
            return scene.wait(1.0, "the banner may still come up")
        return GiveUp(
            failure=element_not_found(f"the banner has no button for {stage.clause!r}; it offers {names(banner)}")
        )
    return None


def _banner(elements: Sequence[Element]) -> list[Element]:
    return [
        e
        for e in elements
        if is_press(e)
        and e.role != "link"
        and not e.disabled
        and _ABOUT.search(_around(e))
        and (
            e.landmark == "dialog" or "cookie" in plain(_around(e)) or (_ABOUT.search(e.group) and e.landmark != "main")
        )
        and (
            is_button_for(e, "accept_cookies", "reject_cookies", "reject", "confirm", "close")
            or _REFUSING.search(e.name)
        )
    ]


def _window_button(page: Observation, wanted: Wish) -> Element | None:
    ideas = ("confirm", "accept_cookies") if wanted is Wish.ACCEPT else ("close", "reject", "cancel", "confirm")
    window = [e for e in page.elements if e.landmark == "dialog" and is_press(e)]
    return next((e for idea in ideas for e in window if is_button_for(e, idea)), None)


def _around(element: Element) -> str:
    return f"{element.group} {element.context} {' '.join(element.hints)} {element.name}"
