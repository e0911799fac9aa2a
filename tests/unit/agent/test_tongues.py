"""Pages in German, French, Spanish and Portuguese, asked in English: labels, values, and what they say of an outcome."""

# ruff: noqa: E501 - tables of cases read best a line each
from __future__ import annotations

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.extract import extract, ungrounded
from skyvern.agent.extract.values import as_date, days_come_first
from skyvern.agent.lexicon import concepts, similarity
from skyvern.agent.tongues.goals import goal_in_english, order_in_english, statement_in_english
from skyvern.agent.tongues.words import in_english
from skyvern.domain.goal import Act, Goal, GoalKind, GoalValue
from skyvern.domain.page import Observation
from skyvern.testing.observations import alert, element, lines, page, pairs, table
from tests.unit.agent.embedded.walking import walked

DAY = {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("label", "english"),
    [
        ("Rechnungsdatum", "invoice date"),
        ("Vertragsart", "contract type"),
        ("Aufträge", "order"),
        ("Antragsteller/in", "applicant"),
        ("Date de la commande", "order date"),
        ("N° de client", "customer number"),
        ("Estado de la solicitud", "application status"),
        ("Data de vencimento", "due date"),
    ],
)
def test_a_label_says_in_english(label: str, english: str) -> None:
    assert english in in_english(label)


@pytest.mark.parametrize("label", ["Date of birth", "Service", "Note", "Type", "Police report", "The art of the deal"])
def test_what_is_english_stays(label: str) -> None:
    assert in_english(label) == ()


def test_two_foreign_words_for_one_thing_are_one_field() -> None:
    assert similarity("Familienname", "Nachname") >= 0.9
    assert similarity("Apellidos", "Nom de famille") >= 0.9
    assert concepts("Antragsnummer") & concepts("reference number")


POLICY = page(
    pairs({"Policennummer": "P-77", "Versicherungsnehmer": "Ina Ott", "Beginn": "1. März 2026", "Beitrag": "84,20 €"}),
    lines("# Ihr Vertrag"),
)
BOOKINGS = page(
    table(
        ("Reserva", "Fecha de entrada", "Importe", "Estado"),
        ("H-1", "05/04/2026", "1.240,00 €", "Confirmada"),
        ("H-2", "28/04/2026", "88,90 €", "Pendiente"),
        ("H-3", "12/05/2026", "312,00 €", "Cancelada"),
    )
)


def test_facts_under_foreign_labels() -> None:
    form = {"policy_number": {"type": "string"}, "start_date": DAY}
    found = extract("Extract the policy", {"type": "object", "properties": form}, POLICY)
    assert found.data == {"policy_number": "P-77", "start_date": "2026-03-01"}
    assert ungrounded(found.data, POLICY) == ()


def _bookings(goal: str, **fields: object) -> object:
    items = {"type": "object", "properties": fields}
    return extract(goal, {"type": "array", "items": items}, BOOKINGS).data


def test_the_days_of_a_page_tell_their_order() -> None:
    found = _bookings(
        "Extract all bookings", amount={"type": "number"}, status={"enum": ["confirmed", "canceled", "pending"]}
    )
    assert found == [
        {"amount": 1240.0, "status": None},
        {"amount": 88.9, "status": "pending"},
        {"amount": 312.0, "status": "canceled"},
    ]
    assert days_come_first(["05/04/2026", "28/04/2026"]) is True
    assert days_come_first(["05/04/2026", "04/28/2026"]) is False
    assert days_come_first(["05/04/2026", "04/06/2026"]) is None


def test_rows_are_chosen_by_what_their_state_means() -> None:
    found = _bookings("Extract the pending bookings", amount={"type": "number"})
    assert found == [{"amount": 88.9}]


@pytest.mark.parametrize(
    "text", ["3. März 2026", "3 mars 2026", "3 de marzo de 2026", "3 de março de 2026", "3 Mar 2026"]
)
def test_a_day_in_words(text: str) -> None:
    day = as_date(text)
    assert day is not None
    assert day.isoformat() == "2026-03-03"


SENT = page(lines("# Reserva enviada", "Hemos recibido su petición. Código: 7"))
EMPTY = page(lines("# Register", "Es wurden keine passenden Betriebe gefunden."))
FAILED = page(lines("# Solicitud", "No se ha enviado la solicitud: error en el formulario."))


@pytest.mark.parametrize(
    ("criterion", "seen", "holds"),
    [
        ("the form was submitted", SENT, True),
        ("no results are found", EMPTY, True),
        ("results are shown", EMPTY, False),
        ("no results are found", page(lines("Aucun dossier ne correspond à votre recherche.")), True),
        ("no results are found", page(lines("No se encontraron proveedores.")), True),
        ("the form was submitted", FAILED, None),
        ("an error message is shown", page(alert("Ungültige Eingabe", "error")), True),
        ("the request was sent", page(lines("# Anfrage", "Ihre Anfrage wird gesendet, sobald Sie sie bestätigt haben.")), None),
        ("the request was sent", page(lines("# Danke", "Ihre Anfrage wurde an das Büro gesendet.")), True),
        ("the request was sent", page(lines("# Anfragen", "Versandt", "Offen")), None),
    ],
)  # fmt: skip
def test_what_a_foreign_page_says_of_an_outcome(criterion: str, seen: Observation, holds: bool | None) -> None:
    assert judge(criterion, seen).holds is holds


@pytest.mark.parametrize(
    ("goal", "english"),
    [
        ("Suche nach Meier und öffne den ersten Eintrag.", "search for Meier and then open the first Eintrag."),
        ("Gib als Nachname Meier ein, wähle bei Land Polen aus und klicke auf „Weiter“.",
         "enter as Nachname Meier and then select at Land Polen and then click on „Weiter“."),
        ("Das Formular ausfüllen und absenden.", "fill in the form and then submit."),
        ("Melden Sie sich mit dem Benutzernamen kim an.", "log in with the username kim."),
        ("ABGESCHLOSSEN, wenn die Bestätigung angezeigt wird.", "COMPLETE when the confirmation is shown."),
        ("ABBRECHEN, falls der Termin nicht verfügbar ist.", "TERMINATE if the termin is not available."),
        ("Abre la factura 7 y descárgala. TERMINAR si no hay resultados.",
         "open the factura 7 and then download it. TERMINATE if there is no results."),
        ("COMPLETADO cuando se muestre la confirmación.", "COMPLETE when the confirmation is shown."),
        ("Veuillez remplir le formulaire puis cliquez sur Envoyer. TERMINÉ quand la demande a été envoyée.",
         "fill in the form and then click on Envoyer. COMPLETE when the demande is sent."),
        ("Consulter l'état du dossier 77 de la Ville de Lyon. COMPLETE quand le dossier est affiché.",
         "look up the état of dossier 77 of the Ville de Lyon. COMPLETE when the dossier is shown."),
        ("Recherchez les offres à Lyon et ouvrez la première.", "search for the offres at Lyon and then open the first result."),
        ("Remplissez le formulaire avec les informations suivantes : nom Ott. Ne vous abonnez pas à la lettre.",
         "fill in the form with the following information : nom Ott. do not vous abonnez to the lettre."),
        ("Prüfe den Status des Antrags 77. Lebenslauf hochladen: \"cv.pdf\".",
         "look up the status of antrags 77. upload \"cv.pdf\" as Lebenslauf."),
        ("Melden Sie einen Schaden an der Laterne. FERTIG (COMPLETE), wenn die Vorgangsnummer angezeigt wird.",
         "report a schaden on the laterne. COMPLETE when the case number is shown."),
        ("Consulta el estado del expediente 77. Termina si no se encuentra el expediente.",
         "look up the estado of expediente 77. TERMINATE if the expediente cannot be found."),
        ("Solicita una tarjeta de residente y adjunta el justificante.",
         "apply for a tarjeta of residente and then upload the justificante."),
        ("Search for Ana in Los Angeles. COMPLETE when a record is found.", "Search for Ana in Los Angeles. COMPLETE when a record is found."),
    ],
)  # fmt: skip
def test_an_order_in_another_language(goal: str, english: str) -> None:
    assert order_in_english(goal) == english


def test_values_keep_their_place_and_their_words() -> None:
    text = "Busca a De la Vega y envía el mensaje Abre la puerta."
    values = (GoalValue(name="who", text="De la Vega", at=8), GoalValue(name="message", text="Abre la puerta", at=38))
    said = goal_in_english(Goal(kind=GoalKind.NAVIGATION, text=text, values=values))
    assert said.text.startswith("search")
    assert [said.text[value.at : value.at + len(value.text)] for value in said.values] == [
        "De la Vega",
        "Abre la puerta",
    ]


@pytest.mark.parametrize(
    ("criterion", "english"),
    [
        ("Die Seite meldet, dass die Anfrage gesendet wurde.", "the page says that the anfrage is sent"),
        ("Es wurden keine Ergebnisse gefunden", "no results is found"),
        ("La página indica que la contraseña no es correcta.", "the page says that the password is not correct"),
        ("Il n'y a aucun résultat", "there is no result"),
        ("The order is confirmed", "The order is confirmed"),
    ],
)
def test_a_statement_in_another_language(criterion: str, english: str) -> None:
    assert statement_in_english(criterion) == english


async def test_a_form_is_filled_in_by_a_german_goal() -> None:
    fields = (
        element("textbox", "Nachname", form="f"),
        element("textbox", "Ort", form="f"),
        element("button", "Absenden", form="f"),
    )
    goal = "Fülle das Formular aus: Nachname: Ott, Ort: Bonn. Sende es ab."
    acts = await walked(goal, page(*fields))
    assert [act.text for one in acts if isinstance(one, Act) for act in one.actions if act.text][:2] == ["Ott", "Bonn"]
