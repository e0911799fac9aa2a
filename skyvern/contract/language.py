"""What the server tells about the block language: whether a definition can be saved, and what blocks there are."""

from __future__ import annotations

from typing import Any

from skyvern.contract.fields import Answer


class ValidationAnswer(Answer):
    """Whether a definition could be saved."""

    valid: bool
    errors: list[str]
    """What must be changed, each with its place; empty when it is valid."""
    warnings: list[str]
    """What would be ignored, each with its place."""


class BlockTypeAnswer(Answer):
    """A kind of block: what it is for, and the JSON Schema of its fields."""

    block_type: str
    description: str
    json_schema: dict[str, Any]
