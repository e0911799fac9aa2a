"""Bad input to a real server: refused or failed with the reason, in bounded time, and the server serves on."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.responses import RedirectResponse

from skyvern.testing.http import serving
from tests.unit.documents.test_limits import workbook

if TYPE_CHECKING:
    from skyvern import Skyvern
    from tests.e2e.conftest import Product

PATIENCE = 45.0
"""Seconds that any refusal may take on a busy machine."""
LOOPED_PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
)
FAR_CORNER = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.fixture
def client(shared: Product, connected: Callable[[Product], Skyvern]) -> Skyvern:
    return connected(shared)


@pytest.fixture
def http(shared: Product) -> Iterator[httpx.Client]:
    """Plain HTTP with the key; whatever was sent, the server answers afterwards."""
    server = shared.server
    with httpx.Client(base_url=server.base_url, headers={"x-api-key": server.api_key}, timeout=PATIENCE) as plain:
        yield plain
        assert plain.get("/health/ready").status_code == 200


@pytest.fixture
async def leading_away() -> AsyncIterator[str]:
    """A site that leads every visitor to a private address."""
    async with serving(RedirectResponse("http://10.0.0.1:9/secret", 302)) as url:
        yield url


def zip_bomb() -> bytes:
    """A few hundred kilobytes that unpack to 300 MiB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as member:
        for _ in range(300):
            member.write(bytes(1 << 20))
    return packed.getvalue()


def far_corner(folder: Path) -> bytes:
    """A workbook of a kilobyte whose one table has 17 thousand million cells."""
    workbook(folder / "b.xlsx", FAR_CORNER)
    return (folder / "b.xlsx").read_bytes()


def uploaded(http: httpx.Client, name: str, data: bytes) -> str:
    answer = http.post("/v1/upload_file", files={"file": (name, data)})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["file_id"])


def definition(*blocks: dict[str, object], **more: object) -> dict[str, object]:
    return {"title": "t", "workflow_definition": {"parameters": [], "blocks": list(blocks)}, **more}


@pytest.mark.long
async def test_hostile_files_fail_their_block_with_the_reason(
    shared: Product, client: Skyvern, http: httpx.Client, tmp_path: Path
) -> None:
    files = {"archive": zip_bomb(), "sheet": far_corner(tmp_path), "paper": LOOPED_PDF}
    names = {"archive": "a.zip", "sheet": "b.xlsx", "paper": "c.pdf"}
    saved = await shared.save(
        client,
        [
            {
                "label": label,
                "block_type": "file_url_parser",
                "file_url": uploaded(http, names[label], data),
                "continue_on_failure": True,
            }
            for label, data in files.items()
        ],
    )
    began = time.monotonic()
    run = await client.run_workflow(workflow_id=saved)
    ended = await shared.until(client, run.run_id, seconds=PATIENCE * 3)
    assert time.monotonic() - began < PATIENCE * 3
    reasons = {label: ended.output[f"{label}_output"]["failure_reason"] for label in files}
    assert "unpacks to 300 MiB" in reasons["archive"]
    assert all(reasons.values()), reasons


async def test_a_file_parameter_that_leads_to_a_private_address_fails_the_block_that_reads_it(
    shared: Product, client: Skyvern, leading_away: str
) -> None:
    parameter = {"key": "paper", "parameter_type": "workflow", "workflow_parameter_type": "file_url"}
    reading = {"label": "read", "block_type": "file_url_parser", "file_url": "{{ paper }}"}
    saved = await shared.save(client, [reading], [parameter])
    for value in (f"{leading_away}/paper.csv", {"s3uri": f"{leading_away}/paper.csv"}):
        run = await client.run_workflow(workflow_id=saved, parameters={"paper": value})
        ended = await shared.until(client, run.run_id)
        assert ended.status == "failed"
        assert "10.0.0.1" in str(ended.failure_reason)


async def test_a_file_parameter_takes_what_an_upload_answered(
    shared: Product, client: Skyvern, http: httpx.Client
) -> None:
    parameter = {"key": "paper", "parameter_type": "workflow", "workflow_parameter_type": "file_url"}
    reading = {"label": "read", "block_type": "file_url_parser", "file_url": "{{ paper }}"}
    saved = await shared.save(client, [reading], [parameter])
    kept = http.post("/v1/upload_file", files={"file": ("rows.csv", b"name,n\nAna,3\n")}).json()
    for value in (kept["file_id"], kept["presigned_url"], {"s3uri": kept["s3_uri"]}):
        run = await client.run_workflow(workflow_id=saved, parameters={"paper": value})
        ended = await shared.until(client, run.run_id)
        assert ended.status == "completed", ended.failure_reason
        assert ended.output["read_output"] == [{"name": "Ana", "n": "3"}]


def test_a_body_over_the_limit_is_refused_and_one_below_it_is_answered_in_time(http: httpx.Client) -> None:
    for size, statuses in ((11 * 2**20, {413}), (10_000_000, {200, 422})):
        block = {"label": "a", "block_type": "code", "code": f"# {'x' * size}"}
        began = time.monotonic()
        answer = http.post("/v1/workflows", json={"json_definition": definition(block)})
        assert answer.status_code in statuses, answer.text[:500]
        assert time.monotonic() - began < PATIENCE


def test_a_megabyte_of_template_is_refused_where_it_stands(http: httpx.Client) -> None:
    block = {"label": "long", "block_type": "terminate", "reason": "{{ a }}" * 150_000}
    began = time.monotonic()
    answer = http.post("/v1/workflows", json={"json_definition": definition(block)})
    assert answer.status_code == 422
    assert "long" in answer.text
    assert "reason" in answer.text
    assert len(answer.text) < 5000
    assert time.monotonic() - began < PATIENCE


def test_yaml_that_grows_is_refused_before_it_grows(http: httpx.Client) -> None:
    lines = ["title: t", "workflow_definition:", "  parameters: []", "  blocks: []"]
    lines += ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    began = time.monotonic()
    for path, key in (("/v1/workflows", "yaml_definition"), ("/v1/workflows/validate", "yaml_definition")):
        answer = http.post(path, json={key: "\n".join(lines)})
        said = json.dumps(answer.json())
        assert "anchors and aliases stand for more than" in said, said[:500]
    assert time.monotonic() - began < PATIENCE


def test_values_that_cannot_be_read_are_refused(http: httpx.Client) -> None:
    block = {"label": "a", "block_type": "terminate", "reason": "{{ data }}"}
    parameter = {"key": "data", "parameter_type": "workflow", "workflow_parameter_type": "json"}
    whole = {"title": "t", "workflow_definition": {"parameters": [parameter], "blocks": [block]}}
    made = http.post("/v1/workflows", json={"json_definition": whole})
    workflow_id = made.json()["workflow_permanent_id"]
    for value in ("[" * 500_000, '{"a":' * 100_000, "1e999999", "NaN", "{"):
        answer = http.post("/v1/run/workflows", json={"workflow_id": workflow_id, "parameters": {"data": value}})
        assert answer.status_code == 400, answer.text[:500]
        assert "'data'" in answer.text
        assert len(answer.text) < 5000
