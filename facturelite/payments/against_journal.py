"""Whether money and what it settles still are what the journal told."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceKind, Settlement
from facturelite.journal.queries import told
from facturelite.money import ZERO, in_french
from facturelite.payments.model import OtherSettlement, Payment
from facturelite.subjects import number_in

ENTERED = ("payment.recorded", "payment.refunded", "payment.reversed")
Sums = dict[tuple[int, int], Decimal]  # euros by payment and invoice
Others = dict[tuple[int, str], Decimal]  # euros by payment and document that is no invoice


def payment_problems() -> Iterator[str]:
    """Yield one sentence in French per payment or settlement that the journal tells otherwise."""
    yield from _lost_payments()
    yield from _otherwise_settled_invoices()
    yield from _otherwise_paid_documents()


def _lost_payments() -> Iterator[str]:
    known = set(db.session.scalars(select(Payment.id)))
    entered = {_entered(entry.event, entry.subject, entry.details) for entry in told(*ENTERED)}
    for number in sorted(entered - known):
        yield f"L’encaissement {number}, dont parle le journal, est introuvable."
    for number in sorted(known - entered):
        yield f"L’encaissement {number} n’est pas au journal."


def _entered(event: str, subject: str, facts: dict[str, object]) -> int:
    """Return which payment an entry tells: for a reversal, the opposite one."""
    written = facts["by"] if event == "payment.reversed" else number_in(subject)
    return int(str(written))


def _otherwise_settled_invoices() -> Iterator[str]:
    """Compare by invoice and those it replaces: a replacement carries payments with it."""
    replaced = _replacements()
    expected, actual = _told_sums(replaced), _actual_sums(replaced)
    for key in sorted(expected.keys() | actual.keys()):
        wanted, found = expected.get(key, ZERO), actual.get(key, ZERO)
        if wanted != found:
            payment_id, invoice_id = key
            invoice = db.session.get(Invoice, invoice_id)
            name = invoice.name if invoice else f"le document {invoice_id}"
            yield (
                f"L’encaissement {payment_id} règle {in_french(found)} sur {name}, "
                f"{in_french(wanted)} d’après le journal."
            )


def _told_sums(replaced: dict[int, int]) -> Sums:
    sums: Sums = defaultdict(lambda: ZERO)
    for entry in told("invoice.settled"):
        invoice_id = number_in(entry.subject)
        key = int(entry.details["payment"]), _first(invoice_id, replaced)
        sums[key] += Decimal(entry.details["amount"])
    return sums


def _actual_sums(replaced: dict[int, int]) -> Sums:
    sums: Sums = defaultdict(lambda: ZERO)
    found = select(Settlement.payment_id, Settlement.invoice_id, Settlement.amount)
    for payment_id, invoice_id, amount in db.session.execute(found):
        if payment_id:
            sums[payment_id, _first(invoice_id, replaced)] += amount
    return sums


def _replacements() -> dict[int, int]:
    found = select(Invoice.id, Invoice.corrects_id)
    found = found.where(Invoice.kind == InvoiceKind.CORRECTIVE, Invoice.corrects_id.is_not(None))
    return {new: old for new, old in db.session.execute(found) if old is not None}


def _first(invoice_id: int, replaced: dict[int, int]) -> int:
    while invoice_id in replaced:
        invoice_id = replaced[invoice_id]
    return invoice_id


def _otherwise_paid_documents() -> Iterator[str]:
    expected, actual = _told_others(), _actual_others()
    for key in sorted(expected.keys() | actual.keys()):
        wanted, found = expected.get(key, ZERO), actual.get(key, ZERO)
        if wanted != found:
            payment_id, subject = key
            yield (
                f"L’encaissement {payment_id} règle {in_french(found)} sur {subject}, "
                f"{in_french(wanted)} d’après le journal."
            )


def _told_others() -> Others:
    """Return what each payment pays of other documents; a reversal takes all of it back."""
    sums: Others = defaultdict(lambda: ZERO)
    signs = {"payment.allocated": 1, "payment.released": -1}
    for entry in told(*signs, "payment.reversed"):
        facts, payment_id = entry.details, number_in(entry.subject)
        if entry.event in signs and "document" in facts:
            sums[payment_id, facts["document"]] += signs[entry.event] * Decimal(facts["amount"])
        elif entry.event == "payment.reversed":
            paid = {
                subject: sum_ for (number, subject), sum_ in sums.items() if number == payment_id
            }
            sums.update({(int(facts["by"]), subject): -sum_ for subject, sum_ in paid.items()})
    return sums


def _actual_others() -> Others:
    sums: Others = defaultdict(lambda: ZERO)
    found = select(OtherSettlement.payment_id, OtherSettlement.subject, OtherSettlement.amount)
    for payment_id, subject, amount in db.session.execute(found):
        sums[payment_id, subject] += amount
    return sums
