"""The longest road: a quote with options, signed, its deposit, two stages, its balance, paid."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from agreements import a_version
from billing import a_client
from browsing.chromium import DESKTOP, PHONE, Site
from browsing.mailbox import Mailbox
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.quotes.mailing import mail_quote, usual_mail
from facturelite.quotes.model import Quote
from quoting import a_sent_quote, firm, milestone, option


@pytest.fixture
def quote(letters, clock) -> Quote:
    with transaction():
        a_version(at=clock())
        sent = a_sent_quote(
            a_client(at=clock()),
            firm("1000"),
            option("333.33", "Photographies"),
            at=clock(),
            on=clock.today,
            deposit_percent=Decimal(30),
            stages=(milestone("20", "Maquette"), milestone("10", "Recette")),
        )
        business = the_business()
        mail_quote(sent, usual_mail(sent, business=business), business=business, at=clock())
    return sent


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_quote_to_the_last_euro(
    size, open_context: Callable[..., BrowserContext], site: Site, quote, letters, clock
):
    sign(open_context(**PHONE).new_page(), letters)
    owner = open_context(as_owner=True, **size).new_page()
    address = f"{site.url}/devis/{quote.id}"

    bill(owner, address)
    pay(owner, site)
    for what in ("Étape atteinte", "Étape atteinte", "C’est livré"):
        reach(owner, address, what)
        bill(owner, address)
        pay(owner, site)

    owner.goto(address)
    order = owner.locator("#commande")
    expect(order.get_by_text("payée")).to_have_count(4)
    expect(order).to_contain_text("1 333,33 €")
    site.look_again()
    invoices = db.session.query(Invoice).order_by(Invoice.id).all()
    assert [invoice.kind for invoice in invoices] == [InvoiceKind.DEPOSIT] * 3 + [
        InvoiceKind.INVOICE
    ]
    assert sum(invoice.total_gross for invoice in invoices) == Decimal("1333.33")
    assert all(invoice.is_settled for invoice in invoices)


def sign(phone: Page, letters: Mailbox) -> None:
    """Take the option and sign, from the mail."""
    phone.goto(letters.link())
    phone.get_by_label("Photographies").check()
    expect(phone.locator(".due-amount")).to_have_text("1 333,33 €")
    phone.get_by_role("button", name="Signer ce devis").click()
    ticks = phone.get_by_role("group", name="1. Cochez chaque point")
    expect(ticks).to_be_visible()
    for box in ticks.get_by_role("checkbox").all():
        box.check()
    phone.get_by_label("Vos prénom et nom").fill("Hélène Martin")
    phone.get_by_label("Votre fonction").fill("gérante")
    phone.get_by_role("button", name="Recevoir mon code").click()
    phone.get_by_label("Code à six chiffres").fill(letters.code(phone))
    phone.get_by_role("button", name="Bon pour accord, je signe").click()
    expect(phone.get_by_text("le devis est signé")).to_be_visible()


def bill(owner: Page, address: str) -> None:
    """Bill what is ripe, from the page of the quote."""
    owner.goto(address)
    owner.locator("#commande").get_by_role("button", name="Facturer").first.click()
    owner.get_by_role("button", name="Émettre…").first.click()
    owner.get_by_role("button", name="Émettre et envoyer").click()
    expect(owner.locator(".messages")).to_contain_text("émise")


def reach(owner: Page, address: str, what: str) -> None:
    """Say that a stage was reached, or the work delivered, today."""
    owner.goto(address)
    owner.locator("#commande").get_by_role("link", name=what).first.click()
    owner.get_by_role("button", name=what).click()
    expect(owner.get_by_role("heading", level=1)).to_contain_text("Commande")


def pay(owner: Page, site: Site) -> None:
    """Record the payment of the last invoice."""
    site.look_again()
    last = db.session.query(Invoice).order_by(Invoice.id.desc()).first()
    owner.goto(f"{site.url}/encaissements/nouveau?facture={last.id}")
    owner.get_by_role("button", name="Enregistrer l’encaissement").click()
    expect(owner.locator(".messages")).to_contain_text("Encaissement enregistré")
