"""What can go wrong with files:

ArtifactError
├── BadKey           a key that could leave the store's folder or that a store would not take: build it from safe names
├── ArtifactMissing  nothing is stored under the key: the file was deleted, or its retention has passed
├── ArtifactDamaged  the bytes are not those that were stored: put the file back from a backup
└── StoreUnwritable  the store takes no file now: its disk is full, or the bucket refuses; nothing was stored
"""

from __future__ import annotations


class ArtifactError(Exception):
    """Something the artifact store refuses or lacks."""


class BadKey(ArtifactError):
    """The key is not a plain relative path."""

    def __init__(self, key: str) -> None:
        super().__init__(f"not a key of an artifact: {key!r}")


class ArtifactMissing(ArtifactError):
    """There are no bytes under the key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no artifact is stored under {key!r}")


class ArtifactDamaged(ArtifactError):
    """There are fewer or more bytes under the key than were stored."""

    def __init__(self, key: str, *, size: int, stored: int) -> None:
        super().__init__(f"{key!r} has {size} bytes, and {stored} were stored: put it back from a backup")


class StoreUnwritable(ArtifactError):
    """No file can be stored now; the message has the store's own words."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"files cannot be kept: {reason}; make room where artifacts are kept, or mend that place")
