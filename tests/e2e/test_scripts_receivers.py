"""The receivers in examples/ take what our server has signed, and nothing else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from skyvern.domain.canonical import canonical_bytes, signature

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
KEY = "sk_receiver"
BODY = canonical_bytes({"run_id": "wr_1", "status": "completed", "output": {"name": "Zoë", "amount": 2.0}})
ENVIRONMENT = {**os.environ, "SKYVERN_API_KEY": KEY}


def shell(*arguments: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [str(EXAMPLES / "webhook_receiver.sh"), *arguments]
    return subprocess.run(command, input=given, capture_output=True, env=ENVIRONMENT, timeout=30, check=False)


def request(given: str, body: bytes = BODY) -> bytes:
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nX-Skyvern-Signature: {given}\r\n\r\n"
    return head.encode() + body


def test_the_shell_verifies_the_signature_of_the_raw_bytes() -> None:
    assert shell("--verify", signature(BODY, KEY), given=BODY).returncode == 0
    assert shell("--verify", signature(BODY, "sk_other"), given=BODY).returncode != 0
    assert shell("--verify", signature(BODY, KEY), given=BODY + b" ").returncode != 0
    assert shell("--verify", "", given=BODY).returncode != 0


def test_the_shell_answers_a_request() -> None:
    taken = shell("--one", given=request(signature(BODY, KEY)))
    assert taken.stdout.startswith(b"HTTP/1.1 200 ")
    assert BODY in taken.stderr
    refused = shell("--one", given=request(signature(BODY, "sk_other")))
    assert refused.stdout.startswith(b"HTTP/1.1 401 ")
    assert BODY not in refused.stderr


@pytest.fixture
def receiver() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(EXAMPLES / "webhook_receiver.py"), str(port)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield f"http://127.0.0.1:{port}/"
        process.terminate()


def test_the_python_receiver_answers(receiver: str) -> None:
    transport = httpx.HTTPTransport(retries=10)
    with httpx.Client(transport=transport, timeout=10) as client:
        taken = client.post(receiver, content=BODY, headers={"x-skyvern-signature": signature(BODY, KEY)})
        refused = client.post(receiver, content=BODY, headers={"x-skyvern-signature": "0" * 64})
        unsigned = client.post(receiver, content=BODY)
    assert [taken.status_code, refused.status_code, unsigned.status_code] == [200, 401, 401]
