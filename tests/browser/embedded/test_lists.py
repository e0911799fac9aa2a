"""A list that one drags things of, on a real page: the order that the page then holds is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.status import BlockStatus
from tests.browser.embedded.test_unseen_pages import attempt

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site

SORTED = """<main><h1>Stops</h1><ul id=l style="list-style:none;width:200px;padding:0">
<li draggable=true>Ghent</li><li draggable=true>Bruges</li><li draggable=true>Namur</li>
<li draggable=true>Mons</li></ul></main>
<script>let moved; l.ondragstart = e => { moved = e.target; e.dataTransfer.setData('text', 'x'); };
l.ondragover = e => { const over = e.target.closest('li'); e.preventDefault(); if (!over || over === moved) return;
  const box = over.getBoundingClientRect(); over[e.clientY > box.top + box.height / 2 ? 'after' : 'before'](moved); };
l.ondrop = e => { e.preventDefault(); document.title = [...l.children].map(i => i.textContent).join(' '); };</script>"""


async def test_a_thing_is_dragged_up_its_list(session: BrowserSession, site: Site) -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Drag Mons up by two.", max_steps=10)
    outcome = await attempt(goal, session, site.page("/sorted", SORTED))
    assert (await session.observe()).title == "Ghent Mons Bruges Namur", outcome
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
