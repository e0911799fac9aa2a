"""The script that tells what a person does in a document, from a world of its own out of the page's reach."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

WORLD = "skyvern demonstration"
BINDING = "skyvernDemonstrated"
"""What the script calls, in its own world, with each step as JSON."""
_BEFORE = (
    f"const BINDING = '{BINDING}', registry = {{secrets: new WeakSet(), drawn: new WeakMap()}}, "
    "seen = {listeners: new WeakSet(), drops: new WeakSet()};"
)
_NAMES = ("names.js", "elements.js")


@cache
def demonstration_script() -> str:
    """Return the source; elements get the names that observing gives them."""
    parts = [
        _BEFORE,
        *(files("skyvern.browser.observe").joinpath("page", name).read_text("utf-8") for name in _NAMES),
        files("skyvern.browser").joinpath("demonstration.js").read_text("utf-8"),
    ]
    return "(() => {\n" + "\n".join(parts) + "\n})()"
