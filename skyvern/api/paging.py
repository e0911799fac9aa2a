"""Query parameters that lists share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

Page = Annotated[int, Query(ge=1, le=1_000_000)]
PageSize = Annotated[int, Query(ge=1, le=100)]
LargePageSize = Annotated[int, Query(ge=1, le=500)]
Words = Annotated[str | None, Query(max_length=500)]
"""What a search looks for."""
