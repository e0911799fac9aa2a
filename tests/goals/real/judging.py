"""Puts one goal to the embedded mind on a real application, and judges it by the application's own database."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.browser.attach import Browsers
from skyvern.browser.ports import Around
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Goal, GoalKind, Outcome, SecretField
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle
from tests.browser.conftest import spawn
from tests.goals.real.apps import PASSWORD, Running

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

HERE = Path(__file__).resolve().parent
SECONDS = 240.0
PATIENCE = 20.0
FILES = {
    "parking-rules.pdf": b"%PDF-1.4\n%%EOF\n",
    "radiator.txt": b"Water runs down the wall.\n",
    "receipt-nb1003.pdf": b"%PDF-1.4\n%%EOF\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RealVerdict:
    """What one goal came to.

    `success`: all is as wanted. `refusal`: the mind said that it could not do what could be done. `wrong`: it said that
    it was done when it was not, or changed what it should not have.
    """

    id: str
    verdict: str
    said: str
    complaints: tuple[str, ...]
    why: str
    changed: tuple[str, ...]
    did: tuple[str, ...]


def load_goals(app: str = "") -> list[dict[str, Any]]:
    """Every goal, or those of one application."""
    goals = cast("list[dict[str, Any]]", yaml.safe_load((HERE / "goals.yaml").read_text(encoding="utf-8")))
    return [goal for goal in goals if app in ("", goal["app"])]


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[BrowserSession]:
    """A browser of our own with a session attached, for the length of the block."""
    kept = folder / "upload"
    kept.mkdir()
    for name, body in FILES.items():
        (kept / name).write_bytes(body)

    async def fetch(reference: str) -> Path:
        path = kept / reference.rsplit("/", 1)[-1]
        if not path.is_file():
            raise FileNotFoundError(reference)
        return path

    chromium = spawn(folder / "chromium")
    drivers = Browsers(action_seconds=10.0, attach_seconds=60.0)
    try:
        session = await drivers.attach(
            chromium.cdp_url, browser_id="real", artifacts_dir=folder / "files", around=Around(fetch_file=fetch)
        )
        yield session
        await session.close()
    finally:
        await drivers.close()
        chromium.kill()


async def attempt(given: Mapping[str, Any], running: Running, session: BrowserSession) -> RealVerdict:
    """Begin where the goal begins, pursue it, and compare what is there afterwards with what was wanted."""
    running.reset()
    await _arrive(given, running, session)
    chronicle = MemoryChronicle()
    outcome = await pursue(
        _goal(given, running),
        page=session,
        policies=(EmbeddedPolicy(),),
        chronicle=chronicle,
        deadline=Deadline.after(SECONDS),
        patience=PATIENCE,
    )
    page = await session.page()
    await page.wait_for_load_state()
    seen = f"{await page.title()}\n{await page.inner_text('body')}"
    changed = tuple(running.changed())
    complaints = tuple(_complaints(given["expect"], outcome, running, url=page.url, seen=seen))
    return RealVerdict(
        id=given["id"],
        verdict=_verdict(given["expect"], outcome, complaints),
        said=outcome.status.value,
        complaints=complaints,
        why=outcome.failure.reason if outcome.failure else outcome.evidence,
        changed=changed,
        did=tuple(
            " ".join(filter(None, (one.action.kind.value, one.element.name if one.element else "", one.action.text)))
            for one in chronicle.records.values()
        ),
    )


async def _arrive(given: Mapping[str, Any], running: Running, session: BrowserSession) -> None:
    page = await session.page()
    for other in page.context.pages:
        if other is not page:
            await other.close()
    page.set_default_timeout(90_000)
    app = running.app
    await page.context.clear_cookies()
    if given.get("signed_in", True):
        await page.goto(running.url + app.login)
        await page.fill(app.fields[0], given.get("account_of", app.person))
        await page.fill(app.fields[1], PASSWORD)
        await page.click(app.fields[2])
        await page.wait_for_function("selector => !document.querySelector(selector)", arg=app.out)
    await page.goto(running.url + given.get("start", app.home))


def _goal(given: Mapping[str, Any], running: Running) -> Goal:
    secrets: tuple[SecretField, ...] = ()
    if account := given.get("account"):
        known = {"username": running.app.person, "password": "not-the-password"}
        known = known if account == "wrong" else {"username": account, "password": PASSWORD}
        secrets = tuple(SecretField(parameter="account", field=name, token=text) for name, text in known.items())
    return Goal(
        kind=GoalKind(given["kind"]),
        text=given.get("text", "").replace("FILES", f"{running.url}/files"),
        extraction=given.get("extraction", ""),
        schema=given.get("schema"),
        complete_criterion=given.get("complete", ""),
        secrets=secrets,
        max_steps=30,
    )


def _verdict(expect: Mapping[str, Any], outcome: Outcome, complaints: Sequence[str]) -> str:
    if not complaints:
        return "success"
    refused = outcome.status is not BlockStatus.COMPLETED
    return "refusal" if refused and expect["status"] == "completed" else "wrong"


def _complaints(expect: Mapping[str, Any], outcome: Outcome, running: Running, *, url: str, seen: str) -> list[str]:
    wrong: list[str] = []
    completed = outcome.status is BlockStatus.COMPLETED
    if completed != (expect["status"] == "completed"):
        wrong.append(f"status {outcome.status.value}")
    for query in expect.get("rows", ()):
        found = running.rows(query["sql"])
        if found != query["gives"]:
            wrong.append(f"{query['sql']} gives {found}")
    tables = [table for table in running.changed() if table in expect.get("untouched", ())]
    wrong += [f"{table} was changed" for table in tables]
    if "url" in expect and not re.search(expect["url"], url):
        wrong.append(f"url {url}")
    if "page" in expect and not re.search(expect["page"], seen):
        wrong.append(f"the page does not show {expect['page']!r}")
    return wrong + _differing(expect, outcome.extracted)


def _differing(expect: Mapping[str, Any], extracted: object) -> list[str]:
    data = cast("dict[str, Any]", extracted) if isinstance(extracted, dict) else {}
    if (key := expect.get("sorted")) and isinstance(data.get(key), list):
        data = {**data, key: sorted(data[key], key=str)}
    wrong = [f"{key} is {data.get(key)!r}" for key, value in expect.get("values", {}).items() if data.get(key) != value]
    for key, count in expect.get("length", {}).items():
        if len(data.get(key) or ()) != count:
            wrong.append(f"{key} has {len(data.get(key) or ())} entries")
    return wrong


def told(verdicts: Sequence[RealVerdict]) -> str:
    """Return a line per goal with its reason, and the counts."""
    lines = [
        f"{one.verdict:<8} {one.id:<24} {one.said:<10} {'; '.join(one.complaints)} | {one.why}"
        + (f" | changed {', '.join(one.changed)}" if one.verdict == "refusal" and one.changed else "")
        for one in verdicts
    ]
    counts = Counter(one.verdict for one in verdicts)
    return "\n".join([*lines, json.dumps({name: counts[name] for name in ("success", "refusal", "wrong")})])
