"""Says in English what a criterion in German, French or Spanish states: its verb goes where English has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from skyvern.agent.tongues.orders import Speech, speech
from skyvern.agent.tongues.words import in_english, known

_DEED = "%"
"""Stands in a pattern for a participle, and in what it means for that participle in English."""
_SUBJECT = r"(?P<what>.+?)"

_GERMAN = (
    (r"es\s+(?P<aux>wurden?|wird|werden|ist|sind)\s+(?P<again>.+)", ""),
    (
        r"(?:die\s+seite\s+)?(?:meldet|bestätigt|zeigt|sagt)(?:\s+wird)?,?\s+dass\s+(?P<that>.+)",
        "the page says that {that}",
    ),
    (r"(?:bestätigt|gemeldet|angezeigt)\s+wird,\s+dass\s+(?P<that>.+)", "the page says that {that}"),
    (rf"die\s+seite\s+{_SUBJECT}\s+(?:zeigt|anzeigt|enthält|meldet)", "the page shows {what}"),
    (r"die\s+seite\s+(?:zeigt|enthält|meldet)\s+(?P<what>.+)", "the page shows {what}"),
    (rf"{_SUBJECT}\s+(?:erscheint|erscheinen)", "{what} is shown"),
    (
        r"(?:es\s+(?:gibt|existiert)\s+)?keine?n?\s+(?P<what>.+?)\s+(?:existier(?:t|en)|pass(?:t|en)|vorlieg(?:t|en)|gibt|vorhanden\s+ist)",
        "no {what} is found",
    ),
    (rf"{_SUBJECT}\s+(?:nicht\s+existiert|existiert\s+nicht)", "{what} does not exist"),
    (r"es\s+gibt\s+(?P<what>.+)|es\s+(?P<other>.+?)\s+gibt", "there is {what}"),
    (rf"{_SUBJECT}\s+(?:ist|sind|wird|werden|wurden?)\s+(?P<between>.*?\s*)%(?:\s+worden)?", "{what} is {no}%"),
    (rf"{_SUBJECT}\s+%(?:\s+(?:worden\s+)?(?:ist|sind|wird|werden|wurden?))?", "{what} is {no}%"),
)
_FRENCH = (
    (r"la\s+page\s+(?:indique|confirme|affiche|dit)\s+qu(?:e\s+|['’]\s*)(?P<that>.+)", "the page says that {that}"),
    (r"la\s+page\s+(?:affiche|montre|contient)\s+(?P<what>.+)", "the page shows {what}"),
    (rf"{_SUBJECT}\s+(?:s['’]affiche(?:nt)?|appara[iî]t|apparaissent)", "{what} is shown"),
    (r"il\s+n['’]y\s+a\s+(?:pas\s+(?:de\s+|d['’]\s*)?|aucune?\s+)(?P<what>.+)", "there is no {what}"),
    (r"il\s+y\s+a\s+(?P<what>.+)", "there is {what}"),
    (
        r"aucune?\s+(?P<what>.+?)\s+(?:ne\s+|n['’]\s*)(?:correspond(?:ent)?|existe(?:nt)?|est\s+(?:trouvée?|disponible|"
        r"affichée?|listée?)|a\s+été\s+trouvée?|figure)(?:\s+.+)?",
        "no {what} is found",
    ),
    (rf"{_SUBJECT}\s+n['’]existe\s+(?:pas|plus)", "{what} does not exist"),
    (rf"{_SUBJECT}\s+est\s+introuvable", "{what} cannot be found"),
    (
        rf"{_SUBJECT}\s+(?:n['’]|ne\s+)?(?:est|sont|a|ont)(?P<denied>\s+pas)?(?:\s+bien)?(?:\s+été)?(?:\s+bien)?\s+%",
        "{what} is {no}%",
    ),
)
_ES_SEE = r"(?:se\s+(?:muestr[ae]n?|vean?|visualizan?|visualicen?)|apare(?:ce|zca|cen|zcan))"
_ES_BE = r"(?:es|son|est[áa]n?|est[ée]n?|sean?|ha\s+sido|han\s+sido|haya\s+sido|fue|fueron|se\s+han?|se\s+hayan?)"
_SPANISH = (
    (
        r"(?:la\s+p[áa]gina|se)\s+(?:indi(?:ca|que)|confirm[ae]|muestr[ae]|di(?:ce|ga))\s+que\s+(?P<that>.+)",
        "the page says that {that}",
    ),
    (
        r"(?:la|el)\s+(?:p[áa]gina|pantalla|sitio)\s+(?:muestr[ae]|contenga|contiene)\s+(?P<what>.+)",
        "the page shows {what}",
    ),
    (r"no\s+(?:hay|haya|existen?|existan?)\s+(?P<what>.+)", "there is no {what}"),
    (r"(?:hay|haya|existen?|existan?)\s+(?P<what>.+)", "there is {what}"),
    (
        r"ning[úu]n[ao]?\s+(?P<what>.+?)\s+(?:coincid[ae]|exist[ae]|corresponde?a?|figur[ae])(?:\s+.+)?",
        "no {what} is found",
    ),
    (rf"{_SUBJECT}\s+no\s+exist[ae]", "{what} does not exist"),
    (
        r"no\s+se\s+(?:encuentr[ae]n?|hall[ae]n?|encontraron|encontró)\s+(?P<what>(?:el|la|los|las)\s+.+)",
        "{what} cannot be found",
    ),
    (r"no\s+se\s+(?:encuentr[ae]n?|hall[ae]n?|encontraron)\s+(?:ning[úu]n[ao]?\s+)?(?P<what>.+)", "no {what} is found"),
    (rf"(?P<denied>no\s+)?{_ES_SEE}\s+(?P<what>.+)", "{what} is {no}shown"),
    (rf"{_SUBJECT}\s+(?:figur[ae]|apare(?:zca|ce))\s+como\s+%", "{what} is %"),
    (rf"{_SUBJECT}\s+(?:figur[ae]|apare(?:zca|ce))\s+como\s+(?P<state>.+)", "{what} is {state}"),
    (rf"{_SUBJECT}\s+(?P<denied>no\s+)?{_ES_SEE}", "{what} is {no}shown"),
    (rf"{_SUBJECT}\s+(?P<denied>no\s+)?{_ES_BE}\s+%", "{what} is {no}%"),
    (rf"(?P<denied>no\s+)?{_ES_BE}\s+%\s+(?P<what>.+)", "{what} is {no}%"),
)
_RULES: Mapping[str, tuple[tuple[str, str], ...]] = {"german": _GERMAN, "french": _FRENCH, "spanish": _SPANISH}
_DENYING = re.compile(r"(?<!\w)nicht(?!\w)", re.IGNORECASE)
_OF = re.compile(
    r"\b(?P<the>(?:the|a) )(?P<part>tab|form|page|list|table|button|field|menu) of (?:the )?"
    r"(?P<whose>[^\W\d_]+)(?!\w| of\b)"
)
""" "The tab of saldos" is called *saldos*."""
_ASIDE = re.compile(r"(?<!\w)(?:nicht|erfolgreich|nun|jetzt)(?!\w)", re.IGNORECASE)


def said(text: str, language: str) -> str:
    """Return a statement in English; what is in no known form is translated word by word."""
    spoken = speech(language)
    text = " ".join(text.strip(" .,").split())
    for pattern, template in _RULES[language]:
        if found := _compiled(pattern, language).fullmatch(text):
            parts = found.groupdict()
            if again := parts.get("again"):
                return said(f"{again} {parts['aux']}", language)
            return _filled(template, parts, language, spoken)
    return in_small(text, spoken)


def _filled(template: str, parts: Mapping[str, str | None], language: str, spoken: Speech) -> str:
    what = " ".join(f"{parts.get('what') or parts.get('other') or ''} {parts.get('between') or ''}".split())
    denied = bool(parts.get("denied")) or _DENYING.search(what) is not None
    deed = spoken.deeds.get((parts.get("deed") or "").casefold(), "")
    filled = template.replace(_DEED, deed).format(
        that=said(parts.get("that") or "", language) if "{that}" in template else "",
        what=in_small(_ASIDE.sub(" ", what), spoken),
        state=parts.get("state") or "",
        no="not " if denied else "",
    )
    return " ".join(filled.split())


@lru_cache(maxsize=128)
def _compiled(pattern: str, language: str) -> re.Pattern[str]:
    deeds = "|".join(re.escape(deed) for deed in sorted(speech(language).deeds, key=len, reverse=True))
    return re.compile(pattern.replace(_DEED, f"(?P<deed>{deeds})"), re.IGNORECASE)


def in_small(text: str, spoken: Speech) -> str:
    """Translate articles, joints and the parts of a page; *le nouveau formulaire* is *the new form*."""
    book = {**spoken.things, **spoken.small}
    german = speech("german")

    def english(found: re.Match[str]) -> str:
        if spoken is not german and _is_part_of_name(found):
            return found[0]
        return book[found[0].casefold().replace("’", "'")] + (" " if found[0][-1] in "'’" else "")

    replaced = _words(tuple(sorted(book, key=len, reverse=True))).sub(english, text)
    if spoken is german:
        replaced = _NOUN.sub(_in_lower_case, replaced)
    return _OF.sub(r"\g<the>\g<whose> \g<part>", " ".join(replaced.split())) if replaced != text else text


_NOUN = re.compile(r"(?P<article>\b(?:the|an?|no|all|of|its|your) )(?P<noun>[A-ZÄÖÜ][a-zäöüß]{3,})(?![\w-])")
""" "Submit the Antrag": a German noun behind an article is no name."""


def _in_lower_case(found: re.Match[str]) -> str:
    return found["article"] + found["noun"].lower() if known(found["noun"], "german") else found[0]


_OF_WORDS = frozenset(["de", "des", "du", "del", "la", "les", "los", "las", "le", "der", "von", "zum", "zur", "am"])


def _is_part_of_name(found: re.Match[str]) -> bool:
    """Tell whether a small word joins the parts of a name: *Hôtel de Ville*, *Plaza del Sol*, *annexe des Lilas*."""
    word, text = found[0].casefold(), found.string
    after = text[found.end() :].lstrip()
    if word not in _OF_WORDS or not after[:1].isupper():
        return False
    before = text[: found.start()].rstrip()
    last = before.split()[-1] if before.split() else ""
    inside = len(before.split()) > 1 and last[:1].isupper()
    return inside or (word in ("des", "du") and bool(last) and not in_english(last) and last[:1].isalpha())


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    ends = (re.escape(word).replace("'", "['’]") + ("" if word.endswith("'") else r"(?!\w)") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ends)})", re.IGNORECASE)
