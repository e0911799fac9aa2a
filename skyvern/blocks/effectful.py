"""What blocks share that change something outside: whether a second time would be harmless."""

from __future__ import annotations

from pydantic import Field

from skyvern.blocks.base import Block


class Effectful(Block):
    """A block whose effect must not happen twice, unless its author says otherwise."""

    safe_to_repeat: bool = Field(
        False,
        description="Doing it twice is harmless: when a crash leaves open whether it took effect, it is done again "
        "instead of failing with `effect_unknown`",
    )
