"""Judges where the browser is: address, title, and the page that a statement names."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from skyvern.agent.criteria.clauses import clauses
from skyvern.agent.criteria.phrasing import VERB, quoted, quotes_in
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.extract.choose import identifiers
from skyvern.agent.lexicon import content, similarity, tokens
from skyvern.domain.page import ActionKind

_ADDRESS = re.compile(
    r"^(?:the )?(?:current |browser |page )*(?:url|(?:web|page|browser|current) address|address bar"
    r"|url path)(?: of the page)?\s+(?:is |has )?(?:now )?"
    r"(?P<how>contains?|containing|includes?|has|ends with|ending with|starts with|starting with|begins with|is"
    r"|equals?|equal to|matches|"
    r"changes? to|changed to|(?=\S*[/.]))"
    r"\s*(?:to |the |path |text |word |string )*(?P<what>\S.*)$",
    re.I,
)
_TITLE = re.compile(
    r"^(?:the )?(?:page|browser|tab|window|document)?\s*(?:page )?title\s+(?:of the page )?(?P<how>contains?"
    r"|includes?|has|ends with|starts with|begins with|is|equals?|says|reads|matches|shows)\s*(?:the |text "
    r"|word )*(?P<what>.+)$",
    re.I,
)
_PAGE = re.compile(
    r"^(?:(?:the|a|an|user is on|you are on|we are on|browser is on|user reaches|you reach|reached|redirected to"
    r"|is on|are on|on|user is at|am on|user is taken to|user has reached|arrived at"
    r"|navigated to)\s+)*(?P<name>.+?)(?:\s+(?:page|screen|view|section|tab|form|site|area|step|wizard))?"
    r"(?:\s+(?:is|are|was|has|have|been|be|gets?|now|being)\b)*(?:\s+(?:shown|displayed|visible|open|opened|loaded"
    r"|reached|present|active|appears?|opens?|loads?|shows?(?: up)?|up|on screen|available|displaying))?$",
    re.I,
)
_RECORD = re.compile(r"(?:'s)?\s+(?:record|profile|details?|account|entry|detail page)$", re.I)
_PAGE_QUOTED = re.compile(
    r"\b(?:page|screen|step|view|section|form)\s+(?:called |named |titled )?⟦0⟧|⟦0⟧\s+(?:page|screen|step|view"
    r"|section|form)\b",
    re.I,
)
_PAGE_WORD = re.compile(
    r"\b(?:page|screen|view|section|step)\b|\bon (?:the|a)\b|\bdashboard\b|\bhomepage\b|\b(?:record|profile"
    r"|details?)\s+(?:is|are|has)\b",
    re.I,
)


def address(text: str, scene: Scene) -> Verdict | None:
    """*The URL contains /done.*"""
    found = _ADDRESS.match(text)
    if found is None:
        return None
    wanted = (quotes_in(text) or (found["what"].strip(" .'\""),))[0]
    url = unquote(scene.observation.url)
    here = url.casefold()
    sought = wanted.casefold()
    match (found["how"] or "is").lower().split()[0]:
        case "ends" | "ending":
            holds = here.rstrip("/").endswith(sought.rstrip("/"))
        case "starts" | "starting" | "begins":
            holds = here.startswith(sought) or urlsplit(here).path.startswith(sought)
        case "is" | "equals" | "equal":
            holds = here.rstrip("/") == sought.rstrip("/") or urlsplit(here).path.rstrip("/") == sought.rstrip("/")
        case "matches":
            holds = _matches(wanted, url) or sought in here
        case _:
            holds = sought in here
    if scene.observation.url and sought in ("changed", "different"):
        return unknown("the earlier address is not known")
    return (yes if holds else no)(f"the address is {scene.observation.url}")


def _matches(pattern: str, url: str) -> bool:
    try:
        return re.search(pattern, url, re.I) is not None
    except re.error:
        return False


def title(text: str, scene: Scene) -> Verdict | None:
    """*The page title contains X.*"""
    found = _TITLE.match(text)
    if found is None:
        return None
    wanted = even((quotes_in(text) or (found["what"].strip(" .'\""),))[0])
    said = even(scene.observation.title)
    match found["how"].lower().split()[0]:
        case "is" | "equals" | "equal":
            holds = said == wanted
        case "starts" | "begins":
            holds = said.startswith(wanted)
        case "ends":
            holds = said.endswith(wanted)
        case _:
            holds = wanted in said
    return (yes if holds else no)(f"the title is {scene.observation.title!r}")


def page_named(text: str, scene: Scene) -> Verdict | None:
    """*The dashboard is visible*, *you are on the checkout page*."""
    found = _PAGE.match(text)
    if quotes_in(text) or found is None or not _PAGE_WORD.search(text):
        return None
    name = re.sub(r"^(?:the|a|an)\s+", "", found["name"].strip(), flags=re.I)
    if VERB.search(name):
        return None
    wanted = set(content(_RECORD.sub("", name))) - {"page", "screen", "main", "new", "next", "correct", "right"}
    if not wanted:
        return None
    if shown := _heads(wanted, name, scene) or _opened(wanted, scene):
        return yes(shown)
    status = scene.observation.status
    if status is not None and status >= 400:
        return no(f"the page answered with status {status}")
    if scene.password_field is not None and not wanted & {"login", "sign", "password", "register"}:
        return no("the page asks for a password")
    if not wanted & scene.words:
        return no(f"the page is {scene.name}, and nothing on it says {name!r}")
    return unknown(f"the page is {scene.name}; whether that is {name!r} cannot be told")


_RECORDS_OWN = frozenset(
    ["detail", "details", "record", "information", "info", "entry", "profile", "product", "article", "item", "permit",
     "license", "invoice", "order", "case", "ticket", "claim", "policy", "customer", "supplier", "vendor", "employee",
     "patient", "contract", "job", "application", "appointment", "document", "project", "account"]
)  # fmt: skip
"""What a page is of, when a record of a list was pressed and the page is headed as that record."""


def _opened(wanted: set[str], scene: Scene) -> str:
    """Tell whether the page is headed as the row or link that was pressed last: then "its details" are these."""
    if not wanted <= _RECORDS_OWN:
        return ""
    records = scene.history.records if scene.history else ()
    pressed = next((one for one in reversed(records) if one.action.kind is ActionKind.CLICK and one.element), None)
    if pressed is None or pressed.element is None or not (pressed.result and pressed.result.navigated):
        return ""
    told = even(f"{pressed.element.name} {pressed.element.context}")
    codes = (heading for heading in scene.headings if heading and even(heading) in told)
    heading = next((one for one in codes if re.search(r"\d", one) or len(one.split()) > 1), "")
    if heading:
        return f"the page is headed {heading!r}, as what was pressed"
    goal = clauses(scene.goal.text).rest if scene.goal is not None and pressed.element.role == "link" else ""
    code = next((one for one in identifiers(goal) if scene.says(one)), "")
    return f"the link led to a page that shows {code!r}" if code else ""


def page_quoted(text: str, scene: Scene) -> Verdict | None:
    """*The page "Documents" is open*: a heading or the title must say so, a menu or a list of steps does not do."""
    cut = quoted(text)
    if len(cut.quotes) != 1 or not _PAGE_QUOTED.search(cut.text):
        return None
    wanted = even(cut.quotes[0])
    for heading in scene.headings:
        if wanted in even(heading):
            return yes(f"the page is headed {heading!r}")
    if len(scene.headings) > 1:
        return no(f"the page is headed {scene.headings[1]!r}")
    return None


def _heads(wanted: set[str], name: str, scene: Scene) -> str:
    """What says that the page is of that name: its title, a heading, or its address."""
    for heading in scene.headings:
        if heading and (wanted <= set(tokens(heading)) or similarity(name, heading) >= 0.85):
            return f"the page is headed {heading!r}"
    path = set(tokens(re.sub(r"[/_.-]+", " ", unquote(urlsplit(scene.observation.url).path))))
    return f"the address is {scene.observation.url}" if wanted <= path else ""
