"""What happens on a day of the demonstration, done by the verbs that the pages call."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from facturelite.business.queries import the_business
from facturelite.clients.actions import register_client
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.demo.data import Person
from facturelite.invoices import answers, correcting
from facturelite.invoices.answers_model import DisputeOutcome
from facturelite.invoices.answers_queries import open_dispute
from facturelite.invoices.drafting import DraftContent, start_draft, write_draft
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.mailing import send_invoice, usual_mail
from facturelite.invoices.model import Invoice
from facturelite.money import percent_of
from facturelite.outbox.actions import report_return
from facturelite.outbox.queries import mails_about
from facturelite.payments.actions import record_payment, refund, reverse_payment
from facturelite.payments.model import Method, Payment, ReversalCause
from facturelite.portal.actions import note_opening
from facturelite.quotes.model import Quote

SOMEWHERE = "203.0.113.27"  # from the addresses reserved for documentation (RFC 5737)
TELEPHONE = "Mozilla/5.0 (Linux; Android 14; Mobile) Firefox/145.0"


@dataclass
class House:
    """What the year has made so far, by the names that its steps use."""

    clients: dict[str, int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)
    payments: dict[str, int] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    quotes: dict[str, int] = field(default_factory=dict)
    recurrences: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)  # of terms: « professionnels 2 »

    def client(self, name: str) -> Client:
        """Return a client."""
        return db.session.get_one(Client, self.clients[name])

    def quote(self, name: str) -> Quote:
        """Return a quote."""
        return db.session.get_one(Quote, self.quotes[name])

    def invoice(self, name: str) -> Invoice:
        """Return a document."""
        return db.session.get_one(Invoice, self.invoices[name])


@dataclass(frozen=True)
class Step:
    """One thing that happens: a function of this file, and what it is told."""

    on: date
    do: Callable[..., None]
    told: dict[str, Any]


def register(house: House, *, person: Person, at: datetime, on: date) -> None:
    """A client comes."""
    house.clients[person.key] = register_client(person.details, at=at).id


def draft(
    house: House, *, name: str, client: str, content: DraftContent, at: datetime, on: date
) -> None:
    """Something is written, and not issued yet. The client's own term goes first."""
    business, buyer = the_business(), house.client(client)
    made = start_draft(buyer, business=business, at=at)
    written = replace(content, payment_term=made.payment_term)
    write_draft(made, written, business=business, at=at)
    house.invoices[name] = made.id


def issue(house: House, *, name: str, at: datetime, on: date) -> None:
    """A draft is issued and sent."""
    business, invoice = the_business(), house.invoice(name)
    issue_invoice(invoice, business=business, at=at, on=on)
    if invoice.client.mail_recipients:
        send_invoice(invoice, usual_mail(invoice, business=business), business=business, at=at)


def bill(
    house: House, *, name: str, client: str, content: DraftContent, at: datetime, on: date
) -> None:
    """Something is billed and sent."""
    draft(house, name=name, client=client, content=content, at=at, on=on)
    issue(house, name=name, at=at, on=on)


def credit(
    house: House,
    *,
    name: str,
    original: str,
    reason: str,
    content: DraftContent | None = None,
    at: datetime,
    on: date,
) -> None:
    """An invoice is credited: the whole, or what `content` says."""
    business = the_business()
    made = correcting.draft_credit_note(
        house.invoice(original), reason=reason, business=business, at=at
    )
    if content:
        write_draft(made, replace(content, reason=reason), business=business, at=at)
    house.invoices[name] = made.id
    issue(house, name=name, at=at, on=on)


def replace_invoice(
    house: House,
    *,
    name: str,
    original: str,
    reason: str,
    content: DraftContent,
    at: datetime,
    on: date,
) -> None:
    """An invoice is replaced by a corrective one."""
    business = the_business()
    made = correcting.draft_replacement(
        house.invoice(original), reason=reason, business=business, at=at
    )
    written = replace(content, reason=reason, payment_term=made.payment_term)
    write_draft(made, written, business=business, at=at)
    house.invoices[name] = made.id
    issue(house, name=name, at=at, on=on)


def write_off(house: House, *, name: str, reason: str, at: datetime, on: date) -> None:
    """What is left is given up."""
    correcting.write_off(house.invoice(name), reason=reason, at=at)


def look(house: House, *, name: str, at: datetime, on: date) -> None:
    """The client opens the document."""
    invoice = house.invoice(name)
    note_opening(invoice.client, invoice, address=SOMEWHERE, at=at, on=on)


def acknowledge(house: House, *, name: str, by: str, at: datetime, on: date) -> None:
    """The client says that they received it."""
    answers.acknowledge(house.invoice(name), name=by, address=SOMEWHERE, browser=TELEPHONE, at=at)


def promise(
    house: House, *, name: str, promised_on: date, words: str, at: datetime, on: date
) -> None:
    """The client says when they will pay."""
    answers.promise(house.invoice(name), promised_on=promised_on, words=words, at=at, on=on)


def dispute(house: House, *, name: str, words: str, at: datetime, on: date) -> None:
    """The client contests."""
    answers.dispute(house.invoice(name), words=words, at=at)


def settle_dispute(house: House, *, name: str, answer: str, at: datetime, on: date) -> None:
    """An agreement ends a dispute."""
    opened = open_dispute(house.invoice(name))
    if opened:
        answers.close_dispute(opened, outcome=DisputeOutcome.SETTLED, answer=answer, at=at)


def pay(
    house: House,
    *,
    names: tuple[str, ...],
    method: Method,
    share: Decimal = Decimal(100),
    beyond: Decimal = Decimal(0),
    payment: str = "",
    reference: str = "",
    at: datetime,
    on: date,
) -> None:
    """Money comes for some invoices: a share of what they ask, in percent, and euros beyond."""
    invoices = [house.invoice(name) for name in names]
    parts = {invoice.id: percent_of(invoice.balance, share) for invoice in invoices}
    made = record_payment(
        invoices[0].client,
        amount=sum(parts.values(), beyond),
        method=method,
        received_on=on,
        allocations=parts,
        reference=reference or f"FACT {invoices[0].number}",
        at=at,
        on=on,
    )
    house.payments[payment] = made.id


def give_back(house: House, *, client: str, amount: Decimal, at: datetime, on: date) -> None:
    """What was paid twice is given back."""
    refund(
        house.client(client),
        amount=amount,
        method=Method.TRANSFER,
        paid_on=on,
        allocations={},
        reference="TROP PERCU",
        at=at,
        on=on,
    )


def bounce(house: House, *, payment: str, reason: str, at: datetime, on: date) -> None:
    """The bank rejects a payment."""
    paid = db.session.get_one(Payment, house.payments[payment])
    reverse_payment(paid, reason=reason, cause=ReversalCause.BOUNCED, at=at, on=on)


def return_mail(house: House, *, name: str, reason: str, at: datetime, on: date) -> None:
    """The mail that carried a document comes back."""
    report_return(mails_about(house.invoice(name).subject)[0], reason, at=at)
