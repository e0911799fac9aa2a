"""Choose an option: of a native select, or of any list that opens when its box is clicked or typed into."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from skyvern.browser.actions.choice import pick, plain
from skyvern.browser.actions.click import press
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Missing, Scene, done, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_OPTIONS_SECONDS = 3.0
_SHOWN_SECONDS = 1.0
_REDRAWS = 3
_QUIET_SECONDS = 0.3
_WINDOWS = 60
_PATH = re.compile(r"\s*[>/\\›»→]\s*")
_TYPED_SECONDS = 0.4
_OPENS = "(el) => el.getAttribute('role') === 'combobox' && el.hasAttribute('aria-expanded')"
_TEXT_ENTRY = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([readonly])"


@action(ActionKind.SELECT_OPTION)
async def select_option(scene: Scene, action: Action) -> ActionResult:
    """Choose the option that the text names, and check that it is chosen."""
    return await choose(scene, await scene.element(action), action.text)


async def choose(scene: Scene, handle: ElementHandle, text: str) -> ActionResult:
    """Choose in whatever kind of list the element is."""
    state = await scene.ask(handle, "stateOf(el)")
    if state["tag"] == "select":
        several = "\n" in text and await handle.evaluate("el => el.multiple")
        return await (_together(scene, handle, text.split("\n")) if several else _native(scene, handle, text))
    if state["role"] in {"option", "radio", "menuitem", "menuitemradio", "tab"}:
        return await _click_choice(scene, handle, state["name"])
    if state["disabled"]:
        return failed(Trouble.DISABLED, "The list is disabled.")
    texts = [line for line in text.split("\n") if line.strip()]
    return await (_one_by_one(scene, handle, texts) if len(texts) > 1 else _custom(scene, handle, text))


async def _one_by_one(scene: Scene, handle: ElementHandle, texts: list[str]) -> ActionResult:
    """Choose several options of a list that is drawn by the page, and check that all of them show in the end."""
    for text in texts:
        result = await _custom(scene, handle, text)
        if not result.ok:
            return result
    shown = await scene.ask(handle, "choiceShown(el)")
    together = plain(" ".join(shown["texts"]))
    lost = next((text for text in texts if plain(text) not in together), None)
    if shown["connected"] and lost is not None:
        return failed(Trouble.REJECTED, f"{lost!r} is not shown as chosen any more: the list may take only one.")
    return done("Chosen.", value="\n".join(texts))


async def _together(scene: Scene, handle: ElementHandle, texts: list[str]) -> ActionResult:
    """Choose several options of a `select` at once, and no other; each stands in a line of its own."""
    options = (await scene.ask(handle, "stateOf(el)"))["options"]
    labels, values = [o["label"] for o in options], [o["value"] for o in options]
    indexes = {text: pick(labels, text, values=values) for text in texts}
    missing = next((text for text, index in indexes.items() if index is None or options[index]["disabled"]), None)
    if missing is not None:
        return failed(Trouble.REJECTED, _none_like(missing, labels))
    mark = scene.mark()
    chosen = [index for index in indexes.values() if index is not None]
    await handle.select_option(index=chosen, timeout=scene.milliseconds, force=True)
    outcome = await scene.outcome(mark, react=0.05)
    if outcome.navigated:
        return outcome.result("Chosen; the page changed to another.", value="\n".join(texts))
    now = await scene.ask(handle, "stateOf(el)")
    selected = {o["label"] for o in now["options"] if o.get("selected")}
    if selected != {labels[index] for index in chosen}:
        return failed(Trouble.REJECTED, f"The list shows {now['value']!r} instead.", value=now["value"])
    return outcome.result("Chosen.", value="\n".join(labels[index] for index in chosen))


async def _native(scene: Scene, handle: ElementHandle, text: str) -> ActionResult:
    """Choose in a `select`; options that are still being loaded are waited for."""

    def meant(state: dict[str, Any]) -> int | None:
        return pick([o["label"] for o in state["options"]], text, values=[o["value"] for o in state["options"]])

    state = await scene.until(
        lambda: scene.ask(handle, "stateOf(el)"),
        lambda state: meant(state) is not None and not state["disabled"],
        min(scene.seconds, _OPTIONS_SECONDS),
        every=0.5,
    )
    options, index = state["options"], meant(state)
    if state["disabled"]:
        return failed(Trouble.DISABLED, "The list is disabled.")
    if index is None:
        return failed(Trouble.REJECTED, _none_like(text, [o["label"] for o in options]))
    if options[index]["disabled"]:
        return failed(Trouble.DISABLED, f"The option {options[index]['label']!r} is disabled.")
    mark = scene.mark()
    await handle.select_option(index=index, timeout=scene.milliseconds, force=True)
    outcome = await scene.outcome(mark, react=0.05)
    if outcome.navigated:
        return outcome.result("Chosen; the page changed to another.", value=options[index]["label"])
    now = await scene.ask(handle, "stateOf(el)")
    label = options[index]["label"]
    chosen = [o["label"] for o in now["options"] if o.get("selected")]
    if label not in chosen:
        return failed(Trouble.REJECTED, f"The list went back to {now['value']!r}.", value=now["value"])
    return outcome.result("Chosen.", value=label)


async def _custom(scene: Scene, handle: ElementHandle, text: str) -> ActionResult:
    """Open the list, type when it can be typed into, choose, and look whether the choice shows."""
    await scene.ask(handle, "remember()")
    choices = await _choices(scene, handle, 0.0)
    labels = [label for label, _ in choices]
    index = _meant(labels, text)
    typed = await handle.evaluate("(el, entry) => el.matches(entry)", _TEXT_ENTRY)
    if index is None and (not typed or await handle.evaluate(_OPENS)):
        trouble = await press(scene, handle)
        if trouble is not None:
            return trouble
        choices = await _choices(scene, handle, _TYPED_SECONDS if typed else 1.0)
        labels = [label for label, _ in choices]
        index = _meant(labels, text)
    way = _PATH.split(text.strip())
    if index is None and len(way) > 1 and plain(way[0]) in map(plain, labels):
        return await _down(scene, handle, way)
    if index is None:
        entry = await _entry(scene, handle)
        if entry is not None:
            choices = await _typed(scene, handle, entry, text)
        elif choices:
            choices = await _scrolled(scene, handle, choices, text)
        labels = [label for label, _ in choices]
        index = _meant(labels, text)
    if index is None:
        await scene.page.keyboard.press("Escape")
        return failed(Trouble.REJECTED, _none_like(text, labels))
    label, option = choices[index]
    trouble = await _press_option(scene, handle, option, text=text)
    if trouble is not None:
        return trouble
    return await _verified(scene, handle, label)


def _meant(labels: list[str], text: str) -> int | None:
    """Like `pick`, but the beginning of a way through several lists is not what the whole way means."""
    there, way = [plain(label) for label in labels], _PATH.split(text.strip())
    if len(way) > 1 and plain(text) not in there and plain(way[0]) in there:
        return None
    return pick(labels, text)


async def _down(scene: Scene, handle: ElementHandle, way: list[str]) -> ActionResult:
    """Choose through lists that open one another: `Europe / Switzerland / Bern`."""
    label = ""
    for part in way:
        choices = await _until(scene, handle, part)
        labels = [label for label, _ in choices]
        index = pick(labels, part)
        if index is None:
            await scene.page.keyboard.press("Escape")
            return failed(Trouble.REJECTED, _none_like(part, labels))
        label, option = choices[index]
        trouble = await _press_option(scene, handle, option, text=part)
        if trouble is not None:
            return trouble
    return await _verified(scene, handle, label)


async def _scrolled(
    scene: Scene, handle: ElementHandle, choices: list[tuple[str, ElementHandle]], text: str
) -> list[tuple[str, ElementHandle]]:
    """Scroll a list of which only a part exists until an option of exactly this wording shows; else return it all."""
    goal, all_of_it = plain(text), dict(choices)
    for _ in range(_WINDOWS):
        if not await scene.ask(choices[-1][1], "scrollList(el)"):
            break
        await scene.changed(0.3)
        choices = await _choices(scene, handle, 0.3)
        if same := [choice for choice in choices if plain(choice[0]) == goal]:
            return same[:1]
        if not choices:
            break
        all_of_it |= dict(choices)
    return list(all_of_it.items())


async def _press_option(
    scene: Scene, handle: ElementHandle, option: ElementHandle, *, text: str
) -> ActionResult | None:
    """Click the option; a list that was drawn anew meanwhile is read again."""
    for _ in range(_REDRAWS):
        try:
            return await press(scene, option)
        except Missing:
            await _quiet(scene)
            choices = await _choices(scene, handle, 1.0)
            index = pick([label for label, _ in choices], text)
            if index is None:
                break
            option = choices[index][1]
    return failed(Trouble.GONE, "The list keeps changing under the choice.")


async def _quiet(scene: Scene) -> None:
    """Wait, bounded, until the page stops drawing: a list may be drawn anew after each key that was typed."""
    end = asyncio.get_running_loop().time() + min(scene.seconds, _OPTIONS_SECONDS)
    while await scene.changed(_QUIET_SECONDS) and asyncio.get_running_loop().time() < end:
        pass


async def _choices(scene: Scene, handle: ElementHandle, seconds: float) -> list[tuple[str, ElementHandle]]:
    """Return the visible options that belong to the list, waiting for the first of them."""
    found = await handle.evaluate_handle(
        "(el, ms) => window[Symbol.for('skyvern.look')].api.choices(el, ms)", int(seconds * 1000)
    )
    properties = await found.get_properties()
    handles = [item for value in properties.values() if (item := value.as_element()) is not None]
    labels: list[str] = await found.evaluate(
        "(all) => all.map((el) => { const {contentText, squash} = window[Symbol.for('skyvern.look')].api;"
        " return el.getAttribute('aria-label') || squash(el.innerText).slice(0, 160) || contentText(el, 160); })"
    )
    return list(zip(labels, handles, strict=False))


async def _entry(scene: Scene, handle: ElementHandle) -> ElementHandle | None:
    """Return the field one can type into to filter the list, None when there is none."""
    if await handle.evaluate("(el, entry) => el.matches(entry)", _TEXT_ENTRY):
        return handle
    inner = await handle.query_selector(_TEXT_ENTRY)
    if inner is not None:
        return inner
    focused = (await scene.page.evaluate_handle("() => document.activeElement")).as_element()
    if focused is not None and await focused.evaluate("(el, entry) => el.matches(entry)", _TEXT_ENTRY):
        return focused
    return None


async def _typed(
    scene: Scene, handle: ElementHandle, entry: ElementHandle, text: str
) -> list[tuple[str, ElementHandle]]:
    """Type to filter and wait until a matching option shows."""
    if await entry.evaluate("(el) => !!el.value"):
        await entry.fill("")
    await entry.focus()
    await scene.page.keyboard.type(text)
    return await _until(scene, handle, text)


async def _until(scene: Scene, handle: ElementHandle, text: str) -> list[tuple[str, ElementHandle]]:
    """Wait until an option that the text means shows; return all that show then."""
    return await scene.until(
        lambda: _choices(scene, handle, 0.3),
        lambda choices: pick([label for label, _ in choices], text) is not None,
        min(scene.seconds, _OPTIONS_SECONDS),
        every=0.3,
    )


async def _verified(scene: Scene, handle: ElementHandle, label: str) -> ActionResult:
    """Check that the box, its field or the option itself now shows the choice."""
    mark, goal = scene.mark(), plain(label)

    def holds(shown: dict[str, Any]) -> bool:
        texts = [plain(text) for text in shown["texts"]]
        return not shown["connected"] or any(goal and (goal in text or (text and text in goal)) for text in texts)

    shown: dict[str, Any] = await scene.until(
        lambda: scene.ask(handle, "choiceShown(el)"),
        lambda shown: holds(shown) or scene.pages.navigated_since(mark),
        _SHOWN_SECONDS,
    )
    if holds(shown):
        return done("Chosen.", value=label)
    if scene.pages.navigated_since(mark):
        return done("Chosen; the page changed to another.", value=label)
    return failed(Trouble.REJECTED, f"{label!r} was clicked but is not shown as chosen.", value=shown["texts"][0])


async def _click_choice(scene: Scene, handle: ElementHandle, label: str) -> ActionResult:
    mark = scene.mark()
    trouble = await press(scene, handle)
    if trouble is not None:
        return trouble
    return (await scene.outcome(mark)).result("Chosen.", value=label)


def _none_like(text: str, labels: list[str]) -> str:
    if not labels:
        return f"No list of options opened to choose {text!r} from."
    some = ", ".join(repr(label) for label in labels[:8] if label)
    return f"No single option means {text!r}; there are {some}{' …' if len(labels) > 8 else ''}."
