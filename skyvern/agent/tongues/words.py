"""Says in English what a label in German, French, Spanish or Portuguese says, word by word (words.txt)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

LANGUAGES = ("german", "french", "spanish", "portuguese")

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EITHER = re.compile(r"(?<=\w)[/:*]-?(?:in|innen|frau|a|as|e|es|s|ne)\b|\([a-z]{1,2}\)", re.IGNORECASE)
"""The ending for the other gender or number: *Antragsteller/in*, *Cliente(s)*."""
_LONGEST = 5
"""Words of the longest phrase that is looked up."""
_MOST_FORMS = 6
_MOST_WORDS = 12
"""A label of more words is a sentence, which words by themselves do not tell."""
_SMALL = frozenset(["and", "or", "of", "for", "with", "per", "your", "the", "a", "my"])
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "german": ("e", "n", "en", "er", "s", "es", "em"),
    "french": ("s", "x", "e", "es"),
    "spanish": ("s", "es"),
    "portuguese": ("s", "es"),
}
_LINKS = ("", "s", "es", "n", "en", "e", "er")
"""What may stand between the parts of a German compound."""

Dictionary = Mapping[tuple[str, ...], tuple[str, ...]]


def plain(text: str) -> str:
    """Return lower-case text without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=50_000)
def in_english(label: str) -> tuple[str, ...]:
    """Return what a label may say in English, () where it holds no foreign word that is known.

    A word may mean several things (*estado*: state, status), and languages share words, so there may be several.
    """
    words = tuple(_WORD.findall(plain(_CAMEL.sub(" ", _EITHER.sub("", label).replace("ß", "ss")))))
    if not words or len(words) > _MOST_WORDS:
        return ()
    read = [_read(words, language) for language in LANGUAGES]
    least = min((reading.unknown for reading in read if reading.translated), default=None)
    forms = (form for one in read if one.translated and one.unknown == least for form in _said(one.ideas))
    own = " ".join(words)
    return tuple(dict.fromkeys(form for form in forms if form and form != own))


@lru_cache(maxsize=1_000)
def glosses(text: str) -> tuple[str, ...]:
    """Return what the longer words of a text say in English, each by itself; English words are left out."""
    words = dict.fromkeys(word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= _LEAST_GLOSSED)
    return tuple(reading for word in words for reading in in_english(word))


_LEAST_GLOSSED = 4


def known(word: str, language: str) -> bool:
    """Tell whether a single word is in the dictionary of a language, by itself or in one of its forms."""
    return bool(_single(plain(word), language))


class _Reading:
    """A label read as one language: what each piece may mean, and how much of it is known."""

    def __init__(self) -> None:
        self.ideas: list[tuple[str, ...]] = []
        self.unknown = 0
        self.translated = False


@lru_cache(maxsize=50_000)
def _read(words: tuple[str, ...], language: str) -> _Reading:
    found = _Reading()
    at = 0
    while at < len(words):
        length, meanings = _longest(words[at:], language)
        if not meanings:
            found.unknown += 1
            found.ideas.append((words[at],))
            at += 1
            continue
        found.ideas.append(meanings)
        own = " ".join(words[at : at + length])
        found.translated |= any(meaning not in _SMALL and meaning != own for meaning in meanings)
        at += length
    return found


def _longest(words: Sequence[str], language: str) -> tuple[int, tuple[str, ...]]:
    book = _books()[language]
    for length in range(min(_LONGEST, len(words)), 1, -1):
        if meanings := book.get(tuple(words[:length])):
            return length, meanings
    meanings = _single(words[0], language)
    return (1, meanings) if meanings else (0, ())


@lru_cache(maxsize=50_000)
def _single(word: str, language: str) -> tuple[str, ...]:
    book = _books()[language]
    if meanings := _plainly(word, book):
        return meanings
    if inflected := _inflected(word, language, book):
        return inflected
    return tuple(_compound(word, book)) if language == "german" else ()


def _plainly(word: str, book: Dictionary) -> tuple[str, ...]:
    return book.get((word,), ())


def _inflected(word: str, language: str, book: Dictionary) -> tuple[str, ...]:
    endings = (end for end in _ENDINGS[language] if word.endswith(end) and len(word) - len(end) >= 4)
    return next((found for end in endings if (found := book.get((word.removesuffix(end),)))), ())


def _compound(word: str, book: Dictionary) -> Iterator[str]:
    """Yield what a compound means: *Rechnungsdatum* is the invoice's date."""
    for at in range(len(word) - 3, 2, -1):
        heads = _part(word[at:], book) or _inflected(word[at:], "german", book)
        stems = (word[:at].removesuffix(link) for link in _LINKS if word[:at].endswith(link))
        before = next((found for stem in stems if len(stem) > 2 and (found := _part(stem, book))), ())
        if heads and before:
            yield from (f"{one} {other}" for one in before for other in heads)
            return


def _part(word: str, book: Dictionary) -> tuple[str, ...]:
    return book.get((word,), ()) or book.get(("+", word), ())


def _said(ideas: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the readings of a label in the order of English: *date of invoice* is the invoice date."""
    for choice in islice(product(*ideas), _MOST_FORMS):
        pieces: list[list[str]] = [[]]
        for word in choice:
            if word == "of":
                pieces.append([])
            elif word not in ("the", "your", "a", "my"):
                pieces[-1].append(word)
        yield " ".join(word for piece in reversed(pieces) for word in piece)


@cache
def _books() -> Mapping[str, Dictionary]:
    books: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {language: {} for language in LANGUAGES}
    text = files("skyvern.agent.tongues").joinpath("words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        english, _, rest = line.partition(":")
        if not rest or line.startswith("#"):
            continue
        for language, listed in zip(LANGUAGES, rest.split(";"), strict=True):
            for phrase in filter(None, (one.strip() for one in listed.split("|"))):
                bound = ("+",) if phrase.startswith("+") else ()
                key = (*bound, *_WORD.findall(plain(phrase.replace("ß", "ss"))))
                meanings = books[language].get(key, ())
                books[language][key] = tuple(dict.fromkeys((*meanings, english)))
    for book in books.values():
        for key, meanings in list(book.items()):
            terse = tuple(word for word in key if word not in _JOINING)
            if 1 < len(terse) < len(key):
                book.setdefault(terse, meanings)
    return books


_JOINING = frozenset(["de", "du", "des", "d", "del", "la", "le", "les", "l", "los", "las", "da", "do", "der", "von"])
""" "date_depot", "fecha_nacimiento": keys leave out what joins the words of a label."""
