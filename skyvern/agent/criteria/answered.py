"""Judges that what was sent was taken: the form is gone, and what has come says so or gives it a number."""

from __future__ import annotations

import re

from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene, even, stated
from skyvern.agent.criteria.verdict import Verdict, no, untried, yes
from skyvern.agent.extract.codes import KIND, codes_in
from skyvern.agent.lexicon import content, root
from skyvern.agent.tongues import said as abroad
from skyvern.domain.goal import GoalKind
from skyvern.domain.page import ActionKind, ActionRecord

_ACHIEVED = (
    r"(?:received|submitted|sent|saved|updated|created|placed|accepted|completed|processed|added|scheduled|booked|"
    r"registered|changed|recorded|uploaded|forwarded|filed|reserved|requested|ordered|confirmed|logged|enrolled|opened|"
    r"subscribed|renewed|signed up|all set|on (?:its|the) way|complete|done)"
)
_SAYS = re.compile(
    rf"\b(?:is|are|was|were|has been|have been|['’]s|['’]re)\s+(?:now\s+|all\s+|already\s+)?(?:\w+ly\s+)?{_ACHIEVED}\b|"
    r"\bwe(?:\s+have|['’]ve)?\s+(?:\w+ly\s+)?(?:received|sent|booked|registered|scheduled|recorded|got|reserved)\b|"
    rf"^(?:\w+\s+){{1,4}}{_ACHIEVED}\W*$|\bthank(?:s| you)\b|\bon its way\b|\bsuccess(?:ful(?:ly)?)?\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\bnot\b|n['’]t\b|\bun(?:able|success)|\bfail|\berror\b|\bincomplete\b|\breject|\bdeclin|\brefus|\brequired\b|"
    r"\bexpired?\b|\bplease (?:enter|choose|select|correct|check|fill|provide|confirm)\b|\bmust\b|\bbefore\b|"
    r"\bto (?:confirm|complete|submit)\b|\bwill be (?:sent|submitted|saved|booked|placed)\b",
    re.IGNORECASE,
)
_SHOWN = (
    r"(?:(?:is|are|was|has been)\s+)?(?:shown|displayed|visible|given|provided|issued|assigned|there|appear(?:s|ed)?|"
    r"received|returned|presented|loads?|comes? up)"
)
_NUMBER = re.compile(
    rf"^(?:(?:the|an?|its|your|my|some)\s+)?(?:(?:{KIND})\s+){{0,2}}?(?:number|code|id|reference)\s+{_SHOWN}$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"number|\bno\b|code|\bid\b|reference|confirmation|ticket|case|tracking", re.IGNORECASE)
_DEED = re.compile(
    r"^.+?\s+(?:has been|have been|is|was|were|are|got)\s+(?:successfully\s+|now\s+)?"
    r"(?:received|submitted|sent|placed|made|booked|filed|forwarded|requested|registered|confirmed|scheduled|completed|"
    r"recorded|processed|ordered|reserved|accepted|created|logged|saved)(?:\s+successfully)?"
    r"(?:\s+(?:to|by|with|from|for|in|on)\s+.+)?$|"
    r"^(?:the|an?)\s+(?:[\w-]+\s+){0,2}?(?:confirmation|receipt|acknowledge?ment|success)"
    rf"(?:\s+(?:page|message|screen|notice|text))?\s+{_SHOWN}$",
    re.IGNORECASE,
)
_SETS = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION, ActionKind.UPLOAD_FILE)
_LONGEST = 300
_AUXILIARY = frozenset(
    root(word) for word in ("is", "are", "was", "were", "has", "have", "been", "got", "successfully")
)


def taken(text: str, scene: Scene) -> Verdict | None:
    """*The booking was made*, *the confirmation is shown*, after a form was sent and is there no more."""
    if quotes_in(text) or not _DEED.match(text):
        return None
    if said := _said_since(text, scene):
        return yes(f"the page says {said!r}")
    said = answer(scene)
    return yes(f"the form was sent and is gone, and the page says {said!r}") if said else None


def _said_since(text: str, scene: Scene) -> str:
    """Return the line that has come since something was sent and says the same of the same thing, "" without one."""
    wanted = {root(word) for word in content(text)} - _AUXILIARY
    if _sent(scene) is None or len(wanted) < 2 or any(a.kind == "error" for a in scene.observation.alerts):
        return ""
    lines = (line for line in scene.told if len(line) < _LONGEST and _tells(line))
    return next((line for line in lines if wanted <= {root(word) for word in content(line)}), "")


def numbered(text: str, scene: Scene) -> Verdict | None:
    """*A tracking number is shown*: a number has come that nobody typed, under a name or in a sentence."""
    if quotes_in(text) or not _NUMBER.match(text) or scene.history is None:
        return None
    judged = scene.goal is not None and scene.goal.kind is GoalKind.VALIDATION
    if not scene.acted and not judged:
        return untried("nothing was sent yet") if scene.own_inputs else None
    code = new_code(scene)
    return yes(f"the page gives the number {code!r}") if code else no("the page gives no number that is new")


def new_code(scene: Scene) -> str:
    """Return the number that the page gives to what was sent, "" where it gives none."""
    typed = {even(one.action.text) for one in _records(scene) if one.action.text}
    told = [code for line in scene.told for _, code in codes_in(line)]
    under = [
        f.value for f in scene.facts if _LABEL.search(f.label) and re.search(r"\d", f.value) and scene.fresh(f.value)
    ]
    return next((code for code in (*told, *under) if even(code) not in typed and len(code) < 40), "")


def answer(scene: Scene) -> str:
    """Return what the page says of a form that was sent and is there no more, "" where that is not so."""
    sent = _sent(scene)
    seen = scene.observation
    if sent is None or any(a.kind == "error" for a in seen.alerts) or any(e.invalid for e in seen.elements):
        return ""
    if seen.status is not None and seen.status >= 400:
        return ""
    if _still_there(sent, scene):
        return ""
    ordered = {root(word) for word in content(scene.goal.text)} if scene.goal is not None else set[str]()
    lines = [line for line in scene.told if len(line) < _LONGEST and _tells(line)]
    best = [line for line in lines if {root(word) for word in content(line)} & ordered]
    return (best or (lines if not scene.own_inputs else []) or [""])[0]


def _still_there(sent: ActionRecord, scene: Scene) -> bool:
    """Whether fields of the form that was sent still hold what was put into them."""
    form = sent.element.form if sent.element is not None else ""
    still = {even(e.value) for e in scene.inputs if e.value}
    put = [one for one in _records(scene) if one.action.kind in _SETS and one.action.text]
    own = [one for one in put if not form or one.element is None or one.element.form in ("", form)]
    return any(even(one.action.text) in still for one in own)


def _tells(line: str) -> bool:
    said = stated(line)
    if _DENIES.search(said) or abroad.UNDONE.search(said):
        return False
    return _SAYS.search(said) is not None or abroad.DONE.search(said) is not None


def _records(scene: Scene) -> tuple[ActionRecord, ...]:
    return scene.history.records if scene.history is not None else ()


def _sent(scene: Scene) -> ActionRecord | None:
    """Return the press that sent what was filled in, None where nothing was sent or it failed."""
    records = _records(scene)
    done = next((one for one in reversed(records) if one.action.effect), None)
    return done if done is not None and done.result is not None and done.result.ok else None
