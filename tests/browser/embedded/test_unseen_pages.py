"""The embedded mind on pages of many makes: table layout, script widgets, modals, tabs, cards, wizards, menus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Goal, GoalKind, Outcome, SecretField
from skyvern.domain.page import Action, ActionKind
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site


def html(name: str) -> str:
    return (Path(__file__).parent / "pages" / f"{name}.html").read_text(encoding="utf-8")


async def attempt(goal: Goal, session: BrowserSession, url: str) -> Outcome:
    await session.act(Action(kind=ActionKind.GOTO_URL, text=url))
    return await pursue(
        goal,
        page=session,
        policies=(EmbeddedPolicy(),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(90),
        patience=8,
    )


def navigation(text: str, **more: object) -> Goal:
    return Goal(kind=GoalKind.NAVIGATION, text=text, max_steps=20, **more)  # pyright: ignore[reportArgumentType]


async def state(session: BrowserSession) -> str:
    """What the page's script wrote into its title: what really happened."""
    return (await session.observe()).title


LEGACY = html("legacy")


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("Search for Jane Doe in New York. COMPLETE when a record is found.", {}),
        ("Look up the licensee {0} {1}, licensed in {2}.", {"given": "Jane", "family": "Doe", "state": "New York"}),
        ("last name Doe, first name Jane, state NY - run the search", {}),
        ("Enter Jane as the first name and Doe as the last name, select New York, then click Submit Query.", {}),
    ],
)
async def test_a_form_laid_out_in_a_table(
    session: BrowserSession, site: Site, text: str, payload: dict[str, object]
) -> None:
    url = site.page("/legacy", LEGACY)
    outcome = await attempt(navigation(text.format(*payload.values()), payload=payload), session, url)
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "Doe|Jane|NY"


WIDGETS = html("widgets")


@pytest.mark.parametrize(
    "text",
    [
        (
            "Set the weight to 12, choose Express as the service level, tick insurance and turn on signature "
            "required. Then create the label."
        ),
        (
            "weight: 12\nservice level: Express\nCheck 'Insure this parcel'\nCheck 'Signature required'\nClick "
            "Create label"
        ),
    ],
)
async def test_widgets_made_of_script(session: BrowserSession, site: Site, text: str) -> None:
    outcome = await attempt(navigation(text), session, site.page("/widgets", WIDGETS))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "12|Express|true|true"


CARDS = html("cards")


async def test_the_right_card_of_several(session: BrowserSession, site: Site) -> None:
    url = site.page("/cards", CARDS)
    outcome = await attempt(navigation("Click Apply on the card for Day Nurse"), session, url)
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "applied 1"


async def test_cards_that_fit_alike_are_not_chosen_between(session: BrowserSession, site: Site) -> None:
    outcome = await attempt(navigation("Click Apply for Night Nurse"), session, site.page("/cards", CARDS))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("needs an LLM:")
    assert await state(session) == "start"


MODAL = html("modal")


@pytest.mark.parametrize(
    "text",
    [
        (
            "Click Invite member, enter kim@example.org as the work e-mail, select Editor as the role and send "
            "the invitation."
        ),
        (
            "Please open 'Invite member'. In the dialog, fill in work email: kim@example.org, role: Editor. Then "
            "press Send invitation. COMPLETE when the page says Invitation sent."
        ),
    ],
)
async def test_a_form_in_a_dialog(session: BrowserSession, site: Site, text: str) -> None:
    outcome = await attempt(navigation(text), session, site.page("/modal", MODAL))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "kim@example.org|Editor"


TABS = html("tabs")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Open the Documents tab and download the latest lease", ["c.pdf"]),
        ("documents tab, dl Lease 2025", ["b.pdf"]),
        ("Go to Documents and download all leases as PDF.", ["a.pdf", "b.pdf", "c.pdf"]),
        ("Download the lease from January 2025. It is among the documents.", ["b.pdf"]),
    ],
)
async def test_files_behind_a_tab(session: BrowserSession, site: Site, text: str, names: list[str]) -> None:
    for name in ("a", "b", "c"):
        site.file(f"/f/{name}.pdf", b"%PDF-1.4 " + name.encode(), "application/pdf")
    goal = Goal(kind=GoalKind.FILE_DOWNLOAD, text=text, max_steps=15)
    outcome = await attempt(goal, session, site.page("/tabs", TABS))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert sorted(file.file_name for file in outcome.downloads) == names


WIZARD = html("wizard")


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        (
            "Complete the application with the data provided and submit it. COMPLETE when a reference number is shown.",
            {
                "person": {"full_name": "Ana Lopez", "date_of_birth": "1990-02-03"},
                "address": {"street": "Elm 5", "zip": "12180"},
            },
        ),
        (
            "Fill out the application: full name Ana Lopez, date of birth 1990-02-03, street Elm 5, postcode 12180. "
            "Then send it.",
            {},
        ),
    ],
)
async def test_a_form_of_several_pages(
    session: BrowserSession, site: Site, text: str, payload: dict[str, object]
) -> None:
    outcome = await attempt(navigation(text, payload=payload), session, site.page("/wizard", WIZARD))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "Ana Lopez|02/03/1990|Elm 5|12180"


async def test_a_form_that_is_not_to_be_sent(session: BrowserSession, site: Site) -> None:
    text = "Go through the application and fill in full name Ana Lopez, street Elm 5. Do not submit it."
    outcome = await attempt(navigation(text), session, site.page("/wizard", WIZARD))
    assert await state(session) == "start", outcome


TWO_STEP = html("two_step")


@pytest.mark.parametrize(("password", "status"), [("right", BlockStatus.COMPLETED), ("wrong", BlockStatus.FAILED)])
async def test_a_login_on_two_pages(session: BrowserSession, site: Site, password: str, status: BlockStatus) -> None:
    secrets = tuple(
        SecretField(parameter="c", field=field, token=token)
        for field, token in (("username", "kim"), ("password", password))
    )
    goal = Goal(kind=GoalKind.LOGIN, secrets=secrets)
    outcome = await attempt(goal, session, site.page("/two", TWO_STEP))
    assert outcome.status is status, outcome.failure
    if status is BlockStatus.FAILED:
        assert outcome.failure is not None
        assert "Authentication failed" in outcome.failure.reason
        assert "not correct" in outcome.failure.reason
    else:
        assert await state(session) == "in"


MENU = html("menu")


@pytest.mark.parametrize(
    "text", ["Archive PO-2", "Click Archive in the row for PO-2", "Open the actions menu of PO-2 and click Archive"]
)
async def test_a_menu_in_a_row(session: BrowserSession, site: Site, text: str) -> None:
    outcome = await attempt(navigation(text), session, site.page("/menu", MENU))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "Archive 2"


SPINNER = html("spinner")


async def test_an_endless_spinner_ends_with_its_reason(session: BrowserSession, site: Site) -> None:
    outcome = await attempt(navigation("Click Download report"), session, site.page("/spin", SPINNER))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert any(word in outcome.failure.reason for word in ("still showed", "Element not found"))
