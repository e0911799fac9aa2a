"""Finds in sentences what a form asks for: the options of the page that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from skyvern.agent.lexicon import FIELDS, content, field_concept, root, same_value, section, tokens
from skyvern.agent.policies.embedded.finding.match import is_box, is_choice
from skyvern.agent.policies.embedded.forms.fields import slots
from skyvern.agent.policies.embedded.forms.putting import Slot
from skyvern.agent.policies.embedded.intents import Term
from skyvern.domain.page import Element

_PROPER = re.compile(r"(?<=\s)[A-Z][\w'’-]{3,}")
_NEGATED = frozenset(["not", "no", "never", "without", "neither", "except", "cannot"])
_ASKING = frozenset(["you", "do", "does", "have", "has", "us", "any", "currently", "be", "am", "i", "can", "will"])


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: tuple[str, ...]
    names: frozenset[str] = frozenset()
    """Its words with a capital, but for the first: names, which are worth more."""

    def at(self, phrase: Sequence[str]) -> int:
        """Return where a phrase stands, -1 when it does not stand there or is denied."""
        size = len(phrase)
        for place in range(len(self.words) - size + 1):
            if size and self.words[place : place + size] == tuple(phrase):
                return place
        return -1

    def denies(self, place: int) -> bool:
        return bool(_NEGATED & set(self.words[max(0, place - 4) : place]))

    def speaks_of(self, label: str) -> bool:
        """Tell whether the sentence names what a label asks for, in the label's words or listed ones."""
        return bool(set(content(label)) & set(self.words)) or _listed(label, self) >= 0


def answers(prose: Sequence[str], elements: Sequence[Element]) -> tuple[Term, ...]:
    """Return what the sentences say to the choices that a page offers; what they leave open is left out."""
    parts = [part for sentence in prose for part in re.split(r"[,;:]", sentence)]
    said = [_Sentence(tokens(part), frozenset(tokens(" ".join(_PROPER.findall(part))))) for part in parts]
    found: list[Term] = []
    for slot in slots(elements):
        if slot.members:
            found.extend(_chosen(slot, slot.element.group, [member.name for member in slot.members], said))
        elif is_choice(slot.element) and slot.element.options:
            found.extend(_chosen(slot, slot.element.name, [option.label for option in slot.element.options], said))
        elif is_box(slot.element) and slot.element.group and _named(slot.element.name, slot.element.group, said):
            name = slot.element.name
            found.append(Term(value="yes", label=name, checked=True, within=slot.element.group, optional=True))
    return tuple(found)


def _chosen(slot: Slot, label: str, options: Sequence[str], said: Sequence[_Sentence]) -> Iterator[Term]:
    if slot.members and {"yes", "no"} == {option.strip().casefold() for option in options}:
        answer = _yes_or_no(label, said)
        named = [option for option in options if answer and same_value(option, answer)]
    else:
        named = [option for option in dict.fromkeys(options) if _named(option, label, said)]
        if slot.members and not named:
            named = _told_by(dict.fromkeys(options), said) or _told_apart(list(dict.fromkeys(options)), said)
    whole = [one for one in named if not any(set(tokens(one)) < set(tokens(other)) for other in named)]
    named = whole if len(whole) == 1 else named
    if len(named) == 1 and label:
        yield Term(value=named[0], label=label, option=True, optional=True)


def _told_by(options: Iterable[str], said: Sequence[_Sentence]) -> list[str]:
    """Return the options in the first person all of whose telling words a sentence says: "I am a new patient"."""
    found: list[str] = []
    for option in options:
        words = {root(word) for word in tokens(option)} - _LIGHT
        own = bool(words) and tokens(option)[:1] == ("i",)
        if own and any(words <= {root(word) for word in one.words} and not _NEGATED & set(one.words) for one in said):
            found.append(option)
    return found


def _told_apart(options: Sequence[str], said: Sequence[_Sentence]) -> list[str]:
    """Return the option of which a sentence says the thing and what the others lack: "with a checked bag"."""
    words = [set(content(option)) for option in options]
    if len(words) < _FEWEST or not (thing := set[str].intersection(*words)):
        return []
    found: list[str] = []
    for option, own in zip(options, words, strict=True):
        others = set[str]().union(*(other for other in words if other is not own))
        telling = {word for word in own - others if word.isalpha()}
        phrases = [set(one.words) for one in said if not _NEGATED & set(one.words)]
        if telling and any(thing <= phrase and telling & phrase for phrase in phrases):
            found.append(option)
    return found


_FEWEST = 2


def _named(option: str, label: str, said: Sequence[_Sentence]) -> bool:
    """Whether a sentence says an option; an option of one word only beside a word for what is asked."""
    words = tokens(option)
    for sentence in said:
        place = sentence.at(words)
        named = set(words) <= sentence.names
        telling = len(content(option)) > 1 or (len(option.strip()) > 3 and (named or sentence.speaks_of(label)))
        if place >= 0 and telling and not sentence.denies(place):
            return True
    return False


def _yes_or_no(question: str, said: Sequence[_Sentence]) -> str:
    """Return what the sentences answer to a question, "" when they do not speak of it."""
    asked = set(content(question)) - _ASKING
    for sentence in said:
        place = _listed(question, sentence)
        if place < 0 and len(asked) > 1 and asked <= set(sentence.words):
            place = min(sentence.words.index(word) for word in asked)
        if place >= 0:
            return "no" if sentence.denies(place) else "yes"
    about = [sentence for sentence in said if _mostly(sentence, question)]
    if len(about) == 1:
        return "no" if _NEGATED & set(about[0].words) else "yes"
    return ""


_VERBS = frozenset(tokens("is are was were does do did has have had needs will can"))
_LIGHT = frozenset(
    word
    for text in (
        "need needs require requires want wants have has had be is are was were do does did not no now future ever",
        "am been currently legally any the a an in applicant patient customer person visitor she he they it we i you",
        "my your their his her to of us united states",
    )
    for one in tokens(text)
    for word in (one, root(one))
)
""" "Does not need sponsorship" and "Will you require visa sponsorship?" are about the same: such words do not count."""


def _mostly(sentence: _Sentence, question: str) -> bool:
    """Tell whether all that a short sentence tells is asked by a question: "authorized to work in the US"."""
    verb = next((at for at, word in enumerate(sentence.words[:4]) if word in _VERBS), -1)
    told = {root(word) for word in sentence.words[verb + 1 :] if word not in _LIGHT} - _LIGHT
    asked = {root(word) for word in tokens(question)} - _LIGHT
    long = any(len(word) > 5 for word in told)
    return bool(told) and told <= asked and (len(told) > 1 or long)


def _listed(label: str, sentence: _Sentence) -> int:
    """Return where the sentence uses one of the listed names of what a label asks for."""
    concept = field_concept(label) or _concept_within(label)
    phrases = section(FIELDS).get(concept, ()) if concept else ()
    return max((sentence.at(tokens(phrase)) for phrase in phrases if len(tokens(phrase)) > 1), default=-1)


def _concept_within(label: str) -> str:
    """Return the concept of the longest listed name of two or more words inside a question."""
    words = tokens(label)
    for size in range(len(words), 1, -1):
        for at in range(len(words) - size + 1):
            if concept := field_concept(" ".join(words[at : at + size])):
                return concept
    return ""
