"""What the agent sees and does: a page as plain data, one typed action, and what came of it. Never holds secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ASIDE = frozenset(["navigation", "banner", "contentinfo", "complementary"])
"""Landmarks that are not the page itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a select or listbox."""

    label: str
    value: str = ""
    selected: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing on the page that can be acted on.

    `ref` is stable while the element lives (`e12`; `f2e12` inside frame 2). `box` is x, y, width, height in CSS pixels
    of the top viewport. The value of a password field is never read: it is "" or "•••".
    """

    ref: str
    role: str
    name: str
    tag: str = ""
    input_type: str = ""
    value: str = ""
    placeholder: str = ""
    description: str = ""
    hints: tuple[str, ...] = ()
    """Weak names: id and name attribute split into words, class words, title, icon names, text close by."""
    options: tuple[Option, ...] = ()
    checked: bool | None = None
    expanded: bool | None = None
    selected: bool | None = None
    disabled: bool = False
    readonly: bool = False
    required: bool = False
    invalid: bool = False
    error: str = ""
    href: str = ""
    group: str = ""
    """Nearest fieldset legend, dialog title, section heading or landmark name."""
    landmark: str = ""
    """Nearest landmark role: main, navigation, banner, contentinfo, complementary, search, dialog, or ""."""
    context: str = ""
    """Whole text of the table row, list item or card that holds the element, "" when none does."""
    form: str = ""
    """Identity of the form (or dialog) it belongs to: elements of one form share it."""
    autocomplete: str = ""
    accept: str = ""
    popup: str = ""
    """aria-haspopup: "listbox", "menu", "dialog", … or ""."""
    holds: tuple[str, ...] = ()
    """Names of the links and buttons behind it that the page holds already and does not show: a closed menu."""
    frame: str = ""
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    in_viewport: bool = True
    covered: bool = False
    new: bool = False
    """Was not there at the last look at this same document."""
    listener: bool = False
    order: int = 0
    """Place in reading order, on one scale with the lines and tables of the reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table, with the links in it."""

    text: str
    header: bool = False
    links: tuple[tuple[str, str], ...] = ()
    """(text, absolute URL) pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A data table (or ARIA grid) with spans expanded; `headers` is () when it has none."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label and its value as the page shows them."""

    label: str
    value: str
    source: str
    """dl, row (th + td), colon ("Label: value" in one text), sibling (label beside value), field (form value);
    badge (a word or two on a ground of their own, without any label)."""
    group: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One of several look-alike siblings (cards, list items): its texts in order and the pairs found in it."""

    texts: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Look-alike siblings that hold data."""

    records: tuple[Record, ...]
    heading: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One run of visible text; `level` is 1–6 for headings, 0 otherwise."""

    text: str
    level: int = 0
    order: int = 0
    region: str = ""
    """Landmark it stands in (main, navigation, banner, contentinfo, …)."""
    y: int = 0
    """Where it begins, in CSS pixels below the top of the viewport."""
    parts: tuple[tuple[str, str], ...] = ()
    """The text cut into (text, reference of the element that says it or ""); () when no element says any of it."""
    new: bool = False
    """Was not there at the last look at this same document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message the page shows about what happened."""

    text: str
    kind: str
    """error, success, warning or info."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What can be read on the page, as structure."""

    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    pairs: tuple[Pair, ...] = ()
    groups: tuple[Group, ...] = ()
    json_ld: tuple[Mapping[str, object], ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def text(self) -> str:
        """All visible text, a line each, headings marked with #."""
        return "\n".join(("#" * line.level + " " if line.level else "") + line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """An open tab."""

    index: int
    url: str
    title: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TabPicture:
    """A PNG of a tab, and the address that it showed."""

    url: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A native dialog (alert, confirm, prompt, beforeunload) and how it was answered."""

    kind: str
    message: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request with which a page may have changed something on a server; `url` is without its query."""

    id: str
    method: str
    url: str
    status: int | None = None
    """None: not answered."""
    failure: str = ""
    """Why no answer will come, "" when one did or still may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """The page now."""

    url: str
    title: str
    elements: tuple[Element, ...] = ()
    reading: Reading = field(default_factory=Reading)
    alerts: tuple[Alert, ...] = ()
    tabs: tuple[Tab, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    """Native dialogs that came up since the last look (already answered)."""
    status: int | None = None
    """HTTP status of the main document, None when unknown."""
    busy: str = ""
    """Why the page looks unfinished (spinner text, aria-busy, pending requests), "" when settled."""
    scroll_y: int = 0
    page_height: int = 0
    viewport: tuple[int, int] = (1280, 720)
    fingerprint: str = ""
    """Hash of what the page shows: equal fingerprints mean nothing visible changed."""
    sent: tuple[Sent, ...] = ()
    """The last requests that may have changed something on a server, oldest first, whichever page sent them."""
    picture: bytes | None = field(default=None, repr=False)
    """PNG of the viewport with secret fields covered; taken only when a policy asks for it."""

    def element(self, ref: str) -> Element | None:
        """Return the element with that reference, or None."""
        return next((element for element in self.elements if element.ref == ref), None)


class ActionKind(StrEnum):
    """What can be done to a page (contract 9)."""

    CLICK = "click"
    INPUT_TEXT = "input_text"
    SELECT_OPTION = "select_option"
    CHECKBOX = "checkbox"
    UPLOAD_FILE = "upload_file"
    DOWNLOAD_FILE = "download_file"
    KEYPRESS = "keypress"
    HOVER = "hover"
    SCROLL = "scroll"
    WAIT = "wait"
    GOTO_URL = "goto_url"
    RELOAD_PAGE = "reload_page"
    GO_BACK = "go_back"
    GO_FORWARD = "go_forward"
    NEW_TAB = "new_tab"
    SWITCH_TAB = "switch_tab"
    CLOSE_PAGE = "close_page"
    DRAG = "drag"
    DIALOG = "dialog"
    """Set how the next native dialog is answered (`checked` = accept, `text` = prompt answer)."""
    EXTRACT = "extract"
    COMPLETE = "complete"
    TERMINATE = "terminate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One typed thing to do. `text` may hold opaque secret tokens; they are resolved at the moment of typing."""

    kind: ActionKind
    ref: str = ""
    text: str = ""
    """Text to type, option label to choose, URL to open, key chord such as "Enter" or "Control+A"."""
    checked: bool = True
    files: tuple[str, ...] = ()
    """File references (URL, file_… id, artifact id, or path of a run file) for upload_file."""
    amount: int = 0
    """Scroll distance in CSS pixels (negative = up), tab index for switch_tab."""
    seconds: float = 0.0
    target: str = ""
    """Second element of a drag."""
    selector: str = ""
    """CSS or XPath used when `ref` is "" (action block with a selector)."""
    effect: bool = False
    """Submits, pays, sends or deletes: its intent is committed before it is done."""
    reasoning: str = ""
    intention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that arrived in the browser. `path` is where the worker can read it now."""

    guid: str
    file_name: str
    url: str
    size: int
    path: str
    checksum: str = ""


class Trouble(StrEnum):
    """Why an action did not do what it should."""

    GONE = "gone"
    """The element is no longer there."""
    COVERED = "covered"
    DISABLED = "disabled"
    REJECTED = "rejected"
    """The value did not stick, or no such option."""
    TIMEOUT = "timeout"
    NETWORK = "network"
    REFUSED = "refused"
    """The guard or a policy forbids it."""
    NO_DOWNLOAD = "no_download"
    CRASHED = "crashed"
    INTERRUPTED = "interrupted"
    """A restart lay in between: it was not done, or may be done once more, and is decided on anew."""
    BAD_INPUT = "bad_input"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResult:
    """What came of an action; a page that does not do what we want is a result, not an exception."""

    ok: bool
    message: str = ""
    trouble: Trouble | None = None
    value: str = ""
    """What the field holds afterwards (never for password fields), or the option chosen."""
    navigated: bool = False
    url: str = ""
    status: int | None = None
    downloads: tuple[Download, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    opened_tab: bool = False
    reached: bool = False
    """A server was asked for something while it was done: it may have taken effect, also where it failed."""
    sent: tuple[str, ...] = ()
    """Ids of the requests it set off that may have changed something (`Sent`)."""


UNSEEN = ("unseen",)
"""Stands for the requests of a deed that nobody saw being sent."""


class Arrival(StrEnum):
    """What became of a deed that a crash interrupted, as far as its page can tell."""

    NOT = "not"
    """The page never got it."""
    GOT = "got"
    """The page got it, and is still there."""
    LEFT = "left"
    """The page that was to get it has been left since."""
    LOST = "lost"
    """There is no such page any more, or it could not be marked: nothing can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRecord:
    """One action as it was decided and what came of it; what timeline, history and scripts read."""

    action_id: str
    step: int
    order: int
    action: Action
    element: Element | None = None
    result: ActionResult | None = None
    """None: decided and begun, outcome unknown (a crash lay in between)."""
    at: datetime | None = None
    screenshot: str | None = None
    """Artifact id."""
