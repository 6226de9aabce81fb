"""Taking deposit invoices off the total of the invoice that ends the work."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, select

from facturelite import dates
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.invoices.deposits_model import DepositDeduction
from facturelite.invoices.drafting import charges_vat, total_again
from facturelite.invoices.exactness import Part
from facturelite.invoices.model import LIFE, Invoice, InvoiceKind, InvoiceLine, InvoiceState
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.writing import LineContent, contents_of, write_lines

DEDUCTING = frozenset({InvoiceKind.INVOICE, InvoiceKind.CORRECTIVE})
# A deposit given up stays billed: were it not deducted, the same price would be billed twice.
BILLED = frozenset({InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF})


class NotDeductible(Refusal):
    """A deposit invoice may not be taken off this one."""

    def __init__(self, deposit: Invoice | None) -> None:
        name = "Cette facture d’acompte"
        if deposit:
            name = f"La {deposit.label.lower()} {deposit.number}"
        super().__init__(
            f"{name} ne se déduit pas ici : elle est annulée, déjà déduite ailleurs, d’un autre "
            "client ou d’un autre régime de TVA. Rechargez la page et cochez de nouveau."
        )


class DepositDeducted(Refusal):
    """A deposit that an invoice deducts is mended there."""

    def __init__(self, by: Invoice) -> None:
        what = (
            "décochez-le d’abord dans ce brouillon"
            if by.is_draft
            else "annulez d’abord cette facture par un avoir, ou faites-y l’avoir"
        )
        super().__init__(f"Cet acompte est déduit de « {by.name} » : {what}.")


def deducted_by(deposit: Invoice) -> Invoice | None:
    """Return the document that deducts a deposit invoice, draft or issued."""
    held = select(DepositDeduction).where(
        DepositDeduction.deposit_id == deposit.id, DepositDeduction.released_at.is_(None)
    )
    deduction = db.session.scalars(held).first()
    return deduction.invoice if deduction else None


def named(deposits: Iterable[Invoice], *, done: bool = False) -> str:
    """Say « Acomptes à déduire », « Arrhes déduites »: arrhes are no acompte."""
    natures = {deposit.is_arrhes for deposit in deposits}
    if natures == {True}:
        return "Arrhes déduites" if done else "Arrhes à déduire"
    what = "Acomptes et arrhes" if len(natures) > 1 else "Acomptes"
    return f"{what} déduits" if done else f"{what} à déduire"


def refuse_deducted(deposit: Invoice) -> None:
    """Raise DepositDeducted when an invoice deducts this one."""
    if deposit.kind is InvoiceKind.DEPOSIT and (by := deducted_by(deposit)):
        raise DepositDeducted(by)


def deductible(invoice: Invoice, business: Business) -> Sequence[Invoice]:
    """List the deposit invoices that a draft may deduct, those it already does included."""
    if invoice.kind not in DEDUCTING:
        return []
    mine = {invoice.id, invoice.corrects_id}
    elsewhere = select(DepositDeduction.deposit_id).where(
        DepositDeduction.released_at.is_(None), DepositDeduction.invoice_id.not_in(mine - {None})
    )
    found = select(Invoice).where(
        Invoice.client_id == invoice.client_id,
        Invoice.kind == InvoiceKind.DEPOSIT,
        Invoice.state.in_(BILLED),
        Invoice.vat_treatment == invoice.vat_treatment,
        Invoice.id.not_in(elsewhere),
    )
    taxed = charges_vat(invoice, business) and invoice.vat_treatment is VatTreatment.DOMESTIC
    ordered = found.order_by(Invoice.issued_on, Invoice.id)
    deposits = db.session.scalars(ordered).unique()
    return [deposit for deposit in deposits if _is_taxed(deposit) is taxed and left_of(deposit)]


def left_of(deposit: Invoice) -> list[Part]:
    """Return what an issued deposit invoice billed at each rate, less what was credited on it."""
    parts = _parts(deposit)
    for credit in deposit.corrections:
        for part in _parts(credit).values() if credit.kind.is_credit else ():
            of = parts[part.rate]
            parts[part.rate] = Part(of.rate, of.net - part.net, of.vat - part.vat, of.goods)
    return [part for part in parts.values() if part.gross]


def deduct(
    invoice: Invoice, deposit_ids: Collection[int], *, business: Business, at: datetime
) -> None:
    """Make a draft deduct these deposit invoices, and no other.

    Raise MoveRefused once issued, NotDeductible for one that is not of `deductible`.
    """
    LIFE.after("edit", invoice.state)
    known = {deposit.id: deposit for deposit in deductible(invoice, business)}
    for deposit_id in deposit_ids:
        if deposit_id not in known:
            raise NotDeductible(None)
    chosen = [deposit for deposit in known.values() if deposit.id in set(deposit_ids)]
    _hold(invoice, chosen, at)
    usual = [line for line in invoice.lines if not line.deducts_id]
    lines = (*contents_of(usual), *_lines(chosen, invoice.client.language))
    write_lines(invoice.lines, lines, InvoiceLine)
    total_again(invoice, business=business, at=at)


def check(invoice: Invoice, business: Business) -> None:
    """Refuse to issue a document whose deductions are no longer what the deposits bill."""
    if invoice.kind not in DEDUCTING:
        return
    wanted = {line.deducts_id for line in invoice.deductions}
    deposits = [d for d in deductible(invoice, business) if d.id in wanted]
    told = [_figures(line) for line in contents_of(invoice.deductions)]
    if told != [_figures(line) for line in _lines(deposits, invoice.client.language)]:
        lost = wanted - {deposit.id for deposit in deposits}
        raise NotDeductible(invoice.deductions[0].deducts if lost else None)


def take_effect(invoice: Invoice, *, at: datetime) -> None:
    """Hold the deposits that an issued document deducts, and tell it in their stories."""
    if invoice.kind not in DEDUCTING or not invoice.deductions:
        return
    deposits = list({line.deducts_id: line.deducts for line in invoice.deductions}.values())
    _hold(invoice, [deposit for deposit in deposits if deposit], at)
    for deposit in deposits:
        if deposit:
            record(
                "invoice.deducted",
                deposit.subject,
                at=at,
                client_id=deposit.client_id,
                number=deposit.number,
                by=invoice.number,
            )


def release(invoice: Invoice, *, at: datetime) -> None:
    """Free the deposits that a cancelled or replaced invoice deducted."""
    held = select(DepositDeduction).where(
        DepositDeduction.invoice_id == invoice.id, DepositDeduction.released_at.is_(None)
    )
    for deduction in db.session.scalars(held):
        deduction.released_at = at
        record(
            "invoice.deduction_released",
            deduction.deposit.subject,
            at=at,
            client_id=invoice.client_id,
            number=deduction.deposit.number,
            by=invoice.number,
        )
    db.session.flush()


def _hold(invoice: Invoice, deposits: Iterable[Invoice], at: datetime) -> None:
    """Keep deposits from being deducted or credited elsewhere."""
    wanted = {deposit.id for deposit in deposits}
    mine = select(DepositDeduction.deposit_id).where(DepositDeduction.invoice_id == invoice.id)
    held = set(db.session.scalars(mine.where(DepositDeduction.released_at.is_(None))))
    if dropped := held - wanted:
        gone = delete(DepositDeduction).where(
            DepositDeduction.invoice_id == invoice.id, DepositDeduction.deposit_id.in_(dropped)
        )
        db.session.execute(gone)
    theirs = {invoice.corrects_id} if invoice.is_draft else set()
    for deposit_id in sorted(wanted - held):
        deposit = db.session.get_one(Invoice, deposit_id)
        by = deducted_by(deposit)
        if by is None or by.id not in theirs:
            db.session.add(
                DepositDeduction(invoice_id=invoice.id, deposit_id=deposit_id, created_at=at)
            )
    db.session.flush()


def _lines(deposits: Iterable[Invoice], language: str) -> list[LineContent]:
    return [
        part.line(_label(deposit, language), deducts_id=deposit.id)
        for deposit in deposits
        for part in left_of(deposit)
    ]


def _label(deposit: Invoice, language: str) -> str:
    day = dates.in_words(deposit.issued_on, language) if deposit.issued_on else ""
    if language == "en":
        name = "Earnest money" if deposit.is_arrhes else "Deposit"
        return f"\N{MINUS SIGN} {name} {deposit.number} of {day}"
    name = "Arrhes" if deposit.is_arrhes else "Acompte"
    return f"\N{MINUS SIGN} {name} {deposit.number} du {day}"


def _figures(line: LineContent) -> tuple[object, ...]:
    return (line.deducts_id, line.quantity, line.unit_price, line.vat_rate, line.exact_vat)


def _parts(document: Invoice) -> dict[Decimal, Part]:
    snapshot = document.snapshot
    if snapshot is None:
        return {}
    goods = {
        group.rate: all(line.goods for line in snapshot.lines if line.vat_rate == group.rate)
        for group in snapshot.vat_groups
    }
    return {
        group.rate: Part(group.rate, group.base, group.tax, goods[group.rate])
        for group in snapshot.vat_groups
    }


def _is_taxed(deposit: Invoice) -> bool:
    snapshot = deposit.snapshot
    return snapshot is not None and any(group.category == "S" for group in snapshot.vat_groups)
