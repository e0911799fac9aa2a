"""Machine post-conditions: whether the address, the text, an element, a file and the data are as the author demands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from skyvern.agent.extract import invalid
from skyvern.domain.goal import Goal, History, PostCondition
from skyvern.domain.page import Download, Element, Observation

STOOD_BEFORE = "stood_before"
"""Note of the texts that the page showed before anything was done."""


def unmet(goal: Goal, observation: Observation, history: History, *, data: object = None) -> str:
    """Return what does not hold of the conditions that look at the page where the goal ended, "" when all do."""
    here = (condition for condition in goal.post_conditions if not condition.at)
    return "; ".join(word for one in here for word in _broken(one, observation, history, data=data))


def unmet_elsewhere(condition: PostCondition, observation: Observation) -> str:
    """Return what does not hold of one condition on the page that was opened for it, "" when it holds."""
    if observation.status is not None and observation.status >= 400:
        return f"{condition.at} answers with status {observation.status}"
    told = "; ".join(_on_page(condition, observation))
    return f"at {condition.at}: {told}" if told else ""


def texts_before(conditions: Sequence[PostCondition], observation: Observation) -> list[str]:
    """Return the wanted texts that stand on the page already: they cannot show later that something was done."""
    shown = _shown(observation)
    return [one.text for one in conditions if one.text and not one.at and _plain(one.text) in shown]


def _broken(one: PostCondition, observation: Observation, history: History, *, data: object) -> Iterator[str]:
    yield from _on_page(one, observation)
    before = history.notes.get(STOOD_BEFORE)
    acted = [record.result for record in history.records if record.result is not None]
    moved = any(result.navigated or result.opened_tab for result in acted)
    if one.text and isinstance(before, Sequence) and one.text in before and acted and not moved:
        yield f"the text {one.text!r} stood there before anything was done"
    if one.download and not any(_arrived(file, one.download) for file in history.downloads):
        names = ", ".join(file.file_name for file in history.downloads) or "none"
        yield f"no file {one.download!r} arrived (arrived: {names})"
    if one.schema is not None:
        problems = invalid(data, one.schema) if data is not None else ["no data was read"]
        yield from (f"the data does not fit: {problem}" for problem in problems[:3])


def _on_page(one: PostCondition, observation: Observation) -> Iterator[str]:
    if one.url and not _fits(observation.url, one.url):
        yield f"the address is {observation.url!r}, not {one.url!r}"
    shown = _shown(observation) if one.text or one.no_text else ""
    if one.text and _plain(one.text) not in shown:
        yield f"the page does not show the text {one.text!r}"
    if one.no_text and _plain(one.no_text) in shown:
        yield f"the page still shows the text {one.no_text!r}"
    if one.element:
        yield from _element(one.element, observation.elements)


def _element(wanted: Mapping[str, str | bool], elements: Sequence[Element]) -> Iterator[str]:
    names = {key: str(wanted[key]) for key in ("name", "role") if key in wanted}
    what = " ".join(filter(None, (names.get("role", "element"), repr(names["name"]) if "name" in names else "")))
    same = [
        one for one in elements if all(_plain(str(getattr(one, key))) == _plain(text) for key, text in names.items())
    ]
    if not same:
        yield f"there is no {what}"
        return
    states = {key: value for key, value in wanted.items() if key not in names}
    if any(all(_is(one, key, value) for key, value in states.items()) for one in same):
        return
    held = ", ".join(f"{key} {getattr(same[0], key)!r}" for key in states)
    yield f"the {what} has {held}, not {', '.join(repr(value) for value in states.values())}"


def _is(element: Element, state: str, wanted: str | bool) -> bool:
    held = getattr(element, state)
    return bool(held) == wanted if isinstance(wanted, bool) else _plain(str(held)) == _plain(wanted)


def _fits(text: str, pattern: str) -> bool:
    low, wanted = text.casefold(), pattern.casefold()
    return fnmatchcase(low, _only_stars(wanted)) if "*" in wanted else wanted in low


def _arrived(file: Download, pattern: str) -> bool:
    name, wanted = file.file_name.casefold(), pattern.casefold()
    return file.size > 0 and (fnmatchcase(name, _only_stars(wanted)) if "*" in wanted else name == wanted)


def _only_stars(pattern: str) -> str:
    """`?` and `[` of an address mean themselves."""
    return pattern.replace("[", "[[]").replace("?", "[?]")


def _shown(observation: Observation) -> str:
    cells = [cell.text for table in observation.reading.tables for row in table.rows for cell in row]
    return _plain("\n".join((observation.reading.text, *cells, *(alert.text for alert in observation.alerts))))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
