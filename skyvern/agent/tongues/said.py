"""What pages in German, French, Spanish and Portuguese say of an undertaking: nothing found, done, gone wrong."""

from __future__ import annotations

import re

_FOUND_DE = r"(?:gefunden|vorhanden|verf[üu]gbar|vorliegend|[üu]brig|hinterlegt|angezeigt)"
_THINGS_DE = (
    r"(?:ergebnisse?|treffer|eintr[äa]ge?|datens[äa]tze?|daten|resultate?|[üu]bereinstimmung(?:en)?|suchergebnisse?)"
)
NOTHING = re.compile(
    rf"\bkeine?n?\s+(?:[\w-]+\s+){{0,2}}?\w+\s+(?:\w+\s+){{0,4}}?{_FOUND_DE}\b|\bkeine?n?\s+(?:passenden?\s+)?{_THINGS_DE}\b|"
    rf"(?<![\d.,])0\s+{_THINGS_DE}\b|\bnichts\s+gefunden\b|\bkonnten?\s+nicht\s+gefunden\s+werden\b|"
    r"\baucune?s?\s+(?:[\w-]+\s+){0,3}?(?:trouv[ée]e?s?|disponibles?|correspond(?:ant)?e?s?|r[ée]sultats?|enregistrements?"
    r"|donn[ée]es?)\b|\baucun[e]?\s+\w+\s+ne\s+correspond\b|\bn['’]a\s+(?:donn[ée]|retourn[ée])\s+aucun\b|"
    r"(?<![\d.,])0\s+r[ée]sultats?\b|\b(?:pas\s+de|sans)\s+r[ée]sultats?\b|\brien\s+trouv[ée]\b|"
    r"\bno\s+se\s+(?:han?\s+)?(?:encontr(?:aron|[óo]|ado)|hall(?:aron|[óo]|ado))\b|"
    r"\b(?:ning[úu]n|ninguna)\s+(?:[\w-]+\s+){0,2}?(?:encontrad[oa]|disponible|resultado|coincide(?:ncia)?)\b|"
    r"\b(?:no\s+hay|sin)\s+(?:[\w-]+\s+)?(?:resultados?|registros?|coincidencias?|datos)\b|"
    r"(?<![\d.,])0\s+(?:resultados?|registros?|coincidencias?)\b|"
    r"\bnenhuma?\s+(?:[\w-]+\s+){0,3}?(?:encontrad[oa]s?|dispon[íi]vel|resultado|registro)\b|"
    r"\bn[ãa]o\s+(?:foram?\s+encontrad[oa]s?|h[áa]\s+(?:resultados?|registros?|dados))\b",
    re.IGNORECASE,
)
"""A search or a list that came up empty."""
DONE = re.compile(
    r"\b(?:vielen\s+dank|danke|erfolgreich)\b|"
    r"\b(?:wurden?|ist|sind)\s+(?:[\w.-]+\s+){0,5}?(?:gesendet|abgesendet|versendet|versandt|[üu]bermittelt|eingereicht"
    r"|gespeichert|gebucht|best[äa]tigt|registriert|angelegt|erstellt|aktualisiert|ge[äa]ndert|gel[öo]scht|storniert"
    r"|hochgeladen|erfasst|aufgenommen|bestellt|eingegangen|entgegengenommen|reserviert|hinzugef[üu]gt)\b|"
    r"\bwir\s+haben\s+ihre?n?\s+[\w\s-]{2,40}?\s+erhalten\b|\w*best[äa]tigung\b|"
    r"\w\s+(?:gesendet|gespeichert|eingereicht|[üu]bermittelt|gebucht|registriert|abgeschlossen|best[äa]tigt)\s*[.!✓]*$|"
    r"\bmerci\b|\bsucc[èe]s\b|\bconfirmation\b|"
    r"\b(?:a|ont)\s+(?:bien\s+)?[ée]t[ée]\s+(?:bien\s+)?(?:envoy|enregistr|transmis|soumis|re[çc]u|confirm|cr[ée][ée]|mis|"
    r"modifi|supprim|annul|valid|r[ée]serv|d[ée]pos|prise?|ajout)\w*|"
    r"\w\s+(?:envoy|enregistr|confirm|valid|transmis|soumis|re[çc]u|termin|r[ée]serv)[ée]?e?s?\s*[.!✓]*$|"
    r"\bnous\s+avons\s+bien\s+re[çc]u\b|"
    r"\bgracias\b|\bcon\s+[ée]xito\b|\bconfirmaci[óo]n\b|\bcorrectamente\b|"
    r"\b(?:ha|han|se\s+ha|se\s+han|ha\s+sido|han\s+sido|fue|fueron)\s+(?:sido\s+)?(?:enviad|registrad|guardad|recibid|"
    r"confirmad|cread|actualizad|eliminad|cancelad|reservad|presentad|a[ñn]adid|procesad)\w+|"
    r"\w\s+(?:enviad|registrad|guardad|recibid|confirmad|cread|actualizad|reservad|presentad|completad)[oa]s?\s*[.!✓]*$|"
    r"\bhemos\s+recibido\b|"
    r"\bobrigad[oa]\b|\bcom\s+sucesso\b|\bconfirma[çc][ãa]o\b|\bfoi\s+(?:enviad|registad|registrad|recebid|confirmad|"
    r"salv|gravad|criad|atualizad)\w*|\brecebemos\b|"
    r"\b(?:referenz|vorgangs|auftrags|antrags|bestell|buchungs|ticket)nummer\b|\bnum[ée]ro\s+de\s+(?:r[ée]f[ée]rence|"
    r"dossier|demande|confirmation|commande|suivi)\b|\bn[úu]mero\s+de\s+(?:referencia|solicitud|confirmaci[óo]n|pedido|"
    r"expediente)\b",
    re.IGNORECASE,
)
"""Words of a success; what is only yet to come is `UNDONE`."""
UNDONE = re.compile(
    r"\bnicht\b|\bkeine?n?\b|\bfehler\w*|\bfehlgeschlagen\b|\bwird\b|\bwerden\b(?!\s*[.!]?$)|\bm[üu]ssen\b|\bbitte\b|\bnoch\b|"
    r"\bne\s+(?:\w+\s+)?pas\b|\bn['’]\w+\s+pas\b|\bn['’]a\b|\berreurs?\b|\b[ée]chou[ée]\b|\b[ée]chec\b|\bsera\b|\bveuillez\b|"
    r"\bno\s+(?:se\s+)?(?:ha|han|pudo|fue|es|se)\b|\berror(?:es)?\b|\bfall[óo]\b|\bser[áa]\b|\bpor\s+favor\b|\bdeber?[áa]?\b|"
    r"\bn[ãa]o\b|\berros?\b|\bfalhou\b",
    re.IGNORECASE,
)
"""What such a line may say and yet be none."""
TROUBLE = re.compile(
    r"\bfehler\b|\bung[üu]ltig\w*|\bfalsch\w*|\bfehlgeschlagen\b|\bnicht\s+(?:g[üu]ltig|m[öo]glich|erlaubt|korrekt|gefunden)\b"
    r"|\bpflichtfeld\b|\berforderlich\b|\bgesperrt\b|\babgelehnt\b|"
    r"\berreur\b|\binvalide\b|\bincorrecte?s?\b|\b[ée]chec\b|\b[ée]chou[ée]\b|\bobligatoire\b|\brefus[ée]e?\b|"
    r"\binv[áa]lid[oa]s?\b|\bincorrect[oa]s?\b|\bfall[óo]\b|\bobligatori[oa]\b|\bdenegad[oa]\b|\brechazad[oa]\b|"
    r"\berro\b|\bfalhou\b|\bobrigat[óo]ri[oa]\b",
    re.IGNORECASE,
)
"""Words of an error."""
ASKS = re.compile(
    r"\bbitte\s+(?:pr[üu]fen|geben|w[äa]hlen|f[üu]llen|korrigieren|tragen|erg[äa]nzen|best[äa]tigen|eine?n?\s)\w*|"
    r"\bfehl(?:t|en)\b|\bdarf\s+nicht\b|\bm[üu]ss(?:en|t)?\b|\bmuss\b|\bausf[üu]llen\b|"
    r"\bveuillez\b|\bmerci\s+de\s+(?:compl[ée]ter|corriger|renseigner|v[ée]rifier|saisir|choisir)\b|\b(?:vous\s+)?devez\b|"
    r"\bdoit\b|\bchoisissez\b|\bsaisissez\b|\bmanquante?s?\b|"
    r"\bdebe\b|\bfaltan?\b|\bseleccione\b|\bintroduzca\b|\bindique\b|\brevise\b|\bpor\s+favor,?\s+(?:rellene|complete|"
    r"introduzca|seleccione|indique|revise)\b|\bselecione\b|\bpreencha\b",
    re.IGNORECASE,
)
"""What a form asks for that does not accept what was sent."""
TOTAL = re.compile(
    r"^(?:gesamt\w*|summe|zwischensumme|endbetrag|total\b|sous-total|montant\s+total|subtotal|importe\s+total|"
    r"suma\s+total|valor\s+total|saldo)\b",
    re.IGNORECASE,
)
"""The first cell of a row that sums up those above."""
BUTTONS = re.compile(
    r"^(?:bearbeiten|l[öo]schen|ansehen|anzeigen|[öo]ffnen|mehr|details?|ausw[äa]hlen|herunterladen|entfernen|"
    r"modifier|supprimer|voir|afficher|ouvrir|d[ée]tails?|choisir|t[ée]l[ée]charger|plus|"
    r"editar|eliminar|borrar|ver|ver\s+(?:m[áa]s|detalles?)|abrir|m[áa]s|detalles?|seleccionar|descargar|"
    r"excluir|ver\s+detalhes|mais|detalhes|baixar)$",
    re.IGNORECASE,
)
"""Controls of a record, which say nothing of it."""
YES = frozenset(["ja", "oui", "si", "sim", "aktiv", "actif", "activo", "ativo", "vrai", "wahr", "verdadero", "bezahlt"])
NO = frozenset(
    ["nein", "non", "nao", "inaktiv", "inactif", "inactivo", "inativo", "faux", "falsch", "falso", "unbezahlt"]
)
ABSENT = re.compile(
    r"^(?:k\.\s?a\.|keine\s+angaben?|nicht\s+angegeben|unbekannt|non\s+(?:renseign[ée]e?|disponible|applicable)|inconnue?|"
    r"no\s+(?:disponible|aplica|consta|indicad[oa])|desconocid[oa]|n[ãa]o\s+(?:informad[oa]|dispon[íi]vel))$",
    re.IGNORECASE,
)
"""A cell that says that nothing is known."""
MONTHS: tuple[str, ...] = (
    "januar jänner jan janvier janv enero ene janeiro",
    "februar feber feb février fevrier févr fevr febrero fevereiro fev",
    "märz maerz mär mars marzo março marco",
    "april avril avr abril abr",
    "mai mayo maio",
    "juni juin junio junho",
    "juli juillet juil julio julho",
    "august août aout agosto ago",
    "september septembre septiembre setiembre setembro sept",
    "oktober okt octobre octubre outubro",
    "november novembre noviembre novembro",
    "dezember dez décembre decembre déc diciembre dic dezembro",
)
"""Names of the months, January first."""
