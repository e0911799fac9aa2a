"""Starting runs: what a repeated run takes from the first."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from skyvern.api.present.run import present_run
from skyvern.browser.proxies import ProxySources
from skyvern.contract.run import RunRequest
from skyvern.domain.clock import utc_now
from skyvern.domain.run import JournalKind
from skyvern.domain.workflow import Workflow
from skyvern.engine.admission import Limits, QuotaSpent
from skyvern.engine.launch import Launcher
from skyvern.engine.outlets import opened_proxy
from skyvern.engine.start import LaunchRefused, Start
from skyvern.serve.vaults import foreign_vaults
from skyvern.settings import read_settings

if TYPE_CHECKING:
    from skyvern.domain.run import Run
    from tests.unit.engine.conftest import Shop

OWN = "http://ada:s%40cret@proxy.test:8080"


async def launch(
    shop: Shop,
    proxy: object,
    again: Run | None = None,
    *,
    unsaved: bool = False,
    settings: dict[str, object] | None = None,
    request: dict[str, object] | None = None,
    parameters: tuple[dict[str, str], ...] = (),
) -> Run:
    now = utc_now()
    workflow = Workflow(
        workflow_id="w_1",
        permanent_id="wpid_1",
        organization_id="o_1",
        version=1,
        title="T",
        description=None,
        definition={"parameters": list(parameters), "blocks": [{"label": "c", "block_type": "code", "code": "x = 1"}]},
        settings=settings or {},
        created_at=now,
        modified_at=now,
    )
    asked = RunRequest.model_validate({"workflow_id": "wpid_1", "proxy_location": proxy, **(request or {})})
    launcher = Launcher(shop.rooms, shop.queue)  # type: ignore[arg-type]
    return await launcher.launch(Start(workflow=workflow, request=asked, api_key_id=None, again=again, unsaved=unsaved))


async def test_a_value_that_nothing_takes_is_told_with_the_run_and_in_its_journal(shop: Shop) -> None:
    city = {"key": "city", "parameter_type": "workflow", "workflow_parameter_type": "string", "default_value": "Bonn"}
    run = await launch(shop, None, parameters=(city,), request={"parameters": {"citty": "Rome"}})
    told = "parameter 'citty': the workflow takes no value of that name (did you mean 'city'?); it is ignored"
    assert run.parameters == {"city": "Bonn"}
    assert present_run(run, (), link=str, public_url="")["warnings"] == [told]
    entries = await shop.journal(run)
    assert [entry.payload["message"] for entry in entries if entry.kind is JournalKind.WARNED] == [told]


async def test_the_run_after_the_last_of_a_day_is_not_written(shop: Shop) -> None:
    limited = replace(shop, rooms=replace(shop.rooms, limits=Limits(runs_a_day=2)))
    for _ in range(2):
        await launch(limited, None)
    with pytest.raises(QuotaSpent, match="2 runs of this day"):
        await launch(limited, None)
    assert len(await shop.rooms.store.runs.list("o_1")) == 2


async def test_a_run_whose_vault_is_not_set_up_is_refused_by_the_names_of_its_settings(shop: Shop) -> None:
    rooms = replace(shop.rooms, vaults=foreign_vaults(read_settings({})))
    secret = {"key": "token", "parameter_type": "aws_secret", "aws_key": "t"}
    with pytest.raises(LaunchRefused, match=r"parameter 'token': AWS Secrets Manager is not .* SKYVERN_AWS_REGION"):
        await launch(replace(shop, rooms=rooms), None, parameters=(secret,))


async def test_a_repeated_run_keeps_the_password_of_the_callers_own_proxy(shop: Shop) -> None:
    first = await launch(shop, {"url": OWN})
    assert "s%40cret" not in repr(first)
    shown = first.request["proxy_location"]
    assert shown == {"url": "http://*****@proxy.test:8080"}
    second = await launch(shop, shown, again=first)
    assert opened_proxy(shop.rooms.sealer, second) == OWN
    assert opened_proxy(shop.rooms.sealer, await launch(shop, shown, again=second)) == OWN
    assert second.settings["proxy_sealed"] != first.settings["proxy_sealed"]


async def test_a_city_finds_its_source_however_it_is_written(shop: Shop) -> None:
    shop.rooms = replace(
        shop.rooms, proxies=ProxySources.of({"US-CA-FRESNO": "http://fresno.test:1", "US-CA": "http://ca.test:1"})
    )
    found = await launch(shop, {"country": "US", "subdivision": "CA", "city": "Fresno"})
    assert found.settings["proxy_key"] == "US-CA-FRESNO"
    assert (await launch(shop, {"country": "US", "subdivision": "CA", "city": "Chico"})).settings[
        "proxy_key"
    ] == "US-CA"


async def test_another_proxy_in_a_repeated_run_is_its_own(shop: Shop) -> None:
    first = await launch(shop, {"url": OWN})
    second = await launch(shop, {"url": "http://bob:b@proxy.test:8080"}, again=first)
    assert opened_proxy(shop.rooms.sealer, second) == "http://bob:b@proxy.test:8080"
    third = await launch(shop, {"url": "http://*****@elsewhere.test:8080"}, again=first)
    assert "s%40cret" not in str(opened_proxy(shop.rooms.sealer, third))


async def test_a_refused_run_leaves_no_workflow_behind(shop: Shop) -> None:
    with pytest.raises(LaunchRefused, match="RESIDENTIAL_JP has no source"):
        await launch(shop, "RESIDENTIAL_JP", unsaved=True)
    assert await shop.rooms.store.workflows.by_id("w_1") is None
    run = await launch(shop, None, unsaved=True)
    assert await shop.rooms.store.workflows.by_id("w_1") is not None
    assert await shop.rooms.store.runs.get(run.run_id) is not None


@pytest.mark.parametrize("field", ["browser_session_id", "browser_address"])
async def test_a_workflow_that_keeps_to_origins_needs_a_browser_of_its_own(shop: Shop, field: str) -> None:
    kept: dict[str, object] = {"allowed_origins": ["shop.example"]}
    with pytest.raises(LaunchRefused, match=f"{field}: the workflow has allowed_origins"):
        await launch(shop, None, settings=kept, request={field: "pbs_1"})
    assert (await launch(shop, None, settings=kept)).settings["allowed_origins"] == ["shop.example"]


async def test_the_key_of_saved_states_is_rendered_when_a_run_starts(shop: Shop) -> None:
    customer = {"parameter_type": "workflow", "key": "customer", "workflow_parameter_type": "string"}

    async def started(key: str | None) -> Run:
        given = {"parameters": {"customer": "Ada"}}
        return await launch(shop, None, parameters=(customer,), settings={"browser_profile_key": key}, request=given)

    keyed = await started("{{ customer }}")
    assert keyed.settings["browser_profile_key_digest"] == hashlib.sha256(b"Ada").hexdigest()
    assert "browser_profile_key_digest" not in (await started(None)).settings
    with pytest.raises(LaunchRefused, match="browser_profile_key: "):
        await started("{{ customer")
