"""Judges whether somebody is signed in, was turned away, or is asked who they are."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from skyvern.agent.challenges import gate
from skyvern.agent.criteria.clauses import clauses
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.lexicon import content
from skyvern.agent.tongues import said as abroad
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import ActionKind, Element

_SHORT = 20
"""Letters of a name that is one thing and no box around several."""
_SIGN_OUT = re.compile(r"^(?:log|sign)\s?-?(?:out|off)\b|\blog\s?out\b|\bsign\s?out\b", re.I)
_LOGGED_IN = re.compile(
    r"\b(?:logged|signed)[ -]?(?:in|on)\b|\b(?:log|sign)[ -]?(?:in|on) (?:is |was |has )?(?:been )?(?:succe|complet"
    r"|work)|\bsuccessful(?:ly)? (?:log|sign|authenticat)|\bauthenticat(?:ed|ion)\b(?!.*fail)"
    r"|\blogin (?:is )?successful",
    re.I,
)
_FIRST_PAGE = re.compile(
    r"^(?:(?:the|your|my|their|his|her|a)\s+)?(?:[\w'’-]+\s+){0,2}?(?:home\s?page|home(?:\s+screen)?|start(?:ing)?\s?page|"
    r"landing\s+page|dashboard|main\s+(?:page|menu|screen)|account\s+(?:page|overview|area|home|summary)|"
    r"(?:overview|summary)(?:\s+page)?|welcome\s+(?:page|screen|message)|"
    r"(?:members?['’]?|members['’]|customer)\s+area|portal)(?:\s+(?:of|for|in)\s+.{1,60}?)?\s+"
    r"(?:is|are|was|has been|appears?|loads?|opens?)"
    r"(?:\s+(?:shown|displayed|visible|loaded|open|opened|reached|there))?$",
    re.I,
)
_LOGIN_FORM = re.compile(
    r"\b(?:log[ -]?in|sign[ -]?in|log[ -]?on|password)\b.*\b(?:form|page|screen|field|prompt|box)\b|\b(?:asked"
    r"|prompted) to (?:log|sign) in\b",
    re.I,
)
_LOGIN_FAILED = re.compile(
    r"\b(?:log[ -]?in|sign[ -]?in|authentication|credentials?|password|username)\b.*\b(?:fail(?:s|ed|ure)?"
    r"|reject(?:s|ed)?|incorrect|invalid|wrong|not accepted|denied|unsuccessful|refused|declined|turned down|error)\b|"
    r"\b(?:fail(?:s|ed)|invalid|incorrect|wrong|bad|rejected|refused|unsuccessful)\b.*\b(?:log[ -]?in|sign[ -]?in"
    r"|authentication|credentials?|password|username)\b",
    re.I,
)
_REJECTION = re.compile(
    r"\b(?:incorrect|invalid|wrong|not (?:match|recogni[sz]ed|valid|correct|found)|fail(?:ed|ure)?|denied|locked"
    r"|unknown|expired|try again|does(?:n't|n’t| not) match)\b",
    re.I,
)
_UNFINISHED = re.compile(
    r"\b(?:(?:verification|security|one[ -]time|access|authenticat\w+) code|two[ -]factor|2fa|"
    r"(?:try|sign in|log in|login) again|verify (?:your|it)|confirm (?:your|it's) (?:identity|you|e-?mail)|"
    r"(?:account|access|user|session|login|password)\b.{0,30}\b(?:locked|denied|suspended|disabled|expired|blocked|"
    r"pending|rejected|failed|incorrect|invalid|wrong)|(?:locked|denied|expired|wrong|invalid|incorrect|forgot\w*)\b"
    r".{0,30}\b(?:account|access|session|password|credentials?|log-?in))\b",
    re.I,
)
"""What a page says on which a login is not over: then nothing but a way to sign out tells that somebody is in."""
_NEGATES = re.compile(
    rf"{_REJECTION.pattern}|\b(?:could|can|did|was|were|is|are)\s?(?:not|n't|n’t)\b|\bcannot\b|\bunable\b|"
    r"\bno coincid\w+|\bne correspond\w* pas|\bstimm\w+ nicht\b|\bnicht überein\b|\bn[ãa]o correspond\w+|"
    rf"{abroad.TROUBLE.pattern}",
    re.I,
)
_MESSAGE = 200
_BETWEEN = re.compile(
    r"^(?:(?:no,?\s+)?(?:not now|maybe later|later|no,? thanks?|remind me(?: again)? later|skip(?: (?:this|for now))?|"
    r"ask me (?:again )?later|dismiss|do this later)|(?:jetzt nicht|sp[äa]ter(?: erinnern)?|[üu]berspringen)|"
    r"plus tard|ignorer|m[áa]s tarde|ahora no|omitir|agora n[ãa]o)$",
    re.I,
)
"""What is pressed on a page that a site puts before its first one."""
_READING = (GoalKind.VALIDATION, GoalKind.EXTRACTION)
_SENDS = (ActionKind.CLICK, ActionKind.KEYPRESS)
_SEVERAL = 3
_FULL = 6
"""Lines of a page that tells something of its own; one that asks for another proof is shorter."""
_LOGS_IN = re.compile(r"\b(?:log|sign)(?:ging|ing)?[ -]?(?:in|on)(?:to)?\b|\bauthenticate\b", re.I)
_PAGE_WORDS = frozenset(["page", "the", "portal", "site", "account", "shown", "displayed", "visible"])
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
    said = next((message for message in messages if _REJECTION.search(message)), "") or _turned_away(scene)
    if said:
        return yes(f"the page says {said!r}")
    return no("the page does not reject a login")


def _turned_away(scene: Scene) -> str:
    """Return the message that came where a password was sent and is asked for again, "" where none did."""
    if not (scene.password_field is not None and _password_typed(scene)) and not _asked_again(scene):
        return ""
    alerts = [alert.text for alert in scene.observation.alerts if alert.kind in ("error", "warning")]
    come = [line for line in scene.told if len(line) < _MESSAGE and _NEGATES.search(line)]
    return next(iter((*alerts, *come)), "")


def _asked_again(scene: Scene) -> bool:
    """Whether every field that was filled in for a login is asked for again after it was sent, by its name."""
    records = scene.history.records if scene.history else ()
    typed = [one.element.name for one in records if one.action.kind is ActionKind.INPUT_TEXT and one.element]
    sent = bool(records) and records[-1].action.kind in _SENDS
    there = {element.name for element in scene.own_inputs}
    return sent and bool(typed) and set(typed) <= there


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
            if _SIGN_OUT.search(e.name)
            and (e.role in ("link", "button", "menuitem") or (e.listener and len(e.name) < _SHORT))
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
    if left := _left_behind(scene):
        return yes(f"the password was taken at {left}, and the site has led on to {scene.name}")
    return unknown("the page shows neither a password field nor a way to sign out")


def first_page(text: str, scene: Scene) -> Verdict | None:
    """*The home page is shown*, of a login: whatever page a site leads to behind its password is called that."""
    if scene.goal is None or scene.goal.kind in _READING or quotes_in(text) or not _FIRST_PAGE.match(text):
        return None
    if not _password_typed(scene) or not _only_login(text, scene.goal):
        return None
    over = any(e.covered for e in scene.observation.elements)
    asked = next((e.name for e in scene.observation.elements if _BETWEEN.match(e.name.strip())), "")
    if asked and not over:
        return unknown(f"the site asks something before it shows its first page ({asked!r})")
    verdict = logged_in("the user is logged in", scene)
    return verdict if verdict is not None and verdict.holds else None


def _only_login(text: str, goal: Goal) -> bool:
    """Whether a goal is a login, or orders one and does not order that page to be opened beside it."""
    orders = clauses(goal.text).rest
    ordered = set(content(orders)) & (set(content(text)) - _PAGE_WORDS)
    return goal.kind is GoalKind.LOGIN or (_LOGS_IN.search(orders) is not None and not ordered)


def _password_typed(scene: Scene) -> bool:
    records = scene.history.records if scene.history else ()
    return any(one.element is not None and one.element.input_type == "password" for one in records)


def _left_behind(scene: Scene) -> str:
    """Return the path of the login form that was sent and led on to a page of its own, "" where that is not certain.

    A site of one page stays at its address: then ways on must have come that were not there before.
    """
    records = scene.history.records if scene.history else ()
    typed = (at for at, one in enumerate(records) if one.element and one.element.input_type == "password")
    last = max(typed, default=None)
    if scene.history is None or last is None or not (result := records[last].result) or not result.ok:
        return ""
    gone_to = [one.result.url for one in records[: last + 1] if one.result and one.result.url]
    seen = scene.observation
    was, here = urlsplit([scene.history.start_url, *gone_to][-1]), urlsplit(seen.url)
    moved = was.netloc == here.netloc and was.path.rstrip("/") != here.path.rstrip("/")
    ways = {e.name for e in seen.elements if e.name and not e.disabled and _leads(e)}
    come = {name for name in ways if scene.fresh(name)}
    sent = any(one.result is not None and one.result.ok for one in records[last + 1 :] if one.action.kind in _SENDS)
    refused = any(alert.kind in ("error", "warning") for alert in seen.alerts) or (seen.status or 200) >= 400
    doubtful = refused or seen.busy or gate(seen) or any(_UNFINISHED.search(text) for text in scene.texts)
    stayed = sent and was.netloc == here.netloc and (len(come) >= _SEVERAL or (len(come) > 1 and _all_new(scene)))
    on = (moved and ways) or stayed
    return (was.path or "/") if on and not doubtful else ""


def _all_new(scene: Scene) -> bool:
    """Whether nothing is left to fill in, and a page of several lines has come in the place of the form."""
    fresh = [text for text in scene.main if scene.came(text)]
    return not scene.own_inputs and len(fresh) >= _FULL and 2 * len(fresh) > len(scene.main)


def _leads(element: Element) -> bool:
    pressed = element.role in ("link", "button", "tab", "menuitem")
    return pressed or (element.listener and len(element.name) < 2 * _SHORT)


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
