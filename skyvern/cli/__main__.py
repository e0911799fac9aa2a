"""`python -m skyvern.cli` is the `skyvern` command."""

from __future__ import annotations

from skyvern.cli import main

main()
