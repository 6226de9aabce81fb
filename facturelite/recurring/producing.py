"""Billing the periods that are due: each once, dated today, whatever the time the program slept.

A period is found by its state, « due and not billed », never by an exact day. Its row and its
invoice are written in one transaction, and the database refuses a second row: running twice,
or in two places at once, bills nothing twice.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime

from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.drafting import DraftContent, start_draft, write_draft
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.mailing import send_invoice, usual_mail
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import acting, record
from facturelite.recurring import mails, queries
from facturelite.recurring.model import BilledPeriod, Mode, Recurrence
from facturelite.recurring.refusals import ClientArchived, DraftStillThere
from facturelite.recurring.schedule import Span
from facturelite.refusals import Refusal
from facturelite.sheets.writing import contents_of

log = logging.getLogger(__name__)
SEVERAL = 2  # periods late, from which the owner is written to
NOBODY = "Émise, mais le client n’a pas d’adresse e-mail : remettez-lui la facture autrement."


def bill_what_is_due(*, at: datetime, on: date) -> Iterator[str]:
    """Bill every period due on or before a day; yield what could not be done, in French.

    Opens its own transactions, one per period: what fails for a client stops no other.
    """
    late: list[int] = []
    for recurrence_id in queries.ids_that_may_bill():
        try:
            with acting("system"):
                made = bill_recurrence(recurrence_id, at=at, on=on)
            late += [period.id for period in made if period.was_late]
        except Exception as error:
            log.exception("l’abonnement %s n’a pas pu être facturé", recurrence_id)
            yield f"L’abonnement n° {recurrence_id} n’a pas pu être facturé : {error}"
    if len(late) >= SEVERAL:
        with transaction():
            _tell_of_catching_up(late, at=at, on=on)


def bill_recurrence(recurrence_id: int, *, at: datetime, on: date) -> list[BilledPeriod]:
    """Bill what is due of one recurrence, oldest first, a transaction for each period."""
    made: list[BilledPeriod] = []
    while _has_due(recurrence_id, on=on):
        with transaction():
            recurrence = db.session.get_one(Recurrence, recurrence_id)
            due = recurrence.due(on=on)
            if due:
                made.append(bill_period(recurrence, due[0], at=at, on=on))
    return made


def bill_period(recurrence: Recurrence, span: Span, *, at: datetime, on: date) -> BilledPeriod:
    """Write the invoice of one period and, where agreed so, issue and send it today.

    What refuses to be issued stays a draft with its reason, for the owner to see.
    """
    draft = _draft(recurrence, span, at=at)
    period = BilledPeriod(
        since=span.since,
        until=span.until,
        due_on=recurrence.due_on(span),
        made_on=on,
        invoice_id=draft.id,
    )
    recurrence.billed.append(period)
    db.session.flush()
    for subject in (recurrence.subject, draft.subject):
        record(
            "recurrence.billed",
            subject,
            at=at,
            client_id=recurrence.client_id,
            title=recurrence.title,
            period=span.in_words(),
            since=str(span.since),
            until=str(span.until),
            recurrence_id=recurrence.id,
            invoice_id=draft.id,
        )
    if recurrence.mode is Mode.SEND:
        _issue_and_send(period, draft, recurrence, at=at, on=on)
    return period


def write_again(period: BilledPeriod, *, at: datetime) -> Invoice:
    """Write the draft of a period again, after the owner threw it away.

    Raise DraftStillThere when it has its invoice.
    """
    if period.invoice_id is not None:
        raise DraftStillThere
    draft = _draft(period.recurrence, period.span, at=at)
    period.invoice_id, period.problem = draft.id, ""
    db.session.flush()
    return draft


def _has_due(recurrence_id: int, *, on: date) -> bool:
    db.session.rollback()  # another worker may have billed since
    recurrence = db.session.get(Recurrence, recurrence_id)
    return recurrence is not None and bool(recurrence.due(on=on))


def _draft(recurrence: Recurrence, span: Span, *, at: datetime) -> Invoice:
    business, client = the_business(), recurrence.client
    draft = start_draft(client, business=business, at=at)
    content = DraftContent(
        payment_term=recurrence.payment_term,
        title=f"{recurrence.title}, {span.in_words(client.language)}",
        supplied_from=span.since,
        supplied_to=span.until,
        purchase_order=recurrence.purchase_order,
        note=recurrence.note,
        vat_treatment=recurrence.vat_treatment,
        lines=contents_of(recurrence.tariff(span.since).lines),
    )
    write_draft(draft, content, business=business, at=at)
    return draft


def _issue_and_send(
    period: BilledPeriod, draft: Invoice, recurrence: Recurrence, *, at: datetime, on: date
) -> None:
    business = the_business()
    try:
        with db.session.begin_nested():
            if recurrence.client.archived_at is not None:
                raise ClientArchived
            issue_invoice(draft, business=business, at=at, on=on)
    except Refusal as refusal:
        period.problem = str(refusal)
        db.session.flush()
        return
    _send(period, draft, business, at=at)


def _send(period: BilledPeriod, invoice: Invoice, business: Business, *, at: datetime) -> None:
    mail = usual_mail(invoice, business=business)
    if mail.to:
        send_invoice(invoice, mail, business=business, at=at)
    else:
        period.problem = NOBODY
        db.session.flush()


def _tell_of_catching_up(period_ids: list[int], *, at: datetime, on: date) -> None:
    periods = [db.session.get_one(BilledPeriod, period_id) for period_id in period_ids]
    first = min(period.due_on for period in periods)
    record(
        "recurrence.caught_up",
        "business/1",
        at=at,
        actor="system",
        count=len(periods),
        since=str(first),
    )
    mails.tell_of_catching_up(periods, at=at, on=on)
