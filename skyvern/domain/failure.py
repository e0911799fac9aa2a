"""Why something did not work, in the words users meet: a published phrase, a category and their own error codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The public categories of failure."""

    ANTI_BOT_DETECTION = "ANTI_BOT_DETECTION"
    PROXY_ERROR = "PROXY_ERROR"
    BROWSER_ERROR = "BROWSER_ERROR"
    BROWSER_SESSION_EXPIRED = "BROWSER_SESSION_EXPIRED"
    NAVIGATION_FAILURE = "NAVIGATION_FAILURE"
    PAGE_LOAD_TIMEOUT = "PAGE_LOAD_TIMEOUT"
    ELEMENT_STATE_TIMEOUT = "ELEMENT_STATE_TIMEOUT"
    AUTH_FAILURE = "AUTH_FAILURE"
    LLM_ERROR = "LLM_ERROR"
    CREDENTIAL_ERROR = "CREDENTIAL_ERROR"
    DATA_EXTRACTION_FAILURE = "DATA_EXTRACTION_FAILURE"
    ELEMENT_NOT_FOUND = "ELEMENT_NOT_FOUND"
    WRONG_PAGE_STATE = "WRONG_PAGE_STATE"
    MAX_STEPS_EXCEEDED = "MAX_STEPS_EXCEEDED"
    BUDGET_EXHAUSTED = "BUDGET_EXHAUSTED"
    LLM_REASONING_ERROR = "LLM_REASONING_ERROR"
    INFRASTRUCTURE_ERROR = "INFRASTRUCTURE_ERROR"
    WEBSITE_ERROR = "WEBSITE_ERROR"
    PARAMETER_BINDING_ERROR = "PARAMETER_BINDING_ERROR"
    UNKNOWN = "UNKNOWN"


EFFECT_UNKNOWN = "effect_unknown"
"""Error code of what a crash left in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserError:
    """One entry of a run's `errors`: a code of the workflow's author, or one of our categories."""

    error_code: str
    reasoning: str
    confidence: float = 1.0

    def as_json(self) -> dict[str, object]:
        """Return the public shape (contract 4.4)."""
        return {
            "error_code": self.error_code,
            "reasoning": self.reasoning[:2000],
            "confidence_float": self.confidence,
            "error_type": "user_defined",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A reason a person understands, its category, and the author's error codes that apply."""

    reason: str
    category: Category = Category.UNKNOWN
    errors: tuple[UserError, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the public shape of a failure category (contract 4.3)."""
        return {"category": self.category.value, "confidence_float": 1.0, "reasoning": self.reason}


def navigation_timeout(max_steps: int, *, detail: str = "") -> Failure:
    """The block used up its steps."""
    return Failure(
        reason=_phrase(f"Navigation timeout: Block exceeded max_steps_per_run ({max_steps})", detail),
        category=Category.MAX_STEPS_EXCEEDED,
    )


def page_load_timeout(url: str, seconds: float) -> Failure:
    """A page did not load in time."""
    return Failure(
        reason=f"Navigation timeout: {url} did not finish loading within {seconds:g} s",
        category=Category.PAGE_LOAD_TIMEOUT,
    )


def waited_in_vain(url: str, seconds: float, *, why: str, busy: str = "") -> Failure:
    """A page that is there did not become what was waited for; `busy` is what still speaks of loading on it."""
    if busy:
        reason = f"Navigation timeout: {url} still showed {busy!r} after {seconds:g} s ({why})"
        return Failure(reason=reason, category=Category.PAGE_LOAD_TIMEOUT)
    return Failure(reason=f"Waited {seconds:g} s in vain: {why}", category=Category.ELEMENT_STATE_TIMEOUT)


def element_not_found(detail: str) -> Failure:
    """Something that the goal names is not on the page."""
    return Failure(
        reason=_phrase("Element not found: Required element not present on page", detail),
        category=Category.ELEMENT_NOT_FOUND,
    )


def authentication_failed(detail: str) -> Failure:
    """The site rejected the credentials."""
    return Failure(reason=_phrase("Authentication failed: Invalid credentials", detail), category=Category.AUTH_FAILURE)


def download_failed(detail: str) -> Failure:
    """A wanted file did not arrive."""
    return Failure(
        reason=_phrase("Download failed: File download did not complete", detail), category=Category.NAVIGATION_FAILURE
    )


def validation_failed(detail: str) -> Failure:
    """A criterion does not hold."""
    return Failure(
        reason=_phrase("Validation failed: Validation criterion not met", detail), category=Category.WRONG_PAGE_STATE
    )


def network_error(detail: str, *, category: Category = Category.NAVIGATION_FAILURE) -> Failure:
    """The site could not be reached, or the proxy refused."""
    return Failure(reason=_phrase("Network error: Connection or proxy issues", detail), category=category)


def website_error(detail: str) -> Failure:
    """The site answered with an error of its own."""
    return Failure(reason=f"Website error: {detail}", category=Category.WEBSITE_ERROR)


def needs_llm(clause: str, why: str) -> Failure:
    """The embedded engine cannot do this part of a goal."""
    return Failure(reason=f"needs an LLM: {clause!r}: {why}", category=Category.LLM_ERROR)


def effect_unknown(what: str, why: str) -> Failure:
    """A crash left open whether something took effect that must not be done twice."""
    reason = f"The run was interrupted while it did {what!r}, and {why}; it was not done a second time"
    told = UserError(error_code=EFFECT_UNKNOWN, reasoning=reason)
    return Failure(reason=f"{EFFECT_UNKNOWN}: {reason}", category=Category.INFRASTRUCTURE_ERROR, errors=(told,))


def person_needed(question: str, category: Category = Category.UNKNOWN) -> Failure:
    """Only a person can go on, and nobody was to be asked."""
    return Failure(
        reason=f"A person is needed: {question}; with person_timeout_seconds in the block, the run would be paused",
        category=category,
    )


def matching_errors(reason: str, codes: Mapping[str, str]) -> tuple[UserError, ...]:
    """Return the author's codes whose description shares its telling words with `reason`."""
    said = _words(reason)
    found: list[UserError] = []
    for code, description in codes.items():
        wanted = _words(description)
        if wanted and len(wanted & said) * 2 >= len(wanted):
            found.append(UserError(error_code=code, reasoning=reason))
    return tuple(found)


def _phrase(phrase: str, detail: str) -> str:
    return f"{phrase} ({detail})" if detail else phrase


_DULL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "is",
        "are",
        "was",
        "were",
        "not",
        "no",
        "on",
        "in",
        "to",
        "for",
        "when",
        "if",
        "or",
        "and",
        "with",
        "this",
        "that",
        "page",
    ]
)


def _words(text: str) -> frozenset[str]:
    letters = "".join(char.lower() if char.isalnum() else " " for char in text)
    return frozenset(word[:6] for word in letters.split() if len(word) > 2 and word not in _DULL)
