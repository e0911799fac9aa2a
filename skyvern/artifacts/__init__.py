"""Files: their bytes in a folder or a bucket, their URLs, their names and kinds."""

from __future__ import annotations

from skyvern.artifacts.archive import Archive
from skyvern.artifacts.buckets import Bucket, BucketFailed, BucketFile, BucketFileMissing, BucketKind, BucketPlace
from skyvern.artifacts.errors import ArtifactDamaged, ArtifactError, ArtifactMissing, BadKey, StoreUnwritable
from skyvern.artifacts.ports import ArtifactRows
from skyvern.artifacts.signing import SignedUrls
from skyvern.artifacts.store import ArtifactStore

__all__ = [
    "Archive",
    "ArtifactDamaged",
    "ArtifactError",
    "ArtifactMissing",
    "ArtifactRows",
    "ArtifactStore",
    "BadKey",
    "Bucket",
    "BucketFailed",
    "BucketFile",
    "BucketFileMissing",
    "BucketKind",
    "BucketPlace",
    "SignedUrls",
    "StoreUnwritable",
]
