"""How orders are read that only move about a page or wait on it: scroll, hover, wait, back, reload."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.targets import target, ungerund

_SCROLLED = re.compile(
    r"^(?:(?:all the way|the page|page|window|screen|list|results?|a bit|little|further|more|again|through|over|on|in|"
    r"within|inside|of|to|the|its|this|very|up|down|upwards?|downwards?|top|bottom|end|beginning|start|foot|once|twice|"
    r"slowly|completely|until|into view)\b[\s,]*)*$",
    re.IGNORECASE,
)


def scroll(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
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


def wait(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
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


def hover(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return [reader.resolve(Verb.HOVER, rest)]


def back(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if rest and re.match(r"^to\s+", rest) and not re.search(r"\bprevious\b", rest):
        return [reader.resolve(Verb.OPEN, rest[3:])]
    return [Intent(verb=Verb.BACK, clause="")]


def reload(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return [Intent(verb=Verb.RELOAD, clause="")]
