"""What a browser block asks of the agent, what a policy may answer, and what came of the pursuit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from skyvern.domain.failure import Category, Failure, UserError
from skyvern.domain.page import Action, ActionRecord, Download
from skyvern.domain.status import BlockStatus


class GoalKind(StrEnum):
    """The kinds of pursuit; the policy may read one goal text differently under each."""

    NAVIGATION = "navigation"
    ACTION = "action"
    """Exactly one action."""
    LOGIN = "login"
    FILE_DOWNLOAD = "file_download"
    EXTRACTION = "extraction"
    VALIDATION = "validation"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretField:
    """A credential field as the agent may know it: its name and the opaque token that stands for it."""

    parameter: str
    field: str
    """username, password, totp, card_number, …"""
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalValue:
    """A value that a template put into a goal's text, with the last name of its expression ("" if it has none)."""

    name: str
    text: str
    at: int
    """Where in the text it begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCondition:
    """What must hold at the end, checked without any mind; of several fields all must hold."""

    at: str = ""
    """Address where to look, opened anew in a tab of its own; "" looks at the page where the goal ended."""
    url: str = ""
    """What the address holds; with `*` for anything, what all of it is."""
    text: str = ""
    no_text: str = ""
    element: Mapping[str, str | bool] = field(default_factory=dict[str, str | bool])
    """`name` of an element on the page and, if given, its role, value, checked, selected, disabled."""
    download: str = ""
    """Name of a file that arrived, `*` for anything."""
    schema: Mapping[str, object] | None = None
    """JSON Schema of the data that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Text, limits, wanted data's schema, criteria and error codes of one browser block."""

    kind: GoalKind
    text: str = ""
    """Navigation goal, rendered; "" when only data is wanted."""
    values: tuple[GoalValue, ...] = ()
    """What in `text` comes from `{{ … }}`, in order; objects and lists are told as text only."""
    not_given: tuple[GoalValue, ...] = ()
    """Where in `text` a value was left empty."""
    extraction: str = ""
    asked_with: tuple[GoalValue, ...] = ()
    """What in `extraction` comes from `{{ … }}`."""
    schema: Mapping[str, object] | None = None
    complete_criterion: str = ""
    terminate_criterion: str = ""
    payload: Mapping[str, object] = field(default_factory=dict[str, object])
    """Values of `parameter_keys`; secrets appear as opaque tokens."""
    secrets: tuple[SecretField, ...] = ()
    error_codes: Mapping[str, str] = field(default_factory=dict[str, str])
    max_steps: int = 10
    complete_on_download: bool = False
    download_name: str = ""
    download_timeout: float = 30.0
    selector: str = ""
    verify: bool = True
    post_conditions: tuple[PostCondition, ...] = ()
    safe_to_repeat: bool = False
    """Whether its author takes it for harmless that something is done twice after a crash."""
    system_prompt: str = ""
    model: Mapping[str, object] | None = None

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing is to be done on the page, beside opening it."""
        return not (
            self.text
            or self.extraction
            or self.schema
            or self.complete_criterion
            or self.terminate_criterion
            or self.selector
            or self.secrets
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Do these actions in order; the loop stops the list when one fails or the page moves on."""

    actions: tuple[Action, ...]
    reasoning: str = ""
    notes: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the policy wants to find in `History.notes` at the next step; merged over what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The goal is reached; `evidence` says what on the page shows it, `data` is what was extracted."""

    evidence: str
    data: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """The goal cannot be reached (or, with `terminate`, its author asked to stop here)."""

    failure: Failure
    terminate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The page is not ready; look again after it changes or after `seconds`."""

    seconds: float
    why: str
    notes: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPerson:
    """Only a person can go on."""

    question: str
    category: Category = Category.UNKNOWN
    """What the failure is when nobody may be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookCloser:
    """The text of the page does not suffice: decide again with a picture of it."""

    why: str


Decision = Act | Done | GiveUp | Wait | AskPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What has been done for this goal so far, oldest first."""

    records: tuple[ActionRecord, ...] = ()
    downloads: tuple[Download, ...] = ()
    steps: int = 0
    start_url: str = ""
    notes: Mapping[str, object] = field(default_factory=dict[str, object])
    """What a policy wants to remember between steps (JSON-like; persisted with each decision)."""
    notes_before: Mapping[str, object] | None = None
    """The notes as they were before the last act was decided, where a restart has to know; None where not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a goal."""

    status: BlockStatus
    extracted: object = None
    failure: Failure | None = None
    errors: tuple[UserError, ...] = ()
    records: tuple[ActionRecord, ...] = ()
    downloads: tuple[Download, ...] = ()
    steps: int = 0
    evidence: str = ""
    question: str = ""
    """What only a person can do, "" when the pursuit did not end for that."""
    mind: str = ""
    """Which policy decided: embedded, model or replay."""
