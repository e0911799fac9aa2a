"""Schemathesis makes up requests for every operation of the OpenAPI document: no 5xx, every answer as promised."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.store import Database
from tests.api.conftest import add_key, app_over
from tests.api.prepared import prepare

SECRET = b"a secret for tests only, 32 bytes"
EXAMPLES = 20
"""Requests made up for each operation: always the same ones."""
CHECKS: list[Any] = [not_a_server_error, response_schema_conformance]


KNOWN = {
    "workflow_id": "wpid_1",
    "run_id": "wr_1",
    "folder_id": "fld_1",
    "workflow_schedule_id": "wfs_1",
    "script_id": "s_1",
    "artifact_id": "a_1",
    "profile_id": "bp_1",
    "browser_session_id": "pbs_1",
    "subject_id": "wr_1",
    "delivery_id": "whd_1",
}
"""Ids of things that there are, by the names that paths have for them."""


class World(NamedTuple):
    """The operations, a key, and the ids of things that there are."""

    schema: Any
    key: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An application on a prepared world."""
    folder = tmp_path_factory.mktemp("fuzz")
    prepare(folder, secret=SECRET)
    database = Database(f"sqlite:///{folder / 'skyvern.db'}")
    house = app_over(database, f"file://{folder / 'artifacts'}")

    async def furnished() -> World:
        owner = (await house.store.organizations.ensure_default()).organization_id
        key = await add_key(house.store, owner)
        transport = httpx.ASGITransport(app=house.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://skyvern.test") as http:
            http.headers["x-api-key"] = key
            sets = {"workflow_id": "wpid_1", "parameter_sets": [{"a": "x"}, {"a": "y"}]}
            batch = (await http.post("/v1/batches", json=sets)).json()
            password = {"credential_type": "password", "credential": {"username": "ann", "password": "Heron-58"}}
            kept = (await http.post("/v1/credentials", json={"name": "Bank", **password})).json()
            made = (await http.post("/v1/keys", json={"scope": "run"})).json()
            guests = (await http.post("/v1/organizations", json={"name": "Guests"})).json()
        ids = {
            **KNOWN,
            "batch_id": batch["batch_id"],
            "credential_id": kept["credential_id"],
            "api_key_id": made["api_key_id"],
            "organization_id": guests["organization_id"],
        }
        row = Delivery(delivery_id="whd_1", run_id="wr_1", url="http://h/", tries=0, created_at=utc_now())
        await house.store.deliveries.add(row)
        return World(schemathesis.openapi.from_asgi("/openapi.json", house.app), key, ids)

    yield asyncio.run(furnished())
    database.close()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_every_operation_keeps_its_promise(world: World) -> None:
    streams = "/events$"
    operations = [found.ok() for found in world.schema.exclude(path_regex=streams).get_all_operations()]
    assert len(operations) > 120
    operations.sort(key=lambda operation: operation.method == "delete" or operation.path.endswith("/delete"))
    broken: list[str] = []
    for operation in operations:
        try:
            _drive(operation, world)
        except (Exception, BaseExceptionGroup) as trouble:  # noqa: BLE001 - every kind of trouble is a finding, and all are told at once
            broken.append(f"{operation.label}: {trouble}"[:1500])
    assert not broken, "\n\n".join(broken)


def _drive(operation: Any, world: World) -> None:  # noqa: ANN401 - schemathesis' own record
    @given(case=operation.as_strategy(), there=booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answers(case: Any, *, there: bool) -> None:  # noqa: ANN401 - schemathesis' own record
        if there and case.path_parameters:
            case.path_parameters.update({name: world.ids[name] for name in case.path_parameters if name in world.ids})
        case.call_and_validate(headers={"x-api-key": world.key}, checks=CHECKS)

    answers()
