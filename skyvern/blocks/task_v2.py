"""A broad goal, split into smaller ones that are pursued one after another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockError, BlockResult, Pursuit, Templated, register
from skyvern.blocks.goal_block import task_output
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.status import BlockStatus

_PLAN: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": ["navigate", "extract", "validate"]},
                    "goal": {"type": "string"},
                },
                "required": ["kind", "goal"],
            },
        }
    },
    "required": ["steps"],
}
_KINDS = {"navigate": GoalKind.NAVIGATION, "extract": GoalKind.EXTRACTION, "validate": GoalKind.VALIDATION}
_READS = re.compile(
    r"^(?:please\s+)?(?:extract|read|collect|return|report|list|tell me|give me|get me|note|scrape|find out|copy"
    r"|output)\b",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"(?<=[.!?;])\s+(?=[A-Z\d])|\n+(?:\s*(?:\d+[.)]|[-*•])\s*)?|,?\s+and\s+then\s+|,?\s+then\s+", re.IGNORECASE
)


@register
class TaskV2Block(Block):
    """The model plans the steps; without one the prompt's own sentences are the steps.

    Steps act on the page, read data, or check something. What is read is the block's `extracted_information`.
    """

    block_type: Literal["task_v2"] = "task_v2"
    prompt: Templated[str]
    url: Templated[str | None] = Field(None, description="Page to open first; empty stays on the current page")
    totp_verification_url: Templated[str | None] = None
    totp_identifier: Templated[str | None] = None
    max_iterations: int | None = Field(None, ge=1, le=1000, description="Most steps of the plan (default 50)")
    max_steps: int | None = Field(None, ge=1, le=1000, description="Most agent steps altogether (default 25)")
    disable_cache: bool | None = False

    def problems(self) -> Sequence[str]:
        return () if self.prompt.strip() else ("prompt: say what is to be reached",)

    async def run(self, ctx: BlockContext) -> BlockResult:
        plan = (await self._plan(ctx))[: self.max_iterations or 50]
        left = ctx.facts.max_steps or self.max_steps or 25
        found: list[object] = []
        pursuit: Pursuit | None = None
        for number, (kind, text) in enumerate(plan):
            pursuit = await ctx.pursue(self._goal(ctx, kind, text, left), url=(self.url or "") if number == 0 else "")
            left = max(1, left - pursuit.outcome.steps)
            if pursuit.outcome.extracted is not None:
                found.append(pursuit.outcome.extracted)
            if pursuit.outcome.status is not BlockStatus.COMPLETED:
                break
        assert pursuit is not None  # noqa: S101 - a plan has a step
        outcome = pursuit.outcome
        steps = [{"kind": kind.value, "goal": text} for kind, text in plan]
        output = {
            **task_output(ctx, pursuit),
            "extracted_information": found[0] if len(found) == 1 else found or None,
            "summary": outcome.evidence or (outcome.failure.reason if outcome.failure else None),
            "plan": steps,
        }
        return BlockResult(status=outcome.status, output=output, failure=outcome.failure)

    async def _plan(self, ctx: BlockContext) -> list[tuple[GoalKind, str]]:
        """Return the steps: the model's, else what the prompt says one after another."""
        try:
            asked = f"Split this goal for a web browser into few steps, in order. Goal: {self.prompt}"
            said = cast("Mapping[str, object]", await ctx.ask(asked, schema=_PLAN))
            rows = cast("Sequence[Mapping[str, str]]", said.get("steps") or ())
            steps = [
                (_KINDS[row["kind"]], row["goal"]) for row in rows if row.get("kind") in _KINDS and row.get("goal")
            ]
        except BlockError:
            steps = []
        return steps or plain_steps(self.prompt)

    def _goal(self, ctx: BlockContext, kind: GoalKind, text: str, left: int) -> Goal:
        reads, checks = kind is GoalKind.EXTRACTION, kind is GoalKind.VALIDATION
        return Goal(
            kind=kind,
            text="" if reads or checks else text,
            extraction=text if reads else "",
            complete_criterion=text if checks else "",
            error_codes=dict(ctx.facts.error_codes),
            max_steps=left,
            system_prompt="" if self.ignore_workflow_system_prompt else ctx.facts.system_prompt,
            model=self.model,
        )


def plain_steps(prompt: str) -> list[tuple[GoalKind, str]]:
    """Split a prompt where its sentences do; what belongs together on the page stays together."""
    steps: list[tuple[GoalKind, str]] = []
    for piece in (part.strip() for part in _BREAKS.split(prompt)):
        if not piece:
            continue
        kind = GoalKind.EXTRACTION if _READS.match(piece) else GoalKind.NAVIGATION
        if steps and kind is GoalKind.NAVIGATION and steps[-1][0] is kind:
            steps[-1] = (kind, f"{steps[-1][1].rstrip('.;')}, then {piece}")
        else:
            steps.append((kind, piece))
    return steps or [(GoalKind.NAVIGATION, prompt)]
