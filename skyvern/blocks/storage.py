"""What blocks share that name a bucket of the user's own: its fields, and the place they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from typing import cast

from pydantic import Field

from skyvern.artifacts import BucketKind, BucketPlace
from skyvern.blocks.base import Block, BlockContext, Templated, UndefinedReference
from skyvern.blocks.files import FileFailed, refused
from skyvern.domain.page import Line, Reading

_PATTERN = re.compile(
    r"(?:[\w*?-]+)?\*?\.(\w{2,5})\b|\b(pdf|csv|xlsx?|docx?|json|zip|txt|png|jpe?g)s?\b", re.IGNORECASE
)
_EVERYTHING = re.compile(r"\b(?:all|every|everything|each)\b", re.IGNORECASE)
_LATEST = re.compile(r"\b(?:latest|last|newest|most recent)\b", re.IGNORECASE)

UNSERVED = frozenset({"google_drive", "sftp"})
"""Kinds of storage of the published block that this product does not speak to."""

_NEEDED: dict[BucketKind, tuple[str, ...]] = {
    BucketKind.S3: ("s3_bucket", "aws_access_key_id", "aws_secret_access_key"),
    BucketKind.AZURE: ("azure_blob_container_name", "azure_storage_account_name", "azure_storage_account_key"),
    BucketKind.GCS: ("gcs_bucket", "gcs_service_account_key"),
}


class StorageBlock(Block):
    """A block that names a bucket with keys of its own; each may be a template or a secret parameter's key."""

    s3_bucket: Templated[str | None] = None
    aws_access_key_id: Templated[str | None] = None
    aws_secret_access_key: Templated[str | None] = None
    region_name: Templated[str | None] = Field(None, description="Region of the S3 bucket (default us-east-1)")
    endpoint_url: Templated[str | None] = Field(
        None, description="Base URL of a service other than the vendor's own (S3-compatible, Azurite, a stand-in)"
    )
    azure_storage_account_name: Templated[str | None] = None
    azure_storage_account_key: Templated[str | None] = None
    azure_blob_container_name: Templated[str | None] = None
    gcs_bucket: Templated[str | None] = None
    gcs_service_account_key: Templated[str | None] = Field(None, description="JSON key of a Google service account")
    google_credential_id: Templated[str | None] = Field(None, description="Secret that holds the JSON key")
    google_drive_folder_id: Templated[str | None] = Field(None, description="Kept; Google Drive is not served")
    sftp_host: Templated[str | None] = Field(None, description="Kept; SFTP is not served")
    sftp_port: int | None = None
    sftp_username: Templated[str | None] = None
    sftp_password: Templated[str | None] = None
    sftp_private_key: Templated[str | None] = None
    sftp_private_key_passphrase: Templated[str | None] = None
    sftp_remote_path: Templated[str | None] = None
    sftp_host_key: Templated[str | None] = None

    def storage_problems(self, field: str, kind: str) -> Iterator[str]:
        """Yield what keeps the bucket from being used, found at save."""
        if kind in UNSERVED:
            yield f"{field}: {kind!r} is not served here; use s3, azure or gcs"
        elif kind not in set(BucketKind):
            yield f"{field}: {kind!r} is unknown; use s3, azure or gcs"
        else:
            missing = [name for name in _NEEDED[BucketKind(kind)] if not getattr(self, name)]
            if self.google_credential_id and "gcs_service_account_key" in missing:
                missing.remove("gcs_service_account_key")
            yield from (f"{name}: needed for {field} {kind!r}" for name in missing)

    async def place(self, ctx: BlockContext, kind: BucketKind) -> BucketPlace:
        """Return the bucket, secrets still as tokens in it; raises BlockError for a credential that cannot be used."""
        bucket, *keys = (value_of(ctx, getattr(self, name)) for name in _NEEDED[kind])
        key_id, secret = keys if len(keys) == 2 else ("", keys[0])
        if kind is BucketKind.GCS and not secret:
            fields = await ctx.credential(value_of(ctx, self.google_credential_id))
            secret = fields.get("secret_value") or next(iter(fields.values()), "")
        return BucketPlace(
            kind=kind,
            bucket=bucket,
            key_id=key_id,
            secret=secret,
            region=value_of(ctx, self.region_name),
            endpoint=value_of(ctx, self.endpoint_url),
        )


async def chosen(ctx: BlockContext, prompt: str, names: Sequence[str]) -> list[str]:
    """Return the names that a prompt means: spelled out, by pattern, by kind, else as a model says.

    Raises FileFailed when nothing is meant, or only a model could tell.
    """
    if named := [name for name in names if name in prompt]:
        return named
    words = [match[0].lower() for match in _PATTERN.finditer(prompt)]
    globs = [word if "." in word else f"*.{word.removesuffix('s')}*" for word in words]
    globs = [f"*{word}" if word.startswith(".") else word for word in globs]
    kept = [name for name in names if any(fnmatch(name.lower(), glob) for glob in globs)] if globs else list(names)
    if kept and _LATEST.search(prompt):
        return kept[-1:]
    if kept and (globs or _EVERYTHING.search(prompt)):
        return kept
    reading = Reading(lines=tuple(Line(text=name, order=at) for at, name in enumerate(names)))
    schema = {"type": "object", "properties": {"files": {"type": "array", "items": {"type": "string"}}}}
    wish = f"The names of the files that are meant by: {prompt}"
    outcome = await ctx.files.read(reading, title="files", wish=wish, schema=schema, model_only=True)
    if outcome.failure is not None:
        raise FileFailed(outcome.failure)
    answer = cast("Mapping[str, object]", outcome.extracted or {}).get("files")
    wanted = cast("list[object]", answer) if isinstance(answer, list) else []
    if not (kept := [name for name in names if name in wanted]):
        raise refused(f"None of the files is meant by {prompt!r}: {', '.join(names)}")
    return kept


def value_of(ctx: BlockContext, given: str | None) -> str:
    """Return a field's value; one that is exactly a parameter's key means the parameter's (secret) value."""
    text = (given or "").strip()
    if not text.isidentifier():
        return text
    try:
        found = ctx.lookup(text)
    except UndefinedReference:
        return text
    if isinstance(found, Mapping):
        fields = cast("Mapping[str, object]", found)
        found = fields.get("secret_value") or next(iter(fields.values()), text)
    return str(found)
