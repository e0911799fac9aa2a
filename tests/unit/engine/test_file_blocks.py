"""File blocks run by the engine: parsing, forms, splitting, exports, and the references that they take."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.blocks.split_pdf import ranges
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.status import RunStatus
from tests.unit.documents.samples import form_pdf, invoice_pdf, placed_pdf

if TYPE_CHECKING:
    from skyvern.domain.run import Run
    from tests.unit.engine.conftest import Shop

ORG = "o_1"
CSV = b"name,amount\nAna,12.50\nBob,4\n"
SCHEMA = {
    "type": "object",
    "properties": {
        "invoice_number": {"type": "string"},
        "due_date": {"type": "string"},
        "items": {
            "type": "array",
            "items": {"type": "object", "properties": {"item": {"type": "string"}, "price": {"type": "number"}}},
        },
    },
}


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Rooms with the embedded mind, which reads documents too."""
    return replace(shop, rooms=replace(shop.rooms, policies=lambda run, model: (EmbeddedPolicy(),)))


def serve(shop: Shop, name: str, data: bytes) -> str:
    """Let a URL answer with a file."""
    shop.answers[f"http://files.test/{name}"] = cast(
        "Callable[[httpx.Request], httpx.Response]", lambda request: httpx.Response(200, content=data)
    )
    return f"http://files.test/{name}"


async def output(shop: Shop, *blocks: dict[str, object], **given: object) -> object:
    run = await shop.done(blocks, **given)
    row = list((await shop.blocks(run)).values())[-1]
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    return row.output


async def reason(shop: Shop, *blocks: dict[str, object], **given: object) -> str:
    run = await shop.done(blocks, **given)
    assert run.status is RunStatus.FAILED
    return str(run.failure_reason)


def parser(url: str, **more: object) -> dict[str, object]:
    return {"label": "p", "block_type": "file_url_parser", "file_url": url, **more}


async def test_rows_of_a_csv(shop: Shop) -> None:
    rows = [{"name": "Ana", "amount": "12.50"}, {"name": "Bob", "amount": "4"}]
    assert await output(shop, parser(serve(shop, "list.csv", CSV))) == rows


async def test_a_schema_lays_out_an_invoice_without_a_model(shop: Shop) -> None:
    found = await output(shop, parser(serve(shop, "i.pdf", invoice_pdf()), json_schema=SCHEMA))
    assert found == {
        "invoice_number": "INV-1042",
        "due_date": "2026-03-01",
        "items": [
            {"item": "Cable", "price": 12.5},
            {"item": "Plug", "price": 4.2},
            {"item": "Lamp", "price": 30.0},
        ],
    }


async def test_a_schema_takes_columns_of_a_table(shop: Shop) -> None:
    schema = {
        "type": "array",
        "items": {"type": "object", "properties": {"name": {"type": "string"}, "amount": {"type": "number"}}},
    }
    found = await output(shop, parser(serve(shop, "list.csv", CSV), json_schema=schema))
    assert found == [{"name": "Ana", "amount": 12.5}, {"name": "Bob", "amount": 4}]


async def test_what_only_a_model_could_read(shop: Shop) -> None:
    picture = serve(shop, "p.png", b"\x89PNG\r\n\x1a\n....")
    assert "needs an LLM: 'p.png': the file is a picture" in await reason(shop, parser(picture))
    scan = serve(shop, "s.pdf", placed_pdf([[]]))
    assert "no text layer" in await reason(shop, parser(scan))
    wanted = {"type": "object", "properties": {"shoe_size": {"type": "number"}}, "required": ["shoe_size"]}
    assert "shoe_size" in await reason(shop, parser(serve(shop, "i.pdf", invoice_pdf()), json_schema=wanted))


async def test_a_broken_file_fails_its_block_with_the_reason(shop: Shop) -> None:
    assert "no PDF that can be opened" in await reason(shop, parser(serve(shop, "i.pdf", b"%PDF-nothing")))
    assert "answered 404" in await reason(shop, parser("http://files.test/none.csv"))
    assert "neither a URL nor" in await reason(shop, parser("/etc/passwd"))


async def test_references_of_every_kind(shop: Shop) -> None:
    upload = await shop.rooms.archive.save(CSV, type=ArtifactType.UPLOAD, file_name="up.csv", organization_id=ORG)
    foreign = await shop.rooms.archive.save(CSV, type=ArtifactType.UPLOAD, file_name="f.csv", organization_id="o_2")
    keep = {"label": "k", "block_type": "download_to_s3", "url": serve(shop, "list.csv", CSV)}
    for reference in (
        upload.artifact_id,
        shop.rooms.signer.sign(upload.artifact_id),
        "{{ k_output }}",
        "k_output",
        "list.csv",
        json.dumps([{"file_name": "x", "file_url": upload.artifact_id}]),
    ):
        assert len(cast("list[object]", await output(shop, keep, parser(reference)))) == 2, reference
    assert "no file" in await reason(shop, parser(foreign.artifact_id))


async def test_a_form_is_filled_by_names_and_labels(shop: Shop) -> None:
    block = {
        "label": "f",
        "block_type": "pdf_fill",
        "file_url": serve(shop, "form.pdf", form_pdf()),
        "prompt": "Fill in the form. City: Lisbon; Plan: Gold",
        "payload": {"full_name": "Ana Lopez", "agree": True, "favourite_colour": "red"},
    }
    found = cast("dict[str, object]", await output(shop, block))
    assert found["fields"] == {"full_name": "Ana Lopez", "Text2": "Lisbon", "agree": "Yes", "plan": "Gold"}
    assert found["file_name"] == "form_filled.pdf"
    text = await output(shop, {"label": "k", "block_type": "pdf_parser", "file_url": str(found["file_path"])})
    assert "City: Lisbon" in str(text)


@pytest.mark.parametrize(
    ("prompt", "payload", "said"),
    [
        ("Fill it in as you think best", None, "needs an LLM"),
        ("Shoe size: 44", {"full_name": "Ana"}, "no field of the form is called 'Shoe size'"),
        ("Plan: Platinum", None, "'Platinum' is not offered, only Basic, Gold"),
    ],
)
async def test_what_cannot_be_filled(shop: Shop, prompt: str, payload: object, said: str) -> None:
    url = serve(shop, "form.pdf", form_pdf())
    block = {"label": "f", "block_type": "pdf_fill", "file_url": url, "prompt": prompt, "payload": payload}
    assert said in await reason(shop, block)


async def test_a_pdf_without_a_form_is_not_filled(shop: Shop) -> None:
    url = serve(shop, "i.pdf", invoice_pdf())
    block = {"label": "f", "block_type": "pdf_fill", "file_url": url, "prompt": "Name: x"}
    assert "no form fields" in await reason(shop, block)


async def test_a_pdf_is_split_and_its_parts_can_be_read(shop: Shop) -> None:
    pages = placed_pdf([[(50, 800, text)] for text in ("Invoice 1", "more of 1", "Invoice 2")])
    block = {
        "label": "s",
        "block_type": "split_pdf",
        "file_url": serve(shop, "all.pdf", pages),
        "prompt": 'A new document begins with "Invoice"',
    }
    second = {"label": "k", "block_type": "pdf_parser", "file_url": "{{ s_output.documents[1].file_url }}"}
    assert await output(shop, block, second) == "Invoice 2"
    found = cast("dict[str, list[dict[str, object]]]", await output(shop, block))
    assert (found["document_count"], found["source_page_count"]) == (2, 3)
    assert [one["file_name"] for one in found["documents"]] == ["all_p1-2.pdf", "all_p3.pdf"]


@pytest.mark.parametrize(
    ("prompt", "spans"),
    [
        ("pages 1-3 and 4-6", [(1, 3), (4, 6)]),
        ("Split into pages 1 to 2, 3 and pages 4 to end", [(1, 2), (3, 3), (4, 6)]),
        ("one file for every page", [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]),
        ("every 4 pages", [(1, 4), (5, 6)]),
        ("3 pages each", [(1, 3), (4, 6)]),
        ("a new file starts when the page says 'Start'", [(1, 2), (3, 6)]),
        ("by customer", []),
    ],
)
def test_where_to_split_in_plain_words(prompt: str, spans: list[tuple[int, int]]) -> None:
    pages = ["a", "b", "Start of b", "c", "d", "e"]
    assert [(part.first, part.last) for part in ranges(prompt, pages, stem="x")] == spans


async def test_splitting_by_meaning_needs_a_model(shop: Shop) -> None:
    url = serve(shop, "i.pdf", invoice_pdf())
    block = {"label": "s", "block_type": "split_pdf", "file_url": url, "prompt": "by customer"}
    assert "needs an LLM:" in await reason(shop, block)
    assert "not in the PDF, which has 1" in await reason(shop, {**block, "prompt": "pages 2-3"})


ROWS = [{"name": "Ana", "amount": 12.5, "note": "=cmd()"}, {"name": "Żółć", "amount": None}]
ROW_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"amount": {"type": "number"}, "name": {"type": "string"}, "note": {"type": "string"}},
    },
}


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.xlsx", None])
async def test_data_is_exported_and_reads_back(shop: Shop, name: str | None) -> None:
    code = {"label": "c", "block_type": "code", "code": f"rows = {ROWS!r}"}
    block = {
        "label": "e",
        "block_type": "data_export",
        "data": "{{ c_output.rows }}",
        "data_schema": ROW_SCHEMA,
        "file_name": name,
    }
    back = {"label": "p", "block_type": "file_url_parser", "file_url": "{{ e_output.file_url }}"}
    run = await shop.done([code, block, back])
    rows = await shop.blocks(run)
    made = cast("dict[str, object]", next(row.output for row in rows.values() if row.label == "e"))
    assert made["columns"] == ["amount", "name", "note"]
    assert made["row_count"] == 2
    assert made["file_name"] == (name or "e.csv")
    read_back = cast("list[dict[str, object]]", next(row.output for row in rows.values() if row.label == "p"))
    assert (read_back[0]["name"], str(read_back[0]["amount"]), read_back[0]["note"]) == ("Ana", "12.5", "=cmd()")
    assert read_back[1]["name"] == "Żółć"


async def test_data_that_does_not_fit_its_schema_is_not_exported(shop: Shop) -> None:
    block = {"label": "e", "block_type": "data_export", "data": '[{"amount": "much"}]', "data_schema": ROW_SCHEMA}
    assert "does not fit data_schema: 0.amount" in await reason(shop, block)


async def test_text_is_exported_as_the_embedded_mind_reads_it(shop: Shop) -> None:
    schema = {"type": "object", "properties": {"total": {"type": "number"}, "customer": {"type": "string"}}}
    block = {
        "label": "e",
        "block_type": "data_export",
        "data": "Customer: Ana Lopez\nTotal: 12.50",
        "data_schema": schema,
    }
    found = cast("dict[str, object]", await output(shop, {**block, "file_name": "x.json"}))
    saved = await shop.rooms.store.artifacts.get(str(found["artifact_id"]))
    assert saved is not None
    assert json.loads(await shop.rooms.archive.read(saved)) == [{"total": 12.5, "customer": "Ana Lopez"}]


async def test_files_of_the_run_are_kept_in_our_storage(shop: Shop) -> None:
    keep = {"label": "k", "block_type": "download_to_s3", "url": serve(shop, "list.csv", CSV)}
    assert "no files yet" in await reason(shop, {"label": "u", "block_type": "upload_to_s3"})
    urls = cast("list[str]", await output(shop, keep, {"label": "u", "block_type": "upload_to_s3"}))
    assert len(urls) == 1
    more = {"label": "u", "block_type": "upload_to_s3", "path": serve(shop, "f.pdf", form_pdf())}
    urls = cast("list[str]", await output(shop, keep, more))
    assert urls[0].startswith("http://localhost:1/v1/artifacts/")


async def test_kept_files_are_the_runs_files(shop: Shop) -> None:
    run: Run = await shop.done([{"label": "k", "block_type": "download_to_s3", "url": serve(shop, "list.csv", CSV)}])
    rows = await shop.rooms.store.artifacts.of_run(run.run_id, {ArtifactType.DOWNLOAD})
    assert [(row.file_name, row.size, row.source_url) for row in rows] == [
        ("list.csv", len(CSV), "http://files.test/list.csv")
    ]
