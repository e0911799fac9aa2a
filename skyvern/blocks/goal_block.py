"""What all blocks that ask something of the agent share: fields, the goal they make, and the output they leave."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, TypedDict, cast

from pydantic import Field, field_validator

from skyvern.blocks.base import Answer, BlockContext, BlockResult, Pursuit, Templated, failed
from skyvern.blocks.effectful import Effectful
from skyvern.blocks.post_conditions import read_post_conditions
from skyvern.domain.failure import EFFECT_UNKNOWN, Category, Failure
from skyvern.domain.goal import Goal, GoalKind, Outcome
from skyvern.domain.status import BlockStatus

DEFAULT_MAX_STEPS = 10

TASK_STATUS = {
    BlockStatus.COMPLETED: "completed",
    BlockStatus.FAILED: "failed",
    BlockStatus.TERMINATED: "terminated",
    BlockStatus.TIMED_OUT: "timed_out",
    BlockStatus.CANCELED: "canceled",
}


class GoalBlock(Effectful):
    """A block that the agent pursues in the browser."""

    kind: ClassVar[GoalKind]

    url: Templated[str | None] = Field(None, description="Page to open first; empty stays on the current page")
    title: Templated[str | None] = ""
    engine: str | None = None
    engine_pinned: bool | None = False
    error_code_mapping: Templated[dict[str, str] | None] = None
    max_retries: int | None = Field(0, ge=0, le=100)
    max_steps_per_run: int | None = Field(None, ge=1, description="Most agent steps in this block (default 10)")
    parameter_keys: list[str] | None = Field(None, description="Parameters that it may use; a login, its credential")
    disable_cache: bool | None = False
    totp_verification_url: Templated[str | None] = None
    totp_identifier: Templated[str | None] = None
    post_conditions: Templated[list[dict[str, object]] | None] = Field(
        None,
        description="What must hold at the end, checked without any mind: `url`, `text`, `no_text`, `element`, "
        "`download`, `schema`; with `at` on a page opened anew",
    )

    person_timeout_seconds: int | None = Field(
        None,
        ge=1,
        le=86_400,
        description="Where only a person can go on (a CAPTCHA, a passkey, a question), pause the run and wait so long "
        "for an answer; null fails instead",
    )

    @field_validator("post_conditions")
    @classmethod
    def _readable(cls, given: list[dict[str, object]] | None) -> list[dict[str, object]] | None:
        read_post_conditions(given)
        return given

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def goal(self, ctx: BlockContext) -> Goal:
        """Return what this block asks of the agent."""
        raise NotImplementedError

    def base_goal(self, ctx: BlockContext, **fields: object) -> Goal:
        """Return a goal with what every such block gives, and these fields."""
        keys = self.parameter_keys or ()
        common: dict[str, object] = {
            "kind": self.kind,
            "payload": ctx.payload(keys),
            "secrets": ctx.secrets(keys),
            "error_codes": {**ctx.facts.error_codes, **(self.error_code_mapping or {})},
            "max_steps": ctx.facts.max_steps or self.max_steps_per_run or DEFAULT_MAX_STEPS,
            "system_prompt": "" if self.ignore_workflow_system_prompt else ctx.facts.system_prompt,
            "model": self.model,
            "safe_to_repeat": self.safe_to_repeat,
            "post_conditions": read_post_conditions(self.post_conditions),
        }
        return Goal(**{**common, **fields})  # type: ignore[arg-type]

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            read_post_conditions(self.post_conditions)
        except ValueError as error:
            return failed(Failure(reason=str(error), category=Category.PARAMETER_BINDING_ERROR))
        if self.person_timeout_seconds and (said := await ctx.answer(seconds=0)) and not said.approved:
            return self._without_person(ctx, Pursuit(outcome=Outcome(status=BlockStatus.FAILED)), said)
        pursuit = await ctx.pursue(self.goal(ctx), url=self.url or "")
        for _ in range(self.max_retries or 0):
            if pursuit.outcome.status is not BlockStatus.FAILED or not _may_try_again(pursuit.outcome):
                break
            pursuit = await ctx.pursue(self.goal(ctx), url=self.url or "")
        if pursuit.outcome.question and self.person_timeout_seconds:
            answer = await ctx.answer(seconds=self.person_timeout_seconds)
            return self._without_person(ctx, pursuit, answer)
        return self.result(ctx, pursuit)

    def _without_person(self, ctx: BlockContext, pursuit: Pursuit, answer: Answer | None) -> BlockResult:
        """Return how a block ended that a person was asked about in vain; an approval lets it go on first."""
        status, question = BlockStatus.FAILED, pursuit.outcome.question
        if answer is None:
            status, why = BlockStatus.TIMED_OUT, f"{question}; nobody answered within {self.person_timeout_seconds} s"
        elif answer.approved:
            why = f"somebody answered, and the page still asks: {question}"
        else:
            status, why = BlockStatus.TERMINATED, answer.reason or "a person was asked, and rejected"
        category = pursuit.outcome.failure.category if pursuit.outcome.failure else Category.UNKNOWN
        failure = Failure(reason=why, category=category, errors=pursuit.outcome.errors)
        return self.result(ctx, replace(pursuit, outcome=replace(pursuit.outcome, status=status, failure=failure)))

    def result(self, ctx: BlockContext, pursuit: Pursuit) -> BlockResult:
        """Return how the block ended, with the public output shape."""
        outcome = pursuit.outcome
        told = {name: text for name, text in (("mind", outcome.mind), ("evidence", outcome.evidence)) if text}
        return BlockResult(status=outcome.status, output=task_output(ctx, pursuit), failure=outcome.failure, told=told)


def _may_try_again(outcome: Outcome) -> bool:
    """Whether a failed goal may be pursued afresh: not while a person is asked, nor after a deed that is in doubt."""
    return not outcome.question and all(error.error_code != EFFECT_UNKNOWN for error in outcome.errors)


class TaskOutput(TypedDict):
    """The wrapper that all task-like blocks leave (contract 3.5)."""

    task_id: str
    status: str
    extracted_information: object
    failure_reason: str | None
    errors: list[dict[str, object]]
    failure_category: list[dict[str, object]] | None
    downloaded_files: list[dict[str, object]]
    downloaded_file_urls: list[str]
    downloaded_file_artifact_ids: list[str]
    task_screenshots: list[str]
    workflow_screenshots: list[str]
    task_screenshot_artifact_ids: list[str]
    workflow_screenshot_artifact_ids: list[str]


def task_output(ctx: BlockContext, pursuit: Pursuit) -> TaskOutput:
    """Return the wrapper for what came of a goal."""
    outcome = pursuit.outcome
    shots = [artifact.artifact_id for artifact in pursuit.screenshots]
    return {
        "task_id": ctx.facts.task_id,
        "status": TASK_STATUS[outcome.status],
        "extracted_information": outcome.extracted,
        "failure_reason": outcome.failure.reason if outcome.failure else None,
        "errors": [error.as_json() for error in outcome.errors],
        "failure_category": [outcome.failure.as_json()] if outcome.failure else None,
        "downloaded_files": [
            {
                "url": url,
                "file_url": url,
                "filename": artifact.file_name,
                "file_name": artifact.file_name,
                "checksum": artifact.checksum,
                "file_size": artifact.size,
                "artifact_id": artifact.artifact_id,
            }
            for artifact, url in zip(pursuit.files, pursuit.file_urls, strict=True)
        ],
        "downloaded_file_urls": list(pursuit.file_urls),
        "downloaded_file_artifact_ids": [artifact.artifact_id for artifact in pursuit.files],
        "task_screenshots": list(pursuit.screenshot_urls),
        "workflow_screenshots": list(pursuit.screenshot_urls),
        "task_screenshot_artifact_ids": shots,
        "workflow_screenshot_artifact_ids": shots,
    }


def read_schema(schema: object) -> Mapping[str, object] | None:
    """Return a JSON schema given as object, as example list, or as JSON text; None when there is none.

    Raises ValueError when text is not JSON.
    """
    if schema is None or schema == "":
        return None
    if isinstance(schema, str):
        try:
            return read_schema(cast("object", json.loads(schema)))
        except json.JSONDecodeError as error:
            raise ValueError(f"data_schema is not JSON: {error}") from None
    if isinstance(schema, Mapping):
        return cast("Mapping[str, object]", schema)
    if isinstance(schema, Sequence):
        items = cast("Sequence[object]", schema)
        return {"type": "array", "items": items[0] if items else {}}
    raise ValueError(f"data_schema must be a JSON schema (object, list or JSON text), not {type(schema).__name__}")


def bad_schema(error: ValueError) -> Failure:
    """Return the failure of a block whose schema cannot be read."""
    return Failure(reason=str(error), category=Category.PARAMETER_BINDING_ERROR)
