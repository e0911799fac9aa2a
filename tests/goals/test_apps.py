"""Goals in people's words over small applications that nothing was debugged on, judged by what the page noted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Goal, GoalKind, Outcome, SecretField
from skyvern.domain.page import Action, ActionKind
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle
from tests.browser.conftest import (
    Site,
    chromium as chromium,
    driver as driver,
    session as session,
    site as site,
)

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = Path(__file__).parent
SECONDS = 300.0
PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppVerdict:
    """What one goal came to: what is wrong with it, and how the mind put it."""

    wrong: tuple[str, ...]
    outcome: Outcome
    record: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def false_completion(self) -> bool:
        return bool(self.wrong) and self.outcome.status is BlockStatus.COMPLETED


def load_app_goals() -> list[dict[str, Any]]:
    """Every goal over the applications."""
    return cast("list[dict[str, Any]]", yaml.safe_load((HERE / "apps.yaml").read_text(encoding="utf-8")))


def goal_of(given: Mapping[str, Any]) -> Goal:
    """The goal as a block would put it."""
    secrets = tuple(
        SecretField(parameter="account", field=name, token=token) for name, token in given.get("secrets", {}).items()
    )
    return Goal(
        kind=GoalKind(given["kind"]),
        text=given.get("text", ""),
        extraction=given.get("extraction", ""),
        schema=given.get("schema"),
        complete_criterion=given.get("complete", ""),
        terminate_criterion=given.get("terminate", ""),
        payload=given.get("payload", {}),
        secrets=secrets,
        complete_on_download=given["kind"] == "file_download",
        max_steps=25,
        download_timeout=10,
    )


async def attempt(given: Mapping[str, Any], session: BrowserSession, site: Site) -> AppVerdict:
    """Pursue the goal on its application and compare what happened with what was wanted."""
    await session.act(Action(kind=ActionKind.GOTO_URL, text=serve(given, site)))
    outcome = await pursue(
        goal_of(given),
        page=session,
        policies=(EmbeddedPolicy(),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(SECONDS),
        patience=PATIENCE,
    )
    record = await what_it_noted(session)
    return AppVerdict(wrong=tuple(complaints(given["expect"], outcome, record)), outcome=outcome, record=record)


def serve(given: Mapping[str, Any], site: Site) -> str:
    """Put the goal's application and its files on the site; return where the goal begins."""
    html = (HERE / "apps" / f"{given['app']}.html").read_text(encoding="utf-8")
    url = site.page(f"/{given['app']}", html)
    for name in sorted(set(_files(html))):
        site.file(f"/files/{name}", b"%PDF-1.4 " + name.encode(), "application/pdf")
    return url + str(given.get("start", ""))


async def what_it_noted(session: BrowserSession) -> dict[str, Any]:
    """Return what the page itself noted down about what was done to it."""
    page = await session.page()
    return cast("dict[str, Any]", json.loads(await page.evaluate("sessionStorage.record || '{}'")))


def _files(html: str) -> list[str]:
    months = ("january", "february", "march", "october", "november", "december")
    if "statement-${y}" in html:
        return [f"statement-{year}-{month}.pdf" for year in (2025, 2026) for month in months]
    return [part.split('"')[0] for part in html.split("/files/")[1:]]


def complaints(expect: Mapping[str, Any], outcome: Outcome, record: Mapping[str, Any]) -> list[str]:
    """Return what differs from what was wanted: status, record, files, values."""
    wrong: list[str] = []
    status = outcome.status.value
    if expect["status"] == "not_completed":
        if status not in ("failed", "terminated"):
            wrong.append(f"status {status}")
    elif status != expect["status"]:
        wrong.append(f"status {status}")
    wrong += _differing(expect.get("record", {}), record)
    for key, parts in expect.get("record_part", {}).items():
        wrong += _differing(parts, record.get(key) or {})
    wrong += [f"{key} happened" for key in expect.get("record_lacks", ()) if key in record]
    if "files" in expect and (names := sorted(file.file_name for file in outcome.downloads)) != expect["files"]:
        wrong.append(f"files {names}")
    data: Any = outcome.extracted
    values = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    wrong += _differing(expect.get("values", {}), values)
    parts_of = expect.get("contains", {})
    wrong += [f"{key} is {values.get(key)!r}" for key, part in parts_of.items() if part not in str(values.get(key))]
    if "length" in expect and (not isinstance(data, list) or len(cast("list[Any]", data)) != expect["length"]):
        wrong.append(f"read {data!r}")
    return wrong


def _differing(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    return [f"{key} is {found.get(key)!r}" for key, value in wanted.items() if found.get(key) != value]


FAST = ("desk_list", "desk_missing_ticket", "settings_profile", "settings_bad_mail", "admin_is_suspended", "homes_save")
"""Goals of many kinds that are quick: the rest is for the long lane."""
LEAST_RIGHT = 45
"""Of 66; raise it when the mind gets better."""
MOST_FALSE = 0
GOALS = {given["id"]: given for given in load_app_goals()}


@pytest.mark.parametrize("name", FAST)
async def test_a_goal_over_an_application(session: BrowserSession, site: Site, name: str) -> None:
    verdict = await attempt(GOALS[name], session, site)
    assert not verdict.wrong, (verdict.wrong, verdict.outcome.failure)


@pytest.mark.long
async def test_all_goals_over_the_applications(session: BrowserSession) -> None:
    wrong: dict[str, AppVerdict] = {}
    for name, given in GOALS.items():
        site = Site()
        try:
            verdict = await attempt(given, session, site)
        finally:
            site.close()
        if verdict.wrong:
            wrong[name] = verdict
    told = "\n".join(f"{name}: {verdict.wrong} {verdict.outcome.failure}" for name, verdict in wrong.items())
    assert len(GOALS) - len(wrong) >= LEAST_RIGHT, told
    assert sum(verdict.false_completion for verdict in wrong.values()) <= MOST_FALSE, told
