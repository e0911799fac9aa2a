"""Judges that all of a list stands on one page: it has no further page, and as many rows as the page counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from skyvern.agent.criteria.outcomes import nothing_found, shown_total
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, no, untried, yes
from skyvern.agent.extract.answer import longer, next_page
from skyvern.agent.extract.partly import part_shown
from skyvern.agent.lexicon import BUTTONS, concepts
from skyvern.domain.page import ASIDE, ActionKind, ActionRecord

_THINGS = r"(?:results?|records?|entries|items|rows|matches|hits|[\w-]+s)"
_ON_ONE = r"\s+on\s+(?:one|a single|the same|one single)\s+page"
_WHOLE = re.compile(
    rf"^(?:the\s+)?(?:full|whole|entire|complete)\s+(?:(?:[\w-]+\s+)?(?:list|table)|results?)(?:\s+of\s+.+?)?\s+"
    rf"(?:is|are)\s+(?:now\s+)?(?:shown|displayed|visible|listed|loaded|there)(?:{_ON_ONE})?$|"
    rf"^all\s+(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){{0,3}}?{_THINGS}\s+(?:are|is)\s+(?:now\s+)?"
    rf"(?:shown|displayed|visible|listed|loaded)(?:{_ON_ONE})?$|"
    rf"^.+?\s+(?:is|are)\s+(?:shown|displayed|listed|visible){_ON_ONE}$",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(
    r"\bpage\s+(?P<here>\d+)\s+(?:of|/)\s+(?P<all>\d+)\b|\b(?P<h>\d+)\s*/\s*(?P<a>\d+)\b", re.IGNORECASE
)


def whole(text: str, scene: Scene) -> Verdict | None:
    """*The full list of results is displayed on one page*, *all records are shown*."""
    if quotes_in(text) or not _WHOLE.match(text):
        return None
    if said := nothing_found(scene):
        return no(f"the page says {said!r}")
    rows = max((len(one.rows) for one in scene.listings), default=0)
    if not rows:
        return no("the page shows no list")
    if scene.history is not None and not scene.acted and any(not e.value for e in scene.own_inputs):
        return untried("nothing was searched yet")
    more = _more(rows, scene)
    return no(more) if more else yes(f"the list has {rows} rows and no further page")


def _more(rows: int, scene: Scene) -> str:
    """What tells that a list goes on, "" where nothing does."""
    part, pages, total = part_shown(scene.observation), _pages(scene), shown_total(scene)
    if part is not None:
        return f"the page shows {part.first} to {part.last} of {part.whole}"
    if pages > 1:
        return f"the list goes on over {pages} pages"
    if (following := next_page(scene.observation) or longer(scene.observation)) is not None:
        return f"the list goes on behind {following.name!r}"
    return f"the page shows {rows} of {total}" if total is not None and total > rows else ""


def _pages(scene: Scene) -> int:
    """Return of how many pages the list is, 0 where the page does not say."""
    said = [found for line in scene.main for found in _PAGE_OF.finditer(line)]
    return next((int(one["all"]) for one in said if one["all"]), 0)


_CHANGED = re.compile(
    r"^(?:the\s+)?(?:filtered|sorted|updated|resulting|narrowed|refined|reduced|reordered)\s+(?:[\w-]+\s+)?"
    r"(?:list|table|results?|items|products|entries|rows)(?:\s+of\s+[\w -]+)?\s+"
    r"(?:is|are)\s+(?:now\s+)?(?:shown|displayed|visible|listed|there)$",
    re.IGNORECASE,
)
_CHANGES = (ActionKind.SELECT_OPTION, ActionKind.CHECKBOX, ActionKind.CLICK, ActionKind.INPUT_TEXT)


def changed_list(text: str, scene: Scene) -> Verdict | None:
    """*The filtered list is shown*: there is a list, and something was set or pressed that went well."""
    if quotes_in(text) or not _CHANGED.match(text):
        return _narrowed(text, scene) if _PLAIN_LIST.match(text) else None
    rows = max((len(one.rows) for one in scene.listings), default=0)
    records = scene.history.records if scene.history is not None else ()
    done = [one for one in records if one.action.kind in _CHANGES and one.result is not None and one.result.ok]
    if not rows or not done:
        return no("the page shows no list") if not rows else untried("nothing was chosen yet")
    lost = [name for name in map(_set_and_gone(scene), done) if name]
    if lost:
        return no(f"{lost[0]!r} was set, and is not on this page any more")
    return yes(f"a list with {rows} rows is shown after {done[-1].action.kind.value}")


_ONLY = re.compile(
    r"^(?:(?:the|this)\s+)?(?:[\w-]+\s+)?(?:list|table|page|results?|grid|overview)\s+(?:now\s+)?(?:shows?|contains?|displays?|lists?|"
    r"holds?|has)\s+only\s+(?P<what>.+)$|^only\s+(?P<these>.+?)\s+(?:are|is)\s+(?:now\s+)?(?:shown|displayed|visible|listed)$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:with|whose|where|of|in|having)\s+(?:the\s+|a\s+)?(?P<label>[a-z]+(?:\s[a-z]+)?)\s+(?:is\s+|are\s+|of\s+|=\s*)?"
    r"(?:[\"'“”‘’]|(?=[A-Z0-9]))(?P<value>[^\"'“”‘’]+?)[\"'“”‘’]?$"
)


def only_such(text: str, scene: Scene) -> Verdict | None:
    """*The list shows only orders with status Open*: every row of the list bears it, and there are rows."""
    only = _ONLY.match(text)
    such = _WITH.search(only["what"] or only["these"]) if only else None
    if such is None:
        return None
    if said := nothing_found(scene):
        return no(f"the page says {said!r}")
    if not any(one.rows for one in scene.listings):
        return no("the page shows no list")
    if not scene.acted:
        return untried("nothing was done yet")
    bears = _borne(such["value"], scene)
    return (yes if bears else no)(f"{'every row' if bears else 'not every row'} bears {such['value']!r}")


_PLAIN_LIST = re.compile(
    r"^(?:the\s+|only\s+(?:the\s+)?|all\s+(?:the\s+)?|matching\s+)*[a-z]+s\s+"
    r"(?:(?:of|from|in|with|for)\s+(?:the\s+)?(?P<set>\S.*?)\s+)?(?:are|is)\s+(?:now\s+)?(?:shown|displayed|visible|listed)$",
    re.IGNORECASE,
)


def _narrowed(text: str, scene: Scene) -> Verdict | None:
    """*The sessions are shown*, of a list whose own filter was set last, holds as it was set, and left rows."""
    records = scene.history.records if scene.history is not None else ()
    last = next((one for one in reversed(records) if one.action.kind in _CHANGES), None)
    rows = max((len(one.rows) for one in scene.listings), default=0)
    if last is None or last.element is None or last.result is None or not last.result.ok or not rows:
        return None
    chosen = last.action.kind in (ActionKind.SELECT_OPTION, ActionKind.CHECKBOX) and not last.element.form
    named = _PLAIN_LIST.match(text)
    other = named is not None and named["set"] and even(named["set"]) != even(last.action.text)
    if not chosen or other or _set_and_gone(scene)(last) or nothing_found(scene) or _to_be_applied(scene):
        return None
    return yes(f"{last.element.name!r} was set, and a list with {rows} rows is shown")


def _to_be_applied(scene: Scene) -> bool:
    """Whether a button of the page waits to apply what was set last: until then the list is as it was."""
    buttons = [e for e in scene.observation.elements if e.role == "button" and not (e.disabled or e.context)]
    inner = [e for e in buttons if e.landmark not in ASIDE]
    return any("buttons:filter_apply" in concepts(e.name, among=(BUTTONS,)) for e in inner)


def _borne(words: str, scene: Scene) -> bool:
    """Whether every row of a list bears what was set in a window that is closed by now; a row of headings need not."""
    bearing = [[even(words) in even(row.text) for row in one.rows] for one in scene.listings]
    return len(words) > 2 and any(all(each) or (len(each) > 1 and all(each[1:])) for each in bearing if each)


def _set_and_gone(scene: Scene) -> Callable[[ActionRecord], str]:
    """Return what names the box or choice of a record that the page does not hold as it was set, "" for all else."""
    held = {e.name: (e.checked, e.value) for e in scene.inputs}

    def gone(record: ActionRecord) -> str:
        name = record.element.name if record.element is not None else ""
        said = name if record.action.kind is ActionKind.CHECKBOX else record.action.text
        if name not in held and record.action.checked is not False and _borne(said, scene):
            return ""
        checked, value = held.get(name, (None, ""))
        match record.action.kind:
            case ActionKind.CHECKBOX:
                return "" if checked is record.action.checked else name
            case ActionKind.SELECT_OPTION:
                return "" if even(value) == even(record.action.text) else name
            case _:
                return ""

    return gone
