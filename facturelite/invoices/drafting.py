"""Writing drafts: everything may still change, nothing is numbered."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.deposits_model import DepositDeduction
from facturelite.invoices.exactness import as_exact
from facturelite.invoices.model import (
    LIFE,
    Invoice,
    InvoiceKind,
    InvoiceLine,
)
from facturelite.journal.actions import record
from facturelite.payment_terms import PaymentTerm
from facturelite.refusals import Refusal
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.totals import Totals, compute
from facturelite.sheets.writing import (
    LineContent,
    contents_of,
    refuse_two_discounts,
    write_lines,
)


class DraftChanged(Refusal):
    """Another page wrote the draft since this one was loaded."""

    def __init__(self) -> None:
        super().__init__(
            "Ce brouillon a été modifié dans un autre onglet. Rechargez la page pour repartir "
            "de sa dernière version."
        )


class ClientFixed(Refusal):
    """A correction is for the client of what it corrects."""

    def __init__(self) -> None:
        super().__init__(
            "Ce document en corrige un autre : il reste au même client. Si le client est faux, "
            "annulez la facture par un avoir, puis facturez le bon client."
        )


class DepositsDeducted(Refusal):
    """The deposits of a client are deducted for them only."""

    def __init__(self) -> None:
        super().__init__(
            "Ce brouillon déduit des acomptes de ce client : décochez-les d’abord dans "
            "« Acomptes à déduire »."
        )


class NotDeletable(Refusal):
    """Only drafts may go."""

    def __init__(self) -> None:
        super().__init__(
            "Un document émis ne se supprime pas : annulez-le par un avoir, son numéro reste."
        )


@dataclass(frozen=True)
class DraftContent:
    """A whole draft as written."""

    payment_term: PaymentTerm
    title: str = ""
    supplied_from: date | None = None
    supplied_to: date | None = None
    purchase_order: str = ""
    note: str = ""
    reason: str = ""
    vat_treatment: VatTreatment = VatTreatment.DOMESTIC
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    lines: tuple[LineContent, ...] = field(default=())


def charges_vat(invoice: Invoice, business: Business) -> bool:
    """Tell whether a draft may hold VAT: as its original did for a correction, else as today.

    A change of regime never changes what an earlier document said.
    """
    original = invoice.corrects.snapshot if invoice.corrects else None
    categories = {group.category for group in original.vat_groups} if original else set()
    if "S" in categories or "E" in categories:
        return "S" in categories
    return business.charges_vat


def totals_of(invoice: Invoice, business: Business) -> Totals:
    """Total a draft as it stands."""
    return compute(
        invoice.lines,
        charges_vat=charges_vat(invoice, business),
        treatment=invoice.vat_treatment,
        discount_percent=invoice.discount_percent,
        discount_amount=invoice.discount_amount,
        exact_vat=[line.exact_vat for line in invoice.lines],
    )


def start_draft(
    client: Client,
    *,
    business: Business,
    at: datetime,
    kind: InvoiceKind = InvoiceKind.INVOICE,
    corrects: Invoice | None = None,
) -> Invoice:
    """Open an empty draft for a client, with the payment term agreed with them."""
    term = client.payment_term or business.payment_term
    draft = Invoice(
        kind=kind,
        client=client,
        corrects=corrects,
        payment_term_code=term.code,
        created_at=at,
        edited_at=at,
    )
    db.session.add(draft)
    db.session.flush()
    record("invoice.drafted", draft.subject, at=at, client_id=client.id, kind=kind.name)
    return draft


def write_draft(
    invoice: Invoice,
    content: DraftContent,
    *,
    business: Business,
    at: datetime,
    version: int | None = None,
) -> None:
    """Replace what a draft says, deductions of deposits apart, and total it again.

    `version` is the one the page was loaded with: raise DraftChanged when another page wrote
    since, MoveRefused once issued, DiscountTwice for two kinds of discount.
    """
    LIFE.after("edit", invoice.state)
    if version is not None and version != invoice.version:
        raise DraftChanged
    refuse_two_discounts(content.discount_percent, content.discount_amount)
    lines = (*as_exact(content.lines, invoice), *contents_of(invoice.deductions))
    _copy(content, invoice)
    write_lines(invoice.lines, lines, InvoiceLine)
    total_again(invoice, business=business, at=at)


def total_again(invoice: Invoice, *, business: Business, at: datetime) -> None:
    """Bring a draft's totals up to date with its lines."""
    totals = totals_of(invoice, business)
    invoice.total_net, invoice.total_vat = totals.net, totals.vat
    invoice.total_gross = totals.gross
    invoice.edited_at = at
    db.session.flush()


def change_client(invoice: Invoice, client: Client, *, business: Business, at: datetime) -> None:
    """Address a draft to another client, with the payment term agreed with them.

    Raise ClientFixed for a correction: it is for whom its original was; DepositsDeducted when
    it deducts deposits of the first.
    """
    LIFE.after("edit", invoice.state)
    if invoice.corrects_id:
        raise ClientFixed
    if invoice.deductions and client.id != invoice.client_id:
        raise DepositsDeducted
    invoice.client = client
    invoice.payment_term_code = (client.payment_term or business.payment_term).code
    invoice.edited_at = at
    record("invoice.readdressed", invoice.subject, at=at, client_id=client.id, to=client.name)
    db.session.flush()


def delete_draft(invoice: Invoice, *, at: datetime) -> None:
    """Throw a draft away; raise NotDeletable once issued."""
    if not invoice.is_draft:
        raise NotDeletable
    record("invoice.draft_deleted", invoice.subject, at=at, client_id=invoice.client_id)
    held = delete(DepositDeduction).where(DepositDeduction.invoice_id == invoice.id)
    db.session.execute(held)
    db.session.delete(invoice)
    db.session.flush()


def duplicate(invoice: Invoice, *, business: Business, at: datetime) -> Invoice:
    """Open a draft that says the same as another document, dates of supply apart."""
    kind = InvoiceKind.INVOICE if invoice.kind is not InvoiceKind.DEPOSIT else invoice.kind
    draft = start_draft(invoice.client, business=business, at=at, kind=kind)
    copy_into(draft, invoice, business=business, at=at)
    draft.supplied_from = draft.supplied_to = None
    return draft


def copy_into(draft: Invoice, source: Invoice, *, business: Business, at: datetime) -> None:
    """Make a draft say what another document says; only a correction deducts what it did."""
    for name in _COPIED:
        setattr(draft, name, getattr(source, name))
    corrects = draft.corrects_id is not None
    copied = [line for line in source.lines if corrects or not line.deducts_id]
    write_lines(draft.lines, contents_of(copied), InvoiceLine)
    total_again(draft, business=business, at=at)


_COPIED = (
    "title",
    "payment_term_code",
    "supplied_from",
    "supplied_to",
    "purchase_order",
    "note",
    "vat_treatment",
    "discount_percent",
    "discount_amount",
)


def _copy(content: DraftContent, invoice: Invoice) -> None:
    invoice.payment_term_code = content.payment_term.code
    for name in (*_COPIED, "reason"):
        if name != "payment_term_code":
            setattr(invoice, name, getattr(content, name))
    invoice.discount_percent = content.discount_percent or None
    invoice.discount_amount = content.discount_amount or None
