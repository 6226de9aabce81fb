"""Whether the next message to a client may be taken in hand before its day."""

from datetime import date

from facturelite.invoices.model import Invoice
from facturelite.reminders.gathering import account_of, the_rules
from facturelite.reminders.planning import next_message


def may_anticipate(invoice: Invoice, *, on: date) -> bool:
    """Tell whether `preparing.prepare_ahead` would write a message that speaks of an invoice."""
    account = account_of(invoice.client_id, on=on)
    if account is None or account.open_reminder is not None or account.climb.on_paper:
        return False
    planned = next_message(account, the_rules(), since=on)
    return planned is not None and any(item.owed.invoice_id == invoice.id for item in planned.items)
