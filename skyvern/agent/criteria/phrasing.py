"""Takes a criterion's sentence apart: lead-ins, quoted texts, *and* and *or*, negation."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEAD = re.compile(
    r"^(?:(?:the )?(?:goal|task|run|block)\s+is\s+)?(?:complete[ds]?|done|finish(?:ed)?|succe(?:ss|eds?|ssful)"
    r"|terminate[ds]?|stop|end|fail)?\s*"
    r"(?:when|if|once|until|as soon as|after|only if|only when|whenever)\s+",
    re.I,
)
_CHECK = re.compile(
    r"^(?:please\s+)?(?:verify|check|confirm|ensure|make sure|validate|assert|see|determine)\s+(?:that|whether"
    r"|if)?\s*(?=\S)",
    re.I,
)
_SEE = re.compile(
    r"^(?:(?:that|and|then)\s+)?(?:the user|you|we|i|one|user)\s+(?:can|could|should|will|is able to|are able to"
    r"|now|must)?\s*(?:now\s+)?(?:(?:sees?|find|observe|read|notice)\s+(?:that\s+)?"
    r"|ha(?:ve|s)(?: now)?(?: received| got| obtained| been (?:given|shown))?\s+(?=(?:an?|the|your|our)\s))",
    re.I,
)
_QUOTES = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|`([^`]+)`|(?<![\w])'([^']+)'(?![\w])|(?<![\w])‘([^’]+)’(?![\w])"
)
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|shows?|shown|displays?|displayed|appears?|appeared|contains?"
    r"|includes?|lists?|says?|"
    r"exists?|visible|present|loads?|loaded|downloaded|submitted|equals?|matches|starts?|ends?|reads?|found|opens?"
    r"|opened|succeeds?|succeeded|"
    r"becomes?|fails?|failed|accepted|saved|sent|created|updated|deleted|removed|added|logged|signed|see|there"
    r"|received|completed|gone|reached|"
    r"changes|changed|redirected|available|uploaded|disappears?|disappeared|displaying|showing|remains?|asks?|asked"
    r"|confirms?|requests?|requested|seems?|accepts?|offers?|allows?|refuses?|forwarded|booked|scheduled|cannot"
    r"|looks?|sounds?|feels?)\b",
    re.I,
)
_JOINED = {
    "and": re.compile(r"\s*,?\s+(?:and|as well as|but)\s+(?:also\s+)?", re.I),
    "or": re.compile(r"\s*,?\s+or\s+(?:else\s+)?(?:if\s+|when\s+)?", re.I),
}
_NOT = re.compile(
    r"\b(?P<aux>is|are|was|were|does|do|did|has|have|had|can|could|should|will|would)(?:\s+not|n't)\b(?:\s+(?:any"
    r"|longer|yet|be)\b)?"
    r"|\bno longer\b|\bcannot\b|\bnever\b",
    re.I,
)
_NO = re.compile(
    r"^(?:(?P<there>there (?:is|are|was|were) )(?:no|not any)|no|none of the|not any|without(?: any| an?)?|neither"
    r"|absence of(?: any| an?)?)\s+(?P<rest>.+)$",
    re.I,
)
_SHOWS_NO = re.compile(
    r"^(?P<head>.*\b(?:shows?|displays?|contains?|has|have|lists?|with))\s+(?:no|zero)\s+(?P<rest>.+)$", re.I
)
_GONE = re.compile(
    r"^(?P<what>.+?)\s+(?:(?:is|are|has|have|was|were)\s+)?(?:now\s+)?(?:absent|missing|gone|hidden|invisible"
    r"|disappeared?s?|disappears|vanished|removed from the page|closed)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence with its quoted texts taken out (`⟦0⟧` stands for the first)."""

    text: str
    quotes: tuple[str, ...]

    def back(self, part: str) -> str:
        """Put the quoted texts back, in straight quotes."""
        return re.sub(r"⟦(\d+)⟧", lambda found: f'"{self.quotes[int(found[1])]}"', part)


def quoted(text: str) -> Quoted:
    """Take the quoted texts out."""
    quotes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        quotes.append(next(group for group in found.groups() if group is not None))
        return f"⟦{len(quotes) - 1}⟧"

    return Quoted(_QUOTES.sub(keep, text), tuple(quotes))


def quotes_in(text: str) -> tuple[str, ...]:
    """Return the quoted texts of a sentence."""
    return quoted(text).quotes


def bare(text: str) -> str:
    """Return a criterion without lead-ins such as "COMPLETE when" or "verify that you see"."""
    text = " ".join(text.split()).strip(" .;:,!")
    for _ in range(3):
        before = text
        for lead in (_LEAD, _CHECK, _SEE):
            text = lead.sub("", text, count=1).strip(" ,:")
        text = re.sub(r"^(?:that|either|both|then|now)\s+", "", text, flags=re.I)
        if text == before:
            break
    return text


def parts(text: str, word: str) -> tuple[str, ...]:
    """Split at *and* or *or* outside quotes; parts without a verb borrow from a neighbour that has one."""
    cut = quoted(text)
    pieces = [piece.strip(" ,") for piece in _JOINED[word].split(cut.text) if piece.strip(" ,")]
    if len(pieces) < 2:
        return (text,)
    if "," in pieces[0] and not VERB.search(pieces[0]):
        pieces[:1] = [piece.strip() for piece in pieces[0].split(",") if piece.strip()]
    return tuple(cut.back(piece) for piece in _completed(pieces))


def _completed(pieces: list[str]) -> list[str]:
    tail = ""
    if (last := VERB.search(pieces[-1])) is not None:
        tail = _predicate(pieces[-1], last.start())
    made: list[str] = []
    for index, piece in enumerate(pieces):
        if VERB.search(piece) or (re.search(r"⟦\d+⟧", piece) and index == 0):
            made.append(piece)
        elif made and (head := VERB.search(made[-1])) and not made[-1].endswith(tail or "\0"):
            rest = made[-1][head.end() :].strip()
            made.append(f"{made[-1][: head.end()]} {piece}" if rest else f"{piece} {made[-1][head.start() :]}")
        elif tail and index < len(pieces) - 1:
            made.append(f"{piece} {tail}")
        else:
            made.append(piece)
    return made


def _predicate(piece: str, start: int) -> str:
    """The predicate of `error message is shown`, with the noun that its subject shares (`message is shown`)."""
    subject = piece[:start].split()
    shared = (
        subject[-1:]
        if subject and subject[-1].lower() in ("message", "page", "button", "link", "field", "screen", "dialog")
        else []
    )
    return " ".join((*shared, piece[start:]))


_SAYS_THAT = re.compile(
    r"^(?:the |an? |this )?(?:page|site|website|screen|message|app|application|portal|system|text|alert|notice"
    r"|banner|it)\s+"
    r"(?:says?|states?|confirms?|shows?|tells?(?: you| us| me)?|reports?|indicates?|displays?|announces?"
    r"|informs?(?: you)?)"
    r"(?: a message)?(?: saying)? (?:that\s+|"
    r"(?=(?:the|your|my|our|its?|an?) .*\b(?:is|are|was|were|has|have|cannot|can|could)\b))",
    re.I,
)
_CONFIRMS = re.compile(
    r"^(?:the |an? |this )?(?:page|site|website|screen|message|app|portal|system)\s+(?:confirms?|acknowledges?)\s+.+$",
    re.I,
)
_WHOSE = re.compile(r"\b(?:his|her|its|their|your|my|our)\b", re.I)
_TOGETHER = re.compile(
    r"^(?P<one>.+?\b(?:is|are) (?:shown|displayed|open|visible|listed|loaded))\s+(?:together )?with (?P<two>(?:its"
    r"|the|their|his|her|an?) .+)$",
    re.I,
)
_BESIDE = re.compile(r"(?<=\bnumber)\s+\([^)]*\)(?=\s)", re.I)
""" "A file number (expediente)": the number is meant."""
_SHOWS = re.compile(r"^(?:shows?|displays?|contains?|gives?)\s+((?:the|an?|its|your)\s+[\w -]+)$", re.I)
""" "… and shows a number", cut off from whom it is said of."""
_NUMBERED = re.compile(
    r"^(?P<one>.+?)\s+with (?:an?|the|its|their|his|her|my|your) "
    r"(?P<number>(?:[\w-]+ ){0,2}?(?:number|code|id|reference))"
    r"(?P<shown> (?:is|are|was|has been)? ?(?:shown|displayed|visible|appears?|comes up))?$",
    re.I,
)
""" "Confirmed with a reference number", "the confirmation with a number appears": both must be there."""


_EXPLAINED = re.compile(
    r"\b(?:the|an?|this|my|our|your)\s+\w+(?:\s\w+)?\s+\((?!s\))(?P<meant>[a-z][\w ,-]{3,40})\)\s+(?=(?:is|are)\b)",
    re.I,
)
""" "The quote (monthly price) is shown": what stands in brackets is what is meant."""
_SHOWN_AS = re.compile(
    r"\b(?:(?:now\s+)?(?:shows? up|appears?|shows)|is\s+(?:now\s+)?(?:listed|shown|displayed|marked|flagged))\s+as\s+"
    r"(?=[a-z]+ed\b)",
    re.I,
)
""" "It shows up as rejected": it is."""


def plainer(text: str) -> str:
    """Say a statement more plainly: without "the page says that", without whose, "A with its B" as two statements."""
    cut = quoted(text)
    said = _BESIDE.sub("", _SAYS_THAT.sub("", cut.text))
    said = _SHOWS.sub(r"\1 is shown", said)
    if _CONFIRMS.match(said):
        said = "a confirmation is shown"
    said = _SHOWN_AS.sub("is ", _EXPLAINED.sub(r"the \g<meant> ", said))
    if found := _TOGETHER.match(said):
        said = f"{found['one']} and {found['two']} is shown"
    if (found := _NUMBERED.match(said)) and (found["shown"] or VERB.search(found["one"])):
        shown = " is shown" if found["shown"] else ""
        said = f"{found['one']}{shown} and a {found['number']} is shown"
    return cut.back(_WHOSE.sub("the", said))


def positive(text: str) -> tuple[str, bool]:
    """Return the sentence without its negation, and whether it had one."""
    cut = quoted(text)
    bare_text = cut.text
    if found := _NO.match(bare_text):
        rest = found["rest"]
        return cut.back(
            rest if VERB.search(rest) and not found["there"] else f"{rest} is shown" if not VERB.search(rest) else rest
        ), True
    if found := _SHOWS_NO.match(bare_text):
        return cut.back(f"{found['head']} {found['rest']}"), True
    if found := _NOT.search(bare_text):
        auxiliary = found["aux"] or ""
        keep = auxiliary if auxiliary.lower() in ("is", "are", "was", "were", "has", "have", "had") else ""
        if found.group().lower().endswith(" be"):
            keep = "is"
        return cut.back(" ".join((bare_text[: found.start()] + keep + " " + bare_text[found.end() :]).split())), True
    if found := _GONE.match(bare_text):
        return cut.back(f"{found['what']} is shown"), True
    return text, False
