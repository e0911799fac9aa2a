"""Schemathesis makes up requests for every operation of the OpenAPI document: no 5xx, every answer as promised."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from skyvern.store import Database
from tests.api.conftest import add_key, app_over
from tests.api.prepared import prepare

SECRET = b"a secret for tests only, 32 bytes"
EXAMPLES = 20
"""Requests made up for each operation: always the same ones."""
CHECKS: list[Any] = [not_a_server_error, response_schema_conformance]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    """The operations of an application on a prepared world, and a key."""
    folder = tmp_path_factory.mktemp("fuzz")
    prepare(folder, secret=SECRET)
    database = Database(f"sqlite:///{folder / 'skyvern.db'}")
    house = app_over(database, f"file://{folder / 'artifacts'}")

    async def key() -> str:
        return await add_key(house.store, (await house.store.organizations.ensure_default()).organization_id)

    yield schemathesis.openapi.from_asgi("/openapi.json", house.app), asyncio.run(key())
    database.close()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_every_operation_keeps_its_promise(world: tuple[Any, str]) -> None:
    schema, key = world
    streams = "/events$"
    operations = [found.ok() for found in schema.exclude(path_regex=streams).get_all_operations()]
    assert len(operations) > 80
    broken: list[str] = []
    for operation in operations:
        try:
            _drive(operation, key)
        except (Exception, BaseExceptionGroup) as trouble:  # noqa: BLE001 - every kind of trouble is a finding, and all are told at once
            broken.append(f"{operation.label}: {trouble}"[:1500])
    assert not broken, "\n\n".join(broken)


def _drive(operation: Any, key: str) -> None:  # noqa: ANN401 - schemathesis' own record
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answers(case: Any) -> None:  # noqa: ANN401 - schemathesis' own record
        case.call_and_validate(headers={"x-api-key": key}, checks=CHECKS)

    answers()
