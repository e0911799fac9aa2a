"""Files from and to web pages through the public API, asked for in words and found by the embedded mind."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.e2e.test_files import uploaded
from tests.unit.documents.samples import invoice_pdf

if TYPE_CHECKING:
    from skyvern import Skyvern
    from tests.e2e.conftest import Product


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("prices.csv", "a,b\n1,2\n")
    return packed.getvalue()


REPORT, ZIP, PDF = b"quarter;sum\n1;17\n", zipped(), invoice_pdf()
BLOB = """<h1>Export</h1><button onclick="
const a = document.createElement('a'); a.download = 'table.json';
a.href = window.URL.createObjectURL(new Blob([JSON.stringify([1, 2, 3])])); a.click()">Export table</button>"""
KINDS = {
    "attachment": ("<a href=/files/report.csv>Download the report</a>", "report.csv", REPORT),
    "blob": (BLOB, "table.json", b"[1,2,3]"),
    "newtab": ("<a target=_blank href=/files/price.csv>Open the price list</a>", "price.csv", REPORT),
    "inline": ("<a href=/inline/invoice.pdf>Invoice 1066 (PDF)</a>", "invoice.pdf", PDF),
    "zip": ("<p>All documents</p><a href=/files/all.zip>Download as ZIP</a>", "all.zip", ZIP),
    "slow": ("<a href=/slow/big.bin>Download the big file</a>", "big.bin", b"x" * 200_000),
    "posted": (
        "<form method=post action=/files/statement.csv><label>Month <input name=m value=May></label>"
        "<button>Create the statement</button></form>",
        "statement.csv",
        REPORT,
    ),
}
ASKED = {
    "attachment": "Download the report.",
    "blob": "Export the table.",
    "newtab": "Open the price list.",
    "inline": "Download invoice 1066.",
    "zip": "Download all documents as a ZIP file.",
    "slow": "Download the big file.",
    "posted": "Create the statement and download it.",
}
UPLOAD = """<h1>Send us your document</h1>
<form method=post action=/taken enctype=multipart/form-data>
<label>Document <input type=file name=document></label><button>Send document</button></form>"""
DROP = """<h1>Send us your document</h1><div id=zone style="border:1px dashed;padding:60px"
 ondragover="event.preventDefault()" ondrop="event.preventDefault(); files = event.dataTransfer.files;
 this.textContent = files[0].name">Drop your document here</div>
<button onclick="const form = new FormData(); form.append('document', files[0]);
fetch('/taken', {method: 'POST', body: form}).then(() => document.body.textContent = 'Thank you, it has arrived.')">
Send document</button><script>let files = []</script>"""


class Desk(ThreadingHTTPServer):
    """A site with a page for each kind of download, and two ways to send a document."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visitor)
        self.taken: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Visitor(BaseHTTPRequestHandler):
    server: Desk

    def do_GET(self) -> None:
        folder, _, name = self.path.strip("/").partition("/")
        if folder != "page":
            self._file(folder, name)
            return
        page = {"upload": UPLOAD, "drop": DROP}.get(name) or KINDS[name][0]
        self._say(f"<!doctype html><title>{name}</title><body>{page}".encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/taken":
            self.server.taken.append(body)
            self._say(b"<h1>Thank you, it has arrived.</h1>")
        else:
            self.do_GET()

    def _file(self, folder: str, name: str) -> None:
        data = next((data for _, known, data in KINDS.values() if known == name), b"")
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf" if name.endswith("pdf") else "application/octet-stream")
        self.send_header("Content-Length", str(len(data)))
        if folder != "inline":
            self.send_header("Content-Disposition", f'attachment; filename="{name}"')
        self.end_headers()
        self.wfile.write(data[:1000])
        self.wfile.flush()
        time.sleep(4 if folder == "slow" else 0)
        self.wfile.write(data[1000:])

    def _say(self, page: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    server = Desk()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def client(shared: Product, connected: Callable[[Product], Skyvern]) -> Skyvern:
    return connected(shared)


@pytest.mark.long
async def test_seven_kinds_of_download(shared: Product, client: Skyvern, desk: Desk) -> None:
    blocks = [
        {
            "label": kind,
            "block_type": "file_download",
            "url": f"{desk.url}/page/{kind}",
            "navigation_goal": goal,
            "continue_on_failure": True,
            "download_timeout": 60,
        }
        for kind, goal in ASKED.items()
    ]
    run = await client.run_workflow(await shared.save(client, blocks))
    ended = await shared.until(client, run.run_id, seconds=240)
    assert ended.status == "completed", ended.failure_reason
    told = {file["filename"]: file for file in ended.downloaded_files}
    reasons = {kind: ended.output[f"{kind}_output"]["failure_reason"] for kind in KINDS}
    assert {kind: why for kind, why in reasons.items() if why} == {}
    assert sorted(told) == sorted(name for _, name, _ in KINDS.values())
    for kind, (_, name, data) in KINDS.items():
        output = ended.output[f"{kind}_output"]
        assert [file["filename"] for file in output["downloaded_files"]] == [name]
        assert (told[name]["checksum"], told[name]["file_size"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert httpx.get(told[name]["url"]).content == data


@pytest.mark.long
@pytest.mark.parametrize("way", ["upload", "drop"])
async def test_files_of_every_origin_are_sent(shared: Product, client: Skyvern, desk: Desk, way: str) -> None:
    desk.taken.clear()
    mine = uploaded(shared, "mine.txt", b"an uploaded file")
    rows = {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "string"}}}}
    table = {"label": "table", "block_type": "data_export", "data": '[{"n": "4711"}]', "data_schema": rows}
    earlier = await client.run_workflow(await shared.save(client, [table]))
    assert (await shared.until(client, earlier.run_id)).status == "completed"
    (artifact,) = await client.get_run_artifacts(earlier.run_id, artifact_type="download")
    origins = {
        "uploaded": mine,
        "from_url": f"{desk.url}/files/all.zip",
        "downloaded": "{{ fetch_output.downloaded_files[0].file_url }}",
        "of_another_run": artifact.artifact_id,
    }
    blocks: list[dict[str, object]] = [
        {
            "label": "fetch",
            "block_type": "file_download",
            "url": f"{desk.url}/page/attachment",
            "navigation_goal": "Download the report.",
        }
    ]
    for label, file in origins.items():
        goal = f"Upload the document {file} and send it. COMPLETE when the page says that it has arrived."
        blocks.append(
            {"label": label, "block_type": "navigation", "url": f"{desk.url}/page/{way}", "navigation_goal": goal}
        )
    run = await client.run_workflow(await shared.save(client, blocks))
    ended = await shared.until(client, run.run_id, seconds=240)
    assert ended.status == "completed", json.dumps(ended.output)
    assert [b"an uploaded file" in desk.taken[0], ZIP in desk.taken[1], REPORT in desk.taken[2]] == [True, True, True]
    assert b"4711" in desk.taken[3]
    assert len(desk.taken) == 4
    assert [b'filename="mine.txt"' in desk.taken[0], b'filename="report.csv"' in desk.taken[2]] == [True, True]
