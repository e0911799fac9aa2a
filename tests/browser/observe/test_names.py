"""Names by the ARIA algorithm: where it gives one, ours is what Chromium's own accessibility tree says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site

CASES = (
    "<button>Save <b>all</b></button>",
    "<button aria-label='Close dialog'>×</button>",
    "<button aria-labelledby='l1 self' id=self>Delete</button><span id=l1>Invoice 7:</span>",
    "<button aria-labelledby=hid>x</button><span id=hid hidden>From a hidden element</span>",
    "<button aria-labelledby=hid2>x</button><div id=hid2 style='display:none'>Hidden <span>with</span> parts</div>",
    "<button><span aria-hidden=true>×</span> Close</button>",
    "<button><i aria-hidden=true>delete</i> Remove</button>",
    "<a href=/a><span hidden>not</span>shown</a>",
    "<a href=/b><img alt='Our home' src=/x.png></a>",
    "<a href=/b2><img alt='' src=/x.png>Words</a>",
    "<a href=/c title='Go there'><img src=/x.png alt=''></a>",
    "<a href=/d><svg role=img aria-label=Cart width=9 height=9></svg> 3</a>",
    "<a href=/e><svg width=9 height=9><title>Search</title></svg></a>",
    "<input type=submit value=Send>",
    "<input type=submit>",
    "<input type=reset>",
    "<input type=image alt=Buy src=/x.png>",
    "<input type=button value=Press title=Really>",
    "<label for=f1>First</label><input id=f1>",
    "<label>Second <input></label>",
    "<label for=f3>Third</label><label for=f3>again</label><input id=f3>",
    "<input aria-label=Fourth placeholder=ghost>",
    "<input title=Fifth>",
    "<input placeholder=Sixth>",
    "<label><input type=checkbox> Flash the screen <input value=3 aria-label=number> times</label>",
    "<input type=checkbox id=c2><label for=c2>Flash <select aria-label=n><option selected>2</select> x</label>",
    "<label>Pick <select><option>one<option>two</select></label>",
    "<input aria-labelledby='t1 own' aria-label=bar id=own><span id=t1>foo</span>",
    "<div role=checkbox tabindex=0 aria-checked=false>News</div>",
    "<div role=switch tabindex=0 aria-labelledby=sw aria-checked=true></div><span id=sw>Dark</span>",
    "<div role=tab tabindex=0>Prices<span style='display:none'>no</span></div>",
    "<div role=menuitem tabindex=0>Open <kbd>O</kbd></div>",
    "<span role=button tabindex=0><span aria-label=Star role=img></span> it</span>",
    "<div role=textbox contenteditable aria-label=Body>text</div>",
    "<div role=combobox tabindex=0 aria-label=Fruit aria-expanded=false>Apple</div>",
    "<div role=slider tabindex=0 aria-label=Volume aria-valuenow=4>4</div>",
    "<fieldset><legend>Pay</legend><label><input type=radio name=p> Card</label></fieldset>",
    "<details><summary>More <em>about</em></summary>x</details>",
    "<a href=/f>One<br>two</a>",
    "<a href=/g><div>Block</div><div>text</div></a>",
    "<button><span>no</span><span>gap</span></button>",
    "<button aria-label='   '>Blank label</button>",
    "<button aria-labelledby=nowhere>Dangling</button>",
    "<style>.cross::after{content:'×'}</style><button class=cross></button>",
    "<button role=presentation>Still a button</button>",
    "<a href=/h aria-label='See more' title=tip>…</a>",
    "<button title=Trash><i class=icon></i></button>",
    "<label aria-label='Not this' for=f9>Label text</label><input id=f9>",
    "<label for=f10><span aria-label='spoken'>written</span> name</label><input id=f10>",
)


async def test_names_are_those_of_the_accessibility_tree(site: Site, session: BrowserSession) -> None:
    body = "".join(f"<div class=case>{case}</div>" for case in CASES)
    assert (await session.goto(site.page("/names", body))).ok
    seen = await session.observe()
    page = await session.page()
    cdp = await page.context.new_cdp_session(page)
    numbers = [int(element.ref[1:]) for element in seen.elements]
    find = "window[Symbol.for('skyvern.look')].api.find(id)"
    await page.evaluate(f"(ids) => {{ window.found = ids.map((id) => {find}); }}", numbers)
    differ: list[tuple[int, str, str]] = []
    for at, element in enumerate(seen.elements):
        told = await cdp.send("Runtime.evaluate", {"expression": f"found[{at}]"})
        tree = await cdp.send(
            "Accessibility.getPartialAXTree", {"objectId": told["result"]["objectId"], "fetchRelatives": False}
        )
        name = " ".join(str(tree["nodes"][0].get("name", {}).get("value", "")).split())
        case = await page.evaluate(
            "(at) => [...document.querySelectorAll('.case')].findIndex((c) => c.contains(found[at]))", at
        )
        if name != element.name:
            differ.append((CASES[case], element.name, name))
    assert not differ
    assert len(seen.elements) >= len(CASES)


async def test_what_stands_beside_a_field_is_not_always_its_name(site: Site, session: BrowserSession) -> None:
    """A column of the page, and the words of a button, are no labels."""
    body = """<table><tr><td><h3>My account</h3><a href=/in>Sign in</a></td>
      <td>Account number <input></td></tr></table>
      <table><tr><td>Reference</td><td><input></td></tr></table>
      <div><div><button>Status: All</button></div><div><input placeholder="Search tickets"></div></div>
      <style>.flex { display: flex }</style>
      <label class=flex><span>Ski rack</span><span>$8.00</span><input type=checkbox></label>"""
    assert (await session.goto(site.page("/beside", body))).ok
    fields = [one.name for one in (await session.observe()).elements if one.role in ("textbox", "checkbox")]
    assert fields == ["Account number", "Reference", "Search tickets", "Ski rack $8.00"]
