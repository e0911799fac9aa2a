"""What the sample sites remember: each visitor's session, and a record of what visitors did for tests to look at."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "visitor"


@dataclass(slots=True, kw_only=True)
class SiteState:
    """Everything that happened on the sites since they started, oldest first; pages never show it."""

    searches: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    sign_ins: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    downloads: list[str] = field(default_factory=list[str])
    profiles: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    entries: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    submissions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    events: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    visits: list[str] = field(default_factory=list[str])
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def session(self, request: Request) -> dict[str, Any]:
        """The visitor's own dictionary; a new visitor gets one, and `keep` sets the cookie for it."""
        known = getattr(request.state, "session_id", None) or request.cookies.get(COOKIE, "")
        if known not in self.sessions:
            known = secrets.token_urlsafe(18)
            self.sessions[known] = {}
        request.state.session_id = known
        return self.sessions[known]

    def keep(self, request: Request, response: Response) -> Response:
        """Sets the visitor's cookie on a response if the request came without it."""
        session_id = getattr(request.state, "session_id", None)
        if session_id is not None and request.cookies.get(COOKIE) != session_id:
            response.set_cookie(COOKIE, session_id, httponly=True, samesite="lax")
        return response
