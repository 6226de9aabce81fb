"""Which formal notice the interest of an invoice runs from: the one sent, else the one typed."""

from collections.abc import Sequence
from datetime import date

from facturelite.invoices.model import Invoice
from facturelite.reminders.queries import formal_notices


def notices_about(invoices: Sequence[Invoice], *, otherwise: date | None = None) -> dict[int, date]:
    """Return the day of the formal notice about each of many invoices, by id.

    `otherwise` is the day of one that left another way: it counts for the invoices that were
    due by then, and about which none was sent from here.
    """
    found = formal_notices([invoice.id for invoice in invoices])
    if otherwise is None:
        return found
    due = [one for one in invoices if one.due_on and one.due_on <= otherwise]
    return {invoice.id: otherwise for invoice in due} | found
