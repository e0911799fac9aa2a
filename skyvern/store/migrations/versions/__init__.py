"""One file a revision, named by its number and what it brings."""

from __future__ import annotations
