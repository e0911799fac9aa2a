"""Reads what a search is for: names, numbers, places and "by last name Smith" become terms with a meaning."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.extract.values import STREET
from skyvern.agent.lexicon import concepts, country_name, field_concept, state_name, tokens
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.values import (
    CLOSE,
    MARK,
    OPEN,
    Masked,
    assignment,
    clean_label,
    guess_label,
    pairs,
    term,
)

_SITE = re.compile(
    r"\s+(?:on|in|using|via|through|within|at|from|with|by (?:using|means of))\s+(?:the\s+|this\s+|"
    r"our\s+)?(?:[\w-]+\s+){0,3}(?:registry|register|site|website|web site|directory|search (?:form|box|bar|field|"
    r"tool|page|function)|portal|page|database|form|system|lookup|look-up|app|application|catalog(?:ue)?|search)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:\b((?:who \w+ |\w+ing |located |based |registered |licensed )?in the (?:state|city|town|county) of|"
    r"located in|living in|based in|residing in|practi[sc]ing in|"
    r"registered in|licensed in|working in|working for|who (?:lives|practices|works|is located) in|"
    r"in|from|near|within|with|by|using|whose|where|named|called|under|by the name of|having|and|for|of|at|"
    r"filter(?:ed|ing)? by|matching)\b|,|\(|\))\s*",
    re.IGNORECASE,
)
_PLACE_WORDS = frozenset(["in", "from", "near", "within", "at"])
_GENERIC = re.compile(
    r"^(?:the|an?|any|all|some|this|that|its?|their|his|her|our|following|specified|given|provided|correct|matching)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:dr|mr|mrs|ms|miss|prof|sir|professor|doctor)\.?\s+", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:(?:licensed|certified|registered|the)\s+)*(?:person|people|member|provider|practitioner|professional|"
    r"licensee|doctor|physician|nurse|"
    r"attorney|lawyer|dentist|therapist|pharmacist|engineer|agent|registrant|individual|employee|customer|client|"
    r"patient|applicant|user|contact)s?",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\bfrom\s*:?\s+(?P<start>(?:[A-Z][\w’'().-]*|{OPEN}\d+{CLOSE})(?:\s+[A-Z][\w’'().-]*){{0,3}})\s+to\s*:?\s+"
    rf"(?P<end>(?:[A-Z][\w’'().-]*|{OPEN}\d+{CLOSE})(?:\s+[A-Z][\w’'().-]*){{0,3}})"
)
_BOTH_ENDS = re.compile(
    r"\bfrom\s*:?\s+(?P<start>[A-Z][\w’'().-]*(?:\s+[A-Z][\w’'().-]*){0,3}(?:,\s*[A-Z]{2,3}\b)?)\s+to\s*:?\s+"
    r"(?P<end>[A-Z][\w’'().-]*(?:\s+[A-Z][\w’'().-]*){0,3}(?:,\s*[A-Z]{2,3}\b)?)"
)
""" "From: Emmen, NL to: Bath, UK": a place with its state or country behind a comma."""
_DAYS = re.compile(rf"{OPEN}\d+{CLOSE}")
_TRIP = re.compile(r"\b(?:one[ -]way|round[ -]trip|return trip|multi[ -]city)\b", re.IGNORECASE)
_KNOWN_KIND = re.compile(
    r"\b(?:person|people|member|provider|practitioner|professional|licensee|audiologist|pathologist|doctor|physician|"
    r"nurse|attorney|lawyer|record|result|entry|entries|credential|license|licence|certificate|registrant|"
    r"registration|status|information|details|account|customer|client|user|employee|applicant|individual|company|"
    r"companies|business|businesses|invoice|order|product|item|match|matches|profile|name|value|values|data|"
    r"parameter|parameters|availability|contractor|therapist|engineer|agent|one)s?\b",
    re.IGNORECASE,
)


def search_terms(text: str, masked: Masked, *, where: str = "") -> tuple[Term, ...]:
    """Return what to search for; () when the words name nothing in particular ("the practitioner")."""
    body = subject(text)
    if known := journey_in(body, masked, searching=True) or made_by(body, masked):
        return known
    found: list[Term] = []
    joint = ""
    chunks = _JOINT.split(body)
    items = [("", chunks[0]), *zip((piece or "and" for piece in chunks[1::2]), chunks[2::2], strict=True)]
    for joint, chunk in items:
        words = chunk.strip(" .,;:")
        if words:
            found.extend(_chunk(words, masked, joint=joint.lower(), first=not found, earlier=found))
    if where:
        found = _labelled_by(where, found)
    return tuple(found)


def journey_in(text: str, masked: Masked, *, searching: bool = False) -> tuple[Term, ...]:
    """Read "flights from Lisbon to Oslo on 2026-06-12, one way": both ends, the days, and the kind of trip."""
    match = _BOTH_ENDS.search(text) or _FROM_TO.search(text)
    travels = match is not None and (
        _TRIP.search(text) or re.search(r"\b(?:flights?|trains?|bus(?:es)?|fl(?:y|ying)|trip|travel\w*)\b", text, re.I)
    )
    if match is None or not (travels or searching):
        return ()
    found = [Term(value=masked.plain(match["start"]), label="from"), Term(value=masked.plain(match["end"]), label="to")]
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    days = [masked.plain(day) for day in _DAYS.findall(rest)]
    days = [day for day in days if parse_date(day) is not None]
    found += [
        Term(value=day, label=f"{way} / {way} date") for day, way in zip(days, ("departure", "return"), strict=False)
    ]
    if people := re.search(r"\bfor\s+(\d+)\s+([a-z]+)", masked.plain(rest)):
        found.append(Term(value=people[1], label=people[2]))
    if trip := _TRIP.search(rest):
        found.append(Term(value=trip[0].replace("-", " ").capitalize(), option=True, optional=bool(days) and searching))
    return tuple(found)


_MAKERS = {
    "directed": "director",
    "written": "author / writer",
    "painted": "artist / painter",
    "composed": "composer",
    "published": "publisher",
    "produced": "producer",
    "manufactured": "manufacturer / maker / brand",
    "sold": "seller",
    "taught": "teacher / instructor",
}
_MADE_BY = re.compile(
    rf"^(?:(?P<kind>[a-z]+(?:[ -][a-z]+)?)\s+)?(?P<things>[a-z]+s)\s+(?P<made>{'|'.join(_MAKERS)})\s+by\s+"
    rf"(?P<who>{OPEN}\d+{CLOSE}|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*){{0,3}})"
    r"(?:,?\s+(?:from|in|of)\s+(?:the\s+)?(?:year\s+)?(?P<year>(?:19|20)\d{2}))?$"
)


def made_by(text: str, masked: Masked) -> tuple[Term, ...]:
    """Read "drama films directed by Ida Blum from 2011": who made them, of which kind they are, from which year."""
    match = _MADE_BY.match(text.strip(" ."))
    if match is None:
        return ()
    found = [Term(value=masked.plain(match["who"]), label=_MAKERS[match["made"]])]
    if match["kind"]:
        found.append(Term(value=match["kind"], label="genre / kind / category / type"))
    if match["year"]:
        found.append(Term(value=match["year"], label="year / date / release date"))
    return tuple(found)


_BY_WHAT = re.compile(
    r"\s+by\s+(?:(?:the|its|their|his|her)\s+)?(?:(?:first|last|full|family|exact)\s+)?(?:names?|numbers?|id|reference|title|"
    r"keyword|address|e-?mail)$",
    re.IGNORECASE,
)
""" "Look up Ida Blum by name": how it is looked up is no part of what."""


_AMONG = re.compile(
    r"^(?:for\s+)?(?:among|amongst|in|through|within)\s+(?:the\s+|all\s+(?:the\s+)?|our\s+)(?:current\s+|open\s+)?(?P<kind>[^\W\d][\w'’-]+)"
    r"(?:\s+[a-z][\w-]*)?\s*,?\s+(?:for\s+)?(?=(?:an?|the|one)\s)",
    re.IGNORECASE,
)
""" "Search among the current tenders a contract for X": where to look stands before what for."""


def among(text: str) -> tuple[str, str]:
    """Return in which list a search is to look, "" where it is not said, and the words of the search itself."""
    match = _AMONG.match(text.strip())
    return (match["kind"], text.strip()[match.end() :]) if match else ("", text)


def by_what(text: str) -> str:
    """Return the words of a search without how it is to be done."""
    return _BY_WHAT.sub("", text.strip(" ."))


def subject(text: str) -> str:
    """Return the words of a search without those that only say where to search."""
    body = by_what(_SITE.sub(" ", " " + text.strip(" .!?")).strip())
    return re.sub(
        r"(?:'s|’s)\s+(?:\w+\s+)?(?:license|licence|record|registration|profile|status|details?|entry|account|"
        r"information|credentials?)\b",
        "",
        body,
    )


def _labelled_by(where: str, found: list[Term]) -> list[Term]:
    label = clean_label(re.sub(r"^(?:in|on|by|using|under|with|at)\s+", "", where.strip(), flags=re.IGNORECASE))
    if len(found) == 1 and not found[0].meaning and field_concept(label):
        return [replace(found[0], label=label)]
    return found


def _chunk(words: str, masked: Masked, *, joint: str, first: bool, earlier: list[Term]) -> list[Term]:
    if OPEN in words:
        return _marked(words, masked, joint=joint)
    place = joint in _PLACE_WORDS or joint.endswith(" in")
    if joint.endswith(" of") and " the " in joint:
        return [Term(value=words, label=field_concept(joint.split()[-2]))]
    if place:
        return _place(words)
    listed = pairs(words, masked)
    if listed:
        return [
            term("" if _PERSON.fullmatch(clean_label(label)) else clean_label(label), value, masked)
            for label, value in listed
        ]
    if earlier and joint in ("and", ",", "(") and (state_name(words) or country_name(words)):
        return _place(words)
    return _thing(words, joint=joint, first=first)


def _marked(words: str, masked: Masked, *, joint: str) -> list[Term]:
    marks = list(re.finditer(f"{OPEN}\\d+{CLOSE}", words))
    found: list[Term] = []
    at = 0
    for match in marks:
        before = clean_label(words[at : match.start()])
        made = term("", match[0], masked)
        known = _known(made.key)
        label = before if field_concept(before) and not (known and len(marks) > 1) else ""
        pair = assignment(words[at : match.end()], masked)
        if not label and pair and ":" in words[at : match.start()]:
            label = pair[0]
        if not label and not made.key:
            label = (
                guess_label(made.value)
                if (joint in _PLACE_WORDS or guess_label(made.value) not in ("country", "state"))
                else ""
            )
            if not label and (joint in _PLACE_WORDS or joint.endswith(" in")):
                label = "location"
        found.append(replace(made, label=label))
        at = match.end()
    if len(found) > 1 and not any(one.label or _known(one.key) for one in found) and not MARK.sub("", words).strip():
        found = [Term(value=" ".join(one.value for one in found))]
    rest = words[at:].strip(" ,.")
    if rest and found and not found[-1].label and not found[-1].key and field_concept(rest):
        found[-1] = replace(found[-1], label=rest)
    lead = words[: marks[0].start()].strip()
    if (
        lead[:1].isupper()
        and not concepts(lead)
        and not field_concept(lead)
        and not _TITLE.match(lead + " ")
        and len(lead.split()) <= 2
        and not _KNOWN_KIND.search(lead)
    ):
        found.insert(0, Term(value=lead))
    return found


def _known(key: str) -> str:
    return field_concept(key.replace("_", " ").rpartition(".")[2]) if key else ""


def _place(words: str) -> list[Term]:
    if named := re.match(
        r"^(?:the\s+)?(?P<kind>state|city|town|county|country) of\s+(?P<place>.+)$", words, re.IGNORECASE
    ):
        return [Term(value=named["place"], label=field_concept(named["kind"]))]
    text = re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)
    text = re.sub(r"\s+(?:state|area|region)$", "", text) if not state_name(text) else text
    if state_name(text):
        return [Term(value=text, label="state")]
    if country_name(text):
        return [Term(value=text, label="country")]
    if text[:1].isupper() or text[:1].isdigit():
        return [Term(value=text, label="postal code" if text.isdigit() else "city")]
    return []


_UNITED = re.compile(
    r"^(?:(?P<edge>at least|at most|up to|min(?:imum)?|max(?:imum)?)\s+)?"
    r"(?P<count>\d{1,3}|one|two|three|four|five|six)\+?[\s-](?P<unit>[a-z]{3,})(?:\s+(?P<things>(?:[a-z]+\s+)?[a-z]+))?$"
)
""" "2 bedroom homes", "a 4-person tent", "at least 3 bathrooms": a number and what it counts."""
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def _counted(words: str) -> list[Term]:
    match = _UNITED.match(re.sub(r"^(?:an?|the|all|any)\s+", "", words))
    if match is None or field_concept(match["unit"]) in ("date", "number") or not (match["things"] or match["edge"]):
        return []
    count = _WORDS.get(match["count"], match["count"])
    return [Term(value=count, label=match["unit"], option=True)]


_NAMED_KIND = re.compile(
    r"^(?:the|an?)\s+(?:open\s+)?(?P<name>[A-Z][\w'’.-]*(?:\s+(?:&\s+|of\s+|and\s+)?[A-Z][\w'’.-]*)*)\s+(?P<kind>[a-z]+(?:\s[a-z]+)?)$"
)


def _named_kind(words: str) -> list[Term]:
    """Read "the Surgical Technologist job": what is looked for is called so."""
    match = _NAMED_KIND.match(words)
    if match is None or _KNOWN_KIND.fullmatch(match["name"]):
        return []
    return [Term(value=match["name"], label="" if _KNOWN_KIND.fullmatch(match["kind"]) else match["kind"])]


def _thing(words: str, *, joint: str, first: bool) -> list[Term]:
    text = words
    if counted := _counted(words) or _named_kind(words):
        return counted
    bare = _TITLE.sub("", text)
    if street := STREET.search(text):
        return [Term(value=street[0], label="address")]
    names = re.search(r"(?:\b[A-Z][\w’'.-]*\.?(?:\s+(?:de|van|von|der|la|da|del|bin|al)\b)?\s*)+$", bare)
    if names and not _KNOWN_KIND.fullmatch(names[0].strip()):
        value = _TITLE.sub("", names[0].strip())
        return [Term(value=value, label=_number_label(bare[: names.start()]))]
    if re.fullmatch(r"[A-Z][a-z]+ \d+", text) and joint == "":
        return [Term(value=text)]
    if any(char.isdigit() for char in text):
        return [Term(value=text.split()[-1] if len(text.split()) <= 4 and _KNOWN_KIND.search(text) else text)]
    if not first and joint in ("and", ",", "(", ")", "with", "of", "for", "by", "using", "where", "whose", "having"):
        return []
    if _GENERIC.match(text) or _KNOWN_KIND.search(text) or field_concept(text) or len(tokens(text)) > 6:
        return []
    return [Term(value=text)]


def _number_label(lead: str) -> str:
    label = clean_label(lead)
    return label if label and field_concept(label) and not re.search(r"name$|number$", label) else ""
