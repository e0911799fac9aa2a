"""Chaos tests use whole products, as the end-to-end tests do."""

from __future__ import annotations

from tests.e2e.conftest import connected, product, product_with

__all__ = ["connected", "product", "product_with"]
