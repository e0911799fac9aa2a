"""Pause until a person approves or rejects."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from skyvern.blocks.base import Block, BlockContext, BlockResult, Templated, completed, register
from skyvern.domain.failure import Category, Failure
from skyvern.domain.mail import Mail
from skyvern.domain.status import BlockStatus


@register
class HumanInteractionBlock(Block):
    """The run is `paused` until somebody approves or rejects it over the API or by a link in the e-mail.

    Rejected, it ends as `terminated`; unanswered within `timeout_seconds`, as timed out. Without recipients no e-mail
    is sent. A paused run takes no worker.
    """

    block_type: Literal["human_interaction"] = "human_interaction"
    instructions: Templated[str] = "Please look at this run and approve or reject it."
    positive_descriptor: Templated[str] = "Approve"
    negative_descriptor: Templated[str] = "Reject"
    timeout_seconds: int = Field(7200, ge=1, le=86_400, description="How long the run waits for an answer")
    recipients: Templated[list[str]] = Field(description="E-mail addresses that are asked; [] asks nobody by e-mail")
    sender: Templated[str] = ""
    subject: Templated[str] = "A workflow waits for you"
    body: Templated[str] = ""
    body_format: Literal["text", "html"] = "text"

    async def run(self, ctx: BlockContext) -> BlockResult:
        if self.recipients and not ctx.intended():
            await ctx.intend(f"ask {', '.join(self.recipients)}")
            await ctx.send_mail(self._mail(ctx))
        answer = await ctx.answer(seconds=self.timeout_seconds)
        if answer is None:
            reason = f"nobody answered within {self.timeout_seconds} s"
            return self._ended(BlockStatus.TIMED_OUT, reason)
        if answer.approved:
            return completed({"success": True, "reason": answer.reason or self.positive_descriptor})
        return self._ended(BlockStatus.TERMINATED, answer.reason or f"answered with {self.negative_descriptor!r}")

    def _ended(self, status: BlockStatus, reason: str) -> BlockResult:
        output = {"success": False, "reason": reason}
        return BlockResult(status=status, output=output, failure=Failure(reason=reason, category=Category.UNKNOWN))

    def _mail(self, ctx: BlockContext) -> Mail:
        yes, no = ctx.answer_link(approved=True), ctx.answer_link(approved=False)
        recipients: Sequence[str] = [address.strip() for address in self.recipients if address.strip()]
        if self.body_format == "html":
            links = (
                f'<p><a href="{html.escape(yes)}">{html.escape(self.positive_descriptor)}</a> · '
                f'<a href="{html.escape(no)}">{html.escape(self.negative_descriptor)}</a></p>'
            )
            body = f"{self.body}<p>{html.escape(self.instructions)}</p>{links}"
        else:
            parts = (
                self.body,
                self.instructions,
                f"{self.positive_descriptor}: {yes}",
                f"{self.negative_descriptor}: {no}",
            )
            body = "\n\n".join(part for part in parts if part)
        return Mail(
            recipients=tuple(recipients),
            subject=self.subject,
            body=body,
            sender=self.sender,
            html=self.body_format == "html",
        )
