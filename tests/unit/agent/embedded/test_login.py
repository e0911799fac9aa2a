"""Sign-ins that only a person can finish: what the site asks for, told apart from what it merely mentions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import stages
from skyvern.domain.failure import Category
from skyvern.domain.goal import Act, AskPerson, Decision, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import Alert, Element, Observation
from tests.unit.agent.embedded.test_policy import ACCOUNT, LOGIN, POLICY, box, button, done, page, settled

ROBOT = Element(ref="f1e3", role="checkbox", name="I'm not a robot", tag="span", checked=False, frame="f1")
GATES = [
    ("Verify you are human by completing the action below.", Category.ANTI_BOT_DETECTION),
    ("Checking your browser. Are you a robot?", Category.ANTI_BOT_DETECTION),
    ("Press & Hold to confirm", Category.ANTI_BOT_DETECTION),
    ("Use your passkey to confirm it's really you", Category.AUTH_FAILURE),
    ("Insert your security key into the USB port", Category.AUTH_FAILURE),
    ("Check your phone", Category.AUTH_FAILURE),
    ("Approve the sign-in request on your mobile device", Category.AUTH_FAILURE),
    ("Open the Authenticator app on your phone to approve the request", Category.AUTH_FAILURE),
]


@pytest.mark.parametrize(("words", "category"), GATES)
async def test_a_gate_for_persons_is_told_from_a_login_form(words: str, category: Category) -> None:
    decision = await settled(ACCOUNT, page(text=(f"# {words}",)), History())
    assert isinstance(decision, AskPerson)
    assert decision.category is category
    assert words[:20] in decision.question


@pytest.mark.parametrize(
    "words", ["This site is protected by reCAPTCHA.", "New: sign in with passkeys", "Are you new here?"]
)
async def test_what_a_form_mentions_is_not_asked(words: str) -> None:
    seen = page(*LOGIN.elements, text=(words,))
    assert isinstance(await POLICY.decide(ACCOUNT, seen, History()), Act)


async def typed_on(seen: Observation) -> tuple[History, Decision]:
    """Type into the page; return what was done and what is decided then."""
    first = await POLICY.decide(ACCOUNT, seen, History())
    assert isinstance(first, Act)
    history = done(History(), first, seen)
    return history, await POLICY.decide(ACCOUNT, seen, history)


async def test_a_captcha_is_left_to_a_person_and_the_login_goes_on_after_it() -> None:
    seen = page(*LOGIN.elements, ROBOT)
    history, decision = await typed_on(seen)
    assert isinstance(decision, AskPerson)
    solved = page(*LOGIN.elements, replace(ROBOT, checked=True))
    after = await POLICY.decide(ACCOUNT, solved, history)
    assert isinstance(after, Act)
    assert [action.ref for action in after.actions] == ["e4"]


async def test_the_text_of_a_picture_is_left_to_a_person() -> None:
    _, decision = await typed_on(page(*LOGIN.elements, box("e8", "Type the characters you see in the image")))
    assert isinstance(decision, AskPerson)
    assert decision.category is Category.ANTI_BOT_DETECTION


async def test_a_second_factor_on_another_device_is_asked_for_after_the_password() -> None:
    history, second = await typed_on(LOGIN)
    waiting = page(button("e9", "Resend"), text=("# Approve the request on your phone",), fingerprint="two")
    decision = await settled(ACCOUNT, waiting, done(history, second, LOGIN))
    assert isinstance(decision, AskPerson)


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("Log in with the club number 'K-88' and the entry phrase 'blue boat'.", ["K-88", "blue boat"]),
        ("Sign in as 'ida' with the password 'blue boat'.", ["ida", "blue boat"]),
    ],
)
async def test_a_login_takes_what_its_fields_are_called_by_the_goal(words: str, typed: list[str]) -> None:
    named = page(box("e1", "Club number"), box("e2", "Entry phrase", input_type="password"), button("e3", "Go aboard"))
    usual = page(box("e1", "User name"), box("e2", "Password", input_type="password"), button("e3", "Log in"))
    seen = named if "club" in words else usual
    decision = await POLICY.decide(Goal(kind=GoalKind.NAVIGATION, text=words), seen, History())
    assert isinstance(decision, Act)
    assert [action.text for action in decision.actions] == typed


async def test_a_warning_behind_the_login_may_speak_of_anything() -> None:
    history, decision = await typed_on(LOGIN)
    assert isinstance(decision, Act)
    inside = page(button("e9", "Log out"), text=("# Reports", "Wrong label on crate 7"))
    history = done(history, decision, LOGIN)
    after = replace(inside, alerts=(Alert(text="Wrong label on crate 7", kind="warning"),), fingerprint="inside")
    assert login_refused(await POLICY.decide(ACCOUNT, after, history)) is False
    refused = replace(after, alerts=(Alert(text="Wrong password", kind="warning"),))
    assert login_refused(await POLICY.decide(ACCOUNT, refused, history)) is True


def login_refused(decision: Decision) -> bool:
    return isinstance(decision, GiveUp) and decision.failure.category is Category.AUTH_FAILURE


async def test_a_page_that_never_reacted_has_not_refused_the_login() -> None:
    stays = replace(LOGIN, fingerprint="login")
    history, decision = History(), await POLICY.decide(ACCOUNT, stays, History())
    sent = 0
    while not isinstance(decision, GiveUp):
        if isinstance(decision, Act):
            sent += any(action.effect for action in decision.actions)
            history = done(history, decision, stays)
        else:
            history = replace(history, notes={**history.notes, **decision.notes})
        decision = await POLICY.decide(ACCOUNT, stays, history)
    assert sent == 2
    assert decision.failure.category is Category.ELEMENT_NOT_FOUND
    assert "stayed as it was" in decision.failure.reason


@pytest.mark.parametrize(
    "words",
    ["Connectez-vous avec les identifiants fournis.", "Melden Sie sich mit den Zugangsdaten an.", "Inicie sesión."],
)
def test_a_block_that_logs_in_needs_no_words_of_ours(words: str) -> None:
    goal = Goal(kind=GoalKind.LOGIN, text=words)
    assert [stage.kind.value for stage in stages(goal, understand(goal))] == ["login"]
