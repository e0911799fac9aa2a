"""A page as compact text for a model: what can be read and what can be acted on, once each, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from skyvern.domain.page import Element, Line, Observation, Table

_MOST_CHARACTERS = 24_000
_MOST_OPTIONS = 60
_ROW_NAME = 24
"""Characters by which a row is named: its whole text follows as a line of its own."""
_CHROME = frozenset({"navigation", "banner", "contentinfo", "complementary"})
_TAG = re.compile(r"<(?=[/a-zA-Z!])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One line of the text, and where it stands."""

    order: int
    text: str
    region: str = ""
    plain: bool = False
    """A bare link or button, which may share a line with its neighbours."""
    seen: bool = False
    """An element inside the viewport."""


def page_text(observation: Observation, *, reading: bool = False, links: bool = False) -> str:
    """Return the page between <page> and </page>. It holds no secrets, and no markup of its own.

    For `reading` only fields are told among the elements (and `links`, with where they lead).
    """
    body = "\n".join(_window(_pieces(observation, reading=reading, links=links), observation))
    return "\n".join(("<page>", *(_harmless(line) for line in _head(observation)), _harmless(body), "</page>"))


def _harmless(text: str) -> str:
    """Text of a page can never close the page's own bracket or open another."""
    return _TAG.sub("‹", text)


def _head(seen: Observation) -> Iterator[str]:
    yield f"url: {seen.url}"
    yield f"title: {seen.title}"
    if seen.status is not None and seen.status >= 400:
        yield f"status: {seen.status}"
    if seen.busy:
        yield f"still loading: {seen.busy}"
    if len(seen.tabs) > 1:
        yield from (f"tab {tab.index}{' (active)' if tab.active else ''}: {tab.title}" for tab in seen.tabs[:10])
    yield from (f"message ({alert.kind}): {alert.text}" for alert in seen.alerts)
    yield from (f"{dialog.kind} said: {dialog.message} (answered {dialog.answer})" for dialog in seen.dialogs)
    yield "content:"


def _pieces(seen: Observation, *, reading: bool, links: bool) -> list[_Piece]:
    elements = [one for one in seen.elements if not reading or _tells(one, links=links)]
    names = {_plain(element.name): element.order for element in elements}
    rows = {_joined(row): _full(row) for table in seen.reading.tables for row in _rows(table)}
    told = [_line(line, rows) for line in seen.reading.lines if not _repeats(line, names)]
    lines = {line.text for line in seen.reading.lines}
    some_old = any(not element.new for element in elements)
    told += [_element(one, seen, lines, news=some_old) for one in elements]
    told += [
        _Piece(order=pair.order, text=f"{pair.label} = {pair.value}")
        for pair in seen.reading.pairs
        if not any(pair.value in line for line in lines) and pair.source != "field"
    ]
    if not seen.reading.lines:
        told += [_Piece(order=t.order, text="\n".join(_full(row) for row in _rows(t))) for t in seen.reading.tables]
    return sorted(told, key=lambda piece: piece.order)


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


def _line(line: Line, rows: dict[str, str]) -> _Piece:
    text = rows.get(line.text, line.text) if " | " in line.text else line.text
    return _Piece(order=line.order, text=("#" * line.level + " " if line.level else "") + text, region=line.region)


def _repeats(line: Line, names: dict[str, int]) -> bool:
    """Whether the line is nothing but the name of an element close by."""
    order = names.get(_plain(line.text))
    return order is not None and line.level == 0 and abs(order - line.order) <= 3


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" *:")


def _element(element: Element, seen: Observation, lines: set[str], *, news: bool) -> _Piece:
    said = _said(element, seen, lines)
    role = "clickable" if element.role in ("generic", "") else element.role
    states = _states(element, news=news)
    name = element.name if role != "row" or len(element.name) <= _ROW_NAME else element.name[:_ROW_NAME] + "…"
    text = " ".join((f"[{element.ref}] {role} {name!r}", *said, *states))
    bare = role in ("link", "button", "clickable", "tab", "menuitem") and not said and not states
    region = element.landmark if element.landmark in _CHROME else ""
    return _Piece(order=element.order, text=text, region=region, plain=bare, seen=element.in_viewport)


def _said(element: Element, seen: Observation, lines: set[str]) -> list[str]:
    grouped = element.role in ("radio", "checkbox", "textbox", "combobox", "spinbutton", "switch", "option")
    named = {_plain(element.name), ""}
    facts = [
        ("value", element.value),
        ("placeholder", "" if _plain(element.placeholder) in named else element.placeholder),
        ("hint", "" if element.description in lines else element.description[:160]),
        ("of", element.group if grouped and _plain(element.group) not in named else ""),
        ("error", element.error),
        ("row", element.context[:120] if element.role in ("button", "link") and _lost(element, lines) else ""),
        ("leads to", "" if element.landmark in _CHROME else _href(element.href, seen.url)),
        ("accepts", element.accept),
    ]
    said = [f"{label}={value!r}" for label, value in facts if value]
    if element.input_type in ("date", "time", "month", "week", "datetime-local", "password", "file", "email"):
        said.insert(0, f"({element.input_type})")
    if element.options:
        more = len(element.options) - _MOST_OPTIONS
        listed = " / ".join(option.label for option in element.options[:_MOST_OPTIONS])
        said.append(f"options={listed}" + (f" (and {more} more)" if more > 0 else ""))
    if seen.picture is not None:
        said.append(f"at={element.box[0]},{element.box[1]}")
    return said


def _lost(element: Element, lines: set[str]) -> bool:
    """Whether the row that an element belongs to cannot be told from where it stands in the text."""
    return element.order == 0 or (not lines and bool(element.context))


def _states(element: Element, *, news: bool) -> list[str]:
    states = {
        "checked": element.checked,
        "unchecked": element.checked is False,
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
    if not href or (href.split("#")[0] == here.split("#")[0] and href.rstrip("#") in (here, here.split("#")[0])):
        return ""
    origin = "/".join(here.split("/")[:3])
    return href.removeprefix(origin)[:100]


def _window(pieces: Sequence[_Piece], seen: Observation) -> Iterator[str]:
    """Yield what fits, from a little above the viewport on; say what was left out, and how to see it."""
    start = 0
    if sum(len(piece.text) for piece in pieces) > _MOST_CHARACTERS and seen.scroll_y > 0:
        first = next((at for at, piece in enumerate(pieces) if piece.seen), 0)
        start = max(first - 20, 0)
    left, end = _MOST_CHARACTERS, start
    while end < len(pieces) and (left := left - len(pieces[end].text) - 1) >= 0:
        end += 1
    if start:
        yield f"(… {start} earlier entries left out: scroll up to see them)"
    region = ""
    for (place, plain), run in groupby(pieces[start:end], key=lambda piece: (piece.region, piece.plain)):
        if place != region and (place in _CHROME or region in _CHROME):
            yield f"-- {place if place in _CHROME else 'content'} --"
        region = place
        yield ("  " if plain else "\n").join(piece.text for piece in run)
    if end < len(pieces):
        yield f"(… {len(pieces) - end} later entries left out: scroll down to see them)"
