"""What the widgets of the zoo taught, each rule on a small page of its own."""

# ruff: noqa: E501 - a page of a test reads best in few lines

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from skyvern.browser.session import BrowserSession
from skyvern.domain.page import Action, ActionKind, ActionResult, Observation

Show = Callable[..., Awaitable[Observation]]

PARTS = """<div role=group aria-label=When>{parts}</div><script>for (const e of document.querySelectorAll('[role=spinbutton]')) {{
  let typed = ''; e.onfocus = () => {{ typed = ''; }};
  e.onbeforeinput = (ev) => {{ ev.preventDefault(); typed += ev.data; e.textContent = typed; e.setAttribute('aria-valuenow', String(+typed)); }}; }}</script>"""
PART = "<span role=spinbutton contenteditable tabindex=0 aria-label='{}' aria-valuemin=1 aria-valuemax={}>--</span>"
CALENDAR = """<label>Day <input id=f {more}></label><div id=cal style='position:absolute;left:10px;top:40px;display:none;background:#fff'>
<a title=Prev id=back>‹</a> <b id=head></b> <a title=Next id=on>›</a><table><tbody id=days></tbody></table></div><script>
let at = new Date(2026, 0, 1); const names = ['January','February','March','April','May','June','July','August','September','October','November','December'];
const draw = () => { head.textContent = names[at.getMonth()] + ' ' + at.getFullYear(); const n = new Date(at.getFullYear(), at.getMonth() + 1, 0).getDate();
  days.innerHTML = '<tr><td>30<td>31</tr><tr>' + Array.from({length: n}, (_, i) => '<td>' + (i + 1) + (i % 7 == 6 ? '</tr><tr>' : '')).join('') + '</tr>'; };
on.onclick = () => { at.setMonth(at.getMonth() + 1); draw(); }; back.onclick = () => { at.setMonth(at.getMonth() - 1); draw(); };
f.onfocus = () => { cal.style.display = 'block'; draw(); };
days.onclick = (e) => { f.value = head.textContent.split(' ').join(' ' + e.target.textContent + ', '); cal.style.display = 'none'; };
f.onblur = () => { if (!f.readOnly) { document.title = f.value; cal.style.display = 'none'; } };
</script>"""
TWINS = """<label>Row <input id=f role=combobox aria-expanded=false aria-controls=l readonly></label>
<div id=pop style='position:absolute;left:10px;top:40px;display:none'><div id=l role=listbox style='width:0;height:0;overflow:hidden'>
<div role=option>a</div></div><div>{}</div></div><script>f.onclick = () => {{ pop.style.display = 'block'; }};
pop.onclick = (e) => {{ f.value = e.target.textContent; pop.style.display = 'none'; }};</script>"""
HIDDEN = """<label for=s>Country</label><select id=s style='position:absolute;width:1px;height:1px;overflow:hidden' tabindex=-1><option>Norway</select>
<span><span role=combobox tabindex=0 aria-labelledby=v aria-expanded=false><span id=v>Choose one</span></span></span>"""
CHIPS = """<label>Tags <input id=f role=combobox aria-controls=l aria-expanded=true></label><ul role=listbox id=l><li role=option>Red</ul><script>
f.onkeydown = (e) => { if (!f.value && /Delete|Backspace/.test(e.key)) document.title = 'a chip was removed'; };
l.onclick = (e) => { f.value = e.target.textContent; }; </script>"""

MANY = """<div id=b role=combobox tabindex=0 aria-label=Countries aria-controls=l aria-expanded=false>None</div>
<ul role=listbox id=l style='display:none'><li role=option>Italy<li role=option>Japan<li role=option>Norway</ul><script>
const several = {several}; let chosen = []; b.onclick = () => {{ l.style.display = 'block'; }};
l.onclick = (e) => {{ const it = e.target.textContent.trim(); chosen = several ? [...chosen, it] : [it]; b.textContent = chosen.join(', '); l.style.display = 'none'; }};</script>"""
SHADOW = """<x-choice></x-choice><script>customElements.define('x-choice', class extends HTMLElement {{ connectedCallback() {{
  this.attachShadow({{mode: 'open'}}).innerHTML = `<fieldset role=radiogroup aria-labelledby=n><label id=n>Size</label><span role=radio tabindex=0 aria-checked=false>Large</span></fieldset>`; }} }});</script>""".replace(
    "{{", "{"
).replace("}}", "}")


BOXED = """<div id=box style='padding:9px;border:1px solid'><label for=f style='pointer-events:none;position:absolute'>Cost centre</label>
<input id=f role=combobox aria-expanded=false aria-controls=l style='pointer-events:none'></div><ul role=listbox id=l style='display:none'><li role=option>1000 Office<li role=option>3400 Logistics</ul>
<script>box.onmousedown = () => { l.style.display = 'block'; }; l.onclick = (e) => { f.value = e.target.textContent; l.style.display = 'none'; };</script>"""

CHOSEN = (
    BOXED.replace("aria-controls=l style='pointer-events:none'", "aria-controls=l style='opacity:0;width:200px'")
    .replace(
        "</div><ul", "<div style='position:absolute;left:0;top:0;width:300px;height:60px'>1000 Office</div></div><ul"
    )
    .replace("id=box style='", "id=box style='position:relative;")
)


async def do(session: BrowserSession, kind: ActionKind, name: str, **more: object) -> ActionResult:
    observation = await session.observe()
    refs = [element.ref for element in observation.elements if element.name == name]
    assert refs, [(e.role, e.name) for e in observation.elements]
    return await session.act(Action(kind=kind, ref=refs[0], **more))  # type: ignore[arg-type]


async def read(session: BrowserSession, script: str) -> object:
    return await (await session.page()).evaluate(script)


@pytest.mark.parametrize(
    ("parts", "text", "held"),
    [
        ((("Month", 12), ("Day", 31), ("Year", 9999)), "2026-03-14", "03142026"),
        ((("", 31), ("", 12), ("", 9999)), "March 14, 2026", "14032026"),
        ((("", 23), ("", 59)), "2:05 pm", "1405"),
    ],
)
async def test_a_moment_is_typed_part_by_part(
    show: Show, session: BrowserSession, parts: tuple[tuple[str, int], ...], text: str, held: str
) -> None:
    await show(PARTS.format(parts="".join(PART.format(*part) for part in parts)))
    result = await do(session, ActionKind.INPUT_TEXT, parts[0][0], text=text)
    assert result.ok, result.message
    assert (
        await read(
            session, "() => [...document.querySelectorAll('[role=spinbutton]')].map((e) => e.textContent).join('')"
        )
        == held
    )


@pytest.mark.parametrize(("text", "held"), [("2026-03-30", "March 30, 2026"), ("12/31/2025", "December 31, 2025")])
async def test_a_field_that_takes_no_typing_is_filled_by_its_calendar(
    show: Show, session: BrowserSession, text: str, held: str
) -> None:
    await show(CALENDAR.replace("{more}", "readonly"))
    result = await do(session, ActionKind.INPUT_TEXT, "Day", text=text)
    assert result.ok, result.message
    assert (result.value, await read(session, "() => f.value")) == (held, held)


async def test_a_field_whose_calendar_lies_open_is_left_to_take_its_value(show: Show, session: BrowserSession) -> None:
    await show(CALENDAR.replace("{more}", ""))
    result = await do(session, ActionKind.INPUT_TEXT, "Day", text="2026-03-14")
    assert result.ok, result.message
    assert (await session.observe()).title == "2026-03-14"


async def test_options_that_people_see_count_not_their_twins(show: Show, session: BrowserSession) -> None:
    await show(TWINS.format("".join(f"<p>Row {number}</p>" for number in range(8))))
    result = await do(session, ActionKind.SELECT_OPTION, "Row", text="Row 6")
    assert result.ok, result.message
    assert await read(session, "() => f.value") == "Row 6"


@pytest.mark.parametrize("page", [BOXED, CHOSEN], ids=["lets presses through", "shows its choice above the entry"])
async def test_a_field_that_takes_no_press_is_opened_by_its_box(show: Show, session: BrowserSession, page: str) -> None:
    await show(page)
    result = await do(session, ActionKind.SELECT_OPTION, "Cost centre", text="3400 Logistics")
    assert result.ok, result.message
    assert await read(session, "() => f.value") == "3400 Logistics"


async def test_a_widget_has_the_label_of_the_field_it_stands_for(show: Show) -> None:
    observation = await show(HIDDEN)
    assert [(one.role, one.name) for one in observation.elements if one.tag == "span"] == [("combobox", "Country")]


async def test_an_empty_field_is_not_emptied(show: Show, session: BrowserSession) -> None:
    await show(CHIPS)
    await do(session, ActionKind.SELECT_OPTION, "Tags", text="Red")
    assert (await session.observe()).title == "Test"


async def test_several_options_are_chosen_one_after_the_other_and_all_must_show(
    show: Show, session: BrowserSession
) -> None:
    await show(MANY.format(several="true"))
    result = await do(session, ActionKind.SELECT_OPTION, "Countries", text="Japan\nItaly")
    assert result.ok, result.message
    assert await read(session, "b.textContent") == "Japan, Italy"
    await show(MANY.format(several="false"))
    result = await do(session, ActionKind.SELECT_OPTION, "Countries", text="Japan\nItaly")
    assert not result.ok
    assert "'Japan' is not shown as chosen any more" in result.message


async def test_a_fieldset_without_a_legend_is_called_by_aria(show: Show) -> None:
    (large,) = (await show(SHADOW)).elements
    assert (large.role, large.name, large.group) == ("radio", "Large", "Size")
