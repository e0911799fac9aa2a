"""`python -m skyvern`, the same as the command `skyvern`."""

from __future__ import annotations

from skyvern.cli import main

main()
