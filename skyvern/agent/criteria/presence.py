"""Judges whether something is on the page: quoted words, a button, a heading, a thing by name."""

from __future__ import annotations

import re

from skyvern.agent.criteria.outcomes import nothing_found
from skyvern.agent.criteria.phrasing import quoted, quotes_in
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, no, silence, unknown, yes
from skyvern.agent.extract.labels import GENERIC, score, vocabulary
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.lexicon import THINGS, concepts, content, similarity, tokens

_SHOWN = (
    r"(?:\s+(?:is|are|was|were|be|has been|have been|has|now|still|can be|should be|must be|being))*\s+(?:shown"
    r"|displayed|visible|present|there|found|seen|available|listed|appear(?:s|ed)?|"
    r"exists?|shows?(?: up)?|on (?:the |this )?(?:page|screen)|loaded|included|mentioned|displaying|open(?:ed)?"
    r"|opens|pops up|popped up|offered)(?:\s+(?:on|in|at|anywhere).*)?$"
)
_STATEMENT = re.compile(rf"^(?:the |an? |some |any |this )*(?P<what>.+?){_SHOWN}", re.I)
_CONTAINS = re.compile(
    r"^(?:the |this )?(?:current )?(?:web ?)?(?:(?:[\w-]+ ){0,2}(?:page|screen|view)|site|document|content|body|text|it"
    r"|website|browser"
    r"|(?:\w+ )?(?:table|list|grid|results?)|row|record|entry|invoice|report|profile|document|order"
    r"|details?)(?: content| text| body)?\s+(?:shows?|displays?|contains?"
    r"|includes?|(?:has|have)(?! been\b)|says?|reads?|mentions?|lists|offers?|features?)\s+"
    r"(?:that |the |an? |some |any |its |text "
    r"|words? |phrase )*(?P<what>.+)$",
    re.I,
)
_THERE = re.compile(r"^there (?:is|are|exists?|was|were)\s+(?:the |an? |some |any )*(?P<what>.+)$", re.I)
_KIND = re.compile(
    r"^(?P<name>.*?)\s*\b(?P<kind>buttons?|links?|fields?|inputs?|text ?box(?:es)?|check ?box(?:es)?|drop-?downs?"
    r"|tabs?|tables?|grids?|lists?|forms?|headings?|header|images?|logo|dialogs?|modals?|pop-?ups?|overlay|banner"
    r"|menu|search (?:box|bar|field))$",
    re.I,
)
_PLAIN_THINGS = frozenset(["things:record", "things:directory", "things:table", "things:history_thing"])
_PROPER = re.compile(r"^(?:[A-Z][\w'’-]+ ){1,3}[A-Z][\w'’-]+$|^#?[A-Z]{1,5}-?\d[\w-]*$")
_PLAIN_WORDS = re.compile(r"\b(?:message|text|page|label|value|section|information|info|notice|list|the)\b", re.I)
_ROLES: dict[str, frozenset[str]] = {
    "button": frozenset(["button", "menuitem"]),
    "link": frozenset(["link", "menuitem"]),
    "field": frozenset(["textbox", "searchbox", "combobox", "spinbutton", "listbox"]),
    "input": frozenset(["textbox", "searchbox", "combobox", "spinbutton", "listbox"]),
    "text": frozenset(["textbox", "searchbox"]),
    "check": frozenset(["checkbox", "switch"]),
    "drop": frozenset(["combobox", "listbox"]),
    "tab": frozenset(["tab"]),
    "search": frozenset(["searchbox", "textbox", "combobox"]),
    "menu": frozenset(["menu", "menubar", "menuitem"]),
}


_MESSAGE = re.compile(r"(?:the|my|our|your|this)\s+\w+\s+(?:is|was|ha[sd]|are|were)\b", re.I)
_DETERMINER = re.compile(r"\b(?:the|my|our|your|this|that|its|his|her|their)\b")


def _undetermined(text: str) -> str:
    """Return a sentence without the words for whose things are: "Your order is on its way" is "order is on way"."""
    return even(_DETERMINER.sub(" ", text.casefold())).strip(" .!")


def very_words(text: str, scene: Scene) -> Verdict | None:
    """The criterion is itself a quoted text, or a longer sentence that the page shows word for word."""
    cut = quoted(text)
    if re.fullmatch(r"⟦0⟧", cut.text.strip()):
        return (
            yes(f"the page shows {cut.quotes[0]!r}")
            if scene.says(cut.quotes[0])
            else no(f"the page does not show {cut.quotes[0]!r}")
        )
    if (
        not cut.quotes
        and len(text.split()) >= 4
        and not re.match(r"^(?:the|a|an|no|there)\b", text, re.I)
        and scene.states(text)
    ):
        return yes(f"the page says {text!r}")
    telling = not cut.quotes and len(text.split()) >= 4 and _MESSAGE.match(text)
    said = next((line for line in scene.main if telling and _undetermined(line) == _undetermined(text)), "")
    if said:
        return yes(f"the page says {said!r}")
    return None


def quoted_text(text: str, scene: Scene) -> Verdict | None:
    """*The page shows "Thank you"*, *a "Sign out" link is visible*: the quoted words must be there."""
    cut = quoted(text)
    if not cut.quotes:
        return None
    if (kind := re.search(r"⟦0⟧\s+(button|link|tab|field|check ?box|menu)", cut.text)) or (
        kind := re.search(
            r"\b(button|link|tab|field|check ?box|menu)\b[^⟦]*(?:labell?ed|named|called|with(?: the)? text"
            r"|that says)?\s*⟦0⟧",
            cut.text,
        )
    ):
        return _element(cut.quotes[0], kind[1], scene)
    missing = [phrase for phrase in cut.quotes if not scene.says(phrase)]
    if missing:
        return no(f"the page does not show {missing[0]!r}")
    return yes(f"the page shows {', '.join(map(repr, cut.quotes))}")


def _what(text: str) -> str:
    """The thing whose presence a statement asserts, "" when it asserts something else."""
    for form in (_CONTAINS, _THERE, _STATEMENT):
        if found := form.match(text):
            what = re.sub(_SHOWN, "", found["what"], flags=re.I)
            what = re.sub(r"^(list|table|grid)\s+of\s+(?:the\s+|all\s+)*(.+)$", r"\2 \1", what.strip(" .:"), flags=re.I)
            return re.sub(r"^(?:the|an?|some|any|text|words?)\s+", "", what, flags=re.I)
    return ""


def thing_of_kind(text: str, scene: Scene) -> Verdict | None:
    """*A Download button is visible*, *the invoice table is shown*, *a dialog opens*."""
    what = _what(text)
    found = _KIND.match(what)
    if quotes_in(text) or found is None:
        return None
    name = re.sub(r"^(?:the|a|an)\s+", "", found["name"].strip(), flags=re.I)
    kind = found["kind"].lower()
    if kind.startswith(("table", "grid", "list")):
        return _table(name, scene)
    if kind.startswith(("dialog", "modal", "pop", "overlay")):
        inside = any(e.landmark == "dialog" or e.role in ("dialog", "alertdialog") for e in scene.observation.elements)
        shown = inside or bool(scene.observation.dialogs)
        return (yes if shown else no)("a dialog is open" if shown else "no dialog is open")
    if kind.startswith("form"):
        return _form(name, scene)
    if kind.startswith("head"):
        fits = next((h for h in scene.headings if name and set(content(name)) <= set(tokens(h))), "")
        return yes(f"the heading {fits!r} is shown") if fits else no(f"no heading says {name!r}")
    return None if kind.startswith(("image", "logo", "banner")) else _element(name, kind, scene)


def _form(name: str, scene: Scene) -> Verdict | None:
    if not scene.inputs:
        return no("the page has no form")
    wanted = set(content(name)) if name else set[str]()
    fits = next((heading for heading in scene.headings if wanted <= set(tokens(heading))), "")
    if not name:
        return yes("the page has a form")
    return yes(f"a form is shown under {fits!r}") if fits else None


def _table(name: str, scene: Scene) -> Verdict | None:
    if not scene.listings:
        return no("the page shows no table or list")
    if not name:
        return yes(f"a list with {len(scene.listings[0].rows)} rows is shown")
    words = set(content(name))
    for listing in scene.listings:
        said = set(tokens(" ".join((listing.name, *listing.labels))))
        if words & said or similarity(name, listing.name) >= 0.75:
            return yes(f"{listing.name or 'a list'} with {len(listing.rows)} rows is shown")
    if any(words & set(tokens(heading)) for heading in scene.headings):
        return yes(f"a list with {len(scene.listings[0].rows)} rows is shown")
    if scene.acted and len(scene.listings) == 1 and _may_be_of(name, scene):
        return yes(f"a list with {len(scene.listings[0].rows)} rows has come up")
    return unknown(f"a list is shown, but nothing tells that it is of {name!r}")


def _may_be_of(name: str, scene: Scene) -> bool:
    """Whether a list that came up after an act can be of these things: a plain word, and no heading names others."""
    kind = concepts(name, among=(THINGS,))
    named = [concepts(heading, among=(THINGS,)) for heading in (*scene.headings[1:], scene.listings[0].name)]
    return bool(kind) and not any(other - _PLAIN_THINGS - kind for other in named)


def _element(name: str, kind: str, scene: Scene) -> Verdict:
    roles = next(
        (roles for word, roles in _ROLES.items() if kind.lower().startswith(word)), frozenset(["button", "link"])
    )
    if kind.lower().startswith("search"):
        name = "search"
    among = [e for e in scene.observation.elements if e.role in roles]
    if not name:
        return yes(f"{len(among)} of them") if among else no(f"the page has no {kind}")
    near = ""
    for element in among:
        names = [text for text in (element.name, element.placeholder, *element.hints) if text]
        fit = max((similarity(name, text) for text in names), default=0.0)
        if fit >= 0.85 or (kind.lower().startswith("search") and element.role == "searchbox"):
            return yes(f"{element.name or name!r} is there")
        near = element.name if fit >= 0.5 and not near else near
    if near:
        return unknown(f"whether {near!r} is the {kind} {name!r} cannot be told")
    return no(f"the page has no {kind} {name!r}")


_REFERRING = re.compile(
    r"^(?:it|they|them|he|she|that|this|these|those|(?:that|this|these|those) [a-z]+|the one)$", re.I
)
"""Words that only point back: that a page does not say "it" tells nothing."""


def anything(text: str, scene: Scene) -> Verdict | None:
    """*X is shown*: X stands on the page as it is, or under another name; or no word of it is there."""
    what = _what(text) or text
    if quotes_in(text):
        return None
    words = set(content(_PLAIN_WORDS.sub(" ", what)))
    telling = len(words) > 1 or _PROPER.match(what) is not None or any(word.isdigit() for word in words)
    if telling and (scene.says(what) if _what(text) else scene.states(what)):
        return yes(f"the page shows {what!r}")
    if not words or not _what(text):
        return None
    shown = _labelled(what, scene) or _in_its_place(what, scene)
    if shown and {word for word in words if word.isdigit()} <= set(tokens(shown)):  # of 2026, and not of 2025
        return yes(f"the page shows {shown}")
    among = (*scene.headings, *scene.texts) if telling else scene.headings
    near = next((line for line in among if len(line) < 200 and words <= set(tokens(line))), "")
    if near:
        return yes(f"the page shows {near!r}")
    if _REFERRING.match(what):
        said = nothing_found(scene)
        return no(f"the page says {said!r}") if said else unknown(f"what {what!r} stands for cannot be told")
    if not (words - GENERIC or words) & scene.words or _PROPER.match(what):
        return silence(f"nothing on the page says {what!r}")
    return unknown(f"the page {scene.name} shows some of {what!r}, but not clearly that")


_WHOSE = re.compile(r"\s+(?:of|in|for) (?:the|this|that|our|my|your|an?) [a-z]+$", re.I)
""" "The bills of the project": of which one does not tell what they are."""


def _in_its_place(what: str, scene: Scene) -> str:
    """A list on the page that the menu calls just so: *the bills are shown* where *Bills* leads to this page."""
    words = set(content(_WHOSE.sub("", what)))
    named = next((name for name in scene.place if words and words == set(content(name))), "")
    return f"a list, and is {named!r} of the menu" if named and scene.listings else ""


def _labelled(what: str, scene: Scene) -> str:
    """A fact or a column of that name that holds something."""
    wanted = Wanted(name=what)
    facts = [fact for fact in scene.layout.facts if fact.value and fact.source not in ("meta", "field", "box")]
    present = vocabulary(fact.label for fact in facts)
    for fact in facts:
        if score(wanted, fact.label, present) >= 0.7:
            return f"{fact.label}: {fact.value}"
    for listing in scene.listings:
        present = vocabulary(listing.labels)
        if label := next((label for label in listing.labels if score(wanted, label, present) >= 0.7), ""):
            return f"the column {label!r}"
    return ""
