"""Late interest billed on a note of its own, or waived: never twice, never altered."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.invoices.continuity import number_problems
from facturelite.journal.queries import client_timeline, timeline
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.worker import empty_the_outbox
from facturelite.payments import others
from facturelite.payments.actions import reverse_payment
from facturelite.payments.against_journal import payment_problems
from facturelite.payments.model import Method
from facturelite.payments.queries import credit_of, receipt_problems, unallocated_payments
from facturelite.payments.refused import MoreThanAsked, MoreThanReceived
from facturelite.payments.register import entry_of
from facturelite.reminders import penalties, penalties_mailing, penalties_paid
from facturelite.reminders.claims import Background, claimed
from facturelite.reminders.composing import account, compose
from facturelite.reminders.consistency import penalty_problems
from facturelite.reminders.interest import statement, statements
from facturelite.reminders.model import Channel, Claim, Step
from facturelite.reminders.penalties_model import NoteState
from facturelite.reminders.statement_words import explained, warnings
from till import TODAY, again

D = Decimal


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 8, 1))


@pytest.fixture
def note(late, martin, clock):
    with transaction():
        return penalties.bill(martin, statements([late], on=TODAY), at=clock(), on=TODAY)


def receive(note, *, at, method=Method.TRANSFER, reference="", amount=None):
    facts = {"method": method, "reference": reference, "paid_on": TODAY, "amount": amount}
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


def nothing_is_wrong():
    found = [receipt_problems(), payment_problems(), penalty_problems()]
    return [problem for one in found for problem in one] == []


def test_what_a_payment_left_pays_a_note_and_never_more(note, martin, late, pay, clock):
    whole = pay(martin, "70", reference="b")
    with transaction():
        penalties_paid.pay_note_from(note, whole, at=clock())
    assert (note.state, whole.unallocated) == (NoteState.PAID, D("2.48"))
    assert credit_of(martin.id) == D("2.48")
    assert nothing_is_wrong()


def test_a_note_is_paid_by_what_several_payments_left(note, martin, late, pay, clock):
    short, rest = pay(martin, "1008.97", (late, "1000"), reference="a"), pay(martin, "60")
    with transaction():
        penalties_paid.pay_note_from(note, short, at=clock())
    assert (note.state, penalties.due_of(note).amount) == (NoteState.ISSUED, D("58.55"))
    with transaction(), pytest.raises(MoreThanReceived):
        penalties_paid.pay_note_from(note, short, at=clock())
    with transaction():
        penalties_paid.pay_note_from(note, rest, at=clock())
    assert (note.state, credit_of(martin.id)) == (NoteState.PAID, D("1.45"))
    assert others.payers_of(note.subject) == {short: D("8.97"), rest: D("58.55")}
    assert [entry.event for entry in timeline(note.subject)[:2]] == [
        "penalties.paid",
        "penalties.paid_in_part",
    ]
    assert nothing_is_wrong()


def test_a_payment_undone_frees_only_its_part_of_a_note(note, martin, pay, clock):
    first, second = pay(martin, "8.97", reference="a"), pay(martin, "58.55", reference="b")
    for payment in (first, second):
        with transaction():
            penalties_paid.pay_note_from(note, payment, at=clock())
    with transaction():
        reverse_payment(first, reason="Autre client", at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    db.session.expire_all()
    assert (note.state, penalties.due_of(note).amount) == (NoteState.ISSUED, D("8.97"))
    assert nothing_is_wrong()
    with transaction():
        receive(note, at=clock(), reference="c")
    assert (note.state, nothing_is_wrong()) == (NoteState.PAID, True)


def test_a_receipt_may_pay_a_part_of_a_note_and_no_more_than_it_asks(note, martin, clock):
    with transaction():
        payment = receive(note, at=clock(), amount=D("7.52"))
    assert entry_of(payment).amount == D("7.52")
    assert (note.state, penalties.due_of(note).amount) == (NoteState.ISSUED, 60)
    with transaction(), pytest.raises(MoreThanAsked):
        receive(note, at=clock(), amount=D("60.01"), reference="b")
    assert nothing_is_wrong()


def test_cancelling_a_note_paid_in_part_gives_the_client_their_credit_back(
    note, martin, pay, clock
):
    payment = pay(martin, "8.97")
    with transaction():
        penalties_paid.pay_note_from(note, payment, at=clock())
    with transaction():
        penalties.cancel(note, reason="Geste", at=clock(), on=TODAY)
    assert (credit_of(martin.id), unallocated_payments()) == (D("8.97"), {payment: D("8.97")})
    assert nothing_is_wrong()
    with transaction():
        reverse_payment(payment, reason="Autre client", at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert (note.state, nothing_is_wrong()) == (NoteState.CANCELLED, True)


def test_the_history_of_a_client_tells_a_note_once(note, martin):
    told = [one.event for one in client_timeline(martin.id)]
    assert told.count("penalties.billed") == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "S’y ajoute la note de pénalités P2026-0001 du 20 novembre 2026, 67,52 €."),
        (
            "en",
            "The late payment statement P2026-0001 of 20 November 2026 is to be added: €67.52.",
        ),
    ],
)
def test_a_reminder_tells_the_open_notes_beside_its_own_sums(note, late, clock, language, said):
    with transaction():
        note.client.language = language
    assert sums_of(late).total == 1000
    before, told, after = reminder_of(late).rpartition(said)
    assert told
    assert before.endswith("\n\n")
    assert after == "\n\n{lien}"
    with transaction():
        receive(note, at=clock(), amount=D("7.52"))
        penalties_mailing.note_posted(note, at=clock(), on=TODAY)
    rest = {"fr": "dont il reste 60,00 € à payer.", "en": "€60.00 left to pay."}
    assert rest[language] in reminder_of(late)
    with transaction():
        receive(note, at=clock(), reference="b")
    assert "P2026-0001" not in reminder_of(late)


def sums_of(invoice, *, on=TODAY):
    step = Step(channel=Channel.EMAIL, claim=Claim.INTEREST_AND_FEE)
    amounts = [(invoice, again(invoice).balance)]
    background = Background.about([again(invoice)], on=on)
    return claimed(invoice.client, step, amounts, credit=D(0), background=background, on=on)


def reminder_of(invoice):
    step = Step(channel=Channel.EMAIL, title_fr="{numeros}", title_en="{numeros}")
    step.text_fr = step.text_en = "Bonjour,\n\n{decompte}\n\n{promesse}\n\n{lien}"
    sums = sums_of(invoice)
    words = compose(invoice.client, step, sums, business=the_business(), on=TODAY)
    return words.text.replace("\xa0", " ")


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


def test_a_rate_that_is_not_known_here_makes_a_provisional_claim(late):
    later = date(2027, 2, 1)
    told = statement(late, on=later)
    (warning,) = warnings(told)
    assert "ne connaît pas encore le taux du semestre commençant le 1er janvier 2027" in warning
    assert "provisoire" in " ".join(explained(told))
    assert "Provisional" in " ".join(explained(told, "en"))
    lines = [label for label, _ in account(sums_of(late, on=later), "fr")]
    assert "Pénalités de retard à ce jour (provisoires)" in lines
    assert warnings(statement(late, on=TODAY)) == []
