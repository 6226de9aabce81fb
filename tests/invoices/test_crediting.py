"""Credit notes for a part: by lines, by an amount, and the money that was already paid."""

from decimal import Decimal

import pytest

from billing import a_client, a_draft
from facturelite.business.model import VatRegime
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.consistency import contradictions
from facturelite.invoices.crediting import NoLine, NotCreditable, credit_amount, credit_lines
from facturelite.invoices.drafting import DraftContent, write_draft
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.sheets.writing import LineContent
from page import Page

LINES = (
    LineContent("Pose", Decimal(1), Decimal("333.33"), vat_rate=Decimal(20)),
    LineContent("Carrelage", Decimal(1), Decimal("66.67"), vat_rate=Decimal("5.5"), goods=True),
)


def billed(client, clock, **content):
    business = the_business()
    draft = a_draft(client, at=clock())
    written = DraftContent(THIRTY_DAYS, lines=LINES, **content)
    write_draft(draft, written, business=business, at=clock())
    issue_invoice(draft, business=business, at=clock(), on=clock.today)
    return draft


@pytest.fixture
def invoice(nadia, clock):
    with transaction():
        business = the_business()
        business.vat_regime, business.vat_number = VatRegime.REAL, "FR44732829320"
        return billed(a_client(at=clock()), clock)


def credited(verb, invoice, what, clock):
    with transaction():
        draft = verb(invoice, what, reason="Geste", business=the_business(), at=clock())
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)
    return draft


def test_amounts_in_turn_end_on_a_cancelled_invoice(invoice, clock):
    first = credited(credit_amount, invoice, Decimal("0.07"), clock)
    assert (first.total_gross, invoice.state) == (Decimal("0.07"), InvoiceState.ISSUED)
    assert [line.label for line in first.lines] == [
        f"Réduction sur facture {invoice.number}"
    ] * len(first.lines)

    second = credited(credit_amount, invoice, Decimal("100"), clock)
    last = credited(credit_amount, invoice, invoice.balance, clock)

    assert (invoice.state, invoice.balance) == (InvoiceState.CANCELLED, 0)
    credits = (first, second, last)
    assert sum(credit.total_vat for credit in credits) == invoice.total_vat
    assert sum(credit.total_net for credit in credits) == invoice.total_net
    assert not any([*contradictions(credit.snapshot)] for credit in credits)


def test_a_discount_in_percent_follows_the_lines(nadia, clock):
    with transaction():
        invoice = billed(a_client(at=clock()), clock, discount_percent=Decimal(10))

    credit = credited(credit_lines, invoice, [1], clock)

    assert [line.label for line in credit.lines] == ["Carrelage"]
    assert credit.total_gross == Decimal("60.00")


def test_a_discount_in_euros_falls_on_the_lines_by_their_part(nadia, clock):
    with transaction():
        invoice = billed(a_client(at=clock()), clock, discount_amount=Decimal(40))

    assert credited(credit_lines, invoice, [0], clock).total_gross == Decimal("300.00")
    assert credited(credit_lines, invoice, [1], clock).total_gross == Decimal("60.00")
    assert invoice.state is InvoiceState.CANCELLED


@pytest.mark.parametrize("amount", ["0", "-1", "470.35"])
def test_an_amount_is_a_part_of_what_is_left(amount, invoice, clock):
    with pytest.raises(NotCreditable, match="470,34"), transaction():
        credit_amount(invoice, Decimal(amount), reason="x", business=the_business(), at=clock())


def test_some_line_is_chosen(invoice, clock):
    with pytest.raises(NoLine), transaction():
        credit_lines(invoice, [9], reason="x", business=the_business(), at=clock())


def test_saving_a_credit_by_amount_loses_no_cent(owner, invoice, clock):
    page = Page(owner, f"/factures/{invoice.id}/correction")
    page.submit("Préparer la correction", what="amount", amount="0,03", reason="Geste")
    page.submit("Enregistrer", title="Geste")

    draft = db.session.query(Invoice).order_by(Invoice.id.desc()).first()
    assert (draft.title, draft.total_gross) == ("Geste", Decimal("0.03"))


def test_the_page_asks_for_what_it_needs(owner, invoice):
    page = Page(owner, f"/factures/{invoice.id}/correction")
    page.submit("Préparer la correction", what="lines", reason="Retour", status=422)
    assert "Cochez au moins une ligne" in page.text
    page.submit("Préparer la correction", what="amount", amount="999", status=422)
    assert "470,34" in page.text
    assert (page.value("amount"), page.value("reason")) == ("999", "Retour")
    page.submit("Préparer la correction", what="amount", reason="", amount="5", status=422)
    assert "Dites pourquoi" in page.text
    page.submit("Préparer la correction", what="lines", lines=["1"], reason="Retour")

    draft = db.session.query(Invoice).order_by(Invoice.id.desc()).first()
    assert [line.label for line in draft.lines] == ["Carrelage"]


def test_a_consumer_withdraws_and_is_given_back(owner, nadia, clock):
    with transaction():
        eve = a_client("Durand", at=clock(), consumer=True)
        invoice = billed(eve, clock)
        record_payment(
            eve,
            amount=Decimal(400),
            method=Method.TRANSFER,
            received_on=clock.today,
            allocations={invoice.id: Decimal(400)},
            at=clock(),
            on=clock.today,
        )
    page = Page(owner, f"/factures/{invoice.id}/correction")
    assert "déjà payé 400,00" in page.text
    page.submit("Préparer la correction", what="withdraw")
    draft = db.session.query(Invoice).order_by(Invoice.id.desc()).first()
    assert draft.reason.startswith("Rétractation")
    with transaction():
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)

    page = Page(owner, f"/factures/{draft.id}")
    assert "a payé 400,00" in page.text
    page.follow("Rembourser")
    assert page.value("amount") == "400,00"


def test_a_professional_does_not_withdraw(owner, invoice):
    page = Page(owner, f"/factures/{invoice.id}/correction")

    assert "se rétracte" not in page.text
