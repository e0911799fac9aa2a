"""Judges whether somebody is signed in, was turned away, or is asked who they are."""

from __future__ import annotations

import re

from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes

_SIGN_OUT = re.compile(r"^(?:log|sign)\s?-?(?:out|off)\b|\blog\s?out\b|\bsign\s?out\b", re.I)
_LOGGED_IN = re.compile(
    r"\b(?:logged|signed)[ -]?(?:in|on)\b|\b(?:log|sign)[ -]?(?:in|on) (?:is |was |has )?(?:been )?(?:succe|complet"
    r"|work)|\bsuccessful(?:ly)? (?:log|sign|authenticat)|\bauthenticat(?:ed|ion)\b(?!.*fail)"
    r"|\blogin (?:is )?successful",
    re.I,
)
_LOGIN_FORM = re.compile(
    r"\b(?:log[ -]?in|sign[ -]?in|log[ -]?on|password)\b.*\b(?:form|page|screen|field|prompt|box)\b|\b(?:asked"
    r"|prompted) to (?:log|sign) in\b",
    re.I,
)
_LOGIN_FAILED = re.compile(
    r"\b(?:log[ -]?in|sign[ -]?in|authentication|credentials?|password|username)\b.*\b(?:fail(?:s|ed|ure)?"
    r"|reject(?:s|ed)?|incorrect|invalid|wrong|not accepted|denied|unsuccessful|error)\b|"
    r"\b(?:fail(?:s|ed)|invalid|incorrect|wrong|bad|rejected|unsuccessful)\b.*\b(?:log[ -]?in|sign[ -]?in"
    r"|authentication|credentials?|password|username)\b",
    re.I,
)
_REJECTION = re.compile(
    r"\b(?:incorrect|invalid|wrong|not (?:match|recogni[sz]ed|valid|correct|found)|fail(?:ed|ure)?|denied|locked"
    r"|unknown|expired|try again|does(?:n't|n’t| not) match)\b",
    re.I,
)
_CAPTCHA = re.compile(
    r"\bcaptcha\b|\bnot a robot\b|\bhuman verification\b|\bverify (?:that )?you(?:'re| are) (?:a )?human\b", re.I
)


def login_failed(text: str, scene: Scene) -> Verdict | None:
    """*The login failed*, *wrong password*."""
    if quotes_in(text) or not _LOGIN_FAILED.search(text) or re.search(r"\bnot\b|n't|^no\b", text, re.I):
        return None
    messages = [alert.text for alert in scene.observation.alerts if alert.kind in ("error", "warning")]
    messages += [
        text
        for text in scene.main
        if len(text) < 160 and re.search(r"\b(?:password|user ?name|credential|log ?in|sign ?in|account)", text, re.I)
    ]
    said = next((message for message in messages if _REJECTION.search(message)), "")
    if said:
        return yes(f"the page says {said!r}")
    return no("the page does not reject a login")


def logged_in(text: str, scene: Scene) -> Verdict | None:
    """*The user is logged in.*"""
    if quotes_in(text) or not _LOGGED_IN.search(text):
        return None
    if re.search(r"\b(?:logged|signed)[ -]?out\b", text, re.I):
        return None
    if scene.password_field is not None:
        return no("the page still asks for a password")
    out = next(
        (
            e
            for e in scene.observation.elements
            if _SIGN_OUT.search(e.name) and e.role in ("link", "button", "menuitem")
        ),
        None,
    )
    if out is not None:
        return yes(f"the page offers {out.name!r}")
    if said := scene.line_with(
        re.compile(
            r"\b(?:welcome(?: back)?,? \w+|(?:logged|signed) in as|you are (?:now )?(?:logged|signed) in)\b", re.I
        )
    ):
        return yes(f"the page says {said!r}")
    if any(re.search(r"^(?:log|sign)\s?-?(?:in|on)$", e.name.strip(), re.I) for e in scene.observation.elements):
        return no("the page still offers to sign in")
    return unknown("the page shows neither a password field nor a way to sign out")


def login_form(text: str, scene: Scene) -> Verdict | None:
    """*The login page is shown.*"""
    if (
        quotes_in(text)
        or not _LOGIN_FORM.search(text)
        or re.search(r"\b(?:empty|filled|contains?|error)\b", text, re.I)
    ):
        return None
    return yes("the page asks for a password") if scene.password_field else no("the page does not ask for a password")


def captcha(text: str, scene: Scene) -> Verdict | None:
    """*A CAPTCHA is shown.*"""
    if quotes_in(text) or not _CAPTCHA.search(text):
        return None
    said = next((t for t in scene.texts if _CAPTCHA.search(t)), "")
    return yes(f"the page says {said!r}") if said else no("the page shows no CAPTCHA")
