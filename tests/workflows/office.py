"""The back office that the workflows talk to over HTTP: lists, documents, slow jobs, and a tray for what comes in."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from skyvern.testing.sites.pdf import pdf_document
from tests.unit.documents.samples import form_pdf, invoice_pdf, placed_pdf

TOKEN = "office-token-4471"

_LISTS: dict[str, Any] = {
    "people": [
        {"first_name": "John", "last_name": "Smith", "state": "CA"},
        {"first_name": "Jane", "last_name": "Smith", "state": "CA"},
        {"first_name": "Renée", "last_name": "Dubois", "state": "LA"},
    ],
    "rates": {"base": "USD", "EUR": 0.5, "GBP": 0.25},
}
_CSV = "employee,team,hours\r\nAna Lopez,Field,38\r\nBo Lund,Field,41\r\nCy Adler,Desk,36\r\n"


@dataclass(slots=True)
class Office:
    """What it was sent, oldest first, and how often each address was asked."""

    received: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    asked: Counter[str] = field(default_factory=Counter[str])

    def app(self) -> Starlette:
        """Return the application."""
        return Starlette(
            routes=[
                Route("/lists/{name}", self.list),
                Route("/tray/{name}", self.take, methods=["POST", "PUT"]),
                Route("/documents/{name}", self.document),
                Route("/jobs/{name}", self.job),
                Route("/flaky/{name}", self.flaky),
                Route("/private/{name}", self.private),
            ]
        )

    async def list(self, request: Request) -> Response:
        return JSONResponse(_LISTS[request.path_params["name"]])

    async def take(self, request: Request) -> Response:
        """Keep JSON, or the fields and files of a form."""
        kept: dict[str, Any] = {"tray": request.path_params["name"], "method": request.method}
        if "multipart" in request.headers.get("content-type", ""):
            async with request.form() as form:
                for key, value in form.multi_items():
                    kept[key] = await _told(value) if isinstance(value, UploadFile) else value
        else:
            kept |= await request.json()
        self.received.append(kept)
        return JSONResponse({"number": len(self.received)}, 201)

    async def document(self, request: Request) -> Response:
        name = request.path_params["name"]
        return Response(_document(name), headers={"content-disposition": f'attachment; filename="{name}"'})

    async def job(self, request: Request) -> Response:
        """Be done at the third question."""
        name = request.path_params["name"]
        self.asked[name] += 1
        return JSONResponse({"state": "done" if self.asked[name] >= 3 else "pending", "asked": self.asked[name]})

    async def flaky(self, request: Request) -> Response:
        """Be out of order at the first question."""
        name = request.path_params["name"]
        self.asked[name] += 1
        return JSONResponse({"asked": self.asked[name]}, 503 if self.asked[name] == 1 else 200)

    async def private(self, request: Request) -> Response:
        """Answer only those who know the token."""
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"error": "not you"}, 401)
        return JSONResponse({"name": request.path_params["name"], "iban": "DE02120300000000202051", "limit": 900})


async def _told(file: UploadFile) -> dict[str, Any]:
    data = await file.read()
    return {"file_name": file.filename, "size": len(data), "begins": data[:4].decode("latin-1")}


def _document(name: str) -> bytes:
    match name:
        case "hours.csv":
            return _CSV.encode()
        case "hours.xlsx":
            return _workbook()
        case "month.zip":
            archive = io.BytesIO()
            with zipfile.ZipFile(archive, "w") as files:
                files.writestr("hours.csv", _CSV)
                files.writestr("note.txt", "All hours were checked.")
            return archive.getvalue()
        case "form.pdf":
            return form_pdf()
        case "invoice.pdf":
            return invoice_pdf()
        case "batch.pdf":
            return placed_pdf(
                [
                    [(60, 780, "INVOICE"), (60, 750, "Invoice number: A-1"), (60, 732, "Total: 10.50 EUR")],
                    [(60, 780, "Terms of delivery")],
                    [(60, 780, "INVOICE"), (60, 750, "Invoice number: A-2"), (60, 732, "Total: 20.25 EUR")],
                ]
            )
        case _:
            return pdf_document([f"The document {name}"])


def _workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        cover = book.add_worksheet("Cover")
        cover.write_row(0, 0, ["Month", "June"])
        sheet = book.add_worksheet("Hours")
        for at, line in enumerate(row.split(",") for row in _CSV.strip().split("\r\n")):
            sheet.write_row(at, 0, [float(cell) if cell.isdecimal() else cell for cell in line])
    return out.getvalue()
