"""The phrases by which the reader tells values, facts and wishes of a goal from its orders."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN

FOR_USE = re.compile(
    rf"^for\s+(?:the\s+|an?\s+)?(?P<label>[^{OPEN}]{{2,40}}?),?\s+(?:please\s+)?(?P<verb>use|enter|put|choose|select|pick|"
    r"type|take|upload|attach)\s+(?P<value>.+)$",
    re.IGNORECASE,
)


RECORD = re.compile(
    r"^(?:(?:full|detailed|matching|license|licence|detail|details|member|provider|professional|first)\s+)?"
    r"(?:record|result|profile|details?|entry|match|listing|detail page|details page|row|page|view|information|item)$|"
    r"^(?:product|article|permit|licen[cs]e|invoice|order|case|ticket|claim|policy|customer|supplier|vendor|employee|"
    r"patient|contract|job|application|appointment|document|project|account)"
    r"(?: (?:details?|details? page|page|record|view|entry))?$",
    re.IGNORECASE,
)


RECORD_ITSELF = re.compile(
    r"^(?:record|result|entry|match|row|listing|item|(?:product|article|permit|licen[cs]e|invoice|order|case|ticket|claim|"
    r"policy|customer|supplier|vendor|employee|patient|contract|job|application|appointment|document|project|account)"
    r"(?: (?:details?|details? page|page|record|view|entry))?)$",
    re.IGNORECASE,
)
""" "Search for AB-7 and open the product (page)": what was searched for, whatever kind of thing it is."""


THAT_FITS = re.compile(
    r"(?<=\w),?\s+(?:(?:that|which|who|whose|where)\s+)(?:(?:the|its|their|his|her)\s+)?(?:(?:full\s+)?"
    r"(?:names?|numbers?|details?|records?|spelling)\s+)?(?:exactly\s+)?(?:match(?:es)?|fits?|corresponds?|agrees?)"
    r"(?:\s+(?:exactly|it|this|that|best|(?:to\s+|with\s+)?the\s+(?:\w+\s+){0,2}(?:name|number|search|criteria|person)))*$",
    re.IGNORECASE,
)
""" "The record whose name matches exactly" is the one that was searched for."""


COUNTED = re.compile(
    rf"(?<![\w{OPEN}.,-])(?P<count>\d{{1,3}}(?:[.,]\d{{3}})*|\d+)\s+(?P<unit>[a-z]{{3,}}(?:\s+of\s+[a-z]+(?:\s+[a-z]+)?|\s+(?:a|per)\s+[a-z]+)?)"
    r"(?=[\s.,;:)]|$)"
)
""" "Has 7 years of experience", "8,000 miles a year": a number and what it counts."""


ONLY_THESE = re.compile(r"only\s+(?!if\b|when\b|the first\b)(?!.*\s(?:is|are|was|were)\s)", re.IGNORECASE | re.DOTALL)
""" "Only unassigned ones", but not "Only the extras that are true are wanted"."""


TELLS = re.compile(r"^(?P<what>[^:,;]*\s(?:is|are|was|were|has|have)\s[^:,;]{3,60}?)\s*:\s")
""" "The patient is new to the practice: Ida Blum, …" tells something beside the values."""


NONE_OF = re.compile(r"^no\s+(?P<what>[a-z][\w' -]{2,60})$", re.IGNORECASE)
""" "No marketing e-mails.": what must not be added."""


IS_TO_BE = re.compile(
    r"\b(?:should|must|shall|will|needs? to|has to|have to|ought to)\s+(?:\w+ly\s+)?(?:be|have|go|get|receive)\b"
)


TELLS_OF = re.compile(r"^(?:heard|found|learnt|saw|born|got|[a-z]{2,}ed|[a-z]{2,}[^s\W]s)\s(?!up\b)", re.IGNORECASE)
""" "Heard about the job on Indeed", "speaks French": told of somebody, and no order."""


HEARD = re.compile(
    r"\b(?:heard|learned|learnt|found out|was told|know[ns]?) (?:about|of) (?:the |this |your |our )?[a-z ]+? "
    r"(?:on|from|through|via|by|at|in) (?P<where>[^,;]+)$",
    re.IGNORECASE,
)
""" "Heard about the job on Indeed" answers the question how one heard of it."""


ABOUT = re.compile(rf"^(?P<who>{OPEN}\d+{CLOSE}|[A-Z]\S+(?:\s+[A-Z]\S+)+)\s+(?:is|has|works|can be found|stands)\b")


IS_SOMEONE = re.compile(
    rf"^(?:[Tt]he|[Mm]y|[Oo]ur|[Hh]is|[Hh]er)\s+(?P<label>[a-z][\w' -]{{2,40}}?)\s+(?:is|are|will be)\s+"
    rf"(?P<value>{OPEN}\d+{CLOSE}|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*){{0,4}})(?=$|[,;.]|\s+and\b)"
)


HAPPENS = re.compile(
    r"^(?:(?:only|then|not|\w+ly)\s+)?(?:asked|requested|required|needed|wanted|entered|expected|prompted)\s+"
    r"(?:for|on|in|at|by|later|first|next|after|before|when|once|only|again|there|here|separately)\b",
    re.IGNORECASE,
)
""" "The password is asked for on the next page": what becomes of a value, and not the value."""


NAMED_VALUE = re.compile(
    r"^(?:start|note|order|report|book|request|contact|record|file|reply|display|review|comment|share|print|return|issue|"
    r"claim|transfer|invite|register|purchase|place|mark|check|post|publish|make|store|close|renew|save|list|end|star|"
    r"sort|filter|result|search)\s+(?![^:]*\b(?:with|saying)\b)(?!the(?:se)?\b|those\b|an?\b|for\b|with\b|"
    r"as follows|one of)[\w' -]{2,40}:\s*\S|"
    r"^(?:make|contact|note|order|book|report|request|record|comment|review|issue|claim|purchase|place|mark|return):\s*\S",
    re.IGNORECASE,
)
""" "Order number: 7", "Start of the project: May 1", "Make: Honda": a name that begins like an order."""


USE_THESE = re.compile(
    r"^(?:please\s+)?(?:use|take|with|here (?:is|are))\s+(?:the(?:se)?|this|following)\s+(?:following\s+)?"
    r"(?:[\w'’-]+\s+){0,3}?(?:information|info|details?|data|values?)(?:\s+(?:below|here))?\s*:?$",
    re.IGNORECASE,
)
""" "Use this patient information:" announces values and orders nothing."""


WANTED_FILE = re.compile(
    r"^(?:i|we)(?:'d| would)?\s+(?:need|want|like|require)\s+(?:to have\s+)?(?P<what>(?:the|an?|my|our)\s+.+)$",
    re.IGNORECASE,
)
