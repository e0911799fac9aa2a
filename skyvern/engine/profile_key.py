"""What parts the saved browser state of one workflow: the value of its `browser_profile_key`, told as a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from skyvern.engine.templating import render_text

PROFILE_KEY_DIGEST = "browser_profile_key_digest"
"""Setting of a run: the digest of the value, where its workflow has a key."""


def profile_key(settings: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, object]:
    """Return the setting of a run with these parameters, none without a key. Raises TemplateFailed."""
    template = settings.get("browser_profile_key")
    if not isinstance(template, str) or not template.strip():
        return {}
    value = render_text(template, parameters).strip()
    return {PROFILE_KEY_DIGEST: hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()}
