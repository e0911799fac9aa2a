"""Checks that extracted data was really on the page, and that it fits its schema."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, cast

import jsonschema_rs

from skyvern.agent.extract.schema import as_schema
from skyvern.agent.extract.values import DATE, as_date, number
from skyvern.domain.page import Observation

_NUMBERS = re.compile(r"[-−(]?\d+(?:[.,'\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)*")


def invalid(data: object, schema: object) -> tuple[str, ...]:
    """Return what in `data` does not fit the schema; null is allowed wherever a value is absent."""
    form = as_schema(schema)
    if form is None:
        return ()
    try:
        validator = jsonschema_rs.validator_for(cast("dict[str, Any]", _lenient(form)), offline=True)
    except (jsonschema_rs.ValidationError, ValueError) as error:
        return (f"the schema itself is not valid ({str(error).splitlines()[0]})",)
    return tuple(
        f"{'.'.join(str(part) for part in problem.instance_path) or 'data'}: {problem.message}"
        for problem in validator.iter_errors(data)
    )


def _lenient(node: object) -> object:
    """The same schema with null allowed beside every value: absent is null, never invented."""
    if isinstance(node, Mapping):
        made = {key: _lenient(value) for key, value in cast("Mapping[str, object]", node).items()}
        kind = made.get("type")
        if isinstance(kind, str) and kind != "null":
            made["type"] = [kind, "null"]
        elif isinstance(kind, list) and "null" not in kind:
            made["type"] = [*cast("list[object]", kind), "null"]
        listed = made.get("enum")
        if isinstance(listed, list) and None not in listed:
            made["enum"] = [*cast("list[object]", listed), None]
        return made
    if isinstance(node, list):
        return [_lenient(item) for item in cast("list[object]", node)]
    return node


def ungrounded(data: object, observation: Observation, *, also: object = None) -> tuple[str, ...]:
    """Return the paths of values that the page does not show; `also` is data grounded on earlier pages."""
    corpus = _Corpus(observation)
    earlier = {repr(value) for _, value in _leaves(also, "")} if also is not None else set[str]()
    return tuple(
        path or "data" for path, value in _leaves(data, "") if repr(value) not in earlier and not corpus.shows(value)
    )


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, object]", value).items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(cast("list[object]", value)):
            yield from _leaves(inner, f"{path}[{index}]")
    else:
        yield path, value


def normal(text: str) -> str:
    """Return text for comparing: letters and digits only, one case, no accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", plain.casefold())


class _Corpus:
    """All that a page shows, for looking values up."""

    def __init__(self, observation: Observation) -> None:
        self._texts = tuple(_texts(observation))
        self._all = "\n".join(normal(text) for text in self._texts)
        self._numbers: set[float] | None = None
        self._days: set[str] | None = None

    def shows(self, value: object) -> bool:
        """Whether the value stands on the page, in whatever way it is written there."""
        if value is None or isinstance(value, bool):
            return True
        if isinstance(value, (int, float)):
            return float(value) in self.numbers
        text = str(value)
        return not normal(text) or normal(text) in self._all or text in self.days

    @property
    def numbers(self) -> set[float]:
        if self._numbers is None:
            raw = (found for text in self._texts for found in (text, *_NUMBERS.findall(text)))
            self._numbers = {float(value) for piece in raw if (value := number(piece)) is not None}
            self._numbers |= {-value for value in self._numbers}
        return self._numbers

    @property
    def days(self) -> set[str]:
        if self._days is None:
            pieces = [piece for text in self._texts for piece in DATE.findall(text)]
            read = (as_date(piece, day_first=first) for piece in pieces for first in (False, True))
            self._days = {day.isoformat() for day in read if day is not None}
        return self._days


def _texts(observation: Observation) -> Iterator[str]:
    reading = observation.reading
    yield from (observation.title, observation.url)
    yield from (line.text for line in reading.lines)
    yield from (alert.text for alert in observation.alerts)
    for table in reading.tables:
        yield from (table.caption, *table.headers)
        for row in table.rows:
            for cell in row:
                yield cell.text
                yield from (url for _, url in cell.links)
    for pair in reading.pairs:
        yield from (pair.label, pair.value)
    for group in reading.groups:
        yield group.heading
        for record in group.records:
            yield from (record.heading, *record.texts)
            yield from (text for pair in record.pairs for text in (pair.label, pair.value))
            yield from (url for link in record.links for url in link)
    for thing in reading.json_ld:
        yield from (str(value) for _, value in _leaves(thing, ""))
    yield from reading.meta.values()
    for element in observation.elements:
        yield from (element.name, element.value, element.href, element.context, element.description)
        yield from (option.label for option in element.options)
