"""Secrets that an answer brings: tokens in outputs, values in later requests, also after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import httpx

from skyvern.domain.status import RunStatus

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

VALUE = "tok-of-the-session-123"
LOGIN = {
    "label": "login",
    "block_type": "http_request",
    "url": "http://api.test/login",
    "secret_response_paths": ["$.data.token"],
}
USE = {
    "label": "use",
    "block_type": "http_request",
    "url": "http://api.test/use",
    "headers": {"authorization": "Bearer {{ login_output.response_body.data.token }}"},
}


def answer(shop: Shop) -> None:
    shop.answers["http://api.test/login"] = lambda request: httpx.Response(200, json={"data": {"token": VALUE}, "n": 1})
    shop.answers["http://api.test/use"] = lambda request: httpx.Response(
        200 if request.headers["authorization"] == f"Bearer {VALUE}" else 401, json={"again": VALUE}
    )


async def test_a_received_secret_is_used_and_never_shown(shop: Shop) -> None:
    answer(shop)
    run = await shop.done([LOGIN, USE])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    output = cast("dict[str, dict[str, dict[str, object]]]", run.output)
    assert output["login_output"]["response_body"]["n"] == 1
    assert str(cast("dict[str, str]", output["login_output"]["response_body"]["data"])["token"]).startswith("secret_")
    assert output["use_output"]["response_body"] == {"again": "*****"}
    shown = [
        run.output,
        *[row.output for row in (await shop.blocks(run)).values()],
        *await shop.journal(run),
        run.settings,
    ]
    assert VALUE not in str(shown)


async def test_a_received_secret_outlives_the_worker(shop: Shop) -> None:
    answer(shop)
    commits = 0
    while True:
        commits += 1
        run = await shop.run([LOGIN, USE])
        died = await shop.die_after(run, commits)
        ended = await shop.finish(run)
        assert ended.status is RunStatus.COMPLETED, ended.failure_reason
        if not died:
            break
    assert commits > 3
