"""The sample workflows: definitions as a user would write them, one for each sample site."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

SAMPLE_WORKFLOWS = {
    "credential_verification": "registry",
    "invoice_download": "portal",
    "application_form": "application",
    "slow_page": "slow",
}
_PLACEHOLDER = "BASE_URL"


def sample_workflow(name: str, base_url: str) -> dict[str, Any]:
    """The `json_definition` of a sample workflow whose URLs point at sites served from `base_url`.

    Raises KeyError for a name that is not in `SAMPLE_WORKFLOWS`.
    """
    if name not in SAMPLE_WORKFLOWS:
        raise KeyError(f"no sample workflow {name!r}; there are {', '.join(SAMPLE_WORKFLOWS)}")
    text = files("skyvern.testing.sites").joinpath("workflows", f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text.replace(_PLACEHOLDER, json.dumps(base_url.rstrip("/"))[1:-1]))
