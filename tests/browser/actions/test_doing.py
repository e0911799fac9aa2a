"""Clicks, moves, files, tabs and dialogs, and what is said to have come of them."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Error

from skyvern.browser.session import BrowserSession
from skyvern.domain.page import Action, ActionKind, ActionResult, Observation, Trouble

Show = Callable[..., Awaitable[Observation]]
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
"""


async def do(session: BrowserSession, kind: ActionKind, name: str = "", **more: object) -> ActionResult:
    """Act on the one element with that name."""
    observation = await session.observe()
    refs = [element.ref for element in observation.elements if element.name == name]
    assert len(refs) == 1, [(e.role, e.name) for e in observation.elements]
    return await session.act(Action(kind=kind, ref=refs[0], **more))  # type: ignore[arg-type]


async def read(session: BrowserSession, script: str) -> object:
    return await (await session.page()).evaluate(script)


async def test_a_click_says_that_the_page_changed(show: Show, site, session: BrowserSession) -> None:
    site.page("/next", "<h1>Next</h1>", status=404)
    await show("<a href=/next>Go</a><button>Stay</button>")
    assert not (await do(session, ActionKind.CLICK, "Stay")).navigated
    result = await do(session, ActionKind.CLICK, "Go")
    assert (result.ok, result.navigated, result.status) == (True, True, 404)
    assert result.url.endswith("/next")


async def test_a_covered_element_is_not_clicked_through(show: Show, session: BrowserSession) -> None:
    await show(
        """<button onclick="document.title = 'hit'" style="position:absolute;top:50px">Under</button>
        <div onclick="document.title = 'overlay'" style="position:fixed;inset:0;background:#ccc">Cookies</div>"""
    )
    result = await do(session, ActionKind.CLICK, "Under")
    assert (result.ok, result.trouble) == (False, Trouble.COVERED)
    assert "Cookies" in result.message
    assert (await session.observe()).title == "Test"


async def test_an_overlay_that_goes_away_is_waited_for(show: Show, session: BrowserSession) -> None:
    await show(
        """<button onclick="document.title = 'hit'">Under</button><div id=o style="position:fixed;inset:0">x</div>
        <script>setTimeout(() => o.remove(), 900)</script>"""
    )
    assert (await do(session, ActionKind.CLICK, "Under")).ok
    assert (await session.observe()).title == "hit"


async def test_things_far_below_and_under_a_sticky_header_are_reached(show: Show, session: BrowserSession) -> None:
    await show(
        """<div style="position:sticky;top:0;height:120px;background:#eee">Head</div><div style="height:3000px"></div>
        <button onclick="document.title = 'hit'">Deep</button><div style="height:3000px"></div>"""
    )
    assert (await do(session, ActionKind.CLICK, "Deep")).ok
    assert (await session.observe()).title == "hit"


async def test_a_click_reaches_an_element_that_flees_from_the_mouse_and_comes_back(
    show: Show, session: BrowserSession
) -> None:
    await show("""<style>#b{position:absolute;top:50px;left:20px;width:120px;height:18px}
        #b:hover{top:60px;width:100px;height:32px}</style><p id=t>Nothing yet</p>
        <div id=b onclick="t.textContent = 'Pressed ' + (window.n = (window.n || 0) + 1)">Lisbon</div>""")
    result = await do(session, ActionKind.CLICK, "Lisbon")
    assert result.ok, result.message
    assert "Pressed 1" in (await session.observe()).reading.text


async def test_a_click_reaches_an_element_that_moves_under_the_mouse(show: Show, session: BrowserSession) -> None:
    await show(
        """<div
        onclick="document.title += ' card'" style="padding:8px;height:40px"><button onclick="document.title = 'hit'"
        onpointerenter="if (!this.title) { this.title = 'was there'; this.style.marginLeft = '200px';
        setTimeout(() => this.style.marginLeft = 0, 150) }">Once</button></div>
        <div style="padding:8px"><button data-to=0px data-then=200px onclick="document.title = 'wrong'"
        onpointermove="[this.dataset.to, this.dataset.then] = [this.dataset.then, this.dataset.to];
        this.style.marginLeft = this.dataset.to">Never</button></div>"""
    )
    assert (await do(session, ActionKind.CLICK, "Once")).ok
    assert (await session.observe()).title.split()[0] == "hit"
    missed = await do(session, ActionKind.CLICK, "Never")
    assert (missed.ok, missed.trouble) == (False, Trouble.COVERED), missed.message
    assert (await session.observe()).title.split()[0] == "hit"


async def test_disabled_and_vanished_elements(show: Show, session: BrowserSession) -> None:
    observation = await show("<button disabled>Off</button><button id=g>Gone</button>")
    assert (await do(session, ActionKind.CLICK, "Off")).trouble is Trouble.DISABLED
    await read(session, "() => g.remove()")
    gone = next(element.ref for element in observation.elements if element.name == "Gone")
    assert (await session.act(Action(kind=ActionKind.CLICK, ref=gone))).trouble is Trouble.GONE
    assert (await session.act(Action(kind=ActionKind.CLICK, ref="e99999"))).trouble is Trouble.GONE
    assert (await session.act(Action(kind=ActionKind.CLICK, ref="nonsense"))).trouble is Trouble.GONE


async def test_a_redrawn_element_is_found_again(show: Show, session: BrowserSession) -> None:
    observation = await show("<div id=box><button onclick=\"document.title='hit'\">Go</button></div>")
    await read(session, "() => { box.innerHTML = box.innerHTML }")
    assert (await session.act(Action(kind=ActionKind.CLICK, ref=observation.elements[0].ref))).ok
    assert (await session.observe()).title == "hit"


async def test_clicks_inside_frames_and_shadow_roots(show: Show, site, session: BrowserSession) -> None:
    inner = site.page("/in", "<button onclick=\"this.textContent='done'\">In frame</button>").replace(
        "127.0.0.1", "localhost"
    )
    await show(
        f"""<iframe src="{inner}"></iframe><div id=h></div><script>const r = h.attachShadow({{mode: 'open'}});
        r.innerHTML = '<button>In shadow</button>';
r.firstChild.onclick = () => {{ document.title = 'shadow' }}</script>"""
    )
    assert (await do(session, ActionKind.CLICK, "In frame")).ok
    assert (await do(session, ActionKind.CLICK, "In shadow")).ok
    observation = await session.observe()
    assert observation.title == "shadow"
    assert "done" in [element.name for element in observation.elements]


async def test_new_tabs_become_active_and_can_be_changed_and_closed(show: Show, site, session: BrowserSession) -> None:
    site.page("/tab", "<title>Second</title><h1>Tab</h1>")
    await show("<a href=/tab target=_blank>Open</a>")
    result = await do(session, ActionKind.CLICK, "Open")
    assert (result.opened_tab, result.navigated) == (True, False)
    observation = await session.observe()
    assert observation.url.endswith("/tab")
    assert [tab.active for tab in observation.tabs] == [False, True]
    assert (await session.act(Action(kind=ActionKind.SWITCH_TAB, amount=0))).ok
    assert (await session.observe()).url.endswith("/page")
    assert (await session.act(Action(kind=ActionKind.SWITCH_TAB, text="second"))).ok
    assert (await session.act(Action(kind=ActionKind.CLOSE_PAGE))).ok
    assert len((await session.observe()).tabs) == 1
    assert (await session.act(Action(kind=ActionKind.SWITCH_TAB, amount=7))).trouble is Trouble.BAD_INPUT
    opened = await session.act(Action(kind=ActionKind.NEW_TAB, text=site.url + "/tab"))
    assert opened.ok
    assert (await session.observe()).title == "Second"
    await session.act(Action(kind=ActionKind.CLOSE_PAGE))


async def test_native_dialogs_are_answered_and_told(show: Show, session: BrowserSession) -> None:
    await show(
        """<button onclick="document.title = confirm('Sure?')">Ask</button><button onclick="alert('Hi')">Tell</button>
        <button onclick="document.title = prompt('Name?', 'Ann')">Name</button>"""
    )
    result = await do(session, ActionKind.CLICK, "Ask")
    assert [(dialog.kind, dialog.message, dialog.answer) for dialog in result.dialogs] == [
        ("confirm", "Sure?", "accepted")
    ]
    observation = await session.observe()
    assert observation.title == "true"
    assert len(observation.dialogs) == 1
    assert (await session.observe()).dialogs == ()
    await session.act(Action(kind=ActionKind.DIALOG, checked=False))
    await do(session, ActionKind.CLICK, "Ask")
    assert (await session.observe()).title == "false"
    await do(session, ActionKind.CLICK, "Name")
    assert (await session.observe()).title == "Ann"
    await session.act(Action(kind=ActionKind.DIALOG, text="Bob"))
    await do(session, ActionKind.CLICK, "Name")
    assert (await session.observe()).title == "Bob"


async def test_files_arrive_by_click_link_and_url(show: Show, site, session: BrowserSession) -> None:
    site.file("/a.csv", b"a,b\n1,2\n", "text/csv", Content_Disposition='attachment; filename="a.csv"')
    site.file("/b.pdf", PDF, "application/pdf")
    await show(
        "<a href=/a.csv>Table</a><a href=/b.pdf>Paper</a><a href=/b.pdf target=_blank>Paper in a "
        "tab</a><a href=/page>Page</a>"
    )
    result = await do(session, ActionKind.CLICK, "Table")
    assert [(file.file_name, file.size, file.checksum) for file in result.downloads] == [
        ("a.csv", 8, hashlib.sha256(b"a,b\n1,2\n").hexdigest())
    ]
    assert not result.navigated
    assert Path(result.downloads[0].path).read_bytes() == b"a,b\n1,2\n"
    for name in ("Table", "Paper", "Paper in a tab"):
        result = await do(session, ActionKind.DOWNLOAD_FILE, name)
        assert result.ok, result.message
        assert len(result.downloads) == 1
    assert result.downloads[0].file_name == "b.pdf"
    assert Path(result.downloads[0].path).read_bytes() == PDF
    for kind in (ActionKind.GOTO_URL, ActionKind.DOWNLOAD_FILE):
        result = await session.act(Action(kind=kind, text=site.url + "/b.pdf"))
        assert result.ok, result.message
        assert len(result.downloads) == 1
    assert len(session.downloads()) == 6
    none = await do(session, ActionKind.DOWNLOAD_FILE, "Page")
    assert (none.ok, none.trouble) == (False, Trouble.NO_DOWNLOAD)


async def test_a_table_that_a_form_shows_as_text_is_a_file(show: Show, site, session: BrowserSession) -> None:
    site.file("/table.csv", b"a,b\n1,2\n", "text/plain")
    await show("<form action=/table.csv><input type=hidden name=size value=4><button>Export CSV</button></form>")
    result = await do(session, ActionKind.DOWNLOAD_FILE, "Export CSV")
    assert result.ok, result.message
    assert [(file.file_name, file.size) for file in result.downloads] == [("table.csv", 8)]


async def test_uploads(show: Show, site, session: BrowserSession, tmp_path: Path) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(PDF)
    await show(
        """<label>Plain<input type=file id=a></label><button id=pick>Choose</button><input type=file id=b hidden>
        <div id=zone style="width:200px;height:80px" tabindex=0>Drop here</div><p id=o></p>
        <script>pick.onclick = () => { const i = document.createElement('input'); i.type = 'file';
        i.onchange = () => { o.textContent += 'chosen ' + i.files[0].name }; i.click() };
        zone.ondragover = (e) => e.preventDefault();
        zone.ondrop = (e) => { e.preventDefault();
o.textContent += ' dropped ' + e.dataTransfer.files[0].name }</script>"""
    )
    assert (await do(session, ActionKind.UPLOAD_FILE, "Plain", files=(str(file),))).value == "cv.pdf"
    assert await read(session, "() => a.files[0].name") == "cv.pdf"
    await read(session, "() => { b.remove(); a.remove() }")
    assert (await do(session, ActionKind.UPLOAD_FILE, "Choose", files=(str(file),))).ok
    assert (await do(session, ActionKind.UPLOAD_FILE, "Drop here", files=(str(file),))).ok
    assert await read(session, "() => o.textContent") == "chosen cv.pdf dropped cv.pdf"
    missing = await do(session, ActionKind.UPLOAD_FILE, "Choose", files=("/no/such/file",))
    assert missing.trouble is Trouble.BAD_INPUT


async def test_keys_hover_scroll_wait_and_drag(show: Show, session: BrowserSession) -> None:
    await show(
        """<form onsubmit="document.title = 'sent'; return false"><label>Q<input></label></form>
        <div id=m onmouseover="document.title = 'over'" onclick="1">Menu</div>
        <div id=s draggable=true onclick="1">Source</div><div id=t onclick="1" style="padding:20px">Target</div>
        <div style="height:4000px"></div><script>t.ondragover = (e) => e.preventDefault();
        t.ondrop = () => { document.title = 'dropped' }</script>"""
    )
    assert (await do(session, ActionKind.KEYPRESS, "Q", text="Enter")).ok
    assert (await session.observe()).title == "sent"
    assert (await do(session, ActionKind.HOVER, "Menu")).ok
    observation = await session.observe()
    assert observation.title == "over"
    refs = {element.name: element.ref for element in observation.elements}
    assert (await session.act(Action(kind=ActionKind.DRAG, ref=refs["Source"], target=refs["Target"]))).ok
    assert (await session.observe()).title == "dropped"
    assert (await session.act(Action(kind=ActionKind.SCROLL, amount=500))).value == "500"
    assert (await session.observe()).scroll_y == 500
    assert (await session.act(Action(kind=ActionKind.SCROLL, ref=refs["Menu"]))).ok
    assert (await session.observe()).scroll_y < 100
    assert (await session.act(Action(kind=ActionKind.WAIT, seconds=0.05))).ok
    assert (await session.act(Action(kind=ActionKind.KEYPRESS, text="Nonsense"))).trouble is Trouble.BAD_INPUT


async def test_history_and_reload(show: Show, session: BrowserSession) -> None:
    await show("<title>One</title>", "/one")
    await show("<title>Two</title>", "/two")
    assert (await session.act(Action(kind=ActionKind.GO_BACK))).navigated
    assert (await session.observe()).url.endswith("/one")
    assert (await session.act(Action(kind=ActionKind.GO_FORWARD))).ok
    assert (await session.observe()).url.endswith("/two")
    assert (await session.act(Action(kind=ActionKind.RELOAD_PAGE))).ok
    assert (await session.act(Action(kind=ActionKind.GO_FORWARD))).trouble is Trouble.REJECTED


async def test_addresses_that_cannot_be_opened(site, session: BrowserSession) -> None:
    site.page("/slow", "x", wait=3)
    cases = {
        "http://127.0.0.1:1/": Trouble.REFUSED,
        "http://no-such-host.invalid/": Trouble.NETWORK,
        "file:///etc/passwd": Trouble.REFUSED,
        "javascript://x": Trouble.REFUSED,
    }
    for url, trouble in cases.items():
        result = await session.goto(url)
        assert (result.ok, result.trouble) == (False, trouble), (url, result)
    slow = await session.goto(site.url + "/slow", seconds=0.5)
    assert slow.trouble is Trouble.TIMEOUT
    page = await session.page()
    with pytest.raises(Error, match="ERR_ACCESS_DENIED"):
        await page.goto("file:///etc/passwd")


async def test_a_change_is_waited_for(show: Show, session: BrowserSession) -> None:
    await show("<p id=p>a</p>")
    assert not await session.wait_for_change(0.3)
    await read(session, "() => { setInterval(() => { p.textContent += 'b'; p.className += 'c' }, 200) }")
    assert await session.wait_for_change(5)


async def test_unknown_kinds_are_results(session: BrowserSession) -> None:
    assert (await session.act(Action(kind=ActionKind.EXTRACT))).trouble is Trouble.BAD_INPUT


async def test_a_page_that_answers_a_form_is_not_loaded_again(show: Show, site, session: BrowserSession) -> None:
    site.page("/sent", "<h1>Thank you</h1>")
    await show("<form method=post action=/sent><input name=a value=1><button>Send</button></form>")
    assert (await do(session, ActionKind.CLICK, "Send")).ok
    again = await session.act(Action(kind=ActionKind.RELOAD_PAGE))
    assert not again.ok
    assert "would send its form a second time" in again.message
    assert len(site.posted) == 1


async def test_a_switch_that_its_click_draws_anew_is_seen_to_be_on(show: Show, session: BrowserSession) -> None:
    await show(
        """<div id=a></div><script>let on = false;
        function draw() { a.innerHTML = `<span role=checkbox tabindex=0 aria-checked=${on}
          onclick="on = !on; draw()">Pets allowed</span>` }
        draw()</script>"""
    )
    result = await do(session, ActionKind.CHECKBOX, "Pets allowed", checked=True)
    assert (result.ok, result.value) == (True, "checked"), result.message
