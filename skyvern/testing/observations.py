"""Short ways to write an observation by hand, for tests of what reads pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skyvern.domain.page import Alert, Cell, Element, Group, Line, Observation, Option, Pair, Reading, Record, Table


def table(
    headers: Sequence[str], *rows: Sequence[str], caption: str = "", order: int = 0, row_heads: bool = False
) -> Table:
    """A data table; `text -> url` in a cell makes a link of it."""
    made = tuple(tuple(_cell(text, header=row_heads and at == 0) for at, text in enumerate(row)) for row in rows)
    return Table(caption=caption, headers=tuple(headers), rows=made, order=order)


def _cell(text: str, *, header: bool = False) -> Cell:
    shown, _, url = text.partition(" -> ")
    return Cell(text=shown, header=header, links=((shown, url),) if url else ())


def pairs(given: Mapping[str, str], *, source: str = "dl", group: str = "", order: int = 0) -> tuple[Pair, ...]:
    """Labels and values as one list of the page shows them."""
    return tuple(
        Pair(label=label, value=value, source=source, group=group, order=order + index)
        for index, (label, value) in enumerate(given.items())
    )


def record(
    *texts: str, heading: str = "", pairs: Mapping[str, str] | None = None, links: Sequence[tuple[str, str]] = ()
) -> Record:
    """One card or list item."""
    inside = tuple(Pair(label=label, value=value, source="dl") for label, value in (pairs or {}).items())
    return Record(texts=texts, heading=heading, pairs=inside, links=tuple(links))


def group(*records: Record, heading: str = "", order: int = 0) -> Group:
    """Cards or list items that look alike."""
    return Group(records=records, heading=heading, order=order)


def lines(*texts: str) -> tuple[Line, ...]:
    """Visible text, one run each; `# ` before it makes a heading, `nav: ` puts it into the navigation."""
    made: list[Line] = []
    for order, text in enumerate(texts):
        region = "navigation" if text.startswith("nav: ") else "main"
        bare = text.removeprefix("nav: ")
        level = len(bare) - len(bare.lstrip("#"))
        made.append(Line(text=bare[level:].strip(), level=level, order=order, region=region))
    return tuple(made)


def element(role: str, name: str, value: str = "", *, ref: str = "", **more: object) -> Element:
    """Something to act on; further fields of Element by keyword."""
    return Element(ref=ref or f"{role}:{name}", role=role, name=name, value=value, **more)  # pyright: ignore[reportArgumentType]


def select(name: str, *labels: str, chosen: str = "", ref: str = "") -> Element:
    """A native select."""
    options = tuple(Option(label=label, value=label, selected=label == chosen) for label in labels)
    return Element(ref=ref or f"select:{name}", role="combobox", name=name, tag="select", options=options, value=chosen)


def alert(text: str, kind: str = "error") -> Alert:
    """A message of the page."""
    return Alert(text=text, kind=kind)


def page(
    *parts: Table | Group | Element | Alert | Line | Pair | tuple[Line, ...] | tuple[Pair, ...],
    title: str = "",
    url: str = "https://site.example/page",
    json_ld: Sequence[Mapping[str, object]] = (),
    meta: Mapping[str, str] | None = None,
    status: int | None = 200,
    busy: str = "",
    fingerprint: str = "",
) -> Observation:
    """A page made of these parts; rows and pairs also stand among its lines, as they do on real pages."""
    flat: list[object] = []
    for part in parts:
        flat.extend(part) if isinstance(part, tuple) else flat.append(part)
    reading = Reading(
        lines=tuple(part for part in flat if isinstance(part, Line)),
        tables=tuple(part for part in flat if isinstance(part, Table)),
        pairs=tuple(part for part in flat if isinstance(part, Pair)),
        groups=tuple(part for part in flat if isinstance(part, Group)),
        json_ld=tuple(json_ld),
        meta=dict(meta or {}),
    )
    return Observation(
        url=url,
        title=title,
        elements=tuple(part for part in flat if isinstance(part, Element)),
        alerts=tuple(part for part in flat if isinstance(part, Alert)),
        reading=reading,
        status=status,
        busy=busy,
        fingerprint=fingerprint,
    )
