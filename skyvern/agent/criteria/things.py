"""Judges whether a particular thing is before us: a record, what a form asks for, a page of a list, a banner."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from skyvern.agent.criteria.clauses import clauses
from skyvern.agent.criteria.outcomes import nothing_found
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.record import shown_by_name
from skyvern.agent.criteria.scene import INPUTS, Scene, even
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.extract.patterns import PLAIN_HEADINGS
from skyvern.agent.lexicon import concepts, content, similarity, stem, tokens
from skyvern.domain.page import ASIDE

_ASKS = re.compile(
    r"^(?:(?:the |this )?(?:page|form|site|screen|step|it|you|user|we|dialog)\s+|(?=asks? ))(?:now )?"
    r"(?:asks?|is asking|are asked|is asked|requests?|requires?|prompts?|wants?)"
    r"(?: you| the user| me)?\s*(?:for|to (?:enter|provide|give|choose|select|upload|type|fill in))?\s+(?:the |an? "
    r"|your )*(?P<what>.+)$",
    re.I,
)
_DETAILS = re.compile(r"\s*\b(?:details|information|data)$", re.IGNORECASE)
_ANYTHING_MORE = re.compile(r"^(?:some )?(?:more|further|additional|missing|other)\b", re.I)
_ASKED = re.compile(
    r"^(?:the |an? )?(?P<what>.+?)\s+(?:(?:is|are) (?:asked for|requested|prompted for|wanted)"
    r"|can (?:now )?be (?:entered|uploaded|chosen|selected|typed|filled in|given|provided|attached))$",
    re.I,
)
_ONE = re.compile(
    r"^(?:the |an? |this |that |one )?(?P<thing>[\w-]+)(?P<more> (?:details?|page|record|entry|view))?\s+(?:is|are"
    r"|has|now|been|being|\s)*\s*(?P<how>shown|displayed|visible|open(?:ed|s)?|loaded|listed|found|appears?|present"
    r"|on (?:the )?(?:page|screen))$",
    re.I,
)
_PAGER = re.compile(r"\bpage\s+(?P<number>\d+)(?:\s+(?:of|/)\s+(?P<total>\d+))?\b", re.I)
_NUMBERED = re.compile(
    r"^(?:the )?(?:page|results page)\s+(?P<number>\d+)(?:\s+of\s+\d+)?(?: of .+)?\s+(?:is|are)\s+(?:shown"
    r"|displayed|open|visible|reached|active|loaded)$|^(?:on|reached) page (?P<other>\d+)$",
    re.I,
)
_COOKIES = re.compile(
    r"\b(?:cookies?|consent|privacy)\b.*\b(?:banner|notice|dialog|popup|pop-up|message|bar|overlay|prompt)\b", re.I
)
_KINDS = frozenset(
    f"things:{name}"
    for name in (
        "invoice",
        "receipt",
        "report",
        "document",
        "order_thing",
        "payment_thing",
        "profile",
        "record",
        "job",
        "license_thing",
        "member",
        "customer",
        "supplier",
        "employee",
        "patient",
        "appointment",
        "claim",
        "policy",
        "contract",
        "statement_thing",
        "application_thing",
    )
)
_CONSENT = frozenset(["buttons:accept_cookies", "buttons:reject_cookies"])
_SHOWN_FACTS = ("dl", "row", "sibling", "colon", "inline")


def asked_for(text: str, scene: Scene) -> Verdict | None:
    """*The page asks for the street address*, *the resume can be uploaded*: there is a field for it."""
    found = _ASKS.match(text) or _ASKED.match(text)
    if quotes_in(text) or found is None:
        return None
    what = found["what"].strip(" .")
    if _ANYTHING_MORE.match(what) and scene.inputs:
        return unknown(f"whether the fields of the page are {what!r} cannot be told")
    about = set(content(_DETAILS.sub("", what)))
    head = next((h for h in scene.headings[1:] if about and about <= set(tokens(h))), "")
    if head and len(scene.own_inputs) > 1 and _DETAILS.search(what):
        return yes(f"under {head!r} there are fields to fill in")
    if "password" in tokens(what) and scene.password_field is not None:
        return yes("the page asks for a password")
    fields = [e for e in scene.observation.elements if e.role in INPUTS or e.input_type == "file"]
    fit, name = max(
        (
            (max(similarity(what, text) for text in (e.name, e.placeholder, *e.hints) if text), e.name)
            for e in fields
            if e.name or e.hints
        ),
        default=(0.0, ""),
    )
    if fit >= 0.75:
        return yes(f"there is a field {name!r}")
    return (
        unknown(f"whether {name!r} is {what!r} cannot be told")
        if fit >= 0.5
        else no(f"the page has no field for {what!r}")
    )


def one_thing(text: str, scene: Scene) -> Verdict | None:
    """*The record is shown*, *the invoice is open*: one thing of that kind, and the one that the goal names."""
    found = _ONE.match(text)
    if quotes_in(text) or found is None:
        return None
    noun = stem(found["thing"].lower())
    named = concepts(noun, among=("things",)) & _KINDS
    plural = noun != found["thing"].lower()
    if (
        plural
        or noun in ("result", "row", "hit", "item", "listing")
        or not (named or noun in ("record", "entry", "detail", "folder", "catalog", "catalogue", "draft"))
    ):
        return None
    if said := nothing_found(scene):
        return no(f"the page says {said!r}")
    status = scene.observation.status
    if status is not None and status >= 400:
        return no(f"the page answered with status {status}")
    if found["how"].lower() == "listed":
        return _listed(scene)
    heading = next((h for h in _own_headings(scene) if _meant(h, scene)), "")
    if heading:
        return yes(f"the page is headed {heading!r}")
    shown = shown_by_name(scene)
    return yes(shown) if shown else _of_kind(noun, named, scene)


def _of_kind(noun: str, named: frozenset[str], scene: Scene) -> Verdict:
    fields = {even(e.name).rstrip(" :*") for e in scene.inputs if e.name}
    facts = sum(
        fact.source in _SHOWN_FACTS and bool(fact.value) and even(fact.label).rstrip(" :*") not in fields
        for fact in scene.layout.facts
    )
    rows = max((len(listing.rows) for listing in scene.listings), default=0)
    headed = next(
        (
            h
            for h in scene.headings
            if not _FINDS.search(h)
            if any(stem(w) == noun or named & concepts(w, among=("things",)) for w in tokens(h))
        ),
        "",
    )
    if (leading := _leads_to(noun, scene)) and not (facts >= 3 and _values_in_facts(scene)):
        return unknown(f"{leading!r} may lead to the {noun} that is meant")
    if headed and facts >= 2 and (rows < 2 or not _goal_words(scene)):
        return yes(f"the page is headed {headed!r} and shows {facts} facts")
    if facts >= 3 and (values := _values_in_facts(scene)):
        return yes(f"the page shows {facts} facts, and {values!r} among them")
    if noun in ("record", "entry", "detail", "profile") and facts >= 3 and rows < 2 and not _goal_words(scene):
        return yes(f"the page shows one record with {facts} facts")
    if rows >= 2 and facts < 2:
        return no(f"a list with {rows} rows is shown, not one {noun}")
    if not headed and not facts:
        return no(f"the page {scene.name} shows no {noun}")
    return unknown(f"whether the page {scene.name} is the {noun} that is meant cannot be told")


_FINDS = re.compile(r"\b(?:results?|search|look ?up|find|directory)\b", re.IGNORECASE)
""" "License lookup results" heads a list of licenses, and no license."""
_LOOKING = re.compile(r"^(?:view|open|show|see|go to)\s+(?:the\s+|full\s+)?(?P<what>[\w ]+)$", re.IGNORECASE)


def _leads_to(noun: str, scene: Scene) -> str:
    """Return the name of a control of the page itself that is yet to bring the thing up: "View certificate"."""
    inner = (e for e in scene.observation.elements if e.context and e.landmark not in ASIDE)
    found = ((e.name, _LOOKING.match(e.name)) for e in inner)
    return next((name for name, match in found if match and stem(tokens(match["what"])[-1]) == noun), "")


def _values_in_facts(scene: Scene) -> str:
    """Return the values that were put into the goal, where the page's facts and headings bear every one of them."""
    values = [one.text for one in scene.goal.values if len(one.text) > 1] if scene.goal is not None else []
    said = [fact.value for fact in scene.layout.facts if fact.source in _SHOWN_FACTS] + list(scene.headings)
    words = {word for text in said for word in tokens(text)}
    return ", ".join(values) if all(set(tokens(value)) <= words for value in values) else ""


def _own_headings(scene: Scene) -> list[str]:
    return [
        line.text
        for line in scene.observation.reading.lines
        if line.level in (1, 2) and not PLAIN_HEADINGS.match(line.text)
    ]


def _goal_words(scene: Scene) -> frozenset[str]:
    """The words of the goal (its orders, not its criteria) and of its values."""
    if scene.goal is None:
        return frozenset()
    values = " ".join(str(value) for value in scene.goal.payload.values() if isinstance(value, (str, int)))
    return frozenset(tokens(f"{clauses(scene.goal.text).rest} {values}"))


def _meant(heading: str, scene: Scene) -> bool:
    """Whether the goal names what the heading names."""
    words = [word for word in content(heading) if len(word) > 1]
    goal = _goal_words(scene)
    return bool(words) and all(word in goal for word in words)


def _listed(scene: Scene) -> Verdict | None:
    goal = _goal_words(scene)
    if not goal:
        return None
    if not any(listing.rows for listing in scene.layout.listings):
        return unknown(f"the page {scene.name} shows no list")
    for listing in scene.listings:
        for row in listing.rows:
            name = row.heading or next((text for text in row.texts if not text.isdigit()), "")
            if name and all(word in goal for word in content(name)):
                return yes(f"{name!r} is listed")
            if said := next((text for text in row.texts if _named_in_goal(text, scene)), ""):
                return yes(f"{said!r} is listed")
    return no("no row of a list bears the name that the goal gives")


def _named_in_goal(text: str, scene: Scene) -> bool:
    """Tell whether the goal names what a cell says, in these very words: quoted, or with a capital in mid-sentence."""
    orders = clauses(scene.goal.text).rest if scene.goal is not None else ""
    if not 3 <= len(text) <= 80 or not re.search(r"[^\W\d_]{2}", text):
        return False
    return re.search(rf"(?:[\"'“”‘’]\s*|(?<=[a-z,] ))(?-i:{re.escape(text)})(?!\w)", orders) is not None and (
        text[0].isupper() or " " in text or any(char.isdigit() for char in text)
    )


def page_of_list(text: str, scene: Scene) -> Verdict | None:
    """*Page 3 of 3 is shown.*"""
    found = _NUMBERED.match(text)
    if quotes_in(text) or found is None:
        return None
    wanted = found["number"] or found["other"]
    for line in scene.main:
        if shown := _PAGER.search(line):
            return (yes if shown["number"] == wanted else no)(f"the page says {line!r}")
    for key, value in parse_qsl(urlsplit(scene.observation.url).query):
        if key in ("page", "p", "pg") and value.isdigit():
            return (yes if value == wanted else no)(f"the address is {scene.observation.url}")
    return unknown("the page does not say which page of the list it is")


def cookie_banner(text: str, scene: Scene) -> Verdict | None:
    """*The cookie banner is shown.*"""
    if quotes_in(text) or not _COOKIES.search(text):
        return None
    told = any(
        re.search(r"\bcookies?\b|\bconsent\b", line.text, re.I)
        for line in scene.observation.reading.lines
        if line.region != "contentinfo"
    )
    button = next(
        (
            e
            for e in scene.observation.elements
            if e.role == "button" and concepts(e.name, among=("buttons",)) & _CONSENT
        ),
        None,
    )
    if told and button is not None:
        return yes(f"the page asks for consent ({button.name!r})")
    return no("the page does not ask for consent to cookies")
