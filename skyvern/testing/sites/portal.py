"""The vendor portal: sign-in, dashboard, invoices with filters and files, statements, profile."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from skyvern.testing.sites.facts import INVOICES, PORTAL_PASSWORD, PORTAL_USERNAME, Invoice
from skyvern.testing.sites.pages import Field, Site, about_routes
from skyvern.testing.sites.pdf import pdf_document

PER_PAGE = 10
_TRIES = 5
_LANGUAGES = ("English", "Spanish", "French", "German")
_PROFILE: Mapping[str, str] = {
    "contact_name": "Dana Whitfield",
    "email": "accounts@harborview.example",
    "phone": "(555) 010-4477",
    "language": "English",
    "email_notices": "yes",
    "paper_notices": "",
}
_COLUMNS = ("invoice_number", "date", "description", "amount", "status")

Endpoint = Callable[[Request], Awaitable[Response]]


def matching_invoices(wanted: Mapping[str, str]) -> list[Invoice]:
    """The invoices with the wanted status, issued between the wanted ISO dates (both ends included)."""
    return [
        invoice
        for invoice in INVOICES
        if wanted.get("status", "") in ("", invoice.status)
        and (wanted.get("from_date") or invoice.date) <= invoice.date <= (wanted.get("to_date") or invoice.date)
    ]


def monthly_statements() -> list[tuple[str, str]]:
    """(month, total of its invoices), the latest month first."""
    totals: dict[str, float] = {}
    for invoice in INVOICES:
        month = date.fromisoformat(invoice.date).strftime("%B %Y")
        totals[month] = totals.get(month, 0.0) + invoice.amount
    return [(month, f"${total:,.2f}") for month, total in totals.items()]


def invoices_csv(invoices: list[Invoice]) -> str:
    """The invoices as CSV text with a header line."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(["Invoice number", "Date", "Due date", "Description", "Amount", "Status"])
    for row in invoices:
        table.writerow([row.number, row.date, row.due_date, row.description, f"{row.amount:.2f}", row.status])
    return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """The pages of the vendor portal in one variant."""

    site: Site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.members_only(self.dashboard)),
            Route("/login", self.login, methods=["GET", "POST"]),
            Route("/logout", self.logout, methods=["POST"]),
            Route("/dashboard", self.members_only(self.dashboard)),
            Route("/invoices", self.members_only(self.invoices)),
            Route("/invoices/export", self.members_only(self.export), methods=["POST"]),
            Route("/invoices/{number}", self.members_only(self.invoice)),
            Route("/invoices/{number}/pdf", self.members_only(self.pdf)),
            Route("/invoices/{number}/document.pdf", self.members_only(self.document)),
            Route("/statements", self.members_only(self.statements)),
            Route("/profile", self.members_only(self.profile), methods=["GET", "POST"]),
            *about_routes(self.site),
        ]

    def members_only(self, page: Endpoint) -> Endpoint:
        """Sends a visitor who has not signed in to the sign-in page."""

        async def guarded(request: Request) -> Response:
            if "user" in self.site.remember(request):
                return await page(request)
            return self.site.redirect(request, "/login")

        return guarded

    async def login(self, request: Request) -> Response:
        memory = self.site.remember(request)
        problem = ""
        username = ""
        if request.method == "POST":
            sent = self.site.variant.values(await request.form())
            username = sent.get("username", "")
            right = username == PORTAL_USERNAME and sent.get("password") == PORTAL_PASSWORD
            locked = memory.get("failures", 0) >= _TRIES
            self.site.state.sign_ins.append({"username": username, "succeeded": right and not locked})
            if right and not locked:
                memory.update(user=username, failures=0)
                return self.site.redirect(request, "/dashboard")
            memory["failures"] = memory.get("failures", 0) + 1
            problem = self.site.variant.word("login_failed")
            if locked:
                problem = "Your account is locked after too many attempts. Call vendor support."
        fields = [Field(key="username"), Field(key="password", kind="password")]
        return self.site.page(request, "login.html", {"fields": fields, "username": username, "problem": problem})

    async def logout(self, request: Request) -> Response:
        self.site.remember(request).pop("user", None)
        self.site.state.events.append({"kind": "signed out"})
        return self.site.redirect(request, "/login")

    async def dashboard(self, request: Request) -> Response:
        word = self.site.variant.word
        owed = [invoice for invoice in INVOICES if invoice.status != "Paid"]
        pairs = [
            (word("vendor_number"), "V-20418"),
            (word("outstanding"), f"${sum(invoice.amount for invoice in owed):,.2f}"),
            ("Open invoices", str(sum(invoice.status == "Open" for invoice in INVOICES))),
            ("Overdue invoices", str(sum(invoice.status == "Overdue" for invoice in INVOICES))),
        ]
        return self.site.page(request, "dashboard.html", {"pairs": pairs})

    async def invoices(self, request: Request) -> Response:
        wanted = self.site.variant.values(request.query_params)
        found = matching_invoices(wanted)
        pages = max(1, -(-len(found) // PER_PAGE))
        page = request.query_params.get("page", "1")
        number = min(max(1, int(page)) if page.isdigit() else 1, pages)
        kept = [(key, value) for key, value in request.query_params.items() if key != "page"]
        options = tuple((status, status) for status in ("Open", "Overdue", "Paid"))
        context = {
            "fields": [
                Field(key="status", kind="select", options=options),
                Field(key="from_date", kind="date"),
                Field(key="to_date", kind="date"),
            ],
            "values": wanted,
            "total": len(found),
            "pages": pages,
            "number": number,
            "address": f"{self.site.root}/invoices?{urlencode([*kept, ('page', '')])}",
            "columns": [(key, self.site.variant.word(key)) for key in _COLUMNS],
            "invoices": [self._row(invoice) for invoice in found[(number - 1) * PER_PAGE : number * PER_PAGE]],
        }
        return self.site.page(request, "invoices.html", context)

    def _row(self, invoice: Invoice) -> dict[str, Any]:
        href = f"{self.site.root}/invoices/{invoice.number}"
        word = self.site.variant.word
        return {
            "invoice_number": invoice.number,
            "date": invoice.shown_date,
            "description": invoice.description,
            "amount": invoice.money,
            "status": invoice.status,
            "href": href,
            "link_key": "invoice_number",
            "actions": [(word("details"), href), (word("download_pdf"), f"{href}/pdf")],
        }

    async def export(self, request: Request) -> Response:
        wanted = self.site.variant.values(await request.form())
        self.site.state.downloads.append("invoices.csv")
        headers = {"Content-Disposition": 'attachment; filename="invoices.csv"'}
        return Response(invoices_csv(matching_invoices(wanted)), media_type="text/csv", headers=headers)

    def _invoice(self, request: Request) -> Invoice | None:
        number = request.path_params["number"]
        return next((invoice for invoice in INVOICES if invoice.number == number), None)

    def _missing(self, request: Request) -> Response:
        text = "This invoice does not exist or belongs to another vendor."
        return self.site.page(request, "about.html", {"heading": "Invoice not found", "text": text}, status=404)

    async def invoice(self, request: Request) -> Response:
        invoice = self._invoice(request)
        if invoice is None:
            return self._missing(request)
        word = self.site.variant.word
        pairs = [
            (word("invoice_number"), invoice.number),
            (word("date"), invoice.shown_date),
            (word("due_date"), invoice.shown_due_date),
            (word("status"), invoice.status),
            (word("amount"), invoice.money),
            (word("description"), invoice.description),
        ]
        return self.site.page(request, "invoice.html", {"invoice": invoice, "pairs": pairs})

    async def pdf(self, request: Request) -> Response:
        return self._file(request, "attachment")

    async def document(self, request: Request) -> Response:
        return self._file(request, "inline")

    def _file(self, request: Request, disposition: str) -> Response:
        invoice = self._invoice(request)
        if invoice is None:
            return self._missing(request)
        name = f"{invoice.number}.pdf"
        self.site.state.downloads.append(name)
        lines = ["Harborview Supplies", f"Invoice {invoice.number}", f"Date: {invoice.shown_date}"]
        lines += [f"Description: {invoice.description}", f"Amount: {invoice.money}", f"Status: {invoice.status}"]
        headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
        return Response(pdf_document(lines), media_type="application/pdf", headers=headers)

    async def statements(self, request: Request) -> Response:
        statements = monthly_statements()
        rows = json.dumps([["Month", "Total"], *statements])
        return self.site.page(request, "statements.html", {"statements": statements, "rows": rows})

    async def profile(self, request: Request) -> Response:
        memory = self.site.remember(request)
        values = dict(memory.get("profile", _PROFILE))
        problem = ""
        saved = False
        if request.method == "POST":
            sent = self.site.variant.values(await request.form())
            values = {key: sent.get(key, "") for key in _PROFILE}
            if "@" not in values["email"]:
                problem = "Enter a valid e-mail address."
            else:
                memory["profile"] = values
                self.site.state.profiles.append(values)
                saved = True
        fields = [
            Field(key="contact_name"),
            Field(key="email"),
            Field(key="phone", kind="tel"),
            Field(key="language", kind="select", options=tuple((name, name) for name in _LANGUAGES)),
            Field(key="email_notices", kind="tick"),
            Field(key="paper_notices", kind="tick"),
        ]
        context = {"fields": fields, "values": values, "errors": {"email": problem}, "saved": saved}
        return self.site.page(request, "profile.html", context)
