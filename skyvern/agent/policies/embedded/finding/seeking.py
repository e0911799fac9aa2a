"""Goes looking for a record that is not on the page: to the list of its kind, by its search, and page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skyvern.agent.lexicon import content, similarity
from skyvern.agent.policies.embedded.finding.match import is_button_for, is_press, is_text, row_score, same_thing
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.names import ARTICLES, split_name
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Act
from skyvern.domain.page import Action, ActionKind, Element, Observation

SEEKING = "seek"
MOST_LOOKS = 10
_LISTING = frozenset(["all", "manage", "browse", "view", "show", "overview", "management", "go", "open", "see"])
_BREAK = re.compile(rf"\b(?:{ARTICLES}|of|for|in|on|from|to|with|by|at|and|or|as)\b|[,;:.]", re.IGNORECASE)
_AFTER = re.compile(r"^\W*(?:from|in|on|among|under|of)\s+(?:the\s+|my\s+|our\s+)?(?P<kind>[A-Za-z][\w -]{2,40}?)\W*$")
_SEARCHING = re.compile(
    r"^\W*(?:quick |full[- ]text |global )?(?:search\w*|find|filter|look ?up|suche\w*|recherche\w*|buscar|pesquisar)\b",
    re.IGNORECASE,
)
_WHOLE_SITE = re.compile(r"\b(?:web ?)?site\b|\beverywhere\b|\beverything\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A record that an order is about: what kind of thing it is ("contact"), and the names it goes by."""

    names: tuple[str, ...]
    kind: str = ""


def sought(intent: Intent) -> Sought | None:
    """Return the record that an order names, None when it names none."""
    names = intent.objects or ((intent.row,) if intent.row else ())
    if not names and intent.verb in (Verb.OPEN, Verb.CLICK) and (split := split_name(intent.target)):
        return Sought(kind=split[0], names=(split[1],))
    if not names:
        return None
    kind = kind_before(intent.clause, names[0]) or (intent.target if intent.row else "")
    return Sought(kind=kind, names=names)


_OF = re.compile(r"\s+(?:of|for|on|in)\s+(?:the\s+|my\s+|our\s+)?(?=\S)")


def of_label(label: str) -> Sought | None:
    """Return the record whose field a label names ("price of the part Saddle black"), None when it names none."""
    for match in _OF.finditer(label):
        tail = label[match.end() :]
        if split := split_name(tail):
            return Sought(kind=split[0], names=(split[1],))
        if re.match(r"#?\d|[A-Z]", tail):
            return Sought(names=(tail,))
    return None


def about(wanted: Sought, page: Observation) -> bool:
    """Tell whether the page is the record's own: its title or a heading bears the names."""
    told = " ".join([page.title, *(line.text for line in page.reading.lines if 0 < line.level <= 3)])
    return all(row_score(name, told) >= 0.9 for name in wanted.names)


def kind_before(text: str, name: str) -> str:
    """Return what kind of thing a name belongs to in an order: "part" in "delete the part Bell brass"."""
    at = text.casefold().find(name.casefold())
    if at < 0:
        return ""
    pieces = [piece.strip(" '\"“”#") for piece in _BREAK.split(text[:at])]
    told = next((piece for piece in reversed(pieces) if piece), "")
    words = told.split()[1:] if told == pieces[0] else told.split()
    after = _AFTER.match(text[at + len(name) :])
    return " ".join(words) or (after["kind"] if after else "")


def toward(wanted: Sought, scene: Scene, *, why: str, paged: bool = False) -> Act | None:
    """Return the next act that may bring the record onto the page, None when there is nothing left to try.

    While the list has further pages (`paged`) the search of the whole site is left alone: it leads away from the list.
    """
    state = scene.state
    looks = sum(one.startswith(f"{SEEKING} ") for one in state.tried)
    if looks >= MOST_LOOKS:
        return None
    entry = entry_for(wanted.kind, scene.page.elements, state.tried) if wanted.kind else None
    if entry is not None and not _lists(wanted.kind, scene):
        return _go(entry, scene, why=f"{why} among {entry.name!r}")
    box = search_box(scene, outside=not paged) if wanted.names else None
    if box is not None:
        for words in _queries(wanted):
            if (key := f"{SEEKING} for {words} {scene.page.url.partition('?')[0]}") not in state.tried:
                return _search(box, words, scene, key=key, why=why)
    return None


def _lists(kind: str, scene: Scene) -> bool:
    """Tell whether the page is the list of a kind of thing: its heading says so."""
    headings = [line.text for line in scene.page.reading.lines if 0 < line.level <= 2]
    here = any(set(content(kind)) <= set(content(text)) for text in headings if len(content(text)) <= 6)
    rows = {e.context for e in scene.page.elements if e.context and e.landmark not in ("navigation", "banner")}
    return here and len(rows) > 1


def entry_for(kind: str, elements: Sequence[Element], tried: Sequence[str] = ()) -> Element | None:
    """Return the link or tab that leads to all things of a kind: "Customers", "All customers", "Customer list"."""
    wanted = set(content(kind))

    def leads(element: Element) -> bool:
        own = set(content(element.name)) - _LISTING
        plural = element.name.rstrip(" 0123456789()").endswith("s") or len(own) > 1
        said = own == wanted or (bool(own) and own < wanted and plural)
        return said or (bool(own) and similarity(kind, element.name) >= 0.9)

    found = [
        e
        for e in elements
        if e.role in ("link", "tab", "menuitem", "treeitem", "button")
        and not e.disabled
        and e.name
        and f"{SEEKING} {sign(e)}" not in tried
        and leads(e)
        and not (e.role == "tab" and e.selected)
        and not is_button_for(e, "add", "delete", "edit")
    ]
    if not found and wanted:
        found = [e for e in elements if _longer(e, wanted) and f"{SEEKING} {sign(e)}" not in tried]
    exact = [e for e in found if set(content(e.name)) - _LISTING == wanted] or found
    distinct = [e for at, e in enumerate(exact) if not any(_alike(e, other) for other in exact[:at])]
    return distinct[0] if len(distinct) == 1 else _foremost(distinct)


def _longer(element: Element, wanted: set[str]) -> bool:
    """Tell whether an entry of the menu begins with the kind and says one or two words more: "Tenders in progress"."""
    own = content(element.name)
    entry = element.role in ("link", "menuitem", "treeitem") and element.landmark in ("navigation", "banner", "")
    begins = set(own[: len(wanted)]) == wanted and len(wanted) < len(own) <= len(wanted) + 2
    return entry and begins and bool(element.href) and not element.disabled and not element.context


def _alike(one: Element, other: Element) -> bool:
    return same_thing(one, other) or (one.href.rstrip("/") == other.href.rstrip("/") and bool(one.href))


def _foremost(elements: Sequence[Element]) -> Element | None:
    """Of several entries take the one of the navigation, if it is the only one there."""
    aside = [e for e in elements if e.landmark in ("navigation", "banner", "complementary")]
    return aside[0] if len(aside) == 1 else None


def sign(element: Element) -> str:
    """Return what a control is known by on the next page too, where it has another reference."""
    return f"{element.role} {element.name} {element.href.partition('?')[0]}"


def _go(element: Element, scene: Scene, *, why: str) -> Act:
    tried = (*scene.state.tried, f"{SEEKING} {sign(element)}")
    return scene.act(click(element, reasoning=why), phase=SEEKING, tried=tried, reasoning=why)


def _queries(wanted: Sought) -> list[str]:
    """Return what to search for: the whole name, then its last word, as many a search knows one field only."""
    whole = " ".join(wanted.names)
    last = whole.split()[-1] if len(whole.split()) > 1 else ""
    return [whole, last] if len(last) > 3 else [whole]


def search_box(scene: Scene, *, outside: bool) -> Element | None:
    """Return the one field that searches the page's list, or else (`outside`) that of what surrounds the page."""
    boxes = [
        e
        for e in scene.page.elements
        if is_text(e) and not e.disabled and not e.readonly and not e.covered and _searches(e)
    ]
    sending = {e.form for e in scene.page.elements if e.form and is_press(e) and is_button_for(e, "save", "submit")}
    boxes = [e for e in boxes if e.form not in sending or "search" in (e.input_type, e.landmark)]
    around = ("banner", "navigation", "contentinfo", "complementary")
    inner = [e for e in boxes if e.landmark not in around and not of_whole_site(e)]
    pool = inner or (boxes if outside else [])
    return pool[0] if len(pool) == 1 else None


def of_whole_site(box: Element) -> bool:
    """Tell whether a search box says that it searches all pages of the site, and not the records of one list."""
    return _WHOLE_SITE.search(f"{box.name} {box.placeholder}") is not None


def _searches(element: Element) -> bool:
    """Tell whether a field says that it searches. A field of a form that only speaks of searching does not."""
    said = (element.name, element.placeholder, *element.hints[:3])
    if element.tag == "textarea" or any(re.search(r"\b(?:navigation|menu)\b", text, re.I) for text in said[:2]):
        return False
    if element.role == "searchbox" or element.input_type == "search" or element.landmark == "search":
        return True
    return any(_SEARCHING.match(text) and len(content(text)) <= 5 for text in said)


def _search(box: Element, words: str, scene: Scene, *, key: str, why: str) -> Act:
    typing = Action(
        kind=ActionKind.INPUT_TEXT, ref=box.ref, text=words, reasoning=why, intention=f"search for {words!r}"
    )
    enter = Action(kind=ActionKind.KEYPRESS, ref=box.ref, text="Enter", reasoning=why, intention="start the search")
    return scene.act(typing, enter, phase=SEEKING, tried=(*scene.state.tried, key), reasoning=why)


def shown(wanted: Sought, scene: Scene) -> bool:
    """Tell whether the page has a row or link of the record."""
    return any(
        is_press(e) and all(row_score(name, e.context or e.name) >= 0.9 for name in wanted.names)
        for e in scene.page.elements
    )
