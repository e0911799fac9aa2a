"""Sign-ins of several pages on real ones: name, pass phrase, code; refusals; what only a person can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from skyvern.domain.failure import Category
from skyvern.domain.goal import Goal, GoalKind, SecretField
from skyvern.domain.status import BlockStatus
from tests.browser.embedded.test_unseen_pages import attempt

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site

TOKEN = "{{secret:1}}"
"""What the session of these tests turns into `hunter2-geheim`."""
LOGIN = Goal(
    kind=GoalKind.LOGIN,
    max_steps=12,
    secrets=(
        SecretField(parameter="p", field="username", token="ann@example.org"),
        SecretField(parameter="p", field="password", token=TOKEN),
        SecretField(parameter="p", field="totp", token="482913"),
    ),
)

WIZARD = """<style>section{display:none}section.on{display:block}</style><main>
<section id=s1 class=on><h1>Sign in</h1><label>Email or phone<input id=u autocomplete=username></label>
<button onclick="u.value === 'ann@example.org' ? go(2) : say('No account')">Next</button></section>
<section id=s2><h1>Welcome</h1><label>Enter your password<input id=p type=password></label>
<button onclick="p.value === 'hunter2-geheim' ? go(3) : say('Wrong password. Try again.')">Next</button></section>
<section id=s3><h1>2-Step Verification</h1><p>Enter the code of your app</p>
<label>Verification code<input id=c inputmode=numeric autocomplete=one-time-code></label>
<button onclick="c.value === '482913' ? go(4) : say('Wrong code')">Verify</button></section>
<section id=s4><h1>Your account</h1><p>Signed in as ann</p><button>Log out</button></section>
<p role=alert id=m></p></main><script>
function go(n) { document.querySelectorAll('section').forEach(s => s.classList.toggle('on', s.id === 's' + n));
  m.textContent = ''; document.title = 'step ' + n; }
function say(t) { m.textContent = t; }</script>"""

ROBOT = """<main><h1>Sign in</h1><label>Email<input id=u></label><label>Password<input id=p type=password></label>
<span role=checkbox aria-checked=false tabindex=0 aria-label="I'm not a robot" style="display:inline-block;
width:28px;height:28px;border:2px solid #888"></span> I'm not a robot <button>Sign in</button></main>"""

PASSKEY = """<main><h1>Use your passkey to confirm it's really you</h1>
<p>Your device will ask for your fingerprint, face, or screen lock.</p><button>Continue</button></main>"""


async def test_three_pages_and_a_code(session: BrowserSession, site: Site) -> None:
    outcome = await attempt(LOGIN, session, site.page("/wizard", WIZARD))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert (await session.observe()).title == "step 4"
    assert "hunter2" not in str(outcome)


async def test_a_wrong_code_is_told_in_the_sites_words(session: BrowserSession, site: Site) -> None:
    outcome = await attempt(LOGIN, session, site.page("/wrong", WIZARD.replace("'482913'", "'000000'")))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert outcome.failure.category is Category.AUTH_FAILURE
    assert "Wrong code" in outcome.failure.reason


@pytest.mark.parametrize(
    ("body", "question", "category"),
    [
        (ROBOT, "proof that you are human", Category.ANTI_BOT_DETECTION),
        (PASSKEY, "passkey", Category.AUTH_FAILURE),
    ],
    ids=["captcha", "passkey"],
)
async def test_what_only_a_person_can_do_is_asked(
    session: BrowserSession, site: Site, body: str, question: str, category: Category
) -> None:
    outcome = await attempt(LOGIN, session, site.page("/gate", body))
    assert outcome.status is BlockStatus.FAILED
    assert question in outcome.question
    assert outcome.failure is not None
    assert outcome.failure.category is category
