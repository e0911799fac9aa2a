"""How orders are read that pick a thing and put it back: into and out of a cart, a wish list, favourites."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading.changing import objects
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.reader import Order, Reader
from skyvern.agent.policies.embedded.reading.targets import referred, target
from skyvern.agent.policies.embedded.reading.values import OPEN
from skyvern.agent.policies.embedded.reading.verbs import strip_polite

_PICKED_INTO = (
    r"(?:(?:shopping|my)[ -])?(?:cart|basket|bag|trolley|(?:wish|watch|reading|play|compare|comparison)[ -]?list|"
    r"favou?rites?|bookmarks?|comparison)"
)
_INTO = re.compile(
    rf"^(?P<what>\S.*?)\s+(?:in|to|into|onto|on)\s+(?:the|my|our|your|a|this|that)?\s*(?P<place>{_PICKED_INTO})$",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"^(?P<what>\S.*?)\s+(?:from|out of|off)\s+(?:the|my|our|your|this|that)?\s*(?P<place>{_PICKED_INTO})$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a dozen)\s*"
    r"(?P<of>x|×|times|pieces? of|copies of|units? of|items? of|of the|of)?\s+(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"^(?:an?|the)\s+(?:quantity|total)\s+of\s+(?P<count>\d{1,3})(?:\s+(?:(?:pieces?\s+|units?\s+)?of\s+)?(?P<rest>\S.*))?$",
    re.IGNORECASE,
)
""" "A quantity of 3": of what was searched for, where it names nothing."""
_EACH = re.compile(
    r"^one\s+(?:of\s+)?each(?:\s+of)?(?:\s+(?:the\s+|these\s+)?(?:following\s+)?[a-z]+)?\s*:\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {**{word: at for at, word in enumerate(_ONE_TO_TEN, start=1)}, "a": 1, "an": 1, "twelve": 12, "a dozen": 12}
_SEVERAL = re.compile(r"(?<=[^s\W])s$")
_NEW = re.compile(r"^(?:an?\s+)?(?:new|another|further)\b", re.IGNORECASE)
_THIS_ONE = re.compile(
    r"^(?:the|this|that)\s+(?:item|product|article|book|one|thing|offer|record|entry|song|film|movie|course|game|app)$",
    re.IGNORECASE,
)


def collected(reader: Reader, clause: Clause, rest: str) -> list[Intent] | None:
    """Read "add two Steel Spades to the cart", "put it into my basket", "remove the pan from the cart"; else None."""
    verb = strip_polite(clause.text).split()[0].lower()
    body = rest.strip(" .!")
    if verb in ("add", "put", "place", "move", "drop", "save") and (match := _INTO.match(body)):
        return _put_in(reader, clause, match)
    if verb in ("order", "buy") and (match := _EACH.match(body)):
        return _one_of_each(reader, verb, match["names"])
    if verb in ("remove", "delete", "take", "drop") and (match := _OUT_OF.match(body)):
        names = _named(reader, clause, match["what"])
        if names is None:
            return None
        place = Intent(verb=Verb.OPEN, clause="", target=match["place"], passing=True, optional=True)
        return [place, Intent(verb=Verb.DO, clause="", target="remove", objects=names)]
    return None


def _one_of_each(reader: Reader, verb: str, said: str) -> list[Intent]:
    """Read "order one of each: tea, rice": each is added where it is listed, and then they are ordered."""
    names = [reader.masked.plain(name).strip() for name in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", said)]
    adding = [Intent(verb=Verb.CLICK, clause="", target="add", row=name) for name in names if name]
    return [*adding, Intent(verb=Verb.SUBMIT, clause="", target=verb)]


def _put_in(reader: Reader, clause: Clause, match: re.Match[str]) -> list[Intent] | None:
    quantity = _QUANTITY.match(match["what"])
    counted = quantity or _COUNT.match(match["what"])
    count = _count(counted["count"]) if counted else 1
    names = _named(reader, clause, counted["rest"] or "it" if counted else match["what"])
    if names is None:
        return None
    if counted and not quantity and count > 1 and not counted["of"] and OPEN not in counted["rest"]:
        names = tuple(_SEVERAL.sub("", name) for name in names)
    deed = Intent(verb=Verb.DO, clause="", target=f"add to {match['place']}", objects=names)
    if count == 1:
        return [deed]
    label = f"quantity of {names[0]}" if names else "quantity"
    return [Intent(verb=Verb.FILL, clause="", terms=(Term(value=str(count), label=label),)), deed]


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS[said.lower()]


def _named(reader: Reader, clause: Clause, what: str) -> tuple[str, ...] | None:
    """Return the names of what is picked, () for what the page is about; None where the words tell neither."""
    if referred(what) is not None:
        asked = tuple(mark.text for mark in reader.masked.inside(clause.condition))
        return asked or reader.meant(target(what, reader.masked))[:1]
    if _THIS_ONE.match(reader.masked.plain(what)):
        return ()
    return None if _NEW.match(what) else objects(what, reader.masked) or None


def first_collected(order: Order) -> Order:
    """Return the order of a verb that also picks things, as read where it does not."""

    def read(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
        picked = collected(reader, clause, rest)
        return order(reader, clause, rest) if picked is None else picked

    return read
