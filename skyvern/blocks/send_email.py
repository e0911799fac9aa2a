"""Send an e-mail."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from pydantic import Field

from skyvern.blocks.base import (
    BlockContext,
    BlockError,
    BlockResult,
    EffectUnknown,
    Templated,
    completed,
    failed,
    register,
)
from skyvern.blocks.effectful import Effectful
from skyvern.domain.mail import Mail, MailServer, Security, usual_security

_SERVERS = {
    "gmail": MailServer(host="smtp.gmail.com", port=465, security=Security.TLS),
    "outlook": MailServer(host="smtp.office365.com", port=587, security=Security.STARTTLS),
}
_DEFAULT_PORT = 587


@register
class SendEmailBlock(Effectful):
    """Send one message over SMTP; once, also when the run is interrupted while it is sent."""

    block_type: Literal["send_email"] = "send_email"
    smtp_host_secret_parameter_key: str | None = None
    smtp_port_secret_parameter_key: str | None = None
    smtp_username_secret_parameter_key: str | None = None
    smtp_password_secret_parameter_key: str | None = None
    custom_smtp_host: Templated[str | None] = Field(None, description="Without one, the server's SKYVERN_SMTP_URL")
    custom_smtp_port: int | None = Field(None, ge=1, le=65535, description="465 is TLS, others STARTTLS (default 587)")
    custom_smtp_username: Templated[str | None] = None
    custom_smtp_password: Templated[str | None] = None
    sender: Templated[str] = ""
    recipients: Templated[list[str]]
    subject: Templated[str]
    body: Templated[str]
    body_format: Literal["text", "html"] = "text"
    file_attachments: Templated[list[str] | None] = Field(
        None, description="Ids, URLs or names of files, or a template that gives a list of them"
    )
    transport: Literal["smtp", "gmail", "outlook"] | None = None
    credential_id: Templated[str | None] = Field(
        None, description="Signs in: a password, or a secret with an OAuth grant"
    )
    cc: Templated[list[str]] = Field(default_factory=list[str])
    bcc: Templated[list[str]] = Field(default_factory=list[str])

    def references(self) -> Sequence[str]:
        keys = (
            self.smtp_host_secret_parameter_key,
            self.smtp_port_secret_parameter_key,
            self.smtp_username_secret_parameter_key,
            self.smtp_password_secret_parameter_key,
        )
        return tuple(key for key in keys if key)

    def problems(self) -> Sequence[str]:
        if self.transport in _SERVERS and not self.credential_id:
            return (f"credential_id: the transport {self.transport!r} needs a credential to sign in with",)
        return ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            mail = Mail(
                sender=self.sender,
                recipients=tuple(each(self.recipients)),
                cc=tuple(each(self.cc)),
                bcc=tuple(each(self.bcc)),
                subject=self.subject,
                body=self.body,
                html=self.body_format == "html",
                attachments=tuple(each(self.file_attachments or ())),
                server=await self._server(ctx),
            )
            await ctx.intend(f"send mail to {', '.join(mail.recipients)}")
            sent = await ctx.send_mail(mail)
        except EffectUnknown:
            raise
        except BlockError as error:
            return failed(error.failure, {"success": False, "error": error.failure.reason})
        return completed(
            {
                "success": True,
                "message_id": sent.message_id,
                "sender": sent.sender,
                "recipients": list(sent.recipients),
                "refused": list(sent.refused),
            }
        )

    async def _server(self, ctx: BlockContext) -> MailServer | None:
        if self.transport in _SERVERS:
            return await self._signed(ctx, _SERVERS[self.transport])
        host = _given(ctx, self.smtp_host_secret_parameter_key) or (self.custom_smtp_host or "").strip()
        if not host:
            return None
        port = self.custom_smtp_port or _DEFAULT_PORT
        server = MailServer(
            host=host,
            port=port,
            username=_given(ctx, self.smtp_username_secret_parameter_key) or self.custom_smtp_username or "",
            password=_given(ctx, self.smtp_password_secret_parameter_key) or self.custom_smtp_password or "",
            security=usual_security(port),
            secret_port=_given(ctx, self.smtp_port_secret_parameter_key),
        )
        return await self._signed(ctx, server) if self.credential_id else server

    async def _signed(self, ctx: BlockContext, server: MailServer) -> MailServer:
        fields = await ctx.credential(str(self.credential_id))
        if "password" in fields:
            return replace(server, username=fields.get("username", ""), password=fields["password"])
        return replace(server, access_token=fields.get("secret_value", ""))


def each(given: Sequence[str]) -> Iterator[str]:
    """Yield the texts that a list of templates came to: one that rendered to a list gives its items."""
    for text in given:
        stripped = text.strip()
        if not stripped or stripped in ("None", "[]"):
            continue
        items = _list(stripped) if stripped.startswith("[") else None
        if items is None:
            yield stripped
        else:
            yield from filter(None, (_named(item) for item in items))


def _list(text: str) -> list[object] | None:
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(value, list):
            return cast("list[object]", value)
    return None


def _named(item: object) -> str:
    """Return what names a file in an entry of `downloaded_files`, or the text itself."""
    if not isinstance(item, Mapping):
        return str(item).strip()
    entry = cast("Mapping[str, object]", item)
    return str(next((entry[name] for name in ("artifact_id", "file_id", "file_url", "url") if entry.get(name)), ""))


def _given(ctx: BlockContext, key: str | None) -> str:
    """Return the text (or token) that a parameter holds; of a credential, its secret."""
    if not key:
        return ""
    value = ctx.payload((key,))[key]
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        value = fields.get("secret_value") or fields.get("password")
    return "" if value is None else str(value).strip()
