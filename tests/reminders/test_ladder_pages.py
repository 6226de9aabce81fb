"""Ladders, their steps, the house's rules, the rehearsal and the results, in their pages."""

from datetime import date, timedelta

import pytest

from billing import a_client
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import ladders, queries
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.model import Ladder, Tone
from facturelite.reminders.rounds_model import ReminderState
from page import Page
from rounds import the_reminder

TODAY = date(2026, 11, 20)


def late(days: int) -> date:
    return TODAY - timedelta(days=30 + days)


def the_ladder(name: str = "Professionnels") -> Ladder:
    db.session.rollback()
    return db.session.query(Ladder).filter_by(name=name).one()


@pytest.fixture
def page(house, owner) -> Page:
    house(automatic=False)
    return Page(owner, f"/relances/parcours/{the_ladder().id}")


def test_ready_ladders_are_installed_on_demand(owner):
    page = Page(owner, "/relances/parcours")
    page.submit("Les mettre en place")

    assert "Particuliers" in page.text
    assert page.text.count("habituel") >= 3


def test_a_step_is_written_anew_with_its_sample(page, martin, bill):
    bill(martin, "840", on=late(15))
    page.follow("Relance : {numeros}, {retard} de retard")
    assert "sur F2026-0001 de Boulangerie Martin" in page.within("apercu")
    assert "Indemnités forfaitaires de recouvrement : 40,00 €" in page.within("apercu")
    assert "Entre professionnels, pénalités et 40 €" in page.text
    page.submit("Voir l’aperçu", text_fr="Somme due : {montant}. Sommation de payer.")
    assert "Somme due : 840,00 €." in page.within("apercu")
    assert "Sommation de payer." in page.within("points")
    assert "Somme due" not in the_ladder().steps[2].text_fr
    page.submit("Enregistrer", text_fr="Somme due : {montant}.", days="14")

    assert the_ladder().steps[2].days == 14
    assert "14 jours après" in page.within("etapes")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tone": "COURTESY"}, "le ton ne fait que monter"),
        ({"days": "3"}, "une autre étape tombe le même jour"),
        ({"days": ""}, "Écrivez un nombre entier de jours."),
        ({"text_fr": "{prenom}"}, "{prenom} n’est pas une variable connue"),
        ({"text_fr": ""}, "écrivez ce qui sera dit"),
        ({"channel": "CALL", "automatic": True}, "seul un e-mail part tout seul"),
    ],
)
def test_what_cannot_stand_is_refused_and_kept_as_typed(page, fields, said):
    page.follow("Relance : {numeros}, {retard} de retard")
    page.submit("Enregistrer", status=422, **{"title_fr": "Objet gardé"} | fields)

    assert said in page.text
    assert page.value("title_fr") == "Objet gardé"
    assert the_ladder().steps[2].title_fr != "Objet gardé"


def test_steps_are_added_moved_and_removed_without_javascript(page):
    page.follow("Ajouter une étape")
    page.submit("Enregistrer", days="50", title_fr="Encore", text_fr="Encore {total}.")
    assert [step.days for step in the_ladder().steps] == [-5, 3, 12, 25, 35, 50]
    first = the_ladder().steps[0]
    page.submit("Changer les jours", **{f"jours-{first.id}": "-8"})
    assert the_ladder().steps[0].days == -8
    page.submit("Changer les jours", **{f"jours-{first.id}": "60"})
    assert "son ton est plus doux" in page.messages
    page.submit("Retirer l’étape")

    assert [step.days for step in the_ladder().steps] == [3, 12, 25, 35, 50]


def test_a_copy_is_tried_on_paper_compared_then_used(page, martin, bill, owner):
    bill(martin, "840", on=late(4))
    page.submit("Copier", **{"copie-name": "Plus doux"})
    assert page.heading == "Plus doux"
    assert "ce parcours n’envoie rien" in page.text
    page.submit("Retirer l’étape")
    page.follow("Comparer avec ce qui se fait")
    assert "Boulangerie Martin" in page.text
    assert "Avec « Plus doux »" in page.text
    page = Page(owner, f"/relances/parcours/{the_ladder('Plus doux').id}")
    page.submit("Mettre en service")
    page.submit("En faire le parcours habituel")

    assert the_ladder("Plus doux").is_default
    assert not the_ladder().is_default


def test_a_ladder_is_renamed_archived_and_taken_back(page, owner):
    page.submit("Copier", **{"copie-name": "Essai"})
    page.submit("Renommer", **{"nom-name": "  "})
    assert "Donnez un nom" in page.messages
    page.submit("Renommer", **{"nom-name": "Doux"})
    page.submit("Archiver")
    assert "archivé" in page.text
    listing = Page(owner, "/relances/parcours")
    assert "Archives (1)" in listing.text
    listing.submit("Sortir des archives")
    assert the_ladder("Doux").archived_at is None


def test_a_ladder_is_given_to_clients_and_taken_back(page, martin, owner):
    page.submit("Copier", **{"copie-name": "Doux"})
    page = Page(owner, f"{page.url}?q=boulang")
    page.submit("Donner ce parcours", choix=[str(martin.id)])
    assert "Boulangerie Martin" in page.within("qui")
    assert queries.given_ladder(martin.id) == the_ladder("Doux")
    client = Page(owner, f"/clients/{martin.id}")
    assert "Doux" in client.within("client-reminders")
    client.submit("Choisir", **{f"parcours{martin.id}-ladder": ""})

    assert "Professionnels (habituel)" in client.within("client-reminders")
    assert queries.given_ladder(martin.id) is None


def test_a_ladder_of_professionals_is_not_offered_to_a_consumer(page, clock, owner):
    with transaction():
        eve = a_client("Durand", at=clock(), consumer=True).id
    found = Page(owner, f"{page.url}?q=durand")

    assert "Aucun professionnel ne correspond." in found.text
    answer = owner.post(f"{page.url}/clients", data={"choix": eve})
    assert answer.status_code == 303
    assert queries.given_ladder(eve) is None


def test_the_house_decides_when_it_reminds(page, owner):
    page = Page(owner, "/relances/reglages")
    page.submit("Enregistrer", minimum_days="0", status=422)
    assert "De 1 à 90 jours." in page.text
    page.submit("Enregistrer", minimum_days="5", from_hour="19", to_hour="8", status=422)
    assert "L’heure de fin doit venir après" in page.text
    page.submit("Enregistrer", from_hour="9", to_hour="18", on_sundays=True, bank_days="3")

    rules = the_rules()
    assert (rules.minimum_days, rules.from_hour, rules.to_hour) == (5, 9, 18)
    assert (rules.on_sundays, rules.on_holidays, rules.bank_days) == (True, False, 3)


def test_the_rehearsal_shows_every_message_in_full(page, martin, bill, owner):
    bill(martin, "840", on=late(-6))
    rehearsal = Page(owner, "/relances/repetition")
    told = rehearsal.within(f"client-{martin.id}")

    for tone in Tone:
        assert tone.value in told
    assert "Sauf erreur de notre part" in told
    assert "nous vous mettons en demeure" in told
    assert "21 novembre 2026" in told  # five days before it is due


@pytest.mark.parametrize(
    ("button", "state"),
    [
        ("Modifier", ReminderState.POSTPONED),
        ("Reporter", ReminderState.POSTPONED),
        ("Passer", ReminderState.POSTPONED),
    ],
)
def test_the_next_message_is_taken_in_hand_before_its_day(page, martin, bill, owner, button, state):
    bill(martin, "840", on=late(1))
    rehearsal = Page(owner, f"/relances/repetition?client={martin.id}")
    rehearsal.submit(button)

    assert "décidez-en ici" in rehearsal.messages
    reminder = the_reminder()
    assert (reminder.state, reminder.until) == (state, date(2026, 11, 23))
    number = reminder.id
    rehearsal.submit("Passer cette étape", **{f"saut{number}-reason": "Pas celle-là"})
    assert "Relance amicale" not in Page(owner, "/relances/repetition").text


def test_an_invoice_says_where_it_is_and_is_reminded_at_once(
    page, mailbox, house, martin, bill, owner, clock
):
    house(automatic=False)
    invoice = bill(martin, "840", on=late(4))
    shown = Page(owner, f"/factures/{invoice.id}")
    assert "Dernière étape aucune Prochaine Relance amicale" in shown.within("invoice-reminders")
    clock.at = clock.at.replace(hour=22)  # the night of a Friday
    shown.submit("Relancer maintenant")
    empty_the_outbox(now=clock)

    assert len(mailbox.letters) == 1
    shown = Page(owner, f"/factures/{invoice.id}")
    assert "Dernière étape Relance amicale, aujourd’hui" in shown.within("invoice-reminders")
    assert "Prochaine Relance ferme" in shown.within("invoice-reminders")


def test_what_works_is_counted_step_by_step(
    page, mailbox, house, martin, bill, pay, days_pass, owner, clock
):
    house(automatic=True)
    invoice = bill(martin, "840", on=late(2))
    days_pass(5)
    pay(martin, "840", (invoice, "840"), received_on=clock.today, on=clock.today)
    results = Page(owner, "/relances/resultats")

    assert "Relance amicale" in results.text
    assert "1 sur 1" in results.within("etapes")
    assert "jours de retard" in results.within("delais")
    assert "Paie en moyenne 7 jours de retard" in Page(owner, f"/clients/{martin.id}").text


def become_a_consumer(client) -> None:
    client.kind, client.company_name, client.siret = ClientKind.CONSUMER, "", ""
    client.first_name, client.last_name = "Karim", "Haddad"


def take_steps_away(ladder, clock) -> None:
    for step in ladder.steps:
        step.removed_at = clock()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _, ladder, clock: ladders.archive_ladder(ladder, at=clock()), "est aux archives"),
        (
            lambda client, *_: become_a_consumer(client),
            "il est écrit pour un professionnel, et ce client est un particulier",
        ),
        (
            lambda _, ladder, clock: ladders.try_on_paper(ladder, on_paper=True, at=clock()),
            "Rien ne part : ce parcours est encore sur le papier.",
        ),
        (
            lambda _, ladder, clock: take_steps_away(ladder, clock),
            "Rien ne part : ce parcours n’a pas d’étape.",
        ),
    ],
)
def test_the_client_panel_says_why_a_ladder_given_is_not_climbed(
    house, owner, martin, clock, change, said
):
    with transaction():
        usual = ladders.default_ladder(ClientKind.PROFESSIONAL)
        given = ladders.copy_ladder(usual, name="Doux", at=clock())
        ladders.give_ladder(martin, given, at=clock())
    assert "Rien ne part" not in Page(owner, f"/clients/{martin.id}").within("client-reminders")
    with transaction():
        change(martin, given, clock)
    assert said in Page(owner, f"/clients/{martin.id}").within("client-reminders")
