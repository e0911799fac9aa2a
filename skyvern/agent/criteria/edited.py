"""Judges what became of what was put into a form: it is still being edited, or the page shows it as its own."""

from __future__ import annotations

import re

from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.domain.page import ActionKind

_EDITING = re.compile(
    r"^(?:.*?\s+)?(?:is|are)\s+(?P<not>no longer |not |n['’]t )?(?:any ?more |still |now )?"
    r"(?:(?:being|in the process of being) edited|in edit(?:ing)? mode|open for editing)(?: any ?more)?$",
    re.IGNORECASE,
)
_NEW = r"(?:new(?:ly entered)?|changed|updated|edited|entered|modified|corrected)"
_SHOWS = re.compile(
    r"^(?:the |this |its )?[\w -]{2,40}?\s+(?:now\s+)?(?:shows?|displays?|contains?|has|lists?)\s+(?:now\s+)?"
    rf"the\s+{_NEW}\s+\S.*$|"
    rf"^the\s+{_NEW}\s+\S.*?\s+(?:is|are)\s+(?:now\s+)?(?:shown|displayed|visible|listed|there)(?:\s+(?:on|in)\s+.+)?$",
    re.IGNORECASE,
)
_PUT = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION)


def editing(text: str, scene: Scene) -> Verdict | None:
    """*The profile is no longer being edited*: no field holds what was put in, and there is no form to send."""
    found = _EDITING.match(text)
    if quotes_in(text) or found is None:
        return None
    if not scene.acted:
        return unknown("nothing was edited yet")
    put, still = _put(scene), {even(e.value) for e in scene.own_inputs if e.value}
    edited = any(even(value) in still for value in put)
    why = "a field still holds what was put in" if edited else "no field holds what was put in"
    return (yes if edited is not bool(found["not"]) else no)(why)


def shows_new(text: str, scene: Scene) -> Verdict | None:
    """*The profile shows the new contact*, once sent: what was put in stands on the page, and in no field."""
    if quotes_in(text) or not _SHOWS.match(text) or not scene.acted:
        return None
    put, still = _put(scene), {even(e.value) for e in scene.own_inputs if e.value}
    records = scene.history.records if scene.history is not None else ()
    sent = any(one.action.effect and one.result is not None and one.result.ok for one in records)
    if not put or not sent or any(even(value) in still for value in put):
        return None
    shown = "\n".join(even(line) for line in (*scene.main, *(f.value for f in scene.layout.facts)))
    whole = all(even(value) in shown for value in put)
    return yes(f"the page shows {put[0]!r}, and it was saved") if whole else None


def _put(scene: Scene) -> list[str]:
    """Return what each field was filled with last."""
    records = scene.history.records if scene.history is not None else ()
    put = [one for one in records if one.action.kind in _PUT and one.result is not None and one.result.ok]
    last = {one.element.name if one.element is not None else one.action.selector: one.action.text for one in put}
    return [text for text in last.values() if text]
