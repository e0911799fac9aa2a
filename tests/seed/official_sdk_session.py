"""The official SDK drives a session: create, connect, click, fill, extract, validate, run a workflow in it, close.

Arguments: the address of the sample sites and a workflow as JSON. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from skyvern import Skyvern

SITES, WORKFLOW = sys.argv[1], json.loads(sys.argv[2])
SCHEMA = {"type": "object", "properties": {"certification_status": {"type": "string"}}}


async def main() -> None:
    client = Skyvern(api_key=os.environ["SKYVERN_API_KEY"], base_url=os.environ["SKYVERN_BASE_URL"])
    browser = await client.launch_cloud_browser(timeout=10)
    (session,) = await client.get_browser_sessions()
    page = await browser.get_working_page()
    said: dict[str, object] = {"address": session.browser_address, "status": session.status}

    await page.goto(f"{SITES}/registry/")
    await page.fill(prompt="Fill the first name", value="John")
    await page.fill(prompt="Fill the last name", value="Smith")
    await page.act("Select California as the state")
    said["typed"] = await page.evaluate("[...document.querySelectorAll('input, select')].map((field) => field.value)")
    said["found"] = await page.locator(prompt="the Search button").count()
    await page.click(prompt="Click the Search button")
    said["after_click"] = page.url
    said["validated"] = [
        await page.validate("the page shows John Smith"),
        await page.validate("the page shows a zebra"),
    ]
    said["extracted"] = await page.extract("the certification status", schema=SCHEMA)

    workflow = await client.create_workflow(json_definition=WORKFLOW)
    wanted = {"first_name": "John", "last_name": "Smith", "state": "California"}
    run = await page.agent.run_workflow(workflow.workflow_permanent_id, parameters=wanted)
    said["run"] = {"status": run.status, "session": run.browser_session_id, "failure": run.failure_reason}
    said["after_run"] = page.url

    again = await client.use_cloud_browser()
    said["same_pages"] = [tab.url for tab in again.pages] == [tab.url for tab in browser.pages]
    third = await client.connect_to_cloud_browser_session(session.browser_session_id)
    said["third"] = (await third.get_working_page()).url
    await client.close_browser_session(session.browser_session_id)
    said["closed"] = (await client.get_browser_session(session.browser_session_id)).status
    print(json.dumps(said))


asyncio.run(main())
