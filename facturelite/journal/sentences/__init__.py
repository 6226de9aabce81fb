"""Every event of the journal and its sentence, by topic; in a topic, sorted by event."""

from facturelite.journal.sentences import (
    clients,
    house,
    invoices,
    mails,
    orders,
    payments,
    pressure,
    quotes,
    reminders,
    terms,
)

TOPICS = (
    clients.SENTENCES,
    house.SENTENCES,
    invoices.SENTENCES,
    mails.SENTENCES,
    orders.SENTENCES,
    payments.SENTENCES,
    pressure.SENTENCES,
    quotes.SENTENCES,
    reminders.SENTENCES,
    terms.SENTENCES,
)
SENTENCES = {event: wording for topic in TOPICS for event, wording in topic.items()}
