"""Finds on the page the values that a goal only points at: "the 4th word of the text", "the value of Country"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skyvern.agent.extract.sources import lay_out
from skyvern.agent.lexicon import plain, similarity
from skyvern.agent.policies.embedded.finding.match import is_press, is_text
from skyvern.agent.policies.embedded.finding.things import meant
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.reading.pointing import TEXT, Pointing, pointed
from skyvern.domain.page import Observation

_SUM = re.compile(r"^\s*(-?\d+)\s*([-+–−*x×·/÷:])\s*(-?\d+)\s*=\s*[?_…]*\s*$")
_EQUATION = re.compile(r"^\s*(-?\d+|[a-z])\s*([-+–−*×·/÷])\s*(-?\d+|[a-z])\s*=\s*(-?\d+|[a-z])\s*$")


def found(text: str, page: Observation, *, said: str) -> str:
    """Return what words point at on this page, "" when it is not there or could be several things.

    `said` is the goal itself: where the page repeats it, it is no part of what the page tells.
    """
    fact = pointed(text)
    if fact is None:
        return ""
    match fact.kind:
        case Pointing.WORD:
            words = _content(fact.of, page, said).split()
            place = fact.place - 1 if fact.place > 0 else len(words) + fact.place
            return words[place].strip(".,;:!?\"'()") if 0 <= place < len(words) else ""
        case Pointing.CONTENT:
            return _content(fact.of, page, said)
        case Pointing.VALUE:
            return value_of(fact.of, page, said=said)
        case Pointing.ANSWER:
            answers = {answer for line in _lines(page, said) if (answer := _solved(line))}
            return answers.pop() if len(answers) == 1 else ""
        case Pointing.EACH:
            return ""


def value_of(label: str, page: Observation, *, said: str) -> str:
    """Return the one value that the page shows for a label, "" when it shows none or several."""
    told = [(fact.label, fact.value) for fact in lay_out(page).facts if fact.source != "meta"]
    told += [(line.split(" | ")[0], line.split(" | ")[1]) for line in _lines(page, said) if line.count(" | ") == 1]
    values = {value.strip() for name, value in told if value.strip() and similarity(label, name) >= 0.9}
    values -= {e.name for e in page.elements if is_press(e)}
    return values.pop() if len(values) == 1 else ""


def _content(of: str, page: Observation, said: str) -> str:
    """Return the text of a field, or of the one passage that the page has besides what it repeats of the goal."""
    thing = bare(of)
    if thing is not None and thing.kind in ("area", "text", "editor") and not TEXT.match(of):
        fields = [e for e in meant(thing, page.elements) if is_text(e)]
        filled = [e for e in fields if e.value.strip()] if not thing.number else fields
        return filled[0].value if len(filled) == 1 else ""
    buttons = {plain(e.name).strip() for e in page.elements if is_press(e)}
    passages = [line for line in _lines(page, said) if len(line.split()) > 1 and plain(line).strip() not in buttons]
    return passages[0] if len(passages) == 1 else ""


def _lines(page: Observation, said: str) -> Iterator[str]:
    repeated = plain(said)
    for line in page.reading.lines:
        text = line.text.strip()
        if text and not line.level and plain(text) not in repeated and repeated not in plain(text):
            yield text


def _solved(line: str) -> str:
    """Return what a sum ("3 x 4 =") or an equation with one unknown ("x + 2 = 9") comes to, "" when it is none."""
    if match := _SUM.match(line):
        return _whole(_reckoned(int(match[1]), match[2], int(match[3])))
    match = _EQUATION.match(line)
    sides = [match[1], match[3], match[4]] if match else []
    unknown = [place for place, side in enumerate(sides) if not re.fullmatch(r"-?\d+", side)]
    if match is None or len(unknown) != 1:
        return ""
    one, two, three = (0 if place in unknown else int(side) for place, side in enumerate(sides))
    sign = match[2]
    if unknown == [2]:
        return _whole(_reckoned(one, sign, two))
    if sign == "+":
        return str(three - two if unknown == [0] else three - one)
    if sign in "-–−":
        return str(three + two if unknown == [0] else one - three)
    if sign in "*×·":
        return _whole(_reckoned(three, "/", two if unknown == [0] else one))
    return str(three * two) if unknown == [0] else _whole(_reckoned(one, "/", three))


def _reckoned(one: int, sign: str, two: int) -> float | None:
    if sign == "+":
        return one + two
    if sign in "-–−":
        return one - two
    if sign in "*x×·":
        return one * two
    return one / two if two else None


def _whole(value: float | None) -> str:
    return str(int(value)) if value is not None and float(value).is_integer() else ""
