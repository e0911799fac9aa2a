"""What pages, browsers, code and the machine answer when something goes wrong, as failures that people read."""

from __future__ import annotations

import errno

from skyvern.artifacts import StoreUnwritable
from skyvern.browser.errors import SessionGone
from skyvern.domain.failure import Category, Failure, UserError, network_error, page_load_timeout
from skyvern.domain.page import ActionResult, Trouble
from skyvern.sandbox import CodeError, UserErrorCode

GOTO_SECONDS = 30.0
"""What a page may take to load."""


def browser_failure(error: Exception) -> Failure:
    """A browser that is gone, stuck or could not be started."""
    if isinstance(error, SessionGone):
        return Failure(reason=str(error), category=Category.BROWSER_SESSION_EXPIRED)
    return Failure(reason=f"Browser error: {error}", category=Category.BROWSER_ERROR)


def load_failure(url: str, result: ActionResult) -> Failure:
    """A page that could not be opened."""
    if result.trouble is Trouble.TIMEOUT:
        return page_load_timeout(url, GOTO_SECONDS)
    return network_error(result.message if url in result.message else f"{url}: {result.message}")


def code_failure(error: CodeError) -> Failure:
    """Code of a workflow that failed, with its author's error code when it raised one."""
    if isinstance(error, UserErrorCode):
        mine = UserError(error_code=error.code, reasoning=error.reasoning)
        return Failure(reason=str(error), errors=(mine,))
    return Failure(reason=f"the code failed: {error}")


def inner_failure(error: BaseException) -> Failure:
    """A fault of ours or of the machine, for which no block is to blame."""
    match error:
        case StoreUnwritable():
            reason = str(error)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            reason = "no room is left on the disk of the worker: make room, then retry the run"
        case _:
            reason = f"internal error: {type(error).__name__}; the server's log says more"
    return Failure(reason=reason, category=Category.INFRASTRUCTURE_ERROR)
