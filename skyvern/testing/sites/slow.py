"""The service desk that tests patience: late, failing, restless and covered pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from skyvern.testing.sites.facts import DESK
from skyvern.testing.sites.pages import Field, Site, about_routes

LONGEST_WAIT = 60.0
_ORDERS_AFTER = 2.0
_LINKS = (
    ("Monthly cost report", "/report?seconds=3"),
    ("Today's orders", "/orders"),
    ("Yearly export", "/export"),
    ("Billing", "/billing"),
    ("Archive 2019", "/archive"),
    ("Old file server", "/dropped"),
    ("Travel request 118", "/requests/118"),
    ("Travel request 119", "/requests/119"),
    ("Shift clock", "/shift"),
    ("Spare parts catalogue", "/catalog"),
    ("Custom parts quote", "/quote"),
    ("Drafts", "/drafts"),
    ("Customer accounts", "/accounts"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowDesk:
    """The pages of the service desk in one variant."""

    site: Site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.index),
            Route("/report", self.report),
            Route("/orders", self.orders),
            Route("/api/orders", self.late_orders),
            Route("/export", self.export),
            Route("/api/export-state", self.export_state),
            Route("/billing", self.billing),
            Route("/archive", self.archive),
            Route("/dropped", self.billing),
            Route("/requests/{number}", self.travel_request, methods=["GET", "POST"]),
            Route("/shift", self.shift, methods=["GET", "POST"]),
            Route("/catalog", self.catalog),
            Route("/catalog/cookies", self.cookies, methods=["POST"]),
            Route("/quote", self.quote, methods=["GET", "POST"]),
            Route("/drafts", self.drafts, methods=["GET", "POST"]),
            Route("/accounts", self.accounts),
            Route("/statement", self.statement),
            *about_routes(self.site),
        ]

    def _named(self, values: Mapping[str, str]) -> list[tuple[str, str]]:
        return [(self.site.variant.word(key), value) for key, value in values.items()]

    def _message(self, request: Request, heading: str, text: str, *, status: int = 200) -> Response:
        return self.site.page(request, "about.html", {"heading": heading, "text": text}, status=status)

    def _happened(self, kind: str, **details: str) -> None:
        self.site.state.events.append({"kind": kind, **details})

    async def index(self, request: Request) -> Response:
        return self.site.page(request, "index.html", {"links": _LINKS})

    async def report(self, request: Request) -> Response:
        try:
            seconds = float(request.query_params.get("seconds", "3"))
        except ValueError:
            seconds = 3.0
        await asyncio.sleep(min(max(seconds, 0.0), LONGEST_WAIT))
        return self.site.page(request, "report.html", {"pairs": self._named(DESK["report"])})

    async def orders(self, request: Request) -> Response:
        return self.site.page(request, "orders.html")

    async def late_orders(self, request: Request) -> Response:
        await asyncio.sleep(_ORDERS_AFTER)
        columns = [(key, self.site.variant.word(key)) for key in ("order_number", "customer", "amount", "status")]
        rows: list[dict[str, Any]] = [{**order, "actions": [], "link_key": ""} for order in DESK["orders"]]
        return self.site.page(request, "rows.html", {"columns": columns, "rows": rows})

    async def export(self, request: Request) -> Response:
        return self.site.page(request, "export.html")

    async def export_state(self, request: Request) -> Response:
        del request
        return JSONResponse({"state": "working"})

    async def billing(self, request: Request) -> Response:
        text = "An internal error occurred while handling your request. Error reference 7F-20931."
        return self._message(request, "500 – Something went wrong", text, status=500)

    async def archive(self, request: Request) -> Response:
        return self._message(request, "Page not found", "The page was moved or no longer exists (404).", status=404)

    async def travel_request(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number not in ("118", "119"):
            return self._message(request, "Request not found", "There is no such travel request.", status=404)
        if request.method == "POST":
            if number == "119":
                return self._message(request, "Too late", "This request has been withdrawn by its author.", status=409)
            self._happened("approved", request=number)
            return self._message(request, "Request approved", f"Travel request {number} is now approved.")
        pairs = [
            ("Request", f"TR-{number}"),
            ("Traveller", "Ines Holm"),
            ("Destination", "Duluth, MN"),
            ("Cost", "$640.00"),
        ]
        return self.site.page(request, "request.html", {"number": number, "pairs": pairs})

    async def shift(self, request: Request) -> Response:
        if request.method == "POST":
            self._happened("shift started")
            return self._message(request, "Shift started", "Your shift has started. Have a good day.")
        return self.site.page(request, "shift.html")

    async def catalog(self, request: Request) -> Response:
        wanted = self.site.variant.values(request.query_params).get("item", "")
        asked = self.site.variant.ident("item") in request.query_params
        if asked:
            self.site.state.searches.append({"item": wanted})
        rows: list[dict[str, Any]] = [
            {**part, "actions": [], "link_key": ""}
            for part in DESK["parts"]
            if wanted.casefold() in part["item"].casefold()
        ]
        context = {
            "fields": [Field(key="item")],
            "values": {"item": wanted},
            "asked": asked,
            "rows": rows,
            "columns": [(key, self.site.variant.word(key)) for key in ("item", "price", "stock")],
            "covered": "cookies" not in self.site.remember(request),
        }
        return self.site.page(request, "catalog.html", context)

    async def cookies(self, request: Request) -> Response:
        form = await request.form()
        self.site.remember(request)["cookies"] = str(form.get("choice", ""))
        self._happened("cookies", choice=str(form.get("choice", "")))
        return self.site.redirect(request, "/catalog")

    async def quote(self, request: Request) -> Response:
        values = {"quote_email": "", "description": ""}
        problem = ""
        if request.method == "POST":
            values.update(self.site.variant.values(await request.form()))
            if "@" in values["quote_email"]:
                self._happened("quote", email=values["quote_email"])
                text = f"We will send our quote to {values['quote_email']} within two days."
                return self._message(request, "Quote requested", text)
            problem = "Enter your e-mail address"
        context = {"fields": [Field(key="quote_email")], "values": values, "errors": {"quote_email": problem}}
        return self.site.page(request, "quote.html", context)

    async def drafts(self, request: Request) -> Response:
        memory = self.site.remember(request)
        if request.method == "POST":
            memory["deleted"] = True
            self._happened("draft deleted")
        return self.site.page(request, "drafts.html", {"deleted": memory.get("deleted", False)})

    async def accounts(self, request: Request) -> Response:
        return self.site.page(request, "accounts.html")

    async def statement(self, request: Request) -> Response:
        return self.site.page(request, "statement.html", {"pairs": self._named(DESK["statement"])})
