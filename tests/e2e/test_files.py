"""Files through the public API: read, filled, printed, exported, sent to buckets, and never from private hosts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import httpx
import pytest

from skyvern.testing.buckets import ACCESS_KEY, ACCOUNT, StandIn, running_buckets
from tests.unit.documents.samples import form_pdf, invoice_pdf

if TYPE_CHECKING:
    from skyvern import Skyvern
    from skyvern.client.record import Record
    from tests.e2e.conftest import Product, Receiver

SECRET = "c2VjcmV0LWtleS1vZi10aGUtYnVja2V0LTEyMzQ1Njc4"


@pytest.fixture(scope="module")
def buckets() -> Iterator[StandIn]:
    with running_buckets() as stand_in:
        yield stand_in


@pytest.fixture
def client(shared: Product, connected: Callable[[Product], Skyvern]) -> Skyvern:
    return connected(shared)


def uploaded(shared: Product, name: str, data: bytes) -> str:
    """Upload a file and return its id."""
    answer = httpx.post(
        f"{shared.server.base_url}/v1/upload_file",
        headers={"x-api-key": shared.server.api_key},
        files={"file": (name, data)},
    )
    answer.raise_for_status()
    return str(answer.json().get("file_id") or answer.json()["artifact_id"])


async def done(shared: Product, client: Skyvern, *blocks: Mapping[str, object], **more: object) -> Record:
    saved = await shared.save(client, blocks, **more)  # type: ignore[arg-type]
    run = await client.run_workflow(workflow_id=saved)
    return await shared.until(client, run.run_id)


def block(kind: str, label: str, **fields: object) -> dict[str, object]:
    return {"label": label, "block_type": kind, **fields}


async def test_uploads_are_read_filled_split_and_exported(shared: Product, client: Skyvern) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("rows.csv", "name,amount\nAna,3\n")
    schema = {"type": "object", "properties": {"invoice_number": {"type": "string"}, "total": {"type": "number"}}}
    form = uploaded(shared, "f.pdf", form_pdf())
    rows = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
    run = await done(
        shared,
        client,
        block("file_url_parser", "packed", file_url=uploaded(shared, "a.zip", archive.getvalue())),
        block("pdf_parser", "invoice", file_url=uploaded(shared, "i.pdf", invoice_pdf()), json_schema=schema),
        block("pdf_fill", "filled", file_url=form, prompt="Full name: Ana; City: Rome"),
        block("split_pdf", "parts", file_url="{{ filled_output.file_path }}", prompt="every page"),
        block("data_export", "sheet", data="{{ packed_output[0].content }}", data_schema=rows, file_name="o.xlsx"),
        block("file_url_parser", "again", file_url="o.xlsx"),
        block("upload_to_s3", "kept"),
    )
    assert run.status == "completed", run.failure_reason
    out = run.output
    assert out["packed_output"][0]["content"] == [{"name": "Ana", "amount": "3"}]
    assert out["invoice_output"] == {"invoice_number": "INV-1042", "total": 101.7}
    assert out["filled_output"]["fields"] == {"full_name": "Ana", "Text2": "Rome"}
    assert out["parts_output"]["document_count"] == 1
    assert out["again_output"] == [{"name": "Ana"}]
    assert len(out["kept_output"]) == 3
    assert {file["filename"] for file in run.downloaded_files} == {"f_filled.pdf", "f_filled_p1.pdf", "o.xlsx"}
    got = httpx.get(out["kept_output"][0])
    assert got.content.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["s3", "azure"])
async def test_files_go_to_buckets_and_come_back(
    shared: Product, client: Skyvern, buckets: StandIn, receiver: Receiver, kind: str
) -> None:
    receiver.pages["/report.csv"] = (200, "a,b\n1,2\n")
    saved = await client.create_credential(
        name=f"keys of {kind}",
        credential_type="password",
        credential={"username": ACCESS_KEY if kind == "s3" else ACCOUNT, "password": SECRET},
    )
    keys = {
        "s3": {
            "s3_bucket": "box",
            "aws_access_key_id": "{{ keys.username }}",
            "aws_secret_access_key": "{{ keys.password }}",
        },
        "azure": {
            "azure_blob_container_name": "box",
            "azure_storage_account_name": "{{ keys.username }}",
            "azure_storage_account_key": "{{ keys.password }}",
            "azure_folder_path": "from/runs",
        },
    }[kind]
    run = await done(
        shared,
        client,
        block("download_to_s3", "got", url=f"{receiver.url}/report.csv"),
        block("file_upload", "sent", storage_type=kind, endpoint_url=buckets.url, **keys),
        block("file_download", "back", download_target=kind, endpoint_url=buckets.url, prompt="all csv files", **keys),
        block("file_url_parser", "rows", file_url="{{ back_output.downloaded_file_urls[0] }}"),
        parameters=[{"key": "keys", "parameter_type": "credential", "credential_id": saved.credential_id}],
    )
    assert run.status == "completed", run.failure_reason
    assert run.output["rows_output"] == [{"a": "1", "b": "2"}]
    uri = run.output["sent_output"][0]
    assert uri.endswith("/report.csv")
    assert run.run_id in uri
    if kind == "azure":
        assert "/box/from/runs/" in uri
    assert SECRET not in str(run.output)
    del buckets.files[next(path for path in buckets.files if run.run_id in path)]


async def test_a_page_is_printed_and_read(shared: Product, client: Skyvern, sites: str) -> None:
    run = await done(
        shared,
        client,
        block("goto_url", "open", url=sites),
        block("print_page", "paper", custom_filename="start", format="Letter", landscape=True),
        block("pdf_parser", "text", file_url="start.pdf"),
    )
    assert run.status == "completed", run.failure_reason
    paper = run.output["paper_output"]
    assert (paper["filename"], paper["downloaded_files"][0]["file_name"]) == ("start.pdf", "start.pdf")
    assert paper["size_bytes"] > 1000
    assert "UTC" in run.output["text_output"]
    assert "register" in run.output["text_output"].lower()


@pytest.mark.parametrize(
    "made",
    [
        block("http_request", "b", url="URL/away"),
        block("http_request", "b", url="URL/away", save_response_as_file=True),
        block("file_url_parser", "b", file_url="URL/away"),
        block("download_to_s3", "b", url="URL/away"),
        block("http_request", "b", url="URL/take", method="POST", files={"f": "URL/away"}),
        block(
            "file_upload",
            "b",
            path="URL/file.csv",
            endpoint_url="http://10.0.0.1:9",
            s3_bucket="b",
            aws_access_key_id="k",
            aws_secret_access_key="secret-of-mine",
        ),
    ],
    ids=lambda made: f"{made['block_type']}",
)
async def test_private_addresses_stay_shut(
    shared: Product, client: Skyvern, redirecting: str, made: dict[str, object]
) -> None:
    text = {key: value.replace("URL", redirecting) if isinstance(value, str) else value for key, value in made.items()}
    if "files" in text:
        text["files"] = {"f": f"{redirecting}/away"}
    run = await done(shared, client, text)
    assert run.status == "failed"
    assert "10.0.0.1" in str(run.failure_reason)
    assert "secret-of-mine" not in str(run.failure_reason)


@pytest.fixture
def redirecting() -> Iterator[str]:
    """A site whose `/away` leads to a private address."""
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Away(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("location", "http://10.0.0.1:9/secret")
            self.send_header("content-length", "0" if self.path == "/away" else "4")
            self.end_headers()
            if self.path != "/away":
                self.wfile.write(b"a,b\n")

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Away)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (block("file_upload", "b"), "s3_bucket: needed for storage_type 's3'"),
        (block("file_upload", "b", storage_type="sftp"), "'sftp' is not served here; use s3, azure or gcs"),
        (block("file_download", "b", download_target="google_drive", navigation_goal="x"), "is not served here"),
        (block("file_download", "b"), "navigation_goal: needed"),
        (block("file_url_parser", "b", file_url="x", file_type="mp3"), "file_type: 'mp3' is unknown"),
        (block("print_page", "b", format="B9"), "format: 'B9' is not a paper size"),
        (block("data_export", "b", data="[]", data_schema={}, file_name="x.doc"), "files end with csv, json, xlsx"),
    ],
)
async def test_what_cannot_run_is_refused_at_save(
    shared: Product, client: Skyvern, made: dict[str, object], said: str
) -> None:
    with pytest.raises(Exception, match=said):
        await shared.save(client, [made])
