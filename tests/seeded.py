"""A server's past, made up: workflows, thousands of ended runs, what models cost, batches and webhooks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from skyvern.domain.audit import AuditEntry, Deed
from skyvern.domain.batch import Batch, BatchItem, BatchStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.failure import Category, UserError
from skyvern.domain.ids import new_id
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind, Run
from skyvern.domain.spending import Charge
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.store import Database, Store
from skyvern.store.audit import audit
from skyvern.store.batches import batch, batch_item
from skyvern.store.tables import delivery, model_charge, row_of, run, run_snapshot

_TITLES = (
    ("Download the invoices of a vendor", ("download_invoices",)),
    ("Credential Verification", ("look_up_license", "read_the_result")),
    ("Watch prices", ("open_shop", "read_prices", "write_table")),
    ("Open a support case", ("sign_in", "fill_case", "send")),
    ("Renew the parking permits of all company cars that are registered in the city, with their receipts", ("renew",)),
    ("Export monthly usage", ("sign_in", "export")),
)
_PEOPLE = ("Ada Lovelace", "Grace Hopper", "Radia Perlman", "Barbara Liskov", "Karen Spärck Jones", "王小云")
_STATUSES = (
    *(RunStatus.COMPLETED,) * 14,
    *(RunStatus.FAILED,) * 3,
    *(RunStatus.TERMINATED, RunStatus.CANCELED, RunStatus.TIMED_OUT),
)
_REASONS = (
    (Category.ELEMENT_NOT_FOUND, "There is no button «Download» on https://vendor.example/invoices/2026 any more."),
    (Category.AUTH_FAILURE, "The site said «Wrong user name or password».\nCredential: Portal of the vendor"),
    (Category.PAGE_LOAD_TIMEOUT, "https://shop.example/prices did not load within 60 s."),
    (Category.WEBSITE_ERROR, "The site answered 503 Service Unavailable three times."),
    (Category.MAX_STEPS_EXCEEDED, "The goal was not reached within 25 steps."),
)
_TRIGGERS = ("api", "api", "scheduled", "manual", "webhook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was made up, as far as somebody wants to open it."""

    organization_id: str
    workflows: tuple[Workflow, ...]
    run_with_actions: str


async def make_past(folder: Path, *, runs: int, actions: int, days: int = 14, seed: int = 1) -> Past:
    """Fill a new database in a server's data folder; the newest run has so many actions."""
    database = Database(f"sqlite:///{folder / 'skyvern.db'}")
    database.migrate()
    store = Store(database)
    owner = (await store.organizations.ensure_default()).organization_id
    now = utc_now()
    workflows = tuple(_workflow(owner, title, labels, now - timedelta(days=days)) for title, labels in _TITLES)
    for workflow in workflows:
        await store.workflows.add(workflow)
    chance = random.Random(seed)
    step = timedelta(days=days) / max(runs, 1)
    made = [_ended(chance, workflows, now - step * (number + 1), number) for number in range(runs)]
    await database.write(lambda connection: _write(connection, made, chance))
    big = await _with_actions(store, workflows[0], actions, now)
    database.close()
    return Past(organization_id=owner, workflows=workflows, run_with_actions=big)


def _workflow(owner: str, title: str, labels: tuple[str, ...], at: datetime) -> Workflow:
    parameter = {
        "key": "person",
        "description": "Whom it is about",
        "workflow_parameter_type": "string",
        "parameter_type": "workflow",
    }
    blocks = [
        {
            "label": label,
            "block_type": "navigation",
            "url": "https://vendor.example/",
            "navigation_goal": "{{ person }}",
        }
        for label in labels
    ]
    return Workflow(
        workflow_id=new_id("w"),
        permanent_id=new_id("wpid"),
        organization_id=owner,
        version=1,
        title=title,
        description=None,
        definition={"parameters": [parameter], "blocks": blocks},
        settings={},
        created_at=at,
        modified_at=at,
    )


def _ended(chance: random.Random, workflows: tuple[Workflow, ...], made: datetime, number: int) -> Run:
    workflow = workflows[min(int(chance.expovariate(0.6)), len(workflows) - 1)]
    status, person = chance.choice(_STATUSES), chance.choice(_PEOPLE)
    lost = status in (RunStatus.FAILED, RunStatus.TERMINATED, RunStatus.TIMED_OUT)
    category, reason = chance.choice(_REASONS)
    begun = made + timedelta(seconds=chance.expovariate(0.5))
    ended = begun + timedelta(seconds=chance.lognormvariate(3.4, 0.8))
    return Run(
        run_id=new_id("wr"),
        organization_id=workflow.organization_id,
        workflow_id=workflow.workflow_id,
        workflow_permanent_id=workflow.permanent_id,
        status=status,
        title=f"{workflow.title}: {person}" if number % 3 == 0 else workflow.title,
        parameters={"person": person, "number": number},
        request={},
        definition=workflow.definition,
        settings={},
        created_at=made,
        modified_at=ended,
        deadline_at=made + timedelta(hours=1),
        queued_at=made,
        started_at=begun,
        finished_at=ended,
        trigger_type=chance.choice(_TRIGGERS),
        failure_reason=reason if lost else "Canceled by a person." if status is RunStatus.CANCELED else None,
        failure_category=category if lost else None,
        errors=(UserError(error_code="not_found", reasoning=reason),) if lost and number % 2 else (),
        output={"found": number % 7, "person": person} if status is RunStatus.COMPLETED else None,
        step_count=number % 9,
        rank=number,
    )


def _write(connection: Connection, made: list[Run], chance: random.Random) -> None:
    items = _batch(connection, made[:24])
    runs = [*items, *made[24:]]
    connection.execute(insert(run), [row_of(one, run) for one in runs])
    connection.execute(insert(run_snapshot), [row_of(one, run_snapshot) for one in runs])
    charges = [row_of(_charge(one, chance), model_charge) for one in runs[::4]]
    connection.execute(insert(model_charge), charges)
    told = [row_of(_delivery(one, number), delivery) for number, one in enumerate(runs[:60:2])]
    connection.execute(insert(delivery), told)
    connection.execute(insert(audit), [row_of(entry, audit) for entry in _deeds(runs)])


def _batch(connection: Connection, runs: list[Run]) -> list[Run]:
    """Make the runs parts of one batch that has ended; return them as such."""
    first = runs[0]
    made = Batch(
        batch_id=new_id("batch"),
        organization_id=first.organization_id,
        workflow_id=first.workflow_id,
        workflow_permanent_id=first.workflow_permanent_id,
        title="Vendors of November",
        status=BatchStatus.FINISHED,
        total=len(runs),
        at_once=4,
        request={},
        created_at=runs[-1].created_at,
        modified_at=first.modified_at,
        finished_at=first.modified_at,
    )
    items = [
        BatchItem(batch_id=made.batch_id, number=number, parameters=one.parameters, tries=1, run_id=one.run_id)
        for number, one in enumerate(runs, 1)
    ]
    connection.execute(insert(batch), row_of(made, batch))
    connection.execute(insert(batch_item), [row_of(item, batch_item) for item in items])
    return [one.evolve(batch_id=made.batch_id) for one in runs]


def _charge(of: Run, chance: random.Random) -> Charge:
    tokens = chance.randint(900, 60_000)
    return Charge(
        charge_id=new_id("charge"),
        organization_id=of.organization_id,
        run_id=of.run_id,
        workflow_permanent_id=of.workflow_permanent_id,
        model="openai/gpt-5.2",
        tokens=tokens,
        micros=tokens * 3,
        at=of.created_at,
        settled=True,
    )


def _delivery(of: Run, number: int) -> Delivery:
    lost = number % 5 == 0
    return Delivery(
        delivery_id=new_id("del"),
        run_id=of.run_id,
        url="https://hooks.example/skyvern/of-a-department-with-a-long-name/runs?tenant=north",
        tries=8 if lost else 1,
        created_at=of.modified_at,
        delivered_at=None if lost else of.modified_at + timedelta(seconds=1),
        given_up_at=of.modified_at + timedelta(minutes=40) if lost else None,
        last_status=502 if lost else 200,
        last_error="502 Bad Gateway: upstream is not there" if lost else None,
    )


def _deeds(runs: list[Run]) -> Iterator[AuditEntry]:
    deeds = (Deed.CREDENTIAL_USED, Deed.CONTROL_TAKEN, Deed.CONTROL_RELEASED, Deed.RUN_DELETED)
    for number, one in enumerate(runs[:40]):
        deed = deeds[number % len(deeds)]
        used = deed is Deed.CREDENTIAL_USED
        yield AuditEntry(
            audit_id=new_id("audit"),
            organization_id=one.organization_id,
            at=one.modified_at,
            actor=one.run_id if used else new_id("key"),
            deed=deed,
            subject=new_id("cred") if used else one.run_id,
            details={"parameter": "login"} if used else {},
        )


async def _with_actions(store: Store, workflow: Workflow, actions: int, now: datetime) -> str:
    """Make an ended run of twenty blocks that share so many actions."""
    labels = [f"block_{number}" for number in range(20)]
    blocks = [{"label": label, "block_type": "navigation"} for label in labels]
    made = now + timedelta(seconds=1)
    big = Run(
        run_id=new_id("wr"),
        organization_id=workflow.organization_id,
        workflow_id=workflow.workflow_id,
        workflow_permanent_id=workflow.permanent_id,
        status=RunStatus.CREATED,
        title=workflow.title,
        parameters={"person": _PEOPLE[0]},
        request={},
        definition={"parameters": [], "blocks": blocks},
        settings={},
        created_at=made,
        modified_at=made,
        deadline_at=made + timedelta(hours=1),
    )
    await store.runs.create(big)
    await store.runs.claim(big.run_id, "seeded")
    of = [_block_run(big, label, order) for order, label in enumerate(labels)]
    entries = [_acted(big, of[number * len(of) // actions], number) for number in range(actions)]
    await store.runs.commit(big.run_id, "seeded", block_runs=of, entries=entries)
    await store.runs.finish(big.run_id, "seeded", status=RunStatus.COMPLETED)
    return big.run_id


def _block_run(of: Run, label: str, order: int) -> BlockRun:
    begun = of.created_at + timedelta(seconds=order)
    return BlockRun(
        block_run_id=new_id("wrb"),
        run_id=of.run_id,
        key=label,
        parent_id=None,
        label=label,
        block_type="navigation",
        status=BlockStatus.COMPLETED,
        attempt=1,
        order=order,
        created_at=begun,
        modified_at=begun,
        finished_at=begun + timedelta(seconds=1),
    )


def _acted(of: Run, block: BlockRun, number: int) -> JournalEntry:
    record = {
        "action": {"kind": "click", "reasoning": "It is the next row."},
        "element": {"name": f"Row {number}"},
        "result": {"ok": True},
        "action_id": f"act_{number}",
        "step": number,
        "order": 0,
    }
    return JournalEntry(
        run_id=of.run_id,
        kind=JournalKind.ACTED,
        at=of.created_at,
        block_run_id=block.block_run_id,
        payload={"record": record},
    )
