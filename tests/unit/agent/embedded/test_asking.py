"""Questions in more words than the goal has: which answer belongs to which, and what of a wizard comes with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.forms.asking import asks, box_for
from skyvern.agent.policies.embedded.forms.putting import option_for
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import ActionKind, Option
from tests.unit.agent.embedded.test_offered import put, radio, tick
from tests.unit.agent.embedded.test_offering import settled
from tests.unit.agent.embedded.test_policy import box, button, choice, page
from tests.unit.agent.embedded.walking import deeds, walked


@pytest.mark.parametrize(
    ("label", "asked", "fits"),
    [
        ("years of experience", "How many years of relevant experience do you have?", True),
        ("Visa sponsorship needed", "Will you now or in the future require visa sponsorship?", True),
        ("smoker", "Does anyone smoke?", True),
        ("claims last 5 years", "Boat claims or losses in the last five years", True),
        ("years of experience", "How many years have you lived here?", False),
        ("year", "Year of construction", False),
    ],
)
def test_a_question_is_about_all_words_of_a_label(label: str, asked: str, fits: bool) -> None:
    assert asks(label, asked) is fits


def test_what_is_asked_in_full_is_answered() -> None:
    fields = (box("y", "How many years of relevant experience do you have?"), box("c", "City"))
    visa = (
        radio("yes", "Yes", "Will you require visa sponsorship?"),
        radio("no", "No", "Will you require visa sponsorship?"),
    )
    text = "Apply for the job. Years of experience: 4. Needs visa sponsorship: no. City: Lund."
    assert put(text, *fields, *visa) == {"y": "4", "yes": "No", "c": "Lund"}


@pytest.mark.parametrize(("count", "answer"), [("1", "Yes"), ("0", "No")])
def test_a_count_answers_whether_there_is_any(count: str, answer: str) -> None:
    asked = "Any at-fault accidents in the last 5 years?"
    found = put(f"Get a quote. Accidents at fault: {count}.", radio("y", "Yes", asked), radio("n", "No", asked))
    assert found == {"y": answer}


@pytest.mark.parametrize(
    ("labels", "value", "chosen"),
    [
        (("Own", "Rent", "Something else"), "rents an apartment", "Rent"),
        (
            ("Yes, with another company", "Yes, with us", "No"),
            "insured with another company",
            "Yes, with another company",
        ),
        (("Commuting", "Personal trips"), "commute", "Commuting"),
        (("0", "1", "2", "3 or more"), "Yes", None),
        (("Applicable", "Other"), "not applicable here", None),
    ],
)
def test_the_option_that_says_it_in_short(labels: tuple[str, ...], value: str, chosen: str | None) -> None:
    found = option_for([Option(label=one, value=one) for one in labels], value)
    assert (found.label if found else None) == chosen


def test_a_box_is_found_by_the_thing_that_it_is_for() -> None:
    boxes = [tick("t", "Add me to the Acme talent community to hear of openings"), tick("n", "Send me the newsletter")]
    found = box_for("talent community", boxes)
    assert found is boxes[0]
    assert box_for("community", boxes) is None


def test_two_files_go_each_to_its_own_field() -> None:
    text = "Attach http://x/a.pdf as the resume and http://x/b.pdf as the cover letter."
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    assert [(t.label, t.value) for one in plan.intents for t in one.terms] == [
        ("resume", "http://x/a.pdf"),
        ("cover letter", "http://x/b.pdf"),
    ]


async def test_a_choice_that_the_page_made_beforehand_is_changed_where_the_goal_chooses() -> None:
    packages = [radio(name, f"{name} cover", "Choose your coverage") for name in ("Basic", "Plus")]
    start = page(box("z", "ZIP code"), button("go", "Start my quote", form="f1"), fingerprint="start")
    last = page(
        replace(packages[0], checked=True), packages[1], choice("d", "Deductible", "$500", "$1,000"),
        button("see", "See my price", form="f1"), fingerprint="cover", url="http://site/cover",
    )  # fmt: skip
    text = (
        "Go through all the steps of the quote form. ZIP code: 44114. "
        "Choose the Plus package with a $1,000 deductible. COMPLETE when the price is shown."
    )
    full = settled(last, Plus=True, Basic=False, d="$1,000")
    price = page(text=("# Your price", "$471.49 a year"), url="http://site/price", fingerprint="price")
    found = await walked(text, start, settled(start, z="44114"), last, full, price)
    assert (ActionKind.CLICK, "go") in deeds(found)
    assert (ActionKind.CLICK, "Plus") in deeds(found)
    assert deeds(found)[-1] == (ActionKind.CLICK, "see")
