"""Billing a deposit and deducting it, as the owner does it in pages."""

from datetime import date
from decimal import Decimal

import pytest

from billing import a_client, a_draft
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices import deducting
from facturelite.invoices.depositing import draft_deposit
from facturelite.invoices.exactness import Part
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice, InvoiceKind
from page import Page


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def deposit(martin, clock):
    with transaction():
        business = the_business()
        price = [Part(Decimal(0), Decimal(1000), Decimal(0))]
        made = draft_deposit(
            martin, price, Decimal(300), label="Acompte", business=business, at=clock()
        )
        issue_invoice(made, business=business, at=clock(), on=date(2026, 11, 1))
    return made


@pytest.mark.usefixtures("martin")
def test_from_the_new_invoice_page_to_a_deposit_invoice(owner):
    page = Page(owner, "/factures/nouvelle?q=martin")
    page.follow("Acompte")
    page.submit("Préparer la facture d’acompte", what="devis D2026-0012", status=422)
    assert "Écrivez un montant" in page.text
    page.submit(
        "Préparer la facture d’acompte", what="devis D2026-0012", price="1 200,50", percent="30"
    )

    draft = db.session.query(Invoice).one()
    assert (draft.kind, draft.total_gross) == (InvoiceKind.DEPOSIT, Decimal("360.15"))
    assert draft.lines[0].label == "Acompte de 30\u00a0% sur devis D2026-0012"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"percent": "30"}, "Écrivez le prix convenu"),
        ({"price": "100", "percent": "30", "amount": "30"}, "pas les deux"),
        ({"price": "100", "amount": "100,01"}, "dépasse le prix convenu"),
        ({"amount": "-3"}, "trop petit"),
    ],
)
def test_what_was_typed_is_kept_beside_what_is_wrong(typed, told, owner, martin):
    page = Page(owner, f"/factures/acompte?client={martin.id}")
    page.submit("Préparer la facture d’acompte", what="refonte du site", **typed, status=422)

    assert told in page.text
    assert page.value("what") == "refonte du site"
    assert db.session.query(Invoice).count() == 0


@pytest.mark.usefixtures("nadia")
def test_a_deposit_is_for_a_known_client(owner):
    assert owner.get("/factures/acompte").status_code == 404
    assert owner.post("/factures/acompte", data={"client": "99"}).status_code == 404


def saved(page, *ticked, **typed):
    page.submit("Enregistrer", **{"deposit": list(ticked), **typed})


def test_ticking_a_deposit_deducts_it(owner, martin, deposit, clock):
    with transaction():
        draft = a_draft(martin, "1000", at=clock())
    page = Page(owner, f"/factures/{draft.id}")
    assert "300,00" in page.text
    assert "Pas encore réglé" in page.text

    saved(page, str(deposit.id))
    assert draft.total_gross == Decimal("700.00")
    assert deducting.deducted_by(deposit).id == draft.id
    saved(page, str(deposit.id), **{"lines-0-unit_price": "2000"})
    assert draft.total_gross == Decimal("1700.00")
    assert len(draft.lines) == 2

    saved(page)
    assert draft.total_gross == Decimal("2000.00")
    assert deducting.deducted_by(deposit) is None


def test_a_deposit_ticked_in_two_tabs_is_refused_in_words(owner, martin, deposit, clock):
    with transaction():
        drafts = [a_draft(martin, "1000", at=clock()) for _ in range(2)]
    pages = [Page(owner, f"/factures/{draft.id}") for draft in drafts]
    saved(pages[0], str(deposit.id))
    pages[1].submit(
        "Enregistrer", deposit=[str(deposit.id)], status=422, **{"lines-0-label": "Tapé"}
    )

    assert "ne se déduit pas ici" in pages[1].text
    assert pages[1].value("lines-0-label") == "Tapé"


def test_each_document_leads_to_the_other(owner, martin, deposit, clock):
    assert "Pas encore déduit" in Page(owner, f"/factures/{deposit.id}").text
    with transaction():
        balance = a_draft(martin, "1000", at=clock())
        deducting.deduct(balance, [deposit.id], business=the_business(), at=clock())
        issue_invoice(balance, business=the_business(), at=clock(), on=clock.today)

    assert f"Déduit de Facture {balance.number}" in Page(owner, f"/factures/{deposit.id}").text
    assert f"Déduit Facture d’acompte {deposit.number}" in (
        Page(owner, f"/factures/{balance.id}").text
    )
