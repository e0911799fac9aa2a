"""Answers to runs that wait for a person: over the API, and by the signed links of an e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Body, Query, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.run import AnswerRequest
from skyvern.domain.run import BlockRun, Run
from skyvern.engine.people import AnswerLinks

router = room("runs", route_class=CompatRoute)

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_templates = Environment(
    loader=PackageLoader("skyvern.api", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

Choice = Annotated[str, Query(max_length=20)]
Signature = Annotated[str, Query(max_length=200)]


@router.post("/v1/workflows/runs/{run_id}/continue")
@router.post("/v1/runs/{run_id}/continue", include_in_schema=False)
async def continue_run(
    run_id: str, caller: Authorized, deps: Deps, *, body: Annotated[AnswerRequest | None, Body()] = None
) -> Json:
    """Approve (or, with `approved: false`, reject) a run that is paused for a person."""
    run = await deps.store.runs.find(caller.organization_id, run_id)
    if run is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    said = body or AnswerRequest(approved=True, reason="")
    if not await deps.engine.answer(run, approved=said.approved, reason=said.reason):
        raise HTTPException(409, f"Run {run_id} is {run.status.value}; it waits for nobody's answer.")
    return Json(None)


@router.get("/answers/{run_id}/{block_run_id}", include_in_schema=False)
async def ask(run_id: str, block_run_id: str, deps: Deps, *, choice: Choice = "", sig: Signature = "") -> Response:
    """Show the question once more: reading an e-mail answers nothing, only the button does."""
    run, row = await _asked(deps, run_id, block_run_id, choice, sig)
    details: Mapping[str, object] = row.details if row is not None else {}
    descriptor = details.get("positive_descriptor" if choice == "approve" else "negative_descriptor")
    shown = {
        "done": False,
        "open": run is not None and row is not None and not run.status.final and not row.status.final,
        "title": run.title if run is not None else "",
        "instructions": str(details.get("instructions") or ""),
        "label": str(descriptor or choice.capitalize()),
        "run_id": run_id,
        "block_run_id": block_run_id,
        "choice": choice,
        "sig": sig,
    }
    return _page(shown)


@router.post("/answers/{run_id}/{block_run_id}", include_in_schema=False)
async def answer(run_id: str, block_run_id: str, deps: Deps, *, choice: Choice = "", sig: Signature = "") -> Response:
    """Take the answer that the link is for."""
    run, _ = await _asked(deps, run_id, block_run_id, choice, sig)
    done = run is not None and await deps.engine.answer(
        run, approved=choice == "approve", reason="", block_run_id=block_run_id
    )
    return _page({"done": done, "open": False})


async def _asked(
    deps: ApiDeps, run_id: str, block_run_id: str, choice: str, sig: str
) -> tuple[Run | None, BlockRun | None]:
    """Return the run and the block that a link is about; 404 for a link that was not made here."""
    if not AnswerLinks(deps.secret, deps.public_url).verify(run_id, block_run_id, choice, sig):
        raise HTTPException(404, "This link is not one of ours.")
    run = await deps.store.runs.get(run_id)
    rows = await deps.store.runs.block_runs(run_id)
    return run, next((row for row in rows if row.block_run_id == block_run_id), None)


def _page(values: Mapping[str, object]) -> Response:
    return HTMLResponse(_templates.get_template("answer.html").render(values), headers=_HEADERS)
