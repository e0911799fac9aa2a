"""How orders about everything but fields are read: search, press, open, log in, download, wait, go on."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import concepts, field_concept
from skyvern.agent.policies.embedded.behind import SECTIONS
from skyvern.agent.policies.embedded.changing import ORDERS as CHANGING, objects
from skyvern.agent.policies.embedded.clauses import Clause, leading_verb, strip_polite
from skyvern.agent.policies.embedded.collecting import first_collected
from skyvern.agent.policies.embedded.composing import FILE_WORD, WITH, noted
from skyvern.agent.policies.embedded.facts import points_at
from skyvern.agent.policies.embedded.filling import ORDERS as FILLING
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb, Which
from skyvern.agent.policies.embedded.properties import listed
from skyvern.agent.policies.embedded.queries import search_terms
from skyvern.agent.policies.embedded.reader import ASSERTING, COOKIE, Order, Reader
from skyvern.agent.policies.embedded.records import several, without_purpose
from skyvern.agent.policies.embedded.remarking import first_remarked
from skyvern.agent.policies.embedded.targets import referred, target, ungerund
from skyvern.agent.policies.embedded.things import ANY_ONE, bare
from skyvern.agent.policies.embedded.values import CLOSE, OPEN, clean_label, pairs

_TO_NEXT = re.compile(
    r"^(?:to\s+)?(?:the\s+)?(?:next|following)\s+(?:page|step|screen|section)|"
    r"^(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:\w+\s+)?(?:pages?|steps?|screens?)\b|^again$|^(?:to\s+)?(?:the\s+)?(?:review|"
    r"summary|confirmation|next)\b|^$|^(?:all\s+)?(?:the\s+)?(?:remaining\s+)?(?:steps|pages|wizard)|"
    r"^(?:through\s+)?(?:all\s+)?(?:the\s+)?(?:remaining\s+)?(?:steps|pages|wizard|form|application)$",
    re.IGNORECASE,
)


_USE_SEARCH = re.compile(
    r"^(?:use|using)\s+(?:the\s+|this\s+)?(?:[\w-]+\s+){0,2}(?:search|look-?up)(?:\s+(?:form|box|page|function|field|tool))?"
    r"(?P<with>(?:\s+(?:with|by|for)\b.*)?)$",
    re.IGNORECASE,
)
_RESULTS = re.compile(r"^(?:me\s+)?(?:the\s+)?(?:search\s+)?(?:results?|matches|hits)(?:\s+page)?$", re.IGNORECASE)
_WHETHER = re.compile(r"^(?:whether|if|that)\s+(?:there\s+(?:is|are)\s+)?(?P<who>.+)$", re.IGNORECASE)
_ONLY = re.compile(
    r"^only\s+(?:the\s+|those\s+|these\s+)?(?:[\w-]+\s+(?:where|in which|for which|whose)\s+(?:the\s+|its\s+)?"
    r"(?P<column>[\w -]{2,30}?)\s*(?:=|\bis\b|\bequals?\b(?: to)?)\s*"
    rf"(?P<equal>{OPEN}\d+{CLOSE}|[\w-]+(?: [\w-]+){{0,3}})|"
    r"(?P<things>[\w-]+)\s+(?:that|which|whose (?P<field>[\w -]{3,30}?))\s+"
    r"(?:are|is|have|has)\s+(?P<value>[\w-]+(?: [\w-]+)?)|"
    r"(?:[\w-]+\s+){1,2}?(?:with|of|in|having)\s+(?:the\s+|an?\s+)?(?P<named>[a-z][\w-]*)\s+(?:of\s+)?"
    r"(?P<worth>[A-Z\d][\w-]*(?: [\w-]+){0,2})|"
    r"(?!the\b|those\b|these\b)(?P<said>[\w-]+(?: [\w-]+)?)\s+(?P<noun>(?!with\b|of\b|in\b)[\w-]+))"
    r"(?:,?\s+(?:using|with|by means of|by|via|through|in)\s+(?:the\s+)?(?P<label>[\w -]+?)\s*"
    r"(?:\b(?:selection|selector|filter|drop-?down|list|field|select|menu|box)\b.*)?)?$",
    re.IGNORECASE,
)


def _search(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if points_at(reader.masked.plain(rest)):
        reader.pointed = reader.masked.plain(rest)
        return [Intent(verb=Verb.READ, clause="")]
    rest = re.sub(r"^(?:for|up)\s+", "", rest.strip(), flags=re.IGNORECASE)
    if re.match(r"^(?:button|icon|link)\b", rest):
        return [Intent(verb=Verb.CLICK, clause="", target="search", roles=("button", "link"))]
    _, colon, tail = rest.partition(":")
    listed = pairs(tail, reader.masked) if colon else []
    if len(listed) >= 2 and all(field_concept(label) or OPEN in value for label, value in listed):
        terms = tuple(reader.term(label, value) for label, value in listed)
    else:
        terms = search_terms(rest, reader.masked, where=clause.where)
    if not terms:
        terms = tuple(reader.facts) or reader.asked or _of_topic(reader, rest)
    wanted = target(rest, reader.masked)
    if not terms and wanted.kind in ("page", "section", "tab", "link", "button", "screen", "area", "menu"):
        return [reader.resolve(Verb.OPEN, rest)]
    return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target=wanted.name, which=wanted.which, row=wanted.row)]


def _of_topic(reader: Reader, rest: str) -> tuple[Term, ...]:
    """ "Search for the permit", after a sentence that gave its number."""
    known = re.fullmatch(r"(?:the|this|that|it)(?:\s+[a-z]+){0,2}", rest.strip(" ."), re.IGNORECASE)
    codes = [text for text in reader.topic if any(char.isdigit() for char in text)]
    return (Term(value=codes[0]),) if known and len(codes) == 1 and not reader.intents else ()


def _click(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if (
        (clause.where or rest)
        and (
            key := re.match(
                r"^(?:the\s+)?(enter|return|escape|esc|tab|space|backspace|delete|arrow \w+|page (?:up|down)|ctrl\S*|"
                r"control\S*|f\d{1,2})(?:\s+key)?$",
                rest.strip(),
                re.IGNORECASE,
            )
        )
        and not re.fullmatch(r"(?:the\s+)?delete", rest.strip(), re.IGNORECASE)
    ):
        return [Intent(verb=Verb.PRESS, clause="", target=key[1].lower())]
    if re.match(r"^us(?:e|ing)\b", clause.text, re.IGNORECASE) and re.search(r"\s(?:as|for)\s", rest) and OPEN in rest:
        return reader.orders["enter"](reader, clause, rest)
    if _cookie_order(rest):
        return [Intent(verb=Verb.DISMISS, clause="", target=reader.masked.plain(rest), optional=True)]
    if (used := _USE_SEARCH.match(clause.text)) and (reader.asked or reader.facts or OPEN in used["with"]):
        return _search(reader, clause, used["with"])
    leaf = _LEAF.match(rest.strip(" ."))
    alone = Intent(verb=Verb.CLICK, clause="", target=leaf[1].lower()) if leaf else _some(reader, rest)
    if alone is not None:
        return [alone]
    rest = without_purpose(rest)
    if records := several(rest, reader.masked):
        what, count, row = records
        wanted = reader.resolve(Verb.CLICK, what)
        return [replace(wanted, row=row, which=Which.ALL, number=count)]
    found = reader.resolve(Verb.CLICK, rest.strip())
    if (row := _row_before(reader, clause)) and not found.row:
        found = replace(found, row=row)
    if clause.until and "buttons:next" in concepts(found.target):
        return [Intent(verb=Verb.NEXT, clause="", target="all")]
    return [found]


_SOME = re.compile(
    rf"^(?:an?|any)\s+(?P<kind>{OPEN}\d+{CLOSE}|[a-z][a-z -]+?)\s*(?:widget|element|control|component)?$", re.IGNORECASE
)


def _some(reader: Reader, rest: str) -> Intent | None:
    """Read "a check box", "any link", "a 'textarea' widget": which of them does not matter."""
    match = _SOME.match(rest.strip(" ."))
    if match is None:
        return None
    said = reader.masked.plain(match["kind"]).lower()
    widget = OPEN not in match["kind"] or match[0].split()[-1] in ("widget", "element", "control", "component")
    thing = bare({"text": "text box"}.get(said, said))
    if not widget or thing is None or thing.number or thing.plural:
        return None
    return Intent(verb=Verb.CLICK, clause="", roles=(ANY_ONE, thing.kind), also=(said,))


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
_LIST_OF = re.compile(r"^(?:the\s+)?(?:list|overview|table)\s+(?:of\s+)?(?:all\s+)?(?=\S)", re.IGNORECASE)
_LEAF = re.compile(r"^(?:to\s+)?(?:the\s+)?((?:next|previous)\s+(?:month|week|year|day))$", re.IGNORECASE)


def _row_before(reader: Reader, clause: Clause) -> str:
    """Return the row of "In the row of Ben Tran, click Edit", "For INV-7 press Pay"."""
    match = re.match(
        rf"^(?i:in|on|for|from)\s+(?:the\s+)?(?:(?:row|line|card|entry|record|item)\s+(?:of|for|with)\s+|"
        rf"(?:[a-z]+\s+){{1,2}})?(?P<row>{OPEN}.+|[A-Z0-9@#].+)$",
        clause.where,
    )
    named = re.match(r"^\w+\s+(?:the\s+)?(?:row|line|card|entry|record|item)\b|^for\b", clause.where, re.IGNORECASE)
    return reader.masked.plain(match["row"]) if match and named else ""


def _open(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if led := _led(reader, clause, rest):
        return led
    marks = reader.masked.inside(rest)
    if marks and re.match(r"https?://|www\.", marks[0].text):
        return [Intent(verb=Verb.GOTO, clause="", target=marks[0].text)]
    if _cookie_order(rest):
        return []
    if _RESULTS.match(rest.strip()) and reader.intents and reader.intents[-1].verb is Verb.FILL:
        return [Intent(verb=Verb.SEARCH, clause="")]
    if edited := _FOR_EDITING.match(rest.strip(" .")):
        return _edit(reader, edited["what"])
    if terms := _filters(reader, clause, rest):
        return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target="filter")]
    found = reader.resolve(Verb.OPEN, rest)
    if found.which is Which.NTH and re.search(r"\bpage\b", rest, re.IGNORECASE):
        return [Intent(verb=Verb.NEXT, clause="", number=found.number)]
    spatial = re.match(r"^(?:in|on|from|under|within|at|into|inside)\b", clause.where, re.IGNORECASE)
    if spatial and not found.row:
        inner = re.sub(r"^\w+\s+(?:the\s+)?", "", reader.masked.plain(clause.where))
        if not re.search(r"\b(?:page|site|portal|website|screen|login|logging|load\w*)\b", inner, re.IGNORECASE):
            found = replace(found, row=target(inner, reader.masked).name)
    return [found]


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
        return [place, *_open(reader, replace(clause, where=""), rest)]
    if (page := _to_page(clause, rest)) is not None:
        return [page]
    if leaf := _LEAF.match(rest.strip(" .")):
        return [Intent(verb=Verb.CLICK, clause="", target=leaf[1].lower())]
    if _SECTION_ALONE.match(clause.text):
        every = re.search(r"\b(?:all|every|each)\b|\bsections\b|\bpanels\b", clause.text, re.IGNORECASE)
        return [Intent(verb=Verb.OPEN, clause="", roles=SECTIONS, number=-1 if every else 0)]
    return _beneath(reader, rest)


def _beneath(reader: Reader, rest: str) -> list[Intent]:
    """Read "the contacts under Directory": first the place, then the thing in it; neither may be left out."""
    match = _UNDER.match(rest.strip(" ."))
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
        label = clean_label(only["column"] or only["field"] or only["named"] or only["label"] or "")
        value = reader.masked.plain(only["equal"] or "") or only["value"] or only["worth"] or only["said"]
        return (Term(value=value, label=label, option=True),)
    filters = re.search(rf"\b(?:with|whose|where|having|from|between)\s+(?P<what>.*{OPEN}.*)$", rest)
    if not filters or not re.match(r"^(?:show|list|display|view|bring up)\b", clause.text, re.IGNORECASE):
        return ()
    listed = pairs(re.sub(r"\b(?:an?|the)\s+", "", filters["what"]), reader.masked)
    if not all(field_concept(label) for label, _ in listed):
        return ()
    return tuple(reader.term(label, re.sub(r"^of\s+", "", value)) for label, value in listed)


def _login(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    terms = tuple(
        reader.term(label, value)
        for label, value in pairs(WITH.sub(" ", rest, count=1).strip(), reader.masked)
        if value
    )
    kept = tuple(
        found
        for found in terms
        if field_concept(found.label) in ("username", "password", "email", "otp", "account_number")
    )
    if not kept:
        kept = tuple(Term(value=mark.text, key=mark.key) for mark in reader.masked.inside(rest) if mark.key)
    if re.match(r"^(?:button|link|page|form)\b", rest.strip()):
        return [reader.resolve(Verb.OPEN, "login " + rest)] if "button" in rest or "link" in rest else []
    return [Intent(verb=Verb.LOGIN, clause="", terms=kept)]


def _logout(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return [Intent(verb=Verb.CLICK, clause="", target="log out")]


def _download(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    rest = re.sub(
        r"\s+(?:as|in)\s+(?:an?\s+)?(pdf|csv|excel|xlsx?|json|xml)s?(?:\s+(?:files?|format|documents?))?\b",
        r" \1",
        rest.strip(),
        flags=re.IGNORECASE,
    )
    if not rest.strip(" .") and reader.listed:
        return [reader.document_named()]
    found = reader.resolve(Verb.DOWNLOAD, rest)
    form = re.search(r"\s+(?P<form>pdf|csv|excel|xlsx?|json|xml)$", found.row, re.IGNORECASE)
    if form:
        found = replace(found, row=found.row[: form.start()], target=f"{found.target} {form['form']}")
    return [found]


def _dismiss(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    plain = reader.masked.plain(rest)
    verb = strip_polite(clause.text).split()[0].lower()
    if COOKIE.search(plain):
        return [Intent(verb=Verb.DISMISS, clause="", target=reader.masked.plain(clause.text), optional=True)]
    if verb in ("skip", "ignore", "bypass"):
        return [Intent(verb=Verb.READ, clause="")]
    if verb in ("agree", "accept", "acknowledge") and re.search(
        r"\b(?:terms|conditions|polic|agreement|declaration|statement|disclaimer)", plain, re.IGNORECASE
    ):
        return [Intent(verb=Verb.CHECK, clause="", terms=(Term(value="yes", label=plain, checked=True),))]
    return [reader.resolve(Verb.CLICK, reader.masked.plain(clause.text) if len(plain.split()) <= 2 else rest)]


def _next(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if clause.condition and re.search(r"\bnot (?:on|in|there|found|listed|visible|shown|here)\b", clause.condition):
        return [Intent(verb=Verb.READ, clause="")]
    if _TO_NEXT.match(rest.strip(" .")):
        return [
            Intent(
                verb=Verb.NEXT,
                clause="",
                target="all" if clause.until or re.search(r"\b(?:all|steps|pages|remaining)\b", rest) else "",
            )
        ]
    if re.search(r"\b(?:wizard|application|form|questionnaire|survey|process|registration)\b", rest, re.IGNORECASE):
        return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(rest), amount=1)]
    if re.match(r"^(?:continue|proceed|go on|move on|advance)\b", clause.text, re.IGNORECASE) and rest:
        return [Intent(verb=Verb.NEXT, clause="", target=target(rest, reader.masked).name)]
    if rest.lower().startswith(("to ", "with ", "as ")):
        name = target(rest[rest.index(" ") :], reader.masked)
        return [Intent(verb=Verb.NEXT, clause="", target=name.name if rest.lower().startswith("to ") else "")]
    if re.fullmatch(r"(?:month|week|year|day)", rest.strip(" ."), re.IGNORECASE):
        return [Intent(verb=Verb.CLICK, clause="", target=f"next {rest.strip(' .').lower()}")]
    return [reader.resolve(Verb.CLICK, rest)]


def _sort(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    match = re.search(r"\bby\s+(?:the\s+)?(?P<what>.+)$", rest, re.IGNORECASE)
    name = re.sub(
        r"\b(?:column|descending|ascending|order|first|in)\b|\(.*\)|"
        r"\b(?:from\s+)?(?:low|high)(?:er|est)?\s+to\s+(?:low|high)(?:er|est)?\b|\b(?:from\s+)?[az]\s*(?:to|-|–)\s*[az]\b",
        "",
        match["what"] if match else rest,
        flags=re.IGNORECASE,
    )
    name = name.partition(",")[0]
    down = re.search(
        r"\b(?:desc\w*|newest|latest|highest|largest|biggest|most expensive|most|z\s*(?:to|-|–)\s*a|"
        r"(?:from\s+)?high(?:er|est)?\s+to\s+low(?:er|est)?)\b",
        rest,
        re.IGNORECASE,
    )
    up = re.search(
        r"\b(?:asc\w*|oldest|earliest|lowest|smallest|cheapest|fewest|alphabetical\w*|a\s*(?:to|-|–)\s*z|"
        r"(?:from\s+)?low(?:er|est)?\s+to\s+high(?:er|est)?)\b",
        rest,
        re.IGNORECASE,
    )
    amount = -1 if down else 1 if up else 0
    return [Intent(verb=Verb.SORT, clause="", target=reader.masked.plain(name).strip(" ,"), amount=amount)]


def _filter(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    text = re.sub(
        r"^(?:the\s+)?(?:list|results?|table|records?|invoices?|orders?|items?)?\s*(?:by|to|for|on|where|with|"
        r"down)\s+",
        "",
        rest.strip(),
        flags=re.IGNORECASE,
    )
    text = re.sub(r"^(?:the\s+)?(?:[a-z]+\s+)?[a-z]+\s+(?:by|to|for|on|where|with)\s+(?=[a-z])", "", text)
    found = pairs(text, reader.masked)
    terms = listed(text, reader.masked)
    if len(terms) <= len(found):
        terms = tuple(reader.term(label, value) for label, value in found) or search_terms(text, reader.masked)
    return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target="filter")]


_SCROLLED = re.compile(
    r"^(?:(?:all the way|the page|page|window|screen|list|results?|a bit|little|further|more|again|through|over|on|in|"
    r"within|inside|of|to|the|its|this|very|up|down|upwards?|downwards?|top|bottom|end|beginning|start|foot|once|twice|"
    r"slowly|completely|until|into view)\b[\s,]*)*$",
    re.IGNORECASE,
)


def _scroll(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "scroll down to the bottom of the page"; words that say anything else are not dropped."""
    if not _SCROLLED.match(rest.strip(" .")):
        return _scroll_thing(reader, clause, rest)
    up = "up" in clause.text.lower().split() or re.search(r"\btop\b", rest)
    return [Intent(verb=Verb.SCROLL, clause="", amount=-2000 if up else 2000, optional=True)]


def _scroll_thing(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "scroll the text area to its end", "scroll down to the section Fees"."""
    end = re.match(
        r"^(?:down\s+|up\s+)?(?:in\s+)?(?P<what>(?:the|this)\s+[^,]{2,40}?)\s+(?:(?:all the way\s+)?(?:down|up)|"
        r"(?:all the way\s+)?(?:down\s+|up\s+)?to\s+(?:the\s+|its\s+)?(?:very\s+)?"
        r"(?P<end>top|bottom|end|beginning|start)(?:\s+of\s+(?:the|its)\s+[a-z]+)?)$",
        rest.strip(" ."),
        re.IGNORECASE,
    )
    if end is not None:
        up = (end["end"] or "").lower() in ("top", "beginning", "start") or re.search(r"\bup\b", rest)
        wanted = target(end["what"], reader.masked)
        made = Intent(verb=Verb.SCROLL, clause="", target=wanted.name, roles=wanted.roles)
        return [replace(made, amount=-100_000 if up else 100_000, which=wanted.which, number=wanted.number)]
    to = re.match(r"^(?:down\s+|up\s+|over\s+)?(?:to|until|till)\s+(?:you\s+(?:see|reach|find)\s+)?(?P<what>.+)$", rest)
    if to is not None and len(reader.masked.plain(to["what"]).split()) <= 6:
        return [Intent(verb=Verb.SCROLL, clause="", amount=2000, optional=True)]
    return [Intent(verb=Verb.UNKNOWN, clause="")]


def _wait(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if re.match(r"\d+\s+stars?\b", rest, re.IGNORECASE):
        return reader.orders["give"](reader, clause, rest)
    thing = re.match(
        r"^(?:until|for)?\s*(?P<what>(?:the|an?)\s+.*?\b(?:button|link|tab)\b.*?)\s+(?:can|is|are|becomes?|appears?|"
        r"shows?|gets?|to)\b",
        f"{rest} {clause.until}".strip(),
        re.IGNORECASE,
    )
    if thing:
        wanted = target(thing["what"], reader.masked)
        name = ungerund(re.sub(r"^(?:for|to|of|that)\s+", "", wanted.name, flags=re.IGNORECASE))
        return [Intent(verb=Verb.WAIT, clause="", target=name, roles=wanted.roles, optional=True)]
    if re.search(r"\b(?:file|download|export|document)\b", reader.masked.plain(rest)) and any(
        one.verb in (Verb.DOWNLOAD, Verb.CLICK) for one in reader.intents
    ):
        return [Intent(verb=Verb.READ, clause="")]
    seconds = re.search(r"(\d+)\s*(?:s\b|sec)", reader.masked.plain(rest))
    return [
        Intent(
            verb=Verb.WAIT,
            clause="",
            target=reader.masked.plain(rest),
            amount=min(int(seconds[1]), 60) if seconds else 0,
            optional=True,
        )
    ]


def _hover(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return [reader.resolve(Verb.HOVER, rest)]


def _back(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if rest and re.match(r"^to\s+", rest) and not re.search(r"\bprevious\b", rest):
        return [reader.resolve(Verb.OPEN, rest[3:])]
    return [Intent(verb=Verb.BACK, clause="")]


def _reload(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return [Intent(verb=Verb.RELOAD, clause="")]


_SOLVED = re.compile(r"^(?:solve|work out|figure out)\b", re.IGNORECASE)


def _read(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    words = "the answer" if _SOLVED.match(clause.text) else reader.masked.plain(rest)
    if points_at(words):
        reader.pointed = words
        return [Intent(verb=Verb.READ, clause="")]
    if FILE_WORD.search(rest) and re.match(r"^(?:get|collect)\b", clause.text, re.IGNORECASE):
        return [reader.resolve(Verb.DOWNLOAD, rest)]
    if re.match(r"^(?:leave|note)\b", clause.text, re.IGNORECASE) and (words := noted(reader, rest)):
        return words
    if wanted := _WHETHER.match(rest):
        reader.asked = search_terms(re.sub(r"\b(?:is|are|was|were|has been)\s", " ", wanted["who"]), reader.masked)
    return [Intent(verb=Verb.READ, clause="")]


def _ensure(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    body = re.sub(r"^that\s+", "", rest.strip(), flags=re.IGNORECASE)
    box = re.match(
        r"^(?P<name>.+?)\s+(?:is|are|gets?|remains?)\s+(?P<off>not\s+|un)?(?:checked|ticked|selected|enabled|"
        r"turned on|on)$",
        body,
        re.IGNORECASE,
    )
    if box:
        return reader.orders["uncheck" if box["off"] else "check"](reader, clause, box["name"])
    if leading_verb(strip_polite(body)) and not ASSERTING.search(body):
        reader.read(Clause(text=strip_polite(body)))
        return []
    if ASSERTING.search(body):
        reader.ensured.append(reader.masked.plain(body))
        return []
    if reader.masked.inside(body) or any(term.label or term.key for term in search_terms(body, reader.masked)):
        return _search(reader, clause, body)
    return [Intent(verb=Verb.READ, clause="")]


def _avoid(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    reader.forbidden.append(reader.masked.plain(rest))
    return []


def _cookie_order(rest: str) -> bool:
    return bool(re.search(r"\bcookies?\b|\bconsent banner\b", rest, re.IGNORECASE))


ORDERS: dict[str, Order] = {
    **FILLING,
    **CHANGING,
    "do": first_collected(CHANGING["do"]),
    **{verb: first_remarked(first_collected(FILLING[verb])) for verb in ("create", "enter", "submit")},
    "search": _search,
    "click": _click,
    "open": _open,
    "login": _login,
    "logout": _logout,
    "download": _download,
    "dismiss": _dismiss,
    "next": _next,
    "sort": _sort,
    "filter": _filter,
    "scroll": _scroll,
    "wait": _wait,
    "hover": _hover,
    "back": _back,
    "reload": _reload,
    "read": first_remarked(_read),
    "ensure": _ensure,
    "avoid": _avoid,
}
