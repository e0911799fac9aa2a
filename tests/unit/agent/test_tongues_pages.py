"""Pages in German, French and Spanish: ways on, buttons, dates, boxes that agree, complaints."""

from __future__ import annotations

from datetime import date

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.lexicon import similarity
from skyvern.agent.policies.embedded.doing.consenting import on_page
from skyvern.agent.policies.embedded.finding.leading import leads
from skyvern.agent.policies.embedded.finding.match import is_button_for
from skyvern.agent.policies.embedded.finding.pages import complaint
from skyvern.agent.policies.embedded.forms.putting import written
from skyvern.agent.policies.embedded.intents import Plan, Term
from skyvern.agent.policies.embedded.reading.dates import dates_in, parse_date
from skyvern.agent.policies.embedded.reading.heard import Heard
from skyvern.agent.policies.embedded.state import Scene, State
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.testing.observations import alert, element, lines, page

MENUS = [
    ("Apply for a resident parking permit", ("Accueil", "Stationnement résident", "Déchets", "État civil")),
    ("Open the payslips of the employee", ("Startseite", "Zeiterfassung", "Urlaubskonto", "Gehaltsabrechnung")),
    ("Report a broken street light", ("Inicio", "Alumbrado público", "Basura", "Padrón")),
    ("Submit the meter reading", ("Mon contrat", "Relevé de compteur", "Mes factures")),
]


@pytest.mark.parametrize(("goal", "names"), MENUS)
def test_a_link_leads_on_in_any_language(goal: str, names: tuple[str, ...]) -> None:
    wanted = {"Stationnement résident", "Gehaltsabrechnung", "Alumbrado público", "Relevé de compteur"}
    menu = page(*(element("link", name, href=f"http://a.test/{at}") for at, name in enumerate(names)))
    found = leads(Heard(text=goal), menu, tried=())
    assert [e.name for e in found] == [name for name in names if name in wanted]


@pytest.mark.parametrize(
    ("name", "idea"),
    [
        ("Verbindlich einreichen", "submit"),
        ("Antrag jetzt absenden", "submit"),
        ("Envoyer mon dossier complet", "submit"),
        ("Étape suivante", "next"),
        ("Weiter zur Prüfung", "next"),
        ("Guardar y continuar", "next"),
        ("Annuler la commande", "cancel"),
        ("Eingaben löschen", "delete"),
        ("Commencer la démarche", "start"),
    ],
)
def test_a_button_says_what_it_does(name: str, idea: str) -> None:
    assert is_button_for(element("button", name), idea)


@pytest.mark.parametrize("name", ["Enter a promo code", "Filter by name", "Conditions open", "Deliver to my door"])
def test_an_english_name_is_not_read_by_its_ending(name: str) -> None:
    assert not is_button_for(element("button", name), "login", "filter_apply", "view", "submit")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mercredi 9 décembre 2026", date(2026, 12, 9)),
        ("3. März 2026", date(2026, 3, 3)),
        ("el 5 de mayo de 2026", date(2026, 5, 5)),
        ("1er avril 2027", date(2027, 4, 1)),
        ("23/05/1990", date(1990, 5, 23)),
        ("05/23/1990", date(1990, 5, 23)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert parse_date(text) == day
    assert dates_in(f"({text})") == [day]


@pytest.mark.parametrize(
    ("hint", "value", "typed"),
    [
        ("TT.MM.JJJJ", "2027-02-15", "15.02.2027"),
        ("JJ/MM/AAAA", "May 3, 1990", "03/05/1990"),
        ("dd/mm/aaaa", "23.09.1991", "23/09/1991"),
        ("aaaa-mm-jj", "9 décembre 2026", "2026-12-09"),
        ("JJ/MM/AAAA", "04/05/1990", "04/05/1990"),
    ],
)
def test_a_day_is_written_as_the_field_says(hint: str, value: str, typed: str) -> None:
    assert written(value, element("textbox", "Datum", placeholder=hint)) == typed


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("the terms", "J'accepte les conditions générales d'utilisation"),
        ("certify the information", "Je certifie sur l'honneur l'exactitude des informations"),
        ("the privacy policy", "J'ai lu la politique de confidentialité"),
    ],
)
def test_a_box_agrees_to_what_is_ordered(label: str, wanted: str) -> None:
    boxes = [
        "J'accepte les conditions générales d'utilisation",
        "Je certifie sur l'honneur l'exactitude des informations",
        "J'ai lu la politique de confidentialité",
        "J'accepte de recevoir la lettre d'information",
    ]
    term = Term(value="yes", label=label, checked=True)
    assert on_page(term, tuple(element("checkbox", name) for name in boxes)).label == wanted


def test_no_box_is_guessed_where_two_would_do() -> None:
    boxes = (
        element("checkbox", "Ich akzeptiere die AGB"),
        element("checkbox", "Ich akzeptiere die Teilnahmebedingungen"),
    )
    term = Term(value="yes", label="the terms", checked=True)
    assert on_page(term, boxes) == term


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        ("Bitte prüfen Sie Ihre Eingaben: Vertretung fehlt.", True),
        ("Veuillez compléter ou corriger : Immatriculation.", True),
        ("Seleccione una fecha de recogida.", True),
        ("Vielen Dank. Ihr Antrag wurde weitergeleitet.", False),
        ("La solicitud ha sido registrada correctamente.", False),
    ],
)
def test_what_a_form_does_not_accept(text: str, complains: bool) -> None:
    seen = page(lines("# Formular"), alert(text, "info"))
    goal = Goal(kind=GoalKind.NAVIGATION, text="Submit the form")
    scene = Scene(goal=goal, page=seen, history=History(), plan=Plan(), state=State())
    assert bool(complaint(scene)) is complains


@pytest.mark.parametrize(
    ("wanted", "label"),
    [
        ("license plate", "Numéro d'immatriculation *Exemple : AB-123-CD"),
        ("proof of address", "Justificatif de domicile *PDF, 5 Mo maximum"),
        ("email", "E-Mail-Adresse (z. B. ida@post.example)"),
        ("deputy", "Vertretung"),
    ],
)
def test_a_label_with_an_example(wanted: str, label: str) -> None:
    assert similarity(wanted, label) >= 0.9


@pytest.mark.parametrize(
    ("criterion", "message", "holds"),
    [
        ("the request is canceled", "La demande ABS-26 a été annulée.", True),
        ("the request is canceled", "La demande ABS-26 n'a pas été annulée.", False),
        ("the order is deleted", "El pedido 77 ha sido eliminado.", True),
        ("the appointment was canceled", "Ihr Termin wurde storniert.", True),
        ("the appointment was canceled", "Ihre Rechnung wurde storniert.", False),
    ],
)
def test_a_foreign_message_says_what_was_done(criterion: str, message: str, holds: bool) -> None:
    seen = page(lines("# Portal"), alert(message, "info"))
    assert (judge(criterion, seen).holds is True) is holds
