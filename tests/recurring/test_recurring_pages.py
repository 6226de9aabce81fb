"""The owner's pages of recurrences, as they are used without JavaScript."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import a_client
from facturelite.db import db, transaction
from facturelite.invoices.drafting import delete_draft
from facturelite.invoices.model import Invoice
from facturelite.recurring.model import Mode, Recurrence, RecurrenceState
from facturelite.recurring.producing import bill_what_is_due
from page import Page

TODAY = date(2026, 11, 20)
LINE = {"lines-0-label": "Maintenance du site", "lines-0-unit_price": "100"}


@pytest.fixture
def martin(nadia, clock) -> int:
    with transaction():
        return a_client(at=clock()).id


@pytest.fixture
def page(owner, martin) -> Page:
    """A monthly recurrence that was just begun."""
    page = Page(owner, f"/abonnements/nouveau?client={martin}")
    page.submit("Commencer l’abonnement", title="Maintenance", **LINE)
    return page


def the_recurrence() -> Recurrence:
    db.session.rollback()
    return db.session.query(Recurrence).one()


def invoices() -> list[Invoice]:
    db.session.rollback()
    return db.session.query(Invoice).order_by(Invoice.id).all()


def test_from_the_list_to_a_recurrence_that_bills(owner, martin):
    page = Page(owner, "/abonnements")
    assert "Ce qui revient se facture tout seul" in page.text
    page.follow("Commencer un abonnement")
    page = Page(owner, f"{page.url}?q=boulang")
    page.follow("Choisir")
    page.submit("Commencer l’abonnement", title="Maintenance", mode="SEND", **LINE)

    assert page.heading == "Maintenance"
    assert "L’abonnement est enregistré." in page.messages
    assert the_recurrence().mode is Mode.SEND
    assert "du 20 décembre 2026 au 19 janvier 2027" in page.within("coming")
    page.submit("Facturer maintenant")
    assert "1 facture établie." in page.messages
    (invoice,) = invoices()
    assert invoice.number in page.within("billed")
    assert "du 20 novembre 2026 au 19 décembre 2026" not in page.within("coming")
    assert "Maintenance" in Page(owner, "/abonnements").text


def test_what_was_typed_stays_when_something_is_wrong(owner, martin):
    page = Page(owner, f"/abonnements/nouveau?client={martin}")
    page.submit("Commencer l’abonnement", title="Hébergement", status=422)
    assert "Ajoutez au moins une ligne" in page.text
    page.submit("Commencer l’abonnement", **LINE, starts_on="2026-08-20", status=422)
    assert "4 factures partiraient d’un coup" in page.text
    assert (page.value("title"), page.value("lines-0-unit_price")) == ("Hébergement", "100")
    page.submit("Commencer l’abonnement", starts_on="2026-11-20", every="0", status=422)
    assert "Écrivez un nombre de 1 à 60." in page.text
    page.submit("Commencer l’abonnement", every="3", ends_on="2027-11-20", times="4", status=422)
    assert "pas les deux" in page.text
    page.submit("Commencer l’abonnement", ends_on="", times="4")
    assert "chaque trimestre" in page.text
    assert the_recurrence().times == 4


def test_rows_are_added_and_removed_without_javascript(owner, martin):
    page = Page(owner, f"/abonnements/nouveau?client={martin}")
    page.submit("Ajouter une ligne", title="Cours", **LINE)
    assert page.value("title") == "Cours"
    page.submit("Ajouter une ligne", **{"lines-1-label": "Deuxième", "lines-1-unit_price": "5"})
    page.submit(
        "Commencer l’abonnement", **{"lines-2-label": "Troisième", "lines-2-unit_price": "7"}
    )

    (tariff,) = the_recurrence().tariffs
    assert [line.label for line in tariff.lines] == ["Maintenance du site", "Deuxième", "Troisième"]


def test_a_pause_an_end(page):
    page.submit("Mettre en pause")
    assert "en pause" in page.text
    assert "rien n’est prévu" in page.within("coming")
    page.submit("Reprendre", **{"reprise-day": "2026-11-01"}, status=422)
    assert "La pause a commencé le 20 novembre 2026" in page.text
    page.submit("Reprendre", **{"reprise-day": "2027-01-20"})
    assert "du 20 janvier 2027 au 19 février 2027" in page.within("coming")
    assert "décembre 2026" not in page.within("coming")
    page.submit("Arrêter l’abonnement", **{"fin-day": ""}, status=422)
    assert "Choisissez un jour." in page.text
    page.submit("Arrêter l’abonnement", **{"fin-day": "2026-12-31"})

    assert the_recurrence().state is RecurrenceState.ENDED
    assert "Plus rien n’est à facturer." in page.within("coming")
    assert Page(page.browser, f"{page.url}/modification").url == page.url


def test_prices_change_from_a_day(page, clock):
    page.follow("Changer les prix")
    assert page.value("since") == "2026-11-20"
    page.submit("Calculer", hausse="2,5")
    assert page.value("lines-0-unit_price") == "102,50"
    page.submit("Enregistrer le tarif", status=422)
    assert "Un tarif commence déjà ce jour-là" in page.text
    page.submit("Enregistrer le tarif", since="2026-12-20")
    assert "102,50 €" in page.within("coming")
    assert "100,00 €" in page.within("coming")

    clock.travel(days=35)
    assert list(bill_what_is_due(at=clock(), on=clock.today)) == []
    assert [invoice.total_net for invoice in invoices()] == [Decimal(100), Decimal("102.5")]


def test_a_tariff_is_rewritten_then_taken_back(page):
    page.follow("Changer les prix")
    page.submit("Enregistrer le tarif", since="2027-02-20", **{"lines-0-unit_price": "130"})
    page.follow("Modifier ce tarif")
    page.submit("Enregistrer le tarif", **{"lines-0-unit_price": "140"})
    assert "140,00 €" in page.within("tariffs")
    page.submit("Retirer ce tarif")

    assert "140,00 €" not in page.text
    assert len(the_recurrence().tariffs) == 1


def test_once_billed_the_rhythm_is_fixed_and_the_rest_changes(page):
    shown = page.url
    page.submit("Facturer maintenant")
    page.follow("Modifier")
    assert "le rythme ne change plus" in page.text
    page.submit("Enregistrer", title="Entretien", note="Merci", mode="SEND")

    assert page.url == shown
    assert page.heading == "Entretien"
    assert the_recurrence().starts_on == TODAY


def test_a_draft_thrown_away_is_written_again(page, clock):
    page.submit("Facturer maintenant")
    with transaction():
        delete_draft(db.session.query(Invoice).one(), at=clock())
    again = Page(page.browser, page.url)
    assert "brouillon supprimé" in again.within("billed")
    again.submit("Refaire le brouillon")

    (draft,) = invoices()
    assert again.url == f"/factures/{draft.id}"
    assert draft.supplied_to == TODAY + timedelta(days=29)


def test_why_an_invoice_could_not_be_issued_is_seen(owner, page, clock):
    page.follow("Modifier")
    page.submit("Enregistrer", mode="SEND")
    with transaction():
        the_recurrence().client.archived_at = clock()
    page.submit("Facturer maintenant")

    assert "dont 1 à vérifier" in page.messages
    assert "Ce client est archivé" in page.within("billed")


def test_the_page_of_the_client_tells_what_is_repeated(owner, page, martin):
    client = Page(owner, f"/clients/{martin}")

    assert "Maintenance, chaque mois" in client.within("client-recurrences")


def test_what_does_not_exist_is_not_found(owner, page):
    number, other = the_recurrence().id, the_recurrence().id + 1
    for path in (f"{other}", f"{other}/modification", f"{number}/tarifs/99", f"{other}/tarifs/1"):
        assert owner.get(f"/abonnements/{path}").status_code == 404
    assert owner.get("/abonnements/nouveau?client=99").status_code == 404
