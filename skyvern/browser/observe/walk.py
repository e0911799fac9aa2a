"""From what the injected pass says about each frame to one page of plain records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from skyvern.domain.page import Alert, Cell, Element, Group, Line, Option, Pair, Reading, Record, Table

_PARTS = (
    "names.js",
    "elements.js",
    "reading.js",
    "closed.js",
    "asked.js",
    "layers.js",
    "look.js",
    "pickers.js",
    "reach.js",
)
_ELEMENT_TEXTS = (
    "role",
    "name",
    "tag",
    "input_type",
    "value",
    "placeholder",
    "description",
    "error",
    "href",
    "group",
    "landmark",
    "context",
    "form",
    "autocomplete",
    "accept",
    "popup",
)
_ELEMENT_FLAGS = ("disabled", "readonly", "required", "invalid", "covered", "new", "listener", "in_viewport")

Data = Mapping[str, Any]
"""One JSON object of the injected pass; its shape is made in `page/look.js` beside this file."""


@cache
def early_script() -> str:
    """Return the script that runs before a document's own."""
    return _part("early.js")


@cache
def install_script() -> str:
    """Return the function that puts the walker into a frame; takes `{version, base}`."""
    return "({version, base}) => {\n" + "\n".join(_part(name) for name in _PARTS) + "\n}"


@cache
def version() -> str:
    """Return a short hash of the walker: a page with an older one gets it anew."""
    return hashlib.sha256(install_script().encode()).hexdigest()[:12]


def _part(name: str) -> str:
    return files("skyvern.browser.observe").joinpath("page", name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLook:
    """What one frame showed. `place` sorts it into the page: orders of the frames around it, outermost first."""

    number: int
    data: Data
    place: tuple[int, ...] = ()
    dx: int = 0
    dy: int = 0
    covered: bool = False
    region: str = ""

    @property
    def prefix(self) -> str:
        """What refs inside this frame begin with."""
        return f"f{self.number}" if self.number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All frames of a page as one."""

    elements: tuple[Element, ...]
    reading: Reading
    alerts: tuple[Alert, ...]
    busy: str
    digest: str


def merge(frames: Sequence[FrameLook]) -> Look:
    """Join the looks of all frames in reading order."""
    rank = _ranks(frames)
    elements: list[tuple[int, Element]] = []
    lines: list[Line] = []
    tables: list[Table] = []
    pairs: list[Pair] = []
    groups: list[Group] = []
    for look in frames:
        data = look.data
        elements += [(order := rank(look, item["order"]), _element(item, order, look)) for item in data["elements"]]
        lines += [_line(item, rank(look, item["order"]), look) for item in data["lines"]]
        tables += [_table(item, rank(look, item["order"])) for item in data["tables"]]
        pairs += [_pair(item, rank(look, item["order"])) for item in data["pairs"]]
        groups += [_group(item, rank(look, item["order"]), look, rank) for item in data["groups"]]
    if len(frames) > 1:
        elements.sort(key=lambda item: item[0])
        for items in (lines, tables, pairs, groups):
            cast("list[Line]", items).sort(key=lambda item: item.order)
    main = frames[0].data
    return Look(
        elements=tuple(element for _, element in elements),
        reading=Reading(
            lines=tuple(lines),
            tables=tuple(tables),
            pairs=tuple(pairs),
            groups=tuple(groups),
            json_ld=tuple(item for look in frames for item in look.data["json_ld"]),
            meta=dict(main["meta"]),
        ),
        alerts=tuple(Alert(text=item["text"], kind=item["kind"]) for look in frames for item in look.data["alerts"]),
        busy=next((str(look.data["busy"]) for look in frames if look.data["busy"]), ""),
        digest="".join(str(look.data["hash"]) for look in frames),
    )


class _Ranks:
    """Numbers everything of a page in reading order."""

    def __init__(self, frames: Sequence[FrameLook]) -> None:
        self._ranks: dict[tuple[int, ...], int] | None = None
        if len(frames) > 1:
            keys = {(*look.place, order) for look in frames for order in _orders(look.data)}
            self._ranks = {key: number for number, key in enumerate(sorted(keys), start=1)}

    def __call__(self, look: FrameLook, order: int) -> int:
        return order if self._ranks is None else self._ranks[(*look.place, order)]


def _ranks(frames: Sequence[FrameLook]) -> _Ranks:
    return _Ranks(frames)


def _orders(data: Data) -> set[int]:
    kinds = ("elements", "lines", "tables", "pairs", "groups")
    found: set[int] = {item["order"] for kind in kinds for item in data[kind]}
    for group in data["groups"]:
        for record in group["records"]:
            found |= {pair["order"] for pair in record["pairs"]}
    return found


def _element(item: Data, order: int, look: FrameLook) -> Element:
    x, y, width, height = item["box"]
    texts: dict[str, Any] = {key: item[key] for key in _ELEMENT_TEXTS if key in item}
    flags: dict[str, Any] = {key: item[key] for key in _ELEMENT_FLAGS if key in item}
    if look.covered:
        flags["covered"] = True
    if "form" in texts:
        texts["form"] = look.prefix + str(texts["form"])
    if look.region and "landmark" not in texts:
        texts["landmark"] = look.region
    return Element(
        ref=look.prefix + str(item["ref"]),
        hints=tuple(item["hints"]),
        holds=tuple(item.get("holds", ())),
        options=tuple(_option(option) for option in item.get("options", ())),
        checked=item["checked"],
        expanded=item["expanded"],
        selected=item["selected"],
        frame=look.prefix,
        order=order,
        box=(x + look.dx, y + look.dy, width, height),
        **texts,
        **flags,
    )


def _option(item: Data) -> Option:
    return Option(
        label=item["label"],
        value=item.get("value", ""),
        selected=bool(item.get("selected")),
        disabled=bool(item.get("disabled")),
    )


def _line(item: Data, order: int, look: FrameLook) -> Line:
    return Line(
        text=item["text"],
        level=item["level"],
        order=order,
        region=item["region"] or look.region,
        y=item["y"] + look.dy,
        parts=tuple((text, look.prefix + ref if ref else "") for text, ref in item["parts"]),
        new=item["new"],
    )


def _table(item: Data, order: int) -> Table:
    rows = tuple(tuple(_cell(cell) for cell in row) for row in item["rows"])
    return Table(caption=item["caption"], headers=tuple(item["headers"]), rows=rows, order=order)


def _cell(item: Data) -> Cell:
    return Cell(text=item["text"], header=item["header"], links=_links(item["links"]))


def _links(items: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((text, url) for text, url in items)


def _pair(item: Data, order: int) -> Pair:
    return Pair(label=item["label"], value=item["value"], source=item["source"], group=item["group"], order=order)


def _group(item: Data, order: int, look: FrameLook, rank: _Ranks) -> Group:
    records = tuple(
        Record(
            texts=tuple(record["texts"]),
            pairs=tuple(_pair(pair, rank(look, pair["order"])) for pair in record["pairs"]),
            links=_links(record["links"]),
            heading=record["heading"],
        )
        for record in item["records"]
    )
    return Group(records=records, heading=item["heading"], order=order)
