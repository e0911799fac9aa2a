"""Lays out what a page shows as facts (label and value) and listings (rows of facts)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from skyvern.agent.extract.codes import codes_in
from skyvern.agent.extract.json_ld import json_facts, json_listings
from skyvern.agent.extract.layout import Fact, Layout, Listing, Row
from skyvern.agent.extract.paired import boxed_pairs, drawn_table, wide_pairs
from skyvern.agent.extract.recurring import recurring_pairs
from skyvern.agent.extract.values import DATE, clean
from skyvern.agent.tongues import said as abroad
from skyvern.domain.page import ASIDE, Cell, Group, Line, Observation, Record, Table

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_IN_WORDS = re.compile(r"^[^\d:]+$")
_COLON = re.compile(
    rf"(?:^|[·•|;–—]|\s{{2,}}|, (?={_CAPITAL}))\s*({_CAPITAL}[\w .#/&'’()°-]{{0,40}}?)\s*:\s+([^·•|;]+?)"
    rf"(?=\s*(?:[·•|;–—]|\s{{2,}}|$|,? {_CAPITAL}[\w .#/&'’-]{{0,30}}\s?:\s))"
)
_SENTENCE = re.compile(
    r"\b(?:your|the|our|this|its|ihre?|votre|sua?|tu|seu)?\s*((?:[^\W\d_][\w-]*\s){0,3}?[^\W\d_][\w-]*(?:\s(?:no\.|#))?)"
    r"\s+(?:is|was|are|will be|lautet|ist|est|es|é|=)\s*:?\s+"
    r"([^.;!?\n]+(?:\.\d+)*|[\w.-]+)",
    re.I,
)
_DATED = re.compile(
    rf"^((?P<deed>[A-Z][a-z]+(?: [a-z]+){{0,2}}?)(?: (?:on|by|until|since|from))?)\s+(?P<day>(?i:{DATE.pattern}))"
    r"(?:,? (?:by|von|par|por) (?P<who>[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,3}))?\.?$"
)
""" "Renews on June 1, 2026": words that say what a day is, and the day."""
TOTAL = re.compile(
    r"^(?:(?:grand|sub|sub-|net|gross|page|invoice|order)\s?-?)?(?:total|sum|subtotal|balance|sum total)\b", re.I
)
_BUTTONISH = re.compile(
    r"^(?:edit|delete|view|details?|open|more|remove|select|download|show|actions?|…|\.\.\.|>|›|»|→)$", re.I
)


def _is_button(text: str) -> bool:
    return _BUTTONISH.match(text) is not None or abroad.BUTTONS.match(text) is not None


def _sums_up(text: str) -> bool:
    return TOTAL.match(text) is not None or abroad.TOTAL.match(text) is not None


def lay_out(observation: Observation) -> Layout:
    """Lay out everything that can be read on the page."""
    reading = observation.reading
    listings: list[Listing] = []
    groups = tuple(group for group in reading.groups if not _aside(observation, group))
    repeated = {
        (pair.label, pair.value, pair.order)
        for group in groups
        if len(group.records) > 1 and not _grid(group)
        for record in group.records
        for pair in record.pairs
    }
    pressed = frozenset(e.name for e in observation.elements if e.name and e.role not in _TAKES)
    facts: list[Fact] = [
        Fact(label=clean(p.label).rstrip(":"), value=clean(p.value), source=p.source, group=p.group, order=p.order)
        for p in reading.pairs
        if (p.label, p.value, p.order) not in repeated and not _only_presses(p.label, p.value, pressed)
    ]
    for table in reading.tables:
        if side_by_side := wide_pairs(table):
            facts.extend(Fact(label=one, value=text, source="row", order=table.order) for one, text in side_by_side)
            continue
        listing, more = _table(table, _title_before(observation, table.order))
        facts.extend(more)
        if listing is not None:
            listing = replace(listing, before=_line_over(observation, table.order))
            listings.append(listing)
            listings.extend(_turned(table, listing))
    boxes = {
        group: pairs
        for group in groups
        if not any(one.pairs for one in group.records) and (pairs := boxed_pairs(group))
    }
    facts.extend(
        Fact(label=one, value=text, source="sibling", group=clean(group.heading), order=group.order)
        for group, pairs in boxes.items()
        for one, text in pairs
    )
    listings.extend(listing for group in groups if group not in boxes and (listing := _group(group)) is not None)
    facts.extend(_owned(listings))
    headings = [line for line in observation.reading.lines if line.level in (1, 2) and line.region not in ASIDE]
    facts.extend(number for line in headings if (number := numbered(clean(line.text))) is not None)
    facts.extend(_under_headings(observation))
    facts.extend(_fields(observation, facts))
    listed = [Fact(label=clean(label).rstrip(":"), value=clean(value), source="record") for label, value, _ in repeated]
    facts.extend(_inline(observation, [*facts, *listed]))
    for index, thing in enumerate(reading.json_ld):
        facts.extend(json_facts(thing, index))
        listings.extend(json_listings(thing))
    facts.extend(
        Fact(label=name.rpartition(":")[2], value=clean(text), source="meta") for name, text in reading.meta.items()
    )
    return Layout(facts=_main_first(facts, observation), listings=tuple(listings))


_TAKES = ("textbox", "searchbox", "combobox", "spinbutton", "listbox", "checkbox", "radio", "switch")


def _only_presses(label: str, value: str, pressed: Collection[str]) -> bool:
    """Tell whether what looks like a label and its value are controls side by side: "Search" and "Clear all"."""
    if label not in pressed:
        return False
    left = value
    for name in sorted(pressed, key=len, reverse=True):
        left = left.replace(name, " ")
    return not left.strip()


def _under_headings(observation: Observation) -> Iterator[Fact]:
    """Yield what stands alone under a small heading of several words: `Current plan`, and below it `Team`."""
    lines = [line for line in observation.reading.lines if line.region not in ASIDE]
    for head, below, after in zip(lines, lines[1:], (*lines[2:], None), strict=False):
        label = clean(head.text)
        named = head.level > 1 and 2 <= len(label.split()) <= 3
        listed = after is not None and _in_few_words(after)
        if named and _in_few_words(below) and not listed:
            yield Fact(label=label, value=clean(below.text), source="heading", order=below.order)


def _in_few_words(line: Line) -> bool:
    text = clean(line.text)
    return not line.level and len(text.split()) <= 4 and _IN_WORDS.match(text) is not None and not _is_button(text)


def _grid(group: Group) -> bool:
    """Tell whether look-alike boxes are the fields of one thing: one pair each, and no two of one name."""
    labels = [pair.label for record in group.records for pair in record.pairs]
    return len(labels) > 1 and len(set(labels)) == len(labels) and all(len(one.pairs) < 2 for one in group.records)


def _owned(listings: Sequence[Listing]) -> Iterator[Fact]:
    """The facts of few, headed records under their full names: `Sender` with `City` gives `Sender City`."""
    for listing in listings:
        if listing.kind == "group" and len(listing.rows) <= 6:
            for row in listing.rows:
                if row.heading:
                    yield from (
                        replace(fact, label=f"{row.heading} {fact.label}", source="owned") for fact in row.facts
                    )


def _main_first(facts: Sequence[Fact], observation: Observation) -> tuple[Fact, ...]:
    """Leave out what a side column says under labels that the page itself has: a short form of it, and no rival."""
    beside = {line.order for line in observation.reading.lines if line.region == "complementary"}
    main = {fact.label.casefold() for fact in facts if fact.order not in beside and fact.source in ("dl", "row")}
    return tuple(fact for fact in facts if fact.order not in beside or fact.label.casefold() not in main)


def _aside(observation: Observation, group: Group) -> bool:
    """Whether a group stands in the page's navigation, banner, side column or footer."""
    first = next((text for record in group.records for text in record.texts if text), "")
    after = [line for line in observation.reading.lines if line.order >= group.order]
    line = next((line for line in after if first and first in line.text), after[0] if after else None)
    return line is not None and line.region in ASIDE


def _title_before(observation: Observation, order: int) -> str:
    headings = [line for line in observation.reading.lines if line.level and line.order <= order]
    return headings[-1].text if headings else ""


def _line_over(observation: Observation, order: int) -> str:
    return next((line.text for line in reversed(observation.reading.lines) if line.order < order), "")


def _headed(table: Table) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    if table.headers:
        return table.headers, table.rows
    if len(table.rows) > 1 and len(table.rows[0]) > 1 and all(cell.header for cell in table.rows[0]):
        return tuple(cell.text for cell in table.rows[0]), table.rows[1:]
    return (), table.rows


def _table(table: Table, heading: str) -> tuple[Listing | None, list[Fact]]:
    headers, body = _headed(table)
    headers = tuple(clean(header) for header in headers)
    facts: list[Fact] = []
    rows: list[Row] = []
    section = ""
    for cells in body:
        texts = [clean(cell.text) for cell in cells]
        said = [text for text in texts if text]
        if not said:
            continue
        if len(cells) > 1 and len(set(texts)) == 1:
            section = texts[0]
            continue
        spanned = len(texts) > 2 and texts[0] == texts[1] and len(set(texts)) == 2
        if rows and (spanned or (_sums_up(said[0]) and len(set(said)) < max(len(headers), 3))):
            facts.append(
                Fact(label=said[0].rstrip(":"), value=said[-1], source="total", group=table.caption, order=table.order)
            )
            continue
        if not headers and len(cells) == 2:
            facts.append(
                Fact(
                    label=texts[0].rstrip(":"),
                    value=texts[1],
                    source="row",
                    group=table.caption or heading,
                    order=table.order,
                )
            )
        rows.append(_row(headers, cells, section))
    if not rows or (not headers and all(len(cells) <= 2 for cells in body)):
        return None, facts
    return Listing(
        name=clean(table.caption) or heading, labels=headers, rows=tuple(rows), kind="table", order=table.order
    ), facts


def _row(headers: Sequence[str], cells: Sequence[Cell], section: str) -> Row:
    facts: list[Fact] = []
    for index, cell in enumerate(cells):
        label = headers[index] if index < len(headers) else ""
        link = cell.links[0][1] if cell.links else ""
        facts.append(Fact(label=label, value=clean(cell.text), source="cell", order=index, link=link))
    texts = tuple(text for cell in cells if (text := clean(cell.text)) and not _is_button(text))
    head = next((clean(cell.text) for cell in cells if cell.header), "")
    links = tuple(link for cell in cells for link in cell.links)
    return Row(facts=tuple(facts), texts=texts, heading=head, links=links, section=section)


def _turned(table: Table, listing: Listing) -> Iterator[Listing]:
    """A comparison table read by its columns: the first cell of each row is the label."""
    heads = [row.facts[0] for row in listing.rows if row.facts]
    width = len(listing.labels)
    if width < 2 or len(heads) < 2 or not all(cells and cells[0].header for cells in _headed(table)[1]):
        return
    rows: list[Row] = []
    for column in range(1, width):
        facts = tuple(
            Fact(label=row.facts[0].value, value=row.facts[column].value, source="cell", order=index)
            for index, row in enumerate(listing.rows)
            if column < len(row.facts)
        )
        name = listing.labels[column]
        facts = (Fact(label=listing.labels[0] or "name", value=name, source="cell"), *facts)
        rows.append(Row(facts=facts, texts=(name, *(fact.value for fact in facts)), heading=name))
    labels = (listing.labels[0] or "name", *(head.value for head in heads))
    yield Listing(name=listing.name, labels=labels, rows=tuple(rows), kind="turned", order=listing.order)


def _group(group: Group) -> Listing | None:
    if (drawn := drawn_table(group)) is not None:
        head, body = drawn
        cells = (
            [Fact(label=one, value=text, source="cell") for one, text in zip(head, row, strict=True)] for row in body
        )
        made = tuple(Row(facts=tuple(facts), texts=row) for facts, row in zip(cells, body, strict=True))
        return Listing(name=clean(group.heading), labels=head, rows=made, kind="table", order=group.order)
    opening = all(any(clean(text).casefold() == "open" for text in record.texts) for record in group.records)
    rows = tuple(_record(one, opening=opening) for one in group.records if one.texts or one.pairs)
    if not rows:
        return None
    rows = _with_recurring(rows)
    labels = tuple(dict.fromkeys(fact.label for row in rows for fact in row.facts if fact.label))
    return Listing(name=clean(group.heading), labels=labels, rows=rows, kind="group", order=group.order)


_PARTED = re.compile(r"\s+[·•|]\s+")


def _with_recurring(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Give each card what its lines say beside those of the others, unless it names the same itself."""
    lines = [[part for text in row.texts if text != row.heading for part in _PARTED.split(text)] for row in rows]
    told = recurring_pairs(lines)
    return tuple(
        replace(row, facts=(*row.facts, *_unknown(row.facts, pairs))) for row, pairs in zip(rows, told, strict=True)
    )


def _unknown(known: Sequence[Fact], pairs: Sequence[tuple[str, str]]) -> Iterator[Fact]:
    labels, values = {fact.label.casefold() for fact in known}, {fact.value for fact in known}
    for label, value in pairs:
        if label.casefold() not in labels and value not in values:
            yield Fact(label=clean(label), value=clean(value), source="record")


def _record(record: Record, *, opening: bool) -> Row:
    """Read one card; "Open" is its button where every card has one (`opening`), else it is a state."""
    said = (text for raw in record.texts if (text := clean(raw)))
    texts = tuple(text for text in said if not _is_button(text) or (text.casefold() == "open" and not opening))
    facts = [
        Fact(label=clean(p.label).rstrip(":"), value=clean(p.value), source="record", group=p.group)
        for p in record.pairs
        if not (p.source == "sibling" and p.label == record.heading)  # a badge beside the name is not what it is of
    ]
    known = {fact.label.casefold() for fact in facts}
    texts = tuple(text for text in texts if text.rstrip(":").casefold() not in known)
    for text in texts:
        facts.extend(
            Fact(label=label, value=value, source="record")
            for label, value in inline_pairs(text)
            if label.casefold() not in known
        )
    heading = clean(record.heading)
    if (number := numbered(heading)) is not None and not any(fact.value == number.value for fact in facts):
        facts.append(number)
    if heading.rstrip(":").casefold() in known:
        heading = ""
    return Row(facts=tuple(facts), texts=texts, heading=heading, links=record.links)


_NUMBERED = re.compile(
    r"^(?P<kind>[^\W\d_][^\W\d_]+(?: [^\W\d_]+){0,2}?)(?:\s+(?:#|[Nn]o\.|[Nn]r\.?|[Nn][°º]\.?|:)?|[#:])\s*"
    r"(?P<code>(?=[\w/-]*\d)(?:[A-Z]{1,6}[-/]?)?\d[\w/-]*|[A-Z]{1,6}-[A-Z0-9-]*\d[A-Z0-9-]*)$"
)


def numbered(heading: str) -> Fact | None:
    """Read a heading such as `Order P-1001`: the order's number is P-1001."""
    found = _NUMBERED.match(heading)
    if found is None or len(found["code"]) < 3:
        return None
    return Fact(label=f"{found['kind']} number", value=found["code"], source="heading")


def inline_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a text such as `License: 11 · Status: Active`."""
    for found in _COLON.finditer(text):
        label, value = clean(found[1]), clean(found[2]).rstrip(",")
        if label and value:
            yield label, value


def _fields(observation: Observation, known: Sequence[Fact]) -> Iterator[Fact]:
    """What the form fields hold."""
    named = {fact.label.casefold() for fact in known if fact.source == "field"}
    for element in observation.elements:
        if element.input_type in ("password", "hidden", "submit", "button") or element.name.casefold() in named:
            continue
        if element.landmark in ASIDE and not element.value:
            continue  # the empty field of a side column says nothing of what the page is about
        if element.role in ("textbox", "searchbox", "spinbutton", "combobox", "listbox", "slider") and element.name:
            chosen = ", ".join(option.label for option in element.options if option.selected and option.value)
            yield Fact(
                label=clean(element.name), value=clean(chosen or element.value), source="field", group=element.group
            )
        elif element.role in ("checkbox", "switch") and element.checked is not None and element.name:
            yield Fact(
                label=clean(element.name), value="yes" if element.checked else "no", source="box", group=element.group
            )
        elif element.role == "radio" and element.checked and element.group:
            yield Fact(label=clean(element.group), value=clean(element.name), source="field")


def _inline(observation: Observation, known: Sequence[Fact]) -> Iterator[Fact]:
    """Pairs inside lines and messages, and what sentences state."""
    seen = {(fact.label.casefold(), fact.value.casefold()) for fact in known}
    lines = [
        (line.text, line.order)
        for line in observation.reading.lines
        if line.region not in ("navigation", "contentinfo")
    ]
    lines.extend((alert.text, 0) for alert in observation.alerts)
    for text, order in lines:
        if dated := _DATED.match(clean(text)):
            yield Fact(label=dated[1], value=dated["day"], source="inline", order=order)
            if dated["who"]:
                yield Fact(label=f"{dated['deed']} by", value=dated["who"], source="inline", order=order)
        for label, value in inline_pairs(text):
            if (label.casefold(), value.casefold()) not in seen:
                seen.add((label.casefold(), value.casefold()))
                yield Fact(label=label, value=value, source="inline", order=order)
        for label, code in codes_in(text):
            yield Fact(label=label, value=code, source="sentence", order=order)
        for found in _SENTENCE.finditer(text):
            yield Fact(label=clean(found[1]), value=clean(found[2]).strip(" '\"“”"), source="sentence", order=order)
