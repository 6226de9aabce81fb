"""Whether the register of receipts and the payments still tell the same story."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy import Select, func, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from facturelite.db import db
from facturelite.invoices.model import Invoice, Settlement
from facturelite.journal.model import BEGINNING, Entry
from facturelite.money import ZERO, Euros, in_french
from facturelite.payments.model import OtherSettlement, Payment, ReceiptEntry

ENTERING = ("payment.recorded", "payment.refunded", "payment.reversed")
_HASHES = select(ReceiptEntry.id, ReceiptEntry.hash)


def receipt_problems() -> Iterator[str]:
    """Yield one sentence in French per row that is missing, altered or contradicted."""
    yield from chain_problems(_in_order(), previous=None)
    yield from _payments_against_register()
    yield from _register_against_journal()
    yield from _reversals_against_originals()
    yield from _settlements_against_payments()
    yield from _settlements_of_others()
    yield from _credits_below_zero()


def chain_problems(
    entries: Iterator[ReceiptEntry] | Sequence[ReceiptEntry], *, previous: ReceiptEntry | None
) -> Iterator[str]:
    """Yield one sentence per row of the register that does not follow the one before it."""
    expected_id = previous.id + 1 if previous else 1
    last_hash = previous.hash if previous else BEGINNING
    for entry in entries:
        if entry.id != expected_id:
            yield (
                f"Livre des recettes : il manque des écritures entre {expected_id} et {entry.id}."
            )
        elif entry.previous_hash != last_hash:
            yield f"Livre des recettes, écriture {entry.id} : elle ne suit pas la précédente."
        if entry.hash != entry.expected_hash():
            yield f"Livre des recettes, écriture {entry.id} : son contenu a été modifié."
        last_hash, expected_id = entry.hash, entry.id + 1


def _in_order() -> Iterator[ReceiptEntry]:
    ordered = select(ReceiptEntry).order_by(ReceiptEntry.id)
    yield from db.session.scalars(ordered.execution_options(yield_per=500))


def _payments_against_register() -> Iterator[str]:
    entered = type_coerce(ReceiptEntry.goods + ReceiptEntry.services, Euros())
    found = (
        select(Payment.id, Payment.amount, ReceiptEntry.id, entered)
        .outerjoin(ReceiptEntry, ReceiptEntry.payment_id == Payment.id)
        .where(
            ReceiptEntry.id.is_(None)
            | (entered != Payment.amount)
            | (ReceiptEntry.received_on != Payment.received_on)
            | (ReceiptEntry.method != Payment.method)
        )
        .order_by(Payment.id)
    )
    for payment_id, amount, entry_id, total in db.session.execute(found):
        if entry_id is None:
            yield f"L’encaissement {payment_id} manque au livre des recettes."
        elif total != amount:
            yield (
                f"L’encaissement {payment_id} est de {in_french(amount)}, son écriture "
                f"{entry_id} de {in_french(total)}."
            )
        else:
            yield f"L’encaissement {payment_id} et son écriture {entry_id} diffèrent."


def _register_against_journal() -> Iterator[str]:
    """The journal holds the hash of each row: who rewrites the end of a chain must rewrite both."""
    hashes = {number: known for number, known in db.session.execute(_HASHES)}  # noqa: C416
    told = select(Entry).where(Entry.event.in_(ENTERING)).order_by(Entry.id)
    for entry in db.session.scalars(told.execution_options(yield_per=500)):
        number, known = entry.details.get("receipt"), entry.details.get("receipt_sha256")
        if number not in hashes or hashes[number] != known:
            yield f"Livre des recettes, écriture {number} : ce n’est plus celle du journal."


def _reversals_against_originals() -> Iterator[str]:
    original = aliased(Payment)
    found = (
        select(Payment.id, original.id)
        .join(original, original.id == Payment.reverses_id)
        .where(Payment.amount != -original.amount)
        .order_by(Payment.id)
    )
    for payment_id, original_id in db.session.execute(found):
        yield f"L’encaissement {payment_id} n’est plus l’inverse du {original_id}, qu’il annule."


def _settlements_against_payments() -> Iterator[str]:
    parts = union_all(
        select(Settlement.payment_id, Settlement.amount).where(Settlement.payment_id.is_not(None)),
        select(OtherSettlement.payment_id, OtherSettlement.amount),
    ).subquery()
    used = func.sum(parts.c.amount, type_=Euros())
    found = (
        select(Payment.id, Payment.amount, used)
        .join(parts, parts.c.payment_id == Payment.id)
        .group_by(Payment.id)
        .having(
            ((Payment.amount > ZERO) & ((used > Payment.amount) | (used < ZERO)))
            | ((Payment.amount < ZERO) & ((used < Payment.amount) | (used > ZERO)))
        )
        .order_by(Payment.id)
    )
    for payment_id, amount, total in db.session.execute(found):
        yield (
            f"L’encaissement {payment_id} est de {in_french(amount)}, mais règle "
            f"{in_french(total)} de documents."
        )


def _settlements_of_others() -> Iterator[str]:
    found = (
        select(Payment.id, Invoice.number)
        .join(Settlement, Settlement.payment_id == Payment.id)
        .join(Invoice, Invoice.id == Settlement.invoice_id)
        .where(Invoice.client_id != Payment.client_id)
        .order_by(Payment.id)
        .distinct()
    )
    for payment_id, number in db.session.execute(found):
        yield f"L’encaissement {payment_id} règle {number}, qui est d’un autre client."


def _credits_below_zero() -> Iterator[str]:
    moved = select(Payment.client_id, func.sum(Payment.amount, type_=Euros()))
    used = select(Payment.client_id, func.sum(Settlement.amount, type_=Euros()))
    used = used.join(Settlement, Settlement.payment_id == Payment.id)
    others = select(Payment.client_id, func.sum(OtherSettlement.amount, type_=Euros()))
    others = others.join(OtherSettlement, OtherSettlement.payment_id == Payment.id)
    spent, apart = _by_client(used), _by_client(others)
    for client_id, total in _by_client(moved).items():
        credit = total - spent.get(client_id, ZERO) - apart.get(client_id, ZERO)
        if credit < 0:
            yield (
                f"Le client {client_id} a reçu {in_french(-credit)} de plus que ce qu’il avait "
                "à son crédit."
            )


def _by_client(amounts: Select[int, Decimal]) -> dict[int, Decimal]:
    rows = db.session.execute(amounts.group_by(Payment.client_id))
    return {client_id: total for client_id, total in rows}  # noqa: C416
