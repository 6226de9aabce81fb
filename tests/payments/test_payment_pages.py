"""Pages of payments: what is typed is kept, what is shown adds up, strangers see nothing."""

import re
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft
from facturelite.db import db, transaction
from facturelite.payments import actions, queries
from facturelite.payments.model import Method, Payment
from page import Page
from till import TODAY, again

PAYLOAD = '"><script>alert(1)</script>'
EUR = Decimal


def test_an_empty_till_says_what_it_is_for(owner):
    page = Page(owner, "/encaissements")

    assert "L’argent qui arrive se note ici" in page.text
    page.follow("Noter un encaissement")
    assert "Personne ne vous doit rien" in page.text


def test_who_owes_money_is_offered_first(owner, martin, bill):
    bill(martin, "120")

    page = Page(owner, "/encaissements/nouveau").follow("Boulangerie Martin")

    assert page.heading == "Encaissement de Boulangerie Martin"
    assert page.value("amount") == "120,00"


def test_an_invoice_is_paid_in_two_gestures(owner, martin, bill):
    other, invoice = bill(martin, "70", days=5), bill(martin, "120")
    page = Page(owner, f"/encaissements/nouveau?facture={invoice.id}")
    assert (page.value("amount"), page.value("received_on")) == ("120,00", str(TODAY))
    assert page.value(f"part_{invoice.id}") == "120,00"

    page.submit("Enregistrer l’encaissement", reference="VIR 7", method="CHEQUE")

    assert "Encaissement enregistré" in page.messages
    assert again(invoice).is_settled
    assert again(other).balance == 70
    payment = db.session.query(Payment).one()
    assert (payment.method, payment.reference) == (Method.CHEQUE, "VIR 7")


def test_the_spread_follows_the_amount_without_a_script(owner, martin, bill):
    old, new = bill(martin, "70", days=5), bill(martin, "120")
    page = Page(owner, f"/encaissements/nouveau?client={martin.id}")

    page.submit("Répartir à partir de la plus ancienne", amount="100", reference="gardée")

    assert (page.value(f"part_{old.id}"), page.value(f"part_{new.id}")) == ("70,00", "30,00")
    assert page.value("reference") == "gardée"
    assert "Tout est affecté" in page.within("rest")
    assert db.session.query(Payment).count() == 0
    page.submit("Enregistrer l’encaissement")
    assert again(new).balance == 90


@pytest.mark.parametrize("htmx", [False, True])
def test_the_invoice_one_came_from_stays_first_until_the_oldest_is_asked_for(
    owner, martin, bill, htmx
):
    old, named = bill(martin, "70", days=5), bill(martin, "120")
    page = Page(owner, f"/encaissements/nouveau?facture={named.id}", htmx=htmx)
    assert f"sur {named.number} d’abord, puis à partir" in page.within("allocation")
    told = {"client": martin.id, "first": page.value("first"), "propose": "1"}

    answer = owner.post("/encaissements/repartition", data=told | {"amount": "130"})

    assert _parts(answer.text, named, old) == ["120,00", "10,00"]
    page.submit("Répartir à partir de la plus ancienne", amount="130")
    parts = [page.value(f"part_{invoice.id}") for invoice in (named, old)]
    assert parts == ["60,00", "70,00"]
    assert page.value("first") == ""
    assert "Réparti d’office à partir de l’échéance la plus ancienne" in page.within("allocation")


def _parts(text, *invoices):
    names = [f"part_{invoice.id}" for invoice in invoices]
    inputs = [re.search(f'<input[^>]* name="{name}"[^>]*>', text)[0] for name in names]
    return [re.search(r' value="([^"]*)"', one)[1] for one in inputs]


def test_the_credit_shown_is_what_can_be_used(owner, martin, bill, pay, clock):
    pay(martin, "60")
    with transaction():
        actions.refund(
            martin,
            amount=EUR(25),
            method=Method.TRANSFER,
            paid_on=TODAY,
            allocations={},
            at=clock(),
            on=TODAY,
        )
    invoice = bill(martin, "100")

    assert "Affecter 35,00\u00a0€" in owner.get(f"/clients/{martin.id}").text
    assert "crédit de 35,00\u00a0€" in owner.get(f"/factures/{invoice.id}").text
    assert list(queries.unallocated_payments().values()) == [35]


def test_the_spread_is_the_same_with_htmx(owner, martin, bill):
    bill(martin, "70")
    plain, live = (
        Page(owner, f"/encaissements/nouveau?client={martin.id}", htmx=htmx)
        for htmx in (False, True)
    )

    for page in (plain, live):
        page.submit("Répartir à partir de la plus ancienne", amount="100")

    assert live.within("allocation") == plain.within("allocation")
    assert "Reste à affecter : 30,00 €, au crédit du client." in live.within("rest")


def test_what_is_left_is_told_while_parts_are_typed(owner, martin, bill):
    invoice = bill(martin, "70")
    told = {"client": martin.id, "amount": "100", f"part_{invoice.id}": "150"}

    answer = owner.post("/encaissements/repartition", data=told, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Vous affectez 50,00\u00a0€ de plus" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": ""}, "Indiquez le montant"),
        ({"amount": "beaucoup"}, "comme 1 250,50"),
        ({"amount": "0"}, "trop petit"),
        ({"amount": "-5"}, "trop petit"),
        ({"amount": "1,234"}, "2 décimales au plus"),
        ({"received_on": ""}, "Indiquez la date"),
        ({"received_on": "2026-11-21"}, "n’est pas encore passé"),
        ({"reference": "x" * 141}, "140 caractères au plus"),
        ({"part_1": "70,01"}, "Il ne reste que 70,00 €"),
        ({"amount": "10", "part_1": "11"}, "Vous affectez 11,00 €"),
    ],
)
def test_a_mistake_is_explained_and_nothing_typed_is_lost(owner, martin, bill, typed, told):
    assert bill(martin, "70").id == 1
    page = Page(owner, "/encaissements/nouveau?facture=1")

    page.submit("Enregistrer l’encaissement", status=422, **{"note": "gardée"} | typed)

    assert told in page.text
    assert page.value("note") == "gardée"
    assert all(page.value(name) == value for name, value in typed.items())
    assert db.session.query(Payment).count() == 0


def test_an_unknown_method_is_refused(owner, martin):
    told = {"client": martin.id, "amount": "5", "received_on": "2026-11-20", "method": "PEBBLES"}

    answer = owner.post("/encaissements", data=told)

    assert answer.status_code == 422
    assert "Choisissez une valeur de la liste" in answer.text


def test_a_doubt_is_shown_and_goes_through_once_confirmed(owner, martin, pay):
    pay(martin, "50")
    page = Page(owner, f"/encaissements/nouveau?client={martin.id}")

    page.submit("Enregistrer l’encaissement", status=422, amount="50")
    assert "déjà enregistré pour Boulangerie Martin" in page.text
    page.submit("Enregistrer l’encaissement", confirmed=True)

    assert "50,00 € restent au crédit du client" in page.messages
    assert queries.credit_of(martin.id) == 100


def test_an_invoice_settled_in_another_tab_is_not_paid_twice(owner, martin, bill, pay):
    invoice = bill(martin, "70")
    page = Page(owner, f"/encaissements/nouveau?facture={invoice.id}")
    pay(martin, "70", (invoice, "70"), reference="autre onglet")

    page.submit("Enregistrer l’encaissement", status=422)

    assert "Il ne reste que 0,00 € à régler" in page.text
    assert db.session.query(Payment).count() == 1


def test_a_payment_page_tells_all_and_lets_the_rest_be_used(owner, martin, bill, pay):
    payment = pay(martin, "100", reference="VIR 9")
    invoice = bill(martin, "60")
    page = Page(owner, f"/encaissements/{payment.id}")
    assert page.value(f"part_{invoice.id}") == "60,00"

    page.submit("Affecter à ces factures", status=422, **{f"part_{invoice.id}": "61"})
    assert "Il ne reste que 60,00 €" in page.text
    page.submit("Affecter à ces factures", **{f"part_{invoice.id}": "60"})

    assert again(invoice).is_settled
    assert "40,00 €" in page.text
    assert f"60,00 € affectés à {invoice.number}" in page.text


def test_undoing_asks_why_and_shows_both_entries(owner, martin, bill, pay):
    invoice = bill(martin, "60")
    payment = pay(martin, "60", (invoice, "60"))
    page = Page(owner, f"/encaissements/{payment.id}")

    page.submit("Annuler cette écriture", status=422)
    assert "Dites en quelques mots pourquoi" in page.text
    page.submit("Annuler cette écriture", cause="BOUNCED", reason="chèque sans provision")

    assert "Cette écriture est annulée" in page.text
    assert again(invoice).balance == 60
    assert "Annuler cette écriture" not in page.buttons()
    page.follow("Voir l’écriture inverse")
    assert "Cette écriture en annule une autre" in page.text
    listed = Page(owner, "/encaissements").text
    assert "annulation" in listed
    assert "annulé" in listed


def test_money_is_given_back(owner, martin, bill, pay, clock):
    invoice = bill(martin, "100")
    pay(martin, "130", (invoice, "100"))
    with transaction():
        a_credit_note(invoice, on=TODAY, at=clock(), amount="40")
    page = Page(owner, f"/encaissements/remboursement?client={martin.id}")
    assert page.value("amount") == "70,00"

    page.submit("Enregistrer le remboursement", status=422, amount="71")
    assert "Vous devez à ce client 70,00 € au plus" in page.text
    page.submit("Enregistrer le remboursement", amount="70")

    assert "Remboursement enregistré" in page.messages
    assert again(invoice).balance == queries.credit_of(martin.id) == 0


def test_who_is_owed_nothing_is_refunded_nothing(owner, martin):
    page = Page(owner, f"/encaissements/remboursement?client={martin.id}")

    assert "Vous ne devez rien à ce client" in page.text


def test_the_excess_is_kept_for_the_next_invoice(owner, martin, bill, pay, clock):
    invoice = bill(martin, "100")
    pay(martin, "100", (invoice, "100"))
    with transaction():
        a_credit_note(invoice, on=TODAY, at=clock(), amount="40")
    page = Page(owner, f"/factures/{invoice.id}")
    assert "Payé en trop 40,00 €" in page.within("invoice-payments")

    page.submit("Garder à son crédit")

    assert "40,00 € sont au crédit du client" in page.messages
    assert "Voir ce qui reste, 40,00 €" in page.within("client-account")
    assert queries.credit_of(martin.id) == 40


def test_the_pages_of_clients_and_invoices_tell_about_money(owner, martin, bill, pay):
    invoice = bill(martin, "100", days=5, on=TODAY.replace(month=9))
    pay(martin, "30", (invoice, "30"))

    client = Page(owner, f"/clients/{martin.id}").within("client-account")
    paper = Page(owner, f"/factures/{invoice.id}").within("invoice-payments")

    assert "À recevoir 70,00 € dont 70,00 € en retard" in client
    assert "Virement du 20/11/2026 30,00 €" in client
    assert "Virement du 20/11/2026 30,00 €" in paper
    assert "Reste à recevoir 70,00 €" in paper


def test_the_list_is_searched_cut_in_periods_and_summed(owner, martin, bill, pay, clock):
    invoice = bill(martin, "100")
    with transaction():
        other = a_client("Garage Leroux", at=clock())
    pay(martin, "100", (invoice, "100"), reference="VIR 42")
    pay(other, "1250.50", method=Method.CASH, confirmed=True)
    pay(other, "10", received_on=TODAY.replace(month=10))

    def shown(query: str) -> str:
        return Page(owner, f"/encaissements?{query}").within("payments")

    assert "Reçu 1 360,50 € 3 mouvements" in shown("")
    assert "Dont en espèces 1 250,50 €" in shown("")
    assert "Reçu 1 350,50 €" in shown("periode=2026-11")
    for query in ("q=leroux", "q=GARAGE+ler"):
        assert "1 260,50 €" in shown(query)
    for query in ("q=vir+42", f"q={invoice.number}", "q=100,00+€", "q=100"):
        assert "Reçu 100,00 € 1 mouvement" in shown(query)
    assert "1 250,50 € 1 mouvement" in shown("q=1+250,50")
    assert "Rien ici" in shown("q=inconnu")
    assert "Rien ici" in shown("q=%25")


@pytest.mark.parametrize(
    "query", ["periode=x", "montrer=abc", "montrer=-1", "montrer=999999999", "client=x", "q=%00"]
)
def test_a_tampered_address_still_shows_the_list(owner, martin, pay, query):
    pay(martin, "5")

    assert owner.get(f"/encaissements?{query}").status_code == 200


def test_a_long_list_shows_fifty_then_more(owner, martin, pay):
    for n in range(51):
        pay(martin, "1", reference=str(n))
    page = Page(owner, "/encaissements", htmx=True)
    assert "50 sur 51" in page.text

    page.follow("1 de plus")

    assert "51 sur 51" in page.text


def test_what_is_typed_is_never_markup(owner, clock):
    with transaction():
        client = a_client(PAYLOAD, at=clock())
    page = Page(owner, f"/encaissements/nouveau?client={client.id}")
    page.submit("Enregistrer l’encaissement", amount="5", reference=PAYLOAD, note=PAYLOAD)
    shown = page.url
    page.submit("Annuler cette écriture", status=422, reason="")
    page.submit("Annuler cette écriture", reason=PAYLOAD)

    addresses = (shown, "/encaissements", f"/clients/{client.id}", "/encaissements/2")
    for address in (
        *addresses,
        f"/encaissements?q={PAYLOAD}",
        f"/encaissements/nouveau?q={PAYLOAD}",
    ):
        text = owner.get(address).text
        assert "<script>alert" not in text
        assert "49" not in Page(owner, address).text.replace("2026", "")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/encaissements/99"),
        ("post", "/encaissements/99/affectation"),
        ("post", "/encaissements/99/annulation"),
        ("get", "/encaissements/nouveau?facture=99"),
        ("get", "/encaissements/nouveau?client=99"),
        ("get", "/encaissements/remboursement"),
        ("get", "/encaissements/remboursement?client=99"),
        ("post", "/encaissements/remboursement"),
        ("post", "/encaissements/trop-percu/99"),
        ("post", "/encaissements"),
        ("post", "/encaissements/repartition"),
    ],
)
def test_what_does_not_exist_is_not_found(owner, method, address):
    assert getattr(owner, method)(address).status_code == 404


def test_invoices_of_others_and_drafts_cannot_be_named(owner, martin, bill, clock):
    with transaction():
        other = a_client("Autre", at=clock())
        draft = a_draft(martin, "9", at=clock())
    theirs = bill(other, "50")
    told = {"client": martin.id, "amount": "50", "received_on": "2026-11-20", "method": "CARD"}

    for name in (f"part_{theirs.id}", f"part_{draft.id}", "part_999", "part_x", "part_²"):
        assert owner.post("/encaissements", data=told | {name: "50"}).status_code == 404
    assert owner.get(f"/encaissements/nouveau?facture={draft.id}").status_code == 404
    assert db.session.query(Payment).count() == 0


@pytest.mark.parametrize(
    "address",
    ["/encaissements", "/encaissements/nouveau", "/encaissements/1", "/livre-des-recettes", "/"],
)
def test_a_stranger_is_sent_to_the_door(stranger, address):
    assert "/connexion" in stranger.get(address).headers["Location"]


@pytest.mark.parametrize("act", ["affectation", "annulation"])
def test_a_stranger_changes_nothing(stranger, martin, pay, act):
    payment = pay(martin, "5")

    stranger.post(f"/encaissements/{payment.id}/{act}", data={"reason": "x", "cause": "MISTAKE"})

    assert db.session.query(Payment).count() == 1


@pytest.mark.parametrize(
    "address",
    ["/encaissements/1/affectation", "/encaissements/1/annulation", "/encaissements/trop-percu/1"],
)
def test_acts_are_posts_only(owner, martin, bill, pay, address):
    bill(martin, "5")
    pay(martin, "5")

    assert owner.get(address).status_code == 405
