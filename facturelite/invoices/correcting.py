"""Mending what was issued: a credit note reduces it, a corrective invoice replaces it."""

from datetime import date, datetime
from decimal import Decimal

from facturelite.business.model import Business
from facturelite.db import db
from facturelite.invoices import deducting
from facturelite.invoices.checklist import creditable
from facturelite.invoices.drafting import copy_into, start_draft
from facturelite.invoices.model import (
    LIFE,
    Invoice,
    InvoiceKind,
    InvoiceState,
    Settlement,
)
from facturelite.journal.actions import record
from facturelite.lifecycle import MoveRefused
from facturelite.money import ZERO
from facturelite.refusals import Refusal


class CorrectionOpen(Refusal):
    """A correction of this document is already being written."""

    def __init__(self, draft: Invoice) -> None:
        self.draft_id = draft.id
        super().__init__(
            f"Un brouillon corrige déjà ce document ({draft.label.lower()}) : "
            "terminez-le ou supprimez-le d’abord."
        )


class NothingLeftToCredit(Refusal):
    """All of the invoice was already credited."""

    def __init__(self) -> None:
        super().__init__("Cette facture est déjà entièrement annulée par des avoirs.")


class NothingAwaited(Refusal):
    """The invoice is paid."""

    def __init__(self) -> None:
        super().__init__("Cette facture est réglée : il n’y a plus rien à attendre.")


class DepositNotReplaced(Refusal):
    """A deposit invoice is cancelled by its own kind of credit note, then made again."""

    def __init__(self) -> None:
        super().__init__(
            "Une facture d’acompte ne se remplace pas : annulez-la par un avoir, puis "
            "refaites-en une."
        )


class OtherClient(Refusal):
    """A correction is for the client of what it corrects."""

    def __init__(self) -> None:
        super().__init__("Ce document en corrige un autre, qui est d’un autre client.")


def draft_credit_note(
    invoice: Invoice, *, reason: str, business: Business, at: datetime
) -> Invoice:
    """Open a credit note on an issued invoice, for all of it; reduce it for a part of it.

    Raise MoveRefused, CorrectionOpen, NothingLeftToCredit, or DepositDeducted.
    """
    _refuse(invoice, "cancel")
    deducting.refuse_deducted(invoice)
    if creditable(invoice) <= 0:
        raise NothingLeftToCredit
    kind = (
        InvoiceKind.DEPOSIT_CREDIT
        if invoice.kind is InvoiceKind.DEPOSIT
        else InvoiceKind.CREDIT_NOTE
    )
    return _draft(invoice, kind, reason, business, at)


def draft_replacement(
    invoice: Invoice, *, reason: str, business: Business, at: datetime
) -> Invoice:
    """Open the corrective invoice that will cancel and replace an issued one.

    Raise MoveRefused, CorrectionOpen, or DepositNotReplaced.
    """
    _refuse(invoice, "replace")
    if invoice.kind is InvoiceKind.DEPOSIT:
        raise DepositNotReplaced
    return _draft(invoice, InvoiceKind.CORRECTIVE, reason, business, at)


def write_off(invoice: Invoice, *, reason: str, at: datetime) -> None:
    """Give up the rest of an invoice: it stays due, nothing more is awaited.

    Raise MoveRefused, CorrectionOpen, or NothingAwaited when it is paid.
    """
    _refuse(invoice, "write_off")
    if invoice.balance <= 0:
        raise NothingAwaited
    state = LIFE.after("write_off", invoice.state)
    record(
        "invoice.written_off",
        invoice.subject,
        at=at,
        client_id=invoice.client_id,
        balance=str(invoice.balance),
        reason=reason,
    )
    invoice.state = state


def check(correction: Invoice) -> None:
    """Refuse to issue a correction whose original may no longer be corrected."""
    original = correction.corrects
    if original is not None:
        LIFE.after(_move(correction), original.state)
        if original.client_id != correction.client_id:
            raise OtherClient
        deducting.refuse_deducted(original)


def take_effect(correction: Invoice, *, at: datetime, on: date) -> None:
    """Let an issued credit note or corrective invoice act on its original."""
    original = correction.corrects
    if original is None:
        return
    left = creditable(original)
    amount = correction.total_gross if correction.kind.is_credit else left
    if amount:
        _settle(original, amount, f"{correction.label} {correction.number}", correction, on)
    whole = amount == left
    if correction.kind.is_credit:
        original.state = LIFE.after("cancel", original.state) if whole else original.state
        event = "invoice.cancelled" if whole else "invoice.credited"
    else:
        original.state = LIFE.after("replace", original.state)
        _carry_payments(original, correction, on)
        event = "invoice.replaced"
    if original.state is not InvoiceState.ISSUED:
        deducting.release(original, at=at)
    record(
        event,
        original.subject,
        at=at,
        client_id=original.client_id,
        number=original.number,
        by=correction.number,
        amount=str(amount),
        reason=correction.reason,
    )
    db.session.flush()
    db.session.expire(original)


def _refuse(invoice: Invoice, move: str) -> None:
    if not invoice.may(move):
        raise MoveRefused(LIFE.moves[move].label, invoice.state)
    for correction in invoice.corrections:
        if correction.is_draft:
            raise CorrectionOpen(correction)


def _draft(
    invoice: Invoice, kind: InvoiceKind, reason: str, business: Business, at: datetime
) -> Invoice:
    draft = start_draft(invoice.client, business=business, at=at, kind=kind, corrects=invoice)
    copy_into(draft, invoice, business=business, at=at)
    draft.reason, draft.is_arrhes = reason, invoice.is_arrhes
    return draft


def _move(correction: Invoice) -> str:
    return "cancel" if correction.kind.is_credit else "replace"


def _settle(invoice: Invoice, amount: Decimal, label: str, credit: Invoice, on: date) -> None:
    db.session.add(
        Settlement(
            invoice_id=invoice.id, amount=amount, settled_on=on, label=label, credit_id=credit.id
        )
    )


def _carry_payments(original: Invoice, replacement: Invoice, on: date) -> None:
    """Move what was paid on the original to the invoice that replaces it."""
    paid: dict[int, Decimal] = {}
    for settlement in original.settlements:
        if settlement.payment_id:
            paid[settlement.payment_id] = paid.get(settlement.payment_id, ZERO) + settlement.amount
    for payment_id, amount in paid.items():
        if not amount:
            continue
        for invoice, part, label in (
            (original, -amount, f"Reporté sur {replacement.number}"),
            (replacement, amount, f"Reporté de {original.number}"),
        ):
            db.session.add(
                Settlement(
                    invoice_id=invoice.id,
                    amount=part,
                    settled_on=on,
                    label=label,
                    payment_id=payment_id,
                )
            )
