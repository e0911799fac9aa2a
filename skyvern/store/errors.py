"""What can go wrong in the store:

StoreError
├── VersionConflict   this version of the workflow exists already: read the latest one and save the next
├── ClaimLost         another worker took the run, or it has ended: stop working on it, write nothing
├── IllegalMove       a run cannot go to this status from the one that it has: nothing was written
├── NameTaken         another living thing of the organisation has this name: choose another one
├── SessionTaken      a browser session cannot be given to a run: it has ended, or another run uses it
├── AlreadyFired      a moment of a schedule has been dealt with, or the schedule was changed: leave it
├── ItemTaken         an item of a batch has its run, or may not have one now: leave it
├── WokenMeanwhile    what the run was to wait for has happened: look again instead of waiting
├── AlreadyMade       the idempotency key was used: answer with the thing that it made
├── Unusable          the database does not answer, cannot be written (a full disk), or its URL cannot be used; what was
│                     being written is not there, or nobody can tell: look when it answers again
└── UnknownSchema     the database was written by a newer release: upgrade, or use another data directory
"""

from __future__ import annotations


class StoreError(Exception):
    """Something the store refuses."""


class VersionConflict(StoreError):
    """Somebody saved this version of the workflow first; read the latest and try the next number."""

    def __init__(self, permanent_id: str, version: int) -> None:
        super().__init__(f"version {version} of workflow {permanent_id} exists already")
        self.permanent_id = permanent_id
        self.version = version


class ClaimLost(StoreError):
    """The run belongs to another worker now, or has ended; nothing was written."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"the claim on run {run_id} is lost")
        self.run_id = run_id


class IllegalMove(StoreError):
    """No run goes from the status that this one has to that one; nothing was written."""

    def __init__(self, run_id: str, status: str) -> None:
        super().__init__(f"run {run_id} cannot become {status} from the status that it has")
        self.run_id = run_id


class NameTaken(StoreError):
    """Another living thing of this kind has the name; choose another one."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"there is a {kind} called {name!r} already; choose another name")
        self.name = name


class WokenMeanwhile(StoreError):
    """What the run was about to wait for has happened already; nothing was written."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"run {run_id} has been woken meanwhile")
        self.run_id = run_id


class SessionTaken(StoreError):
    """A browser session is used by another run, or has ended; the message says which."""


class AlreadyFired(StoreError):
    """A moment at which a schedule was due is another's; nothing was written."""

    def __init__(self, schedule_id: str, *, dealt_with: bool) -> None:
        super().__init__(f"schedule {schedule_id} does not stand at this moment any more")
        self.dealt_with = dealt_with
        """Whether the moment has its fire already, instead of another process being at it."""


class ItemTaken(StoreError):
    """An item of a batch is not to be started (any more); nothing was written."""

    def __init__(self, batch_id: str, number: int) -> None:
        super().__init__(f"item {number} of batch {batch_id} is not to be started now")


class AlreadyMade(StoreError):
    """The idempotency key has been used; `made_id` is the id of what it made."""

    def __init__(self, made_id: str) -> None:
        super().__init__(f"the idempotency key has already made {made_id}")
        self.made_id = made_id


class Unusable(StoreError):
    """The database cannot be opened or written now; the message has its own words, never its password."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the database cannot be used: {reason}")
        self.reason = reason


class UnknownSchema(StoreError):
    """The database's schema is not one that this release knows."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database has schema revision {revision!r}, which this release does not know; upgrade skyvern"
        )
        self.revision = revision
