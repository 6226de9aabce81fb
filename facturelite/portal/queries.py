"""What one client may see: everything here is scoped to the client that a link opens."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain

from sqlalchemy import select

from facturelite.clients.model import Client
from facturelite.dates import PARIS
from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.invoices.delivery import OPENED
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.journal.model import Entry
from facturelite.reminders.penalties_model import PenaltyNote


def documents_of(client: Client) -> Sequence[Invoice]:
    """Return what was issued to a client, newest first; drafts do not exist here."""
    found = select(Invoice).where(
        Invoice.client_id == client.id, Invoice.state != InvoiceState.DRAFT
    )
    return db.session.scalars(found.order_by(Invoice.issued_on.desc(), Invoice.id.desc())).all()


def document_of(client: Client, invoice_id: int) -> Invoice | None:
    """Return one document, if it was issued to this client."""
    found = select(Invoice).where(
        Invoice.id == invoice_id,
        Invoice.client_id == client.id,
        Invoice.state != InvoiceState.DRAFT,
    )
    return db.session.scalars(found).first()


def files_of(client: Client) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of every PDF and XML of a client, one in memory at a time."""
    issued = select(Invoice.pdf_id, Invoice.xml_id).where(
        Invoice.client_id == client.id, Invoice.state != InvoiceState.DRAFT
    )
    notes = select(PenaltyNote.pdf_id).where(PenaltyNote.client_id == client.id)
    kept = (issued.order_by(Invoice.id), notes.order_by(PenaltyNote.id))
    numbers = chain.from_iterable(row for one in kept for row in db.session.execute(one).all())
    for number in filter(None, numbers):
        columns = (StoredDocument.filename, StoredDocument.content)
        name, content = db.session.execute(
            select(*columns).where(StoredDocument.id == number)
        ).one()
        yield name, content


def was_opened(subject: str, *, on: date) -> bool:
    """Tell whether an opening of a page is already journalled for a day in Paris."""
    midnight = datetime.combine(on, time.min, PARIS)
    found = select(Entry.id).where(
        Entry.subject == subject, Entry.event == OPENED, Entry.at >= midnight
    )
    return db.session.scalar(found.limit(1)) is not None
