"""The page's curl calls, with host, ids and key of the server under test."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import httpx
import pytest

from skyvern import Skyvern

CURL = shutil.which("curl")
JQ = shutil.which("jq")


async def test_post_and_get_without_any_sdk(server, echo) -> None:
    wpid = await echo(company_name="string", start_date="string")
    headers = {"x-api-key": server.api_key, "Content-Type": "application/json"}
    body = {"workflow_id": wpid, "parameters": {"company_name": "Acme Corp", "start_date": "2026-01-01"}}
    async with httpx.AsyncClient(base_url=server.base_url, headers=headers) as http:
        first = (await http.post("/v1/run/workflows", json=body)).json()
        assert first["run_id"].startswith("wr_")
        assert first["status"] in ("created", "queued", "running")
        read = (await http.get(f"/v1/runs/{first['run_id']}")).json()
        assert read["run_id"] == first["run_id"]


@pytest.mark.skipif(CURL is None, reason="curl is not installed")
async def test_the_curl_call(server, echo) -> None:
    wpid = await echo(company_name="string", start_date="string")
    body = {"workflow_id": wpid, "parameters": {"company_name": "Acme Corp", "start_date": "2026-01-01"}}
    command = [
        str(CURL),
        *("-s", "-X", "POST", f"{server.base_url}/v1/run/workflows"),
        *("-H", f"x-api-key: {server.api_key} "),
        *("-H", "Content-Type: application/json"),
        *("-d", json.dumps(body)),
    ]
    answer: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert answer["run_id"].startswith("wr_")


@pytest.mark.skipif(CURL is None or JQ is None, reason="curl or jq is not installed")
async def test_the_polling_script(server, client: Skyvern, echo) -> None:
    run = await client.run_workflow(await echo(a=("string", "x")))
    script = f"""
RUN_ID="{run.run_id}"
while true; do
  RESPONSE=$(curl -s -X GET "{server.base_url}/v1/runs/$RUN_ID" -H "x-api-key: $SKYVERN_API_KEY")
  STATUS=$(echo "$RESPONSE" | jq -r '.status')
  if [[ "$STATUS" == "completed" || "$STATUS" == "failed" || "$STATUS" == "terminated" \
        || "$STATUS" == "timed_out" || "$STATUS" == "canceled" ]]; then
    echo "$RESPONSE" | jq '.output'
    break
  fi
  sleep 0.1
done
"""
    environment = {"SKYVERN_API_KEY": server.api_key, "PATH": "/usr/local/bin:/usr/bin:/bin"}
    shell = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=True, timeout=60)
    assert json.loads(shell.stdout)["echo_output"] == {"got_a": "x"}


async def test_the_body_wrapped_as_one_sdk_sends_it(server, echo) -> None:
    wpid = await echo(company_name="string", start_date="string")
    body = {"body": {"workflow_id": wpid, "parameters": {"company_name": "Acme Corp", "start_date": "2026-01-01"}}}
    headers = {"x-api-key": server.api_key}
    answer = httpx.post(f"{server.base_url}/v1/run/agents", json=body, headers=headers)
    assert answer.status_code == 200
