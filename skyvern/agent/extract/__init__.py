"""Extraction without a model: what a page shows, laid out as a JSON schema wants it; absent is null, never invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from skyvern.agent.extract.choose import hints_of
from skyvern.agent.extract.fill import Fill
from skyvern.agent.extract.freeform import named_in, wanted_of
from skyvern.agent.extract.grounding import invalid, ungrounded
from skyvern.agent.extract.layout import Layout
from skyvern.agent.extract.schema import Wanted, as_schema, wanted
from skyvern.agent.extract.shown import key_of, row_as_shown
from skyvern.agent.extract.sources import lay_out
from skyvern.agent.extract.unlabelled import told_apart
from skyvern.agent.extract.values import days_come_first
from skyvern.agent.tongues.words import in_english
from skyvern.domain.page import Observation

__all__ = ["Extraction", "extract", "invalid", "merge", "ungrounded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What was found: the data, the text behind each value, the paths that are null, and those in doubt and why."""

    data: object
    missing: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict[str, str])
    doubtful: Mapping[str, str] = field(default_factory=dict[str, str])
    required: tuple[str, ...] = ()
    """Paths that the schema requires and that are null."""
    everything: bool = False
    """The goal named nothing that could be looked for, so all that the page says was taken."""
    unmet: str = ""
    """A clause of the goal that says which rows are meant and could not be honoured."""

    @property
    def found(self) -> bool:
        """Whether anything at all was found; an empty list counts when its rows were looked at."""
        return bool(self.evidence) or self.data == [] or _holds_list(self.data)


def extract(
    goal: str, schema: object, observation: Observation, *, payload: Mapping[str, object] | None = None
) -> Extraction:
    """Read what `goal` asks for, in the shape of `schema` (mapping, JSON string, legacy list; None: free form)."""
    layout = lay_out(observation)
    form = as_schema(schema)
    tree = wanted(form) if form is not None else wanted_of(goal, layout)
    layout = told_apart(layout, tree)
    hints = hints_of(goal, payload or {}, observation)
    fill = Fill(observation=observation, layout=layout, hints=hints, day_first=_days_first(layout, observation))
    if form is not None and tree.kind == "array" and tree.items is not None and tree.items.scalar:
        tree = replace(tree, name=tree.title or tree.items.title or named_in(goal))
    data = _everything(layout) if form is None and tree.kind == "any" else fill.value(tree)
    if form is None and tree.kind == "any" and data:
        fill.evidence["data"] = "everything shown"
    return Extraction(
        data=data,
        missing=tuple(dict.fromkeys(fill.missing)),
        evidence=fill.evidence,
        doubtful=fill.doubtful,
        required=tuple(path for path in _required(tree, "") if path in fill.missing),
        everything=form is None and tree.kind == "any",
        unmet=fill.unmet,
    )


def merge(first: object, more: object) -> object:
    """Join what two pages of one list gave: arrays one after the other, values from the first page that has them."""
    if isinstance(first, list) and isinstance(more, list):
        one, two = cast("list[object]", first), cast("list[object]", more)
        repeated = bool(two) and one[-len(two) :] == two
        return one if repeated else one + two
    if isinstance(first, Mapping) and isinstance(more, Mapping):
        left, right = cast("Mapping[str, object]", first), cast("Mapping[str, object]", more)
        return {key: merge(left.get(key), right.get(key)) for key in {**left, **right}}
    return more if first is None else cast("object", first)


def _days_first(layout: Layout, observation: Observation) -> bool:
    """Tell whether days stand before months: by all dates of the page, else by the language of its labels."""
    told = days_come_first(line.text for line in observation.reading.lines)
    if told is None:
        told = days_come_first(fact.value for fact in layout.facts)
    labels = {fact.label for fact in layout.facts if fact.label and fact.source not in ("meta", "json", "sentence")}
    labels |= {label for listing in layout.listings for label in listing.labels if label}
    foreign = [label for label in labels if in_english(label)]
    return told if told is not None else len(foreign) > 1 and 2 * len(foreign) > len(labels)


def _required(tree: Wanted, path: str) -> list[str]:
    found: list[str] = []
    for part in tree.fields:
        here = f"{path}.{part.name}" if path else part.name
        if part.required and part.scalar:
            found.append(here)
        elif part.kind == "object":
            found.extend(_required(part, here))
    return found


def _everything(layout: Layout) -> object:
    """All that the page says, when the goal does not name anything: its pairs, or the rows of its largest list."""
    pairs = {
        key_of(fact.label): fact.value
        for fact in layout.facts
        if fact.source not in ("meta", "sentence", "json") and fact.value
    }
    rows = max((listing.rows for listing in layout.listings), key=len, default=())
    shown = [row_as_shown(row) for row in rows]
    if pairs and shown:
        return {**pairs, "rows": shown}
    return shown or pairs or None


def _holds_list(data: object) -> bool:
    if not isinstance(data, Mapping):
        return False
    return any(isinstance(value, list) for value in cast("Mapping[str, object]", data).values())
