"""The script that covers texts in a document, in a world of its own that the page's scripts cannot reach."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files

WORLD = "skyvern veil"


def veil_script(texts: Collection[str]) -> str:
    """Return the source that covers these texts in the document it runs in."""
    return f"({_script()})({json.dumps(sorted(texts))})"


@cache
def _script() -> str:
    return files("skyvern.browser").joinpath("veil.js").read_text(encoding="utf-8").partition("\n")[2].strip()
