"""Pages that stand before a service, forms that stand around every page, and what a search found."""

from __future__ import annotations

from dataclasses import replace

from skyvern.agent.policies.embedded.finding.side import without_mailing
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import GiveUp, Goal, GoalKind
from skyvern.domain.page import ActionKind, Element
from tests.unit.agent.embedded.test_offering import settled
from tests.unit.agent.embedded.test_policy import box, button, choice, link, page
from tests.unit.agent.embedded.walking import deeds, walked


def tick(ref: str, name: str, *, checked: bool = False) -> Element:
    made = Element(ref=ref, role="checkbox", name=name, tag="input", input_type="checkbox", form="f1", landmark="main")
    return replace(made, checked=checked)


TERMS = page(
    box("q", "Search this site", form="top"),
    button("go", "Go", form="top"),
    button("yes", "I Agree", form="gate"),
    button("no", "I Do Not Agree", form="gate"),
    text=("# Registry", "Terms of use", "By continuing you acknowledge that you have read these terms."),
    fingerprint="gate",
)
SEARCH = page(box("n", "Last name"), button("s", "Search"), fingerprint="search")
LIST = page(
    link("blum", "Ida Blum", context="Ida Blum Nurse"), text=("# Results",), url="http://site/r", fingerprint="list"
)


async def test_terms_that_stand_before_a_search_are_agreed_to() -> None:
    found = await walked('Search for the last name "Blum".', TERMS, SEARCH, settled(SEARCH, n="Blum"), LIST)
    assert deeds(found)[:3] == [(ActionKind.CLICK, "yes"), (ActionKind.INPUT_TEXT, "n"), (ActionKind.CLICK, "s")]


async def test_terms_are_not_agreed_to_against_the_goal() -> None:
    found = await walked('Search for the last name "Blum". Do not accept any terms.', TERMS, TERMS)
    assert (ActionKind.CLICK, "yes") not in deeds(found)


async def test_an_offer_is_not_accepted_for_want_of_anything_else() -> None:
    offer = page(button("yes", "Accept offer"), button("no", "Decline"), text=("# Your offer",), fingerprint="offer")
    found = await walked('Search for the last name "Blum".', offer, offer)
    assert isinstance(found[-1], GiveUp)
    assert (ActionKind.CLICK, "yes") not in deeds(found)


def test_a_form_for_news_is_no_place_for_an_address_unless_it_is_ordered() -> None:
    seen = page(
        box("news", "Job alerts", form="foot"),
        button("sub", "Subscribe", form="foot"),
        box("mail", "Email"),
        button("send", "Send"),
    )

    def kept(text: str) -> set[str]:
        goal = Goal(kind=GoalKind.NAVIGATION, text=text)
        return {e.ref for e in without_mailing(seen, goal, understand(goal)).elements}

    assert kept("Enter the email ida@blum.example and send it.") == {"mail", "send"}
    assert kept("Send my email ida@blum.example. Do not subscribe to news.") == {"mail", "send"}
    assert "news" in kept("Subscribe to the newsletter with ida@blum.example.")


async def test_what_a_search_says_of_its_lists_is_chosen_there() -> None:
    asked = page(
        choice("p", "Profession", "-- All --", "Nurse", "Pharmacist"),
        choice("st", "Status", "-- Any --", "Active", "Expired"),
        button("s", "Search"),
        fingerprint="lists",
    )
    found = await walked('Find every active "Pharmacist".', asked, settled(asked, p="Pharmacist", st="Active"), LIST)
    chosen = {one.ref: one.text for act in found[:1] for one in getattr(act, "actions", ())}
    assert chosen == {"p": "Pharmacist", "st": "Active"}


async def test_what_was_found_is_opened_where_the_form_is_not_in_the_list() -> None:
    job = page(
        box("f", "Full name"),
        box("m", "Email"),
        button("apply", "Submit application"),
        url="http://site/job",
        fingerprint="job",
    )
    listed = page(link("clerk", "Clerk"), link("cook", "Cook"), text=("# Jobs",), url="http://site/j", fingerprint="j")
    goal = 'Find the job "Cook" and apply for "Ida Blum" (ida@blum.example).'
    keyed = page(box("k", "Keyword"), button("s", "Search"), fingerprint="keyed")
    found = await walked(
        goal, keyed, settled(keyed, k="Cook"), listed, job, settled(job, f="Ida Blum", m="ida@blum.example")
    )
    assert (ActionKind.CLICK, "cook") in deeds(found)
    assert deeds(found).index((ActionKind.CLICK, "cook")) < deeds(found).index((ActionKind.INPUT_TEXT, "f"))


async def test_a_page_of_a_list_is_made_as_long_as_is_ordered() -> None:
    options = choice("size", "14 records found", "10", "50", form="f2", hints=("per", "records per page"))
    sized = page(options, button("go", "Go", form="f2"), link("n", "Next >"), fingerprint="sized")
    found = await walked("Show 50 records per page.", sized, sized)
    assert deeds(found)[0] == (ActionKind.SELECT_OPTION, "size")
    assert (ActionKind.CLICK, "n") not in deeds(found)


async def test_a_box_for_what_nobody_wants_is_cleared() -> None:
    asked = page(
        box("n", "Name"),
        tick("sms", "Send me text message reminders", checked=True),
        tick("keep", "Keep my place in the line", checked=True),
        button("s", "Submit"),
        fingerprint="asked",
    )
    words = 'Fill in the form: name "Ida". The patient does not want text reminders. Submit.'
    found = await walked(words, asked, settled(asked, n="Ida"), settled(asked, n="Ida", sms=False))
    cleared = [one.ref for act in found for one in getattr(act, "actions", ()) if one.kind is ActionKind.CHECKBOX]
    assert cleared == ["sms"]


async def test_a_state_that_a_box_says_is_tick() -> None:
    asked = page(box("m", "Your response", tag="textarea"), tick("f", "This response is complete"), fingerprint="state")
    found = await walked("Mark the response as complete.", asked, settled(asked, f=True))
    assert deeds(found)[0] == (ActionKind.CHECKBOX, "f")


async def test_news_that_the_goal_refuses_in_its_own_language_are_cleared() -> None:
    asked = page(
        box("n", "Nom"), tick("a", "Recevoir les alertes", checked=True), button("s", "Envoyer"), fingerprint="fr"
    )
    words = "Remplir le formulaire : nom « Ida ». Ne pas s'abonner aux alertes. Envoyer le formulaire."
    found = await walked(words, asked, settled(asked, n="Ida"), settled(asked, n="Ida", a=False))
    assert (ActionKind.CHECKBOX, "a") in deeds(found)
