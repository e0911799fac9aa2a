"""Browser workflows written in plain language: `from skyvern import Skyvern`."""

from __future__ import annotations

__version__ = "0.1.0"
