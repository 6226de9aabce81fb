"""Deposit invoices, the balance that deducts them, and what may become of both."""

from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft
from facturelite.business.model import VatRegime
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.consistency import contradictions
from facturelite.invoices import deducting
from facturelite.invoices.consistency import credit_problems, document_problems
from facturelite.invoices.correcting import (
    DepositNotReplaced,
    draft_credit_note,
    draft_replacement,
)
from facturelite.invoices.depositing import (
    MoreThanWhole,
    NotADeposit,
    draft_deposit,
    nature_in_words,
)
from facturelite.invoices.drafting import (
    DepositsDeducted,
    DraftContent,
    change_client,
    delete_draft,
    duplicate,
    write_draft,
)
from facturelite.invoices.exactness import Part
from facturelite.invoices.issuing import NotReady, issue_invoice
from facturelite.invoices.model import InvoiceKind, InvoiceState
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.sheets.writing import LineContent
from facturelite.terms.conditions import DepositNature

pytestmark = pytest.mark.usefixtures("nadia")

NO_VAT = (Part(Decimal(0), Decimal(1000), Decimal(0)),)
TWO_RATES = (
    Part(Decimal(20), Decimal(1000), Decimal(200)),
    Part(Decimal(10), Decimal(100), Decimal(10), goods=True),
)
WORK = (
    LineContent("Pose", Decimal(1), Decimal(1000), vat_rate=Decimal(20)),
    LineContent("Carrelage", Decimal(1), Decimal(100), vat_rate=Decimal(10), goods=True),
)


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def taxed(nadia):
    with transaction():
        business = the_business()
        business.vat_regime, business.vat_number = VatRegime.REAL, "FR44732829320"


def a_deposit(client, amount, clock, parts=NO_VAT):
    business = the_business()
    draft = draft_deposit(
        client,
        parts,
        Decimal(amount),
        label="Acompte de 30 % sur devis D2026-0001",
        business=business,
        at=clock(),
    )
    issue_invoice(draft, business=business, at=clock(), on=clock.today)
    return draft


def a_balance(client, deposits, clock, lines=None, **content):
    business = the_business()
    draft = a_draft(client, "1000", at=clock())
    if lines:
        written = DraftContent(THIRTY_DAYS, lines=lines, **content)
        write_draft(draft, written, business=business, at=clock())
    deducting.deduct(draft, [d.id for d in deposits], business=business, at=clock())
    return draft


def issue(draft, clock):
    issue_invoice(draft, business=the_business(), at=clock(), on=clock.today)
    return draft


def test_a_deposit_invoice_says_what_it_is(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)

    assert (deposit.number, deposit.total_gross) == ("F2026-0001", Decimal("300.00"))
    assert (deposit.snapshot.type_code, deposit.snapshot.frame) == ("386", "S1")
    assert deposit.due_on == clock.today
    (line,) = deposit.snapshot.lines
    assert line.label == "Acompte de 30 % sur devis D2026-0001"
    assert line.detail == nature_in_words(DepositNature.ACOMPTE, "fr")


@pytest.mark.parametrize(
    ("amount", "refusal"), [("0", NotADeposit), ("-1", NotADeposit), ("1000.01", MoreThanWhole)]
)
def test_a_deposit_is_a_part_of_the_price(amount, refusal, martin, clock):
    with pytest.raises(refusal), transaction():
        a_deposit(martin, amount, clock)


@pytest.mark.usefixtures("taxed")
def test_a_deposit_is_shared_between_the_rates(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "393", clock, TWO_RATES)

    assert deposit.total_gross == Decimal("393.00")
    assert [(g.rate, g.base, g.tax) for g in deposit.snapshot.vat_groups] == [
        (20, Decimal("300.00"), Decimal("60.00")),
        (10, Decimal("30.00"), Decimal("3.00")),
    ]
    assert deposit.snapshot.frame == "M1"


@pytest.mark.usefixtures("taxed")
def test_the_balance_deducts_line_by_line_to_the_cent(martin, clock):
    with transaction():
        first = a_deposit(martin, "333.33", clock, TWO_RATES)
        second = a_deposit(martin, "0.07", clock, TWO_RATES)
    with transaction():
        balance = issue(a_balance(martin, [first, second], clock, WORK), clock)

    snapshot = balance.snapshot
    assert (snapshot.type_code, snapshot.frame) == ("380", "M4")
    assert balance.total_gross == Decimal("1310.00") - Decimal("333.40")
    assert balance.total_vat == Decimal("210.00") - first.total_vat - second.total_vat
    assert [p.number for p in snapshot.preceding] == [first.number, second.number]
    assert [p.type_code for p in snapshot.preceding] == ["386", "386"]
    minus = [line for line in snapshot.lines if line.deducts]
    assert {line.quantity for line in minus} == {Decimal(-1)}
    assert minus[0].label == "− Acompte F2026-0001 du 20 novembre 2026"
    assert list(contradictions(snapshot)) == []
    assert [*document_problems(), *credit_problems()] == []


def test_the_document_discount_spares_the_deductions(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        balance = a_balance(
            martin,
            [deposit],
            clock,
            (LineContent("Site", Decimal(1), Decimal(1000)),),
            discount_percent=Decimal(10),
        )
        issue(balance, clock)

    assert balance.snapshot.discount == Decimal("100.00")
    assert balance.total_gross == Decimal("600.00")


def test_what_is_left_to_pay_on_the_deposit_is_said(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        record_payment(
            martin,
            amount=Decimal(180),
            method=Method.TRANSFER,
            received_on=clock.today,
            allocations={deposit.id: Decimal(180)},
            at=clock(),
            on=clock.today,
        )
        balance = issue(a_balance(martin, [deposit], clock), clock)

    assert [p.unpaid for p in balance.snapshot.preceding] == [Decimal("120.00")]
    assert (balance.balance, deposit.balance) == (Decimal("700.00"), Decimal("120.00"))


def test_a_deposit_is_deducted_once(martin, clock):
    business = the_business()
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        a_balance(martin, [deposit], clock)
        other = a_draft(martin, "500", at=clock())

    assert deducting.deductible(other, business) == []
    with pytest.raises(deducting.NotDeductible), transaction():
        deducting.deduct(other, [deposit.id], business=business, at=clock())


def test_unticking_or_deleting_the_draft_frees_the_deposit(martin, clock):
    business = the_business()
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        draft = a_balance(martin, [deposit], clock)
        deducting.deduct(draft, [], business=business, at=clock())
    assert (draft.total_gross, deducting.deducted_by(deposit)) == (Decimal("1000.00"), None)

    with transaction():
        deducting.deduct(draft, [deposit.id], business=business, at=clock())
        delete_draft(draft, at=clock())
    assert deducting.deducted_by(deposit) is None


def test_what_may_not_be_deducted(martin, clock):
    business = the_business()
    with transaction():
        stranger = a_deposit(a_client("Zoé", at=clock()), "10", clock)
        unissued = draft_deposit(
            martin, NO_VAT, Decimal(10), label="Acompte", business=business, at=clock()
        )
        credited = a_deposit(martin, "20", clock)
        a_credit_note(credited, on=clock.today, at=clock())
        draft = a_draft(martin, "500", at=clock())
        ordinary = issue(a_draft(martin, "30", at=clock()), clock)

    assert deducting.deductible(draft, business) == []
    for wrong in (stranger, unissued, credited, ordinary):
        with pytest.raises(deducting.NotDeductible), transaction():
            deducting.deduct(draft, [wrong.id], business=business, at=clock())


def test_a_deposit_of_another_regime_is_not_deducted(martin, clock):
    business = the_business()
    with transaction():
        a_deposit(martin, "300", clock)
        business.vat_regime, business.vat_number = VatRegime.REAL, "FR44732829320"
        draft = a_draft(martin, "500", at=clock())

    assert deducting.deductible(draft, business) == []


def test_deductions_never_exceed_the_price(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "1000", clock)
    with pytest.raises(NotReady, match="dépassent le prix"), transaction():
        issue(
            a_balance(martin, [deposit], clock, (LineContent("x", Decimal(1), Decimal(999)),)),
            clock,
        )


def test_a_part_credited_deposit_is_deducted_for_the_rest(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        a_credit_note(deposit, amount="100", on=clock.today, at=clock())
        balance = issue(a_balance(martin, [deposit], clock), clock)

    assert balance.total_gross == Decimal("800.00")


def test_a_credited_deposit(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        credit = a_credit_note(deposit, on=clock.today, at=clock())

    assert (credit.kind, credit.snapshot.type_code) == (InvoiceKind.DEPOSIT_CREDIT, "503")
    assert [p.type_code for p in credit.snapshot.preceding] == ["386"]
    assert (deposit.state, deposit.balance) == (InvoiceState.CANCELLED, 0)


def test_a_deducted_deposit_is_mended_on_what_deducts_it(martin, clock):
    business = the_business()
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        draft = a_balance(martin, [deposit], clock)

    with pytest.raises(deducting.DepositDeducted, match="décochez"), transaction():
        draft_credit_note(deposit, reason="x", business=business, at=clock())
    with transaction():
        issue(draft, clock)
    with pytest.raises(deducting.DepositDeducted, match="F2026-0002"), transaction():
        draft_credit_note(deposit, reason="x", business=business, at=clock())


def test_a_credit_note_opened_before_the_deduction_is_refused(martin, clock):
    business = the_business()
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        credit = draft_credit_note(deposit, reason="x", business=business, at=clock())
        a_balance(martin, [deposit], clock)

    with pytest.raises(deducting.DepositDeducted), transaction():
        issue(credit, clock)


def test_a_deposit_is_not_replaced(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
    with pytest.raises(DepositNotReplaced), transaction():
        draft_replacement(deposit, reason="x", business=the_business(), at=clock())


@pytest.mark.usefixtures("taxed")
def test_cancelling_the_balance_frees_the_deposit(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "0.07", clock, TWO_RATES)
        balance = issue(a_balance(martin, [deposit], clock, WORK), clock)
        credit = a_credit_note(balance, on=clock.today, at=clock())

    assert (credit.total_net, credit.total_vat) == (balance.total_net, balance.total_vat)
    assert balance.state is InvoiceState.CANCELLED
    assert deducting.deducted_by(deposit) is None
    with transaction():
        again = issue(a_balance(martin, [deposit], clock, WORK), clock)
    assert deducting.deducted_by(deposit).id == again.id


def test_a_replacement_takes_the_deductions_over(martin, clock):
    business = the_business()
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        balance = issue(a_balance(martin, [deposit], clock), clock)
        draft = draft_replacement(balance, reason="Adresse", business=business, at=clock())
        assert deducting.deducted_by(deposit).id == balance.id
        issue(draft, clock)

    assert deducting.deducted_by(deposit).id == draft.id
    assert (draft.total_gross, draft.snapshot.frame) == (Decimal("700.00"), "S4")
    assert balance.state is InvoiceState.REPLACED


def test_saving_the_sheet_keeps_deductions_and_exact_amounts(martin, clock):
    business = the_business()
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        draft = a_balance(martin, [deposit], clock)
        line = LineContent("Site refait", Decimal(2), Decimal(400))
        write_draft(draft, DraftContent(THIRTY_DAYS, lines=(line,)), business=business, at=clock())

    assert draft.total_gross == Decimal("500.00")
    assert draft.lines[0].label == "Site refait"


def test_a_copy_deducts_nothing(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        balance = issue(a_balance(martin, [deposit], clock), clock)
        copy = duplicate(balance, business=the_business(), at=clock())

    assert (copy.deductions, copy.total_gross) == ([], Decimal("1000.00"))


def test_deductions_stay_with_their_client(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        draft = a_balance(martin, [deposit], clock)
        other = a_client("Zoé", at=clock())

    with pytest.raises(DepositsDeducted), transaction():
        change_client(draft, other, business=the_business(), at=clock())


def test_the_database_refuses_a_second_deduction_and_a_rewriting(martin, clock):
    with transaction():
        deposit = a_deposit(martin, "300", clock)
        balance = issue(a_balance(martin, [deposit], clock), clock)
    insert = (
        "INSERT INTO deposit_deduction (invoice_id, deposit_id, created_at)"
        " VALUES (:i, :d, '2026-11-20')"
    )
    for statement, values in (
        (insert, {"i": balance.id, "d": deposit.id}),
        (insert, {"i": balance.id, "d": balance.id}),
        ("DELETE FROM deposit_deduction", {}),
        ("UPDATE deposit_deduction SET created_at = '2020-01-01'", {}),
    ):
        with pytest.raises(Exception, match=r"UNIQUE|deduct"), transaction():
            db.session.execute(db.text(statement), values)
