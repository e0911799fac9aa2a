"""Remarks are posted in the record that is named, new things are submitted, searches are begun with Enter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Act, Done, GiveUp, Goal, GoalKind
from skyvern.domain.page import ActionKind, Reading
from skyvern.testing.observations import table
from tests.unit.agent.embedded.test_seeking import MENU, box, button, link, page, refs
from tests.unit.agent.embedded.walking import deeds, walked


def read(words: str) -> list[tuple[Verb, str]]:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert not plan.unknown
    return [(one.verb, one.row or one.target) for one in plan.intents]


@pytest.mark.parametrize("name", ["Post comment", "Update this boat", "Save"])
async def test_a_remark_is_posted_and_not_only_typed(name: str) -> None:
    words = "Add the comment 'Hull is dry.'. COMPLETE when the comment is shown."
    fields = [box("c", "Comment"), button("x", "Update boat details", form="f1"), button("s", name, form="f1")]
    fields = fields if name == "Save" else [fields[0], fields[2]]
    empty = page(*MENU, *fields, heading="Heron", text=("Details: Old boat. Comments follow.",))
    typed = replace(empty, elements=(*MENU, replace(fields[0], value="Hull is dry."), *fields[1:]), fingerprint="typed")
    posted = page(*MENU, *fields, heading="Heron", text=("Comment by Ida: Hull is dry.",), url="http://site/2")
    found = await walked(words, empty, typed, posted)
    assert refs(found) == ["c", "s"]
    assert isinstance(found[-1], Done)


async def test_what_only_stands_in_its_field_is_not_believed_to_be_shown() -> None:
    words = "Add the comment 'Hull is dry.'. COMPLETE when the comment is shown."
    empty = page(*MENU, box("c", "Comment"), heading="Heron", text=("Comment rules: be kind.",))
    typed = replace(empty, elements=(*MENU, box("c", "Comment", value="Hull is dry.")), fingerprint="typed")
    assert isinstance((await walked(words, empty, typed))[-1], GiveUp)


def test_a_remark_to_a_record_opens_the_record_first() -> None:
    assert read("Add the note 'Called Ida' to berth B-205.") == [(Verb.OPEN, "B-205"), (Verb.FILL, "")]
    assert read("Add the note 'Called Ida' to the berth.") == [(Verb.FILL, "")]


def test_a_thing_that_is_submitted_has_its_values_behind_a_colon() -> None:
    words = "Submit a claim as a guest: choose the office Hull, subject 'Leak', e-mail bo@x.test."
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=words))
    assert [one.verb for one in plan.intents] == [Verb.FILL_FORM, Verb.SUBMIT]
    said = {(term.label, term.value) for term in plan.intents[0].terms}
    assert said == {("office", "Hull"), ("subject", "Leak"), ("e-mail", "bo@x.test")}


def test_what_is_to_be_read_is_opened() -> None:
    assert read("Read the guide 'Tie a bowline'.") == [(Verb.OPEN, "Tie a bowline")]


async def test_a_search_box_without_a_button_of_its_own_is_sent_with_enter() -> None:
    filters = [button(ref, name, form="f1") for ref, name in (("a", "Filters"), ("b", "Queries"))]
    seen = page(*MENU, *filters, box("q", "Search:", role="searchbox", input_type="search"), heading="Boats")
    typed = replace(
        seen, elements=(*seen.elements[:-1], replace(seen.elements[-1], value="Heron")), fingerprint="typed"
    )
    found = await walked("Find the boat 'Heron'.", seen, typed, page(*MENU, heading="Heron", url="http://site/9"))
    kinds = [one.kind for act in found if isinstance(act, Act) for one in act.actions]
    assert kinds == [ActionKind.INPUT_TEXT, ActionKind.KEYPRESS]


async def test_the_state_of_a_row_is_no_complaint() -> None:
    seen = page(*MENU, box("q", "Search", role="searchbox"), button("go", "Search", form="f1"), heading="Boats")
    typed = replace(seen, elements=(*MENU, box("q", "Search", value="Heron"), seen.elements[-1]), fingerprint="typed")
    row = button("r", "Heron", role="checkbox", error="Leaking", input_type="checkbox", checked=False)
    hits = page(*MENU, *typed.elements[-2:], row, heading="Boats", url="http://site/?q=Heron")
    rows = table(("Boat", "State"), ("Heron", "Leaking"))
    hits = replace(hits, reading=Reading(lines=hits.reading.lines, tables=(rows,)))
    found = await walked("Search the boats for 'Heron'. COMPLETE when the results are shown.", seen, typed, hits)
    assert isinstance(found[-1], Done), found[-1]


async def test_a_form_that_lacks_one_value_is_not_left_for_another() -> None:
    names = ("Name", "Owner", "Pier", "Length")
    fields = [box(f"f{at}", name, form="") for at, name in enumerate(names)]
    listed = page(
        link("boats", "Boats", landmark="navigation"), button("b", "add"), heading="Boats", url="http://site/boats"
    )
    form = page(link("boats", "Boats", landmark="navigation"), *fields, button("s", "Save"), heading="Boat")
    words = "Add a boat: name Heron, owner Ida Blum, pier North, length 12, insurer Lloyd."
    found = deeds(await walked(words, listed, form, form))
    assert [ref for _, ref in found][:2] == ["b", "f0"]


def test_where_everything_is_added_is_no_part_of_a_name() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Add a new skipper called Ida Blum to the team."))
    assert [term.value for term in plan.intents[0].terms] == ["Ida Blum"]
