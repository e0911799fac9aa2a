"""`skyvern webhooks listen`: what came is answered and printed, with what is right and wrong about its signatures."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from typer.testing import CliRunner

from skyvern.cli import application
from skyvern.cli.listening import free_port
from skyvern.domain.canonical import canonical_bytes, event_signature, signature

KEY = "sk_test"


def signed(body: bytes, event_id: str) -> dict[str, str]:
    moment = int(time.time())
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": event_signature(body, KEY, event_id=event_id, timestamp=moment),
        "x-skyvern-signature": signature(body, KEY),
    }


def test_webhooks_are_answered_and_their_signatures_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKYVERN_API_KEY", KEY)
    port = free_port()
    command = ["webhooks", "listen", "--port", str(port), "--count", "3", "--status", "202"]
    body = canonical_bytes({"run_id": "wr_1", "status": "completed", "output": {"a": 1}})
    sends = [
        (body, signed(body, "whd_1")),
        (body, signed(body, "whd_1")),
        (body.replace(b"completed", b"failed"), signed(body, "whd_2")),
    ]
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(CliRunner().invoke, application(["webhooks"]), command)
        answers = [sent(f"http://127.0.0.1:{port}/hook", content, headers) for content, headers in sends]
        output = ended.result(timeout=60).output
    assert answers == [202, 202, 202]
    told = [line for line in output.splitlines() if "signature" in line]
    assert "x-skyvern-signature right, webhook-signature right" in told[0]
    assert "whd_1 (time 2)" in told[1]
    assert "x-skyvern-signature WRONG, webhook-signature WRONG" in told[2]
    assert '"run_id": "wr_1"' in output


def sent(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send it as soon as somebody listens."""
    end = time.monotonic() + 60
    while True:
        try:
            return httpx.post(url, content=body, headers=headers, timeout=30).status_code
        except httpx.ConnectError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
