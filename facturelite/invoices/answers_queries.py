"""Reading what clients answered: received, promised, contested."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.answers_model import Acknowledgement, Dispute, Promise
from facturelite.invoices.model import Invoice, InvoiceState

_Answer = TypeVar("_Answer", Promise, Dispute)
STANDING = frozenset({InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF})


def get_dispute(dispute_id: int) -> Dispute | None:
    """Return a dispute by its number."""
    return db.session.get(Dispute, dispute_id)


def acknowledgement_of(invoice: Invoice) -> Acknowledgement | None:
    """Return the client's word that they received a document."""
    return acknowledgements([invoice.id]).get(invoice.id)


def acknowledgements(invoice_ids: Collection[int]) -> Mapping[int, Acknowledgement]:
    """Return the acknowledgements of many documents, by document, in one query."""
    found = select(Acknowledgement).where(Acknowledgement.invoice_id.in_(invoice_ids))
    return {given.invoice_id: given for given in db.session.scalars(found)}


def current_promise(invoice: Invoice) -> Promise | None:
    """Return the last promise made for an invoice, kept or not: the last one counts."""
    return current_promises([invoice.id]).get(invoice.id)


def current_promises(invoice_ids: Collection[int]) -> Mapping[int, Promise]:
    """Return the last promise of each of many invoices, in one query."""
    return {number: made[-1] for number, made in promises_about(invoice_ids).items()}


def promises_about(invoice_ids: Collection[int]) -> Mapping[int, list[Promise]]:
    """Return the promises of each of many invoices, oldest first, in one query."""
    found = select(Promise).where(Promise.invoice_id.in_(invoice_ids)).order_by(Promise.id)
    return _by_invoice(db.session.scalars(found))


def open_dispute(invoice: Invoice) -> Dispute | None:
    """Return the dispute that the owner has yet to close."""
    return open_disputes([invoice.id]).get(invoice.id)


def open_disputes(invoice_ids: Collection[int]) -> Mapping[int, Dispute]:
    """Return the open disputes among many invoices, by invoice, in one query."""
    found = select(Dispute).where(Dispute.invoice_id.in_(invoice_ids), Dispute.closed_at.is_(None))
    return {dispute.invoice_id: dispute for dispute in db.session.scalars(found)}


def disputes_about(invoice_ids: Collection[int]) -> Mapping[int, list[Dispute]]:
    """Return the disputes of each of many invoices, oldest first, in one query."""
    found = select(Dispute).where(Dispute.invoice_id.in_(invoice_ids)).order_by(Dispute.id)
    return _by_invoice(db.session.scalars(found))


def uncontested(invoices: Sequence[Invoice]) -> Mapping[int, Decimal]:
    """Return what may still be asked for of each invoice that is contested, in euros, by id.

    Whoever asks a client for money asks this: of the invoices that are left out, all that is
    owed may be asked for.
    """
    opened = open_disputes([invoice.id for invoice in invoices])
    return {
        invoice.id: opened[invoice.id].uncontested(invoice.balance)
        for invoice in invoices
        if invoice.id in opened
    }


def disputes_of(invoice: Invoice) -> list[Dispute]:
    """Return every dispute of an invoice, newest first."""
    found = select(Dispute).where(Dispute.invoice_id == invoice.id).order_by(Dispute.id.desc())
    return list(db.session.scalars(found))


def may_be_acknowledged(invoice: Invoice) -> bool:
    """Tell whether the client may say that they received a document: any issued one."""
    return not invoice.is_draft


def may_be_promised(invoice: Invoice) -> bool:
    """Tell whether money is still owed on an invoice, given up by the owner or not."""
    return _stands(invoice) and invoice.balance > 0


def may_be_disputed(invoice: Invoice) -> bool:
    """Tell whether the client may contest a document: any invoice that stands, paid or not."""
    return _stands(invoice)


def _by_invoice(answers: Iterable[_Answer]) -> dict[int, list[_Answer]]:
    sorted_out: dict[int, list[_Answer]] = {}
    for answer in answers:
        sorted_out.setdefault(answer.invoice_id, []).append(answer)
    return sorted_out


def _stands(invoice: Invoice) -> bool:
    return invoice.state in STANDING and not invoice.kind.is_credit
