"""Reads the object of an order: which thing, of which kind, in which row, the first or the latest of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from skyvern.agent.lexicon import concepts
from skyvern.agent.policies.embedded.intents import Which
from skyvern.agent.policies.embedded.reading.kinds import ORDINALS
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, Masked

FIELD_ROLES = ("textbox", "searchbox", "spinbutton", "textarea", "combobox")
_ROLES: dict[str, tuple[str, ...]] = {
    "button": ("button",),
    "link": ("link",),
    "hyperlink": ("link",),
    "tab": ("tab", "link", "button"),
    "menu": ("menuitem", "button", "link", "tab"),
    "menu item": ("menuitem", "link", "button"),
    "menu entry": ("menuitem", "link", "button"),
    "icon": ("button", "link", "img"),
    "checkbox": ("checkbox", "switch"),
    "check box": ("checkbox", "switch"),
    "tick box": ("checkbox", "switch"),
    "box": ("checkbox", "switch"),
    "toggle": ("switch", "checkbox", "button"),
    "switch": ("switch", "checkbox"),
    "radio button": ("radio",),
    "radio": ("radio",),
    "option": ("radio", "option", "checkbox", "menuitem"),
    **dict.fromkeys(("field", "text field", "textbox", "text box", "input", "text input", "input field"), FIELD_ROLES),
    **dict.fromkeys(("input textbox", "text area", "textarea", "text editor"), FIELD_ROLES),
    **dict.fromkeys(("dropdown", "drop-down", "combo box", "combobox"), ("combobox", "listbox", "button")),
    "slider": ("slider",),
    "page": (),
    "section": (),
    "screen": (),
    "module": (),
    "area": (),
    "view": (),
    "panel": (),
    "image": ("img", "link", "button"),
    "item": (),
    "entry": (),
    "listing": (),
    "list": (),
    "card": (),
    "row": (),
}
_KIND = "|".join(sorted((re.escape(kind) for kind in _ROLES), key=len, reverse=True))
_NOUN = re.compile(rf"^(?P<name>.+?)\s+(?P<kind>{_KIND})s?$", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(
    rf"^(?:the\s+|a\s+|an\s+)?(?P<kind>{_KIND})s?\s+(?:(?:that\s+)?(?:says?|reads?)|labell?ed|called|named|titled|"
    rf"marked|with (?:the )?(?:text|label|name|caption))?\s*(?P<name>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ROW = re.compile(
    r"\s+(?:(?:in|on|from|of|at)\s+(?:the\s+)?(?:same\s+)?(?:row|line|record|entry|card|listing|table row|list item|"
    r"result)\s+(?:for|of|with|containing|that (?:has|says|contains|shows)|where|named|labell?ed|whose)?|"
    r"next to|beside|opposite|alongside|adjacent to|belonging to|that belongs to|with (?:the )?(?:number|id|name|"
    r"reference|title)|numbered|dated|issued (?:on|in)|called|named|titled|"
    r"(?:in|on|from|under|within|inside|of)\s+(?:the\s+)?(?=[^,]{1,60}\b(?:section|panel|card|area|block|table|list|"
    r"box|group)\b))\s+(?P<row>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WHOSE = re.compile(
    r"\s+(?:whose|where\s+the|for\s+which\s+the|(?:that|which)\s+has\s+the)\s+(?P<column>[a-z][\w-]*(?:\s+[a-z][\w-]*)??)"
    r"\s+(?:(?:is|reads|says|shows)\s+)?(?=[A-Z\d" + OPEN + r"][^,]*$)"
)
""" "The case whose status is Open" is the case with the status Open."""
_BETWEEN = re.compile(
    r"(?<=\w)\s+(?:in|on|of|inside|within)\s+(?:the\s+|this\s+)?(?:[\w-]+\s+)?(?:dialog(?:ue)?|window|pop-?up|modal|page|form|toolbar|"
    r"menu|list|table|message)(?:\s+box)?\s+(?=(?:labell?ed|named|called|titled|marked|that (?:says|reads)|"
    r"with the (?:text|label|name|caption))\b)",
    re.IGNORECASE,
)
""" "The button in the window labelled Close": where it is stands between the thing and its name."""
_ITS_PART = re.compile(
    r"^(?P<kind>tab|section|panel|list|page)\s+(?:with|of|for|showing|about|that (?:shows|lists|contains))\s+"
    r"(?:all\s+)?(?:its|his|her|their)\s+"
    r"(?P<name>[\w -]+)$",
    re.IGNORECASE,
)
_BELOW = re.compile(r"(?<=\w)\s+(?:below|above|shown here|on (?:this|the) page)$", re.IGNORECASE)
ON_IT = re.compile(
    r"(?<=\w)\s+(?:on|for|next to|beside|in)\s+(?:it|them|that (?:row|line|entry|record|one|item))$", re.IGNORECASE
)
""" "Press Archive on it": what stands where is said already."""
_OF = re.compile(r"\s+(?:for|of|from|with|to|by|on|in)\s+(?:the\s+)?(?P<row>.+)$", re.IGNORECASE | re.DOTALL)
_PLACE = re.compile(
    r"\s+(?:in|on|from|at|under|within|using|via|of|below|above|beneath|underneath)\s+(?:the\s+)?(?:(?:main|top|left|"
    r"right|side|navigation|header|"
    r"bottom|upper|primary|site|left-hand|right-hand|current|same|next|resulting|web|home|results?|search results?|"
    r"login|list|details?)\s+)*"
    r"(?:navigation|nav|menu|menu bar|navbar|sidebar|side bar|header|footer|toolbar|page|site|website|screen|portal|"
    r"table|list|results?|app|application|form|corner|top|bottom|bar|section|window|dialog|popup|modal)(?:\s+(?:of|"
    r"on)\s+the\s+(?:page|screen|site))?$",
    re.IGNORECASE,
)
_WHICH: tuple[tuple[re.Pattern[str], Which], ...] = (
    (
        re.compile(
            r"\b(?:latest|newest|most recent(?:ly \w+)?|most current|last(?: available)?(?=\s+(?:invoice|statement|"
            r"bill|report|month)))\b\s*",
            re.I,
        ),
        Which.LATEST,
    ),
    (re.compile(r"\b(?:oldest|earliest)\b\s*", re.I), Which.OLDEST),
    (
        re.compile(
            r"\b(?:all(?: of)?(?: the)?|every|each(?: of)?(?: the)?|any and all)\b\s*(?:available\s+|listed\s+)?", re.I
        ),
        Which.ALL,
    ),
    (re.compile(r"\b(?:first|1st|top|topmost)\b\s*(?:available\s+|matching\s+)?", re.I), Which.FIRST),
    (
        re.compile(r"\b(?:last|bottom|final(?=\s+(?:page|step|row|item|entry|result|line|one)\b))\b\s*", re.I),
        Which.LAST,
    ),
)
_ORDINAL = re.compile(rf"\b(?:(?P<word>{'|'.join(ORDINALS)})|(?P<number>\d{{1,2}})(?:st|nd|rd|th))\b\s+", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:(?!(?:My|Your|Our)\s+[A-Z])(?i:on|the|an?|my|your|our|their|his|her|its|this|that|to|up|into|for|over)\s+)+"
)
""" "My Orders" is a name where both words begin large."""
_FORMS = re.compile(r"\b(?:PDF|CSV|XLSX?|XML|JSON|ZIP|DOCX?|Excel|Word)\b")
""" "The list of invoices as CSV": the form of a file names no row."""
_CODE = re.compile(r"\b(?:[A-Z]{1,4} \d{2,6}|(?=[\w/-]*\d)[A-Za-z]{0,6}[-/#]?[\w]*\d[\w/-]*)\b")
_POSSESSIVE = re.compile(
    rf"^(?P<who>(?:[A-Z][\w’'.-]*\s+)*[A-Z][\w.-]*|{OPEN}\d+{CLOSE}(?:\s+{OPEN}\d+{CLOSE})*)(?:'s|’s)\s+(?P<what>.+)$"
)
_ONE = re.compile(rf"^(?P<row>{OPEN}\d+{CLOSE}|(?:[A-Z]\S*\s+){{0,2}}[A-Z0-9]\S*)\s+one$")
""" "The November one": a thing that is named by its row alone."""
_BEING = (
    r"(?:member|person|record|result|entry|row|match|licensee|provider|practitioner|professional|customer|client|"
    r"patient|employee|user|applicant|"
    r"invoice|order|document|file|item|product|company|candidate|one|listing|case|bill|statement|account|license|"
    r"licence)"
)
REFERENCE = re.compile(
    r"^(?:on\s+|to\s+)?(?:"
    r"(?:it|them|that|this|these|those|that one|the one|him|her|one)(?:\s+(?:in|from|on)\s+the\s+\w+)?|"
    rf"(?:his|her|its|their|that|this)\s+(?P<what1>[\w -]{{1,30}}?)|"
    rf"(?:the\s+)?(?:(?:matching|found|resulting|right|correct|same|only)\s+)?{_BEING}(?:'s|’s|"
    rf"s')\s+(?P<what2>[\w -]{{1,30}}?)|"
    rf"(?:the\s+)?(?P<what3>[\w -]{{1,30}}?)\s+(?:of|for)\s+(?:the|that|this)\s+(?:(?:matching|found|"
    rf"resulting)\s+)?{_BEING}(?:\s+(?:found|shown|listed|that was found))?|"
    rf"(?:the|that|this)\s+(?:(?:matching|found|resulting|correct|right)\s+)(?P<what4>){_BEING}|"
    rf"(?:the|that|this)\s+{_BEING}\s+(?:found|in question)(?P<what5>)|"
    r"(?:it|this|that|him|her)\s+for\s+(?!all\b|every|the\b|an?\b|my\b)(?P<what6>[a-z]{3,20})|"
    r"(?:the|that|this)\s+(?:(?:found|gefundene[nrs]?)\s+[\w-]+|[\w-]+\s+(?:found|trouvée?s?|encontrad[oa]s?))|"
    r"(?:the|that|this)\s+[a-z]+\s+(?:that|which|you)\s+(?:(?:was|is|were|are|has been|have)\s+)?(?:found|listed)"
    r")(?:\s+(?:in|from|on)\s+the\s+(?:\w+\s+)?(?:results?|list|table|page|register|registry))?$",
    re.IGNORECASE,
)


def referred(text: str) -> str | None:
    """Return "", "record", "details" for "it", "his record", "the details of the member found"; else None."""
    match = REFERENCE.match(text.strip(" ."))
    if match is None:
        return None
    return next((match[f"what{at}"].strip() for at in range(1, 7) if match[f"what{at}"]), "")


_THINGS_IN_ING = re.compile(
    r"^(?:list|build|book|meet|train|sett|bill|shipp|park|pric|rat|head|open|hear|fil|draw|even|morn|hous|stand|rank|"
    r"clean|land|offer|report|account|market|bank)ing\b"
)


def ungerund(name: str) -> str:
    """Return a name such as "for starting the shift" as the button would say it: "start the shift"."""
    match = re.match(r"^(?:for\s+|to\s+)?(?P<root>[a-z]{3,})ing\s+(?P<rest>\S.*)$", name)
    if match is None or _THINGS_IN_ING.match(name):
        return name
    root = match["root"]
    forms = [root, root + "e", *([root[:-1]] if len(root) > 3 and root[-1] == root[-2] else [])]
    known = next((form for form in forms if concepts(form)), root)
    return f"{known} {match['rest']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an order is about; texts are plain (values back in place)."""

    name: str
    row: str = ""
    roles: tuple[str, ...] = ()
    kind: str = ""
    own: bool = False
    """It belongs to what is open: "the tab with its members"."""
    which: Which = Which.ANY
    number: int = 0


def target(text: str, masked: Masked) -> Target:
    """Read "the Download link in the row for INV-7" into name, role and row."""
    body = text.strip(" .,;!?:")
    body = _WHOSE.sub(r" with the \g<column> ", body)
    body = _BETWEEN.sub(" ", _BELOW.sub("", _PLACE.sub("", ON_IT.sub("", body))))
    found = Target(name="")
    row = _ROW.search(body)
    if row:
        found = replace(found, row=_tidy(row["row"], masked))
        body = body[: row.start()]
    body, found = _which(_ARTICLE.sub("", body), found)
    body = _ARTICLE.sub("", body)
    body = re.sub(
        rf"^(?:red|green|blue|yellow|orange|grey|gray|black|white|big|large|small|little|primary|main)\s+(?={OPEN}|"
        rf"[A-Z])",
        "",
        body,
    )
    if own := _ITS_PART.match(body):
        return replace(
            found,
            name=_tidy(own["name"], masked),
            kind=own["kind"].lower(),
            roles=_ROLES[own["kind"].lower()],
            own=True,
        )
    if (one := _ONE.match(body)) and not found.row:
        return replace(found, row=masked.plain(one["row"]))
    if match := _POSSESSIVE.match(body):
        found = replace(found, row=_join(found.row, masked.plain(match["who"])))
        body = match["what"]
    body, found = _kind(body, found)
    if found.row:
        found = replace(found, row=masked.plain(found.row))
    else:
        body, found = _row_in_name(body, found, masked)
    body, found = _kind(body, found) if not found.kind else (body, found)
    return replace(found, name=_tidy(body, masked))


def _tidy(text: str, masked: Masked) -> str:
    """Return a name without articles and stops around it; what is quoted stays as it is ("To the log-in")."""
    bare = _ARTICLE.sub("", text).strip(" .,;:!?\"'")
    return masked.plain(bare if OPEN in bare else _ARTICLE.sub("", bare)).strip(" .,;:!?\"'")


def _join(one: str, two: str) -> str:
    return f"{one} {two}".strip()


def _which(body: str, found: Target) -> tuple[str, Target]:
    if OPEN not in body[:1]:
        for pattern, which in _WHICH:
            match = pattern.search(body)
            if match and (which is not Which.FIRST or not re.match(r"\s*name\b", body[match.end() :], re.I)):
                if which is Which.LAST and re.match(r"\s*name\b", body[match.end() :], re.I):
                    continue
                return (body[: match.start()] + body[match.end() :]).strip(), replace(found, which=which)
        if match := _ORDINAL.search(body):
            rest = (body[: match.start()] + body[match.end() :]).strip()
            place = ORDINALS[match["word"].lower()] if match["word"] else int(match["number"])
            return rest, replace(found, which=Which.NTH, number=place)
    return body, found


_HOLDER = re.compile(
    r"^(?P<name>\S.*?)\s+(?:table|category|database|directory|folder|catalog(?:ue)?|register|registry|queue|board|channel|report|"
    r"workspace|repository|department)$",
    re.IGNORECASE,
)
""" "The permits table" is a page or link called "permits"; before its name such a word tells the kind of a record."""


def _kind(body: str, found: Target) -> tuple[str, Target]:
    if holder := _HOLDER.match(body):
        return holder["name"], found
    if (kind := _kind_alone(body)) is not None:
        return "", replace(found, kind=kind, roles=_ROLES[kind])
    if match := _NOUN.match(body):
        kind = match["kind"].lower()
        return match["name"], replace(found, kind=kind, roles=_ROLES[kind])
    if match := _NAMED.match(body):
        kind = match["kind"].lower()
        of = re.match(r"^(?:for|of|with|containing|about)\s+(?:the\s+)?(?P<row>.+)$", match["name"], re.IGNORECASE)
        if kind in ("row", "entry", "item", "listing", "card") and of and not found.row:
            return "", replace(found, kind=kind, row=of["row"])
        if kind == "menu" and of and not found.row:
            return "menu", replace(found, kind=kind, row=of["row"])
        return match["name"], replace(found, kind=kind, roles=_ROLES[kind])
    return body, found


def _kind_alone(body: str) -> str | None:
    """Return the kind that a phrase consists of ("radio button", "buttons"), None when it says more."""
    said = body.lower().strip(" .")
    if re.fullmatch(r"[A-Z][a-z]+s", body.strip(" .")):
        return None  # "Pages" and "Items" are names
    for noun in (said, said.removesuffix("es"), said.removesuffix("s"), said.removeprefix("input ")):
        if noun in _ROLES:
            return noun
    return None


_BEHIND = re.compile(rf"(?<={CLOSE})\s*,?\s+(?:of|in|with|without|by|from|as|while|so)\s[^{OPEN}A-Z0-9]{{6,}}$")
""" "The rules of tender X without giving a name": how it is done names no row."""


def _row_in_name(body: str, found: Target, masked: Masked) -> tuple[str, Target]:
    """Split "invoice INV-7" and "details of John Smith" into the thing and the row that it must stand in."""
    match = _OF.search(body)
    if match and (OPEN in match["row"] or re.search(r"[A-Z0-9]", _FORMS.sub("", match["row"]))):
        return body[: match.start()], replace(found, row=_tidy(_BEHIND.sub("", match["row"]), masked))
    mark = re.search(rf"(?:{OPEN}\d+{CLOSE}\s*)+$", body)
    if mark and mark.start() > 0:
        inside = masked.inside(mark[0])
        if any(not one.quoted or _CODE.search(one.text) for one in inside):
            return body[: mark.start()], replace(found, row=_tidy(mark[0], masked))
    code = _CODE.search(body)
    if code and OPEN not in body and code.start() > 0:
        name = (body[: code.start()] + body[code.end() :]).strip(" #-,")
        return name, replace(found, row=code[0])
    return body, found
