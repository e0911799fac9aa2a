"""Typing, choosing and checking, in native fields and in widgets that only look like them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from skyvern.browser.session import BrowserSession
from skyvern.domain.page import Action, ActionKind, ActionResult, Observation, Trouble

Show = Callable[..., Awaitable[Observation]]


async def do(session: BrowserSession, kind: ActionKind, name: str = "", **more: object) -> ActionResult:
    """Act on the one element with that name."""
    observation = await session.observe()
    refs = [element.ref for element in observation.elements if element.name == name]
    assert len(refs) == 1, [(e.role, e.name) for e in observation.elements]
    return await session.act(Action(kind=kind, ref=refs[0], **more))  # type: ignore[arg-type]


async def read(session: BrowserSession, script: str) -> object:
    return await (await session.page()).evaluate(script)


TYPED = [
    ("<label>F<input id=f value=old></label>", "new text", "new text"),
    ("<label>F<textarea id=f>old</textarea></label>", "two\nlines", "two\nlines"),
    ("<label>F<input id=f type=date></label>", "03/04/1990", "1990-03-04"),
    ("<label>F<input id=f type=date></label>", "March 4, 1990", "1990-03-04"),
    ("<label>F<input id=f type=time></label>", "2:30 pm", "14:30"),
    ("<label>F<input id=f type=month></label>", "March 2026", "2026-03"),
    ("<label>F<input id=f type=datetime-local></label>", "2026-01-02 08:30", "2026-01-02T08:30"),
    ("<label>F<input id=f type=number></label>", "1,234.50", "1234.50"),
    ("<label>F<input id=f type=range max=100></label>", "70", "70"),
    ("<label>F<input id=f type=color></label>", "red", "#ff0000"),
    ("<label>F<input id=f type=email value=x@y.z></label>", "a@b.example", "a@b.example"),
    ("<label>F<input id=f value=gone></label>", "", ""),
    ("<input id=f><label for=f>F</label>", "label after", "label after"),
]


@pytest.mark.parametrize(("body", "text", "held"), TYPED)
async def test_native_fields_hold_what_is_typed(
    show: Show, session: BrowserSession, body: str, text: str, held: str
) -> None:
    await show(body)
    result = await do(session, ActionKind.INPUT_TEXT, "F", text=text)
    assert result.ok, result.message
    assert await read(session, "() => f.value") == held


async def test_a_masked_field_formats_what_is_typed(show: Show, session: BrowserSession) -> None:
    await show(
        """<label>Phone<input id=f></label><script>f.addEventListener('input', () => {
        const d = f.value.replace(/\\D/g, '').slice(0, 10);
        f.value = d.length > 6 ? `(${d.slice(0,3)}) ${d.slice(3,6)}-${d.slice(6)}` : d; })</script>"""
    )
    result = await do(session, ActionKind.INPUT_TEXT, "Phone", text="4155550123")
    assert result.ok
    assert result.value == "(415) 555-0123"


async def test_a_field_that_refuses_says_so(show: Show, session: BrowserSession) -> None:
    await show("<label>Code<input id=f></label><script>f.oninput = () => { f.value = 'no' }</script>")
    result = await do(session, ActionKind.INPUT_TEXT, "Code", text="123")
    assert (result.ok, result.trouble) == (False, Trouble.REJECTED)
    assert "'no'" in result.message


async def test_keys_are_heard_by_scripts(show: Show, session: BrowserSession) -> None:
    await show(
        "<label>Q<input id=f></label><p id=o></p><script>f.onkeyup = () => { o.textContent = 'heard "
        "' + f.value }</script>"
    )
    assert (await do(session, ActionKind.INPUT_TEXT, "Q", text="abc")).ok
    assert await read(session, "() => o.textContent") == "heard abc"


async def test_editable_text_and_boxes_around_fields(show: Show, session: BrowserSession) -> None:
    await show(
        "<div contenteditable aria-label=Body>old</div><div role=textbox aria-label=Box tabindex=0><input id=i></div>"
    )
    assert (await do(session, ActionKind.INPUT_TEXT, "Body", text="Hello")).ok
    assert await read(session, "() => document.querySelector('[contenteditable]').innerText") == "Hello"
    assert (await do(session, ActionKind.INPUT_TEXT, "Box", text="inner")).ok
    assert await read(session, "() => i.value") == "inner"


async def test_readonly_disabled_and_late_fields(show: Show, session: BrowserSession) -> None:
    await show(
        """<label>R<input readonly></label><label>D<input disabled></label><label>L<input id=l disabled></label>
        <script>setTimeout(() => { l.disabled = false }, 700)</script>"""
    )
    assert (await do(session, ActionKind.INPUT_TEXT, "L", text="x")).ok
    assert (await do(session, ActionKind.INPUT_TEXT, "R", text="x")).trouble is Trouble.DISABLED
    assert (await do(session, ActionKind.INPUT_TEXT, "D", text="x")).trouble is Trouble.DISABLED


async def test_secrets_are_typed_and_never_shown(show: Show, session: BrowserSession) -> None:
    await show("<label>Password<input id=p type=password></label><label>Code<input id=c></label>")
    for name in ("Password", "Code"):
        result = await do(session, ActionKind.INPUT_TEXT, name, text="{{secret:1}}")
        assert (result.ok, result.value) == (True, "")
    assert await read(session, "() => p.value + c.value") == "hunter2-geheim" * 2
    observation = await session.observe()
    assert [e.value for e in observation.elements] == ["•••", "•••"]
    assert "hunter2" not in repr(observation)
    assert await read(session, "() => getComputedStyle(c).webkitTextSecurity") == "disc"
    await read(session, "() => { p.type = 'text' }")
    assert "hunter2" not in repr(await session.observe())


@pytest.mark.parametrize("text", ["Germany", "germany", "DE", " Ger many".replace(" ", ""), "Germ"])
async def test_native_select(show: Show, session: BrowserSession, text: str) -> None:
    await show(
        "<label>C<select id=s><option value=''>Choose<option value=DE>Germany<option value=FR>France</select></label>"
    )
    result = await do(session, ActionKind.SELECT_OPTION, "C", text=text)
    assert (result.ok, result.value) == (True, "Germany")
    assert await read(session, "() => s.value") == "DE"


async def test_an_ambiguous_or_absent_option_is_not_guessed(show: Show, session: BrowserSession) -> None:
    await show("<label>C<select id=s><option>North Korea<option>South Korea<option selected>Chad</select></label>")
    for text in ("Korea", "Atlantis"):
        result = await do(session, ActionKind.SELECT_OPTION, "C", text=text)
        assert (result.ok, result.trouble) == (False, Trouble.REJECTED)
    assert await read(session, "() => s.value") == "Chad"


async def test_options_that_load_late(show: Show, session: BrowserSession) -> None:
    await show(
        """<label>A<select id=a><option>One<option>Two</select></label><label>B<select id=b><option>-</select></label>
        <script>a.onchange = () => setTimeout(() => b.add(new Option('Late')), 600)</script>"""
    )
    assert (await do(session, ActionKind.SELECT_OPTION, "A", text="Two")).ok
    assert (await do(session, ActionKind.SELECT_OPTION, "B", text="Late")).value == "Late"


COMBO = """<div id=box role=combobox aria-haspopup=listbox aria-expanded=false aria-controls=list
aria-label=Fruit tabindex=0>Choose</div>
<ul id=list role=listbox hidden><li role=option>Apple</li><li role=option>Pear</li></ul>
<script>box.onclick = () => { list.hidden = !list.hidden; box.setAttribute('aria-expanded', String(!list.hidden)) };
list.onclick = (e) => { box.textContent = e.target.textContent; list.hidden = true;
box.setAttribute('aria-expanded', 'false') }</script>"""
PLAIN = """<div class=select><span>Fruit</span><div id=box style="cursor:pointer" class=trigger>Pick one</div></div>
<script>box.onclick = () => setTimeout(() => { const m = document.createElement('div'); m.className = 'menu';
m.innerHTML = '<div class=item>Apple</div><div class=item>Pear</div>';
m.onclick = (e) => { box.textContent = e.target.textContent; m.remove() }; document.body.append(m) }, 150)</script>"""
TYPEAHEAD = """<label for=q>Fruit</label><input id=q role=combobox aria-autocomplete=list aria-controls=l
autocomplete=off><ul id=l role=listbox hidden></ul>
<script>const all = ['Apple', 'Apricot', 'Pear']; q.oninput = () => setTimeout(() => { l.hidden = false;
l.innerHTML = all.filter(x => x.toLowerCase().includes(q.value.toLowerCase())).map(x => `<li
role=option>${x}</li>`).join('') }, 200);
l.onmousedown = (e) => { q.value = e.target.textContent; l.hidden = true }</script>"""
BUTTON = """<label id=lb>Fruit</label><button id=box aria-haspopup=listbox aria-labelledby=lb>None</button>
<script>box.onclick = () => { const m = document.createElement('ul'); m.setAttribute('role', 'listbox');
m.innerHTML = '<li role=option>Apple</li><li role=option>Pear</li>';
m.onclick = (e) => { box.textContent = e.target.textContent; m.remove() }; document.body.append(m) }</script>"""


@pytest.mark.parametrize(
    ("body", "name"), [(COMBO, "Fruit"), (PLAIN, "Fruit"), (TYPEAHEAD, "Fruit"), (BUTTON, "Fruit")]
)
async def test_widgets_that_act_as_selects(show: Show, session: BrowserSession, body: str, name: str) -> None:
    await show(body)
    result = await do(session, ActionKind.SELECT_OPTION, name, text="Pear")
    assert (result.ok, result.value) == (True, "Pear"), result.message
    shown = await read(
        session,
        "() => (document.querySelector('#q') || box).value || (document.querySelector('#q') || box).textContent",
    )
    assert shown == "Pear"


async def test_a_widget_without_the_option_says_what_there_is(show: Show, session: BrowserSession) -> None:
    await show(COMBO)
    result = await do(session, ActionKind.SELECT_OPTION, "Fruit", text="Mango")
    assert result.trouble is Trouble.REJECTED
    assert "'Apple'" in result.message


CHECKS = [
    "<input type=checkbox id=c><label for=c>Terms</label>",
    "<style>#c{position:absolute;opacity:0;width:0;height:0}</style><label><input type=checkbox "
    "id=c><span>Terms</span></label>",
    "<input type=checkbox id=c style='display:none'><label for=c>Terms</label>",
    "<div id=c role=checkbox aria-checked=false tabindex=0>Terms</div><script>c.onclick = () => "
    "c.setAttribute('aria-checked', c.ariaChecked !== 'true')</script>",
    "<div id=c role=switch aria-checked=false tabindex=0>Terms</div><script>c.onkeydown = (e) => { "
    "if (e.key === ' ') c.setAttribute('aria-checked', c.ariaChecked !== 'true') }</script>",
    "<label><input type=radio name=r id=c>Terms</label>",
]


@pytest.mark.parametrize("body", CHECKS)
async def test_boxes_come_to_the_wanted_state_and_stay(show: Show, session: BrowserSession, body: str) -> None:
    await show(body)
    for _ in range(2):
        result = await do(session, ActionKind.CHECKBOX, "Terms", checked=True)
        assert result.ok, result.message
        assert await read(session, "() => c.checked || c.ariaChecked === 'true'")


async def test_a_box_is_unchecked(show: Show, session: BrowserSession) -> None:
    await show("<label><input type=checkbox id=c checked>News</label>")
    assert (await do(session, ActionKind.CHECKBOX, "News", checked=False)).ok
    assert not await read(session, "() => c.checked")


async def test_a_selector_serves_instead_of_a_reference(show: Show, session: BrowserSession) -> None:
    await show("<input id=a><button id=b onclick='a.value += 1'>B</button>")
    for selector in ("#a", "//input[@id='a']"):
        assert (await session.act(Action(kind=ActionKind.INPUT_TEXT, selector=selector, text="x"))).ok
    assert (await session.act(Action(kind=ActionKind.CLICK, selector="xpath=//button"))).ok
    assert await read(session, "() => a.value") == "x1"
    gone = await session.act(Action(kind=ActionKind.CLICK, selector="#nowhere"))
    assert gone.trouble is Trouble.GONE


SLIDER = """<div id=s role=slider tabindex=0 aria-label=Volume aria-valuemin=0 aria-valuemax=100 aria-valuenow=20
style="width:20px;height:20px;background:red"></div><script>s.onkeydown = (e) => {
const by = {ArrowRight: 5, ArrowLeft: -5}[e.key] || 0; const now = Number(s.ariaValueNow) + by;
s.setAttribute('aria-valuenow', Math.max(0, Math.min(100, now))) }</script>"""


@pytest.mark.parametrize(("text", "held"), [("55", "55"), ("0", "0"), ("100", "100"), ("20", "20")])
async def test_a_slider_comes_to_the_value(show: Show, session: BrowserSession, text: str, held: str) -> None:
    await show(SLIDER)
    result = await do(session, ActionKind.INPUT_TEXT, "Volume", text=text)
    assert (result.ok, result.value) == (True, held), result.message
    assert await read(session, "() => s.ariaValueNow") == held


@pytest.mark.parametrize(("text", "why"), [("53", "steps of 5"), ("120", "from 0 to 100"), ("loud", "not a number")])
async def test_a_slider_says_what_it_cannot(show: Show, session: BrowserSession, text: str, why: str) -> None:
    await show(SLIDER)
    result = await do(session, ActionKind.INPUT_TEXT, "Volume", text=text)
    assert not result.ok
    assert why in result.message


BOXES = """<fieldset id=code><legend>Code</legend><input maxlength=1 aria-label=D1><input maxlength=1 aria-label=D2>
<input maxlength=1 aria-label=D3><input maxlength=1 aria-label=D4></fieldset>"""
JUMPING = (
    BOXES
    + """<script>const all = [...code.querySelectorAll('input')];
all.forEach((box, i) => box.oninput = () => all[i + 1] && all[i + 1].focus())</script>"""
)


@pytest.mark.parametrize("body", [BOXES, JUMPING])
async def test_a_code_goes_into_its_boxes(show: Show, session: BrowserSession, body: str) -> None:
    await show(body)
    result = await do(session, ActionKind.INPUT_TEXT, "D1", text="12-34")
    assert result.ok, result.message
    assert await read(session, "() => [...code.querySelectorAll('input')].map((b) => b.value).join('')") == "1234"


async def test_what_a_field_cuts_off_is_not_typed(show: Show, session: BrowserSession) -> None:
    await show("<label>Zip<input id=f maxlength=4></label>")
    result = await do(session, ActionKind.INPUT_TEXT, "Zip", text="80012")
    assert (result.ok, result.trouble) == (False, Trouble.REJECTED)


VIRTUAL = """<div id=box role=combobox aria-haspopup=listbox aria-expanded=false aria-controls=list
aria-label=Row tabindex=0>Choose</div><div id=list role=listbox hidden style="height:100px;overflow:auto"></div>
<script>const draw = () => { const at = Math.floor(list.scrollTop / 20); list.innerHTML = `<div
style="height:4000px;position:relative">${[...Array(8).keys()].map((i) => `<div role=option style="position:absolute;
top:${(at + i) * 20}px;height:20px">Row ${at + i}</div>`).join('')}</div>` };
box.onclick = () => { list.hidden = false; draw() }; list.onscroll = draw;
list.onclick = (e) => { box.textContent = e.target.textContent; list.hidden = true }</script>"""


async def test_an_option_that_exists_only_when_scrolled_to(show: Show, session: BrowserSession) -> None:
    await show(VIRTUAL)
    result = await do(session, ActionKind.SELECT_OPTION, "Row", text="Row 57")
    assert (result.ok, result.value) == (True, "Row 57"), result.message
    assert await read(session, "() => box.textContent") == "Row 57"


CASCADE = """<div id=box role=combobox aria-haspopup=listbox aria-label=Place tabindex=0>Choose</div><div id=menu></div>
<script>const tree = {Europe: {Switzerland: {Bern: 1, Zurich: 1}, France: {Lyon: 1}}, Asia: {Japan: {Kyoto: 1}}};
const column = (nodes, way) => { const ul = document.createElement('ul'); ul.setAttribute('role', 'menu');
for (const name of Object.keys(nodes)) { const li = document.createElement('li'); li.setAttribute('role', 'menuitem');
li.textContent = name; li.onclick = () => { while (ul.nextSibling) ul.nextSibling.remove();
if (nodes[name] === 1) { box.textContent = [...way, name].join(' / '); menu.textContent = '' }
else setTimeout(() => column(nodes[name], [...way, name]), 100) }; ul.append(li) } menu.append(ul) };
box.onclick = () => column(tree, [])</script>"""


async def test_a_way_through_lists_that_open_one_another(show: Show, session: BrowserSession) -> None:
    await show(CASCADE)
    result = await do(session, ActionKind.SELECT_OPTION, "Place", text="Europe / Switzerland / Bern")
    assert result.ok, result.message
    assert await read(session, "() => box.textContent") == "Europe / Switzerland / Bern"


async def test_a_list_that_is_drawn_anew_after_each_key(show: Show, session: BrowserSession) -> None:
    await show(
        """<label for=c>To</label><input id=c role=combobox autocomplete=off><ul id=l role=listbox hidden></ul><script>
        const all = ['Porto (OPO)', 'Rome Ciampino (CIA)', 'Rome Fiumicino (FCO)'];
        c.oninput = () => { const v = c.value.toLowerCase(); window.chosen = ''; setTimeout(() => {
          l.hidden = !v; const fit = all.filter((a) => a.toLowerCase().includes(v));
          l.innerHTML = fit.map((a) => `<li role=option>${a}</li>`).join('');
          for (const o of l.children) o.onmousedown = () => {
            c.value = window.chosen = o.textContent; l.hidden = true; } }, 250 + 70 * v.length) }</script>"""
    )
    result = await do(session, ActionKind.SELECT_OPTION, "To", text="Rome Fiumicino")
    assert result.ok, result.message
    assert await read(session, "() => window.chosen") == "Rome Fiumicino (FCO)"
