"""The business, clients and issued documents for tests, made by the verbs that pages call."""

from datetime import date, datetime
from decimal import Decimal

from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.clients.details import AddressUse, ClientKind
from facturelite.clients.model import Client, ClientAddress
from facturelite.db import db
from facturelite.identifiers import fold
from facturelite.invoices.correcting import draft_credit_note
from facturelite.invoices.drafting import DraftContent, start_draft, write_draft
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice
from facturelite.payment_terms import PaymentTerm
from facturelite.sheets.writing import LineContent


def a_business() -> Business:
    """Return what Nadia, graphic designer in franchise, bills under."""
    return Business(
        name="Nadia Belkacem",
        trade_name="Atelier Belkacem",
        siret="73282932000074",
        line1="12 rue des Écoles",
        postcode="69007",
        city="Lyon",
        email="nadia@atelier.example",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
    )


def a_client(name: str = "Boulangerie Martin", *, at: datetime, consumer: bool = False) -> Client:
    """Register a client, in France."""
    named = {"last_name": name} if consumer else {"company_name": name, "siren": "552100554"}
    client = Client(
        kind=ClientKind.CONSUMER if consumer else ClientKind.PROFESSIONAL,
        email="compta@martin.example",
        search_text=fold(f"{name} Lyon"),
        sort_name=fold(name),
        created_at=at,
        edited_at=at,
        **named,
    )
    client.addresses = [
        ClientAddress(use=AddressUse.MAIN, line1="1 rue du Four", postcode="69001", city="Lyon")
    ]
    db.session.add(client)
    db.session.flush()
    return client


def a_draft(
    client: Client,
    *amounts: str,
    at: datetime,
    days: int = 30,
    goods: tuple[bool, ...] = (),
    title: str = "",
    vat_rate: str = "0",
) -> Invoice:
    """Write a draft with one line per amount; `goods` tells which lines are goods."""
    business = the_business()
    draft = start_draft(client, business=business, at=at)
    lines = tuple(
        LineContent(
            f"Ligne {n}",
            Decimal(1),
            Decimal(amount),
            vat_rate=Decimal(vat_rate),
            goods=n < len(goods) and goods[n],
        )
        for n, amount in enumerate(amounts or ("100",))
    )
    content = DraftContent(PaymentTerm(days), title=title, lines=lines)
    write_draft(draft, content, business=business, at=at)
    return draft


def an_invoice(client: Client, *amounts: str, on: date, at: datetime, **draft: object) -> Invoice:
    """Issue an invoice on a day."""
    invoice = a_draft(client, *amounts, at=at, **draft)  # type: ignore[arg-type]
    issue_invoice(invoice, business=the_business(), at=at, on=on)
    return invoice


def a_credit_note(
    invoice: Invoice, *, on: date, at: datetime, amount: str | None = None
) -> Invoice:
    """Issue a credit note, for all of an invoice or for an amount of it."""
    business = the_business()
    draft = draft_credit_note(invoice, reason="Erreur", business=business, at=at)
    if amount:
        lines = (LineContent("Geste", Decimal(1), Decimal(amount)),)
        content = DraftContent(PaymentTerm(0), reason="Erreur", lines=lines)
        write_draft(draft, content, business=business, at=at)
    issue_invoice(draft, business=business, at=at, on=on)
    return draft
