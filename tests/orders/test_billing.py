"""What is billed of a signed quote: each part once, and what was signed in all."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from billing import a_client, a_credit_note
from facturelite.business.model import VatRegime
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.deadlines.agreed import agreed
from facturelite.deadlines.sources import Scope
from facturelite.documents.consistency import contradictions
from facturelite.documents.printed import printed
from facturelite.invoices.correcting import draft_replacement, write_off
from facturelite.invoices.drafting import delete_draft
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import InvoiceKind
from facturelite.orders import refusals
from facturelite.orders.consistency import order_problems
from facturelite.orders.model import BALANCE, DEPOSIT, PartKey
from facturelite.orders.progress import deliver, note_purchase_order, reach_stage
from facturelite.orders.queries import billed_by, live_part, order_of
from facturelite.orders.showing import rows_of
from facturelite.orders.to_bill import orders_to_bill
from facturelite.quotes.drafting import Offer
from facturelite.quotes.model import Concluded, LineChoice, StageEvent
from facturelite.quotes.schedule import Part
from facturelite.sheets.writing import LineContent
from facturelite.terms.conditions import DepositNature
from ordering import a_stage, sums

STAGE = PartKey(Part.STAGE)
THIRTY = {"deposit_percent": Decimal(30)}
MIXED = (
    Offer(LineContent("Pose", Decimal("1.5"), Decimal("333.33"), vat_rate=Decimal(20))),
    Offer(LineContent("Carrelage", Decimal(7), Decimal("23.70"), vat_rate=Decimal(10), goods=True)),
    Offer(
        LineContent("Joints", Decimal(3), Decimal("1.96"), vat_rate=Decimal("5.5"), goods=True),
        LineChoice.OPTION,
        is_chosen=False,
    ),
)


def test_the_deposit_invoice_says_of_which_quote(order, invoice, clock):
    quote = order(**THIRTY)
    deposit = invoice(quote, DEPOSIT)

    assert deposit.kind is InvoiceKind.DEPOSIT
    assert (deposit.total_gross, deposit.due_on) == (Decimal("300.00"), clock.today)
    assert (
        deposit.title
        == f"Devis {quote.number} du 20 novembre 2026\N{NO-BREAK SPACE}: Refonte du site"
    )
    (line,) = deposit.snapshot.lines
    assert line.label == f"Acompte de 30\N{NO-BREAK SPACE}% sur devis {quote.number}"
    assert billed_by(deposit).key == DEPOSIT


def test_arrhes_are_printed_as_such_and_due_on_the_day_agreed(order, invoice, clock):
    day = clock.today.replace(month=12, day=9)
    quote = order(**THIRTY, deposit_nature=DepositNature.ARRHES, deposit_due_on=day)
    deposit = invoice(quote, DEPOSIT)

    assert deposit.due_on == day
    assert deposit.snapshot.lines[0].detail == "Versé à titre d’arrhes."
    assert deposit.snapshot.type_code == "386"


@pytest.mark.usefixtures("taxed")
def test_the_whole_road_bills_what_was_signed(order, invoice, martin):
    quote = order(
        offers=MIXED, chosen=frozenset({2}), discount_percent=Decimal(7), **THIRTY,
        stages=[a_stage("33.33"), a_stage(amount="50.01", label="Pose")],
    )  # fmt: skip
    made = [invoice(quote, key) for key in (DEPOSIT, STAGE, PartKey(Part.STAGE, 1), BALANCE)]

    balance = made[-1]
    assert [one.snapshot.type_code for one in made] == ["386", "386", "386", "380"]
    assert balance.snapshot.frame == "M4"
    assert len(balance.snapshot.preceding) == 3
    assert [line.label for line in balance.lines[:3]] == ["Pose", "Carrelage", "Joints"]
    assert balance.discount_percent == Decimal(7)
    assert sum(one.total_gross for one in made) == quote.signature.total_gross
    assert sum(one.total_vat for one in made) == quote.signature.total_vat
    assert not [fault for one in made for fault in contradictions(one.snapshot)]
    assert order_of(quote).left == 0


def test_an_order_without_parts_is_billed_whole(order, invoice, clock):
    quote = order()
    with transaction():
        deliver(quote, day=clock.today, at=clock(), on=clock.today)
    whole = invoice(quote, BALANCE)

    assert (whole.kind, whole.total_gross) == (InvoiceKind.INVOICE, Decimal("1000.00"))
    assert (whole.supplied_to, whole.snapshot.frame) == (clock.today, "S1")


def test_stages_that_are_the_whole_price_leave_a_balance_of_nothing(order, invoice):
    quote = order(stages=[a_stage("50"), a_stage("50")])
    for key in (STAGE, PartKey(Part.STAGE, 1)):
        invoice(quote, key)
    balance = invoice(quote, BALANCE)

    assert (balance.total_gross, balance.is_settled) == (Decimal(0), True)


def test_each_part_is_billed_once(order, invoice):
    quote = order(stages=[a_stage("20")], **THIRTY)
    invoice(quote, DEPOSIT)
    with pytest.raises(refusals.AlreadyBilled):
        invoice(quote, DEPOSIT)
    with pytest.raises(refusals.NoSuchPart):
        invoice(quote, PartKey(Part.STAGE, 3))
    invoice(quote, BALANCE, issued=False)
    with pytest.raises(refusals.AllBilled):
        invoice(quote, STAGE)


def test_the_database_refuses_a_second_invoice_and_forgets_none(order, invoice):
    quote = order(**THIRTY)
    made = invoice(quote, DEPOSIT)
    copied = (
        "INSERT INTO order_part (quote_id, part, stage, month, amount, made_on, created_at,"
        " invoice_id, problem) SELECT quote_id, part, stage, month, amount, made_on, created_at,"
        f" {made.id} + 0 * stage, '' FROM order_part"
    )
    for statement in (
        copied,
        "DELETE FROM order_part",
        "UPDATE order_part SET amount = 1",
        "UPDATE order_part SET released_at = '2026-11-20'",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_a_draft_thrown_away_may_be_billed_again(order, invoice, clock):
    quote = order(**THIRTY)
    draft = invoice(quote, DEPOSIT, issued=False)
    with transaction():
        delete_draft(draft, at=clock())
    assert order_of(quote).deposit.document is None

    assert invoice(quote, DEPOSIT).total_gross == Decimal("300.00")


def test_a_deposit_cancelled_then_billed_again(order, invoice, clock, martin):
    quote = order(**THIRTY)
    first = invoice(quote, DEPOSIT)
    with transaction():
        a_credit_note(first, on=clock.today, at=clock())
    again = invoice(quote, DEPOSIT)
    balance = invoice(quote, BALANCE)

    assert [line.deducts_id for line in balance.deductions] == [again.id]
    assert sums(martin) == {Decimal(0): (Decimal(1000), Decimal(0))}


def test_a_deposit_credited_in_part_is_made_up_by_the_balance(order, invoice, clock, martin):
    quote = order(**THIRTY)
    deposit = invoice(quote, DEPOSIT)
    with transaction():
        a_credit_note(deposit, amount="100", on=clock.today, at=clock())

    assert invoice(quote, BALANCE).total_gross == Decimal("800.00")
    assert sums(martin) == {Decimal(0): (Decimal(1000), Decimal(0))}


def test_a_deposit_paid_in_part_stays_due_on_its_own_invoice(order, invoice, pay, martin):
    quote = order(**THIRTY)
    deposit = invoice(quote, DEPOSIT)
    pay(martin, "180", (deposit, "180"))
    balance = invoice(quote, BALANCE)

    assert (deposit.balance, balance.balance) == (Decimal(120), Decimal(700))
    assert [p.unpaid for p in balance.snapshot.preceding] == [Decimal(120)]


def test_a_replaced_balance_still_bills_the_order(order, invoice, clock):
    quote = order(**THIRTY)
    invoice(quote, DEPOSIT)
    balance = invoice(quote, BALANCE)
    with transaction():
        business = the_business()
        draft = draft_replacement(balance, reason="Adresse", business=business, at=clock())
        issue_invoice(draft, business=business, at=clock(), on=clock.today)

    assert order_of(quote).balance.document.id == draft.id
    assert billed_by(draft).key == BALANCE
    with pytest.raises(refusals.AlreadyBilled):
        invoice(quote, BALANCE)


def test_a_balance_forgets_no_draft(order, invoice):
    quote = order(**THIRTY)
    invoice(quote, DEPOSIT, issued=False)
    with pytest.raises(refusals.DraftsLeft):
        invoice(quote, BALANCE)


def test_a_consumer_off_premises_pays_nothing_for_seven_days(order, invoice, clock):
    with transaction():
        eve = a_client("Durand", at=clock(), consumer=True)
    quote = order(eve, concluded=Concluded.OFF_PREMISES, **THIRTY)
    for days in (0, 7):
        clock.travel(days=days)
        with pytest.raises(refusals.PaymentNotYet, match="28 novembre"):
            invoice(quote, DEPOSIT)
    clock.travel(days=1)

    assert invoice(quote, DEPOSIT).due_on == clock.today


def test_a_change_of_regime_is_for_the_owner_to_settle(order, invoice):
    quote = order(**THIRTY)
    with transaction():
        business = the_business()
        business.vat_regime, business.vat_number = VatRegime.REAL, "FR44732829320"
    with pytest.raises(refusals.RegimeChanged):
        invoice(quote, DEPOSIT)


def amounts(quote, on) -> list[Decimal | None]:
    return [row.amount for row in rows_of(order_of(quote), on=on)]


def test_a_stage_that_nothing_billed_goes_into_the_balance_everywhere(order, invoice, clock):
    quote = order(deposit_percent=Decimal(30), stages=[a_stage("20")])
    today = clock.today
    invoice(quote, DEPOSIT)
    db.session.expire_all()
    assert amounts(quote, today) == [300, 200, 500]

    with transaction():
        reach_stage(quote, PartKey(Part.STAGE), day=today, at=clock(), on=today)
        deliver(quote, day=today, at=clock(), on=today)
    assert amounts(quote, today) == [300, None, 700]
    assert [one.amount for one in orders_to_bill(on=today)] == [700]
    everything = Scope(quote.client_id)
    assert [one.amount for one in agreed(everything, on=today)] == [700]

    balance = invoice(quote, BALANCE, issued=False)
    assert balance.total_gross == 700
    assert amounts(quote, today) == [300, None, 700]
    assert live_part(quote.id, BALANCE).amount == 700
    assert list(order_problems()) == []


def test_a_deposit_given_up_stays_billed_and_is_deducted(order, invoice, clock):
    quote = order(deposit_percent=Decimal(30))
    deposit = invoice(quote, DEPOSIT)
    with transaction():
        write_off(deposit, reason="Client introuvable", at=clock())
    balance = invoice(quote, BALANCE)

    assert balance.total_gross == 700
    assert sum(one.total_gross for one in (deposit, balance)) == 1000


def test_the_reference_of_the_client_goes_to_each_invoice(order, invoice, clock):
    quote = order(deposit_percent=Decimal(30), stages=[a_stage("20")], purchase_order="BC-7")
    assert quote.snapshot.purchase_order == "BC-7"
    assert invoice(quote, DEPOSIT).snapshot.purchase_order == "BC-7"
    with transaction():
        note_purchase_order(quote, " BC-8 ", at=clock())
    stage, balance = invoice(quote, STAGE), invoice(quote, BALANCE)
    assert [one.snapshot.purchase_order for one in (stage, balance)] == ["BC-8", "BC-8"]


def test_the_invoice_of_a_stage_says_the_day_it_was_done(order, invoice, clock):
    done = clock.today
    monthly = a_stage("20", event=StageEvent.DAY, day=done, label="Hébergement")
    quote = order(deposit_percent=Decimal(10), stages=[a_stage("20"), monthly])
    clock.travel(days=3)
    with transaction():
        reach_stage(quote, STAGE, day=done, at=clock(), on=clock.today)
    parts = (DEPOSIT, STAGE, PartKey(Part.STAGE, 1))
    days = [invoice(quote, key, issued=False).supplied_to for key in parts]
    assert days == [None, done, done]


@pytest.mark.parametrize(
    ("nature", "language", "named"),
    [
        (DepositNature.ACOMPTE, "fr", ["Avant acomptes", "Acomptes déduits"]),
        (DepositNature.ARRHES, "fr", ["Avant arrhes", "Arrhes déduites"]),
        (DepositNature.ARRHES, "en", ["Before deduction", "Earnest money"]),
    ],
)
def test_a_balance_names_the_arrhes_that_it_deducts(
    order, invoice, martin, nature, language, named
):
    with transaction():
        martin.language = language
    quote = order(deposit_percent=Decimal(30), deposit_nature=nature)
    invoice(quote, DEPOSIT)
    balance = invoice(quote, BALANCE)

    sheet = printed(balance.snapshot)
    assert [label for label, _ in sheet["totals"]][:2] == named
    assert [one.arrhes for one in balance.snapshot.preceding] == [nature is DepositNature.ARRHES]


def test_the_sheet_of_a_balance_names_the_arrhes_to_deduct(owner, order, invoice):
    quote = order(deposit_percent=Decimal(30), deposit_nature=DepositNature.ARRHES)
    invoice(quote, DEPOSIT)
    balance = invoice(quote, BALANCE, issued=False)

    page = owner.get(f"/factures/{balance.id}").text
    assert "Arrhes à déduire" in page
    assert "Acomptes à déduire" not in page
