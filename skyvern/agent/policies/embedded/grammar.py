"""Understands a goal: its clauses become intents, its values get tied to what they mean, its criteria are set apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from skyvern.agent.lexicon import concepts, content, field_concept
from skyvern.agent.policies.embedded import values
from skyvern.agent.policies.embedded.clauses import Clause, cut, leading_verb, strip_polite
from skyvern.agent.policies.embedded.intents import Intent, Plan, Term, Verb, Which
from skyvern.agent.policies.embedded.queries import search_terms
from skyvern.agent.policies.embedded.targets import Target, referred, target
from skyvern.agent.policies.embedded.values import CLOSE, MARK, OPEN, Masked, assignment, clean_label, pairs, term
from skyvern.domain.goal import Goal

_FORM = re.compile(
    r"\b(?:form|application|fields?|details|information|everything|data|questionnaire|survey|registration|profile|"
    r"section|request|steps?|page|wizard)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\s*(?:\bwith\b|\busing\b|\bfrom\b|\bbased on\b|:|\bas follows\b|\bby entering\b)\s*(?:the (?:following|values?|"
    r"data|information|details)\b)?(?: (?:values?|data|information|details|fields))?\s*:?\s*",
    re.IGNORECASE,
)
_INTO = re.compile(
    r"\s+(?:in|into|in to|inside|to|for|as|under|on|at)\s+(?=(?:the|an?|my|your|their|its|his|her)?\s*\S)",
    re.IGNORECASE,
)
_FILE_WORD = re.compile(
    r"\b(?:pdf|csv|xlsx?|excel|spreadsheet|file|document|invoice|statement|receipt|report|bill|copy|certificate|"
    r"attachment|export|letter|form)s?\b",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"\b(?:cookies?|pop-?ups?|banner|modal|dialog(?:ue)?s?|overlay|consent|notification|newsletter|prompt|"
    r"message box|tour|chat)\b",
    re.IGNORECASE,
)
_TO_NEXT = re.compile(
    r"^(?:to\s+)?(?:the\s+)?(?:next|following)\s+(?:page|step|screen|section)|^(?:page|step|screen|section)s?\b|^again$|^(?:to\s+)?(?:the\s+)?(?:review|"
    r"summary|confirmation|next)\b|^$|^(?:all\s+)?(?:the\s+)?(?:remaining\s+)?(?:steps|pages|wizard)|"
    r"^(?:through\s+)?(?:all\s+)?(?:the\s+)?(?:remaining\s+)?(?:steps|pages|wizard|form|application)$",
    re.IGNORECASE,
)
_ALL_THIS = re.compile(
    r"^(?:all\s+)?(?:of\s+)?(?:this|these|that|those|it|them|everything)\b(?:\s+(?:data|values?|information|details|address|into|in|on|to|the|form|profile|page|fields?|number|name|as|there)\b)*\s*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:confirmation(?: dialog| box| prompt| question)?|confirm dialog|question|dialog(?:ue)?|prompt|alert|are you sure|asks?|asked)\b",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(
    r"\b(?:credentials?|provided|given|stored|saved|password|username|account|details)\b", re.IGNORECASE
)
_ASSERTING = re.compile(
    r"\b(?:is|are|was|were|has|have|shows?|appears?|displays?|contains?|exists?|succeeded|loaded|visible|present|"
    r"equals?)\b",
    re.IGNORECASE,
)
_EXPLAINING = re.compile(
    r"^(?:this|these|those|it|its|the|that|there|here|we|our|they|he|she|you(?:r| will| are|'re|'ll)?|i|an?|note|"
    r"because|since|as|although|while|for|in|on|at|if|when|once|some|most|many|all|each|every|any|no|not|usually|"
    r"sometimes|only|from|background|context|important|reminder|fyi|nb|p\.?s\.?|of|after|before|with|by|such|both|"
    r"thank|thanks|cheers|regards|best|dear|hello|hi|good|user|customer|applicant|one|be|what|which|who|where|how|"
    r"why|unless|until|however|otherwise|also)\b",
    re.IGNORECASE,
)


def understand(goal: Goal) -> Plan:
    """Return what the goal asks for. Pure and cached on the goal's words and values."""
    secrets = tuple((secret.token, secret.field) for secret in goal.secrets)
    payload = tuple(values.flatten(goal.payload))
    return _understand(goal.text, _frozen(payload), secrets, goal.complete_criterion, goal.terminate_criterion)


def _frozen(items: Sequence[tuple[str, object]]) -> tuple[tuple[str, object], ...]:
    return tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in items)  # pyright: ignore[reportUnknownArgumentType]


@lru_cache(maxsize=256)
def _understand(
    text: str, flat: tuple[tuple[str, object], ...], secrets: tuple[tuple[str, str], ...], complete: str, terminate: str
) -> Plan:
    payload: dict[str, object] = {key: list(value) if isinstance(value, tuple) else value for key, value in flat}  # pyright: ignore[reportUnknownArgumentType]
    masked = values.mask(text, payload, dict(secrets))
    parts = cut(masked.text)
    reader = _Reader(masked, payload)
    for clause in parts.orders:
        reader.read(clause)
    return Plan(
        intents=reader.ordered(),
        complete=(*((complete,) if complete.strip() else ()), *map(masked.plain, parts.complete), *reader.ensured),
        terminate=(*((terminate,) if terminate.strip() else ()), *map(masked.plain, parts.terminate)),
        forbidden=tuple(reader.forbidden),
        unknown=tuple(reader.unknown),
        facts=tuple(reader.facts),
        prose=tuple(reader.prose),
    )


class _Reader:
    """Reads clauses one after the other; what came before settles "it" and lists that go on."""

    def __init__(self, masked: Masked, payload: Mapping[str, object]) -> None:
        self.masked = masked
        self.payload = payload
        self.intents: list[Intent] = []
        self.facts: list[Term] = []
        self.facts_at = 0
        self.prose: list[str] = []
        self.topic: tuple[str, ...] = ()
        self.forbidden: list[str] = []
        self.unknown: list[str] = []
        self.ensured: list[str] = []

    def ordered(self) -> tuple[Intent, ...]:
        """Return the intents; values that were only stated become an order to fill them in, where nothing else takes them."""
        takers = [
            one
            for one in self.intents
            if one.verb is Verb.FILL_FORM or (one.verb is Verb.SEARCH and one.terms == tuple(self.facts))
        ]
        if not self.facts or takers:
            return tuple(self.intents)
        fill = Intent(verb=Verb.FILL, clause=", ".join(term.meaning for term in self.facts), terms=tuple(self.facts))
        return (*self.intents[: self.facts_at], fill, *self.intents[self.facts_at :])

    def read(self, clause: Clause) -> None:
        """Add what one clause means."""
        lead = leading_verb(clause.text)
        words = self.masked.plain(clause.text)
        if lead is None:
            self._statement(clause, words)
            return
        group, rest = lead
        read: Callable[[Clause, str], list[Intent]] = getattr(self, f"_{group}")
        found = [self._completed(intent, clause, words) for intent in self._dialog(clause) or read(clause, rest)]
        if lost := self._lost(clause, found):
            found = [Intent(verb=Verb.UNKNOWN, clause=words, target=lost)]
        self.unknown.extend(words for one in found if one.verb is Verb.UNKNOWN)
        self.intents.extend(found)

    def _completed(self, intent: Intent, clause: Clause, words: str) -> Intent:
        found = replace(intent, clause=words)
        if clause.until:
            found = replace(found, until=self.masked.plain(clause.until))
        if clause.condition and found.verb is not Verb.DIALOG:
            found = _conditional(found, self.masked.plain(clause.condition))
        return found

    def _lost(self, clause: Clause, found: list[Intent]) -> str:
        """Return a value of the clause that no intent holds: what is said must not be dropped."""
        if not found or any(one.verb in (Verb.READ, Verb.DISMISS, Verb.LOGIN, Verb.WAIT) for one in found):
            return ""
        kept = " ".join(
            f"{one.target} {one.row} {one.clause if one.verb is Verb.DO else ''} "
            + " ".join(f"{term.value} {term.label}" for term in one.terms)
            for one in found
        )
        return next((mark.text for mark in self.masked.inside(clause.text) if mark.text not in kept), "")

    def _dialog(self, clause: Clause) -> list[Intent]:
        """Read "accept the confirmation dialog", "answer the question with Cancel", "when it asks …, say OK"."""
        words = f"{self.masked.plain(clause.condition)} {self.masked.plain(clause.text)}"
        if not _ASKED.search(words) or not self.intents:
            return []
        no = re.search(
            r"\b(?:dismiss|cancel|no|decline|reject|deny|refuse)\b", self.masked.plain(clause.text), re.IGNORECASE
        )
        yes = re.search(
            r"\b(?:accept|confirm|ok|okay|yes|agree|approve|acknowledge)\b",
            self.masked.plain(clause.text),
            re.IGNORECASE,
        )
        return [Intent(verb=Verb.DIALOG, clause="", amount=0 if no else 1)] if no or yes else []

    def _statement(self, clause: Clause, words: str) -> None:
        body = clause.text
        if dialog := self._dialog(clause):
            self.intents.extend(self._completed(one, clause, words) for one in dialog)
            return
        if found := self._listed(body):
            self._state(found)
            return
        if use := re.match(
            rf"^for\s+(?:the\s+|an?\s+)?(?P<label>[^{OPEN}]{{2,40}}?),?\s+(?:please\s+)?(?P<verb>use|enter|put|choose|select|pick|type|take|upload|attach)\s+(?P<value>.+)$",
            body,
            re.IGNORECASE,
        ):
            verb = "upload" if "file" in use["value"].lower() or self._file_mark(use["value"]) else "enter"
            self.read(Clause(text=f"{verb} {use['value']} as {use['label']}"))
            return
        if re.search(r"\b(?:tab|page|link|button|section|menu)s?$", body, re.IGNORECASE) and len(body.split()) <= 4:
            self.intents.extend(replace(one, clause=words) for one in self._open(clause, body))
            return
        marks = self.masked.inside(body)
        if marks:
            self.topic = tuple(mark.text for mark in marks)
            self._state(tuple(self._fact(mark) for mark in marks if mark.key or values.guess_label(mark.text)))
        if _EXPLAINING.match(body) or len(content(words)) <= 1 or not body[:1].isalpha():
            if len(words.split()) > 5:
                self.prose.append(words)
            return
        if len(body.split()) <= 3 and concepts(words) and not marks:
            self.intents.extend(replace(one, clause=words) for one in self._open(clause, body))
            return
        if _ASSERTING.search(body) or body.endswith(":"):
            self.prose.append(words)
            return
        self.intents.append(self._completed(self._resolve(Verb.DO, body), clause, words))

    def _fact(self, mark: values.Mark) -> Term:
        return Term(value=mark.text, key=mark.key, label="" if mark.key else values.guess_label(mark.text))

    def _file_mark(self, text: str) -> bool:
        return any(_is_file(mark.text) for mark in self.masked.inside(text))

    def _state(self, found: tuple[Term, ...]) -> None:
        """Take values that are stated: they belong to the order before them, or to one that comes later."""
        verb = self.intents[-1].verb if self.intents else None
        if verb in (Verb.FILL, Verb.FILL_FORM, Verb.SEARCH) and not self.facts:
            self.intents[-1] = replace(self.intents[-1], terms=(*self.intents[-1].terms, *found))
            return
        if not self.facts:
            self.facts_at = len(self.intents)
        self.facts.extend(found)

    def _listed(self, body: str) -> tuple[Term, ...]:
        found = pairs(body, self.masked)
        if not found:
            return ()
        good = [
            (label, value)
            for label, value in found
            if field_concept(label) or re.search(r"[:=→]|->", body) or OPEN in value
        ]
        if len(good) != len(found) or body.endswith(":"):
            return ()
        return tuple(self._term(label, value) for label, value in found)

    def _term(self, label: str, value: str) -> Term:
        made = term(clean_label(label), value, self.masked)
        return made if made.label or made.key else replace(made, label=values.guess_label(made.value))

    def _enter(self, clause: Clause, rest: str) -> list[Intent]:
        if not rest:
            return []
        if _ALL_THIS.match(self.masked.plain(rest)) and (self.facts or self.payload):
            return [Intent(verb=Verb.FILL_FORM, clause="", target=self.masked.plain(rest))]
        label = clean_label(re.sub(r"^(?:in|on|into|to|for|from)\s+", "", clause.where, flags=re.IGNORECASE))
        if label and values.labelled(clause.where):
            return [Intent(verb=Verb.FILL, clause="", terms=(self._term(label, _object(rest)),))]
        terms = self._entered(rest)
        if not terms and _FORM.search(rest):
            return [Intent(verb=Verb.FILL_FORM, clause="", target=self.masked.plain(rest))]
        return (
            [Intent(verb=Verb.FILL, clause="", terms=tuple(terms))] if terms else [Intent(verb=Verb.UNKNOWN, clause="")]
        )

    def _entered(self, rest: str) -> list[Term]:
        """Read "John in First name, Smith in Last name" or "first name John and last name Smith" or bare labels."""
        found: list[Term] = []
        for piece in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*", rest):
            if not piece.strip():
                continue
            one = self._one_entered(piece)
            if one is None:
                whole = pairs(rest, self.masked)
                return [self._term(label, value) for label, value in whole] if whole else self._whole_entered(rest)
            found.append(one)
        return found

    def _whole_entered(self, rest: str) -> list[Term]:
        one = self._one_entered(rest)
        return [one] if one is not None else []

    def _one_entered(self, piece: str) -> Term | None:
        text = _object(piece)
        for match in reversed(list(_INTO.finditer(text))):
            value, label = text[: match.start()], text[match.end() :]
            if (
                value
                and label
                and (OPEN not in label or self.masked.mark(clean_label(label)))
                and (values.labelled(label) or OPEN in value or len(content(label)) <= 3)
            ):
                return self._term(clean_label(self.masked.plain(label)), value)
        if pair := assignment(text, self.masked):
            return self._term(*pair)
        if MARK.fullmatch(text.strip()) or (OPEN in text and not re.sub(f"{OPEN}\\d+{CLOSE}", "", text).strip()):
            return self._term("", text)
        label = clean_label(self.masked.plain(text))
        if given := values.from_payload(label, self.payload):
            return given
        guess = values.guess_label(label)
        return Term(value=label, label=guess) if guess else None

    def _fill(self, clause: Clause, rest: str) -> list[Intent]:
        match = _WITH.search(rest)
        head = rest[: match.start()] if match else rest
        tail = rest[match.end() :] if match else ""
        if _FORM.search(head) or not head.strip():
            terms = tuple(self._term(label, value) for label, value in pairs(tail, self.masked)) if tail else ()
            if not terms and tail and OPEN in tail:
                terms = tuple(self._entered(tail))
            return [Intent(verb=Verb.FILL_FORM, clause="", target=self.masked.plain(head), terms=terms)]
        if match and tail and OPEN not in head and " and " not in head:
            one = self._term(clean_label(self.masked.plain(head)), tail)
            mark = self.masked.inside(tail)
            if mark or len(pairs(rest, self.masked)) <= 1:
                return [Intent(verb=Verb.FILL, clause="", terms=(one,))]
        terms = tuple(self._entered(rest))
        if terms:
            return [Intent(verb=Verb.FILL, clause="", terms=terms)]
        named = [clean_label(part) for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", self.masked.plain(head))]
        if self.payload and named:
            return [Intent(verb=Verb.FILL_FORM, clause="", target=self.masked.plain(head))]
        return [Intent(verb=Verb.UNKNOWN, clause="")]

    def _set(self, clause: Clause, rest: str) -> list[Intent]:
        if early := re.search(r"\s+before\s+(?:you\s+)?search\w*.*$", rest, re.IGNORECASE):
            rest = rest[: early.start()]
            found = self._set(clause, rest)
            if self.intents and self.intents[-1].verb is Verb.SEARCH and found and found[0].terms:
                self.intents[-1] = replace(self.intents[-1], terms=(*self.intents[-1].terms, *found[0].terms))
                return []
            return found
        pieces = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", rest)
        terms: list[Term] = []
        for piece in pieces:
            match = re.match(
                r"^(?P<label>.+?)\s+(?:to|as|=|into|equal to|with|by)\s+(?P<value>.+)$",
                piece,
                re.IGNORECASE | re.DOTALL,
            )
            if match is None:
                break
            terms.append(self._term(clean_label(self.masked.plain(match["label"])), _object(match["value"])))
        if len(terms) == len(pieces):
            return [Intent(verb=Verb.FILL, clause="", terms=tuple(terms))]
        found = pairs(rest, self.masked)
        if found:
            return [Intent(verb=Verb.FILL, clause="", terms=tuple(self._term(label, value) for label, value in found))]
        return (
            self._click(clause, rest, prefix="edit ")
            if not _FORM.search(rest)
            else [Intent(verb=Verb.FILL_FORM, clause="", target=rest)]
        )

    def _select(self, clause: Clause, rest: str) -> list[Intent]:
        where = re.sub(r"^(?:in|on|from|for|under|at|as)\s+", "", clause.where, flags=re.IGNORECASE)
        if where:
            return [_choice(self._term(clean_label(self.masked.plain(where)), _object(rest)))]
        match = re.match(
            r"^(?P<value>.+?)\s+(?:from|in|for|as|under|within|on|at)\s+(?P<label>.+)$", rest, re.IGNORECASE | re.DOTALL
        )
        if match and OPEN not in match["label"].replace(OPEN, "", 0):
            label = clean_label(self.masked.plain(match["label"]))
            if label:
                return [_choice(self._term(label, _object(match["value"])))]
        if match and self.masked.mark(clean_label(match["label"])):
            return [_choice(self._term(self.masked.plain(clean_label(match["label"])), _object(match["value"])))]
        found = pairs(rest, self.masked)
        if found and all(value for _, value in found):
            return [
                Intent(verb=Verb.FILL, clause="", terms=tuple(replace(self._term(a, b), option=True) for a, b in found))
            ]
        if several := self._several(rest):
            return several
        wanted = target(rest, self.masked)
        if wanted.roles and wanted.kind not in ("option", "radio", "radio button", "checkbox", "check box", "box"):
            return self._click(clause, rest)
        label = clean_label(self.masked.plain(rest))
        if (given := values.from_payload(label, self.payload)) and OPEN not in rest:
            return [_choice(given)]
        mark = self.masked.mark(clean_label(rest))
        if mark is not None and mark.key:
            return [_choice(Term(value=mark.text, key=mark.key))]
        return [
            Intent(
                verb=Verb.SELECT,
                clause="",
                target=wanted.name or label,
                row=wanted.row,
                which=wanted.which,
                number=wanted.number,
            )
        ]

    def _several(self, rest: str) -> list[Intent]:
        """Read "Delivery driver, Part time and Yes (work authorisation)": choices one after the other."""
        pieces = [piece for piece in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", rest) if piece.strip()]
        if len(pieces) < 2 or any(len(piece.split()) > 5 for piece in pieces):
            return []
        found: list[Term] = []
        for piece in pieces:
            bracket = re.match(r"^(?P<value>[^()]+?)\s*\((?P<label>[^()]+)\)$", piece.strip())
            label = clean_label(self.masked.plain(bracket["label"])) if bracket else ""
            value = _object(bracket["value"] if bracket else piece)
            found.append(replace(self._term(label, value), option=True))
        return [Intent(verb=Verb.FILL, clause="", terms=tuple(found))]

    def _check(self, clause: Clause, rest: str) -> list[Intent]:
        return self._box(rest, checked=True)

    def _uncheck(self, clause: Clause, rest: str) -> list[Intent]:
        return self._box(rest, checked=False)

    def _box(self, rest: str, *, checked: bool) -> list[Intent]:
        plain = self.masked.plain(rest)
        if checked and re.match(r"^(?:that|if|whether|for)\b", plain, re.IGNORECASE):
            return [Intent(verb=Verb.READ, clause="")]
        named = re.search(
            r"\b(?:box|checkbox|check box|option|tick box|toggle|switch|terms|agree\w*|consent|radio)\b",
            plain,
            re.IGNORECASE,
        )
        if (
            checked
            and not named
            and re.search(
                r"\b(?:status|license|licence|records?|certification|standing|registration|availability|"
                r"credentials?)\b",
                plain,
                re.IGNORECASE,
            )
        ):
            return self._search(Clause(text=rest), rest)
        names = [
            target(part, self.masked).name or self.masked.plain(part)
            for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=the\b|\ue000)", rest)
        ]
        verb = Verb.CHECK if checked else Verb.UNCHECK
        terms = tuple(
            Term(value="yes" if checked else "no", label=_box_name(name), checked=checked) for name in names if name
        )
        return [Intent(verb=verb, clause="", terms=terms)] if terms else [Intent(verb=Verb.UNKNOWN, clause="")]

    def _search(self, clause: Clause, rest: str) -> list[Intent]:
        rest = re.sub(r"^(?:for|up)\s+", "", rest.strip(), flags=re.IGNORECASE)
        if re.match(r"^(?:button|icon|link)\b", rest):
            return [Intent(verb=Verb.CLICK, clause="", target="search", roles=("button", "link"))]
        _, colon, tail = rest.partition(":")
        listed = pairs(tail, self.masked) if colon else []
        if len(listed) >= 2 and all(field_concept(label) or OPEN in value for label, value in listed):
            terms = tuple(self._term(label, value) for label, value in listed)
        else:
            terms = search_terms(rest, self.masked, where=clause.where)
        if not terms and self.facts:
            terms = tuple(self.facts)
        wanted = target(rest, self.masked)
        return [
            Intent(verb=Verb.SEARCH, clause="", terms=terms, target=wanted.name, which=wanted.which, row=wanted.row)
        ]

    def _click(self, clause: Clause, rest: str, *, prefix: str = "") -> list[Intent]:
        if (clause.where or rest) and (
            key := re.match(
                r"^(?:the\s+)?(enter|return|escape|esc|tab|space|backspace|delete|arrow \w+|page (?:up|down)|ctrl\S*|"
                r"control\S*|f\d{1,2})(?:\s+key)?$",
                rest.strip(),
                re.IGNORECASE,
            )
        ):
            return [Intent(verb=Verb.PRESS, clause="", target=key[1].lower())]
        if _cookie_order(rest):
            return [Intent(verb=Verb.DISMISS, clause="", target=self.masked.plain(rest), optional=True)]
        found = self._resolve(Verb.CLICK, (prefix + rest).strip())
        if clause.until and "buttons:next" in concepts(found.target):
            return [Intent(verb=Verb.NEXT, clause="", target="all")]
        return [found]

    def _resolve(self, verb: Verb, rest: str) -> Intent:
        wanted = target(rest, self.masked)
        name = referred(rest) if OPEN not in rest else None
        if name is not None and (row := self._meant(wanted)):
            before = self._earlier()
            return Intent(
                verb=verb,
                clause="",
                target=""
                if name in ("name", "names", "row", "entry", "number")
                else name or (before.target if before and not before.terms and not before.row else ""),
                row=row[0] if not (before and before.verb is Verb.WAIT) else "",
                also=row[1:],
                roles=before.roles if before and before.verb is Verb.WAIT else (),
                which=before.which if before else Which.ANY,
            )
        return Intent(
            verb=verb,
            clause="",
            target=wanted.name,
            row=wanted.row,
            roles=wanted.roles,
            which=wanted.which,
            number=wanted.number,
        )

    def _earlier(self) -> Intent | None:
        return next((one for one in reversed(self.intents) if one.row or one.terms or one.target), None)

    def _meant(self, wanted: Target) -> tuple[str, ...]:
        """Return what "it", "his record" or "the member found" stands for: a row's words, then what else is known of it."""
        if wanted.which in (Which.FIRST, Which.LAST, Which.NTH):
            return ()
        before = self._earlier()
        if before is None:
            return self.topic
        if before.terms:
            places = [
                term
                for term in before.terms
                if field_concept(term.meaning)
                in ("state", "country", "city", "location", "county", "license_type", "type")
            ]
            mine = [term for term in before.terms if term not in places and term.checked is None]
            return (" ".join(term.value for term in mine), *(term.value for term in places)) if mine else ()
        if before.row:
            return (before.row, *before.also)
        return self.topic or (before.target,)

    def _open(self, clause: Clause, rest: str) -> list[Intent]:
        marks = self.masked.inside(rest)
        if marks and re.match(r"https?://|www\.", marks[0].text):
            return [Intent(verb=Verb.GOTO, clause="", target=marks[0].text)]
        if re.match(r"^(?:to\s+)?(?:the\s+)?next\s+(?:page|step|screen|section)", rest, re.IGNORECASE):
            return [Intent(verb=Verb.NEXT, clause="", target="page" if "page" in rest else "")]
        if _cookie_order(rest):
            return []
        filters = re.search(rf"\b(?:with|whose|where|having|from|between)\s+(?P<what>.*{OPEN}.*)$", rest)
        if filters and re.match(r"^(?:show|list|display|view|bring up)\b", clause.text, re.IGNORECASE):
            listed = pairs(re.sub(r"\b(?:an?|the)\s+", "", filters["what"]), self.masked)
            if listed and all(field_concept(label) for label, _ in listed):
                terms = tuple(self._term(label, re.sub(r"^of\s+", "", value)) for label, value in listed)
                return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target="filter")]
        found = self._resolve(Verb.OPEN, rest)
        if found.which is Which.NTH and re.search(r"\bpage\b", rest, re.IGNORECASE):
            return [Intent(verb=Verb.NEXT, clause="", number=found.number)]
        if page := re.match(r"^(?:the\s+)?page\s+(?:number\s+)?(\d{1,3})$", rest.strip(), re.IGNORECASE):
            return [Intent(verb=Verb.NEXT, clause="", number=int(page[1]))]
        if clause.where and not found.row:
            inner = re.sub(
                r"^(?:in|on|from|under|within|at|into)\s+(?:the\s+)?",
                "",
                self.masked.plain(clause.where),
                flags=re.IGNORECASE,
            )
            if not re.search(r"\b(?:page|site|portal|website|screen|login|logging|load\w*)\b", inner, re.IGNORECASE):
                found = replace(found, row=target(inner, self.masked).name)
        return [found]

    def _login(self, clause: Clause, rest: str) -> list[Intent]:
        terms = tuple(
            self._term(label, value)
            for label, value in pairs(_WITH.sub(" ", rest, count=1).strip(), self.masked)
            if value
        )
        kept = tuple(
            found
            for found in terms
            if field_concept(found.label) in ("username", "password", "email", "otp", "account_number")
        )
        if not kept:
            kept = tuple(Term(value=mark.text, key=mark.key) for mark in self.masked.inside(rest) if mark.key)
        if re.match(r"^(?:button|link|page|form)\b", rest.strip()):
            return [self._resolve(Verb.OPEN, "login " + rest)] if "button" in rest or "link" in rest else []
        return [Intent(verb=Verb.LOGIN, clause="", terms=kept)]

    def _logout(self, clause: Clause, rest: str) -> list[Intent]:
        return [Intent(verb=Verb.CLICK, clause="", target="log out")]

    def _submit(self, clause: Clause, rest: str) -> list[Intent]:
        verb = strip_polite(clause.text).split()[0].lower()
        file = re.search(r"\b(?:as|to disk|locally|copy|pdf|csv)\b", rest, re.IGNORECASE)
        if verb in ("save", "send", "file") and _FILE_WORD.search(rest) and file:
            return self._download(clause, rest)
        terms = self._given(rest)
        plain = verb in ("submit", "finish", "finalize", "send", "confirm") and not re.search(
            r"\b(?:quote|copy|invitation|reminder)\b", rest
        )
        name = (
            re.split(rf"\s+(?:for|with|using|to|on)\s+(?=\S*{OPEN})|\s+(?:with|using)\s+", clause.text)[0]
            if terms
            else clause.text
        )
        send = Intent(verb=Verb.SUBMIT, clause="", target="" if plain else self.masked.plain(name))
        if not terms:
            return [send]
        return [Intent(verb=Verb.FILL_FORM, clause="", terms=terms), send]

    def _given(self, rest: str) -> tuple[Term, ...]:
        """Return the values that an order to send brings along ("with name X", "for a@b.c")."""
        match = _WITH.search(rest)
        tail = pairs(rest[match.end() :], self.masked) if match else []
        if tail:
            return tuple(self._term(label, value) for label, value in tail)
        return tuple(
            self._term("", f"{OPEN}{self.masked.marks.index(mark)}{CLOSE}") for mark in self.masked.inside(rest)
        )

    def _create(self, clause: Clause, rest: str) -> list[Intent]:
        match = _WITH.search(rest)
        tail = pairs(rest[match.end() :], self.masked) if match else []
        head = self.masked.plain(rest[: match.start()] if match else rest)
        if not tail:
            return [self._resolve(Verb.CLICK, self.masked.plain(clause.text))]
        terms = tuple(self._term(label, value) for label, value in tail)
        return [Intent(verb=Verb.FILL_FORM, clause="", target=head, terms=terms), Intent(verb=Verb.SUBMIT, clause="")]

    def _apply(self, clause: Clause, rest: str) -> list[Intent]:
        if re.match(
            r"^(?:the\s+|these\s+|all\s+|your\s+)?(?:\w+\s+)?(?:filters?|changes|settings|selection|criteria)\b",
            rest,
            re.IGNORECASE,
        ):
            return [Intent(verb=Verb.SUBMIT, clause="", target=self.masked.plain(clause.text))]
        return [
            Intent(verb=Verb.FILL_FORM, clause="", target=self.masked.plain(clause.text)),
            Intent(verb=Verb.SUBMIT, clause=""),
        ]

    def _download(self, clause: Clause, rest: str) -> list[Intent]:
        rest = re.sub(
            r"\s+(?:as|in)\s+(?:an?\s+)?(pdf|csv|excel|xlsx?|json|xml)(?:\s+(?:file|format))?\b",
            r" \1",
            rest.strip(),
            flags=re.IGNORECASE,
        )
        return [self._resolve(Verb.DOWNLOAD, rest)]

    def _upload(self, clause: Clause, rest: str) -> list[Intent]:
        match = re.match(
            r"^(?P<file>.+?)\s+(?:to|in|into|as|under|for|on|at|using)\s+(?P<label>.+)$",
            rest,
            re.IGNORECASE | re.DOTALL,
        )
        thing, label = (match["file"], clean_label(self.masked.plain(match["label"]))) if match else (rest, "")
        pair = assignment(thing, self.masked)
        if pair and OPEN in pair[1]:
            label, thing = label or pair[0], pair[1]
        mark = next(iter(self.masked.inside(thing)), None)
        name = clean_label(self.masked.plain(thing))
        if mark is not None:
            return [
                Intent(
                    verb=Verb.UPLOAD, clause="", terms=(Term(value=mark.text, label=label, key=mark.key, file=True),)
                )
            ]
        given = values.from_payload(name, self.payload) or (values.from_payload(label, self.payload) if label else None)
        if given is None:
            given = next(
                (one for one in values.payload_terms(self.payload, optional=False) if _is_file(one.value)), None
            )
        if given is None:
            return [Intent(verb=Verb.UNKNOWN, clause="")]
        return [
            Intent(
                verb=Verb.UPLOAD,
                clause="",
                terms=(replace(given, file=True, label=label or (name if field_concept(name) else given.label)),),
            )
        ]

    def _dismiss(self, clause: Clause, rest: str) -> list[Intent]:
        plain = self.masked.plain(rest)
        verb = strip_polite(clause.text).split()[0].lower()
        if _COOKIE.search(plain):
            return [Intent(verb=Verb.DISMISS, clause="", target=self.masked.plain(clause.text), optional=True)]
        if verb in ("skip", "ignore", "bypass"):
            return [Intent(verb=Verb.READ, clause="")]
        if verb in ("agree", "accept", "acknowledge") and re.search(
            r"\b(?:terms|conditions|polic|agreement|declaration|statement|disclaimer)", plain, re.IGNORECASE
        ):
            return [
                Intent(verb=Verb.CHECK, clause="", terms=(Term(value="yes", label=f"agree {plain}", checked=True),))
            ]
        return [self._resolve(Verb.CLICK, self.masked.plain(clause.text) if len(plain.split()) <= 2 else rest)]

    def _next(self, clause: Clause, rest: str) -> list[Intent]:
        if clause.condition and re.search(r"\bnot (?:on|in|there|found|listed|visible|shown|here)\b", clause.condition):
            return [Intent(verb=Verb.READ, clause="")]
        if _TO_NEXT.match(rest.strip(" .")):
            return [
                Intent(
                    verb=Verb.NEXT,
                    clause="",
                    target="all" if re.search(r"\b(?:all|steps|pages|remaining)\b", rest) else "",
                )
            ]
        if rest.lower().startswith(("to ", "with ", "as ")):
            name = target(rest[rest.index(" ") :], self.masked)
            return (
                [Intent(verb=Verb.OPEN, clause="", target=name.name, row=name.row)]
                if rest.lower().startswith("to ")
                else [Intent(verb=Verb.NEXT, clause="")]
            )
        return [self._resolve(Verb.CLICK, rest)]

    def _sort(self, clause: Clause, rest: str) -> list[Intent]:
        match = re.search(r"\bby\s+(?:the\s+)?(?P<what>.+)$", rest, re.IGNORECASE)
        name = re.sub(
            r"\b(?:column|descending|ascending|order|first|in)\b|\(.*\)",
            "",
            match["what"] if match else rest,
            flags=re.IGNORECASE,
        )
        down = re.search(r"\b(?:desc\w*|newest|latest|highest|largest|most recent|z)\b", rest, re.IGNORECASE)
        return [
            Intent(
                verb=Verb.SORT, clause="", target=self.masked.plain(name).strip(" ,"), row="descending" if down else ""
            )
        ]

    def _filter(self, clause: Clause, rest: str) -> list[Intent]:
        text = re.sub(
            r"^(?:the\s+)?(?:list|results?|table|records?|invoices?|orders?|items?)?\s*(?:by|to|for|on|where|with|"
            r"down)\s+",
            "",
            rest.strip(),
            flags=re.IGNORECASE,
        )
        found = pairs(text, self.masked)
        terms = tuple(self._term(label, value) for label, value in found) or search_terms(text, self.masked)
        return [Intent(verb=Verb.SEARCH, clause="", terms=terms, target="filter")]

    def _scroll(self, clause: Clause, rest: str) -> list[Intent]:
        up = "up" in clause.text.lower().split() or re.search(r"\btop\b", rest)
        return [Intent(verb=Verb.SCROLL, clause="", amount=-2000 if up else 2000, optional=True)]

    def _wait(self, clause: Clause, rest: str) -> list[Intent]:
        thing = re.match(
            r"^(?:until|for)?\s*(?P<what>(?:the|an?)\s+.+?\b(?:button|link|tab)\b.*?)\s+(?:can|is|are|becomes?|appears?|shows?|gets?|to)\b",
            f"{rest} {clause.until}",
            re.IGNORECASE,
        )
        if thing:
            wanted = target(thing["what"], self.masked)
            name = re.sub(r"^(?:for|to|of|that)\s+", "", wanted.name, flags=re.IGNORECASE)
            return [Intent(verb=Verb.WAIT, clause="", target=name, roles=wanted.roles, optional=True)]
        seconds = re.search(r"(\d+)\s*(?:s\b|sec)", self.masked.plain(rest))
        return [
            Intent(
                verb=Verb.WAIT,
                clause="",
                target=self.masked.plain(rest),
                amount=min(int(seconds[1]), 60) if seconds else 0,
                optional=True,
            )
        ]

    def _hover(self, clause: Clause, rest: str) -> list[Intent]:
        return [self._resolve(Verb.HOVER, rest)]

    def _back(self, clause: Clause, rest: str) -> list[Intent]:
        if rest and re.match(r"^to\s+", rest) and not re.search(r"\bprevious\b", rest):
            return [self._resolve(Verb.OPEN, rest[3:])]
        return [Intent(verb=Verb.BACK, clause="")]

    def _reload(self, clause: Clause, rest: str) -> list[Intent]:
        return [Intent(verb=Verb.RELOAD, clause="")]

    def _read(self, clause: Clause, rest: str) -> list[Intent]:
        if _FILE_WORD.search(rest) and re.match(r"^(?:get|collect)\b", clause.text, re.IGNORECASE):
            return [self._resolve(Verb.DOWNLOAD, rest)]
        return [Intent(verb=Verb.READ, clause="")]

    def _ensure(self, clause: Clause, rest: str) -> list[Intent]:
        body = re.sub(r"^that\s+", "", rest.strip(), flags=re.IGNORECASE)
        box = re.match(
            r"^(?P<name>.+?)\s+(?:is|are|gets?|remains?)\s+(?P<off>not\s+|un)?(?:checked|ticked|selected|enabled|"
            r"turned on|on)$",
            body,
            re.IGNORECASE,
        )
        if box:
            return self._box(box["name"], checked=not box["off"])
        if leading_verb(strip_polite(body)) and not _ASSERTING.search(body):
            self.read(Clause(text=strip_polite(body)))
            return []
        if _ASSERTING.search(body):
            self.ensured.append(self.masked.plain(body))
            return []
        if self.masked.inside(body) or any(term.label or term.key for term in search_terms(body, self.masked)):
            return self._search(clause, body)
        return [Intent(verb=Verb.READ, clause="")]

    def _avoid(self, clause: Clause, rest: str) -> list[Intent]:
        self.forbidden.append(self.masked.plain(rest))
        return []


def _conditional(intent: Intent, condition: str) -> Intent:
    """An order with an "if"; one about a banner or pop-up is carried out where there is one."""
    if intent.verb in (Verb.CLICK, Verb.OPEN, Verb.DISMISS, Verb.CHECK) and _COOKIE.search(condition):
        return Intent(verb=Verb.DISMISS, clause=intent.clause, target=f"{intent.clause} ({condition})", optional=True)
    return replace(intent, condition=condition, optional=True)


def _choice(made: Term) -> Intent:
    return Intent(verb=Verb.FILL, clause="", terms=(replace(made, option=True),))


def _object(text: str) -> str:
    return re.sub(
        r"^(?:the\s+(?:value|text|word|phrase|number|option|date|name)?\s*(?=\ue000)|the\s+(?:value|text|word|phrase|"
        r"option)\s+|(?:the|an?)\s+)",
        "",
        text.strip(" .,;"),
        flags=re.IGNORECASE,
    )


def _box_name(name: str) -> str:
    return re.sub(r"^(?:to\s+|that\s+)", "", name, flags=re.IGNORECASE)


def _cookie_order(rest: str) -> bool:
    return bool(re.search(r"\bcookies?\b|\bconsent banner\b", rest, re.IGNORECASE))


def _is_file(value: str) -> bool:
    return bool(
        re.search(r"\.(?:pdf|docx?|xlsx?|csv|txt|png|jpe?g|zip|odt|rtf)(?:\?|$)", value, re.IGNORECASE)
        or value.startswith("file_")
    )
