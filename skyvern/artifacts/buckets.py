"""Buckets that a workflow names, with its own keys: S3 (and what speaks like it), Azure Blob Storage, Google Storage.

Nothing of the server's own environment is used for them, and every connection goes through the proxy that is given, so
that the address rules hold for endpoints that a workflow names.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import obstore
from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, ObjectStore, S3Store

from skyvern.artifacts.errors import ArtifactError

_REGION = "us-east-1"
_CONNECT = timedelta(seconds=10)
_TIMEOUT = timedelta(seconds=300)
_RETRY: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=30)}
_CHUNK = 1 << 20


class BucketKind(StrEnum):
    """The services that are spoken to."""

    S3 = "s3"
    AZURE = "azure"
    GCS = "gcs"


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketPlace:
    """Which bucket, and the keys to it (clear text: made at the moment of use, never kept or shown)."""

    kind: BucketKind
    bucket: str
    """Name of the bucket, or of the container."""
    key_id: str = field(default="", repr=False)
    """Access key of S3; storage account of Azure."""
    secret: str = field(default="", repr=False)
    """Secret key of S3; account key of Azure; JSON of a service account's key for Google."""
    region: str = ""
    endpoint: str = ""
    """Base URL of the service when it is not its vendor's."""

    @property
    def origin(self) -> str:
        """The base URL that is spoken to."""
        if self.endpoint:
            return self.endpoint.rstrip("/")
        match self.kind:
            case BucketKind.S3:
                return f"https://s3.{self.region or _REGION}.amazonaws.com"
            case BucketKind.AZURE:
                return f"https://{self.key_id}.blob.core.windows.net"
            case BucketKind.GCS:
                return "https://storage.googleapis.com"

    def uri(self, key: str) -> str:
        """Return how the service's users write the place of a file."""
        match self.kind:
            case BucketKind.S3:
                return f"s3://{self.bucket}/{key}"
            case BucketKind.AZURE:
                base = self.origin if not self.endpoint else f"{self.origin}/{self.key_id}"
                return f"{base}/{self.bucket}/{quote(key)}"
            case BucketKind.GCS:
                return f"gs://{self.bucket}/{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketFile:
    """One file in a bucket."""

    key: str
    size: int


class BucketFailed(ArtifactError):
    """The service refused or could not be reached; check name, keys, region and endpoint."""


class BucketFileMissing(BucketFailed):
    """The bucket holds no such file."""


class Bucket:
    """Files of one bucket."""

    def __init__(self, place: BucketPlace, *, proxy_url: str) -> None:
        """Raises BucketFailed when keys or names cannot be used at all."""
        self.place = place
        try:
            self._objects = _store(place, proxy_url)
        except (BaseError, ValueError) as error:
            raise self._failed("cannot be used", error) from None

    async def put(self, key: str, path: Path, media_type: str) -> str:
        """Store a copy of a file and return its URI; raises BucketFailed."""
        try:
            await obstore.put_async(self._objects, key, path, attributes={"Content-Type": media_type})
        except (BaseError, OSError) as error:
            raise self._failed(f"did not take {key!r}", error) from None
        return self.place.uri(key)

    async def files(self, prefix: str, *, most: int) -> list[BucketFile]:
        """Return the files under a prefix, the first `most`; raises BucketFailed."""
        found: list[BucketFile] = []
        try:
            async for batch in cast("Any", obstore).list(self._objects, prefix=prefix or None):
                found += [BucketFile(key=item["path"], size=item["size"]) for item in batch]
                if len(found) >= most:
                    break
        except (BaseError, OSError) as error:
            raise self._failed(f"could not be listed at {prefix!r}", error) from None
        return found[:most]

    async def read(self, key: str, *, most: int) -> bytes:
        """Return a file's bytes; raises BucketFileMissing, and BucketFailed for too many bytes."""
        parts: list[bytes] = []
        try:
            found = await obstore.get_async(self._objects, key)
            if found.meta["size"] > most:
                raise BucketFailed(f"{self.place.uri(key)} has more than {most >> 20} MiB")
            async for chunk in cast("AsyncIterator[bytes]", found.stream(min_chunk_size=_CHUNK)):
                parts.append(bytes(chunk))
        except FileNotFoundError:
            raise BucketFileMissing(f"there is no {self.place.uri(key)}") from None
        except (BaseError, OSError) as error:
            raise self._failed(f"did not give {key!r}", error) from None
        return b"".join(parts)

    def _failed(self, what: str, error: Exception) -> BucketFailed:
        """Say what the service said, in one line, without the keys."""
        said = " ".join(str(error).partition("Debug source")[0].split())[:400]
        for hidden in (self.place.secret, self.place.key_id if self.place.kind is BucketKind.S3 else ""):
            said = said.replace(hidden, "*****") if len(hidden) > 3 else said
        return BucketFailed(f"{self.place.kind.value} bucket {self.place.bucket!r} {what}: {said}")


def _store(place: BucketPlace, proxy_url: str) -> ObjectStore:
    options: Any = {
        "allow_http": place.origin.startswith("http://"),
        "proxy_url": proxy_url,
        "connect_timeout": _CONNECT,
        "timeout": _TIMEOUT,
    }
    match place.kind:
        case BucketKind.S3:
            keys = {"access_key_id": place.key_id, "secret_access_key": place.secret, "token": None, "expires_at": None}
            return S3Store(
                place.bucket,
                endpoint=place.origin,
                region=place.region or _REGION,
                virtual_hosted_style_request=False,
                credential_provider=cast("Any", lambda: keys),
                client_options=options,
                retry_config=_RETRY,
            )
        case BucketKind.AZURE:
            account = {"access_key": place.secret, "expires_at": None}
            return AzureStore(
                container_name=place.bucket,
                account_name=place.key_id,
                endpoint=f"{place.origin}/{place.key_id}" if place.endpoint else place.origin,
                credential_provider=cast("Any", lambda: account),
                client_options=options,
                retry_config=_RETRY,
            )
        case BucketKind.GCS:
            _ = json.loads(place.secret)
            config: Any = {"base_url": place.origin} if place.endpoint else {}
            return GCSStore(
                place.bucket,
                config=config,
                service_account_key=place.secret,
                client_options=options,
                retry_config=_RETRY,
            )
