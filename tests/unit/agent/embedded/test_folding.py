"""Records in folding lists and cards that are chosen as a whole, and what is no order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.doing.filtering import stands
from skyvern.agent.policies.embedded.doing.press import advance
from skyvern.agent.policies.embedded.doing.searching import for_single_box
from skyvern.agent.policies.embedded.finding.columned import identified
from skyvern.agent.policies.embedded.finding.deeds import find, way_to
from skyvern.agent.policies.embedded.finding.tiles import tile
from skyvern.agent.policies.embedded.forms.reveal import captioned
from skyvern.agent.policies.embedded.intents import Intent, Plan, Term, Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.reading.heard import negated
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.agent.policies.embedded.weighing.completion import stopped
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Element
from skyvern.testing.observations import element, lines, page, select, table

ORDER = Intent(verb=Verb.DO, clause="cancel the booking B-77", target="cancel the booking", objects=("B-77",))


def _heads(opened: str = "") -> list[Element]:
    made: list[Element] = []
    for at, name in enumerate(("B-76 Monday", "B-77 Tuesday", "B-78 Friday")):
        made.append(element("button", name, ref=f"h{at}", order=10 * at, expanded=name.startswith(opened or "?")))
        if opened and name.startswith(opened):
            made.append(element("button", "Cancel booking", ref="deed", order=10 * at + 1))
    return made


def test_a_folded_record_is_opened_first() -> None:
    seen = page(*_heads())
    assert find(ORDER, seen.elements, seen).element is None
    way = way_to(ORDER, seen, ())
    assert way is seen.element("h1")


@pytest.mark.parametrize(("opened", "ref"), [("B-77", "deed"), ("B-76", None)])
def test_the_deed_is_done_under_its_own_head_only(opened: str, ref: str | None) -> None:
    seen = page(*_heads(opened))
    found = find(ORDER, seen.elements, seen).element
    assert (found.ref if found else None) == ref


CARDS = [
    element("generic", f"{name} {told}", ref=name[:4], listener=True, box=(20, 90 * at, 800, 82), order=at)
    for at, (name, told) in enumerate(
        (
            ("Blood count", "Ordered by your doctor. Fasting may be needed before."),
            ("Glucose test", "Allow two to three hours for it."),
            ("Flu test", "Nasal swab, drive-up at some sites, no fasting."),
        )
    )
]


@pytest.mark.parametrize(
    ("value", "label", "ref"),
    [("Glucose test", "", "Gluc"), ("flu test", "reason", "Flu "), ("fasting", "", None), ("X-ray", "reason", None)],
)
def test_a_card_of_a_stack_is_chosen_by_how_it_begins(value: str, label: str, ref: str | None) -> None:
    found = tile(value, label, page(*CARDS))
    assert (found.ref if found else None) == ref


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Use this patient information:\nName: Ida Blum", [Verb.FILL]),
        ("Check the summary and send the request.", [Verb.READ, Verb.SUBMIT]),
        ("Refuse the cookies and open Prices.", [Verb.DISMISS, Verb.OPEN]),
    ],
)
def test_what_is_no_press(text: str, verbs: list[Verb]) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    assert [one.verb for one in plan.intents] == verbs


@pytest.mark.parametrize(
    ("labels", "whole"),
    [(("case number", "date of birth"), False), (("case number", "PIN"), False), (("first name", "last name"), True)],
)
def test_one_box_takes_no_proof_of_who_asks(labels: tuple[str, str], whole: bool) -> None:
    seen = page(element("searchbox", "Search", ref="q"))
    terms = tuple(Term(value=f"value {at}", label=label) for at, label in enumerate(labels))
    scene = Scene(goal=Goal(kind=GoalKind.NAVIGATION), page=seen, history=History(), plan=Plan(), state=State())
    assert (len(for_single_box(terms, scene, "")) == 1) is whole


@pytest.mark.parametrize(
    ("name", "label", "fits"),
    [
        ("Status: All ▾", "status", True),
        ("Statut : Tous ▾", "status", True),
        ("Priority ▼", "priority", True),
        ("Status: All ▾", "priority", False),
        ("Save: all", "status", False),
    ],
)
def test_a_button_names_the_list_that_it_opens(name: str, label: str, fits: bool) -> None:
    seen = page(element("button", name, ref="b"), element("button", "New ticket"))
    scene = Scene(goal=Goal(kind=GoalKind.NAVIGATION), page=seen, history=History(), plan=Plan(), state=State())
    found = captioned(Term(value="Open", label=label), scene)
    assert (found is not None) is fits


@pytest.mark.parametrize(("chosen", "stays"), [("2026", True), ("2025", False)])
def test_a_year_that_is_chosen_already_is_shown(chosen: str, stays: bool) -> None:
    seen = page(select("Kalenderjahr", "2025", "2026", "2027", chosen=chosen))
    show = Intent(verb=Verb.OPEN, clause="display the year 2026", target="year", row="2026")
    scene = Scene(goal=Goal(kind=GoalKind.NAVIGATION), page=seen, history=History(), plan=Plan(), state=State())
    assert stands(Stage(kind=Kind.PRESS, intent=show), scene) is stays


@pytest.mark.parametrize(
    "told",
    ["The password is asked for on the second step.", "The email is required later.", "The password is needed again."],
)
def test_what_becomes_of_a_value_is_no_value(told: str) -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=f"Log in with a@b.example / Pipette.2207. {told}"))
    assert [one.verb for one in plan.intents] == [Verb.LOGIN]


def test_what_stands_in_the_results_is_opened_by_its_own_name() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="In the results, open the tender Harbour wall."))
    assert plan.intents[0].row != "results"


def _form(*fields: Element) -> list[Element]:
    return [*fields, element("button", "Search", ref="go", form="f"), element("button", "Go", ref="site", form="s")]


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ((element("textbox", "Last name", ref="l", form="f"), element("textbox", "City", ref="c", form="f")), False),
        ((), True),
    ],
)
def test_the_search_of_the_site_takes_no_record_beside_a_search_of_records(
    fields: tuple[Element, ...], whole: bool
) -> None:
    box = element("textbox", "County clerk", ref="q", placeholder="Search this site", form="s")
    terms = (Term(value="25-3-01190", label="case number"),)
    scene = Scene(
        goal=Goal(kind=GoalKind.NAVIGATION),
        page=page(box, *_form(*fields)),
        history=History(),
        plan=Plan(),
        state=State(),
    )
    assert (for_single_box(terms, scene, "")[0].label == "County clerk") is whole


@pytest.mark.parametrize(
    ("placeholder", "said", "phase", "ends"),
    [
        ("Search this site", "No pages matched. To find cases use Case Records.", "submit", False),
        ("Search this site", "No results were found.", "seek", False),
        ("Search this site", "No results were found.", "submit", True),
        ("Search cases", "No results were found.", "submit", True),
    ],
)
def test_an_empty_search_of_the_site_says_nothing_of_records(
    placeholder: str, said: str, phase: str, ends: bool
) -> None:
    box = element("textbox", "Office", ref="q", placeholder=placeholder)
    record = ActionRecord(
        action_id="a",
        step=1,
        order=0,
        action=Action(kind=ActionKind.INPUT_TEXT, ref="q", text="B-7"),
        element=box,
        result=ActionResult(ok=True),
    )
    entered = replace(record, action_id="b", action=Action(kind=ActionKind.KEYPRESS, ref="q", text="Enter"))
    seen = page(lines(said), box, element("link", "Case Records", ref="w"))
    scene = Scene(
        goal=Goal(kind=GoalKind.NAVIGATION),
        page=seen,
        history=History(records=(record, entered)),
        plan=Plan(terminate=("no results are found",)),
        state=State(phase=phase),
    )
    assert (stopped(scene, reached=False) is not None) is ends


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Open the case whose status is Open.", "status Open"),
        ("Open the order that has the status Shipped.", "status Shipped"),
        ("Open the claim where the case worker is Ida Blum.", "case worker Ida Blum"),
    ],
)
def test_a_record_is_named_by_a_column(text: str, row: str) -> None:
    assert understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents[-1].row == row


@pytest.mark.parametrize(
    ("row", "own"),
    [("status Open", "C-1"), ("Status Closed", ""), ("status Ope", ""), ("judge Amaro", "C-2"), ("Open", "")],
)
def test_the_column_tells_the_one_record(row: str, own: str) -> None:
    told = table(
        ("Case", "Judge", "Status"), ("C-1", "Oduya", "Open"), ("C-2", "Amaro", "Closed"), ("C-3", "Oduya", "Closed")
    )
    assert identified(row, page(told)) == own


@pytest.mark.parametrize(("name", "acts"), [("Cart", False), ("Filters", True)])
def test_a_window_that_is_open_is_not_opened_again(name: str, acts: bool) -> None:
    seen = page(
        element("link", "Cart 5", ref="c", landmark="banner"),
        element("link", "Checkout", ref="o", landmark="dialog", group=name),
    )
    scene = Scene(goal=Goal(kind=GoalKind.NAVIGATION), page=seen, history=History(), plan=Plan(), state=State())
    opening = Stage(kind=Kind.PRESS, intent=Intent(verb=Verb.OPEN, clause="open the cart", target="cart"))
    assert (advance(opening, scene) is not None) is acts


@pytest.mark.parametrize(
    ("piece", "no"),
    [
        ("It is not a rush order", True),
        ("This isn't a gift", True),
        ("We do not need a lift", True),
        ("no site plan", True),
        ("It is a rush order", False),
    ],
)
def test_what_is_denied_in_the_middle_of_a_sentence(piece: str, no: bool) -> None:
    assert negated(piece) is no
