"""What a block is, what it may ask of the engine, and the list of all kinds of block."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar, Protocol, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from skyvern.blocks.filing import Files as Files, SavedFile as SavedFile
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.clock import Deadline
from skyvern.domain.failure import Failure
from skyvern.domain.goal import Goal, Outcome, SecretField
from skyvern.domain.mail import Mail, Mailbox, MailQuery, MailSent
from skyvern.domain.run import WaitsFor
from skyvern.domain.search import SearchAnswer
from skyvern.domain.sheet import SheetCall
from skyvern.domain.status import BlockStatus, RunStatus

REGISTRY: dict[str, type[Block]] = {}

T = TypeVar("T")


class TemplateMark:
    """Marks a field whose strings are templates; the interpreter renders them before the block runs."""


Templated = Annotated[T, TemplateMark()]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockResult:
    """How one execution of a block ended. `output` is what `{label}_output` will hold."""

    status: BlockStatus
    output: object = None
    failure: Failure | None = None
    told: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the timeline tells beside the output: which mind decided, and why it believed to be done."""


def completed(output: object) -> BlockResult:
    """Return the result of a block that did what it should."""
    return BlockResult(status=BlockStatus.COMPLETED, output=output)


def failed(failure: Failure, output: object = None) -> BlockResult:
    """Return the result of a block that broke; without an output the public crash shape is given (contract 3.5)."""
    if output is None:
        errors = [error.as_json() for error in failure.errors]
        output = {"status": "failed", "failure_reason": failure.reason, "errors": errors}
    return BlockResult(status=BlockStatus.FAILED, output=output, failure=failure)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """Who and where a block is while it runs."""

    run_id: str
    organization_id: str
    workflow_title: str
    workflow_permanent_id: str
    block_run_id: str
    task_id: str
    label: str
    max_steps: int | None
    """`x-max-steps-override` of the run, None without."""
    error_codes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The definition's error_code_mapping; a block's own wins."""
    system_prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pursuit:
    """What came of a goal, with the artifacts it left and the page it ended on."""

    outcome: Outcome
    files: tuple[Artifact, ...] = ()
    file_urls: tuple[str, ...] = ()
    screenshots: tuple[Artifact, ...] = ()
    """Screenshots of this block, latest first."""
    screenshot_urls: tuple[str, ...] = ()
    final_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IterationResult:
    """What one pass through a loop's body made: (label, output) of each executed block, in order."""

    index: int
    value: object
    outputs: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopResult:
    """All passes of a loop, and the failure that ended it early."""

    iterations: tuple[IterationResult, ...]
    status: BlockStatus = BlockStatus.COMPLETED
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One outgoing request of a workflow; `body` is sent as JSON unless it is text or a form."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: object = None
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    timeout: float = 30.0
    follow_redirects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """The answer to an HttpRequest; the request as it really went out is echoed with secrets masked."""

    status_code: int
    url: str
    headers: Mapping[str, str]
    content: bytes
    json: object
    """Parsed body when it is JSON, else None."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a condition came to: `error` says why it could not be evaluated, which counts as not holding."""

    holds: bool
    rendered: str
    why: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person said to a block that asked."""

    approved: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowOrder:
    """A run of another workflow that a block wants."""

    permanent_id: str
    parameters: Mapping[str, object]
    wait: bool = True
    browser_session_id: str | None = None
    share_browser: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowOutcome:
    """How the run of another workflow stands."""

    run_id: str
    status: RunStatus
    failure_reason: str | None = None
    output: Mapping[str, object] | None = None


class Suspended(Exception):
    """The block waits for something outside: the run gives its worker back until it is woken, or until `until`."""

    def __init__(self, waits_for: WaitsFor, *, until: datetime) -> None:
        super().__init__(f"waits for {waits_for.value}")
        self.waits_for = waits_for
        self.until = until


class UndefinedReference(Exception):
    """An expression names nothing that exists in the run's scope (`missing`), or cannot be read."""

    def __init__(self, message: str, *, missing: bool = False) -> None:
        super().__init__(message)
        self.missing = missing


class BlockContext(Protocol):
    """What the engine lends a block while it runs."""

    @property
    def facts(self) -> RunFacts:
        """Who and where the block is."""
        ...

    @property
    def deadline(self) -> Deadline:
        """When the run's time is over."""
        ...

    def lookup(self, expression: str) -> object:
        """Return the value of a key, dotted path or template expression; raises UndefinedReference."""
        ...

    def payload(self, keys: Sequence[str]) -> dict[str, object]:
        """Return the values of these parameters; secrets appear as opaque tokens."""
        ...

    def secrets(self, keys: Sequence[str]) -> tuple[SecretField, ...]:
        """Return the secret fields of the credential parameters among these keys."""
        ...

    async def run_iterations(
        self, body: Sequence[Block], *, values: Sequence[object], next_on_failure: bool
    ) -> LoopResult:
        """Run `body` once for each value, going on where an interrupted run stood."""
        ...

    def loop_values(self) -> Sequence[object] | None:
        """Return the values that this loop began with before an interruption; None when it begins now."""
        ...

    async def run_while(
        self, body: Sequence[Block], *, holds: Callable[[int], Awaitable[bool]], next_on_failure: bool
    ) -> LoopResult:
        """Run `body` while `holds` says so of the next pass, going on where an interrupted run stood."""
        ...

    async def evaluate(self, criteria_type: str, expression: str) -> Evaluation:
        """Render a condition with what is known now and judge it; raises BlockError where only a model could."""
        ...

    async def judge(self, sentence: str) -> Evaluation:
        """Judge a rendered sentence by the run's values alone, whatever the page shows; raises BlockError."""
        ...

    async def ask(self, prompt: str, *, schema: Mapping[str, object] | None = None) -> object:
        """Ask the language model for data of this schema, for text without one; raises BlockError (`needs an LLM:`)."""
        ...

    async def pursue(self, goal: Goal, *, url: str) -> Pursuit:
        """Open `url` unless it is empty, pursue the goal in the run's browser, keep screenshots and downloads."""
        ...

    async def run_code(self, code: str, *, keys: Sequence[str] | None) -> object:
        """Run sandboxed Python with the parameters as variables (all when `keys` is None); return its output.

        Raises CodeRefused with a message that names the line of the user's code.
        """
        ...

    async def fetch(self, request: HttpRequest) -> HttpReply:
        """Send a request through the guard with secret tokens resolved; raises FetchFailed."""
        ...

    async def send_mail(self, mail: Mail) -> MailSent:
        """Send a message, secret tokens of its server resolved; call `intend` first. Raises MailFailed."""
        ...

    async def read_mail(self, query: MailQuery, reference: str) -> Mailbox:
        """Search the mailbox of a credential; raises MailFailed, CredentialUnusable."""
        ...

    async def call_sheets(self, call: SheetCall, reference: str) -> Mapping[str, object]:
        """Ask Google Sheets in the name of a credential; raises FetchFailed, CredentialUnusable."""
        ...

    async def search_web(self, query: str, *, limit: int) -> SearchAnswer:
        """Ask the configured search provider; raises FetchFailed, also when none is configured."""
        ...

    async def credential(self, reference: str) -> Mapping[str, str]:
        """Return field → token of a credential, by its id or by the key of a parameter that holds one.

        Raises CredentialUnusable.
        """
        ...

    async def conceal(self, value: str) -> str:
        """Make a value that came from outside a secret of the run, and return the token that stands for it."""
        ...

    async def intend(self, effect: str) -> None:
        """Commit that something is about to be done that must not be done twice; raises EffectUnknown after a crash."""
        ...

    def intended(self) -> bool:
        """Tell whether this block had begun its effect before an interruption."""
        ...

    async def answer(self, *, seconds: float) -> Answer | None:
        """Return what a person answered, None once so many seconds have passed; the run is paused meanwhile."""
        ...

    def answer_link(self, *, approved: bool) -> str:
        """Return the link by which somebody without a key may answer."""
        ...

    async def run_workflow(self, order: WorkflowOrder) -> WorkflowOutcome:
        """Start another workflow, once, and wait for its end when it says so; raises BlockError."""
        ...

    async def save_file(self, data: bytes, *, name: str, artifact_type: ArtifactType) -> SavedFile:
        """Keep bytes as an artifact of the run."""
        ...

    @property
    def files(self) -> Files:
        """Files: bring, keep, read, write, print, and exchange with buckets."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; a restart goes on with what is left."""
        ...


class BlockError(Exception):
    """Something the engine did for a block went wrong; carries the failure to report.

    BlockError
    ├── CodeRefused     user code failed, was too slow or too large
    ├── FetchFailed     an HTTP request got no answer
    ├── MailFailed      a mail server did not do what was asked
    ├── CredentialUnusable  a credential does not exist, or cannot be read
    └── EffectUnknown   a crash lay between an irreversible act and its record
    """

    def __init__(self, failure: Failure, *, output: object = None) -> None:
        super().__init__(failure.reason)
        self.failure = failure
        self.output = output


class CodeRefused(BlockError):
    """User code failed; the message names the line."""


class FetchFailed(BlockError):
    """A request got no answer."""


class MailFailed(BlockError):
    """A mail server could not be reached, or refused; the message says which and why."""


class CredentialUnusable(BlockError):
    """A credential does not exist here, or its vault cannot be read."""


class EffectUnknown(BlockError):
    """The run was interrupted between an irreversible act and its record; it is not repeated."""


class Block(BaseModel, ABC):
    """One step of a workflow. Each kind lives in its own file of this package."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    needs_model: ClassVar[bool] = False
    """Whether this kind cannot run on the embedded engine at all."""

    label: str = Field(description="Unique name inside the workflow; its output is `{label}_output`")
    next_block_label: str | None = None
    continue_on_failure: bool = False
    max_elapsed_time_seconds: int | None = Field(
        None, ge=1, le=14_400, description="Seconds that the block may take; then it is broken off and timed out"
    )
    model: dict[str, object] | None = None
    ignore_workflow_system_prompt: bool = False
    next_loop_on_failure: bool = False

    @field_validator("label")
    @classmethod
    def _identifier(cls, label: str) -> str:
        if not label.isidentifier():
            raise ValueError("a label must be an identifier (letters, digits, _; no leading digit)")
        return label

    @field_validator("continue_on_failure", "ignore_workflow_system_prompt", "next_loop_on_failure", mode="before")
    @classmethod
    def _null_is_false(cls, value: object) -> object:
        return False if value is None else value

    @abstractmethod
    async def run(self, ctx: BlockContext) -> BlockResult:
        """Do it. All templated fields are rendered already."""

    def inner(self) -> Sequence[Block]:
        """Return the blocks inside this one, () for plain blocks."""
        return ()

    def arms(self) -> Sequence[str | None] | None:
        """Return where this block may lead when it chooses its successor (None is its own), None when it never does."""
        return None

    def chosen(self, output: object) -> str | None:
        """Return the label that this block chose to go on with, as its output tells."""
        del output
        return None

    def references(self) -> Sequence[str]:
        """Return the parameter keys this block names; each must exist."""
        return ()

    def problems(self) -> Sequence[str]:
        """Return what makes this block unable to run, found at save (`field: message`)."""
        return ()


B = TypeVar("B", bound=Block)


def register(cls: type[B]) -> type[B]:
    """Make a kind of block known by the literal in its `block_type`; a name given twice stops the start."""
    for kind in get_args(cls.model_fields["block_type"].annotation):
        if kind in REGISTRY:
            raise RuntimeError(f"two kinds of block are called {kind!r}")
        REGISTRY[kind] = cls
    return cls


def block_type(block: Block) -> str:
    """Return the kind of a block as written in definitions."""
    return str(getattr(block, "block_type"))  # noqa: B009 - the base class has no such field, every kind has
