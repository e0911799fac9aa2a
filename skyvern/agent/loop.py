"""Pursues one goal on one page: look, ask a policy, write down what it decided, act, write down what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skyvern.agent import effects, recovery
from skyvern.agent.ending import announced, another_may_do_better, breaks_off, failure_told, last_words, together
from skyvern.agent.firstly import STOOD_FIRST, marks_of
from skyvern.agent.ports import Chronicle, Gate, OpenGate, PageView, Policy
from skyvern.agent.post_conditions import STOOD_BEFORE, texts_before, unmet_elsewhere
from skyvern.agent.stages import stages
from skyvern.agent.verify import Belief, vanished, verify
from skyvern.browser.errors import PageStuck
from skyvern.domain.clock import Deadline
from skyvern.domain.failure import (
    Category,
    Failure,
    download_failed,
    effect_unknown,
    navigation_timeout,
    person_needed,
    validation_failed,
    waited_in_vain,
)
from skyvern.domain.goal import (
    Act,
    AskPerson,
    Decision,
    Done,
    GiveUp,
    Goal,
    GoalKind,
    History,
    LookCloser,
    Outcome,
    Wait,
)
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Download, Observation, Trouble
from skyvern.domain.status import BlockStatus

PATIENCE = 30.0
"""Seconds that a page may stay unready before the pursuit ends with a page load timeout."""
_SETTLING = 4.0
"""Seconds that a page gets to show what a policy says it shows."""
_LEAVE = Action(kind=ActionKind.KEYPRESS, text="Tab")
"""Many a field tells nobody what was typed before it is left."""
_ANSWERING = 10.0
"""Seconds that a site gets to answer what a deed sent."""
_AFTERTHOUGHT = 0.8
"""Seconds after which a page that shows a change before its site has agreed has usually taken it back."""


async def pursue(
    goal: Goal,
    *,
    page: PageView,
    policies: Sequence[Policy],
    chronicle: Chronicle,
    deadline: Deadline,
    patience: float = PATIENCE,
    gate: Gate | None = None,
) -> Outcome:
    """Pursue `goal` until a policy reaches it, gives up, or the steps, the patience or the time are used up.

    `policies` are asked in order; the next one takes over when one says that it cannot (`needs an LLM:`, a model that
    does not answer, a script that does not fit). What an interrupted pursuit had done is taken from the chronicle.
    """
    pursuit = _Pursuit(
        goal, page, tuple(policies), chronicle, deadline, patience, gate or OpenGate(), chronicle.earlier()
    )
    try:
        async with asyncio.timeout(deadline.left):
            return await pursuit.run()
    except TimeoutError:
        if deadline.left > 0:
            raise
        return pursuit.outcome(
            BlockStatus.TIMED_OUT, failure=Failure(reason="The run's time was used up", category=Category.UNKNOWN)
        )


@dataclass(slots=True)
class _Pursuit:
    """One goal being pursued: what was done so far, and the way from one look to the next."""

    goal: Goal
    page: PageView
    policies: tuple[Policy, ...]
    chronicle: Chronicle
    deadline: Deadline
    patience: float
    gate: Gate
    history: History
    mind: str = ""
    waited: float = 0.0
    refusals: int = 0
    question: str = ""
    before: frozenset[str] = field(default_factory=frozenset[str])
    lost_before: int = 0
    sent: frozenset[str] = field(default_factory=frozenset[str])
    acted: bool = False
    held_back: set[str] = field(default_factory=set[str])

    async def run(self) -> Outcome:
        """Reach every stage of the goal, one after the other."""
        mine = {download.guid for download in self.history.downloads}
        self.before = frozenset(download.guid for download in self.page.downloads()) - mine
        self.lost_before = len(self.page.lost_downloads())
        if lost := await self._recover():
            return self._failed(lost, None)
        evidence: list[str] = []
        extracted: object = None
        for stage in stages(self.goal):
            end, seen = await self._reach(stage)
            if isinstance(end, GiveUp):
                return self._failed(self._in_doubt(end, seen), seen)
            evidence.append(end.evidence)
            extracted = end.data if end.data is not None else extracted
        return self.outcome(BlockStatus.COMPLETED, extracted=extracted, evidence="; ".join(filter(None, evidence)))

    async def _reach(self, stage: Goal) -> tuple[Done | GiveUp, Observation | None]:
        """Ask the policies in order until one reaches the stage or gives up for good."""
        given_up: list[tuple[str, GiveUp]] = []
        seen: Observation | None = None
        for policy in self.policies:
            self.mind = policy.name
            self.waited, self.refusals = 0.0, 0
            end, seen = await self._led_by(policy, stage)
            if isinstance(end, Done) or end.terminate or not another_may_do_better(policy, end):
                return end, seen
            given_up.append((policy.name, end))
        if not given_up:
            reason = "No policy is configured that could pursue this goal"
            return GiveUp(failure=Failure(reason=reason, category=Category.LLM_ERROR)), None
        return together(given_up), seen

    async def _led_by(self, policy: Policy, stage: Goal) -> tuple[Done | GiveUp, Observation]:
        """Look, decide, act; again and again."""
        while True:
            await self.gate.attend()
            seen = await self._look()
            self._note_texts(stage, seen)
            if stage.complete_on_download and self.history.downloads:
                names = ", ".join(download.file_name for download in self.history.downloads)
                return await self._demanded(policy, stage, Done(evidence=f"downloaded {names}"), seen), seen
            end: Done | GiveUp | None
            decision = await self._asked(policy, stage, seen)
            if await self.gate.attend():
                continue  # a person has had the controls since the page was looked at
            match decision:
                case Act():
                    end = await self._do(decision, policy, stage, seen)
                case Wait():
                    end = await self._wait(decision, seen)
                case Done():
                    end = await self._believe(policy, stage, decision, seen)
                case GiveUp():
                    await self.chronicle.decided(self.history.steps + 1, decision, ())
                    end = decision
                case AskPerson():
                    await self.chronicle.decided(self.history.steps + 1, decision, ())
                    self.question = decision.question
                    end = GiveUp(failure=person_needed(decision.question, decision.category))
            if end is not None:
                return end, seen

    async def _asked(self, policy: Policy, stage: Goal, seen: Observation) -> Decision:
        """Ask what to do; a policy that cannot tell from the text gets a picture, once."""
        decision = await policy.decide(stage, seen, self.history)
        if isinstance(decision, LookCloser):
            decision = await policy.decide(stage, replace(seen, picture=await self._picture() or b""), self.history)
        if isinstance(decision, LookCloser):
            reason = f"Neither the text nor a picture of the page suffices: {decision.why}"
            return GiveUp(failure=Failure(reason=reason, category=Category.LLM_REASONING_ERROR))
        return decision

    async def _look(self) -> Observation:
        seen = await self.page.observe()
        self.history = replace(self.history, downloads=self._arrived(), start_url=self.history.start_url or seen.url)
        if self.acted:
            self.history = effects.looked_after(self.history, seen, self.goal, before=self.sent)
        self.acted, self.sent = False, frozenset(one.id for one in seen.sent)
        return seen

    async def _do(self, decision: Act, policy: Policy, stage: Goal, seen: Observation) -> Done | GiveUp | None:
        """Commit to the actions, then do them in order until one fails, the page moves on, or a person takes over."""
        if self.history.steps >= self.goal.max_steps:
            return GiveUp(failure=navigation_timeout(self.goal.max_steps, detail=last_words(self.history)))
        if (deed := effects.repeated(decision.actions, seen, self.goal, self.history)) is not None:
            return await self._not_again(deed, seen)
        step = self.history.steps + 1
        records = announced(decision, seen, step=step)
        marks = {records[deed.index].action_id: deed.marks for deed in effects.deeds(decision.actions, seen, self.goal)}
        kept: dict[str, object] = {effects.DEEDS: effects.noted(self.history, marks)} if marks else {}
        if not self.history.records:
            first = (STOOD_BEFORE, STOOD_FIRST)
            kept |= {note: self.history.notes[note] for note in first if note in self.history.notes}
        if effects.NOT_REPEATED in self.history.notes:
            kept[effects.NOT_REPEATED] = ""
        if marks:
            kept[recovery.MARKED] = await self._marked(records[0], seen, deed=records[0].action_id in marks)
        decision = replace(decision, notes={**decision.notes, **kept})
        await self.chronicle.decided(step, decision, records)
        before = self.history.notes
        self._remember(decision.notes)
        self.history = replace(self.history, steps=step)
        self.waited, self.refusals = 0.0, 0
        done: ActionRecord | None = None
        for record in records:
            if record.action_id in marks and record is not records[0]:
                await self.page.mark(records[0].action_id, deed=record.action_id)
            result = await self.page.act(record.action)
            self.acted = True
            done = await self._record(replace(record, result=result))
            if breaks_off(result) or await self._taken_after(record, records, marks, before):
                break
        if stage.kind is GoalKind.ACTION and done is not None and done.result is not None and done.result.ok:
            said = Done(evidence=done.result.message or f"did {done.action.kind.value}")
            return await self._demanded(policy, stage, said, seen)
        return None

    async def _taken_after(
        self, last: ActionRecord, records: Sequence[ActionRecord], deeds: Collection[str], before: Mapping[str, object]
    ) -> bool:
        """Tell whether a person has taken over; what is left of the step is then decided anew by what the page shows.

        So the step's notes are void, unless a deed of it was done.
        """
        if not await self.gate.taken():
            return False
        done = records[: records.index(last) + 1]
        if len(done) < len(records) and not any(one.action_id in deeds for one in done):
            self.history = replace(self.history, notes=before)
        return True

    async def _marked(self, first: ActionRecord, seen: Observation, *, deed: bool) -> dict[str, str]:
        """Mark the page for a step's deeds before they are decided on; return how that is found again after a crash."""
        name = first.action_id
        place = await self.page.mark(name, deed=name if deed else "")
        told = {"name": name, "place": place, "url": seen.url, "fingerprint": seen.fingerprint}
        return {**told, "step": str(first.step)}

    async def _not_again(self, deed: ActionRecord, seen: Observation) -> GiveUp | None:
        """Leave a deed that may have been done already; look afresh, and give up when it is asked for once more."""
        told = (
            f"{effects.name_of(deed)!r} was done already and may have reached the site, so it is not done a second time"
        )
        if deed.action_id in self.held_back:
            said = "; ".join(alert.text for alert in seen.alerts[:2])
            shows = f"the page says {said!r}" if said else "the page does not show whether it took effect"
            if recovery.interrupted(deed):
                return GiveUp(failure=effect_unknown(effects.name_of(deed), shows))
            return GiveUp(failure=Failure(reason=f"{told}; {shows}", category=Category.WRONG_PAGE_STATE))
        self.held_back.add(deed.action_id)
        self._remember({effects.NOT_REPEATED: f"{told}: look whether the page shows that it took effect"})
        waiting = Deadline.after(_ANSWERING if effects.unanswered(seen, self.history) else _SETTLING)
        before, quiet = seen.fingerprint, False
        while waiting.left > 0 and seen.fingerprint == before and not quiet:
            changed = await self.page.wait_for_change(min(waiting.left, 1.0))
            seen = await self._look()
            quiet = not (changed or seen.busy or effects.unanswered(seen, self.history))
        return None

    async def _record(self, record: ActionRecord) -> ActionRecord:
        kept = await self.chronicle.acted(record, screenshot=await self._picture(for_record=True))
        self.history = replace(
            self.history, records=(*self.history.records, kept), downloads=self._arrived(kept.result)
        )
        return kept

    async def _picture(self, *, for_record: bool = False) -> bytes | None:
        """Take a picture; a page that does not answer just now has none, and its action is recorded all the same."""
        try:
            return await self.page.screenshot(for_record=for_record)
        except PageStuck:
            return None

    async def _wait(self, decision: Wait, seen: Observation) -> GiveUp | None:
        """Wait for the page; running out of patience ends the pursuit."""
        if self.waited >= self.patience:
            return GiveUp(failure=waited_in_vain(seen.url, self.patience, why=decision.why, busy=seen.busy))
        if decision.notes:
            await self.chronicle.decided(self.history.steps, decision, ())
            self._remember(decision.notes)
        begun = time.monotonic()
        seconds = min(max(decision.seconds, 0.1), max(self.patience - self.waited, 0.1))
        await self.page.wait_for_change(seconds)
        self.waited += max(time.monotonic() - begun, 0.05)
        return None

    async def _believe(self, policy: Policy, stage: Goal, done: Done, seen: Observation) -> Done | GiveUp | None:
        """Check what a policy says; a page that needs a moment gets one, a policy that insists is not believed."""
        belief = await self._belief(policy, stage, done, seen)
        await self.chronicle.decided(self.history.steps + 1, done, ())
        if belief.failure is None:
            return done
        self.refusals += 1
        if self.refusals > 1 or not belief.may_change:
            return GiveUp(failure=belief.failure)
        self._remember({"refused": belief.failure.reason})
        return None

    async def _belief(self, policy: Policy, stage: Goal, done: Done, seen: Observation) -> Belief:
        """What to think of a *done*, once the page had its moment."""
        last = self.history.records[-1] if self.history.records else None
        tag = last.element.tag if last is not None and last.element is not None else ""
        if last is not None and last.action.kind is ActionKind.INPUT_TEXT and tag == "input":
            await self.page.act(_LEAVE)
            seen = await self._look()
        belief = verify(stage, seen, done, self.history, mind=policy.name)
        if belief.failure is None and effects.changes_in_place(self.history):
            belief = await self._thought_over(policy, stage, done, seen)
        late = stage.download_timeout if belief.awaits_download else _ANSWERING if belief.awaits_answer else _SETTLING
        settling, quiet = Deadline.after(late), False
        while belief.failure is not None and belief.may_change and settling.left > 0 and not quiet:
            if belief.awaits_download and (lost := self.page.lost_downloads()[self.lost_before :]):
                self.lost_before += len(lost)
                return Belief(failure=download_failed("; ".join(lost)), may_change=True)
            changed = await self.page.wait_for_change(min(settling.left, 1.0))
            seen = await self._look()
            belief = verify(stage, seen, done, self.history, mind=policy.name)
            quiet = not (changed or seen.busy or belief.awaits_download or belief.awaits_answer)
        return belief if belief.failure is not None else await self._looked_elsewhere(stage, seen)

    async def _thought_over(self, policy: Policy, stage: Goal, done: Done, seen: Observation) -> Belief:
        """Look again at a page that shows a change which it did not have to load: it may take the change back."""
        if not await self.page.wait_for_change(_AFTERTHOUGHT):
            return Belief()
        now = await self._look()
        if gone := vanished(seen, now, self.history):
            return Belief(failure=validation_failed(gone))
        return verify(stage, now, done, self.history, mind=policy.name)

    async def _looked_elsewhere(self, stage: Goal, seen: Observation) -> Belief:
        """Check the post-conditions on pages of their own: each is opened anew in a tab, and closed again."""
        here = [tab.index for tab in seen.tabs if tab.active]
        for condition in stage.post_conditions:
            if not condition.at:
                continue
            opened = await self.page.act(Action(kind=ActionKind.NEW_TAB, text=condition.at))
            told = f"{condition.at} could not be opened: {opened.message}"
            if opened.ok:
                told = unmet_elsewhere(condition, await self.page.observe())
            await self.page.act(Action(kind=ActionKind.CLOSE_PAGE))
            if len(here) == 1:
                await self.page.act(Action(kind=ActionKind.SWITCH_TAB, amount=here[0]))
            if told:
                return Belief(failure=validation_failed(f"post-conditions: {told}"), may_change=True)
        return Belief()

    async def _demanded(self, policy: Policy, stage: Goal, done: Done, seen: Observation) -> Done | GiveUp:
        """Check the post-conditions of what ends a goal without a word of the policy; there is no second try."""
        if not stage.post_conditions:
            return done
        belief = await self._belief(policy, stage, done, await self._look() if stage.kind is GoalKind.ACTION else seen)
        return done if belief.failure is None else GiveUp(failure=belief.failure)

    def _note_texts(self, stage: Goal, seen: Observation) -> None:
        """Remember which wanted texts the page shows before anything was done."""
        if stage.post_conditions and not self.history.records and STOOD_BEFORE not in self.history.notes:
            self._remember({STOOD_BEFORE: texts_before(self.goal.post_conditions, seen)})
        if not self.history.records and STOOD_FIRST not in self.history.notes:
            self._remember({STOOD_FIRST: marks_of(seen)})

    async def _recover(self) -> GiveUp | None:
        """Settle the action that a crash interrupted: look first, and never do an effect twice."""
        if (doubt := recovery.doubted(self.history)) is not None:
            return GiveUp(failure=doubt)
        done = tuple(
            one for one in self.history.records if one.result and one.result.trouble is not Trouble.INTERRUPTED
        )
        announced = [one for one in self.history.records if one.result is None and one.step == self.history.steps]
        known = self.history
        self.history = replace(self.history, records=done)
        last = done[-1].result if done and done[-1].step == self.history.steps else None
        if not announced or (last is not None and breaks_off(last)):
            return await self._look_after()
        begun, *unreached = announced
        found = await recovery.find_out(begun, known, page=self.page, look=self._look, repeat=self.goal.safe_to_repeat)
        if found.done:
            await self._record(replace(begun, result=found.result))
        else:
            await self._undecide(replace(begun, result=found.result), known)
        left_out = ActionResult(
            ok=False, message="not reached: interrupted by a restart", trouble=Trouble.INTERRUPTED, url=found.result.url
        )
        for record in unreached:
            await self.chronicle.acted(replace(record, result=left_out), screenshot=None)
        return None if found.unknown is None else GiveUp(failure=found.unknown)

    async def _look_after(self) -> GiveUp | None:
        """Settle the deed that was done just before a crash, so that nobody looked at its page."""
        repeat = self.goal.safe_to_repeat
        found = await recovery.looked_after(self.history, page=self.page, look=self._look, repeat=repeat)
        if found is None:
            return None
        *before, deed = self.history.records
        known, settled = self.history, replace(deed, result=found.result)
        self.history = replace(known, records=(*before, settled) if found.done else tuple(before))
        if not found.done:
            await self._undecide(settled, known)
        return None if found.unknown is None else GiveUp(failure=found.unknown)

    async def _undecide(self, left: ActionRecord, known: History) -> None:
        """Note that an action did not come about; an act of which no deed was done is decided anew."""
        kept = await self.chronicle.acted(left, screenshot=None)
        if known.notes_before is not None and recovery.left_undecided(kept, self.history):
            self.history = replace(self.history, notes=known.notes_before)

    def outcome(
        self,
        status: BlockStatus,
        *,
        extracted: object = None,
        failure: Failure | None = None,
        evidence: str = "",
    ) -> Outcome:
        """Return what came of the goal, with all that was done for it."""
        return Outcome(
            status=status,
            extracted=extracted,
            failure=failure,
            errors=failure.errors if failure else (),
            records=self.history.records,
            downloads=self.history.downloads,
            steps=self.history.steps,
            evidence=evidence,
            question=self.question,
            mind=self.mind,
        )

    def _in_doubt(self, end: GiveUp, seen: Observation | None) -> GiveUp:
        """Do not say that a deed failed which a crash hid, and whose page shows nothing new: nobody knows."""
        deed = None if seen is None or end.terminate else recovery.in_doubt(seen, self.history)
        if deed is None:
            return end
        why = f"the page shows nothing new since; {end.failure.reason}"
        return GiveUp(failure=effect_unknown(effects.name_of(deed), why))

    def _failed(self, end: GiveUp, seen: Observation | None) -> Outcome:
        status = BlockStatus.TERMINATED if end.terminate else BlockStatus.FAILED
        return self.outcome(
            status, failure=failure_told(end, seen, self.goal), extracted=self.history.notes.get("gathered")
        )

    def _remember(self, notes: Mapping[str, object]) -> None:
        if notes:
            self.history = replace(self.history, notes={**self.history.notes, **notes})

    def _arrived(self, result: ActionResult | None = None) -> tuple[Download, ...]:
        """The files that arrived since the pursuit began, each once."""
        files = {download.guid: download for download in self.history.downloads}
        for download in (*self.page.downloads(), *(result.downloads if result else ())):
            if download.guid not in self.before:
                files.setdefault(download.guid, download)
        return tuple(files.values())
