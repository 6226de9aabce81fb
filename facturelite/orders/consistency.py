"""Whether what orders billed is what the journal tells, and no more than what was signed."""

from collections.abc import Iterator

from sqlalchemy import select

from facturelite.business.queries import the_business
from facturelite.db import db
from facturelite.journal.queries import timeline, told
from facturelite.orders.model import DECIDED_AGAIN, BilledPart, Cancellation, ReachedPart
from facturelite.orders.parts import chosen_in, signature_of
from facturelite.orders.queries import cancellation_of
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.totals import totals_for
from facturelite.subjects import number_in


def order_problems() -> Iterator[str]:
    """Yield one sentence per order that is not as it was signed, billed or cancelled."""
    yield from _of_parts()
    yield from _of_days()
    yield from _of_signatures()
    yield from _of_cancellations()


def _of_parts() -> Iterator[str]:
    """Compare each part billed with what the journal tells of it, one by one."""
    expected = _told_parts()
    for row in db.session.scalars(select(BilledPart).order_by(BilledPart.id)):
        said = expected.get((row.quote_id, row.key.code), [])
        yield from _of_part(row, said.pop(0) if said else None)
    for (quote_id, _), left in expected.items():
        if left:
            yield f"{_name(quote_id)} : une part facturée a disparu, et le serait de nouveau."


def _of_part(row: BilledPart, known: tuple[int, str] | None) -> Iterator[str]:
    """Yield what of a row is not what was told: the invoice, then the amount."""
    name = _name(row.quote_id)
    if known is None or known[1] != str(row.amount):
        yield f"{name} : une part facturée ({row.amount} €) n’est pas celle du journal."
    elif row.invoice_id is not None and row.invoice_id != known[0]:
        yield f"{name} : une part est liée à une autre facture que celle du journal."
    if row.invoice is not None and row.invoice.client_id != row.quote.client_id:
        yield f"{name} : une part est facturée à un autre client."


def _told_parts() -> dict[tuple[int, str], list[tuple[int, str]]]:
    """Return, by quote and part, the invoices and amounts that the journal tells, in order."""
    expected: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for entry in told("order.billed"):
        facts = entry.details
        if entry.subject == f"quote/{facts['quote_id']}":
            key = (facts["quote_id"], facts["part"])
            expected.setdefault(key, []).append((facts["invoice_id"], facts["amount"]))
    return expected


def _of_days() -> Iterator[str]:
    """Compare the days of stages and deliveries, on which rights depend, with the journal."""
    found = select(ReachedPart).order_by(ReachedPart.id)
    rows = {(row.quote_id, row.key.code): row for row in db.session.scalars(found)}
    expected = _told_days()
    for quote_id, code in sorted(rows.keys() | expected.keys()):
        row = rows.get((quote_id, code))
        if (str(row.reached_on) if row else None) != expected.get((quote_id, code)):
            yield (
                f"{_name(quote_id)} : le jour d’une étape ou de la livraison n’est pas celui du "
                "journal."
            )


def _told_days() -> dict[tuple[int, str], str]:
    """Return, by quote and part, the last day that the journal tells and that stands."""
    days: dict[tuple[int, str], str] = {}
    for entry in told("order.delivered", "order.stage_reached", "order.taken_back"):
        key = (number_in(entry.subject), entry.details["part"])
        if entry.event == "order.taken_back":
            days.pop(key, None)
        else:
            days[key] = entry.details["day"]
    return days


def _of_signatures() -> Iterator[str]:
    """Total again what each order took: it is what was signed."""
    signed = select(Quote).where(Quote.state.in_((QuoteState.SIGNED, QuoteState.CANCELLED)))
    for quote in db.session.scalars(signed.order_by(Quote.id)).unique():
        signature = signature_of(quote)
        totals = totals_for(quote, chosen_in(quote), the_business())
        was = (signature.total_net, signature.total_vat, signature.total_gross)
        if (totals.net, totals.vat, totals.gross) != was:
            yield f"{quote.name} : ses lignes ne font plus le total signé ({was[2]} €)."


def _of_cancellations() -> Iterator[str]:
    expected = {entry.subject: entry.details for entry in told("order.cancelled")}
    found = select(Quote).where(Quote.state == QuoteState.CANCELLED).order_by(Quote.id)
    cancelled = {quote.subject: quote for quote in db.session.scalars(found).unique()}
    for subject, quote in cancelled.items():
        if subject not in expected:
            yield f"{quote.name} est annulé sans que le journal le dise."
    for row in db.session.scalars(select(Cancellation).order_by(Cancellation.id)):
        facts = expected.pop(row.quote.subject, None)
        if facts is None or (facts["day"], facts["reason"]) != (str(row.cancelled_on), row.reason):
            yield f"{row.quote.name} : son annulation n’est pas celle du journal."
        yield from _of_decision(row)
    yield from _of_later_decisions()
    for subject in expected:
        yield f"{_name(int(subject.partition('/')[2]))} : son annulation a disparu."


def _of_decision(row: Cancellation) -> Iterator[str]:
    """Compare what was decided, and what was paid of it, with the journal."""
    told_here = {entry.event: entry.details for entry in timeline(row.quote.subject)}
    decided, paid = told_here.get("order.decided"), told_here.get("order.indemnity_paid")
    known = (decided["outcome"], decided.get("indemnity")) if decided else (None, None)
    said = row.outcome.value if row.outcome else None
    if known != (said, str(row.indemnity) if row.indemnity else None):
        yield f"{row.quote.name} : ce qui fut décidé des sommes n’est pas ce que dit le journal."
    day = str(row.indemnity_paid_on) if row.indemnity_paid_on else None
    if (paid["day"] if paid else None) != day:
        yield f"{row.quote.name} : le versement de l’indemnité n’est pas celui du journal."


def _of_later_decisions() -> Iterator[str]:
    """Check that what was decided once more follows a first decision and a withdrawal."""
    for entry in told(DECIDED_AGAIN):
        number = number_in(entry.subject)
        quote, made = db.session.get(Quote, number), cancellation_of(number)
        first = made.outcome.value if made and made.outcome else None
        if quote is None or quote.renunciation is None or first != entry.details["before"]:
            yield f"{_name(number)} : ce qui fut décidé après la rétractation ne s’y accorde plus."


def _name(quote_id: int) -> str:
    quote = db.session.get(Quote, quote_id)
    return quote.name if quote is not None else "Un devis disparu"
