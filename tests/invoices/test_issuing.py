"""Issuing: what it needs, what it does, what can never change afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from billing import a_client, a_draft, an_invoice
from facturelite import law
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.invoices import numbering, queries
from facturelite.invoices.drafting import (
    DraftChanged,
    DraftContent,
    LineContent,
    NotDeletable,
    change_client,
    delete_draft,
    start_draft,
    write_draft,
)
from facturelite.invoices.issuing import NotReady, issue_invoice, snapshot_sha256
from facturelite.invoices.model import LIFE, Invoice, InvoiceState
from facturelite.journal.queries import chain_problems, timeline
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payment_terms import THIRTY_DAYS, PaymentTerm

pytestmark = pytest.mark.usefixtures("nadia")

ALLOWED = {
    ("edit", InvoiceState.DRAFT): InvoiceState.DRAFT,
    ("issue", InvoiceState.DRAFT): InvoiceState.ISSUED,
    ("cancel", InvoiceState.ISSUED): InvoiceState.CANCELLED,
    ("replace", InvoiceState.ISSUED): InvoiceState.REPLACED,
    ("write_off", InvoiceState.ISSUED): InvoiceState.WRITTEN_OFF,
}


@pytest.fixture
def draft(clock):
    with transaction():
        return a_draft(a_client(at=clock()), "450", at=clock())


@pytest.fixture
def issued(clock):
    with transaction():
        return an_invoice(a_client(at=clock()), "450", on=clock.today, at=clock())


def issue(invoice: Invoice, clock, *, on: date | None = None) -> None:
    with transaction():
        issue_invoice(invoice, business=the_business(), at=clock(), on=on or clock.today)


@pytest.mark.parametrize("state", InvoiceState)
@pytest.mark.parametrize("move", LIFE.moves)
def test_only_the_listed_moves_are_allowed(move, state):
    assert LIFE.allows(move, state) == ((move, state) in ALLOWED)
    if (move, state) in ALLOWED:
        assert LIFE.after(move, state) is ALLOWED[move, state]


def test_issuing_numbers_dates_and_freezes(draft, clock):
    issue(draft, clock)

    assert (draft.number, draft.issued_on, draft.due_on) == (
        "F2026-0001",
        date(2026, 11, 20),
        date(2026, 12, 20),
    )
    assert draft.snapshot.total_gross == Decimal("450.00")
    assert draft.snapshot.buyer.name == "Boulangerie Martin"
    last = timeline(draft.subject)[0]
    assert last.event == "invoice.issued"
    assert last.details["snapshot_sha256"] == snapshot_sha256(draft)
    assert not list(chain_problems())


def test_what_changes_later_does_not_change_what_was_issued(issued):
    before = issued.snapshot

    with transaction():
        the_business().line1 = "Ailleurs"
        issued.client.company_name = "Autre nom"

    assert issued.snapshot == before


def test_a_document_is_issued_once(issued, clock):
    with pytest.raises(MoveRefused, match="émise"):
        issue(issued, clock)

    assert issued.number == "F2026-0001"


def test_an_empty_draft_is_not_issued_and_takes_no_number(clock):
    with transaction():
        draft = a_draft(a_client(at=clock()), "100", at=clock())
        write_draft(draft, DraftContent(THIRTY_DAYS), business=the_business(), at=clock())

    with pytest.raises(NotReady, match="au moins une ligne"):
        issue(draft, clock)

    with transaction():
        other = an_invoice(draft.client, "10", on=clock.today, at=clock())
    assert other.number == "F2026-0001"


def test_a_failure_in_the_middle_gives_the_number_back(draft, clock):
    with pytest.raises(KeyboardInterrupt), transaction():
        _issue_then_crash(draft, clock)

    issue(draft, clock)
    assert draft.number == "F2026-0001"


def _issue_then_crash(draft, clock):
    issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)
    raise KeyboardInterrupt


def test_each_year_and_each_series_counts_from_one(clock):
    with transaction():
        client = a_client(at=clock())
        days = (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1))
        numbers = [an_invoice(client, "10", on=day, at=clock()).number for day in days]

    assert numbers == ["F2026-0001", "F2026-0002", "F2027-0001"]


def test_numbers_follow_dates(issued, clock):
    with transaction():
        later = a_draft(issued.client, "10", at=clock())

    with pytest.raises(numbering.ClockWentBack, match="20/11/2026"):
        issue(later, clock, on=date(2026, 11, 19))


def test_a_series_begun_elsewhere_goes_on(draft, clock):
    with transaction():
        numbering.start_after(numbering.INVOICES, year=2026, last=14, at=clock())
        numbering.start_after(numbering.INVOICES, year=2026, last=41, at=clock())
    issue(draft, clock)

    assert draft.number == "F2026-0042"
    with pytest.raises(numbering.SeriesStarted):
        numbering.start_after(numbering.INVOICES, year=2026, last=50, at=clock())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET total_gross = 1",
        "UPDATE invoice SET snapshot_text = '{}'",
        "UPDATE invoice SET number = 'F1'",
        "UPDATE invoice SET state = 'DRAFT'",
        "DELETE FROM invoice",
        "UPDATE invoice_line SET label = 'x'",
        "DELETE FROM invoice_line",
        "INSERT INTO invoice_line (invoice_id, position, label, detail, quantity, unit, unit_price,"
        " discount_percent, vat_rate, goods) VALUES (1, 9, 'x', '', 1, 'C62', 1, 0, 0, false)",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_issued(issued, statement):
    with pytest.raises(DatabaseError, match="never changes"), transaction():
        db.session.execute(text(statement))


def test_a_written_draft_may_not_be_written_over_by_an_older_page(draft, clock):
    old = draft.version
    content = DraftContent(THIRTY_DAYS, lines=(LineContent("A", Decimal(1), Decimal(10)),))
    with transaction():
        write_draft(draft, content, business=the_business(), at=clock(), version=old)

    with pytest.raises(DraftChanged), transaction():
        write_draft(draft, content, business=the_business(), at=clock(), version=old)


def test_what_was_not_read_is_not_issued(draft, clock):
    read = draft.version
    content = DraftContent(THIRTY_DAYS, lines=(LineContent("A", Decimal(1), Decimal(10)),))
    with transaction():
        write_draft(draft, content, business=the_business(), at=clock())

    with pytest.raises(DraftChanged), transaction():
        issue_invoice(draft, business=the_business(), at=clock(), on=clock.today, version=read)


def test_another_client_brings_their_own_term(draft, clock):
    with transaction():
        other = a_client("Zoé", at=clock())
        other.payment_term_code = PaymentTerm(8).code
        change_client(draft, other, business=the_business(), at=clock())

    assert (draft.client, draft.payment_term) == (other, PaymentTerm(8))


def test_only_a_draft_may_be_deleted(draft, issued, clock):
    with transaction():
        delete_draft(draft, at=clock())
    with pytest.raises(NotDeletable), transaction():
        delete_draft(issued, at=clock())

    assert queries.get_invoice(issued.id) is not None
    assert queries.counts(on=clock.today)[queries.Filter.DRAFTS] == 0


def test_the_worker_renders_once_and_keeps_both_files(issued, clock):
    empty_the_outbox(now=clock)
    first = (issued.pdf_id, issued.xml_id)
    clock.travel(minutes=10)
    empty_the_outbox(now=clock)

    assert (issued.pdf_id, issued.xml_id) == first
    pdf, xml = (get_document(number) for number in first)
    assert pdf.filename == "F2026-0001.pdf"
    assert pdf.content.startswith(b"%PDF-1.7")
    assert b"F2026-0001" in xml.content
    rendered = next(e for e in timeline(issued.subject) if e.event == "invoice.rendered")
    assert rendered.details["pdf_sha256"] == pdf.sha256


def test_a_professional_reads_forty_euros_and_a_consumer_never(clock):
    with transaction():
        pro = an_invoice(a_client(at=clock()), "10", on=clock.today, at=clock())
        one = an_invoice(a_client("Lefèvre", at=clock(), consumer=True), on=clock.today, at=clock())

    assert "40,00" in pro.snapshot.mentions.recovery_fee
    assert "10 points" in pro.snapshot.mentions.late_interest
    told = one.snapshot.mentions
    assert {told.recovery_fee, told.late_interest, told.early_payment} == {"Sans objet"}
    for invoice in (pro, one):
        assert "TVA non applicable, art. 293 B du CGI" in invoice.snapshot.mentions.others


def test_every_mention_named_in_the_code_exists():
    for name in ("franchise", "reverse_charge", "intra_community_supply", "export"):
        assert law.in_force(f"mention.{name}", on=date(2026, 11, 20)).text_en


def test_the_term_agreed_with_the_client_prevails(clock):
    with transaction():
        client = a_client(at=clock())
        client.payment_term_code = PaymentTerm(8).code
        draft = start_draft(client, business=the_business(), at=clock())

    assert draft.payment_term == PaymentTerm(8)
