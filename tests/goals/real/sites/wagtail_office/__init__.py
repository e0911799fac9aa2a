"""A Wagtail site of a town's office: news, events, contacts."""

from __future__ import annotations
