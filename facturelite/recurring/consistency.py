"""Whether what recurrences billed is what the journal tells."""

from collections.abc import Iterator

from sqlalchemy import select

from facturelite.db import db
from facturelite.journal.queries import told
from facturelite.recurring.model import BilledPeriod, Recurrence


def recurrence_problems() -> Iterator[str]:
    """Yield one sentence per period that is not as it was billed."""
    expected = {
        (entry.details["recurrence_id"], entry.details["since"]): entry.details["until"]
        for entry in told("recurrence.billed")
    }
    for period in db.session.scalars(select(BilledPeriod).order_by(BilledPeriod.id)):
        recurrence = period.recurrence
        until = expected.pop((recurrence.id, str(period.since)), None)
        if until != str(period.until):
            yield f"{_name(recurrence, str(period.since))} n’est pas celle du journal."
        if period.invoice is not None and period.invoice.client_id != recurrence.client_id:
            yield f"{_name(recurrence, str(period.since))} est facturée à un autre client."
    for recurrence_id, since in expected:
        found = db.session.get(Recurrence, recurrence_id)
        yield f"{_name(found, since)} a disparu, et serait facturée de nouveau."


def _name(recurrence: Recurrence | None, since: str) -> str:
    title = f"« {recurrence.title} »" if recurrence else "disparu"
    return f"Abonnement {title} : la période du {since}"
