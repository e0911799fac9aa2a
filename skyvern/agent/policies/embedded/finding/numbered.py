"""Things known by their number ("ticket 6"): an address says kind and number, that of a link as that of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from skyvern.agent.lexicon import content, plain
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.domain.page import Element


def is_numbered(intent: Intent) -> bool:
    """Tell whether an order is to open a thing by its kind and number."""
    kind = content(intent.target)
    return intent.verb is Verb.OPEN and len(kind) == 1 and re.fullmatch(r"#?\d{1,9}", intent.row) is not None


def leads_to(intent: Intent, url: str) -> bool:
    """Tell whether an address is that of the thing: /tickets/6, /ticket/6/, /app/tickets/6."""
    parts = [plain(part) for part in urlsplit(url).path.split("/") if part]
    kind, number = content(intent.target)[0], intent.row.lstrip("#")
    return len(parts) > 1 and parts[-1] == number and re.fullmatch(rf"{re.escape(kind)}(?:e?s)?", parts[-2]) is not None


def link_to(intent: Intent, elements: Sequence[Element]) -> Element | None:
    """Return a link to the thing's own page."""
    links = (e for e in elements if e.role == "link" and e.href and not e.disabled and "?" not in e.href)
    return next((e for e in links if leads_to(intent, e.href)), None)
