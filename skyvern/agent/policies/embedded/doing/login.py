"""Signs in: finds user name and password fields (on one page or two), types the tokens, sees whether we got in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.challenges import gate, human_proof
from skyvern.agent.lexicon import field_concept, similarity
from skyvern.agent.policies.embedded.finding import pages
from skyvern.agent.policies.embedded.finding.match import (
    THRESHOLD,
    choose,
    is_button_for,
    is_press,
    is_submit,
    is_text,
    label_score,
    names,
    press_score,
    prior,
)
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.values import flatten
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import authentication_failed, element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp, GoalKind
from skyvern.domain.page import Action, ActionKind, Element

_REJECTED = re.compile(
    r"\b(?:invalid|incorrect|wrong|not (?:recogni[sz]ed|match|valid|correct|found)|do(?:es)? not match|don.t match|"
    r"doesn.t match|failed|failure|denied|locked|suspended|disabled|try again|unable to (?:sign|log)|"
    r"could not (?:sign|log)|couldn.t|no account|unknown user|bad credentials|expired|too many|rejected|mismatch|"
    r"unsuccessful)\b",
    re.IGNORECASE,
)
_OTHER_WAYS = re.compile(
    r"\b(?:google|facebook|apple|microsoft|github|linkedin|sso|saml|passkey|magic link|forgot|register|sign up|"
    r"create)\b",
    re.IGNORECASE,
)
_OF_LOGIN = re.compile(
    r"\b(?:password|username|user|credentials?|login|logins|log in|log on|sign in|sign-in|account|e-?mail|details|"
    r"attempts?|code|access|token|session|authenticat\w+|authori[sz]\w+)\b",
    re.IGNORECASE,
)
"""Words of a message about a login: on a page without a password field a message may speak of anything."""
_LOGGED_IN = re.compile(
    r"\b(?:welcome back|signed in as|logged in as|you are (?:now )?(?:signed|logged) in)\b", re.IGNORECASE
)


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the next act of a login, or None when we are in."""
    fields = _login_fields(scene)
    if scene.state.phase == "sent":
        return _after(stage, scene, fields)
    if not fields and (asked := gate(scene.page)):
        return asked
    if scene.state.phase == "open" and not fields and scene.state.waits < 2:
        return scene.wait(1.0, "waiting for the login form")
    if not fields:
        return _no_form(stage, scene)
    if scene.state.phase == "typed":
        return human_proof(scene.page) or _send(stage, scene, fields)
    return _type(stage, scene, fields)


def _login_fields(scene: Scene) -> dict[str, Element]:
    """Return the fields of the login form that is on the page: username, password, otp."""
    texts = [e for e in scene.page.elements if is_text(e) and not e.disabled and not e.readonly]
    secret = [e for e in texts if e.input_type == "password" and not _is_code(e)]
    codes = [e for e in texts if _is_code(e)]
    if len(secret) > 1:
        forms = {e.form for e in secret}
        secret = [e for e in secret if sum(other.form == e.form for other in secret) == 1] if len(forms) > 1 else []
    found: dict[str, Element] = {}
    if secret:
        password = max(secret, key=prior)
        found["password"] = password
        before = [e for e in texts if e.input_type != "password" and e.form == password.form and not _is_code(e)]
        if before:
            found["username"] = max(before, key=lambda e: (_user_score(e), -_distance(e, password)))
        inside = [e for e in codes if e.form == password.form]
        if inside:
            found["otp"] = inside[0]
    elif codes:
        found["otp"] = codes[0]
    else:
        users = [e for e in texts if _user_score(e) >= 0.85 and e.landmark not in ("search", "contentinfo")]
        alone = [e for e in users if sum(other.form == e.form for other in texts) <= 1 and _has_login_button(scene, e)]
        if alone:
            found["username"] = max(alone, key=_user_score)
    return found


def _is_code(element: Element) -> bool:
    if element.autocomplete.endswith("one-time-code"):
        return True
    said = field_concept(element.name) or field_concept(element.placeholder)
    return said == "otp" or (
        said == ""
        and max(
            (similarity("verification code", text) for text in (element.name, *element.hints[:2]) if text), default=0.0
        )
        >= 0.8
    )


def _user_score(element: Element) -> float:
    return max(
        label_score("username", element), label_score("email", element), 0.97 * label_score("account number", element)
    )


def _distance(one: Element, other: Element) -> int:
    return abs(one.box[1] - other.box[1]) + abs(one.box[0] - other.box[0])


def _has_login_button(scene: Scene, field: Element) -> bool:
    return any(
        is_press(e) and (not field.form or e.form == field.form) and is_button_for(e, "login", "next", "submit")
        for e in scene.page.elements
    )


def _values(stage: Stage, scene: Scene, fields: dict[str, Element]) -> dict[str, str]:
    """Return what to type: values said in the goal first, then the block's secrets, then the payload."""
    found: dict[str, str] = {}
    for key, value in scene.goal.payload.items():
        meant = _meant(key)
        if meant and isinstance(value, (str, int)):
            found.setdefault(meant, str(value))
    for secret in scene.goal.secrets:
        meant = _meant(secret.field)
        if meant:
            found[meant] = secret.token
    lent = {*dict(flatten(scene.goal.payload)), *(secret.field for secret in scene.goal.secrets)}
    for term in (*stage.terms, *scene.plan.facts, *(one for intent in scene.plan.intents for one in intent.terms)):
        _said(term, found, fields, own=term in stage.terms or term.key in lent)
    return found


def _said(term: Term, found: dict[str, str], fields: dict[str, Element], *, own: bool) -> None:
    """Take a value for the field of its meaning, or for the one that bears its label ("private code").

    What is `own` to the login wins over what is known already; of the rest of the goal ("change the email to …") not.
    """
    bears = (
        (name for name, field in fields.items() if label_score(term.label, field) >= THRESHOLD) if term.label else ()
    )
    meant = _meant(term.meaning) or next(iter(bears), "")
    if meant and term.value and ((term.key and own) or meant not in found):
        found[meant] = term.value


def _meant(label: str) -> str:
    concept = field_concept(label.replace("_", " ").rpartition(".")[2])
    if concept in ("username", "email", "account_number"):
        return "username"
    if concept in ("password", "otp"):
        return concept
    return ""


def _type(stage: Stage, scene: Scene, fields: dict[str, Element]) -> Decision | None:
    values = _values(stage, scene, fields)
    if "password" not in values and "otp" not in values and not values:
        return GiveUp(failure=needs_llm(stage.clause, "the goal gives no user name and password to log in with"))
    if "otp" in fields and "password" not in fields and "otp" not in values:
        return GiveUp(
            failure=authentication_failed(
                f"the site asks for a one-time code ({fields['otp'].name!r}) and the credential has none"
            )
        )
    actions = [
        Action(
            kind=ActionKind.INPUT_TEXT,
            ref=element.ref,
            text=values[name],
            reasoning="log in",
            intention=f"fill {element.name or name!r}",
        )
        for name, element in (
            ("username", fields.get("username")),
            ("password", fields.get("password")),
            ("otp", fields.get("otp")),
        )
        if element is not None and name in values
    ]
    lacking = [name for name in fields if name not in values and name != "otp"]
    if lacking and not (lacking == ["username"] and fields["username"].value):
        return GiveUp(
            failure=needs_llm(
                stage.clause,
                f"the login form asks for {names([fields[name] for name in lacking])}, which the goal does not give",
            )
        )
    return scene.act(*actions, phase="typed", reasoning="Fill in the login form", tried=(*scene.state.tried, *fields))


def _send(stage: Stage, scene: Scene, fields: dict[str, Element]) -> Decision | None:
    failed = next((record for record in scene.step() if record.result is not None and not record.result.ok), None)
    if failed is not None and failed.result is not None:
        if scene.state.tries >= 1:
            return GiveUp(failure=element_not_found(f"the login form did not take the values: {failed.result.message}"))
        return _type(stage, replace(scene, state=replace(scene.state, tries=1)), fields)
    anchor = fields.get("password") or fields.get("otp") or fields.get("username")
    form = anchor.form if anchor else ""

    def score(element: Element) -> float:
        if _OTHER_WAYS.search(element.name):
            return 0.0
        value = (
            0.95
            if is_button_for(element, "login")
            else 0.85
            if is_button_for(element, "next", "submit", "confirm")
            else 0.0
        )
        value = max(value, 0.9 * press_score("log in", element), 0.8 * press_score("verify", element))
        if is_submit(element):
            value = max(value + 0.1, 0.7)
        inside = element.form == form
        return (
            value + (0.15 if inside and form else 0.0 if inside else -0.4) - (0.2 if element.role == "link" else 0.0)
            if value
            else 0.0
        )

    found = choose([e for e in scene.page.elements if is_press(e)], score)
    if found.element is not None and not found.element.disabled:
        action = click(found.element, reasoning="log in", effect=True)
    elif anchor is not None:
        action = Action(
            kind=ActionKind.KEYPRESS,
            ref=anchor.ref,
            text="Enter",
            effect=True,
            reasoning="log in",
            intention="press Enter",
        )
    else:
        return GiveUp(failure=element_not_found("no button to log in with"))
    return scene.act(action, phase="sent", pages=scene.state.pages + 1, reasoning="Log in")


_AGAIN = "sent again"


def _after(stage: Stage, scene: Scene, fields: dict[str, Element]) -> Decision | None:
    if message := rejection(scene):
        return GiveUp(failure=authentication_failed(message))
    new_code = "otp" in fields and "otp" not in scene.state.tried
    new_password = "password" in fields and "password" not in scene.state.tried and scene.state.pages < 4
    if new_code or new_password:
        return _type(stage, scene, fields)
    if asked := human_proof(scene.page) if fields else gate(scene.page):
        return asked
    asked = "password" in fields or "otp" in fields or ("username" in fields and "password" not in scene.state.tried)
    if (asked or not scene.changed) and (scene.page.busy or scene.state.waits < 3):
        return scene.wait(1.0, "waiting for the site to answer the login")
    if asked and not scene.changed and not pages.complaint(scene):
        return _unanswered(stage, scene, fields)
    if asked:
        said = pages.complaint(scene) or "the login form is still there after it was sent"
        return GiveUp(failure=authentication_failed(said))
    if not scene.changed:
        return GiveUp(failure=element_not_found("the login button had no effect"))
    return scene.wait(1.0, scene.page.busy) if scene.page.busy and scene.state.waits < 3 else None


def _unanswered(stage: Stage, scene: Scene, fields: dict[str, Element]) -> Decision | None:
    """Send the login once more where the page stays just as it was: nothing says that the site ever heard of it."""
    if _AGAIN not in scene.state.tried:
        anew = replace(scene.state, tried=(*scene.state.tried, _AGAIN), waits=0)
        return _send(stage, replace(scene, state=anew), fields)
    return GiveUp(failure=element_not_found("the login was sent twice, and the page stayed as it was"))


def rejection(scene: Scene) -> str:
    """Return the site's words for a refused login, "" when there are none."""
    texts = [alert.text for alert in scene.page.alerts if alert.kind in ("error", "warning")]
    texts += [element.error for element in scene.page.elements if element.error]
    texts += [dialog.message for dialog in scene.page.dialogs]
    asking = any(e.input_type == "password" for e in scene.page.elements)
    hit = next((text for text in texts if _REJECTED.search(text) and (asking or _OF_LOGIN.search(text))), "")
    if hit:
        return " ".join(hit.split())[:240]
    if not asking:
        return ""
    for line in scene.page.reading.lines:
        if (
            len(line.text) < 200
            and _REJECTED.search(line.text)
            and line.region not in ("contentinfo", "navigation", "banner")
            and _OF_LOGIN.search(line.text)
        ):
            return " ".join(line.text.split())[:240]
    return ""


def _no_form(stage: Stage, scene: Scene) -> Decision | None:
    if _inside(scene.page.elements) or any(_LOGGED_IN.search(line.text) for line in scene.page.reading.lines):
        return None
    if scene.state.phase != "open":
        buttons = [e for e in scene.page.elements if is_press(e) and not e.disabled and not _OTHER_WAYS.search(e.name)]
        found = choose(buttons, lambda e: press_score("log in", e) + prior(e))
        first = found.element or (found.rivals[0] if found.rivals else None)
        if first is not None:
            return scene.act(
                click(first, reasoning="open the login form"), phase="open", reasoning="Open the login form"
            )
    if scene.page.busy or scene.state.waits < 2:
        return scene.wait(1.0, "no login form yet")
    if scene.goal.kind is GoalKind.LOGIN or stage.clause:
        return GiveUp(failure=element_not_found("no login form on the page and no link to one"))
    return None


def _inside(elements: Sequence[Element]) -> bool:
    return any(is_press(e) and is_button_for(e, "logout") for e in elements)
