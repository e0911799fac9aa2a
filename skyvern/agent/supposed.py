"""Leaves out of a sentence what it only supposes: what is left is what it says is so."""

from __future__ import annotations

import re

_SUPPOSED = re.compile(
    r"\b(?:until|till|unless|if|whether|when(?:ever)?|once|after|before|as soon as|by the time"
    r"|sobald|wenn|falls|nachdem|lorsque|quand|dès que|cuando|una vez que|hasta que|quando|assim que|até que)"
    r"\b[^,;.!?]*",
    re.I,
)


def stated(text: str) -> str:
    """Return what a sentence says is so, without clauses of time and condition.

    *We write to you when the transfer is complete* does not say that it is.
    """
    return _SUPPOSED.sub(" ", text)
