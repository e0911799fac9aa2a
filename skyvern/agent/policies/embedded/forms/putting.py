"""Puts a value into a field: which option says it, whether it shows already, and the action that does it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skyvern.agent.lexicon import content, plain, root, same_value, similarity
from skyvern.agent.policies.embedded.finding.match import is_box, is_choice, is_file, is_radio
from skyvern.agent.policies.embedded.forms.ranges import within
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.heard import joining
from skyvern.domain.page import Action, ActionKind, Element, Option

_EMPTY_OPTION = re.compile(
    r"^[\s\-–—.…*(\[]*(?:(?:please\s+)?(?:select|choose|pick)\b.*|(?:bitte\s+)?(?:w[äa]hlen|auswählen)\b.*|"
    r"(?:veuillez\s+)?(?:choisir|sélectionner|choisissez|sélectionnez)\b.*|(?:seleccione|elija|selecciona)\b.*|"
    r"any|any \w+|all\b.*|none|n/a|)"
    r"[\s\-–—.…*)\]]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for a value: one element, or the radio buttons of one group."""

    element: Element
    members: tuple[Element, ...] = ()

    @property
    def form(self) -> str:
        """Return the identity of the form that the slot belongs to."""
        return self.element.form


def option_for(options: Sequence[Option], value: str) -> Option | None:
    """Return the one option that says the value: the same words, a listed equal (California, CA), or holding it."""
    usable = [option for option in options if not option.disabled]
    if not any(char.isdigit() for char in value) and len(usable) > 2:  # the 1 of 0, 1, 2 is no "yes"
        usable = [option for option in usable if not option.label.strip().isdigit()]
    for test in _OPTION_TESTS:
        found = [option for option in usable if test(option, value)]
        if found:
            return found[0] if len({option.label for option in found}) == 1 else None
    return None


def takes_several(element: Element) -> bool:
    """Tell whether several options can be chosen in a list at once."""
    return element.tag == "select" and element.role == "listbox"


def offered(element: Element, value: str) -> tuple[Option, ...]:
    """Return the options that say a value, () when one is missing; several values stand in lines of their own."""
    found = [option_for(element.options, line) for line in value.split("\n")]
    kept = tuple(option for option in found if option is not None)
    return kept if len(kept) == len(found) else ()


def _same_part(option: Option, value: str) -> bool:
    parts = re.split(r"\s*[(),/–—]\s*|\s+-\s+", option.label)
    return any(same_value(part, value) for part in parts if part)


_OPTION_TESTS: tuple[Callable[[Option, str], bool], ...] = (
    lambda option, value: plain(option.label).strip() == plain(value).strip(),
    lambda option, value: bool(option.value) and plain(option.value) == plain(value),
    lambda option, value: same_value(option.label, value),
    lambda option, value: bool(option.value) and same_value(option.value, value) and not _is_code(option, value),
    _same_part,
    lambda option, value: similarity(value, option.label) >= 0.9,
    lambda option, value: bool(content(value)) and set(content(value)) <= set(content(option.label)),
    lambda option, value: within(option.label, value),
    lambda option, value: _says_in_short(option.label, value),
)


def _is_code(option: Option, value: str) -> bool:
    """Tell whether the page only numbers an option by what could mean yes or no: the 1 of "1 month" is no yes."""
    return option.value.strip().isdigit() and not value.strip().isdigit() and option.value.strip() != value.strip()


_DENYING = frozenset(("no", "not", "none", "never", "without", "non"))


def _says_in_short(label: str, value: str) -> bool:
    """Tell whether every telling word of an option stands in a value: "Rent" for "rents an apartment"."""
    words, said = ({root(word) for word in content(text)} for text in (label, value))
    if bool(words & _DENYING) is not bool(said & _DENYING):
        return False
    telling = words - {root(word) for word in joining()}
    return bool(telling) and len(said) > len(telling) and all(any(kin(one, other) for other in said) for one in telling)


def kin(one: str, other: str) -> bool:
    """Tell whether two words are of one family: smoke and smoker, commute and commuting."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 2)


def radio_for(slot: Slot, value: str) -> Element | None:
    options = [Option(label=member.name, value=member.value) for member in slot.members]
    found = option_for(options, value)
    if found is None:
        return None
    return next((member for member in slot.members if member.name == found.label and not member.disabled), None)


def empty(slot: Slot) -> bool:
    """Tell whether nothing has been put into a slot yet."""
    element = slot.element
    if slot.members:
        return not any(member.checked for member in slot.members)
    if is_box(element):
        return not element.checked
    if is_choice(element) and element.options:
        chosen = next((option for option in element.options if option.selected), None)
        return (
            chosen is None
            or not (chosen.value or chosen.label)
            or (_EMPTY_OPTION.match(chosen.label) is not None and chosen.value in ("", chosen.label))
        )
    return not element.value.strip() or (is_choice(element) and _EMPTY_OPTION.match(element.value) is not None)


def holds(term: Term, slot: Slot) -> bool:
    """Tell whether a slot already shows the term's value. Passwords are never read, so they never hold."""
    element = slot.element
    if slot.members:
        member = radio_for(slot, term.value)
        return member is not None and bool(member.checked)
    if term.checked is not None and is_box(element):
        return bool(element.checked) is term.checked
    if is_box(element) or is_radio(element):
        return bool(element.checked)
    if element.input_type == "password":
        return False
    if is_choice(element) and element.options:
        wanted = offered(element, term.value)
        chosen = sum(option.selected for option in element.options)
        return bool(wanted) and all(one.selected for one in wanted) and chosen <= max(1, len(wanted))
    if is_file(element):
        return (
            bool(element.value)
            and element.value.rpartition("/")[2].rpartition("\\")[2] == term.value.rpartition("/")[2]
        )
    wanted = written(term.value, element)
    if element.tag in ("input", "textarea") and not is_choice(element):
        return bool(element.value) and (element.value.strip() == wanted.strip() or _masked(element.value, wanted))
    return bool(element.value) and alike(element.value, wanted)


def alike(one: str, other: str) -> bool:
    """Tell whether two field values are the same but for the mask that a field puts around digits."""
    if plain(one).strip() == plain(other).strip() or same_value(one, other):
        return True
    day = parse_date(one)
    return (day is not None and day == parse_date(other)) or _masked(one, other)


def _masked(one: str, other: str) -> bool:
    bare = re.sub(r"[\s().\-/,$€£+]", "", one), re.sub(r"[\s().\-/,$€£+]", "", other)
    return any(char.isdigit() for char in bare[0]) and bare[0].lower() == bare[1].lower()


def action_for(term: Term, slot: Slot) -> Action | str:
    """Return the action that puts a term into a slot, or why it cannot be done."""
    element = slot.element
    name = element.name or term.meaning
    why = f"{term.meaning or 'value'} goes into {name!r}"
    if slot.members:
        member = radio_for(slot, term.value)
        if member is None:
            offered = ", ".join(repr(one.name) for one in slot.members[:15])
            return f"{element.group or name!r} offers {offered}, not {term.value!r}"
        return Action(kind=ActionKind.CLICK, ref=member.ref, reasoning=why, intention=f"choose {member.name!r}")
    if is_radio(element):
        return Action(kind=ActionKind.CLICK, ref=element.ref, reasoning=why, intention=f"choose {name!r}")
    if is_file(element):
        return Action(
            kind=ActionKind.UPLOAD_FILE,
            ref=element.ref,
            files=(term.value,),
            text=term.value,
            reasoning=why,
            intention=f"upload to {name!r}",
        )
    if is_box(element):
        wanted = term.checked if term.checked is not None else True
        return Action(
            kind=ActionKind.CHECKBOX,
            ref=element.ref,
            checked=wanted,
            reasoning=why,
            intention=f"{'tick' if wanted else 'clear'} {name!r}",
        )
    if is_choice(element):
        return _choosing(term, element, why)
    return Action(
        kind=ActionKind.INPUT_TEXT,
        ref=element.ref,
        text=written(term.value, element),
        reasoning=why,
        intention=f"fill {name!r}",
    )


def _choosing(term: Term, element: Element, why: str) -> Action | str:
    """Return the action that chooses the option of a list that says a value, or why there is none."""
    name = element.name or term.meaning
    if not element.options:
        return Action(
            kind=ActionKind.SELECT_OPTION,
            ref=element.ref,
            text=term.value,
            reasoning=why,
            intention=f"choose in {name!r}",
        )
    chosen = offered(element, term.value)
    if not chosen and element.tag == "input" and not element.readonly:
        why = f"{why}, which only proposes others"
        said = f"fill {name!r}"
        return Action(kind=ActionKind.INPUT_TEXT, ref=element.ref, text=term.value, reasoning=why, intention=said)
    if not chosen:
        labels = [one.label for one in element.options if one.label.strip()]
        shown = ", ".join(repr(label) for label in labels[:15]) + (", …" if len(labels) > 15 else "")
        return f"{name!r} has no single option for {term.value!r}; it offers {shown}"
    said = "\n".join(option.label for option in chosen)
    return Action(
        kind=ActionKind.SELECT_OPTION,
        ref=element.ref,
        text=said,
        reasoning=why,
        intention=f"choose {said!r} in {name!r}",
    )


_PATTERN = re.compile(
    r"(?P<a>mm|dd|yyyy|yy|m|d)(?P<s1>[-/. ])(?P<b>mm|dd|mmm|m|d)(?P<s2>[-/. ])(?P<c>yyyy|yy|dd|d)", re.IGNORECASE
)
_PATTERN_ABROAD = re.compile(
    r"\b(?:(?P<a>tt|jj|dd)(?P<s1>[-/. ])(?P<b>mm)(?P<s2>[-/. ])(?P<c>jjjj|aaaa)|"
    r"(?P<y>jjjj|aaaa)(?P<t1>[-/. ])(?P<m>mm)(?P<t2>[-/. ])(?P<d>tt|jj|dd))\b",
    re.IGNORECASE,
)
""" "TT.MM.JJJJ", "JJ/MM/AAAA", "DD/MM/AAAA"."""
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
_CODES = {"mm": "%m", "m": "%m", "dd": "%d", "d": "%d", "yyyy": "%Y", "yy": "%y", "mmm": "%b"}


def written(value: str, element: Element) -> str:
    """Return a value as the field wants it: dates by input type or placeholder, the rest as given."""
    wanted = element.input_type
    if wanted in ("date", "month", "datetime-local"):
        day = parse_date(value)
        if day is not None:
            return day.strftime({"date": "%Y-%m-%d", "month": "%Y-%m", "datetime-local": "%Y-%m-%dT00:00"}[wanted])
        return value
    told = " ".join((element.placeholder, element.description, element.name, *element.hints[:2]))
    if abroad := _PATTERN_ABROAD.search(told):
        return _written_abroad(value, abroad)
    if pattern := _PATTERN.search(told):
        day = parse_date(value)
        if day is not None:
            shape = "".join(_CODES.get(pattern[name].lower(), pattern[name]) for name in ("a", "s1", "b", "s2", "c"))
            return day.strftime(shape)
    if wanted == "time" and (clock := _CLOCK.fullmatch(value.strip())):
        half = (clock["half"] or "").lower()
        hour = int(clock["hour"]) % 12 + 12 * (half == "p") if half else int(clock["hour"])
        return f"{hour:02d}:{clock['minute'] or '00'}"
    if wanted == "number":
        return re.sub(r"[,\s$€£]", "", value) if re.search(r"\d", value) else value
    return value


def _written_abroad(value: str, pattern: re.Match[str]) -> str:
    """Return a date as a pattern in another language wants it; one that is already written so stays as it is."""
    day = parse_date(value)
    if pattern["a"]:
        figures = rf"\d{{1,2}}{re.escape(pattern['s1'])}\d{{1,2}}{re.escape(pattern['s2'])}\d{{4}}"
        shape = f"%d{pattern['s1']}%m{pattern['s2']}%Y"
    else:
        figures = rf"\d{{4}}{re.escape(pattern['t1'])}\d{{1,2}}{re.escape(pattern['t2'])}\d{{1,2}}"
        shape = f"%Y{pattern['t1']}%m{pattern['t2']}%d"
    return value if day is None or re.fullmatch(figures, value.strip()) else day.strftime(shape)
