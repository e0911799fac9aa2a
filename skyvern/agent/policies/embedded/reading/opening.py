"""How orders to open, to go to and to show are read: places, pages of a list, what is beneath something, filters."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.intents import SECTIONS, Intent, Term, Verb, Which
from skyvern.agent.policies.embedded.reading.changing import objects
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.targets import referred, target
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, clean_label, pairs

_RESULTS = re.compile(r"^(?:me\s+)?(?:the\s+)?(?:search\s+)?(?:results?|matches|hits)(?:\s+page)?$", re.IGNORECASE)


_ONLY = re.compile(
    r"^only\s+(?:the\s+|those\s+|these\s+)?(?:[\w-]+\s+(?:where|in which|for which|whose)\s+(?:the\s+|its\s+)?"
    r"(?P<column>[\w -]{2,30}?)\s*(?:=|\bis\b|\bequals?\b(?: to)?)\s*"
    rf"(?P<equal>{OPEN}\d+{CLOSE}|[\w-]+(?: [\w-]+){{0,3}})|"
    r"(?P<things>[\w-]+)\s+(?:that|which|whose (?P<field>[\w -]{3,30}?))\s+"
    r"(?:are|is|have|has)\s+(?P<value>[\w-]+(?: [\w-]+)?)|"
    r"(?:[\w-]+\s+){1,2}?(?:with|of|in|having)\s+(?:the\s+|an?\s+)?(?P<named>[a-z][\w-]*)\s+(?:of\s+)?"
    r"(?P<worth>[A-Z\d][\w-]*(?: [\w-]+){0,2})|"
    rf"(?P<kept>{OPEN}\d+{CLOSE}|(?-i:[A-Z])[\w-]*(?:\s+(?-i:[A-Z])[\w-]*){{0,2}})\s+(?P<of>(?-i:[a-z])[\w-]*)(?=$)|"
    r"(?!the\b|those\b|these\b)(?P<said>[\w-]+(?: [\w-]+)?)\s+(?P<noun>(?!with\b|of\b|in\b)[\w-]+))"
    r"(?:,?\s+(?:using|with|by means of|by|via|through|in)\s+(?:the\s+)?(?P<label>[\w -]+?)\s*"
    r"(?:\b(?:selection|selector|filter|drop-?down|list|field|select|menu|box)\b.*)?)?$",
    re.IGNORECASE,
)


_SECTION_ALONE = re.compile(
    r"^(?:expand|unfold|open up|open|uncollapse)\s+(?:all\s+)?(?:of\s+)?"
    r"(?:the\s+|this\s+|that\s+|these\s+|every\s+|each\s+|all\s+|collapsed\s+|collapsible\s+|closed\s+|only\s+)*"
    r"(?:sections?|panels?|accordions?)(?:\s+(?:below|above|here|on (?:the|this) page))?$",
    re.IGNORECASE,
)


_UNDER = re.compile(
    rf"^(?P<what>(?:the\s+)?[^{OPEN}]{{3,50}}?)\s+(?:under|beneath|underneath)\s+(?:the\s+)?"
    rf"(?P<place>{OPEN}\d+{CLOSE}|[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){{0,3}})(?:\s+(?:menu|section|tab|heading))?$"
)


_ASIDE_UNDER = re.compile(
    rf"^(?P<what>(?:the\s+)?[^{OPEN}(]{{3,50}}?)\s+"
    rf"\((?:(?:it|which) is\s+)?(?:under|in|beneath|below|from|see)\s+(?:the\s+)?"
    rf"(?P<place>{OPEN}\d+{CLOSE}|[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){{0,3}})(?:\s+(?:menu|section|tab|heading))?\)$"
)
_OF_MENU = re.compile(
    rf"^(?P<what>(?:the\s+)?[^{OPEN}]{{3,50}}?|{OPEN}\d+{CLOSE})\s+(?:from|in|via|through|using)\s+(?:the\s+)?"
    rf"(?P<place>{OPEN}\d+{CLOSE}|[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){{0,3}})\s+menu$"
)
""" "The invoices page from the Billing menu": a menu that has a name is opened first."""
_STEPS = re.compile(r"[A-Z][\w&-]*(?: [\w&-]+){0,3}(?:, ?[A-Z][\w&-]*(?: [\w&-]+){0,3}){1,3}")
""" "Open My Pay, Payslips": one entry after the other."""


LEAF = re.compile(r"^(?:to\s+)?(?:the\s+)?((?:next|previous)\s+(?:month|week|year|day))$", re.IGNORECASE)


_PER_PAGE = re.compile(
    r"^(?:up to\s+)?(?P<count>\d{1,4}|all)\s+(?P<what>[a-z]+)\s+(?:per|a|on (?:each|one|a|every)|in one|"
    r"at once on (?:a|one))\s+"
    r"page$",
    re.IGNORECASE,
)
""" "Show 50 records per page": how long a page of a list is."""


def _page_size(reader: Reader, rest: str) -> list[Intent]:
    match = _PER_PAGE.match(reader.masked.plain(rest).strip(" ."))
    if match is None:
        return []
    label = f"{match['what']} per page / per page / page size / items per page / rows per page / results per page"
    size = Term(value=match["count"], label=f"{label} / records per page / entries per page", option=True)
    return [Intent(verb=Verb.SEARCH, clause="", terms=(size,), target="page size", optional=True)]


def open_place(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if led := _page_size(reader, rest) or _led(reader, clause, rest):
        return led
    marks = reader.masked.inside(rest)
    if marks and re.match(r"https?://|www\.", marks[0].text):
        return [Intent(verb=Verb.GOTO, clause="", target=marks[0].text)]
    if cookie_order(rest):
        return []
    if _RESULTS.match(rest.strip()) and reader.intents and reader.intents[-1].verb is Verb.FILL:
        return [Intent(verb=Verb.SEARCH, clause="")]
    if edited := _FOR_EDITING.match(rest.strip(" .")):
        return _edit(reader, edited["what"])
    if terms := _filters(reader, clause, rest):
        return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target="filter")]
    found = reader.resolve(Verb.OPEN, _LIST_OF.sub("", rest.strip()))
    if found.which is Which.NTH and re.search(r"\bpage\b", rest, re.IGNORECASE):
        return [Intent(verb=Verb.NEXT, clause="", number=found.number)]
    spatial = re.match(r"^(?:in|on|from|under|within|at|into|inside)\b", clause.where, re.IGNORECASE)
    if spatial and not found.row:
        inner = re.sub(r"^\w+\s+(?:the\s+)?", "", reader.masked.plain(clause.where))
        whole = re.search(r"\b(?:page|site|portal|website|screen|login|logging|load\w*)\b", inner, re.IGNORECASE)
        if not whole and not _RESULTS.match(inner):
            found = replace(found, row=target(inner, reader.masked).name)
    return [found]


_LIST_OF = re.compile(
    r"^(?:the\s+|my\s+|our\s+)?(?:list|overview|table|index)\s+of\s+(?:all\s+)?(?:the\s+|my\s+|our\s+)?"
    r"(?=[a-z][\w -]*\.?$)",
    re.IGNORECASE,
)
""" "The list of tickets" is called "Tickets"."""
_FOR_EDITING = re.compile(
    r"^(?P<what>\S.*?)\s+(?:for editing|in edit mode|in the editor|to (?:edit|change|modify)(?: it)?)$", re.IGNORECASE
)


def _edit(reader: Reader, what: str) -> list[Intent]:
    """Read "open the entry of Ida for editing", and "his entry" after a sentence about him."""
    known = (reader.subject,) if referred(what) is not None and reader.subject else ()
    if names := objects(what, reader.masked) or known:
        return [Intent(verb=Verb.DO, clause="", target=f"edit {reader.masked.plain(what)}", objects=names)]
    return [reader.resolve(Verb.OPEN, what)]


_AREA = re.compile(
    r"^(?:in|on|from|under|within|at|inside)\s+(?:the\s+|my\s+|our\s+)?(?P<name>(?:[a-z]+\s+)?(?:dashboard|admin(?:istration)?|"
    r"settings|catalog(?:ue)?|inbox|calendar|back ?office|shop|store|control panel|account))$",
    re.IGNORECASE,
)
""" "In the dashboard, open …": a part of the application to go to before, and no row of a list."""


def _led(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read orders to open that need no name of a thing, or name a place before it."""
    if area := _AREA.match(clause.where):
        place = Intent(verb=Verb.OPEN, clause="", target=area["name"].lower(), passing=True, optional=True)
        return [place, *open_place(reader, replace(clause, where=""), rest)]
    if (page := _to_page(clause, rest)) is not None:
        return [page]
    if leaf := LEAF.match(rest.strip(" .")):
        return [Intent(verb=Verb.CLICK, clause="", target=leaf[1].lower())]
    if _SECTION_ALONE.match(clause.text):
        every = re.search(r"\b(?:all|every|each)\b|\bsections\b|\bpanels\b", clause.text, re.IGNORECASE)
        return [Intent(verb=Verb.OPEN, clause="", roles=SECTIONS, number=-1 if every else 0)]
    return _beneath(reader, rest)


def _beneath(reader: Reader, rest: str) -> list[Intent]:
    """Read "the contacts under Directory": first the place, then the thing in it; neither may be left out."""
    said = rest.strip(" .")
    if steps := _STEPS.fullmatch(said):
        legs = [step.strip() for step in re.split(r"\s*,\s*", steps[0])]
        down = [replace(reader.resolve(Verb.OPEN, leg), passing=True) for leg in legs]
        return [*down[:-1], replace(down[-1], passing=False)]
    match = _UNDER.match(said) or _ASIDE_UNDER.match(said) or _OF_MENU.match(said)
    if match is None or target(match["what"], reader.masked).row:
        return []
    place = replace(reader.resolve(Verb.OPEN, match["place"]), passing=True)
    what = re.sub(
        r"^(?:the\s+)?(?:list|overview|table)\s+(?:of\s+)?(?:all\s+)?(?=\S)", "", match["what"], flags=re.IGNORECASE
    )
    return [place, replace(reader.resolve(Verb.OPEN, what), own=False)]


def _to_page(clause: Clause, rest: str) -> Intent | None:
    """Read "go back to the previous page", "go to the next page", "open page 3"."""
    previous = re.match(r"^(?:the\s+)?(?:previous|last|prior)\b", rest, re.IGNORECASE)
    if previous and re.match(r"^go back\b", clause.text, re.IGNORECASE):
        return Intent(verb=Verb.BACK, clause="")
    if re.match(r"^(?:to\s+)?(?:the\s+)?next\s+(?:page|step|screen|section)", rest, re.IGNORECASE):
        return Intent(verb=Verb.NEXT, clause="", target="page" if "page" in rest else "")
    page = re.match(r"^(?:the\s+)?page\s+(?:number\s+)?(\d{1,3})$", rest.strip(), re.IGNORECASE)
    return Intent(verb=Verb.NEXT, clause="", number=int(page[1])) if page else None


def _filters(reader: Reader, clause: Clause, rest: str) -> tuple[Term, ...]:
    """Read "show the invoices with a start date of …": values for the fields above a list."""
    only = _ONLY.match(rest.strip())
    if only and re.match(r"^(?:show|list|display|view|bring up)\b", clause.text, re.IGNORECASE):
        label = only["column"] or only["field"] or only["named"] or only["label"] or _column(only["of"] or "")
        value = reader.masked.plain(only["equal"] or only["kept"] or "")
        value = value or only["value"] or only["worth"] or only["said"]
        return (Term(value=value, label=clean_label(label), option=True),)
    filters = re.search(rf"\b(?:with|whose|where|having|from|between)\s+(?P<what>.*{OPEN}.*)$", rest)
    if not filters or not re.match(r"^(?:show|list|display|view|bring up)\b", clause.text, re.IGNORECASE):
        return ()
    listed = pairs(re.sub(r"\b(?:an?|the)\s+", "", filters["what"]), reader.masked)
    if not all(field_concept(label) for label, _ in listed):
        return ()
    return tuple(reader.term(label, re.sub(r"^of\s+", "", value)) for label, value in listed)


def _column(word: str) -> str:
    """Return what "the Storage track" is filtered by; "the Acme invoices" are things, and told apart by no name."""
    return "" if word.endswith("s") and not word.endswith(("ss", "us")) else word


def cookie_order(rest: str) -> bool:
    return bool(re.search(r"\bcookies?\b|\bconsent banner\b", rest, re.IGNORECASE))
