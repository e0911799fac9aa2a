"""Recognises what a site asks of a person and of nobody else: a proof of being human, a passkey, a nod on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skyvern.domain.failure import Category
from skyvern.domain.goal import AskPerson
from skyvern.domain.page import Element, Observation

_HUMAN = re.compile(
    r"\b(?:i.?m not a robot|i am not a robot|i am human|are you (?:a )?(?:human|robot)|"
    r"(?:verify(?:ing)?|prove) (?:that )?you(?:.re| are) (?:a )?(?:human|not a robot)|press (?:&|and) hold|"
    r"(?:solve|complete) the (?:captcha|puzzle|security check)|select all (?:images|squares)|"
    r"ich bin kein roboter|je ne suis pas un robot|no soy un robot|n[aã]o sou um rob[oô])\b",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"\b(?:captcha|(?:characters|letters|text|code|digits) "
    r"(?:you see|shown|displayed|(?:in|from) the (?:image|picture)))\b",
    re.IGNORECASE,
)
_PASSKEY = re.compile(
    r"\b(?:(?:use|using|with) (?:your |a )?(?:passkey|security key|fingerprint|touch id|face id|windows hello)|"
    r"(?:insert|touch|tap) your security key|(?:verify|sign in|continue) with (?:your |a )?passkey|"
    r"your device will ask for your fingerprint)\b",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\b(?:check your (?:phone|device|mobile)|(?:approve|confirm) (?:the |this )?(?:sign.?in |log.?in )?(?:request|"
    r"notification|sign.?in|log.?in) (?:on|in|from|with) your|(?:we )?sent a (?:push )?notification to your|"
    r"tap yes on|open (?:the|your) .{2,40} app (?:on your .{2,20} )?(?:to|and) (?:approve|confirm|verify))\b",
    re.IGNORECASE,
)
_LONGEST = 240


def human_proof(page: Observation) -> AskPerson | None:
    """Return what to ask when the page wants a proof that it is used by a person and has not got it."""
    for element in page.elements:
        if element.role == "checkbox" and _HUMAN.search(element.name):
            if element.checked:
                return None
            return _asked("the site wants a proof that you are human", element.name, Category.ANTI_BOT_DETECTION)
        if _typed(element) and _PICTURE.search(f"{element.name} {element.placeholder}") and not element.value:
            return _asked("the site wants a picture's text", element.name, Category.ANTI_BOT_DETECTION)
    return None


def gate(page: Observation) -> AskPerson | None:
    """Return what to ask when a page without fields of a login lets nobody on but a person."""
    if proof := human_proof(page):
        return proof
    for line in _said(page):
        if _HUMAN.search(line):
            return _asked("the site wants a proof that you are human", line, Category.ANTI_BOT_DETECTION)
        if _PASSKEY.search(line):
            return _asked("the site wants a passkey or security key", line, Category.AUTH_FAILURE)
        if _DEVICE.search(line):
            return _asked("the site wants the sign-in approved on another device", line, Category.AUTH_FAILURE)
    return None


def _said(page: Observation) -> Iterator[str]:
    yield from (alert.text for alert in page.alerts)
    yield from (line.text for line in page.reading.lines if line.region not in ("contentinfo", "navigation", "banner"))
    yield from (element.name for element in page.elements if element.role in ("button", "heading", "iframe"))


def _typed(element: Element) -> bool:
    return element.tag in ("input", "textarea") or element.role in ("textbox", "searchbox")


def _asked(what: str, words: str, category: Category) -> AskPerson:
    return AskPerson(question=f'{what} ("{" ".join(words.split())[:_LONGEST]}")', category=category)
