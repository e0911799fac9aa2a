"""The published reasons for failure, each made to happen on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from skyvern import Skyvern
from skyvern.testing.sites.facts import PORTAL_USERNAME
from tests.conftest import free_port

if TYPE_CHECKING:
    from tests.e2e.conftest import Product, Receiver

Connect = Callable[["Product"], Skyvern]

BARE = "<title>Plain</title><h1>Opening hours</h1><p>Monday to Friday</p>"
DOWNLOAD = "<title>Files</title><h1>Files</h1><button type=button>Download report</button>"


async def reason_of(
    product: Product, client: Skyvern, block: Mapping[str, object], *, parameters: tuple[Mapping[str, object], ...] = ()
) -> str:
    """Run one block that must fail and return the run's reason."""
    workflow = await product.save(client, [block], parameters)
    run = await product.until(client, (await client.run_workflow(workflow)).run_id)
    assert run.status in ("failed", "terminated"), run.output
    return str(run.failure_reason)


async def test_steps_that_run_out(shared: Product, sites: str, connected: Connect) -> None:
    block = {
        "label": "b",
        "block_type": "navigation",
        "url": f"{sites}/application/",
        "navigation_goal": "Fill in the application with first name Ann, last name Lee and submit it on the last page",
        "max_steps_per_run": 1,
    }
    reason = await reason_of(shared, connected(shared), block)
    assert "Navigation timeout: Block exceeded max_steps_per_run" in reason


async def test_a_name_that_nobody_has(shared: Product, connected: Connect) -> None:
    block = {"label": "b", "block_type": "goto_url", "url": "https://no-such-host.invalid/"}
    reason = await reason_of(shared, connected(shared), block)
    assert "Network error: Connection or proxy issues" in reason
    assert "The name no-such-host.invalid could not be resolved" in reason


async def test_what_is_not_on_the_page(shared: Product, receiver: Receiver, connected: Connect) -> None:
    receiver.pages["/bare"] = (200, BARE)
    block = {
        "label": "b",
        "block_type": "action",
        "url": f"{receiver.url}/bare",
        "navigation_goal": "Click the 'Renew passport' button",
    }
    reason = await reason_of(shared, connected(shared), block)
    assert "Element not found: Required element not present on page" in reason


@pytest.mark.long
async def test_a_rejected_password(shared: Product, sites: str, connected: Connect) -> None:
    client = connected(shared)
    credential = await client.create_credential(
        name="portal",
        credential_type="password",
        credential={"username": PORTAL_USERNAME, "password": "wrong-Password-77"},
    )
    key = {"key": "login", "parameter_type": "credential", "credential_id": credential.credential_id}
    block = {"label": "b", "block_type": "login", "url": f"{sites}/portal/login", "parameter_keys": ["login"]}
    reason = await reason_of(shared, client, block, parameters=(key,))
    assert "Authentication failed: Invalid credentials" in reason


@pytest.mark.long
async def test_a_download_that_does_not_come(shared: Product, receiver: Receiver, connected: Connect) -> None:
    receiver.pages["/files"] = (200, DOWNLOAD)
    block = {
        "label": "b",
        "block_type": "file_download",
        "url": f"{receiver.url}/files",
        "navigation_goal": "Download the report",
        "download_timeout": 3,
    }
    reason = await reason_of(shared, connected(shared), block)
    assert "Download failed: File download did not complete" in reason


async def test_a_criterion_that_is_not_met(shared: Product, receiver: Receiver, connected: Connect) -> None:
    receiver.pages["/bare"] = (200, BARE)
    block = {
        "label": "b",
        "block_type": "validation",
        "url": f"{receiver.url}/bare",
        "complete_criterion": "The page shows the text 'Order confirmed'",
    }
    reason = await reason_of(shared, connected(shared), block)
    assert "Validation failed: Validation criterion not met" in reason


async def test_a_site_that_cannot_be_reached_and_one_that_errs(
    shared: Product, receiver: Receiver, connected: Connect
) -> None:
    client = connected(shared)
    shut = {"label": "b", "block_type": "goto_url", "url": f"http://127.0.0.1:{free_port()}/"}
    assert "Network error: Connection or proxy issues" in await reason_of(shared, client, shut)
    refused = {**shut, "url": "http://10.1.2.3/"}
    assert "Network error: Connection or proxy issues" in await reason_of(shared, client, refused)
    receiver.pages["/broken"] = (500, BARE)
    broken = {**shut, "url": f"{receiver.url}/broken"}
    assert "answered with status 500" in await reason_of(shared, client, broken)
