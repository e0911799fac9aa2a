"""The official SDK drives a session: create, connect, click, fill, extract, validate, run a workflow in it, close.

It signs in at the portal, and a run that starts from a profile made of the session is signed in without a login.
Arguments: the address of the sample sites, a workflow as JSON, user name and password of the portal, and a workflow
that looks at the portal's dashboard. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from skyvern import Skyvern

SITES, WORKFLOW = sys.argv[1], json.loads(sys.argv[2])
USERNAME, PASSWORD, DASHBOARD = sys.argv[3], sys.argv[4], json.loads(sys.argv[5])
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
    await page.goto(f"{SITES}/portal/login")
    await page.fill(prompt="Fill the user name", value=USERNAME)
    await page.fill("input[type=password]", PASSWORD)
    await page.click(prompt="Click the sign in button")
    said["signed_in"] = page.url
    await client.update_browser_session(session.browser_session_id, generate_browser_profile=True)
    await client.close_browser_session(session.browser_session_id)
    said["closed"] = (await client.get_browser_session(session.browser_session_id)).status

    profile = await client.create_browser_profile(name="signed in", browser_session_id=session.browser_session_id)
    looks = (await client.create_workflow(json_definition=DASHBOARD)).workflow_permanent_id
    for name, started_from in (("with_profile", profile.browser_profile_id), ("without", None)):
        run = await client.run_workflow(
            workflow_id=looks, browser_profile_id=started_from, wait_for_completion=True, timeout=120
        )
        said[name] = {"status": run.status, "output": run.output, "failure": run.failure_reason}
    print(json.dumps(said))


asyncio.run(main())
