"""Reads what kind of thing a record is and what it is called: "customer Nina Olsen", "the ticket about the lamp"."""

from __future__ import annotations

import re

ARTICLES = r"the|an?|my|our|your|his|her|its|their|this|that|each|all"
_NAMED = re.compile(
    rf"^(?:(?:{ARTICLES})\s+)?(?P<kind>[a-z][a-z-]*(?:\s+[a-z][a-z-]*){{0,2}})\s+"
    r"(?P<name>(?:#?\d|[A-Z])[\w’'./&#-]*(?:\s+\S+){0,5})$"
)
_TOPIC = re.compile(
    rf"^(?:(?:{ARTICLES})\s+)?(?P<kind>[a-z][a-z-]*(?:\s+[a-z][a-z-]*)?)\s+(?:about|regarding|concerning)\s+(?:(?:{ARTICLES})\s+)?"
    r"(?P<name>\S.{2,60})$"
)
""" "The ticket about the broken lamp": a record that is known by what it is about."""
_NAME_FIRST = re.compile(
    rf"^(?:(?:{ARTICLES})\s+)?(?P<name>[A-Z][\w’'./&#-]*(?:\s+\S+){{0,4}}?)\s+(?P<kind>[a-z][a-z-]{{2,}})$"
)
_PLACES = re.compile(r"(?:page|section|tab|menu|button|link|form|screen|settings?|view|area|dialog|window|list|site)s?")
_NOT_RECORDS = re.compile(r"\b(?:of|for|in|on|from|to|with|by|at|and|or|as|is|are|not|button|link|tab)\b")


SOMEBODY = re.compile(
    r"\b(?:person|name|contact|responsible|representative|applicant|requester|passenger|travell?er|guest|patient|driver|"
    r"insured|tenant|renter|student|attendee|participant|visitor|candidate|claimant|beneficiary|licensee|"
    r"policy ?holder|owner|caller|subscriber|nachname|ansprechpartner|nom|nombre|personne|responsable|interlocuteur)\b",
    re.IGNORECASE,
)
"""Words for whoever something is about, or whose name a field takes."""


def split_name(text: str) -> tuple[str, str] | None:
    """Split "customer Nina Olsen" into the kind of thing and its name; None when the words are no such thing."""
    if (topic := _TOPIC.match(text.strip())) is not None and not _NOT_RECORDS.search(topic["kind"]):
        return topic["kind"], topic["name"]
    match = _NAMED.match(text.strip())
    if match is None or _NOT_RECORDS.search(match["kind"]):
        return None
    return match["kind"], match["name"]


def name_first(text: str) -> tuple[str, str] | None:
    """Split "VPN ticket" into what it is called and the kind of thing; None for places ("Billing page")."""
    match = _NAME_FIRST.match(text.strip())
    if match is None or _PLACES.fullmatch(match["kind"]) or _NOT_RECORDS.search(match["name"]):
        return None
    return match["name"], match["kind"]
