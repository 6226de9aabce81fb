"""Late interest billed on a note of its own, or waived: never twice, never altered."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.invoices.continuity import number_problems
from facturelite.journal.queries import timeline
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payments.actions import reverse_payment
from facturelite.payments.against_journal import payment_problems
from facturelite.payments.model import Method
from facturelite.payments.queries import credit_of, receipt_problems, unallocated_payments
from facturelite.payments.refused import MoreThanReceived
from facturelite.payments.register import entry_of
from facturelite.reminders import penalties, penalties_paid
from facturelite.reminders.consistency import penalty_problems
from facturelite.reminders.interest import statement, statements
from facturelite.reminders.penalties_model import NoteState
from till import TODAY, again

D = Decimal


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 8, 1))


@pytest.fixture
def note(late, martin, clock):
    with transaction():
        return penalties.bill(martin, statements([late], on=TODAY), at=clock(), on=TODAY)


def receive(note, *, at, method=Method.TRANSFER, reference=""):
    facts = {"method": method, "reference": reference, "paid_on": TODAY}
    return penalties_paid.receive_note(note, at=at, on=TODAY, **facts)


def test_a_note_claims_what_its_statements_say_without_vat(note, late):
    assert (note.number, note.interest, note.recovery_fees) == ("P2026-0001", D("27.52"), 40)
    pages = PdfReader(BytesIO(get_document(note.pdf_id).content)).pages
    said = " ".join(page.extract_text() for page in pages).replace("\xa0", " ")
    for word in ("Note de pénalités de retard", "P2026-0001", late.number, "67,52", "12,40 %"):
        assert word in said
    assert "n’entrent pas dans le champ de la TVA" in " ".join(said.split())
    assert timeline(late.subject)[0].event == "penalties.billed"


def test_what_was_billed_is_not_claimed_again(note, late, martin, clock):
    told = statement(late, on=TODAY)
    assert (told.accrued, told.interest, told.recovery_fee) == (D("27.52"), 0, 0)
    assert statement(late, on=date(2026, 12, 20)).interest > 0
    with transaction(), pytest.raises(penalties.NothingToClaim):
        penalties.bill(martin, [told], at=clock(), on=TODAY)


def test_a_cancelled_note_keeps_its_number_and_frees_what_it_claimed(note, late, clock):
    with transaction(), pytest.raises(penalties.NoReasonToCancel):
        penalties.cancel(note, reason=" ", at=clock(), on=TODAY)
    with transaction():
        penalties.cancel(note, reason="Erreur", at=clock(), on=TODAY)
    assert statement(late, on=TODAY).total == D("67.52")
    with transaction():
        again = penalties.bill(note.client, [statement(late, on=TODAY)], at=clock(), on=TODAY)
    assert again.number == "P2026-0002"
    assert list(penalty_problems()) == list(number_problems()) == []


def test_a_note_is_paid_once(note, clock):
    with transaction():
        receive(note, at=clock())
    assert note.state is NoteState.PAID
    with transaction(), pytest.raises(MoveRefused):
        penalties.cancel(note, reason="x", at=clock(), on=TODAY)


def test_a_note_is_paid_by_a_receipt_of_its_own(note, martin, late, clock):
    with transaction():
        payment = receive(note, method=Method.CHEQUE, at=clock())
    entry = entry_of(payment)
    assert (entry.documents, entry.nature) == (
        "note de pénalités P2026-0001",
        "pénalités de retard",
    )
    assert (entry.amount, entry.method) == (D("67.52"), Method.CHEQUE)
    assert (payment.unallocated, credit_of(martin.id), again(late).balance) == (0, 0, 1000)
    assert unallocated_payments() == {}
    found = [receipt_problems(), payment_problems(), penalty_problems()]
    assert [problem for one in found for problem in one] == []


def test_a_note_whose_payment_is_undone_waits_again(note, martin, clock):
    with transaction():
        payment = receive(note, at=clock())
    with transaction():
        reverse_payment(payment, reason="Autre client", at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    db.session.expire_all()
    assert (note.state, note.closed_on, credit_of(martin.id)) == (NoteState.ISSUED, None, 0)
    found = [receipt_problems(), payment_problems(), penalty_problems()]
    assert [problem for one in found for problem in one] == []
    with transaction():
        receive(note, reference="b", at=clock())
    assert note.state is NoteState.PAID


def test_what_a_payment_left_pays_a_note_and_never_more(note, martin, late, pay, clock):
    short = pay(martin, "1050", (late, "1000"), reference="a")
    with transaction(), pytest.raises(MoreThanReceived):
        penalties_paid.pay_note_from(note, short, at=clock())
    whole = pay(martin, "70", reference="b")
    with transaction():
        penalties_paid.pay_note_from(note, whole, at=clock())
    assert (note.state, whole.unallocated) == (NoteState.PAID, D("2.48"))
    assert credit_of(martin.id) == D("52.48")
    found = [receipt_problems(), payment_problems(), penalty_problems()]
    assert [problem for one in found for problem in one] == []


@pytest.mark.parametrize("for_good", [False, True])
def test_what_is_waived_is_claimed_no_more(late, clock, for_good):
    with transaction(), pytest.raises(penalties.NoReasonToWaive):
        penalties.waive(statement(late, on=TODAY), reason="", for_good=for_good, at=clock())
    with transaction():
        told = statement(late, on=TODAY)
        penalties.waive(told, reason="Bon client", for_good=for_good, at=clock())
    assert statement(late, on=TODAY).total == 0
    later = statement(late, on=date(2026, 12, 20))
    assert (later.total == 0) is for_good
    assert later.recovery_fee == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE penalty_note SET interest = 1",
        "UPDATE penalty_note SET content_text = '{}'",
        "DELETE FROM penalty_note",
        "UPDATE penalty_part SET interest = 1",
        "DELETE FROM penalty_part",
        "INSERT INTO penalty_part (note_id, invoice_id, until, interest, recovery_fee) "
        "SELECT id, (SELECT max(id) FROM invoice), issued_on, 1, 0 FROM penalty_note",
    ],
)
def test_the_database_refuses_to_alter_a_note(note, bill, martin, change):
    bill(martin, "10")
    with (
        pytest.raises(DBAPIError, match=r"never changes|for ever"),
        db.engine.begin() as connection,
    ):
        connection.execute(text(change))


@pytest.mark.parametrize(
    "change",
    ["state = 'CANCELLED'", "closed_on = '2026-01-01'", "reason = 'x'"],
)
def test_a_note_that_was_paid_stays_so(note, clock, change):
    with transaction():
        receive(note, at=clock())
    assert list(penalty_problems()) == []
    update = text(f"UPDATE penalty_note SET {change}")
    with pytest.raises(DBAPIError, match="never changes"), db.engine.begin() as connection:
        connection.execute(update)
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER guard_penalty_note_closed"))
        connection.execute(text("UPDATE penalty_note SET state = 'CANCELLED'"))
    db.session.rollback()
    assert any("ne la dit pas annulée" in problem for problem in penalty_problems())


def test_an_altered_note_would_be_told(note):
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER guard_penalty_note_update"))
        connection.execute(text("UPDATE penalty_note SET interest = interest + 100"))
    db.session.expire_all()
    assert any("ne concordent pas" in problem for problem in penalty_problems())
