"""Says in English what a goal in German, French or Spanish orders; names, values and quotes stay as they are.

The mind's grammar is English. A foreign sentence is turned into an English one by its verbs, its joints and the words
for parts of a page; what a page may be labelled with stays foreign, as labels are compared across languages anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from skyvern.agent.tongues.orders import SPOKEN, Frame, Speech, speech
from skyvern.agent.tongues.statements import in_small, said
from skyvern.domain.goal import Goal, GoalValue

_OPEN, _CLOSE = "\uf100", "\uf101"
_SHIELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_KEPT = re.compile(
    r"\"[^\"\n]+\"|“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»|‘[^’\n]+’|(?<!\w)'[^'\n]+'(?!\w)|https?://\S+|\S+@\S+\.\w+|\{\{.*?\}\}"
)
_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\b\w\.)\s+(?=[^\W\d_]|\uf100)|\n+")
_LABELLED = re.compile(r"^\s*(?:[-*•]\s*)?[^\W\d_][\w '’/()-]{0,40}?\s*[:=]\s*\S")
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the a an and or with in to for from of on at as not no all each if when that is are was were it new has have "
        "been by then click enter open search select submit fill shown your",
    )
)
_FINISHED = (
    r"(?:complete|completed?|done|completado|completar|completa|terminado|hecho|finalizado|abgeschlossen|erledigt|fertig|"
    r"erfolgreich|vollständig|terminé|termin[ée]e|achevé|fini|réussi|complété|éxito)"
)
_STOPPED = (
    r"(?:terminate|terminar|termina|abortar|aborta|detener|detente|parar|cancelar|abbrechen|abbruch|brich ab|beenden|"
    r"beende|"
    r"stoppen|stopp|arrêter|arrête|arrêtez|interrompre|interrompez|abandonner|terminer|terminez)"
)
_IF = r"(?:wenn|sobald|falls|cuando|si|en cuanto|una vez que|quand|lorsque|lorsqu['’]|dès que|dès qu['’])"
_CRITERION = re.compile(
    rf"^(?P<head>(?i:{_FINISHED}|{_STOPPED}))(?:\s*\((?:[A-Z]+)\))?\s*,?\s+(?i:nur\s+|solo\s+|seulement\s+)?(?P<if>(?i:{_IF}))\s*(?P<what>.+)$",
    re.DOTALL,
)
_CONDITION = re.compile(rf"^(?P<if>(?i:{_IF}))\s*(?P<what>[^,]+),\s*(?:dann\s+|so\s+|entonces\s+|alors\s+)?(?P<do>.+)$")
_JOINT = re.compile(
    r"(\s*,?\s+(?:und\s+dann|und\s+danach|und\s+anschließend|und|y\s+luego|y\s+después|y|e|et\s+puis|et\s+ensuite|et|puis|"
    r"dann|danach|luego|después)\s+|\s*,\s+|\s*;\s*)",
    re.IGNORECASE,
)


def goal_in_english(goal: Goal) -> Goal:
    """Return the goal with its texts in English where they are in a language that is known; else the goal itself."""
    text, values = _with_values(goal.text, goal.values, goal.not_given)
    if text == goal.text and not any((goal.extraction, goal.complete_criterion, goal.terminate_criterion)):
        return goal
    count = len(goal.values)
    return replace(
        goal,
        text=text,
        values=values[:count],
        not_given=values[count:],
        extraction=order_in_english(goal.extraction),
        complete_criterion=statement_in_english(goal.complete_criterion),
        terminate_criterion=statement_in_english(goal.terminate_criterion),
    )


def order_in_english(text: str) -> str:
    """Return a text of orders and criteria in English."""
    return _with_values(text, (), ())[0]


@lru_cache(maxsize=4096)
def statement_in_english(text: str) -> str:
    """Return a criterion in English: *die Bestätigung wird angezeigt* is *the confirmation is shown*."""
    shielded, kept = _shielded(text, ())
    language = _language(shielded)
    if not language:
        return text
    criterion = _CRITERION.match(shielded.strip())
    made = _criterion(criterion, language) if criterion else said(shielded.strip(" ."), language)
    return _SHIELD.sub(lambda mark: kept[int(mark[1])], made)


@lru_cache(maxsize=1024)
def _with_values(
    text: str, given: tuple[GoalValue, ...], not_given: tuple[GoalValue, ...]
) -> tuple[str, tuple[GoalValue, ...]]:
    values = (*given, *not_given)
    shielded, kept = _shielded(text, values)
    language = _language(shielded)
    if not language:
        return text, values
    spoken = speech(language)
    pieces = re.split(f"({_SENTENCE.pattern})", shielded)
    made = "".join(piece if at % 2 else _sentence(piece, spoken, language) for at, piece in enumerate(pieces))
    return _put_back(made, kept, values)


def _shielded(text: str, values: Sequence[GoalValue]) -> tuple[str, list[str]]:
    """Put marks for what is not to be touched: values (the first ones, in their order), quotes, addresses."""
    spans = [(value.at, value.at + len(value.text), at) for at, value in enumerate(values)]
    kept = [value.text for value in values]
    taken = [(start, end) for start, end, _ in spans]
    for found in _KEPT.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            spans.append((found.start(), found.end(), len(kept)))
            kept.append(found.group())
    parts: list[str] = []
    at = 0
    for start, end, index in sorted(spans):
        if start < at:
            continue
        parts += [text[at:start], f"{_OPEN}{index}{_CLOSE}"]
        at = end
    return "".join([*parts, text[at:]]), kept


def _put_back(marked: str, kept: Sequence[str], values: Sequence[GoalValue]) -> tuple[str, tuple[GoalValue, ...]]:
    made, at, places = "", 0, dict[int, int]()
    for mark in _SHIELD.finditer(marked):
        made += marked[at : mark.start()]
        places[int(mark[1])] = len(made)
        made += kept[int(mark[1])]
        at = mark.end()
    made += marked[at:]
    return made, tuple(replace(value, at=places.get(index, value.at)) for index, value in enumerate(values))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", _SHIELD.sub(" ", text).casefold())


def _language(text: str) -> str:
    """Return the language that most words of a text speak, "" for English and for what cannot be told."""
    words = _words(text)
    english = sum(word in _ENGLISH for word in words)
    counts = {language: sum(word in _telling(language) for word in words) for language in SPOKEN}
    best = max(counts, key=lambda language: counts[language])
    begins = any(frame.pattern.match(text.strip()) for frame in speech(best).frames)
    return best if counts[best] > english and (counts[best] >= 2 or begins) else ""


@lru_cache(maxsize=8)
def _telling(language: str) -> frozenset[str]:
    spoken = speech(language)
    heads = {frame.pattern.pattern.strip("^").split("(")[0] for frame in spoken.frames}
    return spoken.telling | {head for head in heads if head.isalpha()}


def _sentence(text: str, spoken: Speech, language: str) -> str:
    body = text.strip()
    if handed := _handed(body, spoken):
        return handed
    if not body or (_LABELLED.match(body) and _order(spoken.before.sub("", body), spoken) is None):
        return text
    end = body[-1] if body[-1] in ".!?;" else ""
    body = body.rstrip(".!?; ")
    if criterion := _CRITERION.match(body):
        return _criterion(criterion, language) + end
    if condition := _CONDITION.match(body):
        what = said(condition["what"], language)
        return f"If {what}, {_orders(condition['do'], spoken)}{end}"
    return _orders(body, spoken) + end


_HANDED = re.compile(r"^(?P<order>[^:\n]{3,60}?)\s*:\s*(?P<value>\uf100\d+\uf101)(?P<end>[.;]?)$")


def _handed(body: str, spoken: Speech) -> str:
    """Read *Fahrzeugschein hochladen: X*, an order with its value behind a colon; "" for anything else."""
    match = _HANDED.match(body)
    found = _order(spoken.before.sub("", match["order"]), spoken) if match else None
    if match is None or found is None or found[0].english not in ("upload", "enter", "select") or not found[1].strip():
        return ""
    return f"{found[0].english} {match['value']} as {in_small(found[1], spoken)}{match['end']}"


def _criterion(match: re.Match[str], language: str) -> str:
    """Say when a goal is reached or given up; what ends it early needs *if*, or a word that only means that."""
    finished = re.fullmatch(_FINISHED, match["head"], re.IGNORECASE) is not None
    head = "COMPLETE when" if finished else "TERMINATE if"
    return f"{head} {said(match['what'].strip(), language)}"


def _orders(text: str, spoken: Speech) -> str:
    """Translate the orders of a sentence one by one; a joint before something that is no order joins things."""
    parts = _JOINT.split(text)
    orders = [parts[0]]
    for joint, part in zip(parts[1::2], parts[2::2], strict=True):
        begins = _order(spoken.before.sub("", part.strip()), spoken) is not None
        if begins and _whole(orders[-1], spoken):
            orders.append(part)
        else:
            orders[-1] += joint + part
    return " and then ".join(_one_order(order, spoken) for order in orders)


def _whole(text: str, spoken: Speech) -> bool:
    """Tell whether what stands before a joint is an order by itself, or at least no open half of one."""
    return _order(spoken.before.sub("", text.strip()), spoken) is not None


def _one_order(text: str, spoken: Speech) -> str:
    bare = spoken.before.sub("", text.strip())
    found = _order(bare, spoken)
    if found is None:
        return in_small(bare, spoken)
    frame, what, more = found
    if frame.english.startswith(_BOOKING):
        what, more = _in_its_place(what), _in_its_place(more)
    return _ALONE.sub(
        r"\g<0> result", " ".join(f"{frame.english} {in_small(what, spoken)} {in_small(more, spoken)}".split())
    )


_ALONE = re.compile(r"^open the (?:first|last)$")
""" *Ouvrez la première*: what was looked for."""


_BOOKING = ("book", "request", "apply for", "register for", "report", "look up", "search for")
"""Orders that say where and when, by words that mean other things beside other orders: *à* is *to* and *at*."""
_SOON = rf"(?={_OPEN}|(?:lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|mon|die|mit|don|fre)[^\W\d_]*|\d)"
_PLACES: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE), english)
    for pattern, english in (
        (r"au nom d(?:e\s+|['’])|auf den namen\s+(?:von\s+)?|a nombre de\s+", "in the name of "),
        (rf"(?:le|el|am|den)\s+{_SOON}", "on "),
        (rf"(?:à|a las|a la|um|gegen)\s+{_SOON}", "at "),
        (r"(?:à la|au|aux|chez|en el|en la|bei|beim)\s+|à l['’]\s*", "at the "),
        (r"à\s+", "at "),
        (r"im\s+", "in the "),
        (r"(?:auprès de|chez|avec|mit|con)\s+", "with "),
    )
]


def _in_its_place(text: str) -> str:
    for pattern, english in _PLACES:
        text = pattern.sub(english, text)
    return text


_ENCLITIC = re.compile(r"^(?P<verb>[^\W\d_]{4,}?)(?P<it>l[oae]s?|-l[ae]s?)(?![\w-])", re.IGNORECASE)


def _order(text: str, spoken: Speech) -> tuple[Frame, str, str] | None:
    """Return the verb that a text begins or ends with, and what it governs; *anúlala* is *anula* with its object."""
    for frame in spoken.frames:
        if found := frame.pattern.match(text):
            return frame, found["what"], found.groupdict().get("more") or ""
    for frame in spoken.behind:
        if found := frame.pattern.match(text):
            return frame, found["what"], ""
    if enclitic := _ENCLITIC.match(text):
        bare = _without_accent(enclitic["verb"])
        for frame in spoken.frames:
            if frame.pattern.match(bare) or frame.pattern.match(enclitic["verb"]):
                return frame, "it", text[enclitic.end() :].strip()
    return None


def _without_accent(verb: str) -> str:
    return verb.translate(str.maketrans("áéíóú", "aeiou"))
