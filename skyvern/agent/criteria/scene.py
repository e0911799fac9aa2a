"""The page and what was done on it, prepared for judging criteria: texts, rows, forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from skyvern.agent.extract.layout import Fact, Layout, Listing
from skyvern.agent.extract.sources import lay_out
from skyvern.agent.firstly import mark, stood_first
from skyvern.agent.lexicon import plain, tokens
from skyvern.agent.supposed import stated as stated
from skyvern.agent.tongues.words import in_english
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import ASIDE, Element, Observation

INPUTS = frozenset(["textbox", "searchbox", "combobox", "spinbutton", "listbox", "checkbox", "radio", "switch"])


def even(text: str) -> str:
    """Return text for comparing: one case, no accents, even white space and quotes."""
    return " ".join(plain(text).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())


_FIRM = frozenset(["dl", "row", "sibling", "colon"])


@dataclass
class Scene:
    """What a criterion is judged against."""

    observation: Observation
    goal: Goal | None = None
    history: History | None = None

    @cached_property
    def layout(self) -> Layout:
        """The page's facts and listings."""
        return lay_out(self.observation)

    @cached_property
    def main(self) -> tuple[str, ...]:
        """The lines of the page itself, without navigation, banner and footer, and its messages."""
        lines = [line.text for line in self.observation.reading.lines if line.region not in ASIDE]
        return (
            *lines,
            *(alert.text for alert in self.observation.alerts),
            *(d.message for d in self.observation.dialogs),
        )

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The lines of the page that may tell what came of a deed: no names of fields and buttons, nothing from before.

        What stood on the first page before anything was done tells nothing of the deed.
        """
        controls = {even(e.name) for e in self.observation.elements if e.name}
        return tuple(line for line in self.main if even(line) not in controls and self.fresh(line))

    def fresh(self, text: str) -> bool:
        """Whether a line has come since the goal was begun, as far as that is known."""
        return not self.acted or self._first is None or mark(text) not in self._first

    def came(self, text: str) -> bool:
        """Whether a line is known to have come since the goal was begun."""
        return self.acted and self._first is not None and mark(text) not in self._first

    @cached_property
    def _first(self) -> frozenset[str] | None:
        return stood_first(self.history.notes) if self.history is not None else None

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What the page tells under labels, without what is only the name of a field and what stands beside it."""
        fields = {even(e.name).rstrip(" :*") for e in self.inputs if e.name}
        return tuple(
            fact
            for fact in self.layout.facts
            if fact.source in _FIRM and fact.value and even(fact.label).rstrip(" :*") not in fields
        )

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings of the page itself and its title; those in another language in English, too."""
        lines = self.observation.reading.lines
        own = (self.observation.title, *(line.text for line in lines if line.level and line.region not in ASIDE))
        return (*own, *(reading for text in own for reading in in_english(text)))

    @cached_property
    def place(self) -> tuple[str, ...]:
        """What the page's menus call the page: entries that are chosen, and links to where the browser is already."""
        seen = self.observation
        here = seen.url.partition("#")[0]
        entries = (e for e in seen.elements if e.role in ("link", "tab", "menuitem") and e.name)
        return tuple(e.name for e in entries if e.href == here or (e.selected and e.role == "tab"))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Everything that is written on the page: lines, messages, cells, pairs, names and values of elements."""
        seen = self.observation
        cells = [cell.text for table in seen.reading.tables for row in table.rows for cell in row]
        headers = [header for table in seen.reading.tables for header in (table.caption, *table.headers)]
        pairs = [
            text for pair in seen.reading.pairs for text in (pair.label, pair.value, f"{pair.label}: {pair.value}")
        ]
        records = [text for g in seen.reading.groups for r in g.records for text in (r.heading, *r.texts)]
        elements = [text for e in seen.elements for text in (e.name, e.value, e.error)]
        lines = [line.text for line in seen.reading.lines]
        return tuple(text for text in (*self.main, *lines, *headers, *cells, *pairs, *records, *elements) if text)

    @cached_property
    def written(self) -> str:
        """All of it as one evened-out text."""
        return "\n".join(even(text) for text in (self.observation.title, *self.texts))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word on the page, evened out."""
        return frozenset(word for text in (self.observation.title, *self.texts) for word in tokens(text))

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Tables with rows, and lists of look-alike items."""
        return tuple(
            listing
            for listing in self.layout.listings
            if listing.kind in ("table", "group") and len(listing.rows) >= (1 if listing.kind == "table" else 2)
        )

    @property
    def inputs(self) -> tuple[Element, ...]:
        """The fields of the page."""
        return tuple(element for element in self.observation.elements if element.role in INPUTS)

    @property
    def own_inputs(self) -> tuple[Element, ...]:
        """The fields of the page itself, without the site's own search and what stands in banner, menu or footer."""
        return tuple(element for element in self.inputs if element.landmark not in (*ASIDE, "search"))

    @property
    def password_field(self) -> Element | None:
        """A visible password field."""
        return next((element for element in self.observation.elements if element.input_type == "password"), None)

    @property
    def acted(self) -> bool:
        """Whether anything was done for this goal."""
        return bool(self.history and self.history.records)

    @property
    def to_be_sent(self) -> bool:
        """Whether a goal that acts has only begun, before a form: what the page says then is not said of its deed."""
        acts = self.goal is not None and self.goal.kind not in (GoalKind.VALIDATION, GoalKind.EXTRACTION)
        return acts and self.history is not None and not self.acted and bool(self.own_inputs)

    @property
    def name(self) -> str:
        """What to call the page in a reason."""
        return repr(self.observation.title or self.observation.url)

    def says(self, phrase: str) -> bool:
        """Whether the page shows these very words."""
        return _stands(phrase, self.written)

    def states(self, phrase: str) -> bool:
        """Whether the page says these very words, and not as something that is yet to be."""
        return self.says(phrase) and any(
            _stands(phrase, even(stated(text))) for text in (self.observation.title, *self.texts)
        )

    def line_with(self, pattern: re.Pattern[str]) -> str:
        """The first line of the page itself that matches, "" when none does."""
        return next((text for text in self.main if pattern.search(text)), "")


def _stands(phrase: str, written: str) -> bool:
    wanted = even(phrase)
    if not wanted:
        return False
    bounded = (
        rf"(?<!\w){re.escape(wanted)}(?!\w)" if wanted[0].isalnum() and wanted[-1].isalnum() else re.escape(wanted)
    )
    return re.search(bounded, written) is not None
