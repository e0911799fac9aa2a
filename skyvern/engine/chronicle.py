"""The agent's diary in the run's journal: decisions before they are done, actions with what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import cast

from pydantic import TypeAdapter

from skyvern.agent.recovery import left_undecided
from skyvern.artifacts import Archive
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.goal import Act, AskPerson, Decision, Done, GiveUp, History, Wait
from skyvern.domain.page import ActionRecord, Download
from skyvern.domain.run import BlockRun, Cursor, JournalEntry, JournalKind, Run
from skyvern.engine.ledger import Ledger

_RECORD: TypeAdapter[ActionRecord] = TypeAdapter(ActionRecord)
_DOWNLOADS: TypeAdapter[tuple[Download, ...]] = TypeAdapter(tuple[Download, ...])


class JournalChronicle:
    """Writes one pursuit (the first or a retry) of one block."""

    def __init__(
        self,
        *,
        run: Run,
        block_run: BlockRun,
        cursor: Cursor,
        ledger: Ledger,
        archive: Archive,
        pursuit: int,
        entries: Sequence[JournalEntry] = (),
    ) -> None:
        self._run = run
        self._block_run = block_run
        self._cursor = cursor
        self._ledger = ledger
        self._archive = archive
        self._pursuit = pursuit
        self._earlier = _history(entries, block_run.block_run_id, pursuit)
        self._steps = self._earlier.steps
        self.steps_taken = 0

    def earlier(self) -> History:
        """Return what an interrupted pursuit had done."""
        return self._earlier

    async def begin_anew(self) -> None:
        """Forget what an interrupted pursuit had done, but for the number of its steps: its page is gone, and nothing
        that a site would keep had been done.
        """
        await self._ledger.commit(self._entry(JournalKind.BEGUN_ANEW))
        self._earlier = History(steps=self._steps)

    async def decided(self, step: int, decision: Decision, records: tuple[ActionRecord, ...]) -> None:
        """Commit a decision, and the agent's step in the cursor, before anything is done."""
        if isinstance(decision, Act):
            self.steps_taken += step > self._steps
            self._steps = max(self._steps, step)
        await self._ledger.commit(
            self._entry(
                JournalKind.DECIDED,
                step=step,
                decision=_decision_json(decision),
                records=[_RECORD.dump_python(record, mode="json") for record in records],
                notes=dict(decision.notes) if isinstance(decision, Act | Wait) else {},
            ),
            cursor=replace(self._cursor, step=step),
        )

    async def acted(self, record: ActionRecord, *, screenshot: bytes | None) -> ActionRecord:
        """Keep the screenshot and commit what came of one action."""
        if screenshot is not None:
            artifact = await self._archive.save(
                screenshot,
                type=ArtifactType.SCREENSHOT_ACTION,
                file_name=f"{self._block_run.label}_{record.step}_{record.order}.png",
                organization_id=self._run.organization_id,
                run_id=self._run.run_id,
                block_run_id=self._block_run.block_run_id,
                task_id=self._block_run.task_id,
                step=record.step,
            )
            record = replace(record, screenshot=artifact.artifact_id)
        await self._ledger.commit(
            self._entry(JournalKind.ACTED, step=record.step, record=_RECORD.dump_python(record, mode="json"))
        )
        return record

    def _entry(self, kind: JournalKind, **payload: object) -> JournalEntry:
        return self._ledger.entry(kind, block_run_id=self._block_run.block_run_id, pursuit=self._pursuit, **payload)


def _decision_json(decision: Decision) -> dict[str, object]:
    match decision:
        case Act():
            return {"kind": "act", "reasoning": decision.reasoning}
        case Done():
            return {"kind": "done", "evidence": decision.evidence}
        case GiveUp():
            return {"kind": "give_up", "failure": asdict(decision.failure), "terminate": decision.terminate}
        case Wait():
            return {"kind": "wait", "seconds": decision.seconds, "why": decision.why}
        case AskPerson():
            return {"kind": "ask_person", "question": decision.question}


def _history(entries: Sequence[JournalEntry], block_run_id: str, pursuit: int) -> History:
    """Rebuild what was done from the journal of a run that was interrupted."""
    records: dict[str, ActionRecord] = {}
    notes: dict[str, object] = {}
    before: dict[str, object] = {}
    steps = 0
    downloads: dict[str, Download] = {}
    for entry in entries:
        payload = entry.payload
        if entry.block_run_id != block_run_id or payload.get("pursuit") != pursuit:
            continue
        if entry.kind is JournalKind.BEGUN_ANEW:
            records, notes, before, downloads = {}, {}, {}, {}
        elif entry.kind is JournalKind.DECIDED:
            if payload.get("records"):
                steps, before = max(steps, cast("int", payload["step"])), dict(notes)
            notes |= cast("dict[str, object]", payload.get("notes") or {})
            for raw in cast("list[object]", payload["records"]):
                record = _RECORD.validate_python(raw)
                records[record.action_id] = record
        elif entry.kind is JournalKind.ACTED:
            record = _RECORD.validate_python(payload["record"])
            records[record.action_id] = record
            if left_undecided(record, History(records=tuple(records.values()), notes=notes)):
                notes = dict(before)
            if record.result is not None:
                downloads |= {download.guid: download for download in record.result.downloads}
    return History(
        records=tuple(records.values()),
        downloads=_DOWNLOADS.validate_python(tuple(downloads.values())),
        steps=steps,
        notes=notes,
        notes_before=before,
    )
