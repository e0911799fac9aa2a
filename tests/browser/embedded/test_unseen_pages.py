"""The embedded mind on pages of many makes: table layout, script widgets, modals, tabs, cards, wizards, menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Goal, GoalKind, Outcome, SecretField
from skyvern.domain.page import Action, ActionKind
from skyvern.domain.status import BlockStatus
from skyvern.testing.policies import MemoryChronicle

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site


async def attempt(goal: Goal, session: BrowserSession, url: str) -> Outcome:
    await session.act(Action(kind=ActionKind.GOTO_URL, text=url))
    return await pursue(
        goal,
        page=session,
        policies=(EmbeddedPolicy(),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(90),
        patience=8,
    )


def navigation(text: str, **more: object) -> Goal:
    return Goal(kind=GoalKind.NAVIGATION, text=text, max_steps=20, **more)  # pyright: ignore[reportArgumentType]


async def state(session: BrowserSession) -> str:
    """What the page's script wrote into its title: what really happened."""
    return (await session.observe()).title


LEGACY = """<title>start</title><body><table border=0><tr><td><a href='/'>Home</a></td><td>
<form action='/nowhere'><input name=q size=10><input type=submit value=Go></form></td></tr></table>
<center><font size=4><b>Licensee Lookup</b></font><form name=f onsubmit="document.title=[f.a.value,f.b.value,f.c.value].join('|');
 document.getElementById('r').innerHTML='<p>1 record found</p><table><tr><th>Name</th><th>Lic. No.</th></tr><tr><td>Doe, Jane</td><td>77</td></tr></table>';return false">
<table><tr><td align=right>Last:</td><td><input name=a></td></tr><tr><td align=right>First:</td><td><input name=b></td></tr>
<tr><td align=right>St:</td><td><select name=c><option value=''>--<option>NV<option>NY<option>OR</select></td></tr>
<tr><td></td><td><input type=reset value='Start Over'> <input type=submit value='Submit Query'></td></tr></table></form></center><div id=r></div>"""


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("Search for Jane Doe in New York. COMPLETE when a record is found.", {}),
        ("Look up the licensee {0} {1}, licensed in {2}.", {"given": "Jane", "family": "Doe", "state": "New York"}),
        ("last name Doe, first name Jane, state NY - run the search", {}),
        ("Enter Jane as the first name and Doe as the last name, select New York, then click Submit Query.", {}),
    ],
)
async def test_a_form_laid_out_in_a_table(
    session: BrowserSession, site: Site, text: str, payload: dict[str, object]
) -> None:
    url = site.page("/legacy", LEGACY)
    outcome = await attempt(navigation(text.format(*payload.values()), payload=payload), session, url)
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "Doe|Jane|NY"


WIDGETS = """<title>start</title><style>.menu{display:none;border:1px solid}.open .menu{display:block}[role=option]{padding:4px}</style>
<main><h1>New shipment</h1><div class=field><label for=w>Weight in kg</label><input id=w type=number></div>
<div class=field id=dd><span id=l>Service level</span><button id=b aria-haspopup=listbox aria-labelledby='l b' type=button>Please choose</button>
<div class=menu role=listbox aria-labelledby=l><div role=option>Economy</div><div role=option>Express</div><div role=option>Overnight</div></div></div>
<div class=field><label><input type=checkbox id=ins> Insure this parcel</label></div>
<div role=switch tabindex=0 aria-checked=false id=sw>Signature required</div>
<button id=save type=button>Create label</button></main>
<script>const d=document;b.onclick=()=>dd.classList.toggle('open');
d.querySelectorAll('[role=option]').forEach(o=>o.onclick=()=>{b.textContent=o.textContent;dd.classList.remove('open')});
sw.onclick=()=>sw.setAttribute('aria-checked',sw.getAttribute('aria-checked')!='true');
save.onclick=()=>{d.title=[w.value,b.textContent,ins.checked,sw.getAttribute('aria-checked')].join('|');
 d.querySelector('main').innerHTML='<h1>Label created</h1><p role=status>Your label is ready.</p>'}</script>"""


@pytest.mark.parametrize(
    "text",
    [
        "Set the weight to 12, choose Express as the service level, tick insurance and turn on signature required. Then create the label.",
        "weight: 12\nservice level: Express\nCheck 'Insure this parcel'\nCheck 'Signature required'\nClick Create label",
    ],
)
async def test_widgets_made_of_script(session: BrowserSession, site: Site, text: str) -> None:
    outcome = await attempt(navigation(text), session, site.page("/widgets", WIDGETS))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "12|Express|true|true"


CARDS = """<title>start</title><header><nav><a href=#x>Home</a><a href=#y>Jobs</a></nav></header><main><h1>Openings</h1>
<ul><li><h3>Night Nurse</h3><p>Boston, MA</p><button>Apply</button></li>
<li><h3>Day Nurse</h3><p>Austin, TX</p><button>Apply</button></li>
<li><h3>Night Nurse</h3><p>Austin, TX</p><button>Apply</button></li></ul></main>
<script>document.querySelectorAll('li button').forEach((b,i)=>b.onclick=()=>{document.title='applied '+i;
document.querySelector('main').innerHTML='<h1>Application started</h1>'})</script>"""


async def test_the_right_card_of_several(session: BrowserSession, site: Site) -> None:
    url = site.page("/cards", CARDS)
    outcome = await attempt(navigation("Click Apply on the card for Day Nurse"), session, url)
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "applied 1"


async def test_cards_that_fit_alike_are_not_chosen_between(session: BrowserSession, site: Site) -> None:
    outcome = await attempt(navigation("Click Apply for Night Nurse"), session, site.page("/cards", CARDS))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("needs an LLM:")
    assert await state(session) == "start"


MODAL = """<title>start</title><main><h1>Team</h1><button id=o>Invite member</button><p id=m></p></main>
<dialog id=d><form method=dialog><h2>Invite someone</h2><label>Work e-mail <input id=e type=email required></label>
<label>Role <select id=r><option>Viewer<option>Editor<option>Owner</select></label>
<button value=no formnovalidate>Cancel</button><button value=yes>Send invitation</button></form></dialog>
<script>o.onclick=()=>d.showModal();d.onclose=()=>{if(d.returnValue=='yes'){document.title=e.value+'|'+r.value;m.textContent='Invitation sent'}}</script>"""


@pytest.mark.parametrize(
    "text",
    [
        "Click Invite member, enter kim@example.org as the work e-mail, select Editor as the role and send the invitation.",
        "Please open 'Invite member'. In the dialog, fill in work email: kim@example.org, role: Editor. Then press Send invitation. COMPLETE when the page says Invitation sent.",
    ],
)
async def test_a_form_in_a_dialog(session: BrowserSession, site: Site, text: str) -> None:
    outcome = await attempt(navigation(text), session, site.page("/modal", MODAL))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "kim@example.org|Editor"


TABS = """<title>start</title><style>section{display:none}section.on{display:block}#mm{display:none}</style>
<div role=tablist><button role=tab aria-selected=true>Overview</button><button role=tab aria-selected=false>Documents</button></div>
<section class=on><h2>Overview</h2><p>Welcome</p></section>
<section><h2>Documents</h2><table><tr><th>Title</th><th>Date</th><th></th></tr>
<tr><td>Lease 2024</td><td>Jan 5, 2024</td><td><a href='/f/a.pdf' download>Get PDF</a></td></tr>
<tr><td>Lease 2026</td><td>Feb 1, 2026</td><td><a href='/f/c.pdf' download>Get PDF</a></td></tr>
<tr><td>Lease 2025</td><td>Jan 9, 2025</td><td><a href='/f/b.pdf' download>Get PDF</a></td></tr></table></section>
<script>const t=[...document.querySelectorAll('[role=tab]')],s=[...document.querySelectorAll('section')];
t.forEach((x,i)=>x.onclick=()=>{t.forEach(y=>y.setAttribute('aria-selected',y==x));s.forEach((y,j)=>y.className=j==i?'on':'')})</script>"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Open the Documents tab and download the latest lease", ["c.pdf"]),
        ("documents tab, dl Lease 2025", ["b.pdf"]),
        ("Go to Documents and download all leases as PDF.", ["a.pdf", "b.pdf", "c.pdf"]),
        ("Download the lease from January 2025. It is among the documents.", ["b.pdf"]),
    ],
)
async def test_files_behind_a_tab(session: BrowserSession, site: Site, text: str, names: list[str]) -> None:
    for name in ("a", "b", "c"):
        site.file(f"/f/{name}.pdf", b"%PDF-1.4 " + name.encode(), "application/pdf")
    goal = Goal(kind=GoalKind.FILE_DOWNLOAD, text=text, max_steps=15)
    outcome = await attempt(goal, session, site.page("/tabs", TABS))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert sorted(file.file_name for file in outcome.downloads) == names


WIZARD = """<title>start</title><main id=m></main><script>const d=document,v={};let n=0;
const pages=[['About you','<label>Full legal name<input name=name required></label><label>Date of birth<input name=dob placeholder=MM/DD/YYYY></label>'],
['Where you live','<label>Street<input name=street></label><label>Postcode<input name=zip></label>'],
['Check','<p>Please check your answers.</p><label><input type=checkbox name=ok required> I confirm that everything is true</label>']];
function show(){const[h,f]=pages[n];m.innerHTML='<form><h1>'+h+'</h1>'+f+'<p><button type=button class=back>Back</button><button>'+(n<2?'Continue':'Send application')+'</button></p></form>';
m.querySelector('form').onsubmit=e=>{e.preventDefault();new FormData(e.target).forEach((x,k)=>v[k]=x);n++;if(n<3)show();else{d.title=[v.name,v.dob,v.street,v.zip].join('|');m.innerHTML='<h1>Thank you</h1><p>Your reference number is 123.</p>'}}}show()</script>"""


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("Complete the application with the data provided and submit it. COMPLETE when a reference number is shown.",
         {"person": {"full_name": "Ana Lopez", "date_of_birth": "1990-02-03"}, "address": {"street": "Elm 5", "zip": "12180"}}),
        ("Fill out the application: full name Ana Lopez, date of birth 1990-02-03, street Elm 5, postcode 12180. Then send it.", {}),
    ],
)  # fmt: skip
async def test_a_form_of_several_pages(
    session: BrowserSession, site: Site, text: str, payload: dict[str, object]
) -> None:
    outcome = await attempt(navigation(text, payload=payload), session, site.page("/wizard", WIZARD))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "Ana Lopez|02/03/1990|Elm 5|12180"


async def test_a_form_that_is_not_to_be_sent(session: BrowserSession, site: Site) -> None:
    text = "Go through the application and fill in full name Ana Lopez, street Elm 5. Do not submit it."
    outcome = await attempt(navigation(text), session, site.page("/wizard", WIZARD))
    assert await state(session) == "start", outcome


TWO_STEP = """<title>start</title><main id=m></main><script>const d=document;let u='';
function one(e=''){m.innerHTML='<form><h1>Welcome</h1><label>E-mail or customer number<input id=u></label><button>Next</button><a href=#>Create account</a></form>';m.firstChild.onsubmit=e=>{e.preventDefault();u=d.getElementById('u').value;two()}}
function two(e=''){m.innerHTML='<form><p>'+u+'</p><label>Your password<input id=p type=password></label><p class=err role=alert>'+e+'</p><button>Log in</button></form>';
m.firstChild.onsubmit=ev=>{ev.preventDefault();if(d.getElementById('p').value=='right'){d.title='in';m.innerHTML='<h1>My account</h1><a href=#>Log out</a>'}else two('Sorry, that password is not correct.')}}one()</script>"""


@pytest.mark.parametrize(("password", "status"), [("right", BlockStatus.COMPLETED), ("wrong", BlockStatus.FAILED)])
async def test_a_login_on_two_pages(session: BrowserSession, site: Site, password: str, status: BlockStatus) -> None:
    secrets = tuple(
        SecretField(parameter="c", field=field, token=token)
        for field, token in (("username", "kim"), ("password", password))
    )
    goal = Goal(kind=GoalKind.LOGIN, secrets=secrets)
    outcome = await attempt(goal, session, site.page("/two", TWO_STEP))
    assert outcome.status is status, outcome.failure
    if status is BlockStatus.FAILED:
        assert outcome.failure is not None
        assert "Authentication failed" in outcome.failure.reason
        assert "not correct" in outcome.failure.reason
    else:
        assert await state(session) == "in"


MENU = """<title>start</title><style>ul{display:none}.open ul{display:block}</style><main><h1>Orders</h1><table>
<tr><td>PO-1</td><td>Paper</td><td><div class=k><button aria-label='Actions' aria-haspopup=menu aria-expanded=false>⋮</button><ul role=menu><li role=menuitem tabindex=0>Duplicate</li><li role=menuitem tabindex=0>Archive</li></ul></div></td></tr>
<tr><td>PO-2</td><td>Ink</td><td><div class=k><button aria-label='Actions' aria-haspopup=menu aria-expanded=false>⋮</button><ul role=menu><li role=menuitem tabindex=0>Duplicate</li><li role=menuitem tabindex=0>Archive</li></ul></div></td></tr></table><p id=s role=status></p></main>
<script>document.querySelectorAll('.k').forEach((k,i)=>{const b=k.querySelector('button');b.onclick=()=>{k.classList.toggle('open');b.setAttribute('aria-expanded',k.classList.contains('open'))};
k.querySelectorAll('li').forEach(l=>l.onclick=()=>{document.title=l.textContent+' '+(i+1);s.textContent='Done: '+l.textContent})})</script>"""


@pytest.mark.parametrize(
    "text", ["Archive PO-2", "Click Archive in the row for PO-2", "Open the actions menu of PO-2 and click Archive"]
)
async def test_a_menu_in_a_row(session: BrowserSession, site: Site, text: str) -> None:
    outcome = await attempt(navigation(text), session, site.page("/menu", MENU))
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert await state(session) == "Archive 2"


SPINNER = (
    "<title>start</title><main><h1>Preparing</h1><div role=progressbar aria-busy=true>Loading, please wait</div></main>"
)


async def test_an_endless_spinner_ends_with_its_reason(session: BrowserSession, site: Site) -> None:
    outcome = await attempt(navigation("Click Download report"), session, site.page("/spin", SPINNER))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert any(word in outcome.failure.reason for word in ("did not finish loading", "Element not found"))
