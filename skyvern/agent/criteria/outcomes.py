"""Judges what pages tell about an undertaking: results, nothing found, an error, a success, a download."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene, even, stated
from skyvern.agent.criteria.verdict import Verdict, no, silence, unknown, untried, yes
from skyvern.agent.extract.patterns import says_nothing
from skyvern.agent.lexicon import content, root, similarity, tokens
from skyvern.agent.tongues import said as abroad
from skyvern.agent.tongues.goals import statement_in_english
from skyvern.domain.page import ActionKind

_HITS = r"(?:results?|records?|matche?s?|hits?|entries|listings?|search results?|items|rows|matching \w+)"
_SHOWN = (
    r"(?:(?:is|are|was|were|has|have|been|be|now|being|get|gets)\s+)*(?:shown|displayed|visible|listed|found"
    r"|returned|loaded|present|available|"
    r"appear(?:s|ed)?|show(?:s|n)?(?: up)?|load(?:s|ed)?|come(?:s)? up|up|there|on (?:the )?(?:page|screen))"
)
_RESULTS = re.compile(
    rf"^(?:(?:the|some|any|search|matching|all|at least one|one or more|an?|a list of|list of|page of|table of"
    rf"|page with|table with)\s+)*"
    rf"(?:(?:search|matching|query|look-?up)\s+)*{_HITS}(?:\s+(?:page|list|table|section"
    rf"|for .+?))?\s*{_SHOWN}?(?:\s+(?:on|in|for) .+)?$|"
    rf"^(?:the )?(?:page|site|table|list|screen|search)\s+(?:shows?|displays?|lists?|has|returns?|returned|contains"
    rf"|yields)\s+(?:the |some |any |search |matching )*{_HITS}(?: .*)?$|"
    rf"^there (?:is|are) (?:the |some |any |search |matching |at least one )*{_HITS}(?: .*)?$"
    rf"|^(?:the )?search (?:is |has )?(?:complete[ds]?|finished|done|succeed(?:s|ed))$",
    re.I,
)
_NO_RESULTS = re.compile(
    rf"^(?:(?:the )?(?:page|site|table|list|search)\s+(?:shows?|says?|displays?|lists?|has|returns?|returned"
    rf"|contains|yields)\s+|there (?:is|are|were)\s+|a message (?:says|saying|that)\s+)?(?:that\s+)?"
    rf"(?:no|zero|0|not any)\s+(?:search\s+|matching\s+|such\s+)*(?:results?|records?|match(?:es)?|entries|hits?"
    rf"|listings?|rows|data|items?|members?|persons?|people|providers?|licensees?|invoices?|\w+)(?:\s+(?:message"
    rf"|page))?"
    rf"(?:\s+(?:for|with|of) .+?)?\s+(?:{_SHOWN}|match(?:es|ed)?|exists?|(?:could|can) be found)(?: .*)?$|"
    rf"^(?:the )?(?:search )?(?:results? (?:list|table)?|table|list)\s*(?:is|are|comes? back|came back) empty$"
    rf"|^nothing (?:is|was|has been)?\s*found$|^(?:no|zero) {_HITS}$|"
    rf"^(?:the )?(?:search|query|look-?up)\s+(?:returns?|returned|finds?|found|shows?|gives?|gave|yields?|has"
    rf"|had)\s+(?:no|zero|0)\s+(?:[\w-]+\s+)?\w+$|^(?:the )?(?:search )?(?:results?|records?|matches?|members?"
    rf"|persons?|entr(?:y|ies)|items?) (?:is|are|was|were|could|can)\s?(?:not|n't) (?:be )?(?:found|shown|displayed"
    rf"|listed)$|^(?:the )?search (?:has|had|gave|found|returned) nothing$",
    re.I,
)
_THE_ONE = re.compile(r"^the (?:record|entry|item|row|listing|match|hit)\b(?! list)", re.I)
_COUNT = re.compile(
    rf"\b(?:of|found|total(?:ing)?|about|showing|matches)?\s*:?\s*(\d[\d,.]*)\s+(?:[\w-]+\s+)?{_HITS}\b"
    rf"|\bshowing\s+\d+\s*(?:-|–|to)\s*\d+\s+of\s+(\d[\d,.]*)|\b(?:results?|matches"
    rf"|records?)\s*(?:found)?\s*[:(]\s*(\d[\d,.]*)",
    re.I,
)
_RESULT_WORDS = re.compile(r"\b(?:results?|matches|matching|found|records?|showing|hits)\b", re.I)
_DECOR = re.compile(
    r"\b(?:recent(?:ly)?|popular|featured|news|latest|trending|related|recommended|fees?|opening hours)\b", re.I
)
_SUCCESS = re.compile(
    r"\bthank(?:s| you)\b|\bsuccess(?:ful(?:ly)?)?\b|\bconfirm(?:ed|ation)\b|\b(?:has|have) been (?:\w+ )?"
    r"(?:received|submitted|sent|saved|updated|created|placed|accepted|completed|processed|added|deleted|removed"
    r"|cancell?ed|scheduled|booked|registered|changed|recorded|uploaded)\b|"
    r"\bwe(?:'ve|’ve| have) received\b|\b(?:received|submitted|saved|updated|completed|complete|sent|created|placed"
    r"|booked|registered)\s*[.!✓]*$|\byou(?:'re|’re| are) all set\b|"
    r"\b(?:reference|confirmation|tracking|order|application|ticket|request) (?:number|no\.?|code|id)\b",
    re.I,
)
_UNDONE = re.compile(
    r"\bnot\b|n't\b|n’t\b|\bun(?:success|able)|\bfail|\bwill be\b|\bto confirm\b|\bplease confirm\b|\bbefore\b"
    r"|\bto complete\b|\berror\b|\bincomplete\b",
    re.I,
)
_TROUBLE = re.compile(
    r"\b(?:an? |unexpected |internal |server )?error\b(?!s? free)|\binvalid\b|\bincorrect\b|\bfailed\b|\bfailure\b"
    r"|\bwent wrong\b|\bdenied\b|\bnot (?:valid|recogni[sz]ed|allowed|authori[sz]ed)\b|\bunable to\b"
    r"|\bis required\b|\bunavailable\b",
    re.I,
)
_DEMANDS = re.compile(
    r"^\W*(?:please\s+)?(?:enter|choose|select|provide|correct|fill|check|type|give|add|try|use)\b|\bmust\b|\bplease\b.*\bagain\b",
    re.I,
)
"""What a message in the colour of success may say and yet be none."""
_ERROR = re.compile(
    r"\b(?:errors?|error messages?|warnings?|validation (?:messages?|errors?)|problems?|failure messages?"
    r"|exceptions?)\b",
    re.I,
)
_SUCCEEDED = re.compile(
    r"\b(?:confirm(?:ation|ed)|success(?:ful(?:ly)?)?|succeed(?:s|ed)|thank[ -]?you|receipt)\b|\b(?:submitted"
    r"|submission|completed|sent|saved|placed|registered|booked|accepted|received|processed)\b",
    re.I,
)
_LOADED = re.compile(
    r"^(?:the |this )?(?:\w+ )?(?:page|site|content|website|screen)\s+(?:has |is |was )?(?:fully |completely "
    r"|finished |successfully |been )*(?:loaded|loads|loading|ready|opened|opens|reachable|available|up"
    r"|accessible)(?: (?:fully|completely|successfully))?$",
    re.I,
)
_NOT_FOUND = re.compile(r"\b(?:404|page not found|not found page|page (?:does not|doesn't) exist|broken page)\b", re.I)
_HAPPENED = re.compile(
    r"^(?P<what>.+?)\s+(?:has been|have been|had been|has|have|is|was|were|are|gets?|got|be)\s+(?:successfully\s+"
    r"|now\s+)?(?P<verb>\w+(?:ed|en|t|un|id|ade|ept))(?:\s+successfully)?(?:\s+(?:to|from|in|into|on) .+)?$",
    re.I,
)


_COMPLETE = re.compile(
    r"^(?P<what>.+?)\s+(?:is|are|was|were|has been|have been)\s+(?:now\s+)?(?:complete|finished|done)$", re.I
)
_IS_COMPLETE = re.compile(
    r"^(?!.*(?:\d\s?%|\b(?:almost|nearly|step|when|once|until|if)\b)).{0,80}\b(?:completed?|finished|done)\W*$", re.I
)


def nothing_found(scene: Scene) -> str:
    """What the page says when a search found nothing, "" when it does not say so."""
    said = next((text for text in scene.told if says_nothing(text)), "")
    if said:
        return said
    for listing in scene.layout.listings:
        if len(listing.rows) == 1 and says_nothing(listing.rows[0].text):
            return listing.rows[0].text
    return ""


def shown_total(scene: Scene) -> int | None:
    """The number of results that the page states."""
    for text in scene.main:
        if found := _COUNT.search(text):
            digits = re.sub(r"\D", "", next(group for group in found.groups() if group))
            return int(digits) if digits else None
    return None


def _untouched(scene: Scene) -> bool:
    """Whether the page is a form that nobody has filled in or sent."""
    fields = [e for e in scene.own_inputs if e.role in ("textbox", "searchbox", "spinbutton")]
    return bool(fields) and not any(e.value for e in fields) and not scene.acted


def results(text: str, scene: Scene) -> Verdict | None:
    """*Results are shown.*"""
    if quotes_in(text) or _THE_ONE.match(text) or not _RESULTS.match(text):
        return None
    if said := nothing_found(scene):
        return no(f"the page says {said!r}")
    status, total = scene.observation.status, shown_total(scene)
    if (status is not None and status >= 400) or total == 0:
        return no("the page counts 0 results" if total == 0 else f"the page answered with status {status}")
    listing = max(
        (item for item in scene.listings if not _DECOR.search(item.name)), key=lambda item: len(item.rows), default=None
    )
    announced = total is not None or any(_RESULT_WORDS.search(text) for text in scene.headings)
    if listing is not None and _untouched(scene) and not announced:
        return untried("a list is there, but the search form is untouched: no search has been made")
    if listing is not None or total:
        return yes(f"a list with {len(listing.rows)} rows is shown" if listing else f"the page counts {total} results")
    return _single(scene)


def _single(scene: Scene) -> Verdict:
    """Without a list: one record counts as the result of a search that was made, a form does not."""
    record = _record_shown(scene)
    if record and scene.acted:
        return yes("the page shows one record")
    if not record and any(not e.value for e in scene.inputs):
        return untried(f"the page {scene.name} shows a form and no results")
    return unknown("the page shows neither a list nor a message that nothing was found")


def _record_shown(scene: Scene) -> bool:
    return (
        sum(fact.source in ("dl", "row", "sibling", "colon") and bool(fact.value) for fact in scene.layout.facts) >= 3
    )


def no_results(text: str, scene: Scene) -> Verdict | None:
    """*No results were found.*"""
    if (
        quotes_in(text)
        or not _NO_RESULTS.match(text)
        or re.search(r"\b(?:error|warning|problem|captcha|alert|popup|dialog)s?\b", text, re.I)
    ):
        return None
    if said := nothing_found(scene):
        return yes(f"the page says {said!r}")
    if shown_total(scene) == 0:
        return yes("the page counts 0 results")
    if scene.listings:
        return no(f"a list with {len(scene.listings[0].rows)} rows is shown")
    return no(f"the page {scene.name} does not say that nothing was found")


def not_found_page(text: str, scene: Scene) -> Verdict | None:
    """*A 404 page is shown.*"""
    if quotes_in(text) or not _NOT_FOUND.search(text) or re.search(r"\bnot an?\b|\bno\b", text, re.I):
        return None
    if scene.observation.status is not None:
        holds = scene.observation.status in (404, 410)
        return (yes if holds else no)(f"the page answered with status {scene.observation.status}")
    said = next((text for text in scene.headings if re.search(r"not found|404", text, re.I)), "")
    return yes(f"the page says {said!r}") if said else no(f"the page is {scene.name}")


def error(text: str, scene: Scene) -> Verdict | None:
    """*An error message appears*, perhaps about something."""
    if quotes_in(text) or not _ERROR.search(text) or re.search(r"\b(?:field|box|input)\b.*\bis\b", text, re.I):
        return None
    alerts = [alert.text for alert in scene.observation.alerts if alert.kind in ("error", "warning")]
    fields = [
        f"{e.name}: {e.error}" if e.error else e.name
        for e in scene.observation.elements
        if e.invalid and (e.error or scene.acted)
    ]
    lines = [line for line in scene.main if len(line) < 160 and _speaks_of_trouble(line)] if not alerts else []
    status = scene.observation.status
    said = [*alerts, *fields, *lines, *([f"status {status}"] if status is not None and status >= 400 else [])]
    if not said:
        return no("the page shows no error")
    about = _subject(text)
    if not about:
        return yes(f"the page says {said[0]!r}")
    fitting = next((message for message in said if set(tokens(message)) & about), "")
    if fitting:
        return yes(f"the page says {fitting!r}")
    return unknown(
        f"the page shows an error ({said[0]!r}), but it is not clear that it is about {' '.join(sorted(about))}"
    )


def _speaks_of_trouble(line: str) -> bool:
    return _TROUBLE.search(line) is not None or abroad.TROUBLE.search(line) is not None


def _subject(text: str) -> frozenset[str]:
    dull = tokens(
        "error errors message messages warning problem validation appears appear shown displayed visible is are "
        "was an a the any page on for about "
        "shows displays show display says there present some with of has have occurs occurred alert red banner "
        "screen form exception failure happens seen user server website site answers answered responds responded "
        "returns returned happened answer respond return"
    )
    return frozenset(content(text)) - frozenset(dull)


def _says_success(line: str) -> bool:
    if _SUCCESS.search(stated(line)) and not _UNDONE.search(line):
        return True
    return abroad.DONE.search(stated(line)) is not None and not abroad.UNDONE.search(stated(line))


def success(text: str, scene: Scene) -> Verdict | None:
    """*The confirmation page is shown*, *the form was submitted*."""
    if (
        quotes_in(text)
        or not _SUCCEEDED.search(text)
        or re.search(r"\b(?:number|code|id|button|link|field)\b", text, re.I)
    ):
        return None
    errors = [alert.text for alert in scene.observation.alerts if alert.kind == "error"]
    praised = [alert.text for alert in scene.observation.alerts if alert.kind == "success"]
    messages = [
        text for text in praised if not (_speaks_of_trouble(text) or _DEMANDS.search(text) or _UNDONE.search(text))
    ]
    told = (*(line for line in scene.headings if scene.fresh(line)), *scene.told)
    undoing = _UNDOING.search(text)
    lines = [line for line in told if _says_success(line) and len(line) < 300 and not scene.to_be_sent]
    lines = [line for line in lines if not _STATE.match(line) and (undoing is None or _speaks_of(undoing[0], line))]
    messages = [line for line in messages if undoing is None or _speaks_of(undoing[0], line)]
    if undoing is not None:
        notes = [alert.text for alert in scene.observation.alerts if alert.kind != "error"]
        lines += [line for line in (*notes, *told) if _is_undone(undoing[0], line)]
    if errors and not messages:
        return no(f"the page says {errors[0]!r}")
    if said := next(iter((*messages, *lines)), ""):
        return yes(f"the page says {said!r}")
    complaints = [e.name for e in scene.observation.elements if e.invalid]
    if complaints:
        return no(f"the form complains about {', '.join(complaints[:4])}")
    if said := _done_heading(scene):
        return yes(f"the page is headed {said!r}")
    if any(e.required and not e.value and not e.checked for e in scene.own_inputs) or _untouched(scene):
        return no(f"the page {scene.name} still shows the form")
    if scene.own_inputs:
        return no(f"the page {scene.name} still shows a form and no confirmation")
    return unknown(f"the page {scene.name} does not say so in words that are known")


_UNDOING = re.compile(r"\b(?:cancel|delet|remov|withdraw|revo[kc])", re.IGNORECASE)
""" "The cancellation is confirmed" needs more than a confirmation."""
_STATE = re.compile(r"^\W*(?:status|state|statut|estado|stand|zustand)\s*:", re.IGNORECASE)
""" "Status: Confirmed" is how a record stands."""


def _is_undone(deed: str, line: str) -> bool:
    """Tell whether a line says that something was canceled, deleted, …: *was cancelled*, *a été annulée*."""
    done = re.compile(rf"\b(?:was|were|is|has been|have been)\s+(?:\w+ly\s+)?{deed[:5]}\w*", re.IGNORECASE)
    return any(done.search(said) and not _UNDONE.search(said) for _, said in _readings([line]))


def _speaks_of(deed: str, line: str) -> bool:
    """Tell whether a line speaks of an undoing deed, in its own words or in English."""
    return any(deed.casefold()[:5] in said.casefold() for _, said in _readings([line]))


def _done_heading(scene: Scene) -> str:
    """A heading that says that what the goal orders is done ("Quote requested"), on a page that asks for nothing."""
    if not scene.acted or scene.own_inputs or scene.goal is None:
        return ""
    ordered = {root(word) for word in content(scene.goal.text)}
    for heading in scene.headings:
        words = content(heading.partition(" | ")[0])
        done = len(words) >= 2 and words[-1].endswith("ed") and not _UNDONE.search(heading)
        if done and {root(word) for word in words[-2:]} <= ordered:
            return heading
    return ""


def loaded(text: str, scene: Scene) -> Verdict | None:
    """*The page has loaded.*"""
    if not _LOADED.match(text):
        return None
    status = scene.observation.status
    if status is not None and status >= 400:
        return no(f"the page answered with status {status}")
    if scene.observation.busy:
        return no(f"the page is still busy ({scene.observation.busy})")
    return (
        yes(f"the page {scene.name} is there") if scene.texts or scene.observation.elements else no("the page is empty")
    )


def downloaded(text: str, scene: Scene) -> Verdict | None:
    """*The file has been downloaded.*"""
    if (
        quotes_in(text)
        or not re.search(r"\bdownload(?:ed|s|ing)?\b", text, re.I)
        or re.search(r"\b(?:button|link|page)\b", text, re.I)
    ):
        return None
    files = scene.history.downloads if scene.history else ()
    if not files:
        return no("no file has arrived")
    wanted = [
        word
        for word in tokens(text)
        if word in ("pdf", "csv", "xlsx", "xls", "zip", "docx", "json", "xml", "txt", "png", "jpg")
    ]
    fitting = [
        file for file in files if not wanted or any(file.file_name.lower().endswith(f".{word}") for word in wanted)
    ]
    names = ", ".join(file.file_name for file in files)
    return yes(f"downloaded {names}") if fitting else no(f"only {names} arrived")


def complete(text: str, scene: Scene) -> Verdict | None:
    """*The transfer is complete*: the page says so of that thing, at the end of a short line."""
    found = _COMPLETE.match(text)
    if quotes_in(text) or found is None or not (things := set(content(found["what"]))):
        return None
    messages = (
        *(alert.text for alert in scene.observation.alerts if alert.kind != "error"),
        *scene.headings,
        *scene.main,
    )
    for message in messages:
        if _IS_COMPLETE.match(message) and not _UNDONE.search(message) and things <= set(content(message)):
            return yes(f"the page says {message!r}")
    return None


def announced(text: str, scene: Scene) -> Verdict | None:
    """*The product was updated*: a message of the page says that it was."""
    found = _HAPPENED.match(text)
    if quotes_in(text) or found is None:
        return None
    said = _said_done(found, [alert.text for alert in scene.observation.alerts if alert.kind != "error"])
    return yes(f"the page says {said!r}") if said else None


def happened(text: str, scene: Scene) -> Verdict | None:
    """*The item was added to the cart*: the page says so in a sentence with the same verb and thing."""
    found = _HAPPENED.match(text)
    if quotes_in(text) or found is None or found["verb"].lower() in _NO_DEEDS:
        return None
    messages = (*(alert.text for alert in scene.observation.alerts if alert.kind != "error"), *scene.told)
    if said := _said_done(found, messages):
        return yes(f"the page says {said!r}")
    if _MADE.match(found["verb"]) and (shown := _shown_since(scene)):
        return yes(f"the form was sent, and the page is now called {shown!r}")
    told = any(word.startswith(found["verb"].lower()[:5]) for message in messages for word in tokens(message))
    return None if told else silence(f"the page {scene.name} says nothing of the kind")


_NO_DEEDS = frozenset(
    ["present", "open", "hidden", "listed", "opened", "selected", "different", "displayed", "included", "red", "left"]
)


_MADE = re.compile(r"^(?:created|added|saved|made|opened|submitted|posted|published|recorded|registered)$", re.I)


def _shown_since(scene: Scene) -> str:
    """Return the heading that bears what was typed into the form that was sent, where the form is gone."""
    records = scene.history.records if scene.history else ()
    sent = next((at for at in range(len(records) - 1, -1, -1) if records[at].action.effect), None)
    if sent is None or (result := records[sent].result) is None or not (result.ok and result.navigated):
        return ""
    typed = [one.action.text for one in records[:sent] if one.action.kind is ActionKind.INPUT_TEXT]
    still = {element.value for element in scene.inputs}
    telling = [text for text in typed if len(text.split()) > 1 and len(text) <= 120 and text not in still]
    return next((line for line in scene.headings for text in telling if even(text) in even(line)), "")


def _readings(messages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each message with what it states, as it stands and in English: *La demande a été annulée*."""
    for message in messages:
        own = stated(message)
        yield message, own
        if len(own) <= _MOST_IN_STATEMENT and (english := statement_in_english(own)) != own:
            yield message, english


_MOST_IN_STATEMENT = 120


def _said_done(found: re.Match[str], messages: Sequence[str]) -> str:
    """Return the message that says that the thing was done, with the same verb; "" when none does."""
    verb = found["verb"].lower()[:5]
    things = set(content(found["what"])) - {"it", "this", "that", "everything", "item", "thing"}
    for message, said in _readings(messages):
        words = tokens(said)
        if not any(word.startswith(verb) for word in words) or _UNDONE.search(said):
            continue
        about = not things or things & set(words) or any(similarity(found["what"], word) >= 0.9 for word in words)
        if about and re.search(rf"\b{re.escape(found['verb'])}\b", said, re.I):
            return message
    return ""
