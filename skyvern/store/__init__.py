"""What must outlast the process, in SQL: one file per aggregate, and the only room that speaks it."""

from __future__ import annotations

from skyvern.store.artifacts import Artifacts
from skyvern.store.credentials import Credentials
from skyvern.store.database import Database
from skyvern.store.deliveries import Deliveries
from skyvern.store.errors import AlreadyMade, ClaimLost, StoreError, UnknownSchema, VersionConflict
from skyvern.store.journal import Journal
from skyvern.store.organizations import Organizations
from skyvern.store.runs import Also, Runs
from skyvern.store.workflows import Workflows


class Store:
    """Every aggregate of one database."""

    __slots__ = ("artifacts", "credentials", "deliveries", "journal", "organizations", "runs", "workflows")

    def __init__(self, database: Database) -> None:
        self.organizations = Organizations(database)
        self.workflows = Workflows(database)
        self.runs = Runs(database)
        self.journal = Journal(database)
        self.artifacts = Artifacts(database)
        self.credentials = Credentials(database)
        self.deliveries = Deliveries(database)


__all__ = [
    "AlreadyMade",
    "Also",
    "Artifacts",
    "ClaimLost",
    "Credentials",
    "Database",
    "Deliveries",
    "Journal",
    "Organizations",
    "Runs",
    "Store",
    "StoreError",
    "UnknownSchema",
    "VersionConflict",
    "Workflows",
]
