"""The job application: four pages that keep what was entered, a review, and a confirmation with a reference number."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from skyvern.testing.sites.facts import COUNTRIES, SCHOOLS, STATES
from skyvern.testing.sites.pages import Field, Site, about_routes

POSITIONS = ("Warehouse associate", "Delivery driver", "Customer service agent", "Accounting clerk", "Shift supervisor")
STEPS = ("personal", "address", "documents")
_TITLES = {"personal": "Personal details", "address": "Address and education", "documents": "Documents"}
_YES_NO = (("yes", "Yes"), ("no", "No"))
_EMPLOYMENT = (("full_time", "Full time"), ("part_time", "Part time"), ("contract", "Contract"))
_SHIFTS = (("morning", "Morning"), ("evening", "Evening"), ("night", "Night"), ("weekend", "Weekend"))
_FILE_TYPES = (".pdf", ".doc", ".docx", ".txt")

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "personal": (
        Field(key="first_name", required=True),
        Field(key="last_name", required=True),
        Field(key="email", required=True),
        Field(key="phone", kind="tel", required=True, hint="Ten digits, with area code"),
        Field(key="birth_date", kind="date", required=True),
        Field(key="position", kind="select", options=tuple((name, name) for name in POSITIONS), required=True),
        Field(key="employment_type", kind="radio", options=_EMPLOYMENT, required=True),
        Field(key="work_permit", kind="radio", options=_YES_NO, required=True),
        Field(key="shifts", kind="checkboxes", options=_SHIFTS),
    ),
    "address": (
        Field(key="street", required=True),
        Field(key="city", required=True),
        Field(key="state", kind="select", options=tuple(STATES), required=True),
        Field(key="postal_code", required=True),
        Field(key="country", kind="combobox", options=tuple((name, name) for name in COUNTRIES), required=True),
        Field(key="school", kind="typeahead"),
    ),
    "documents": (
        Field(key="resume", kind="file", required=True, hint="PDF, Word or text, up to 5 MB"),
        Field(key="cover_letter", kind="textarea"),
        Field(key="newsletter", kind="tick"),
        Field(key="terms", kind="tick", required=True),
    ),
}


def problems_in(step: str, values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """What is wrong with the values of one page: field key → sentence for the applicant."""
    problems = {field.key: _missing(field) for field in FIELDS[step] if field.required and not values.get(field.key)}
    email = str(values.get("email", ""))
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}", email):
        problems["email"] = "Enter a valid e-mail address"
    phone = str(values.get("phone", ""))
    if phone and len(re.sub(r"\D", "", phone)) not in (10, 11):
        problems["phone"] = "Enter a phone number with ten digits"
    born = str(values.get("birth_date", ""))
    if born and not _is_adult(born, today):
        problems["birth_date"] = "Applicants must be at least 18 years old"
    postal_code = str(values.get("postal_code", ""))
    if postal_code and not re.fullmatch(r"\d{5}(-\d{4})?", postal_code):
        problems["postal_code"] = "Enter a five-digit ZIP code"
    country = str(values.get("country", ""))
    if country and country not in COUNTRIES:
        problems["country"] = "Choose a country from the list"
    resume = str(values.get("resume", ""))
    if resume and not resume.lower().endswith(_FILE_TYPES):
        problems["resume"] = "This file type is not accepted"
    return problems


def _missing(field: Field) -> str:
    match field.kind:
        case "select" | "radio" | "combobox":
            return "Please choose an option"
        case "file":
            return "Please attach a file"
        case "tick":
            return "You must agree before you can continue"
        case _:
            return "This field is required"


def _is_adult(born: str, today: date) -> bool:
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return False
    return day.replace(year=day.year + 18, day=min(day.day, 28)) <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The pages of the job application in one variant."""

    site: Site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.start),
            Route("/step/{step}", self.step, methods=["GET", "POST"]),
            Route("/review", self.review, methods=["GET", "POST"]),
            Route("/submitted", self.submitted),
            Route("/api/schools", self.schools),
            *about_routes(self.site),
        ]

    def _values(self, request: Request) -> dict[str, Any]:
        return self.site.remember(request).setdefault("values", {})

    async def start(self, request: Request) -> Response:
        return self.site.page(request, "start.html", {"positions": POSITIONS})

    async def step(self, request: Request) -> Response:
        step = request.path_params["step"]
        done = self.site.remember(request).setdefault("done", [])
        if step not in STEPS:
            return self.site.redirect(request, "/")
        earlier = STEPS[: STEPS.index(step)]
        missing = next((name for name in earlier if name not in done), None)
        if missing is not None:
            return self.site.redirect(request, f"/step/{missing}")
        problems: dict[str, str] = {}
        if request.method == "POST":
            values = self._values(request)
            async with request.form() as form:
                sent = await self._sent(step, form, values)
            values.update(sent)
            problems = problems_in(step, values, today=date.today())
            self.site.state.entries.append({"step": step, "accepted": not problems, **sent})
            if not problems:
                done.append(step)
                following = [*STEPS, ""][STEPS.index(step) + 1]
                return self.site.redirect(request, f"/step/{following}" if following else "/review")
        return self._form(request, step, problems)

    async def _sent(self, step: str, form: FormData, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The values that a page sent; an upload that was made before stays if none came now."""
        sent: dict[str, Any] = {}
        for field in FIELDS[step]:
            name = self.site.variant.ident(field.key)
            if field.kind == "checkboxes":
                sent[field.key] = [str(value) for value in form.getlist(name)]
            elif field.kind == "file":
                upload = form.get(name)
                if isinstance(upload, UploadFile) and upload.filename:
                    data = await upload.read()
                    sent[field.key] = upload.filename
                    sent["resume_sha256"] = hashlib.sha256(data).hexdigest()
                else:
                    sent[field.key] = kept.get(field.key, "")
            else:
                sent[field.key] = str(form.get(name, "")).strip()
        return sent

    def _form(self, request: Request, step: str, problems: Mapping[str, str]) -> Response:
        context = {
            "step": step,
            "titles": _TITLES,
            "fields": FIELDS[step],
            "values": self._values(request),
            "errors": problems,
            "previous": [f"{self.site.root}/", *(f"{self.site.root}/step/{name}" for name in STEPS)][STEPS.index(step)],
        }
        return self.site.page(request, "step.html", context)

    async def review(self, request: Request) -> Response:
        memory = self.site.remember(request)
        missing = next((name for name in STEPS if name not in memory.get("done", [])), None)
        if missing is not None:
            return self.site.redirect(request, f"/step/{missing}")
        values = self._values(request)
        if request.method == "POST":
            digest = hashlib.sha256(str(values.get("email", "")).casefold().encode()).hexdigest()
            memory["reference"] = f"APP-{int(digest[:8], 16) % 900000 + 100000}"
            self.site.state.submissions.append({**values, "reference": memory["reference"]})
            return self.site.redirect(request, "/submitted")
        sections = [
            (_TITLES[step], f"{self.site.root}/step/{step}", [self._shown(field, values) for field in FIELDS[step]])
            for step in STEPS
        ]
        return self.site.page(request, "review.html", {"sections": sections})

    def _shown(self, field: Field, values: Mapping[str, Any]) -> tuple[str, str]:
        value = values.get(field.key, "")
        names = dict(field.options)
        if isinstance(value, list):
            shown = ", ".join(names[item] for item in names if item in value)
        elif field.kind == "tick":
            shown = "Yes" if value else "No"
        else:
            shown = names.get(value, value)
        return self.site.variant.word(field.key), shown or "–"

    async def submitted(self, request: Request) -> Response:
        reference = self.site.remember(request).get("reference")
        if reference is None:
            return self.site.redirect(request, "/")
        return self.site.page(request, "submitted.html", {"reference": reference})

    async def schools(self, request: Request) -> Response:
        wanted = request.query_params.get("q", "").casefold()
        return JSONResponse([name for name in SCHOOLS if wanted and wanted in name.casefold()][:6])
