"""Turns the intents of a goal into stages: fields that belong together become one form, the rest stays in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from skyvern.agent.lexicon import chunks, concepts, field_concept
from skyvern.agent.policies.embedded.intents import Intent, Plan, Term, Verb, Which
from skyvern.agent.policies.embedded.reading.ordering import FORM_VERBS, in_order
from skyvern.agent.policies.embedded.reading.values import payload_terms
from skyvern.domain.goal import Goal, GoalKind
from skyvern.domain.page import Action, ActionKind


class Kind(StrEnum):
    """The kinds of stage, one module of rules each."""

    FORM = "form"
    SEARCH = "search"
    PRESS = "press"
    DRAG = "drag"
    CHOOSE = "choose"
    NEXT = "next"
    LOGIN = "login"
    DOWNLOAD = "download"
    DISMISS = "dismiss"
    DIALOG = "dialog"
    PLAIN = "plain"
    """One action that needs no element: open an address, go back, reload, press a key, scroll, wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One leg of the way to the goal."""

    kind: Kind
    intent: Intent
    terms: tuple[Term, ...] = ()
    submit: bool = False
    composite: bool = False
    """Filling and sending were one order ("create a user named X"): what follows may still belong to it."""
    advance: bool = False
    """Go on through the pages of the form up to the last, without sending it."""
    keeps: bool = False
    """It ends with setting something in a record: what the page does not save by itself has to be saved."""
    answer: bool | None = None
    """How a native question that the act brings up is answered, None when the goal does not say."""
    said: str = ""
    """What is typed into that question."""

    @property
    def clause(self) -> str:
        """Return the words of the goal behind this stage."""
        return self.intent.clause

    def answering(self) -> tuple[Action, ...]:
        """Return the act that settles, before the page asks, how its native question is answered."""
        if self.answer is None:
            return ()
        why = "the goal says how to answer"
        return (Action(kind=ActionKind.DIALOG, checked=self.answer, text=self.said, reasoning=why),)


_KINDS: dict[Verb, Kind] = {
    Verb.CLICK: Kind.PRESS,
    Verb.OPEN: Kind.PRESS,
    Verb.HOVER: Kind.PRESS,
    Verb.DRAG: Kind.DRAG,
    Verb.SORT: Kind.PRESS,
    Verb.DO: Kind.PRESS,
    Verb.DIALOG: Kind.DIALOG,
    Verb.SELECT: Kind.CHOOSE,
    Verb.NEXT: Kind.NEXT,
    Verb.PAGINATE: Kind.NEXT,
    Verb.LOGIN: Kind.LOGIN,
    Verb.DOWNLOAD: Kind.DOWNLOAD,
    Verb.DISMISS: Kind.DISMISS,
    Verb.GOTO: Kind.PLAIN,
    Verb.BACK: Kind.PLAIN,
    Verb.RELOAD: Kind.PLAIN,
    Verb.PRESS: Kind.PLAIN,
    Verb.SCROLL: Kind.PLAIN,
    Verb.WAIT: Kind.PLAIN,
    Verb.TERMINATE: Kind.PLAIN,
}
_CONFIRMING = re.compile(
    r"^(?:then\s+)?confirm(?:\s+(?:it|this|that|the (?:deletion|removal|action|change|dialog|question)))?$", re.I
)
_REFUSING = re.compile(r"^(?:the\s+)?(?:cancel|no|dismiss|abort)(?:\s+button)?$", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:asks?|asked)\s+(?:you\s+)?(?:for\s+(?:a\s+)?|to\s+)confirm|\bare you sure\b", re.IGNORECASE)
_NO_SUBMIT = re.compile(r"\b(?:submit|send|save|confirm|finish|finali[sz]e|place|complete)\w*\b", re.IGNORECASE)


def stages(goal: Goal, plan: Plan) -> tuple[Stage, ...]:
    """Return the way to the goal, leg by leg."""
    payload = payload_terms(goal.payload)
    found: list[Stage] = []
    for intent in in_order(plan):
        _add(intent, found, payload, facts=plan.facts)
    found = [_fetched(stage, before) for stage, before in zip(found, [None, *found][:-1], strict=True)]
    found = [_finding(stage, following) for stage, following in zip(found, [*found, None][1:], strict=True)]
    found = [
        replace(stage, keeps=stage.keeps and goal.kind is not GoalKind.ACTION and _leaves(following))
        for stage, following in zip(found, [*found, None][1:], strict=True)
    ]
    found = _login_goal(found) if goal.kind is GoalKind.LOGIN else _credentials_once(found)
    if goal.kind is GoalKind.FILE_DOWNLOAD or goal.complete_on_download:
        fetching = [_fetching(stage) for stage in found]
        found = [
            stage
            for stage, pressed, before in zip(fetching, found, [None, *fetching][:-1], strict=True)
            if not _same_fetch(stage, pressed, before, found)
        ]
    if goal.kind is GoalKind.FILE_DOWNLOAD and not any(stage.kind is Kind.DOWNLOAD for stage in found):
        found.append(
            Stage(kind=Kind.DOWNLOAD, intent=Intent(verb=Verb.DOWNLOAD, clause=goal.text or "download a file"))
        )
    if any(_CONFIRMING.match(words) for words in plan.forbidden) or any(map(_ASKED.search, plan.terminate)):
        found = [replace(stage, answer=False) if stage.answer is None else stage for stage in found]
    held = {match[0].lower() for words in plan.forbidden for match in _NO_SUBMIT.finditer(words)}
    if held:
        found = [
            stage if _sends_otherwise(stage, held) else replace(stage, submit=False, keeps=False)
            for stage in found
            if stage.kind is not Kind.FORM or stage.terms or not stage.submit or _sends_otherwise(stage, held)
        ]
    return tuple(found)


def _sends_otherwise(stage: Stage, held: set[str]) -> bool:
    """Tell whether a form is sent by another word than what is forbidden: "Save. Do not submit the elections"."""
    ordered = _NO_SUBMIT.match(stage.clause.rpartition("; ")[2])
    return stage.kind is Kind.FORM and stage.submit and ordered is not None and ordered[0].lower() not in held


def _leaves(following: Stage | None) -> bool:
    """Tell whether the goal ends here or goes to another page: what is not saved by then is lost."""
    return following is None or following.intent.verb in (Verb.OPEN, Verb.GOTO, Verb.SEARCH)


def _fetched(stage: Stage, before: Stage | None) -> Stage:
    """ "Find the May bill and download the PDF": the file is that of the bill."""
    if stage.kind is not Kind.DOWNLOAD or stage.intent.row or before is None or before.kind is not Kind.SEARCH:
        return stage
    names = [term.value for term in before.terms if term.checked is None and not term.optional]
    if not names or not _FINDING.match(before.clause):
        return stage
    bare = re.sub(r"^(?:the|an?|my|our)\s+", "", names[0], flags=re.IGNORECASE)
    head, _, kind = bare.rpartition(" ")
    bare = head if any(map(str.isdigit, head)) and kind.isalpha() and kind.islower() else bare
    return replace(stage, intent=replace(stage.intent, row=bare, also=tuple(names[1:])))


_FINDING = re.compile(r"(?:please\s+)?(?:find|locate|look)", re.IGNORECASE)


def _finding(stage: Stage, following: Stage | None) -> Stage:
    """ "Find it and open it": where the page has no search, opening it is enough."""
    finds = stage.kind is Kind.SEARCH and _FINDING.match(stage.clause)
    if finds and following is not None and following.intent.row:
        return replace(stage, intent=replace(stage.intent, optional=True))
    return stage


def _add(intent: Intent, found: list[Stage], payload: tuple[Term, ...], *, facts: tuple[Term, ...]) -> None:
    last = found[-1] if found else None
    verb = intent.verb
    if verb in (Verb.READ, Verb.UNKNOWN):
        return
    if verb in FORM_VERBS:
        done = {term.mark for stage in found for term in stage.terms}
        said = _merged(intent.terms, _others(tuple(fact for fact in facts if fact.mark not in done), intent.terms))
        terms = _with_payload(said, payload) if verb is Verb.FILL_FORM else intent.terms
        _add_form(replace(intent, terms=terms), found)
    elif verb is Verb.SUBMIT:
        _add_submit(intent, found, payload)
    elif verb is Verb.DIALOG and last is not None:
        found[-1] = replace(last, answer=bool(intent.amount), said=intent.text)
        found.append(Stage(kind=Kind.DIALOG, intent=intent))
    elif verb is Verb.CLICK and last is not None and is_refusal(intent):
        found[-1] = replace(last, answer=False)
        found.append(Stage(kind=Kind.PRESS, intent=intent))
    elif verb is Verb.SEARCH:
        _add_search(intent, found, payload)
    elif last is None or last.kind is not Kind.SEARCH or not _presses_search(intent):
        found.append(Stage(kind=_KINDS[verb], intent=intent, terms=intent.terms))


def is_refusal(intent: Intent) -> bool:
    """Tell whether an order is to press Cancel or No, and nothing more."""
    return intent.verb is Verb.CLICK and not intent.row and _REFUSING.match(intent.target) is not None


def _presses_search(intent: Intent) -> bool:
    return intent.verb is Verb.CLICK and not intent.row and "buttons:search" in concepts(intent.target)


def _add_form(intent: Intent, found: list[Stage]) -> None:
    """Fields that follow one another belong to one form."""
    last = found[-1] if found else None
    if last is not None and last.composite and _goes_along(intent):
        found[-1] = replace(last, terms=_merged(last.terms, intent.terms))
        return
    goes_on = intent.amount > 0
    if last is None or last.kind is not Kind.FORM or last.submit or last.intent.condition != intent.condition:
        found.append(Stage(kind=Kind.FORM, intent=intent, terms=intent.terms, advance=goes_on, keeps=intent.keeps))
    else:
        terms = _merged(last.terms, intent.terms)
        found[-1] = replace(last, terms=terms, advance=last.advance or goes_on, keeps=last.keeps or intent.keeps)


def _goes_along(intent: Intent) -> bool:
    """Tell whether an order after "create it with …" still says how it is to be: a box, a file, whom it is for."""
    about = [term.label for term in intent.terms]
    return intent.verb in (Verb.CHECK, Verb.UNCHECK, Verb.UPLOAD) or about == ["assignee"]


def _add_submit(intent: Intent, found: list[Stage], payload: tuple[Term, ...]) -> None:
    last = found[-1] if found else None
    if last is not None and last.kind is Kind.FORM:
        same = intent.clause == last.clause
        both = last.intent
        if not same:
            both = replace(
                last.intent, target=intent.target or last.intent.target, clause=f"{last.clause}; {intent.clause}"
            )
        found[-1] = replace(last, submit=True, intent=both, composite=same)
    elif last is not None and last.kind is Kind.PRESS and _CONFIRMING.match(intent.clause):
        found[-1] = replace(last, answer=True)
        found.append(Stage(kind=Kind.DIALOG, intent=replace(intent, verb=Verb.DIALOG, amount=1)))
    elif last is None or last.kind is not Kind.SEARCH:
        found.append(Stage(kind=Kind.FORM, intent=intent, terms=payload if last is None else (), submit=True))


def _add_search(intent: Intent, found: list[Stage], payload: tuple[Term, ...]) -> None:
    last = found[-1] if found else None
    if intent.terms:
        if last is not None and last.kind is Kind.SEARCH and intent.target == "filter":
            found[-1] = replace(last, terms=_merged(last.terms, intent.terms))
            return
        found.append(Stage(kind=Kind.SEARCH, intent=intent, terms=intent.terms, submit=True))
        return
    if last is not None and last.kind is Kind.FORM and not last.submit:
        found[-1] = replace(last, kind=Kind.SEARCH, submit=True)
        return
    if last is not None and last.kind is Kind.CHOOSE:
        found.append(Stage(kind=Kind.SEARCH, intent=intent, submit=True))
        return
    if payload and intent.which is Which.ANY and not any(stage.kind is Kind.SEARCH for stage in found):
        found.append(Stage(kind=Kind.SEARCH, intent=intent, terms=payload, submit=True))


def _merged(one: tuple[Term, ...], two: tuple[Term, ...]) -> tuple[Term, ...]:
    """Both lists; what the goal says outright replaces the optional value of the same field."""
    said = {(term.label or term.key).casefold() for term in (*one, *two) if not term.optional}
    keys = {term.key for term in (*one, *two) if not term.optional and term.key}
    kept = [
        term for term in (*one, *two) if not (term.optional and (term.key in keys or term.meaning.casefold() in said))
    ]
    unique: list[Term] = []
    for term in kept:
        if term not in unique:
            unique.append(term)
    return tuple(unique)


def _others(facts: tuple[Term, ...], said: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the stated values that an order to fill a form does not bring along itself."""
    labels = ({term.meaning.casefold() for term in said} | {field_concept(term.meaning) for term in said}) - {""}
    return tuple(
        one for one in facts if one.meaning.casefold() not in labels and field_concept(one.meaning) not in labels
    )


def _with_payload(terms: tuple[Term, ...], payload: tuple[Term, ...]) -> tuple[Term, ...]:
    values = {term.value.casefold() for term in terms}
    labels = {field_concept(term.meaning) for term in terms} - {""}
    named = {term.label.casefold() for term in terms if term.label}
    extra = [
        one
        for one in payload
        if one.value.casefold() not in values
        and field_concept(one.meaning) not in labels
        and one.key.rpartition(".")[2].replace("_", " ").casefold() not in named
    ]
    return _merged(terms, tuple(extra))


def _fetching(stage: Stage) -> Stage:
    """Pressing what bears the name of a download is a download, where the goal is to get a file."""
    intent = stage.intent
    getting = "buttons:download" in {name for idea in chunks(intent.target) for name in idea}
    if stage.kind is Kind.PRESS and intent.verb is Verb.CLICK and getting:
        return replace(stage, kind=Kind.DOWNLOAD)
    return stage


def _same_fetch(stage: Stage, was: Stage, before: Stage | None, all_of: list[Stage]) -> bool:
    """ "Press the export button and download the file" is one download, not two."""
    again = stage.kind is Kind.DOWNLOAD and was.kind is Kind.DOWNLOAD and not stage.intent.row
    return again and before is not None and before.kind is Kind.DOWNLOAD and before not in all_of


_LOGGING_IN = re.compile(
    r"^(?:bitte\s+)?(?:mit .{2,40} )?(?:melden? sie sich|melde dich|logg?en? sie sich|anmelden|einloggen)\b|"
    r"^(?:veuillez\s+)?(?:connectez-vous|connecte-toi|se connecter|vous connecter|identifiez-vous)\b|"
    r"^(?:por favor,?\s+)?(?:inici[ae]r? (?:la )?sesi[oó]n|entr[ea]r? (?:con|com)|acced[ae]r?|fa[zç][ae]?r? login)\b",
    re.IGNORECASE,
)
""" "Connectez-vous avec les identifiants fournis": in a block that logs in, its words in another language."""


_CREDENTIALS = ("username", "password", "email", "otp", "remember_me")


def _credentials_once(found: list[Stage]) -> list[Stage]:
    """ "Log in. User: … Password: …": the values are those of the login, and no form of their own behind it."""

    def told(stage: Stage, before: Stage | None) -> bool:
        meant = {field_concept(term.meaning) for term in stage.terms}
        lent = before is not None and before.kind is Kind.LOGIN and not before.terms and stage.kind is Kind.FORM
        return lent and not stage.submit and "password" in meant and meant <= set(_CREDENTIALS)

    return [one for one, before in zip(found, [None, *found][:-1], strict=True) if not told(one, before)]


def _login_goal(found: list[Stage]) -> list[Stage]:
    """A login block's words about user name, password and the button say no more than the block itself."""

    def about_login(stage: Stage) -> bool:
        if stage.kind is Kind.FORM:
            return all(field_concept(term.meaning) in _CREDENTIALS for term in stage.terms)
        named = {"buttons:login", "buttons:submit"} & concepts(stage.intent.target)
        return stage.kind is Kind.PRESS and bool(named or _LOGGING_IN.match(stage.clause))

    rest = [stage for stage in found if not about_login(stage)]
    if not any(stage.kind is Kind.LOGIN for stage in rest):
        rest.insert(0, Stage(kind=Kind.LOGIN, intent=Intent(verb=Verb.LOGIN, clause="log in")))
    return rest
