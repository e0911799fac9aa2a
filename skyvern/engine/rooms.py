"""Everything a run needs of other rooms, handed to the engine once at composition."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from skyvern.agent.ports import Policy
from skyvern.artifacts import Archive, SignedUrls
from skyvern.browser.proxies import ProxySources
from skyvern.credentials import ForeignVaults, LocalVault, Sealer
from skyvern.domain.addresses import AddressRules
from skyvern.domain.run import Run
from skyvern.domain.spending import Payer
from skyvern.domain.trace import Span
from skyvern.engine.admission import Limits
from skyvern.engine.control import ControlDesk
from skyvern.engine.outside import Outside
from skyvern.engine.ports import BrowserFactory, Presenter
from skyvern.engine.retention import Keep
from skyvern.llm.port import ModelPort
from skyvern.sandbox import CodeSandbox
from skyvern.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The parts, already built and wired by `serve`."""

    store: Store
    controls: ControlDesk
    """Who has the controls of which browser."""
    archive: Archive
    signer: SignedUrls
    sandbox: CodeSandbox
    vault: LocalVault
    policies: Callable[[Payer, Mapping[str, object] | None], Sequence[Policy]]
    """The minds for a run and the `model` that its block wants, in the order in which they are asked."""
    browser: BrowserFactory
    sweep: Callable[[Collection[str]], Awaitable[None]]
    """Closes the browsers that an earlier worker left open, but for those with these ids."""
    transport: Callable[[], httpx.AsyncBaseTransport]
    """A guarded transport for everything that a workflow names."""
    rules: AddressRules
    presenter: Presenter
    signing_key: Callable[[Run], Awaitable[str]]
    """The API key that signs a run's webhook: the one that made the run, else the organisation's."""
    sealer: Sealer
    secret: bytes
    scratch: Path
    """Folder for files of running runs."""
    proxies: ProxySources
    """Where upstream proxies come from."""
    models: Callable[[Payer, Mapping[str, object] | None], ModelPort | None]
    """The language model that a block's `model` names, else the server's; None where none is configured."""
    vaults: ForeignVaults = field(default_factory=ForeignVaults)
    """The vaults of other makers."""
    outside: Outside = field(default_factory=Outside)
    """Mail servers, Google, web search."""
    node_id: str = ""
    """The node of this process, where other processes may use the same database."""
    public_url: str = "http://localhost:8000"
    """How people reach this server; links that answer questions begin so."""
    strict_templates: bool = False
    """Whether a name that is missing in a template fails its block, instead of rendering empty."""
    limits: Limits = field(default_factory=Limits)
    """What an operator allows."""
    max_deadline_minutes: int = 240
    keep: Keep = field(default_factory=Keep)
    """For how long runs and their files are kept."""
    traces: Callable[[Sequence[Span]], None] | None = None
    """Takes the spans of runs that have ended; None where nobody wants traces."""
    grace: float = 10.0
    """Seconds that the end of a run may use for its recording."""
