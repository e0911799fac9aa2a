"""Read a mailbox."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.blocks.base import (
    Block,
    BlockContext,
    BlockError,
    BlockResult,
    Templated,
    completed,
    failed,
    register,
)
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.mail import FoundMail, MailQuery

_SHOWN = 2000
"""Characters of a message's text that the model is shown."""
_CHOICE: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "ids": {"type": "array", "items": {"type": "string"}, "description": "Ids of the messages that are meant"}
    },
    "required": ["ids"],
}


@register
class EmailInboxBlock(Block):
    """List the newest messages of a mailbox that fit; nothing is marked as read, none fitting is no failure."""

    block_type: Literal["email_inbox"] = "email_inbox"
    email_client: Literal["gmail", "outlook"]
    credential_id: Templated[str | None] = Field(
        None, description="A password (an app password where the provider wants one), or a secret with an OAuth grant"
    )
    folder: Templated[str | None] = Field(None, description="Default INBOX")
    prompt: Templated[str | None] = Field(
        None, description="Which of the newest `max_results` that fit are meant, in words; needs a model"
    )
    sender: Templated[str | None] = None
    subject: Templated[str | None] = None
    newer_than_days: int | None = Field(None, ge=0, le=3650)
    max_results: int = Field(25, ge=1, le=100)
    include_body: bool = True
    download_attachments: bool = Field(default=False, description="Keep attached files as files of the run")
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        return () if self.credential_id or self.parameter_keys else (NO_CREDENTIAL,)

    async def run(self, ctx: BlockContext) -> BlockResult:
        query = MailQuery(
            client=self.email_client,
            folder=self.folder or "INBOX",
            sender=(self.sender or "").strip(),
            subject=(self.subject or "").strip(),
            newer_than_days=self.newer_than_days,
            max_results=self.max_results,
            bodies=self.include_body or bool(self.prompt),
            attachments=self.download_attachments,
        )
        try:
            reference = credential_reference(ctx, self.credential_id, self.parameter_keys or ())
            box = await ctx.read_mail(query, reference)
            meant = await self._meant(ctx, box.mails)
        except BlockError as error:
            return failed(error.failure)
        emails = [await self._entry(ctx, mail) for mail in meant]
        return completed(
            {
                "email_client": self.email_client,
                "folder": box.folder,
                "candidate_count": box.candidates,
                "matched_count": len(emails),
                "emails": emails,
            }
        )

    async def _meant(self, ctx: BlockContext, mails: Sequence[FoundMail]) -> Sequence[FoundMail]:
        """Return the messages that the prompt means, as the model chooses; all of them without a prompt."""
        prompt = (self.prompt or "").strip()
        if not prompt or not mails:
            return mails
        shown = [
            {
                "id": mail.uid,
                "from": mail.sender,
                "to": list(mail.to),
                "subject": mail.subject,
                "date": mail.date,
                "attachments": [file.file_name for file in mail.attachments],
                "text": mail.body[:_SHOWN],
            }
            for mail in mails
        ]
        messages = json.dumps(shown, ensure_ascii=False)
        answer = await ctx.ask(
            f"{prompt}\n\nChoose the messages that this means.\n<messages>{messages}</messages>", schema=_CHOICE
        )
        ids = cast("Mapping[str, object]", answer).get("ids") if isinstance(answer, Mapping) else None
        chosen = {str(one) for one in cast("list[object]", ids)} if isinstance(ids, list) else set[str]()
        return [mail for mail in mails if mail.uid in chosen]

    async def _entry(self, ctx: BlockContext, mail: FoundMail) -> dict[str, object]:
        entry: dict[str, object] = {
            "id": mail.uid,
            "message_id": mail.message_id,
            "from": mail.sender,
            "sender": mail.sender,
            "to": list(mail.to),
            "cc": list(mail.cc),
            "subject": mail.subject,
            "date": mail.date,
        }
        if self.include_body:
            entry["body"] = mail.body
        files: list[dict[str, object]] = []
        for file in mail.attachments:
            facts: dict[str, object] = {"file_name": file.file_name, "content_type": file.content_type}
            if self.download_attachments:
                kept = await ctx.save_file(file.content, name=file.file_name, artifact_type=ArtifactType.DOWNLOAD)
                facts |= {"file_size": file.size, "artifact_id": kept.artifact.artifact_id, "file_url": kept.url}
            files.append(facts)
        return {**entry, "attachments": files}


NO_CREDENTIAL = "credential_id: a credential is needed (cred_…, or the key of a credential parameter)"


def credential_reference(ctx: BlockContext, credential_id: str | None, keys: Sequence[str]) -> str:
    """Return which credential a block means: its own, else the first among its parameters."""
    if credential_id and credential_id.strip():
        return credential_id.strip()
    return next((field.parameter for field in ctx.secrets(keys)), "")
