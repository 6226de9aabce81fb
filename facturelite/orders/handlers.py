"""What follows a signature, and the payment of a deposit."""

from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import acting
from facturelite.orders.producing import open_order
from facturelite.orders.queries import ORDERED, billed_by, order_of
from facturelite.orders.waiting import tell_of_deposit
from facturelite.outbox.actions import Attempt, PermanentFailure, handles
from facturelite.quotes.model import Quote
from facturelite.refusals import Refusal
from facturelite.subjects import number_in


@handles("order.open")
def open_signed(attempt: Attempt) -> str:
    """Bill the deposit of a quote that was just signed, if it says so."""
    try:
        with transaction(), acting("system"):
            quote = db.session.get_one(Quote, number_in(attempt.subject))
            if quote.state not in ORDERED:
                return "ce devis n’est pas signé"
            made = open_order(quote, at=attempt.at, on=attempt.at.astimezone(PARIS).date())
            return f"avance facturée : {made.name}" if made else "rien à facturer de soi-même"
    except Refusal as refusal:
        raise PermanentFailure(str(refusal)) from refusal


@handles("invoice.paid")
def deposit_paid(attempt: Attempt) -> str:
    """Tell that the work may begin, when what was paid is the deposit that it waits for."""
    with transaction():
        invoice = db.session.get_one(Invoice, number_in(attempt.subject))
        billed = billed_by(invoice)
        if billed is None:
            return "cette facture n’est d’aucun devis"
        tell_of_deposit(order_of(billed.quote), at=attempt.at)
    return "vu"
