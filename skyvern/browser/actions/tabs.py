"""Open a tab, change to another one, close one."""

from __future__ import annotations

from skyvern.browser.actions.goto_url import goto_url
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble


@action(ActionKind.NEW_TAB)
async def new_tab(scene: Scene, action: Action) -> ActionResult:
    """Open a new tab, with the URL in `text` when there is one."""
    page = await scene.pages.new_tab()
    if not action.text:
        return ActionResult(ok=True, message="Opened a tab.", opened_tab=True, url=page.url)
    return await goto_url(await scene.elsewhere(), action)


@action(ActionKind.SWITCH_TAB)
async def switch_tab(scene: Scene, action: Action) -> ActionResult:
    """Make the tab with index `amount`, or the one whose URL or title holds `text`, the active one."""
    tabs = scene.pages.open
    index = action.amount
    if action.text:
        wanted = action.text.casefold()
        titles = [f"{tab.url}\n{await tab.title()}".casefold() for tab in tabs]
        index = next((at for at, text in enumerate(titles) if wanted in text), -1)
    if not -1 < index < len(tabs):
        return failed(Trouble.BAD_INPUT, f"There is no such tab; {len(tabs)} are open.")
    await scene.pages.activate(tabs[index])
    return ActionResult(ok=True, message="Changed to another tab.", url=tabs[index].url)


@action(ActionKind.CLOSE_PAGE)
async def close_page(scene: Scene, action: Action) -> ActionResult:
    """Close the active tab; the last one is replaced by an empty tab."""
    del action
    await scene.page.close(run_before_unload=False)
    page = await scene.pages.active()
    return ActionResult(ok=True, message="Closed the tab.", url=page.url)
