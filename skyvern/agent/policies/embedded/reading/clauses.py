"""Cuts a goal's text into orders and criteria: lines, sentences, "then" and "and", COMPLETE when …, TERMINATE if …."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from skyvern.agent.policies.embedded.reading.conditions import (
    behind,
    in_halves,
    likely,
    speaks_of_the_other_case,
    where_asked,
)
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.reading.paths import INTO_MENU, ON_THE_WAY, named_as_a_deed, path
from skyvern.agent.policies.embedded.reading.roaming import destination
from skyvern.agent.policies.embedded.reading.sentences import lines, sentences
from skyvern.agent.policies.embedded.reading.values import CLOSE, MARK, OPEN
from skyvern.agent.policies.embedded.reading.verbs import POLITE, leading_verb, strip_polite

_DONE = (
    r"(?:complete[d]?|done|finished|finish|over|successful|success|achieved|reached|fulfilled|succeeded|accomplished)"
)
_WHEN = r"(?:only\s+)?(?:when|once|if|as soon as|after|whenever|the moment)"
_TASK = r"(?:the|this|your|our)\s+(?:whole\s+)?(?:task|goal|job|block|step|work|workflow|process|mission|objective|run)"
_COMPLETE = re.compile(
    rf"(?:(?:mark|consider|treat|regard|count|declare)\s+(?:{_TASK}|it|this|yourself|(?:the|this|"
    rf"your)\s+[a-z]+)?\s*(?:to be\s+|"
    rf"as\s+)?{_DONE}\s+{_WHEN}|"
    rf"(?:you(?:'re|’re| are| will be| can (?:consider|call) (?:it|this))\s+|{_TASK}(?:\s+is|\s+has been|'s)?\s+|"
    rf"(?:it|this)(?:\s+is|'s)\s+)(?:considered\s+)?{_DONE}\s+{_WHEN}|"
    rf"{_DONE}\s+{_WHEN}|(?:stop|end|exit|quit)\s+(?:when|once|as soon as|after)|"
    rf"(?:success|completion|complete|done|completed)\s+(?:criteri(?:on|a)|condition|state)?\s*(?:is\s*:?|are\s*:?|:|"
    rf"=)|"
    rf"(?:you can|you may|feel free to|please)\s+(?:stop|finish|end)\s+(?:when|once|as soon as|after))\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_END = (
    r"(?:terminate|abort|fail|give up|bail(?: out)?|quit|halt|exit|cancel|stop|error out|raise an error|"
    r"report (?:an? )?(?:error|failure|problem))"
)
_TERMINATE = re.compile(
    rf"(?:please\s+|you should\s+|you must\s+|immediately\s+)?{_END}\s*(?:here|immediately|right away|now|{_TASK}|"
    rf"with (?:an? )?(?:error|failure))?\s*"
    rf"(?:if|in case|should|whenever|(?<!stop )when|(?<!stop )once|(?<!stop )as soon as|upon)\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ENDING = re.compile(
    rf"^(?:then\s+)?(?:please\s+|just\s+|you (?:should|must|can)\s+|immediately\s+)?(?:do not (?:continue|proceed|"
    rf"go on)|don't (?:continue|proceed)|{_END}|report\b|"
    rf"(?:mark|consider|treat)\s+(?:{_TASK}|it|this)\s+(?:as\s+)?(?:failed|terminated|a failure))",
    re.IGNORECASE,
)
_FINISHING = re.compile(
    rf"^(?:then\s+)?(?:please\s+)?(?:(?:mark|consider|treat)\s+(?:{_TASK}|it|this)\s+(?:as\s+)?{_DONE}|"
    rf"(?:you(?:'re|’re| are)\s+|{_TASK}\s+is\s+|it is\s+|it's\s+)?{_DONE}(?!\s+(?:the|your|all|out))\b)",
    re.IGNORECASE,
)
_DIALOG = re.compile(
    r"\b(?:browser|page|site|it|dialog|prompt|question|confirmation|pop-?up)\b.{0,20}\b(?:asks?|appears?|comes? up|"
    r"opens?|shows?|wants)\b|\basked\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"^(?P<word>if|when|once|in case|should|as soon as|whenever|unless)\s+(?P<what>.+?)(?:\s*,\s*(?:then\s+)?|"
    r"\s+then\s+|\s*:\s*|\s+-+>?\s+)(?P<do>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BAD = re.compile(
    r"\b(?:no|not|error|invalid|fail\w*|denied|captcha|blocked|unavailable|cannot|can't|missing|wrong|incorrect|"
    r"expired|locked|without|none|nothing)\b",
    re.IGNORECASE,
)
_NEXT_CRITERION = re.compile(
    r"(?<!\bas)(?<!\bas\s)(?<!\bis)(?<!\bis\s)(?<!\bbe)(?<!\bbe\s)(?<![’']re)(?<![’']re\s)(?<!\bare)(?<!\bare\s)"
    r"\s*(?:[,;.]|\band\b|\bor\b|[-–—])?\s*(?=\b(?:TERMINATE|COMPLETE|terminate|abort|give up|complete)\b\s+(?:if|"
    r"when|once|as soon as|in case))"
)
_THEN = re.compile(
    r"\s*(?:;|→|⇒|->|=>|\s>\s|,?\s+and\s+(?:then|finally|afterwards|after that|next|lastly|subsequently)\s+|"
    r",?\s+(?:then|afterwards|after that|after which|followed by|and finally|before finally)\s+(?=\S)|,\s*(?:then|"
    r"finally|next|afterwards|lastly)\s+|\s+before\s+(?=\w+ing\b))\s*,?\s*",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(r"^(?:otherwise|else|if not|if it (?:is|does) not|in any other case)\b\s*,?\s*", re.IGNORECASE)
_STOP_AT = re.compile(
    r"(?:^|\b)(?:stop|end|halt|finish)\s+(?:on|at|when (?:you are )?(?:on|at)|once (?:you are )?(?:on|at)|"
    r"there at)\s+(?P<what>(?:the|a)\s+[^,;.]{2,60}?)\s*[.!]?$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s+until\s+(?:you (?:reach|see|get to|find|arrive at|are (?:on|at))\s+)?(?P<what>.+)$", re.IGNORECASE | re.DOTALL
)
_PURPOSE = re.compile(
    r",?\s+(?:so that|in order (?:to|that)|such that|because|so (?:we|i|you|that we) can)\s.+$|"
    r"(?<=[\w\ue001])\s+to (?:see|view|show|display|reveal|look at)\s+(?:the|its|his|her|their|all|more|what)\b.+$",
    re.IGNORECASE | re.DOTALL,
)
_USE_TO = re.compile(
    r"^(?:use|using|with|via)\s+(?P<thing>(?:the\s+)?[^,]{2,50}?)[,]?\s+(?:to|and)\s+(?=\w)", re.IGNORECASE
)
_WHEN_DONE = re.compile(
    r"\s+(?:when|once|after|as soon as)\s+(?:(?:you(?:'re|’re| are| have)|it is|all is|everything is)\s+)?"
    r"(?:done|finished|ready|through)(?=\s*(?:[.!,;]|$))",
    re.IGNORECASE,
)
_STEP_IN = re.compile(rf"(?<=[\w.…{CLOSE}])(?<![-=])\s*(?:>|»)\s*(?=[A-Z{OPEN}])")
_RUN_ON = re.compile(
    r"(?<!\band)(?<!\bthen)(?<!\bto)(?<!\bor)(?<!,)\s+(?=(?:hit|press|click)\s+(?:on\s+)?(?:the\s+)?[\"']?(?:submit|save|send|ok|"
    r"search|next|continue|login|log in)\b[\"']?(?:\s+button)?\s*[.!]?$)",
    re.IGNORECASE,
)
"""An order to press the button of a form, written behind another order without any joint."""
_FORBIDDING = re.compile(r"\s*;\s*(?=(?:please\s+)?(?:do not|don['’]t|never)\b)", re.IGNORECASE)
"""Where a criterion ends and what must not be done begins: "TERMINATE if it fails; do not try again"."""
_BUT = re.compile(
    r"\s*,?\s+but\s+(?=(?:dismiss|cancel|accept|decline|reject|confirm|do not|don't|leave|then|also)\b)", re.IGNORECASE
)
_AND = re.compile(r"(\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s+|\s+\+\s+|\s+plus\s+)", re.IGNORECASE)
_ROLE_NOUN = re.compile(r"\b(?:tab|page|link|button|section|menu|screen|module|area|panel|icon)s?$", re.IGNORECASE)
_NOUN_AFTER = re.compile(
    r"^\s*(?:button|link|field|box|tab|icon|form|page|menu|bar|results?|functions?|features?|options?|number|address|"
    r"name|date|status|type|criteria|pages?|buttons|links)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    rf"^(?P<where>(?:on|in|at|from|under|within|using|via|through|with|into|inside|for|as|to|by|after|before|once|"
    rf"when|upon|while|during|since)\s+(?:[^,{OPEN}]|{OPEN}\d+{CLOSE}){{2,100}}?),\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)


_SECTION = re.compile(
    rf"^(?P<where>(?:in|on|from|under|within|inside|at)\s+(?:the\s+)?(?:(?:field|box|section|dropdown|list|menu|tab|"
    rf"area|panel)?\s*{OPEN}\d+{CLOSE}|[\w ]{{2,30}}?(?:section|"
    rf"form|tab|panel|field|dropdown|list|menu|box))(?:\s+(?:section|field|tab|list|dropdown|"
    rf"menu))?)\s+(?P<rest>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)


_NAMED_PLACE = re.compile(
    rf"^(?P<where>(?:[Ii]n|[Oo]n|[Uu]nder|[Ww]ithin|[Ii]nside|[Aa]t|[Ff]or)\s+(?:the\s+|my\s+|our\s+)?(?:{OPEN}\d+{CLOSE}|"
    rf"[A-Z][\w&-]*(?:\s+(?:(?:and|&|of)\s+)?[A-Z][\w-]*){{0,3}}|(?:[a-z]+\s+){{0,2}}(?:settings|catalog(?:ue)?|"
    rf"preferences|options|overview|dashboard|inbox|directory|calendar|profile)|"
    rf"(?:row|line|card|entry|record|item)\s+(?:of|for|with)\s+(?:{OPEN}\d+{CLOSE}|[A-Z0-9]\S*(?:\s+[A-Z0-9]\S*){{0,3}})))"
    rf"\s*,?\s+(?P<rest>[a-z]\S*\s.+)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One order in masked words; `where` is the part before the comma ("In the State list, …")."""

    text: str
    where: str = ""
    condition: str = ""
    otherwise: bool = False
    until: str = ""
    passing: bool = False
    """It is a leg of a path down a menu, and not its end."""
    optional: bool = False
    """It is done only where the site asks for it."""
    ends: bool = False
    """It ends the run as failed, where its condition says so."""


@dataclass(slots=True, kw_only=True)
class Cut:
    """What a text was cut into."""

    orders: list[Clause]
    complete: list[str]
    terminate: list[str]
    condition: str = ""
    """The condition that an "otherwise" would refer to."""
    unless: bool = False
    """That condition is one that must not hold."""
    since: int = 0
    """The first order under that condition."""


def cut(text: str) -> Cut:
    """Cut masked text into orders and criteria."""
    found = Cut(orders=[], complete=[], terminate=[])
    for line in lines(text):
        for sentence in sentences(line):
            for part in _NEXT_CRITERION.split(sentence):
                if part and part.strip(" .!?,"):
                    _sort(part.strip(), found)
    return found


def _sort(sentence: str, found: Cut) -> None:
    sentence, alternative = in_halves(likely(sentence))
    body = strip_polite(sentence)
    if match := _OTHERWISE.match(body):
        _otherwise(body[match.end() :], found)
        return
    before, found.condition = found.condition, ""
    if match := _IF.match(body):
        if before and _ENDING.match(match["do"].strip(" .!")) and speaks_of_the_other_case(match["what"]):
            found.condition = before
            _otherwise(match["do"].strip(" .!"), found)
            return
        if _conditional(match, found):
            _otherwise(alternative, found)
            return
    _plainly(body, found)
    _otherwise(alternative, found)


def _otherwise(text: str, found: Cut) -> None:
    """Put orders under the opposite of the last condition; an end comes first: what it forbids must not be done."""
    rest = _OTHERWISE.sub("", strip_polite(text)).strip(" .!")
    if not rest:
        return
    if found.condition and _ENDING.match(rest):
        end = Clause(text=rest, condition=found.condition, otherwise=not found.unless, ends=True)
        found.orders.insert(found.since, end)
        return
    first = len(found.orders)
    _orders(rest, found)
    if found.condition:
        under = {"condition": found.condition, "otherwise": not found.unless}
        found.orders[first:] = [replace(order, **under) for order in found.orders[first:]]


def _plainly(body: str, found: Cut) -> None:
    if match := _STOP_AT.search(body):
        found.complete.append(f"{match['what'].strip(' .!')} is shown")
        body = re.sub(r"(?:\band\b|\bthen\b|[,;–-])\s*$", "", body[: match.start()].strip()).strip()
        if not body:
            return
    for pattern, bucket in ((_TERMINATE, found.terminate), (_COMPLETE, found.complete)):
        match = _at_edge(pattern, body)
        if match is None:
            continue
        what, *forbidding = _FORBIDDING.split(match["what"].strip(" .!,;"), maxsplit=1)
        for avoided in forbidding:
            _orders(avoided, found)
        head, colon, tail = what.partition(": ")
        if colon and leading_verb(strip_polite(tail)) is not None:
            what = head
            _orders(tail, found)
        negative = (
            pattern is _COMPLETE and match[0].lower().startswith(("stop", "end", "exit", "quit")) and _BAD.search(what)
        )
        (found.terminate if negative else bucket).append(what)
        before = re.sub(r"(?:\band\b|\bor\b|[,;–-])\s*$", "", body[: match.start()].strip()).strip()
        if before:
            _orders(before, found)
        return
    _orders(body, found)


def _at_edge(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for match in re.finditer(r"(?:^|(?<=[,;.–—(-])\s*|\band\s+|\bor\s+)", text):
        hit = pattern.match(text, match.end())
        if hit:
            return hit
    return None


def _conditional(match: re.Match[str], found: Cut) -> bool:
    word, what, do = match["word"].lower(), match["what"].strip(), match["do"].strip(" .!")
    if word == "unless":
        return False
    if _FINISHING.match(do):
        found.complete.append(what)
        return True
    if _ENDING.match(do):
        found.terminate.append(what)
        return True
    if word in ("if", "in case", "should") or _DIALOG.search(what):
        before = len(found.orders)
        _orders(do, found)
        found.orders[before:] = [replace(order, condition=what) for order in found.orders[before:]]
        found.condition, found.unless, found.since = what, False, before
        return True
    return False


def _orders(text: str, found: Cut) -> None:
    text = _PURPOSE.sub("", text)
    previous = ""
    text = _WHEN_DONE.sub("", text)
    text = _STEP_IN.sub(INTO_MENU, text)
    halves = (half for long in _THEN.split(text) for run in _run_on(long) for half in _BUT.split(run))
    for part in (leg for half in halves for piece in _dashed(half) for leg in path(piece)):
        clean = strip_polite(destination(strip_polite(part)))
        passing, clean = clean.endswith(ON_THE_WAY), clean.rstrip(ON_THE_WAY)
        where = ""
        if (match := _USE_TO.match(clean)) and leading_verb(strip_polite(clean[match.end() :])) is not None:
            where = f"in {match['thing']}" if bare(match["thing"]) is not None else ""
            clean = strip_polite(clean[match.end() :])
        if not clean:
            continue
        for pattern in (_PREFIX, _SECTION):
            match = pattern.match(clean) if leading_verb(clean) is None else None
            rest = strip_polite(match["rest"]) if match else ""
            if match and leading_verb(rest) is not None:
                where, clean = match["where"], rest
        if not where and leading_verb(clean) is None:
            where, clean = _placed(clean)
        if (
            previous in ("open", "click")
            and (leading_verb(clean) is None or named_as_a_deed(clean))
            and len(re.split(r"\sand\s", clean)[0].split()) <= 4
        ):
            clean = f"open {clean}"
        previous = (leading_verb(clean) or ("", ""))[0]
        until = ""
        if match := _UNTIL.search(clean):
            until, clean = match["what"], clean[: match.start()]
        for piece in map(_without_means, _split_and(clean)):
            _add(Clause(text=piece, where=where, until=until, passing=passing), found)
            where = ""


_BY_MENU = re.compile(
    r"(?<=\w)(?<!\bby)\s+(?:using|via|through)\s+the\s+(?:[a-z][\w-]*\s+){0,2}?(?:menu|switcher|selector|picker)"
    r"(?:\s+(?:in|at|on)\s+the\s+[a-z ]{3,25})?$"
)
""" "Switch to the shop X using the shop menu in the header": where it is pressed shows by itself."""


def _without_means(text: str) -> str:
    """Return an order without what it is done by: "use the filters to show only X" orders to show only X."""
    match = _USE_TO.match(text)
    text = _BY_MENU.sub("", text)
    rest = strip_polite(text[match.end() :]) if match and bare(match["thing"]) is None else ""
    return rest if rest and leading_verb(rest) is not None else text


def _add(order: Clause, found: Cut) -> None:
    """Add an order, under the condition that stands behind it, if any."""
    if asked := where_asked(order.text):
        order = replace(order, text=asked, optional=True)
    elif (held := behind(order.text)) is not None:
        order = replace(order, text=held.do, condition=held.what, otherwise=held.otherwise)
        if held.what:
            found.condition, found.unless, found.since = held.what, held.otherwise, len(found.orders)
    found.orders.append(order)


def _run_on(text: str) -> list[str]:
    """Split "scroll to the end of the text hit submit" before its last order."""
    parts = _RUN_ON.split(text, maxsplit=1)
    return parts if len(parts) == 2 and leading_verb(strip_polite(parts[0])) is not None else [text]


def _placed(text: str) -> tuple[str, str]:
    """Split "In Notifications turn off the digest" where the place has a name and the order begins in small letters."""
    match = _NAMED_PLACE.match(text)
    if match is not None and leading_verb(match["rest"]) is not None:
        return match["where"], match["rest"]
    return "", text


def _dashed(text: str) -> list[str]:
    """Split "name Doe, state NY - run the search": a dash before an order ends what comes before."""
    for match in re.finditer(r"\s+[-–—]+\s+", text):
        if leading_verb(strip_polite(text[match.end() :])) is not None:
            return [text[: match.start()], *_dashed(text[match.end() :])]
    return [text]


def _split_and(text: str) -> Iterator[str]:
    parts = _AND.split(text)
    current = parts[0]
    for joint, part in zip(parts[1::2], parts[2::2], strict=True):
        if _begins_order(part, joint=joint, before=current):
            yield strip_polite(current)
            current = part
        else:
            current += joint + part
    if strip_polite(current):
        yield strip_polite(current)


def _begins_order(part: str, *, joint: str, before: str) -> bool:
    body = strip_polite(part)
    hit = leading_verb(body)
    if hit is None:
        terse = "," in joint and _ROLE_NOUN.search(body) is not None and len(body.split()) <= 4
        lead = leading_verb(strip_polite(before))
        return terse and lead is not None and lead[0] in ("login", "open", "download", "click")
    rest = hit[1]
    describing = (leading_verb(strip_polite(before)) or ("",))[0] in ("create", "submit", "apply")
    if describing and "," in joint and re.match(r"(?:type|note|order|report|book|contact)\s+(?!in\b|the\b)\S", body):
        return False
    if "," in joint and _NAME_LIKE_ORDER.match(body) and _VALUE_BEFORE.search(before):
        return False
    spoken = body[: len(body) - len(rest)].split()
    if len(spoken) == 1 and _NOUN_AFTER.match(rest) and not re.match(r"^(?:the|a|on|in|to)\b", rest):
        return False
    if body.split()[0][:1].isupper() and "," not in joint and not POLITE.match(part.strip()) and _title_object(before):
        return False
    return not MARK.fullmatch(body)


_NAME_LIKE_ORDER = re.compile(rf"(?i:make|contact|note|mark)\s+(?:{OPEN}|[A-Z\d])")
_VALUE_BEFORE = re.compile(rf"\w\s+(?:{OPEN}\d+{CLOSE}|[A-Z\d]\S*)$")
""" "Model year 2022, make Tesla": among names and values the word is a name."""


def _title_object(before: str) -> bool:
    """Tell whether "and" joins two capitalised names, as in "click Save and Continue"."""
    words = before.split()
    return len(words) >= 2 and words[-1][:1].isupper()
