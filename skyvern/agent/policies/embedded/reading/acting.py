"""How orders about everything but fields are read: search, press, open, log in, download, wait, go on."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import concepts, field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb, Which
from skyvern.agent.policies.embedded.reading import declining
from skyvern.agent.policies.embedded.reading.arranging import drag
from skyvern.agent.policies.embedded.reading.booking import for_days
from skyvern.agent.policies.embedded.reading.changing import ORDERS as CHANGING, reasoned
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.collecting import first_collected
from skyvern.agent.policies.embedded.reading.composing import FILE_WORD, WITH, noted
from skyvern.agent.policies.embedded.reading.consents import terms_in
from skyvern.agent.policies.embedded.reading.filling import ORDERS as FILLING
from skyvern.agent.policies.embedded.reading.kinds import ANY_ONE, bare
from skyvern.agent.policies.embedded.reading.moving import back, hover, reload, scroll, wait
from skyvern.agent.policies.embedded.reading.opening import LEAF, cookie_order, open_place
from skyvern.agent.policies.embedded.reading.pointing import points_at
from skyvern.agent.policies.embedded.reading.properties import listed
from skyvern.agent.policies.embedded.reading.queries import among, by_what, search_terms
from skyvern.agent.policies.embedded.reading.reader import ASSERTING, COOKIE, Order, Reader
from skyvern.agent.policies.embedded.reading.records import several, without_purpose
from skyvern.agent.policies.embedded.reading.remarking import first_remarked
from skyvern.agent.policies.embedded.reading.targets import ON_IT, target
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, pairs
from skyvern.agent.policies.embedded.reading.verbs import base_form, leading_verb, strip_polite

_TO_NEXT = re.compile(
    r"^(?:to\s+)?(?:the\s+)?(?:next|following)\s+(?:page|step|screen|section)|"
    r"^(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:\w+\s+)?(?:pages?|steps?|screens?)\b|^again$|^(?:to\s+)?(?:the\s+)?(?:review|"
    r"summary|confirmation|next)\b|^$|^(?:all\s+)?(?:the\s+)?(?:remaining\s+)?(?:steps|pages|wizard)|"
    r"^(?:through\s+)?(?:all\s+)?(?:the\s+)?(?:remaining\s+)?(?:steps|pages|wizard|form|application)$",
    re.IGNORECASE,
)


_OF_FORM = re.compile(
    r"\b(?:pages?|steps?|screens?)\s+(?:of|in)\s+(?:the|this|our|your)\s+(?:\w+\s+){0,2}"
    r"(?:form|wizard|application|questionnaire|survey|quote|process|registration)\b",
    re.IGNORECASE,
)
""" "Go through all the steps of the quote form": the form is filled in, page by page."""


_USE_SEARCH = re.compile(
    r"^(?:use|using)\s+(?:the\s+|this\s+)?(?:[\w-]+\s+){0,2}(?:search|look-?up)(?:\s+(?:form|box|page|function|field|tool))?"
    r"(?P<with>(?:\s+(?:with|by|for)\b.*)?)$",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^(?:whether|if|that)\s+(?:there\s+(?:is|are)\s+)?(?P<who>.+)$", re.IGNORECASE)


def _search(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if points_at(reader.masked.plain(rest)):
        reader.pointed = reader.masked.plain(rest)
        return [Intent(verb=Verb.READ, clause="")]
    rest = by_what(re.sub(r"^(?:for|up)\s+", "", rest.strip(), flags=re.IGNORECASE))
    if (dated := for_days(rest, reader.masked)) is not None:
        return [Intent(verb=Verb.SEARCH, clause="", terms=dated[1], target=dated[0])]
    listing, rest = among(rest)
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
    about = reader.masked.plain(listing) or wanted.name
    return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target=about, which=wanted.which, row=wanted.row)]


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
    if cookie_order(rest):
        return [Intent(verb=Verb.DISMISS, clause="", target=reader.masked.plain(rest), optional=True)]
    if (used := _USE_SEARCH.match(clause.text)) and (reader.asked or reader.facts or OPEN in used["with"]):
        return _search(reader, clause, used["with"])
    leaf = LEAF.match(rest.strip(" ."))
    alone = Intent(verb=Verb.CLICK, clause="", target=leaf[1].lower()) if leaf else _some(reader, rest)
    if alone is not None:
        return [alone]
    rest = without_purpose(rest)
    if records := several(rest, reader.masked):
        what, count, row = records
        wanted = reader.resolve(Verb.CLICK, what)
        return [replace(wanted, row=row, which=Which.ALL, number=count)]
    found = reader.resolve(Verb.CLICK, rest.strip())
    if ON_IT.search(rest.strip(" .")) and reader.record and not found.row:
        found = replace(found, row=reader.record)
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


def _row_before(reader: Reader, clause: Clause) -> str:
    """Return the row of "In the row of Ben Tran, click Edit", "For INV-7 press Pay"."""
    match = re.match(
        rf"^(?i:in|on|for|from)\s+(?:the\s+)?(?:(?:row|line|card|entry|record|item)\s+(?:of|for|with)\s+|"
        rf"(?:[a-z]+\s+){{1,2}})?(?P<row>{OPEN}.+|[A-Z0-9@#].+)$",
        clause.where,
    )
    named = re.match(r"^\w+\s+(?:the\s+)?(?:row|line|card|entry|record|item)\b|^for\b", clause.where, re.IGNORECASE)
    return reader.masked.plain(match["row"]) if match and named else ""


_AS_WHOM = re.compile(
    rf"^\s*(?:in\s+)?as\s+(?:the\s+)?(?:user\s+)?(?P<who>{OPEN}\d+{CLOSE}|\S+)\s*,?(?:\s+and)?\s*$", re.IGNORECASE
)


def _login(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    match = WITH.search(rest)
    said = pairs(rest[match.end() :].strip(), reader.masked) if match else []
    listed = said or pairs(WITH.sub(" ", rest, count=1).strip(), reader.masked)
    terms = tuple(reader.term(label, value) for label, value in listed if value)
    kept = tuple(
        found
        for found in terms
        if field_concept(found.label) in ("username", "password", "email", "otp", "account_number")
    )
    who = _AS_WHOM.match(rest[: match.start()]) if match else None
    if who and not any(field_concept(found.label) in ("username", "email") for found in kept):
        kept = (reader.term("username", who["who"]), *kept)
    if not who and len(said) == len(terms) > len(kept) and all(OPEN in value for _, value in said):
        kept = terms
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
    if _LOOKED_UP.match(clause.text) and not FILE_WORD.search(reader.masked.plain(rest)):
        looked = reader.orders["search"](reader, clause, rest)
        if any(one.terms for one in looked):
            return looked
    found = reader.resolve(Verb.DOWNLOAD, rest)
    form = re.search(r"\s+(?P<form>pdf|csv|excel|xlsx?|json|xml)$", found.row, re.IGNORECASE)
    if form:
        found = replace(found, row=found.row[: form.start()], target=f"{found.target} {form['form']}")
    return [found]


_LOOKED_UP = re.compile(r"^(?:retrieve|fetch|pull|pull up|obtain|get)\s+.*\b(?:for|with|by|using)\b", re.IGNORECASE)
""" "Retrieve the saved quote X for last name Y": it is looked up, and no file."""
_AGREEING = ("agree", "accept", "acknowledge", "consent")
_LEGAL = re.compile(
    r"^(?:to\s+)?(?:the\s+|all\s+)?(?:\w+\s+)?(?:privacy|data protection|terms)\s*(?:notices?|policy|policies|"
    r"statements?)?(?!.*cookie)",
    re.IGNORECASE,
)
""" "Accept the privacy notice" is a box of the form; a cookie notice lies over the page."""


def _dismiss(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if words := reasoned(reader, clause):
        return words
    plain = reader.masked.plain(rest)
    verb = base_form(strip_polite(clause.text).split()[0].lower(), _AGREEING)
    if declining.ordered(reader.masked.plain(clause.text)):
        return [Intent(verb=Verb.READ, clause="")]
    legal = verb in _AGREEING and _LEGAL.search(plain) is not None
    if COOKIE.search(plain) and not legal:
        return [Intent(verb=Verb.DISMISS, clause="", target=reader.masked.plain(clause.text), optional=True)]
    if verb in ("skip", "ignore", "bypass"):
        return [Intent(verb=Verb.READ, clause="")]
    agreed = terms_in(plain, reader.masked.plain(clause.condition)) if verb in _AGREEING else None
    if agreed is not None:
        return [Intent(verb=Verb.CHECK, clause="", terms=(agreed,))]
    return [reader.resolve(Verb.CLICK, reader.masked.plain(clause.text) if len(plain.split()) <= 2 else rest)]


def _next(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if clause.condition and re.search(r"\bnot (?:on|in|there|found|listed|visible|shown|here)\b", clause.condition):
        return [Intent(verb=Verb.READ, clause="")]
    if _OF_FORM.search(rest):
        return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(rest), amount=1)]
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


_NO_LABEL = re.compile(r"(?:the|an?|all|any|only|my|our|their)?", re.IGNORECASE)
""" "Filter for the Sales department": what stands before a value may be no name of it."""


_LIST_COLON = re.compile(r"^(?:(?:the|these|all|my|our)\s+)?(?:\w+\s+){0,2}\w+\s*:\s+", re.IGNORECASE)
_SPAN = re.compile(r"^(?P<first>.+?)\s+(?:to|until|till|through|and|-|–)\s+(?P<last>.+)$", re.IGNORECASE)
_SPANS = re.compile(r"^(?P<what>.*?)\s*\b(?:from|between|since)$", re.IGNORECASE)


def _spans(term: Term) -> list[Term]:
    """Take "posted from A to B" apart: where it begins, and where it ends."""
    label, both = _SPANS.match(term.label), _SPAN.match(term.value)
    if not (label and both) or not all(any(map(str.isdigit, both[part])) for part in ("first", "last")):
        return [term]
    what = label["what"].strip()
    parts = (("from", both["first"]), ("to", both["last"]))
    return [replace(term, label=f"{what} {side}".strip(), value=value, key="") for side, value in parts]


def _filter(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    text = re.sub(
        r"^(?:the\s+)?(?:list|results?|table|records?|invoices?|orders?|items?)?\s*(?:by|to|for|on|where|with|"
        r"down)\s+",
        "",
        _LIST_COLON.sub("", rest.strip()),
        flags=re.IGNORECASE,
    )
    text = re.sub(r"^(?:the\s+)?(?:[a-z]+\s+)?[a-z]+\s+(?:by|to|for|on|where|with)\s+(?=[a-z])", "", text)
    found = [pair for pair in pairs(text, reader.masked) if not _NO_LABEL.fullmatch(pair[0])]
    terms = [term for term in listed(text, reader.masked) if not _NO_LABEL.fullmatch(term.meaning)]
    if len(terms) <= len(found):
        terms = [reader.term(label, value) for label, value in found] or [*search_terms(text, reader.masked)]
    terms = [one for term in terms for one in _spans(term)]
    return [Intent(verb=Verb.SEARCH, clause="", terms=tuple(terms), target="filter")]


_TO_READ = re.compile(
    rf"^(?:the|our)\s+(?:\w+\s+)?(?:article|post|page|document|guide|news|announcement|message|answer|chapter)\s+"
    rf"(?:(?:called|titled|named|on|about)\s+)?(?P<name>{OPEN}\d+{CLOSE})$",
    re.IGNORECASE,
)
""" "Read the article 'Order a monitor'": what is to be read has to be opened."""
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
    if named := _TO_READ.match(rest.strip(" .")):
        return [Intent(verb=Verb.OPEN, clause="", target=reader.masked.plain(named["name"]))]
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


ORDERS: dict[str, Order] = {
    **FILLING,
    **CHANGING,
    "do": first_collected(CHANGING["do"]),
    **{verb: first_remarked(first_collected(FILLING[verb])) for verb in ("create", "enter", "submit")},
    "search": _search,
    "click": _click,
    "open": open_place,
    "login": _login,
    "logout": _logout,
    "download": _download,
    "dismiss": _dismiss,
    "next": _next,
    "sort": _sort,
    "filter": _filter,
    "scroll": scroll,
    "wait": wait,
    "hover": hover,
    "drag": drag,
    "back": back,
    "reload": reload,
    "read": first_remarked(_read),
    "ensure": _ensure,
    "avoid": _avoid,
}
