"""The licence registry: search form, results with pages, detail pages."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from skyvern.testing.sites.facts import PEOPLE, STATES, Person
from skyvern.testing.sites.pages import Field, Site, about_routes

PER_PAGE = 8
_TYPES = ("Audiologist", "Speech-language pathologist")


def plain(text: str) -> str:
    """Lower case without accents, for comparing names as a person would."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(part for part in parts if not unicodedata.combining(part)).strip()


def find_people(wanted: Mapping[str, str]) -> list[Person]:
    """The members that match every field that was filled in; a first name may be just its beginning."""

    def matches(person: Person) -> bool:
        return (
            plain(person.first_name).startswith(plain(wanted.get("first_name", "")))
            and plain(wanted.get("last_name", "")) in ("", plain(person.last_name))
            and wanted.get("state", "") in ("", person.state)
            and plain(wanted.get("city", "")) in plain(person.city)
            and wanted.get("licence_type", "") in ("", person.licence_type)
        )

    return sorted(filter(matches, PEOPLE), key=lambda person: (plain(person.last_name), plain(person.first_name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The pages of the registry in one variant."""

    site: Site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.search),
            Route("/results", self.results),
            Route("/members/{number}", self.member),
            *about_routes(self.site),
        ]

    def fields(self) -> list[Field]:
        shown = self.site.variant.pick("state-text", ("{name}", "{name} ({code})", "{code} - {name}"))
        states = tuple((code, shown.format(name=name, code=code)) for code, name in STATES)
        return [
            Field(key="first_name"),
            Field(key="last_name"),
            Field(key="city"),
            Field(key="state", kind="select", options=states),
            Field(key="licence_type", kind="select", options=tuple((name, name) for name in _TYPES)),
        ]

    async def search(self, request: Request) -> Response:
        return self.site.page(request, "search.html", {"fields": self.fields(), "values": {}, "problem": ""})

    async def results(self, request: Request) -> Response:
        wanted = self.site.variant.values(request.query_params)
        self.site.state.searches.append(wanted)
        form = {"fields": self.fields(), "values": wanted, "problem": ""}
        if not any(wanted.get(key) for key in ("first_name", "last_name", "city")):
            form["problem"] = "Enter at least a name or a city to search the register."
            return self.site.page(request, "search.html", form)
        found = find_people(wanted)
        pages = max(1, -(-len(found) // PER_PAGE))
        number = min(max(1, int(page)) if (page := request.query_params.get("page", "1")).isdigit() else 1, pages)
        kept = [(key, value) for key, value in request.query_params.items() if key != "page"]
        context: dict[str, Any] = {
            **form,
            "total": len(found),
            "pages": pages,
            "number": number,
            "address": f"{self.site.root}/results?{urlencode([*kept, ('page', '')])}",
            "columns": [(key, self.site.variant.word(key)) for key in _COLUMNS],
            "people": [self._row(person) for person in found[(number - 1) * PER_PAGE : number * PER_PAGE]],
            "similar": [] if found else self._similar(wanted),
        }
        return self.site.page(request, "results.html", context)

    def _row(self, person: Person) -> dict[str, Any]:
        href = f"{self.site.root}/members/{person.account_number}"
        return {
            "member_name": person.full_name,
            "city": person.city,
            "state": person.state_name,
            "licence_type": person.licence_type,
            "account_number": person.account_number,
            "certification_status": person.certification_status,
            "href": href,
            "link_key": self.site.variant.pick("linked", ("member_name", "account_number")),
            "actions": [(self.site.variant.word("details"), href)],
        }

    def _similar(self, wanted: Mapping[str, str]) -> list[tuple[str, str]]:
        names = {plain(person.last_name): person.last_name for person in PEOPLE}
        close = difflib.get_close_matches(plain(wanted.get("last_name", "")), list(names), n=2, cutoff=0.75)
        key = self.site.variant.ident("last_name")
        return [
            (names[name], f"{self.site.root}/results?{urlencode({key: names[name]})}")
            for name in close
            if name != plain(wanted.get("last_name", ""))
        ]

    async def member(self, request: Request) -> Response:
        number = request.path_params["number"]
        person = next((person for person in PEOPLE if person.account_number == number), None)
        if person is None:
            text = "There is no member with this account number."
            return self.site.page(request, "about.html", {"heading": "Record not found", "text": text}, status=404)
        facts = {
            "account_number": person.account_number,
            "member_name": person.full_name,
            "certification_status": person.certification_status,
            "valid_through": person.valid_through,
            "certified_since": person.certified_since,
            "licence_type": person.licence_type,
            "city": person.city,
            "state": person.state_name,
            "employer": person.employer,
        }
        pairs = [(self.site.variant.word(key), value) for key, value in facts.items()]
        return self.site.page(request, "member.html", {"person": person, "pairs": pairs})


_COLUMNS = ("member_name", "city", "state", "licence_type", "account_number", "certification_status")
