"""Gives radio buttons and boxes the question that stands above them, where the markup does not tie them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skyvern.agent.lexicon import tokens
from skyvern.agent.policies.embedded.finding.match import is_box, is_radio
from skyvern.domain.page import Element, Line, Observation


def with_questions(page: Observation) -> Observation:
    """Return the page with the `group` of choices set to the line above their run, where runs share a group."""
    runs = _runs(page)
    shared = {run[0].group for run in runs if sum(other[0].group == run[0].group for other in runs) > 1}
    asked: dict[str, str] = {}
    for run in runs:
        heading = run[0].group
        question = _above(run, page.reading.lines)
        if question and tokens(question) != tokens(heading) and (heading in shared or not heading):
            asked.update({element.ref: question for element in run})
    asked = {**_by_field(page, asked), **asked}
    if not asked:
        return page
    changed = tuple(replace(e, group=asked[e.ref]) if e.ref in asked else e for e in page.elements)
    return replace(page, elements=changed)


_SHORTEST, _LONGEST = 3, 140


def _by_field(page: Observation, asked: Mapping[str, str]) -> dict[str, str]:
    """Return the words beside radio buttons of one field, where their group has several fields or no name."""
    fields: dict[tuple[str, str, str], list[Element]] = {}
    for element in page.elements:
        if is_radio(element) and element.hints and element.ref not in asked:
            fields.setdefault((element.form, element.frame, element.hints[0]), []).append(element)
    found: dict[str, str] = {}
    for members in fields.values():
        first = members[0]
        shared = any(other is not members and other[0].group == first.group for other in fields.values())
        question = first.context.strip()
        for member in reversed(members):
            if question.endswith(member.name):
                question = question[: len(question) - len(member.name)].rstrip()
        fits = _SHORTEST <= len(question) <= _LONGEST and question != first.context.strip()
        if len(members) > 1 and fits and (shared or not first.group):
            found.update({member.ref: question.rstrip(" *:") for member in members})
    return found


def _runs(page: Observation) -> list[list[Element]]:
    """Return radio buttons and boxes in runs: same kind, same form, one after the other as elements and as lines."""
    places = _places(page)
    runs: list[list[Element]] = []
    before: Element | None = None
    for element in page.elements:
        if not (is_radio(element) or is_box(element)):
            before = None
            continue
        joined = (
            before is not None
            and is_radio(before) == is_radio(element)
            and before.form == element.form
            and places.get(before.ref, -9) + 1 == places.get(element.ref, -1)
        )
        if joined:
            runs[-1].append(element)
        else:
            runs.append([element])
        before = element
    return runs


def _places(page: Observation) -> dict[str, int]:
    """Return at which line of the page each choice stands; choices and lines come in the same order."""
    found: dict[str, int] = {}
    at = 0
    for element in page.elements:
        if not (is_radio(element) or is_box(element)) or not element.name:
            continue
        wanted = tokens(element.name)
        hit = next(
            (n for n in range(at, len(page.reading.lines)) if tokens(page.reading.lines[n].text) == wanted), None
        )
        if hit is not None:
            found[element.ref] = hit
            at = hit + 1
    return found


def _above(run: list[Element], lines: tuple[Line, ...]) -> str:
    wanted = [tokens(element.name) for element in run]
    for start in range(1, len(lines) - len(wanted) + 1):
        if [tokens(line.text) for line in lines[start : start + len(wanted)]] == wanted:
            return lines[start - 1].text.rstrip(" *:")
    return ""
