"""After a crash: what became of the action that was under way, told by its page, so that no deed is done twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from skyvern.agent.effects import is_deed, name_of
from skyvern.agent.ports import PageView
from skyvern.agent.verify import Effect, seen_done, shows_success
from skyvern.domain.clock import Deadline
from skyvern.domain.failure import Failure, effect_unknown
from skyvern.domain.goal import History
from skyvern.domain.page import UNSEEN, ActionRecord, ActionResult, Arrival, Observation, Trouble

MARKED = "marked"
"""Note of the page that was marked for the deed that is about to be done."""
_ANSWERING = 10.0
"""Seconds that a page which got a deed has to show something new."""

Look = Callable[[], Awaitable[Observation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known now of the action: its result, and why the run cannot go on if it cannot."""

    result: ActionResult
    unknown: Failure | None = None

    @property
    def done(self) -> bool:
        """Whether the page got it."""
        return self.result.ok


async def find_out(doubt: ActionRecord, history: History, *, page: PageView, look: Look, repeat: bool) -> Found:
    """Look at the page and say what became of an interrupted action.

    `repeat` says that the author takes a second time for harmless: where nothing can be told, it may be done again.
    """
    mark = cast("Mapping[str, str]", history.notes.get(MARKED) or {})
    deed = is_deed(doubt, history)
    arrival = Arrival.LOST
    if deed and mark.get("step") == str(doubt.step):
        arrival = await page.arrival(mark["name"], deed=doubt.action_id, place=mark["place"])
    seen = await look()
    if arrival is Arrival.GOT:
        arrival, seen = await _answered(doubt, mark, page=page, look=look, seen=seen)
    match arrival:
        case Arrival.NOT:
            effect = Effect.ABSENT
        case Arrival.GOT | Arrival.LEFT:
            return Found(result=_got(arrival, seen))
        case Arrival.LOST:
            told = not mark or seen.url == mark.get("url") or shows_success(seen)
            effect = seen_done(doubt, seen, history) if told else Effect.UNKNOWN
            if (
                deed and mark and effect is Effect.ABSENT
            ):  # another document holds what was entered: the site has kept it
                effect = Effect.UNKNOWN
    result = _interrupted(effect, seen)
    if not deed or effect is not Effect.UNKNOWN or repeat:
        return Found(result=result)
    return Found(result=replace(result, reached=True, sent=UNSEEN), unknown=_unknown(doubt))


def doubted(history: History) -> Failure | None:
    """Return the doubt about a deed that an earlier recovery wrote down and died before its block had failed for it."""
    for record in history.records:
        if record.result is not None and record.result.trouble is Trouble.INTERRUPTED and interrupted(record):
            return _unknown(record)
    return None


async def looked_after(history: History, *, page: PageView, look: Look, repeat: bool) -> Found | None:
    """Say what became of a deed that was done and noted, but not looked at before a restart; None where there is none.

    Its page gets the time in which its site may answer, for what is on its way in a page that was attached to anew is
    not seen. Where the page is lost, and was not left by the deed, nobody knows what the site made of it.
    """
    last = history.records[-1] if history.records else None
    mark = cast("Mapping[str, str]", history.notes.get(MARKED) or {})
    if last is None or last.result is None or not last.result.ok or last.step != history.steps:
        return None
    if not is_deed(last, history) or mark.get("step") != str(last.step):
        return None
    unseen = replace(last.result, reached=True, sent=last.result.sent or UNSEEN)
    if last.result.navigated or last.result.opened_tab:
        return Found(result=unseen)
    seen = await look()
    arrival = await page.arrival(mark["name"], deed=last.action_id, place=mark["place"])
    if arrival is not Arrival.LOST or not mark["place"]:
        await _new(mark, page=page, look=look, seen=seen)
        return Found(result=unseen)
    if (effect := seen_done(last, seen, history)) is Effect.SEEN:
        return Found(result=unseen)
    if repeat:
        return Found(result=_interrupted(effect, seen))
    return Found(
        result=unseen, unknown=effect_unknown(name_of(last), "its page was lost before it showed what came of it")
    )


def in_doubt(seen: Observation, history: History) -> ActionRecord | None:
    """Return the last deed where a crash hid what it sent and its page shows nothing new since: it may have worked."""
    last = history.records[-1] if history.records else None
    mark = cast("Mapping[str, str]", history.notes.get(MARKED) or {})
    doubtful = last is not None and is_deed(last, history) and interrupted(last)
    return last if doubtful and seen.fingerprint == mark.get("fingerprint") else None


def left_undecided(record: ActionRecord, history: History) -> bool:
    """Whether an act did not come about, so that it is decided anew by what the page shows, and its notes are void.

    What was typed may stand there half. An act of which a deed was done stays decided.
    """
    if record.result is None or record.result.trouble is not Trouble.INTERRUPTED:
        return False
    mine = [one for one in history.records if one.step == record.step and one.result is not None and one.result.ok]
    return not any(is_deed(one, history) for one in mine)


def interrupted(deed: ActionRecord) -> bool:
    """Whether nobody saw what a deed sent, because a crash lay in between."""
    return deed.result is not None and deed.result.sent == UNSEEN


async def _answered(
    doubt: ActionRecord, mark: Mapping[str, str], *, page: PageView, look: Look, seen: Observation
) -> tuple[Arrival, Observation]:
    """Give a page that got a deed time, and ask it once more whether it was left."""
    seen = await _new(mark, page=page, look=look, seen=seen)
    return await page.arrival(mark["name"], deed=doubt.action_id, place=mark["place"]), seen


async def _new(mark: Mapping[str, str], *, page: PageView, look: Look, seen: Observation) -> Observation:
    """Give a page that shows nothing new yet the time in which its site may answer."""
    waiting = Deadline.after(_ANSWERING)
    while waiting.left > 0 and (seen.busy or seen.fingerprint == mark.get("fingerprint")):
        await page.wait_for_change(min(waiting.left, 1.0))
        seen = await look()
    return seen


def _unknown(doubt: ActionRecord) -> Failure:
    return effect_unknown(name_of(doubt), "the page does not show whether it did")


def _interrupted(effect: Effect, seen: Observation) -> ActionResult:
    return ActionResult(
        ok=effect is Effect.SEEN,
        message=f"interrupted by a restart; {effect.value}",
        trouble=None if effect is Effect.SEEN else Trouble.INTERRUPTED,
        url=seen.url,
    )


def _got(arrival: Arrival, seen: Observation) -> ActionResult:
    """Return what would have been noted if nothing had happened between the deed and its note."""
    left = arrival is Arrival.LEFT
    return ActionResult(
        ok=True,
        message=f"interrupted by a restart; {'its page was left' if left else 'the page got it'}",
        navigated=left,
        url=seen.url,
        reached=True,
        sent=UNSEEN,
    )
