"""What a person does in a real Chromium is noted by name; what they type as a secret is not."""

from __future__ import annotations

import asyncio

from skyvern.browser.host_client import HostClient

FORM = """<title>form</title><form action=/found>
<label>Last name * <input name=last></label>
<label>State <select name=state><option>Nevada<option>California</select></label>
<label><input type=checkbox name=agree> I agree</label>
<label>Password <input type=password name=word></label>
<button>Search</button></form>"""
FOUND = "<title>found</title><a href=/more>More of it</a>"


async def test_what_is_done_is_noted_and_secrets_are_not(host: HostClient, site, attach) -> None:
    site.html("/form", FORM)
    site.html("/found", FOUND)
    site.html("/more", "<title>more</title>")
    browser = await host.open_browser("ses_1", url=site.url + "/form")
    assert await host.demonstration("ses_1", "begin") == (
        True,
        [{"kind": "open", "role": "", "name": "", "selector": "", "url": site.url + "/form"}],
    )
    async with attach(browser.cdp_url) as worker:
        page = worker.contexts[0].pages[0]
        await page.fill("[name=last]", "Smith")
        await page.keyboard.press("Tab")
        await page.keyboard.type("C")
        await page.click("text=I agree")
        await page.click("[name=word]")
        await page.keyboard.type("Heron-Lantern-58")
        await page.keyboard.press("Enter")
        await page.click("text=More of it")
        await page.go_back()
        await page.wait_for_load_state()
        for _ in range(50):
            _, steps = await host.demonstration("ses_1")
            if steps[-1]["kind"] == "open":
                break
            await asyncio.sleep(0.1)
        under_way, steps = await host.demonstration("ses_1", "finish")
        await page.click("text=More of it")
    told = [(step["kind"], step["name"], step.get("value") or step.get("secret")) for step in steps[1:]]
    assert told == [
        ("fill", "Last name", "Smith"),
        ("choose", "State", "California"),
        ("check", "I agree", None),
        ("fill", "Password", "password"),
        ("click", "Search", None),
        ("click", "More of it", None),
        ("open", "", None),
    ]
    assert steps[1]["selector"] == 'input[name="last"]'
    assert steps[-1]["url"] == site.url + "/found"
    assert "Heron" not in str(steps)
    assert not under_way
    assert await host.demonstration("ses_1") == (False, steps)
