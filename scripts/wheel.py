"""Refuses to build a wheel without the web UI: `scripts/ui` builds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebUi(BuildHookInterface[Any]):
    """Looks for the built UI before a wheel is packed; an editable install finds it when it is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raise when there is nothing to pack."""
        del build_data
        if version != "editable" and not (Path(self.root) / "skyvern" / "ui_dist" / "index.html").is_file():
            raise RuntimeError("the web UI is not built: run scripts/ui first")
