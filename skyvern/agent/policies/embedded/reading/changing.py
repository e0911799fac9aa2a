"""How orders about a thing's state are read: mark X as paid, make P the owner, assign X to P, rename X to Y."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import concepts
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb, Which
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.properties import NAME, listed
from skyvern.agent.policies.embedded.reading.reader import Order, Reader
from skyvern.agent.policies.embedded.reading.records import RECORD, passed_on
from skyvern.agent.policies.embedded.reading.targets import referred
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, Masked, clean_label, pairs

_ARTICLE = re.compile(r"^(?:the|an?|my|our|his|her|their|its|all|this|that)\s+", re.IGNORECASE)
_RUN = re.compile(
    rf"(?:{OPEN}\d+{CLOSE}|#?\d[\w/.-]*|[A-Z][\w’'.&/-]*)"
    rf"(?:\s+(?:{OPEN}\d+{CLOSE}|#?\d[\w/.-]*|[A-Z][\w’'.&/-]*|(?:of|by|the|de|van|von|and)(?=\s+[A-Z])|[a-z][\w-]*(?=\s*$)))*"
)
_SMALL_NAME = re.compile(
    r"^(?:the\s+|my\s+|our\s+)?(?:user|account|group|role|tag|label|keyword|category|branch|repository|project|channel|topic|"
    r"folder|host|server|domain|team|queue|list|bucket|token|key|job|alias|environment)\s+(?P<name>[a-z][\w.@-]{2,})$"
)
""" "Delete the user pavel": a name in small letters after a word for things that have such names."""
_NAMES = rf"(?:{OPEN}\d+{CLOSE}|(?:the\s+)?[A-Z][\w’'.&-]*(?:\s+[A-Z][\w’'.&-]*){{0,4}})"
_AMOUNT = re.compile(
    r"^(?P<amount>[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£]|EUR|USD|GBP|euros?|dollars?|pounds?))\b", re.IGNORECASE
)
_GIVEN = re.compile(
    r"\s+(?:with|using|from|by)\s+(?:the\s+|this\s+|these\s+|my\s+)?(?:following\s+|given\s+|provided\s+)?"
    r"(?:data|details|information|values?|payload|parameters?)\b.*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s+(?:to|as|into|under|onto|with|using|via|because|due|saying)\s+", re.IGNORECASE)


_OWNS = re.compile(r"[’']s(?:\s+[a-z][\w -]*)?$")
""" "Ida's letter" is found by Ida's name."""


def objects(text: str, masked: Masked) -> tuple[str, ...]:
    """Return the names in the object of an order ("the leave request of Tom Hill"): they say which one is meant."""
    direct = _ASIDE.split(text, maxsplit=1)[0]
    for part in (direct, text):
        found = [_OWNS.sub("", masked.plain(match[0]).strip(" .,#")) for match in _RUN.finditer(part)]
        if names := tuple(name for name in dict.fromkeys(found) if name):
            return names
    small = _SMALL_NAME.match(direct.strip(" .,"))
    return (small["name"],) if small is not None and not concepts(small["name"]) else ()


_FROM_MENU = re.compile(
    r"^(?P<deed>[a-z]+)\s+(?:(?:it|this|that)\s+)?(?:from|in|under|via|through|using)\s+the\s+"
    r"(?P<menu>[\w -]{2,30}?)\s+menu$",
    re.IGNORECASE,
)
""" "Archive it from the actions menu": a menu is opened, and what is done is its entry."""


_BULK = re.compile(
    rf"^(?:run|apply|execute|perform|use)\s+(?:the\s+)?(?:(?:bulk|batch|mass|group)\s+)?action\s+(?P<name>{OPEN}\d+{CLOSE})"
    r"(?:\s+(?:on|to|for|with)\s+(?:them|it|those|these|(?:all\s+)?(?:of\s+)?(?:the|these|those)\s+.+))?$",
    re.IGNORECASE,
)
""" "Run the action 'Archive' on them": what is to be done with the chosen rows is chosen, and started."""
_SAYING_WHY = re.compile(
    rf"^(?P<deed>.+?)\s*,?\s+(?:with|giving|stating|and (?:give|state|enter)|for)\s+(?:the\s+|an?\s+|this\s+)?"
    rf"(?P<label>reason|comment|note|remark|message|explanation|justification|description)\s*:?\s*"
    rf"(?P<value>{OPEN}\d+{CLOSE})$",
    re.IGNORECASE,
)
""" "Reject it with the reason 'too late'": the deed, what the page then asks for, and off with it."""


_SUBSCRIBING = re.compile(
    r"^(?:subscribe|sign up|opt in|opt them in)\s+(?:to|for)\s+(?:the\s+|our\s+)?(?P<what>[a-z][\w -]*)$", re.I
)
""" "Add a customer …, and subscribe to the newsletter": a box of the form that is filled in."""


def reasoned(reader: Reader, clause: Clause) -> list[Intent]:
    """Read a deed that is done with words: its control, the field that comes up for the words, and what confirms it."""
    match = _SAYING_WHY.match(clause.text.strip(" ."))
    if match is None:
        return []
    deed = match["deed"]
    names = () if referred(deed.partition(" ")[2]) is not None else objects(deed.partition(" ")[2], reader.masked)
    press = Intent(verb=Verb.DO, clause="", target=reader.masked.plain(deed.split()[0]).lower(), objects=names)
    words = replace(reader.term(match["label"].lower(), match["value"]), option=False)
    return [press, Intent(verb=Verb.FILL, clause="", terms=(words,)), Intent(verb=Verb.SUBMIT, clause="")]


def _of_a_form(reader: Reader, clause: Clause) -> list[Intent]:
    """Read deeds that are done with a form: a bulk action, a deed with a reason, a box of the thing that is made."""
    said = clause.text.strip(" .")
    if bulk := _BULK.match(said):
        chosen = replace(reader.term("action", bulk["name"]), option=True)
        return [Intent(verb=Verb.FILL, clause="", terms=(chosen,)), Intent(verb=Verb.SUBMIT, clause="", target="go")]
    made = bool(reader.intents) and reader.intents[-1].verb is Verb.SUBMIT and not reader.intents[-1].target
    if made and (box := _SUBSCRIBING.match(said)):
        wished = Term(value="yes", label=reader.masked.plain(box["what"]).strip(), checked=True)
        return [Intent(verb=Verb.CHECK, clause="", terms=(wished,))]
    return reasoned(reader, clause)


def _do(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if found := _of_a_form(reader, clause):
        return found
    if entry := _FROM_MENU.match(clause.text.strip(" .")):
        menu = reader.resolve(Verb.OPEN, entry["menu"])
        return [menu, Intent(verb=Verb.CLICK, clause="", target=entry["deed"])]
    sent = Intent(verb=Verb.SUBMIT, clause="")
    if terms := _money(reader, rest):
        return [Intent(verb=Verb.FILL_FORM, clause="", target=f"{clause.text.split()[0]} money", terms=terms), sent]
    data = _GIVEN.search(rest)
    if data is not None and (reader.payload or reader.facts):
        head = reader.masked.plain(clause.text[: len(clause.text) - len(data[0])])
        return [Intent(verb=Verb.FILL_FORM, clause="", target=head), sent]
    if sent_on := passed_on(rest) if re.match(r"forward\b", clause.text, re.IGNORECASE) else None:
        return passing_on(reader, *sent_on)
    found = reader.resolve(Verb.DO, clause.text)
    names = objects(rest, reader.masked)
    if not names and referred(rest) is not None:
        names = reader.topic
    deed = Intent(verb=Verb.DO, clause="", target=found.target, row=found.row, which=found.which, objects=names)
    if RECORD.search(reader.masked.plain(rest)):
        deed = replace(deed, number={Which.FIRST: 1, Which.LAST: -1}.get(found.which, found.number))
    aside = _ASIDE.search(rest)
    beyond = [name for name in objects(rest[aside.end() :], reader.masked) if name not in names] if aside else []
    if not beyond:
        return [deed]
    asked = tuple(Term(value=name, option=True) for name in beyond)
    return [deed, Intent(verb=Verb.FILL, clause="", terms=asked), sent]


def _money(reader: Reader, rest: str) -> tuple[Term, ...]:
    """Read "$250 from Checking to Savings with the memo X", "250 EUR to Anna Berg, IBAN …"."""
    match = _AMOUNT.match(rest)
    if match is None:
        return ()
    amount = re.sub(r"[^\d.,]", "", match["amount"])
    found = [Term(value=amount, label="amount")]
    body = rest[match.end() :]
    ends = re.match(rf"^\s*(?:from\s+(?P<start>{_NAMES})\s+)?(?:in)?to\s+(?P<end>{_NAMES})", body)
    if ends is None:
        return ()
    if ends["start"]:
        found.append(Term(value=reader.masked.plain(ends["start"]), label="from account / from"))
    to = "to account / to / recipient / beneficiary / payee"
    found.append(Term(value=reader.masked.plain(ends["end"]), label=to))
    tail = re.sub(r"^\s*(?:,|with|and|for)\s*", "", body[ends.end() :]).strip(" .,")
    more = listed(tail, reader.masked) if tail else ()
    return (*found, *more) if bool(tail) == bool(more) else ()


def _assign(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "assign ticket 12 to Leo", "assign it to me", "make Leo the assignee of ticket 12"."""
    match = re.match(r"^(?P<what>.+?)\s+to\s+(?P<who>.+)$", rest, re.IGNORECASE | re.DOTALL)
    if match is None:
        return _do(reader, clause, rest)
    thing = "" if referred(match["what"]) is not None else _plain_thing(match["what"], reader.masked)
    who = reader.masked.plain(match["who"]).strip(" .,")
    return [_valued(f"assignee of {thing}" if thing else "assignee", who)]


_THESE = re.compile(
    r"^(?:(?:these|those|the|my|our|your)\s+)?(?:following\s+)?(?:selections?|choices?|elections?|settings?|entries|"
    r"changes|inputs?)(?:\s+below)?\s*:\s*(?P<list>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def _make(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "make Leo Marks the assignee", "make these choices: size L, colour red", else a thing to make."""
    if chosen := _THESE.match(rest):
        listed = [reader.term(label, value) for label, value in pairs(chosen["list"], reader.masked)]
        if listed:
            return [Intent(verb=Verb.FILL, clause="", terms=tuple(replace(one, option=True) for one in listed))]
    role = re.match(
        rf"^(?P<who>{OPEN}\d+{CLOSE}|[A-Z]\S*(?:\s+[A-Z]\S*)*)\s+(?:the|an?)\s+(?P<label>[a-z][\w -]{{2,40}})$", rest
    )
    if role is not None:
        who = reader.masked.plain(role["who"])
        if re.match(r"^.*\s+the\s", rest):
            return [_valued(clean_label(role["label"]), who)]
        return [_valued(f"role of {who}", role["label"])]
    return reader.orders["create"](reader, clause, rest)


_STARS = re.compile(r"^(?:it\s+|this\s+)?(?:a\s+rating\s+of\s+)?(?P<number>\d{1,2})\s+(?P<sign>stars?)$", re.IGNORECASE)
""" "Give it 4 stars": the choice that is called so, or the fourth of a row of stars."""


def _give(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "give Maria the role of administrator", "give the article the title X"; else it is typed in."""
    if stars := _STARS.match(rest):
        return [Intent(verb=Verb.SELECT, clause="", target=f"{stars['number']} {stars['sign']}")]
    match = re.match(
        rf"^(?P<who>{OPEN}\d+{CLOSE}|(?:the\s+\w+\s+)?[A-Z]\S*(?:\s+[A-Z]\S*)*)\s+(?:the|an?)\s+(?P<what>\S.+)$", rest
    )
    if match is None:
        return reader.orders["enter"](reader, clause, rest)
    who = _plain_thing(match["who"], reader.masked)
    said = match["what"]
    split = re.match(rf"^(?P<label>[a-z][\w ]*?)\s+(?:of\s+(?:an?\s+)?)?(?P<value>{OPEN}\d+{CLOSE}|[A-Z0-9].*)$", said)
    split = split or re.match(r"^(?P<label>\w+)\s+(?:of\s+(?:an?\s+)?)?(?P<value>[a-z].*)$", said)
    split = split or re.match(r"^(?P<value>[\w-]+)\s+(?P<label>\w+)$", said)
    if split is None:
        return reader.orders["enter"](reader, clause, rest)
    return [_valued(f"{split['label']} of {who}", reader.masked.plain(split["value"]))]


def _mark(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "mark order 1009 as shipped": a button of that name, or a field that offers the state; else a box."""
    match = re.match(r"^(?P<what>.+?)\s+as\s+(?:an?\s+|the\s+)?(?P<state>[\w -]{3,30}|\S+)$", rest, re.IGNORECASE)
    if match is None:
        return reader.orders["check"](reader, clause, rest)
    what, state = match["what"], reader.masked.plain(match["state"]).strip(" .")
    names = () if referred(what) is not None else objects(what, reader.masked)
    thing = "" if referred(what) is not None else _plain_thing(what, reader.masked)
    term = Term(value=state, label=f"status of {thing}" if thing else "status", option=True)
    return [Intent(verb=Verb.DO, clause="", target=f"mark as {state}", objects=names, terms=(term,))]


def _rename(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    match = re.match(r"^(?P<what>.+?)\s+(?:to|as|into)\s+(?P<value>.+)$", rest, re.IGNORECASE | re.DOTALL)
    if match is None:
        return _do(reader, clause, rest)
    thing = "" if referred(match["what"]) is not None else _plain_thing(match["what"], reader.masked)
    value = reader.masked.plain(match["value"]).strip(" .,")
    return [_valued(f"name of {thing}" if thing else NAME, value)]


def _reply(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "reply to Anna's message with X": the control that replies, then the words."""
    match = re.match(
        r"^(?P<what>.*?)(?:^|\s+)(?:with|(?:by\s+)?saying(?:\s+that)?|that)\s+(?P<value>.+)$",
        rest,
        re.IGNORECASE | re.DOTALL,
    )
    what = match["what"] if match else rest
    names = objects(what, reader.masked)
    press = Intent(verb=Verb.DO, clause="", target="reply", objects=names)
    if match is None:
        return [press]
    value = re.sub(
        rf"^(?:the|this|the following|following)\s+(?:text|words?|message|line|reply|answer|note)\s*:?\s*(?={OPEN})",
        "",
        match["value"].strip(),
    )
    if (led := _LED_TO.fullmatch(value)) and reader.masked.plain(led["said"])[:1].isupper():
        value = led["said"]
    words = Term(value=reader.masked.plain(value).strip(), label="message")
    return [press, Intent(verb=Verb.FILL, clause="", terms=(words,)), Intent(verb=Verb.SUBMIT, clause="")]


_LED_TO = re.compile(rf"(?:it|he|she|they|this|that)\s+(?P<said>{OPEN}\d+{CLOSE})[.!?]?", re.IGNORECASE)
""" "Tell her that it 'Will do.'": a quotation that begins like a sentence is one, and only that is written."""


def passing_on(reader: Reader, what: str, who: str) -> list[Intent]:
    """Read "send the letter from Ida on to Ben": the control that forwards it, the recipient, and off it goes."""
    names = () if referred(what) is not None else objects(what, reader.masked)
    press = Intent(verb=Verb.DO, clause="", target="forward", objects=names)
    recipient = Term(value=reader.masked.plain(who).strip(), label="to / recipient / send to")
    return [press, Intent(verb=Verb.FILL, clause="", terms=(recipient,)), Intent(verb=Verb.SUBMIT, clause="")]


def _plain_thing(text: str, masked: Masked) -> str:
    return _ARTICLE.sub("", masked.plain(text)).strip(" .,")


def _valued(label: str, value: str) -> Intent:
    return Intent(verb=Verb.FILL, clause="", terms=(Term(value=value, label=label, option=True),), keeps=True)


_TO_BE_SO = re.compile(
    r"^(?:an?|another|some|any)\s+(?:(?:even|odd|prime|positive|negative|round|[\w-]+digit)\s+\w+|\w+\s+(?:that|which)\s+(?:is|are|has|"
    r"have)\s.+|\w+\s+(?:(?:greater|less|more|fewer|larger|smaller|higher|lower|longer|shorter)\s+than|between)\s.+)$",
    re.IGNORECASE,
)
""" "Generate an odd number": one press makes any number, and whether it is such a one has to be looked at."""


def _make_so(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Refuse what has to come out as said; everything else is a deed in the page's own words."""
    if _TO_BE_SO.match(reader.masked.plain(rest).strip(" .")):
        return [Intent(verb=Verb.UNKNOWN, clause="")]
    return _do(reader, clause, rest)


ORDERS: dict[str, Order] = {
    "do": _make_so,
    "assign": _assign,
    "make": _make,
    "give": _give,
    "mark": _mark,
    "rename": _rename,
    "reply": _reply,
}
