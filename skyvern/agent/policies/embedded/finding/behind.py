"""Looks behind what is closed – tabs, sections, trees, menus – for a thing that the page does not show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import content
from skyvern.agent.policies.embedded.finding.match import in_row, is_field, is_press, press_score, same_thing
from skyvern.agent.policies.embedded.intents import SECTIONS, Intent, Verb
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import needs_llm
from skyvern.domain.goal import Act, Decision, GiveUp
from skyvern.domain.page import Action, ActionKind, Element

LOOKED = "behind"
_MOST_LOOKS = 12
_ROW = 0.8
_SHUT = r"expandable|expander|collapsed|collapsible|hitarea|twisty|caret|accordion|disclosure"
_OPENS = re.compile(
    r"\b(?:expandable|expander|collapsed|collapsible|hitarea|twisty|caret|accordion|disclosure)\b", re.I
)
_POINTS_DOWN = re.compile(r"\s*[▾▼⌄˅⏷🞃🔽]\s*")
"""A sign that may be all that a closed list shows of itself; beside a post it votes."""
_LISTING = re.compile(r"select|drop|combo|menu|caret|chevron|toggle|list", re.IGNORECASE)
_ASIDE = ("banner", "contentinfo", "complementary")
_NAVIGATION = ("navigation",)


def closed(elements: Sequence[Element]) -> list[Element]:
    """Return what can be opened to see more, main part first; a label that only wraps its own expander is left out."""
    found = [e for e in elements if (is_press(e) or e.role in SECTIONS) and not is_field(e) and _is_closed(e)]
    whole = [e for e in found if not any(_wraps(e, other) for other in elements if other is not e)]
    expanders = [e for e in whole if not e.name]
    kept = [e for e in whole if not e.name or not any(_labels(e, other) for other in expanders)]
    single = [e for at, e in enumerate(kept) if not any(same_thing(e, other) for other in kept[:at])]
    return sorted(single, key=lambda e: (e.landmark in _ASIDE, e.landmark in _NAVIGATION, e.order))


def _is_closed(element: Element) -> bool:
    if element.disabled or element.covered or element.popup in ("listbox", "dialog", "grid"):
        return False
    if element.role == "tab":
        return not element.selected
    if element.expanded is not None:
        return not element.expanded
    hinted = not element.name and bool(_OPENS.search(" ".join(element.hints[:3])))
    pointing = _POINTS_DOWN.fullmatch(element.name) and _LISTING.search(" ".join(element.hints[:3]))
    return element.popup in ("menu", "true") or element.tag == "summary" or hinted or bool(pointing)


def _wraps(element: Element, other: Element) -> bool:
    """Tell whether a closed thing is only the frame of a button of the same name."""
    x, y, width, height = element.box
    left, top, wide, high = other.box
    inside = wide and x <= left and y <= top and left + wide <= x + width and top + high <= y + height
    return bool(inside) and other.role == "button" and other.name == element.name and element.role != "button"


def _labels(element: Element, expander: Element) -> bool:
    return bool(expander.context) and element.name.strip() == expander.context.strip()


def look(intent: Intent, scene: Scene) -> Act | None:
    """Open the next closed thing that may hold what is looked for, None when all were opened or enough."""
    tried = [one for one in scene.state.tried if one.startswith(f"{LOOKED} ")]
    if len(tried) >= _MOST_LOOKS or not content(intent.target):
        return None
    later = [set(content(one.target)) for one in scene.plan.intents if one.target and one.target != intent.target]
    left = [
        e for e in closed(scene.page.elements) if f"{LOOKED} {e.ref}" not in tried and e.ref not in scene.state.tried
    ]
    left = [e for e in left if not e.name or set(content(e.name)) not in later]
    if intent.row:
        left = [e for e in left if not e.context or in_row(e, intent.row) >= _ROW]
        left.sort(key=lambda e: not e.context)
    related = [e for e in left if e.name and press_score(intent.target, e) > 0.35]
    chosen = next(iter((*related, *left)), None)
    return _open(chosen, scene, why=f"{intent.target!r} may be behind it") if chosen is not None else None


def of_row(row: str, elements: Sequence[Element]) -> Element | None:
    """Return the one closed menu that stands in the row of a record."""
    menus = [e for e in closed(elements) if e.popup == "menu" and e.context and in_row(e, row) >= _ROW]
    return menus[0] if len(menus) == 1 else None


def _open(element: Element, scene: Scene, *, why: str) -> Act:
    seen = [e.ref for e in scene.page.elements if e.role == "tab" and e.selected]
    tried = (*scene.state.tried, *(f"{LOOKED} {ref}" for ref in dict.fromkeys((*seen, element.ref))))
    if element.role == "treeitem":
        right = Action(
            kind=ActionKind.KEYPRESS,
            ref=element.ref,
            text="ArrowRight",
            reasoning=why,
            intention=f"open {element.name!r}",
        )
        return scene.act(right, phase="menu", tried=tried, reasoning=why)
    return scene.act(click(element, reasoning=why), phase="menu", tried=tried, reasoning=why)


def expand(intent: Intent, scene: Scene) -> Decision | None:
    """Carry out "expand the section": what is closed is opened, one after the other if all are meant."""
    tried = [one for one in scene.state.tried if one.startswith(f"{LOOKED} ")]
    left = [e for e in closed(scene.page.elements) if e.landmark not in (*_ASIDE, *_NAVIGATION)]
    left = [e for e in left if f"{LOOKED} {e.ref}" not in tried and e.popup != "menu"]
    every = intent.number < 0
    if tried and (not every or not left or len(tried) >= _MOST_LOOKS):
        return None if scene.changed or scene.state.waits >= 1 else scene.wait(1.0, "waiting for the page to react")
    if not left and scene.state.waits < 1:
        return scene.wait(1.0, "nothing to expand yet")
    if not left or (len(left) > 1 and not every):
        why = "several things could be expanded" if left else "nothing on the page can be expanded"
        return GiveUp(failure=needs_llm(intent.clause, why))
    return _open(left[0], scene, why=intent.clause)


def unnamed(intent: Intent) -> bool:
    """Tell whether an order is to expand sections that it does not name."""
    return intent.verb is Verb.OPEN and intent.roles == SECTIONS and not intent.target


def down(element: Element, scene: Scene, *, why: str) -> Act:
    """Open a menu's entry on the way to an entry below it: pointing at it is enough where it has a menu of its own."""
    hover = Action(kind=ActionKind.HOVER, ref=element.ref, reasoning=why, intention=f"hover over {element.name!r}")
    return scene.act(hover, phase="down", reasoning=why)


def leading_down(element: Element, scene: Scene) -> Element | None:
    """Return the entry of a menu that has a menu of its own: the element, or the one of its name inside it."""
    alike = [e for e in (element, *scene.page.elements) if e.name == element.name]
    return next((e for e in alike if e.role.startswith("menuitem") and e.popup in ("menu", "true")), None)
