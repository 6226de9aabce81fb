"""A reminder on paper: to post, or to attach to a mail."""

import re
from datetime import datetime

from facturelite import dates, money
from facturelite.business.letterhead import seller_of
from facturelite.business.model import Business
from facturelite.clients.details import AddressUse, PostalAddress
from facturelite.clients.model import Client
from facturelite.documents.correspondence import Letter
from facturelite.documents.snapshot import Address, Bank
from facturelite.reminders.claims import Sums
from facturelite.reminders.composing import Words, account, days_in_words
from facturelite.reminders.letters import LINK
from facturelite.reminders.model import Channel
from facturelite.reminders.rounds_model import Reminder

_HEADERS = {
    "fr": ("Facture", "Date", "Échéance", "Retard", "Montant TTC", "Reste à payer"),
    "en": ("Invoice", "Date", "Due on", "Late by", "Total incl. VAT", "Still due"),
}
_REGISTERED = {
    "fr": "Lettre recommandée avec avis de réception",
    "en": "Registered letter with acknowledgement of receipt",
}
_ENDING = re.compile(r"\s*:$")  # of a sentence that led to the link
MOST_OF_A_REFERENCE = 140


def letter_of(
    reminder: Reminder,
    sums: Sums,
    *,
    business: Business,
    at: datetime,
    words: Words | None = None,
) -> Letter:
    """Return the letter that a reminder made ready stands for; `words` as long as it is not."""
    client, language = reminder.client, reminder.client.language
    words = words or Words(reminder.title, reminder.text, language)
    euros = money.in_english if language == "en" else money.in_french
    is_registered = reminder.channel is Channel.REGISTERED
    return Letter(
        seller=seller_of(business),
        recipient=client.name,
        address=_postal(_address(client)),
        written_on=at.astimezone(dates.PARIS).date(),
        dated_at=at,
        subject=words.title,
        text=_on_paper(words.text, business),
        header=_HEADERS[language],
        rows=tuple(_rows(sums, language)),
        sums=tuple((label, euros(amount)) for label, amount in account(sums, language)),
        bank=Bank(business.legal_name, business.iban, business.bic) if business.iban else None,
        payable=sums.total,
        reference=_reference(sums),
        way=_REGISTERED[language] if is_registered else "",
        language=language,
    )


def _rows(sums: Sums, language: str) -> list[tuple[str, ...]]:
    euros = money.in_english if language == "en" else money.in_french
    rows: list[tuple[str, ...]] = []
    for line in sums.lines:
        invoice = line.invoice
        late = days_in_words(line.days_late, language) if line.days_late > 0 else "–"
        issued = dates.in_figures(invoice.issued_on) if invoice.issued_on else ""
        due = dates.in_figures(line.due_on) if line.due_on else ""
        whole, left = euros(invoice.total_gross), euros(line.amount)
        rows.append((invoice.number or "", issued, due, late, whole, left))
    return rows


def _on_paper(text: str, business: Business) -> str:
    """Return a text without what only a mail can hold: a private link is never stored, and the
    signature stands apart."""
    kept: list[str] = []
    for block in text.split("\n\n"):
        if block.strip() == LINK:
            kept[-1:] = [_ENDING.sub(".", before) for before in kept[-1:]]
        else:
            kept.append(block.replace(LINK, "").strip())
    if kept and kept[-1] == business.display_name:
        kept.pop()
    return "\n\n".join(kept)


def _reference(sums: Sums) -> str:
    reference = " ".join(line.invoice.number or "" for line in sums.lines)
    return reference if len(reference) <= MOST_OF_A_REFERENCE else reference[:MOST_OF_A_REFERENCE]


def _address(client: Client) -> PostalAddress:
    return client.address(AddressUse.BILLING) or client.address()


def _postal(address: PostalAddress) -> Address:
    return Address(address.line1, address.postcode, address.city, address.country, address.line2)
