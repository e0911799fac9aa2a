"""Fills a wanted tree from what a page shows; what is absent or cannot be told apart stays null."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from skyvern.agent.extract.choose import Hints, many_rows, one_row, titled
from skyvern.agent.extract.counting import counted
from skyvern.agent.extract.crossing import crossed, heads_another
from skyvern.agent.extract.labels import CODED, ENOUGH, MARGIN, phrases, score, spread, vocabulary
from skyvern.agent.extract.layout import Fact, Layout, Listing, Row
from skyvern.agent.extract.patterns import (
    by_look,
    from_headings,
    from_patterns,
    listed,
    looks_so,
    nothing_said,
    of_controls,
    only_one,
    says_nothing,
    stated_in,
)
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.shown import row_as_shown
from skyvern.agent.extract.sources import TOTAL
from skyvern.agent.extract.stated import stated_of_it, stated_on
from skyvern.agent.extract.values import DATE, UNFIT, Unfit, clean, coerce
from skyvern.agent.lexicon import contradict, similarity, tokens
from skyvern.domain.page import Observation

_TRUST = {
    "inline": 0.96, "heading": 0.88, "sentence": 0.86, "json": 0.93, "meta": 0.8, "total": 0.98, "field": 0.97,
    "box": 0.95,
}  # fmt: skip
_PLAINLY = 0.8
_FIRM = ("dl", "row", "sibling", "colon")
_SAYS_NOTHING = ("meta", "field", "box", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value for a field, and the text of the page that it came from."""

    value: object
    evidence: str
    certainty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A fact that could be a field's value."""

    sure: float
    part: Wanted
    fact: Fact
    value: object

    def rivals(self, other: Offer) -> bool:
        """Whether this is as good as another offer for the same field, and says something else."""
        near = self.part is other.part and self.sure >= other.sure - MARGIN and self.value is not None
        return near and self.value != other.value and not _says_as_much(str(self.value), str(other.value))


@dataclass(slots=True, kw_only=True)
class Fill:
    """One filling of one schema from one page, with a record of what was found, missed or left in doubt."""

    observation: Observation
    layout: Layout
    hints: Hints
    evidence: dict[str, str] = field(default_factory=dict[str, str])
    missing: list[str] = field(default_factory=list[str])
    doubtful: dict[str, str] = field(default_factory=dict[str, str])
    unmet: str = ""
    day_first: bool = False
    """Whether 03/04/2026 is the third of April here."""

    def _as(self, text: str, wanted: Wanted) -> object | Unfit:
        return coerce(text, wanted, day_first=self.day_first)

    def value(self, wanted: Wanted, path: str = "") -> object:
        """Return the value of a node of any kind."""
        if wanted.kind == "object":
            return self.thing(wanted, path)
        if wanted.kind == "array":
            return self.things(wanted, path)
        found = self._scalars((wanted,), self.layout.facts, path).get(wanted.name)
        return self._keep(wanted, found, path)

    def thing(self, wanted: Wanted, path: str) -> object:
        """Return one object: from the page's facts, or from the one row that is meant."""
        scalars = tuple(f for f in wanted.fields if f.scalar)
        facts = self._about(wanted, path)
        without_fields = tuple(fact for fact in facts if fact.source != "field") if self.layout.listings else facts
        here = self._scalars(scalars, without_fields, path)
        listing = self._best_listing(scalars, wanted) if not path else None
        if listing is not None and self._covers(scalars, listing) > sum(found.certainty for found in here.values()):
            rows = one_row(listing, self.hints)
            named = tuple(part for part in scalars if not heads_another(part, rows, listing))
            here = {**here, **self._from_rows(named, rows, path)}
        elif without_fields is not facts:
            here = {**self._scalars(scalars, facts, path), **here}
        if not path:
            here = {**self._lone_rows(scalars, here), **here, **self._crossed(scalars)}
        made: dict[str, object] = {}
        for part in wanted.fields:
            inner = f"{path}.{part.name}" if path else part.name
            made[part.name] = self._keep(part, here.get(part.name), inner) if part.scalar else self.value(part, inner)
        if path and all(value is None for value in made.values()) and made:
            return None
        return made

    def _lone_rows(self, scalars: Sequence[Wanted], known: Mapping[str, Found]) -> dict[str, Found]:
        """What the only row of a table beside the page's facts shows under the very name of a field that they lack."""
        left = tuple(part for part in scalars if part.name not in known)
        lone = [one.rows for one in self.layout.listings if one.kind == "table" and len(one.rows) == 1]
        found: dict[str, Found] = {}
        for rows in lone if known else ():
            offers = self._scalars(left, rows[0].facts, "")
            found.update((name, one) for name, one in offers.items() if one.certainty >= _PLAINLY and name not in found)
        return found

    def _crossed(self, scalars: Sequence[Wanted]) -> dict[str, Found]:
        """What stands where a row and a column cross that a field names both; no doubt about it is left."""
        found: dict[str, Found] = {}
        for part in scalars:
            cell = crossed(part, self.layout, self.hints.goal)
            value = self._as(cell.value, part) if cell is not None else UNFIT
            if cell is not None and not isinstance(value, Unfit):
                found[part.name] = Found(value=value, evidence=cell.value, certainty=1.0)
                self.doubtful.pop(part.name, None)
        return found

    def things(self, wanted: Wanted, path: str) -> object:
        """Return an array: the rows of the list that is meant, or the values of one of its columns."""
        items = wanted.items or Wanted(kind="any")
        if items.kind == "array":
            self.missing.append(path)
            return None
        if items.scalar:
            return self._column(
                replace(items, name=wanted.name, title=wanted.title, description=wanted.description), path
            )
        scalars = tuple(f for f in items.fields if f.scalar)
        listings = self._alike(self._best_listing(scalars, wanted), wanted)
        if not listings:
            return self._lone(items, scalars, path)
        made: list[object] = []
        for row in self._meant(listings):
            here = f"{path}[{len(made)}]"
            made.append(self._row_object(items, scalars, row, here) if items.fields else row_as_shown(row))
        return made

    def _meant(self, listings: Sequence[Listing]) -> tuple[Row, ...]:
        whole = replace(listings[0], rows=tuple(row for listing in listings for row in listing.rows))
        options = [option.label for element in self.observation.elements for option in element.options]
        chosen = many_rows(whole, self.hints, options)
        self.unmet = self.unmet or chosen.unmet
        alone = len(chosen.rows) == 1 and says_nothing(chosen.rows[0].text)
        return () if alone else chosen.rows

    def _row_object(self, items: Wanted, scalars: Sequence[Wanted], row: Row, path: str) -> dict[str, object]:
        found = self._in_row(scalars, row, path)
        made: dict[str, object] = {}
        for part in items.fields:
            inner = f"{path}.{part.name}"
            if part.scalar:
                made[part.name] = self._keep(part, found.get(part.name), inner)
                continue
            narrow = replace(self, layout=Layout(facts=row.facts, listings=()))
            made[part.name] = narrow.value(part, inner)
        return made

    def _in_row(self, scalars: Sequence[Wanted], row: Row, path: str) -> dict[str, Found]:
        facts = row.facts
        if row.section:
            facts = (*facts, Fact(label="group", value=row.section, source="cell"))
        found = self._scalars(scalars, facts, path)
        used = {value.evidence for value in found.values()}
        for part in scalars:
            if part.name in found:
                continue
            if (stated := stated_in(part, row.texts)) is not None:
                found[part.name] = Found(value=stated[0], evidence=stated[1], certainty=ENOUGH)
                continue
            others = {clean(fact.value) for fact in row.facts if contradict(spread(part.name), fact.label)}
            if (guess := from_patterns(part, row, used | others)) is not None:
                value = self._as(guess, part)
                if not isinstance(value, Unfit):
                    found[part.name] = Found(value=value, evidence=guess, certainty=ENOUGH)
        return found

    def _from_rows(self, scalars: Sequence[Wanted], rows: Sequence[Row], path: str) -> dict[str, Found]:
        """What all the rows in question agree on."""
        each = [self._in_row(scalars, row, path) for row in rows[:200]]
        agreed: dict[str, Found] = {}
        for part in scalars:
            values = [found[part.name] for found in each if part.name in found]
            if values and len(values) == len(each) and all(v.value == values[0].value for v in values):
                agreed[part.name] = values[0]
            elif len(values) > 1:
                seen = ", ".join(dict.fromkeys(str(v.value) for v in values))
                self.doubtful[f"{path}.{part.name}" if path else part.name] = f"{len(rows)} rows fit ({seen[:120]})"
        return agreed

    def _scalars(self, wanted: Sequence[Wanted], facts: Sequence[Fact], path: str) -> dict[str, Found]:
        """Give each field the one fact that names it best; a fact serves one field unless it names two equally."""
        offers = self._offers(wanted, facts)
        taken: dict[tuple[str, int, str], float] = {}
        found: dict[str, Found] = {}
        for offer in offers:
            place = (offer.fact.label, offer.fact.order, offer.fact.group)
            if offer.part.name in found or taken.get(place, 0.0) > offer.sure + MARGIN:
                continue
            rivals = [other for other in offers if other.rivals(offer)]
            if rivals and offer.value is not None:
                seen = ", ".join(dict.fromkeys(f"{o.fact.label}: {o.value}" for o in [offer, *rivals]))
                self.doubtful[f"{path}.{offer.part.name}" if path else offer.part.name] = f"the page shows {seen[:200]}"
                continue
            found[offer.part.name] = Found(value=offer.value, evidence=offer.fact.value, certainty=offer.sure)
            taken[place] = offer.sure
        return found

    def _offers(self, wanted: Sequence[Wanted], facts: Sequence[Fact]) -> list[Offer]:
        """Every fact that could be a field, with how sure that is, the surest first."""
        present = vocabulary(fact.label for fact in facts if fact.source not in ("sentence", "meta"))
        offers: list[Offer] = []
        for part in wanted:
            for fact in facts:
                named = max(score(part, fact.label, present), self._spelt_out(part, fact))
                sure = named * _TRUST.get(fact.source, 1.0)
                if sure < ENOUGH or _out_of_place(part, fact, sure):
                    continue
                text = fact.link if _wants_link(part) and fact.link else fact.value
                value = self._as(text, part)
                if not isinstance(value, Unfit) and (sure >= 0.85 or _looks_right(part, text)):
                    sure += self._hinted(fact)
                    offers.append(Offer(sure=sure, part=part, fact=replace(fact, value=text), value=value))
        return sorted(offers, key=lambda offer: -offer.sure)

    def _spelt_out(self, part: Wanted, fact: Fact) -> float:
        """How surely a label is the field because the goal spells out all of it: *the note from the city*."""
        label, words = tokens(fact.label), tokens(spread(part.name))
        spelt = len(label) > len(words) > 0 and _within(label, tokens(self.hints.goal))
        return 0.8 if spelt and fact.source in _FIRM and label[: len(words)] == words else 0.0

    def _hinted(self, fact: Fact) -> float:
        """A nudge for the label that the goal spells out, or whose section it names."""
        goal = tokens(self.hints.goal)
        label, group = tokens(fact.label), tokens(fact.group)
        nudge = 0.07 if len(label) > 1 and _within(label, goal) else 0.0
        return nudge + (0.07 if group and _within(group, goal) else 0.0)

    def _about(self, wanted: Wanted, path: str) -> tuple[Fact, ...]:
        """The facts that speak of a nested object: of its section, or with its name before the label."""
        if not path:
            return self.layout.facts
        name = wanted.title or spread(wanted.name)
        inside = tuple(fact for fact in self.layout.facts if fact.group and similarity(name, fact.group) >= 0.75)
        inside += tuple(
            fact
            for listing in self.layout.listings
            for row in listing.rows
            if row.heading and similarity(name, row.heading) >= 0.75
            for fact in row.facts
        )
        words = tokens(name)
        prefixed = tuple(
            replace(fact, label=" ".join(tokens(fact.label)[len(words) :]))
            for fact in self.layout.facts
            if tokens(fact.label)[: len(words)] == words and len(tokens(fact.label)) > len(words)
        )
        return inside + prefixed or self.layout.facts

    def _best_listing(self, scalars: Sequence[Wanted], wanted: Wanted) -> Listing | None:
        """The list whose columns name most of the fields, and whose own name fits best."""
        ranked = [
            (self._covers(scalars, listing), self._named(listing, wanted), listing) for listing in self.layout.listings
        ]
        if scalars:
            ranked = [entry for entry in ranked if entry[0] >= min(2 * ENOUGH, len(scalars) / 3 - 0.01)]
        if not ranked:
            return None
        if (named := titled([entry[2] for entry in ranked], self.hints.goal, spread(wanted.name))) is not None:
            return named
        ranked.sort(key=lambda entry: (round(entry[0] + entry[1], 2), len(entry[2].rows)), reverse=True)
        return ranked[0][2]

    def _covers(self, scalars: Sequence[Wanted], listing: Listing) -> float:
        present = vocabulary(listing.labels)
        total = 0.0
        for part in scalars:
            best = max((score(part, label, present) for label in listing.labels), default=0.0)
            if best < ENOUGH:
                offered = [_has(part, row) for row in listing.rows[:8]]
                best = 0.5 * sum(offered) / len(offered) if sum(offered) * 2 >= len(offered) > 0 else 0.0
            total += best
        return total

    def _named(self, listing: Listing, wanted: Wanted) -> float:
        name = wanted.title or spread(wanted.name)
        own = similarity(name, listing.name) if name and listing.name else 0.0
        said = 0.5 if listing.name and _within(tokens(listing.name), tokens(self.hints.goal)) else 0.0
        return 0.6 * max(own, said) + (0.05 if listing.kind == "table" else 0.0)

    def _alike(self, best: Listing | None, wanted: Wanted) -> tuple[Listing, ...]:
        """The best list and those with the same columns, unless its name singles it out."""
        if best is None:
            return ()
        same = tuple(
            other
            for other in self.layout.listings
            if other.kind == best.kind and other.labels == best.labels and best.labels
        )
        singled = self._named(best, wanted) > 0.3 and any(
            self._named(o, wanted) < self._named(best, wanted) for o in same
        )
        return (best,) if singled or len(same) < 2 else same

    def _lone(self, items: Wanted, scalars: Sequence[Wanted], path: str) -> object:
        """A page that shows one thing where a list was asked for, or none at all."""
        found = self._scalars(scalars, tuple(f for f in self.layout.facts if f.source not in _SAYS_NOTHING), path)
        if len(found) * 2 > len(scalars) and scalars:
            return [
                {part.name: self._keep(part, found.get(part.name), f"{path}[0].{part.name}") for part in items.fields}
            ]
        return self._nothing(path or items.name or "items")

    def _nothing(self, path: str) -> object:
        """An empty list where the page says that there is nothing, null where it does not."""
        if said := nothing_said(self.observation):
            self.evidence[path] = said
            return []
        self.missing.append(path)
        return None

    def _column(self, item: Wanted, path: str) -> object:
        """The values of one column, of the look-alike items of a list, or of one comma-separated value."""
        if not phrases(item):
            texts = self._item_texts(item)
            self.missing.extend(() if texts else (path or "items",))
            return texts or None
        listing = self._best_listing((item,), item)
        if listing is not None:
            rows = self._meant([listing])
            found = [self._in_row((item,), row, path).get(item.name) for row in rows]
            values = [value for value in found if value is not None and value.value is not None]
            if values and all(looks_so(item, value.evidence) for value in values):
                self.evidence[path] = "; ".join(value.evidence for value in values[:3])
                return [one for value in values for one in self._apart(value.value)]
        if repeated := self._repeated(item):
            self.evidence[path] = "; ".join(repeated[:3])
            return [self._as(text, item) for text in repeated]
        single = self._scalars((replace(item, kind="string", choices=()),), self.layout.facts, path).get(item.name)
        texts = listed(single.evidence) if single else self._item_texts(item) or by_look(item, self.observation)
        texts = [part for text in texts for part in of_controls(text, self.observation)]
        values = [value for text in texts if not isinstance(value := self._as(text, item), Unfit) and value is not None]
        if not values:
            return self._nothing(path or item.name or "items")
        self.evidence[path] = "; ".join(texts[:3])
        return values

    def _apart(self, value: object) -> list[object]:
        """The single values of a text that is nothing but the names of controls."""
        return [*of_controls(value, self.observation)] if isinstance(value, str) else [value]

    def _repeated(self, item: Wanted) -> list[str]:
        """The values that one label has all over the page ("Milestone: one", "Milestone: two")."""
        facts = [fact for fact in self.layout.facts if fact.value and fact.source not in (*_SAYS_NOTHING, "total")]
        present = vocabulary(fact.label for fact in facts)
        fitting = [fact for fact in facts if score(item, fact.label, present) >= ENOUGH]
        same = [fact.value for fact in fitting if fact.label == fitting[0].label]
        values = list(dict.fromkeys(same))
        return values if len(values) > 1 and not any(isinstance(self._as(text, item), Unfit) for text in values) else []

    def _item_texts(self, item: Wanted) -> list[str]:
        groups = [listing for listing in self.layout.listings if listing.kind in ("group", "table")]
        named = [g for g in groups if g.name and similarity(spread(item.name), g.name) >= 0.7]
        chosen = named or (groups if len(groups) == 1 else [])
        if len(chosen) != 1:
            return []
        texts = [row.heading or (row.texts[0] if row.texts else "") for row in self._meant(chosen)]
        return texts if all(looks_so(item, text) for text in texts) else []

    def _keep(self, wanted: Wanted, found: Found | None, path: str) -> object:
        """Record where a value came from; try headings for names before giving it up."""
        if found is None and "[" not in path and path not in self.doubtful:
            guess = from_headings(wanted, self.observation)
            guess = None if guess and self._called_otherwise(wanted, guess) else guess
            guess = guess or counted(wanted, self.hints.goal, self.observation) or only_one(wanted, self.observation)
            text, said = (guess, guess) if guess else stated_on(wanted, self.observation) or ("", "")
            value = self._as(text, wanted) if text else UNFIT
            found = None if isinstance(value, Unfit) else Found(value=value, evidence=said, certainty=ENOUGH)
        if found is None and path in self.doubtful and (own := stated_of_it(wanted, self.observation)) is not None:
            del self.doubtful[path]
            found = Found(value=self._as(own[0], wanted), evidence=own[1], certainty=ENOUGH)
        if found is None or found.value is None:
            self.missing.append(path or wanted.name)
            return None
        self.evidence[path or wanted.name] = found.evidence
        return found.value

    def _called_otherwise(self, wanted: Wanted, text: str) -> bool:
        """Whether the page itself shows this text under a label that is not the field's."""
        same = [fact for fact in self.layout.facts if fact.label and _says_as_much(fact.value, text)]
        own = [fact for fact in same if fact.source not in ("meta", "json", "field")]
        present = vocabulary(fact.label for fact in own)
        return bool(own) and all(score(wanted, fact.label, present) < ENOUGH for fact in own)


def _has(part: Wanted, row: Row) -> bool:
    return from_patterns(part, row, set()) is not None or stated_in(part, row.texts) is not None


def _wants_link(wanted: Wanted) -> bool:
    return wanted.format in ("uri", "url") or bool(set(tokens(spread(wanted.name))) & {"url", "link", "href", "uri"})


def _out_of_place(wanted: Wanted, fact: Fact, sure: float) -> bool:
    """A sum that was not asked for, or one thing's fact that does not say by name whose it is."""
    if fact.source == "total":
        return TOTAL.match(fact.label) is not None and not _sums_up(wanted)
    return fact.source == "owned" and sure < 0.9


def _looks_right(wanted: Wanted, text: str) -> bool:
    """Whether a value has the look of what is wanted, where the label alone does not settle it."""
    kind = (tokens(spread(wanted.name)) or ("",))[-1]
    if kind == "date":
        return not text or DATE.search(text) is not None
    return kind not in (*CODED, "reference") or any(char.isdigit() for char in text)


def _sums_up(wanted: Wanted) -> bool:
    words = set(tokens(spread(wanted.name))) | set(tokens(f"{wanted.title} {wanted.description}"))
    return bool(words & {"total", "sum", "subtotal", "balance", "overall"})


def _within(inner: Sequence[str], outer: Sequence[str]) -> bool:
    size = len(inner)
    return any(tuple(outer[at : at + size]) == tuple(inner) for at in range(len(outer) - size + 1))


def _says_as_much(one: str, other: str) -> bool:
    """Whether two texts are the same but for letter case and punctuation."""
    return re.sub(r"\W+", "", one.casefold()) == re.sub(r"\W+", "", other.casefold())
