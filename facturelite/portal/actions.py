"""What the portal itself writes down: that a person opened a page."""

from datetime import date, datetime

from facturelite.clients.model import Client
from facturelite.invoices.delivery import OPENED
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.portal.queries import was_opened
from facturelite.quotes.model import Quote


def note_opening(
    client: Client, about: Invoice | Quote | None, *, address: str, at: datetime, on: date
) -> None:
    """Journal that a client's page, or one of their documents, was opened: once a day.

    Weak evidence: it says that someone who has the link looked, not who.
    """
    subject = about.subject if about else client.subject
    if was_opened(subject, on=on):
        return
    record(
        OPENED,
        subject,
        at=at,
        actor="client",
        client_id=client.id,
        document=about.number if about else None,
        address=address,
    )
