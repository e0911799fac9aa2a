"""A page as compact text for a model: what can be read and what can be acted on, once each, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from skyvern.agent.said_once import plainly, repeats, said_by_names
from skyvern.agent.weave import Woven, unforged, woven
from skyvern.domain.page import Alert, Element, Line, Observation, Option, Table

_MOST_BYTES = 24_000
"""About 6,000 tokens: four bytes make one in most scripts, so that Chinese costs what it costs."""
_MOST_OPTIONS = 60
_MOST_URL = 160
_ROW_NAME = 24
"""Characters by which a row is named: its whole text follows as a line of its own."""
_LONGEST_GROUP = 60
_SHARES = 40
"""Characters of a name up to which an element shares its line with its neighbours."""
_MARK_WORDS = 3
"""Words of a message that may be the mark of a row: "Expired", "Past due"."""
_CHROME = frozenset({"navigation", "banner", "contentinfo", "complementary"})
_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}")
_WORD = re.compile(r"\w")
_FILE = re.compile(r"\.(?:pdf|csv|tsv|xlsx?|docx?|pptx?|od[tsp]|zip|gz|xml|json|txt|ics)(?:[?#]|$)", re.I)
_TAG = re.compile(r"<(?=[/a-zA-Z!])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One line of the text, and where it stands."""

    order: int
    text: str
    region: str = ""
    plain: bool = False
    """A bare link or button, which may share a line with its neighbours."""
    card: str = ""
    """The text of the row or card that a bare one stands in: those of two do not share a line."""
    seen: bool = False
    """An element inside the viewport."""


def page_text(observation: Observation, *, reading: bool = False, links: bool = False, news: bool = True) -> str:
    """Return the page between <page> and </page>. It holds no secrets, and no markup of its own.

    For `reading` only fields are told among the elements (and `links`, with where they lead); `news` marks what came
    up since the last look.
    """
    pieces = _pieces(observation, reading=reading, links=links, news=news and not reading)
    body = "\n".join(_window(pieces, observation))
    return "\n".join(("<page>", *(_harmless(line) for line in _head(observation)), _harmless(body), "</page>"))


def _harmless(text: str) -> str:
    """Text of a page can never close the page's own bracket or open another."""
    return _TAG.sub("‹", text)


def _head(seen: Observation) -> Iterator[str]:
    yield f"url: {seen.url[:_MOST_URL]}{'…' if len(seen.url) > _MOST_URL else ''}"
    yield f"title: {seen.title}"
    if seen.status is not None and seen.status >= 400:
        yield f"status: {seen.status}"
    if seen.busy:
        yield f"still loading: {seen.busy}"
    if len(seen.tabs) > 1:
        yield from (f"tab {tab.index}{' (active)' if tab.active else ''}: {tab.title}" for tab in seen.tabs[:10])
    yield from (f"message ({alert.kind}): {alert.text}" for alert in seen.alerts if not _is_mark(alert, seen))
    yield from (f"{dialog.kind} said: {dialog.message} (answered {dialog.answer})" for dialog in seen.dialogs)
    yield "content:"


def _is_mark(alert: Alert, seen: Observation) -> bool:
    """Whether a message is but a mark on a thing that stands among others: the state of a row or card."""
    text = " ".join(alert.text.split())
    if len(text.split()) > _MARK_WORDS:
        return False
    around = (" ".join(line.text.split()) for line in seen.reading.lines)
    return any(text != line and _within(text, line) for line in around)


def _within(text: str, line: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", line) is not None


def _pieces(seen: Observation, *, reading: bool, links: bool, news: bool) -> list[_Piece]:
    behind = frozenset[str]() if reading else _behind(seen)
    shown = [one for one in seen.elements if one.ref not in behind]
    elements = [one for one in shown if not reading or _tells(one, links=links)]
    rows = {_joined(row): _full(row) for table in seen.reading.tables for row in _rows(table)}
    covered = _lines_behind(seen, behind)
    said = said_by_names(seen.reading.lines, elements)
    kept = [
        line
        for line in seen.reading.lines
        if line.order not in covered and line.order not in said and not repeats(line, elements)
    ]
    lines = {line.text for line in seen.reading.lines}
    everything = " ".join(line.text for line in seen.reading.lines)
    said_together = "".join(everything.split())
    above = _above(elements, kept)
    some_old = news and any(not element.new for element in elements)
    any_old = news and any(not line.new for line in seen.reading.lines)
    pieces = {
        one.ref: (one, _element(one, seen, lines, above=above[one.ref], news=some_old, links=links))
        for one in elements
        if not _listed(one, elements)
    }
    inside = {} if reading else {ref: (one, piece.text) for ref, (one, piece) in pieces.items()}
    texts = {line.order: _woven(line, rows, inside, everything) for line in kept}
    told = [_line(line, texts[line.order], pieces, news=any_old) for line in kept]

    within = frozenset[str]().union(*(text.refs for text in texts.values()))
    told += [piece for ref, (_, piece) in pieces.items() if ref not in within]
    told += [
        _Piece(order=pair.order, text=f"{pair.label} = {pair.value}")
        for pair in seen.reading.pairs
        if pair.source != "field" and "".join(pair.value.split()) not in said_together
    ]
    if behind:
        last = max(piece.order for piece in told)
        text = f" and {len(covered)} lines" if covered else ""
        told.append(_Piece(order=last + 1, text=f"({len(behind)} elements{text} behind the dialog are left out)"))
    if not seen.reading.lines:
        told += [_Piece(order=t.order, text="\n".join(_full(row) for row in _rows(t))) for t in seen.reading.tables]
    return sorted(told, key=lambda piece: piece.order)


def _behind(seen: Observation) -> frozenset[str]:
    """The elements that an open dialog covers."""
    return frozenset(one.ref for one in seen.elements if one.covered) if _of_dialog(seen) else frozenset()


def _lines_behind(seen: Observation, behind: frozenset[str]) -> frozenset[int]:
    """The lines of text that an open dialog covers: what names the elements behind it, and of a page that is out of
    reach as a whole all but its headings and what came up since the last look.
    """
    if not behind:
        return frozenset()
    own = [line.order for line in seen.reading.lines if line.region == "dialog"]
    inside = own + [one.order for one in _of_dialog(seen)]
    first, last = min(inside), max(inside)
    outside = [line for line in seen.reading.lines if not first <= line.order <= last and not line.level]
    hidden = [one for one in seen.elements if one.ref in behind]
    reached = any(one.in_viewport and not one.covered for one in seen.elements if not first <= one.order <= last)
    all_covered, some_old = bool(own) and not reached, any(not line.new for line in outside)
    kept = [line.order for line in outside if not all_covered or (line.new and some_old)]
    return frozenset(line.order for line in outside if line.order not in kept or repeats(line, hidden))


def _of_dialog(seen: Observation) -> list[Element]:
    return [one for one in seen.elements if one.landmark == "dialog" and not one.covered]


def _tells(element: Element, *, links: bool) -> bool:
    """Whether an element holds something to read that no line of text says."""
    return bool(element.value or element.checked is not None or (links and element.href))


def _rows(table: Table) -> list[tuple[str, ...]]:
    return [table.headers, *(tuple(cell.text for cell in row) for row in table.rows)]


def _joined(row: Sequence[str]) -> str:
    return " | ".join(cell for cell in row if cell)


def _full(row: Sequence[str]) -> str:
    """The row with its empty cells, so that the columns stay in line."""
    return " | ".join(row)


def _woven(line: Line, rows: dict[str, str], inside: dict[str, tuple[Element, str]], everything: str) -> Woven:
    text = rows.get(line.text, line.text) if " | " in line.text else line.text
    return woven(text, line, inside, everything=everything)


def _line(line: Line, told: Woven, pieces: dict[str, tuple[Element, _Piece]], *, news: bool) -> _Piece:
    seen = any(pieces[ref][0].in_viewport for ref in told.refs)
    mark = "#" * line.level + " " if line.level else ""
    text = ("+ " if line.new and news else "") + mark + told.text
    return _Piece(order=line.order, text=text, region=line.region, seen=seen)


def _listed(element: Element, elements: Sequence[Element]) -> bool:
    """Whether a list is told by its options, which are elements themselves."""
    labels = {option.label for option in element.options}
    return element.role == "listbox" and bool(labels) and labels <= {e.name for e in elements if e.role == "option"}


def _above(elements: Sequence[Element], lines: Sequence[Line]) -> dict[str, frozenset[str]]:
    """What stands above each element: its heading, and the line right above it or above its neighbours of one group."""
    ordered = sorted(lines, key=lambda line: line.order)
    places = [line.order for line in ordered]
    heading, headings = "", [""]
    for line in ordered:
        heading = plainly(line.text) if line.level else heading
        headings.append(heading)
    found: dict[str, frozenset[str]] = {}
    for element in elements:
        at = bisect_left(places, element.order)
        line = plainly(ordered[at - 1].text) if at else ""
        found[element.ref] = frozenset({line, headings[at]})
    return found


def _element(
    element: Element, seen: Observation, lines: set[str], *, above: frozenset[str], news: bool, links: bool
) -> _Piece:
    said = _said(element, seen, lines, above, links=links)
    role = "clickable" if element.role in ("generic", "") else element.role
    states = _states(element, news=news)
    name = element.name if role != "row" or len(element.name) <= _ROW_NAME else element.name[:_ROW_NAME] + "…"
    name = unforged(name)
    if role == "link" and name and not said and not states:
        text = f"[{element.ref} {name}]"
    else:
        text = " ".join((f"[{element.ref}] {role} {name!r}", *said, *states))
    small = role in ("link", "button", "clickable", "tab", "menuitem") and len(name) <= _SHARES
    bare = small and not said and not states
    region = element.landmark if element.landmark in _CHROME else ""
    card = element.context if bare and len(element.context) > _SHARES else ""
    return _Piece(order=element.order, text=text, region=region, plain=bare, card=card, seen=element.in_viewport)


def _said(element: Element, seen: Observation, lines: set[str], above: frozenset[str], *, links: bool) -> list[str]:
    grouped = element.role in ("radio", "checkbox", "textbox", "combobox", "spinbutton", "switch", "option")
    named = {plainly(element.name), ""}
    named_link = element.role == "link" and bool(_WORD.search(element.name))
    value = _value(element)
    facts = [
        ("value", value),
        ("icon", " / ".join(element.hints[:2]) if not (element.name or value or element.description) else ""),
        ("placeholder", "" if value or plainly(element.placeholder) in named else element.placeholder),
        ("hint", "" if named_link or element.description in lines else element.description[:160]),
        ("of", element.group if grouped and _tells_group(element.group, named | above) else ""),
        ("error", element.error),
        ("row", element.context[:120] if element.role in ("button", "link") and _lost(element, lines) else ""),
        ("leads to", _href(element.href, seen.url) if links or not named_link or _FILE.search(element.href) else ""),
        ("accepts", element.accept),
    ]
    said = [f"{label}={value!r}" for label, value in facts if value]
    if element.input_type in ("date", "time", "month", "week", "datetime-local", "password", "file", "email"):
        said.insert(0, f"({element.input_type})")
    if element.options:
        said.append(f"options={_options(element.options)}")
    if seen.picture is not None:
        said.append(f"at={element.box[0]},{element.box[1]}")
    return said


def _tells_group(group: str, told: Collection[str]) -> bool:
    """Whether the name of a group says what its fields are of, and is not told; the text of a whole box does not."""
    return len(group) <= _LONGEST_GROUP and plainly(group) not in told


def _value(element: Element) -> str:
    """What an element holds as people see it: the chosen option too when it stands for nothing ("Any state")."""
    if element.checked is not None and element.name:
        return ""
    return element.value or next((option.label for option in element.options if option.selected), "")


def _options(options: Sequence[Option]) -> str:
    """The labels; numbers that follow one another as their first and last."""
    numbers = [int(option.label) for option in options if _NUMBER.fullmatch(option.label)]
    step = -1 if numbers and numbers[0] > numbers[-1] else 1
    labels: list[str] = []
    for _, run in groupby(enumerate(options), key=lambda pair: _run(pair[0], pair[1].label, step)):
        told = [option.label for _, option in run]
        labels += told if len(told) < 5 else [f"{told[0]} … {told[-1]}"]
    more = len(labels) - _MOST_OPTIONS
    between = " | " if any(" / " in label for label in labels) else " / "
    return between.join(labels[:_MOST_OPTIONS]) + (f" (and {more} more)" if more > 0 else "")


def _run(place: int, label: str, step: int) -> tuple[int, bool]:
    """The same for all the numbers of a run, another for everything else."""
    return (int(label) - step * place, True) if _NUMBER.fullmatch(label) else (place, False)


def _lost(element: Element, lines: set[str]) -> bool:
    """Whether the row that an element belongs to cannot be told from where it stands in the text."""
    return element.order == 0 or (not lines and bool(element.context))


def _states(element: Element, *, news: bool) -> list[str]:
    pressed = element.role == "button"
    states = {
        "pressed" if pressed else "checked": element.checked,
        "not pressed" if pressed else "unchecked": element.checked is False,
        "expanded": element.expanded,
        "collapsed": element.expanded is False,
        "selected": element.selected,
        "disabled": element.disabled,
        "read-only": element.readonly,
        "required": element.required and not element.value,
        "invalid": element.invalid,
        "covered": element.covered,
        "new": element.new and news,
    }
    return [state for state, holds in states.items() if holds]


def _href(href: str, here: str) -> str:
    """Where a link leads, without what it shares with the page; "" when it leads nowhere else."""
    page = here.split("#")[0]
    if not href or href.startswith("javascript:"):
        return ""
    if href.split("#")[0] == page and href.rstrip("#") in (here, page):
        return ""
    origin = "/".join(here.split("/")[:3])
    return href.removeprefix(origin)[:100]


def _window(pieces: Sequence[_Piece], seen: Observation) -> Iterator[str]:
    """Yield what fits, from a little above the viewport on; say what was left out, and how to see it."""
    start = 0
    sizes = [len(piece.text.encode()) + 1 for piece in pieces]
    if sum(sizes) > _MOST_BYTES and seen.scroll_y > 0:
        first = next((at for at, piece in enumerate(pieces) if piece.seen), 0)
        start = max(first - 20, 0)
    left, end = _MOST_BYTES, start
    while end < len(pieces) and (left := left - sizes[end]) >= 0:
        end += 1
    if start:
        yield f"(… {start} earlier entries left out: scroll up to see them)"
    region = ""
    for (place, plain, _), run in groupby(pieces[start:end], key=lambda one: (one.region, one.plain, one.card)):
        if place != region and (place in _CHROME or region in _CHROME):
            yield f"-- {place if place in _CHROME else 'content'} --"
        region = place
        yield ("  " if plain else "\n").join(piece.text for piece in run)
    if end < len(pieces):
        yield f"(… {len(pieces) - end} later entries left out: scroll down to see them)"
