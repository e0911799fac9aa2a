"""Tells what a box of a form agrees to, in English, German, French, Spanish and Portuguese."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KINDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "truth": (
            r"\b(?:certif\w*|declar\w*|attest\w*|d[ée]clar\w*|affirm\w*|swear|exact\w*|accura\w*|truthful\w*|"
            r"true and (?:correct|complete)|versicher\w*|erkl[äa]r\w*|richtigkeit|wahrheits\w+|vollst[äa]ndig\w*|"
            r"sur l['’]honneur|veraz|veracidad|ver[íi]dic\w+|ver[íi]dad|bajo juramento)\b"
        ),
        "privacy": (
            r"\b(?:privacy|data protection|personal data|gdpr|datenschutz\w*|dsgvo|personenbezogen\w*|rgpd|"
            r"confidentialit[ée]|donn[ée]es (?:personnelles|à caractère personnel)|protection des donn[ée]es|"
            r"traitement de mes donn[ée]es|privacidad|protecci[óo]n de datos|datos personales|privacidade|"
            r"dados pessoais)\b"
        ),
        "terms": (
            r"\b(?:terms|conditions|agreement|rules|disclaimer|agb|nutzungsbedingungen|"
            r"\w*bedingungen|teilnahmebedingungen|satzung|hausordnung|conditions g[ée]n[ée]rales|c\.?g\.?[uv]\.?|"
            r"r[èe]glement|condiciones|t[ée]rminos|bases legales|termos)\b"
        ),
        "mailing": (
            r"\b(?:newsletters?|marketing|promotion\w*|special offers|offers|mailing list|subscribe|text messages?|sms|"
            r"werbung|angebote|infobrief|rundbrief|neuigkeiten|lettre d['’]information|infolettre|offres|publicit[ée]|"
            r"actualit[ée]s|partenaires|bolet[íi]n|novedades|ofertas|promociones|publicidad|boletim|promo[çc][õo]es)\b"
        ),
    }.items()
}
AGREES = re.compile(
    r"\b(?:accept\w*|agree\w*|consent\w*|acknowledge\w*|have read|read and|understand|certify|declare|attest|"
    r"confirm that|akzeptier\w*|stimme\b|zustimm\w*|einverstanden|einwillig\w*|gelesen|zur kenntnis|best[äa]tige|"
    r"versichere|erkl[äa]re|accepte\w*|j['’]ai lu|ai pris connaissance|reconnais|consens|certifie|d[ée]clare|"
    r"atteste|autorise|acepto|aceptar|acepta|he le[íi]do|"
    r"declaro|certifico|autorizo|consiento|estoy de acuerdo|aceito|li e)\b",
    re.IGNORECASE,
)
"""How a box speaks that agrees to something."""


def kinds(text: str) -> frozenset[str]:
    """Return what a text is about of truth, privacy, terms and mailing."""
    return frozenset(name for name, pattern in _KINDS.items() if pattern.search(text))
