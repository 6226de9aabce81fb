"""The owner's pages of orders and of what is to bill, as they are used without JavaScript."""

from datetime import timedelta
from decimal import Decimal

import pytest

from agreements import a_mail_account
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice
from facturelite.orders.model import BALANCE, DEPOSIT
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes.model import Quote, QuoteState, StageEvent
from facturelite.terms.conditions import DepositNature
from ordering import a_stage
from page import Page
from till import TODAY

PLAN = {"deposit_percent": Decimal(30)}


@pytest.fixture
def planned(order):
    """A quote with a deposit, a stage to reach and a stage on a day."""
    day = TODAY + timedelta(days=10)
    dated = a_stage("10", label="Suivi", event=StageEvent.DAY, day=day)
    return order(stages=[a_stage("20"), dated], **PLAN)


def page_of(owner, quote) -> Page:
    return Page(owner, f"/devis/{quote.id}/commande")


def issued(clock) -> Invoice:
    """Issue the last draft, as the owner does after reading it."""
    with transaction():
        draft = db.session.query(Invoice).order_by(Invoice.id.desc()).first()
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)
        return draft


def test_nothing_to_bill_says_what_the_page_is_for(owner):
    page = Page(owner, "/a-facturer")

    assert "Tout est facturé" in page.text
    assert "première cause des paiements tardifs" in page.text


def test_from_the_deposit_to_the_stage(owner, planned, clock):
    page = Page(owner, "/a-facturer")
    assert "avance à demander" in page.text
    page.submit("Facturer")
    assert page.heading == "Facture d’acompte"
    issued(clock)

    page = page_of(owner, planned)
    page.follow("Étape atteinte")
    page.submit("Étape atteinte", day="2026-11-20")
    assert "Étape notée" in page.messages
    assert "étape atteinte" in Page(owner, "/a-facturer").text


def test_the_balance_once_delivered(owner, planned, invoice, clock):
    invoice(planned, DEPOSIT)
    page = page_of(owner, planned)
    page.follow("C’est livré")
    page.submit("C’est livré", day="2026-11-20")
    page = Page(owner, "/a-facturer")
    assert "travail livré" in page.text
    page.submit("Facturer le solde")
    balance = issued(clock)
    assert balance.total_gross == Decimal("700.00")

    page = page_of(owner, planned)
    assert "dans le solde" in page.text
    assert "Tout est facturé" in Page(owner, "/a-facturer").text
    shown = Page(owner, f"/factures/{balance.id}")
    assert "Facture le solde du devis" in shown.text
    assert "le jour de la fin du travail" in shown.text


def test_a_day_that_cannot_be_is_refused_at_its_field(owner, planned):
    page = Page(owner, f"/devis/{planned.id}/commande/balance-0-0/date")
    page.submit("C’est livré", day="2026-12-25", status=422)
    assert "pas encore venu" in page.text
    assert page.value("day") == "2026-12-25"
    page.submit("C’est livré", day="2026-11-20")
    page.submit("Annuler cette date")
    assert "Cette date est annulée." in page.messages


def test_the_client_gives_a_reference_after_signing(owner, planned):
    page = page_of(owner, planned)
    page.submit("Noter ce numéro", purchase_order="x" * 101, status=422)
    page.submit("Noter ce numéro", purchase_order="BC-2026-4")
    assert "N° de commande du client : BC-2026-4" in page.text


def test_dated_stages_may_leave_by_themselves(owner, planned):
    page = page_of(owner, planned)
    page.submit("Les laisser partir d’elles-mêmes")
    assert "facturé de lui-même" in page.text
    page.submit("Préférer les facturer moi-même")
    db.session.rollback()
    assert not db.session.get_one(Quote, planned.id).stages_by_themselves


def test_double_clicks_make_one_invoice(owner, planned):
    first, second = (
        owner.post(f"/devis/{planned.id}/commande/deposit-0-0/facture") for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (303, 303)
    assert db.session.query(Invoice).count() == 1
    assert "C’est déjà facturé" in Page(owner, "/a-facturer").text


def test_an_order_is_cancelled_then_decided(owner, order, invoice, pay):
    quote = order(**PLAN)
    deposit = invoice(quote, DEPOSIT)
    pay(quote.client, "300", (deposit, "300"))
    page = page_of(owner, quote)
    page.follow("La commande est annulée ?")
    assert "dommages-intérêts" in page.text
    page.submit("Annuler la commande", day="2026-11-19", status=422)
    assert "signé le 20 novembre" in page.text
    page.submit("Annuler la commande", ended_by="OWNER", day="2026-11-20", reason="Surchargée")
    assert "Décidez maintenant" in page.messages
    assert "vous rendez l’acompte (300,00 €)" in page.text
    page.submit("Noter cette décision", outcome="GIVE_BACK")
    assert "Un avoir est prêt à relire." in page.messages
    assert "Avoir d’acompte (brouillon)" in page.text
    db.session.rollback()
    assert db.session.get_one(Quote, quote.id).state is QuoteState.CANCELLED


@pytest.fixture
def given_up(owner, order, invoice, pay) -> Page:
    """The page of an order that the owner ends, its arrhes paid."""
    quote = order(deposit_percent=Decimal(30), deposit_nature=DepositNature.ARRHES)
    deposit = invoice(quote, DEPOSIT)
    pay(quote.client, "300", (deposit, "300"))
    page = Page(owner, f"/devis/{quote.id}/commande/annulation")
    return page.submit("Annuler la commande", ended_by="OWNER", day="2026-11-20")


def test_arrhes_are_given_back_twice(owner, given_up):
    page = given_up
    assert "Garder ce qui a été versé" not in page.text
    assert "Demander le prix" not in page.text
    page.submit("Noter cette décision")  # what the rule says is chosen
    assert "Indemnité à verser : 300,00 €" in page.text
    assert "Facture d’arrhes F2026-0001" in page.text
    assert "Indemnité à verser à Boulangerie Martin" in Page(owner, "/").text
    page.follow("L’indemnité est versée")
    page.submit("L’indemnité est versée", day="2026-11-19", status=422)
    assert "s’est arrêtée le 20 novembre" in page.text
    page.submit("L’indemnité est versée", day="2026-11-20")
    assert "Indemnité de 300,00 € versée le 20 novembre 2026" in page.text


def test_the_client_is_told_that_the_order_is_ended(given_up, smtp_server, clock):
    with transaction():
        a_mail_account(smtp_server.port)
    page = given_up.submit("Noter cette décision")
    page.follow("Écrire au client")
    page.submit("Envoyer", text="", status=422)
    page.submit("Envoyer", text="Bonjour,\n\n{lien}\n\n{entreprise}")
    assert "Le client en a été averti" in page.text
    empty_the_outbox(now=clock)
    letter = smtp_server.letters[-1]
    assert letter.recipients == ["compta@martin.example"]
    assert "commande annulée" in letter["Subject"]


def test_what_is_not_an_order_is_not_found(owner, planned):
    for path in ("999/commande", f"{planned.id}/commande/nothing/date"):
        assert owner.get(f"/devis/{path}").status_code == 404
    assert owner.get(f"/devis/{planned.id}/commande/stage-9-0/date").status_code == 404


def test_the_delay_from_work_to_invoice_is_measured(owner, order, invoice, clock, martin):
    for days in (0, 5):
        quote = order()
        Page(owner, f"/devis/{quote.id}/commande/balance-0-0/date").submit("C’est livré")
        clock.travel(days=days)
        invoice(quote, BALANCE)
    page = Page(owner, "/a-facturer")

    assert "3 jours" in page.text
    assert "le jour même" in page.text
    assert "5 jours" in page.within("delais")


def test_the_first_page_tells_what_to_bill_and_that_work_may_begin(owner, order, invoice, pay):
    quote = order(waits_for_deposit=True, **PLAN)
    assert "Acompte, à facturer à Boulangerie Martin" in Page(owner, "/").text
    deposit = invoice(quote, DEPOSIT)
    pay(quote.client, "300", (deposit, "300"))

    assert "vous pouvez commencer" in Page(owner, "/").text
    assert page_of(owner, quote).status == 200


def test_what_the_law_says_tells_which_articles_were_not_read_again(owner, order):
    quote = order(**PLAN)
    page = Page(owner, f"/devis/{quote.id}/commande/annulation")

    assert "(Code civil, art. 1217 et 1231-1, cité de mémoire)" in page.text
    assert "Relisez-le sur Légifrance" in page.text

    settled = order(deposit_nature=DepositNature.ARRHES, **PLAN)
    page = Page(owner, f"/devis/{settled.id}/commande/annulation")
    assert "(Code civil, art. 1590)" in page.text
