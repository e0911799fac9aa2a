"""What can go wrong with files:

ArtifactError
├── BadKey           a key that could leave the store's folder or that a store would not take: build it from safe names
└── ArtifactMissing  nothing is stored under the key: the file was deleted, or its retention has passed
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
