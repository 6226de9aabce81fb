"""Credit notes and corrective invoices: what they do to the document they correct."""

from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.business.model import VatRegime
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices import correcting
from facturelite.invoices.drafting import (
    ClientFixed,
    DraftContent,
    LineContent,
    change_client,
    write_draft,
)
from facturelite.invoices.issuing import NotReady, issue_invoice
from facturelite.invoices.model import Invoice, InvoiceState, Settlement
from facturelite.lifecycle import MoveRefused
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.payments.model import Method, Payment

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def invoice(clock):
    with transaction():
        return an_invoice(a_client(at=clock()), "300", "150", on=clock.today, at=clock())


def test_a_whole_credit_note_cancels_the_invoice(invoice, clock):
    with transaction():
        credit = a_credit_note(invoice, on=clock.today, at=clock())

    assert credit.number == "A2026-0001"
    assert credit.snapshot.type_code == "381"
    assert [(p.number, p.issued_on) for p in credit.snapshot.preceding] == [
        ("F2026-0001", invoice.issued_on)
    ]
    assert credit.snapshot.bank is None
    told = credit.snapshot.mentions
    assert {told.terms, told.recovery_fee, told.late_interest} == {"Sans objet"}
    assert (invoice.state, invoice.balance) == (InvoiceState.CANCELLED, 0)
    assert credit.balance == 0


def test_a_partial_credit_note_reduces_what_is_owed(invoice, clock):
    with transaction():
        a_credit_note(invoice, amount="50", on=clock.today, at=clock())

    assert (invoice.state, invoice.balance) == (InvoiceState.ISSUED, Decimal("400.00"))


def test_credits_never_exceed_the_invoice(invoice, clock):
    with transaction():
        a_credit_note(invoice, amount="400", on=clock.today, at=clock())

    with pytest.raises(NotReady, match="50,00"), transaction():
        a_credit_note(invoice, amount="50.01", on=clock.today, at=clock())
    with transaction():
        a_credit_note(invoice, amount="50", on=clock.today, at=clock())

    assert invoice.state is InvoiceState.CANCELLED
    with pytest.raises(MoveRefused), transaction():
        correcting.draft_credit_note(invoice, reason="x", business=the_business(), at=clock())


def test_one_correction_at_a_time(invoice, clock):
    with transaction():
        correcting.draft_credit_note(invoice, reason="x", business=the_business(), at=clock())

    with pytest.raises(correcting.CorrectionOpen), transaction():
        correcting.draft_replacement(invoice, reason="x", business=the_business(), at=clock())


def test_a_credit_note_is_not_credited_in_turn(invoice, clock):
    with transaction():
        credit = a_credit_note(invoice, on=clock.today, at=clock())

    for verb in (correcting.draft_credit_note, correcting.draft_replacement):
        with pytest.raises(MoveRefused), transaction():
            verb(credit, reason="x", business=the_business(), at=clock())


def replaced(invoice: Invoice, clock, price: str) -> Invoice:
    business = the_business()
    draft = correcting.draft_replacement(invoice, reason="Prix", business=business, at=clock())
    line = LineContent("Juste", Decimal(1), Decimal(price))
    content = DraftContent(THIRTY_DAYS, reason="Prix", lines=(line,))
    write_draft(draft, content, business=business, at=clock())
    issue_invoice(draft, business=business, at=clock(), on=clock.today)
    return draft


def test_a_corrective_invoice_cancels_and_replaces(invoice, clock):
    with transaction():
        other = replaced(invoice, clock, "400")

    assert (other.number, other.snapshot.type_code) == ("F2026-0002", "384")
    assert (invoice.state, invoice.balance) == (InvoiceState.REPLACED, 0)
    assert other.balance == Decimal("400.00")


def test_what_was_paid_is_carried_to_the_replacement(invoice, clock):
    with transaction():
        payment = Payment(
            client_id=invoice.client_id,
            received_on=clock.today,
            amount=Decimal("100"),
            method=Method.TRANSFER,
            created_at=clock(),
        )
        db.session.add(payment)
        db.session.flush()
        db.session.add(
            Settlement(
                invoice_id=invoice.id,
                amount=Decimal("100"),
                settled_on=clock.today,
                label="Virement",
                payment_id=payment.id,
            )
        )
    with transaction():
        other = replaced(invoice, clock, "400")

    assert invoice.balance == 0
    assert other.balance == Decimal("300.00")
    assert payment.unallocated == 0


def test_writing_off_stops_waiting_and_keeps_the_debt(invoice, clock):
    with transaction():
        correcting.write_off(invoice, reason="Liquidation", at=clock())

    assert invoice.state is InvoiceState.WRITTEN_OFF
    assert invoice.lateness(on=invoice.due_on.replace(year=2028)) == 0
    with pytest.raises(MoveRefused), transaction():
        correcting.write_off(invoice, reason="x", at=clock())


def test_a_correction_is_refused_once_its_original_no_longer_stands(invoice, clock):
    with transaction():
        draft = correcting.draft_replacement(
            invoice, reason="x", business=the_business(), at=clock()
        )

    with pytest.raises(correcting.CorrectionOpen), transaction():
        correcting.write_off(invoice, reason="x", at=clock())
    with transaction():
        invoice.state = InvoiceState.WRITTEN_OFF
    with pytest.raises(MoveRefused), transaction():
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)
    assert draft.number is None


def test_a_correction_stays_with_the_client_of_its_original(invoice, clock):
    with transaction():
        draft = correcting.draft_credit_note(
            invoice, reason="x", business=the_business(), at=clock()
        )
        other = a_client("Zoé", at=clock())

    with pytest.raises(ClientFixed), transaction():
        change_client(draft, other, business=the_business(), at=clock())
    with transaction():
        draft.client = other
    with pytest.raises(correcting.OtherClient), transaction():
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)


def test_a_paid_invoice_is_not_written_off(invoice, clock):
    with transaction():
        a_credit_note(invoice, amount="449.99", on=clock.today, at=clock())
        correcting.write_off(invoice, reason="x", at=clock())
        paid = an_invoice(invoice.client, "10", on=clock.today, at=clock())
        db.session.add(
            Settlement(
                invoice_id=paid.id,
                amount=Decimal("10"),
                settled_on=clock.today,
                label="x",
                credit_id=invoice.id,
            )
        )

    with pytest.raises(correcting.NothingAwaited), transaction():
        correcting.write_off(paid, reason="x", at=clock())


def test_a_change_of_regime_changes_no_correction(clock):
    business = the_business()
    with transaction():
        business.vat_regime, business.vat_number = VatRegime.REAL, "FR44732829320"
        taxed = a_draft(a_client(at=clock()), "1000", at=clock())
        taxed.lines[0].vat_rate = Decimal(20)
        issue_invoice(taxed, business=business, at=clock(), on=clock.today)
    with transaction():
        business.vat_regime = VatRegime.FRANCHISE
        credit = a_credit_note(taxed, on=clock.today, at=clock())

    assert credit.total_gross == taxed.total_gross == Decimal("1200.00")
    assert taxed.state is InvoiceState.CANCELLED
    assert [group.category for group in credit.snapshot.vat_groups] == ["S"]
