"""One workflow definition of the collection: read from its file, saved, run, and judged."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import yaml

from skyvern import Skyvern
from skyvern.client.record import Record
from skyvern.testing.sites.facts import PORTAL_PASSWORD
from skyvern.testing.sites.server import running
from skyvern.testing.sites.state import SiteState
from tests.comparing import differences, placed, problems
from tests.workflows.office import TOKEN
from tests.workflows.stand_ins import BUCKET_SECRET, CARD_NUMBER, MAIL_PASSWORD, SSN, StandIns, received_mails

HERE = Path(__file__).parent / "definitions"
ENDED = ("completed", "failed", "terminated", "timed_out", "canceled")
SECONDS_PER_RUN = 150
SECRETS = (PORTAL_PASSWORD, MAIL_PASSWORD, BUCKET_SECRET, TOKEN, SSN, CARD_NUMBER, "PRIVATE KEY")
BROWSER_BLOCKS = frozenset(
    {"task", "task_v2", "navigation", "action", "extraction", "validation", "login", "goto_url", "print_page"}
)
_LINK = re.compile(r"(?:Approve|Reject): (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A workflow as somebody would save it, what it is run with, and what must come of it (README.md has the keys)."""

    name: str
    facts: Mapping[str, Any]

    @property
    def definition(self) -> dict[str, Any]:
        """The definition as a tree, whichever form the file has."""
        return tree(self.facts["definition"])

    @property
    def definitions(self) -> list[dict[str, Any]]:
        """Its own, and those of the workflows that it starts."""
        return [self.definition, *(tree(given) for given in self.facts.get("children", {}).values())]

    @property
    def kinds(self) -> set[str]:
        """The kinds of block in it."""
        return {block["block_type"] for given in self.definitions for block in blocks_of(given)}

    @property
    def parameter_kinds(self) -> set[str]:
        """The types of its parameters; those of workflow parameters also as `workflow:TYPE`."""
        found: set[str] = set()
        for given in self.definitions:
            for parameter in given["workflow_definition"].get("parameters", []):
                found.add(parameter["parameter_type"])
                if "workflow_parameter_type" in parameter:
                    found.add(f"workflow:{parameter['workflow_parameter_type']}")
        return found

    @property
    def uses_browser(self) -> bool:
        """Whether a page is opened."""
        return bool(self.kinds & BROWSER_BLOCKS) or "site" in self.facts.get("stand_ins", [])


def tree(given: str | Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition in YAML or as JSON tree as a tree."""
    return cast("dict[str, Any]", yaml.safe_load(given) if isinstance(given, str) else given)


def blocks_of(definition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every block, inner ones too."""

    def walk(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        for block in blocks:
            yield block
            yield from walk(block.get("loop_blocks", []))

    yield from walk(definition["workflow_definition"]["blocks"])


def load_cases() -> list[Case]:
    """Every definition, by the name of its file."""
    return [
        Case(name=file.stem, facts=yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(HERE.glob("*.yaml"))
    ]


async def save(client: Skyvern, given: str | Mapping[str, Any], places: Mapping[str, str]) -> str:
    """Save a definition in the form in which it is given; returns its permanent id."""
    filled = placed(given, places)
    saved = await (
        client.create_workflow(yaml_definition=filled)
        if isinstance(filled, str)
        else client.create_workflow(json_definition=filled)
    )
    return str(saved.workflow_permanent_id)


async def judged(case: Case, client: Skyvern, api_key: str, stand_ins: StandIns) -> list[str]:
    """Run a case and return everything that is not as it should be."""
    facts = case.facts
    stand_ins.prepare(facts)
    places = stand_ins.places()
    with running(facts.get("variant", 0)) if "site" in facts.get("stand_ins", []) else nullcontext() as sites:
        if sites is not None:
            places["<site>"] = sites.base_url
        for name, credential in facts.get("credentials", {}).items():
            made = await client.create_credential(name=f"{case.name} {name}", **placed(credential, places))
            places[f"<credential {name}>"] = made.credential_id
        for name, child in facts.get("children", {}).items():
            places[f"<workflow {name}>"] = await save(client, child, places)
        workflow = await save(client, facts["definition"], places)
        run = await client.run_workflow(workflow_id=workflow, parameters=placed(facts.get("parameters", {}), places))
        people = list(facts.get("people", []))
        ended = await _ended(client, run.run_id, api_key=api_key, people=people, stand_ins=stand_ins)
        state = sites.state if sites is not None else SiteState()
        expect = placed(facts["expect"], places)
        wrong = [*problems(expect, ended, state), *_outside(expect, ended, stand_ins)]
    if people:
        wrong.append(f"nobody was asked for {people}")
    if wrong:
        wrong.append(f"the run ended as {ended.status}: {ended.failure_reason}")
        wrong.append(f"its output is {str(ended.output)[:3000]}")
    return wrong


async def _ended(
    client: Skyvern, run_id: str, *, api_key: str, people: list[dict[str, Any]], stand_ins: StandIns
) -> Record:
    """Wait for the end of a run; whenever it is paused, the next of the people answers."""
    end = time.monotonic() + SECONDS_PER_RUN
    async with httpx.AsyncClient(base_url=client.base_url, headers={"x-api-key": api_key}) as http:
        while time.monotonic() < end:
            run = await client.get_run(run_id)
            if run.status in ENDED:
                return run
            if run.status == "paused" and people:
                await _answer(http, run_id, people.pop(0), stand_ins)
            await asyncio.sleep(0.1)
    raise AssertionError(f"{run_id} is still {run.status} after {SECONDS_PER_RUN} s")


async def _answer(http: httpx.AsyncClient, run_id: str, person: Mapping[str, Any], stand_ins: StandIns) -> None:
    """Answer over the API, or by the link of the newest e-mail, as somebody without a key."""
    approved = bool(person["approve"])
    if not person.get("by_mail"):
        body = {"approved": approved, "reason": person.get("reason", "")}
        (await http.post(f"/v1/workflows/runs/{run_id}/continue", json=body)).raise_for_status()
        return
    links = _LINK.findall(stand_ins.smtp.received[-1].text)
    link = next(link for link in links if f"choice={'approve' if approved else 'reject'}" in link)
    async with httpx.AsyncClient() as anybody:
        (await anybody.get(link)).raise_for_status()
        (await anybody.post(link)).raise_for_status()


def _outside(expect: Mapping[str, Any], run: Record, stand_ins: StandIns) -> Iterator[str]:
    """Where services outside have not seen what they should, and secrets that came out."""
    yield from differences(expect.get("errors", []), [error["error_code"] for error in run.errors or []], "errors")
    mails = [dict(mail) for mail in expect.get("mails", [])]
    found = received_mails(stand_ins.smtp)
    for number, (wanted, mail) in enumerate(zip(mails, found, strict=False)):
        for words in wanted.pop("text_has", []):
            if words not in " ".join(str(mail["text"]).split()):
                yield f"mails[{number}].text has no {words!r}: {mail['text']!r}"
    yield from differences(mails, found, "mails")
    yield from differences(expect.get("office", []), stand_ins.office.received, "office")
    yield from differences(expect.get("sheets", stand_ins.google.sheets), stand_ins.google.sheets, "sheets")
    kept = sorted(path.rpartition("/")[2] for path in stand_ins.buckets.files)
    yield from differences(expect.get("buckets", []), kept, "buckets")
    told = f"{run.output} {run.failure_reason} {stand_ins.model.asked} {[mail['text'] for mail in found]}"
    yield from (f"the secret {secret!r} came out" for secret in SECRETS if secret in told)
