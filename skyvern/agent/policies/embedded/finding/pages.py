"""Reads a page's mood: errors of the site, complaints about a form, empty results, things in the way."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.finding.match import is_button_for, is_field
from skyvern.agent.policies.embedded.state import Scene
from skyvern.agent.supposed import stated
from skyvern.agent.tongues import said as abroad
from skyvern.domain.failure import Failure, network_error, website_error
from skyvern.domain.page import Alert, Element, Observation

_NONE = re.compile(
    r"\b(?:no|0|zero)\s+(?:\w+\s+){0,4}?(?:results?|match(?:es|ing)?|records?|entries|members?|items?|listings?|"
    r"hits?|providers?|practitioners?|licensees?|people|persons?|documents?|orders?|invoices?|customers?|data|rows?|"
    r"articles?|products?|licen[sc]es?)\b(?:\s+(?:\w+\s+){0,3}(?:found|match\w*|available|to (?:display|show)|exist|"
    r"returned|were|was|for|with))?|"
    r"\bno\s+(?:[\w-]+\s+){1,4}?(?:match\w*|(?:(?:was|were|is|are|could be)\s+)?found)\b|"
    r"\b(?:nothing|no one|nobody|none)\s+(?:was |were |has been |could be )?(?:found|match\w*)\b|\bdid not (?:match|"
    r"find|return)\b|\bdidn.t (?:match|find|return)\b|\bcould not (?:find|be found)\b|\bcouldn.t find\b|"
    r"\b(?:could|did)(?: not|n.t) (?:match|locate|identify)\b|\bno (?:one|"
    r"such)\b.{0,30}\b(?:found|match|exists?)\b|\bnot found\b|\breturned (?:no|0|zero)\b|\bwe found 0\b|"
    r"\bnothing (?:here|to (?:show|see|display))\b|"
    r"\b0 (?:results?|matches|records|hits)\b|\byour search (?:has )?(?:returned|yielded|found|produced) no\b",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"^\W*(?:(?:error\s*)?(?:404|410|50[0-4])\b|internal server error|server error|service unavailable|bad gateway|"
    r"gateway time-?out|page not found|not found$|this page isn.t working|application error|something went wrong)",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\b(?:enter (?:an?|the|your) valid|invalid|required|must|please (?:enter|choose|select|provide|correct|fill|"
    r"check)|not (?:valid|allowed|accepted|possible|recogni[sz]ed)|"
    r"cannot|could not|failed|errors?|incorrect|too (?:short|long|large|small|many|old)|missing|already (?:exists|"
    r"taken|in use|registered)|"
    r"denied|expired|wrong|rejected|unable to|try again|correct the)\b",
    re.IGNORECASE,
)
_PRAISE = re.compile(r"\b(?:success\w*|saved|thank you|completed|updated|received|sent|confirmed)\b", re.IGNORECASE)
_REFUSING = re.compile(
    r"^\W*(?:(?:you )?(?:cannot|can['’]?t|can not|could not|couldn['’]t|may not)\s|unable to\s|failed to\s|"
    r"(?:permission|access) denied|not (?:allowed|permitted|authori[sz]ed)\b|forbidden\b)",
    re.IGNORECASE,
)
""" "Cannot delete category": a page that is headed so did not do what was ordered."""
_NO_SUCH = re.compile(r"there (?:is|are|was|were) (?:no|not any)\s+(?!error|problem|need|way)[a-z]+", re.IGNORECASE)
""" "There are no tickets for this customer": said of what was searched for."""
_BROKEN_URL = ("chrome-error:", "about:neterror")


def site_failure(page: Observation) -> Failure | None:
    """Return why the site itself does not work here (an error page, no connection), None when it does."""
    if page.url.startswith(_BROKEN_URL):
        return network_error(page.title or "the page could not be reached")
    heading = next((line.text for line in page.reading.lines if line.level == 1), "")
    shown = page.title or heading or "no title"
    has_form = any(
        is_field(element) and element.landmark not in ("banner", "contentinfo", "search", "navigation")
        for element in page.elements
    )
    if page.status is not None and page.status >= 500:
        return website_error(f"{page.url} answered with status {page.status} ({shown!r}{_words(page)})")
    if page.status is not None and page.status >= 400 and not has_form:
        return website_error(f"{page.url} answered with status {page.status} ({shown!r}{_words(page)})")
    if page.status is None or page.status == 200:
        for text in (page.title, heading):
            if text and _ERROR_TITLE.match(text) and not has_form:
                return website_error(f"{page.url} shows an error page ({text!r})")
    return None


def _words(page: Observation) -> str:
    """Return what an error page says besides its title."""
    texts = [alert.text for alert in page.alerts]
    texts += [line.text for line in page.reading.lines if line.region in ("main", "") and line.level == 0]
    said = " ".join(dict.fromkeys(" ".join(text.split()) for text in texts[:3]))
    return f": {said[:200]}" if said else ""


def complaint(scene: Scene) -> str:
    """Return what the page says is wrong with what was sent, "" when it says nothing."""
    cells = {cell.text for table in scene.page.reading.tables for row in table.rows for cell in row}
    cells |= {text for group in scene.page.reading.groups for record in group.records for text in record.texts}
    cells |= {pair.value for pair in scene.page.reading.pairs if pair.source == "badge" and len(pair.value.split()) < 2}
    invalid = [e for e in scene.page.elements if e.invalid or (e.error and e.error not in cells)]
    said = [f"{element.name}: {element.error or _why_invalid(element)}" for element in invalid]
    if invalid and not any(element.error for element in invalid):
        lines = [line.text for line in scene.page.reading.lines if line.region in ("main", "") and len(line.text) < 120]
        said += [text for text in lines if _is_complaint(text) and not text.endswith("*")][:3]
    asks = any(e.landmark == "dialog" and is_button_for(e, "cancel", "reject") for e in scene.page.elements)
    alerts = [
        alert.text
        for alert in scene.page.alerts
        if not (asks and "?" in alert.text)
        and alert.text not in cells  # "Open" in red is a row's state
        and (alert.kind == "error" or (_complains(alert) and alert.text not in scene.state.alerts))
        and not _none(alert.text)
    ]
    fresh = [text for text in alerts if text not in scene.state.alerts or scene.changed]
    native = [
        dialog.message
        for dialog in scene.page.dialogs
        if dialog.kind == "alert"
        and re.search(r"\b(?:error|invalid|required|please|must|fail)", dialog.message, re.IGNORECASE)
    ]
    headings = [line.text for line in scene.page.reading.lines if 0 < line.level <= 2]
    refusing = [text for text in (*headings, scene.page.title) if _REFUSING.match(text)] if scene.changed else []
    parts = list(dict.fromkeys([*fresh, *said, *native, *refusing[:1]]))
    return "; ".join(" ".join(part.split())[:200] for part in parts[:4])


def _complains(alert: Alert) -> bool:
    """What a message says counts for more than how it looks."""
    return _is_complaint(alert.text) and not (_PRAISE.search(alert.text) or _praises_abroad(alert.text))


def _is_complaint(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_COMPLAINT, abroad.TROUBLE, abroad.ASKS))


def _praises_abroad(text: str) -> bool:
    return abroad.DONE.search(text) is not None and abroad.UNDONE.search(text) is None


def _why_invalid(element: Element) -> str:
    if element.required and not element.value:
        return "it is required"
    kinds = {
        "email": "a valid e-mail address",
        "url": "a valid web address",
        "number": "a number",
        "date": "a valid date",
    }
    wanted = kinds.get(element.input_type)
    return f"it is not {wanted}" if wanted else "it is marked as invalid"


def no_results(page: Observation) -> str:
    """Return the words with which a page says that a search found nothing, "" when it does not."""
    if any(len(table.rows) > 1 for table in page.reading.tables):
        return ""
    texts = [alert.text for alert in page.alerts]
    texts += [
        line.text
        for line in page.reading.lines
        if line.region not in ("banner", "navigation", "contentinfo") and len(line.text) < 240
    ]
    return next((" ".join(text.split()) for text in texts if _none(stated(text))), "")


def _none(text: str) -> bool:
    return _NONE.search(text) is not None or abroad.NOTHING.search(text) is not None


def speaks_of_nothing(criterion: str) -> bool:
    """Tell whether a criterion is about a search that finds nothing."""
    return bool(_NONE.search(criterion) or _NO_SUCH.match(criterion.strip()))
