"""What each method of the gateway does; the gateway's own text says what goes in and comes out."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

from skyvern.browser.host.browser import BrowserOptions, HostedBrowser
from skyvern.browser.host.downloads import DownloadLimits
from skyvern.browser.host.errors import BadRequest
from skyvern.browser.host.files import read_chunk
from skyvern.browser.host.host import BrowserHost
from skyvern.browser.host.reading import Parameters
from skyvern.browser.host.state import take_piece
from skyvern.domain.addresses import AddressRules
from skyvern.net.policy import ProxyPolicy, with_upstream

Result = dict[str, Any]


class Call:
    """One connection's standing: the host it speaks to, the owner it stands for, and how it means to leave."""

    def __init__(self, host: BrowserHost) -> None:
        self.host = host
        self.owner_id: str | None = None
        self.released = False
        self.ends_host = False

    def browser(self, parameters: Parameters) -> HostedBrowser:
        """The living browser that a request names. Raises UnknownBrowser."""
        return self.host.browser(parameters.text("browser_id"))


Method = Callable[[Call, Parameters], Awaitable[Result]]
METHODS: dict[str, Method] = {}


def method(run: Method) -> Method:
    """Registers a method under its function's name; a double is a fault at start."""
    name = run.__name__
    if name in METHODS:
        raise RuntimeError(f"The method {name} is defined twice.")
    METHODS[name] = run
    return run


@method
async def hello(call: Call, parameters: Parameters) -> Result:
    return call.host.info().to_json()


@method
async def register_owner(call: Call, parameters: Parameters) -> Result:
    owner_id = parameters.text("owner_id")
    ports = parameters.ports("control_ports")
    if not owner_id:
        raise BadRequest("owner_id must not be empty.")
    if call.owner_id not in (None, owner_id):
        raise BadRequest("This connection stands for another owner already.")
    if call.owner_id is None:
        call.host.owner_came(owner_id, ports)
    call.owner_id, call.released = owner_id, False
    return call.host.info().to_json()


@method
async def release_owner(call: Call, parameters: Parameters) -> Result:
    call.released = True
    return {}


@method
async def open_browser(call: Call, parameters: Parameters) -> Result:
    try:
        rules = AddressRules.parse(parameters.optional_text("allowed_networks") or "")
        upstream: object = parameters.table("proxy").get("upstream")
        policy = ProxyPolicy(rules=rules, origins=parameters.texts("origins"))
        policy = with_upstream(policy, str(upstream) if upstream else None)
    except ValueError as error:
        raise BadRequest(str(error)) from None
    browser_id = parameters.text("browser_id")
    options = BrowserOptions(
        policy=policy,
        headers={name: str(value) for name, value in parameters.table("headers").items()},
        locale=parameters.optional_text("locale"),
        timezone=parameters.optional_text("timezone"),
        geolocation=parameters.table("geolocation"),
        url=parameters.optional_text("url"),
        profile=call.host.given_state(browser_id) if parameters.flag("profile") else None,
        revive=parameters.flag("revive"),
        downloads=_download_limits(Parameters(parameters.table("downloads"))),
    )
    browser = await call.host.open(browser_id, options, owner_id=call.owner_id or "")
    return browser.info().to_json()


def _download_limits(given: Parameters) -> DownloadLimits:
    usual = DownloadLimits()
    return DownloadLimits(
        file_bytes=int(given.number("file_bytes", usual.file_bytes)),
        total_bytes=int(given.number("total_bytes", usual.total_bytes)),
        files=int(given.number("files", usual.files)),
    )


@method
async def list_browsers(call: Call, parameters: Parameters) -> Result:
    return {"browsers": [browser.info().to_json() for browser in call.host.browsers()]}


@method
async def close_browser(call: Call, parameters: Parameters) -> Result:
    await call.host.close(parameters.text("browser_id"), keep_files=parameters.flag("keep_files"))
    return {}


@method
async def give_state(call: Call, parameters: Parameters) -> Result:
    archive = call.host.given_state(parameters.text("browser_id"))
    data, offset = base64.b64decode(parameters.text("data")), int(parameters.number("offset", 0))
    await asyncio.to_thread(take_piece, archive, data, offset=offset)
    return {}


@method
async def pack_state(call: Call, parameters: Parameters) -> Result:
    await call.host.pack_state(parameters.text("browser_id"))
    return {}


@method
async def reapply(call: Call, parameters: Parameters) -> Result:
    await call.browser(parameters).reapply()
    return {}


@method
async def refusals(call: Call, parameters: Parameters) -> Result:
    return {"refusals": [item.to_json() for item in call.browser(parameters).refusals()]}


@method
async def downloads(call: Call, parameters: Parameters) -> Result:
    return {"downloads": [item.to_json() for item in call.browser(parameters).downloads.list()]}


@method
async def wait_download(call: Call, parameters: Parameters) -> Result:
    since, seconds = int(parameters.number("since", 0)), parameters.number("timeout", 30)
    found = await call.browser(parameters).downloads.wait(since=since, seconds=seconds)
    return {"download": found.to_json() if found else None}


@method
async def start_recording(call: Call, parameters: Parameters) -> Result:
    return (await call.browser(parameters).start_recording()).to_json()


@method
async def stop_recording(call: Call, parameters: Parameters) -> Result:
    recording = await call.browser(parameters).stop_recording()
    return {"recording": recording.to_json() if recording else None}


@method
async def focus_page(call: Call, parameters: Parameters) -> Result:
    await call.browser(parameters).focus(parameters.text("target_id"))
    return {}


@method
async def cover(call: Call, parameters: Parameters) -> Result:
    await call.browser(parameters).veils.cover(parameters.texts("texts") or ())
    return {}


@method
async def demonstration(call: Call, parameters: Parameters) -> Result:
    browser = call.browser(parameters)
    match parameters.text("deed"):
        case "begin":
            await browser.demonstration.begin(await browser.address())
        case "finish":
            await browser.demonstration.finish()
        case _:
            pass
    return {"under_way": browser.demonstration.under_way, "steps": browser.demonstration.steps}


@method
async def front_page(call: Call, parameters: Parameters) -> Result:
    front = call.browser(parameters).front
    return {"target_id": front.target_id if front else None}


@method
async def read_file(call: Call, parameters: Parameters) -> Result:
    folder = call.host.folder(parameters.text("browser_id"))
    name, offset = parameters.text("name"), int(parameters.number("offset", 0))
    chunk = await asyncio.to_thread(read_chunk, folder, name, offset=offset)
    return {"data": base64.b64encode(chunk.data).decode(), "offset": chunk.offset, "size": chunk.size}


@method
async def shutdown(call: Call, parameters: Parameters) -> Result:
    call.ends_host = True
    return {}
