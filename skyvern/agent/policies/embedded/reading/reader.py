"""Reads the clauses of a goal one after the other; what came before settles "it", and lists that go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from skyvern.agent.lexicon import concepts, content, field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb, Which
from skyvern.agent.policies.embedded.reading import properties, values
from skyvern.agent.policies.embedded.reading.addresses import address_in
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.kept import dropped
from skyvern.agent.policies.embedded.reading.objects import TOKEN
from skyvern.agent.policies.embedded.reading.phrases import (
    ABOUT,
    COUNTED,
    FOR_USE,
    HAPPENS,
    HEARD,
    IS_SOMEONE,
    IS_TO_BE,
    NAMED_VALUE,
    NONE_OF,
    ONLY_THESE,
    RECORD,
    RECORD_ITSELF,
    TELLS,
    TELLS_OF,
    THAT_FITS,
    USE_THESE,
    WANTED_FILE,
)
from skyvern.agent.policies.embedded.reading.queries import journey_in
from skyvern.agent.policies.embedded.reading.questions import answer_to
from skyvern.agent.policies.embedded.reading.stated import is_file_name, named_by, terse_pairs
from skyvern.agent.policies.embedded.reading.superlatives import IN_PLACE, best_in
from skyvern.agent.policies.embedded.reading.targets import Target, referred, target, ungerund
from skyvern.agent.policies.embedded.reading.values import MARK, OPEN, Masked, clean_label, pairs
from skyvern.agent.policies.embedded.reading.verbs import leading_verb

ASSERTING = re.compile(
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
COOKIE = re.compile(
    r"\b(?:cookies?|pop-?ups?|banner|modal|dialog(?:ue)?s?|overlay|consent|notification|newsletter|prompt|"
    r"message box|tour|chat|notices?|announcements?)\b",
    re.IGNORECASE,
)


_FORMS = (Verb.FILL, Verb.FILL_FORM, Verb.SUBMIT)
_ORDERING = re.compile(
    r"\b(?:enter|type|fill|select|choose|pick|click|press|set|put|tick|check|upload|open|download|write|use)\b",
    re.IGNORECASE,
)


_PRESSING = frozenset(["submit", "do", "click", "open", "select", "create", "check"])
_FINDING = re.compile(r"^(?:find|locate|look for|pick out)\b", re.IGNORECASE)
_FILE = re.compile(
    r"\b(?:pdf|csv|xlsx?|excel|spreadsheet|file|invoice|statement|receipt|bill|certificate|export)s?\b", re.IGNORECASE
)


_ASIDE = re.compile(
    r",\s*(?:and\s+)?(?P<said>(?:he|she|they)\s+(?:is|are|was|were|has|have|[a-z]{2,}s|work|live)\s[^,;:]+)(?=[,;]|$)"
)
""" "The name is Ida Blum, she works in the Library, her phone is 5": a sentence within is no part of a value."""


def _sends(intent: Intent) -> bool:
    """Tell whether an order sends what was filled in: what is told only after it belongs before it."""
    named = "buttons:submit" in concepts(intent.target) or _SENDING.match(intent.target)
    return intent.verb is Verb.SUBMIT or (intent.verb is Verb.CLICK and not intent.row and bool(named))


_SENDING = re.compile(r"^(?:submit|send|place|register|confirm|book|pay|apply)\b", re.IGNORECASE)


class Reader:
    """What has been understood so far. `orders` says how each group of verbs is read."""

    def __init__(self, masked: Masked, payload: Mapping[str, object], orders: Mapping[str, Order]) -> None:
        self.orders = orders
        self.masked = masked
        self.payload = payload
        self.intents: list[Intent] = []
        self.facts: list[Term] = []
        self.listed: list[Term] = []
        self.facts_at = 0
        self.prose: list[str] = []
        self.topic: tuple[str, ...] = ()
        self.wish: Intent | None = None
        """The file that the goal's author says to need: an order to download right after it is for this one."""
        self.record = ""
        """The record that an order to find was about ("find the letter by Ida"): what comes next is done to it."""
        self.pointed = ""
        """What the last clause pointed at on the page ("find the 4th word of the text"): "it" is that."""
        self.subject = ""
        """Whom the last sentence was about ("Gia Russo is on the second page"), while nothing was done yet."""
        self.forbidden: list[str] = []
        self.unknown: list[str] = []
        self.ensured: list[str] = []
        self.asked: tuple[Term, ...] = ()
        """What the goal's author wants to know about: a search without terms of its own is for this."""

    def ordered(self) -> tuple[Intent, ...]:
        """Return the intents; values that were only listed are filled in, where nothing else takes them."""
        if len(self.intents) > 1 and self.intents[0].verb is Verb.DIALOG:
            asking = next((at for at, one in enumerate(self.intents) if one.verb in _MAY_ASK), len(self.intents) - 1)
            self.intents.insert(asking, self.intents.pop(0))
        takers = [
            one
            for one in self.intents
            if one.verb is Verb.FILL_FORM or (one.verb is Verb.SEARCH and one.terms == tuple(self.facts))
        ]
        if not self.listed or takers:
            return tuple(self.intents)
        onward = int(any(one.verb is Verb.NEXT for one in self.intents))
        clause = ", ".join(term.meaning for term in self.listed)
        fill = Intent(verb=Verb.FILL, clause=clause, terms=tuple(self.listed), amount=onward)
        before = self.intents[self.facts_at - 1] if self.facts_at else None
        if before is not None and (self.facts_at == 1 or not self.intents[self.facts_at :]) and _sends(before):
            return (*self.intents[: self.facts_at - 1], fill, *self.intents[self.facts_at - 1 :])
        return (*self.intents[: self.facts_at], fill, *self.intents[self.facts_at :])

    def read(self, clause: Clause) -> None:
        """Add what one clause means."""
        if TOKEN.search(clause.text):
            self._with_objects(clause)
            return
        if (aside := _ASIDE.search(clause.text)) is not None:
            self.prose.append(self.masked.plain(aside["said"]))
            clause = replace(clause, text=clause.text[: aside.start()] + clause.text[aside.end() :])
        announces = NAMED_VALUE.match(clause.text) or USE_THESE.match(clause.text)
        lead = None if announces else leading_verb(clause.text)
        words = self.masked.plain(clause.text)
        if clause.ends:
            self.intents.append(self._completed(Intent(verb=Verb.TERMINATE, clause=""), clause, words))
            return
        if self._ticked(clause.text, words):
            return
        if lead is None:
            self._statement(clause, words)
            return
        group, rest = lead
        read = self._best if group in _PRESSING and best_in(self.masked.plain(rest)) is not None else self.orders[group]
        found = [
            self._completed(intent, clause, words)
            for intent in answer_to(clause, self.masked, begun=bool(self.intents)) or read(self, clause, rest)
        ]
        if lost := dropped(clause, found, self.masked):
            found = [Intent(verb=Verb.UNKNOWN, clause=words, target=lost)]
        if self.wish is not None and self.intents[-1:] == [self.wish] and found and found[0].verb is Verb.DOWNLOAD:
            found[0] = self._wished(found[0], self.intents.pop())
        self.unknown.extend(words for one in found if one.verb is Verb.UNKNOWN)
        self.intents.extend(self._nearby(one, clause) for one in found)

    def _with_objects(self, clause: Clause) -> None:
        """Read what is said around objects, then take their values."""
        rest = TOKEN.sub(" ", clause.text).strip(" .,;")
        if rest:
            self.read(replace(clause, text=rest))
        for at in TOKEN.findall(clause.text):
            self.tell(self.masked.objects[int(at)])

    @staticmethod
    def _best(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
        """Read "buy the cheapest ticket": what is done in the record that has most or least of something."""
        verb, said = clause.text.split()[0].lower(), reader.masked.plain(rest).strip(" .")
        place = IN_PLACE.match(said)
        deed = Intent(verb=Verb.CLICK, clause="", target=verb, best=place["best"] if place else said)
        return [Intent(verb=Verb.OPEN, clause="", target=place["place"], passing=True), deed] if place else [deed]

    def _nearby(self, one: Intent, clause: Clause) -> Intent:
        """Tie an order without a record of its own to the one that was to be found just before."""
        if one.verb is Verb.SEARCH:
            named = one.row.split(", ")[0] or (one.terms[0].value if len(one.terms) == 1 else "")
            self.record = named if _FINDING.match(clause.text) else ""
        elif one.verb is Verb.OPEN and one.row:
            self.record = one.row
        free = self.record and not (one.row or one.objects)
        return replace(one, near=self.record) if free and one.verb in (Verb.CLICK, Verb.DO) else one

    def _wished(self, order: Intent, wish: Intent) -> Intent:
        """ "I need the invoice of April; download the PDF": the order is for the file that is needed."""
        about = wish.row and order.row in ("", wish.row)
        said = " ".join(dict.fromkeys(f"{wish.target} {order.target}".split())) if about else order.target
        return replace(order, target=said or wish.target, row=order.row or wish.row, which=order.which or wish.which)

    def _completed(self, intent: Intent, clause: Clause, words: str) -> Intent:
        found = replace(intent, clause=words, passing=intent.passing or clause.passing)
        if clause.optional:
            found = replace(found, optional=True)
        if clause.until:
            found = replace(found, until=self.masked.plain(clause.until))
        if clause.condition and found.verb is not Verb.DIALOG:
            found = _conditional(found, self.masked.plain(clause.condition))
            found = replace(found, otherwise=clause.otherwise)
        return found

    def _statement(self, clause: Clause, words: str) -> None:
        body = clause.text
        if self._limited(clause, words) or self._told(body, words):
            return
        self.prose.extend(told["what"] for told in [TELLS.match(words)] if told)
        if (wish := WANTED_FILE.match(body)) and _FILE.search(wish["what"]):
            self.read(Clause(text=f"download {wish['what']}", where=clause.where))
            self.wish = self.intents[-1] if self.intents else None
            return
        if journey := journey_in(body, self.masked):
            self.state(journey)
            return
        if dialog := answer_to(clause, self.masked, begun=bool(self.intents)):
            self.intents.extend(self._completed(one, clause, words) for one in dialog)
            return
        if found := self._listed(body):
            self.state(found)
            self.listed.extend(one for one in found if one in self.facts)
            return
        if use := FOR_USE.match(body):
            verb = "upload" if "file" in use["value"].lower() or self._file_mark(use["value"]) else "enter"
            self.read(Clause(text=f"{verb} {use['value']} as {use['label']}"))
            return
        if re.search(r"\b(?:tab|page|link|button|section|menu)s?$", body, re.IGNORECASE) and len(body.split()) <= 4:
            self.intents.extend(replace(one, clause=words) for one in self.orders["open"](self, clause, body))
            return
        about = ABOUT.match(body)
        self.subject = self.masked.plain(about["who"]) if about and not self.intents else ""
        marks = self.masked.inside(body)
        self.topic = tuple(mark.text for mark in marks) or self.topic
        explains = _EXPLAINING.match(body) or len(content(words)) <= 1 or not body[:1].isalpha()
        if explains or ASSERTING.search(body) or IS_TO_BE.search(body) or body.endswith(":"):
            self._explained(body, words)
        elif len(body.split()) <= 3 and concepts(words) and not marks:
            self.intents.extend(replace(one, clause=words) for one in self.orders["open"](self, clause, body))
        else:
            deed = self.resolve(Verb.DO, body)
            deed = replace(deed, objects=(deed.row,)) if deed.row and not deed.objects else deed
            self.intents.append(self._completed(deed, clause, words))

    def _told(self, body: str, words: str) -> bool:
        """Take "Heard about the job on Indeed", among the values of a form, for what is told of its person."""
        if ":" in body or not (TELLS_OF.match(body) and any(one.verb in _FORMS for one in self.intents)):
            return False
        self.state(self._facts_in(body))
        self.prose.append(words)
        return True

    def _limited(self, clause: Clause, words: str) -> bool:
        """Take "Only unassigned ones" for a view to open, and "No marketing e-mails" for what is not wanted."""
        none = NONE_OF.match(clause.text)
        if ONLY_THESE.match(clause.text):
            self.intents.append(Intent(verb=Verb.OPEN, clause=words, target=words))
        elif none and not clause.condition and self.intents:
            self.forbidden.append(f"add {self.masked.plain(none['what'])}")
        else:
            return False
        return True

    def document_named(self) -> Intent:
        """ "Invoice of April 1, download": what was listed just before is the document."""
        last = self.listed.pop()
        self.facts.remove(last)
        return Intent(verb=Verb.DOWNLOAD, clause="", target=last.meaning, row=last.value)

    def _ticked(self, body: str, words: str) -> bool:
        """Take "New patient." among the values of a form that is to be sent: a box of that name."""
        after = bool(self.facts and self.intents and self.intents[-1].verb is Verb.SUBMIT)
        lead = leading_verb(body)
        noun = lead is None or body.split()[0].lower() == "new"
        if not after or not noun or not re.fullmatch(r"[A-Z][\w'-]*(?: [a-z][\w'-]*){0,2}", body):
            return False
        self.state((Term(value="yes", label=words, checked=True),))
        return True

    def _explained(self, body: str, words: str) -> None:
        """Keep what a sentence tells; one that holds an order after all was not understood."""
        self.state(address_in(words) or self._facts_in(body))
        if _ORDERING.search(body) and any(mark.quoted for mark in self.masked.inside(body)):
            self.unknown.append(words)
        if len(words.split()) > 5:
            self.prose.append(words)

    def _facts_in(self, body: str) -> tuple[Term, ...]:
        """Return a sentence's values whose meaning is evident: by payload, by the words before, by their look."""
        found = [
            Term(value=match["count"], label=match["unit"].lower(), optional=True) for match in COUNTED.finditer(body)
        ]
        if heard := HEARD.search(body):
            source = self.masked.plain(heard["where"]).strip(" .")
            found.append(Term(value=source, label="how did you hear about", option=True, optional=True))
        at = 0
        if someone := IS_SOMEONE.match(body):
            label, value = clean_label(someone["label"]), self.masked.plain(someone["value"])
            found.append(Term(value=value, label=label, optional=True))
            at = someone.end()
        for match in MARK.finditer(body):
            mark = self.masked.marks[int(match[1])]
            if match.start() < at:
                continue
            before = body[at : match.start()].split()
            named = next((text for size in (3, 2, 1) if field_concept(text := named_by(before[-size:]))), "")
            label = named or ("" if mark.key else values.guess_label(mark.text))
            if label or mark.key:
                found.append(Term(value=mark.text, key=mark.key, label=label))
            at = match.end()
        return tuple(found)

    def _file_mark(self, text: str) -> bool:
        return any(is_file_name(mark.text) for mark in self.masked.inside(text))

    def state(self, found: tuple[Term, ...]) -> None:
        """Take values that are stated: they belong to the order before them, or to one that comes later."""
        verb = self.intents[-1].verb if self.intents else None
        if verb in (Verb.FILL, Verb.FILL_FORM, Verb.SEARCH) and not self.facts:
            self.intents[-1] = replace(self.intents[-1], terms=(*self.intents[-1].terms, *found))
            return
        if not self.facts:
            self.facts_at = len(self.intents)
        self.facts.extend(found)

    def tell(self, found: tuple[Term, ...]) -> None:
        """Take values that are given beside the orders: filled in where nothing else takes them."""
        before = len(self.facts)
        self.state(found)
        self.listed.extend(self.facts[before:])

    def _listed(self, body: str) -> tuple[Term, ...]:
        """Read a line that only says values: "First name: John", "email a@b.c, phone 555", "our number is now 5"."""
        if known := properties.terse(body, self.masked):
            return known
        found = [] if body.endswith(":") else pairs(body, self.masked)
        signed = bool(re.search(r"[:=→]|->", body))
        if not found and (terse := terse_pairs(body)):
            return tuple(self.term(label, value) for label, value in terse)

        def clear(label: str, value: str) -> bool:
            words = MARK.sub("", value).split()
            if signed:
                return True
            if HAPPENS.match(value):
                return False
            return bool(field_concept(label)) and (not words or (OPEN not in value and len(words) <= 6))

        return tuple(self.term(label, value) for label, value in found) if all(clear(*pair) for pair in found) else ()

    def term(self, label: str, value: str) -> Term:
        made = values.term(clean_label(label), value, self.masked)
        if not (made.label or made.key) and values.is_aside(made.value):
            return replace(made, option=True)
        return made if made.label or made.key else replace(made, label=values.guess_label(made.value))

    def resolve(self, verb: Verb, rest: str) -> Intent:
        rest = THAT_FITS.sub("", rest.strip(" ."))
        wanted = target(rest, self.masked)
        wanted = replace(wanted, name=ungerund(wanted.name))
        name = referred(rest) if OPEN not in rest else None
        before = self.earlier()
        searched = before is not None and before.verb is Verb.SEARCH and bool(before.terms)
        if name is None and searched and not wanted.row and not wanted.which and RECORD.match(wanted.name):
            name = "" if RECORD_ITSELF.match(wanted.name) else wanted.name
        if name and searched and RECORD_ITSELF.match(name):
            name = ""
        if name == "" and not self.meant(wanted) and not wanted.which:
            return Intent(verb=Verb.UNKNOWN, clause="")
        if name and not self.meant(wanted):
            wanted = replace(wanted, name=name, row="")
        if name is not None and (row := self.meant(wanted)):
            return Intent(
                verb=verb,
                clause="",
                target=""
                if name in ("name", "names", "row", "entry", "number")
                else name or (before.target if before and before.verb is Verb.WAIT else ""),
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
            own=wanted.own,
            which=wanted.which,
            number=wanted.number,
        )

    def earlier(self) -> Intent | None:
        return next((one for one in reversed(self.intents) if one.row or one.terms or one.target), None)

    def meant(self, wanted: Target) -> tuple[str, ...]:
        """Return what "it" or "his record" stands for: a row's words, then what else is known of it."""
        if wanted.which in (Which.FIRST, Which.LAST, Which.NTH):
            return ()
        before = self.earlier()
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


Order = Callable[[Reader, Clause, str], list[Intent]]


_MAY_ASK = frozenset([Verb.CLICK, Verb.DO, Verb.SUBMIT])


def _conditional(intent: Intent, condition: str) -> Intent:
    """An order with an "if"; one about a banner, pop-up or terms is carried out where there is one."""
    if intent.verb is Verb.CHECK and intent.terms and all(term.optional for term in intent.terms):
        return intent
    if intent.verb in (Verb.CLICK, Verb.OPEN, Verb.DISMISS, Verb.CHECK) and COOKIE.search(condition):
        return Intent(verb=Verb.DISMISS, clause=intent.clause, target=f"{intent.clause} ({condition})", optional=True)
    return replace(intent, condition=condition, optional=True)
