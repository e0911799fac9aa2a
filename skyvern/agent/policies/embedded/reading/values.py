"""Ties the values in a goal's words to what they mean: quotes, payload values, addresses and "label: value" pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from skyvern.agent.lexicon import content, country_name, field_concept, plain, similarity, state_name
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.gaps import without_gaps
from skyvern.agent.policies.embedded.reading.given import CLOSE as CLOSE, OPEN as OPEN, marked
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.reading.objects import spelled_out, taken_out
from skyvern.domain.goal import GoalValue

MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
_QUOTED = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|«([^»\n]{1,400})»|(?<![\w’'])'([^'\n]{1,200}?)'(?![\w])|"
    r"‘([^’\n]{1,200})’|`([^`\n]{1,200})`"
)
_LITERAL = re.compile(
    r"https?://[^\s,;\"')<>]+[^\s,;.\"')<>]|www\.[^\s,;\"')<>]+[^\s,;.\"')<>]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"(?<!\S)/[\w-][\w./-]*[\w/]|"
    r"\b(?:file|a)_\d{9,}\b|"  # what we call an uploaded file, and a file of a run
    r"\b(?:[\w-]+\.)+(?:pdf|docx?|xlsx?|csv|txt|png|jpe?g|zip|xml)\b|"
    r"(?<![\w-])\+\d[\d ()-]{6,}\d(?![\w-])|"
    r"(?<![\w-])\+?\(?\d{2,4}\)?[ .-]\(?\d{3}\)?[ .-]\d{3,4}(?:[ .-]\d{2,4})?(?![\w-])|"
    r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])|"
    r"(?<![\w/])\d{1,2}/\d{1,2}/\d{2,4}(?![\w/])|\b[A-Z]{1,5}-\d{2,}(?:-\d+)*\b|\b\d{5,}\b|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+(?:19|"
    r"20)\d{2}\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_URL = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{6,}\d$")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}$|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$")
_ASSIGN = re.compile(
    r"^(?:the |my |your |our |his |her |their |an? )?(?P<label>[\w'’/&#().\- ]{1,50}?)\s*"
    r"(?:(?<!\d):|:(?!\d\d)|=|→|->| is now | is |"
    r" are now | are | as |"
    r" to be | – | - )\s*(?P<value>.+)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the goal's text that is a value, standing in the masked text as one unbreakable word."""

    text: str
    key: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    """A goal's text with its values replaced by marks."""

    text: str
    marks: tuple[Mark, ...]
    objects: tuple[tuple[Term, ...], ...] = ()
    """The values of each object that was taken out of the text."""

    def plain(self, text: str) -> str:
        """Return masked text with its values back in place."""
        return MARK.sub(lambda match: self.marks[int(match[1])].text, text).strip()

    def quoting(self, text: str) -> str:
        """Return masked text with its values back in place, what was quoted in quotes again."""

        def back(match: re.Match[str]) -> str:
            mark = self.marks[int(match[1])]
            return f'"{mark.text}"' if mark.quoted and '"' not in mark.text else mark.text

        return MARK.sub(back, text).strip()

    def mark(self, text: str) -> Mark | None:
        """Return the mark that a text consists of, or None when it is not exactly one."""
        match = MARK.fullmatch(text.strip(" .,;:"))
        return self.marks[int(match[1])] if match else None

    def inside(self, text: str) -> list[Mark]:
        """Return the marks in a stretch of masked text, in order."""
        return [self.marks[int(match[1])] for match in MARK.finditer(text)]


def flatten(payload: Mapping[str, object], *, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield (dotted key, plain value) of nested objects; lists of plain values stay lists, None is left out."""
    for key, value in payload.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from flatten(cast("Mapping[str, object]", value), prefix=f"{name}.")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            items = cast("Sequence[object]", value)
            if all(isinstance(item, (str, int, float)) for item in items):
                yield name, list(items)
            else:
                for index, item in enumerate(items):
                    if isinstance(item, Mapping):
                        yield from flatten(cast("Mapping[str, object]", item), prefix=f"{name}.{index}.")
        elif value is not None:
            yield name, value


def payload_terms(payload: Mapping[str, object], *, optional: bool = True) -> tuple[Term, ...]:
    """Return the payload as terms: booleans as boxes, the rest as text."""
    found: list[Term] = []
    for key, value in flatten(payload):
        if isinstance(value, bool):
            found.append(Term(value="yes" if value else "no", key=key, checked=value, optional=optional))
        elif isinstance(value, list):
            items = cast("list[object]", value)
            found.extend(Term(value=str(item), key=key, optional=optional) for item in items)
        elif str(value).strip():
            found.append(Term(value=_number(value), key=key, optional=optional))
    return tuple(found)


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def mask(
    text: str,
    payload: Mapping[str, object],
    secrets: Mapping[str, str] | None = None,
    *,
    given: Sequence[GoalValue] = (),
    not_given: Sequence[GoalValue] = (),
) -> Masked:
    """Replace values of templates, quoted stretches, payload values, secret tokens, addresses, file names by marks.

    `secrets` maps opaque tokens to the field that they stand for.
    """
    marks: list[Mark] = []
    known = _known_values(payload, secrets or {})

    def keep(value: str, *, key: str = "", quoted: bool = False) -> str:
        marks.append(Mark(text=value, key=key, quoted=quoted))
        return f"{OPEN}{len(marks) - 1}{CLOSE}"

    def known_as(value: str) -> str:
        return next((name for known_value, name in known if plain(known_value) == plain(value)), "")

    def take(value: str, *, key: str = "") -> str:
        return keep(value, key=known_as(value) or key)

    def quote(match: re.Match[str]) -> str:
        value = next(group for group in match.groups() if group is not None).strip()
        if whole := MARK.fullmatch(value):
            marks[int(whole[1])] = replace(marks[int(whole[1])], quoted=True)
            return value
        value = MARK.sub(lambda one: marks[int(one[1])].text, value)
        ends = value[-1:] in ".!?" and re.match(r"\s+[A-Z]", match.string[match.end() :]) is not None
        return keep(value, key=known_as(value), quoted=True) + ("." if ends else "")

    def name_of(value: str) -> str:
        whole = MARK.fullmatch(value)
        return marks[int(whole[1])].key if whole else known_as(value)

    apart, objects = taken_out(without_gaps(marked(text, given, not_given, take)), name_of)
    objects = tuple(tuple(_unmasked(one, marks) for one in terms) for terms in objects)
    out = _QUOTED.sub(quote, spelled_out(apart))
    used: dict[str, int] = {}
    for value, _ in known:
        if value in used:
            continue
        names = [name for other, name in known if other == value]
        used[value] = 0

        def again(match: re.Match[str], names: list[str] = names, value: str = value) -> str:
            name = names[min(used[value], len(names) - 1)]
            used[value] += 1
            return keep(match[0], key=name)

        flags = re.IGNORECASE if len(value) > 3 else 0
        pattern = rf"(?<![\w{OPEN}]){re.escape(value)}(?![\w{CLOSE}])"
        out = _outside_marks(out, lambda part, p=pattern, r=again, f=flags: re.sub(p, r, part, flags=f))
    out = _outside_marks(out, lambda part: _LITERAL.sub(lambda match: keep(match[0]), part))
    out = _IN_BRACKETS.sub(r"\g<value>, \g<more>", out)
    return Masked(out, tuple(marks), objects)


def _unmasked(found: Term, marks: Sequence[Mark]) -> Term:
    return replace(found, value=MARK.sub(lambda match: marks[int(match[1])].text, found.value))


_IN_BRACKETS = re.compile(rf"(?P<value>{OPEN}\d+{CLOSE}) \((?P<more>[^(){OPEN}]{{0,30}}{OPEN}\d+{CLOSE}[^()]*)\)")
""" "Ida Blum (ida@blum.example, 555-0101)": values behind a value are told of it."""


def _outside_marks(text: str, change: Callable[[str], str]) -> str:
    parts = re.split(f"({OPEN}\\d+{CLOSE})", text)
    return "".join(part if part.startswith(OPEN) else change(part) for part in parts)


def _known_values(payload: Mapping[str, object], secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    found = [(token, name) for token, name in secrets.items() if token]
    for key, value in flatten(payload):
        if isinstance(value, bool):
            continue
        for item in cast("list[object]", value) if isinstance(value, list) else [value]:
            text = _number(item).strip()
            if len(text) >= 2 or (text and text.isdigit() and len(text) > 1):
                found.append((text, key))
    return sorted(found, key=lambda pair: -len(pair[0]))


def guess_label(value: str) -> str:
    """Return what a bare value evidently is (an email, a date, a state, …), "" when it does not say."""
    if _EMAIL.match(value):
        return "email"
    if _URL.match(value):
        return "website"
    if _DATE.match(value):
        return "date"
    if _PHONE.match(value):
        return "phone"
    if state_name(value):
        return "state"
    return "country" if country_name(value) else ""


_FIELD_NOUN = re.compile(
    r"(?:\s+(?:text|input|form|drop-?down|select|combo|search))*\s+(?:field|box|textbox|textarea|input|dropdown|"
    r"drop-down|menu|list|selector|picker|section|area|column|line|fields|parameter)$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"^(?:(?:the|an?|my|your|our|his|her|its|their|this|that|field|box|labell?ed|called|named|following|applicant's|"
    r"user's|customer's|person's)\s+)+",
    re.IGNORECASE,
)


_SAYING = re.compile(r"(?<=\w)\s+(?:saying|stating|(?:that|which) (?:says|reads|states))$", re.IGNORECASE)
""" "An internal note saying …": the note is the field."""


_RELATIONS = (
    (re.compile(r"(?:who\s+)?(?:liv(?:es|ing)|resid(?:es|ing)|based|located|resident) in", re.IGNORECASE), "city"),
    (re.compile(r"(?:who\s+(?:was|is)\s+)?born(?: on)?", re.IGNORECASE), "date of birth"),
    (
        re.compile(r"(?:can |will |could |to )?start(?:s|ing)?(?: work)?(?: on| from| by)?", re.IGNORECASE),
        "start date",
    ),
)
"""What is said of somebody in place of a field's name."""
_VERB_LAST = re.compile(r"\s+(?:is|are|was|were)$", re.IGNORECASE)
_TRAILING = re.compile(r"\s+(?:of|on|in|at|is|are|as|for|to|by|from)$", re.IGNORECASE)


def clean_label(text: str) -> str:
    """Return a label as said in a goal without articles and without words such as "field".

    What names its field by the kind alone ("the 2nd text box") stays as it is.
    """
    label = text.strip(" \t\n.,;:!()\"'")
    if OPEN not in label and bare(label) is not None:
        return label
    label = _DETERMINER.sub("", f"{label} ").strip()
    label = _DETERMINER.sub("", re.sub(r"^question (?:about|on|whether|if|of|for)\s+", "", label, flags=re.IGNORECASE))
    label = _VERB_LAST.sub("", _FIELD_NOUN.sub("", _SAYING.sub("", label)).strip(" .,;:"))
    for pattern, name in _RELATIONS:
        if pattern.fullmatch(label):
            return name
    short = _TRAILING.sub("", label)
    return short if short and field_concept(short) else label


def labelled(text: str) -> bool:
    """Tell whether a text reads as a field's name: it says "field" or is in the lexicon."""
    noun = _FIELD_NOUN.search(" " + text.strip()) or re.match(
        r"^(?:the\s+)?(?:field|box|dropdown)\b", text, re.IGNORECASE
    )
    return bool(noun or field_concept(clean_label(text)))


_NO_NAME = re.compile(
    r"^(?:[\w'’-]+\s+){0,3}?(?:information|info|details?|data|particulars|values?|following|below)$|"
    r"\s(?:is|are|was|were|has|have|wants?|needs?)\s",
    re.IGNORECASE,
)
""" "The applicant's information: Ida Blum", "The patient is new: …": such words announce values and name none."""


_TOLD_HOW = re.compile(
    r"(?:given|written|formatted|stated|expressed|specified|listed|in the format|to be (?!\d|[A-Z\ue000])|not? )\b",
    re.IGNORECASE,
)
""" "The dates are given as YYYY-MM-DD" tells how values are written."""


def name_in(label: str) -> str:
    """Return the name of a field that stands before a colon, "" for words that only announce values."""
    return "" if _NO_NAME.search(label.strip()) else clean_label(label)


def assignment(piece: str, masked: Masked) -> tuple[str, str] | None:
    """Return (label, value) of "First name: John", "state = CA", "email a@b.c", "zip code 94102", or None."""
    text = piece.strip(" \t\n.,;")
    match = _ASSIGN.match(text)
    if (
        match
        and re.search(r"[^\W\d]", match["label"])
        and clean_label(match["label"])
        and len(content(match["label"])) <= 6
        and not MARK.search(match["label"])
        and not _TOLD_HOW.match(match["value"])
    ):
        return name_in(match["label"]), match["value"].strip(" .,;")
    bracket = re.match(r"^(?P<label>[^()]{2,50}?)\s*\((?P<value>[^()]+)\)$", text)
    if bracket and field_concept(clean_label(bracket["label"])) and not field_concept(bracket["value"]):
        return clean_label(bracket["label"]), bracket["value"].strip()
    if answer := re.match(r"^(?P<label>[\w' -]{3,60}?)\s+(?P<value>yes|no)$", text, re.IGNORECASE):
        return clean_label(answer["label"]), answer["value"]
    lead = re.match(rf"^(?P<label>[^{OPEN}]*?)\s*(?:\bof\s+|\bas\s+)?(?P<value>{OPEN}.*)$", text, re.DOTALL)
    if (
        lead
        and clean_label(lead["label"])
        and len(content(lead["label"])) <= 5
        and len(MARK.sub("", lead["value"]).split()) <= 3
    ):
        return clean_label(lead["label"]), lead["value"]
    quoted_label = re.match(rf"^({OPEN}\d+{CLOSE})\s*(?::|=|→)\s*(.+)$", text, re.DOTALL)
    if quoted_label and masked.inside(quoted_label[1])[0].quoted:
        return masked.plain(quoted_label[1]), quoted_label[2]
    return _known_prefix(text)


def _known_prefix(text: str) -> tuple[str, str] | None:
    words = text.split()
    for length in range(min(5, len(words) - 1), 0, -1):
        label = clean_label(" ".join(words[:length]))
        value = " ".join(words[length:])
        concept = field_concept(label) if label else ""
        evident = value[:1].isupper() or any(char.isdigit() or char == "@" for char in value)
        word = concept in ("username", "password", "new_password", "otp", "email") and len(value.split()) == 1
        if concept and (evident or word):
            return label, re.sub(r"^(?:of|is)\s+", "", value)
    return None


def pairs(text: str, masked: Masked) -> list[tuple[str, str]]:
    """Return the (label, value) pairs of a list in words; a piece that is no pair belongs to the value before it."""
    found: list[tuple[str, str]] = []
    for piece, joint in _pieces(text):
        pair = assignment(piece, masked)
        if pair is not None:
            found.append(pair)
        elif found and masked.mark(found[-1][1]) is not None and _ASIDE_WORD.fullmatch(piece.strip()):
            found.append(("", piece.strip()))
        elif found and piece.strip():
            label, value = found[-1]
            found[-1] = (label, f"{value}{joint}{piece.strip()}")
        elif piece.strip():
            return []
    return [one for pair in found for one in _each_by_key(*pair, masked)]


_ASIDE_WORD = re.compile(r"(?!(?:and|or|please)\b)[a-z][a-z-]+(?: [a-z][a-z-]+){0,2}")
""" "ZIP 44114, homeowner": a word behind a whole value is no part of it."""


def is_aside(value: str) -> bool:
    """Tell whether a value without a name is a word or two for a choice: "homeowner", "self employed"."""
    return _ASIDE_WORD.fullmatch(value) is not None


_ONLY_MARKS = re.compile(rf"{OPEN}\d+{CLOSE}(?:\s*,?\s*{OPEN}\d+{CLOSE})+")


def _each_by_key(label: str, value: str, masked: Masked) -> Iterator[tuple[str, str]]:
    """Take "{{ city }}, {{ state }}" apart where the workflow has a name for each."""
    keys = [mark.key for mark in masked.inside(value)]
    if _ONLY_MARKS.fullmatch(value.strip(" .")) and all(keys) and len(set(keys)) == len(keys):
        yield from (("", match[0]) for match in MARK.finditer(value))
    else:
        yield label, value


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    joint = ""
    for part in re.split(r"(\s*[;\n]\s*|\s*,\s*(?:and\s+)?|\s+and\s+(?:the\s+|an?\s+)?|\s*&\s*)", text):
        if re.fullmatch(r"(\s*[;\n]\s*|\s*,\s*(?:and\s+)?|\s+and\s+(?:the\s+|an?\s+)?|\s*&\s*)", part):
            joint = part
        else:
            yield part, joint


def term(label: str, value: str, masked: Masked) -> Term:
    """Return a term whose value is unmasked and whose payload key, if the value came from the payload, is kept."""
    mark = masked.mark(value.strip(" ()[]"))
    inside = masked.inside(value)
    key = mark.key if mark else inside[0].key if len(inside) == 1 else ""
    text = masked.plain(value).strip() if mark is None else mark.text
    if mark is None:
        text = re.sub(
            r"\s*\((?:choose|select|pick|use|from|see|optional|please|the|as|or|if)\b[^)]*\)$",
            "",
            text,
            flags=re.IGNORECASE,
        )
        text = re.sub(r"\s+(?:please|thanks|thank you)$", "", text.strip(" ,;"), flags=re.IGNORECASE).rstrip(".")
    return Term(value=text, label=masked.plain(label), key=key)


_CASE = re.compile(
    r"\s*,?\s+(?:(?:written|all|typed|spelled|spelt)\s+)*in\s+(?:all\s+)?"
    r"(?P<case>upper|lower|capitals?|caps|small)[ -]?(?:case)?(?:\s+(?:letters?|characters?))?$",
    re.IGNORECASE,
)


def as_written(found: Term) -> Term:
    """Return a term whose value is written as its own words say: "abc in upper case letters" is ABC."""
    match = _CASE.search(found.value)
    if match is None:
        return found
    value = found.value[: match.start()].strip(" \"'")
    upper = match["case"].lower() in ("upper", "capital", "capitals", "caps")
    return replace(found, value=value.upper() if upper else value.lower())


def from_payload(label: str, payload: Mapping[str, object]) -> Term | None:
    """Return the payload value that a label names ("their first name" → first_name), or None."""
    best: tuple[float, Term] | None = None
    for found in payload_terms(payload, optional=False):
        score = max(
            similarity(label, found.key.replace("_", " ").replace(".", " ")),
            similarity(label, found.key.rpartition(".")[2].replace("_", " ")),
        )
        if score >= 0.8 and (best is None or score > best[0]):
            best = (score, Term(value=found.value, label=label, key=found.key, checked=found.checked))
    return best[1] if best else None


def value_said(text: str) -> str:
    """Return the words for a value without what only announces it ("the word X", "the X")."""
    return re.sub(
        r"^(?:the\s+(?:value|text|word|phrase|number|option|date|name|string|code|characters?|letters?)?\s*(?=\ue000)|"
        r"the\s+(?:value|text|word|phrase|option)\s+|(?:the|an?)\s+)",
        "",
        text.strip(" .,;"),
        flags=re.IGNORECASE,
    )


_JOINED = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")


def pieces_of(text: str) -> list[str]:
    """Return what "A, B and C" lists."""
    return [piece.strip() for piece in _JOINED.split(text) if piece.strip()]
