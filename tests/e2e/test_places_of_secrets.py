"""A credential that is bound to no site of its own is typed where its workflow sends it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from skyvern import Skyvern
from skyvern.testing.http import serving

if TYPE_CHECKING:
    from tests.e2e.conftest import Product

Connect = Callable[["Product"], Skyvern]

PASSWORD = "Heron-Lantern-58"
_FORM = """<title>Sign in</title><h1>Sign in</h1><form method=post action=/login>
<label>User name <input name=username autocomplete=username></label>
<label>Password <input name=password type=password></label><button>Sign in</button></form>"""


@dataclass(slots=True)
class Portal:
    """A site with its log-in under another name of this machine: where one is led, and what was typed there."""

    other: str = ""
    typed: list[str] = field(default_factory=list[str])

    def app(self) -> Starlette:
        """Return the application."""
        return Starlette(
            routes=[
                Route("/", self._home),
                Route("/away", self._away),
                Route("/login", self._login, methods=["GET", "POST"]),
            ]
        )

    async def _home(self, request: Request) -> Response:
        del request
        return HTMLResponse(f"<title>Portal</title><h1>Welcome</h1><a href='{self.other}/login'>Client area</a>")

    async def _away(self, request: Request) -> Response:
        del request
        return RedirectResponse(f"{self.other}/login")

    async def _login(self, request: Request) -> Response:
        if request.method == "GET":
            return HTMLResponse(_FORM)
        self.typed.append(str((await request.form())["password"]))
        return HTMLResponse("<title>Dashboard</title><h1>Dashboard</h1><p>Welcome back. <a href=/out>Sign out</a></p>")


@pytest.mark.long
async def test_it_is_typed_where_the_workflow_sends_it_and_nowhere_else(shared: Product, connected: Connect) -> None:
    client, portal = connected(shared), Portal()
    credential = await client.create_credential(
        name="portal", credential_type="password", credential={"username": "ann", "password": PASSWORD}
    )
    key = {"key": "login", "parameter_type": "credential", "credential_id": credential.credential_id}
    signing_in = {"label": "enter", "block_type": "login", "parameter_keys": ["login"]}
    async with serving(portal.app()) as site:
        portal.other = site.replace("127.0.0.1", "localhost")
        led = {"label": "led", "block_type": "action", "url": site, "navigation_goal": "Click 'Client area'."}
        workflow = await shared.save(client, [led, signing_in], [key])
        ended = await shared.until(client, (await client.run_workflow(workflow)).run_id)
        assert ended.status == "failed"
        assert f"may be used on the sites that the workflow names or opens (127.0.0.1) only, not on {portal.other}" in (
            ended.failure_reason
        )
        assert "tested_url" in ended.failure_reason
        assert portal.typed == []
        for url in (f"{site}/away", portal.other + "/login"):
            workflow = await shared.save(client, [{**signing_in, "url": url}], [key])
            ended = await shared.until(client, (await client.run_workflow(workflow)).run_id)
            assert ended.status == "completed", ended.failure_reason
        session = await client.create_browser_session(url=f"{portal.other}/login")
        workflow = await shared.save(client, [signing_in], [key])
        run = await client.run_workflow(workflow, browser_session_id=session.browser_session_id)
        ended = await shared.until(client, run.run_id)
        assert ended.status == "completed", ended.failure_reason
        await client.close_browser_session(session.browser_session_id)
        assert portal.typed == [PASSWORD] * 3
