"""What must outlast the process, in SQL: one file per aggregate, and the only room that speaks it."""

from __future__ import annotations

from skyvern.domain.pulse import Pulse
from skyvern.store.artifacts import Artifacts
from skyvern.store.audit import Audit
from skyvern.store.batches import Batches
from skyvern.store.browser_profiles import BrowserProfiles
from skyvern.store.browser_sessions import BrowserSessions
from skyvern.store.codes import OneTimeCodes
from skyvern.store.controls import Controls
from skyvern.store.credentials import Credentials
from skyvern.store.database import Database
from skyvern.store.deliveries import Deliveries
from skyvern.store.erasure import Erasure
from skyvern.store.errors import (
    AlreadyFired,
    AlreadyMade,
    ClaimLost,
    IllegalMove,
    ItemTaken,
    NameTaken,
    SessionTaken,
    StoreError,
    UnknownSchema,
    Unusable,
    VersionConflict,
    WokenMeanwhile,
)
from skyvern.store.figures import Figures
from skyvern.store.folders import Folders
from skyvern.store.journal import Journal
from skyvern.store.organizations import Organizations
from skyvern.store.pulse import read_pulse
from skyvern.store.ranks import rank_of
from skyvern.store.run_filter import RunFilter, RunOrder
from skyvern.store.runs import Also, Runs
from skyvern.store.schedules import Schedules
from skyvern.store.scripts import Scripts
from skyvern.store.seals import Reseal, reseal_all
from skyvern.store.signals import Listener, Signal
from skyvern.store.spending import Spending
from skyvern.store.tags import Tags
from skyvern.store.workers import Workers
from skyvern.store.workflow_filter import WorkflowFilter
from skyvern.store.workflows import Workflows


class Store:
    """Every aggregate of one database."""

    __slots__ = (
        "_database",
        "artifacts",
        "audit",
        "batches",
        "browser_profiles",
        "browser_sessions",
        "codes",
        "controls",
        "credentials",
        "deliveries",
        "erasure",
        "figures",
        "folders",
        "journal",
        "listener",
        "organizations",
        "runs",
        "schedules",
        "scripts",
        "spending",
        "tags",
        "workers",
        "workflows",
    )

    def __init__(self, database: Database) -> None:
        self._database = database
        self.listener = database.listen
        self.organizations = Organizations(database)
        self.workflows = Workflows(database)
        self.runs = Runs(database)
        self.journal = Journal(database)
        self.artifacts = Artifacts(database)
        self.audit = Audit(database)
        self.batches = Batches(database)
        self.credentials = Credentials(database)
        self.codes = OneTimeCodes(database)
        self.controls = Controls(database)
        self.deliveries = Deliveries(database)
        self.figures = Figures(database)
        self.erasure = Erasure(database)
        self.folders = Folders(database)
        self.tags = Tags(database)
        self.workers = Workers(database)
        self.schedules = Schedules(database)
        self.scripts = Scripts(database)
        self.spending = Spending(database)
        self.browser_sessions = BrowserSessions(database)
        self.browser_profiles = BrowserProfiles(database)

    async def pulse(self) -> Pulse:
        """Return how the installation is doing now."""
        return await read_pulse(self._database)


__all__ = [
    "AlreadyFired",
    "AlreadyMade",
    "Also",
    "Artifacts",
    "Audit",
    "Batches",
    "BrowserProfiles",
    "BrowserSessions",
    "ClaimLost",
    "Controls",
    "Credentials",
    "Database",
    "Deliveries",
    "Figures",
    "Folders",
    "IllegalMove",
    "ItemTaken",
    "Journal",
    "Listener",
    "NameTaken",
    "OneTimeCodes",
    "Organizations",
    "Reseal",
    "RunFilter",
    "RunOrder",
    "Runs",
    "Schedules",
    "Scripts",
    "SessionTaken",
    "Signal",
    "Store",
    "StoreError",
    "Tags",
    "UnknownSchema",
    "Unusable",
    "VersionConflict",
    "WokenMeanwhile",
    "Workers",
    "WorkflowFilter",
    "Workflows",
    "rank_of",
    "reseal_all",
]
