"""A server with a past and one of everything that is under way, to look at: keys, schedules, files, runs that wait."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import httpx

from skyvern.testing.sites.samples import sample_workflow
from skyvern.testing.sites.server import running
from tests.conftest import end_host, start_server
from tests.seeded import make_past

_RUNS = 5000
_PERSON = {"first_name": "John", "last_name": "Smith", "state": "California"}


@contextlib.asynccontextmanager
async def furnished() -> AsyncGenerator[tuple[str, str]]:
    """Start such a server; give its address and key."""
    with tempfile.TemporaryDirectory(prefix="skyvern-shown-", ignore_cleanup_errors=True) as folder, running() as site:
        data = Path(folder) / "data"
        data.mkdir()
        await make_past(data, runs=_RUNS, actions=2000)
        server = start_server(data, environment={"SKYVERN_CONCURRENCY": "3"})
        try:
            headers = {"x-api-key": server.api_key}
            async with httpx.AsyncClient(base_url=server.base_url, headers=headers, timeout=120) as http:
                things = Things(http, str(site).rstrip("/"))
                await things.kept()
                await things.under_way()
            yield server.base_url, server.api_key
        finally:
            server.stop()
            await asyncio.to_thread(end_host, data)


class Things:
    """Makes things over a server's API."""

    def __init__(self, http: httpx.AsyncClient, site: str) -> None:
        self._http = http
        self._site = site

    async def kept(self) -> None:
        """Make what is kept: credentials, keys, a profile, a file."""
        password = {"username": "ada@vendor.example", "password": "Heron-Lantern-58", "totp": "JBSWY3DPEHPK3PXP"}
        card = {"card_holder_name": "Ada L", "card_number": "4242424242424242", "card_cvv": "123"}
        card |= {"card_exp_month": "12", "card_exp_year": "2030", "card_brand": "visa"}
        secret = {"secret_value": "s3cr3t-value", "secret_label": "token of the register"}
        for name, kind, fields in (
            ("Portal of the vendor", "password", password | {"totp_type": "authenticator"}),
            ("Company card", "credit_card", card),
            ("Register", "secret", secret),
        ):
            await self._post("/v1/credentials", name=name, credential_type=kind, credential=fields)
        for name, scope in (("Continuous integration", "run"), ("Dashboard", "read")):
            await self._post("/v1/keys", name=name, scope=scope)
        await self._post("/v1/browser_profiles", name="Signed in at the vendor", description="Made by hand on Monday")
        file = ("people.csv", b"name\nAda\n", "text/csv")
        (await self._http.post("/v1/upload_file", files={"file": file})).raise_for_status()

    async def under_way(self) -> None:
        """Make schedules, an open browser, a run that has ended, and runs and a batch that have not."""
        form = {"label": "open", "block_type": "goto_url", "url": f"{self._site}/registry/"}
        question = "Is this the right page?"
        ask: dict[str, object] = {
            "label": "ask",
            "block_type": "human_interaction",
            "recipients": [],
            "instructions": question,
        }
        waits = await self._saved(
            "Keep an eye on the register", [form, {"label": "wait", "block_type": "wait", "wait_sec": 1500}]
        )
        await self._schedules(waits)
        await self._post("/v1/browser_sessions", timeout=60, url=f"{self._site}/portal/")
        verify = await self._post(
            "/v1/workflows", json_definition=sample_workflow("credential_verification", self._site)
        )
        run = await self._post("/v1/run/workflows", workflow_id=verify["workflow_permanent_id"], parameters=_PERSON)
        await self._end_of(str(run["run_id"]))
        await self._broken(form)
        await self._post("/v1/run/workflows", workflow_id=await self._saved("Ask a person", [form, ask]))
        for _ in range(3):
            await self._post("/v1/run/workflows", workflow_id=waits)
        sets = [_PERSON | {"last_name": name} for name in ("Smith", "Meyer", "Ito", "Silva")]
        await self._post("/v1/batches", workflow_id=waits, title="Register, November", parameter_sets=sets, at_once=1)

    async def _broken(self, form: Mapping[str, object]) -> None:
        """Run a workflow whose second block breaks."""
        count = {"label": "count", "block_type": "code", "code": "rows = []\nshare = 1 / len(rows)"}
        workflow = await self._saved("Count the open cases", [form, count])
        run = await self._post("/v1/run/workflows", workflow_id=workflow)
        await self._end_of(str(run["run_id"]))

    async def _schedules(self, workflow: str) -> None:
        rules: Mapping[str, Mapping[str, object]] = {
            "Every working day": {"cron_expression": "30 6 * * 1-5", "overlap_policy": "skip"},
            "Every quarter of an hour": {"interval_seconds": 900, "enabled": False},
            "Once": {"run_at": (datetime.now(UTC) + timedelta(days=2)).isoformat()},
        }
        for name, rule in rules.items():
            await self._post(f"/v1/workflows/{workflow}/schedules", name=name, timezone="Europe/Berlin", **rule)

    async def _saved(self, title: str, blocks: Sequence[Mapping[str, object]]) -> str:
        definition: object = {"title": title, "workflow_definition": {"parameters": [], "blocks": blocks}}
        return str((await self._post("/v1/workflows", json_definition=definition))["workflow_permanent_id"])

    async def _end_of(self, run_id: str) -> None:
        async with asyncio.timeout(180):
            while (await self._http.get(f"/v1/runs/{run_id}")).json()["finished_at"] is None:
                await asyncio.sleep(0.2)

    async def _post(self, path: str, **body: object) -> dict[str, object]:
        answer = await self._http.post(path, json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:300]}"
        return cast("dict[str, object]", answer.json())
